//! Decimals as texts: what people filter by, and what is shown.

use crate::trading::minor_of;
use crm_model::Problem;
use crm_trading::Money;

/// Longest text of a number.
const TEXT_MAX: usize = 30;
/// Highest margin level that may be asked for, in per cent.
const LEVEL_MAX: i64 = 1_000_000;

/// A decimal as people write it.
///
/// # Errors
/// `invalid_amount` at the field.
pub fn amount(field: &str, text: &str) -> Result<Money, Problem> {
    let plain = text.len() <= TEXT_MAX && text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-'));
    let read = plain.then(|| text.parse().ok()).flatten();
    read.ok_or_else(|| Problem::at(field, "invalid_amount", "Write a plain number such as -12.34."))
}

/// A margin level in hundredths of a per cent.
///
/// # Errors
/// `invalid_amount` at the field.
pub fn percent(field: &str, text: &str) -> Result<i64, Problem> {
    let level = minor_of(amount(field, text)?, 2).filter(|level| (1..=LEVEL_MAX * 100).contains(level));
    level.ok_or_else(|| Problem::at(field, "invalid_amount", "Write a margin level in per cent, such as 150."))
}

/// A decimal with so many digits.
#[must_use]
pub fn fixed(value: Money, digits: u32) -> String {
    let mut value = value.round_dp(digits);
    value.rescale(digits);
    value.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_and_shown_exactly() {
        for (text, digits, shown) in [("1.1", 5, "1.10000"), ("-0.5", 2, "-0.50"), ("2.675", 2, "2.68"), ("7", 0, "7")]
        {
            assert_eq!(fixed(amount("profitFrom", text).unwrap(), digits), shown);
        }
        for text in ["", "1e3", "+1", "1,5", "NaN", "0x1", "--1", "1 000"] {
            assert_eq!(amount("profitFrom", text).unwrap_err().code, "invalid_amount", "{text}");
        }
        assert_eq!(percent("below", "150").unwrap(), 15_000);
        assert!(
            percent("below", "0").is_err() && percent("below", "-5").is_err() && percent("below", "1000001").is_err()
        );
    }
}
