//! Exact numbers: decimals for money, prices and rates; whole 1e-8 lots for volume.

use rust_decimal::{Decimal, RoundingStrategy};

/// Volume of one lot, in 1e-8 lots.
pub const LOT: i64 = 100_000_000;

/// A volume in lots.
#[must_use]
pub fn lots(volume: i64) -> Decimal {
    Decimal::new(volume, 8)
}

/// Rounds as the servers book: half away from zero, to a currency's digits.
#[must_use]
pub fn rounded(amount: Decimal, digits: u32) -> Decimal {
    amount.round_dp_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero)
}

/// `part / whole`, and zero where there is no answer.
#[must_use]
pub fn ratio(part: Decimal, whole: Decimal) -> Decimal {
    part.checked_div(whole).unwrap_or_default()
}

/// The share of an amount that falls to a part of a volume; the whole amount for the whole volume.
#[must_use]
pub fn share(amount: Decimal, part: i64, whole: i64, digits: u32) -> Decimal {
    if part >= whole { amount } else { rounded(ratio(amount * Decimal::from(part), Decimal::from(whole)), digits) }
}

/// Defines an enumeration whose values have numbers on the wire.
macro_rules! coded {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $code:literal,)* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$doc])* $variant,)* }

        impl $name {
            /// Its number on the wire.
            #[must_use]
            pub const fn code(self) -> u32 {
                match self { $(Self::$variant => $code,)* }
            }

            /// The value of a number of the wire.
            #[must_use]
            pub const fn from_code(code: u32) -> Option<Self> {
                match code { $($code => Some(Self::$variant),)* _ => None }
            }
        }
    };
}
pub(crate) use coded;
