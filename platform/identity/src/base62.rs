//! Digits, capitals, small letters: no character needs escaping anywhere, a double click takes the whole word.

const ALPHABET: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// A big-endian number in base 62, padded to `width` characters (43 hold 32 bytes, 6 hold a CRC-32).
pub(crate) fn encode(bytes: &[u8], width: usize) -> String {
    let mut number = bytes.to_vec();
    let mut digits = Vec::with_capacity(width);
    for _ in 0..width {
        let mut remainder = 0_u16;
        for byte in &mut number {
            let value = (remainder << 8) | u16::from(*byte);
            // value < 62 * 256, so the quotient fits a byte
            *byte = u8::try_from(value / 62).unwrap_or(u8::MAX);
            remainder = value % 62;
        }
        digits.push(char::from(ALPHABET.get(usize::from(remainder)).copied().unwrap_or(b'0')));
    }
    zeroize::Zeroize::zeroize(&mut number);
    digits.iter().rev().collect()
}

pub(crate) fn is_base62(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}
