use chrono::{DateTime, Duration, Utc};
use crm_model::Clock;
use std::sync::atomic::{AtomicU32, Ordering};

/// The time of the world under proof: the machine's, and what was skipped so far. The CRM learns of a skip when it is
/// started anew, the simulator at once.
#[derive(Debug, Default)]
pub(crate) struct Time(AtomicU32);

impl Time {
    /// Seconds ahead of the machine's clock.
    pub(crate) fn ahead(&self) -> u32 {
        self.0.load(Ordering::Acquire)
    }

    /// Skips some seconds.
    pub(crate) fn skip(&self, seconds: u32) {
        self.0.fetch_add(seconds, Ordering::AcqRel);
    }

    pub(crate) fn now(&self) -> DateTime<Utc> {
        Clock::ahead(Duration::seconds(self.ahead().into())).now()
    }
}
