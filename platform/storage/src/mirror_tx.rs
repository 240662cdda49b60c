//! What the CRM writes down of trading servers without anybody deciding anything: who holds a server's lease, how a server
//! is, which deals it shows. Such rows are overwritten every few seconds and leave no audit event; nothing else can be written
//! through this door.

use crate::db::Opening;
use crate::scope::{Scope, Scoped};
use crate::trading_accounts::AccountFigures;
use crate::trading_servers::TradingServerHealth;
use crate::{NewJob, StorageError, TenantDb, queue};
use chrono::{DateTime, Utc};
use crm_access::TenantRef;
use crm_model::{TradingAccountId, TradingServerId, WorkerId};
use sea_orm::{FromQueryResult, Value};
use std::time::Duration;
use uuid::Uuid;

/// A transaction that reads everything of a tenant and writes the mirror of its trading servers only.
pub struct MirrorTx {
    scope: Scope,
}

impl Scoped for MirrorTx {
    fn scope(&self) -> &Scope {
        &self.scope
    }
}

impl TenantDb {
    /// Opens the door to a tenant's mirror.
    ///
    /// # Errors
    /// The database is away, or the tenant's key does not open.
    pub async fn mirror(&self, tenant: &TenantRef) -> Result<MirrorTx, StorageError> {
        Ok(MirrorTx { scope: self.open(tenant, Opening::Write).await? })
    }
}

impl MirrorTx {
    /// Takes the lease of a server, or holds it for longer, unless another process has it. The database's clock alone
    /// counts: the clocks of two machines never meet.
    ///
    /// # Errors
    /// The database is away.
    pub async fn take_lease(
        &self,
        server: TradingServerId,
        holder: WorkerId,
        lasts: Duration,
    ) -> Result<bool, StorageError> {
        let seconds = i32::try_from(lasts.as_secs()).unwrap_or(i32::MAX);
        let values: Vec<Value> = vec![self.scope.tenant(), server.uuid().into(), holder.uuid().into(), seconds.into()];
        let touched = self.scope.exec("INSERT INTO crm.trading_lease AS l (tenant_id, server_id, holder, until) VALUES ($1, $2, $3, clock_timestamp() + make_interval(secs => $4::int))
            ON CONFLICT (tenant_id, server_id) DO UPDATE SET holder = excluded.holder, until = excluded.until WHERE l.holder = excluded.holder OR l.until <= clock_timestamp()", values).await?;
        Ok(touched == 1)
    }

    /// Gives leases of a holder back at once.
    ///
    /// # Errors
    /// The database is away.
    pub async fn give_back_lease(&self, server: TradingServerId, holder: WorkerId) -> Result<(), StorageError> {
        let values: Vec<Value> = vec![self.scope.tenant(), server.uuid().into(), holder.uuid().into()];
        let sql = "DELETE FROM crm.trading_lease WHERE tenant_id = $1 AND server_id = $2 AND holder = $3";
        self.scope.exec(sql, values).await?;
        Ok(())
    }

    /// Which process has which server now.
    ///
    /// # Errors
    /// The database is away.
    pub async fn leases(&self) -> Result<Vec<(TradingServerId, WorkerId)>, StorageError> {
        #[derive(FromQueryResult)]
        struct Lease {
            server_id: Uuid,
            holder: Uuid,
        }
        let sql = "SELECT server_id, holder FROM crm.trading_lease WHERE tenant_id = $1 AND until > clock_timestamp()";
        let rows: Vec<Lease> = self.scope.all(sql, vec![self.scope.tenant()]).await?;
        let lease = |row: Lease| (TradingServerId::from_uuid(row.server_id), WorkerId::from_uuid(row.holder));
        Ok(rows.into_iter().map(lease).collect())
    }

    /// Writes down how a server is. What is `None` of the last answer, its lag and its clock stays as it was.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn note_health(&self, server: TradingServerId, seen: &TradingServerHealth) -> Result<(), StorageError> {
        let values: Vec<Value> = vec![
            self.scope.tenant(),
            server.uuid().into(),
            seen.checked_at.into(),
            seen.last_answer_at.into(),
            seen.last_error.clone().into(),
            seen.lag_ms.into(),
            seen.offset_s.into(),
            seen.drift_s.into(),
        ];
        self.scope.exec("INSERT INTO crm.trading_server_health AS h (tenant_id, server_id, checked_at, last_answer_at, last_error, failures, lag_ms, offset_s, drift_s)
            VALUES ($1, $2, $3, $4, $5, CASE WHEN $5::text IS NULL THEN 0 ELSE 1 END, $6, $7, $8)
            ON CONFLICT (tenant_id, server_id) DO UPDATE SET checked_at = excluded.checked_at, last_answer_at = coalesce(excluded.last_answer_at, h.last_answer_at), last_error = excluded.last_error,
              failures = CASE WHEN excluded.last_error IS NULL THEN 0 ELSE h.failures + 1 END, lag_ms = coalesce(excluded.lag_ms, h.lag_ms), offset_s = coalesce(excluded.offset_s, h.offset_s), drift_s = coalesce(excluded.drift_s, h.drift_s)", values).await?;
        Ok(())
    }

    /// Writes down an account's figures, unless newer ones stand there.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn note_figures(&self, account: TradingAccountId, seen: &AccountFigures) -> Result<(), StorageError> {
        let values: Vec<Value> = vec![
            self.scope.tenant(),
            account.uuid().into(),
            seen.balance.into(),
            seen.credit.into(),
            seen.equity.into(),
            seen.margin.into(),
            seen.margin_free.into(),
            seen.margin_level.into(),
            seen.floating.into(),
            seen.as_of.into(),
        ];
        self.scope.exec("INSERT INTO crm.trading_account_state AS f (tenant_id, account_id, balance, credit, equity, margin, margin_free, margin_level, floating, as_of) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            ON CONFLICT (tenant_id, account_id) DO UPDATE SET balance = excluded.balance, credit = excluded.credit, equity = excluded.equity, margin = excluded.margin, margin_free = excluded.margin_free,
              margin_level = excluded.margin_level, floating = excluded.floating, as_of = excluded.as_of WHERE f.as_of <= excluded.as_of", values).await?;
        Ok(())
    }

    /// Writes down up to when a server's deals were compared with the CRM's balance operations.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn note_comparison(&self, server: TradingServerId, to: DateTime<Utc>) -> Result<(), StorageError> {
        let values: Vec<Value> = vec![self.scope.tenant(), server.uuid().into(), to.into()];
        self.scope.exec("INSERT INTO crm.balance_comparison AS b (tenant_id, server_id, compared_to) VALUES ($1, $2, $3) ON CONFLICT (tenant_id, server_id) DO UPDATE SET compared_to = greatest(b.compared_to, excluded.compared_to)", values).await?;
        Ok(())
    }

    /// Puts a job into the queue, in this transaction: what was seen may ask for something that somebody else does.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn enqueue(&self, job: &NewJob, now: DateTime<Utc>) -> Result<(), StorageError> {
        queue::enqueue(&self.scope, job, now).await
    }

    /// Keeps what was written down.
    ///
    /// # Errors
    /// Nothing is kept then.
    pub async fn keep(self) -> Result<(), StorageError> {
        self.scope.conn.commit().await?;
        Ok(())
    }
}
