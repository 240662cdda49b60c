use std::collections::{HashMap, HashSet};

use chrono::{DateTime, TimeDelta, Utc};

use crate::domain::{
    AccountFilter, AccountState, Cursor, Deal, DealId, DealQuery, Login, Page, PendingOrder, Position, Quote, Quotes,
    TradeFilter, Window,
};

use super::deals::DealFeed;
use super::event::Event;
use super::snapshot::Snapshot;

/// What to watch and how often.
#[derive(Clone, Debug)]
pub struct PollSettings {
    /// Mask of the groups.
    pub groups: String,
    /// Symbols whose prices are wanted; none asks for no ticks.
    pub symbols: Vec<String>,
    /// Whether deals are asked for at all.
    pub deals: bool,
    /// 1 to 5 seconds.
    pub deals_every: TimeDelta,
    /// Positions and orders.
    pub positions_every: TimeDelta,
    /// 5 to 15 seconds.
    pub accounts_every: TimeDelta,
    /// Half a second to a second.
    pub ticks_every: TimeDelta,
    /// Reading the server's clock.
    pub clock_every: TimeDelta,
    /// How far a window of deals reaches back before the newest deal.
    pub overlap: TimeDelta,
    /// The same from time to time, for deals that the server shows late.
    pub deep_overlap: TimeDelta,
    /// How often.
    pub deep_every: TimeDelta,
}

impl PollSettings {
    /// The usual cadences for the groups of a mask.
    #[must_use]
    pub fn of_groups(mask: impl Into<String>) -> Self {
        Self {
            groups: mask.into(),
            symbols: Vec::new(),
            deals: true,
            deals_every: TimeDelta::seconds(2),
            positions_every: TimeDelta::seconds(2),
            accounts_every: TimeDelta::seconds(5),
            ticks_every: TimeDelta::milliseconds(500),
            clock_every: TimeDelta::minutes(5),
            overlap: TimeDelta::seconds(5),
            deep_overlap: TimeDelta::minutes(2),
            deep_every: TimeDelta::minutes(1),
        }
    }
}

/// How often what moves with the market is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// Positions and orders.
    pub positions_every: TimeDelta,
    /// Figures of accounts.
    pub accounts_every: TimeDelta,
    /// Deals: MT4 answers with every account and everything that is open.
    pub deals_every: TimeDelta,
}

/// What is known from before, so that the gap since is filled and what ended meanwhile is noticed.
#[derive(Clone, Debug)]
pub struct Baseline {
    /// Deals from here on are wanted: the time of the newest one kept.
    pub deals_since: DateTime<Utc>,
    /// Deals kept from shortly before that, which are not to come again.
    pub seen: Vec<(DealId, DateTime<Utc>)>,
    /// Positions that were open.
    pub positions: Vec<Position>,
    /// Orders that waited.
    pub orders: Vec<PendingOrder>,
    /// Accounts whose figures were known: what the first answer does not bring is gone from the list.
    pub accounts: Vec<AccountState>,
}

impl Baseline {
    /// Nothing is known; deals from an instant on.
    #[must_use]
    pub const fn since(deals_since: DateTime<Utc>) -> Self {
        Self { deals_since, seen: Vec::new(), positions: Vec::new(), orders: Vec::new(), accounts: Vec::new() }
    }
}

impl Ask {
    /// Which feed it asks for.
    #[must_use]
    pub const fn feed(&self) -> Feed {
        match self {
            Self::Clock => Feed::Clock,
            Self::Ticks { .. } => Feed::Ticks,
            Self::Deals(_) => Feed::Deals,
            Self::Positions(_) => Feed::Positions,
            Self::Orders(_) => Feed::Orders,
            Self::Accounts(_) => Feed::Accounts,
        }
    }
}

/// One kind of question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Feed {
    /// The server's clock.
    Clock,
    /// Prices.
    Ticks,
    /// Deals.
    Deals,
    /// Open positions.
    Positions,
    /// Waiting orders.
    Orders,
    /// Figures of accounts.
    Accounts,
}

const FEEDS: [Feed; 6] = [Feed::Clock, Feed::Ticks, Feed::Deals, Feed::Positions, Feed::Orders, Feed::Accounts];

/// What to ask a server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    /// Its clock.
    Clock,
    /// Prices that changed since a cursor.
    Ticks {
        /// Of these symbols.
        symbols: Vec<String>,
        /// Since.
        cursor: u64,
    },
    /// Deals.
    Deals(DealQuery),
    /// All open positions.
    Positions(TradeFilter),
    /// All waiting orders.
    Orders(TradeFilter),
    /// Figures of accounts.
    Accounts(AccountFilter),
}

/// A question with its number. Only the answer to the newest question of a feed counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Its number.
    pub id: u64,
    /// What to ask.
    pub ask: Ask,
}

/// A whole answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// The clock was read.
    Clock,
    /// To [`Ask::Ticks`].
    Ticks(Quotes),
    /// To [`Ask::Deals`].
    Deals(Page<Deal>),
    /// To [`Ask::Positions`].
    Positions(Vec<Position>),
    /// To [`Ask::Orders`].
    Orders(Vec<PendingOrder>),
    /// To [`Ask::Accounts`].
    Accounts(Vec<AccountState>),
}

/// What to do now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    /// Ask this.
    Ask(Question),
    /// Nothing until then.
    Wait(DateTime<Utc>),
}

/// How old what is known is. `None`: never answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lag {
    /// Age of the newest prices.
    pub ticks: Option<TimeDelta>,
    /// Age of the last whole look at the deals.
    pub deals: Option<TimeDelta>,
    /// Age of the positions.
    pub positions: Option<TimeDelta>,
    /// Age of the orders.
    pub orders: Option<TimeDelta>,
    /// Age of the figures of accounts.
    pub accounts: Option<TimeDelta>,
    /// How long the newest deal took from its time on the server until it was seen.
    pub deal_delay: Option<TimeDelta>,
}

#[derive(Clone, Debug)]
struct Turn {
    due: DateTime<Utc>,
    asked: Option<(u64, DateTime<Utc>)>,
    /// When the question was put whose whole answer came last.
    known_at: Option<DateTime<Utc>>,
}

/// Decides what to ask and what the answers mean. Pure: time comes in with each call.
#[derive(Clone, Debug)]
pub struct Machine {
    settings: PollSettings,
    turns: HashMap<Feed, Turn>,
    asked: u64,
    deals: DealFeed,
    positions: Snapshot<Position>,
    orders: Snapshot<PendingOrder>,
    accounts: HashMap<Login, AccountState>,
    quotes: HashMap<String, Quote>,
    cursor: u64,
    /// Symbols were added: the next question asks for all prices, not for those that changed.
    anew: bool,
    deal_delay: Option<TimeDelta>,
}

impl Machine {
    /// Begins with what is known.
    #[must_use]
    pub fn new(settings: PollSettings, baseline: Baseline, now: DateTime<Utc>) -> Self {
        let turn = Turn { due: now, asked: None, known_at: None };
        let wanted = |feed: &Feed| match feed {
            Feed::Ticks => !settings.symbols.is_empty(),
            Feed::Deals => settings.deals,
            _ => true,
        };
        Self {
            turns: FEEDS.into_iter().filter(wanted).map(|feed| (feed, turn.clone())).collect(),
            asked: 0,
            deals: DealFeed::new(
                baseline.deals_since,
                baseline.seen,
                settings.overlap,
                settings.deep_overlap,
                settings.deep_every,
            ),
            positions: Snapshot::new(baseline.positions),
            orders: Snapshot::new(baseline.orders),
            accounts: baseline.accounts.into_iter().map(|state| (state.login, state)).collect(),
            quotes: HashMap::new(),
            cursor: 0,
            anew: false,
            deal_delay: None,
            settings,
        }
    }

    /// The next question, of the feed that has waited longest. A feed whose question is out waits for its answer.
    pub fn next(&mut self, now: DateTime<Utc>) -> Next {
        let waiting = FEEDS.into_iter().filter_map(|feed| {
            let turn = self.turns.get(&feed)?;
            turn.asked.is_none().then_some((turn.due, feed))
        });
        let Some((due, feed)) = waiting.min() else { return Next::Wait(now + TimeDelta::seconds(1)) };
        if due > now {
            return Next::Wait(due);
        }
        self.asked += 1;
        if let Some(turn) = self.turns.get_mut(&feed) {
            turn.asked = Some((self.asked, now));
        }
        Next::Ask(Question { id: self.asked, ask: self.question(feed, now) })
    }

    fn question(&mut self, feed: Feed, now: DateTime<Utc>) -> Ask {
        if feed == Feed::Ticks && std::mem::take(&mut self.anew) {
            self.cursor = 0;
        }
        let groups = || self.settings.groups.clone();
        match feed {
            Feed::Clock => Ask::Clock,
            Feed::Ticks => Ask::Ticks { symbols: self.settings.symbols.clone(), cursor: self.cursor },
            Feed::Positions => Ask::Positions(TradeFilter::Groups(groups())),
            Feed::Orders => Ask::Orders(TradeFilter::Groups(groups())),
            Feed::Accounts => Ask::Accounts(AccountFilter::Groups(groups())),
            Feed::Deals => {
                let filter = TradeFilter::Groups(groups());
                let (window, cursor): (Window, Option<Cursor>) = self.deals.next(now);
                Ask::Deals(DealQuery { filter, window, cursor })
            }
        }
    }

    /// Goes on at another pace: what is due earlier by it is asked for earlier.
    pub fn keep_pace(&mut self, pace: Pace) {
        let &PollSettings { positions_every, accounts_every, deals_every, .. } = &self.settings;
        if pace == (Pace { positions_every, accounts_every, deals_every }) {
            return;
        }
        self.settings.positions_every = pace.positions_every;
        self.settings.accounts_every = pace.accounts_every;
        self.settings.deals_every = pace.deals_every;
        for feed in [Feed::Positions, Feed::Orders, Feed::Accounts, Feed::Deals] {
            let every = self.every(feed);
            let Some(turn) = self.turns.get_mut(&feed) else { continue };
            if let Some(known_at) = turn.known_at {
                turn.due = turn.due.min(known_at + every);
            }
        }
    }

    /// Watches the prices of other symbols from now on; none asks for no ticks.
    pub fn watch(&mut self, symbols: Vec<String>, now: DateTime<Utc>) {
        let watched: HashSet<&String> = self.settings.symbols.iter().collect();
        let is_more = symbols.iter().any(|symbol| !watched.contains(symbol));
        self.settings.symbols = symbols;
        if self.settings.symbols.is_empty() {
            self.turns.remove(&Feed::Ticks);
            self.quotes.clear();
            return;
        }
        let turn = self.turns.entry(Feed::Ticks).or_insert(Turn { due: now, asked: None, known_at: None });
        if is_more {
            turn.due = now;
            self.anew = true;
        }
    }

    /// Takes an answer in. One that belongs to no open question, because it was answered, failed or replaced, says
    /// nothing.
    pub fn answer(&mut self, id: u64, reply: Reply, now: DateTime<Utc>) -> Vec<Event> {
        let feed = match &reply {
            Reply::Clock => Feed::Clock,
            Reply::Ticks(_) => Feed::Ticks,
            Reply::Deals(_) => Feed::Deals,
            Reply::Positions(_) => Feed::Positions,
            Reply::Orders(_) => Feed::Orders,
            Reply::Accounts(_) => Feed::Accounts,
        };
        let Some(asked_at) = self.close(feed, id) else { return Vec::new() };
        let mut goes_on = false;
        let events = match reply {
            Reply::Clock => Vec::new(),
            Reply::Positions(shown) => self.positions.take(shown),
            Reply::Orders(shown) => self.orders.take(shown),
            Reply::Accounts(states) => self.accounts(states),
            Reply::Ticks(quotes) => {
                self.cursor = quotes.cursor;
                quotes.quotes.into_iter().filter_map(|quote| self.quote(quote)).collect()
            }
            Reply::Deals(page) => {
                let (events, more) = self.deals.take(page, now);
                goes_on = more;
                if let Some(Event::DealSeen { delay, .. }) = events.last() {
                    self.deal_delay = Some(*delay);
                }
                events
            }
        };
        let every = self.every(feed);
        if let Some(turn) = self.turns.get_mut(&feed) {
            if goes_on {
                turn.due = asked_at;
            } else {
                turn.known_at = Some(asked_at);
                turn.due = asked_at + every;
            }
        }
        events
    }

    /// The question brought no answer: its feed begins anew with its next turn, and fills what it missed.
    pub fn failed(&mut self, id: u64, now: DateTime<Utc>) {
        let open = self.turns.iter().find(|(_, turn)| turn.asked.is_some_and(|(asked, _)| asked == id));
        let Some(feed) = open.map(|(feed, _)| *feed) else { return };
        self.close(feed, id);
        match feed {
            Feed::Deals => self.deals.cut(),
            // after a restart a server may count anew
            Feed::Ticks => self.cursor = 0,
            _ => {}
        }
        let again = now + self.every(feed).min(TimeDelta::seconds(5));
        if let Some(turn) = self.turns.get_mut(&feed) {
            turn.due = again;
        }
    }

    /// Whether more pages of a window of deals are to come: until then the deals are not known whole.
    #[must_use]
    pub const fn is_within_deals(&self) -> bool {
        self.deals.is_walking()
    }

    /// How old what is known is.
    #[must_use]
    pub fn lag(&self, now: DateTime<Utc>) -> Lag {
        let age = |feed: Feed| self.turns.get(&feed).and_then(|turn| turn.known_at).map(|at| now - at);
        Lag {
            ticks: age(Feed::Ticks),
            deals: age(Feed::Deals),
            positions: age(Feed::Positions),
            orders: age(Feed::Orders),
            accounts: age(Feed::Accounts),
            deal_delay: self.deal_delay,
        }
    }

    /// Ends an open question; when it was put.
    fn close(&mut self, feed: Feed, id: u64) -> Option<DateTime<Utc>> {
        let turn = self.turns.get_mut(&feed)?;
        let (_, asked_at) = turn.asked.filter(|(asked, _)| *asked == id)?;
        turn.asked = None;
        Some(asked_at)
    }

    fn accounts(&mut self, shown: Vec<AccountState>) -> Vec<Event> {
        let still: HashSet<Login> = shown.iter().map(|state| state.login).collect();
        let gone: Vec<Login> = self.accounts.keys().filter(|login| !still.contains(login)).copied().collect();
        let mut events: Vec<Event> = shown.into_iter().filter_map(|state| self.account(state)).collect();
        for login in gone {
            self.accounts.remove(&login);
            events.push(Event::AccountGone(login));
        }
        events
    }

    fn account(&mut self, state: AccountState) -> Option<Event> {
        let before = self.accounts.insert(state.login, state.clone());
        let same = before.is_some_and(|before| before.same_figures(&state));
        (!same).then_some(Event::AccountChanged(state))
    }

    fn quote(&mut self, quote: Quote) -> Option<Event> {
        let before = self.quotes.insert(quote.symbol.clone(), quote.clone());
        (before.as_ref() != Some(&quote)).then_some(Event::Tick(quote))
    }

    const fn every(&self, feed: Feed) -> TimeDelta {
        let settings = &self.settings;
        match feed {
            Feed::Clock => settings.clock_every,
            Feed::Ticks => settings.ticks_every,
            Feed::Deals => settings.deals_every,
            Feed::Positions | Feed::Orders => settings.positions_every,
            Feed::Accounts => settings.accounts_every,
        }
    }
}
