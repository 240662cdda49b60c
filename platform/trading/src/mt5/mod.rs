//! MetaTrader 5 by its Web API: one signed-in connection a server, on which one call follows another.

mod accounts;
mod auth;
mod call;
mod config;
mod dealing;
mod envelope;
mod keeper;
mod line;
mod reading;
mod rights;
mod server;
mod sign_in;
mod terms;
mod wire;

use std::sync::{Arc, Mutex};

use crm_model::Clock;
use http::HeaderValue;

use self::auth::PasswordHash;
use self::call::Call;
use self::keeper::{Keeper, Place};
use self::line::{Line, Reply};
use self::terms::TermsCache;
use self::wire::Times;
use crate::clock::ServerClock;
use crate::net::Dialer;
use crate::recent::Recent;
use crate::settings::{Access, Resolve, ServerSettings, SettingsError, TimeLimits};
use crate::{Health, Result};

/// The driver of one MT5 server.
#[derive(Debug)]
pub(crate) struct Mt5 {
    line: Line,
    limits: TimeLimits,
    clock: Clock,
    server_clock: ServerClock,
    terms: TermsCache,
    tickets: Recent,
    requests: Recent,
}

impl Mt5 {
    pub(crate) fn new(
        settings: ServerSettings,
        guard: Arc<dyn Resolve>,
        clock: Clock,
    ) -> std::result::Result<Self, SettingsError> {
        let Access::Mt5 { host, port, manager, password } = settings.access else { return Err(SettingsError::Host) };
        let named = if port == 443 { host.clone() } else { format!("{host}:{port}") };
        let host_header = HeaderValue::from_str(&named).map_err(|_| SettingsError::Host)?;
        if host.is_empty() || !host_header.as_bytes().iter().all(u8::is_ascii_graphic) {
            return Err(SettingsError::Host);
        }
        let place = Place {
            name: settings.name,
            host,
            host_header,
            port,
            manager,
            password: PasswordHash::of(&password),
            dialer: Dialer::new(&settings.trust, guard)?,
            limits: settings.limits,
            clock: clock.clone(),
        };
        let health = Arc::new(Mutex::new(Health::default()));
        let keeper = Keeper::new(place, Arc::clone(&health));
        Ok(Self {
            line: Line::open(keeper, health, settings.limits.queue),
            limits: settings.limits,
            clock,
            server_clock: ServerClock::new(settings.daylight),
            terms: TermsCache::default(),
            tickets: Recent::default(),
            requests: Recent::default(),
        })
    }

    async fn ask(&self, call: Call) -> Result<Reply> {
        self.line.ask(call).await
    }

    fn read(&self, command: &'static str) -> Call {
        Call::read(command, self.limits.read)
    }

    fn history(&self, command: &'static str) -> Call {
        Call::read(command, self.limits.history)
    }

    fn times(&self) -> Times<'_> {
        Times { clock: &self.server_clock, now: self.clock.now() }
    }

    /// Times are of no use before the server's clock was read once.
    async fn calibrated(&self) -> Result<Times<'_>> {
        if !self.server_clock.is_calibrated() {
            self.read_clock().await?;
        }
        Ok(self.times())
    }
}
