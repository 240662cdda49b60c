use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use tokio::sync::{mpsc, oneshot};
use tokio::time::Instant;

use super::call::{Call, Lane};
use super::envelope::Envelope;
use super::keeper::Keeper;
use crate::error::{Answer, Effect};
use crate::{Health, Result, TradingError};

/// Calls that may wait in each line; more would wait longer than anybody has patience for.
const LINE: usize = 128;

/// A whole successful answer, and the connection that it came over.
#[derive(Debug)]
pub(super) struct Reply {
    pub(super) envelope: Envelope,
    /// Grows with each connection: what a server binds to a connection is gone when it differs.
    pub(super) connection: u64,
}

/// A call that waits for its turn.
pub(super) struct Waiting {
    pub(super) call: Call,
    pub(super) give_up_at: Instant,
    pub(super) reply: oneshot::Sender<Result<Reply>>,
}

/// The two lines before one connection.
pub(super) struct Line {
    urgent: mpsc::Sender<Waiting>,
    calm: mpsc::Sender<Waiting>,
    reconnect: mpsc::Sender<oneshot::Sender<()>>,
    health: Arc<Mutex<Health>>,
    patience: Duration,
}

impl Line {
    /// Starts the task that keeps the connection; it ends when the line is dropped.
    pub(super) fn open(keeper: Keeper, health: Arc<Mutex<Health>>, patience: Duration) -> Self {
        let (urgent, urgent_end) = mpsc::channel(LINE);
        let (calm, calm_end) = mpsc::channel(LINE);
        let (reconnect, reconnect_end) = mpsc::channel(4);
        tokio::spawn(serve(keeper, urgent_end, calm_end, reconnect_end));
        Self { urgent, calm, reconnect, health, patience }
    }

    /// Puts a call in line. A caller who stops waiting takes his call out of the line, unless it has begun.
    pub(super) async fn ask(&self, call: Call) -> Result<Reply> {
        let (lane, effect) = (call.lane, call.effect);
        let (reply, answer) = oneshot::channel();
        let waiting = Waiting { call, give_up_at: Instant::now() + self.patience, reply };
        let line = if lane == Lane::Urgent { &self.urgent } else { &self.calm };
        line.try_send(waiting).map_err(|_| TradingError::Busy(Answer::ours("too many calls wait for this server")))?;
        // the keeper answers every call; without it nobody can say what became of this one
        answer.await.unwrap_or_else(|_| Err(effect.unanswered(Answer::ours("the connection's keeper has stopped"))))
    }

    pub(super) fn health(&self) -> Health {
        lock(&self.health).clone()
    }

    pub(super) async fn reconnect(&self) {
        let (done, wait) = oneshot::channel();
        if self.reconnect.send(done).await.is_ok() {
            let _ = wait.await;
        }
    }
}

impl fmt::Debug for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Line")
    }
}

pub(super) fn lock(health: &Mutex<Health>) -> MutexGuard<'_, Health> {
    match health.lock() {
        Ok(health) => health,
        Err(poisoned) => poisoned.into_inner(),
    }
}

async fn serve(
    mut keeper: Keeper,
    mut urgent: mpsc::Receiver<Waiting>,
    mut calm: mpsc::Receiver<Waiting>,
    mut reconnect: mpsc::Receiver<oneshot::Sender<()>>,
) {
    loop {
        // all senders go together with the last handle: one closed line ends the task
        tokio::select! {
            biased;
            asked = reconnect.recv() => {
                let Some(done) = asked else { break };
                keeper.forget();
                let _ = done.send(());
            }
            next = urgent.recv() => {
                let Some(waiting) = next else { break };
                take(&mut keeper, waiting).await;
            }
            next = calm.recv() => {
                let Some(waiting) = next else { break };
                take(&mut keeper, waiting).await;
            }
            () = keeper.idle() => keeper.tend().await,
        }
    }
    keeper.quit().await;
}

async fn take(keeper: &mut Keeper, waiting: Waiting) {
    let Waiting { call, give_up_at, reply } = waiting;
    if reply.is_closed() {
        return;
    }
    let started = Instant::now();
    let outcome = keeper.ask(&call, give_up_at).await;
    tracing::debug!(
        server = keeper.name(),
        command = call.command,
        change = call.effect == Effect::Change,
        millis = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX),
        outcome = told(&outcome),
        "a call to a trading server"
    );
    let _ = reply.send(outcome);
}

/// The kind only: words of a server are for people who may see the operation.
const fn told(outcome: &Result<Reply>) -> &'static str {
    match outcome {
        Ok(_) => "done",
        Err(TradingError::Auth(_)) => "not let in",
        Err(TradingError::Permission(_)) => "no right",
        Err(TradingError::NotFound(_)) => "not found",
        Err(TradingError::Validation(_)) => "not valid",
        Err(TradingError::Rejected(_)) => "refused",
        Err(TradingError::Busy(_)) => "busy",
        Err(TradingError::Unreachable(_)) => "not reached",
        Err(TradingError::OutcomeUnknown(_)) => "outcome unknown",
        Err(TradingError::Protocol(_)) => "not understood",
    }
}
