//! A trading server as the portal shows it. Its secret is not here: it is never read back.

use crate::graphql::shared::{app, op};
use crate::view::client::StaffRef;
use crate::view::position::FeedState;
use async_graphql::{ComplexObject, Context, Enum, ID, Result, SimpleObject};
use chrono::{DateTime, Utc};
use crm_app::UseCaseError;
use crm_app::trading_servers::{self, ServerGroup, ServerTest};
use crm_model::{TradingServerId, TradingServerStatus as Status};
use crm_storage::TradingServerRow;
use data_encoding::HEXLOWER;

/// Which product a trading server is.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crm_model::TradingProduct")]
pub enum TradingProduct {
    /// MetaTrader 5 by its Web API.
    Mt5,
    /// MetaTrader 4 by an HTTP gateway.
    Mt4,
}

/// Whether real money is traded.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crm_model::TradingEnvironment")]
pub enum TradingEnvironment {
    Live,
    Demo,
}

/// Whose summer time a server's wall clock keeps.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crm_model::TradingDaylight")]
pub enum TradingDaylight {
    None,
    UnitedStates,
    Europe,
}

/// How a trading server is.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum TradingServerState {
    /// Nothing was asked of it yet.
    Untried,
    /// It answered the last question.
    Answering,
    /// It did not.
    Failing,
    /// Put away: nothing is asked of it.
    Archived,
}

/// What is asked of a trading server again and again.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crm_app::trading_servers::ServerFeedKind")]
pub enum ServerFeedKind {
    /// Open positions.
    Positions,
    /// Waiting orders.
    Orders,
    /// Figures of accounts.
    Accounts,
    /// Deals.
    Deals,
    /// Prices of what is open; asked for only while somebody watches.
    Prices,
}

/// How one feed of a trading server is.
#[derive(SimpleObject)]
pub struct ServerFeed {
    kind: ServerFeedKind,
    state: FeedState,
    /// When the question was put whose whole answer came last: so old is what is known.
    as_of: Option<DateTime<Utc>>,
    /// Why it is not fresh, in the server's words where it has any.
    said: Option<String>,
}

/// How far behind a trading server what is known of it is.
#[derive(SimpleObject)]
pub struct ServerLag {
    feeds: Vec<ServerFeed>,
    /// How long the newest deal took from its time on the server until it was seen, in milliseconds.
    deal_delay_ms: Option<i32>,
}

impl From<trading_servers::ServerLag> for ServerLag {
    fn from(lag: trading_servers::ServerLag) -> Self {
        let feed = |feed: trading_servers::ServerFeed| ServerFeed {
            kind: feed.kind.into(),
            state: feed.state.into(),
            as_of: feed.as_of,
            said: feed.said,
        };
        Self {
            feeds: lag.feeds.into_iter().map(feed).collect(),
            deal_delay_ms: lag.deal_delay_ms.map(|delay| i32::try_from(delay).unwrap_or(i32::MAX)),
        }
    }
}

/// A broker's MetaTrader installation.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct TradingServer {
    #[graphql(skip)]
    server: TradingServerId,
    id: ID,
    version: i32,
    kind: TradingProduct,
    environment: TradingEnvironment,
    name: String,
    host: String,
    port: i32,
    /// MT5: the manager's login. MT4: the client id at the gateway.
    manager: String,
    /// The only authorities that are believed, as PEM.
    authorities: Option<String>,
    /// SHA-256 of the only certificate that is believed, in hex.
    pin: Option<String>,
    /// Without TLS: towards this machine itself in the development profile, nowhere else.
    plain: bool,
    authority_url: Option<String>,
    scope: Option<String>,
    platform: Option<String>,
    daylight: TradingDaylight,
    archived: bool,
    state: TradingServerState,
    /// When it was asked last.
    checked_at: Option<DateTime<Utc>>,
    /// When it answered last.
    last_answer_at: Option<DateTime<Utc>>,
    /// What went wrong the last time, until something goes right.
    last_error: Option<String>,
    /// Questions that failed in a row.
    failures: i32,
    /// How long the last reading of its clock took, in milliseconds.
    lag_ms: Option<i32>,
    /// How far its wall clock is ahead of UTC, in seconds.
    clock_offset_seconds: Option<i32>,
    /// How far it goes wrong beside its zone, in seconds.
    clock_drift_seconds: Option<i32>,
    created_at: DateTime<Utc>,
    created_by: Option<StaffRef>,
}

impl From<TradingServerRow> for TradingServer {
    fn from(row: TradingServerRow) -> Self {
        let (record, health) = (row.record, row.health);
        let archived = record.status == Status::Archived;
        let state = match &health {
            _ if archived => TradingServerState::Archived,
            None => TradingServerState::Untried,
            Some(health) if health.last_error.is_some() => TradingServerState::Failing,
            Some(_) => TradingServerState::Answering,
        };
        let health = health.as_ref();
        Self {
            server: record.id,
            id: ID(record.id.to_string()),
            version: record.version,
            kind: record.kind.into(),
            environment: record.environment.into(),
            name: record.name,
            host: record.host,
            port: record.port.into(),
            manager: record.manager,
            authorities: record.authorities,
            pin: record.pin.map(|pin| HEXLOWER.encode(&pin)),
            plain: record.plain,
            authority_url: record.authority_url,
            scope: record.scope,
            platform: record.platform.map(|id| id.to_string()),
            daylight: record.daylight.into(),
            archived,
            state,
            checked_at: health.map(|h| h.checked_at),
            last_answer_at: health.and_then(|h| h.last_answer_at),
            last_error: health.and_then(|h| h.last_error.clone()),
            failures: health.map_or(0, |h| h.failures),
            lag_ms: health.and_then(|h| h.lag_ms),
            clock_offset_seconds: health.and_then(|h| h.offset_s),
            clock_drift_seconds: health.and_then(|h| h.drift_s),
            created_at: record.created_at,
            created_by: record.created_by.map(|(id, name)| StaffRef { id: ID(id.to_string()), name }),
        }
    }
}

#[ComplexObject]
impl TradingServer {
    /// How far behind it what is known of it is; null for a server that is not in use.
    async fn lag(&self, ctx: &Context<'_>) -> Result<Option<ServerLag>> {
        if self.archived {
            return Ok(None);
        }
        let lag = trading_servers::lag(op(ctx)?, app(ctx)?, self.server).map_err(UseCaseError::from)?;
        Ok(lag.map(ServerLag::from))
    }
}

/// A group of a trading server.
#[derive(SimpleObject)]
pub struct TradingServerGroup {
    /// Its full name on the server.
    name: String,
    /// The one that its accounts are in.
    currency: String,
}

impl From<ServerGroup> for TradingServerGroup {
    fn from(group: ServerGroup) -> Self {
        Self { name: group.name, currency: group.currency }
    }
}

/// What the test of a trading server found out.
#[derive(SimpleObject)]
pub struct TradingServerTest {
    /// The CRM can work with the server.
    good: bool,
    /// What stood in the way, in words.
    problems: Vec<String>,
    signed_in: bool,
    /// The shortest of a few round trips.
    latency_ms: Option<i32>,
    clock_offset_seconds: Option<i32>,
    clock_drift_seconds: Option<i32>,
    /// Groups that the manager sees.
    groups: Option<i32>,
    /// Symbols that the manager sees.
    symbols: Option<i32>,
    /// Rights that the manager's account lacks.
    missing_rights: Vec<String>,
    /// Rights that cannot be found out without changing something.
    unknown_rights: Vec<String>,
}

impl From<ServerTest> for TradingServerTest {
    fn from(test: ServerTest) -> Self {
        Self {
            good: test.good,
            problems: test.problems,
            signed_in: test.signed_in,
            latency_ms: test.latency_ms,
            clock_offset_seconds: test.offset_s,
            clock_drift_seconds: test.drift_s,
            groups: test.groups,
            symbols: test.symbols,
            missing_rights: test.missing,
            unknown_rights: test.unknown,
        }
    }
}
