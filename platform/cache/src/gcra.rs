//! The generic cell rate algorithm: a bucket is one number, the instant at which it would be full again.

use std::time::Duration;

use chrono::{DateTime, Utc};

use crate::{Quota, RateDecision};

/// A quota and a moment in microseconds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cell {
    /// The moment.
    pub(crate) now: i64,
    /// Time one unit takes to come back.
    pub(crate) interval: i64,
    /// Time the whole bucket takes to come back.
    pub(crate) whole: i64,
    /// Time what is asked for takes to come back.
    pub(crate) asked: i64,
    limit: u32,
}

impl Cell {
    pub(crate) fn new(quota: Quota, cost: u32, now: DateTime<Utc>) -> Self {
        let limit = quota.limit();
        let per = i64::try_from(quota.per().as_micros()).unwrap_or(i64::MAX / 4).min(i64::MAX / 4);
        let interval = (per / i64::from(limit)).max(1);
        let cost = cost.clamp(1, limit);
        Self {
            now: now.timestamp_micros(),
            interval,
            whole: interval.saturating_mul(i64::from(limit)),
            asked: interval.saturating_mul(i64::from(cost)),
            limit,
        }
    }

    /// Whether it may happen, given when the bucket would be full; and when it will be full afterwards.
    pub(crate) fn take(&self, full_at: Option<i64>) -> (bool, i64) {
        let full_at = full_at.map_or(self.now, |at| at.max(self.now));
        let after = full_at.saturating_add(self.asked);
        if after.saturating_sub(self.now) > self.whole { (false, full_at) } else { (true, after) }
    }

    pub(crate) fn decision(&self, allowed: bool, full_at: i64) -> RateDecision {
        let until_full = full_at.saturating_sub(self.now).clamp(0, self.whole);
        let missing = until_full.saturating_add(self.asked).saturating_sub(self.whole);
        RateDecision {
            allowed,
            limit: self.limit,
            remaining: u32::try_from((self.whole - until_full) / self.interval).unwrap_or(self.limit),
            reset_after: micros(until_full),
            retry_after: (!allowed).then(|| micros(missing.max(1))),
        }
    }
}

fn micros(n: i64) -> Duration {
    Duration::from_micros(u64::try_from(n).unwrap_or(0))
}
