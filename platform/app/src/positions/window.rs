//! A part of the open positions within reach, with how far it can be believed.

use super::Part;
use super::filter::{LiveFilter, PositionSort};
use super::scope::{Scope, Viewer};
use super::view::{CurrencyProfit, LivePosition};
use crate::trading::feed::{Book, FeedState, Known, TenantLive};
use crate::{App, UseCaseError};
use chrono::{DateTime, Utc};
use crm_access::OpContext;
use crm_model::TradingServerId;
use std::collections::HashSet;
use std::sync::Arc;

/// How a server's feed is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedShown {
    /// Of which server.
    pub server: TradingServerId,
    /// What people call it.
    pub name: String,
    /// How far it can be believed.
    pub state: FeedState,
    /// What is shown is at least as new as that.
    pub as_of: Option<DateTime<Utc>>,
    /// Why not, when it cannot.
    pub said: Option<String>,
}

/// Open positions.
#[derive(Clone, Debug)]
pub struct PositionWindow {
    /// The part that was asked for.
    pub rows: Vec<LivePosition>,
    /// How many there are.
    pub total: usize,
    /// Results of all of them by currency.
    pub totals: Vec<CurrencyProfit>,
    /// How old it is, by server.
    pub feeds: Vec<FeedShown>,
}

/// A part of the open positions within reach.
///
/// # Errors
/// [`UseCaseError::Access`] without position.view; for margin levels also without balance.view.
pub async fn positions(
    op: &OpContext,
    app: &App,
    filter: &LiveFilter,
    sort: PositionSort,
    part: Part,
) -> Result<PositionWindow, UseCaseError> {
    let (viewer, live) = look(op, app).await?;
    filter.check(&viewer, sort)?;
    let view = live.views.positions(&live, &(viewer.scope.clone(), filter.clone(), sort)).await;
    Ok(PositionWindow {
        rows: part.cut(&view.rows),
        total: view.rows.len(),
        totals: view.totals.clone(),
        feeds: feeds(&live, &viewer.scope, filter, op.now(), |book| &book.known_positions),
    })
}

/// Who asks, and what is known by now.
pub(crate) async fn look(op: &OpContext, app: &App) -> Result<(Viewer, Arc<TenantLive>), UseCaseError> {
    let viewer = Viewer::read(op, app).await?;
    let live = app.trading.feeds().of(op.tenant());
    live.look(app).await?;
    Ok((viewer, live))
}

/// How the servers are on which the viewer sees accounts that he asked for. Others are none of his business.
pub(crate) fn feeds(
    live: &TenantLive,
    scope: &Scope,
    filter: &LiveFilter,
    now: DateTime<Utc>,
    pick: fn(&Book) -> &Known,
) -> Vec<FeedShown> {
    let directory = live.directory();
    let seen: Option<HashSet<TradingServerId>> = scope
        .accounts()
        .map(|accounts| accounts.iter().filter_map(|account| Some(directory.place(account.id)?.0)).collect());
    let shown = live.servers().into_iter().filter_map(|server| {
        let brief = server.brief();
        let wanted = seen.as_ref().is_none_or(|seen| seen.contains(&server.id))
            && filter.server.is_none_or(|id| id == server.id)
            && filter.environment.is_none_or(|money| money == brief.environment);
        wanted.then_some((server, brief))
    });
    let mut feeds: Vec<FeedShown> = shown
        .map(|(server, brief)| {
            let (state, as_of, said) = server.how(pick, now);
            FeedShown { server: brief.id, name: brief.name, state, as_of, said }
        })
        .collect();
    feeds.sort_by(|a, b| a.name.cmp(&b.name));
    feeds
}
