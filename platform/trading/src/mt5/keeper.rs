use std::sync::{Arc, Mutex};
use std::time::Duration;

use crm_model::Clock;
use http::{HeaderValue, StatusCode};
use tokio::time::{Instant, sleep, sleep_until};

use super::auth::PasswordHash;
use super::call::Call;
use super::envelope::{Envelope, refused};
use super::line::{Reply, lock};
use super::sign_in::{NotIn, sign_in};
use crate::domain::Login;
use crate::error::{Answer, Effect};
use crate::net::{Answered, Backoff, Dialer, Link, Question, dial};
use crate::settings::TimeLimits;
use crate::{Health, Result, TradingError};

/// The server closes a connection that says nothing for three minutes.
const PING_AFTER: Duration = Duration::from_secs(20);
/// Longest wait for the next attempt to connect that a call sits out; with a longer one it fails at once.
const PATIENCE: Duration = Duration::from_millis(1_200);
const QUIT_LIMIT: Duration = Duration::from_millis(500);

/// Keeps the one connection: opens it, signs in, pings, and puts calls one after another.
pub(super) struct Keeper {
    pub(super) place: Place,
    link: Option<Link>,
    /// Grows with each connection.
    connection: u64,
    used_at: Instant,
    backoff: Backoff,
    /// The server does not let us in: never tried again by itself.
    locked: Option<TradingError>,
    health: Arc<Mutex<Health>>,
}

/// Where the server is and who we are there.
pub(super) struct Place {
    pub(super) name: String,
    pub(super) host: String,
    pub(super) host_header: HeaderValue,
    pub(super) port: u16,
    pub(super) manager: Login,
    pub(super) password: PasswordHash,
    pub(super) dialer: Dialer,
    pub(super) limits: TimeLimits,
    pub(super) clock: Clock,
}

/// How one attempt to put a call failed.
enum Lost {
    /// This is the call's result.
    Final(TradingError),
    /// The connection is gone: a reading may be put again on a fresh one.
    Connection(TradingError),
}

impl Keeper {
    pub(super) fn new(place: Place, health: Arc<Mutex<Health>>) -> Self {
        Self {
            place,
            link: None,
            connection: 0,
            used_at: Instant::now(),
            backoff: Backoff::default(),
            locked: None,
            health,
        }
    }

    pub(super) fn name(&self) -> &str {
        &self.place.name
    }

    /// Puts a call. A reading is put again once when the connection broke; a change never.
    pub(super) async fn ask(&mut self, call: &Call, give_up_at: Instant) -> Result<Reply> {
        let mut outcome = self.attempt(call, give_up_at).await;
        if let Err(Lost::Connection(_)) = &outcome
            && call.effect == Effect::Read
        {
            outcome = self.attempt(call, give_up_at).await;
        }
        outcome.map_err(|lost| match lost {
            Lost::Final(error) | Lost::Connection(error) => error,
        })
    }

    async fn attempt(&mut self, call: &Call, give_up_at: Instant) -> std::result::Result<Reply, Lost> {
        self.connect(give_up_at).await.map_err(Lost::Final)?;
        let request = call.request(&self.place.host_header).map_err(Lost::Final)?;
        let Some(link) = &mut self.link else {
            return Err(Lost::Final(TradingError::Unreachable(Answer::ours("there is no connection"))));
        };
        let now = Instant::now();
        if now >= give_up_at || call.send_before.is_some_and(|limit| now >= limit) {
            return Err(Lost::Final(TradingError::Busy(Answer::ours("its turn came too late, so it was not sent"))));
        }
        self.used_at = now;
        match link.ask(Question { request, limit: call.limit }).await {
            Ok(answered) => {
                self.used_at = Instant::now();
                self.read(call, &answered)
            }
            Err(failure) => {
                let answer = Answer::ours(failure.words);
                let error =
                    if failure.left { call.effect.unanswered(answer) } else { TradingError::Unreachable(answer) };
                self.lose(&error);
                Err(Lost::Connection(error))
            }
        }
    }

    /// Makes a reply of a whole HTTP answer.
    fn read(&mut self, call: &Call, answered: &Answered) -> std::result::Result<Reply, Lost> {
        let envelope = Envelope::parse(&answered.body);
        if matches!(answered.status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN) {
            let error = match &envelope {
                Some(told) if !told.is_done() => refused(call.effect, told.code, &told.words),
                _ => call.effect.unanswered(Answer::ours("the server had forgotten that the CRM had signed in")),
            };
            self.lose(&error);
            return Err(Lost::Connection(error));
        }
        let Some(envelope) = envelope else {
            let status = i64::from(answered.status.as_u16());
            let error = call.effect.senseless(Answer::told(status, "the answer is none of the Web API"));
            self.lose(&error);
            return Err(Lost::Final(error));
        };
        {
            let mut health = lock(&self.health);
            health.last_answer_at = Some(self.place.clock.now());
            health.failures = 0;
            health.last_error = None;
        }
        self.backoff.answered();
        // a part of an answer is one to a reading; who asked knows how to get the rest
        let is_part = call.effect == Effect::Read && envelope.code == super::envelope::PARTIAL;
        if envelope.is_done() || is_part {
            return Ok(Reply { envelope, connection: self.connection });
        }
        let error = refused(call.effect, envelope.code, &envelope.words);
        if matches!(error, TradingError::Auth(_)) {
            self.lose(&error);
        }
        Err(Lost::Final(error))
    }

    /// Sees to it that there is a connection with a signed-in session.
    async fn connect(&mut self, give_up_at: Instant) -> Result<()> {
        if let Some(link) = &mut self.link {
            if link.is_open().await {
                return Ok(());
            }
            self.lose(&TradingError::Unreachable(Answer::ours("the server closed the connection")));
        }
        if let Some(error) = &self.locked {
            return Err(error.clone());
        }
        let now = Instant::now();
        let wait = self.backoff.wait(now);
        if wait > PATIENCE || now + wait > give_up_at {
            let words = format!("the next attempt to connect is in {} s", wait.as_secs().saturating_add(1));
            return Err(TradingError::Unreachable(Answer::ours(words)));
        }
        sleep(wait).await;
        match open(&self.place).await {
            Ok(link) => {
                self.link = Some(link);
                self.connection += 1;
                self.used_at = Instant::now();
                self.backoff.connected(self.used_at);
                lock(&self.health).connected = true;
                tracing::info!(server = self.place.name, "signed in to the trading server");
                Ok(())
            }
            Err(NotIn::Refused(error)) => {
                tracing::warn!(server = self.place.name, "the trading server does not let the CRM in");
                self.lose(&error);
                self.locked = Some(error.clone());
                lock(&self.health).locked_out = true;
                Err(error)
            }
            Err(NotIn::Failed(error)) => {
                self.lose(&error);
                Err(error)
            }
        }
    }

    /// Drops the connection and writes down why.
    fn lose(&mut self, error: &TradingError) {
        self.link = None;
        self.backoff.failed(Instant::now());
        let mut health = lock(&self.health);
        health.connected = false;
        health.failures = self.backoff.failures();
        health.last_error = Some(error.clone());
    }

    /// Ends when there is something to do though nobody asks: the connection closed, or it is time for a ping.
    pub(super) async fn idle(&mut self) {
        let Some(link) = &mut self.link else { return std::future::pending().await };
        tokio::select! {
            () = link.closed() => {}
            () = sleep_until(self.used_at + PING_AFTER) => {}
        }
    }

    /// Does it.
    pub(super) async fn tend(&mut self) {
        let Some(link) = &mut self.link else { return };
        if !link.is_open().await {
            self.lose(&TradingError::Unreachable(Answer::ours("the server closed the connection")));
            return;
        }
        let ping = Call::read("test/access", self.place.limits.read);
        if let Err(lost) = self.attempt(&ping, Instant::now() + self.place.limits.read).await {
            let (Lost::Final(error) | Lost::Connection(error)) = lost;
            tracing::debug!(server = self.place.name, %error, "a ping failed");
        }
    }

    /// Forgets a lock-out and the wait after failures.
    pub(super) fn forget(&mut self) {
        self.link = None;
        self.locked = None;
        self.backoff = Backoff::default();
        let mut health = lock(&self.health);
        *health = Health { last_answer_at: health.last_answer_at, ..Health::default() };
    }

    /// Says goodbye; nobody waits for the answer.
    pub(super) async fn quit(&mut self) {
        let Some(link) = &mut self.link else { return };
        if let Ok(request) = Call::read("quit", QUIT_LIMIT).request(&self.place.host_header) {
            let _ = link.ask(Question { request, limit: QUIT_LIMIT }).await;
        }
    }
}

async fn open(place: &Place) -> std::result::Result<Link, NotIn> {
    let mut link = dial(&place.dialer, &place.host, place.port, place.limits.connect)
        .await
        .map_err(|words| NotIn::Failed(TradingError::Unreachable(Answer::ours(words))))?;
    sign_in(&mut link, place).await?;
    Ok(link)
}
