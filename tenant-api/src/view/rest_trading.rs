//! Trading accounts, deals and balance operations as a broker's website sees them. Amounts are plain decimals as text.

use super::rest_client::one_of;
use crm_model::{BalanceKind, BalanceState, DealAction, DealEntry, TradingEnvironment, show_amount, show_lots};
use crm_storage::{AccountFigures, BalanceOperation, DealRow, TradingAccountRow};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa::openapi::schema::Schema;

/// An account's figures as decimals in its currency, with their age.
#[derive(Debug, Serialize, ToSchema)]
pub struct RestFigures {
    /// Money without credit.
    #[schema(examples("1250.00"))]
    pub balance: String,
    /// Credit and bonus.
    #[schema(examples("0.00"))]
    pub credit: String,
    /// Balance, credit and floating result together.
    #[schema(examples("1248.20"))]
    pub equity: String,
    /// Taken by open positions.
    #[schema(examples("110.00"))]
    pub margin: String,
    /// Free for new ones.
    #[schema(examples("1138.20"))]
    pub margin_free: String,
    /// Equity in per cent of the margin; null without margin.
    #[schema(examples("1134.72"))]
    pub margin_level: Option<String>,
    /// Result of open positions.
    #[schema(examples("-1.80"))]
    pub floating: String,
    /// The figures are at least as new as that, RFC 3339 in UTC.
    #[schema(format = DateTime, examples("2026-11-22T09:30:00Z"))]
    pub as_of: String,
}

impl RestFigures {
    fn new(figures: &AccountFigures, digits: u32) -> Self {
        let shown = |minor| show_amount(minor, digits);
        Self {
            balance: shown(figures.balance),
            credit: shown(figures.credit),
            equity: shown(figures.equity),
            margin: shown(figures.margin),
            margin_free: shown(figures.margin_free),
            margin_level: figures.margin_level.map(|level| show_amount(level, 2)),
            floating: shown(figures.floating),
            as_of: super::time(figures.as_of),
        }
    }
}

/// A client's login on a trading server.
#[derive(Debug, Serialize, ToSchema)]
pub struct RestTradingAccount {
    /// The account's id.
    #[schema(examples("tac_01kb2n7x5yf8gt3c9d4e6h1jkm"))]
    pub id: String,
    /// Whose it is.
    #[schema(examples("cli_01kb2n7x5yf8gt3c9d4e6h1jkm"))]
    pub client_id: String,
    /// What the broker calls the server.
    pub server: String,
    /// Real money or play money.
    #[schema(schema_with = environments)]
    pub environment: &'static str,
    /// What the broker calls the product; null for an account that fits none.
    pub product: Option<String>,
    /// Its number on the server.
    #[schema(examples("5001234"))]
    pub login: String,
    /// ISO 4217.
    #[schema(examples("USD"))]
    pub currency: String,
    /// Leverage: 100 stands for 1:100.
    #[schema(examples(100))]
    pub leverage: i32,
    /// Whether the client may sign in.
    pub login_enabled: bool,
    /// Whether the client may trade.
    pub trading_enabled: bool,
    /// Opened or linked, RFC 3339 in UTC.
    #[schema(format = DateTime, examples("2026-11-22T09:30:00Z"))]
    pub opened_at: String,
    /// Null before they were read first, and for a key without `balance.view`.
    pub figures: Option<RestFigures>,
}

impl From<TradingAccountRow> for RestTradingAccount {
    fn from(row: TradingAccountRow) -> Self {
        let record = row.record;
        Self {
            id: record.id.to_string(),
            client_id: record.client.to_string(),
            server: row.server_name,
            environment: record.environment.as_str(),
            product: row.product_name,
            login: record.login.to_string(),
            figures: row.figures.as_ref().map(|figures| RestFigures::new(figures, record.digits)),
            currency: record.currency,
            leverage: record.leverage,
            login_enabled: record.login_enabled,
            trading_enabled: record.trading_enabled,
            opened_at: super::time(record.opened_at),
        }
    }
}

/// An execution, or a booking of money.
#[derive(Debug, Serialize, ToSchema)]
pub struct RestDeal {
    /// Stable.
    pub id: String,
    /// Its number on the server.
    #[schema(examples("7700123"))]
    pub ticket: String,
    /// What it did.
    #[schema(schema_with = actions)]
    pub action: &'static str,
    /// How a trade changed the exposure; null for bookings.
    #[schema(schema_with = entries)]
    pub entry: Option<&'static str>,
    /// The order that caused it.
    pub order: Option<String>,
    /// The position that it belongs to.
    pub position: Option<String>,
    /// In what; null for bookings.
    #[schema(examples("EURUSD"))]
    pub symbol: Option<String>,
    /// How much; null for bookings.
    #[schema(examples("0.10"))]
    pub lots: Option<String>,
    /// At what price; null for bookings.
    #[schema(examples("1.10250"))]
    pub price: Option<String>,
    /// Result; of a booking its signed amount.
    #[schema(examples("-12.34"))]
    pub profit: String,
    /// Swap realised.
    #[schema(examples("-0.40"))]
    pub swap: String,
    /// Commission and fee.
    #[schema(examples("-0.70"))]
    pub commission: String,
    /// ISO 4217.
    #[schema(examples("USD"))]
    pub currency: String,
    /// When it was made, RFC 3339 in UTC.
    #[schema(format = DateTime, examples("2026-11-22T09:30:00Z"))]
    pub at: String,
}

impl From<DealRow> for RestDeal {
    fn from(row: DealRow) -> Self {
        let shown = |minor| show_amount(minor, row.digits);
        let trade = row.action.is_trade();
        Self {
            id: super::deal::deal_key(row.key),
            ticket: row.key.ticket.to_string(),
            action: action(row.action),
            entry: row.entry.map(DealEntry::as_str),
            order: row.order.map(|order| order.to_string()),
            position: row.position.map(|position| position.to_string()),
            symbol: trade.then_some(row.symbol),
            lots: trade.then(|| show_lots(row.lots)),
            price: trade.then_some(row.price),
            profit: shown(row.profit),
            swap: shown(row.swap),
            commission: shown(row.commission),
            currency: row.currency,
            at: super::time(row.at),
        }
    }
}

/// Which of the two sums a server's own booking moved is the broker's business.
const fn action(action: DealAction) -> &'static str {
    match action {
        DealAction::OtherCredit => DealAction::Other.as_str(),
        other => other.as_str(),
    }
}

/// Money in or out of a trading account, as the broker's staff asked for it.
#[derive(Debug, Serialize, ToSchema)]
pub struct RestBalanceOperation {
    /// Its id.
    pub id: String,
    /// What it is.
    #[schema(schema_with = balance_kinds)]
    pub kind: &'static str,
    /// How much; below zero for a correction downwards only.
    #[schema(examples("250.00"))]
    pub amount: String,
    /// ISO 4217.
    #[schema(examples("USD"))]
    pub currency: String,
    /// Where it stands.
    #[schema(schema_with = balance_states)]
    pub state: &'static str,
    /// The server's deal, once it is booked.
    pub deal: Option<String>,
    /// Asked for, RFC 3339 in UTC.
    #[schema(format = DateTime, examples("2026-11-22T09:30:00Z"))]
    pub requested_at: String,
    /// When its end was known, RFC 3339 in UTC.
    #[schema(format = DateTime, examples("2026-11-22T09:30:02Z"))]
    pub ended_at: Option<String>,
}

impl From<BalanceOperation> for RestBalanceOperation {
    fn from(operation: BalanceOperation) -> Self {
        Self {
            id: operation.id.to_string(),
            kind: operation.kind.as_str(),
            amount: show_amount(operation.amount, operation.digits),
            currency: operation.currency,
            state: operation.state.as_str(),
            deal: operation.deal.map(|deal| deal.to_string()),
            requested_at: super::time(operation.requested_at),
            ended_at: operation.ended_at.map(super::time),
        }
    }
}

fn environments() -> Schema {
    one_of(TradingEnvironment::ALL.iter().map(|v| v.as_str()))
}

fn actions() -> Schema {
    one_of(DealAction::ALL.iter().filter(|v| **v != DealAction::OtherCredit).map(|v| v.as_str()))
}

fn entries() -> Schema {
    one_of(DealEntry::ALL.iter().map(|v| v.as_str()))
}

fn balance_kinds() -> Schema {
    one_of(BalanceKind::ALL.iter().map(|v| v.as_str()))
}

fn balance_states() -> Schema {
    one_of(BalanceState::ALL.iter().map(|v| v.as_str()))
}
