//! What jobs share that work off many rows, commit by commit.

use crate::{App, UseCaseError};
use crm_access::OpContext;
use crm_cache::{LiveEvent, LiveKind};
use crm_jobs::JobError;
use std::time::Duration;
use tokio::time::Instant;
use uuid::Uuid;

/// A job's lease is longer: it hands on before.
pub(crate) const SLICE: Duration = Duration::from_secs(60);
const TELL: Duration = Duration::from_millis(500);

/// Tells open portals that work moved on, not too often.
pub(crate) struct News {
    told: Option<Instant>,
}

impl News {
    pub(crate) const fn new() -> Self {
        Self { told: None }
    }

    /// Whether it is time to write progress down and to tell.
    pub(crate) fn due(&mut self) -> bool {
        let due = self.told.is_none_or(|at| at.elapsed() >= TELL);
        if due {
            self.told = Some(Instant::now());
        }
        due
    }
}

/// Tells open portals that many clients changed at once.
pub(crate) async fn announce_clients(op: &OpContext, app: &App) {
    publish(op, app, LiveKind::ClientsChanged, Uuid::nil(), 0).await;
}

/// Tells open portals of something whose reach is looked at by who hears it.
pub(crate) async fn publish(op: &OpContext, app: &App, kind: LiveKind, id: Uuid, version: i32) {
    let by = op.person().map(|s| s.uuid());
    let version = i64::from(version);
    app.bus.publish(LiveEvent { tenant: op.tenant().id, kind, id, version, by, owner: None, team: None }).await;
}

/// A fault below passes; what was wrong with the work stays wrong.
pub(crate) fn failed(error: UseCaseError) -> JobError {
    match error {
        UseCaseError::Storage(error) => JobError::retry(error),
        UseCaseError::Busy => JobError::retry("busy"),
        other => JobError::give_up(other.code()),
    }
}

pub(crate) fn int(n: usize) -> i32 {
    i32::try_from(n).unwrap_or(i32::MAX)
}
