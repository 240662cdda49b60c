use std::collections::{BTreeSet, HashMap};

use super::Book;
use super::records::{ClosedTrade, Deal, Millis, Order, Position};
use super::symbol::SymbolId;

type Timed = BTreeSet<(Millis, u64)>;

/// Where things are found without a walk over all of them.
#[derive(Debug, Default)]
pub(super) struct Index {
    positions_by_symbol: Vec<BTreeSet<u64>>,
    positions_by_login: HashMap<u64, BTreeSet<u64>>,
    orders_by_symbol: Vec<BTreeSet<u64>>,
    orders_by_login: HashMap<u64, BTreeSet<u64>>,
    expiring: Timed,
    history_by_login: HashMap<u64, Timed>,
    deals: Timed,
    deals_by_login: HashMap<u64, Timed>,
    closed_by_login: HashMap<u64, Timed>,
}

impl Index {
    pub(super) fn new(symbols: usize) -> Self {
        Self {
            positions_by_symbol: vec![BTreeSet::new(); symbols],
            orders_by_symbol: vec![BTreeSet::new(); symbols],
            ..Self::default()
        }
    }

    pub(super) fn of(book: &Book, symbols: usize) -> Self {
        let mut index = Self::new(symbols);
        book.positions.values().for_each(|position| index.add_position(position));
        book.orders.values().for_each(|order| index.add_order(order));
        book.history.values().for_each(|order| index.add_history(order));
        book.deals.values().for_each(|deal| index.add_deal(deal));
        book.closed.values().for_each(|trade| index.add_closed(trade));
        index
    }

    pub(super) fn busy_logins(&self) -> Vec<u64> {
        let with = |of: &HashMap<u64, BTreeSet<u64>>| -> Vec<u64> {
            of.iter().filter(|(_, tickets)| !tickets.is_empty()).map(|(login, _)| *login).collect()
        };
        [with(&self.positions_by_login), with(&self.orders_by_login)].concat()
    }

    pub(super) fn add_position(&mut self, position: &Position) {
        if let Some(tickets) = self.positions_by_symbol.get_mut(position.symbol.0) {
            tickets.insert(position.ticket);
        }
        self.positions_by_login.entry(position.login).or_default().insert(position.ticket);
    }

    pub(super) fn remove_position(&mut self, position: &Position) {
        if let Some(tickets) = self.positions_by_symbol.get_mut(position.symbol.0) {
            tickets.remove(&position.ticket);
        }
        if let Some(tickets) = self.positions_by_login.get_mut(&position.login) {
            tickets.remove(&position.ticket);
        }
    }

    pub(super) fn add_order(&mut self, order: &Order) {
        if let Some(tickets) = self.orders_by_symbol.get_mut(order.symbol.0) {
            tickets.insert(order.ticket);
        }
        self.orders_by_login.entry(order.login).or_default().insert(order.ticket);
        if order.expires > 0 {
            self.expiring.insert((order.expires, order.ticket));
        }
    }

    pub(super) fn remove_order(&mut self, order: &Order) {
        if let Some(tickets) = self.orders_by_symbol.get_mut(order.symbol.0) {
            tickets.remove(&order.ticket);
        }
        if let Some(tickets) = self.orders_by_login.get_mut(&order.login) {
            tickets.remove(&order.ticket);
        }
        self.expiring.remove(&(order.expires, order.ticket));
    }

    pub(super) fn add_history(&mut self, order: &Order) {
        self.history_by_login.entry(order.login).or_default().insert((order.done, order.ticket));
    }

    pub(super) fn add_deal(&mut self, deal: &Deal) {
        self.deals.insert((deal.time, deal.id));
        self.deals_by_login.entry(deal.login).or_default().insert((deal.time, deal.id));
    }

    pub(super) fn add_closed(&mut self, trade: &ClosedTrade) {
        self.closed_by_login.entry(trade.login).or_default().insert((trade.closed, trade.ticket));
    }

    pub(super) fn positions_on(&self, symbol: SymbolId) -> impl Iterator<Item = u64> {
        self.positions_by_symbol.get(symbol.0).into_iter().flatten().copied()
    }

    pub(super) fn orders_on(&self, symbol: SymbolId) -> impl Iterator<Item = u64> {
        self.orders_by_symbol.get(symbol.0).into_iter().flatten().copied()
    }

    pub(super) fn positions_of(&self, login: u64) -> impl Iterator<Item = u64> {
        self.positions_by_login.get(&login).into_iter().flatten().copied()
    }

    pub(super) fn orders_of(&self, login: u64) -> impl Iterator<Item = u64> {
        self.orders_by_login.get(&login).into_iter().flatten().copied()
    }

    pub(super) fn first_expiring(&self) -> Option<(Millis, u64)> {
        self.expiring.first().copied()
    }

    pub(super) fn history_of(&self, login: u64, from: Millis, to: Millis) -> impl Iterator<Item = u64> {
        window(self.history_by_login.get(&login), from, to)
    }

    pub(super) fn deals_of(&self, login: u64, from: Millis, to: Millis) -> impl Iterator<Item = u64> {
        window(self.deals_by_login.get(&login), from, to)
    }

    pub(super) fn has_deals(&self, login: u64) -> bool {
        self.deals_by_login.contains_key(&login)
    }

    pub(super) fn deals_between(&self, from: Millis, to: Millis) -> impl Iterator<Item = u64> {
        window(Some(&self.deals), from, to)
    }

    pub(super) fn closed_of(&self, login: u64, from: Millis, to: Millis) -> impl Iterator<Item = u64> {
        window(self.closed_by_login.get(&login), from, to)
    }
}

/// Both ends belong to the window; one that ends before it begins holds nothing.
fn window(of: Option<&Timed>, from: Millis, to: Millis) -> impl Iterator<Item = u64> {
    let of = of.filter(|_| from <= to);
    of.into_iter().flat_map(move |timed| timed.range((from, 0)..=(to, u64::MAX))).map(|(_, id)| *id)
}
