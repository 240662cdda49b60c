//! `format (1) | key version (2, big endian) | nonce (12) | cipher text and tag (16)`.

use aes_gcm_siv::aead::{Aead, KeyInit, Payload};
use aes_gcm_siv::{Aes256GcmSiv, Nonce};
use rand::Rng;

use crate::VaultError;
use crate::secret::Secret;

/// What kind of key an envelope was made with; its byte comes first and is authenticated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    /// A value under a tenant's record key.
    TenantRecord,
    /// A value under a client's key.
    ClientRecord,
    /// A client's key under its tenant's wrapping key.
    ClientKey,
    /// A tenant's key under a local key encryption key.
    TenantKey,
    /// A value under a file's key.
    FileRecord,
    /// A file's key under its tenant's wrapping key.
    FileKey,
}

impl Format {
    const fn byte(self) -> u8 {
        match self {
            Self::TenantRecord => 1,
            Self::ClientRecord => 2,
            Self::ClientKey => 3,
            Self::TenantKey => 4,
            Self::FileRecord => 5,
            Self::FileKey => 6,
        }
    }
}

/// Bytes an envelope is longer than what it holds.
pub(crate) const OVERHEAD: usize = 3 + NONCE + 16;
const NONCE: usize = 12;

pub(crate) fn seal(
    format: Format,
    version: u16,
    key: &Secret,
    aad: &[u8],
    plain: &[u8],
) -> Result<Vec<u8>, VaultError> {
    let mut nonce = [0_u8; NONCE];
    rand::rng().fill_bytes(&mut nonce);
    let head = head(format, version);
    let aad = [&head, aad].concat();
    let cipher_text = Aes256GcmSiv::new(key.bytes().into())
        .encrypt(&Nonce::from(nonce), Payload { msg: plain, aad: &aad })
        .map_err(|_| VaultError::TooLarge)?;
    let mut envelope = Vec::with_capacity(plain.len() + OVERHEAD);
    envelope.extend_from_slice(&head);
    envelope.extend_from_slice(&nonce);
    envelope.extend_from_slice(&cipher_text);
    Ok(envelope)
}

/// The key version that an envelope of any kind states; `None` when it is too short for one.
pub(crate) fn stated_version(envelope: &[u8]) -> Option<u16> {
    match envelope {
        [_, high, low, ..] => Some(u16::from_be_bytes([*high, *low])),
        _ => None,
    }
}

/// The key version an envelope names.
pub(crate) fn version(format: Format, envelope: &[u8]) -> Result<u16, VaultError> {
    match envelope {
        [byte, ..] if *byte != format.byte() => Err(VaultError::Malformed("it was made with another kind of key")),
        [_, high, low, rest @ ..] if rest.len() >= OVERHEAD - 3 => Ok(u16::from_be_bytes([*high, *low])),
        _ => Err(VaultError::Malformed("it is too short")),
    }
}

pub(crate) fn open(format: Format, key: &Secret, aad: &[u8], envelope: &[u8]) -> Result<Vec<u8>, VaultError> {
    let version = version(format, envelope)?;
    let (nonce, cipher_text) = envelope
        .get(3..)
        .and_then(|rest| rest.split_first_chunk::<NONCE>())
        .ok_or(VaultError::Malformed("it is too short"))?;
    let aad = [&head(format, version), aad].concat();
    Aes256GcmSiv::new(key.bytes().into())
        .decrypt(&Nonce::from(*nonce), Payload { msg: cipher_text, aad: &aad })
        .map_err(|_| VaultError::DoesNotOpen)
}

const fn head(format: Format, version: u16) -> [u8; 3] {
    let [high, low] = version.to_be_bytes();
    [format.byte(), high, low]
}
