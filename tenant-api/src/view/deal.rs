//! Deals, ended orders and an account's curve as the portal shows them. Amounts are plain decimals.

use crate::view::trading_account::ClientRef;
use crate::view::trading_server::TradingEnvironment;
use async_graphql::{Enum, ID, SimpleObject};
use chrono::{DateTime, Utc};
use crm_app::deals::{AccountCurve as Reckoned, Chart, EndedOrders};
use crm_model::{DealAction as Action, show_amount, show_lots};
use crm_storage::{DealKey, DealRow, DealTotal as Total};

/// What a deal did.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum DealAction {
    Buy,
    Sell,
    /// Money in or out, by its sign.
    Balance,
    Credit,
    Charge,
    Correction,
    Bonus,
    /// Booked by the server itself: commission, interest, dividend, tax.
    Other,
}

impl From<Action> for DealAction {
    fn from(action: Action) -> Self {
        match action {
            Action::Buy => Self::Buy,
            Action::Sell => Self::Sell,
            Action::Balance => Self::Balance,
            Action::Credit => Self::Credit,
            Action::Charge => Self::Charge,
            Action::Correction => Self::Correction,
            Action::Bonus => Self::Bonus,
            Action::Other | Action::OtherCredit => Self::Other,
        }
    }
}

impl DealAction {
    /// The kept actions that are shown as this one.
    #[must_use]
    pub fn kept(self) -> Vec<Action> {
        Action::ALL.iter().copied().filter(|action| Self::from(*action) == self).collect()
    }
}

/// How a trade changed the exposure.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crm_model::DealEntry")]
pub enum DealEntry {
    /// Opened or added.
    In,
    /// Closed or reduced.
    Out,
    /// Turned around.
    InOut,
    /// Closed by an opposite position.
    OutBy,
}

/// Where a deal comes from.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crm_model::DealSource")]
pub enum DealSource {
    /// A trade command of the CRM.
    TradeCommand,
    /// A balance operation of the CRM.
    BalanceOperation,
    /// The client's terminal, program or signal.
    Client,
    /// Somebody at the server, past the CRM.
    Dealer,
    /// The server itself: stops, stop-out, settlement.
    Server,
    /// The server does not say.
    Unknown,
}

/// An execution, or a booking of money.
#[derive(SimpleObject)]
pub struct Deal {
    /// Stable.
    key: ID,
    ticket: String,
    account_id: ID,
    login: String,
    server_name: String,
    environment: TradingEnvironment,
    client: ClientRef,
    action: DealAction,
    /// Trades only.
    entry: Option<DealEntry>,
    order: Option<String>,
    position: Option<String>,
    /// Empty for bookings.
    symbol: String,
    /// Trades only.
    lots: Option<String>,
    /// Trades only.
    price: Option<String>,
    /// In the account's currency; of a booking its signed amount.
    profit: String,
    swap: String,
    commission: String,
    currency: String,
    comment: String,
    source: DealSource,
    /// The trade command that made it.
    command_id: Option<ID>,
    /// The balance operation that made it.
    operation_id: Option<ID>,
    at: DateTime<Utc>,
}

/// A deal's name on the wire.
#[must_use]
pub fn deal_key(key: DealKey) -> String {
    format!("{}.{}.{}", key.account, key.ticket, key.leg)
}

impl From<DealRow> for Deal {
    fn from(row: DealRow) -> Self {
        let shown = |minor| show_amount(minor, row.digits);
        let trade = row.action.is_trade();
        let number = |ticket: Option<i64>| ticket.map(|ticket| ticket.to_string());
        Self {
            key: ID(deal_key(row.key)),
            ticket: row.key.ticket.to_string(),
            account_id: ID(row.key.account.to_string()),
            login: row.login.to_string(),
            server_name: row.server_name,
            environment: row.environment.into(),
            client: row.client.into(),
            action: row.action.into(),
            entry: row.entry.map(DealEntry::from),
            order: number(row.order),
            position: number(row.position),
            symbol: row.symbol,
            lots: trade.then(|| show_lots(row.lots)),
            price: trade.then_some(row.price),
            profit: shown(row.profit),
            swap: shown(row.swap),
            commission: shown(row.commission),
            currency: row.currency,
            comment: row.comment,
            source: row.source.into(),
            command_id: row.command.map(|id| ID(id.to_string())),
            operation_id: row.operation.map(|id| ID(id.to_string())),
            at: row.at,
        }
    }
}

/// What deals come to in a currency of real or of play money.
#[derive(SimpleObject)]
pub struct DealTotal {
    environment: TradingEnvironment,
    currency: String,
    deals: i32,
    /// Volume of the trades, both ways.
    lots: String,
    /// Of the trades.
    profit: String,
    swap: String,
    commission: String,
    deposits: String,
    /// Above zero.
    withdrawals: String,
}

impl From<Total> for DealTotal {
    fn from(total: Total) -> Self {
        let shown = |minor| show_amount(minor, total.digits);
        Self {
            environment: total.environment.into(),
            currency: total.currency,
            deals: i32::try_from(total.deals).unwrap_or(i32::MAX),
            lots: show_lots(total.lots),
            profit: shown(total.profit),
            swap: shown(total.swap),
            commission: shown(total.commission),
            deposits: shown(total.deposits),
            withdrawals: shown(total.withdrawals),
        }
    }
}

/// An order that ended.
#[derive(SimpleObject)]
pub struct EndedOrder {
    ticket: String,
    symbol: String,
    /// BUY or SELL at the market, else the kind of the pending order.
    kind: String,
    lots: String,
    /// Null at the market.
    price: Option<String>,
    /// PLACED, CANCELLED, PARTIAL, FILLED, REJECTED, EXPIRED or IN_TRANSIT.
    state: String,
    placed_at: DateTime<Utc>,
    ended_at: Option<DateTime<Utc>>,
}

/// Orders that ended, as the server told them just now.
#[derive(SimpleObject)]
pub struct EndedOrderPage {
    rows: Vec<EndedOrder>,
    next: Option<String>,
    /// When the server was asked; null when it did not answer.
    as_of: Option<DateTime<Utc>>,
    /// What a reader must know; with an empty page why it is empty.
    said: Option<String>,
}

impl From<EndedOrders> for EndedOrderPage {
    fn from(page: EndedOrders) -> Self {
        let order = |order: crm_app::deals::EndedOrder| EndedOrder {
            ticket: order.ticket,
            symbol: order.symbol,
            kind: order.kind.to_owned(),
            lots: order.lots,
            price: order.price,
            state: order.state.to_owned(),
            placed_at: order.placed_at,
            ended_at: order.ended_at,
        };
        Self { rows: page.orders.into_iter().map(order).collect(), next: page.next, as_of: page.as_of, said: page.said }
    }
}

/// A point of an account's curve.
#[derive(SimpleObject)]
pub struct CurvePoint {
    at: DateTime<Utc>,
    balance: String,
    /// Null where it was not observed.
    equity: Option<String>,
}

/// A booking of money.
#[derive(SimpleObject)]
pub struct Movement {
    at: DateTime<Utc>,
    action: DealAction,
    /// Signed.
    amount: String,
}

/// An account over time.
#[derive(SimpleObject)]
pub struct AccountCurve {
    currency: String,
    points: Vec<CurvePoint>,
    movements: Vec<Movement>,
    /// When the account's past was fetched whole. While it is null, the curve holds what was observed only.
    whole_at: Option<DateTime<Utc>>,
}

impl From<Reckoned> for AccountCurve {
    fn from(curve: Reckoned) -> Self {
        let shown = |minor| show_amount(minor, curve.digits);
        let point = |point: &crm_app::deals::CurvePoint| CurvePoint {
            at: point.at,
            balance: shown(point.balance),
            equity: point.equity.map(shown),
        };
        let movement = |movement: &crm_storage::MoneyMovement| Movement {
            at: movement.at,
            action: movement.action.into(),
            amount: shown(movement.amount),
        };
        Self {
            points: curve.points.iter().map(point).collect(),
            movements: curve.movements.iter().map(movement).collect(),
            currency: curve.currency,
            whole_at: curve.whole_at,
        }
    }
}

/// How much time one candle covers. Hours and days are those of the server's wall clock.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crm_model::CandleFrame")]
pub enum CandleFrame {
    #[graphql(name = "M1")]
    M1,
    #[graphql(name = "M5")]
    M5,
    #[graphql(name = "M15")]
    M15,
    #[graphql(name = "M30")]
    M30,
    #[graphql(name = "H1")]
    H1,
    #[graphql(name = "H4")]
    H4,
    #[graphql(name = "D1")]
    D1,
}

/// How the bid price moved in a stretch of time. Stretches without a tick have no candle.
#[derive(SimpleObject)]
pub struct Candle {
    at: DateTime<Utc>,
    open: String,
    high: String,
    low: String,
    close: String,
}

/// A symbol's candles with the account's trades in them.
#[derive(SimpleObject)]
pub struct CandleChart {
    symbol: String,
    /// Digits of prices.
    digits: i32,
    /// Oldest first.
    candles: Vec<Candle>,
    /// Newest first.
    deals: Vec<Deal>,
    /// When the server was asked; null when it did not answer.
    as_of: Option<DateTime<Utc>>,
    /// Why there are no candles, where the server gave none.
    said: Option<String>,
}

impl CandleChart {
    /// A chart of a symbol.
    #[must_use]
    pub fn new(symbol: String, chart: Chart) -> Self {
        let candle = |candle: crm_app::deals::ChartCandle| Candle {
            at: candle.at,
            open: candle.open,
            high: candle.high,
            low: candle.low,
            close: candle.close,
        };
        Self {
            symbol,
            digits: i32::try_from(chart.digits).unwrap_or(0),
            candles: chart.candles.into_iter().map(candle).collect(),
            deals: chart.deals.into_iter().map(Deal::from).collect(),
            as_of: chart.as_of,
            said: chart.said,
        }
    }
}
