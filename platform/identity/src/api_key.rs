use std::fmt;

use sha2::{Digest, Sha256};
use thiserror::Error;
use zeroize::{ZeroizeOnDrop, Zeroizing};

use crate::bearer::BODY;
use crate::{NoRandomness, base62, random};

const PREFIX: &str = "bd_live_sk_";
const CHECK: usize = 6;

/// Why a text is no API key. Says nothing about the text itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ApiKeyError {
    /// Prefix, length or alphabet is wrong.
    #[error("an API key is bd_live_sk_ followed by 49 letters and digits; copy it whole")]
    Shape,
    /// The last six characters do not fit the rest: a character was lost or changed in copying.
    #[error("the API key is damaged: its last six characters do not fit the rest; copy it again")]
    Checksum,
}

/// The secret of a broker's website: `bd_live_sk_`, 43 characters of 32 random bytes, 6 of CRC-32, all in base 62. A
/// mistyped key is told apart without a look-up. Kept as [`ApiKeySecret::digest`] only; wiped when dropped, silent in
/// Debug.
#[derive(Clone, PartialEq, Eq, ZeroizeOnDrop)]
pub struct ApiKeySecret {
    text: String,
}

impl ApiKeySecret {
    /// Makes a new key.
    ///
    /// # Errors
    /// [`NoRandomness`].
    pub fn generate() -> Result<Self, NoRandomness> {
        let bytes = Zeroizing::new(random::<32>()?);
        let body = Zeroizing::new(base62::encode(bytes.as_slice(), BODY));
        let check = checksum(&body);
        Ok(Self { text: [PREFIX, body.as_str(), check.as_str()].concat() })
    }

    /// Reads a key from a header; shape and checksum are validated before any look-up.
    ///
    /// # Errors
    /// [`ApiKeyError`].
    pub fn parse(text: &str) -> Result<Self, ApiKeyError> {
        let rest = text.strip_prefix(PREFIX).ok_or(ApiKeyError::Shape)?;
        if rest.len() != BODY + CHECK || !base62::is_base62(rest) {
            return Err(ApiKeyError::Shape);
        }
        let (body, check) = rest.split_at_checked(BODY).ok_or(ApiKeyError::Shape)?;
        if checksum(body) != check {
            return Err(ApiKeyError::Checksum);
        }
        Ok(Self { text: text.to_owned() })
    }

    /// SHA-256 over the whole text: what the database keeps and is searched by.
    #[must_use]
    pub fn digest(&self) -> [u8; 32] {
        Sha256::digest(self.text.as_bytes()).into()
    }

    /// The last four random characters, by which people tell keys apart in a list.
    #[must_use]
    pub fn hint(&self) -> &str {
        let end = PREFIX.len() + BODY;
        self.text.get(end - 4..end).unwrap_or_default()
    }

    /// The text, to be shown once.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.text
    }
}

fn checksum(body: &str) -> String {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(PREFIX.as_bytes());
    hasher.update(body.as_bytes());
    base62::encode(&hasher.finalize().to_be_bytes(), CHECK)
}

impl fmt::Debug for ApiKeySecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ApiKeySecret(***)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn api_01_a_key_survives_copying_and_keeps_only_hint_and_digest() {
        let key = ApiKeySecret::generate().unwrap();
        assert_eq!(key.expose().len(), 11 + 43 + 6);
        assert_eq!(ApiKeySecret::parse(key.expose()).unwrap().digest(), key.digest());
        assert_eq!(key.hint(), &key.expose()[50..54]);
        assert!(!format!("{key:?}").contains(key.hint()));
    }

    proptest! {
        #[test]
        fn one_changed_character_is_noticed(at in 11_usize..60, by in "[0-9A-Za-z]") {
            let key = ApiKeySecret::generate().unwrap();
            let mut text = key.expose().to_owned();
            prop_assume!(text[at..=at] != by);
            text.replace_range(at..=at, &by);
            prop_assert_eq!(ApiKeySecret::parse(&text), Err(ApiKeyError::Checksum));
        }

        #[test]
        fn nothing_else_is_a_key(text in ".{0,80}") {
            prop_assert!(ApiKeySecret::parse(&text).is_err());
        }
    }
}
