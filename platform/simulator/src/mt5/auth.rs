//! The challenge and response of a session (PROTOCOL §3.1).

use md5::{Digest, Md5};

/// Bytes of a challenge.
pub(super) const CHALLENGE: usize = 16;

/// What the server keeps in place of the password: `MD5(MD5(UTF-16LE(password)) ‖ "WebAPI")`.
pub(super) fn password_hash(password: &str) -> [u8; 16] {
    let wide: Vec<u8> = password.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let inner = Md5::digest(&wide);
    let mut outer = Md5::new();
    outer.update(inner);
    outer.update(b"WebAPI");
    outer.finalize().into()
}

/// The answer to a challenge: `MD5(hash ‖ challenge)`.
pub(super) fn response(hash: &[u8; 16], challenge: &[u8]) -> [u8; 16] {
    let mut md5 = Md5::new();
    md5.update(hash);
    md5.update(challenge);
    md5.finalize().into()
}

#[cfg(test)]
mod tests {
    use data_encoding::HEXLOWER;

    use super::*;

    #[test]
    fn the_published_vectors_come_out() {
        // vectors.json, auth
        let challenge = HEXLOWER.decode(b"73007dc7184747ce0f7c98516ef1c851").unwrap();
        let hash = password_hash("Password1");
        assert_eq!(HEXLOWER.encode(&hash), "904ba8ecb16273d2f0ae9c3b8a023752");
        assert_eq!(HEXLOWER.encode(&response(&hash, &challenge)), "77fe51827f7fa69dd80fbec9aa33f1bb");
        let client = HEXLOWER.decode(b"4db98fec17aab4dc5a240bdc659e8395").unwrap();
        assert_eq!(HEXLOWER.encode(&response(&hash, &client)), "1732021b1b332f51660b2b315eed3a35");

        let hash = password_hash("Pä$$w0rd€😀");
        assert_eq!(HEXLOWER.encode(&hash), "6dcc583e0564a8b827ef9ff554db0635");
        assert_eq!(HEXLOWER.encode(&response(&hash, &challenge)), "7c011bf3633a7fd4564e3b2c348902d7");
    }
}
