use crate::http::cookie::session_secret;
use crate::http::error::HttpProblem;
use crate::http::scope::RequestScope;
use crate::router::Web;
use axum::extract::FromRequestParts;
use crm_access::{Actor, OpContext};
use crm_app::sessions;
use crm_storage::HostKind;
use http::HeaderMap;
use http::request::Parts;
use std::sync::Arc;

/// The staff member who is calling, with everything an operation may know of it: the only extractor that handlers of the
/// staff host use. The session is looked at anew for each request.
#[derive(Clone, Debug)]
pub struct Caller(pub OpContext);

impl FromRequestParts<Arc<Web>> for Caller {
    type Rejection = HttpProblem;

    async fn from_request_parts(parts: &mut Parts, web: &Arc<Web>) -> Result<Self, HttpProblem> {
        let background = parts.headers.get("x-background").is_some_and(|value| value.as_bytes() == b"1");
        let scope = parts.extensions.get::<RequestScope>().ok_or_else(|| HttpProblem::new("session_ended"))?;
        identify(web, scope, &parts.headers, background).await.map(Self)
    }
}

/// From the cookie to the operation. A cookie counts on its own tenant's staff host only. What the portal asks by itself
/// (`background`) does not extend the idle time (SESS-03).
///
/// # Errors
/// 401 `session_ended` or `totp_required`; 503.
pub(crate) async fn identify(
    web: &Web,
    scope: &RequestScope,
    headers: &HeaderMap,
    background: bool,
) -> Result<OpContext, HttpProblem> {
    let ended = || HttpProblem::new("session_ended");
    let tenant = scope.tenant().filter(|_| scope.host() == Some(HostKind::Staff)).ok_or_else(ended)?;
    match web.app.authenticate(tenant, session_secret(headers), scope.info(), background).await? {
        sessions::Caller::Staff(op) => {
            scope.note_actor(actor_label(op.actor()));
            Ok(*op)
        }
        sessions::Caller::Half => Err(HttpProblem::new("totp_required")),
        sessions::Caller::Nobody | sessions::Caller::Ended => Err(ended()),
        sessions::Caller::Foreign => Err(ended().clearing_the_session()),
    }
}

/// Ids only: names are personal data and do not belong into logs.
#[must_use]
pub fn actor_label(actor: &Actor) -> String {
    match actor {
        Actor::Staff(staff) => staff.id.to_string(),
        Actor::Website(website) => website.key.to_string(),
        Actor::Client(client) => client.id.to_string(),
        Actor::System(system) => system.work.clone(),
    }
}
