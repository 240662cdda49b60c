//! Writing is stopped for a while, goes on, or is stopped for good.

use super::commit::CommitImport;
use super::shelf::held;
use super::work::announce;
use crate::{App, UseCaseError};
use crm_access::OpContext;
use crm_jobs::Enqueue;
use crm_model::{AuditAction, ClientImportId, ImportState};
use crm_storage::{AuditEvent, ImportRecord, ImportUpdate, Imports, TenantTx};

/// Stops writing after the block at hand.
///
/// # Errors
/// Access; an import that is not being written.
pub async fn pause(op: &OpContext, app: &App, id: ClientImportId) -> Result<(), UseCaseError> {
    let tx = app.db.begin(op).await?;
    let opened = held(op, &tx, id, None).await?;
    if opened.record.state != ImportState::Committing {
        return Err(UseCaseError::Conflict { current: opened.record.version });
    }
    let update = ImportUpdate::default().state(ImportState::Paused).new_work().seen();
    step(op, app, tx, id, opened.record.version, update, AuditAction::ImportPaused).await
}

/// Goes on where it stopped, under the rights of the person who began it.
///
/// # Errors
/// Access; an import that is not paused.
pub async fn resume(op: &OpContext, app: &App, id: ClientImportId) -> Result<(), UseCaseError> {
    let tx = app.db.begin(op).await?;
    let opened = held(op, &tx, id, None).await?;
    let record = &opened.record;
    if record.state != ImportState::Paused {
        return Err(UseCaseError::Conflict { current: record.version });
    }
    let update = ImportUpdate::default().state(ImportState::Committing).phase_at(op.now()).new_work().seen();
    tx.put(&CommitImport { import: id, work: record.work + 1 }).await?;
    step(op, app, tx, id, record.version, update, AuditAction::ImportResumed).await
}

/// Ends the import. What was written stays, and can be taken back; the same file may come again, and finds by its people what is
/// in the book already.
///
/// # Errors
/// Access; an import that has ended.
pub async fn cancel(op: &OpContext, app: &App, id: ClientImportId) -> Result<(), UseCaseError> {
    let tx = app.db.begin(op).await?;
    let opened = held(op, &tx, id, None).await?;
    let record = &opened.record;
    if matches!(
        record.state,
        ImportState::Cancelled | ImportState::Committed | ImportState::Undoing | ImportState::Undone
    ) {
        return Err(UseCaseError::Conflict { current: record.version });
    }
    let update = given_up(&tx, record).await?.new_work().seen();
    step(op, app, tx, id, record.version, update, AuditAction::ImportCancelled).await
}

/// How an import ends that is given up: what the work did not come to is told with what failed.
pub(super) async fn given_up(tx: &TenantTx, record: &ImportRecord) -> Result<ImportUpdate, UseCaseError> {
    let update = ImportUpdate::default().state(ImportState::Cancelled).sheet_hash(None);
    if record.committed_at.is_none() {
        return Ok(update);
    }
    let left = Imports::of(tx).left(record.id).await?;
    let [.., skipped, failed, repeats, _] = record.written;
    let more = |all: i64, known: i32| i32::try_from(all).unwrap_or(i32::MAX) - known;
    let rest = [0, 0, more(left.skipped, skipped), more(left.failed, failed), more(left.repeats, repeats), 0];
    Ok(update.wrote(rest, 0))
}

async fn step(
    op: &OpContext,
    app: &App,
    tx: TenantTx,
    id: ClientImportId,
    version: i32,
    update: ImportUpdate,
    action: AuditAction,
) -> Result<(), UseCaseError> {
    Imports::of(&tx).update(id, update).await?;
    tx.commit(AuditEvent::on(action, "client_import", id.uuid())).await?;
    announce(op, app, id, version + 1).await;
    Ok(())
}
