//! The queue: ids only. The application may put jobs in and never reads them; the dispatcher leases them and sees no
//! tenant data.

use crate::StorageError;
use crate::scope::Scope;
use chrono::{DateTime, Utc};
use crm_access::TenantRef;
use crm_model::{JobId, TenantId};
use sea_orm::Value;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
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
    /// A second job of the same kind and key is not put in while the first waits.
    pub unique_key: Option<String>,
}

pub(crate) async fn enqueue(scope: &Scope, job: &NewJob, now: DateTime<Utc>) -> Result<(), StorageError> {
    let values: Vec<Value> = vec![
        JobId::generate().uuid().into(),
        scope.tenant(),
        job.kind.into(),
        job.payload.clone().into(),
        job.run_at.unwrap_or(now).into(),
        job.unique_key.clone().into(),
    ];
    scope.exec("INSERT INTO queue.job (id, tenant_id, kind, payload, run_at, unique_key) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING", values).await?;
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
        Ok(Self(
            PgPoolOptions::new()
                .max_connections(3)
                .acquire_timeout(Duration::from_secs(5))
                .test_before_acquire(false)
                .connect_lazy_with(options),
        ))
    }

    /// Leases up to `limit` due jobs, at most `per_tenant` of one tenant, so that one broker cannot fill every slot.
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
        let until = now + chrono::Duration::from_std(lease).unwrap_or_else(|_| chrono::Duration::minutes(1));
        let sql = "WITH due AS (
              SELECT j.id, row_number() OVER (PARTITION BY j.tenant_id ORDER BY j.run_at) AS turn
              FROM (SELECT j.id, j.tenant_id, j.run_at FROM queue.job j JOIN platform.tenant t ON t.id = j.tenant_id AND t.status = 'active'
                    WHERE j.run_at <= $1 AND j.parked_at IS NULL AND (j.leased_until IS NULL OR j.leased_until < $1)
                    ORDER BY j.run_at LIMIT 1000) j),
            picked AS (SELECT j.id FROM queue.job j JOIN due ON due.id = j.id AND due.turn <= $4
                       WHERE j.leased_until IS NULL OR j.leased_until < $1 ORDER BY due.turn, j.run_at LIMIT $3 FOR UPDATE OF j SKIP LOCKED)
            UPDATE queue.job j SET leased_until = $2, leased_by = $5, attempts = j.attempts + 1 FROM picked, platform.tenant t WHERE j.id = picked.id AND t.id = j.tenant_id
            RETURNING j.id, j.tenant_id, t.slug, j.kind, j.payload, j.attempts";
        let rows =
            sqlx::query(sql).bind(now).bind(until).bind(limit).bind(per_tenant).bind(worker).fetch_all(&self.0).await?;
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

    /// The job failed: it waits until `again`, or is parked for a person when there is no `again`.
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
        let sql = "UPDATE queue.job SET leased_until = NULL, leased_by = NULL, last_error = left($3, 500), run_at = coalesce($4, run_at), parked_at = CASE WHEN $4::timestamptz IS NULL THEN $5 END WHERE id = $1 AND leased_by = $2";
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

    /// Puts in one job for each active tenant: what the schedule visits every tenant for.
    ///
    /// # Errors
    /// The database is away.
    pub async fn visit_tenants(&self, kind: &str, key: &str, now: DateTime<Utc>) -> Result<(), StorageError> {
        let sql = "INSERT INTO queue.job (id, tenant_id, kind, payload, run_at, unique_key) SELECT gen_random_uuid(), t.id, $1, '{}', $2, $3 FROM platform.tenant t WHERE t.status = 'active' ON CONFLICT DO NOTHING";
        sqlx::query(sql).bind(kind).bind(now).bind(key).execute(&self.0).await?;
        Ok(())
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

    /// Takes the schedules that have come round, as name and kind of job; of several processes one gets each.
    ///
    /// # Errors
    /// The database is away.
    pub async fn due_schedules(&self, now: DateTime<Utc>) -> Result<Vec<(String, String)>, StorageError> {
        let sql = "UPDATE queue.schedule SET next_at = $1 + make_interval(secs => every_s) WHERE enabled AND next_at <= $1 RETURNING name, kind";
        let rows = sqlx::query(sql).bind(now).fetch_all(&self.0).await?;
        rows.iter()
            .map(|r| Ok((r.try_get("name")?, r.try_get("kind")?)))
            .collect::<Result<_, sqlx::Error>>()
            .map_err(StorageError::from)
    }

    /// Short name and id of each tenant that may be visited.
    ///
    /// # Errors
    /// The database is away.
    pub async fn active_tenants(&self) -> Result<Vec<TenantId>, StorageError> {
        let rows = sqlx::query("SELECT id FROM platform.tenant WHERE status = 'active'").fetch_all(&self.0).await?;
        rows.iter()
            .map(|r| r.try_get("id").map(TenantId::from_uuid))
            .collect::<Result<_, _>>()
            .map_err(StorageError::from)
    }
}
