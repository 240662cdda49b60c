//! The documentation of the door: one page without scripts, written from the OpenAPI document (docs/adr).

#![expect(
    clippy::indexing_slicing,
    reason = "a JSON value answers null for a member that is not there; it never panics"
)]

mod html;
mod operation;

use super::openapi::openapi;
use crate::http::error::HttpProblem;
use crate::http::scope::RequestScope;
use crate::router::Web;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, header};
use serde_json::Value;
use std::sync::{Arc, LazyLock};

static TEXT: LazyLock<String> = LazyLock::new(openapi);
static DOCUMENT: LazyLock<Value> = LazyLock::new(|| serde_json::from_str(&TEXT).unwrap_or_default());

const POLICY: &str =
    "default-src 'none'; style-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

pub(super) async fn openapi_json() -> Response {
    answer("application/json", TEXT.as_str().to_owned())
}

pub(super) async fn page(State(web): State<Arc<Web>>, scope: RequestScope) -> Result<Response, HttpProblem> {
    let tenant = scope.tenant().ok_or_else(|| HttpProblem::new("not_found"))?;
    let mut response = answer("text/html; charset=utf-8", html::page(&DOCUMENT, &web.app.urls.api(&tenant.slug)));
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    Ok(response)
}

pub(super) async fn style() -> Response {
    answer("text/css; charset=utf-8", include_str!("style.css").to_owned())
}

fn answer(kind: &'static str, body: String) -> Response {
    ([(header::CONTENT_TYPE, HeaderValue::from_static(kind))], body).into_response()
}
