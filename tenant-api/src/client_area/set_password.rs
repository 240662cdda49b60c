//! A client sets the password of the client area.

use super::page::{Link, Page, shown, tenant_of};
use crate::http::body::StrictJson;
use crate::http::error::HttpProblem;
use crate::http::scope::RequestScope;
use crate::router::Web;
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use crm_app::clients;
use crm_model::Pii;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

pub(super) const PAGE: Page = Page {
    words: |words| words.set_password,
    main: include_str!("set_password.html"),
    script: include_str!("set_password.js"),
};

#[derive(Serialize)]
struct LinkOf {
    name: String,
    email: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NewPassword {
    token: String,
    password: String,
}

#[derive(Serialize)]
struct Done {
    state: &'static str,
}

/// `GET /set-password`: the page.
pub(super) async fn page(State(web): State<Arc<Web>>, scope: RequestScope) -> Result<Response, HttpProblem> {
    shown(&web, &scope, &PAGE).await
}

/// `POST /set-password/link`: for whom the link is. It stays good.
pub(super) async fn link(
    State(web): State<Arc<Web>>,
    scope: RequestScope,
    StrictJson(body): StrictJson<Link>,
) -> Result<Response, HttpProblem> {
    let link = clients::open_link(&web.app, tenant_of(&scope)?, &body.token).await?;
    Ok(Json(LinkOf { name: link.name.into_inner(), email: link.email.into_inner() }).into_response())
}

/// `POST /set-password`: uses the link up.
pub(super) async fn set(
    State(web): State<Arc<Web>>,
    scope: RequestScope,
    StrictJson(body): StrictJson<NewPassword>,
) -> Result<Response, HttpProblem> {
    clients::set_credential(&web.app, tenant_of(&scope)?, scope.info(), &body.token, &Pii::new(body.password)).await?;
    Ok(Json(Done { state: "password_set" }).into_response())
}
