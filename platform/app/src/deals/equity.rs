//! Figures of accounts over time.

use crate::App;
use chrono::Duration;
use crm_jobs::{Job, JobError, Run};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Takes down the figures of all accounts that changed, and thins out what is old.
#[derive(Debug, Serialize, Deserialize)]
pub struct NoteAccountEquity {}

impl Job for NoteAccountEquity {
    const KIND: &'static str = "NoteAccountEquity";
}

/// Older figures are kept once a day.
const EVERY_HOUR_FOR: Duration = Duration::days(90);
/// How far back the thinning looks: as long as the job may have been away.
const THINNED: Duration = Duration::days(7);

pub(crate) async fn note_account_equity(app: Arc<App>, run: Run, _: NoteAccountEquity) -> Result<(), JobError> {
    let old = run.op.now() - EVERY_HOUR_FOR;
    let tx = app.db.mirror(run.op.tenant()).await?;
    tx.note_equity().await?;
    tx.thin_equity(old - THINNED, old).await?;
    Ok(tx.keep().await?)
}
