//! MetaTrader 4 by an HTTP gateway: OAuth2, idempotency keys, and headers that say what became of a request.

mod accounts;
mod codes;
mod config;
mod dealing;
mod gateway;
mod place;
mod reading;
mod request;
mod rights;
mod server;
mod synthesis;
mod token;
mod wire;

use std::sync::Arc;

use crm_model::Clock;
use serde_json::Value;

use self::gateway::Gateway;
use self::request::{Answer4, Request4};
use self::wire::Times;
use crate::Result;
use crate::clock::ServerClock;
use crate::recent::Recent;
use crate::settings::{Resolve, ServerSettings, SettingsError, TimeLimits};

/// Entries of one page.
const PAGE: usize = 500;

/// The driver of one MT4 server behind a gateway.
#[derive(Debug)]
pub(crate) struct Mt4 {
    line: Gateway,
    limits: TimeLimits,
    clock: Clock,
    server_clock: ServerClock,
    tickets: Recent,
}

impl Mt4 {
    pub(crate) fn new(
        settings: ServerSettings,
        guard: Arc<dyn Resolve>,
        clock: Clock,
    ) -> std::result::Result<Self, SettingsError> {
        Ok(Self {
            limits: settings.limits,
            server_clock: ServerClock::new(settings.daylight),
            line: Gateway::new(settings, guard, clock.clone())?,
            clock,
            tickets: Recent::default(),
        })
    }

    async fn ask(&self, request: Request4) -> Result<Answer4> {
        self.line.ask(request).await
    }

    fn read(&self, path: impl Into<String>) -> Request4 {
        Request4::read(path, self.limits.read)
    }

    fn history(&self, path: impl Into<String>) -> Request4 {
        Request4::read(path, self.limits.history)
    }

    /// Every page of a list.
    async fn pages(&self, request: Request4) -> Result<Vec<Value>> {
        let mut all = Vec::new();
        let mut cursor: Option<String> = None;
        loop {
            let mut page = request.clone().with("limit", PAGE);
            if let Some(cursor) = &cursor {
                page = page.with("cursor", cursor);
            }
            let answer = self.ask(page).await?;
            let next = answer.next_cursor();
            all.extend(answer.into_list());
            if next.is_none() || next == cursor {
                return Ok(all);
            }
            cursor = next;
        }
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
