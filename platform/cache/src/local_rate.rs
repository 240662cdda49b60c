use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use moka::ops::compute::Op;
use moka::policy::EvictionPolicy;
use moka::sync::Cache;

use crate::gcra::Cell;
use crate::{Quota, RateDecision, RateKey, RateLimiter};

/// Counts in this process. Holds at most 100,000 buckets; the longest unused ones are forgotten first.
#[derive(Debug, Clone)]
pub struct LocalRateLimiter {
    full_at: Cache<RateKey, i64>,
}

const BUCKETS: u64 = 100_000;
const FORGOTTEN_AFTER: Duration = Duration::from_secs(24 * 3_600);

impl Default for LocalRateLimiter {
    fn default() -> Self {
        Self::new()
    }
}

impl LocalRateLimiter {
    /// A limiter with every bucket full.
    #[must_use]
    pub fn new() -> Self {
        let full_at = Cache::builder()
            .max_capacity(BUCKETS)
            // the default policy would refuse newcomers a place when full, and with it any limit
            .eviction_policy(EvictionPolicy::lru())
            .time_to_idle(FORGOTTEN_AFTER)
            .build();
        Self { full_at }
    }

    /// [`RateLimiter::take`] without waiting.
    #[must_use]
    pub fn take_now(&self, key: &RateKey, quota: Quota, cost: u32, now: DateTime<Utc>) -> RateDecision {
        let cell = Cell::new(quota, cost, now);
        let mut outcome = (false, cell.now);
        self.full_at.entry_by_ref(key).and_compute_with(|bucket| {
            outcome = cell.take(bucket.map(moka::Entry::into_value));
            match outcome {
                (true, after) => Op::Put(after),
                (false, _) => Op::Nop,
            }
        });
        cell.decision(outcome.0, outcome.1)
    }
}

#[async_trait]
impl RateLimiter for LocalRateLimiter {
    async fn take(&self, key: &RateKey, quota: Quota, cost: u32, now: DateTime<Utc>) -> RateDecision {
        self.take_now(key, quota, cost, now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Purpose;
    use chrono::TimeDelta;
    use crm_model::TenantId;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn at(millis: i64) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(1_800_000_000_000 + millis).unwrap()
    }

    fn tenant(n: u128) -> TenantId {
        TenantId::from_uuid(Uuid::from_u128(n))
    }

    #[test]
    fn api_05_a_key_over_its_quota_waits_and_harms_nobody_else() {
        let limiter = LocalRateLimiter::new();
        let key = RateKey::new(tenant(1), Purpose::ApiKey, "key a");
        let quota = Quota::per_minute(3);
        let remaining: Vec<_> = (0..3).map(|_| limiter.take_now(&key, quota, 1, at(0)).remaining).collect();
        assert_eq!(remaining, [2, 1, 0]);
        let refused = limiter.take_now(&key, quota, 1, at(5_000));
        assert_eq!((refused.allowed, refused.limit, refused.remaining), (false, 3, 0));
        assert_eq!(refused.retry_after, Some(Duration::from_secs(15)));
        assert_eq!(refused.reset_after, Duration::from_secs(55));
        for other in [
            RateKey::new(tenant(1), Purpose::ApiKey, "key b"),
            RateKey::new(tenant(2), Purpose::ApiKey, "key a"),
            RateKey::new(tenant(1), Purpose::Session, "key a"),
        ] {
            assert!(limiter.take_now(&other, quota, 1, at(5_000)).allowed);
        }
        assert!(limiter.take_now(&key, quota, 1, at(20_000)).allowed);
        assert!(!limiter.take_now(&key, quota, 1, at(20_001)).allowed);
    }

    #[test]
    fn keys_hold_no_personal_data() {
        let key = RateKey::new(tenant(1), Purpose::Mail, "olga@novak.com");
        assert!(!format!("{key:?}").contains("olga"));
    }

    #[test]
    fn many_threads_share_one_allowance() {
        let limiter = LocalRateLimiter::new();
        let key = RateKey::new(tenant(1), Purpose::Reveal, "ana");
        let allowed: usize = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..8)
                .map(|_| {
                    scope.spawn(|| {
                        (0..50).filter(|_| limiter.take_now(&key, Quota::per_hour(20), 1, at(0)).allowed).count()
                    })
                })
                .collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).sum()
        });
        assert_eq!(allowed, 20);
    }

    proptest! {
        /// In no window of the quota's length does more than twice the limit pass, and what is promised is kept.
        #[test]
        fn promises_are_kept(limit in 1_u32..20, steps in prop::collection::vec((0_i64..5_000, 1_u32..4), 1..80)) {
            let limiter = LocalRateLimiter::new();
            let key = RateKey::new(tenant(1), Purpose::Address, "x");
            let quota = Quota::new(limit, Duration::from_secs(10));
            let mut now = at(0);
            let mut passed = Vec::new();
            for (pause, cost) in steps {
                now += TimeDelta::milliseconds(pause);
                let decision = limiter.take_now(&key, quota, cost, now);
                prop_assert_eq!(decision.allowed, decision.retry_after.is_none());
                if let Some(wait) = decision.retry_after {
                    now += TimeDelta::from_std(wait).unwrap();
                    prop_assert!(limiter.take_now(&key, quota, cost, now).allowed);
                }
                passed.push((now, cost.min(limit)));
                let window: u32 = passed.iter().filter(|(then, _)| now - *then < TimeDelta::seconds(10)).map(|(_, c)| c).sum();
                prop_assert!(window <= 2 * limit);
            }
        }
    }
}
