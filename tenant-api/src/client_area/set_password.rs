//! A client sets the password of the client area. The link's secret stands in the fragment: the page's small script reads
//! it, takes it out of the address bar and sends it in bodies only, so that no server log and no Referer ever has it.

use crate::http::body::StrictJson;
use crate::http::error::HttpProblem;
use crate::http::headers::Nonce;
use crate::http::portal::html_safe_json;
use crate::http::scope::RequestScope;
use crate::router::Web;
use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use crm_access::TenantRef;
use crm_app::clients;
use crm_model::Pii;
use http::{HeaderValue, header};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

const TEMPLATE: &str = include_str!("set_password.html");

#[derive(Serialize)]
struct Brand<'a> {
    name: &'a str,
    support: Option<&'a str>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Link {
    token: String,
}

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

fn tenant_of(scope: &RequestScope) -> Result<&TenantRef, HttpProblem> {
    scope.tenant().ok_or_else(|| HttpProblem::new("not_found"))
}

/// `GET /set-password`: the page, in the broker's name and colour.
pub(super) async fn page(State(web): State<Arc<Web>>, scope: RequestScope) -> Result<Response, HttpProblem> {
    let brand = web.brands.of(&web.app, tenant_of(&scope)?).await.map_err(crm_app::UseCaseError::from)?;
    let nonce = Nonce::generate().map_err(|_| HttpProblem::new("internal"))?;
    let color = if is_color(&brand.primary_color) { brand.primary_color.as_str() } else { "#1a5fb4" };
    let data = html_safe_json(&Brand { name: &brand.name, support: brand.support_email.as_deref() });
    // the nonce and the colour first: a broker's own text is never searched for marks
    let html = TEMPLATE
        .replace("__NONCE__", nonce.as_str())
        .replace("__COLOR__", color)
        .replace("__ON_COLOR__", on(color))
        .replacen("__BRAND__", &data, 1);
    let mut answer = Response::new(Body::from(html));
    answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    answer.headers_mut().insert(header::CONTENT_SECURITY_POLICY, nonce.page_policy());
    Ok(answer)
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

fn is_color(text: &str) -> bool {
    text.strip_prefix('#').is_some_and(|hex| hex.len() == 6 && hex.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// Black or white, whichever reads better on the colour (relative luminance of WCAG, threshold 0.179).
fn on(color: &str) -> &'static str {
    let channel = |at: usize| u8::from_str_radix(color.get(at..at + 2).unwrap_or("00"), 16).unwrap_or(0);
    let linear = |value: u8| {
        let v = f64::from(value) / 255.0;
        if v <= 0.040_45 { v / 12.92 } else { ((v + 0.055) / 1.055).powf(2.4) }
    };
    let luminance = 0.2126 * linear(channel(1)) + 0.7152 * linear(channel(3)) + 0.0722 * linear(channel(5));
    if luminance > 0.179 { "#000000" } else { "#ffffff" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_is_small_and_has_no_inline_handlers() {
        assert!(TEMPLATE.len() < 15_000);
        assert!(!TEMPLATE.contains(" style=") && !TEMPLATE.contains("onclick"));
        for mark in ["__NONCE__", "__COLOR__", "__ON_COLOR__", "__BRAND__"] {
            assert!(TEMPLATE.contains(mark));
        }
    }

    #[test]
    fn text_on_the_brands_colour_can_be_read() {
        assert_eq!(on("#ffffff"), "#000000");
        assert_eq!(on("#0b7a6f"), "#ffffff");
        assert!(!is_color("red;}") && is_color("#A1b2c3"));
    }
}
