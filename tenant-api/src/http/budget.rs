use crate::http::error::HttpProblem;
use crm_app::aside::Seat;
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
    /// Operations of one broker that run at the same time. With its sockets' looks: a third of the database connections.
    pub running: usize,
    /// Of them at most this many before anybody is known: they wait for password hashing and must not hold up work.
    pub signing_in: usize,
    /// How long an operation waits for its turn.
    pub patience: Duration,
}

/// Looks of one broker's sockets that run at the same time.
const LOOKING: usize = 1;
/// Of the running operations of one broker at most this many are rows read again because of news.
const READING_NEWS: usize = 1;

impl BudgetLimits {
    /// Limits for a pool of this many connections, six at least.
    #[must_use]
    pub fn for_pool(pool_size: u32, requests_per_minute: u32) -> Self {
        let running = usize::try_from(pool_size / 3).unwrap_or(2).max(2) - LOOKING;
        Self { requests_per_minute, running, signing_in: (running / 2).max(1), patience: Duration::from_secs(3) }
    }
}

/// Which line an operation stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Line {
    /// Everything behind a session or a key.
    Work,
    /// Before anybody is known.
    SignIn,
    /// A row read again because of news, for one subscription. It waits as long as it takes: a subscription that falls
    /// behind is told that it missed some.
    News,
    /// A socket's look at its session and rights. A line of its own, so that a revocation takes effect while the broker's
    /// work stands still.
    Look,
}

/// Keeps one broker's load from becoming everybody's (DOS-01).
pub struct Budget {
    limits: BudgetLimits,
    clock: Clock,
    requests: LocalRateLimiter,
    lines: Cache<(TenantId, Line), Arc<Semaphore>>,
}

/// An operation's place among the broker's running ones, until it is dropped.
pub struct Turn {
    _narrow: Option<OwnedSemaphorePermit>,
    wide: Option<Seat>,
}

impl Turn {
    /// Runs an operation on this place; while it waits for a trading server, another one has it.
    pub async fn scope<T>(self, work: impl Future<Output = T>) -> T {
        let Self { _narrow, wide } = self;
        match wide {
            Some(seat) => seat.scope(work).await,
            None => work.await,
        }
    }
}

impl Budget {
    /// Full budgets for everybody.
    #[must_use]
    pub fn new(limits: BudgetLimits, clock: Clock) -> Self {
        let lines = Cache::builder().max_capacity(50_000).time_to_idle(Duration::from_secs(600)).build();
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

    /// Waits for a turn of the broker; the turn lasts until it is dropped.
    ///
    /// # Errors
    /// 503 when no turn came in time.
    pub async fn turn(&self, tenant: TenantId, line: Line) -> Result<Turn, HttpProblem> {
        let places = self.places(tenant, line);
        let places = if line == Line::News {
            Some(places.await)
        } else {
            tokio::time::timeout(self.limits.patience, places).await.ok()
        };
        places.flatten().ok_or_else(|| {
            HttpProblem::new("busy")
                .retry_after(Duration::from_secs(2))
                .detail("This broker's requests are many at the moment; try again in a moment.")
        })
    }

    /// First the narrow line, then the one that all but looks share: who waits in the first holds no place in the second.
    async fn places(&self, tenant: TenantId, line: Line) -> Option<Turn> {
        let narrow = match line {
            Line::Work => None,
            Line::SignIn | Line::News | Line::Look => Some(self.place(tenant, line).await?),
        };
        let wide = match line {
            Line::Look => None,
            Line::Work | Line::SignIn | Line::News => {
                let permit = self.place(tenant, Line::Work).await?;
                Some(Seat::new(self.line(tenant, Line::Work), permit))
            }
        };
        Some(Turn { _narrow: narrow, wide })
    }

    async fn place(&self, tenant: TenantId, line: Line) -> Option<OwnedSemaphorePermit> {
        self.line(tenant, line).acquire_owned().await.ok()
    }

    fn line(&self, tenant: TenantId, line: Line) -> Arc<Semaphore> {
        let most = match line {
            Line::Work => self.limits.running,
            Line::SignIn => self.limits.signing_in,
            Line::News => READING_NEWS,
            Line::Look => LOOKING,
        };
        self.lines.get_with((tenant, line), || Arc::new(Semaphore::new(most)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn budget(pool_size: u32) -> Budget {
        let limits = BudgetLimits { patience: Duration::from_millis(20), ..BudgetLimits::for_pool(pool_size, 100) };
        Budget::new(limits, Clock::system())
    }

    /// Takes turns until none comes, so many at most.
    async fn flood(budget: &Budget, tenant: TenantId, line: Line, most: usize) -> Vec<Turn> {
        let mut turns = Vec::new();
        while turns.len() < most {
            let turn = tokio::time::timeout(Duration::from_millis(50), budget.turn(tenant, line)).await;
            let Ok(Ok(turn)) = turn else { break };
            turns.push(turn);
        }
        turns
    }

    #[tokio::test]
    async fn dos_01_all_lines_of_one_broker_together_take_a_third_of_the_pool() {
        for pool_size in [6, 9, 10, 16, 24, 200] {
            let third = usize::try_from(pool_size / 3).unwrap();
            for first in [Line::Work, Line::SignIn, Line::News] {
                let (budget, tenant) = (budget(pool_size), TenantId::generate());
                let mut held = flood(&budget, tenant, first, 300).await;
                for line in [Line::SignIn, Line::News, Line::Work, Line::Look] {
                    held.extend(flood(&budget, tenant, line, 300).await);
                }
                assert_eq!(held.len(), third, "{pool_size} connections, {first:?} first");
                assert!(budget.turn(TenantId::generate(), Line::Work).await.is_ok(), "another broker is not concerned");
            }
        }
    }

    #[tokio::test]
    async fn dos_01_sign_ins_and_news_leave_room_for_work_and_come_back() {
        let (budget, tenant) = (budget(16), TenantId::generate());
        let signing_in = flood(&budget, tenant, Line::SignIn, 300).await;
        let news = flood(&budget, tenant, Line::News, 300).await;
        assert_eq!((signing_in.len(), news.len()), (2, 1));
        assert!(budget.turn(tenant, Line::Work).await.is_ok(), "one of four is left for work");
        assert_eq!(budget.turn(tenant, Line::SignIn).await.err().unwrap().code(), "busy");
        drop(signing_in);
        assert!(budget.turn(tenant, Line::SignIn).await.is_ok());
    }

    /// A revocation is seen within seconds, also while the broker's work stands still.
    #[tokio::test]
    async fn sess_02_sockets_look_at_their_sessions_while_work_stands_still() {
        let (budget, tenant) = (budget(9), TenantId::generate());
        let work = flood(&budget, tenant, Line::Work, 300).await;
        assert_eq!(work.len(), 2);
        let look = budget.turn(tenant, Line::Look).await.unwrap();
        assert!(budget.turn(tenant, Line::Look).await.is_err(), "one after the other");
        drop(look);
        assert!(budget.turn(tenant, Line::Look).await.is_ok());
    }
}
