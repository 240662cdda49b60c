//! Everything that a scope and a filter leave, in order: worked out once for all who see the same.

use super::filter::{LiveFilter, PositionSort};
use super::scope::Scope;
use crate::trading::feed::{Book, Directory, LiveAccount, TenantLive, lock};
use crate::trading::minor_of;
use crm_model::{TradingEnvironment, TradingServerId};
use crm_trading::{Login, Money, Position};
use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tokio::sync::Mutex as Turns;

/// A position with its account.
#[derive(Clone, Debug)]
pub struct LivePosition {
    /// On which server.
    pub server: TradingServerId,
    /// It.
    pub position: Arc<Position>,
    /// Whose.
    pub account: Arc<LiveAccount>,
    /// Digits of its prices.
    pub digits: u32,
    /// Margin level of the account in hundredths of a per cent; `None` without margin, and for those who may not see it.
    pub margin_level: Option<i64>,
}

/// Floating result in one currency of real or of play money.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CurrencyProfit {
    /// Of which money.
    pub environment: TradingEnvironment,
    /// Which currency.
    pub currency: String,
    /// Its digits.
    pub digits: u32,
    /// Floating result without swap.
    pub profit: Money,
    /// Swap.
    pub swap: Money,
}

/// All positions that a scope and a filter leave, in order.
#[derive(Debug, Default)]
pub(crate) struct PositionView {
    pub(crate) rows: Vec<LivePosition>,
    pub(crate) totals: Vec<CurrencyProfit>,
}

/// What a view is of.
pub(crate) type PositionKey = (Scope, LiveFilter, PositionSort);

/// The views that were asked for lately.
#[derive(Default)]
pub(crate) struct Views {
    positions: Shared<PositionKey, PositionView>,
    orders: Shared<(Scope, LiveFilter), Vec<super::LiveOrder>>,
}

/// Results by key, each worked out by one for all.
struct Shared<K, V>(Mutex<HashMap<K, Used<V>>>);

/// With the instant of its last use.
type Used<V> = (Arc<Slot<V>>, Instant);

type Slot<V> = Turns<Option<(u64, Arc<V>)>>;

/// So many views at most; more are worked out and not kept.
const VIEWS_MAX: usize = 500;

/// What nobody looked at for so long is let go: a view holds its rows, and each filter and reach is one of its own.
const KEPT_FOR: Duration = Duration::from_secs(30);

impl<K, V> Default for Shared<K, V> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<K: Hash + Eq + Clone, V> Shared<K, V> {
    /// The result for a version, worked out unless it is known.
    async fn of(&self, key: &K, version: u64, work: impl FnOnce() -> V) -> Arc<V> {
        let slot = {
            let mut slots = lock(&self.0);
            let now = Instant::now();
            if !slots.contains_key(key) {
                let full = slots.len() >= VIEWS_MAX;
                // those that nobody uses now
                slots.retain(|_, (slot, used)| {
                    Arc::strong_count(slot) > 1 || !(full || now.duration_since(*used) > KEPT_FOR)
                });
            }
            let (slot, used) = slots.entry(key.clone()).or_insert_with(|| (Arc::default(), now));
            *used = now;
            Arc::clone(slot)
        };
        let mut known = slot.lock().await;
        match &*known {
            Some((of, value)) if *of >= version => Arc::clone(value),
            _ => {
                let value = Arc::new(work());
                *known = Some((version, Arc::clone(&value)));
                value
            }
        }
    }
}

impl Views {
    /// The positions under a key as they are now.
    pub(crate) async fn positions(&self, live: &TenantLive, key: &PositionKey) -> Arc<PositionView> {
        self.positions.of(key, live.version(), || PositionView::of(live, key)).await
    }

    /// The waiting orders of a scope and a filter as they are now.
    pub(crate) async fn orders(&self, live: &TenantLive, key: &(Scope, LiveFilter)) -> Arc<Vec<super::LiveOrder>> {
        self.orders.of(key, live.version(), || super::orders::all(live, &key.0, &key.1)).await
    }
}

impl PositionView {
    fn of(live: &TenantLive, (scope, filter, sort): &PositionKey) -> Self {
        let directory = live.directory();
        let mut rows = Vec::new();
        for server in live.servers().iter().filter(|server| filter.server.is_none_or(|id| id == server.id)) {
            let few: Option<Vec<Login>> = scope.accounts().map(|accounts| {
                let places = accounts.iter().filter_map(|account| directory.place(account.id));
                places.filter(|(on, _)| *on == server.id).map(|(_, login)| login).collect()
            });
            server.with(|book| match few {
                Some(logins) => {
                    for login in logins {
                        let Some(account) = Wanted::of(scope, filter, &directory, server.id, book, login) else {
                            continue;
                        };
                        book.positions_of(login).for_each(|position| account.push(filter, book, position, &mut rows));
                    }
                }
                None => {
                    let mut accounts: HashMap<Login, Option<Wanted>> = HashMap::new();
                    for position in book.positions.values() {
                        let login = position.login;
                        let account = accounts
                            .entry(login)
                            .or_insert_with(|| Wanted::of(scope, filter, &directory, server.id, book, login));
                        if let Some(account) = account {
                            account.push(filter, book, position, &mut rows);
                        }
                    }
                }
            });
        }
        rows.sort_unstable_by(|a, b| order(*sort, a, b).then_with(|| a.place().cmp(&b.place())));
        let totals = totals(rows.iter().map(|row| (row.account.as_ref(), row.position.as_ref())));
        Self { rows, totals }
    }
}

/// An account whose positions are wanted.
struct Wanted {
    server: TradingServerId,
    account: Arc<LiveAccount>,
    margin_level: Option<i64>,
}

impl Wanted {
    fn of(
        scope: &Scope,
        filter: &LiveFilter,
        directory: &Directory,
        server: TradingServerId,
        book: &Book,
        login: Login,
    ) -> Option<Self> {
        let account = directory.find(server, login)?;
        let shows = scope.sees(account)?;
        let margin_level = shows.money.then(|| level_of(book.accounts.get(&login)?)).flatten();
        let wanted = filter.wants_account(account) && filter.wants_level(margin_level);
        wanted.then(|| Self { server, account: Arc::clone(account), margin_level })
    }

    fn push(&self, filter: &LiveFilter, book: &Book, position: &Arc<Position>, rows: &mut Vec<LivePosition>) {
        let wanted = filter.wants_symbol(&position.symbol)
            && filter.ticket.is_none_or(|ticket| ticket == position.ticket.0)
            && filter.side.is_none_or(|side| side == position.side)
            && filter.wants_profit(position.profit);
        if wanted {
            rows.push(LivePosition {
                server: self.server,
                position: Arc::clone(position),
                account: Arc::clone(&self.account),
                digits: book.digits_of(&position.symbol, &[position.price_open, position.price_current]),
                margin_level: self.margin_level,
            });
        }
    }
}

/// Sums by currency, real money first: play money is never added to it.
pub(crate) fn totals<'a>(rows: impl Iterator<Item = (&'a LiveAccount, &'a Position)>) -> Vec<CurrencyProfit> {
    let mut sums: BTreeMap<(TradingEnvironment, &str), (u32, Money, Money)> = BTreeMap::new();
    for (account, position) in rows {
        let record = &account.account.record;
        let sum = sums.entry((record.environment, &record.currency)).or_default();
        *sum = (sum.0.max(record.digits), sum.1 + position.profit, sum.2 + position.swap);
    }
    let total = |((environment, currency), (digits, profit, swap)): ((_, &str), _)| CurrencyProfit {
        environment,
        currency: currency.to_owned(),
        digits,
        profit,
        swap,
    };
    sums.into_iter().map(total).collect()
}

/// The margin level of a state in hundredths of a per cent; none without margin.
pub(crate) fn level_of(state: &Arc<crm_trading::AccountState>) -> Option<i64> {
    if state.margin.is_zero() { None } else { minor_of(state.margin_level, 2) }
}

fn order(sort: PositionSort, a: &LivePosition, b: &LivePosition) -> Ordering {
    let (left, right) = (&a.position, &b.position);
    match sort {
        PositionSort::OpenedNewest => right.opened_at.utc.cmp(&left.opened_at.utc),
        PositionSort::OpenedOldest => left.opened_at.utc.cmp(&right.opened_at.utc),
        PositionSort::ProfitHighest => right.profit.cmp(&left.profit),
        PositionSort::ProfitLowest => left.profit.cmp(&right.profit),
        PositionSort::LotsLargest => right.lots.cmp(&left.lots),
        PositionSort::Symbol => left.symbol.cmp(&right.symbol),
        // without a level last
        PositionSort::MarginLevelLowest => {
            (a.margin_level.is_none(), a.margin_level).cmp(&(b.margin_level.is_none(), b.margin_level))
        }
    }
}

impl LivePosition {
    fn place(&self) -> (TradingServerId, u64) {
        (self.server, self.position.ticket.0)
    }

    /// Names it for good: server and number.
    #[must_use]
    pub fn key(&self) -> String {
        format!("{}.{}", self.server, self.position.ticket)
    }

    /// Whether another one looks the same.
    pub(super) fn looks_like(&self, other: &Self) -> bool {
        self.margin_level == other.margin_level
            && self.digits == other.digits
            && self.position == other.position
            && same_account(&self.account, &other.account)
    }
}

/// Whether an account is shown the same beside what is open on it.
pub(super) fn same_account(a: &Arc<LiveAccount>, b: &Arc<LiveAccount>) -> bool {
    let (left, right) = (&a.account, &b.account);
    Arc::ptr_eq(a, b)
        || (left.client.display_name == right.client.display_name
            && left.client.id == right.client.id
            && left.server_name == right.server_name
            && left.record.group == right.record.group
            && left.record.id == right.record.id)
}
