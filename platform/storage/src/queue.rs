//! The queue: ids only. The application may put jobs in and never reads them; the dispatcher leases them and sees no
//! tenant data.

use crate::StorageError;
use crate::pool::clean_pool;
use crate::scope::Scope;
use chrono::{DateTime, Utc};
use crm_access::TenantRef;
use crm_model::{JobId, TenantId, WorkerId};
use sea_orm::Value;
use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions, PgPool, Row};
use std::str::FromStr;
use std::time::Duration;

/// A job to be done.
#[derive(Clone, Debug)]
pub struct NewJob {
    /// Imperative, `SendInvitation`.
    pub kind: &'static str,
    /// Ids and nothing personal.
    pub payload: serde_json::Value,
    /// Not before; `None` for at once.
    pub run_at: Option<DateTime<Utc>>,
}

pub(crate) async fn enqueue(scope: &Scope, job: &NewJob, now: DateTime<Utc>) -> Result<(), StorageError> {
    let values: Vec<Value> = vec![
        JobId::generate().uuid().into(),
        scope.tenant(),
        job.kind.into(),
        job.payload.clone().into(),
        job.run_at.unwrap_or(now).into(),
    ];
    scope
        .exec("INSERT INTO queue.job (id, tenant_id, kind, payload, run_at) VALUES ($1, $2, $3, $4, $5)", values)
        .await?;
    Ok(())
}

/// A job that this worker holds until its lease ends.
#[derive(Clone, Debug)]
pub struct LeasedJob {
    /// The job.
    pub id: JobId,
    /// Whose job.
    pub tenant: TenantRef,
    /// Imperative, `SendInvitation`.
    pub kind: String,
    /// Ids.
    pub payload: serde_json::Value,
    /// How often it was begun, this time included.
    pub attempts: i32,
}

/// `waiting` jumps from tenant to tenant along the index, so that a tenant's backlog costs one step whatever its length.
const LEASE: &str = "WITH RECURSIVE waiting AS (
      (SELECT j.tenant_id FROM queue.job j WHERE j.parked_at IS NULL ORDER BY j.tenant_id LIMIT 1)
      UNION ALL
      SELECT (SELECT j.tenant_id FROM queue.job j WHERE j.parked_at IS NULL AND j.tenant_id > w.tenant_id ORDER BY j.tenant_id LIMIT 1)
      FROM waiting w WHERE w.tenant_id IS NOT NULL),
    due AS (
      SELECT t.id AS tenant_id, next.id, next.run_at, running.jobs + row_number() OVER (PARTITION BY t.id ORDER BY next.run_at) AS turn
      FROM waiting w JOIN platform.tenant t ON t.id = w.tenant_id AND t.status = 'active'
      CROSS JOIN LATERAL (SELECT count(*) AS jobs FROM queue.job r WHERE r.tenant_id = t.id AND r.leased_until >= $1) running
      CROSS JOIN LATERAL (SELECT n.id, n.run_at FROM queue.job n WHERE n.tenant_id = t.id AND n.parked_at IS NULL AND n.run_at <= $1
        AND (n.leased_until IS NULL OR n.leased_until < $1) ORDER BY n.run_at LIMIT $4) next),
    picked AS (
      SELECT j.tenant_id, j.id FROM queue.job j JOIN due ON due.tenant_id = j.tenant_id AND due.id = j.id AND due.turn <= $4
      WHERE j.parked_at IS NULL AND (j.leased_until IS NULL OR j.leased_until < $1) ORDER BY due.turn, due.run_at LIMIT $3 FOR UPDATE OF j SKIP LOCKED)
    UPDATE queue.job j SET leased_until = $2, leased_by = $5, attempts = j.attempts + 1
    FROM picked, platform.tenant t WHERE j.tenant_id = picked.tenant_id AND j.id = picked.id AND t.id = j.tenant_id
    RETURNING j.id, j.tenant_id, t.slug, j.kind, j.payload, j.attempts";

fn until(now: DateTime<Utc>, lease: Duration) -> DateTime<Utc> {
    now + chrono::Duration::from_std(lease).unwrap_or_else(|_| chrono::Duration::minutes(1))
}

/// The dispatcher's own door, as `crm_queue`.
#[derive(Clone)]
pub struct QueueDb(pub(crate) PgPool);

impl QueueDb {
    /// Connects lazily with a handful of connections.
    ///
    /// # Errors
    /// A DSN that is none.
    pub fn connect(url: &str) -> Result<Self, StorageError> {
        let options = PgConnectOptions::from_str(url)?.application_name("tenant-api queue").disable_statement_logging();
        Ok(Self(clean_pool(3, Duration::from_secs(5), options)))
    }

    /// Says that a process polls trading servers for so long to come; answers all that do, this one included. The database's clock
    /// alone counts.
    ///
    /// # Errors
    /// The database is away.
    pub async fn note_feed_worker(&self, worker: WorkerId, lasts: Duration) -> Result<Vec<WorkerId>, StorageError> {
        let seconds = i32::try_from(lasts.as_secs()).unwrap_or(i32::MAX);
        sqlx::query("INSERT INTO queue.feed_worker (id, until) VALUES ($1, clock_timestamp() + make_interval(secs => $2)) ON CONFLICT (id) DO UPDATE SET until = excluded.until")
            .bind(worker.uuid())
            .bind(seconds)
            .execute(&self.0)
            .await?;
        sqlx::query("DELETE FROM queue.feed_worker WHERE until <= clock_timestamp()").execute(&self.0).await?;
        let ids: Vec<uuid::Uuid> =
            sqlx::query_scalar("SELECT id FROM queue.feed_worker ORDER BY id").fetch_all(&self.0).await?;
        Ok(ids.into_iter().map(WorkerId::from_uuid).collect())
    }

    /// Says that a process polls no trading servers any more.
    ///
    /// # Errors
    /// The database is away; the others learn of it a little later.
    pub async fn forget_feed_worker(&self, worker: WorkerId) -> Result<(), StorageError> {
        sqlx::query("DELETE FROM queue.feed_worker WHERE id = $1").bind(worker.uuid()).execute(&self.0).await?;
        Ok(())
    }

    /// Leases up to `limit` due jobs so that no more than `per_tenant` of one tenant run at the same time, those first
    /// whose tenants have the fewest running: one broker can neither fill every slot nor hide the jobs of others
    /// behind a thousand of its own (SECURITY 31).
    ///
    /// # Errors
    /// The database is away.
    pub async fn lease(
        &self,
        worker: &str,
        now: DateTime<Utc>,
        lease: Duration,
        limit: i64,
        per_tenant: i64,
    ) -> Result<Vec<LeasedJob>, StorageError> {
        let rows = sqlx::query(LEASE)
            .bind(now)
            .bind(until(now, lease))
            .bind(limit)
            .bind(per_tenant)
            .bind(worker)
            .fetch_all(&self.0)
            .await?;
        rows.iter()
            .map(|row| {
                Ok(LeasedJob {
                    id: JobId::from_uuid(row.try_get("id")?),
                    tenant: TenantRef {
                        id: TenantId::from_uuid(row.try_get("tenant_id")?),
                        slug: row.try_get::<String, _>("slug")?.into(),
                    },
                    kind: row.try_get("kind")?,
                    payload: row.try_get("payload")?,
                    attempts: row.try_get("attempts")?,
                })
            })
            .collect::<Result<_, sqlx::Error>>()
            .map_err(StorageError::from)
    }

    /// The worker goes on with the job: its lease begins anew. `false` when it is not this worker's any more.
    ///
    /// # Errors
    /// The database is away; the lease goes on as it was.
    pub async fn renew(
        &self,
        job: &LeasedJob,
        worker: &str,
        now: DateTime<Utc>,
        lease: Duration,
    ) -> Result<bool, StorageError> {
        let sql = "UPDATE queue.job SET leased_until = $3 WHERE id = $1 AND leased_by = $2";
        let renewed =
            sqlx::query(sql).bind(job.id.uuid()).bind(worker).bind(until(now, lease)).execute(&self.0).await?;
        Ok(renewed.rows_affected() == 1)
    }

    /// The job is done: its row goes.
    ///
    /// # Errors
    /// The database is away; the job will run again, which it must bear.
    pub async fn done(&self, job: &LeasedJob, worker: &str) -> Result<(), StorageError> {
        sqlx::query("DELETE FROM queue.job WHERE id = $1 AND leased_by = $2")
            .bind(job.id.uuid())
            .bind(worker)
            .execute(&self.0)
            .await?;
        Ok(())
    }

    /// The job failed: it waits until `again`, or is parked for a person when there is no `again`. A parked job gives its
    /// unique key up, so that the schedule's next round is not swallowed by it.
    ///
    /// # Errors
    /// The database is away; the lease ends by itself.
    pub async fn failed(
        &self,
        job: &LeasedJob,
        worker: &str,
        error: &str,
        now: DateTime<Utc>,
        again: Option<DateTime<Utc>>,
    ) -> Result<(), StorageError> {
        let sql = "UPDATE queue.job SET leased_until = NULL, leased_by = NULL, last_error = left($3, 500), run_at = coalesce($4, run_at),
            parked_at = CASE WHEN $4::timestamptz IS NULL THEN $5 END, unique_key = CASE WHEN $4::timestamptz IS NOT NULL THEN unique_key END WHERE id = $1 AND leased_by = $2";
        sqlx::query(sql).bind(job.id.uuid()).bind(worker).bind(error).bind(again).bind(now).execute(&self.0).await?;
        Ok(())
    }

    /// Jobs waiting and parked, for the gauges.
    ///
    /// # Errors
    /// The database is away.
    pub async fn depth(&self) -> Result<(i64, i64), StorageError> {
        let row = sqlx::query("SELECT count(*) FILTER (WHERE parked_at IS NULL) AS waiting, count(*) FILTER (WHERE parked_at IS NOT NULL) AS parked FROM queue.job").fetch_one(&self.0).await?;
        Ok((row.try_get("waiting")?, row.try_get("parked")?))
    }

    /// Makes sure a schedule exists; a changed interval or kind takes effect, its next time stays.
    ///
    /// # Errors
    /// The database is away.
    pub async fn keep_schedule(
        &self,
        name: &str,
        kind: &str,
        every: Duration,
        now: DateTime<Utc>,
    ) -> Result<(), StorageError> {
        let sql = "INSERT INTO queue.schedule (name, kind, every_s, next_at) VALUES ($1, $2, $3, $4) ON CONFLICT (name) DO UPDATE SET kind = excluded.kind, every_s = excluded.every_s
            WHERE (queue.schedule.kind, queue.schedule.every_s) IS DISTINCT FROM (excluded.kind, excluded.every_s)";
        let seconds = i32::try_from(every.as_secs()).unwrap_or(i32::MAX).max(1);
        sqlx::query(sql).bind(name).bind(kind).bind(seconds).bind(now).execute(&self.0).await?;
        Ok(())
    }

    /// Puts in one job for each active tenant and each schedule that has come round, and moves those schedules on, in one
    /// statement: a round is neither lost nor done twice. Answers how many jobs were put in.
    ///
    /// # Errors
    /// The database is away; nothing was moved.
    pub async fn put_in_due(&self, now: DateTime<Utc>) -> Result<u64, StorageError> {
        let sql = "WITH due AS (UPDATE queue.schedule SET next_at = $1 + make_interval(secs => every_s) WHERE enabled AND next_at <= $1 RETURNING name, kind)
            INSERT INTO queue.job (id, tenant_id, kind, payload, run_at, unique_key)
            SELECT gen_random_uuid(), t.id, due.kind, '{}', $1, due.name FROM due, platform.tenant t WHERE t.status = 'active' ON CONFLICT DO NOTHING";
        Ok(sqlx::query(sql).bind(now).execute(&self.0).await?.rows_affected())
    }

    /// The brokers that are active, for work that goes on all the time.
    ///
    /// # Errors
    /// The database is away.
    pub async fn active_tenants(&self) -> Result<Vec<TenantRef>, StorageError> {
        let rows =
            sqlx::query("SELECT id, slug FROM platform.tenant WHERE status = 'active'").fetch_all(&self.0).await?;
        rows.iter()
            .map(|row| {
                Ok(TenantRef {
                    id: TenantId::from_uuid(row.try_get("id")?),
                    slug: row.try_get::<String, _>("slug")?.into(),
                })
            })
            .collect()
    }
}
