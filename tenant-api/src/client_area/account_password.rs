//! A client takes a new password of a trading account: it is made when the button is pressed, and shown there once.

use super::page::{Link, Page, shown, tenant_of};
use crate::http::body::StrictJson;
use crate::http::error::HttpProblem;
use crate::http::scope::RequestScope;
use crate::router::Web;
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use crm_app::trading_accounts::{TradingPassword, open_password_link, take_password};
use serde::Serialize;
use std::sync::Arc;

pub(super) const PAGE: Page = Page {
    words: |words| words.account_password,
    main: include_str!("account_password.html"),
    script: include_str!("account_password.js"),
};

#[derive(Serialize)]
struct LinkOf {
    name: String,
    login: String,
    server: String,
    which: TradingPassword,
}

#[derive(Serialize)]
struct Taken {
    login: String,
    server: String,
    password: String,
}

/// `GET /account-password`: the page. It uses nothing up: mail scanners may fetch it.
pub(super) async fn page(State(web): State<Arc<Web>>, scope: RequestScope) -> Result<Response, HttpProblem> {
    shown(&web, &scope, &PAGE).await
}

/// `POST /account-password/link`: what the link is for. It stays good.
pub(super) async fn link(
    State(web): State<Arc<Web>>,
    scope: RequestScope,
    StrictJson(body): StrictJson<Link>,
) -> Result<Response, HttpProblem> {
    let link = open_password_link(&web.app, tenant_of(&scope)?, &body.token).await?;
    let (name, login) = (link.name.into_inner(), link.login.to_string());
    Ok(Json(LinkOf { name, login, server: link.server, which: link.which }).into_response())
}

/// `POST /account-password`: uses the link up, and gives the password this once.
pub(super) async fn take(
    State(web): State<Arc<Web>>,
    scope: RequestScope,
    StrictJson(body): StrictJson<Link>,
) -> Result<Response, HttpProblem> {
    let taken = Box::pin(take_password(&web.app, tenant_of(&scope)?, scope.info(), &body.token));
    let (link, password) = taken.await?;
    let login = link.login.to_string();
    Ok(Json(Taken { login, server: link.server, password: password.into_inner() }).into_response())
}
