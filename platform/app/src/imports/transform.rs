//! From a cell as somebody typed it to a value.

use chrono::NaiveDate;
use crm_model::{ImportDateOrder, ImportNameOrder};

/// Runs of white space become one space, the ends go.
pub(super) fn tidy(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c == '\u{200b}' || c == '\u{feff}')
        .filter(|w| !w.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// First and last name out of a full one: what stands before a comma is the last name; else the order decides, and one word
/// is a first name.
pub(super) fn split_name(name: &str, order: ImportNameOrder) -> (Option<String>, Option<String>) {
    let some = |text: &str| Some(text.trim()).filter(|t| !t.is_empty()).map(str::to_owned);
    if let Some((last, first)) = name.split_once(',') {
        return (some(first), some(last));
    }
    let name = name.trim();
    match order {
        ImportNameOrder::FirstLast => match name.split_once(' ') {
            Some((first, last)) => (some(first), some(last)),
            None => (some(name), None),
        },
        ImportNameOrder::LastFirst => match name.split_once(' ') {
            Some((last, first)) => (some(first), some(last)),
            None => (None, some(name)),
        },
    }
}

/// Why a text is no date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DateFault {
    /// It is none.
    None,
    /// Day and month could be the other way round.
    Ambiguous,
}

/// Reads a date; times behind it are left out.
pub(super) fn date(text: &str, order: ImportDateOrder) -> Result<NaiveDate, DateFault> {
    let text = text.trim();
    let day = text.split(['T', ' ']).next().unwrap_or_default();
    let parts: Vec<&str> = day.split(['-', '/', '.']).collect();
    let [a, b, c] = parts.as_slice() else { return Err(DateFault::None) };
    let number = |part: &&str| {
        let digits = part.len() <= 4 && !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        digits.then(|| part.parse::<u32>().ok()).flatten().ok_or(DateFault::None)
    };
    let (a_is_year, (a, b, c)) = (a.len() == 4, (number(a)?, number(b)?, number(c)?));
    let made = |year: u32, month: u32, day: u32| {
        let year = i32::try_from(year).ok().filter(|year| *year >= 1000).ok_or(DateFault::None)?;
        NaiveDate::from_ymd_opt(year, month, day).ok_or(DateFault::None)
    };
    match order {
        _ if a_is_year => made(a, b, c),
        ImportDateOrder::Ymd => Err(DateFault::None),
        ImportDateOrder::Dmy => made(c, b, a),
        ImportDateOrder::Mdy => made(c, a, b),
        ImportDateOrder::Auto if a > 12 || a == b => made(c, b, a),
        ImportDateOrder::Auto if b > 12 => made(c, a, b),
        ImportDateOrder::Auto => made(c, b, a).and(Err(DateFault::Ambiguous)),
    }
}

/// Reads a yes or a no.
pub(super) fn yes_or_no(text: &str) -> Option<bool> {
    match text.trim().to_lowercase().as_str() {
        "yes" | "y" | "true" | "1" | "on" | "si" | "sí" | "sim" | "oui" | "ja" | "да" | "نعم" => Some(true),
        "no" | "n" | "false" | "0" | "off" | "não" | "nao" | "non" | "nein" | "нет" | "لا" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn dates_are_read_in_the_order_that_was_chosen() {
        let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
        assert_eq!(date("1988-04-02", ImportDateOrder::Auto), Ok(day(1988, 4, 2)));
        assert_eq!(date("1988-04-02 00:00:00", ImportDateOrder::Mdy), Ok(day(1988, 4, 2)));
        assert_eq!(date("02.04.1988", ImportDateOrder::Dmy), Ok(day(1988, 4, 2)));
        assert_eq!(date("02/04/1988", ImportDateOrder::Mdy), Ok(day(1988, 2, 4)));
        assert_eq!(date("25/04/1988", ImportDateOrder::Auto), Ok(day(1988, 4, 25)));
        assert_eq!(date("04/25/1988", ImportDateOrder::Auto), Ok(day(1988, 4, 25)));
        assert_eq!(date("02/04/1988", ImportDateOrder::Auto), Err(DateFault::Ambiguous));
        for bad in ["", "1988", "31/02/1988", "02/04/88", "a/b/c", "02-04"] {
            assert_eq!(date(bad, ImportDateOrder::Dmy), Err(DateFault::None), "{bad}");
        }
    }

    #[test]
    fn names_are_split_and_tidied() {
        let (first, last) = split_name("Olga de la Cruz", ImportNameOrder::FirstLast);
        assert_eq!((first.as_deref(), last.as_deref()), (Some("Olga"), Some("de la Cruz")));
        let (first, last) = split_name("Novak Olga", ImportNameOrder::LastFirst);
        assert_eq!((first.as_deref(), last.as_deref()), (Some("Olga"), Some("Novak")));
        let (first, last) = split_name("Novak, Olga", ImportNameOrder::FirstLast);
        assert_eq!((first.as_deref(), last.as_deref()), (Some("Olga"), Some("Novak")));
        assert_eq!(tidy("  Olga \u{a0}  Novak\t"), "Olga Novak");
    }

    proptest! {
        #[test]
        fn no_text_makes_them_panic(text in ".{0,30}") {
            let _ = date(&text, ImportDateOrder::Auto);
            let _ = split_name(&text, ImportNameOrder::LastFirst);
            let _ = tidy(&text);
        }
    }
}
