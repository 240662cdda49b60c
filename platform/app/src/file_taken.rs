//! The trail knows of a file before its first byte leaves.

use crate::{App, UseCaseError};
use crm_access::OpContext;
use crm_model::AuditAction;
use crm_storage::{AuditEvent, TenantRead};
use uuid::Uuid;

/// Records that the caller takes a file. Its reading is ended before and begun anew, so that a request never holds two
/// connections.
///
/// # Errors
/// [`UseCaseError::Storage`].
pub(crate) async fn record(
    op: &OpContext,
    app: &App,
    reading: TenantRead,
    kind: &'static str,
    id: Uuid,
) -> Result<TenantRead, UseCaseError> {
    drop(reading);
    app.db.begin(op).await?.commit(AuditEvent::on(AuditAction::FileTaken, kind, id)).await?;
    Ok(app.db.read(op).await?)
}
