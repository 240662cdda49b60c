use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{Method, Request, StatusCode, header};
use http_body_util::Full;
use serde_json::Value;
use tokio::sync::Mutex;
use tokio::time::Instant;
use url::Url;
use url::form_urlencoded::Serializer;

use super::place::Place;
use crate::error::Answer;
use crate::fields::Fields;
use crate::net::{Answered, Dialer, Question, dial};
use crate::settings::TimeLimits;
use crate::{Result, Secret, TradingError};

/// A token is not used any more when it is about to end.
const MARGIN: Duration = Duration::from_secs(30);
const UNSAID_LIFE: Duration = Duration::from_secs(300);

/// Gets access tokens by OAuth2 client credentials and keeps one until it ends.
pub(super) struct Tokens {
    pub(super) authority: Place,
    pub(super) plain: bool,
    pub(super) dialer: Dialer,
    pub(super) client_id: String,
    pub(super) client_secret: Secret,
    pub(super) scope: Option<String>,
    pub(super) limits: TimeLimits,
    pub(super) kept: Mutex<Kept>,
}

#[derive(Default)]
pub(super) struct Kept {
    token: Option<(Secret, Instant)>,
    endpoint: Option<Place>,
    /// The authority refused the client: not tried again by itself.
    locked: Option<TradingError>,
}

impl Tokens {
    /// A token that lives.
    pub(super) async fn get(&self) -> Result<Secret> {
        let mut kept = self.kept.lock().await;
        if let Some((token, until)) = &kept.token
            && Instant::now() < *until
        {
            return Ok(token.clone());
        }
        if let Some(error) = &kept.locked {
            return Err(error.clone());
        }
        let endpoint = match &kept.endpoint {
            Some(endpoint) => endpoint.clone(),
            None => self.discover().await?,
        };
        let fetched = self.fetch(&endpoint).await;
        kept.endpoint = Some(endpoint);
        match fetched {
            Ok((token, life)) => {
                kept.token = Some((token.clone(), Instant::now() + life));
                Ok(token)
            }
            Err(error) => {
                if matches!(error, TradingError::Auth(_)) {
                    kept.locked = Some(error.clone());
                }
                Err(error)
            }
        }
    }

    /// Forgets a token that was refused, unless another has come meanwhile.
    pub(super) async fn refuse(&self, refused: &Secret) {
        let mut kept = self.kept.lock().await;
        if kept.token.as_ref().is_some_and(|(token, _)| token == refused) {
            kept.token = None;
        }
    }

    pub(super) async fn forget(&self) {
        *self.kept.lock().await = Kept::default();
    }

    pub(super) async fn is_locked(&self) -> bool {
        self.kept.lock().await.locked.is_some()
    }

    async fn discover(&self) -> Result<Place> {
        let target = format!("{}/.well-known/openid-configuration", self.authority.path);
        let request = Request::builder()
            .method(Method::GET)
            .uri(target)
            .header(header::HOST, &self.authority.host_header)
            .header(header::ACCEPT, "application/json")
            .body(Full::new(Bytes::new()));
        let answered = self.ask(&self.authority, request).await?;
        let told: Option<Value> = serde_json::from_slice(&answered.body).ok();
        let endpoint = told.as_ref().and_then(Fields::of).and_then(|fields| fields.text("token_endpoint"));
        let endpoint = endpoint.and_then(|endpoint| Url::parse(&endpoint).ok());
        // the document comes from outside: its address passes the same scheme rule and the same guard
        let place = endpoint.and_then(|endpoint| Place::of(&endpoint, self.plain).ok());
        place.ok_or_else(|| TradingError::Protocol(Answer::ours("the authority names no usable token endpoint")))
    }

    async fn fetch(&self, endpoint: &Place) -> Result<(Secret, Duration)> {
        let form = self.form();
        let request = Request::builder()
            .method(Method::POST)
            .uri(if endpoint.path.is_empty() { "/" } else { &endpoint.path })
            .header(header::HOST, &endpoint.host_header)
            .header(header::ACCEPT, "application/json")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Full::new(Bytes::from(form)));
        let answered = self.ask(endpoint, request).await?;
        let status = i64::from(answered.status.as_u16());
        let told: Option<Value> = serde_json::from_slice(&answered.body).ok();
        let fields = told.as_ref().and_then(Fields::of);
        if answered.status == StatusCode::OK {
            let token = fields.and_then(|fields| fields.text("access_token")).filter(|token| !token.is_empty());
            let life = fields.and_then(|fields| fields.natural("expires_in")).map_or(UNSAID_LIFE, Duration::from_secs);
            let token = token.ok_or_else(|| TradingError::Protocol(Answer::ours("the authority gave no token")))?;
            return Ok((Secret::new(token), life.saturating_sub(MARGIN)));
        }
        let why = fields.map(|fields| fields.words("error")).unwrap_or_default();
        let verdict = matches!(why.as_str(), "invalid_client" | "unauthorized_client" | "invalid_scope");
        if verdict || answered.status == StatusCode::UNAUTHORIZED {
            return Err(TradingError::Auth(Answer::told(status, &format!("the client was refused {why}"))));
        }
        Err(TradingError::Unreachable(Answer::told(status, "the authority gave no token")))
    }

    fn form(&self) -> String {
        let mut form = Serializer::new(String::new());
        form.append_pair("grant_type", "client_credentials")
            .append_pair("client_id", &self.client_id)
            .append_pair("client_secret", self.client_secret.expose());
        if let Some(scope) = &self.scope {
            form.append_pair("scope", scope);
        }
        form.finish()
    }

    /// Tokens change nothing on the trading server: whatever goes wrong, the call itself was not sent.
    async fn ask(&self, place: &Place, request: http::Result<Request<Full<Bytes>>>) -> Result<Answered> {
        let unreachable = |words: String| TradingError::Unreachable(Answer::ours(words));
        let request = request.map_err(|_| unreachable("the token request cannot be written".to_owned()))?;
        let mut link = dial(&self.dialer, &place.host, place.port, self.limits.connect).await.map_err(unreachable)?;
        let question = Question { request, limit: self.limits.sign_in };
        link.ask(question).await.map_err(|failure| unreachable(format!("no token: {}", failure.words)))
    }
}

impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tokens").field("authority", &self.authority).finish_non_exhaustive()
    }
}
