use std::fmt;

use chrono::{DateTime, Utc};
use data_encoding::BASE32_NOPAD;
use qrcode::render::svg;
use qrcode::{EcLevel, QrCode};
use subtle::{Choice, ConditionallySelectable, ConstantTimeEq};
use thiserror::Error;
use totp_rs::{Builder, Totp};
use zeroize::{ZeroizeOnDrop, Zeroizing};

use crate::{NoRandomness, random};

/// Wrong codes after which a sign-in challenge is dead and the password must be given again.
pub const TOTP_TRIES_PER_CHALLENGE: u32 = 5;

const STEP_SECONDS: i64 = 30;
const DIGITS: usize = 6;

/// Why a TOTP secret or its enrolment could not be made.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TotpError {
    /// The stored secret is not 20 bytes.
    #[error("a TOTP secret has 20 bytes")]
    Length,
    /// Issuer and account do not fit an enrolment link.
    #[error("the enrolment link could not be made: {0}")]
    Enrolment(String),
    /// The operating system gave no randomness.
    #[error(transparent)]
    NoRandomness(#[from] NoRandomness),
}

/// The shared secret of an authenticator app: 160 bits, SHA-1, six digits, 30 seconds (what every app supports; RFC
/// 6238). Store it sealed. Wiped when dropped, silent in Debug.
#[derive(Clone, ZeroizeOnDrop)]
pub struct TotpSecret {
    bytes: [u8; 20],
}

impl TotpSecret {
    /// Makes a new secret.
    ///
    /// # Errors
    /// [`TotpError::NoRandomness`].
    pub fn generate() -> Result<Self, TotpError> {
        Ok(Self { bytes: random()? })
    }

    /// Takes a stored secret back.
    ///
    /// # Errors
    /// [`TotpError::Length`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, TotpError> {
        bytes.try_into().map(|bytes| Self { bytes }).map_err(|_| TotpError::Length)
    }

    /// The bytes to seal and store.
    #[must_use]
    pub fn expose(&self) -> &[u8; 20] {
        &self.bytes
    }

    /// The secret in base 32 for people who type it instead of scanning.
    #[must_use]
    pub fn base32(&self) -> Zeroizing<String> {
        Zeroizing::new(BASE32_NOPAD.encode(&self.bytes))
    }

    /// The `otpauth://` link that authenticator apps understand. `issuer` is the broker's name, `account` the person's
    /// e-mail address; colons, which the format reserves, become spaces.
    ///
    /// # Errors
    /// [`TotpError::Enrolment`] for an empty account.
    pub fn otpauth_uri(&self, issuer: &str, account: &str) -> Result<Zeroizing<String>, TotpError> {
        if account.trim().is_empty() {
            return Err(TotpError::Enrolment("the account's name is empty".to_owned()));
        }
        Builder::new()
            .with_secret(self.bytes.to_vec())
            .with_issuer(Some(issuer.replace(':', " ")))
            .with_account_name(account.replace(':', " "))
            .build()
            .and_then(|totp| totp.to_url())
            .map(Zeroizing::new)
            .map_err(|error| TotpError::Enrolment(error.to_string()))
    }

    /// The enrolment link as a QR code: an SVG element without scripts, styles or XML declaration, ready to stand in
    /// a page under a strict content security policy.
    ///
    /// # Errors
    /// As [`TotpSecret::otpauth_uri`], and if the link is too long for a QR code.
    pub fn qr_svg(&self, issuer: &str, account: &str) -> Result<Zeroizing<String>, TotpError> {
        let uri = self.otpauth_uri(issuer, account)?;
        let code = QrCode::with_error_correction_level(uri.as_bytes(), EcLevel::M)
            .map_err(|error| TotpError::Enrolment(error.to_string()))?;
        let document = Zeroizing::new(code.render::<svg::Color<'_>>().min_dimensions(240, 240).build());
        let element = document.find("<svg").and_then(|at| document.get(at..)).unwrap_or_default();
        Ok(Zeroizing::new(element.to_owned()))
    }

    /// Checks a code; spaces in it do not matter. Codes of the step before and after `now` count too, for clocks that
    /// differ. Gives the step to remember: a code of that step or an earlier one is refused from then on
    /// (`last_used_step`), so no code works twice.
    #[must_use]
    pub fn verify(&self, code: &str, now: DateTime<Utc>, last_used_step: Option<i64>) -> Option<i64> {
        let code: Zeroizing<Vec<u8>> =
            Zeroizing::new(code.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect());
        if code.len() != DIGITS || !code.iter().all(u8::is_ascii_digit) {
            return None;
        }
        let totp = self.totp();
        let this_step = now.timestamp().div_euclid(STEP_SECONDS);
        let mut accepted = -1_i64;
        for step in [this_step - 1, this_step, this_step + 1] {
            let fresh = last_used_step.is_none_or(|last| step > last);
            let Ok(seconds) = u64::try_from(step.saturating_mul(STEP_SECONDS)) else {
                continue;
            };
            let expected = Zeroizing::new(totp.generate(seconds).to_string());
            let matches = expected.as_bytes().ct_eq(&code) & Choice::from(u8::from(fresh));
            accepted.conditional_assign(&step, matches);
        }
        (accepted >= 0).then_some(accepted)
    }

    fn totp(&self) -> Totp {
        Builder::new().with_secret(self.bytes.to_vec()).build_noncompliant()
    }
}

impl fmt::Debug for TotpSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TotpSecret(***)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(seconds, 0).unwrap()
    }

    /// The six low digits of RFC 6238's SHA-1 test values.
    #[test]
    fn codes_are_those_of_the_standard() {
        let secret = TotpSecret::from_bytes(b"12345678901234567890").unwrap();
        for (seconds, code) in [(59, "287082"), (1_111_111_109, "081804"), (20_000_000_000, "353130")] {
            assert_eq!(secret.verify(code, at(seconds), None), Some(seconds / 30));
        }
        assert_eq!(secret.verify("287 082", at(59), None), Some(1));
        for bad in ["", "28708", "2870822", "28708x", "٢٨٧٠٨٢"] {
            assert_eq!(secret.verify(bad, at(59), None), None);
        }
    }

    #[test]
    fn auth_11_no_code_works_twice() {
        let secret = TotpSecret::generate().unwrap();
        let code = |step: u64| secret.totp().generate(step * 30).to_string();
        let now = at(1_000 * 30 + 7);
        for step in [999, 1000, 1001] {
            assert_eq!(secret.verify(&code(step), now, None), i64::try_from(step).ok(), "within the window");
        }
        for step in [998, 1002] {
            assert_eq!(secret.verify(&code(step), now, None), None, "outside the window");
        }
        assert_eq!(secret.verify(&code(1000), now, Some(1000)), None, "the same code again");
        assert_eq!(secret.verify(&code(999), now, Some(1000)), None, "an earlier code after a later one");
        assert_eq!(secret.verify(&code(1001), now, Some(1000)), Some(1001), "the next code");
        assert_eq!(secret.verify(&code(1001), now, Some(1001)), None);
    }

    #[test]
    fn enrolment_names_the_broker_and_stays_inert() {
        let secret = TotpSecret::generate().unwrap();
        let uri = secret.otpauth_uri("Atlas: FX", "olga@example.com").unwrap();
        assert!(uri.starts_with("otpauth://totp/"), "{}", *uri);
        assert!(uri.contains(secret.base32().as_str()));
        assert!(uri.contains("issuer=Atlas"));
        let svg = secret.qr_svg("Atlas <b>FX</b>", "olga@example.com").unwrap();
        assert!(svg.starts_with("<svg") && svg.ends_with("</svg>"));
        for inert in ["style", "script", "<b>", "href"] {
            assert!(!svg.contains(inert));
        }
        assert!(secret.otpauth_uri("Atlas", " ").is_err());
        assert_eq!(format!("{secret:?}"), "TotpSecret(***)");
    }
}
