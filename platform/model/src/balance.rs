//! Balance operations: what they are, where they stand, and who must agree.

text_enum! {
    /// What a balance operation is.
    BalanceKind {
        /// Money in.
        Deposit = "deposit",
        /// Money out.
        Withdrawal = "withdrawal",
        /// Credit given.
        CreditIn = "credit_in",
        /// Credit taken back.
        CreditOut = "credit_out",
        /// Bonus given.
        BonusIn = "bonus_in",
        /// Bonus taken back.
        BonusOut = "bonus_out",
        /// A charge, taken from the balance.
        Charge = "charge",
        /// A correction, up or down by its sign.
        Correction = "correction",
    }
}

impl BalanceKind {
    /// Whether it takes away what its amount names.
    #[must_use]
    pub const fn takes(self) -> bool {
        matches!(self, Self::Withdrawal | Self::CreditOut | Self::BonusOut | Self::Charge)
    }

    /// The amount with the sign that it has on the account.
    #[must_use]
    pub const fn signed(self, amount: i64) -> i64 {
        if self.takes() { -amount } else { amount }
    }
}

text_enum! {
    /// Where a balance operation stands.
    BalanceState {
        /// Waits for a second person.
        Requested = "requested",
        /// Committed, and being sent: found in this state later, nobody knows what became of it.
        Sending = "sending",
        /// The server booked it.
        Confirmed = "confirmed",
        /// The server refused, or nothing was sent.
        Rejected = "rejected",
        /// No answer came: it is looked up, never sent again.
        Unknown = "unknown",
        /// Looked up after the quarantine: the server never booked it.
        NotApplied = "not_applied",
        /// The second person said no.
        Declined = "declined",
        /// Taken back by the one who asked.
        Cancelled = "cancelled",
    }
}

impl BalanceState {
    /// Whether an operation may go from here to there. What is known stays known (MON-13).
    #[must_use]
    pub const fn may_become(self, next: Self) -> bool {
        match self {
            Self::Requested => matches!(next, Self::Sending | Self::Declined | Self::Cancelled | Self::Rejected),
            Self::Sending => matches!(next, Self::Confirmed | Self::Rejected | Self::Unknown | Self::NotApplied),
            Self::Unknown => matches!(next, Self::Confirmed | Self::NotApplied),
            Self::Confirmed | Self::Rejected | Self::NotApplied | Self::Declined | Self::Cancelled => false,
        }
    }
}

text_enum! {
    /// Who must agree before an operation is sent.
    BalanceNeeds {
        /// Nobody else.
        Nobody = "nobody",
        /// A second person with `balance.approve`.
        Approval = "approval",
        /// A second person with `balance.approve_large`.
        LargeApproval = "large_approval",
    }
}

text_enum! {
    /// How the CRM and a server differ.
    BalanceFindingKind {
        /// Confirmed here, not booked there.
        Missing = "missing",
        /// Booked there with a tag of the CRM that is not confirmed here.
        Extra = "extra",
        /// Booked there with another amount or kind.
        Amount = "amount",
        /// Booked there more than once.
        Duplicate = "duplicate",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mon_13_what_is_known_stays_known() {
        let mut legal = 0;
        for from in BalanceState::ALL {
            for to in BalanceState::ALL {
                legal += u32::from(from.may_become(*to));
                assert!(!from.may_become(*from) && !to.may_become(BalanceState::Requested));
            }
        }
        assert_eq!(legal, 10);
    }

    #[test]
    fn the_sign_follows_the_kind() {
        assert_eq!(BalanceKind::Deposit.signed(5), 5);
        assert_eq!(BalanceKind::Withdrawal.signed(5), -5);
        assert_eq!(BalanceKind::Charge.signed(5), -5);
        assert_eq!(BalanceKind::Correction.signed(-5), -5);
    }
}
