use super::{Login, Money};

/// What a balance operation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BalanceKind {
    /// Money in.
    Deposit,
    /// Money out.
    Withdraw,
    /// Credit given.
    CreditIn,
    /// Credit taken back.
    CreditOut,
    /// Bonus given.
    BonusIn,
    /// Bonus taken back.
    BonusOut,
    /// A charge: taken from the balance when the amount is given as positive.
    Charge,
    /// A correction of the balance, up or down by the sign of its amount.
    Correction,
}

impl BalanceKind {
    /// Whether it takes away what its positive amount names.
    #[must_use]
    pub const fn takes(self) -> bool {
        matches!(self, Self::Withdraw | Self::CreditOut | Self::BonusOut | Self::Charge)
    }
}

/// A change of an account's money by the broker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BalanceOperation {
    /// Whose account.
    pub login: Login,
    /// What it is.
    pub kind: BalanceKind,
    /// How much, above zero; only a correction may be below zero.
    pub amount: Money,
    /// A few words after the tag; what does not fit the server's comment is cut.
    pub note: String,
    /// Whether the server must refuse what the free margin does not cover.
    pub check_margin: bool,
}

impl BalanceOperation {
    /// The amount with the sign that it has on the account; `None` when the amount is zero or has a wrong sign.
    #[must_use]
    pub fn signed(&self) -> Option<Money> {
        let wrong = self.amount.is_zero() || (self.amount.is_sign_negative() && self.kind != BalanceKind::Correction);
        (!wrong).then(|| if self.kind.takes() { -self.amount } else { self.amount })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mon_05_the_sign_follows_the_kind_and_zero_is_refused() {
        let signed = |kind, amount: &str| {
            let amount = amount.parse().unwrap();
            BalanceOperation { login: Login(1), kind, amount, note: String::new(), check_margin: true }.signed()
        };
        assert_eq!(signed(BalanceKind::Deposit, "5"), Some("5".parse().unwrap()));
        assert_eq!(signed(BalanceKind::Withdraw, "5"), Some("-5".parse().unwrap()));
        assert_eq!(signed(BalanceKind::Charge, "5"), Some("-5".parse().unwrap()));
        assert_eq!(signed(BalanceKind::Correction, "-5"), Some("-5".parse().unwrap()));
        assert_eq!(signed(BalanceKind::Deposit, "0"), None);
        assert_eq!(signed(BalanceKind::Deposit, "-0"), None);
        assert_eq!(signed(BalanceKind::Withdraw, "-5"), None);
    }
}
