//! What a trade command asks for, how things stand, and what the server did.

use chrono::{DateTime, Utc};
use crm_model::{PendingKind, TradeKind, TradeSide};

/// What is asked of the server. Volumes are hundred-millionths of a lot, prices hundred-millionths.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TradeTerms {
    /// What it does.
    pub kind: TradeKind,
    /// In what.
    pub symbol: String,
    /// Digits of its prices.
    pub digits: u32,
    /// Which way the position or order is.
    pub side: Option<TradeSide>,
    /// Kind of the waiting order.
    pub pending: Option<PendingKind>,
    /// How much it concerns.
    pub lots: i64,
    /// Which position or order.
    pub ticket: Option<i64>,
    /// The opposite position.
    pub by_ticket: Option<i64>,
    /// Shown to the person who asked (market), or the order's price (waiting).
    pub price: Option<i64>,
    /// Where a stop-limit order becomes a limit order at its price.
    pub price_trigger: Option<i64>,
    /// Stop loss.
    pub stop_loss: Option<i64>,
    /// Take profit.
    pub take_profit: Option<i64>,
    /// Points by which the market may have moved against the client since the price was shown.
    pub max_slippage: i32,
    /// Until when the order waits; `None` until it is cancelled.
    pub expires_at: Option<DateTime<Utc>>,
}

/// How a position or an order stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TradePicture {
    /// How much.
    pub lots: Option<i64>,
    /// Opened at, or waiting for.
    pub price: Option<i64>,
    /// Stop loss.
    pub stop_loss: Option<i64>,
    /// Take profit.
    pub take_profit: Option<i64>,
}

/// What the server did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TradeFill {
    /// How much.
    pub lots: Option<i64>,
    /// At what price.
    pub price: Option<i64>,
    /// Points between the shown price and this one; above zero is worse for the client.
    pub slippage: Option<i64>,
    /// The deal.
    pub deal: Option<i64>,
    /// The order.
    pub order: Option<i64>,
}
