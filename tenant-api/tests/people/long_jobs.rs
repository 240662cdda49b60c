//! a job that may take longer than a lease keeps it; one that may not is stopped, and comes again.

use crate::support::start;
use crm_jobs::{Dispatcher, Handlers, Job, JobError, Options, Run};
use crm_storage::QueueDb;
use crm_testing::DatabaseRole;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// A lease of which a run has one second, since it ends a little before.
const LEASE: Duration = Duration::from_secs(6);
const WORK: Duration = Duration::from_millis(2_500);

#[derive(Serialize, Deserialize)]
struct Long {}

impl Job for Long {
    const KIND: &'static str = "Long";
    const LONGEST: Option<Duration> = Some(Duration::from_secs(60));
}

#[derive(Serialize, Deserialize)]
struct Short {}

impl Job for Short {
    const KIND: &'static str = "Short";
}

async fn works() -> Result<(), JobError> {
    tokio::time::sleep(WORK).await;
    Ok(())
}

#[tokio::test]
async fn r_01_a_long_job_keeps_its_lease_and_a_short_one_is_stopped() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let queue = QueueDb::connect(&app.db.url(DatabaseRole::Queue)).unwrap();
    let handlers = Handlers::new().on(|_: Run, _: Long| works()).on(|_: Run, _: Short| works());
    let options = Options { lease: LEASE, ..Options::default() };
    let dispatcher = Dispatcher::new(queue, handlers, &[], app.app.clock.clone(), options);
    app.sql("DELETE FROM queue.job").await;
    for kind in [Long::KIND, Short::KIND] {
        let tenant = atlas.tenant.id.uuid();
        app.sql(&format!("INSERT INTO queue.job (tenant_id, id, kind, payload, run_at) VALUES ('{tenant}', gen_random_uuid(), '{kind}', '{{}}', now() - interval '1 minute')")).await;
    }
    let failed = dispatcher.drain().await.unwrap();
    let told: Vec<_> = failed.iter().map(|(kind, error)| (kind.as_str(), error.to_string())).collect();
    assert_eq!(told, [("Short", "the handler took too long".to_owned())]);
    assert_eq!(app.number("SELECT count(*)::int8 FROM queue.job").await, 1, "the short one waits for its next try");
}
