use rust_decimal::Decimal;

use super::calc::profit;
use super::num::rounded;
use super::records::{OrderState, Position, Reason, Side, Tag};
use super::symbol::SymbolId;
use super::{Engine, Refusal};

impl Engine {
    /// New prices of a symbol: values its positions, then runs what they trigger (stops, pending orders, stop-out).
    ///
    /// # Errors
    /// [`Refusal::NotFound`] for an unknown symbol, [`Refusal::Price`] for prices that are not positive or crossed.
    pub fn tick(&mut self, id: SymbolId, bid: Decimal, ask: Decimal) -> Result<(), Refusal> {
        if bid <= Decimal::ZERO || ask < bid {
            return Err(Refusal::Price);
        }
        let quote = self.quotes.get_mut(id.0).ok_or(Refusal::NotFound)?;
        self.ticks += 1;
        quote.update(bid, ask, self.now, self.ticks);
        self.expire_orders();
        self.trigger_orders(id);
        let mut tickets = std::mem::take(&mut self.buffer);
        tickets.clear();
        tickets.extend(self.index.positions_on(id));
        let mut touched: Vec<u64> = Vec::new();
        for ticket in &tickets {
            let login = self.revalue(*ticket)?;
            if touched.last() != Some(&login) {
                touched.push(login);
            }
            self.trigger_stops(*ticket)?;
        }
        self.buffer = tickets;
        touched.sort_unstable();
        touched.dedup();
        for login in touched {
            self.check_stop_out(login)?;
        }
        Ok(())
    }

    /// Values a position at the present prices; the login it belongs to.
    pub(super) fn revalue(&mut self, ticket: u64) -> Result<u64, Refusal> {
        let position = self.book.positions.get(&ticket).ok_or(Refusal::NotFound)?;
        let group = self.group_of(position.login)?;
        let symbol = self.symbol(position.symbol)?;
        let price = self.closing_price(group, position.symbol, position.side)?;
        let raw = profit(symbol, position.side, position.volume, position.price_open, price);
        let rate = self.profit_rate(symbol, group, raw, price);
        let value = rounded(raw * rate, group.digits);
        let login = position.login;
        let Some(position) = self.book.positions.get_mut(&ticket) else { return Err(Refusal::NotFound) };
        let change = value - position.profit;
        (position.profit, position.price_current, position.rate_profit) = (value, price, rate);
        self.account_mut(login)?.profit += change;
        Ok(login)
    }

    fn trigger_stops(&mut self, ticket: u64) -> Result<(), Refusal> {
        let Some(position) = self.book.positions.get(&ticket) else { return Ok(()) };
        let Some(tag) = hit(position) else { return Ok(()) };
        let position = position.clone();
        if self.is_open(self.symbol(position.symbol)?) {
            self.close_at(&position, position.volume, position.price_current, tag)?;
        }
        Ok(())
    }

    fn trigger_orders(&mut self, id: SymbolId) {
        let open = self.symbol(id).is_ok_and(|symbol| self.is_open(symbol));
        let tickets: Vec<u64> = self.index.orders_on(id).filter(|_| open).collect();
        for ticket in tickets {
            // A stop-limit may become a limit and be due at once.
            for _ in 0..2 {
                let Some(order) = self.book.orders.get(&ticket).cloned() else { break };
                match self.due_at(&order) {
                    Some((_, true)) => {
                        // It is a stop-limit, so this cannot be refused.
                        let _ = self.place_limit(ticket);
                    }
                    Some((market, false)) => {
                        if let Err(refusal) = self.fill_order(order, market) {
                            self.end_order(ticket, OrderState::Rejected, &refusal.to_string());
                        }
                        break;
                    }
                    None => break,
                }
            }
        }
    }

    /// Ends orders whose time has run out.
    pub fn expire_orders(&mut self) {
        while let Some((at, ticket)) = self.index.first_expiring() {
            if at > self.now {
                break;
            }
            self.end_order(ticket, OrderState::Expired, "");
        }
    }
}

/// Whether the present price reaches a stop of the position.
fn hit(position: &Position) -> Option<Tag> {
    let price = position.price_current;
    let buys = position.side == Side::Buy;
    let reached = |stop: Decimal, falling: bool| !stop.is_zero() && if falling { price <= stop } else { price >= stop };
    if reached(position.sl, buys) {
        return Some(Tag::server(Reason::StopLoss, format!("[sl {}]", position.sl)));
    }
    reached(position.tp, !buys).then(|| Tag::server(Reason::TakeProfit, format!("[tp {}]", position.tp)))
}
