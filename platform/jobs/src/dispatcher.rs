use crate::backoff::wait_after;
use crate::{Handlers, JobError};
use crm_model::{Clock, JobId};
use crm_runtime::Shutdown;
use crm_storage::{LeasedJob, QueueDb, StorageError};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Notify, Semaphore};
use tokio::time::Instant;

/// What comes round for every active tenant.
#[derive(Clone, Copy, Debug)]
pub struct Schedule {
    /// Its name, unique.
    pub name: &'static str,
    /// Kind of the job that is put in for each tenant; its payload is empty.
    pub kind: &'static str,
    /// How often.
    pub every: Duration,
}

/// How the dispatcher works.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Jobs that run at the same time.
    pub slots: usize,
    /// Of them at most this many of one tenant.
    pub per_tenant: i64,
    /// How often the queue is looked at while it is empty.
    pub poll: Duration,
    /// How long a job is this worker's; a handler that takes longer is stopped a little before, unless its kind
    /// may ([`Job::LONGEST`](crate::Job::LONGEST)).
    pub lease: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self { slots: 8, per_tenant: 2, poll: Duration::from_millis(300), lease: Duration::from_secs(120) }
    }
}

/// Leases due jobs and has them done.
#[derive(Clone)]
pub struct Dispatcher {
    queue: QueueDb,
    handlers: Handlers,
    schedules: &'static [Schedule],
    clock: Clock,
    options: Options,
    worker: Arc<str>,
}

impl Dispatcher {
    /// A dispatcher with a name of its own, so that several processes share one queue.
    #[must_use]
    pub fn new(
        queue: QueueDb,
        handlers: Handlers,
        schedules: &'static [Schedule],
        clock: Clock,
        options: Options,
    ) -> Self {
        Self { queue, handlers, schedules, clock, options, worker: JobId::generate().to_string().into() }
    }

    /// Works until asked to stop: then takes nothing new and waits for what it has begun.
    pub async fn run(&self, shutdown: Shutdown) {
        let slots = Arc::new(Semaphore::new(self.options.slots));
        let finished = Arc::new(Notify::new());
        self.keep_schedules().await;
        while !shutdown.is_requested() {
            let free = slots.available_permits();
            let leased = if free == 0 { Ok(Vec::new()) } else { self.round(free).await };
            let jobs = leased.unwrap_or_else(|error| {
                tracing::warn!(%error, "the queue cannot be read");
                Vec::new()
            });
            let idle = jobs.is_empty();
            for job in jobs {
                let Ok(slot) = Arc::clone(&slots).acquire_owned().await else { return };
                let (this, finished) = (self.clone(), Arc::clone(&finished));
                shutdown.track(async move {
                    this.finish(&job).await;
                    drop(slot);
                    finished.notify_one();
                });
            }
            if idle {
                tokio::select! {
                    () = tokio::time::sleep(self.options.poll) => {}
                    () = finished.notified() => {}
                    () = shutdown.requested() => {}
                }
            }
        }
    }

    /// Puts in what the schedule asks for and leases what is due.
    async fn round(&self, free: usize) -> Result<Vec<LeasedJob>, StorageError> {
        let now = self.clock.now();
        self.queue.put_in_due(now).await?;
        let limit = i64::try_from(free).unwrap_or(1);
        self.queue.lease(&self.worker, now, self.options.lease, limit, self.options.per_tenant).await
    }

    async fn keep_schedules(&self) {
        for schedule in self.schedules {
            if let Err(error) =
                self.queue.keep_schedule(schedule.name, schedule.kind, schedule.every, self.clock.now()).await
            {
                tracing::warn!(%error, schedule = schedule.name, "a schedule could not be kept");
            }
        }
    }

    /// Does one leased job and writes down how it ended.
    async fn finish(&self, job: &LeasedJob) -> Option<JobError> {
        let outcome = self.work(job).await;
        let now = self.clock.now();
        let kept = match &outcome {
            Ok(()) => self.queue.done(job, &self.worker).await,
            Err(error) => {
                let again = match error {
                    JobError::Retry(_) => wait_after(job.attempts).map(|wait| now + wait),
                    JobError::GiveUp(_) => None,
                };
                tracing::warn!(job = %job.id, kind = job.kind, tenant = %job.tenant.id, attempt = job.attempts, parked = again.is_none(), %error, "a job failed");
                self.queue.failed(job, &self.worker, &error.to_string(), now, again).await
            }
        };
        metrics::counter!("jobs_finished_total", "kind" => job.kind.clone(), "ok" => if outcome.is_ok() { "true" } else { "false" }).increment(1);
        if let Err(error) = kept {
            // the lease ends by itself and the job runs again, which it must bear
            tracing::warn!(job = %job.id, %error, "the end of a job could not be written down");
        }
        outcome.err()
    }

    /// In a task of its own: a handler that panics or hangs takes nothing with it. Whoever may work beyond the lease has it
    /// renewed, and is stopped when that did not succeed in time: from then on the job may be somebody else's.
    async fn work(&self, job: &LeasedJob) -> Result<(), JobError> {
        let (handlers, clock, leased) = (self.handlers.clone(), self.clock.clone(), job.clone());
        let mut task = tokio::spawn(async move { handlers.work(&leased, &clock).await });
        let patience = self.options.lease.saturating_sub(Duration::from_secs(5)).max(Duration::from_secs(1));
        let begun = Instant::now();
        let longest = self.handlers.longest(&job.kind).map(|longest| begun + longest);
        let mut held = begun + patience;
        loop {
            let ends = longest.map_or(held, |longest| longest.min(held));
            let wake = if longest.is_some() { ends.min(Instant::now() + patience / 3) } else { ends };
            match tokio::time::timeout_at(wake, &mut task).await {
                Ok(Ok(outcome)) => return outcome,
                Ok(Err(_)) => return Err(JobError::retry("the handler panicked")),
                Err(_) if Instant::now() >= ends => {
                    task.abort();
                    return Err(JobError::retry("the handler took too long"));
                }
                Err(_) => {
                    let asked = Instant::now();
                    match self.queue.renew(job, &self.worker, self.clock.now(), self.options.lease).await {
                        Ok(true) => held = asked + patience,
                        Ok(false) => held = asked,
                        Err(error) => tracing::warn!(job = %job.id, %error, "a lease could not be renewed"),
                    }
                }
            }
        }
    }

    /// Does everything that is due now, one job after the other, until nothing is; for tests and for stopping clean.
    /// Gives the failures.
    ///
    /// # Errors
    /// The queue cannot be read.
    pub async fn drain(&self) -> Result<Vec<(String, JobError)>, StorageError> {
        let mut failures = Vec::new();
        loop {
            let jobs = self.round(1).await?;
            if jobs.is_empty() {
                return Ok(failures);
            }
            for job in jobs {
                if let Some(error) = self.finish(&job).await {
                    failures.push((job.kind.clone(), error));
                }
            }
        }
    }
}
