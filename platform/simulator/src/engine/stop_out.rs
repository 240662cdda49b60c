use rust_decimal::Decimal;

use super::records::{Deal, DealAction, Entry, Position, Reason, SoState, Tag};
use super::state::level;
use super::{Account, Engine, Group, Refusal, StopOutMode};

impl Engine {
    /// Looks at the margin level: calls, closes the largest losses first until the level recovers, and raises a
    /// balance below zero where the group says so.
    pub(super) fn check_stop_out(&mut self, login: u64) -> Result<(), Refusal> {
        loop {
            let state = self.so_state(login)?;
            self.note_so_state(login, state)?;
            if state != SoState::StopOut {
                return Ok(());
            }
            let Some(worst) = self.worst_position(login)? else { return Ok(()) };
            let level = level(self.account(login)?);
            let tag = Tag::server(Reason::StopOut, format!("[so {level}%]"));
            self.close_at(&worst, worst.volume, worst.price_current, tag)?;
            if self.positions_of(login).next().is_none() {
                self.note_so_state(login, SoState::None)?;
                return self.compensate(login);
            }
        }
    }

    fn so_state(&self, login: u64) -> Result<SoState, Refusal> {
        let account = self.account(login)?;
        let group = self.group_of(login)?;
        Ok(so_state(account, group))
    }

    fn note_so_state(&mut self, login: u64, state: SoState) -> Result<(), Refusal> {
        let now = self.now;
        let account = self.account_mut(login)?;
        if account.so_state != state {
            account.so_state = state;
            account.so_time = if state == SoState::None { 0 } else { now };
            if state != SoState::None {
                (account.so_level, account.so_equity, account.so_margin) =
                    (level(account), account.equity(), account.margin);
            }
        }
        Ok(())
    }

    /// The open position with the largest loss whose symbol trades now.
    fn worst_position(&self, login: u64) -> Result<Option<Position>, Refusal> {
        let mut worst: Option<&Position> = None;
        for position in self.positions_of(login) {
            let result = |of: &Position| of.profit + of.storage;
            if self.is_open(self.symbol(position.symbol)?) && worst.is_none_or(|other| result(position) < result(other))
            {
                worst = Some(position);
            }
        }
        Ok(worst.cloned())
    }

    fn compensate(&mut self, login: u64) -> Result<(), Refusal> {
        let group = self.group_of(login)?;
        let (balance, credit) = (group.compensate, group.compensate && group.compensate_credit);
        let account = self.account(login)?;
        let (missing, left) = (-account.balance, account.credit);
        if missing <= Decimal::ZERO || !balance {
            return Ok(());
        }
        if credit && left > Decimal::ZERO {
            self.book_deal(self.so_deal(login, DealAction::SoCompensationCredit, -left))?;
        }
        self.book_deal(self.so_deal(login, DealAction::SoCompensation, missing))?;
        Ok(())
    }

    fn so_deal(&self, login: u64, action: DealAction, amount: Decimal) -> Deal {
        self.money_deal(login, action, amount, Tag::server(Reason::StopOut, "so compensation".to_owned()))
    }

    /// A deal that only moves money.
    pub(super) const fn money_deal(&self, login: u64, action: DealAction, amount: Decimal, tag: Tag) -> Deal {
        Deal {
            id: 0,
            login,
            order: 0,
            position: 0,
            symbol: None,
            action,
            entry: Entry::In,
            time: self.now,
            price: Decimal::ZERO,
            price_position: Decimal::ZERO,
            sl: Decimal::ZERO,
            tp: Decimal::ZERO,
            volume: 0,
            volume_closed: 0,
            profit: amount,
            profit_raw: Decimal::ZERO,
            storage: Decimal::ZERO,
            commission: Decimal::ZERO,
            fee: Decimal::ZERO,
            rate_profit: Decimal::ZERO,
            rate_margin: Decimal::ZERO,
            bid: Decimal::ZERO,
            ask: Decimal::ZERO,
            tag,
        }
    }
}

/// Without margin there is nothing to call for.
fn so_state(account: &Account, group: &Group) -> SoState {
    if account.margin <= Decimal::ZERO {
        return SoState::None;
    }
    let equity = account.equity();
    let under = |limit: Decimal| match group.stop_out_mode {
        StopOutMode::Percent => equity * Decimal::ONE_HUNDRED < limit * account.margin,
        StopOutMode::Money => equity < limit,
    };
    if under(group.stop_out) {
        SoState::StopOut
    } else if under(group.margin_call) {
        SoState::MarginCall
    } else {
        SoState::None
    }
}
