//! Windows as they change: what is new since the beat before.

use super::Part;
use super::filter::{LiveFilter, PositionSort};
use super::orders::LiveOrder;
use super::scope::Viewer;
use super::view::{CurrencyProfit, LivePosition};
use super::window::{FeedShown, feeds};
use crate::trading::feed::{TenantLive, Watching};
use crate::{App, UseCaseError};
use crm_access::OpContext;
use crm_cache::{LiveKind, LiveReceiver, Received};
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{Instant, sleep, sleep_until};

/// Beats, and looks that bring nothing, are at least this far apart: less than servers are asked for positions, so that
/// what came for the accounts' sake makes no position wait.
const APART: Duration = Duration::from_millis(250);
/// Without news a beat comes after this.
const QUIET: Duration = Duration::from_secs(5);
/// How often is looked although nothing was said.
const LOOK: Duration = Duration::from_secs(1);

/// What a subscription sends.
pub trait Beats: Send {
    /// One message.
    type Beat: Send;

    /// The next message; `None` when there is nothing to say, unless one is `due` anyway.
    fn beat(
        &mut self,
        op: &OpContext,
        live: &TenantLive,
        viewer: &Viewer,
        due: bool,
    ) -> impl Future<Output = Result<Option<Self::Beat>, UseCaseError>> + Send;
}

/// Waits for what may be news, at the pace of beats.
pub struct Listener {
    watching: Watching,
    news: LiveReceiver,
    viewer: Option<Viewer>,
    stirred: bool,
    beat_at: Option<Instant>,
    looked_at: Option<Instant>,
}

impl Listener {
    /// Begins to listen for the caller's broker.
    ///
    /// # Errors
    /// [`UseCaseError::Access`] without position.view, [`UseCaseError::Busy`] when too many listen.
    pub fn new(op: &OpContext, app: &App) -> Result<Self, UseCaseError> {
        op.require::<crm_access::kinds::PositionView>()?;
        let news = app.bus.subscribe(op.tenant().id).map_err(|_| UseCaseError::Busy)?;
        let watching = app.trading.feeds().of(op.tenant()).watch();
        Ok(Self { watching, news, viewer: None, stirred: true, beat_at: None, looked_at: None })
    }

    /// Resolves when it is time to look: something may have changed, or it is long ago.
    pub async fn wait(&mut self) {
        let (Some(_), Some(looked_at)) = (self.beat_at, self.looked_at) else { return };
        sleep_until(looked_at + APART).await;
        tokio::select! {
            () = self.watching.changed() => {}
            () = stirred(&mut self.news) => {
                self.stirred = true;
                self.watching.live().note_news();
            }
            () = sleep(LOOK) => {}
        }
    }

    /// Whether the viewer's reach must be read again before the next beat: rights or clients changed, or it is long ago.
    #[must_use]
    pub fn wants_reach(&self, op: &OpContext) -> bool {
        self.stirred || self.viewer.as_ref().is_none_or(|viewer| viewer.is_old(op))
    }

    /// Reads it.
    ///
    /// # Errors
    /// [`UseCaseError::Access`] when the right is gone.
    pub async fn read_reach(&mut self, op: &OpContext, app: &App) -> Result<(), UseCaseError> {
        self.stirred = false;
        self.viewer = Some(Viewer::read(op, app).await?);
        Ok(())
    }

    /// The next message, when there is something to say.
    ///
    /// # Errors
    /// [`UseCaseError::Access`] when a right is gone.
    pub async fn beat<B: Beats>(
        &mut self,
        op: &OpContext,
        app: &App,
        beats: &mut B,
    ) -> Result<Option<B::Beat>, UseCaseError> {
        op.require::<crm_access::kinds::PositionView>()?;
        let Some(viewer) = &self.viewer else { return Ok(None) };
        let live = Arc::clone(self.watching.live());
        if let Err(error) = live.look(app).await {
            // what is known grows older, and says so
            tracing::warn!(%error, "live figures could not be looked for");
        }
        self.looked_at = Some(Instant::now());
        let due = self.beat_at.is_none_or(|at| at.elapsed() >= QUIET);
        let beat = beats.beat(op, &live, viewer, due).await?;
        if beat.is_some() || self.beat_at.is_none() {
            self.beat_at = Some(Instant::now());
        }
        Ok(beat)
    }
}

/// Resolves when something of a client changed, or news were lost.
async fn stirred(news: &mut LiveReceiver) {
    loop {
        match news.recv().await {
            Received::Event(event) => match event.kind {
                LiveKind::ClientCreated
                | LiveKind::ClientUpdated
                | LiveKind::ClientArchived
                | LiveKind::ClientsChanged
                | LiveKind::ImportChanged => return,
                // what these change of figures comes by the server's own feed
                LiveKind::BalanceOperationChanged
                | LiveKind::TradeCommandChanged
                | LiveKind::DealsKept
                | LiveKind::AccessChanged
                | LiveKind::FiguresWatched
                | LiveKind::ServerWanted => {}
            },
            Received::Lagged => return,
            Received::Closed => std::future::pending().await,
        }
    }
}

/// What changed of a window of rows.
struct Delta<T> {
    keys: Vec<String>,
    rows: HashMap<String, T>,
}

impl<T> Default for Delta<T> {
    fn default() -> Self {
        Self { keys: Vec::new(), rows: HashMap::new() }
    }
}

impl<T: Clone> Delta<T> {
    /// The keys when they are others or in another order, and the rows that are new or look otherwise.
    fn take(
        &mut self,
        first: bool,
        rows: Vec<T>,
        key: impl Fn(&T) -> String,
        same: impl Fn(&T, &T) -> bool,
    ) -> (Option<Vec<String>>, Vec<T>) {
        let keyed: Vec<(String, T)> = rows.into_iter().map(|row| (key(&row), row)).collect();
        let changed = keyed.iter().filter(|(key, row)| self.rows.get(key).is_none_or(|sent| !same(sent, row)));
        let changed: Vec<T> = changed.map(|(_, row)| row.clone()).collect();
        let keys: Vec<String> = keyed.iter().map(|(key, _)| key.clone()).collect();
        let moved = first || keys != self.keys;
        self.keys.clone_from(&keys);
        self.rows = keyed.into_iter().collect();
        (moved.then_some(keys), changed)
    }
}

/// Whether feeds are in the same state, whatever their age.
pub(super) fn same_state(a: &[FeedShown], b: &[FeedShown]) -> bool {
    let state = |feed: &FeedShown| (feed.server, feed.state, feed.said.clone());
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| state(a) == state(b))
}

/// What changed of a window of positions.
#[derive(Clone, Debug)]
pub struct PositionBeat {
    /// The window in order; `None` when it did not change.
    pub keys: Option<Vec<String>>,
    /// Rows that are new or changed.
    pub changed: Vec<LivePosition>,
    /// How many there are.
    pub total: usize,
    /// Results of all of them by currency.
    pub totals: Vec<CurrencyProfit>,
    /// How old it is, by server.
    pub feeds: Vec<FeedShown>,
}

/// A window of positions as it changes.
pub struct PositionBeats {
    filter: LiveFilter,
    sort: PositionSort,
    part: Part,
    delta: Delta<LivePosition>,
    sent: Option<(usize, Vec<CurrencyProfit>, Vec<FeedShown>)>,
}

impl PositionBeats {
    /// Of a window.
    #[must_use]
    pub fn new(filter: LiveFilter, sort: PositionSort, part: Part) -> Self {
        Self { filter, sort, part, delta: Delta::default(), sent: None }
    }
}

impl Beats for PositionBeats {
    type Beat = PositionBeat;

    async fn beat(
        &mut self,
        op: &OpContext,
        live: &TenantLive,
        viewer: &Viewer,
        due: bool,
    ) -> Result<Option<PositionBeat>, UseCaseError> {
        self.filter.check(viewer, self.sort)?;
        let view = live.views.positions(live, &(viewer.scope.clone(), self.filter.clone(), self.sort)).await;
        let feeds = feeds(live, &viewer.scope, &self.filter, op.now(), |book| &book.known_positions);
        let (total, totals) = (view.rows.len(), view.totals.clone());
        let first = self.sent.is_none();
        let rows = self.part.cut(&view.rows);
        let (keys, changed) = self.delta.take(first, rows, LivePosition::key, LivePosition::looks_like);
        let same = self.sent.as_ref().is_some_and(|(sent_total, sent_totals, sent_feeds)| {
            *sent_total == total && *sent_totals == totals && same_state(sent_feeds, &feeds)
        });
        if same && keys.is_none() && changed.is_empty() && !due {
            return Ok(None);
        }
        self.sent = Some((total, totals.clone(), feeds.clone()));
        Ok(Some(PositionBeat { keys, changed, total, totals, feeds }))
    }
}

/// What changed of a window of orders.
#[derive(Clone, Debug)]
pub struct OrderBeat {
    /// The window in order; `None` when it did not change.
    pub keys: Option<Vec<String>>,
    /// Rows that are new or changed.
    pub changed: Vec<LiveOrder>,
    /// How many there are.
    pub total: usize,
    /// How old it is, by server.
    pub feeds: Vec<FeedShown>,
}

/// A window of waiting orders as it changes.
pub struct OrderBeats {
    filter: LiveFilter,
    part: Part,
    delta: Delta<LiveOrder>,
    sent: Option<(usize, Vec<FeedShown>)>,
}

impl OrderBeats {
    /// Of a window.
    #[must_use]
    pub fn new(filter: LiveFilter, part: Part) -> Self {
        Self { filter, part, delta: Delta::default(), sent: None }
    }
}

impl Beats for OrderBeats {
    type Beat = OrderBeat;

    async fn beat(
        &mut self,
        op: &OpContext,
        live: &TenantLive,
        viewer: &Viewer,
        due: bool,
    ) -> Result<Option<OrderBeat>, UseCaseError> {
        self.filter.check(viewer, PositionSort::default())?;
        let all = live.views.orders(live, &(viewer.scope.clone(), self.filter.clone())).await;
        let feeds = feeds(live, &viewer.scope, &self.filter, op.now(), |book| &book.known_orders);
        let (total, first) = (all.len(), self.sent.is_none());
        let (keys, changed) = self.delta.take(first, self.part.cut(&all), LiveOrder::key, LiveOrder::looks_like);
        let same = self.sent.as_ref().is_some_and(|(sent, known)| *sent == total && same_state(known, &feeds));
        if same && keys.is_none() && changed.is_empty() && !due {
            return Ok(None);
        }
        self.sent = Some((total, feeds.clone()));
        Ok(Some(OrderBeat { keys, changed, total, feeds }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn take(delta: &mut Delta<(u8, u8)>, first: bool, rows: &[(u8, u8)]) -> (Option<Vec<String>>, Vec<(u8, u8)>) {
        delta.take(first, rows.to_vec(), |row| row.0.to_string(), |a, b| a == b)
    }

    #[test]
    fn a_beat_holds_what_is_new_and_nothing_else() {
        let mut delta = Delta::default();
        let keys = |text: &str| Some(text.split(' ').map(str::to_owned).collect::<Vec<_>>());
        assert_eq!(take(&mut delta, true, &[(1, 0), (2, 0)]), (keys("1 2"), vec![(1, 0), (2, 0)]));
        assert_eq!(take(&mut delta, false, &[(1, 0), (2, 0)]), (None, Vec::new()));
        assert_eq!(take(&mut delta, false, &[(1, 0), (2, 9)]), (None, vec![(2, 9)]));
        assert_eq!(take(&mut delta, false, &[(2, 9), (1, 0)]), (keys("2 1"), Vec::new()), "another order, no row");
        assert_eq!(take(&mut delta, false, &[(2, 9), (3, 0)]), (keys("2 3"), vec![(3, 0)]));
        // a row that left the window and comes back is new to the reader
        assert_eq!(take(&mut delta, false, &[(1, 0)]), (keys("1"), vec![(1, 0)]));
        assert_eq!(take(&mut Delta::default(), true, &[]), (Some(Vec::new()), Vec::new()));
    }
}
