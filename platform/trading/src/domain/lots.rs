use std::fmt;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// Hundred-millionths in one lot.
const UNITS: i64 = 100_000_000;

/// A volume in hundred-millionths of a lot, the finest unit that MT5 keeps (its `VolumeExt`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Lots(i64);

impl Lots {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// From hundred-millionths of a lot.
    #[must_use]
    pub const fn from_units(units: i64) -> Self {
        Self(units)
    }

    /// In hundred-millionths of a lot.
    #[must_use]
    pub const fn units(self) -> i64 {
        self.0
    }

    /// From a count of parts of which `parts` make one lot (MT5 `Volume`: 10,000; MT4: 100). `None` when it is too large.
    #[must_use]
    pub fn from_parts(count: i64, parts: i64) -> Option<Self> {
        count.checked_mul(UNITS.checked_div(parts)?).map(Self)
    }

    /// As a count of parts of which `parts` make one lot; `None` when it does not come out even.
    #[must_use]
    pub fn to_parts(self, parts: i64) -> Option<i64> {
        let unit = UNITS.checked_div(parts).filter(|unit| *unit > 0)?;
        (self.0 % unit == 0).then_some(self.0 / unit)
    }

    /// From a decimal number of lots; `None` when it is finer than the unit or too large.
    #[must_use]
    pub fn from_decimal(lots: Decimal) -> Option<Self> {
        let units = lots.checked_mul(Decimal::from(UNITS))?;
        units.is_integer().then(|| i64::try_from(units).ok()).flatten().map(Self)
    }

    /// As a decimal number of lots.
    #[must_use]
    pub fn to_decimal(self) -> Decimal {
        Decimal::from_i128_with_scale(i128::from(self.0), 8).normalize()
    }

    /// The sum, held at the largest volume.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// The difference, which may be below zero.
    #[must_use]
    pub const fn minus(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl fmt::Display for Lots {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.to_decimal().fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_unit_names_the_same_volume() {
        let tenth = Lots::from_units(10_000_000);
        assert_eq!(Lots::from_parts(1_000, 10_000), Some(tenth));
        assert_eq!(Lots::from_parts(10, 100), Some(tenth));
        assert_eq!(Lots::from_decimal("0.1".parse().unwrap()), Some(tenth));
        assert_eq!(tenth.to_string(), "0.1");
        assert_eq!(tenth.to_parts(100), Some(10));
    }

    #[test]
    fn what_a_unit_cannot_hold_is_refused() {
        assert_eq!(Lots::from_units(500_000).to_parts(100), None);
        assert_eq!(Lots::from_decimal("0.000000001".parse().unwrap()), None);
        assert_eq!(Lots::from_parts(i64::MAX, 100), None);
        assert_eq!(Lots::from_units(1).to_parts(0), None);
    }
}
