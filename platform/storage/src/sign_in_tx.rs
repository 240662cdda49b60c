use crate::db::Opening;
use crate::scope::{Scope, SignInScoped, SignInWrites};
use crate::{AuditEvent, NewJob, StorageError, TenantDb, audit, queue, roles};
use chrono::{DateTime, Utc};
use crm_access::{Policies, RequestInfo, RoleRules, TenantRef};
use crm_model::{RoleId, StaffId};
use crm_vault::TenantKeys;
use sea_orm::FromQueryResult;
use std::sync::Arc;
use uuid::Uuid;

#[derive(FromQueryResult)]
struct RoleRow {
    id: Uuid,
}

/// The one door before somebody is known: sessions, credentials, one-time tokens, API keys, throttle counters, the audit
/// writer, and what ADR 0019 adds. Only sign-in and the authentication layer name it (`tests/sign_in_door.rs`).
pub struct SignInTx {
    scope: Scope,
    db: TenantDb,
}

impl SignInTx {
    /// Opens a transaction of the tenant whose host was called.
    ///
    /// # Errors
    /// The database is away.
    pub async fn begin(db: &TenantDb, tenant: &TenantRef) -> Result<Self, StorageError> {
        Ok(Self { scope: db.open(tenant, Opening::Write).await?, db: db.clone() })
    }

    pub(crate) const fn scope(&self) -> &Scope {
        &self.scope
    }

    /// The tenant's unwrapped keys: people are found by the blind index of their e-mail.
    #[must_use]
    pub fn keys(&self) -> &TenantKeys {
        &self.scope.keys
    }

    /// The compiled policy of a staff member at a version of the tenant's access data; cached.
    ///
    /// # Errors
    /// The database is away.
    pub async fn policy(&self, staff: StaffId, version: i64) -> Result<Arc<Policies>, StorageError> {
        self.db.policy(&self.scope, staff, version).await
    }

    /// What a role says, for a session that looks at the portal as it would; `None` when there is no such role any more.
    ///
    /// # Errors
    /// The database is away.
    pub async fn role_rules(&self, role: RoleId) -> Result<Option<RoleRules>, StorageError> {
        let known = self.scope.one::<RoleRow>(
            "SELECT id FROM crm.role WHERE tenant_id = $1 AND id = $2",
            vec![self.scope.tenant(), role.uuid().into()],
        );
        let Some(row) = known.await? else { return Ok(None) };
        let mut rules = roles::rules_in(&self.scope, Some(vec![row.id])).await?;
        Ok(Some(rules.remove(&row.id).unwrap_or_default()))
    }

    /// Puts a job into the queue, in this transaction.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn enqueue(&self, job: &NewJob, now: DateTime<Utc>) -> Result<(), StorageError> {
        queue::enqueue(&self.scope, job, now).await
    }

    /// Keeps what was done and records who did it.
    ///
    /// # Errors
    /// Nothing is kept then.
    pub async fn commit(self, author: &audit::Author, event: AuditEvent) -> Result<(), StorageError> {
        audit::write(&self.scope, author, &event).await?;
        self.scope.conn.commit().await?;
        Ok(())
    }

    /// Keeps counters and look-ups that say nothing about anybody: throttles, last-used times.
    ///
    /// # Errors
    /// Nothing is kept then.
    pub async fn commit_counters(self) -> Result<(), StorageError> {
        self.scope.conn.commit().await?;
        Ok(())
    }

    /// Ends a transaction that only read. Nobody waits for it: the pool tidies up.
    pub fn leave(self) {
        drop(self);
    }

    /// The author of an event that happened before anybody was known.
    #[must_use]
    pub fn nobody(request: &RequestInfo, now: DateTime<Utc>) -> audit::Author {
        audit::Author::nobody(request, now)
    }
}

impl SignInScoped for SignInTx {
    fn scope(&self) -> &Scope {
        &self.scope
    }
}

impl SignInWrites for SignInTx {}
