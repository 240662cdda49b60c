//! Work on a broker that is there already, as `crm_provision`. Nothing is sealed in it: onboarding keeps no broker's keys.

use crate::scope::Scope;
use crate::{AuditEvent, NewJob, ProvisionDb, StorageError, audit, queue};
use crm_access::OpContext;
use crm_model::StaffId;
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
    scope: Scope,
    op: OpContext,
}

#[derive(FromQueryResult)]
struct PersonRow {
    id: Uuid,
    joined: bool,
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
        if event.holds_personal_values() {
            return Err(StorageError::Corrupt("an event that onboarding cannot seal"));
        }
        audit::write(&self.scope, &audit::Author::of(&self.op), &event).await?;
        self.scope.conn.commit().await?;
        Ok(())
    }
}
