//! Countries by the names that people write into tables: English ones, and what some call themselves.

use crm_model::{Country, fold};
use std::collections::HashMap;
use std::sync::OnceLock;

const NAMES: &str = include_str!("countries.txt");

/// The country of a code or a name; `None` when it is neither.
pub(super) fn country(text: &str) -> Option<Country> {
    static KNOWN: OnceLock<HashMap<String, Country>> = OnceLock::new();
    let known = KNOWN.get_or_init(|| {
        let lines = NAMES.lines().filter_map(|line| line.split_once(' '));
        let named = |(code, names): (&str, &'static str)| {
            Country::parse(code).map(|country| names.split('|').map(move |name| (fold(name), country)))
        };
        lines.filter_map(named).flatten().collect()
    });
    Country::parse(text).or_else(|| known.get(&fold(text.trim())).copied())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_are_known_by_code_and_by_name() {
        for (text, code) in [
            ("es", "ES"),
            ("Spain", "ES"),
            ("ESPAÑA", "ES"),
            ("United Kingdom", "GB"),
            ("Côte d'Ivoire", "CI"),
            ("usa", "US"),
        ] {
            assert_eq!(country(text).map(Country::as_str), Some(code), "{text}");
        }
        assert_eq!(country("Atlantis"), None);
    }

    #[test]
    fn every_line_names_a_country_that_is_known_and_no_name_stands_twice() {
        let mut names = std::collections::BTreeSet::new();
        for line in NAMES.lines() {
            let (code, listed) = line.split_once(' ').unwrap();
            assert!(Country::parse(code).is_some(), "{code}");
            assert!(listed.split('|').all(|name| names.insert(fold(name))), "{line}");
        }
    }
}
