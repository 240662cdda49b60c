//! The shell of the client host's pages: the broker's name and colour, and a script that reads the link's secret from the
//! fragment, takes it out of the address bar and sends it in bodies only, so that no server log and no Referer ever has it.

use crate::http::error::HttpProblem;
use crate::http::headers::Nonce;
use crate::http::portal::html_safe_json;
use crate::http::scope::RequestScope;
use crate::router::Web;
use axum::body::Body;
use axum::response::Response;
use crm_access::TenantRef;
use http::{HeaderValue, header};
use serde::{Deserialize, Serialize};

const SHELL: &str = include_str!("page.html");

/// A page: its title, what stands in it, and what its script does.
pub(super) struct Page {
    pub(super) title: &'static str,
    pub(super) main: &'static str,
    pub(super) script: &'static str,
}

#[derive(Serialize)]
struct Brand<'a> {
    name: &'a str,
    support: Option<&'a str>,
}

/// What a page sends of its link.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Link {
    pub(super) token: String,
}

pub(super) fn tenant_of(scope: &RequestScope) -> Result<&TenantRef, HttpProblem> {
    scope.tenant().ok_or_else(|| HttpProblem::new("not_found"))
}

/// The page in the broker's name and colour.
pub(super) async fn shown(web: &Web, scope: &RequestScope, page: &Page) -> Result<Response, HttpProblem> {
    let brand = web.brands.of(&web.app, tenant_of(scope)?).await.map_err(crm_app::UseCaseError::from)?;
    let nonce = Nonce::generate().map_err(|_| HttpProblem::new("internal"))?;
    let color = if is_color(&brand.primary_color) { brand.primary_color.as_str() } else { "#1a5fb4" };
    let data = html_safe_json(&Brand { name: &brand.name, support: brand.support_email.as_deref() });
    // the page's own parts, the nonce and the colour first: a broker's own text is never searched for marks
    let html = whole(page)
        .replace("__NONCE__", nonce.as_str())
        .replace("__COLOR__", color)
        .replace("__ON_COLOR__", on(color))
        .replacen("__BRAND__", &data, 1);
    let mut answer = Response::new(Body::from(html));
    answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    answer.headers_mut().insert(header::CONTENT_SECURITY_POLICY, nonce.page_policy());
    Ok(answer)
}

fn whole(page: &Page) -> String {
    SHELL.replace("__TITLE__", page.title).replace("__MAIN__", page.main).replace("__SCRIPT__", page.script)
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
    use super::super::{account_password, set_password};
    use super::*;

    #[test]
    fn pages_are_small_and_have_no_inline_handlers() {
        for page in [&set_password::PAGE, &account_password::PAGE] {
            let html = whole(page);
            assert!(html.len() < 15_000);
            assert!(!html.contains(" style=") && !html.contains("onclick"));
            for mark in ["__NONCE__", "__COLOR__", "__ON_COLOR__", "__BRAND__"] {
                assert!(html.contains(mark));
            }
            assert_eq!(html.matches("__BRAND__").count(), 1);
        }
    }

    #[test]
    fn text_on_the_brands_colour_can_be_read() {
        assert_eq!(on("#ffffff"), "#000000");
        assert_eq!(on("#0b7a6f"), "#ffffff");
        assert!(!is_color("red;}") && is_color("#A1b2c3"));
    }
}
