use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use bytes::Bytes;
use crm_model::Clock;
use http::{Request, StatusCode, header};
use http_body_util::Full;
use serde_json::{Map, Value};
use tokio::sync::OnceCell;
use tokio::time::{Instant, timeout};
use uuid::Uuid;

use super::codes::{Fate, refused, without_envelope};
use super::place::Place;
use super::request::{Answer4, Request4};
use super::token::Tokens;
use crate::error::{Answer, Effect};
use crate::fields::Fields;
use crate::net::{Answered, Backoff, Dialer, Failure, Link, Question, dial};
use crate::settings::{Access, Resolve, ServerSettings, SettingsError, TimeLimits, Trust};
use crate::{Health, Result, Secret, TradingError};

/// What the gateway may take beside the time that it is told: it opens a connection of its own to the platform.
const GRACE: Duration = Duration::from_secs(22);

/// The way to one platform of a gateway: a connection for what people wait for, and one for the rest.
#[derive(Debug)]
pub(super) struct Gateway {
    name: String,
    place: Place,
    dialer: Dialer,
    tokens: Tokens,
    platform: OnceCell<Uuid>,
    urgent: tokio::sync::Mutex<Option<Link>>,
    calm: tokio::sync::Mutex<Option<Link>>,
    backoff: Mutex<Backoff>,
    health: Mutex<Health>,
    limits: TimeLimits,
    clock: Clock,
}

/// What a try brought.
enum Tried {
    Answered(Answered),
    Failed(Failure),
}

impl Gateway {
    pub(super) fn new(
        settings: ServerSettings,
        guard: Arc<dyn Resolve>,
        clock: Clock,
    ) -> std::result::Result<Self, SettingsError> {
        let Access::Mt4 { base, authority, client_id, client_secret, scope, platform } = settings.access else {
            return Err(SettingsError::Gateway);
        };
        let plain = settings.trust == Trust::PlainLoopback;
        let place = Place::of(&base, plain)?;
        let authority = Place::of(&authority, plain)?;
        let dialer = Dialer::new(&settings.trust, Arc::clone(&guard))?;
        let elsewhere = (&authority.host, authority.port) != (&place.host, place.port);
        // a pinned certificate is the gateway's: an authority elsewhere proves itself as usual
        let token_dialer = match settings.trust {
            Trust::Pin(_) if elsewhere => Dialer::new(&Trust::System, guard)?,
            _ => dialer.clone(),
        };
        let limits = settings.limits;
        Ok(Self {
            name: settings.name,
            place,
            dialer,
            tokens: Tokens {
                authority,
                plain,
                dialer: token_dialer,
                client_id,
                client_secret,
                scope,
                limits,
                kept: tokio::sync::Mutex::default(),
            },
            platform: OnceCell::new_with(platform),
            urgent: tokio::sync::Mutex::default(),
            calm: tokio::sync::Mutex::default(),
            backoff: Mutex::default(),
            health: Mutex::default(),
            limits,
            clock,
        })
    }

    /// Puts a request below the platform's path and opens the envelope of its answer.
    pub(super) async fn ask(&self, request: Request4) -> Result<Answer4> {
        let started = Instant::now();
        let outcome = self.put(&request).await;
        tracing::debug!(
            server = self.name,
            command = request.command(),
            change = request.effect == Effect::Change,
            millis = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX),
            done = outcome.is_ok(),
            "a call to a gateway"
        );
        if let Err(error) = &outcome {
            let locked_out = self.tokens.is_locked().await;
            let mut health = lock(&self.health);
            health.locked_out = locked_out;
            if matches!(error, TradingError::Auth(_) | TradingError::Unreachable(_) | TradingError::OutcomeUnknown(_)) {
                health.last_error = Some(error.clone());
            }
        }
        outcome
    }

    async fn put(&self, request: &Request4) -> Result<Answer4> {
        let platform = self.platform(request.urgent).await?;
        let target = format!("{}/api/v2/MT4/{platform}{}", self.place.path, request.target());
        let answered = self.send(request, &target).await?;
        let fate = Fate::read(answered.headers.get("x-request-outcome").and_then(|value| value.to_str().ok()));
        let Ok(envelope) = serde_json::from_slice::<Map<String, Value>>(&answered.body) else {
            return Err(without_envelope(request.effect, fate, answered.status));
        };
        let fields = Fields::over(&envelope);
        if let Some(error) = fields.value("error").and_then(Fields::of) {
            return Err(refused(request.effect, fate, error));
        }
        if answered.status != StatusCode::OK || !envelope.contains_key("data") || fate != Fate::Unsaid {
            return Err(without_envelope(request.effect, fate, answered.status));
        }
        let take = |name: &str| fields.value(name).cloned().unwrap_or_default();
        Ok(Answer4 { data: take("data"), meta: take("meta") })
    }

    /// The platform that is configured, or the only one that the gateway has.
    async fn platform(&self, urgent: bool) -> Result<Uuid> {
        let find = || async {
            let mut request = Request4::read("TradePlatforms", self.limits.read);
            request.urgent = urgent;
            let target = format!("{}/api/TradePlatforms", self.place.path);
            let answered = self.send(&request, &target).await?;
            let told: Value = serde_json::from_slice(&answered.body)
                .map_err(|_| without_envelope(Effect::Read, Fate::Unsaid, answered.status))?;
            let list = told.as_array().or_else(|| Fields::of(&told)?.value("data")?.as_array());
            let ids: Vec<Uuid> = list
                .into_iter()
                .flatten()
                .filter_map(|platform| Fields::of(platform)?.text("id")?.parse().ok())
                .collect();
            match ids.as_slice() {
                [only] => Ok(*only),
                [] => Err(TradingError::NotFound(Answer::ours("the gateway has no platform for this client"))),
                _ => Err(TradingError::Validation(Answer::ours("the gateway has several platforms: name one"))),
            }
        };
        self.platform.get_or_try_init(find).await.copied()
    }

    /// One request with a token. A refused token is replaced once; a reading is put again once when the connection
    /// broke; a change is never put again once a byte has left.
    async fn send(&self, request: &Request4, target: &str) -> Result<Answered> {
        let lane = if request.urgent { &self.urgent } else { &self.calm };
        let late = |_| TradingError::Busy(Answer::ours("too many calls wait for this server"));
        let mut slot = timeout(self.limits.queue, lane.lock()).await.map_err(late)?;
        let (mut new_token, mut new_link) = (true, request.effect == Effect::Read);
        loop {
            let token = self.tokens.get().await?;
            match self.attempt(&mut slot, request, target, &token).await? {
                Tried::Answered(answered) if answered.status == StatusCode::UNAUTHORIZED && new_token => {
                    new_token = false;
                    self.tokens.refuse(&token).await;
                }
                Tried::Answered(answered) => return Ok(answered),
                Tried::Failed(_) if new_link => new_link = false,
                Tried::Failed(failure) => {
                    let answer = Answer::ours(failure.words);
                    return Err(if failure.left {
                        request.effect.unanswered(answer)
                    } else {
                        TradingError::Unreachable(answer)
                    });
                }
            }
        }
    }

    async fn attempt(
        &self,
        slot: &mut Option<Link>,
        request: &Request4,
        target: &str,
        token: &Secret,
    ) -> Result<Tried> {
        // taken out: a call that is dropped halfway takes its connection along
        let mut link = match slot.take() {
            Some(mut link) => {
                if link.is_open().await {
                    link
                } else {
                    self.dial().await?
                }
            }
            None => self.dial().await?,
        };
        let question = self.question(request, target, token)?;
        if request.send_before.is_some_and(|limit| Instant::now() >= limit) {
            *slot = Some(link);
            return Err(TradingError::Busy(Answer::ours("its turn came too late, so it was not sent")));
        }
        match link.ask(question).await {
            Ok(answered) => {
                *slot = Some(link);
                lock(&self.backoff).answered();
                let mut health = lock(&self.health);
                health.connected = true;
                health.last_answer_at = Some(self.clock.now());
                health.failures = 0;
                health.last_error = None;
                Ok(Tried::Answered(answered))
            }
            Err(failure) => {
                self.failed();
                Ok(Tried::Failed(failure))
            }
        }
    }

    fn question(&self, request: &Request4, target: &str, token: &Secret) -> Result<Question> {
        let seconds = request.limit.as_secs().clamp(1, 300);
        let body = match &request.body {
            None => Vec::new(),
            Some(body) => serde_json::to_vec(body).map_err(|_| unwritable())?,
        };
        let mut built = Request::builder()
            .method(&request.method)
            .uri(target)
            .header(header::HOST, &self.place.host_header)
            .header(header::ACCEPT, "application/json")
            .header(header::AUTHORIZATION, format!("Bearer {}", token.expose()))
            .header("X-Request-Timeout", seconds);
        if let Some(key) = &request.key {
            built = built.header("Idempotency-Key", key);
        }
        if request.body.is_some() {
            built = built.header(header::CONTENT_TYPE, "application/json");
        }
        let built = built.body(Full::new(Bytes::from(body))).map_err(|_| unwritable())?;
        Ok(Question { request: built, limit: Duration::from_secs(seconds) + GRACE })
    }

    async fn dial(&self) -> Result<Link> {
        let wait = lock(&self.backoff).wait(Instant::now());
        if wait > Duration::from_secs(1) {
            let words = format!("the next attempt to connect is in {} s", wait.as_secs().saturating_add(1));
            return Err(TradingError::Unreachable(Answer::ours(words)));
        }
        tokio::time::sleep(wait).await;
        match dial(&self.dialer, &self.place.host, self.place.port, self.limits.connect).await {
            Ok(link) => {
                lock(&self.backoff).connected(Instant::now());
                Ok(link)
            }
            Err(words) => {
                self.failed();
                Err(TradingError::Unreachable(Answer::ours(words)))
            }
        }
    }

    fn failed(&self) {
        let mut backoff = lock(&self.backoff);
        backoff.failed(Instant::now());
        let mut health = lock(&self.health);
        health.connected = false;
        health.failures = backoff.failures();
    }

    pub(super) fn health(&self) -> Health {
        lock(&self.health).clone()
    }

    pub(super) async fn reconnect(&self) {
        self.tokens.forget().await;
        *lock(&self.backoff) = Backoff::default();
        let mut health = lock(&self.health);
        *health = Health { last_answer_at: health.last_answer_at, ..Health::default() };
    }
}

fn unwritable() -> TradingError {
    TradingError::Validation(Answer::ours("the question cannot be written as a request"))
}

fn lock<T>(kept: &Mutex<T>) -> MutexGuard<'_, T> {
    match kept.lock() {
        Ok(kept) => kept,
        Err(poisoned) => poisoned.into_inner(),
    }
}
