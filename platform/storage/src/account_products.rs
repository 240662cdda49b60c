//! What clients may open: products of a server with their currencies, each a group of it, and their leverages.

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
    /// Currencies on offer by name, each once; at least one.
    pub currencies: Vec<AccountProductCurrency>,
    /// Leverages on offer, ascending.
    pub leverages: Vec<i32>,
    /// Whether it is on offer.
    pub active: bool,
    /// Grows with each change.
    pub version: i32,
    /// When it was added.
    pub created_at: DateTime<Utc>,
}

impl AccountProduct {
    /// What it offers in a currency.
    #[must_use]
    pub fn currency(&self, currency: &str) -> Option<&AccountProductCurrency> {
        self.currencies.iter().find(|offered| offered.currency == currency)
    }

    /// What it offers in a group of its server.
    #[must_use]
    pub fn group(&self, group: &str) -> Option<&AccountProductCurrency> {
        self.currencies.iter().find(|offered| offered.group == group)
    }
}

/// What a product offers in one currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountProductCurrency {
    /// Which currency: that of the group.
    pub currency: String,
    /// The server's group, by its full name.
    pub group: String,
    /// Digits of the currency on the server.
    pub digits: u32,
    /// Smallest first deposit, in minor units.
    pub minimum_deposit: i64,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    server_id: Uuid,
    server_name: String,
    environment: String,
    server_status: String,
    name: String,
    leverages: Vec<i32>,
    currencies: Vec<String>,
    group_names: Vec<String>,
    digits: Vec<i16>,
    minimum_deposits: Vec<i64>,
    active: bool,
    version: i32,
    created_at: DateTime<Utc>,
}

// the currencies of a product in one statement with it: what is read belongs to its version
const SELECT: &str = "SELECT p.id, p.server_id, t.name AS server_name, t.environment, t.status AS server_status, p.name, p.leverages, p.active, p.version, p.created_at, o.currencies, o.group_names, o.digits, o.minimum_deposits
  FROM crm.account_product p JOIN crm.trading_server t ON t.tenant_id = $1 AND t.id = p.server_id
    JOIN LATERAL (SELECT coalesce(array_agg(c.currency ORDER BY c.currency), '{}') AS currencies, coalesce(array_agg(c.group_name ORDER BY c.currency), '{}') AS group_names,
        coalesce(array_agg(c.digits ORDER BY c.currency), '{}') AS digits, coalesce(array_agg(c.minimum_deposit ORDER BY c.currency), '{}') AS minimum_deposits
      FROM crm.account_product_currency c WHERE c.tenant_id = $1 AND c.product_id = p.id) o ON true
  WHERE p.tenant_id = $1";

impl Row {
    fn currencies(&self) -> Result<Vec<AccountProductCurrency>, StorageError> {
        let named = self.currencies.iter().zip(&self.group_names);
        let counted = self.digits.iter().zip(&self.minimum_deposits);
        let mut offered = Vec::new();
        for ((currency, group), (digits, minimum)) in named.zip(counted) {
            offered.push(AccountProductCurrency {
                currency: currency.clone(),
                group: group.clone(),
                digits: u32::try_from(*digits).map_err(|_| StorageError::Corrupt("account_product_currency.digits"))?,
                minimum_deposit: *minimum,
            });
        }
        Ok(offered)
    }
}

impl TryFrom<Row> for AccountProduct {
    type Error = StorageError;

    fn try_from(row: Row) -> Result<Self, StorageError> {
        let odd = StorageError::Corrupt;
        let currencies = row.currencies()?;
        Ok(Self {
            id: AccountProductId::from_uuid(row.id),
            server: TradingServerId::from_uuid(row.server_id),
            server_name: row.server_name,
            environment: TradingEnvironment::from_text(&row.environment).ok_or(odd("trading_server.environment"))?,
            server_status: TradingServerStatus::from_text(&row.server_status).ok_or(odd("trading_server.status"))?,
            name: row.name,
            currencies,
            leverages: row.leverages,
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
        let values: Vec<Value> = vec![
            scope.tenant(),
            product.id.uuid().into(),
            product.server.uuid().into(),
            product.name.clone().into(),
            product.leverages.clone().into(),
            product.active.into(),
            product.created_at.into(),
        ];
        let touched = scope
            .exec(
                "INSERT INTO crm.account_product (tenant_id, id, server_id, name, leverages, active, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (tenant_id, name) DO NOTHING",
                values,
            )
            .await?;
        if touched == 1 {
            self.keep_currencies(product).await?;
        }
        Ok(touched == 1)
    }

    async fn keep_currencies(&self, product: &AccountProduct) -> Result<(), StorageError> {
        let scope = self.0.scope();
        let offered = &product.currencies;
        let digits: Vec<i16> = offered
            .iter()
            .map(|each| i16::try_from(each.digits))
            .collect::<Result<_, _>>()
            .map_err(|_| StorageError::Corrupt("account_product_currency.digits"))?;
        let values: Vec<Value> = vec![
            scope.tenant(),
            product.id.uuid().into(),
            offered.iter().map(|each| each.currency.clone()).collect::<Vec<_>>().into(),
            offered.iter().map(|each| each.group.clone()).collect::<Vec<_>>().into(),
            digits.into(),
            offered.iter().map(|each| each.minimum_deposit).collect::<Vec<_>>().into(),
        ];
        scope.exec("INSERT INTO crm.account_product_currency (tenant_id, product_id, currency, group_name, digits, minimum_deposit)
            SELECT $1, $2, o.currency, o.group_name, o.digits, o.minimum_deposit FROM unnest($3::text[], $4::text[], $5::smallint[], $6::bigint[]) AS o (currency, group_name, digits, minimum_deposit)", values).await?;
        Ok(())
    }
}

impl AccountProducts<'_, TenantTx> {
    /// Keeps a changed product if nobody changed it since it was read; answers whether that was so. The
    /// server stays: accounts were opened on it.
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
            product.active.into(),
        ];
        let touched = scope.exec("UPDATE crm.account_product SET name = $4, leverages = $5, active = $6, version = version + 1 WHERE tenant_id = $1 AND id = $2 AND version = $3", values).await?;
        if touched == 1 {
            let values = vec![scope.tenant(), product.id.uuid().into()];
            scope
                .exec("DELETE FROM crm.account_product_currency WHERE tenant_id = $1 AND product_id = $2", values)
                .await?;
            self.keep_currencies(product).await?;
        }
        Ok(touched == 1)
    }
}
