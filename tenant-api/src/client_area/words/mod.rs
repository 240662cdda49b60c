//! The words of the client host's pages, one table for each language. All of them are in the page: the link says which one is
//! shown, in its fragment, where no server reads it.

mod ar;
mod en;

use crm_model::SpokenLanguage;
use serde_json::{Map, Value};

/// Words by the names that pages and scripts know them by.
pub(super) type Table = &'static [(&'static str, &'static str)];

/// What the pages say in one language.
pub(super) struct Words {
    /// The language's own name.
    pub(super) name: &'static str,
    pub(super) common: Table,
    pub(super) set_password: Table,
    pub(super) account_password: Table,
    /// The server's sentences; those that it lacks are told as "something went wrong". English needs none.
    pub(super) said: Table,
}

impl Words {
    pub(super) const fn of(language: SpokenLanguage) -> &'static Self {
        match language {
            SpokenLanguage::English => &en::WORDS,
            SpokenLanguage::Arabic => &ar::WORDS,
        }
    }

    /// What is common to the pages and what one of them says besides.
    pub(super) fn with(&self, page: fn(&Self) -> Table) -> impl Iterator<Item = (&'static str, &'static str)> {
        self.common.iter().chain(page(self)).copied()
    }
}

/// The words of a page in every language, for its script.
pub(super) fn for_script(page: fn(&Words) -> Table) -> Value {
    let text = |(name, words): (&'static str, &'static str)| (name.to_owned(), Value::from(words));
    let languages = SpokenLanguage::ALL.iter().map(|language| {
        let words = Words::of(*language);
        let mut all: Map<String, Value> = words.with(page).map(text).collect();
        all.insert("language".to_owned(), language.as_str().into());
        all.insert("direction".to_owned(), language.direction().into());
        all.insert("said".to_owned(), words.said.iter().copied().map(text).collect::<Map<_, _>>().into());
        (language.to_string(), Value::Object(all))
    });
    Value::Object(languages.collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::{BTreeMap, BTreeSet};

    fn places(text: &str) -> BTreeSet<&str> {
        text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
    }

    #[test]
    fn every_language_has_every_word_with_the_same_places() {
        let english = Words::of(SpokenLanguage::English);
        let tables = |words: &Words| [words.common, words.set_password, words.account_password];
        for language in SpokenLanguage::ALL {
            let words = Words::of(*language);
            for (own, source) in tables(words).into_iter().zip(tables(english)) {
                let own: BTreeMap<_, _> = own.iter().copied().collect();
                assert_eq!(own.keys().copied().collect::<Vec<_>>(), names(source), "{language}");
                for (name, text) in source {
                    assert!(!own[name].is_empty());
                    assert_eq!(places(own[name]), places(text), "{language} {name}");
                }
            }
        }
    }

    fn names(table: Table) -> Vec<&'static str> {
        table.iter().map(|(name, _)| *name).collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// What is wrong with a password is said by a sentence, as to staff.
    #[test]
    fn what_is_wrong_with_a_password_is_said_in_every_language() {
        use crm_identity::PasswordProblem as Problem;
        let all = [
            Problem::TooShort,
            Problem::TooLong,
            Problem::Nul,
            Problem::Common,
            Problem::ContextWord,
            Problem::Guessable,
        ];
        for language in SpokenLanguage::ALL.iter().filter(|language| **language != SpokenLanguage::English) {
            let said = Words::of(*language).said;
            for problem in all {
                let sentence = problem.to_string();
                assert!(said.iter().any(|(english, _)| *english == sentence), "{language} lacks: {sentence}");
            }
        }
    }
}
