use std::fmt;

use sha2::{Digest, Sha256};
use thiserror::Error;
use zeroize::{ZeroizeOnDrop, Zeroizing};

use crate::{NoRandomness, base62, random};

/// What a bearer secret is for. A secret of one purpose never parses as another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Prefix {
    /// A signed-in session of a staff member (cookie).
    Session,
    /// A session whose password was right and whose second factor is still missing (cookie).
    HalfSession,
    /// The link by which an invited staff member joins.
    Invite,
    /// The link by which a staff member sets a new password.
    PasswordReset,
    /// The link by which a client sets the credential of the client area.
    ClientCredential,
    /// The link by which a client takes a new password of a trading account.
    AccountPassword,
    /// What takes a change back within seconds.
    Undo,
}

impl Prefix {
    /// Every purpose.
    pub const ALL: [Self; 7] = [
        Self::Session,
        Self::HalfSession,
        Self::Invite,
        Self::PasswordReset,
        Self::ClientCredential,
        Self::AccountPassword,
        Self::Undo,
    ];

    /// The characters the secret starts with; secret scanners recognise leaks by them.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::Session => "bds_",
            Self::HalfSession => "bdh_",
            Self::Invite => "bdi_",
            Self::PasswordReset => "bdr_",
            Self::ClientCredential => "bdc_",
            Self::AccountPassword => "bda_",
            Self::Undo => "bdu_",
        }
    }
}

/// Why a text is no bearer secret of the wanted purpose. Says nothing about the text itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("not a well-formed secret of this purpose")]
pub struct BearerError;

/// 32 random bytes in base 62 behind a typed prefix. The database keeps [`BearerSecret::digest`] only. Wiped when
/// dropped, silent in Debug.
#[derive(Clone, PartialEq, Eq, ZeroizeOnDrop)]
pub struct BearerSecret {
    text: String,
}

pub(crate) const BODY: usize = 43;

impl BearerSecret {
    /// Makes a new secret.
    ///
    /// # Errors
    /// [`NoRandomness`].
    pub fn generate(prefix: Prefix) -> Result<Self, NoRandomness> {
        let bytes = Zeroizing::new(random::<32>()?);
        let body = Zeroizing::new(base62::encode(bytes.as_slice(), BODY));
        Ok(Self { text: [prefix.text(), body.as_str()].concat() })
    }

    /// Reads a secret of one purpose from a cookie, header or link; the shape is checked before any look-up.
    ///
    /// # Errors
    /// [`BearerError`] for another purpose, length or alphabet.
    pub fn parse(prefix: Prefix, text: &str) -> Result<Self, BearerError> {
        let body = text.strip_prefix(prefix.text()).ok_or(BearerError)?;
        if body.len() != BODY || !base62::is_base62(body) {
            return Err(BearerError);
        }
        Ok(Self { text: text.to_owned() })
    }

    /// SHA-256 over the whole text: what the database keeps and is searched by.
    #[must_use]
    pub fn digest(&self) -> [u8; 32] {
        Sha256::digest(self.text.as_bytes()).into()
    }

    /// The text, for the one cookie, link or screen it is meant for.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.text
    }
}

impl fmt::Debug for BearerSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BearerSecret(***)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    /// SESS-04, API-01: what is stored is a digest, and secrets do not repeat.
    #[test]
    fn sess_04_a_secret_parses_for_its_purpose_only_and_is_stored_as_digest() {
        let mut seen = HashSet::new();
        for prefix in Prefix::ALL {
            let secret = BearerSecret::generate(prefix).unwrap();
            assert_eq!(secret.expose().len(), 4 + 43);
            assert_eq!(BearerSecret::parse(prefix, secret.expose()).unwrap().digest(), secret.digest());
            for other in Prefix::ALL.into_iter().filter(|other| *other != prefix) {
                assert_eq!(BearerSecret::parse(other, secret.expose()), Err(BearerError));
            }
            assert!(seen.insert(secret.digest()));
            assert!(!format!("{secret:?}").contains(&secret.expose()[4..]));
        }
    }

    #[test]
    fn what_is_not_well_formed_is_refused_before_any_look_up() {
        let good = BearerSecret::generate(Prefix::Session).unwrap();
        let long = format!("{}x", good.expose());
        let spaced = format!(" {}", good.expose());
        let odd = good.expose().replacen(&good.expose()[10..11], "é", 1);
        for bad in ["", "bds_", "bds_short", &good.expose()[..46], &long, &spaced, &odd, "bds_\0"] {
            assert_eq!(BearerSecret::parse(Prefix::Session, bad), Err(BearerError));
        }
    }
}
