//! What a feed writes down: its book for other processes and for the next one, and figures for lists and reports.

use super::kept;
use super::tenant::{ServerLive, TenantLive};
use crate::App;
use crate::trading::figures_of;
use chrono::{DateTime, Utc};
use crm_model::TradingAccountId;
use crm_storage::{AccountFigures, LiveBookMark, StorageError};
use crm_trading::Login;
use crm_trading::poll::{Brought, Event, Feed};
use std::collections::HashSet;
use std::time::Duration;
use tokio::time::Instant;

/// While other processes show the book.
const KEEP_FOR_OTHERS: Duration = Duration::from_secs(1);
/// While none does.
const KEEP: Duration = Duration::from_secs(10);
/// Figures of one account are written at most this often.
const FIGURES_EVERY: Duration = Duration::from_secs(10);
/// Those that did not change as well, with their age.
const ALL_FIGURES_EVERY: Duration = Duration::from_secs(60);
/// Rows in one statement.
const ROWS: usize = 500;

/// When what was written last.
pub(super) struct Writing {
    edition: i64,
    kept_at: Option<Instant>,
    changed: bool,
    figures_at: Instant,
    all_figures_at: Instant,
    logins: HashSet<Login>,
}

impl Writing {
    pub(super) fn new(now: DateTime<Utc>) -> Self {
        let at = Instant::now();
        // editions of another process are never met again: nobody polls at the same instant as another
        let edition = now.timestamp_micros();
        Self { edition, kept_at: None, changed: true, figures_at: at, all_figures_at: at, logins: HashSet::new() }
    }

    pub(super) fn note(&mut self, brought: &Brought) {
        self.changed |= matches!(brought.feed, Feed::Positions | Feed::Orders | Feed::Accounts | Feed::Deals);
        for event in brought.outcome.iter().flatten() {
            if let Event::AccountChanged(state) = event {
                self.logins.insert(state.login);
            }
        }
    }

    /// Writes what it is time for.
    pub(super) async fn write(
        &mut self,
        app: &App,
        live: &TenantLive,
        server: &ServerLive,
    ) -> Result<(), StorageError> {
        let every = if live.is_watched_elsewhere() { KEEP_FOR_OTHERS } else { KEEP };
        if self.changed && self.kept_at.is_none_or(|at| at.elapsed() >= every) {
            self.keep(app, live, server).await?;
        }
        if self.figures_at.elapsed() >= FIGURES_EVERY {
            self.figures_at = Instant::now();
            self.figures(app, live, server).await?;
        }
        Ok(())
    }

    /// Keeps the book now.
    pub(super) async fn keep(&mut self, app: &App, live: &TenantLive, server: &ServerLive) -> Result<(), StorageError> {
        self.kept_at = Some(Instant::now());
        self.changed = false;
        let Some(body) = server.with(|book| kept::write(book)) else { return Ok(()) };
        self.edition += 1;
        let mark = LiveBookMark { server: server.id, edition: self.edition, written_at: app.clock.now() };
        let tx = app.db.mirror(&live.tenant).await?;
        tx.keep_book(&mark, body).await?;
        tx.keep().await
    }

    async fn figures(&mut self, app: &App, live: &TenantLive, server: &ServerLive) -> Result<(), StorageError> {
        let all = self.all_figures_at.elapsed() >= ALL_FIGURES_EVERY;
        let changed = std::mem::take(&mut self.logins);
        if all {
            self.all_figures_at = Instant::now();
        } else if changed.is_empty() {
            return Ok(());
        }
        live.look_at_accounts(app).await?;
        let directory = live.directory();
        let rows: Vec<(TradingAccountId, AccountFigures)> = server.with(|book| {
            let logins = book.accounts.keys().filter(|login| all || changed.contains(login));
            let row = |login: &Login| {
                let account = directory.find(server.id, *login)?;
                let figures = figures_of(&book.figures(*login)?, account.account.record.digits)?;
                Some((account.account.record.id, figures))
            };
            logins.filter_map(row).collect()
        });
        for rows in rows.chunks(ROWS) {
            let tx = app.db.mirror(&live.tenant).await?;
            tx.note_many_figures(rows).await?;
            tx.keep().await?;
        }
        Ok(())
    }
}
