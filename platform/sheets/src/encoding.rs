//! From bytes in whatever encoding to UTF-8, piece by piece.

use crate::Refusal;
use crate::input::Input;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{CoderResult, Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE};
use std::io::{self, Read};

/// Finds the encoding: as it is asked for, by the mark at the beginning, or by how the sample looks.
pub(crate) fn find(asked: Option<&str>, sample: &[u8], whole: bool) -> Result<&'static Encoding, Refusal> {
    if let Some(label) = asked {
        return Encoding::for_label(label.as_bytes())
            .ok_or_else(|| Refusal::new("unknown_encoding", "Choose one of the encodings that are offered."));
    }
    if let Some((encoding, _)) = Encoding::for_bom(sample) {
        return Ok(encoding);
    }
    if let Some(encoding) = without_mark(sample) {
        return Ok(encoding);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, whole);
    Ok(detector.guess(None, Utf8Detection::Allow))
}

/// UTF-16 without a mark shows by its zeros: Latin text has one in every second place.
fn without_mark(sample: &[u8]) -> Option<&'static Encoding> {
    let zeros = |odd: usize| sample.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd, pairs) = (zeros(0), zeros(1), sample.len() / 2);
    if pairs < 4 {
        return None;
    }
    match (even * 10 > pairs * 4, odd * 10 > pairs * 4) {
        (false, true) => Some(UTF_16LE),
        (true, false) => Some(UTF_16BE),
        _ => None,
    }
}

/// Text out of bytes.
pub(crate) struct Decoded<R> {
    input: Input<R>,
    decoder: Decoder,
    bytes: Vec<u8>,
    ended: bool,
}

impl<R: Read> Decoded<R> {
    pub(crate) fn new(input: Input<R>, encoding: &'static Encoding) -> Self {
        let decoder = if encoding == UTF_8 { encoding.new_decoder_with_bom_removal() } else { encoding.new_decoder() };
        Self { input, decoder, bytes: vec![0; 64 * 1024], ended: false }
    }

    /// Replaces `text` by the next piece; false at the end. What is no character of the encoding becomes U+FFFD.
    pub(crate) fn next(&mut self, text: &mut Vec<u8>) -> io::Result<bool> {
        text.clear();
        if self.ended {
            return Ok(false);
        }
        let read = self.input.read(&mut self.bytes)?;
        self.ended = read == 0;
        let mut source = self.bytes.get(..read).unwrap_or_default();
        let mut piece = vec![0; 64 * 1024];
        loop {
            let (result, used, written, _) = self.decoder.decode_to_utf8(source, &mut piece, self.ended);
            text.extend_from_slice(piece.get(..written).unwrap_or_default());
            source = source.get(used..).unwrap_or_default();
            if result == CoderResult::InputEmpty {
                return Ok(true);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(bytes: &[u8]) -> &'static str {
        find(None, bytes, true).unwrap().name()
    }

    #[test]
    fn encodings_are_told_apart() {
        assert_eq!(name("name,city\nJosé,Málaga\n".as_bytes()), "UTF-8");
        assert_eq!(name(b"name,city\nJos\xe9,M\xe1laga\nMar\xeda,Le\xf3n\n"), "windows-1252");
        let utf16: Vec<u8> = "name,city\nOlga,Madrid\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(name(&utf16), "UTF-16LE");
        let (cyrillic, ..) = encoding_rs::WINDOWS_1251.encode("Имя,Город\nОльга Новак,Москва\nИван Петров,Казань\n");
        assert_eq!(name(&cyrillic), "windows-1251");
        assert_eq!(find(Some("koi8-r"), b"", true).unwrap().name(), "KOI8-R");
        assert_eq!(find(Some("martian"), b"", true).unwrap_err().code, "unknown_encoding");
    }
}
