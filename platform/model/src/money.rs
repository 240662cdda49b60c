//! Amounts: whole minor units of a currency, exact. A text from outside is an amount only in its plain form (MON-05).

use crate::Problem;

text_enum! {
    /// Where the opening of a trading account stands.
    AccountOpeningState {
        /// Committed, and being sent: found in this state later, nobody knows what became of it.
        Sending = "sending",
        /// The account is there.
        Confirmed = "confirmed",
        /// The server refused, or nothing was sent.
        Rejected = "rejected",
        /// No answer came: it is looked up, never sent again.
        Unknown = "unknown",
        /// Looked up after the quarantine: the server never made it.
        NotApplied = "not_applied",
    }
}

/// Most digits after the point that a currency of a trading server has.
pub const DIGITS_MAX: u32 = 8;
/// Longest text of an amount.
const TEXT_MAX: usize = 20;

/// Whether a text is the code of a currency, `EUR`.
#[must_use]
pub fn is_currency(text: &str) -> bool {
    text.len() == 3 && text.bytes().all(|b| b.is_ascii_uppercase())
}

/// Reads an amount in whole minor units: digits with a point, no sign unless one may stand there, no blanks, no grouping, no
/// exponent, no more decimals than the currency has.
///
/// # Errors
/// `invalid_amount` at the field.
pub fn parse_amount(field: &str, text: &str, digits: u32, signed: bool) -> Result<i64, Problem> {
    minor(text, digits, signed).ok_or_else(|| {
        let example = show_amount(10_i64.saturating_pow(digits).saturating_mul(250), digits);
        Problem::at(
            field,
            "invalid_amount",
            format!("Write the amount with digits and a point, such as {example}, above zero and with at most {digits} decimals."),
        )
    })
}

fn minor(text: &str, digits: u32, signed: bool) -> Option<i64> {
    if text.is_empty() || text.len() > TEXT_MAX || digits > DIGITS_MAX {
        return None;
    }
    let (negative, plain) = match text.strip_prefix('-') {
        Some(rest) if signed => (true, rest),
        Some(_) => return None,
        None => (false, text),
    };
    let (whole, part) = plain.split_once('.').map_or((plain, None), |(whole, part)| (whole, Some(part)));
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if !is_digits(whole) || (whole.len() > 1 && whole.starts_with('0')) || part.is_some_and(|part| !is_digits(part)) {
        return None;
    }
    let part = part.unwrap_or_default();
    let missing = usize::try_from(digits).ok()?.checked_sub(part.len())?;
    let amount: i64 = format!("{whole}{part}{}", "0".repeat(missing)).parse().ok()?;
    match (amount, negative) {
        (0, _) => None,
        (amount, true) => Some(-amount),
        (amount, false) => Some(amount),
    }
}

/// Minor units as a plain decimal text, `-12.05`.
#[must_use]
pub fn show_amount(minor: i64, digits: u32) -> String {
    let width = usize::try_from(digits).unwrap_or(0);
    let text = format!("{:0>1$}", minor.unsigned_abs(), width + 1);
    let sign = if minor < 0 { "-" } else { "" };
    match text.split_at_checked(text.len() - width) {
        Some((whole, part)) if width > 0 => format!("{sign}{whole}.{part}"),
        _ => format!("{sign}{text}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn mon_05_only_the_plain_form_is_an_amount() {
        for (text, minor) in [("1", 100), ("1.5", 150), ("0.01", 1), ("92233720368547758.07", i64::MAX)] {
            assert_eq!(parse_amount("amount", text, 2, false), Ok(minor), "{text}");
        }
        assert_eq!(parse_amount("amount", "1500", 0, false), Ok(1_500));
        assert_eq!(parse_amount("amount", "-2.50", 2, true), Ok(-250));
        for odd in [
            "",
            "0",
            "0.00",
            "-0",
            "-1",
            "NaN",
            "Infinity",
            "inf",
            "1e309",
            "1e2",
            "0.001",
            "1.234",
            "9223372036854775808",
            "92233720368547758.08",
            "1,000",
            " 1",
            "1 ",
            "+1",
            "1.",
            ".5",
            "01",
            "1_000",
            "\u{661}",
            "1.2.3",
            "0x10",
            "--1",
            "1-",
            "12345678901234567890123",
        ] {
            assert!(parse_amount("amount", odd, 2, false).is_err(), "{odd}");
        }
        assert!(parse_amount("amount", "-0.00", 2, true).is_err());
        assert!(parse_amount("amount", "1.5", 0, false).is_err());
    }

    proptest! {
        #[test]
        fn mon_26_what_is_shown_reads_back(minor in any::<i64>(), digits in 0_u32..=8) {
            let text = show_amount(minor, digits);
            if minor != 0 && minor != i64::MIN && text.len() <= 20 {
                prop_assert_eq!(parse_amount("amount", &text, digits, true), Ok(minor));
            }
        }

        #[test]
        fn any_text_is_read_without_panic(text in ".{0,30}", digits in 0_u32..=12) {
            let _ = parse_amount("amount", &text, digits, true);
        }
    }
}
