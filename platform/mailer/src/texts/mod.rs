//! The words of the letters, one table for each language: a language that lacks a letter does not compile.

mod ar;
mod en;

use crate::{Moment, SecurityChange};
use chrono::{Datelike, Timelike};
use crm_model::SpokenLanguage;

/// One letter's words. `{name}` is where a value stands.
pub(crate) struct LetterText {
    pub(crate) subject: &'static str,
    /// What the mail is about; empty for a notice, which begins with what changed.
    pub(crate) lead: &'static str,
    /// What stands on the button; empty for a letter without a link.
    pub(crate) action: &'static str,
    pub(crate) closing: &'static str,
    /// A last sentence that must not be missed; empty for most.
    pub(crate) warning: &'static str,
}

/// Everything that mails say in one language.
pub(crate) struct Texts {
    pub(crate) hello: &'static str,
    pub(crate) hello_nobody: &'static str,
    /// Before the broker's support address.
    pub(crate) questions: &'static str,
    pub(crate) questions_nobody: &'static str,
    pub(crate) moment: &'static str,
    pub(crate) months: [&'static str; 12],
    pub(crate) minutes: fn(u32) -> String,
    pub(crate) time: &'static str,
    pub(crate) address: &'static str,
    pub(crate) invitation: LetterText,
    pub(crate) password_reset: LetterText,
    pub(crate) client_credential: LetterText,
    pub(crate) account_password: LetterText,
    pub(crate) client_email_changed: LetterText,
    pub(crate) security_notice: LetterText,
    pub(crate) change: fn(SecurityChange) -> &'static str,
}

impl Texts {
    pub(crate) const fn of(language: SpokenLanguage) -> &'static Self {
        match language {
            SpokenLanguage::English => &en::TEXTS,
            SpokenLanguage::Arabic => &ar::TEXTS,
        }
    }

    /// An instant as the reader's clock showed it, with Latin digits as everywhere (docs/LANGUAGES.md).
    pub(crate) fn moment(&self, at: &Moment) -> String {
        let month = usize::try_from(at.local.month0()).ok().and_then(|month| self.months.get(month)).unwrap_or(&"");
        self.moment
            .replace("{day}", &at.local.day().to_string())
            .replace("{month}", month)
            .replace("{year}", &at.local.year().to_string())
            .replace("{time}", &format!("{:02}:{:02}", at.local.hour(), at.local.minute()))
            .replace("{zone}", &at.zone)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn places(text: &str) -> BTreeSet<&str> {
        text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
    }

    fn letters(texts: &Texts) -> [(&'static str, &LetterText); 6] {
        [
            ("invitation", &texts.invitation),
            ("password_reset", &texts.password_reset),
            ("client_credential", &texts.client_credential),
            ("account_password", &texts.account_password),
            ("client_email_changed", &texts.client_email_changed),
            ("security_notice", &texts.security_notice),
        ]
    }

    const fn parts(letter: &LetterText) -> [(&'static str, &'static str); 5] {
        [
            ("subject", letter.subject),
            ("lead", letter.lead),
            ("action", letter.action),
            ("closing", letter.closing),
            ("warning", letter.warning),
        ]
    }

    /// What English says every language says, about the same values.
    #[test]
    fn every_letter_exists_in_every_language_with_the_same_places() {
        let english = Texts::of(SpokenLanguage::English);
        for language in SpokenLanguage::ALL {
            let texts = Texts::of(*language);
            let frame =
                |t: &Texts| [t.hello, t.hello_nobody, t.questions, t.questions_nobody, t.moment, t.time, t.address];
            for (own, source) in frame(texts).into_iter().zip(frame(english)) {
                assert!(!own.is_empty(), "{language} lacks {source}");
                assert_eq!(places(own), places(source), "{language}: {own}");
            }
            for ((name, own), (_, source)) in letters(texts).into_iter().zip(letters(english)) {
                for ((part, own), (_, source)) in parts(own).into_iter().zip(parts(source)) {
                    assert_eq!(own.is_empty(), source.is_empty(), "{language} {name} {part}");
                    assert_eq!(places(own), places(source), "{language} {name} {part}");
                }
            }
            let sentences: BTreeSet<&str> = SecurityChange::ALL.into_iter().map(texts.change).collect();
            assert_eq!(sentences.len(), SecurityChange::ALL.len(), "{language}: each change has a sentence of its own");
            assert_eq!(texts.months.iter().collect::<BTreeSet<_>>().len(), 12);
        }
    }

    #[test]
    fn a_language_is_not_another_ones_words() {
        let (english, arabic) = (Texts::of(SpokenLanguage::English), Texts::of(SpokenLanguage::Arabic));
        for ((name, own), (_, source)) in letters(arabic).into_iter().zip(letters(english)) {
            for ((part, own), (_, source)) in parts(own).into_iter().zip(parts(source)) {
                assert!(own != source || source.is_empty(), "{name} {part} is English");
            }
        }
    }

    #[test]
    fn minutes_are_counted_as_the_language_counts() {
        let (en, ar) = (Texts::of(SpokenLanguage::English).minutes, Texts::of(SpokenLanguage::Arabic).minutes);
        assert_eq!([en(1), en(30)], ["1 minute", "30 minutes"]);
        assert_eq!(
            [ar(1), ar(2), ar(5), ar(30), ar(103)],
            ["دقيقة واحدة", "دقيقتين", "5 دقائق", "30 دقيقة", "103 دقائق"]
        );
    }
}
