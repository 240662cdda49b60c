use crate::scope::{Operates, Scope, Scoped, Writes};
use crate::{AuditEvent, NewJob, StorageError, audit, events, queue};
use crm_access::OpContext;

/// A transaction of one tenant that may write. Dropping it rolls back.
pub struct TenantTx {
    scope: Scope,
    op: OpContext,
}

impl TenantTx {
    pub(crate) const fn new(scope: Scope, op: OpContext) -> Self {
        Self { scope, op }
    }

    /// The operation this transaction belongs to.
    #[must_use]
    pub const fn op(&self) -> &OpContext {
        &self.op
    }

    /// Puts a job into the queue, in this transaction: it runs if and only if this commits.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn enqueue(&self, job: &NewJob) -> Result<(), StorageError> {
        queue::enqueue(&self.scope, job, self.op.now()).await
    }

    /// Ends the transaction and says what it did: there is no commit without an audit event. The chain's head is
    /// locked here, as the last statement, and never earlier.
    ///
    /// # Errors
    /// Either everything is kept, the event included, or nothing (AUD-03).
    pub async fn commit(self, event: AuditEvent) -> Result<(), StorageError> {
        self.commit_all(vec![event]).await
    }

    /// As [`TenantTx::commit`], with several events in their order. What websites are told of them is written here as well,
    /// so that nothing is told that did not happen, and nothing that happened is kept from them.
    ///
    /// # Errors
    /// As [`TenantTx::commit`].
    pub async fn commit_all(self, said: Vec<AuditEvent>) -> Result<(), StorageError> {
        for event in &said {
            audit::write(&self.scope, &audit::Author::of(&self.op), event).await?;
        }
        let told: Vec<_> = said.iter().flat_map(|event| events::of_audit(event, self.op.now())).collect();
        events::publish(&self.scope, &told).await?;
        self.scope.conn.commit().await?;
        Ok(())
    }

    /// Ends the transaction when it turned out that there was nothing to change.
    ///
    /// # Errors
    /// The connection broke; nothing was kept in any case.
    pub async fn abandon(self) -> Result<(), StorageError> {
        self.scope.conn.rollback().await?;
        Ok(())
    }
}

impl Scoped for TenantTx {
    fn scope(&self) -> &Scope {
        &self.scope
    }
}

impl Writes for TenantTx {}

impl Operates for TenantTx {
    fn op(&self) -> &OpContext {
        &self.op
    }
}

/// A read-only transaction of one tenant: one consistent picture.
pub struct TenantRead {
    scope: Scope,
}

impl TenantRead {
    pub(crate) const fn new(scope: Scope) -> Self {
        Self { scope }
    }
}

impl Scoped for TenantRead {
    fn scope(&self) -> &Scope {
        &self.scope
    }
}
