use async_trait::async_trait;
use data_encoding::{HEXLOWER, HEXLOWER_PERMISSIVE};
use zeroize::Zeroizing;

use crate::VaultError;
use crate::envelope::{self, Format};
use crate::secret::Secret;

/// A key encryption key: wraps tenant keys and never leaves its home (a KMS, a file, the environment).
#[async_trait]
pub trait KeyEncryption: Send + Sync {
    /// Names the key. Stored beside what it wraps, so that several can be in use during a rotation.
    fn id(&self) -> &str;

    /// Wraps a tenant key; `aad` must be given again to unwrap.
    ///
    /// # Errors
    /// [`VaultError::Unavailable`] if the key's home does not answer.
    async fn wrap(&self, aad: &[u8], key: &[u8; 32]) -> Result<Vec<u8>, VaultError>;

    /// Unwraps a tenant key.
    ///
    /// # Errors
    /// [`VaultError::DoesNotOpen`], [`VaultError::Malformed`], [`VaultError::Unavailable`].
    async fn unwrap(&self, aad: &[u8], wrapped: &[u8]) -> Result<Zeroizing<[u8; 32]>, VaultError>;
}

/// A key encryption key held by this process: from a file or from the environment. The same 32 bytes give the same
/// [`KeyEncryption::id`] wherever they came from.
#[derive(Debug)]
pub struct LocalKek {
    id: String,
    secret: Secret,
}

impl LocalKek {
    /// Takes a key as 64 hex digits, as it stands in an environment variable.
    ///
    /// # Errors
    /// [`VaultError::BadKek`] saying how to mend it.
    pub fn from_hex(hex: &str) -> Result<Self, VaultError> {
        Self::parse(hex.trim().as_bytes()).map_err(|why| VaultError::BadKek(why.to_owned()))
    }

    /// Takes a key as its 32 bytes.
    ///
    /// # Errors
    /// [`VaultError::BadKek`] saying how to mend it.
    pub fn from_bytes(key: &[u8; 32]) -> Result<Self, VaultError> {
        Self::new(Secret::new(*key)).map_err(|why| VaultError::BadKek(why.to_owned()))
    }

    fn parse(hex: &[u8]) -> Result<Self, &'static str> {
        let wrong = "it must be 32 bytes written as 64 hex digits; make one with `openssl rand -hex 32`";
        let bytes = Zeroizing::new(HEXLOWER_PERMISSIVE.decode(hex).map_err(|_| wrong)?);
        Self::new(Secret::from_slice(&bytes).ok_or(wrong)?)
    }

    fn new(secret: Secret) -> Result<Self, &'static str> {
        let mut distinct = secret.bytes().to_vec();
        distinct.sort_unstable();
        distinct.dedup();
        // 32 random bytes hold fewer than 16 different values once in 10^9 tries; a key typed by hand often does
        if distinct.len() < 16 {
            return Err("it is not random; make one with `openssl rand -hex 32`");
        }
        let mut fingerprint = HEXLOWER.encode(&secret.hmac(&[b"brokerdesk key encryption key id"]));
        fingerprint.truncate(16);
        Ok(Self { id: format!("local:{fingerprint}"), secret })
    }
}

#[async_trait]
impl KeyEncryption for LocalKek {
    fn id(&self) -> &str {
        &self.id
    }

    async fn wrap(&self, aad: &[u8], key: &[u8; 32]) -> Result<Vec<u8>, VaultError> {
        envelope::seal(Format::TenantKey, 1, &self.secret, aad, key)
    }

    async fn unwrap(&self, aad: &[u8], wrapped: &[u8]) -> Result<Zeroizing<[u8; 32]>, VaultError> {
        let plain = Zeroizing::new(envelope::open(Format::TenantKey, &self.secret, aad, wrapped)?);
        <[u8; 32]>::try_from(plain.as_slice())
            .map(Zeroizing::new)
            .map_err(|_| VaultError::Malformed("a tenant key has 32 bytes"))
    }
}
