//! Fresh secrets.

use anyhow::{Context, Result};

/// 32 random bytes in hex: for keys.
///
/// # Errors
/// When the system has no randomness.
pub fn key() -> Result<String> {
    Ok(data_encoding::HEXLOWER.encode(&bytes()?))
}

/// 52 letters and digits (256 bits): for passwords that stand in URLs.
///
/// # Errors
/// When the system has no randomness.
pub fn password() -> Result<String> {
    Ok(data_encoding::BASE32_NOPAD.encode(&bytes()?).to_ascii_lowercase())
}

/// Any number.
///
/// # Errors
/// When the system has no randomness.
pub fn number() -> Result<u16> {
    let [first, second, ..] = bytes()?;
    Ok(u16::from_be_bytes([first, second]))
}

fn bytes() -> Result<[u8; 32]> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes).ok().context("the system gives no random bytes")?;
    Ok(bytes)
}
