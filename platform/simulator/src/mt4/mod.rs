//! The HTTP gateway of MT4 (MT4_GATEWAY.md): OAuth2 client credentials, an envelope around every answer, keys that
//! make repeats harmless, and headers that say what a failure means.

mod accounts;
mod answer;
mod call;
mod charts;
mod configuration;
mod keys;
mod names;
mod routes;
mod show;
mod token;
mod trades;
mod transaction;

use std::sync::Arc;
use std::time::Duration;

pub use call::Call;

pub(crate) use keys::apply_late;

use answer::{Failure, Outcome as Told, envelope};
use keys::{Keys, Known};
use token::Tokens;

use crate::faults::{Fault, Side};
use crate::http::{Outcome, Request, Response, Service};
use crate::shared::Shared;
use crate::world::{Late, World};

/// What the gateway remembers.
#[derive(Debug, Default)]
pub struct Gateway {
    tokens: Tokens,
    keys: Keys,
    activities: u64,
}

/// The server.
pub(crate) struct GatewayServer {
    pub shared: Arc<Shared>,
}

impl Service for GatewayServer {
    type Session = ();

    fn patience(&self) -> Duration {
        Duration::from_secs(120)
    }

    async fn answer(&self, (): &mut (), request: Request) -> Outcome {
        if let Some(response) = token::public(&self.shared, &request) {
            return Outcome::Answer(response);
        }
        if !self.shared.with(|world| world.gateway.tokens.admits(world.now(), &request)) {
            return Outcome::Answer(unauthorized());
        }
        if request.path() == "/api/TradePlatforms" {
            let platform = serde_json::json!([{
                "id": self.shared.gateway.platform, "name": "Simulated MT4", "type": "MT4", "enabled": true,
            }]);
            return Outcome::Answer(Response::json(platform.to_string()));
        }
        let Some(call) = Call::read(&request, &self.shared.gateway.platform) else {
            return Outcome::Answer(Response::empty(404));
        };
        let call = match call {
            Ok(call) => call,
            Err(failure) => return self.shared.with(|world| self.tell(world, None, Err(failure))),
        };
        let fault = self.shared.with(|world| {
            world.count(format!("mt4 {}", call.route));
            world.faults.strike(Side::Mt4, &call.route, call.login())
        });
        self.disturbed(call, fault, &request).await
    }
}

impl GatewayServer {
    /// Lets a fault have its way around the work.
    async fn disturbed(&self, call: Call, fault: Option<Fault>, request: &Request) -> Outcome {
        match fault {
            Some(Fault::DropBefore) => return Outcome::Hangup,
            Some(Fault::Forbidden) => {
                self.shared.with(|world| world.gateway.tokens.revoke(request));
                return Outcome::Answer(unauthorized());
            }
            Some(Fault::Retcode { code }) => {
                let refused = Err(Failure::manager(names::result_code(code)));
                return self.shared.with(|world| self.tell(world, Some(&call), refused));
            }
            Some(Fault::Busy) => {
                return self.shared.with(|world| self.tell(world, Some(&call), Err(Failure::busy())));
            }
            Some(Fault::LateApply { min_ms, max_ms }) => {
                return self.shared.with(|world| self.later(world, call, min_ms, max_ms));
            }
            Some(Fault::Hold { done: false }) => self.shared.hold().await,
            _ => {}
        }
        let outcome = self.shared.with(|world| {
            let told = keys::once(world, &call);
            self.tell(world, Some(&call), told)
        });
        let Outcome::Answer(response) = outcome else { return outcome };
        match fault {
            Some(Fault::DropAfter) => Outcome::Hangup,
            Some(Fault::Partial) => Outcome::Half(response),
            Some(Fault::Garbage) => {
                let body = "<html><body>502 Bad Gateway</body></html>".to_owned();
                Outcome::Answer(Response { content_type: "text/html", ..Response::json(body).with_status(502) })
            }
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

    /// The trade server is slow: a change may still come, a read has failed.
    fn later(&self, world: &mut World, call: Call, min_ms: i64, max_ms: i64) -> Outcome {
        if !call.changes() {
            return self.tell(world, Some(&call), Err(Failure::timeout()));
        }
        match world.gateway.keys.known(world.now(), &call) {
            Known::Nothing => {}
            Known::Result(told) => return self.tell(world, Some(&call), told),
        }
        world.gateway.keys.begin(&call);
        let span = world.faults.span(min_ms, max_ms);
        let told = self.tell(world, Some(&call), Err(Failure::unknown()));
        world.put_off(span, Late::Mt4(Box::new(call)));
        told
    }

    fn tell(&self, world: &mut World, call: Option<&Call>, told: Told) -> Outcome {
        world.gateway.activities += 1;
        let outcome = told.as_ref().err().and_then(|failure| failure.outcome);
        let mut response = Response::json(envelope(&told, world.gateway.activities));
        if let Some(call) = call {
            response.headers.push(("X-Request-Timeout-Applied", call.timeout.clone()));
        }
        if let Some(outcome) = outcome {
            response.headers.push(("X-Request-Outcome", outcome.to_owned()));
        }
        Outcome::Answer(response)
    }
}

fn unauthorized() -> Response {
    let mut response = Response::empty(401);
    response.headers.push(("WWW-Authenticate", "Bearer".to_owned()));
    response
}
