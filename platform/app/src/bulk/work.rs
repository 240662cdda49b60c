//! The job: rows become changes, block by block, each once, whatever happens to the process.

use super::right::Right;
use super::write::{Wrote, block};
use crate::long_work::{SLICE, announce_clients, failed};
use crate::{App, UseCaseError};
use crm_access::OpContext;
use crm_access::kinds::ClientView;
use crm_jobs::{Job, JobError, Run};
use crm_model::{AuditAction, BulkState, ClientBulkId};
use crm_storage::{AuditEvent, BulkRecord, BulkUpdate, Bulks, Change};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use tokio::time::Instant;

/// Carries out an act on many clients.
#[derive(Debug, Serialize, Deserialize)]
pub struct CarryOutBulk {
    pub(super) bulk: ClientBulkId,
    pub(super) work: i32,
}

impl Job for CarryOutBulk {
    const KIND: &'static str = "CarryOutBulk";
}

/// Rows of one transaction: below the 1,000 of which one event may tell.
pub(super) const BLOCK: u32 = 500;

/// Works blocks off until there is none, somebody stops it, or the time of one job is over: then the next one goes on.
///
/// # Errors
/// The database: the job comes again and goes on where the last commit stands.
pub async fn carry_out_bulk(app: Arc<App>, run: Run, job: CarryOutBulk) -> Result<(), JobError> {
    let began = Instant::now();
    loop {
        let Some(record) = wanted(&app, &run, job.bulk, job.work, BulkState::Running).await? else { return Ok(()) };
        let Some((op, right)) = rights(&app, &run, &record).await? else {
            return lost_rights(&app, &run, &record).await.map_err(failed);
        };
        let wrote = block(&app, &op, &right, &job, began.elapsed() >= SLICE).await.map_err(failed)?;
        if wrote != Wrote::More {
            announce_clients(&op, &app).await;
            return Ok(());
        }
    }
}

/// The bulk act of a job, if the job is still wanted.
pub(super) async fn wanted(
    app: &App,
    run: &Run,
    id: ClientBulkId,
    work: i32,
    state: BulkState,
) -> Result<Option<BulkRecord>, JobError> {
    let tx = app.db.read(&run.op).await?;
    Ok(Bulks::of(&tx).for_job(id).await?.filter(|record| is_wanted(record, work, state)))
}

pub(super) fn is_wanted(record: &BulkRecord, work: i32, state: BulkState) -> bool {
    record.work == work && record.state == state
}

/// The operation with the rights that the person has now; whose rights ended meanwhile writes no further block.
pub(super) async fn rights(app: &App, run: &Run, record: &BulkRecord) -> Result<Option<(OpContext, Right)>, JobError> {
    let Some(policy) = app.db.policy_of(run.op.tenant(), record.created_by).await? else { return Ok(None) };
    let op = run.acting_for(record.created_by, policy);
    if op.require::<ClientView>().is_err() {
        return Ok(None);
    }
    Ok(Right::of(&op, record.act).ok().map(|right| (op, right)))
}

/// Who began it may not do it any more: it ends where it stands.
pub(super) async fn lost_rights(app: &App, run: &Run, seen: &BulkRecord) -> Result<(), UseCaseError> {
    let op = run.on_behalf_of(seen.created_by);
    let tx = app.db.begin(&op).await?;
    let record = Bulks::of(&tx).hold(seen.id).await?.ok_or(UseCaseError::NotFound("bulk act"))?;
    if !is_wanted(&record, seen.work, seen.state) {
        return Ok(tx.abandon().await?);
    }
    let update = BulkUpdate::default().state(BulkState::Stopped).ended_at(op.now()).new_work();
    Bulks::of(&tx).update(seen.id, update).await?;
    let why = Change::plain("because", None::<String>, Some("rights ended"));
    tx.commit(AuditEvent::on(AuditAction::BulkStopped, "client_bulk", seen.id.uuid()).changes([why])).await?;
    announce_clients(&op, app).await;
    Ok(())
}
