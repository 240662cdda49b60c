//! How far behind its server each feed is, for those who keep the servers.

use crate::App;
use crate::positions::FeedState;
use crate::trading::feed::{Book, Known};
use chrono::{DateTime, Utc};
use crm_access::{AccessError, OpContext, Permission};
use crm_model::TradingServerId;

/// What is asked of a server again and again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ServerFeedKind {
    /// Open positions.
    Positions,
    /// Waiting orders.
    Orders,
    /// Figures of accounts.
    Accounts,
    /// Deals.
    Deals,
    /// Prices of what is open.
    Prices,
}

/// How one feed of a server is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerFeed {
    /// Of what.
    pub kind: ServerFeedKind,
    /// How far it can be believed.
    pub state: FeedState,
    /// When the question was put whose whole answer came last: so old is what is known.
    pub as_of: Option<DateTime<Utc>>,
    /// Why it cannot, in the server's words where it has any.
    pub said: Option<String>,
}

/// How far behind its server what is known of it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerLag {
    /// By feed.
    pub feeds: Vec<ServerFeed>,
    /// How long the newest deal took from its time on the server until it was seen, in milliseconds.
    pub deal_delay_ms: Option<i64>,
}

type KnownOf = fn(&Book) -> &Known;

const FEEDS: [(ServerFeedKind, KnownOf); 4] = [
    (ServerFeedKind::Deals, |book| &book.known_deals),
    (ServerFeedKind::Positions, |book| &book.known_positions),
    (ServerFeedKind::Orders, |book| &book.known_orders),
    (ServerFeedKind::Accounts, |book| &book.known_accounts),
];

/// The lag of a server, from what this process knows of its feeds; `None` for a server that is not in use.
///
/// # Errors
/// Without trading_server.manage.
pub fn lag(op: &OpContext, app: &App, id: TradingServerId) -> Result<Option<ServerLag>, AccessError> {
    if !op.holds(Permission::TradingServerManage) {
        return Err(AccessError::Forbidden(Permission::TradingServerManage));
    }
    let Some(server) = app.trading.feeds().of(op.tenant()).server(id) else { return Ok(None) };
    let feed = |(kind, pick): (ServerFeedKind, fn(&Book) -> &Known)| {
        let (state, as_of, said) = server.how(pick, op.now());
        ServerFeed { kind, state, as_of, said }
    };
    let deal_delay_ms = server.with(|book| book.deal_delay.map(|delay| delay.num_milliseconds().max(0)));
    let mut feeds = FEEDS.map(feed).to_vec();
    if server.with(|book| book.prices.are_watched()) {
        feeds.push(feed((ServerFeedKind::Prices, |book| &book.prices.known)));
    }
    Ok(Some(ServerLag { feeds, deal_delay_ms }))
}
