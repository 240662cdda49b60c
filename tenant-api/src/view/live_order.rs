//! Waiting orders as the portal shows them.

use crate::view::live_position::placed;
use crate::view::trading_account::ClientRef;
use crate::view::trading_server::{TradingEnvironment, TradingProduct};
use async_graphql::{Enum, ID, SimpleObject};
use chrono::{DateTime, Utc};
use crm_app::dealing::{OrderKind, OrderLife, PendingOrder};
use crm_storage::TradingAccountRow;
use rust_decimal::Decimal;

/// Kind of a waiting order.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crm_model::PendingKind")]
pub enum PendingKind {
    /// Buys below the market.
    BuyLimit,
    /// Sells above the market.
    SellLimit,
    /// Buys above the market.
    BuyStop,
    /// Sells below the market.
    SellStop,
    /// Becomes a buy limit once a price is passed (MT5 only).
    BuyStopLimit,
    /// Becomes a sell limit once a price is passed (MT5 only).
    SellStopLimit,
}

impl From<OrderKind> for PendingKind {
    fn from(kind: OrderKind) -> Self {
        match kind {
            OrderKind::BuyLimit => Self::BuyLimit,
            OrderKind::SellLimit => Self::SellLimit,
            OrderKind::BuyStop => Self::BuyStop,
            OrderKind::SellStop => Self::SellStop,
            OrderKind::BuyStopLimit => Self::BuyStopLimit,
            OrderKind::SellStopLimit => Self::SellStopLimit,
        }
    }
}

/// A client's order that waits for its price.
#[derive(SimpleObject)]
pub struct LiveOrder {
    /// Server and ticket: the same for as long as it waits.
    key: ID,
    ticket: String,
    account_id: ID,
    login: String,
    server_id: ID,
    server_name: String,
    server_kind: TradingProduct,
    environment: TradingEnvironment,
    client: ClientRef,
    group: String,
    symbol: String,
    /// Digits of prices.
    digits: i32,
    kind: PendingKind,
    lots: String,
    price: String,
    /// What one pays for a bought one now, or gets for a sold one; null while prices are not watched.
    price_current: Option<String>,
    /// When the server was asked for it.
    price_as_of: Option<DateTime<Utc>>,
    /// Where a stop-limit order becomes a limit order at its price.
    price_trigger: Option<String>,
    stop_loss: Option<String>,
    take_profit: Option<String>,
    expires_at: Option<DateTime<Utc>>,
    placed_at: DateTime<Utc>,
}

impl LiveOrder {
    /// Of an account, with its price now and when that was asked for, and with the digits of its symbol's prices; nothing for an order that does not wait.
    #[must_use]
    pub fn new(
        row: &TradingAccountRow,
        order: &PendingOrder,
        digits: u32,
        now: Option<(Decimal, DateTime<Utc>)>,
    ) -> Option<Self> {
        let record = &row.record;
        let price = |price: Decimal| placed(price, digits);
        let expires_at = match order.life {
            OrderLife::Until(at) => Some(at),
            OrderLife::UntilCancelled | OrderLife::Day => None,
        };
        Some(Self {
            key: ID(format!("{}.{}", record.server, order.ticket)),
            ticket: order.ticket.to_string(),
            account_id: ID(record.id.to_string()),
            login: record.login.to_string(),
            server_id: ID(record.server.to_string()),
            server_name: row.server_name.clone(),
            server_kind: row.server_kind.into(),
            environment: record.environment.into(),
            client: row.client.clone().into(),
            group: record.group.clone(),
            symbol: order.symbol.clone(),
            digits: i32::try_from(digits).unwrap_or(0),
            kind: order.kind?.into(),
            lots: order.lots_current.to_string(),
            price: price(order.price),
            price_current: now.map(|(current, _)| price(current)),
            price_as_of: now.map(|(_, at)| at),
            price_trigger: order.price_trigger.map(price),
            stop_loss: order.stop_loss.map(price),
            take_profit: order.take_profit.map(price),
            expires_at,
            placed_at: order.placed_at.utc,
        })
    }
}
