use rust_decimal::Decimal;

use super::open::Fill;
use super::records::{Entry, Order, OrderState, OrderTime, OrderType, Position, Tag};
use super::settle::Part;
use super::{Engine, MarginMode, Platform, Refusal};

impl Engine {
    /// Closes a position by an opposite one of the same symbol; the larger one keeps the rest.
    ///
    /// # Errors
    /// The [`Refusal`]; nothing was changed.
    pub fn close_by(&mut self, login: u64, first: u64, second: u64, tag: &Tag) -> Result<Fill, Refusal> {
        if self.group_of(login)?.margin_mode != MarginMode::Hedging || first == second {
            return Err(Refusal::Request);
        }
        let one = self.closable(login, first)?;
        let other = self.closable(login, second)?;
        if one.symbol != other.symbol || one.side == other.side {
            return Err(Refusal::Request);
        }
        let volume = one.volume.min(other.volume);
        let order = self.record_close_by(&one, &other, volume, tag)?;
        let part = |tag: &Tag, comment: String| Part {
            volume,
            opened: 0,
            price: other.price_open,
            entry: Entry::OutBy,
            order,
            tag: Tag { comment, ..tag.clone() },
        };
        let note = |by: u64| {
            if tag.comment.is_empty() { format!("close hedge by #{by}") } else { tag.comment.clone() }
        };
        // The result falls to the first position; the second ends at its own price.
        let (deal, rest) = self.settle(first, &part(tag, note(second)))?;
        let (_, other_rest) = self.settle(second, &part(tag, note(first)))?;
        let position = rest.or(other_rest).unwrap_or(first);
        Ok(Fill { deal, order, position, price: other.price_open, volume })
    }

    fn record_close_by(&mut self, one: &Position, other: &Position, volume: i64, tag: &Tag) -> Result<u64, Refusal> {
        if self.group_of(one.login)?.platform == Platform::Mt4 {
            return Ok(one.ticket);
        }
        let ticket = self.next_ticket();
        let order = Order {
            ticket,
            login: one.login,
            symbol: one.symbol,
            kind: OrderType::CloseBy,
            state: OrderState::Filled,
            volume_initial: volume,
            volume_current: 0,
            price: other.price_open,
            trigger: Decimal::ZERO,
            price_current: other.price_open,
            sl: Decimal::ZERO,
            tp: Decimal::ZERO,
            time: OrderTime::Gtc,
            expires: 0,
            setup: self.now,
            done: self.now,
            position: one.ticket,
            position_by: other.ticket,
            activation: 0,
            rate_margin: Decimal::ONE,
            tag: tag.clone(),
        };
        self.index.add_history(&order);
        self.book.history.insert(ticket, order);
        Ok(ticket)
    }
}
