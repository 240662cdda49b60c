use crate::http::error::HttpProblem;
use crm_cache::{LocalRateLimiter, Purpose, Quota, RateKey};
use crm_model::{Clock, TenantId};
use moka::sync::Cache;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// What one broker may take of this process at most (SECURITY 31).
#[derive(Clone, Copy, Debug)]
pub struct BudgetLimits {
    /// Requests a minute of one broker, all its people and websites together.
    pub requests_per_minute: u32,
    /// Operations of one broker that run at the same time: at most a third of the database connections.
    pub running: usize,
    /// Sign-in requests of one broker that run at the same time; they wait for password hashing and must not hold up work.
    pub signing_in: usize,
    /// How long an operation waits for its turn.
    pub patience: Duration,
}

impl BudgetLimits {
    /// Limits for a pool of this many connections.
    #[must_use]
    pub fn for_pool(pool_size: u32, requests_per_minute: u32) -> Self {
        let running = usize::try_from(pool_size / 3).unwrap_or(2).max(2);
        Self { requests_per_minute, running, signing_in: 4, patience: Duration::from_secs(3) }
    }
}

/// Which line an operation stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// Everything behind a session or a key.
    Work,
    /// Before anybody is known.
    SignIn,
}

/// Keeps one broker's load from becoming everybody's (DOS-01).
pub struct Budget {
    limits: BudgetLimits,
    clock: Clock,
    requests: LocalRateLimiter,
    lines: Cache<(TenantId, bool), Arc<Semaphore>>,
}

impl Budget {
    /// Full budgets for everybody.
    #[must_use]
    pub fn new(limits: BudgetLimits, clock: Clock) -> Self {
        let lines = Cache::builder().max_capacity(20_000).time_to_idle(Duration::from_secs(600)).build();
        Self { limits, clock, requests: LocalRateLimiter::new(), lines }
    }

    /// Counts one request of a broker.
    ///
    /// # Errors
    /// 429 with the time to wait.
    pub fn count(&self, tenant: TenantId) -> Result<(), HttpProblem> {
        let key = RateKey::new(tenant, Purpose::Tenant, "");
        let decision =
            self.requests.take_now(&key, Quota::per_minute(self.limits.requests_per_minute), 1, self.clock.now());
        if decision.allowed {
            return Ok(());
        }
        Err(HttpProblem::new("rate_limited").retry_after(decision.retry_after.unwrap_or(Duration::from_secs(1))))
    }

    /// Waits for a turn of the broker; the turn lasts until the permit is dropped.
    ///
    /// # Errors
    /// 503 when no turn came in time.
    pub async fn turn(&self, tenant: TenantId, line: Line) -> Result<OwnedSemaphorePermit, HttpProblem> {
        let most = if line == Line::Work { self.limits.running } else { self.limits.signing_in };
        let turns = self.lines.get_with((tenant, line == Line::Work), || Arc::new(Semaphore::new(most)));
        match tokio::time::timeout(self.limits.patience, turns.acquire_owned()).await {
            Ok(Ok(permit)) => Ok(permit),
            _ => Err(HttpProblem::new("busy")
                .retry_after(Duration::from_secs(2))
                .detail("This broker's requests are many at the moment; try again in a moment.")),
        }
    }
}
