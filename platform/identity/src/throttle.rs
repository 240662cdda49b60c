//! Counting happens before evaluation: store the state [`ThrottlePolicy::attempt`] gives, in one atomic step with
//! reading the old one, then look at the password. A right password is thereby refused while the wait lasts, exactly
//! as a wrong one, and parallel guesses cannot share one allowance.

use chrono::{DateTime, TimeDelta, Utc};

/// What is remembered about one account or one address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ThrottleState {
    /// Attempts that have not succeeded, as of `last_at`.
    pub failures: u32,
    /// When the last attempt was let through.
    pub last_at: Option<DateTime<Utc>>,
}

/// The attempt came too early: answer 429 with this many seconds in Retry-After and evaluate nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too many attempts; try again in {} seconds", retry_after.num_seconds())]
pub struct Wait {
    /// Time until the next attempt is let through; whole seconds, at least one.
    pub retry_after: TimeDelta,
}

/// How attempts against one account, or from one address, are slowed: some are free, then each waits twice as long as
/// the one before, up to a ceiling; half of the failures are forgiven with each half-life without an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ThrottlePolicy {
    /// Attempts without any wait.
    pub free: u32,
    /// The longest wait.
    pub longest: TimeDelta,
    /// Quiet time after which half of the failures are forgiven.
    pub half_life: TimeDelta,
}

impl ThrottlePolicy {
    /// Per tenant and account: 5 free, then 2, 4, 8 … seconds up to 15 minutes. At most 9 attempts in any first
    /// minute.
    pub const ACCOUNT: Self = Self { free: 5, longest: TimeDelta::minutes(15), half_life: TimeDelta::minutes(30) };
    /// Per address: 20 free (an office shares one), then the same growth.
    pub const ADDRESS: Self = Self { free: 20, longest: TimeDelta::minutes(15), half_life: TimeDelta::minutes(10) };

    /// The same policy with a single free attempt: what holds while the [`SprayBreaker`] is tripped.
    #[must_use]
    pub const fn tightened(self) -> Self {
        Self { free: 1, ..self }
    }

    /// Lets an attempt through, counted as failed, or says how long to wait.
    ///
    /// # Errors
    /// [`Wait`]; the stored state stays as it is.
    pub fn attempt(&self, state: ThrottleState, now: DateTime<Utc>) -> Result<ThrottleState, Wait> {
        let failures = self.remembered(state, now);
        if let Some(last_at) = state.last_at {
            // a clock that went back must not lengthen the wait
            let elapsed = now.signed_duration_since(last_at).max(TimeDelta::zero());
            let left = self.delay(failures) - elapsed;
            if left > TimeDelta::zero() {
                let whole = left.num_milliseconds().saturating_add(999) / 1_000;
                return Err(Wait { retry_after: TimeDelta::seconds(whole.max(1)) });
            }
        }
        Ok(ThrottleState { failures: failures.saturating_add(1), last_at: Some(now) })
    }

    /// Failures that still count.
    #[must_use]
    pub fn remembered(&self, state: ThrottleState, now: DateTime<Utc>) -> u32 {
        let Some(last_at) = state.last_at else {
            return 0;
        };
        let elapsed = now.signed_duration_since(last_at).num_seconds().max(0);
        let halvings = elapsed / self.half_life.num_seconds().max(1);
        u32::try_from(halvings).ok().and_then(|by| state.failures.checked_shr(by)).unwrap_or(0)
    }

    fn delay(&self, failures: u32) -> TimeDelta {
        let Some(over) = failures.checked_sub(self.free) else {
            return TimeDelta::zero();
        };
        let seconds = 2_i64.checked_pow(over.saturating_add(1)).unwrap_or(i64::MAX);
        TimeDelta::try_seconds(seconds).unwrap_or(self.longest).min(self.longest)
    }
}

/// What is remembered about one tenant's failed sign-ins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SprayState {
    /// When the current window began.
    pub window_at: Option<DateTime<Utc>>,
    /// Failures in it.
    pub failures: u32,
    /// Until when the breaker stays tripped.
    pub tripped_until: Option<DateTime<Utc>>,
}

/// Notices one password tried against many accounts from many addresses: too many failures over a whole tenant. While
/// it is tripped use [`ThrottlePolicy::tightened`] for accounts and addresses, and raise an alert: honest people who
/// type right at once notice nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SprayBreaker {
    /// Failures within a window that trip it.
    pub limit: u32,
    /// Length of a window.
    pub window: TimeDelta,
    /// How long it stays tripped after the last window that was over the limit.
    pub hold: TimeDelta,
}

impl SprayBreaker {
    /// 100 failures in ten minutes trip it for half an hour.
    pub const TENANT: Self = Self { limit: 100, window: TimeDelta::minutes(10), hold: TimeDelta::minutes(30) };

    /// Whether the breaker is tripped.
    #[must_use]
    pub fn is_tripped(&self, state: SprayState, now: DateTime<Utc>) -> bool {
        state.tripped_until.is_some_and(|until| now < until)
    }

    /// The state after one more failed sign-in.
    #[must_use]
    pub fn failed(&self, state: SprayState, now: DateTime<Utc>) -> SprayState {
        let same_window = state.window_at.is_some_and(|at| now.signed_duration_since(at) < self.window);
        let failures = if same_window { state.failures.saturating_add(1) } else { 1 };
        let tripped_until = if failures >= self.limit { Some(now + self.hold) } else { state.tripped_until };
        SprayState { window_at: if same_window { state.window_at } else { Some(now) }, failures, tripped_until }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000 + seconds, 0).unwrap()
    }

    #[test]
    fn auth_03_a_thousand_guesses_in_a_minute_are_evaluated_at_most_ten_times() {
        let policy = ThrottlePolicy::ACCOUNT;
        let mut state = ThrottleState::default();
        let mut evaluated = Vec::new();
        for guess in 0..1_000_i64 {
            let now = at(0) + TimeDelta::milliseconds(guess * 60);
            match policy.attempt(state, now) {
                Ok(next) => {
                    evaluated.push(guess * 60 / 1_000);
                    state = next;
                }
                Err(wait) => assert!(wait.retry_after >= TimeDelta::seconds(1)),
            }
        }
        assert!((5..=10).contains(&evaluated.len()), "{evaluated:?}");
        // the allowed twin: once the wait is over, the right password gets through
        let wait = policy.attempt(state, at(60)).unwrap_err().retry_after;
        assert!(policy.attempt(state, at(60) + wait).is_ok());
    }

    #[test]
    fn waits_double_up_to_the_ceiling_and_are_forgiven() {
        let policy = ThrottlePolicy::ACCOUNT;
        let waits: Vec<i64> = (4..17).map(|failures| policy.delay(failures).num_seconds()).collect();
        assert_eq!(waits, [0, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]);
        assert_eq!(policy.delay(u32::MAX), policy.longest);
        let state = ThrottleState { failures: 12, last_at: Some(at(0)) };
        assert_eq!([0, 1_799, 1_800, 3_600, 7_200].map(|s| policy.remembered(state, at(s))), [12, 12, 6, 3, 0]);
        assert_eq!(policy.remembered(state, at(i64::from(u32::MAX))), 0);
        assert!(
            policy.attempt(ThrottleState { failures: 5, last_at: Some(at(10)) }, at(0)).is_err(),
            "clock went back"
        );
    }

    /// When somebody signs in, the account's count is forgotten and the address gets that one try back, no more.
    #[test]
    fn an_address_does_not_clear_its_count_with_an_account_of_its_own() {
        let policy = ThrottlePolicy::ADDRESS;
        let mut state = ThrottleState::default();
        for guess in 0..20 {
            state = policy.attempt(state, at(guess)).unwrap();
        }
        let wait = policy.attempt(state, at(20)).unwrap_err().retry_after;
        let counted = policy.attempt(state, at(20) + wait).unwrap();
        let signed_in = ThrottleState { failures: counted.failures - 1, ..counted };
        assert!(policy.attempt(signed_in, at(21) + wait).is_err());
    }

    #[test]
    fn a_spray_over_many_accounts_tightens_everyone_and_passes() {
        let breaker = SprayBreaker::TENANT;
        let mut state = SprayState::default();
        for second in 0..99 {
            state = breaker.failed(state, at(second));
        }
        assert!(!breaker.is_tripped(state, at(99)));
        state = breaker.failed(state, at(99));
        assert!(breaker.is_tripped(state, at(100)));
        let tight = ThrottlePolicy::ACCOUNT.tightened();
        let first = tight.attempt(ThrottleState::default(), at(100)).unwrap();
        assert!(tight.attempt(first, at(101)).is_err());
        assert!(!breaker.is_tripped(state, at(99 + 1_800)));
        let quiet = breaker.failed(state, at(10_000));
        assert_eq!(quiet.failures, 1);
        assert!(!breaker.is_tripped(quiet, at(10_001)));
    }
}
