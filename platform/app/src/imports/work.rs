//! What the jobs of imports share.

use super::shelf::Opened;
use crate::App;
use crate::long_work::publish;
pub(super) use crate::long_work::{News, SLICE, announce_clients, failed, int};
use crm_access::OpContext;
use crm_access::kinds::ClientImport;
use crm_cache::LiveKind;
use crm_jobs::{JobError, Run};
use crm_model::{ClientImportId, ImportState};
use crm_storage::{ImportRecord, Imports, Scoped};
use std::time::Duration;

/// The longest that a file is read, or tried, in one go: a million rows on a machine that is slow and has other work.
pub(super) const LONGEST: Duration = Duration::from_secs(20 * 60);

/// Tells open portals about an import.
pub(super) async fn announce(op: &OpContext, app: &App, id: ClientImportId, version: i32) {
    publish(op, app, LiveKind::ImportChanged, id.uuid(), version).await;
}

/// The import of a job, if the job is still wanted; and the operation with the rights that its person has now, if any.
pub(super) async fn wanted(
    app: &App,
    run: &Run,
    id: ClientImportId,
    work: i32,
    state: ImportState,
) -> Result<Option<(Opened, Option<OpContext>)>, JobError> {
    let tx = app.db.read(&run.op).await?;
    let Some(record) = Imports::of(&tx).find(id).await? else { return Ok(None) };
    if !is_wanted(&record, work, state) || record.is_forgotten() {
        return Ok(None);
    }
    let staff = record.work_by;
    let opened = Opened::new(tx.keys(), record).map_err(failed)?;
    drop(tx);
    let policy = app.db.policy_of(run.op.tenant(), staff).await?;
    let op = policy.map(|policy| run.acting_for(staff, policy)).filter(|op| op.require::<ClientImport>().is_ok());
    Ok(Some((opened, op)))
}

pub(super) fn is_wanted(record: &ImportRecord, work: i32, state: ImportState) -> bool {
    record.work == work && record.state == state
}
