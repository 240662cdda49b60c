use rust_decimal::Decimal;

use super::num::rounded;
use super::open::{Fill, Need, Open, check_volume};
use super::records::{ClosedState, ClosedTrade, Millis, Order, OrderState, OrderTime, OrderType, Side, Tag};
use super::symbol::SymbolId;
use super::{Engine, Platform, Refusal};

/// A request to place an order that waits for its price.
#[derive(Debug, Clone)]
pub struct Pending {
    pub login: u64,
    pub symbol: SymbolId,
    pub kind: OrderType,
    /// 1e-8 lots.
    pub volume: i64,
    pub price: Decimal,
    /// Stop-limit only.
    pub trigger: Decimal,
    pub sl: Decimal,
    pub tp: Decimal,
    pub time: OrderTime,
    /// UTC; 0 none.
    pub expires: Millis,
    pub tag: Tag,
}

/// New values of a waiting order.
#[derive(Debug, Clone)]
pub struct PendingChange {
    pub price: Decimal,
    pub trigger: Decimal,
    pub sl: Decimal,
    pub tp: Decimal,
    pub time: OrderTime,
    pub expires: Millis,
}

impl Engine {
    /// Places a pending order; its ticket.
    ///
    /// # Errors
    /// The [`Refusal`]; nothing was changed.
    pub fn place(&mut self, request: &Pending) -> Result<u64, Refusal> {
        self.check_rights(request.login, request.symbol, Need::Open(request.kind.side()))?;
        let mt4 = self.group_of(request.login)?.platform == Platform::Mt4;
        let stop_limit = matches!(request.kind, OrderType::BuyStopLimit | OrderType::SellStopLimit);
        if !request.kind.is_pending() || (mt4 && stop_limit) {
            return Err(Refusal::OrderType);
        }
        check_volume(self.symbol(request.symbol)?, request.volume)?;
        let change = PendingChange {
            price: request.price,
            trigger: request.trigger,
            sl: request.sl,
            tp: request.tp,
            time: request.time,
            expires: request.expires,
        };
        let expires = self.check_pending(request.login, request.symbol, request.kind, &change)?;
        let ticket = self.next_ticket();
        let order = Order {
            ticket,
            login: request.login,
            symbol: request.symbol,
            kind: request.kind,
            state: OrderState::Placed,
            volume_initial: request.volume,
            volume_current: request.volume,
            price: request.price,
            trigger: request.trigger,
            price_current: self.opening_price(self.group_of(request.login)?, request.symbol, request.kind.side())?,
            sl: request.sl,
            tp: request.tp,
            time: request.time,
            expires,
            setup: self.now,
            done: 0,
            position: 0,
            position_by: 0,
            activation: 0,
            rate_margin: Decimal::ONE,
            tag: request.tag.clone(),
        };
        self.index.add_order(&order);
        self.book.orders.insert(ticket, order);
        self.account_mut(request.login)?.active = true;
        Ok(ticket)
    }

    /// Changes a waiting order.
    ///
    /// # Errors
    /// The [`Refusal`]; nothing was changed.
    pub fn modify_order(&mut self, login: u64, ticket: u64, change: &PendingChange) -> Result<(), Refusal> {
        let order = self.waiting(login, ticket)?;
        self.check_rights(login, order.symbol, Need::Close)?;
        let expires = self.check_pending(login, order.symbol, order.kind, change)?;
        let before = (order.price, order.trigger, order.sl, order.tp, order.time, order.expires);
        if before == (change.price, change.trigger, change.sl, change.tp, change.time, expires) {
            return Err(Refusal::NoChanges);
        }
        self.index.remove_order(&order);
        let changed = Order {
            price: change.price,
            trigger: change.trigger,
            sl: change.sl,
            tp: change.tp,
            time: change.time,
            expires,
            ..order
        };
        self.index.add_order(&changed);
        self.book.orders.insert(ticket, changed);
        Ok(())
    }

    /// Takes a waiting order back.
    ///
    /// # Errors
    /// [`Refusal::NotFound`].
    pub fn remove_order(&mut self, login: u64, ticket: u64, comment: &str) -> Result<(), Refusal> {
        self.waiting(login, ticket)?;
        self.end_order(ticket, OrderState::Canceled, comment);
        Ok(())
    }

    /// Fills a waiting order now at a price, or at the market's.
    ///
    /// # Errors
    /// The [`Refusal`]; nothing was changed.
    pub fn activate_order(&mut self, login: u64, ticket: u64, price: Option<Decimal>) -> Result<Fill, Refusal> {
        let order = self.waiting(login, ticket)?;
        self.check_rights(login, order.symbol, Need::Open(order.kind.side()))?;
        let price = self.price(self.group_of(login)?, order.symbol, order.kind.side(), price)?;
        self.fill_order(order, price)
    }

    /// Turns a stop-limit order into the limit order it stands for.
    ///
    /// # Errors
    /// [`Refusal::NotFound`], [`Refusal::OrderType`].
    pub fn activate_stop_limit(&mut self, login: u64, ticket: u64) -> Result<(), Refusal> {
        self.waiting(login, ticket)?;
        self.place_limit(ticket)
    }

    pub(super) fn place_limit(&mut self, ticket: u64) -> Result<(), Refusal> {
        let order = self.book.orders.get_mut(&ticket).ok_or(Refusal::NotFound)?;
        order.kind = match order.kind {
            OrderType::BuyStopLimit => OrderType::BuyLimit,
            OrderType::SellStopLimit => OrderType::SellLimit,
            _ => return Err(Refusal::OrderType),
        };
        order.activation = 2;
        Ok(())
    }

    fn waiting(&self, login: u64, ticket: u64) -> Result<Order, Refusal> {
        let order = self.book.orders.get(&ticket).filter(|order| order.login == login);
        order.cloned().ok_or(Refusal::NotFound)
    }

    /// Fills an order that is due. The order leaves the waiting ones only when that succeeds.
    pub(super) fn fill_order(&mut self, order: Order, price: Decimal) -> Result<Fill, Refusal> {
        let request = Open {
            login: order.login,
            symbol: order.symbol,
            side: order.kind.side(),
            volume: order.volume_current,
            price: None,
            sl: order.sl,
            tp: order.tp,
            skip_margin: false,
            tag: order.tag.clone(),
        };
        let due = Order { activation: if order.activation == 2 { 2 } else { 1 }, ..order.clone() };
        let fill = self.fill(&request, price, Some(due))?;
        self.index.remove_order(&order);
        self.book.orders.remove(&order.ticket);
        Ok(fill)
    }

    /// Moves a waiting order to the history.
    pub(super) fn end_order(&mut self, ticket: u64, state: OrderState, comment: &str) {
        let Some(mut order) = self.book.orders.remove(&ticket) else { return };
        self.index.remove_order(&order);
        order.state = state;
        order.done = self.now;
        if !comment.is_empty() {
            order.tag.comment = comment.to_owned();
        }
        let mt4 = self.group_of(order.login).is_ok_and(|group| group.platform == Platform::Mt4);
        if mt4 {
            let record = deleted_record(&order);
            self.index.add_closed(&record);
            self.book.closed.insert(ticket, record);
        } else {
            self.index.add_history(&order);
            self.book.history.insert(ticket, order);
        }
    }

    /// Whether prices fit the kind and the market; the moment it expires.
    fn check_pending(
        &self,
        login: u64,
        symbol: SymbolId,
        kind: OrderType,
        change: &PendingChange,
    ) -> Result<Millis, Refusal> {
        let group = self.group_of(login)?;
        let market = self.opening_price(group, symbol, kind.side())?;
        let rules = self.symbol(symbol)?;
        let near = Decimal::from(rules.stops_level) * rules.point();
        let whole = |price: Decimal| price > Decimal::ZERO && price == rounded(price, rules.digits);
        let below = |price: Decimal| price < market && market - price >= near;
        let above = |price: Decimal| price > market && price - market >= near;
        let (price, trigger) = (change.price, change.trigger);
        let fits = whole(price)
            && match kind {
                OrderType::BuyLimit | OrderType::SellStop => below(price),
                OrderType::SellLimit | OrderType::BuyStop => above(price),
                OrderType::BuyStopLimit => whole(trigger) && above(trigger) && price <= trigger,
                OrderType::SellStopLimit => whole(trigger) && below(trigger) && price >= trigger,
                _ => false,
            };
        if !fits {
            return Err(Refusal::Price);
        }
        self.check_stops(login, symbol, kind.side(), change.sl, change.tp, Some(price))?;
        self.expiration(change.time, change.expires)
    }

    fn expiration(&self, time: OrderTime, asked: Millis) -> Result<Millis, Refusal> {
        match time {
            OrderTime::Gtc => Ok(0),
            OrderTime::Day => Ok(self.zone.next_midnight(self.now)),
            OrderTime::Specified if asked > self.now => Ok(asked),
            OrderTime::SpecifiedDay if asked > self.now => Ok(self.zone.next_midnight(asked - 1)),
            _ => Err(Refusal::Expiration),
        }
    }

    /// The price at which an order is due at these prices, if it is.
    pub(super) fn due_at(&self, order: &Order) -> Option<(Decimal, bool)> {
        let group = self.group_of(order.login).ok()?;
        let market = self.opening_price(group, order.symbol, order.kind.side()).ok()?;
        let due = match order.kind {
            OrderType::BuyLimit | OrderType::SellStop => market <= order.price,
            OrderType::SellLimit | OrderType::BuyStop => market >= order.price,
            OrderType::BuyStopLimit => market >= order.trigger,
            OrderType::SellStopLimit => market <= order.trigger,
            _ => false,
        };
        let becomes_limit = matches!(order.kind, OrderType::BuyStopLimit | OrderType::SellStopLimit);
        due.then_some((market, becomes_limit))
    }
}

fn deleted_record(order: &Order) -> ClosedTrade {
    ClosedTrade {
        ticket: order.ticket,
        login: order.login,
        symbol: Some(order.symbol),
        command: order.kind.code(),
        volume: order.volume_current,
        opened: order.setup,
        closed: order.done,
        price_open: order.price,
        price_close: order.price_current,
        sl: order.sl,
        tp: order.tp,
        profit: Decimal::ZERO,
        storage: Decimal::ZERO,
        commission: Decimal::ZERO,
        rate_margin: order.rate_margin,
        state: ClosedState::Deleted,
        expires: order.expires,
        opened_by: None,
        tag: order.tag.clone(),
    }
}

/// MT4 has no stop-limit orders and lists the side of an order by its command.
impl Order {
    /// Direction.
    #[must_use]
    pub const fn side(&self) -> Side {
        self.kind.side()
    }
}
