//! Live news for open portals: `GET /graphql/ws`, the graphql-transport-ws protocol. The session's cookie and the page's
//! origin are checked at the handshake, the session and its rights again every four seconds.

mod conversation;
mod message;
mod seats;

pub use seats::Sockets;

use crate::http::caller::identify;
use crate::http::error::HttpProblem;
use crate::http::same_origin::check_socket_origin;
use crate::http::scope::RequestScope;
use crate::router::Web;
use axum::extract::State;
use axum::extract::ws::WebSocketUpgrade;
use axum::response::Response;
use conversation::Conversation;
use crm_access::OpContext;
use http::{HeaderMap, header};
use std::sync::Arc;
use tokio::sync::watch;

/// The one protocol that is spoken.
const PROTOCOL: &str = "graphql-transport-ws";
/// Longest message from a portal in bytes.
const MESSAGE_MAX: usize = 64 * 1024;

/// The operation behind a socket as it is now: subscriptions take their rights from here at each event, never from the
/// moment they began. It changes when the version of the access data does, and closes when the session ends.
#[derive(Clone, Debug)]
pub struct LiveOp(pub watch::Receiver<OpContext>);

impl LiveOp {
    /// The operation with the rights of now.
    #[must_use]
    pub fn now(&self) -> OpContext {
        self.0.borrow().clone()
    }
}

/// `GET /graphql/ws`.
///
/// # Errors
/// 403 `cross_site` for a foreign page, 401 without a full session, 429 when the session or the broker has enough sockets,
/// 400 for another protocol.
pub async fn open(
    State(web): State<Arc<Web>>,
    scope: RequestScope,
    headers: HeaderMap,
    upgrade: Result<WebSocketUpgrade, axum::extract::ws::rejection::WebSocketUpgradeRejection>,
) -> Result<Response, HttpProblem> {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default().to_ascii_lowercase();
    check_socket_origin(&headers, &web.own_origin(&host))?;
    let op = identify(&web, &scope, &headers, true).await?;
    let upgrade = upgrade.map_err(|_| HttpProblem::new("bad_request").detail("Open a WebSocket here."))?;
    let offered = headers.get_all(header::SEC_WEBSOCKET_PROTOCOL).iter().filter_map(|value| value.to_str().ok());
    if !offered.flat_map(|list| list.split(',')).any(|name| name.trim() == PROTOCOL) {
        return Err(HttpProblem::new("bad_request").detail("Speak graphql-transport-ws."));
    }
    let session = op.actor().staff().map(|staff| staff.session).ok_or_else(|| HttpProblem::new("session_ended"))?;
    let seat = web.sockets.take(op.tenant().id, session)?;
    let upgrade = upgrade.protocols([PROTOCOL]).max_message_size(MESSAGE_MAX).max_frame_size(MESSAGE_MAX);
    Ok(upgrade.on_upgrade(move |socket| async move {
        let talk = Conversation::new(Arc::clone(&web), scope, op);
        talk.hold(socket).await;
        drop(seat);
    }))
}
