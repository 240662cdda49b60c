use std::time::Duration;

use tokio::time::Instant;

use crate::clock::ClockReading;
use crate::{Right, Rights, TradingError, TradingServer};

/// What the "test" button of a trading server shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckReport {
    /// Signing in and reading the clock; the error where that failed, and then nothing else was tried.
    pub clock: Result<ClockReading, TradingError>,
    /// The shortest of a few round trips.
    pub latency: Option<Duration>,
    /// How many groups the manager sees.
    pub groups: Option<Result<usize, TradingError>>,
    /// How many symbols the manager sees.
    pub symbols: Option<Result<usize, TradingError>>,
    /// Rights that are missing or cannot be found out.
    pub rights: Option<Result<Rights, TradingError>>,
}

/// Round trips for the latency.
const ROUNDS: usize = 3;

impl CheckReport {
    /// Whether the CRM can work with the server: signed in, something to see, and no right known to be missing.
    #[must_use]
    pub fn is_good(&self) -> bool {
        let some = |count: &Option<Result<usize, TradingError>>| matches!(count, Some(Ok(count)) if *count > 0);
        let rights = matches!(&self.rights, Some(Ok(rights)) if rights.missing.is_empty());
        self.clock.is_ok() && some(&self.groups) && some(&self.symbols) && rights
    }

    /// The rights that are known to be missing.
    #[must_use]
    pub fn missing(&self) -> &[Right] {
        match &self.rights {
            Some(Ok(rights)) => &rights.missing,
            _ => &[],
        }
    }
}

/// Tries a server: signs in, reads its clock, groups and symbols, measures the way and finds out the rights. Changes
/// nothing there.
pub async fn check(server: &dyn TradingServer) -> CheckReport {
    let mut clock = server.server_time().await;
    let mut latency: Option<Duration> = None;
    for _ in 0..ROUNDS {
        if clock.is_err() {
            return CheckReport { clock, latency: None, groups: None, symbols: None, rights: None };
        }
        let started = Instant::now();
        let read = server.server_time().await;
        if read.is_ok() {
            let took = started.elapsed();
            latency = Some(latency.map_or(took, |best| best.min(took)));
        }
        clock = read;
    }
    CheckReport {
        clock,
        latency,
        groups: Some(server.groups().await.map(|groups| groups.len())),
        symbols: Some(server.symbols().await.map(|symbols| symbols.len())),
        rights: Some(server.rights().await),
    }
}
