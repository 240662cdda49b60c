use std::fmt;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use redis::{ErrorKind, Script};
use tokio::time::timeout;

use crate::gcra::Cell;
use crate::{LocalRateLimiter, Quota, RateDecision, RateKey, RateLimiter, RedisLink};

/// Counts across processes in Redis; while Redis is away, in this process.
pub struct RedisRateLimiter {
    link: RedisLink,
    script: Script,
    local: LocalRateLimiter,
    away_until: Mutex<Option<Instant>>,
}

/// How long a request waits for Redis at most, connecting included.
const LONGEST: Duration = Duration::from_millis(250);
/// How long Redis is left alone after it failed, so that an outage costs one request in a while its time-out.
const LEFT_ALONE: Duration = Duration::from_secs(2);

/// The same arithmetic as `Cell::take`, in one atomic step. Numbers are microseconds and fit a double exactly.
const TAKE: &str = r"
local now, asked, whole = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local full_at = math.max(tonumber(redis.call('GET', KEYS[1]) or ARGV[1]), now)
local after = full_at + asked
if after - now > whole then return {0, string.format('%.0f', full_at)} end
local text = string.format('%.0f', after)
redis.call('SET', KEYS[1], text, 'PX', string.format('%.0f', math.ceil((after - now) / 1000)))
return {1, text}
";

impl RedisRateLimiter {
    /// A limiter over this link.
    #[must_use]
    pub fn new(link: RedisLink) -> Self {
        Self { link, script: Script::new(TAKE), local: LocalRateLimiter::new(), away_until: Mutex::new(None) }
    }

    /// When the bucket is full again, or what went wrong; nothing if Redis did not answer in time.
    async fn ask(&self, key: &RateKey, cell: &Cell) -> Result<(u8, i64), Option<ErrorKind>> {
        let mut manager = self.link.manager.clone();
        let mut invocation = self.script.key(key.as_str());
        invocation.arg(cell.now).arg(cell.asked).arg(cell.whole);
        match timeout(LONGEST, invocation.invoke_async(&mut manager)).await {
            Ok(Ok(answer)) => Ok(answer),
            Ok(Err(error)) => Err(Some(error.kind())),
            Err(_) => Err(None),
        }
    }

    fn is_away(&self) -> bool {
        self.away_until.lock().is_ok_and(|until| until.is_some_and(|until| Instant::now() < until))
    }

    fn note(&self, away: bool) {
        if let Ok(mut until) = self.away_until.lock() {
            *until = away.then(|| Instant::now() + LEFT_ALONE);
        }
    }
}

#[async_trait]
impl RateLimiter for RedisRateLimiter {
    async fn take(&self, key: &RateKey, quota: Quota, cost: u32, now: DateTime<Utc>) -> RateDecision {
        if self.is_away() {
            return self.local.take_now(key, quota, cost, now);
        }
        let cell = Cell::new(quota, cost, now);
        match self.ask(key, &cell).await {
            Ok((allowed, full_at)) => {
                self.note(false);
                cell.decision(allowed == 1, full_at)
            }
            Err(why) => {
                self.note(true);
                tracing::warn!(?why, "Redis is away: rate limits count in this process");
                self.local.take_now(key, quota, cost, now)
            }
        }
    }
}

impl fmt::Debug for RedisRateLimiter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedisRateLimiter").finish_non_exhaustive()
    }
}
