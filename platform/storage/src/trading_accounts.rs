//! Clients' trading accounts, read within reach of their clients. Figures are shown to those who may see money only.

use crate::clients::ClientBrief;
use crate::clients::reach::{Values, condition, flag};
use crate::scope::{Operates, Scope, Scoped};
use crate::{Cursor, Page, PageRequest, StorageError, TenantTx};
use chrono::{DateTime, Utc};
use crm_access::{PermissionKind, Permit, Reach, kinds};
use crm_model::{AccountProductId, ClientId, TradingAccountId, TradingEnvironment, TradingProduct, TradingServerId};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

/// An account as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TradingAccountRecord {
    /// Which account.
    pub id: TradingAccountId,
    /// Whose.
    pub client: ClientId,
    /// On which server.
    pub server: TradingServerId,
    /// As which product; `None` for a linked one that fits none.
    pub product: Option<AccountProductId>,
    /// Its number on the server.
    pub login: i64,
    /// Real money or play money.
    pub environment: TradingEnvironment,
    /// The server's group.
    pub group: String,
    /// Its currency.
    pub currency: String,
    /// Digits of the currency.
    pub digits: u32,
    /// Leverage.
    pub leverage: i32,
    /// Whether the client may sign in.
    pub login_enabled: bool,
    /// Whether the client may trade.
    pub trading_enabled: bool,
    /// It was there before and was linked.
    pub linked: bool,
    /// Grows with each change.
    pub version: i32,
    /// When it was opened or linked.
    pub opened_at: DateTime<Utc>,
    /// When it was put away.
    pub archived_at: Option<DateTime<Utc>>,
    /// Since when its money waits for a difference to be explained.
    pub money_frozen_at: Option<DateTime<Utc>>,
}

/// Figures of an account, in minor units of its currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AccountFigures {
    /// Money without credit.
    pub balance: i64,
    /// Credit and bonus.
    pub credit: i64,
    /// Balance, credit and floating result together.
    pub equity: i64,
    /// Taken by open positions.
    pub margin: i64,
    /// Free for new ones.
    pub margin_free: i64,
    /// Equity in hundredths of a per cent of the margin; `None` without margin.
    pub margin_level: Option<i64>,
    /// Floating result of open positions.
    pub floating: i64,
    /// The figures are at least as new as that.
    pub as_of: DateTime<Utc>,
}

/// An account as a reader sees it.
#[derive(Clone, Debug)]
pub struct TradingAccountRow {
    /// The record.
    pub record: TradingAccountRecord,
    /// Whose, by name.
    pub client: ClientBrief,
    /// What people call the server.
    pub server_name: String,
    /// Which product the server is.
    pub server_kind: TradingProduct,
    /// What people call the product.
    pub product_name: Option<String>,
    /// Whether the reader may see this account's money.
    pub shows_money: bool,
    /// The figures; `None` before they were read, and for readers who may not see them.
    pub figures: Option<AccountFigures>,
}

/// Which accounts.
#[derive(Clone, Debug, Default)]
pub struct TradingAccountFilter {
    /// Of a client.
    pub client: Option<ClientId>,
    /// On a server.
    pub server: Option<TradingServerId>,
    /// As a product.
    pub product: Option<AccountProductId>,
    /// Real money or play money.
    pub environment: Option<TradingEnvironment>,
    /// Of a group.
    pub group: Option<String>,
    /// With this number.
    pub login: Option<i64>,
    /// Archived ones instead of those in use.
    pub archived: bool,
}

#[derive(FromQueryResult)]
pub(crate) struct Row {
    id: Uuid,
    client_id: Uuid,
    client_number: i64,
    client_name: String,
    server_id: Uuid,
    server_name: String,
    server_kind: String,
    product_id: Option<Uuid>,
    product_name: Option<String>,
    login: i64,
    environment: String,
    group_name: String,
    currency: String,
    digits: i16,
    leverage: i32,
    login_enabled: bool,
    trading_enabled: bool,
    linked: bool,
    version: i32,
    opened_at: DateTime<Utc>,
    archived_at: Option<DateTime<Utc>>,
    money_frozen_at: Option<DateTime<Utc>>,
    shows_money: bool,
    balance: Option<i64>,
    credit: Option<i64>,
    equity: Option<i64>,
    margin: Option<i64>,
    margin_free: Option<i64>,
    margin_level: Option<i64>,
    floating: Option<i64>,
    as_of: Option<DateTime<Utc>>,
}

impl Row {
    fn figures(&self) -> Option<AccountFigures> {
        Some(AccountFigures {
            balance: self.balance?,
            credit: self.credit?,
            equity: self.equity?,
            margin: self.margin?,
            margin_free: self.margin_free?,
            margin_level: self.margin_level,
            floating: self.floating?,
            as_of: self.as_of?,
        })
    }
}

impl TryFrom<Row> for TradingAccountRow {
    type Error = StorageError;

    fn try_from(row: Row) -> Result<Self, StorageError> {
        let odd = StorageError::Corrupt;
        let figures = row.figures().filter(|_| row.shows_money);
        let record = TradingAccountRecord {
            id: TradingAccountId::from_uuid(row.id),
            client: ClientId::from_uuid(row.client_id),
            server: TradingServerId::from_uuid(row.server_id),
            product: row.product_id.map(AccountProductId::from_uuid),
            login: row.login,
            environment: TradingEnvironment::from_text(&row.environment).ok_or(odd("trading_account.environment"))?,
            group: row.group_name,
            currency: row.currency,
            digits: u32::try_from(row.digits).map_err(|_| odd("trading_account.digits"))?,
            leverage: row.leverage,
            login_enabled: row.login_enabled,
            trading_enabled: row.trading_enabled,
            linked: row.linked,
            version: row.version,
            opened_at: row.opened_at,
            archived_at: row.archived_at,
            money_frozen_at: row.money_frozen_at,
        };
        Ok(Self {
            client: ClientBrief {
                id: record.client,
                number: format!("C-{}", row.client_number),
                display_name: row.client_name,
            },
            record,
            server_name: row.server_name,
            server_kind: TradingProduct::from_text(&row.server_kind).ok_or(odd("trading_server.kind"))?,
            product_name: row.product_name,
            shows_money: row.shows_money,
            figures,
        })
    }
}

/// The accounts of a broker's clients.
pub struct TradingAccounts<'a, T>(&'a T);

impl<'a, T: Scoped> TradingAccounts<'a, T> {
    /// The accounts of the transaction's tenant.
    pub const fn of(tx: &'a T) -> Self {
        Self(tx)
    }

    pub(crate) fn scope(&self) -> &Scope {
        self.0.scope()
    }

    /// One account of a client within the permit's reach; archived clients' only when asked for. `money` is how far the
    /// reader may see figures.
    ///
    /// # Errors
    /// The database is away.
    pub async fn find<P: PermissionKind>(
        &self,
        permit: &Permit<P>,
        money: Option<&Reach>,
        archived_clients: bool,
        id: TradingAccountId,
    ) -> Result<Option<TradingAccountRow>, StorageError> {
        let scope = self.0.scope();
        let mut values = Values(vec![scope.tenant()]);
        let wanted = values.push(id.uuid());
        let sql = format!("{} AND a.id = {wanted}", select(Some(permit.reach()), money, archived_clients, &mut values));
        let row: Option<Row> = scope.one(sql, values.0).await?;
        row.map(TradingAccountRow::try_from).transpose()
    }

    /// One account for work of the deployment itself, with its figures.
    ///
    /// # Errors
    /// The database is away.
    pub async fn for_system(&self, id: TradingAccountId) -> Result<Option<TradingAccountRow>, StorageError> {
        let scope = self.0.scope();
        let mut values = Values(vec![scope.tenant()]);
        let wanted = values.push(id.uuid());
        let sql = format!("{} AND a.id = {wanted}", select(None, Some(&Reach::All), true, &mut values));
        let row: Option<Row> = scope.one(sql, values.0).await?;
        row.map(TradingAccountRow::try_from).transpose()
    }

    /// The accounts in use on a server, at most `limit`, by number, for work of the deployment itself.
    ///
    /// # Errors
    /// The database is away.
    pub async fn on_server(
        &self,
        server: TradingServerId,
        after: i64,
        limit: u16,
    ) -> Result<Vec<TradingAccountRow>, StorageError> {
        let scope = self.0.scope();
        let mut values = Values(vec![scope.tenant()]);
        let (server, after) = (values.push(server.uuid()), values.push(after));
        let sql = format!(
            "{} AND a.server_id = {server} AND a.login > {after} AND a.archived_at IS NULL ORDER BY a.login LIMIT {limit}",
            select(None, Some(&Reach::All), true, &mut values)
        );
        let rows: Vec<Row> = scope.all(sql, values.0).await?;
        rows.into_iter().map(TradingAccountRow::try_from).collect()
    }

    /// A page of accounts of clients within reach, newest first.
    ///
    /// # Errors
    /// The database is away.
    pub async fn list(
        &self,
        permit: &Permit<kinds::TradingAccountView>,
        money: Option<&Reach>,
        archived_clients: bool,
        filter: &TradingAccountFilter,
        page: &PageRequest,
    ) -> Result<Page<TradingAccountRow>, StorageError> {
        let scope = self.0.scope();
        let mut values = Values(vec![scope.tenant()]);
        let mut sql = select(Some(permit.reach()), money, archived_clients, &mut values);
        sql.push_str(if filter.archived { " AND a.archived_at IS NOT NULL" } else { " AND a.archived_at IS NULL" });
        let wanted: [(&str, Option<Value>); 6] = [
            ("a.client_id", filter.client.map(|id| id.uuid().into())),
            ("a.server_id", filter.server.map(|id| id.uuid().into())),
            ("a.product_id", filter.product.map(|id| id.uuid().into())),
            ("a.environment", filter.environment.map(|of| of.as_str().into())),
            ("a.group_name", filter.group.clone().map(Value::from)),
            ("a.login", filter.login.map(Value::from)),
        ];
        for (column, value) in wanted {
            if let Some(value) = value {
                let place = values.push(value);
                sql.push_str(&format!(" AND {column} = {place}"));
            }
        }
        if let Some((at, id)) = page.after.as_ref().and_then(place) {
            let (at, id) = (values.push(at), values.push(id));
            sql.push_str(&format!(" AND (a.opened_at, a.id) < ({at}, {id})"));
        }
        sql.push_str(&format!(" ORDER BY a.opened_at DESC, a.id DESC LIMIT {}", u32::from(page.first) + 1));
        scope.plan_each_time().await?;
        let rows: Vec<Row> = scope.all(sql, values.0).await?;
        scope.plan_once().await?;
        let rows = rows.into_iter().map(TradingAccountRow::try_from).collect::<Result<_, _>>()?;
        Ok(Page::cut(rows, page.first))
    }
}

impl TradingAccountRow {
    /// Its place in the list.
    #[must_use]
    pub fn cursor(&self) -> Cursor {
        let value = Some(self.record.opened_at.timestamp_micros().to_string());
        Cursor { sort: "opened".to_owned(), value, id: self.record.id.uuid() }
    }
}

/// A place of this list; a cursor of another one begins at the top.
fn place(cursor: &Cursor) -> Option<(DateTime<Utc>, Uuid)> {
    let micros = cursor.value.as_ref().filter(|_| cursor.sort == "opened")?.parse().ok()?;
    Some((DateTime::from_timestamp_micros(micros)?, cursor.id))
}

fn select(reach: Option<&Reach>, money: Option<&Reach>, archived_clients: bool, values: &mut Values) -> String {
    select_more(reach, money, archived_clients, "", values)
}

/// The same with more columns, each after a comma.
pub(crate) fn select_more(
    reach: Option<&Reach>,
    money: Option<&Reach>,
    archived_clients: bool,
    more: &str,
    values: &mut Values,
) -> String {
    let within = reach.map_or_else(|| "true".to_owned(), |reach| condition(reach, values));
    let shows = money.map_or_else(|| "false".to_owned(), |reach| flag(reach, values));
    let living = if archived_clients { "" } else { " AND c.archived_at IS NULL" };
    format!(
        "SELECT a.id, a.client_id, c.number AS client_number, c.display_name AS client_name, a.server_id, t.name AS server_name, t.kind AS server_kind, a.product_id, p.name AS product_name,
            a.login, a.environment, a.group_name, a.currency, a.digits, a.leverage, a.login_enabled, a.trading_enabled, a.linked, a.version, a.opened_at, a.archived_at, a.money_frozen_at, {shows} AS shows_money,
            f.balance, f.credit, f.equity, f.margin, f.margin_free, f.margin_level, f.floating, f.as_of{more}
          FROM crm.trading_account a JOIN crm.client c ON c.tenant_id = $1 AND c.id = a.client_id JOIN crm.trading_server t ON t.tenant_id = $1 AND t.id = a.server_id
            LEFT JOIN crm.account_product p ON p.tenant_id = $1 AND p.id = a.product_id LEFT JOIN crm.trading_account_state f ON f.tenant_id = $1 AND f.account_id = a.id
          WHERE a.tenant_id = $1 AND {within}{living}"
    )
}

impl<T: Operates> TradingAccounts<'_, T> {
    /// Keeps a new account. `false` when the broker has this login of this server already.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn create(
        &self,
        _permit: &Permit<kinds::TradingAccountCreate>,
        account: &TradingAccountRecord,
    ) -> Result<bool, StorageError> {
        let scope = self.0.scope();
        let digits = i16::try_from(account.digits).map_err(|_| StorageError::Corrupt("trading_account.digits"))?;
        let values: Vec<Value> = vec![
            scope.tenant(),
            account.id.uuid().into(),
            account.client.uuid().into(),
            account.server.uuid().into(),
            account.product.map(AccountProductId::uuid).into(),
            account.login.into(),
            account.group.clone().into(),
            account.currency.clone().into(),
            digits.into(),
            account.leverage.into(),
            account.login_enabled.into(),
            account.trading_enabled.into(),
            account.linked.into(),
            account.opened_at.into(),
        ];
        // whether its money is real is said by the server as it is now, held: nobody turns that while the account comes to be
        let touched = scope.exec("WITH s AS (SELECT environment FROM crm.trading_server WHERE tenant_id = $1 AND id = $4 FOR SHARE)
            INSERT INTO crm.trading_account (tenant_id, id, client_id, server_id, product_id, login, environment, group_name, currency, digits, leverage, login_enabled, trading_enabled, linked, opened_at)
            VALUES ($1, $2, $3, $4, $5, $6, (SELECT environment FROM s), $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT (tenant_id, server_id, login) DO NOTHING", values).await?;
        Ok(touched == 1)
    }
}

impl TradingAccounts<'_, TenantTx> {
    /// Keeps a changed account if nobody changed it since it was read; answers whether that was so.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn save(
        &self,
        _permit: &Permit<kinds::TradingAccountEdit>,
        account: &TradingAccountRecord,
    ) -> Result<bool, StorageError> {
        let scope = self.0.scope();
        let values: Vec<Value> = vec![
            scope.tenant(),
            account.id.uuid().into(),
            account.version.into(),
            account.product.map(AccountProductId::uuid).into(),
            account.group.clone().into(),
            account.leverage.into(),
            account.login_enabled.into(),
            account.trading_enabled.into(),
            account.archived_at.into(),
        ];
        let touched = scope.exec("UPDATE crm.trading_account SET product_id = $4, group_name = $5, leverage = $6, login_enabled = $7, trading_enabled = $8, archived_at = $9, version = version + 1 WHERE tenant_id = $1 AND id = $2 AND version = $3", values).await?;
        Ok(touched == 1)
    }
}
