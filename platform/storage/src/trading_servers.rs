//! A broker's trading servers. The manager's secret is sealed under the tenant's key and leaves for a driver only.

use crate::scope::{Operates, Scoped};
use crate::{StorageError, TenantTx};
use chrono::{DateTime, Utc};
use crm_access::{Permit, kinds};
use crm_model::{
    Pii, StaffId, TenantId, TradingDaylight, TradingEnvironment, TradingProduct, TradingServerId, TradingServerStatus,
};
use crm_vault::{Place, Sealer, TenantKeys, VaultError};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

/// What a broker says of a server, the secret apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TradingServerRecord {
    /// Which server.
    pub id: TradingServerId,
    /// Which product.
    pub kind: TradingProduct,
    /// Real money or play money.
    pub environment: TradingEnvironment,
    /// What people call it.
    pub name: String,
    /// Its host, in the one spelling.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// MT5: the manager's login. MT4: the client id at the gateway.
    pub manager: String,
    /// The only authorities that are believed, PEM.
    pub authorities: Option<String>,
    /// SHA-256 of the only certificate that is believed.
    pub pin: Option<[u8; 32]>,
    /// Without TLS: towards this machine itself in the development profile, nowhere else.
    pub plain: bool,
    /// MT4: where tokens come from, when it is not the gateway itself.
    pub authority_url: Option<String>,
    /// MT4: the OAuth2 scope, where the authority asks for one.
    pub scope: Option<String>,
    /// MT4: which platform of the gateway, where it has several.
    pub platform: Option<Uuid>,
    /// Whose summer time its wall clock keeps.
    pub daylight: TradingDaylight,
    /// Whether it is in use.
    pub status: TradingServerStatus,
    /// Grows with each change.
    pub version: i32,
    /// When it was added.
    pub created_at: DateTime<Utc>,
    /// Who added it, with the name of today.
    pub created_by: Option<(StaffId, String)>,
}

/// A server as it rests, with what was seen of it last.
#[derive(Clone, Debug)]
pub struct TradingServerRow {
    /// What the broker says of it.
    pub record: TradingServerRecord,
    /// What was seen of it; `None` before anything was asked.
    pub health: Option<TradingServerHealth>,
    secret_sealed: Vec<u8>,
}

/// What was seen of a server last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TradingServerHealth {
    /// When it was asked last.
    pub checked_at: DateTime<Utc>,
    /// When it answered last.
    pub last_answer_at: Option<DateTime<Utc>>,
    /// What went wrong the last time, if it did.
    pub last_error: Option<String>,
    /// Questions that failed in a row.
    pub failures: i32,
    /// How long it took to answer, in milliseconds.
    pub lag_ms: Option<i32>,
    /// How far its wall clock is ahead of UTC by its zone, in seconds.
    pub offset_s: Option<i32>,
    /// How far it goes wrong beside that, in seconds.
    pub drift_s: Option<i32>,
}

impl TradingServerRow {
    /// The manager's secret, for the driver.
    ///
    /// # Errors
    /// The keys are another tenant's, or the row was moved.
    pub fn secret(&self, keys: &TenantKeys) -> Result<Pii<String>, VaultError> {
        keys.open_str(&secret_place(keys.tenant(), self.record.id), &self.secret_sealed).map(Pii::new)
    }
}

/// Where the sealed secret of a server lives.
#[must_use]
pub const fn secret_place(tenant: TenantId, server: TradingServerId) -> Place {
    Place { tenant, table: "trading_server", column: "secret_sealed", row: server.uuid() }
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    kind: String,
    environment: String,
    name: String,
    host: String,
    port: i32,
    manager: String,
    secret_sealed: Vec<u8>,
    authorities: Option<String>,
    pin: Option<Vec<u8>>,
    plain: bool,
    authority_url: Option<String>,
    scope: Option<String>,
    platform: Option<Uuid>,
    daylight: String,
    status: String,
    version: i32,
    created_at: DateTime<Utc>,
    created_by: Option<Uuid>,
    created_by_name: Option<String>,
    checked_at: Option<DateTime<Utc>>,
    last_answer_at: Option<DateTime<Utc>>,
    last_error: Option<String>,
    failures: Option<i32>,
    lag_ms: Option<i32>,
    offset_s: Option<i32>,
    drift_s: Option<i32>,
}

const SELECT: &str = "SELECT t.id, t.kind, t.environment, t.name, t.host, t.port, t.manager, t.secret_sealed, t.authorities, t.pin, t.plain, t.authority_url, t.scope, t.platform, t.daylight, t.status, t.version, t.created_at, t.created_by,
    s.name AS created_by_name, h.checked_at, h.last_answer_at, h.last_error, h.failures, h.lag_ms, h.offset_s, h.drift_s
  FROM crm.trading_server t LEFT JOIN crm.staff s ON s.tenant_id = $1 AND s.id = t.created_by LEFT JOIN crm.trading_server_health h ON h.tenant_id = $1 AND h.server_id = t.id WHERE t.tenant_id = $1";

impl TryFrom<Row> for TradingServerRow {
    type Error = StorageError;

    fn try_from(row: Row) -> Result<Self, StorageError> {
        let odd = StorageError::Corrupt;
        let record = TradingServerRecord {
            id: TradingServerId::from_uuid(row.id),
            kind: TradingProduct::from_text(&row.kind).ok_or(odd("trading_server.kind"))?,
            environment: TradingEnvironment::from_text(&row.environment).ok_or(odd("trading_server.environment"))?,
            name: row.name,
            host: row.host,
            port: u16::try_from(row.port).map_err(|_| odd("trading_server.port"))?,
            manager: row.manager,
            authorities: row.authorities,
            pin: row.pin.map(TryInto::try_into).transpose().map_err(|_| odd("trading_server.pin"))?,
            plain: row.plain,
            authority_url: row.authority_url,
            scope: row.scope,
            platform: row.platform,
            daylight: TradingDaylight::from_text(&row.daylight).ok_or(odd("trading_server.daylight"))?,
            status: TradingServerStatus::from_text(&row.status).ok_or(odd("trading_server.status"))?,
            version: row.version,
            created_at: row.created_at,
            created_by: row.created_by.map(StaffId::from_uuid).zip(row.created_by_name),
        };
        let health = row.checked_at.map(|checked_at| TradingServerHealth {
            checked_at,
            last_answer_at: row.last_answer_at,
            last_error: row.last_error,
            failures: row.failures.unwrap_or(0),
            lag_ms: row.lag_ms,
            offset_s: row.offset_s,
            drift_s: row.drift_s,
        });
        Ok(Self { record, health, secret_sealed: row.secret_sealed })
    }
}

/// The trading servers of a broker.
pub struct TradingServers<'a, T>(&'a T);

impl<'a, T: Scoped> TradingServers<'a, T> {
    /// The servers of the transaction's tenant.
    pub const fn of(tx: &'a T) -> Self {
        Self(tx)
    }

    /// All servers, those in use first, by name. Looking asks for no second factor, so it asks for no permit; the use case
    /// has made sure that the caller may look.
    ///
    /// # Errors
    /// The database is away.
    pub async fn list(&self) -> Result<Vec<TradingServerRow>, StorageError> {
        let scope = self.0.scope();
        let rows: Vec<Row> = scope.all(format!("{SELECT} ORDER BY t.status, t.name"), vec![scope.tenant()]).await?;
        rows.into_iter().map(TradingServerRow::try_from).collect()
    }

    /// Whether an account was ever opened or linked on a server, or is being opened.
    ///
    /// # Errors
    /// The database is away.
    pub async fn has_accounts(&self, id: TradingServerId) -> Result<bool, StorageError> {
        #[derive(FromQueryResult)]
        struct Has {
            has: bool,
        }
        let scope = self.0.scope();
        let row: Option<Has> = scope.one("SELECT EXISTS (SELECT 1 FROM crm.trading_account WHERE tenant_id = $1 AND server_id = $2) OR EXISTS (SELECT 1 FROM crm.account_opening o JOIN crm.account_product p ON p.tenant_id = $1 AND p.id = o.product_id WHERE o.tenant_id = $1 AND p.server_id = $2) AS has", vec![scope.tenant(), id.uuid().into()]).await?;
        Ok(row.is_some_and(|row| row.has))
    }

    /// How much was sent to a server since an instant of which nobody knows yet what became: balance operations, trade commands,
    /// openings of accounts.
    ///
    /// # Errors
    /// The database is away.
    pub async fn in_doubt(&self, id: TradingServerId, since: DateTime<Utc>) -> Result<i64, StorageError> {
        #[derive(FromQueryResult)]
        struct InDoubt {
            n: i64,
        }
        let scope = self.0.scope();
        let row: Option<InDoubt> = scope.one("SELECT
              (SELECT count(*) FROM crm.balance_operation o JOIN crm.trading_account a ON a.tenant_id = $1 AND a.id = o.account_id WHERE o.tenant_id = $1 AND a.server_id = $2 AND o.state IN ('sending', 'unknown') AND o.sent_at >= $3)
            + (SELECT count(*) FROM crm.trade_command o JOIN crm.trading_account a ON a.tenant_id = $1 AND a.id = o.account_id WHERE o.tenant_id = $1 AND a.server_id = $2 AND o.state IN ('sending', 'unknown') AND o.sent_at >= $3)
            + (SELECT count(*) FROM crm.account_opening o JOIN crm.account_product p ON p.tenant_id = $1 AND p.id = o.product_id WHERE o.tenant_id = $1 AND p.server_id = $2 AND o.state IN ('sending', 'unknown') AND o.sent_at >= $3) AS n", vec![scope.tenant(), id.uuid().into(), since.into()]).await?;
        Ok(row.map_or(0, |row| row.n))
    }

    /// One server. It grants nothing: what is done with it asks for a permit of its own.
    ///
    /// # Errors
    /// The database is away.
    pub async fn find(&self, id: TradingServerId) -> Result<Option<TradingServerRow>, StorageError> {
        let scope = self.0.scope();
        let row: Option<Row> =
            scope.one(format!("{SELECT} AND t.id = $2"), vec![scope.tenant(), id.uuid().into()]).await?;
        row.map(TradingServerRow::try_from).transpose()
    }

    /// Whether the operator allows this host to the broker's servers.
    ///
    /// # Errors
    /// The database is away.
    pub async fn is_host_allowed(&self, host: &str) -> Result<bool, StorageError> {
        #[derive(FromQueryResult)]
        struct Found {
            #[expect(dead_code, reason = "that it is there is the answer")]
            host: String,
        }
        let scope = self.0.scope();
        let sql = "SELECT host FROM platform.trading_host WHERE tenant_id = $1 AND host = $2";
        Ok(scope.one::<Found>(sql, vec![scope.tenant(), host.into()]).await?.is_some())
    }
}

impl<T: Operates> TradingServers<'_, T> {
    /// Keeps a new server with its secret. `false` when the broker has one of this name.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn create(
        &self,
        _permit: &Permit<kinds::TradingServerManage>,
        server: &TradingServerRecord,
        secret: &Pii<String>,
    ) -> Result<bool, StorageError> {
        let scope = self.0.scope();
        let sealed = scope.keys.seal_str(&secret_place(scope.tenant_id(), server.id), secret.expose())?;
        let mut values = vec![scope.tenant(), server.id.uuid().into()];
        values.extend(columns(server));
        values.extend([
            sealed.into(),
            server.created_at.into(),
            server.created_by.as_ref().map(|(id, _)| id.uuid()).into(),
        ]);
        let touched = scope.exec("INSERT INTO crm.trading_server (tenant_id, id, kind, environment, name, host, port, manager, authorities, pin, plain, authority_url, scope, platform, daylight, status, secret_sealed, created_at, created_by)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19) ON CONFLICT (tenant_id, name) DO NOTHING", values).await?;
        Ok(touched == 1)
    }
}

impl TradingServers<'_, TenantTx> {
    /// Holds a server until the transaction ends: no account comes to be on it meanwhile.
    ///
    /// # Errors
    /// The database is away.
    pub async fn hold(&self, id: TradingServerId) -> Result<(), StorageError> {
        let scope = self.0.scope();
        let sql = "SELECT 1 FROM crm.trading_server WHERE tenant_id = $1 AND id = $2 FOR UPDATE";
        scope.exec(sql, vec![scope.tenant(), id.uuid().into()]).await?;
        Ok(())
    }

    /// Keeps a server from being put away until the transaction ends; false when it was put away before.
    ///
    /// # Errors
    /// The database is away.
    pub async fn hold_in_use(&self, id: TradingServerId) -> Result<bool, StorageError> {
        let scope = self.0.scope();
        let sql =
            "SELECT 1 FROM crm.trading_server WHERE tenant_id = $1 AND id = $2 AND status <> 'archived' FOR SHARE";
        Ok(scope.exec(sql, vec![scope.tenant(), id.uuid().into()]).await? == 1)
    }

    /// Keeps a changed server if nobody changed it since it was read; answers whether that was so. Without a new secret the
    /// old one stays.
    ///
    /// # Errors
    /// The database refuses; [`StorageError::Taken`] when another server has the name.
    pub async fn save(
        &self,
        _permit: &Permit<kinds::TradingServerManage>,
        server: &TradingServerRecord,
        secret: Option<&Pii<String>>,
    ) -> Result<bool, StorageError> {
        let scope = self.0.scope();
        let place = secret_place(scope.tenant_id(), server.id);
        let sealed = secret.map(|secret| scope.keys.seal_str(&place, secret.expose())).transpose()?;
        let mut values = vec![scope.tenant(), server.id.uuid().into()];
        values.extend(columns(server));
        values.extend([sealed.into(), server.version.into()]);
        let touched = scope.exec("UPDATE crm.trading_server SET kind = $3, environment = $4, name = $5, host = $6, port = $7, manager = $8, authorities = $9, pin = $10, plain = $11, authority_url = $12, scope = $13, platform = $14, daylight = $15, status = $16,
            secret_sealed = coalesce($17, secret_sealed), version = version + 1 WHERE tenant_id = $1 AND id = $2 AND version = $18", values).await?;
        Ok(touched == 1)
    }
}

fn columns(server: &TradingServerRecord) -> Vec<Value> {
    vec![
        server.kind.as_str().into(),
        server.environment.as_str().into(),
        server.name.clone().into(),
        server.host.clone().into(),
        i32::from(server.port).into(),
        server.manager.clone().into(),
        server.authorities.clone().into(),
        server.pin.map(|pin| pin.to_vec()).into(),
        server.plain.into(),
        server.authority_url.clone().into(),
        server.scope.clone().into(),
        server.platform.into(),
        server.daylight.as_str().into(),
        server.status.as_str().into(),
    ]
}
