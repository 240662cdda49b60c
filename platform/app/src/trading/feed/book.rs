//! What is open on one trading server, and since when that is known.

use super::prices::Prices;
use chrono::{DateTime, TimeDelta, Utc};
use crm_trading::poll::{Brought, Event, Feed, Pace};
use crm_trading::{AccountState, Login, PendingOrder, Position, Ticket};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// A feed whose answers do not come for this long is down.
const DOWN_AFTER: TimeDelta = TimeDelta::seconds(10);
/// What another process keeps is written at least three times in this span while it polls.
const SILENT_AFTER: TimeDelta = TimeDelta::seconds(30);
/// What another process keeps is written and read a second later each.
const UNDER_WAY: TimeDelta = TimeDelta::seconds(3);
/// Figures that are read without the feed come about once a minute.
const READ_APART: TimeDelta = TimeDelta::seconds(90);
/// Longest text of a failure that is shown, in characters.
const SAID_MAX: usize = 200;

/// What is said when nobody asks the server.
pub(crate) const NOT_POLLED: &str = "No process of the platform polls this server at the moment.";
/// What is said when it is asked and silent.
pub(crate) const NO_ANSWER: &str = "No answer came for a while.";

/// How far a feed can be believed; the later, the less.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FeedState {
    /// As new as its cadence promises.
    Fresh,
    /// Older than that, or the last question failed.
    Stale,
    /// The server, or the process that polls it, does not answer.
    Down,
}

/// What is known of one feed of a server.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Known {
    /// When the question was put whose answer came last.
    pub(crate) at: Option<DateTime<Utc>>,
    /// Since when questions fail, and what was said last.
    pub(crate) trouble: Option<(DateTime<Utc>, String)>,
    /// How often the question is put.
    pub(crate) every: TimeDelta,
}

impl Known {
    #[cfg(test)]
    pub(crate) fn asked_every(every: TimeDelta) -> Self {
        Self { every, ..Self::default() }
    }

    pub(super) fn answered(&mut self, at: DateTime<Utc>) {
        self.at = Some(at);
        self.trouble = None;
    }

    pub(crate) fn failed(&mut self, now: DateTime<Utc>, said: &str) {
        let since = self.trouble.as_ref().map_or(now, |(since, _)| *since);
        self.trouble = Some((since, said.chars().take(SAID_MAX).collect()));
    }
}

/// A server's book.
#[derive(Clone, Debug, Default)]
pub(crate) struct Book {
    pub(crate) positions: BTreeMap<Ticket, Arc<Position>>,
    /// The same by login.
    pub(crate) by_login: BTreeSet<(Login, Ticket)>,
    pub(crate) orders: BTreeMap<Ticket, Arc<PendingOrder>>,
    pub(crate) accounts: HashMap<Login, Arc<AccountState>>,
    /// Digits of prices by symbol.
    pub(crate) digits: BTreeMap<String, u32>,
    pub(crate) known_positions: Known,
    pub(crate) known_orders: Known,
    pub(crate) known_accounts: Known,
    pub(crate) known_deals: Known,
    /// Of the symbols in which something is open, while somebody watches.
    pub(crate) prices: Prices,
    /// How long the newest deal took from its time on the server until it was seen here.
    pub(crate) deal_delay: Option<TimeDelta>,
    /// When another process wrote this; `None` for what is polled here.
    pub(crate) written_at: Option<DateTime<Utc>>,
}

impl Book {
    /// Takes in what a question brought; of deals it keeps how old they are. Whether anything is to be shown anew, ages
    /// included.
    pub(crate) fn take(&mut self, brought: &Brought, now: DateTime<Utc>) -> bool {
        let known = match brought.feed {
            Feed::Positions => &mut self.known_positions,
            Feed::Orders => &mut self.known_orders,
            Feed::Accounts => &mut self.known_accounts,
            Feed::Deals => &mut self.known_deals,
            Feed::Ticks => {
                // they are shown beside what is pushed more often
                self.prices.take(brought, now);
                return false;
            }
            Feed::Clock => return false,
        };
        match &brought.outcome {
            Ok(_) if !brought.whole => known.trouble = None,
            Ok(events) => {
                known.answered(brought.asked_at);
                events.iter().for_each(|event| self.happen(event));
            }
            Err(error) => known.failed(now, &error.to_string()),
        }
        // nobody is pushed deals: whoever looks at them asks
        brought.feed != Feed::Deals
    }

    /// What is known by feed, with how often each is asked for at a pace.
    fn feeds(&mut self, pace: Pace) -> [(Feed, &mut Known, TimeDelta); 4] {
        [
            (Feed::Positions, &mut self.known_positions, pace.positions_every),
            (Feed::Orders, &mut self.known_orders, pace.positions_every),
            (Feed::Accounts, &mut self.known_accounts, pace.accounts_every),
            (Feed::Deals, &mut self.known_deals, pace.deals_every),
        ]
    }

    /// The poller goes on at another pace. What is to come more often is late only after it came once, so only what comes
    /// less often counts at once; the rest when `answered` says that it came.
    pub(crate) fn keep_pace(&mut self, pace: Pace, answered: Option<Feed>) {
        for (feed, known, every) in self.feeds(pace) {
            match answered {
                Some(answered) if answered == feed => known.every = every,
                Some(_) => {}
                None => known.every = known.every.max(every),
            }
        }
    }

    /// A new poller begins: everything is asked for at once.
    pub(crate) fn begin_pace(&mut self, pace: Pace) {
        for (_, known, every) in self.feeds(pace) {
            known.every = every;
        }
    }

    /// Nothing can be asked of the server.
    pub(crate) fn failed(&mut self, now: DateTime<Utc>, said: &str) {
        for known in
            [&mut self.known_positions, &mut self.known_orders, &mut self.known_accounts, &mut self.known_deals]
        {
            known.failed(now, said);
        }
        if self.prices.are_watched() {
            self.prices.known.failed(now, said);
        }
    }

    fn happen(&mut self, event: &Event) {
        match event {
            Event::PositionOpened(position) | Event::PositionChanged { position, .. } => {
                self.by_login.insert((position.login, position.ticket));
                self.positions.insert(position.ticket, Arc::new(position.clone()));
            }
            Event::PositionClosed(position) => {
                self.by_login.remove(&(position.login, position.ticket));
                self.positions.remove(&position.ticket);
            }
            Event::OrderPlaced(order) | Event::OrderChanged(order) => {
                self.orders.insert(order.ticket, Arc::new(order.clone()));
            }
            Event::OrderEnded(order) => {
                self.orders.remove(&order.ticket);
            }
            Event::AccountChanged(state) => {
                self.accounts.insert(state.login, Arc::new(state.clone()));
            }
            Event::AccountGone(login) => {
                self.accounts.remove(login);
            }
            Event::DealSeen { .. } | Event::Tick(_) => {}
        }
    }

    /// The positions of one login.
    pub(crate) fn positions_of(&self, login: Login) -> impl Iterator<Item = &Arc<Position>> {
        let of = self.by_login.range((login, Ticket(0))..=(login, Ticket(u64::MAX)));
        of.filter_map(|(_, ticket)| self.positions.get(ticket))
    }

    /// How far one of its feeds can be believed now, and why not.
    pub(crate) fn state(&self, known: &Known, now: DateTime<Utc>) -> (FeedState, Option<String>) {
        if self.written_at.is_some_and(|at| now - at > SILENT_AFTER) {
            return (FeedState::Down, Some(NOT_POLLED.to_owned()));
        }
        let age = known.at.map(|at| now - at);
        if let Some((since, said)) = &known.trouble {
            let down = known.at.is_none() || now - *since >= DOWN_AFTER;
            return (if down { FeedState::Down } else { FeedState::Stale }, Some(said.clone()));
        }
        let late = known.every * 3 + if self.written_at.is_some() { UNDER_WAY } else { TimeDelta::zero() };
        match age {
            Some(age) if age <= late => (FeedState::Fresh, None),
            Some(age) if age > SILENT_AFTER + late => (FeedState::Down, Some(NO_ANSWER.to_owned())),
            _ => (FeedState::Stale, None),
        }
    }

    /// How far figures of an account can be believed that are at least as new as `as_of`. Those that somebody read by another
    /// way since the feed fell silent are as good as their age.
    pub(crate) fn state_of_figures(&self, as_of: DateTime<Utc>, now: DateTime<Utc>) -> FeedState {
        let known = &self.known_accounts;
        let state = self.state(known, now).0;
        let silent_since = known.trouble.as_ref().map(|(since, _)| *since).or(known.at);
        let read_since = silent_since.is_none_or(|since| as_of > since) && now - as_of <= READ_APART;
        if state != FeedState::Fresh && read_since { FeedState::Fresh } else { state }
    }

    /// Digits of a symbol's prices; what nobody said is read off the prices themselves.
    pub(crate) fn digits_of(&self, symbol: &str, prices: &[rust_decimal::Decimal]) -> u32 {
        let told = self.digits.get(symbol).copied();
        told.unwrap_or_else(|| prices.iter().map(|price| price.normalize().scale()).max().unwrap_or(0))
    }

    /// The figures of an account with the instant they are known to be true of.
    pub(crate) fn figures(&self, login: Login) -> Option<AccountState> {
        let state = self.accounts.get(&login)?;
        let as_of = self.known_accounts.at.map_or(state.as_of, |at| at.max(state.as_of));
        Some(AccountState { as_of, ..AccountState::clone(state) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crm_trading::{Answer, Lots, ServerTime, Side, TradingError};

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000 + second, 0).unwrap()
    }

    fn position(ticket: u64, profit: i64) -> Position {
        Position {
            ticket: Ticket(ticket),
            continues: None,
            login: Login(7),
            symbol: "EURUSD".to_owned(),
            side: Side::Buy,
            lots: Lots::from_units(1_000_000),
            price_open: "1.1".parse().unwrap(),
            price_current: "1.10005".parse().unwrap(),
            stop_loss: None,
            take_profit: None,
            profit: profit.into(),
            swap: 0.into(),
            comment: String::new(),
            opened_at: ServerTime { server_msc: 0, utc: at(0) },
        }
    }

    fn looked(second: i64, events: Vec<Event>) -> Brought {
        Brought { feed: Feed::Positions, asked_at: at(second), whole: true, outcome: Ok(events) }
    }

    fn failed(second: i64) -> Brought {
        let outcome = Err(TradingError::Auth(Answer::ours("wrong password")));
        Brought { feed: Feed::Positions, asked_at: at(second), whole: true, outcome }
    }

    fn every_second() -> Book {
        let every = TimeDelta::seconds(1);
        let mut book = Book::default();
        book.begin_pace(Pace { positions_every: every, accounts_every: every, deals_every: every * 2 });
        book
    }

    #[test]
    fn a_book_is_what_the_answers_say() {
        let mut book = every_second();
        book.take(
            &looked(0, vec![Event::PositionOpened(position(1, 5)), Event::PositionOpened(position(2, 6))]),
            at(0),
        );
        book.take(&looked(1, vec![Event::PositionClosed(position(2, 6))]), at(1));
        assert_eq!(book.positions.keys().copied().collect::<Vec<_>>(), [Ticket(1)]);
        assert_eq!(book.positions_of(Login(7)).map(|position| position.ticket).collect::<Vec<_>>(), [Ticket(1)]);
        assert_eq!(book.positions_of(Login(8)).count(), 0);
        assert_eq!(book.digits_of("EURUSD", &["1.1".parse().unwrap(), "1.10050".parse().unwrap()]), 4);
        book.digits.insert("EURUSD".to_owned(), 5);
        assert_eq!(book.digits_of("EURUSD", &[]), 5);
    }

    /// MON-30: a dead feed shows as stale at once, and as down after ten seconds.
    #[test]
    fn a_feed_is_stale_at_once_and_down_soon() {
        let mut book = every_second();
        let state = |book: &Book, second| book.state(&book.known_positions, at(second)).0;
        assert_eq!(state(&book, 0), FeedState::Stale, "nothing is known yet");
        book.take(&failed(0), at(0));
        assert_eq!(state(&book, 0), FeedState::Down, "it never answered");
        book.take(&looked(1, Vec::new()), at(1));
        assert_eq!((state(&book, 4), state(&book, 5)), (FeedState::Fresh, FeedState::Stale));
        book.take(&failed(2), at(2));
        assert_eq!(state(&book, 2), FeedState::Stale);
        book.take(&failed(11), at(11));
        assert_eq!((state(&book, 11), state(&book, 12)), (FeedState::Stale, FeedState::Down));
        assert!(book.state(&book.known_positions, at(12)).1.unwrap().contains("wrong password"));
        book.take(&looked(13, Vec::new()), at(13));
        assert_eq!(state(&book, 13), FeedState::Fresh);
        assert_eq!(state(&book, 60), FeedState::Down, "the poller hangs");
        book.written_at = Some(at(13));
        book.known_positions.answered(at(60));
        assert_eq!(state(&book, 60), FeedState::Down, "who polled it wrote nothing for long");
    }

    /// MON-30: deals have an age of their own, a window counts when its last page came, and a failure shows at once.
    #[test]
    fn deals_are_as_old_as_the_last_whole_look() {
        let mut book = every_second();
        let state = |book: &Book, second| book.state(&book.known_deals, at(second)).0;
        let deals = |second, whole| Brought { feed: Feed::Deals, whole, ..looked(second, Vec::new()) };
        assert!(!book.take(&deals(0, false), at(0)), "nobody is pushed deals");
        assert_eq!(state(&book, 0), FeedState::Stale, "a page is not the whole window");
        book.take(&deals(1, true), at(1));
        assert_eq!((state(&book, 7), state(&book, 8)), (FeedState::Fresh, FeedState::Stale));
        book.take(&Brought { feed: Feed::Deals, ..failed(2) }, at(2));
        assert_eq!((state(&book, 2), state(&book, 12)), (FeedState::Stale, FeedState::Down));
        book.take(&looked(12, Vec::new()), at(12));
        assert_eq!(state(&book, 12), FeedState::Down, "positions say nothing of deals");
        book.take(&deals(13, true), at(13));
        assert_eq!((state(&book, 13), book.known_deals.at), (FeedState::Fresh, Some(at(13))));
    }

    #[test]
    fn a_faster_pace_makes_nothing_late_before_it_came_once() {
        let mut book = every_second();
        book.take(&looked(0, Vec::new()), at(0));
        let pace = |seconds| {
            let every = TimeDelta::seconds(seconds);
            Pace { positions_every: every, accounts_every: every, deals_every: every }
        };
        book.keep_pace(pace(5), None);
        assert_eq!(book.state(&book.known_positions, at(10)).0, FeedState::Fresh, "slower counts at once");
        book.keep_pace(pace(1), None);
        book.keep_pace(pace(1), Some(Feed::Orders));
        assert_eq!(book.state(&book.known_positions, at(10)).0, FeedState::Fresh);
        book.keep_pace(pace(1), Some(Feed::Positions));
        assert_eq!(book.state(&book.known_positions, at(10)).0, FeedState::Stale);
    }

    /// MON-30: figures of an account are as stale as their feed, unless somebody read them since.
    #[test]
    fn figures_are_as_stale_as_their_feed() {
        let mut book = every_second();
        assert_eq!(book.state_of_figures(at(0), at(90)), FeedState::Fresh, "read once a minute without a feed");
        assert_eq!(book.state_of_figures(at(0), at(91)), FeedState::Stale);
        let accounts = |brought| Brought { feed: Feed::Accounts, ..brought };
        book.take(&accounts(looked(100, Vec::new())), at(100));
        assert_eq!(book.state_of_figures(at(0), at(101)), FeedState::Fresh, "unchanged since");
        book.take(&accounts(failed(102)), at(102));
        assert_eq!(book.state_of_figures(at(101), at(102)), FeedState::Stale);
        assert_eq!(book.state_of_figures(at(103), at(104)), FeedState::Fresh, "read by hand");
        assert_eq!(book.state_of_figures(at(103), at(200)), FeedState::Down);
    }

    #[test]
    fn a_server_that_cannot_be_asked_has_no_fresh_feed() {
        let mut book = every_second();
        book.take(&looked(0, Vec::new()), at(0));
        book.failed(at(1), "the lease is lost");
        for known in [&book.known_positions, &book.known_orders, &book.known_accounts, &book.known_deals] {
            assert_ne!(book.state(known, at(1)).0, FeedState::Fresh);
        }
    }
}
