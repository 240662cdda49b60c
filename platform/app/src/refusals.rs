//! Refusals are recorded outside the transaction that was rolled back (AUD-04).

use crate::{App, UseCaseError};
use crm_access::OpContext;
use crm_model::AuditAction;
use crm_storage::{AuditEvent, StorageError, Target};

impl App {
    /// Records that an operation was refused to its caller. Expected problems of inputs are no
    /// refusals, and too many requests go to the security log only, so that a flood writes no rows.
    ///
    /// # Errors
    /// The database is away; the caller still answers with the refusal itself.
    pub async fn record_refusal(
        &self,
        op: &OpContext,
        error: &UseCaseError,
        target: Option<Target>,
    ) -> Result<(), StorageError> {
        let refused = matches!(error, UseCaseError::Access(_) | UseCaseError::NotFound(_));
        if !refused {
            return Ok(());
        }
        let mut event = AuditEvent::refusal(AuditAction::AccessRefused, error.code());
        if let Some(target) = target {
            event = event.target(target.kind, target.id);
        }
        self.db.begin(&op.recording()).await?.commit(event).await
    }
}
