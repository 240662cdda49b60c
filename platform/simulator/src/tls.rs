use std::sync::Arc;

use anyhow::{Context, Result};
use data_encoding::HEXLOWER;
use rcgen::{CertificateParams, DnType, KeyPair};
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use tokio_rustls::TlsAcceptor;

/// The server's certificate, signed by itself.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Identity {
    /// The certificate, to be trusted or pinned.
    pub certificate: String,
    key: String,
}

impl Identity {
    /// A new one for this machine's names.
    ///
    /// # Errors
    /// When the machine gives no randomness.
    pub fn new() -> Result<Self> {
        let names = ["localhost", "127.0.0.1", "::1"].map(str::to_owned).to_vec();
        let mut params = CertificateParams::new(names).context("the names of the certificate")?;
        params.distinguished_name.push(DnType::CommonName, "MetaTrader simulator");
        let key = KeyPair::generate().context("a key for the certificate")?;
        let certificate = params.self_signed(&key).context("the certificate")?;
        Ok(Self { certificate: certificate.pem(), key: key.serialize_pem() })
    }

    /// SHA-256 of the certificate (DER), hexadecimal.
    ///
    /// # Errors
    /// When the certificate is none.
    pub fn fingerprint(&self) -> Result<String> {
        let certificate = CertificateDer::from_pem_slice(self.certificate.as_bytes()).context("the certificate")?;
        Ok(HEXLOWER.encode(&Sha256::digest(&certificate)))
    }

    pub(crate) fn acceptor(&self) -> Result<TlsAcceptor> {
        let certificate = CertificateDer::from_pem_slice(self.certificate.as_bytes()).context("the certificate")?;
        let key = PrivateKeyDer::from_pem_slice(self.key.as_bytes()).context("the key of the certificate")?;
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_single_cert(vec![certificate], key)?;
        Ok(TlsAcceptor::from(Arc::new(config)))
    }
}
