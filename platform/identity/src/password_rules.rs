use thiserror::Error;
use zeroize::Zeroizing;
use zxcvbn::{Score, zxcvbn};

/// Fewest characters of a password.
pub const MIN_CHARACTERS: usize = 8;
/// Most characters of a password; only a bound on work, far above any passphrase.
pub const MAX_CHARACTERS: usize = 1_000;

/// Why a password may not be set, as a sentence for the person who chose it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum PasswordProblem {
    /// Fewer than 8 characters.
    #[error("The password is too short. Use at least 8 characters.")]
    TooShort,
    /// More than 1,000 characters.
    #[error("The password is too long. Use at most 1,000 characters.")]
    TooLong,
    /// Contains the NUL character.
    #[error("The password contains an unprintable character (NUL). Leave it out.")]
    Nul,
    /// Among the passwords most people use.
    #[error("This is one of the most used passwords and would be tried first. Choose another.")]
    Common,
    /// Little more than the broker's name, the person's name or e-mail address.
    #[error("The password is little more than the broker's name, your name or your e-mail address. Choose another.")]
    ContextWord,
    /// Found by an attacker within some hundred million guesses.
    #[error("The password is easy to guess. Make it longer: a few unrelated words do well.")]
    Guessable,
}

impl PasswordProblem {
    /// A stable code for the portal's translations.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::TooShort => "password_too_short",
            Self::TooLong => "password_too_long",
            Self::Nul => "password_nul",
            Self::Common => "password_common",
            Self::ContextWord => "password_context_word",
            Self::Guessable => "password_guessable",
        }
    }
}

/// Decides which passwords may be set for one person. A password is taken as typed: nothing is trimmed or normalised,
/// any character but NUL is allowed.
#[derive(Clone, Default)]
pub struct PasswordRules {
    words: Vec<String>,
}

impl PasswordRules {
    /// The rules with the words an attacker would try first: the broker's name and slug, the person's name, the
    /// e-mail address. Each is split at what is no letter or digit; parts under four characters do not count.
    #[must_use]
    pub fn new<'a>(context: impl IntoIterator<Item = &'a str>) -> Self {
        let mut words: Vec<String> = context
            .into_iter()
            .flat_map(|text| text.split(|c: char| !c.is_alphanumeric()))
            .filter(|word| word.chars().count() >= 4)
            .map(str::to_lowercase)
            .collect();
        // longest first, so that a word inside another does not leave remains
        words.sort_by_key(|word| (std::cmp::Reverse(word.len()), word.clone()));
        words.dedup();
        Self { words }
    }

    /// Whether the password may be set. Up to some milliseconds of work for a long one.
    ///
    /// # Errors
    /// The first [`PasswordProblem`] found.
    pub fn check(&self, password: &str) -> Result<(), PasswordProblem> {
        let characters = password.chars().count();
        if password.contains('\0') {
            return Err(PasswordProblem::Nul);
        }
        if characters < MIN_CHARACTERS {
            return Err(PasswordProblem::TooShort);
        }
        if characters > MAX_CHARACTERS {
            return Err(PasswordProblem::TooLong);
        }
        if self.is_context(password) {
            return Err(PasswordProblem::ContextWord);
        }
        let words: Vec<&str> = self.words.iter().map(String::as_str).collect();
        let estimate = zxcvbn(password, &words);
        if estimate.score() >= Score::Three {
            return Ok(());
        }
        let is_listed = matches!(
            estimate.sequence(),
            [only] if matches!(only.pattern, zxcvbn::matching::patterns::MatchPattern::Dictionary(_))
        );
        Err(if is_listed { PasswordProblem::Common } else { PasswordProblem::Guessable })
    }

    /// Whether fewer than eight characters remain once the context's words are taken out.
    fn is_context(&self, password: &str) -> bool {
        let mut rest = Zeroizing::new(password.to_lowercase());
        let before = rest.len();
        for word in &self.words {
            if rest.contains(word.as_str()) {
                rest = Zeroizing::new(rest.replace(word.as_str(), ""));
            }
        }
        rest.len() < before && rest.chars().count() < MIN_CHARACTERS
    }
}

impl std::fmt::Debug for PasswordRules {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PasswordRules").field("words", &self.words.len()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules() -> PasswordRules {
        PasswordRules::new(["Atlas FX Markets", "atlas-fx", "Olga Novák", "olga.novak@example.com"])
    }

    #[test]
    fn auth_08_good_passwords_are_taken_as_typed() {
        let unicode = "Żółw-je-śledzia-🐢 co wtorek";
        let leading_space = " vjR4-kelp mango";
        let passphrase = "four brisk otters juggle copper lanterns under the quiet northern pier";
        assert!(passphrase.chars().count() >= 64);
        let long: String = (0..128_u32).map(|n| char::from_u32(0x21 + (n * 37 + n * n) % 90).unwrap()).collect();
        for good in [unicode, leading_space, passphrase, &long, "kVx9!pQ2zRt7"] {
            assert_eq!(rules().check(good), Ok(()), "{good}");
        }
    }

    #[test]
    fn auth_08_lengths_and_nul() {
        assert_eq!(rules().check("7chars!"), Err(PasswordProblem::TooShort));
        assert_eq!(rules().check("żółwżół"), Err(PasswordProblem::TooShort), "characters, not bytes");
        assert_eq!(rules().check("kVx9!pQ2\0zRt7"), Err(PasswordProblem::Nul));
        assert_eq!(rules().check(&"kVx9!pQ2zR".repeat(101)), Err(PasswordProblem::TooLong));
    }

    /// AUTH-08, AUTH-09: the shipped lists, plain, capitalised, reversed and with digits for letters.
    #[test]
    fn auth_09_listed_passwords_are_refused() {
        for listed in [
            "12345678",
            "123456789",
            "baseball",
            "football",
            "qwertyuiop",
            "superman",
            "1qaz2wsx",
            "trustno1",
            "starwars",
            "computer",
            "1234567890",
            "sunshine",
            "iloveyou",
            "princess",
            "11111111",
            "password1",
            "Password1",
            "P@ssw0rd",
            "drowssap",
            "jennifer",
            "michelle",
            "liverpool",
            "charlotte",
            "blink182",
        ] {
            assert!(rules().check(listed).is_err(), "{listed}");
        }
        assert_eq!(rules().check("baseball"), Err(PasswordProblem::Common));
        assert_eq!(rules().check("abcdefgh1234"), Err(PasswordProblem::Guessable));
    }

    #[test]
    fn auth_08_the_brokers_and_the_persons_names_are_refused() {
        for context in ["AtlasMarkets", "atlas2026!", "OlgaNovák", "olgaNOVAK1", "Markets#Atlas7"] {
            assert_eq!(rules().check(context), Err(PasswordProblem::ContextWord), "{context}");
        }
        assert_eq!(rules().check("atlas bears seven copper lanterns"), Ok(()), "a name inside a passphrase is no harm");
    }
}
