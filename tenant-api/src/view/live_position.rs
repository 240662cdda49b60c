//! Open positions as the portal shows them.

use crate::view::trading_account::ClientRef;
use crate::view::trading_server::{TradingEnvironment, TradingProduct};
use async_graphql::{Enum, ID, SimpleObject};
use chrono::{DateTime, Utc};
use crm_app::dealing::{Position, Side};
use crm_storage::TradingAccountRow;
use rust_decimal::Decimal;

/// Which way.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crm_model::TradeSide")]
pub enum TradeSide {
    /// Gains when the price rises.
    Buy,
    /// Gains when the price falls.
    Sell,
}

impl From<Side> for TradeSide {
    fn from(side: Side) -> Self {
        match side {
            Side::Buy => Self::Buy,
            Side::Sell => Self::Sell,
        }
    }
}

impl From<TradeSide> for Side {
    fn from(side: TradeSide) -> Self {
        match side {
            TradeSide::Buy => Self::Buy,
            TradeSide::Sell => Self::Sell,
        }
    }
}

/// A client's open position.
#[derive(SimpleObject)]
pub struct LivePosition {
    /// Server and ticket: the same for as long as it is open.
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
    side: TradeSide,
    lots: String,
    price_open: String,
    price_current: String,
    stop_loss: Option<String>,
    take_profit: Option<String>,
    profit: String,
    swap: String,
    currency: String,
    /// Of its account, per cent; null without margin and for those who may not see the account's money.
    margin_level: Option<String>,
    opened_at: DateTime<Utc>,
}

/// A decimal with at least so many places.
pub(crate) fn placed(value: Decimal, digits: u32) -> String {
    let mut value = value.normalize();
    if value.scale() < digits {
        value.rescale(digits);
    }
    value.to_string()
}

impl LivePosition {
    /// Of an account, with the digits of its symbol's prices.
    #[must_use]
    pub fn new(row: &TradingAccountRow, position: &Position, digits: u32, margin_level: Option<Decimal>) -> Self {
        let record = &row.record;
        let price = |price: Decimal| placed(price, digits);
        let money = |amount: Decimal| placed(amount.round_dp(record.digits), record.digits);
        Self {
            key: ID(format!("{}.{}", record.server, position.ticket)),
            ticket: position.ticket.to_string(),
            account_id: ID(record.id.to_string()),
            login: record.login.to_string(),
            server_id: ID(record.server.to_string()),
            server_name: row.server_name.clone(),
            server_kind: row.server_kind.into(),
            environment: record.environment.into(),
            client: row.client.clone().into(),
            group: record.group.clone(),
            symbol: position.symbol.clone(),
            digits: i32::try_from(digits).unwrap_or(0),
            side: position.side.into(),
            lots: position.lots.to_string(),
            price_open: price(position.price_open),
            price_current: price(position.price_current),
            stop_loss: position.stop_loss.map(price),
            take_profit: position.take_profit.map(price),
            profit: money(position.profit),
            swap: money(position.swap),
            currency: record.currency.clone(),
            margin_level: margin_level.map(|level| placed(level.round_dp(2), 2)),
            opened_at: position.opened_at.utc,
        }
    }
}
