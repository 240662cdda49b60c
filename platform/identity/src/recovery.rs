use std::fmt;

use data_encoding::BASE32_NOPAD;
use sha2::{Digest, Sha256};
use uuid::Uuid;
use zeroize::{ZeroizeOnDrop, Zeroizing};

use crate::{NoRandomness, random};

/// Codes a person gets at once.
const CODES: usize = 10;
/// Characters of a code: 50 random bits.
const CHARACTERS: usize = 10;

/// The codes that stand in for a lost authenticator, each good for one sign-in. Shown once.
#[derive(Debug, Clone)]
pub struct RecoveryCodes(Vec<RecoveryCode>);

impl RecoveryCodes {
    /// Makes ten new codes.
    ///
    /// # Errors
    /// [`NoRandomness`].
    pub fn generate() -> Result<Self, NoRandomness> {
        (0..CODES).map(|_| RecoveryCode::generate()).collect::<Result<_, _>>().map(Self)
    }

    /// The codes.
    pub fn iter(&self) -> impl Iterator<Item = &RecoveryCode> {
        self.0.iter()
    }
}

/// One recovery code: ten base-32 characters. Wiped when dropped, silent in Debug.
#[derive(Clone, PartialEq, Eq, ZeroizeOnDrop)]
pub struct RecoveryCode {
    characters: String,
}

impl RecoveryCode {
    fn generate() -> Result<Self, NoRandomness> {
        let bytes = Zeroizing::new(random::<7>()?);
        let mut characters = BASE32_NOPAD.encode(bytes.as_slice()).to_ascii_lowercase();
        characters.truncate(CHARACTERS);
        Ok(Self { characters })
    }

    /// Reads a code as people type it: any case, with or without dashes and spaces, 0 for o, 1 for l, 8 for b.
    /// `None` if it cannot be a code.
    #[must_use]
    pub fn parse(typed: &str) -> Option<Self> {
        if typed.len() > 64 {
            return None;
        }
        let mut characters = String::with_capacity(CHARACTERS);
        for c in typed.chars().filter(|c| !c.is_whitespace() && *c != '-') {
            characters.push(match c.to_ascii_lowercase() {
                '0' => 'o',
                '1' => 'l',
                '8' => 'b',
                c @ ('a'..='z' | '2'..='7') => c,
                _ => return None,
            });
        }
        (characters.len() == CHARACTERS).then_some(Self { characters })
    }

    /// The code as shown: `xxxxx-xxxxx`.
    #[must_use]
    pub fn shown(&self) -> Zeroizing<String> {
        let (left, right) = self.characters.split_at_checked(CHARACTERS / 2).unwrap_or((&self.characters, ""));
        Zeroizing::new(format!("{left}-{right}"))
    }

    /// What the database keeps: SHA-256 over the owner's id and the code, so that one guess cannot be tried against
    /// everybody's codes at once.
    #[must_use]
    pub fn digest(&self, owner: Uuid) -> [u8; 32] {
        let mut hash = Sha256::new();
        hash.update(b"brokerdesk recovery code\0");
        hash.update(owner.as_bytes());
        hash.update(self.characters.as_bytes());
        hash.finalize().into()
    }
}

impl fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryCode(***)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_recognised_however_it_is_typed() {
        let owner = Uuid::from_u128(7);
        let codes = RecoveryCodes::generate().unwrap();
        assert_eq!(codes.iter().count(), 10);
        for code in codes.iter() {
            let shown = code.shown();
            assert_eq!((shown.len(), &shown[5..6]), (11, "-"));
            let sloppy = format!("  {} ", shown.to_uppercase().replace('-', " ").replace('O', "0").replace('L', "1"));
            let typed = RecoveryCode::parse(&sloppy).unwrap();
            assert_eq!(typed.digest(owner), code.digest(owner));
            assert_ne!(code.digest(owner), code.digest(Uuid::from_u128(8)));
        }
        for bad in ["", "abcde", "abcde-fghij-k", "abcde-fghi9", "äbcde-fghij", &"a".repeat(65)] {
            assert_eq!(RecoveryCode::parse(bad), None);
        }
    }
}
