//! Fields that a broker adds to its clients, and the layout of the profile.

use crate::{CustomChoiceId, Pii, Problem, Problems};
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

text_enum! {
    /// What a custom field holds. A field keeps its kind for life.
    CustomFieldKind {
        /// Words; sealed at rest.
        Text = "text",
        /// A number of at most six decimals.
        Number = "number",
        /// A day.
        Date = "date",
        /// One of the field's choices.
        Choice = "choice",
        /// Yes or no.
        Flag = "flag",
    }
}

/// Most fields of a broker that are not archived.
pub const CUSTOM_FIELDS_MAX: usize = 50;
/// Most choices of one field.
pub const CUSTOM_CHOICES_MAX: usize = 100;
/// Most characters of a text.
const TEXT_MAX: usize = 500;

/// Numbers are kept in millionths, so that they are compared without rounding.
const DECIMALS: u32 = 6;
const ONE: i64 = 1_000_000;
/// Below this many whole units.
const UNITS_MAX: i64 = 1_000_000_000_000;

/// A number of at most six decimals and twelve digits before the point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Millionths(i64);

impl Millionths {
    /// From what is kept.
    #[must_use]
    pub const fn of(kept: i64) -> Self {
        Self(kept)
    }

    /// What is kept.
    #[must_use]
    pub const fn get(self) -> i64 {
        self.0
    }

    /// Reads `-12.5`; `None` for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (sign, digits) = match text.strip_prefix('-') {
            Some(rest) => (-1, rest),
            None => (1, text),
        };
        let (units, decimals) = digits.split_once('.').unwrap_or((digits, ""));
        let only_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        if units.is_empty() || units.len() > 12 || !only_digits(units) || !only_digits(decimals) {
            return None;
        }
        if decimals.len() > usize::try_from(DECIMALS).ok()? || digits.ends_with('.') {
            return None;
        }
        let units: i64 = units.parse().ok().filter(|units| *units < UNITS_MAX)?;
        let part: i64 = format!("{decimals:0<6}").parse().ok()?;
        Some(Self(sign * (units * ONE + part)))
    }
}

impl std::fmt::Display for Millionths {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (units, part) = (self.0.unsigned_abs() / ONE.unsigned_abs(), self.0.unsigned_abs() % ONE.unsigned_abs());
        if part == 0 {
            return write!(f, "{sign}{units}");
        }
        let decimals = format!("{part:06}");
        write!(f, "{sign}{units}.{}", decimals.trim_end_matches('0'))
    }
}

/// A value of a custom field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CustomValue {
    /// Words.
    Text(Pii<String>),
    /// A number.
    Number(Millionths),
    /// A day.
    Date(NaiveDate),
    /// A choice.
    Choice(CustomChoiceId),
    /// Yes or no.
    Flag(bool),
}

impl CustomValue {
    /// Reads what was typed for a field of this kind; `None` for nothing. A choice is named by its id.
    ///
    /// # Errors
    /// `too_long`, `invalid_number`, `invalid_date`, `unknown_id` or `invalid_flag`, at no place yet.
    pub fn parse(kind: CustomFieldKind, typed: &str) -> Result<Option<Self>, Problem> {
        let text = typed.trim();
        if text.is_empty() {
            return Ok(None);
        }
        let value = match kind {
            CustomFieldKind::Text => {
                let mut problems = Problems::new();
                let Some(clean) = problems.text("value", Some(text), TEXT_MAX) else {
                    let found = problems.done().err().into_iter().flatten().next();
                    return found.map_or(Ok(None), |problem| Err(Problem { path: Vec::new(), ..problem }));
                };
                Self::Text(Pii::new(clean))
            }
            CustomFieldKind::Number => Self::Number(Millionths::parse(text).ok_or_else(|| {
                Problem::whole(
                    "invalid_number",
                    "Write a number such as 12.5, with at most 12 digits before the point and 6 after it.",
                )
            })?),
            CustomFieldKind::Date => Self::Date(
                NaiveDate::parse_from_str(text, "%Y-%m-%d")
                    .ok()
                    .filter(|date| (1900..=2200).contains(&date.year()))
                    .ok_or_else(|| {
                        Problem::whole("invalid_date", "Write a date such as 2026-11-29, from 1900 to 2200.")
                    })?,
            ),
            CustomFieldKind::Choice => Self::Choice(
                CustomChoiceId::parse(text)
                    .ok_or_else(|| Problem::whole("unknown_id", "Choose one of the field's choices."))?,
            ),
            CustomFieldKind::Flag => Self::Flag(match text {
                "true" => true,
                "false" => false,
                _ => return Err(Problem::whole("invalid_flag", "Say true or false.")),
            }),
        };
        Ok(Some(value))
    }
}

/// Whether a text can be the key of a field: a letter, then letters, digits and underscores; 40 at most.
#[must_use]
pub fn is_custom_key(key: &str) -> bool {
    let mut bytes = key.bytes();
    bytes.next().is_some_and(|b| b.is_ascii_lowercase())
        && key.len() <= 40
        && bytes.all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

/// The fields of every client that a layout can place, as the profile names them.
pub const PLACED_FIELDS: [&str; 16] = [
    "email",
    "phone",
    "firstName",
    "middleName",
    "lastName",
    "companyName",
    "dateOfBirth",
    "address",
    "country",
    "nationality",
    "language",
    "source",
    "campaign",
    "utm",
    "referrerCode",
    "marketingConsent",
];

/// A part of the profile with a title, and its fields from the first to the last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LayoutSection {
    /// The title.
    pub title: String,
    /// Names of [`PLACED_FIELDS`], or ids of custom fields.
    pub fields: Vec<String>,
}

/// Where the profile shows what. What it does not name stands below, so that nothing is lost.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProfileLayout {
    /// From the first to the last.
    pub sections: Vec<LayoutSection>,
}

const SECTIONS_MAX: usize = 12;

impl ProfileLayout {
    /// The layout as it is kept: titles trimmed.
    ///
    /// # Errors
    /// `too_many`, `required`, `too_long`, `taken`, `unknown_field` or `twice` at `sections`; `custom` says which ids there are.
    pub fn checked(self, custom: impl Fn(&str) -> bool) -> Result<Self, Problem> {
        let wrong = |code, text: &str| Err(Problem::at("sections", code, text));
        if self.sections.len() > SECTIONS_MAX {
            return wrong("too_many", "Use at most 12 sections.");
        }
        let sections: Vec<LayoutSection> = self
            .sections
            .into_iter()
            .map(|section| LayoutSection { title: section.title.trim().to_owned(), fields: section.fields })
            .collect();
        let titles: Vec<&str> = sections.iter().map(|section| section.title.as_str()).collect();
        if titles.iter().any(|title| title.is_empty()) {
            return wrong("required", "Give each section a title.");
        }
        if titles.iter().any(|title| title.chars().count() > 60 || title.chars().any(char::is_control)) {
            return wrong("too_long", "Use at most 60 characters for a title.");
        }
        if titles.iter().enumerate().any(|(at, title)| titles.iter().take(at).any(|before| before == title)) {
            return wrong("taken", "Two sections have the same title.");
        }
        let fields: Vec<&str> = sections.iter().flat_map(|s| &s.fields).map(String::as_str).collect();
        if !fields.iter().all(|field| PLACED_FIELDS.contains(field) || custom(field)) {
            return wrong("unknown_field", "A section names a field that does not exist. Load the page again.");
        }
        if fields.iter().enumerate().any(|(at, field)| fields.iter().take(at).any(|before| before == field)) {
            return wrong("twice", "A field stands in two places.");
        }
        Ok(Self { sections })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_kept_without_rounding() {
        for (typed, said) in [("12.50", "12.5"), ("-0.000001", "-0.000001"), ("007", "7"), ("-3", "-3"), ("0.0", "0")] {
            assert_eq!(Millionths::parse(typed).unwrap().to_string(), said);
        }
        for typed in ["", "-", ".5", "5.", "1e3", "1,5", "0.0000001", "1000000000000", "1234567890123", "12 3"] {
            assert_eq!(Millionths::parse(typed), None, "{typed}");
        }
        assert_eq!(Millionths::parse("999999999999.999999").unwrap().to_string(), "999999999999.999999");
    }

    #[test]
    fn each_kind_reads_its_own_and_says_how_to_write_it() {
        let code = |kind, typed: &str| CustomValue::parse(kind, typed).map(|v| v.is_some()).map_err(|p| p.code);
        assert_eq!(code(CustomFieldKind::Text, " gold "), Ok(true));
        assert_eq!(code(CustomFieldKind::Text, "  "), Ok(false));
        assert_eq!(code(CustomFieldKind::Text, &"x".repeat(501)), Err("too_long"));
        assert_eq!(code(CustomFieldKind::Text, "o•••"), Err("masked_value"));
        assert_eq!(code(CustomFieldKind::Number, "12.5"), Ok(true));
        assert_eq!(code(CustomFieldKind::Number, "twelve"), Err("invalid_number"));
        assert_eq!(code(CustomFieldKind::Date, "2026-02-28"), Ok(true));
        assert_eq!(code(CustomFieldKind::Date, "2026-02-30"), Err("invalid_date"));
        assert_eq!(code(CustomFieldKind::Date, "0026-02-28"), Err("invalid_date"));
        assert_eq!(code(CustomFieldKind::Choice, "Gold"), Err("unknown_id"));
        assert_eq!(code(CustomFieldKind::Flag, "true"), Ok(true));
        assert_eq!(code(CustomFieldKind::Flag, "maybe"), Err("invalid_flag"));
    }

    #[test]
    fn a_key_is_a_word_that_every_language_writes() {
        assert!(is_custom_key("lead_score2"));
        for key in ["", "Lead", "2nd", "lead score", "_lead", "l\u{e9}ad"] {
            assert!(!is_custom_key(key), "{key}");
        }
        assert!(!is_custom_key(&"x".repeat(41)));
    }

    #[test]
    fn a_layout_names_each_field_once_and_none_that_is_not_there() {
        let section = |title: &str, fields: &[&str]| LayoutSection {
            title: title.to_owned(),
            fields: fields.iter().map(|f| (*f).to_owned()).collect(),
        };
        let code = |sections: Vec<LayoutSection>| {
            ProfileLayout { sections }.checked(|id| id == "fld_1").map(|_| ()).map_err(|p| p.code)
        };
        assert_eq!(code(vec![section(" Contact ", &["email", "fld_1"]), section("Person", &["lastName"])]), Ok(()));
        assert_eq!(code(vec![section("A", &["fld_2"])]), Err("unknown_field"));
        assert_eq!(code(vec![section("A", &["utm"]), section("B", &["utm"])]), Err("twice"));
        assert_eq!(code(vec![section("A", &[]), section("A ", &[])]), Err("taken"));
        assert_eq!(code(vec![section(" ", &[])]), Err("required"));
        assert_eq!(code(vec![section("A", &[]); 13]), Err("too_many"));
    }
}
