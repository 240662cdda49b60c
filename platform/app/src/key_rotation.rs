//! A broker gets another data key while everybody works (PII-04): a job seals and indexes anew what the former one holds.

use crate::{App, UseCaseError};
use crm_access::OpContext;
use crm_jobs::{Job, JobError, Run};
use crm_model::AuditAction;
use crm_storage::{AuditEvent, Change, KeyRotations};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Goes on with a rotation, if one was ordered.
#[derive(Debug, Serialize, Deserialize)]
pub struct RotateDataKey {}

impl Job for RotateDataKey {
    const KIND: &'static str = "RotateDataKey";
}

/// Rows of one transaction: with the contacts of clients, below the 1,000 of which one event may tell.
const BLOCK: u32 = 300;
/// How long one job works; the next one goes on.
const SLICE: Duration = Duration::from_secs(90);

/// What one transaction did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Went {
    /// There is nothing to do, or somebody else is at it.
    Idle,
    /// There is more.
    On,
    /// It was the last one.
    Done,
}

/// Works blocks off until there is none, or the time of one job is over. Cut off at any point, the next one goes on behind
/// the last whole block.
///
/// # Errors
/// The database; a value that does not open: the job comes again.
pub async fn rotate_data_key(app: Arc<App>, run: Run, _: RotateDataKey) -> Result<(), JobError> {
    let began = Instant::now();
    while began.elapsed() < SLICE {
        if step(&app, &run.op).await.map_err(JobError::retry)? != Went::On {
            break;
        }
    }
    Ok(())
}

/// One block, in one transaction, with one event.
///
/// # Errors
/// As [`rotate_data_key`].
pub async fn step(app: &App, op: &OpContext) -> Result<Went, UseCaseError> {
    let tx = app.db.begin(op).await?;
    let rotations = KeyRotations::of(&tx);
    let Some(mut rotation) = rotations.hold().await? else {
        tx.abandon().await?;
        return Ok(Went::Idle);
    };
    let event = |action| AuditEvent::on(action, "tenant", op.tenant().id.uuid());
    let said = |field, value: String| Change::plain(field, None::<String>, Some(value));
    let version = said("version", rotation.version.to_string());
    let block = rotations.block(&rotation, BLOCK).await?;
    rotation.changed += i64::try_from(block.changed).unwrap_or(i64::MAX);
    if let Some(last) = block.last {
        rotation.after = Some(last);
        rotations.keep(&rotation).await?;
        let what = said("what", rotation.step.to_string());
        let rows = said("rows", block.changed.to_string());
        tx.commit(event(AuditAction::TenantValuesResealed).changes([version, what, rows])).await?;
        return Ok(Went::On);
    }
    match rotation.step.next() {
        Some(next) => {
            (rotation.step, rotation.after) = (next, None);
            rotations.keep(&rotation).await?;
            tx.commit(event(AuditAction::TenantValuesResealed).changes([version, said("what", next.to_string())]))
                .await?;
            Ok(Went::On)
        }
        None => {
            rotations.keep(&rotation).await?;
            rotations.finish(&rotation, op.now()).await?;
            let rows = said("rows", rotation.changed.to_string());
            tx.commit(event(AuditAction::TenantKeyRotated).changes([version, rows])).await?;
            tracing::info!(tenant = %op.tenant().id, version = rotation.version, rows = rotation.changed, "everything is under the new data key");
            Ok(Went::Done)
        }
    }
}
