//! What the jobs of imports share.

use super::shelf::Opened;
use crate::{App, UseCaseError};
use crm_access::OpContext;
use crm_access::kinds::ClientImport;
use crm_cache::{LiveEvent, LiveKind};
use crm_jobs::{JobError, Run};
use crm_model::{ClientImportId, ImportState};
use crm_storage::{ImportRecord, Imports, Scoped};
use std::time::Duration;
use tokio::time::Instant;
use uuid::Uuid;

/// A job's lease is longer: it hands on before.
pub(super) const SLICE: Duration = Duration::from_secs(60);
const TELL: Duration = Duration::from_millis(500);

/// Tells open portals that an import moved on, not too often.
pub(super) struct News {
    told: Option<Instant>,
}

impl News {
    pub(super) const fn new() -> Self {
        Self { told: None }
    }

    /// Whether it is time to write progress down and to tell.
    pub(super) fn due(&mut self) -> bool {
        let due = self.told.is_none_or(|at| at.elapsed() >= TELL);
        if due {
            self.told = Some(Instant::now());
        }
        due
    }
}

/// Tells open portals about an import.
pub(super) async fn announce(op: &OpContext, app: &App, id: ClientImportId, version: i32) {
    publish(op, app, LiveKind::ImportChanged, id.uuid(), version).await;
}

/// Tells open portals that many clients changed at once.
pub(super) async fn announce_clients(op: &OpContext, app: &App) {
    publish(op, app, LiveKind::ClientsChanged, Uuid::nil(), 0).await;
}

async fn publish(op: &OpContext, app: &App, kind: LiveKind, id: Uuid, version: i32) {
    let by = op.person().map(|s| s.uuid());
    let version = i64::from(version);
    app.bus.publish(LiveEvent { tenant: op.tenant().id, kind, id, version, by, owner: None, team: None }).await;
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

/// A fault below passes; what was wrong with an import stays wrong.
pub(super) fn failed(error: UseCaseError) -> JobError {
    match error {
        UseCaseError::Storage(error) => JobError::retry(error),
        UseCaseError::Busy => JobError::retry("busy"),
        other => JobError::give_up(other.code()),
    }
}

pub(super) fn int(n: usize) -> i32 {
    i32::try_from(n).unwrap_or(i32::MAX)
}
