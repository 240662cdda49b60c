//! Accounts with live figures: those near their end, and those of one client.

use super::beat::{Beats, same_state};
use super::scope::{Scope, Viewer, need};
use super::window::{FeedShown, feeds, look};
use super::{LiveFilter, Part};
use crate::trading::feed::{FeedState, LiveAccount, TenantLive};
use crate::trading::figures_of;
use crate::{App, UseCaseError};
use crm_access::{OpContext, Permission};
use crm_model::{ClientId, TradingEnvironment};
use crm_storage::{AccountFigures, TradingAccountRow};
use crm_trading::Login;
use std::collections::HashMap;
use std::sync::Arc;

/// An account that is near its end.
#[derive(Clone, Debug)]
pub struct WatchedAccount {
    /// It, with live figures.
    pub account: TradingAccountRow,
    /// In hundredths of a per cent.
    pub margin_level: i64,
    /// How many positions are open on it.
    pub open_positions: usize,
}

/// Accounts below a margin level, the lowest first.
#[derive(Clone, Debug)]
pub struct MarginWatch {
    /// The part that was asked for.
    pub rows: Vec<WatchedAccount>,
    /// How many there are.
    pub total: usize,
    /// How old it is, by server.
    pub feeds: Vec<FeedShown>,
}

/// Which accounts are watched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Watch {
    /// Those whose margin level is below this, in hundredths of a per cent.
    pub below: i64,
    /// Of real or of play money; `None` for both.
    pub environment: Option<TradingEnvironment>,
}

/// A part of the accounts within reach that are near their end.
///
/// # Errors
/// [`UseCaseError::Access`] without position.view, balance.view or trading_account.view.
pub async fn margin_watch(op: &OpContext, app: &App, watch: Watch, part: Part) -> Result<MarginWatch, UseCaseError> {
    check(op)?;
    let (viewer, live) = look(op, app).await?;
    Ok(near_the_end(op, &live, &viewer, watch, part))
}

/// Money of accounts is shown with the accounts.
fn check(op: &OpContext) -> Result<(), UseCaseError> {
    need(op, Permission::PositionView)?;
    need(op, Permission::BalanceView)?;
    need(op, Permission::TradingAccountView)
}

/// Whether a viewer sees an account with its money.
fn sees_whole(scope: &Scope, account: &LiveAccount) -> bool {
    scope.sees(account).is_some_and(|shows| shows.money && shows.account)
}

fn near_the_end(op: &OpContext, live: &TenantLive, viewer: &Viewer, watch: Watch, part: Part) -> MarginWatch {
    let filter = LiveFilter { environment: watch.environment, ..LiveFilter::default() };
    let directory = live.directory();
    let mut rows = Vec::new();
    for server in live.servers() {
        server.with(|book| {
            let mut open: HashMap<Login, usize> = HashMap::new();
            for position in book.positions.values() {
                *open.entry(position.login).or_default() += 1;
            }
            for login in book.accounts.keys() {
                let account = directory.find(server.id, *login);
                let wanted = |one: &&Arc<LiveAccount>| filter.wants_account(one) && sees_whole(&viewer.scope, one);
                let Some(account) = account.filter(wanted) else {
                    continue;
                };
                let state = book.figures(*login);
                let Some(figures) = state.and_then(|state| figures_of(&state, account.account.record.digits)) else {
                    continue;
                };
                if let Some(margin_level) = figures.margin_level.filter(|level| *level < watch.below) {
                    let open_positions = open.get(login).copied().unwrap_or(0);
                    rows.push(WatchedAccount { account: with(account, Some(figures)), margin_level, open_positions });
                }
            }
        });
    }
    rows.sort_by_key(|row| (row.margin_level, row.account.record.id));
    MarginWatch {
        total: rows.len(),
        rows: part.cut(&rows),
        feeds: feeds(live, &viewer.scope, &filter, op.now(), |book| &book.known_accounts),
    }
}

fn with(account: &LiveAccount, figures: Option<AccountFigures>) -> TradingAccountRow {
    let row = account.account.clone();
    let figures = figures.or(row.figures);
    TradingAccountRow { shows_money: true, figures, ..row }
}

/// Accounts near their end as they change.
#[derive(Debug)]
pub struct MarginBeat {
    watch: Watch,
    part: Part,
    sent: Option<MarginWatch>,
}

impl MarginBeat {
    /// Of the accounts that are watched.
    #[must_use]
    pub const fn new(watch: Watch, part: Part) -> Self {
        Self { watch, part, sent: None }
    }
}

/// Whether figures are the same, whenever they were read.
fn same(a: &TradingAccountRow, b: &TradingAccountRow) -> bool {
    let undated = |row: &TradingAccountRow| {
        row.figures.map(|figures| AccountFigures { as_of: chrono::DateTime::UNIX_EPOCH, ..figures })
    };
    a.record == b.record && a.client.display_name == b.client.display_name && undated(a) == undated(b)
}

impl Beats for MarginBeat {
    type Beat = MarginWatch;

    async fn beat(
        &mut self,
        op: &OpContext,
        live: &TenantLive,
        viewer: &Viewer,
        due: bool,
    ) -> Result<Option<MarginWatch>, UseCaseError> {
        check(op)?;
        let now = near_the_end(op, live, viewer, self.watch, self.part);
        let same = self.sent.as_ref().is_some_and(|sent| {
            sent.total == now.total
                && sent.rows.len() == now.rows.len()
                && sent
                    .rows
                    .iter()
                    .zip(&now.rows)
                    .all(|(a, b)| same(&a.account, &b.account) && a.open_positions == b.open_positions)
                && same_state(&sent.feeds, &now.feeds)
        });
        if same && !due {
            return Ok(None);
        }
        self.sent = Some(now.clone());
        Ok(Some(now))
    }
}

/// A client's accounts with live figures as they change.
#[derive(Debug)]
pub struct LiveAccountsBeat {
    client: ClientId,
    sent: Option<(Vec<TradingAccountRow>, Vec<FeedState>)>,
}

impl LiveAccountsBeat {
    /// Of a client.
    #[must_use]
    pub const fn new(client: ClientId) -> Self {
        Self { client, sent: None }
    }
}

impl Beats for LiveAccountsBeat {
    type Beat = Vec<TradingAccountRow>;

    async fn beat(
        &mut self,
        op: &OpContext,
        live: &TenantLive,
        viewer: &Viewer,
        due: bool,
    ) -> Result<Option<Vec<TradingAccountRow>>, UseCaseError> {
        check(op)?;
        let directory = live.directory();
        let of_client = directory.all().filter(|one| one.account.record.client == self.client);
        let mut now: Vec<TradingAccountRow> = of_client
            .filter(|account| sees_whole(&viewer.scope, account))
            .map(|account| {
                let record = &account.account.record;
                let login = crate::trading_accounts::login(record.login);
                let state = live.server(record.server).and_then(|server| server.with(|book| book.figures(login)));
                let figures = state.and_then(|state| figures_of(&state, record.digits));
                let kept = account.account.figures;
                // what was read by hand a moment ago may be newer than the last poll
                let newer = figures.filter(|live| kept.is_none_or(|kept| kept.as_of <= live.as_of));
                with(account, newer)
            })
            .collect();
        now.sort_by_key(|row| (std::cmp::Reverse(row.record.opened_at), row.record.id));
        // a dead feed is told at once, although nothing of the figures changed
        let state = |row: &TradingAccountRow| {
            let figures = row.figures.as_ref()?;
            Some(live.state_of_figures(row.record.server, figures.as_of, op.now()))
        };
        let states: Vec<FeedState> = now.iter().filter_map(state).collect();
        let same = self.sent.as_ref().is_some_and(|(sent, known)| {
            sent.len() == now.len() && sent.iter().zip(&now).all(|(a, b)| same(a, b)) && *known == states
        });
        if same && !due {
            return Ok(None);
        }
        self.sent = Some((now.clone(), states));
        Ok(Some(now))
    }
}
