//! After its time an import's key is destroyed, and with it the file, its rows and undo.

use super::steps::given_up;
use super::work::{announce, failed};
use crate::App;
use crm_jobs::{Job, JobError, Run};
use crm_model::{AuditAction, ImportState};
use crm_storage::{AuditEvent, Imports};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Destroys the keys of imports whose time is over.
#[derive(Debug, Serialize, Deserialize)]
pub struct ForgetImports {}

impl Job for ForgetImports {
    const KIND: &'static str = "ForgetImports";
}

/// Destroys the keys of imports whose time is over. One that is at work is left until it has ended; one that was stopped for
/// a while ends, since it cannot go on.
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
        let waits = record.state == ImportState::Paused;
        let ended = (record.state.has_written() && !waits) || record.state == ImportState::Undone;
        let ends = if ended { None } else { Some(given_up(&tx, &record).await.map_err(failed)?) };
        imports.destroy_key(found.id).await?;
        if let Some(update) = ends {
            imports.update(found.id, update).await?;
        }
        tx.commit(AuditEvent::on(AuditAction::ImportForgotten, "client_import", found.id.uuid())).await?;
        announce(&run.op, &app, found.id, record.version + 1).await;
    }
    Ok(())
}
