use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;

/// What an authenticator app shows at an instant (RFC 6238: SHA-1, six digits, 30 seconds), worked out independently of
/// the code under test.
pub fn totp_code(secret: &[u8], at: DateTime<Utc>) -> String {
    let step = u64::try_from(at.timestamp() / 30).expect("an instant after 1970");
    let mut mac = Hmac::<Sha1>::new_from_slice(secret).expect("a key of any length");
    mac.update(&step.to_be_bytes());
    let hash = mac.finalize().into_bytes();
    let at = usize::from(hash[19] & 15);
    let number = u32::from_be_bytes([hash[at], hash[at + 1], hash[at + 2], hash[at + 3]]) & 0x7fff_ffff;
    format!("{:06}", number % 1_000_000)
}
