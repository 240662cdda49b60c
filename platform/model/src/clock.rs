use chrono::{DateTime, Duration, DurationRound, Utc};
use std::sync::{Arc, Mutex};

/// Where time comes from. Microsecond precision, as the database keeps it.
#[derive(Clone, Debug)]
pub struct Clock(Source);

#[derive(Clone, Debug)]
enum Source {
    /// The machine's clock, this much ahead.
    System(Duration),
    Manual(ManualClock),
}

impl Default for Clock {
    fn default() -> Self {
        Self::system()
    }
}

impl Clock {
    /// The machine's clock.
    #[must_use]
    pub const fn system() -> Self {
        Self::ahead(Duration::zero())
    }

    /// The machine's clock and this much more: development only, where a whole process is to live later than now.
    #[must_use]
    pub const fn ahead(by: Duration) -> Self {
        Self(Source::System(by))
    }

    /// A clock that a test drives.
    #[must_use]
    pub const fn manual(clock: ManualClock) -> Self {
        Self(Source::Manual(clock))
    }

    /// The instant now.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        match &self.0 {
            Source::Manual(manual) => manual.now(),
            Source::System(ahead) => system_now() + *ahead,
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "the one home of the machine's clock")]
fn system_now() -> DateTime<Utc> {
    let now = Utc::now();
    now.duration_trunc(Duration::microseconds(1)).unwrap_or(now)
}

/// A clock that stands still until it is advanced.
#[derive(Clone, Debug)]
pub struct ManualClock(Arc<Mutex<DateTime<Utc>>>);

impl ManualClock {
    /// Starts at the given instant.
    #[must_use]
    pub fn at(start: DateTime<Utc>) -> Self {
        Self(Arc::new(Mutex::new(start)))
    }

    /// Starts at the machine's present time.
    #[must_use]
    pub fn starting_now() -> Self {
        Self::at(system_now())
    }

    /// Moves forward (or back, with a negative duration).
    pub fn advance(&self, by: Duration) {
        if let Ok(mut now) = self.0.lock() {
            *now += by;
        }
    }

    /// The instant it shows.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        match self.0.lock() {
            Ok(now) => *now,
            Err(poisoned) => *poisoned.into_inner(),
        }
    }
}
