//! What clients may open: a group of a server with its currency and leverages.

use crate::scope::{Operates, Scoped};
use crate::{StorageError, TenantTx};
use chrono::{DateTime, Utc};
use crm_access::{Permit, kinds};
use crm_model::{AccountProductId, TradingEnvironment, TradingServerId, TradingServerStatus};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

/// A product as it is kept, with what its server says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountProduct {
    /// Which product.
    pub id: AccountProductId,
    /// On which server.
    pub server: TradingServerId,
    /// What people call the server.
    pub server_name: String,
    /// Real money or play money, as the server.
    pub environment: TradingEnvironment,
    /// Whether the server is in use.
    pub server_status: TradingServerStatus,
    /// What people call it.
    pub name: String,
    /// The server's group, by its full name.
    pub group: String,
    /// Currency of the group.
    pub currency: String,
    /// Digits of the currency on the server.
    pub digits: u32,
    /// Leverages on offer, ascending.
    pub leverages: Vec<i32>,
    /// Smallest first deposit, in minor units.
    pub minimum_deposit: i64,
    /// Whether it is on offer.
    pub active: bool,
    /// Grows with each change.
    pub version: i32,
    /// When it was added.
    pub created_at: DateTime<Utc>,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    server_id: Uuid,
    server_name: String,
    environment: String,
    server_status: String,
    name: String,
    group_name: String,
    currency: String,
    digits: i16,
    leverages: Vec<i32>,
    minimum_deposit: i64,
    active: bool,
    version: i32,
    created_at: DateTime<Utc>,
}

const SELECT: &str = "SELECT p.id, p.server_id, t.name AS server_name, t.environment, t.status AS server_status, p.name, p.group_name, p.currency, p.digits, p.leverages, p.minimum_deposit, p.active, p.version, p.created_at
  FROM crm.account_product p JOIN crm.trading_server t ON t.tenant_id = $1 AND t.id = p.server_id WHERE p.tenant_id = $1";

impl TryFrom<Row> for AccountProduct {
    type Error = StorageError;

    fn try_from(row: Row) -> Result<Self, StorageError> {
        let odd = StorageError::Corrupt;
        Ok(Self {
            id: AccountProductId::from_uuid(row.id),
            server: TradingServerId::from_uuid(row.server_id),
            server_name: row.server_name,
            environment: TradingEnvironment::from_text(&row.environment).ok_or(odd("trading_server.environment"))?,
            server_status: TradingServerStatus::from_text(&row.server_status).ok_or(odd("trading_server.status"))?,
            name: row.name,
            group: row.group_name,
            currency: row.currency,
            digits: u32::try_from(row.digits).map_err(|_| odd("account_product.digits"))?,
            leverages: row.leverages,
            minimum_deposit: row.minimum_deposit,
            active: row.active,
            version: row.version,
            created_at: row.created_at,
        })
    }
}

/// The products of a broker.
pub struct AccountProducts<'a, T>(&'a T);

impl<'a, T: Scoped> AccountProducts<'a, T> {
    /// The products of the transaction's tenant.
    pub const fn of(tx: &'a T) -> Self {
        Self(tx)
    }

    /// All products, those on offer first. They are settings of the broker, no records of clients.
    ///
    /// # Errors
    /// The database is away.
    pub async fn list(&self) -> Result<Vec<AccountProduct>, StorageError> {
        let scope = self.0.scope();
        let sql = format!("{SELECT} ORDER BY p.active DESC, t.environment DESC, p.name");
        let rows: Vec<Row> = scope.all(sql, vec![scope.tenant()]).await?;
        rows.into_iter().map(AccountProduct::try_from).collect()
    }

    /// One product.
    ///
    /// # Errors
    /// The database is away.
    pub async fn find(&self, id: AccountProductId) -> Result<Option<AccountProduct>, StorageError> {
        let scope = self.0.scope();
        let sql = format!("{SELECT} AND p.id = $2");
        let row: Option<Row> = scope.one(sql, vec![scope.tenant(), id.uuid().into()]).await?;
        row.map(AccountProduct::try_from).transpose()
    }
}

impl<T: Operates> AccountProducts<'_, T> {
    /// Keeps a new product. `false` when the broker has one of this name.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn create(
        &self,
        _permit: &Permit<kinds::TradingServerManage>,
        product: &AccountProduct,
    ) -> Result<bool, StorageError> {
        let scope = self.0.scope();
        let digits = i16::try_from(product.digits).map_err(|_| StorageError::Corrupt("account_product.digits"))?;
        let values: Vec<Value> = vec![
            scope.tenant(),
            product.id.uuid().into(),
            product.server.uuid().into(),
            product.name.clone().into(),
            product.group.clone().into(),
            product.currency.clone().into(),
            digits.into(),
            product.leverages.clone().into(),
            product.minimum_deposit.into(),
            product.active.into(),
            product.created_at.into(),
        ];
        let touched = scope.exec("INSERT INTO crm.account_product (tenant_id, id, server_id, name, group_name, currency, digits, leverages, minimum_deposit, active, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (tenant_id, name) DO NOTHING", values).await?;
        Ok(touched == 1)
    }
}

impl AccountProducts<'_, TenantTx> {
    /// Keeps a changed product if nobody changed it since it was read; answers whether that was so. Server, group and
    /// currency stay: accounts were opened with them.
    ///
    /// # Errors
    /// The database refuses; [`StorageError::Taken`] when another product has the name.
    pub async fn save(
        &self,
        _permit: &Permit<kinds::TradingServerManage>,
        product: &AccountProduct,
    ) -> Result<bool, StorageError> {
        let scope = self.0.scope();
        let values: Vec<Value> = vec![
            scope.tenant(),
            product.id.uuid().into(),
            product.version.into(),
            product.name.clone().into(),
            product.leverages.clone().into(),
            product.minimum_deposit.into(),
            product.active.into(),
        ];
        let touched = scope.exec("UPDATE crm.account_product SET name = $4, leverages = $5, minimum_deposit = $6, active = $7, version = version + 1 WHERE tenant_id = $1 AND id = $2 AND version = $3", values).await?;
        Ok(touched == 1)
    }
}
