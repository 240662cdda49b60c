//! The dispatcher's door: parking, schedules, and how slots are shared between brokers.
#![allow(clippy::unwrap_used, reason = "tests may stop at the first surprise")]
use chrono::{DateTime, Duration, Utc};
use crm_model::Clock;
use crm_storage::{LeasedJob, QueueDb};
use crm_testing::{DatabaseRole, TestDb, TestTenant};
use sqlx::{AssertSqlSafe, PgConnection};
use std::collections::BTreeMap;
use std::time::Duration as StdDuration;

const WORKER: &str = "one";
const LEASE: StdDuration = StdDuration::from_secs(120);
const DAY: StdDuration = StdDuration::from_secs(24 * 3_600);

struct World {
    queue: QueueDb,
    admin: PgConnection,
    atlas: TestTenant,
    north: TestTenant,
    now: DateTime<Utc>,
    _db: TestDb,
}

impl World {
    async fn new() -> Self {
        let db = TestDb::new().await.unwrap();
        Self {
            queue: QueueDb::connect(&db.url(DatabaseRole::Queue)).unwrap(),
            admin: db.connect(DatabaseRole::Superuser).await.unwrap(),
            atlas: db.tenant("atlas").await.unwrap(),
            north: db.tenant("north").await.unwrap(),
            now: Clock::system().now(),
            _db: db,
        }
    }

    async fn sql(&mut self, sql: &str) {
        sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&mut self.admin).await.unwrap();
    }

    /// Jobs of a broker that have been due for a while, the oldest first.
    async fn jobs(&mut self, tenant: &TestTenant, count: u32) {
        let id = tenant.id.uuid();
        self.sql(&format!(
            "INSERT INTO queue.job (tenant_id, id, kind, run_at) SELECT '{id}', gen_random_uuid(), 'Work', now() - interval '1 hour' + n * interval '1 ms' FROM generate_series(1, {count}) n"
        ))
        .await;
    }

    async fn lease(&self, limit: i64) -> Vec<LeasedJob> {
        self.queue.lease(WORKER, self.now, LEASE, limit, 2).await.unwrap()
    }
}

fn by_broker(jobs: &[LeasedJob]) -> BTreeMap<&str, usize> {
    let mut counts = BTreeMap::new();
    for job in jobs {
        *counts.entry(job.tenant.slug.as_ref()).or_insert(0) += 1;
    }
    counts
}

/// a parked job waits for a person; the next round of its schedule is not swallowed by it.
#[tokio::test]
async fn r_34_a_parked_job_does_not_block_the_next_one_of_its_key() {
    let mut world = World::new().await;
    world.queue.keep_schedule("anchor", "AnchorAuditHead", DAY, world.now).await.unwrap();
    assert_eq!(world.queue.put_in_due(world.now).await.unwrap(), 2, "one for each broker");
    world.sql("UPDATE queue.schedule SET next_at = now() - interval '1 minute'").await;
    assert_eq!(world.queue.put_in_due(world.now).await.unwrap(), 0, "twin: those that wait are not put in twice");
    let first = world.lease(8).await;
    assert_eq!(first.len(), 2);
    for job in &first {
        world.queue.failed(job, WORKER, "the disk is full", world.now, Some(world.now)).await.unwrap();
    }
    world.sql("UPDATE queue.schedule SET next_at = now() - interval '1 minute'").await;
    assert_eq!(world.queue.put_in_due(world.now).await.unwrap(), 0, "twin: nor those that are tried again");
    for job in &world.lease(8).await {
        world.queue.failed(job, WORKER, "the disk is full", world.now, None).await.unwrap();
    }
    assert_eq!(world.queue.depth().await.unwrap(), (0, 2));

    world.sql("UPDATE queue.schedule SET next_at = now() - interval '1 minute'").await;
    assert_eq!(world.queue.put_in_due(world.now).await.unwrap(), 2);
    let second = world.lease(8).await;
    assert_eq!(by_broker(&second), BTreeMap::from([("atlas", 1), ("north", 1)]));
    for job in &second {
        world.queue.done(job, WORKER).await.unwrap();
    }
    assert_eq!(world.queue.depth().await.unwrap(), (0, 2), "the parked ones still wait for a person");
}

/// R-23, SECURITY 31: a broker with thousands of jobs gets its share of the slots, at every moment and not only in one
/// round, and another's single job does not wait behind them.
#[tokio::test]
async fn r_23_a_flood_of_jobs_of_one_broker_leaves_slots_to_the_others() {
    let mut world = World::new().await;
    let (atlas, north) = (world.atlas.clone(), world.north.clone());
    world.jobs(&atlas, 5_000).await;
    let first = world.lease(8).await;
    assert_eq!(by_broker(&first), BTreeMap::from([("atlas", 2)]));
    assert!(world.lease(6).await.is_empty(), "while two run, no third begins");

    world.jobs(&north, 3).await;
    let second = world.lease(6).await;
    assert_eq!(by_broker(&second), BTreeMap::from([("north", 2)]), "the flood hides nobody");
    world.queue.done(first.first().unwrap(), WORKER).await.unwrap();
    assert_eq!(by_broker(&world.lease(5).await), BTreeMap::from([("atlas", 1)]), "one ended, one may begin");

    // with one free slot it goes to the broker that has fewer running
    for job in &second {
        world.queue.done(job, WORKER).await.unwrap();
    }
    world.queue.done(first.last().unwrap(), WORKER).await.unwrap();
    assert_eq!(by_broker(&world.lease(1).await), BTreeMap::from([("north", 1)]));
}

/// A round that could not be put in is not lost: the schedule stays where it is.
#[tokio::test]
async fn a_schedule_moves_on_only_together_with_its_jobs() {
    let mut world = World::new().await;
    world.queue.keep_schedule("under age", "RefreshUnderAge", DAY, world.now).await.unwrap();
    world.sql("ALTER TABLE queue.job ADD CONSTRAINT broken CHECK (kind <> 'RefreshUnderAge')").await;
    world.queue.put_in_due(world.now).await.unwrap_err();
    assert!(world.lease(8).await.is_empty());
    world.sql("ALTER TABLE queue.job DROP CONSTRAINT broken").await;
    assert_eq!(world.queue.put_in_due(world.now).await.unwrap(), 2, "the round is still there");
    assert_eq!(world.queue.put_in_due(world.now).await.unwrap(), 0, "and is done once");
    let later = world.now + Duration::hours(25);
    for job in &world.lease(8).await {
        world.queue.done(job, WORKER).await.unwrap();
    }
    assert_eq!(world.queue.put_in_due(later).await.unwrap(), 2, "the next one comes a day later");
}

/// who works beyond his lease keeps it by asking; whoever lost it is told.
#[tokio::test]
async fn r_01_a_lease_is_renewed_by_its_holder_alone() {
    let mut world = World::new().await;
    let atlas = world.atlas.clone();
    world.jobs(&atlas, 1).await;
    let job = world.lease(1).await.remove(0);
    let later = world.now + Duration::seconds(100);
    assert!(world.queue.renew(&job, WORKER, later, LEASE).await.unwrap());
    world.now = later + Duration::seconds(100);
    assert!(world.lease(1).await.is_empty(), "it would be free by now");
    assert!(!world.queue.renew(&job, "another", world.now, LEASE).await.unwrap());
    world.now += Duration::seconds(30);
    assert_eq!(world.lease(1).await.len(), 1, "twin: nobody asked again");
    world.queue.done(&job, WORKER).await.unwrap();
    assert!(!world.queue.renew(&job, WORKER, world.now, LEASE).await.unwrap(), "done");
}
