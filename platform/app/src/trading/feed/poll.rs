//! One server's feed: from taking its lease until it is lost, wanted elsewhere, or the process stops.

use super::kept;
use super::orders::OrderEvents;
use super::prices;
use super::tenant::{ServerLive, TenantLive};
use super::writing::Writing;
use crate::trading::{HoldError, check_one};
use crate::{App, deals, trading_accounts};
use chrono::TimeDelta;
use crm_cache::{LiveEvent, LiveKind, LiveReceiver, Received};
use crm_storage::{LiveBooks, StorageError};
use crm_trading::poll::{Baseline, Brought, Event, Feed, Machine, Pace, PollSettings, PollStatus, Poller};
use crm_trading::{Deal, Position, TradingServer};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{mpsc, watch};
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::{Instant, MissedTickBehavior, interval};

/// While somebody watches.
const WATCHED: Pace = Pace {
    positions_every: TimeDelta::milliseconds(500),
    accounts_every: TimeDelta::seconds(1),
    deals_every: TimeDelta::seconds(2),
};
/// While nobody does.
const UNWATCHED: Pace = Pace {
    positions_every: TimeDelta::seconds(5),
    accounts_every: TimeDelta::seconds(10),
    deals_every: TimeDelta::seconds(5),
};
/// Answers that may wait to be taken in.
const ROOM: usize = 4;
/// How often a feed looks at its pace, its lease and what is to be written.
const TICK: Duration = Duration::from_millis(250);
/// How often the lease is held for longer.
const RENEW: Duration = Duration::from_secs(10);
/// A wish of another process, which is repeated while it waits, holds so long.
const WANTED: Duration = Duration::from_secs(1);
/// How often the server's clock and the accounts that it does not show by themselves are read.
const ROUND: Duration = Duration::from_secs(60);

/// A feed before it begins.
pub(super) struct ServerFeed {
    pub(super) app: Arc<App>,
    pub(super) live: Arc<TenantLive>,
    pub(super) server: Arc<ServerLive>,
    pub(super) stopped: watch::Receiver<bool>,
    /// Ends when nobody has asked this process for so long.
    pub(super) guest: Option<Duration>,
    /// Asks the process that has the server for it; else it is polled here only when nobody has it.
    pub(super) asks: bool,
}

struct Polling {
    connection: Arc<dyn TradingServer>,
    send_before: Instant,
    renew_at: Instant,
    round_at: Instant,
    pace: watch::Sender<Pace>,
    symbols: watch::Sender<Vec<String>>,
    brought: mpsc::Receiver<Brought>,
    status: watch::Receiver<PollStatus>,
    poller: Abort,
    news: Option<LiveReceiver>,
    wanted_at: Option<Instant>,
    rounds: JoinSet<()>,
    digits: JoinSet<Option<Vec<(String, u32)>>>,
    digits_at: Option<Instant>,
    writing: Writing,
    orders: OrderEvents,
}

/// A task that ends with its owner.
struct Abort(JoinHandle<()>);

impl Drop for Abort {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl ServerFeed {
    pub(super) async fn run(mut self) {
        let tenant = &self.live.tenant;
        let held = if self.asks {
            self.app.trading.hold(&self.app, tenant, self.server.id).await
        } else {
            self.app.trading.hold_free(&self.app.db, tenant, self.server.id).await
        };
        let held = match held {
            Ok(held) => held,
            Err(HoldError::Elsewhere | HoldError::Archived | HoldError::Unknown) => return,
            Err(error) => {
                let now = self.app.clock.now();
                self.server.with(|book| book.failed(now, &error.to_string()));
                self.live.bump();
                return;
            }
        };
        let (connection, send_before) = (Arc::clone(&held.server), held.send_before);
        drop(held);
        match self.begin(connection, send_before).await {
            Ok(polling) => self.go_on(polling).await,
            Err(error) => tracing::warn!(%error, server = %self.server.id, "a feed could not begin"),
        }
        self.server.polled_here(false);
    }

    async fn begin(&self, connection: Arc<dyn TradingServer>, send_before: Instant) -> Result<Polling, StorageError> {
        let (app, tenant) = (&self.app, &self.live.tenant);
        let now = app.clock.now();
        self.remember().await?;
        let mut settings = PollSettings::of_groups("*");
        let pace = self.pace();
        settings.positions_every = pace.positions_every;
        settings.accounts_every = pace.accounts_every;
        settings.deals_every = pace.deals_every;
        settings.ticks_every = prices::EVERY;
        let kept = deals::baseline(app, tenant, self.server.id).await?;
        let mut baseline = Baseline { seen: kept.seen, ..Baseline::since(kept.since) };
        (baseline.positions, baseline.orders, baseline.accounts) = self.server.with(|book| {
            let positions = book.positions.values().map(|position| Position::clone(position)).collect();
            let orders = book.orders.values().map(|order| order.as_ref().clone()).collect();
            (positions, orders, book.accounts.values().map(|state| state.as_ref().clone()).collect())
        });
        let (paced, pace_seen) = watch::channel(pace);
        let (symbols, symbols_seen) = watch::channel(Vec::new());
        let machine = Machine::new(settings, baseline, now);
        let (poller, brought, status) = Poller::new(Arc::clone(&connection), machine, app.clock.clone(), ROOM);
        let poller = Abort(tokio::spawn(poller.at_pace(pace_seen).watching(symbols_seen).run()));
        Ok(Polling {
            connection,
            send_before,
            renew_at: Instant::now() + RENEW,
            round_at: Instant::now(),
            pace: paced,
            symbols,
            brought,
            status,
            poller,
            news: app.bus.subscribe(tenant.id).ok(),
            wanted_at: None,
            rounds: JoinSet::new(),
            digits: JoinSet::new(),
            digits_at: None,
            writing: Writing::new(app.clock.now()),
            orders: OrderEvents::new(),
        })
    }

    /// Begins with what was kept by whoever polled the server before.
    async fn remember(&self) -> Result<(), StorageError> {
        let tx = self.app.db.mirror(&self.live.tenant).await?;
        let books = LiveBooks::of(&tx);
        let mark = books.marks().await?.into_iter().find(|mark| mark.server == self.server.id);
        let kept = match mark {
            Some(mark) => books.body(mark.server).await?.and_then(|body| kept::read(&body, mark.written_at)),
            None => None,
        };
        let pace = self.pace();
        self.server.polled_here(true);
        self.server.with(|book| {
            if let Some(kept) = kept {
                *book = kept;
            }
            book.written_at = None;
            book.prices.watch(false);
            book.begin_pace(pace);
        });
        self.live.bump();
        Ok(())
    }

    fn pace(&self) -> Pace {
        if self.live.is_watched() { WATCHED } else { UNWATCHED }
    }

    async fn go_on(&mut self, mut polling: Polling) {
        let mut tick = interval(TICK);
        tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut stopped = self.stopped.clone();
        loop {
            let goes_on = tokio::select! {
                () = asked_to_stop(&mut stopped) => break,
                Some(brought) = polling.brought.recv() => self.take(&mut polling, brought).await,
                event = hear(&mut polling.news) => {
                    self.heed(&mut polling, &event);
                    true
                }
                Some(told) = polling.digits.join_next(), if !polling.digits.is_empty() => {
                    self.know_digits(told.ok().flatten());
                    true
                }
                Some(_) = polling.rounds.join_next(), if !polling.rounds.is_empty() => true,
                _ = tick.tick() => self.tick(&mut polling).await,
            };
            if !goes_on {
                return;
            }
        }
        self.leave(polling).await;
    }

    /// Takes an answer in. False when deals could not be kept: the feed begins again from what was.
    async fn take(&self, polling: &mut Polling, mut brought: Brought) -> bool {
        if let (Feed::Deals, Ok(events)) = (brought.feed, &mut brought.outcome) {
            let deals: Vec<Deal> = std::mem::take(events).into_iter().filter_map(deal).collect();
            if let Err(error) = deals::keep(&self.app, &self.live.tenant, self.server.id, &deals).await {
                tracing::warn!(%error, server = %self.server.id, "deals could not be kept; they are read again");
                let now = self.app.clock.now();
                self.server.with(|book| book.known_deals.failed(now, "The deals could not be kept."));
                return false;
            }
            let ended = polling.orders.end(&self.app, &self.live, &self.server, brought.asked_at).await;
            if let Err(error) = ended {
                tracing::warn!(%error, server = %self.server.id, "what became of orders could not be told; it is tried again");
            }
        }
        let now = self.app.clock.now();
        polling.writing.note(&brought);
        let (pace, delay) = (*polling.pace.borrow(), polling.status.borrow().lag.deal_delay);
        let shown = self.server.with(|book| {
            if brought.outcome.is_ok() {
                book.keep_pace(pace, Some(brought.feed));
            }
            // a feed that begins again has seen no deal yet
            book.deal_delay = delay.or(book.deal_delay);
            book.take(&brought, now)
        });
        if shown {
            self.live.bump();
        }
        if matches!(brought.feed, Feed::Positions | Feed::Orders) {
            self.watch_prices(polling);
            self.ask_digits(polling);
        }
        if let (Feed::Orders, Ok(events)) = (brought.feed, &brought.outcome) {
            if !events.is_empty() {
                polling.orders.stir();
            }
            // what fails is told with the next answer: what was told stands in the database, not here
            if let Err(error) = polling.orders.keep(&self.app, &self.live, &self.server).await {
                tracing::warn!(%error, server = %self.server.id, "orders could not be told of; it is tried again");
            }
        }
        true
    }

    /// Has the prices of what is open asked for while somebody watches.
    fn watch_prices(&self, polling: &Polling) {
        let watched = *polling.pace.borrow() == WATCHED;
        let symbols = self.server.with(|book| {
            let symbols = if watched { prices::symbols(book) } else { Vec::new() };
            book.prices.watch(!symbols.is_empty());
            symbols
        });
        polling.symbols.send_if_modified(|now| {
            let others = *now != symbols;
            *now = symbols;
            others
        });
    }

    /// Asks for the digits of symbols that were not seen before, at most once a round.
    fn ask_digits(&self, polling: &mut Polling) {
        let unknown = self.server.with(|book| {
            let symbols = book.positions.values().map(|p| &p.symbol).chain(book.orders.values().map(|o| &o.symbol));
            symbols.into_iter().any(|symbol| !book.digits.contains_key(symbol))
        });
        if unknown && polling.digits_at.is_none_or(|at| at.elapsed() >= ROUND) {
            polling.digits_at = Some(Instant::now());
            let connection = Arc::clone(&polling.connection);
            polling.digits.spawn(async move {
                let symbols = connection.symbols().await.ok()?;
                Some(symbols.into_iter().map(|symbol| (symbol.symbol, symbol.digits)).collect())
            });
        }
    }

    fn know_digits(&self, told: Option<Vec<(String, u32)>>) {
        if let Some(told) = told {
            self.server.with(|book| book.digits.extend(told));
            self.live.bump();
        }
    }

    fn heed(&self, polling: &mut Polling, event: &LiveEvent) {
        if event.by == Some(self.app.trading.process()) {
            return;
        }
        match event.kind {
            LiveKind::FiguresWatched => self.live.note_heard(),
            LiveKind::ServerWanted if event.id == self.server.id.uuid() => polling.wanted_at = Some(Instant::now()),
            _ => {}
        }
    }

    /// False when the feed is over.
    async fn tick(&self, polling: &mut Polling) -> bool {
        let pace = self.pace();
        let paced = polling.pace.send_if_modified(|now| std::mem::replace(now, pace) != pace);
        if paced {
            self.server.with(|book| book.keep_pace(pace, None));
        }
        if Instant::now() >= polling.send_before || polling.poller.0.is_finished() {
            return false;
        }
        if Instant::now() >= polling.renew_at && !self.renew(polling).await {
            return false;
        }
        let guest_goes = self.guest.is_some_and(|stays| !self.live.is_watched_here(stays));
        let wanted = polling.wanted_at.is_some_and(|at| at.elapsed() < WANTED);
        if (wanted || guest_goes) && self.app.trading.may_leave(&self.live.tenant, self.server.id) {
            // nothing is asked any more when the other process begins
            polling.poller.0.abort();
            self.give(false).await;
            // the other one takes it before this process looks for it again
            tokio::time::sleep(WANTED * 2).await;
            return false;
        }
        if Instant::now() >= polling.round_at {
            polling.round_at = Instant::now() + ROUND;
            self.begin_round(polling);
        }
        if let Err(error) = polling.writing.write(&self.app, &self.live, &self.server).await {
            tracing::warn!(%error, server = %self.server.id, "live figures could not be written down");
        }
        true
    }

    /// Holds the lease for longer. False when the server is not this process's any more, or another one by its settings.
    async fn renew(&self, polling: &mut Polling) -> bool {
        match self.app.trading.hold_free(&self.app.db, &self.live.tenant, self.server.id).await {
            Ok(held) => {
                polling.renew_at = Instant::now() + RENEW;
                polling.send_before = held.send_before;
                Arc::ptr_eq(&held.server, &polling.connection)
            }
            Err(HoldError::Storage(error)) => {
                tracing::warn!(%error, server = %self.server.id, "a lease could not be renewed");
                polling.renew_at = Instant::now() + RENEW;
                true
            }
            Err(error) => {
                let now = self.app.clock.now();
                self.server.with(|book| book.failed(now, &error.to_string()));
                self.live.bump();
                false
            }
        }
    }

    /// Health, and the figures of accounts that have not traded since the server started.
    fn begin_round(&self, polling: &mut Polling) {
        let (app, tenant, id) = (Arc::clone(&self.app), self.live.tenant.clone(), self.server.id);
        let known = self.server.with(|book| book.accounts.keys().copied().collect());
        let connection = Arc::clone(&polling.connection);
        polling.rounds.spawn(async move {
            if let Err(error) = check_one(&app, &tenant, id, connection.as_ref()).await {
                tracing::warn!(%error, server = %id, "the health of a trading server could not be written down");
            }
            let read = trading_accounts::refresh_on(&app, &tenant, id, connection.as_ref(), &known).await;
            if let Err(error) = read {
                tracing::warn!(%error, server = %id, "figures of accounts could not be written down");
            }
        });
    }

    /// The process stops: what is known is kept, and another process may go on at once.
    async fn leave(&self, mut polling: Polling) {
        polling.poller.0.abort();
        polling.rounds.abort_all();
        if let Err(error) = polling.writing.keep(&self.app, &self.live, &self.server).await {
            tracing::warn!(%error, server = %self.server.id, "live figures could not be kept at the end");
        }
        drop(polling);
        self.give(true).await;
    }

    async fn give(&self, at_once: bool) {
        let given = self.app.trading.hand_over(&self.app.db, &self.live.tenant, self.server.id, at_once).await;
        if let Err(error) = given {
            tracing::warn!(%error, server = %self.server.id, "a lease could not be given back; it ends by itself");
        }
    }
}

async fn asked_to_stop(stopped: &mut watch::Receiver<bool>) {
    // who is gone asks for nothing better
    let _ = stopped.wait_for(|stopped| *stopped).await;
}

fn deal(event: Event) -> Option<Deal> {
    match event {
        Event::DealSeen { deal, .. } => Some(deal),
        _ => None,
    }
}

/// The next news of the broker; never, when nobody carries them.
async fn hear(news: &mut Option<LiveReceiver>) -> LiveEvent {
    while let Some(receiver) = news {
        match receiver.recv().await {
            Received::Event(event) => return event,
            Received::Lagged => {}
            Received::Closed => *news = None,
        }
    }
    std::future::pending().await
}
