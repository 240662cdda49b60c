//! A member of staff with a browser and an authenticator.

use crate::documents::Documents;
use crate::ground::Ground;
use crate::line::Line;
use crate::time::Time;
use anyhow::{Context, bail, ensure};
use bytes::Bytes;
use devstack::totp;
use http::{Request, Response, StatusCode, header};
use http_body_util::Full;
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Mutex;

/// How often a question that was turned away is put again before it counts as refused.
const TRIES: u32 = 600;

/// Why there is no answer to a question.
#[derive(Debug)]
pub(crate) enum Silence {
    /// The process went away: nobody knows what became of the question.
    Gone,
    /// It was refused, for a reason that asking again does not mend.
    Refused(String),
}

/// Somebody.
#[derive(Debug)]
pub(crate) struct Person {
    pub email: String,
    password: String,
    host: String,
    line: Line,
    documents: Arc<Documents>,
    time: Arc<Time>,
    pocket: Mutex<Pocket>,
}

/// What changes with each sign-in.
#[derive(Debug, Default)]
struct Pocket {
    cookie: String,
    /// Base 32.
    secret: Option<String>,
    /// The last step whose code was shown: a code counts once.
    shown: u64,
}

impl Person {
    /// Whoever of the broker has a role.
    pub(crate) fn of(ground: &Ground, role: &str) -> anyhow::Result<Arc<Self>> {
        let people = &ground.environment.broker.people;
        let known = people.iter().find(|person| person.role == role).with_context(|| format!("nobody is {role}"))?;
        let pocket = Pocket { secret: known.totp_secret.clone(), ..Pocket::default() };
        Ok(Arc::new(Self {
            email: known.email.clone(),
            password: known.password.clone(),
            host: ground.environment.host(),
            line: Line::to(ground.environment.web),
            documents: Arc::clone(&ground.documents),
            time: Arc::clone(&ground.time),
            pocket: Mutex::new(pocket),
        }))
    }

    /// Signs in, and sets up an authenticator where there is none.
    pub(crate) async fn arrive(&self) -> anyhow::Result<()> {
        let mut pocket = self.pocket.lock().await;
        self.sign_in(&mut pocket).await?;
        if pocket.secret.is_some() {
            return Ok(());
        }
        let lifted = self.post(&pocket.cookie, "/auth/step-up", &json!({"password": self.password})).await?;
        take_cookie(&mut pocket, &lifted);
        let begun = self.first(&pocket, "BeginTotp", json!({})).await?;
        let secret = begun.pointer("/beginTotp/enrolment/secret").and_then(Value::as_str);
        pocket.secret = Some(secret.with_context(|| format!("no secret: {begun}"))?.to_owned());
        let code = self.code(&mut pocket).await?;
        let made = self.first(&pocket, "ConfirmTotp", json!({"input": {"code": code}})).await?;
        ensure!(made.pointer("/confirmTotp/codes").is_some_and(Value::is_array), "no authenticator: {made}");
        Ok(())
    }

    /// Asks for an operation; gives its data. Signs in again and confirms by code where that is asked for, and waits
    /// where the CRM is busy.
    pub(crate) async fn ask(&self, operation: &str, variables: &Value) -> Result<Value, Silence> {
        let refused = |error: anyhow::Error| Silence::Refused(format!("{error:#}"));
        let body = self.body(operation, variables).map_err(refused)?;
        let mut last = String::new();
        for _ in 0..TRIES {
            let cookie = self.pocket.lock().await.cookie.clone();
            let answer = self.post(&cookie, "/graphql", &body).await.map_err(|_| Silence::Gone)?;
            let mut value: Value = serde_json::from_slice(answer.body()).unwrap_or_default();
            let code = ["/errors/0/extensions/code", "/code"].into_iter().find_map(|at| value.pointer(at)?.as_str());
            last = format!("{} {}", answer.status(), code.unwrap_or_default());
            match (answer.status(), code) {
                (StatusCode::OK, None) => return Ok(value.get_mut("data").map(Value::take).unwrap_or_default()),
                (StatusCode::UNAUTHORIZED, _) | (_, Some("unauthenticated")) => {
                    let mut pocket = self.pocket.lock().await;
                    if pocket.cookie == cookie {
                        self.sign_in(&mut pocket).await.map_err(|error| self.turned_away(error))?;
                    }
                }
                (_, Some("step_up_required")) => {
                    let mut pocket = self.pocket.lock().await;
                    if pocket.cookie == cookie {
                        self.step_up(&mut pocket).await.map_err(|error| self.turned_away(error))?;
                    }
                }
                (StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE, _)
                | (_, Some("busy" | "unavailable")) => {
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
                _ => return Err(Silence::Refused(format!("{last}: {value}"))),
            }
        }
        Err(Silence::Refused(last))
    }

    /// Is seen, and shows the authenticator's code once more: for a while nothing asks who it is.
    pub(crate) async fn refresh(&self) -> anyhow::Result<()> {
        self.get("Me", json!({})).await?;
        let mut pocket = self.pocket.lock().await;
        self.step_up(&mut pocket).await
    }

    /// The same while nothing goes wrong: gives the payload of the operation's one field, which has no errors. A
    /// question is put once more, as a kept connection may be one to a process that is gone.
    pub(crate) async fn get(&self, operation: &str, variables: Value) -> anyhow::Result<Value> {
        let mut answer = self.ask(operation, &variables).await;
        if matches!(answer, Err(Silence::Gone)) && Documents::only_asks(operation) {
            answer = self.ask(operation, &variables).await;
        }
        let data = match answer {
            Ok(data) => data,
            Err(silence) => bail!("{operation}: {silence:?}"),
        };
        let payload = data.as_object().and_then(|data| data.values().next()).cloned().unwrap_or_default();
        let errors = payload.get("errors").and_then(Value::as_array);
        ensure!(errors.is_none_or(Vec::is_empty), "{operation}: {payload}");
        Ok(payload)
    }

    /// Sends a part of a file.
    pub(crate) async fn send_part(&self, path: &str, bytes: Vec<u8>) -> anyhow::Result<()> {
        // signs in where that is needed
        self.get("Me", json!({})).await?;
        let cookie = self.pocket.lock().await.cookie.clone();
        good(self.post_as(&cookie, path, "application/octet-stream", bytes.into()).await?)?;
        Ok(())
    }

    /// A process that dies while somebody signs in has gone like any other.
    fn turned_away(&self, error: anyhow::Error) -> Silence {
        match error.downcast_ref::<Refused>() {
            Some(refused) => Silence::Refused(format!("{}: {}", self.email, refused.0)),
            None => Silence::Gone,
        }
    }

    async fn sign_in(&self, pocket: &mut Pocket) -> anyhow::Result<()> {
        let typed = json!({"email": self.email, "password": self.password});
        let answer = good(self.post("", "/auth/sign-in", &typed).await?)?;
        take_cookie(pocket, &answer);
        if String::from_utf8_lossy(answer.body()).contains("totp_required") {
            let code = self.code(pocket).await?;
            let answer = good(self.post(&pocket.cookie, "/auth/totp", &json!({ "code": code })).await?)?;
            take_cookie(pocket, &answer);
        }
        Ok(())
    }

    async fn step_up(&self, pocket: &mut Pocket) -> anyhow::Result<()> {
        let code = self.code(pocket).await?;
        let answer = good(self.post(&pocket.cookie, "/auth/step-up", &json!({ "code": code })).await?)?;
        take_cookie(pocket, &answer);
        Ok(())
    }

    /// A code that was not shown yet: within a step somebody has to wait.
    async fn code(&self, pocket: &mut Pocket) -> anyhow::Result<String> {
        let secret = pocket.secret.clone().context("no authenticator")?;
        loop {
            let now = u64::try_from(self.time.now().timestamp())?;
            if now / totp::STEP > pocket.shown {
                pocket.shown = now / totp::STEP;
                return totp::code(&secret, now);
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    }

    async fn first(&self, pocket: &Pocket, operation: &str, variables: Value) -> anyhow::Result<Value> {
        let answer = good(self.post(&pocket.cookie, "/graphql", &self.body(operation, &variables)?).await?)?;
        let value: Value = serde_json::from_slice(answer.body())?;
        value.get("data").cloned().with_context(|| format!("{operation}: {value}"))
    }

    fn body(&self, operation: &str, variables: &Value) -> anyhow::Result<Value> {
        let id = self.documents.id(operation)?;
        Ok(json!({"id": id, "operationName": operation, "variables": variables}))
    }

    async fn post(&self, cookie: &str, path: &str, body: &Value) -> anyhow::Result<Response<Bytes>> {
        self.post_as(cookie, path, "application/json", body.to_string().into()).await
    }

    async fn post_as(&self, cookie: &str, path: &str, kind: &str, body: Bytes) -> anyhow::Result<Response<Bytes>> {
        let mut request = Request::post(path)
            .header(header::HOST, &self.host)
            .header(header::CONTENT_TYPE, kind)
            .header("sec-fetch-site", "same-origin");
        if !cookie.is_empty() {
            request = request.header(header::COOKIE, cookie);
        }
        self.line.send(request.body(Full::new(body))?).await
    }
}

/// An answer that is a refusal.
#[derive(Debug)]
struct Refused(String);

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Refused {}

fn good(answer: Response<Bytes>) -> anyhow::Result<Response<Bytes>> {
    if answer.status().is_success() {
        return Ok(answer);
    }
    Err(Refused(format!("{}: {}", answer.status(), String::from_utf8_lossy(answer.body()))).into())
}

/// The last cookie that an answer sets.
fn take_cookie(pocket: &mut Pocket, answer: &Response<Bytes>) {
    let set = answer.headers().get_all(header::SET_COOKIE).iter().filter_map(|value| value.to_str().ok()).next_back();
    if let Some(cookie) = set.and_then(|set| set.split(';').next()) {
        cookie.clone_into(&mut pocket.cookie);
    }
}
