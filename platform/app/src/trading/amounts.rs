//! A server's exact decimals and the CRM's whole minor units.

use crm_storage::AccountFigures;
use crm_trading::{AccountState, Money, Reference};

/// An amount in minor units; parts of one are rounded to the nearest, halves to the even one. `None` beyond what is kept.
pub(crate) fn minor_of(amount: Money, digits: u32) -> Option<i64> {
    let scaled = amount.round_dp(digits).checked_mul(Money::new(10_i64.checked_pow(digits)?, 0))?;
    i64::try_from(scaled.trunc().mantissa() / 10_i128.pow(scaled.trunc().scale())).ok()
}

/// Minor units as a server's decimal.
pub(crate) fn money_of(minor: i64, digits: u32) -> Money {
    Money::new(minor, digits)
}

/// The tag that the comment of an operation's deal carries.
#[must_use]
pub fn tag_of(reference: [u8; 10]) -> String {
    Reference::from_bytes(reference).to_string()
}

/// A server's figures as they are kept.
pub(crate) fn figures_of(state: &AccountState, digits: u32) -> Option<AccountFigures> {
    let minor = |amount| minor_of(amount, digits);
    let margin = minor(state.margin)?;
    Some(AccountFigures {
        balance: minor(state.balance)?,
        credit: minor(state.credit)?,
        equity: minor(state.equity)?,
        margin,
        margin_free: minor(state.margin_free)?,
        margin_level: if margin == 0 { None } else { minor_of(state.margin_level, 2) },
        floating: minor(state.floating)?,
        as_of: state.as_of,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mon_26_amounts_go_there_and_back_exactly() {
        for (text, digits, minor) in
            [("0.00", 2, 0), ("12.34", 2, 1_234), ("-0.01", 2, -1), ("1500", 0, 1_500), ("0.12345678", 8, 12_345_678)]
        {
            let amount: Money = text.parse().unwrap();
            assert_eq!(minor_of(amount, digits), Some(minor), "{text}");
            assert_eq!(money_of(minor, digits), amount, "{text}");
        }
        assert_eq!(minor_of("1.005".parse().unwrap(), 2), Some(100));
        assert_eq!(minor_of("1.015".parse().unwrap(), 2), Some(102));
        assert_eq!(minor_of("92233720368547758.07".parse().unwrap(), 2), Some(i64::MAX));
        assert_eq!(minor_of("92233720368547758.08".parse().unwrap(), 2), None);
    }
}
