//! After its time an import's key is destroyed, and with it the file, its rows and undo.

use super::work::announce;
use crate::App;
use crm_jobs::{Job, JobError, Run};
use crm_model::{AuditAction, ImportState};
use crm_storage::{AuditEvent, ImportUpdate, Imports};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Destroys the keys of imports whose time is over.
#[derive(Debug, Serialize, Deserialize)]
pub struct ForgetImports {}

impl Job for ForgetImports {
    const KIND: &'static str = "ForgetImports";
}

/// Destroys the keys of imports whose time is over. One that is at work is left until it has ended.
///
/// # Errors
/// The database.
pub async fn forget_imports(app: Arc<App>, run: Run, _: ForgetImports) -> Result<(), JobError> {
    let tx = app.db.read(&run.op).await?;
    let outlived = Imports::of(&tx).outlived(run.op.now()).await?;
    drop(tx);
    for found in outlived {
        let tx = app.db.begin(&run.op).await?;
        let imports = Imports::of(&tx);
        let Some(record) = imports.hold(found.id).await? else { continue };
        let works = matches!(record.state, ImportState::Committing | ImportState::Undoing);
        if record.is_forgotten() || record.kept_until > run.op.now() || works {
            tx.abandon().await?;
            continue;
        }
        imports.destroy_key(found.id).await?;
        let ended = record.state.has_written() || record.state == ImportState::Undone;
        if !ended {
            imports.update(found.id, ImportUpdate::default().state(ImportState::Cancelled).sheet_hash(None)).await?;
        }
        tx.commit(AuditEvent::on(AuditAction::ImportForgotten, "client_import", found.id.uuid())).await?;
        announce(&run.op, &app, found.id, record.version + 1).await;
    }
    Ok(())
}
