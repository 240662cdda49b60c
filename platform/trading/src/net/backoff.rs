use std::time::Duration;

use tokio::time::Instant;

const FIRST: Duration = Duration::from_millis(500);
const LONGEST: Duration = Duration::from_secs(60);
/// A connection that lived this long, or brought this many answers, was good: the next may begin almost at once.
const SETTLED: Duration = Duration::from_secs(20);
const MANY_ANSWERS: u32 = 20;
/// Connections that brought some answers are opened this far apart, and twice to four times this when they end soon.
const APART: Duration = Duration::from_millis(250);
const SHORT_MAX: u32 = 4;

/// When the next attempt to connect may begin. Servers bar addresses that knock too often.
#[derive(Debug, Default)]
pub(crate) struct Backoff {
    failures: u32,
    not_before: Option<Instant>,
    connected_at: Option<Instant>,
    answers: u32,
    /// Connections in a row that brought a few answers and ended soon.
    short: u32,
}

impl Backoff {
    /// How long to wait still.
    pub(crate) fn wait(&self, now: Instant) -> Duration {
        self.not_before.map_or(Duration::ZERO, |at| at.saturating_duration_since(now))
    }

    /// Attempts that failed in a row, short-lived connections included.
    pub(crate) const fn failures(&self) -> u32 {
        self.failures
    }

    pub(crate) const fn connected(&mut self, now: Instant) {
        self.connected_at = Some(now);
        self.answers = 0;
    }

    /// The connection brought an answer.
    pub(crate) const fn answered(&mut self) {
        self.answers = self.answers.saturating_add(1);
    }

    /// An attempt failed, or a connection broke: the wait doubles, with a random part so that many workers do not come
    /// back together. A connection that brought an answer was no failure.
    pub(crate) fn failed(&mut self, now: Instant) {
        if let Some(since) = self.connected_at.take() {
            let settled = now.saturating_duration_since(since) >= SETTLED || self.answers >= MANY_ANSWERS;
            if settled || self.answers > 0 {
                self.failures = 0;
                self.short = if settled { 1 } else { self.short.saturating_add(1).min(SHORT_MAX) };
                self.not_before = Some(since + APART * self.short);
                return;
            }
        }
        self.failures = self.failures.saturating_add(1);
        let doubled = FIRST.saturating_mul(1 << (self.failures - 1).min(10)).min(LONGEST);
        self.not_before = Some(now + doubled.mul_f64(0.5 + jitter() / 2.0));
    }
}

/// Between 0 and 1. Without random bytes there is no jitter, which does no harm.
fn jitter() -> f64 {
    let mut byte = [0_u8];
    getrandom::fill(&mut byte).map_or(1.0, |()| f64::from(byte[0]) / 255.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn waits_grow_to_a_minute_and_a_settled_connection_clears_them() {
        let mut backoff = Backoff::default();
        let now = Instant::now();
        assert_eq!(backoff.wait(now), Duration::ZERO);
        let mut last = Duration::ZERO;
        for round in 1..12 {
            backoff.failed(now);
            assert_eq!(backoff.failures(), round);
            let wait = backoff.wait(now);
            assert!(wait >= FIRST / 2 && wait <= LONGEST);
            assert!(wait >= last / 2);
            last = wait;
        }
        assert!(last >= LONGEST / 2);
        backoff.connected(now);
        backoff.failed(now + Duration::from_secs(1));
        assert_eq!(backoff.failures(), 12);
        backoff.connected(now);
        backoff.failed(now + SETTLED);
        assert_eq!((backoff.failures(), backoff.wait(now + SETTLED)), (0, Duration::ZERO));
        for round in 1..10 {
            backoff.connected(now);
            backoff.answered();
            backoff.failed(now);
            assert_eq!((backoff.failures(), backoff.wait(now)), (0, APART * (round + 1).min(SHORT_MAX)));
        }
        backoff.connected(now);
        (0..MANY_ANSWERS).for_each(|_| backoff.answered());
        backoff.failed(now);
        assert_eq!((backoff.failures(), backoff.wait(now)), (0, APART));
    }
}
