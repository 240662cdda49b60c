use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

/// Microseconds of a millisecond.
pub(crate) const MILLI: i64 = 1_000;

/// How the simulator's time passes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pace {
    /// It stands still until it is advanced.
    Driven,
    /// This many seconds in one.
    Times(u32),
}

/// The simulator's clock. It never goes back.
#[derive(Debug)]
pub struct Clock {
    start: i64,
    began: Instant,
    times: i64,
    jumped: AtomicI64,
}

impl Clock {
    /// A clock that shows `start` (milliseconds since 1970, UTC) now; none: the machine's time.
    #[must_use]
    pub fn new(pace: Pace, start: Option<i64>) -> Self {
        let times = match pace {
            Pace::Driven => 0,
            Pace::Times(times) => i64::from(times),
        };
        let start = start.unwrap_or_else(machine_time).saturating_mul(MILLI);
        Self { start, began: Instant::now(), times, jumped: AtomicI64::new(0) }
    }

    /// Microseconds since 1970, UTC.
    #[must_use]
    pub fn now(&self) -> i64 {
        let passed = i64::try_from(self.began.elapsed().as_micros()).unwrap_or(i64::MAX);
        self.start + passed.saturating_mul(self.times) + self.jumped.load(Ordering::Acquire)
    }

    /// Jumps forward; a negative duration does nothing.
    pub fn advance(&self, millis: i64) {
        self.jumped.fetch_add(millis.max(0).saturating_mul(MILLI), Ordering::AcqRel);
    }
}

#[expect(clippy::disallowed_methods, reason = "the simulator stands apart from the CRM; here is its own clock")]
fn machine_time() -> i64 {
    let passed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(passed.as_millis()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_driven_clock_moves_only_forward_and_only_when_told() {
        let clock = Clock::new(Pace::Driven, Some(1_000));
        assert_eq!(clock.now(), 1_000_000);
        clock.advance(250);
        clock.advance(-500);
        assert_eq!(clock.now(), 1_250_000);
    }
}
