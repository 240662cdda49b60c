//! The mechanisms by which people and websites prove who they are. No storage, no HTTP: every function takes what it
//! needs and gives back what to keep.
//!
//! - [`PasswordHasher`]: argon2id in a pool of threads of its own with a bounded queue; unknown people cost the same.
//! - [`PasswordRules`]: which passwords may be set, and a sentence for the person when one may not.
//! - [`TotpSecret`], [`RecoveryCodes`]: the second factor with replay memory, its QR code, and the way back.
//! - [`BearerSecret`], [`ApiKeySecret`]: random secrets with a typed prefix, kept only as SHA-256.
//! - [`ThrottlePolicy`], [`SprayBreaker`]: how long the next attempt must wait. Throttle, don't lock.
//!
//! Instants are arguments; nothing here reads a clock.

#![cfg_attr(
    test,
    allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests may stop at the first surprise")
)]

mod api_key;
mod base62;
mod bearer;
mod password_hash;
mod password_rules;
mod recovery;
mod throttle;
mod totp;

pub use api_key::{ApiKeyError, ApiKeySecret};
pub use bearer::{BearerError, BearerSecret, Prefix};
pub use password_hash::{HashError, PasswordHasher, Verdict};
pub use password_rules::{PasswordProblem, PasswordRules};
pub use recovery::{RecoveryCode, RecoveryCodes};
pub use throttle::{SprayBreaker, SprayState, ThrottlePolicy, ThrottleState, Wait};
pub use totp::{TOTP_TRIES_PER_CHALLENGE, TotpError, TotpSecret};

/// The operating system gave no randomness; nothing can be issued.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the operating system gave no randomness")]
pub struct NoRandomness;

pub(crate) fn random<const N: usize>() -> Result<[u8; N], NoRandomness> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| NoRandomness)?;
    Ok(bytes)
}
