//! `/auth` on the staff host: how people get in and out. Bodies are JSON of exactly the named fields; answers never say
//! whether somebody is known.

mod passwords;
mod refusal;
mod session;

use crate::http::cookie::carrying;
use crate::http::error::HttpProblem;
use crate::http::scope::RequestScope;
use crate::router::Web;
use axum::Router;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use crm_access::TenantRef;
use crm_identity::BearerSecret;
use http::header;
use serde::Serialize;
use std::sync::Arc;

/// The routes of signing in and out.
pub fn routes() -> Router<Arc<Web>> {
    Router::new()
        .route("/auth/sign-in", post(session::sign_in))
        .route("/auth/totp", post(session::totp))
        .route("/auth/step-up", post(session::step_up))
        .route("/auth/sign-out", post(session::sign_out))
        .route("/auth/state", get(session::state))
        .route("/auth/forgot", post(passwords::forgot))
        .route("/auth/token", post(passwords::token))
        .route("/auth/set-password", post(passwords::set_password))
}

#[derive(Serialize)]
struct State {
    state: &'static str,
}

fn tenant_of(scope: &RequestScope) -> Result<&TenantRef, HttpProblem> {
    scope.tenant().ok_or_else(|| HttpProblem::new("not_found"))
}

/// An answer that brings a new session.
fn with_session(body: impl IntoResponse, secret: &BearerSecret) -> Response {
    let mut answer = body.into_response();
    answer.headers_mut().append(header::SET_COOKIE, carrying(secret));
    answer
}
