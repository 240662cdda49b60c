//! Work on a broker that is there already, as `crm_provision`. Nothing is sealed in it: onboarding keeps no broker's keys.

use crate::scope::{Scope, Scoped};
use crate::{AuditEvent, NewJob, ProvisionDb, StorageError, audit, queue};
use crm_access::OpContext;
use crm_model::{SpokenLanguage, StaffId, TradingHost};
use sea_orm::FromQueryResult;
use uuid::Uuid;

/// Whether a broker's first person has come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FirstPerson {
    /// There is nobody yet: the broker was begun and not finished.
    Nobody,
    /// The invitation waits to be accepted.
    Invited(StaffId),
    /// Somebody has joined; people of the broker invite further ones.
    Joined,
}

/// An open transaction of such work.
pub struct ProvisionVisit {
    pub(crate) scope: Scope,
    pub(crate) op: OpContext,
}

#[derive(FromQueryResult)]
struct PersonRow {
    id: Uuid,
    joined: bool,
}

#[derive(FromQueryResult)]
struct LanguageRow {
    language: String,
}

#[derive(FromQueryResult)]
struct TimeZoneRow {
    time_zone: String,
}

#[derive(FromQueryResult)]
struct HostRow {
    host: String,
}

impl ProvisionDb {
    /// Opens a transaction on a broker that is there already.
    ///
    /// # Errors
    /// The database is away.
    pub async fn visit(&self, op: &OpContext) -> Result<ProvisionVisit, StorageError> {
        Ok(ProvisionVisit { scope: self.scope(op.tenant()).await?, op: op.clone() })
    }
}

impl ProvisionVisit {
    /// Whether the broker's first person has come in. Ids grow with time.
    ///
    /// # Errors
    /// The database is away.
    pub async fn first_person(&self) -> Result<FirstPerson, StorageError> {
        let sql = "SELECT id, status <> 'invited' AS joined FROM crm.staff WHERE tenant_id = $1 ORDER BY joined DESC, id LIMIT 1";
        let row: Option<PersonRow> = self.scope.one(sql, vec![self.scope.tenant()]).await?;
        Ok(match row {
            None => FirstPerson::Nobody,
            Some(row) if row.joined => FirstPerson::Joined,
            Some(row) => FirstPerson::Invited(StaffId::from_uuid(row.id)),
        })
    }

    /// The broker's language; `None` before its settings were written.
    ///
    /// # Errors
    /// The database is away.
    pub async fn language(&self) -> Result<Option<String>, StorageError> {
        let sql = "SELECT language FROM crm.tenant_setting WHERE tenant_id = $1";
        let row: Option<LanguageRow> = self.scope.one(sql, vec![self.scope.tenant()]).await?;
        Ok(row.map(|row| row.language))
    }

    /// Gives the broker another language; answers whether it had another one before.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn set_language(&self, language: SpokenLanguage) -> Result<bool, StorageError> {
        let sql = "UPDATE crm.tenant_setting SET language = $2 WHERE tenant_id = $1 AND language <> $2";
        Ok(self.scope.exec(sql, vec![self.scope.tenant(), language.as_str().into()]).await? == 1)
    }

    /// The broker's time zone; `None` before its settings were written.
    ///
    /// # Errors
    /// The database is away.
    pub async fn time_zone(&self) -> Result<Option<String>, StorageError> {
        let sql = "SELECT time_zone FROM crm.tenant_setting WHERE tenant_id = $1";
        let row: Option<TimeZoneRow> = self.scope.one(sql, vec![self.scope.tenant()]).await?;
        Ok(row.map(|row| row.time_zone))
    }

    /// Puts the broker into another time zone, one that [`crate::ProvisionDb::knows_time_zone`]; answers whether it was in
    /// another one before.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn set_time_zone(&self, name: &str) -> Result<bool, StorageError> {
        let sql = "UPDATE crm.tenant_setting SET time_zone = $2 WHERE tenant_id = $1 AND time_zone <> $2";
        Ok(self.scope.exec(sql, vec![self.scope.tenant(), name.into()]).await? == 1)
    }

    /// Hosts that the broker's trading servers may have.
    ///
    /// # Errors
    /// The database is away.
    pub async fn trading_hosts(&self) -> Result<Vec<String>, StorageError> {
        let sql = "SELECT host FROM platform.trading_host WHERE tenant_id = $1 ORDER BY host";
        let rows: Vec<HostRow> = self.scope.all(sql, vec![self.scope.tenant()]).await?;
        Ok(rows.into_iter().map(|row| row.host).collect())
    }

    /// Allows a host to the broker's trading servers; answers whether it is new.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn allow_trading_host(&self, host: &TradingHost) -> Result<bool, StorageError> {
        let values = vec![self.scope.tenant(), host.as_str().into(), self.op.now().into()];
        let sql = "INSERT INTO platform.trading_host (tenant_id, host, allowed_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
        Ok(self.scope.exec(sql, values).await? == 1)
    }

    /// Takes a host away again; answers whether it was there. Connections to it end within a minute.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn withdraw_trading_host(&self, host: &TradingHost) -> Result<bool, StorageError> {
        let values = vec![self.scope.tenant(), host.as_str().into()];
        let sql = "DELETE FROM platform.trading_host WHERE tenant_id = $1 AND host = $2";
        Ok(self.scope.exec(sql, values).await? == 1)
    }

    /// Puts a job into the queue, in this transaction; it runs while the broker is active.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn enqueue(&self, job: &NewJob) -> Result<(), StorageError> {
        queue::enqueue(&self.scope, job, self.op.now()).await
    }

    /// Keeps what was done. The event holds no personal value.
    ///
    /// # Errors
    /// Nothing is kept then.
    pub async fn commit(self, event: AuditEvent) -> Result<(), StorageError> {
        self.commit_all(std::slice::from_ref(&event)).await
    }

    /// Keeps what was done, with an event for each thing.
    ///
    /// # Errors
    /// Nothing is kept then.
    pub async fn commit_all(self, events: &[AuditEvent]) -> Result<(), StorageError> {
        for event in events {
            if event.holds_personal_values() {
                return Err(StorageError::Corrupt("an event that onboarding cannot seal"));
            }
            audit::write(&self.scope, &audit::Author::of(&self.op), event).await?;
        }
        self.scope.conn.commit().await?;
        Ok(())
    }
}

impl Scoped for ProvisionVisit {
    fn scope(&self) -> &Scope {
        &self.scope
    }
}
