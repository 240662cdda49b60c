//! A person stops an act, or has it taken back.

use super::right::Right;
use super::undo::UndoBulk;
use crate::{App, UseCaseError};
use crm_access::OpContext;
use crm_jobs::Enqueue;
use crm_model::{AuditAction, BulkState, ClientBulkId};
use crm_storage::{AuditEvent, BulkRecord, BulkUpdate, Bulks, TenantTx};

/// Stops an act after the block at hand. What was changed stays, and can be taken back.
///
/// # Errors
/// Access; not found for everybody but who began it; an act that is not running.
pub async fn stop(op: &OpContext, app: &App, id: ClientBulkId) -> Result<(), UseCaseError> {
    let tx = app.db.begin(op).await?;
    let record = own(op, &tx, id).await?;
    if record.state != BulkState::Running {
        return Err(UseCaseError::Conflict { current: record.version });
    }
    let update = BulkUpdate::default().state(BulkState::Stopped).ended_at(op.now()).new_work();
    Bulks::of(&tx).update(id, update).await?;
    Ok(tx.commit(AuditEvent::on(AuditAction::BulkStopped, "client_bulk", id.uuid())).await?)
}

/// Begins to take an act back; one that is running is stopped first.
///
/// # Errors
/// Access; not found for everybody but who began it; `undo_over` when its time is over; a conflict when nothing is left.
pub async fn undo(op: &OpContext, app: &App, id: ClientBulkId) -> Result<(), UseCaseError> {
    let tx = app.db.begin(op).await?;
    let record = own(op, &tx, id).await?;
    Right::of(op, record.act)?;
    if record.undo_until <= op.now() {
        return Err(UseCaseError::invalid("id", "undo_over", "It can be taken back for 24 hours, and these are over."));
    }
    if matches!(record.state, BulkState::Undoing | BulkState::Undone) {
        return Err(UseCaseError::Conflict { current: record.version });
    }
    Bulks::of(&tx).update(id, BulkUpdate::default().state(BulkState::Undoing).new_work()).await?;
    tx.put(&UndoBulk { bulk: id, work: record.work + 1, after: 0 }).await?;
    Ok(tx.commit(AuditEvent::on(AuditAction::BulkUndoBegun, "client_bulk", id.uuid())).await?)
}

/// An act for a change by who began it, held.
async fn own(op: &OpContext, tx: &TenantTx, id: ClientBulkId) -> Result<BulkRecord, UseCaseError> {
    op.require::<crm_access::kinds::ClientView>()?;
    let me = op.staff_id()?;
    let found = Bulks::of(tx).hold(id).await?.filter(|record| record.created_by == me);
    found.ok_or(UseCaseError::NotFound("bulk act"))
}
