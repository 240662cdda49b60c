use std::fmt;

use zeroize::Zeroizing;

/// A password or key: it prints `***` and is wiped when dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Zeroizing<String>);

const LOWER: &[u8] = b"abcdefghjkmnpqrstuvwxyz";
const UPPER: &[u8] = b"ABCDEFGHJKLMNPQRSTUVWXYZ";
const DIGITS: &[u8] = b"23456789";
const MARKS: &[u8] = b"!$%*+-.@_";
const LENGTH: usize = 14;

impl Secret {
    /// Marks a text as secret.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(Zeroizing::new(text.into()))
    }

    /// The text, for the one place that sends it.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// A password that every build of a trading server accepts: 14 characters of four classes, none that looks like
    /// another.
    ///
    /// # Errors
    /// The machine gives no random bytes.
    pub fn generate_password() -> Result<Self, getrandom::Error> {
        let all = [LOWER, UPPER, DIGITS, MARKS].concat();
        let mut text = Zeroizing::new(String::with_capacity(LENGTH));
        for class in [LOWER, UPPER, DIGITS, MARKS] {
            text.push(pick(class)?);
        }
        while text.len() < LENGTH {
            text.push(pick(&all)?);
        }
        let mut left: Zeroizing<Vec<char>> = Zeroizing::new(text.chars().collect());
        let mut mixed = Zeroizing::new(String::with_capacity(LENGTH));
        while !left.is_empty() {
            let at = below(left.len())?;
            mixed.push(left.swap_remove(at));
        }
        Ok(Self(mixed))
    }
}

fn pick(class: &[u8]) -> Result<char, getrandom::Error> {
    Ok(class.get(below(class.len())?).copied().map_or('x', char::from))
}

/// An even choice of 0 … n−1, for n up to 256: a byte that would favour some is thrown away.
fn below(n: usize) -> Result<usize, getrandom::Error> {
    let fair = 256 - 256 % n;
    loop {
        let mut byte = [0_u8];
        getrandom::fill(&mut byte)?;
        let drawn = usize::from(byte[0]);
        if drawn < fair {
            return Ok(drawn % n);
        }
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_has_four_classes_and_no_two_are_alike() {
        let mut seen = std::collections::HashSet::new();
        for _ in 0..500 {
            let secret = Secret::generate_password().unwrap();
            let text = secret.expose().to_owned();
            assert_eq!(text.len(), LENGTH);
            for class in [LOWER, UPPER, DIGITS, MARKS] {
                assert!(text.bytes().any(|byte| class.contains(&byte)), "{text}");
            }
            assert!(seen.insert(text));
            assert_eq!(format!("{secret:?}"), "***");
        }
    }
}
