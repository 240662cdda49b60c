//! The trading engine: pure, synchronous, deterministic. Time comes in by [`Engine::set_now`], prices by
//! [`Engine::tick`]; the same calls in the same order give the same books.

mod accounts;
mod calc;
mod close_by;
mod deeds;
mod group;
mod identities;
mod index;
mod margin;
mod money_ops;
mod num;
mod open;
mod pending;
mod quotes;
mod records;
mod refusal;
mod rollover;
mod settle;
mod state;
mod stop_out;
mod symbol;
#[cfg(test)]
mod tests;
mod ticks;
mod zone;

use std::collections::{BTreeMap, HashMap};

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

pub use accounts::{NewAccount, PasswordKind};
pub use calc::{Way, profit};
pub use group::{
    Commission, CommissionEntry, CommissionUnit, FreeMarginMode, Group, MarginMode, Platform, StopOutMode,
};
pub use identities::Violation;
pub use money_ops::MoneyOp;
pub use num::{LOT, lots, ratio, rounded};
pub use open::{Close, Fill, Open};
pub use pending::{Pending, PendingChange};
pub use quotes::Quote;
pub use records::{
    Account, ClosedState, ClosedTrade, Deal, DealAction, Entry, Millis, Order, OrderState, OrderTime, OrderType,
    Person, Position, Reason, Side, SoState, Tag,
};
pub use refusal::Refusal;
pub use state::AccountState;
pub use symbol::{CalcMode, Swap, SwapMode, Symbol, SymbolId, TradeMode};
pub use zone::{DAY, Zone};

use index::Index;

/// Everything that is kept over a restart.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Book {
    pub(crate) accounts: BTreeMap<u64, Account>,
    /// Put away: seen by nobody who does not ask for them.
    #[serde(default)]
    pub(crate) archived: BTreeMap<u64, Account>,
    pub(crate) positions: BTreeMap<u64, Position>,
    pub(crate) orders: BTreeMap<u64, Order>,
    pub(crate) history: BTreeMap<u64, Order>,
    pub(crate) deals: BTreeMap<u64, Deal>,
    pub(crate) closed: BTreeMap<u64, ClosedTrade>,
    #[serde(default)]
    deeds: BTreeMap<String, u32>,
    last_ticket: u64,
    last_deal: u64,
    last_login: [u64; 2],
}

/// Books as they lie in a file: symbols are numbered, so their names come along.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Saved {
    symbols: Vec<String>,
    book: Book,
}

/// The engine with its books.
#[derive(Debug)]
pub struct Engine {
    now: Millis,
    zone: Zone,
    weekends: bool,
    symbols: Vec<Symbol>,
    names: HashMap<String, SymbolId>,
    pairs: HashMap<String, HashMap<String, SymbolId>>,
    quotes: Vec<Quote>,
    ticks: u64,
    groups: BTreeMap<String, Group>,
    book: Book,
    index: Index,
    next_rollover: Millis,
    buffer: Vec<u64>,
}

/// First logins that the servers give: MT4, MT5.
const FIRST_LOGINS: [u64; 2] = [700_001, 100_001];
/// First ticket and deal numbers, so that no number looks like an id of something else.
const FIRST_TICKET: u64 = 5_000_001;
const FIRST_DEAL: u64 = 9_000_001;

impl Engine {
    /// An empty engine. `weekends` closes the market on Saturdays and Sundays of the server's clock.
    #[must_use]
    pub fn new(now: Millis, zone: Zone, weekends: bool, symbols: Vec<Symbol>, groups: Vec<Group>) -> Self {
        let names = symbols.iter().enumerate().map(|(at, symbol)| (symbol.name.clone(), SymbolId(at))).collect();
        let mut pairs: HashMap<String, HashMap<String, SymbolId>> = HashMap::new();
        for (at, symbol) in symbols.iter().enumerate().filter(|(_, symbol)| symbol.calc == CalcMode::Forex) {
            let quotes = pairs.entry(symbol.base.clone()).or_default();
            quotes.entry(symbol.profit_currency.clone()).or_insert(SymbolId(at));
        }
        Self {
            now,
            zone,
            weekends,
            names,
            pairs,
            quotes: vec![Quote::default(); symbols.len()],
            index: Index::new(symbols.len()),
            symbols,
            ticks: 0,
            groups: groups.into_iter().map(|group| (group.name.clone(), group)).collect(),
            book: Book::default(),
            next_rollover: zone.next_midnight(now),
            buffer: Vec::new(),
        }
    }

    /// Takes over books from a file.
    ///
    /// # Errors
    /// The name of a symbol or group that this engine does not know.
    pub fn restore(&mut self, saved: Saved) -> Result<(), String> {
        let mut book = saved.book;
        let mut places = Vec::with_capacity(saved.symbols.len());
        for name in &saved.symbols {
            places.push(self.names.get(name).copied().ok_or_else(|| format!("symbol {name}"))?);
        }
        let place = |id: &mut SymbolId| {
            if let Some(found) = places.get(id.0) {
                *id = *found;
            }
        };
        for account in book.accounts.values() {
            if !self.groups.contains_key(&account.group) {
                return Err(format!("group {}", account.group));
            }
        }
        book.positions.values_mut().for_each(|position| place(&mut position.symbol));
        book.orders.values_mut().chain(book.history.values_mut()).for_each(|order| place(&mut order.symbol));
        book.deals.values_mut().filter_map(|deal| deal.symbol.as_mut()).for_each(place);
        book.closed.values_mut().filter_map(|trade| trade.symbol.as_mut()).for_each(place);
        self.index = Index::of(&book, self.symbols.len());
        let busy: Vec<u64> = self.index.busy_logins();
        for login in busy {
            if let Some(account) = book.accounts.get_mut(&login) {
                account.active = true;
            }
        }
        self.book = book;
        Ok(())
    }

    /// The books for a file.
    #[must_use]
    pub fn save(&self) -> Saved {
        Saved { symbols: self.symbols.iter().map(|symbol| symbol.name.clone()).collect(), book: self.book.clone() }
    }

    /// Moves the engine's time; it never goes back.
    pub fn set_now(&mut self, now: Millis) {
        self.now = self.now.max(now);
    }

    /// Works as if it were another time: histories of demos are made so.
    pub fn at_time<R>(&mut self, at: Millis, work: impl FnOnce(&mut Self) -> R) -> R {
        let now = std::mem::replace(&mut self.now, at);
        let done = work(self);
        self.now = now;
        done
    }

    /// The engine's time.
    #[must_use]
    pub const fn now(&self) -> Millis {
        self.now
    }

    /// The server's time zone.
    #[must_use]
    pub const fn zone(&self) -> Zone {
        self.zone
    }

    /// All symbols in their order.
    #[must_use]
    pub fn symbols(&self) -> &[Symbol] {
        &self.symbols
    }

    /// A symbol by its name.
    #[must_use]
    pub fn symbol_id(&self, name: &str) -> Option<SymbolId> {
        self.names.get(name).copied()
    }

    /// A symbol by its place.
    ///
    /// # Errors
    /// [`Refusal::NotFound`].
    pub fn symbol(&self, id: SymbolId) -> Result<&Symbol, Refusal> {
        self.symbols.get(id.0).ok_or(Refusal::NotFound)
    }

    /// Places of all symbols.
    pub fn symbol_ids(&self) -> impl Iterator<Item = SymbolId> + use<> {
        (0..self.symbols.len()).map(SymbolId)
    }

    /// All groups of a platform by name.
    pub fn groups(&self, platform: Platform) -> impl Iterator<Item = &Group> {
        self.groups.values().filter(move |group| group.platform == platform)
    }

    /// A group by its name.
    #[must_use]
    pub fn group(&self, name: &str) -> Option<&Group> {
        self.groups.get(name)
    }

    /// Whether a symbol trades now.
    #[must_use]
    pub fn is_open(&self, symbol: &Symbol) -> bool {
        self.is_open_at(symbol, self.now)
    }

    /// Whether a symbol trades at a moment.
    #[must_use]
    pub fn is_open_at(&self, symbol: &Symbol, at: Millis) -> bool {
        !self.closes(symbol) || !matches!(self.zone.weekday(at), 0 | 6)
    }

    /// Whether a symbol rests on weekends.
    #[must_use]
    pub const fn closes(&self, symbol: &Symbol) -> bool {
        self.weekends && !symbol.round_the_clock
    }

    /// An account by its login.
    ///
    /// # Errors
    /// [`Refusal::NotFound`].
    pub fn account(&self, login: u64) -> Result<&Account, Refusal> {
        self.book.accounts.get(&login).ok_or(Refusal::NotFound)
    }

    /// An account that was put away.
    ///
    /// # Errors
    /// [`Refusal::NotFound`].
    pub fn archived(&self, login: u64) -> Result<&Account, Refusal> {
        self.book.archived.get(&login).ok_or(Refusal::NotFound)
    }

    /// Accounts that were put away by login.
    pub fn all_archived(&self) -> impl Iterator<Item = &Account> {
        self.book.archived.values()
    }

    /// Accounts of a platform by login.
    pub fn accounts(&self, platform: Platform) -> impl Iterator<Item = &Account> {
        self.book
            .accounts
            .values()
            .filter(move |account| self.groups.get(&account.group).is_some_and(|group| group.platform == platform))
    }

    pub(crate) fn group_of(&self, login: u64) -> Result<&Group, Refusal> {
        self.groups.get(&self.account(login)?.group).ok_or(Refusal::UnknownGroup)
    }

    pub(crate) fn account_mut(&mut self, login: u64) -> Result<&mut Account, Refusal> {
        self.book.accounts.get_mut(&login).ok_or(Refusal::NotFound)
    }

    /// Open positions of an account by ticket.
    pub fn positions_of(&self, login: u64) -> impl Iterator<Item = &Position> {
        self.index.positions_of(login).filter_map(|ticket| self.book.positions.get(&ticket))
    }

    /// An open position.
    #[must_use]
    pub fn position(&self, ticket: u64) -> Option<&Position> {
        self.book.positions.get(&ticket)
    }

    /// Waiting orders of an account by ticket.
    pub fn orders_of(&self, login: u64) -> impl Iterator<Item = &Order> {
        self.index.orders_of(login).filter_map(|ticket| self.book.orders.get(&ticket))
    }

    /// A waiting order.
    #[must_use]
    pub fn order(&self, ticket: u64) -> Option<&Order> {
        self.book.orders.get(&ticket)
    }

    /// An order of the history.
    #[must_use]
    pub fn past_order(&self, ticket: u64) -> Option<&Order> {
        self.book.history.get(&ticket)
    }

    /// Orders of an account that ended in a window, oldest first.
    pub fn past_orders_of(&self, login: u64, from: Millis, to: Millis) -> impl Iterator<Item = &Order> {
        self.index.history_of(login, from, to).filter_map(|ticket| self.book.history.get(&ticket))
    }

    /// A deal.
    #[must_use]
    pub fn deal(&self, id: u64) -> Option<&Deal> {
        self.book.deals.get(&id)
    }

    /// Deals of an account in a window, oldest first.
    pub fn deals_of(&self, login: u64, from: Millis, to: Millis) -> impl Iterator<Item = &Deal> {
        self.index.deals_of(login, from, to).filter_map(|id| self.book.deals.get(&id))
    }

    /// Deals of all accounts in a window, oldest first.
    pub fn deals_between(&self, from: Millis, to: Millis) -> impl Iterator<Item = &Deal> {
        self.index.deals_between(from, to).filter_map(|id| self.book.deals.get(&id))
    }

    /// All deals with a number above this one, by number.
    pub fn deals_after(&self, id: u64) -> impl Iterator<Item = &Deal> {
        self.book.deals.range(id.saturating_add(1)..).map(|(_, deal)| deal)
    }

    /// MT4's history of an account by time of closing.
    pub fn closed_of(&self, login: u64, from: Millis, to: Millis) -> impl Iterator<Item = &ClosedTrade> {
        self.index.closed_of(login, from, to).filter_map(|ticket| self.book.closed.get(&ticket))
    }

    /// A record of MT4's history.
    #[must_use]
    pub fn closed(&self, ticket: u64) -> Option<&ClosedTrade> {
        self.book.closed.get(&ticket)
    }

    /// How much there is: accounts, open positions, waiting orders, deals.
    #[must_use]
    pub fn counts(&self) -> [usize; 4] {
        [self.book.accounts.len(), self.book.positions.len(), self.book.orders.len(), self.book.deals.len()]
    }

    fn next_ticket(&mut self) -> u64 {
        self.book.last_ticket = self.book.last_ticket.max(FIRST_TICKET - 1) + 1;
        self.book.last_ticket
    }

    /// Books a deal: gives it a number and moves balance or credit.
    fn book_deal(&mut self, mut deal: Deal) -> Result<u64, Refusal> {
        let amount = deal.amount();
        let account = self.book.accounts.get_mut(&deal.login).ok_or(Refusal::NotFound)?;
        if deal.action.moves_credit() {
            account.credit += amount;
        } else {
            account.balance += amount;
        }
        account.active |= deal.position != 0;
        self.book.last_deal = self.book.last_deal.max(FIRST_DEAL - 1) + 1;
        deal.id = self.book.last_deal;
        self.index.add_deal(&deal);
        let id = deal.id;
        self.book.deals.insert(id, deal);
        Ok(id)
    }

    fn quote_of(&self, id: SymbolId) -> (Decimal, Decimal) {
        self.quotes.get(id.0).map_or((Decimal::ZERO, Decimal::ZERO), |quote| (quote.bid, quote.ask))
    }
}
