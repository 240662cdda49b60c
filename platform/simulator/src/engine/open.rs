use std::cmp::Ordering;

use rust_decimal::Decimal;

use super::calc::profit;
use super::num::rounded;
use super::records::{Deal, DealAction, Entry, Order, OrderState, OrderTime, OrderType, Position, Side, Tag};
use super::settle::Part;
use super::symbol::{Symbol, SymbolId, TradeMode};
use super::{Engine, Group, MarginMode, Platform, Refusal};

/// A request to buy or sell now.
#[derive(Debug, Clone)]
pub struct Open {
    pub login: u64,
    pub symbol: SymbolId,
    pub side: Side,
    /// 1e-8 lots.
    pub volume: i64,
    /// The dealer's price; none: the market's.
    pub price: Option<Decimal>,
    pub sl: Decimal,
    pub tp: Decimal,
    /// Open even without the margin for it.
    pub skip_margin: bool,
    pub tag: Tag,
}

/// A request to close a position or a part of it.
#[derive(Debug, Clone)]
pub struct Close {
    pub login: u64,
    pub position: u64,
    /// None: all of it.
    pub volume: Option<i64>,
    /// The dealer's price; none: the market's.
    pub price: Option<Decimal>,
    pub tag: Tag,
}

/// What a request has done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fill {
    pub deal: u64,
    pub order: u64,
    pub position: u64,
    pub price: Decimal,
    pub volume: i64,
}

/// Trading rights that a request needs of the symbol.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Need {
    Open(Side),
    Close,
}

/// Furthest a dealer's price may be from the market, per cent.
const PRICE_BAND: Decimal = Decimal::from_parts(10, 0, 0, false, 0);
const TRADE_DISABLED: u64 = 4;
const ENABLED: u64 = 1;

impl Engine {
    /// Buys or sells: opens a position, or on a netting account changes the one there is.
    ///
    /// # Errors
    /// The [`Refusal`]; nothing was changed.
    pub fn open(&mut self, request: &Open) -> Result<Fill, Refusal> {
        self.check_rights(request.login, request.symbol, Need::Open(request.side))?;
        let group = self.group_of(request.login)?;
        let symbol = self.symbol(request.symbol)?;
        check_volume(symbol, request.volume)?;
        let price = self.price(group, request.symbol, request.side, request.price)?;
        if let Some(side) = self.left_on(request)? {
            self.check_stops(request.login, request.symbol, side, request.sl, request.tp, None)?;
        }
        self.fill(request, price, None)
    }

    /// The side of the position that a request leaves, to which its stops belong; none: it closes the one there is.
    fn left_on(&self, request: &Open) -> Result<Option<Side>, Refusal> {
        let netting = self.group_of(request.login)?.margin_mode == MarginMode::Netting;
        let current = if netting { self.netted(request.login, request.symbol) } else { None };
        Ok(match current.filter(|position| position.side != request.side) {
            Some(position) => match request.volume.cmp(&position.volume) {
                Ordering::Less => Some(position.side),
                Ordering::Equal => None,
                Ordering::Greater => Some(request.side),
            },
            None => Some(request.side),
        })
    }

    /// Fills a request whose price is settled. `order` is the pending order that became due.
    pub(super) fn fill(&mut self, request: &Open, price: Decimal, order: Option<Order>) -> Result<Fill, Refusal> {
        let group = self.group_of(request.login)?;
        if group.margin_mode == MarginMode::Netting
            && let Some(current) = self.netted(request.login, request.symbol)
        {
            return self.net(request, price, order, &current);
        }
        let limit = group.position_limit;
        if limit > 0 && self.positions_of(request.login).count() >= usize::try_from(limit).unwrap_or(usize::MAX) {
            return Err(Refusal::PositionLimit);
        }
        let position = self.draft(request.login, request.symbol, request.side, request.volume, price)?;
        if !request.skip_margin {
            self.check_money(request.login, &position)?;
        }
        self.open_new(request, position, order)
    }

    /// A position that is not booked yet.
    pub(super) fn draft(
        &self,
        login: u64,
        symbol: SymbolId,
        side: Side,
        volume: i64,
        price: Decimal,
    ) -> Result<Position, Refusal> {
        let group = self.group_of(login)?;
        let rate_margin = self.margin_rate(self.symbol(symbol)?, group, side, price);
        Ok(Position {
            ticket: 0,
            login,
            symbol,
            side,
            volume,
            price_open: price,
            price_current: price,
            sl: Decimal::ZERO,
            tp: Decimal::ZERO,
            opened: self.now,
            updated: self.now,
            profit: Decimal::ZERO,
            storage: Decimal::ZERO,
            commission: Decimal::ZERO,
            rate_profit: Decimal::ONE,
            rate_margin,
            tag: Tag::dealer(0, ""),
        })
    }

    fn open_new(&mut self, request: &Open, draft: Position, order: Option<Order>) -> Result<Fill, Refusal> {
        let mt4 = self.group_of(request.login)?.platform == Platform::Mt4;
        let price = draft.price_open;
        let (commission, fee) = self.commissions(&draft, Entry::In)?;
        let ticket = self.record_order(request, price, order, 0)?;
        let mut position = Position { ticket, sl: request.sl, tp: request.tp, tag: request.tag.clone(), ..draft };
        let (now, later) = if mt4 { (Decimal::ZERO, commission + fee) } else { (commission, Decimal::ZERO) };
        position.commission = later;
        let mut deal = self.deal_of(&position, request.side, Entry::In, request.volume, price)?;
        deal.order = ticket;
        deal.tag = request.tag.clone();
        (deal.commission, deal.fee) = (now, if mt4 { Decimal::ZERO } else { fee });
        let deal = self.book_deal(deal)?;
        self.account_mut(request.login)?.commission += later;
        self.index.add_position(&position);
        self.book.positions.insert(ticket, position);
        self.revalue(ticket)?;
        self.refresh_margin(request.login)?;
        Ok(Fill { deal, order: ticket, position: ticket, price, volume: request.volume })
    }

    fn netted(&self, login: u64, symbol: SymbolId) -> Option<Position> {
        self.positions_of(login).find(|position| position.symbol == symbol).cloned()
    }

    /// Adds to, reduces, closes or turns around the one position of a netting account.
    fn net(
        &mut self,
        request: &Open,
        price: Decimal,
        order: Option<Order>,
        current: &Position,
    ) -> Result<Fill, Refusal> {
        let opens =
            if current.side == request.side { request.volume } else { (request.volume - current.volume).max(0) };
        if opens > 0 && !request.skip_margin {
            let kept = if current.side == request.side { 0 } else { current.volume };
            let draft = self.draft(request.login, request.symbol, request.side, kept + opens, price)?;
            self.check_money(request.login, &draft)?;
        }
        let ticket = self.record_order(request, price, order, current.ticket)?;
        let filled = Fill { deal: 0, order: ticket, position: current.ticket, price, volume: request.volume };
        let deal = if current.side == request.side {
            self.add_to(request, price, ticket, current)?
        } else {
            let entry = if opens > 0 { Entry::InOut } else { Entry::Out };
            let volume = request.volume.min(current.volume);
            let part = Part { volume, opened: opens, price, entry, order: ticket, tag: request.tag.clone() };
            let (deal, _) = self.settle(current.ticket, &part)?;
            self.set_stops(current.ticket, request.sl, request.tp);
            deal
        };
        Ok(Fill { deal, ..filled })
    }

    /// A larger position at the average price.
    fn add_to(&mut self, request: &Open, price: Decimal, order: u64, current: &Position) -> Result<u64, Refusal> {
        let digits = self.symbol(request.symbol)?.digits + 4;
        let draft = self.draft(request.login, request.symbol, request.side, request.volume, price)?;
        let (commission, fee) = self.commissions(&draft, Entry::In)?;
        let (old, new) = (Decimal::from(current.volume), Decimal::from(request.volume));
        let average = |of_old: Decimal, of_new: Decimal| super::ratio(of_old * old + of_new * new, old + new);
        let mut deal = self.deal_of(current, request.side, Entry::In, request.volume, price)?;
        (deal.order, deal.commission, deal.fee) = (order, commission, fee);
        deal.tag = request.tag.clone();
        let deal = self.book_deal(deal)?;
        let now = self.now;
        if let Some(position) = self.book.positions.get_mut(&current.ticket) {
            position.price_open = rounded(average(current.price_open, price), digits);
            position.rate_margin = rounded(average(current.rate_margin, draft.rate_margin), 12);
            position.volume += request.volume;
            (position.sl, position.tp, position.updated) = (request.sl, request.tp, now);
        }
        self.revalue(current.ticket)?;
        self.refresh_margin(request.login)?;
        Ok(deal)
    }

    fn set_stops(&mut self, ticket: u64, sl: Decimal, tp: Decimal) {
        if let Some(position) = self.book.positions.get_mut(&ticket) {
            (position.sl, position.tp) = (sl, tp);
        }
    }

    /// A deal on a position, without money yet.
    pub(super) fn deal_of(
        &self,
        position: &Position,
        side: Side,
        entry: Entry,
        volume: i64,
        price: Decimal,
    ) -> Result<Deal, Refusal> {
        let group = self.group_of(position.login)?;
        let symbol = self.symbol(position.symbol)?;
        let (bid, ask) = self.quote_of(position.symbol);
        let raw = profit(symbol, position.side, volume, position.price_open, price);
        Ok(Deal {
            id: 0,
            login: position.login,
            order: 0,
            position: position.ticket,
            symbol: Some(position.symbol),
            action: if side == Side::Buy { DealAction::Buy } else { DealAction::Sell },
            entry,
            time: self.now,
            price,
            price_position: if entry == Entry::In { Decimal::ZERO } else { position.price_open },
            sl: position.sl,
            tp: position.tp,
            volume,
            volume_closed: 0,
            profit: Decimal::ZERO,
            profit_raw: Decimal::ZERO,
            storage: Decimal::ZERO,
            commission: Decimal::ZERO,
            fee: Decimal::ZERO,
            rate_profit: self.profit_rate(symbol, group, raw, price),
            rate_margin: position.rate_margin,
            bid,
            ask,
            tag: position.tag.clone(),
        })
    }

    /// Puts an executed order into the history (MT5) and gives its ticket.
    pub(super) fn record_order(
        &mut self,
        request: &Open,
        price: Decimal,
        pending: Option<Order>,
        position: u64,
    ) -> Result<u64, Refusal> {
        let mut order = if let Some(order) = pending {
            order
        } else {
            let ticket = self.next_ticket();
            self.market_order(request, ticket, price)
        };
        let ticket = order.ticket;
        if self.group_of(request.login)?.platform == Platform::Mt5 {
            order.state = OrderState::Filled;
            order.volume_current = 0;
            order.done = self.now;
            order.price_current = price;
            order.position = if position == 0 { ticket } else { position };
            self.index.add_history(&order);
            self.book.history.insert(ticket, order);
        }
        Ok(ticket)
    }

    fn market_order(&self, request: &Open, ticket: u64, price: Decimal) -> Order {
        Order {
            ticket,
            login: request.login,
            symbol: request.symbol,
            kind: OrderType::market(request.side),
            state: OrderState::Placed,
            volume_initial: request.volume,
            volume_current: request.volume,
            price,
            trigger: Decimal::ZERO,
            price_current: price,
            sl: request.sl,
            tp: request.tp,
            time: OrderTime::Gtc,
            expires: 0,
            setup: self.now,
            done: 0,
            position: 0,
            position_by: 0,
            activation: 0,
            rate_margin: Decimal::ONE,
            tag: request.tag.clone(),
        }
    }

    /// The dealer's price when it is near the market, else the market's.
    pub(super) fn price(
        &self,
        group: &Group,
        symbol: SymbolId,
        side: Side,
        asked: Option<Decimal>,
    ) -> Result<Decimal, Refusal> {
        let market = self.opening_price(group, symbol, side)?;
        let Some(price) = asked.filter(|price| !price.is_zero()) else {
            return Ok(market);
        };
        let digits = self.symbol(symbol)?.digits;
        let far = (price - market).abs() * Decimal::ONE_HUNDRED > market * PRICE_BAND;
        if price.is_sign_negative() || far || price != rounded(price, digits) {
            return Err(Refusal::Price);
        }
        Ok(price)
    }

    pub(super) fn check_rights(&self, login: u64, symbol: SymbolId, need: Need) -> Result<(), Refusal> {
        let account = self.account(login)?;
        let symbol = self.symbol(symbol)?;
        let allowed = match (symbol.trade_mode, need) {
            (TradeMode::Disabled, _) => false,
            (_, Need::Close) | (TradeMode::Full, _) => true,
            (TradeMode::LongOnly, Need::Open(side)) => side == Side::Buy,
            (TradeMode::ShortOnly, Need::Open(side)) => side == Side::Sell,
            (TradeMode::CloseOnly, Need::Open(_)) => false,
        };
        let enabled = account.rights & ENABLED != 0 && account.rights & TRADE_DISABLED == 0;
        if !allowed || (!enabled && need != Need::Close) {
            return Err(Refusal::TradeDisabled);
        }
        if !self.is_open(symbol) {
            return Err(Refusal::MarketClosed);
        }
        Ok(())
    }

    /// Stops must lie beyond the market, or beyond the price of a waiting order.
    pub(super) fn check_stops(
        &self,
        login: u64,
        symbol: SymbolId,
        side: Side,
        sl: Decimal,
        tp: Decimal,
        waiting_at: Option<Decimal>,
    ) -> Result<(), Refusal> {
        let group = self.group_of(login)?;
        let market = match waiting_at {
            Some(price) => price,
            None => self.closing_price(group, symbol, side)?,
        };
        let symbol = self.symbol(symbol)?;
        let near = Decimal::from(symbol.stops_level) * symbol.point();
        let fits = |stop: Decimal, below: bool| {
            stop.is_zero()
                || (stop.is_sign_positive()
                    && stop == rounded(stop, symbol.digits)
                    && if below {
                        stop < market && market - stop >= near
                    } else {
                        stop > market && stop - market >= near
                    })
        };
        let buys = side == Side::Buy;
        if fits(sl, buys) && fits(tp, !buys) { Ok(()) } else { Err(Refusal::Stops) }
    }

    fn check_money(&self, login: u64, draft: &Position) -> Result<(), Refusal> {
        let group = self.group_of(login)?;
        let account = self.account(login)?;
        let margin = self.margin_with(login, Some(draft))?;
        let free = super::state::free_margin(account, group) + account.margin;
        let grows = margin > account.margin;
        if grows && free < margin { Err(Refusal::NoMoney) } else { Ok(()) }
    }
}

/// Within the symbol's limits and on its steps.
pub(super) fn check_volume(symbol: &Symbol, volume: i64) -> Result<(), Refusal> {
    let on_step = volume.checked_rem(symbol.volume_step.max(1)) == Some(0);
    if volume < symbol.volume_min || volume > symbol.volume_max || !on_step {
        return Err(Refusal::Volume);
    }
    Ok(())
}
