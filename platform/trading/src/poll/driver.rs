use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use crm_model::Clock;
use tokio::sync::{mpsc, watch};
use tokio::time::sleep;

use super::event::Event;
use super::machine::{Ask, Feed, Lag, Machine, Next, Pace, Question, Reply};
use crate::{Health, Result, TradingError, TradingServer};

/// Longest sleep at a stretch, so that a moved clock is noticed.
const NAP: Duration = Duration::from_millis(250);

/// How polling goes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PollStatus {
    /// Age of what is known.
    pub lag: Lag,
    /// The way to the server.
    pub health: Health,
    /// What the last question that failed said; `None` when the last one succeeded.
    pub last_failure: Option<TradingError>,
    /// When this was written.
    pub at: Option<DateTime<Utc>>,
}

/// What one question brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Brought {
    /// What was asked for.
    pub feed: Feed,
    /// When the question was put: what an answer says is at least as new as that.
    pub asked_at: DateTime<Utc>,
    /// Whether this ends the look: false while more pages of deals are to come.
    pub whole: bool,
    /// What changed since the answer before, or why there is no answer.
    pub outcome: Result<Vec<Event>>,
}

/// Carries a machine's questions to a server and what they bring into a channel, an answer at a time. The channel is
/// bounded: a slow reader slows polling down and loses nothing. One poller a server: two would each see every deal.
pub struct Poller {
    server: Arc<dyn TradingServer>,
    machine: Machine,
    clock: Clock,
    brought: mpsc::Sender<Brought>,
    status: watch::Sender<PollStatus>,
    pace: Option<watch::Receiver<Pace>>,
    symbols: Option<watch::Receiver<Vec<String>>>,
}

impl Poller {
    /// A poller, and where what it brings and its status come out; `room` is how many answers may wait.
    #[must_use]
    pub fn new(
        server: Arc<dyn TradingServer>,
        machine: Machine,
        clock: Clock,
        room: usize,
    ) -> (Self, mpsc::Receiver<Brought>, watch::Receiver<PollStatus>) {
        let (brought, received) = mpsc::channel(room.max(1));
        let (status, seen) = watch::channel(PollStatus::default());
        (Self { server, machine, clock, brought, status, pace: None, symbols: None }, received, seen)
    }

    /// Lets somebody else set the pace while it polls.
    #[must_use]
    pub fn at_pace(self, pace: watch::Receiver<Pace>) -> Self {
        Self { pace: Some(pace), ..self }
    }

    /// Lets somebody else say whose prices are watched while it polls.
    #[must_use]
    pub fn watching(self, symbols: watch::Receiver<Vec<String>>) -> Self {
        Self { symbols: Some(symbols), ..self }
    }

    /// Polls until nobody reads what it brings any more. To stop it earlier, drop the future: questions change nothing.
    pub async fn run(mut self) {
        loop {
            if let Some(pace) = &mut self.pace {
                let pace = *pace.borrow_and_update();
                self.machine.keep_pace(pace);
            }
            if let Some(symbols) = self.symbols.as_mut().filter(|symbols| symbols.has_changed().unwrap_or(false)) {
                let symbols = symbols.borrow_and_update().clone();
                self.machine.watch(symbols, self.clock.now());
            }
            match self.machine.next(self.clock.now()) {
                Next::Wait(until) => {
                    let wait = (until - self.clock.now()).to_std().unwrap_or(Duration::ZERO);
                    tokio::select! {
                        () = sleep(wait.clamp(Duration::from_millis(1), NAP)) => {}
                        () = self.brought.closed() => return,
                    }
                    self.report(None);
                }
                Next::Ask(question) => {
                    if self.put(question).await.is_none() {
                        return;
                    }
                }
            }
        }
    }

    /// Puts one question and hands on what it brought; `None` when nobody reads them.
    async fn put(&mut self, question: Question) -> Option<()> {
        let Question { id, ask } = question;
        let (feed, asked_at) = (ask.feed(), self.clock.now());
        let answered = ask_server(self.server.as_ref(), &ask).await;
        let now = self.clock.now();
        let outcome = match answered {
            Ok(reply) => {
                let events = self.machine.answer(id, reply, now);
                self.report(Some(None));
                Ok(events)
            }
            Err(error) => {
                tracing::debug!(%error, "a question of the polling failed");
                self.machine.failed(id, now);
                self.report(Some(Some(error.clone())));
                Err(error)
            }
        };
        let whole = feed != Feed::Deals || !self.machine.is_within_deals();
        self.brought.send(Brought { feed, asked_at, whole, outcome }).await.ok()
    }

    fn report(&self, failure: Option<Option<TradingError>>) {
        let now = self.clock.now();
        let (lag, health) = (self.machine.lag(now), self.server.health());
        self.status.send_modify(|status| {
            status.lag = lag;
            status.health = health;
            status.at = Some(now);
            if let Some(failure) = failure {
                status.last_failure = failure;
            }
        });
    }
}

async fn ask_server(server: &dyn TradingServer, ask: &Ask) -> Result<Reply> {
    Ok(match ask {
        Ask::Clock => {
            server.server_time().await?;
            Reply::Clock
        }
        Ask::Ticks { symbols, cursor } => Reply::Ticks(server.quotes(symbols, *cursor).await?),
        Ask::Deals(query) => Reply::Deals(server.deals(query).await?),
        Ask::Positions(filter) => Reply::Positions(server.positions(filter).await?),
        Ask::Orders(filter) => Reply::Orders(server.orders(filter).await?),
        Ask::Accounts(filter) => Reply::Accounts(server.account_states(filter).await?),
    })
}
