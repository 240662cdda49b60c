use crate::VaultError;
use crate::secret::hmac_sha256;

/// What an audit row's hash covers instead of a personal value: HMAC-SHA256 of the value under the row's random salt.
/// Whoever holds salt and value can check it; when both are erased, the chain stays whole and the value is gone.
#[must_use]
pub fn commitment(salt: &[u8; 16], value: &[u8]) -> [u8; 32] {
    hmac_sha256(salt, &[value])
}

/// A random salt for [`commitment`].
///
/// # Errors
/// [`VaultError::Randomness`].
pub fn new_salt() -> Result<[u8; 16], VaultError> {
    let mut salt = [0; 16];
    getrandom::fill(&mut salt).map_err(|_| VaultError::Randomness)?;
    Ok(salt)
}
