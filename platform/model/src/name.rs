//! Names in any script, made comparable: sort keys and word-prefix search tokens.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The longest token kept, in characters: nobody types more to find somebody.
const TOKEN_MAX: usize = 40;

/// Case folded, marks stripped, compatibility forms unified: `Ångström` and `angstrom` meet.
#[must_use]
pub fn fold(text: &str) -> String {
    text.nfkd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .map(|c| if c == 'ß' { "ss".to_owned() } else { c.to_string() })
        .collect::<String>()
        .nfc()
        .collect()
}

/// The stored sort key of a name, compared byte by byte (COLLATE "C"): Latin letters first, whatever their marks.
#[must_use]
pub fn name_key(text: &str) -> String {
    let folded = words(&fold(text)).collect::<Vec<_>>().join(" ");
    folded.chars().take(120).collect()
}

fn words(folded: &str) -> impl Iterator<Item = &str> {
    folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty())
}

fn clip(word: &str) -> String {
    word.chars().take(TOKEN_MAX).collect()
}

const APOSTROPHES: [char; 3] = ['\'', '\u{2019}', '\u{02bc}'];

/// A word in Latin letters, as one token: the sign that stands for a soft sign divides nothing.
fn latin(word: &str) -> Option<String> {
    let letters: String = any_ascii::any_ascii(word).to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect();
    (!letters.is_empty()).then(|| clip(&letters))
}

/// Every token by which a record is found: each word in its own script and transliterated to Latin letters.
#[must_use]
pub fn search_tokens<'a>(texts: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let mut tokens: Vec<String> = Vec::new();
    for text in texts {
        let folded = fold(text);
        for word in words(&folded) {
            tokens.push(clip(word));
            if !word.is_ascii() {
                tokens.extend(latin(word));
            }
        }
        // O'Brien is typed as obrien too
        let joined = folded.split_whitespace().filter(|part| part.contains(APOSTROPHES));
        tokens.extend(joined.flat_map(|part| words(&part.replace(APOSTROPHES, "")).map(clip).collect::<Vec<_>>()));
    }
    tokens.sort_unstable();
    tokens.dedup();
    tokens
}

/// One word that a person typed into the search box.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchWord(String);

impl SearchWord {
    /// The folded word.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The range of tokens that this word finds.
    #[must_use]
    pub fn range(&self) -> PrefixRange {
        word_range(&self.0)
    }
}

/// Splits what was typed into at most six folded words, longest first (the most selective leads the plan).
#[must_use]
pub fn search_words(typed: &str) -> Vec<SearchWord> {
    let folded = fold(typed);
    let mut found: Vec<SearchWord> = words(&folded).take(6).map(|w| SearchWord(clip(w))).collect();
    found.sort_by_key(|w| std::cmp::Reverse(w.0.len()));
    found.dedup();
    found
}

/// `from <= token AND token < before`, in byte order; `before` is `None` when every later token matches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrefixRange {
    /// The first token that may match.
    pub from: String,
    /// The first token that no longer matches.
    pub before: Option<String>,
}

/// The tokens that a typed word finds: those that start with it. One or two digits find themselves only: as the beginning of
/// client numbers they would match a large part of all clients, and the oldest of them.
#[must_use]
pub fn word_range(word: &str) -> PrefixRange {
    if word.len() < 3 && word.bytes().all(|b| b.is_ascii_digit()) {
        // no token holds a control character
        return PrefixRange { from: word.to_owned(), before: Some(format!("{word}\u{1}")) };
    }
    prefix_range(word)
}

/// The range of texts that start with a prefix, in UTF-8 byte order (which is code point order).
fn prefix_range(prefix: &str) -> PrefixRange {
    let mut chars: Vec<char> = prefix.chars().collect();
    while let Some(last) = chars.pop() {
        let next = u32::from(last) + 1;
        let next = if (0xD800..=0xDFFF).contains(&next) { 0xE000 } else { next };
        if let Some(next) = char::from_u32(next) {
            chars.push(next);
            return PrefixRange { from: prefix.to_owned(), before: Some(chars.into_iter().collect()) };
        }
    }
    PrefixRange { from: prefix.to_owned(), before: None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn marks_and_case_do_not_matter() {
        assert_eq!(fold("Ångström"), "angstrom");
        assert_eq!(fold("GROẞE"), "grosse");
        assert_eq!(name_key("  O'Brien-Łukasz "), "o brien łukasz");
    }

    #[test]
    fn other_scripts_are_found_as_written_and_in_latin() {
        let tokens = search_tokens(["Ольга Новак"]);
        assert!(tokens.contains(&"ольга".to_owned()));
        assert!(tokens.contains(&"olga".to_owned()), "the soft sign divides nothing: {tokens:?}");
        assert!(tokens.contains(&"novak".to_owned()));
        assert!(search_tokens(["محمد"]).iter().any(|t| t.is_ascii()));
    }

    #[test]
    fn one_or_two_digits_find_themselves_only() {
        let finds = |word: &str, token: &str| {
            let range = word_range(word);
            range.from.as_str() <= token && range.before.is_none_or(|before| token < before.as_str())
        };
        assert!(finds("15", "15") && !finds("15", "150") && !finds("15", "15a") && !finds("15", "14"));
        assert!(finds("150", "150123") && finds("ma", "mart") && finds("a", "anna"));
    }

    #[test]
    fn an_apostrophe_may_be_left_out() {
        let tokens = search_tokens(["Sean O\u{2019}Brien"]);
        for typed in ["sean", "o", "brien", "obrien"] {
            assert!(tokens.contains(&typed.to_owned()), "{typed}: {tokens:?}");
        }
    }

    proptest! {
        #[test]
        fn a_range_holds_exactly_what_starts_with_the_prefix(prefix in "\\PC{1,6}", text in "\\PC{0,12}") {
            let range = prefix_range(&prefix);
            let within = text.as_str() >= range.from.as_str() && range.before.as_ref().is_none_or(|b| text.as_str() < b.as_str());
            prop_assert_eq!(within, text.starts_with(&prefix));
        }

        #[test]
        fn every_token_is_found_by_each_of_its_own_prefixes(name in "\\PC{1,30}") {
            for token in search_tokens([name.as_str()]) {
                prop_assert!(token.chars().count() <= TOKEN_MAX);
                prop_assert!(!token.is_empty());
            }
        }
    }
}
