//! The MT5 Web API: HTTPS, a session per connection, commands that answer with a return code (PROTOCOL §3–§7).

mod answer;
mod auth;
mod charts;
mod configuration;
mod dealer;
mod json;
mod names;
mod params;
mod quotes;
mod records;
mod show;
mod show_configuration;
mod trading;
mod users;

use std::sync::Arc;
use std::time::Duration;

use data_encoding::HEXLOWER;
use tokio::time::Instant;

pub use answer::Answer;
pub use dealer::DealerQueue;
pub use params::Params;

pub(crate) use dealer::carry_out_next;

use crate::engine::Refusal;
use crate::faults::{DealerShape, Fault, Side};
use crate::http::{Outcome, Request, Response, Service};
use crate::shared::Shared;
use crate::world::{Late, World};

/// What belongs to one connection.
#[derive(Debug, Default)]
pub struct Session {
    stage: Stage,
    /// Dealer requests of this connection and when they were last asked for.
    subscriptions: dealer::Subscriptions,
}

#[derive(Debug, Default)]
enum Stage {
    #[default]
    Unknown,
    Challenged {
        login: u64,
        challenge: [u8; auth::CHALLENGE],
        at: Instant,
    },
    SignedIn,
}

impl Session {
    /// The session of a command that is carried out after its connection has gone.
    pub(crate) fn late() -> Self {
        Self { stage: Stage::SignedIn, ..Self::default() }
    }
}

/// The server.
pub(crate) struct WebApi {
    pub shared: Arc<Shared>,
}

impl Service for WebApi {
    type Session = Session;

    fn patience(&self) -> Duration {
        Duration::from_secs(self.shared.build.idle_seconds)
    }

    async fn answer(&self, session: &mut Session, request: Request) -> Outcome {
        let Some(command) = names::command(request.path()) else {
            return Outcome::Answer(Response::empty(404));
        };
        let Some(params) = Params::read(request.query(), &request.body) else {
            return reply(&Answer::code(3));
        };
        let signing_in = match command.as_str() {
            "auth/start" => Some(self.challenge(session, &params)),
            "auth/answer" => Some(self.sign_in(session, &params)),
            _ => None,
        };
        if signing_in.is_none() && !matches!(session.stage, Stage::SignedIn) {
            return forbidden(session);
        }
        let fault = self.shared.with(|world| {
            world.count(format!("mt5 {command}"));
            world.faults.strike(Side::Mt5, &command, params.number("login"))
        });
        if let Some(answer) = signing_in {
            return self.disturbed(session, fault, |_| answer).await;
        }
        if let Some(Fault::LateApply { min_ms, max_ms }) = fault {
            self.shared.with(|world| {
                let span = world.faults.span(min_ms, max_ms);
                world.put_off(span, Late::Mt5 { command, params });
            });
            return Outcome::Hangup;
        }
        let shape = if let Some(Fault::DealerShape(shape)) = fault { Some(shape) } else { None };
        let shared = Arc::clone(&self.shared);
        self.disturbed(session, fault, |session| shared.with(|world| run(world, session, &command, &params, shape)))
            .await
    }
}

impl WebApi {
    /// Lets a fault have its way around the work.
    async fn disturbed(
        &self,
        session: &mut Session,
        fault: Option<Fault>,
        work: impl FnOnce(&mut Session) -> Answer,
    ) -> Outcome {
        match fault {
            Some(Fault::DropBefore | Fault::LateApply { .. }) => return Outcome::Hangup,
            Some(Fault::Forbidden) => return forbidden(session),
            Some(Fault::Retcode { code }) => return reply(&Answer::code(code)),
            Some(Fault::Busy) => return reply(&Answer::code(12)),
            Some(Fault::Hold { done: false }) => self.shared.hold().await,
            _ => {}
        }
        let outcome = reply(&work(session));
        let Outcome::Answer(response) = outcome else { return outcome };
        match fault {
            Some(Fault::DropAfter) => Outcome::Hangup,
            Some(Fault::Partial) => Outcome::Half(response),
            Some(Fault::Garbage) => Outcome::Answer(Response::json("<html>\u{fffd}{\"retcode".to_owned())),
            Some(Fault::Duplicate) => Outcome::Twice(response),
            Some(Fault::Hold { done: true }) => {
                self.shared.hold().await;
                Outcome::Answer(response)
            }
            Some(Fault::Delay { min_ms, max_ms }) => {
                let span = self.shared.with(|world| world.faults.span(min_ms, max_ms));
                tokio::time::sleep(Duration::from_millis(u64::try_from(span).unwrap_or(0))).await;
                Outcome::Answer(response)
            }
            _ => Outcome::Answer(response),
        }
    }

    fn challenge(&self, session: &mut Session, params: &Params) -> Answer {
        let agent = params.text("agent").unwrap_or_default();
        if params.number::<u32>("version").is_none_or(|version| version < 484) {
            return Answer::code(1010);
        }
        if params.text("type") != Some("manager") || agent.is_empty() || agent.contains(' ') {
            return Answer::code(1000);
        }
        let (Some(login), Ok(challenge)) = (params.number("login"), crate::random::secret()) else {
            return Answer::code(3);
        };
        session.stage = Stage::Challenged { login, challenge, at: Instant::now() };
        Answer::done()
            .member("version_access", &quoted(self.shared.build.version))
            .member("srv_rand", &quoted(HEXLOWER.encode(&challenge)))
    }

    fn sign_in(&self, session: &mut Session, params: &Params) -> Answer {
        let Stage::Challenged { login, challenge, at } = std::mem::take(&mut session.stage) else {
            return Answer::code(1001).ending();
        };
        let (manager, build) = (&self.shared.manager, &self.shared.build);
        let hash = auth::password_hash(&manager.password);
        let expected = HEXLOWER.encode(&auth::response(&hash, &challenge));
        let given = params.text("srvrandanswer").unwrap_or_default().to_ascii_lowercase();
        let theirs = params.text("clirand").map(str::to_ascii_lowercase);
        let theirs = theirs.and_then(|hex| HEXLOWER.decode(hex.as_bytes()).ok()).filter(|bytes| bytes.len() == 16);
        let late = at.elapsed() > Duration::from_secs(build.auth_seconds);
        let Some(theirs) = theirs.filter(|_| login == manager.login && given == expected && !late) else {
            return Answer::code(if late { 9 } else { 1001 }).ending();
        };
        session.stage = Stage::SignedIn;
        Answer::done()
            .member("version_access", &quoted(build.version))
            .member("version_trade", &quoted(build.version))
            .member("cli_rand_answer", &quoted(HEXLOWER.encode(&auth::response(&hash, &theirs))))
    }
}

/// Carries out a command of a session that has signed in.
pub(crate) fn run(
    world: &mut World,
    session: &mut Session,
    command: &str,
    params: &Params,
    shape: Option<DealerShape>,
) -> Answer {
    let unknown_group = world.config.mt5_build.unknown_group;
    let done = match command.split_once('/').unwrap_or((command, "")) {
        ("quit", _) => Ok(Answer::done().ending()),
        ("test", "access") => Ok(Answer::done()),
        ("user", verb) => users::run(world, verb, params),
        ("trade", verb) => trading::run(world, verb, params),
        ("dealer", verb) => Ok(dealer::run(world, session, verb, params, shape)),
        ("position" | "order" | "history" | "deal", _) => records::run(world, command, params),
        ("chart", verb) => charts::run(world, verb, params),
        ("tick", verb) => quotes::run(world, verb, params),
        ("time" | "common" | "group" | "symbol" | "manager", _) => configuration::run(world, command, params),
        _ => Ok(Answer::code(12_000)),
    };
    done.unwrap_or_else(|refusal| Answer::code(answer::code_of(refusal, unknown_group)))
}

/// A required number.
fn needed<T: std::str::FromStr>(params: &Params, name: &str) -> Result<T, Refusal> {
    params.number(name).ok_or(Refusal::Parameters)
}

fn quoted(value: impl std::fmt::Display) -> String {
    format!("\"{value}\"")
}

fn reply(answer: &Answer) -> Outcome {
    let response = Response::json(answer.body());
    Outcome::Answer(if answer.ends { response.closing() } else { response })
}

fn forbidden(session: &mut Session) -> Outcome {
    *session = Session::default();
    Outcome::Answer(Response::empty(403).closing())
}
