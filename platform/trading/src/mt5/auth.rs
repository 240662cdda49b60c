//! Signing in, byte by byte.

use md5::{Digest, Md5};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use crate::Secret;

/// What stands for the password on the wire: as secret as the password.
pub(super) struct PasswordHash(Zeroizing<[u8; 16]>);

impl PasswordHash {
    /// MD5 of (MD5 of the UTF-16LE password, then `WebAPI`).
    pub(super) fn of(password: &Secret) -> Self {
        let wide: Zeroizing<Vec<u8>> =
            Zeroizing::new(password.expose().encode_utf16().flat_map(u16::to_le_bytes).collect());
        let inner = Zeroizing::new(md5(&[wide.as_slice()]));
        Self(Zeroizing::new(md5(&[inner.as_slice(), b"WebAPI"])))
    }

    /// The answer to a challenge of 16 bytes in hexadecimal, in lower-case hexadecimal. `None` when it is no such.
    pub(super) fn answer(&self, challenge: &str) -> Option<String> {
        let bytes = data_encoding::HEXLOWER_PERMISSIVE.decode(challenge.as_bytes()).ok()?;
        (bytes.len() == 16).then(|| data_encoding::HEXLOWER.encode(&md5(&[self.0.as_slice(), &bytes])))
    }

    /// Whether the server, too, knows the password.
    pub(super) fn is_proved(&self, challenge: &str, answer: &str) -> bool {
        self.answer(challenge)
            .is_some_and(|right| bool::from(right.as_bytes().ct_eq(answer.trim().to_ascii_lowercase().as_bytes())))
    }
}

/// A challenge of our own: 16 random bytes in hexadecimal.
pub(super) fn challenge() -> Result<String, getrandom::Error> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes)?;
    Ok(data_encoding::HEXLOWER.encode(&bytes))
}

fn md5(parts: &[&[u8]]) -> [u8; 16] {
    let mut hash = Md5::new();
    for part in parts {
        hash.update(part);
    }
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SERVER_CHALLENGE: &str = "73007dc7184747ce0f7c98516ef1c851";

    fn hex(hash: &PasswordHash) -> String {
        data_encoding::HEXLOWER.encode(hash.0.as_slice())
    }

    #[test]
    fn the_published_example_comes_out() {
        let wide: Vec<u8> = "Password1".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(data_encoding::HEXLOWER.encode(&md5(&[&wide])), "ec2e92ff70bf4691ae0c68e02fdc6c22");
        let hash = PasswordHash::of(&Secret::new("Password1"));
        assert_eq!(hex(&hash), "904ba8ecb16273d2f0ae9c3b8a023752");
        assert_eq!(hash.answer(SERVER_CHALLENGE).unwrap(), "77fe51827f7fa69dd80fbec9aa33f1bb");
        let ours = "4db98fec17aab4dc5a240bdc659e8395";
        assert!(hash.is_proved(ours, "1732021b1b332f51660b2b315eed3a35"));
        assert!(hash.is_proved(ours, "1732021B1B332F51660B2B315EED3A35"));
        assert!(!hash.is_proved(ours, "1732021b1b332f51660b2b315eed3a36"));
        assert!(!hash.is_proved(ours, ""));
    }

    #[test]
    fn letters_beyond_ascii_are_two_or_four_bytes() {
        let hash = PasswordHash::of(&Secret::new("Pä$$w0rd€😀"));
        assert_eq!(hex(&hash), "6dcc583e0564a8b827ef9ff554db0635");
        assert_eq!(hash.answer(SERVER_CHALLENGE).unwrap(), "7c011bf3633a7fd4564e3b2c348902d7");
    }

    #[test]
    fn a_challenge_that_is_none_gets_no_answer() {
        let hash = PasswordHash::of(&Secret::new("Password1"));
        for wrong in ["", "73007dc7", "zz007dc7184747ce0f7c98516ef1c851", "73007dc7184747ce0f7c98516ef1c85100"] {
            assert_eq!(hash.answer(wrong), None);
        }
        assert_eq!(challenge().unwrap().len(), 32);
        assert_ne!(challenge().unwrap(), challenge().unwrap());
    }
}
