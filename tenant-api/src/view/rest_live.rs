//! What is open on an account as a broker's website sees it. Numbers are plain decimals as text.

use super::live_order::PendingKind;
use super::live_position::{TradeSide, placed};
use super::rest_client::one_of;
use crm_app::dealing::{OrderLife, Side};
use crm_app::positions::{FeedShown, FeedState, LiveOrder, LivePosition};
use rust_decimal::Decimal;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa::openapi::schema::Schema;

/// How far what is open can be believed.
#[derive(Debug, Serialize, ToSchema)]
pub struct RestFreshness {
    /// `fresh`: as new as it should be. `stale`: older, or the server's last answer failed. `down`: the server, or what asks
    /// it, does not answer.
    #[schema(schema_with = states)]
    pub state: &'static str,
    /// What is shown is at least as new as that, RFC 3339 in UTC; null when the server never answered.
    #[schema(format = DateTime, examples("2026-11-22T09:30:00Z"))]
    pub as_of: Option<String>,
}

impl From<Option<FeedShown>> for RestFreshness {
    fn from(feed: Option<FeedShown>) -> Self {
        let (state, as_of) = feed.map_or((FeedState::Down, None), |feed| (feed.state, feed.as_of));
        Self { state: word(state), as_of: as_of.map(super::time) }
    }
}

/// An open position.
#[derive(Debug, Serialize, ToSchema)]
pub struct RestPosition {
    /// Its number on the server.
    #[schema(examples("6600123"))]
    pub ticket: String,
    /// In what.
    #[schema(examples("EURUSD"))]
    pub symbol: String,
    /// Which way.
    #[schema(schema_with = sides)]
    pub side: &'static str,
    /// How much.
    #[schema(examples("0.1"))]
    pub lots: String,
    /// Opened at; an average where fills were added.
    #[schema(examples("1.10250"))]
    pub price_open: String,
    /// The price it would close at.
    #[schema(examples("1.10310"))]
    pub price_current: String,
    /// Null without one.
    #[schema(examples("1.09000"))]
    pub stop_loss: Option<String>,
    /// Null without one.
    #[schema(examples("1.12000"))]
    pub take_profit: Option<String>,
    /// Result without swap.
    #[schema(examples("6.00"))]
    pub profit: String,
    /// Swap gathered.
    #[schema(examples("-0.40"))]
    pub swap: String,
    /// ISO 4217.
    #[schema(examples("USD"))]
    pub currency: String,
    /// When it was opened, RFC 3339 in UTC.
    #[schema(format = DateTime, examples("2026-11-22T09:30:00Z"))]
    pub opened_at: String,
}

impl From<LivePosition> for RestPosition {
    fn from(row: LivePosition) -> Self {
        let (position, record) = (&row.position, &row.account.account.record);
        let price = |price: Decimal| placed(price, row.digits);
        let money = |amount: Decimal| placed(amount.round_dp(record.digits), record.digits);
        Self {
            ticket: position.ticket.to_string(),
            symbol: position.symbol.clone(),
            side: side(position.side),
            lots: position.lots.to_string(),
            price_open: price(position.price_open),
            price_current: price(position.price_current),
            stop_loss: position.stop_loss.map(price),
            take_profit: position.take_profit.map(price),
            profit: money(position.profit),
            swap: money(position.swap),
            currency: record.currency.clone(),
            opened_at: super::time(position.opened_at.utc),
        }
    }
}

/// An order that waits for its price.
#[derive(Debug, Serialize, ToSchema)]
pub struct RestOrder {
    /// Its number on the server.
    #[schema(examples("6600124"))]
    pub ticket: String,
    /// In what.
    #[schema(examples("EURUSD"))]
    pub symbol: String,
    /// Kind.
    #[schema(schema_with = kinds)]
    pub kind: &'static str,
    /// How much is left of it.
    #[schema(examples("0.1"))]
    pub lots: String,
    /// The price that fills it.
    #[schema(examples("1.09500"))]
    pub price: String,
    /// Where a stop-limit order becomes a limit order at its price; null for others.
    pub price_trigger: Option<String>,
    /// Of the position to come; null without one.
    #[schema(examples("1.09000"))]
    pub stop_loss: Option<String>,
    /// Of the position to come; null without one.
    #[schema(examples("1.12000"))]
    pub take_profit: Option<String>,
    /// When it ends by itself, RFC 3339 in UTC; null when it does not, or with the trading day.
    #[schema(format = DateTime, examples("2026-11-29T09:30:00Z"))]
    pub expires_at: Option<String>,
    /// When it was placed, RFC 3339 in UTC.
    #[schema(format = DateTime, examples("2026-11-22T09:30:00Z"))]
    pub placed_at: String,
}

impl RestOrder {
    /// Of an order that waits; one without a kind is none.
    #[must_use]
    pub fn new(row: &LiveOrder) -> Option<Self> {
        let order = &row.order;
        let price = |price: Decimal| placed(price, row.digits);
        let expires_at = match order.life {
            OrderLife::Until(at) => Some(super::time(at)),
            OrderLife::UntilCancelled | OrderLife::Day => None,
        };
        Some(Self {
            ticket: order.ticket.to_string(),
            symbol: order.symbol.clone(),
            kind: crm_model::PendingKind::from(PendingKind::from(order.kind?)).as_str(),
            lots: order.lots_current.to_string(),
            price: price(order.price),
            price_trigger: order.price_trigger.map(price),
            stop_loss: order.stop_loss.map(price),
            take_profit: order.take_profit.map(price),
            expires_at,
            placed_at: super::time(order.placed_at.utc),
        })
    }
}

const STATES: [FeedState; 3] = [FeedState::Fresh, FeedState::Stale, FeedState::Down];

const fn word(state: FeedState) -> &'static str {
    match state {
        FeedState::Fresh => "fresh",
        FeedState::Stale => "stale",
        FeedState::Down => "down",
    }
}

fn side(side: Side) -> &'static str {
    crm_model::TradeSide::from(TradeSide::from(side)).as_str()
}

fn states() -> Schema {
    one_of(STATES.map(word).into_iter())
}

fn sides() -> Schema {
    one_of(crm_model::TradeSide::ALL.iter().map(|v| v.as_str()))
}

fn kinds() -> Schema {
    one_of(crm_model::PendingKind::ALL.iter().map(|v| v.as_str()))
}
