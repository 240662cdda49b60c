use rust_decimal::Decimal;

use super::num::rounded;
use super::records::{ClosedState, ClosedTrade, DealAction, Tag};
use super::state::free_margin;
use super::{Engine, Platform, Refusal};

/// Money in or out by the broker.
#[derive(Debug, Clone)]
pub struct MoneyOp {
    pub login: u64,
    pub action: DealAction,
    /// Positive in, negative out.
    pub amount: Decimal,
    /// Refuse a withdrawal that takes more than the free margin.
    pub check_margin: bool,
    pub tag: Tag,
}

/// Most that one operation moves.
const LARGEST: Decimal = Decimal::from_parts(1_000_000_000, 0, 0, false, 0);
/// Characters of a comment that are kept.
const COMMENT: usize = 31;

impl Engine {
    /// Books a balance operation. Answers its deal and, on MT4, the ticket of its record (else the deal again).
    ///
    /// # Errors
    /// The [`Refusal`]; nothing was changed.
    pub fn move_money(&mut self, op: &MoneyOp) -> Result<(u64, u64), Refusal> {
        let account = self.account(op.login)?;
        let group = self.group_of(op.login)?;
        let amount = rounded(op.amount, group.digits);
        if amount.abs() > LARGEST {
            return Err(Refusal::MoneyLimit);
        }
        if amount.is_zero() {
            return Err(Refusal::Parameters);
        }
        if !matches!(
            op.action,
            DealAction::Balance | DealAction::Credit | DealAction::Charge | DealAction::Correction | DealAction::Bonus
        ) {
            return Err(Refusal::Parameters);
        }
        if amount.is_sign_negative() {
            let left = if op.action.moves_credit() { account.credit } else { account.balance } + amount;
            let checked = op.check_margin && op.action != DealAction::Correction;
            let overdrawn = left.is_sign_negative() && op.action != DealAction::Correction;
            if overdrawn || (checked && free_margin(account, group) + amount < Decimal::ZERO) {
                return Err(Refusal::NoMoney);
            }
        }
        let mt4 = group.platform == Platform::Mt4;
        let mut tag = op.tag.clone();
        tag.comment = tag.comment.chars().take(COMMENT).collect();
        let deal = self.book_deal(self.money_deal(op.login, op.action, amount, tag.clone()))?;
        if !mt4 {
            return Ok((deal, deal));
        }
        let ticket = self.next_ticket();
        let record = ClosedTrade {
            ticket,
            login: op.login,
            symbol: None,
            command: if op.action.moves_credit() { 7 } else { 6 },
            volume: 0,
            opened: self.now,
            closed: self.now,
            price_open: Decimal::ZERO,
            price_close: Decimal::ZERO,
            sl: Decimal::ZERO,
            tp: Decimal::ZERO,
            profit: amount,
            storage: Decimal::ZERO,
            commission: Decimal::ZERO,
            rate_margin: Decimal::ZERO,
            state: ClosedState::Normal,
            expires: 0,
            opened_by: None,
            tag,
        };
        self.index.add_closed(&record);
        self.book.closed.insert(ticket, record);
        Ok((deal, ticket))
    }
}
