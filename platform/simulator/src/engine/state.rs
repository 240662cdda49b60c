use rust_decimal::Decimal;

use super::num::{ratio, rounded};
use super::{Account, Engine, FreeMarginMode, Group, Refusal};

/// The trading figures of an account, as the servers show them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountState {
    pub login: u64,
    pub digits: u32,
    pub balance: Decimal,
    pub credit: Decimal,
    pub margin: Decimal,
    pub margin_free: Decimal,
    /// Per cent; 0 without margin.
    pub margin_level: Decimal,
    pub leverage: u32,
    pub profit: Decimal,
    pub storage: Decimal,
    pub floating: Decimal,
    pub equity: Decimal,
}

/// Equity in per cent of margin, two digits; 0 without margin.
pub(super) fn level(account: &Account) -> Decimal {
    rounded(ratio(account.equity() * Decimal::ONE_HUNDRED, account.margin), 2)
}

/// Money that may be used for new positions.
pub(super) fn free_margin(account: &Account, group: &Group) -> Decimal {
    let floating = account.floating();
    let counted = match group.free_margin {
        FreeMarginMode::Ignore => Decimal::ZERO,
        FreeMarginMode::Use => floating,
        FreeMarginMode::Profit => floating.max(Decimal::ZERO),
        FreeMarginMode::Loss => floating.min(Decimal::ZERO),
    };
    account.balance + account.credit + counted - account.margin
}

impl Engine {
    /// The trading figures of an account.
    ///
    /// # Errors
    /// [`Refusal::NotFound`].
    pub fn state(&self, login: u64) -> Result<AccountState, Refusal> {
        let account = self.account(login)?;
        let group = self.group_of(login)?;
        Ok(AccountState {
            login,
            digits: group.digits,
            balance: account.balance,
            credit: account.credit,
            margin: account.margin,
            margin_free: free_margin(account, group),
            margin_level: level(account),
            leverage: account.leverage,
            profit: account.profit,
            storage: account.storage,
            floating: account.floating(),
            equity: account.equity(),
        })
    }
}
