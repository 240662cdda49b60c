//! Windows of open positions and waiting orders, and live figures as the portal shows them: exact decimals as texts, with
//! their age.

use crate::view::live_order::LiveOrder;
use crate::view::live_position::LivePosition;
use crate::view::trading_account::TradingAccount;
use crate::view::trading_server::TradingEnvironment;
use async_graphql::{Enum, ID, SimpleObject};
use chrono::{DateTime, Utc};
use crm_app::positions as live;
use crm_app::positions::fixed;
use crm_model::show_amount;
use rust_decimal::Decimal;

/// How far live figures can be believed.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crm_app::positions::FeedState")]
pub enum FeedState {
    /// As new as they should be.
    Fresh,
    /// Older than that, or the last question failed.
    Stale,
    /// The server, or the process that polls it, does not answer.
    Down,
}

/// How the live figures of a server are.
#[derive(SimpleObject)]
pub struct Feed {
    server_id: ID,
    server_name: String,
    state: FeedState,
    /// They are at least as new as that; null before the first answer.
    as_of: Option<DateTime<Utc>>,
    /// Why they are not fresh, where that is known.
    said: Option<String>,
}

impl From<live::FeedShown> for Feed {
    fn from(feed: live::FeedShown) -> Self {
        Self {
            server_id: ID(feed.server.to_string()),
            server_name: feed.name,
            state: feed.state.into(),
            as_of: feed.as_of,
            said: feed.said,
        }
    }
}

impl From<live::LivePosition> for LivePosition {
    fn from(row: live::LivePosition) -> Self {
        let level = row.margin_level.map(|level| Decimal::new(level, 2));
        Self::new(&row.account.account, &row.position, row.digits, level)
    }
}

/// An order that waits; one without a kind is none.
fn waiting(row: &live::LiveOrder) -> Option<LiveOrder> {
    LiveOrder::new(&row.account.account, &row.order, row.digits, row.price_now)
}

/// Floating results in one currency of real or of play money.
#[derive(SimpleObject)]
pub struct CurrencyProfit {
    environment: TradingEnvironment,
    currency: String,
    profit: String,
    swap: String,
}

impl From<live::CurrencyProfit> for CurrencyProfit {
    fn from(total: live::CurrencyProfit) -> Self {
        Self {
            environment: total.environment.into(),
            profit: fixed(total.profit, total.digits),
            swap: fixed(total.swap, total.digits),
            currency: total.currency,
        }
    }
}

/// A part of the open positions.
#[derive(SimpleObject)]
pub struct PositionWindow {
    rows: Vec<LivePosition>,
    from: i32,
    total: i32,
    /// Of all of them, not of the part alone.
    totals: Vec<CurrencyProfit>,
    feeds: Vec<Feed>,
}

impl PositionWindow {
    /// From where it was asked for.
    pub fn new(window: live::PositionWindow, from: i32) -> Self {
        Self {
            rows: all(window.rows),
            from,
            total: count(window.total),
            totals: all(window.totals),
            feeds: all(window.feeds),
        }
    }
}

/// A part of the waiting orders.
#[derive(SimpleObject)]
pub struct OrderWindow {
    rows: Vec<LiveOrder>,
    from: i32,
    total: i32,
    feeds: Vec<Feed>,
}

impl OrderWindow {
    /// From where it was asked for.
    pub fn new(window: &live::OrderWindow, from: i32) -> Self {
        Self {
            rows: window.rows.iter().filter_map(waiting).collect(),
            from,
            total: count(window.total),
            feeds: all(window.feeds.clone()),
        }
    }
}

/// What changed of a window of positions. The first one holds all of it.
#[derive(SimpleObject)]
pub struct PositionBeat {
    /// The window in order; null when it did not change.
    keys: Option<Vec<ID>>,
    /// Rows that are new or changed since the beat before.
    changed: Vec<LivePosition>,
    total: i32,
    totals: Vec<CurrencyProfit>,
    feeds: Vec<Feed>,
}

impl From<live::PositionBeat> for PositionBeat {
    fn from(beat: live::PositionBeat) -> Self {
        Self {
            keys: keys(beat.keys),
            changed: all(beat.changed),
            total: count(beat.total),
            totals: all(beat.totals),
            feeds: all(beat.feeds),
        }
    }
}

/// What changed of a window of orders. The first one holds all of it.
#[derive(SimpleObject)]
pub struct OrderBeat {
    /// The window in order; null when it did not change.
    keys: Option<Vec<ID>>,
    /// Rows that are new or changed since the beat before.
    changed: Vec<LiveOrder>,
    total: i32,
    feeds: Vec<Feed>,
}

impl From<live::OrderBeat> for OrderBeat {
    fn from(beat: live::OrderBeat) -> Self {
        Self {
            keys: keys(beat.keys),
            changed: beat.changed.iter().filter_map(waiting).collect(),
            total: count(beat.total),
            feeds: all(beat.feeds),
        }
    }
}

/// Positions in one symbol together, those of real or those of play money.
#[derive(SimpleObject)]
pub struct ExposureRow {
    symbol: String,
    environment: TradingEnvironment,
    positions: i32,
    clients: i32,
    buy_lots: String,
    sell_lots: String,
    /// Bought without sold.
    net_lots: String,
    profits: Vec<CurrencyProfit>,
}

/// What the positions add up to: real money before play money, in each the largest net volume first.
#[derive(SimpleObject)]
pub struct Exposure {
    rows: Vec<ExposureRow>,
    feeds: Vec<Feed>,
}

impl From<live::Exposure> for Exposure {
    fn from(exposure: live::Exposure) -> Self {
        let row = |row: live::ExposureRow| ExposureRow {
            net_lots: row.net().to_string(),
            symbol: row.symbol,
            environment: row.environment.into(),
            positions: count(row.positions),
            clients: count(row.clients),
            buy_lots: row.buy.to_string(),
            sell_lots: row.sell.to_string(),
            profits: all(row.profits),
        };
        Self { rows: exposure.rows.into_iter().map(row).collect(), feeds: all(exposure.feeds) }
    }
}

/// An account near its end.
#[derive(SimpleObject)]
pub struct WatchedAccount {
    account: TradingAccount,
    /// Per cent.
    margin_level: String,
    open_positions: i32,
}

/// Accounts below a margin level, the lowest first.
#[derive(SimpleObject)]
pub struct MarginWatch {
    rows: Vec<WatchedAccount>,
    total: i32,
    feeds: Vec<Feed>,
}

impl From<live::MarginWatch> for MarginWatch {
    fn from(watch: live::MarginWatch) -> Self {
        let row = |row: live::WatchedAccount| WatchedAccount {
            margin_level: show_amount(row.margin_level, 2),
            open_positions: count(row.open_positions),
            account: row.account.into(),
        };
        Self { rows: watch.rows.into_iter().map(row).collect(), total: count(watch.total), feeds: all(watch.feeds) }
    }
}

fn all<T, V: From<T>>(rows: Vec<T>) -> Vec<V> {
    rows.into_iter().map(V::from).collect()
}

fn keys(keys: Option<Vec<String>>) -> Option<Vec<ID>> {
    keys.map(all)
}

fn count(many: usize) -> i32 {
    i32::try_from(many).unwrap_or(i32::MAX)
}
