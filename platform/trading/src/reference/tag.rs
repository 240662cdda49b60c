use std::fmt;

use data_encoding::BASE32_NOPAD;
use tokio::time::Instant;

/// Longest comment that a server keeps, in characters.
const COMMENT_MAX: usize = 31;
const MARK: &str = "D:";
const CODE_LEN: usize = 16;

/// Names one change for ever: its tag stands in the comment on the server, and it is the key of the MT4 gateway's
/// idempotency. 80 bits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reference([u8; 10]);

impl Reference {
    /// A new one.
    ///
    /// # Errors
    /// The machine gives no random bytes.
    pub fn generate() -> Result<Self, getrandom::Error> {
        let mut bytes = [0; 10];
        getrandom::fill(&mut bytes)?;
        Ok(Self(bytes))
    }

    /// From stored bytes.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 10]) -> Self {
        Self(bytes)
    }

    /// The bytes to store.
    #[must_use]
    pub const fn to_bytes(self) -> [u8; 10] {
        self.0
    }

    /// The tag of a comment, if it holds one: `D:` and 16 characters of base32, anywhere.
    #[must_use]
    pub fn find_in(comment: &str) -> Option<Self> {
        comment.match_indices(MARK).find_map(|(at, _)| {
            let code = comment.get(at + MARK.len()..at + MARK.len() + CODE_LEN)?;
            let bytes = BASE32_NOPAD.decode(code.as_bytes()).ok()?;
            bytes.try_into().ok().map(Self)
        })
    }

    /// A comment of at most 31 characters: what `before` says, the tag, and as much of the note as fits.
    #[must_use]
    pub fn comment(self, before: &str, note: &str) -> String {
        let clean = note.chars().filter(|c| !c.is_control() && !matches!(c, '|' | '=' | '\\'));
        let text: String = format!("{before}{self} ").chars().chain(clean).take(COMMENT_MAX).collect();
        text.trim_end().to_owned()
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{MARK}{}", BASE32_NOPAD.encode(&self.0))
    }
}

impl fmt::Debug for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The right to make one change.
#[derive(Clone, Copy, Debug)]
pub struct Intent {
    /// Its name.
    pub reference: Reference,
    /// After this instant the first byte is not written any more and the call ends as `Busy`: the sender's lease.
    pub send_before: Option<Instant>,
}

impl Intent {
    /// One that has all the time in the world.
    #[must_use]
    pub const fn of(reference: Reference) -> Self {
        Self { reference, send_before: None }
    }

    /// One that must begin before an instant.
    #[must_use]
    pub const fn until(reference: Reference, send_before: Instant) -> Self {
        Self { reference, send_before: Some(send_before) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_tag_is_found_again_whatever_stands_around_it(bytes: [u8; 10], note in ".{0,60}") {
            let reference = Reference::from_bytes(bytes);
            for before in ["", "CHG "] {
                let comment = reference.comment(before, &note);
                prop_assert!(comment.chars().count() <= COMMENT_MAX);
                prop_assert_eq!(Reference::find_in(&comment), Some(reference));
            }
        }

        #[test]
        fn no_text_stops_the_search(text in ".{0,80}") {
            let _ = Reference::find_in(&text);
        }
    }

    #[test]
    fn a_cut_or_foreign_tag_is_none() {
        let tag = Reference::from_bytes([7; 10]).to_string();
        assert_eq!(tag.len(), 18);
        assert_eq!(Reference::find_in(&tag[..17]), None);
        assert_eq!(Reference::find_in("D:"), None);
        assert_eq!(Reference::find_in("D:aaaaaaaaaaaaaaaa"), None);
        assert_eq!(Reference::find_in(&format!("D:D:x {tag}")), Some(Reference::from_bytes([7; 10])));
    }
}
