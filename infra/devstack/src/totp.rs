//! The current code of a demo person's authenticator (RFC 6238: SHA-1, 30 s, 6 digits), for `./dev code`.

use anyhow::{Context, Result};
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;

/// Seconds that one code is valid.
pub const STEP: u64 = 30;

/// The code of a base32 secret at a moment (seconds since 1970).
///
/// # Errors
/// When the secret is not base32.
pub fn code(secret: &str, at: u64) -> Result<String> {
    let plain: String = secret.chars().filter(|letter| !letter.is_whitespace() && *letter != '=').collect();
    let key = data_encoding::BASE32_NOPAD
        .decode(plain.to_ascii_uppercase().as_bytes())
        .context("the secret is not base32")?;
    let mut mac = Hmac::<Sha1>::new_from_slice(&key).context("the secret cannot be a key")?;
    mac.update(&(at / STEP).to_be_bytes());
    let digest = mac.finalize().into_bytes();
    let offset = usize::from(digest.last().copied().unwrap_or_default() & 0x0f);
    let four: [u8; 4] =
        digest.get(offset..offset + 4).and_then(|part| part.try_into().ok()).context("a digest of odd length")?;
    Ok(format!("{:06}", (u32::from_be_bytes(four) & 0x7fff_ffff) % 1_000_000))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_those_of_rfc_6238() {
        let secret = data_encoding::BASE32_NOPAD.encode(b"12345678901234567890");
        assert_eq!(code(&secret, 59).unwrap(), "287082");
        assert_eq!(code(&secret, 1_111_111_109).unwrap(), "081804");
        assert_eq!(code(&secret, 20_000_000_000).unwrap(), "353130");
        assert!(code("not base 32!", 0).is_err());
    }
}
