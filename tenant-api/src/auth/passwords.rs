use crate::auth::{State, tenant_of};
use crate::http::body::StrictJson;
use crate::http::cookie::session_secret;
use crate::http::error::HttpProblem;
use crate::http::scope::RequestScope;
use crate::router::Web;
use axum::Json;
use axum::extract::State as Shared;
use axum::response::{IntoResponse, Response};
use crm_app::passwords;
use crm_model::Pii;
use crm_storage::TokenPurpose;
use http::{HeaderMap, StatusCode};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Forgot {
    email: String,
}

/// Always the same answer (AUTH-02).
pub(super) async fn forgot(
    Shared(web): Shared<Arc<Web>>,
    scope: RequestScope,
    StrictJson(body): StrictJson<Forgot>,
) -> Result<Response, HttpProblem> {
    passwords::forgot(&web.app, tenant_of(&scope)?, &Pii::new(body.email), scope.info()).await?;
    Ok((StatusCode::ACCEPTED, Json(State { state: "accepted" })).into_response())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Token {
    token: String,
}

#[derive(Serialize)]
struct Link {
    purpose: &'static str,
    name: String,
    email: String,
}

/// Tells the holder of a living link for whom it is. The link stays good.
pub(super) async fn token(
    Shared(web): Shared<Arc<Web>>,
    scope: RequestScope,
    StrictJson(body): StrictJson<Token>,
) -> Result<Response, HttpProblem> {
    let owner = passwords::look_at_link(&web.app, tenant_of(&scope)?, &body.token).await?;
    let purpose = if owner.purpose == TokenPurpose::Invite { "invite" } else { "reset" };
    Ok(Json(Link { purpose, name: owner.name.into_inner(), email: owner.email.expose().as_str().to_owned() })
        .into_response())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SetPassword {
    token: String,
    password: String,
}

/// Uses the link up. Nobody is signed in by it (AUTH-18).
pub(super) async fn set_password(
    Shared(web): Shared<Arc<Web>>,
    scope: RequestScope,
    headers: HeaderMap,
    StrictJson(body): StrictJson<SetPassword>,
) -> Result<Response, HttpProblem> {
    let password = Pii::new(body.password);
    passwords::set_by_link(
        &web.app,
        tenant_of(&scope)?,
        &body.token,
        &password,
        session_secret(&headers),
        scope.info(),
    )
    .await?;
    Ok(Json(State { state: "password_set" }).into_response())
}
