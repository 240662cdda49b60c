use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use tokio_rustls::TlsConnector;

use crate::settings::{Resolve, SettingsError, Trust};

/// Where connections may go and whom they believe.
#[derive(Clone)]
pub(crate) struct Dialer {
    guard: Arc<dyn Resolve>,
    tls: Option<TlsConnector>,
}

impl Dialer {
    pub(crate) fn new(trust: &Trust, guard: Arc<dyn Resolve>) -> Result<Self, SettingsError> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = || {
            ClientConfig::builder_with_provider(Arc::clone(&provider))
                .with_safe_default_protocol_versions()
                .map_err(|_| SettingsError::Tls)
        };
        let mut config = match trust {
            Trust::PlainLoopback => return Ok(Self { guard, tls: None }),
            Trust::System => config()?.with_root_certificates(system_roots()?).with_no_client_auth(),
            Trust::Authorities(pem) => config()?.with_root_certificates(bundle(pem)?).with_no_client_auth(),
            Trust::Pin(pin) => config()?
                .dangerous()
                .with_custom_certificate_verifier(Arc::new(Pinned { pin: *pin, provider }))
                .with_no_client_auth(),
        };
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Self { guard, tls: Some(TlsConnector::from(Arc::new(config))) })
    }

    pub(super) const fn tls(&self) -> Option<&TlsConnector> {
        self.tls.as_ref()
    }

    /// The addresses that may be connected to. Without TLS only this machine's own.
    pub(super) async fn addresses(&self, host: &str, port: u16) -> Result<Vec<SocketAddr>, String> {
        let addresses = self.guard.resolve(host, port).await?;
        if addresses.is_empty() {
            return Err("the host has no address".to_owned());
        }
        if self.tls.is_none() && !addresses.iter().all(|address| address.ip().is_loopback()) {
            return Err("without TLS only this machine itself may be reached".to_owned());
        }
        Ok(addresses)
    }
}

impl fmt::Debug for Dialer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Dialer").field("tls", &self.tls.is_some()).finish_non_exhaustive()
    }
}

fn system_roots() -> Result<RootCertStore, SettingsError> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    if roots.is_empty() { Err(SettingsError::NoAuthorities) } else { Ok(roots) }
}

fn bundle(pem: &[u8]) -> Result<RootCertStore, SettingsError> {
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(pem) {
        let certificate = certificate.map_err(|_| SettingsError::Authorities)?;
        roots.add(certificate).map_err(|_| SettingsError::Authorities)?;
    }
    if roots.is_empty() { Err(SettingsError::Authorities) } else { Ok(roots) }
}

/// Believes one certificate, and that the other end holds its key.
#[derive(Debug)]
struct Pinned {
    pin: [u8; 32],
    provider: Arc<CryptoProvider>,
}

impl ServerCertVerifier for Pinned {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let seen: [u8; 32] = Sha256::digest(end_entity.as_ref()).into();
        if bool::from(seen.ct_eq(&self.pin)) {
            return Ok(ServerCertVerified::assertion());
        }
        Err(rustls::Error::InvalidCertificate(rustls::CertificateError::ApplicationVerificationFailure))
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, certificate, signature, &self.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, certificate, signature, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}
