//! Deals of trading accounts: kept once each, read within reach. Bookings of money are shown to those who may see money.

mod curve;
mod history;
mod list;
mod source;
mod write;

pub use curve::{BalanceCurveStep, EquityPoint, MoneyMovement};
pub use history::{DealHistory, DealHistoryStep};
pub use list::{DealFilter, DealReader, DealTotal};
pub use write::{KeptDeals, NewDeal};

use crate::clients::ClientBrief;
use crate::scope::Scoped;
use crate::{Cursor, StorageError};
use chrono::{DateTime, Utc};
use crm_model::{
    BalanceOperationId, ClientId, DealAction, DealEntry, DealSource, TradeCommandId, TradingAccountId,
    TradingEnvironment, TradingServerId,
};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

/// The deals of a broker's trading accounts.
pub struct Deals<'a, T>(&'a T);

/// What names a deal for ever.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DealKey {
    /// On which account.
    pub account: TradingAccountId,
    /// Its number.
    pub ticket: i64,
    /// Which of its number: 0 the only one, 1 and 2 the opening and the closing half of an MT4 order.
    pub leg: i16,
}

/// A deal as a reader sees it. Money is in minor units of the account's currency.
#[derive(Clone, Debug)]
pub struct DealRow {
    /// Its name.
    pub key: DealKey,
    /// The account's number on the server.
    pub login: i64,
    /// On which server.
    pub server: TradingServerId,
    /// What people call the server.
    pub server_name: String,
    /// Of real or of play money.
    pub environment: TradingEnvironment,
    /// Whose account.
    pub client: ClientBrief,
    /// What it did.
    pub action: DealAction,
    /// How it changed the exposure; trades only.
    pub entry: Option<DealEntry>,
    /// The order that caused it.
    pub order: Option<i64>,
    /// The position that it belongs to.
    pub position: Option<i64>,
    /// In what; empty for bookings.
    pub symbol: String,
    /// In hundred-millionths of a lot.
    pub lots: i64,
    /// As the server wrote it; zero for bookings.
    pub price: String,
    /// Result; of a booking its signed amount.
    pub profit: i64,
    /// Swap realised.
    pub swap: i64,
    /// Commission and fee.
    pub commission: i64,
    /// The account's currency.
    pub currency: String,
    /// Its digits.
    pub digits: u32,
    /// Remark.
    pub comment: String,
    /// The CRM's trade command that made it.
    pub command: Option<TradeCommandId>,
    /// The CRM's balance operation that made it.
    pub operation: Option<BalanceOperationId>,
    /// Where it comes from.
    pub source: DealSource,
    /// When.
    pub at: DateTime<Utc>,
}

impl DealRow {
    /// Its place in the list.
    #[must_use]
    pub fn cursor(&self) -> Cursor {
        let value = format!("{}.{}.{}", self.at.timestamp_micros(), self.key.ticket, self.key.leg);
        Cursor { sort: "deal".to_owned(), value: Some(value), id: self.key.account.uuid() }
    }
}

#[derive(FromQueryResult)]
struct Row {
    account_id: Uuid,
    ticket: i64,
    leg: i16,
    login: i64,
    server_id: Uuid,
    server_name: String,
    environment: String,
    client_id: Uuid,
    client_number: i64,
    client_name: String,
    action: String,
    entry: Option<String>,
    order_ticket: Option<i64>,
    position: Option<i64>,
    symbol: String,
    lots: i64,
    price: String,
    profit: i64,
    swap: i64,
    commission: i64,
    currency: String,
    digits: i16,
    comment: String,
    command_id: Option<Uuid>,
    operation_id: Option<Uuid>,
    source: String,
    at: DateTime<Utc>,
}

fn environment(text: &str) -> Result<TradingEnvironment, StorageError> {
    TradingEnvironment::from_text(text).ok_or(StorageError::Corrupt("trading_account.environment"))
}

impl TryFrom<Row> for DealRow {
    type Error = StorageError;

    fn try_from(row: Row) -> Result<Self, StorageError> {
        let odd = StorageError::Corrupt;
        let entry = row.entry.map(|text| DealEntry::from_text(&text).ok_or(odd("deal.entry"))).transpose()?;
        Ok(Self {
            key: DealKey { account: TradingAccountId::from_uuid(row.account_id), ticket: row.ticket, leg: row.leg },
            login: row.login,
            server: TradingServerId::from_uuid(row.server_id),
            server_name: row.server_name,
            environment: environment(&row.environment)?,
            client: ClientBrief {
                id: ClientId::from_uuid(row.client_id),
                number: format!("C-{}", row.client_number),
                display_name: row.client_name,
            },
            action: DealAction::from_text(&row.action).ok_or(odd("deal.action"))?,
            entry,
            order: row.order_ticket,
            position: row.position,
            symbol: row.symbol,
            lots: row.lots,
            price: row.price,
            profit: row.profit,
            swap: row.swap,
            commission: row.commission,
            currency: row.currency,
            digits: u32::try_from(row.digits).map_err(|_| odd("trading_account.digits"))?,
            comment: row.comment,
            command: row.command_id.map(TradeCommandId::from_uuid),
            operation: row.operation_id.map(BalanceOperationId::from_uuid),
            source: DealSource::from_text(&row.source).ok_or(odd("deal source"))?,
            at: row.at,
        })
    }
}

/// What a deal's account is kept as.
#[derive(Clone, Copy, Debug)]
pub struct DealAccount {
    /// Its number on the server.
    pub login: i64,
    /// Which account.
    pub id: TradingAccountId,
    /// Digits of its currency.
    pub digits: u32,
}

impl<'a, T: Scoped> Deals<'a, T> {
    /// The deals of the transaction's tenant.
    pub const fn of(tx: &'a T) -> Self {
        Self(tx)
    }

    /// Those of some logins of a server that are accounts of the CRM.
    ///
    /// # Errors
    /// The database is away.
    pub async fn accounts(&self, server: TradingServerId, logins: Vec<i64>) -> Result<Vec<DealAccount>, StorageError> {
        #[derive(FromQueryResult)]
        struct Known {
            login: i64,
            id: Uuid,
            digits: i16,
        }
        let scope = self.0.scope();
        let values: Vec<Value> = vec![scope.tenant(), server.uuid().into(), logins.into()];
        let sql = "SELECT login, id, digits FROM crm.trading_account WHERE tenant_id = $1 AND server_id = $2 AND login = ANY($3)";
        let rows: Vec<Known> = scope.all(sql, values).await?;
        let known = |row: Known| {
            let digits = u32::try_from(row.digits).map_err(|_| StorageError::Corrupt("trading_account.digits"))?;
            Ok(DealAccount { login: row.login, id: TradingAccountId::from_uuid(row.id), digits })
        };
        rows.into_iter().map(known).collect()
    }
}
