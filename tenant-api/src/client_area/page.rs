//! The shell of the client host's pages: the broker's name and colour, and a script that reads the link's secret from the
//! fragment, takes it out of the address bar and sends it in bodies only, so that no server log and no Referer ever has it.
//! The fragment also says the reader's language; until it is read, and without one, the page is in the broker's.

use super::words::{Table, Words, for_script};
use crate::http::error::HttpProblem;
use crate::http::headers::Nonce;
use crate::http::portal::html_safe_json;
use crate::http::scope::RequestScope;
use crate::router::Web;
use axum::body::Body;
use axum::response::Response;
use crm_access::TenantRef;
use crm_model::SpokenLanguage;
use http::{HeaderValue, header};
use serde::{Deserialize, Serialize};
use serde_json::Value;

const SHELL: &str = include_str!("page.html");

/// A page: its words, what stands in it, and what its script does.
pub(super) struct Page {
    pub(super) words: fn(&Words) -> Table,
    pub(super) main: &'static str,
    pub(super) script: &'static str,
}

#[derive(Serialize)]
struct Brand<'a> {
    name: &'a str,
    support: Option<&'a str>,
    language: SpokenLanguage,
    words: Value,
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
    let data = html_safe_json(&Brand {
        name: &brand.name,
        support: brand.support_email.as_deref(),
        language: brand.language,
        words: for_script(page.words),
    });
    // the page's own parts, the nonce and the colour first: a broker's own text is never searched for marks
    let html = whole(page, brand.language)
        .replace("__NONCE__", nonce.as_str())
        .replace("__COLOR__", color)
        .replace("__ON_COLOR__", on(color))
        .replacen("__BRAND__", &data, 1);
    let mut answer = Response::new(Body::from(html));
    answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    answer.headers_mut().insert(header::CONTENT_SECURITY_POLICY, nonce.page_policy());
    Ok(answer)
}

fn whole(page: &Page, language: SpokenLanguage) -> String {
    let frame = SHELL
        .replace("__MAIN__", page.main)
        .replace("__LANGUAGES__", &choice(language))
        .replace("__LANGUAGE__", language.as_str())
        .replace("__DIRECTION__", language.direction());
    let said = Words::of(language).with(page.words);
    said.fold(frame, |html, (name, text)| html.replace(&format!("__W:{name}__"), &escaped(text)))
        .replace("__SCRIPT__", page.script)
}

/// A button for each language, by its own name; the one that is spoken has nothing to choose.
fn choice(spoken: SpokenLanguage) -> String {
    let button = |language: &SpokenLanguage| {
        let hidden = if *language == spoken { " hidden" } else { "" };
        let (code, direction, name) = (language.as_str(), language.direction(), Words::of(*language).name);
        format!(
            "<button type=\"button\" data-language=\"{code}\" lang=\"{code}\" dir=\"{direction}\"{hidden}>{name}</button>"
        )
    };
    SpokenLanguage::ALL.iter().map(button).collect()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
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

    fn every_page() -> impl Iterator<Item = (&'static Page, SpokenLanguage)> {
        let pages = [&set_password::PAGE, &account_password::PAGE];
        pages.into_iter().flat_map(|page| SpokenLanguage::ALL.iter().map(move |language| (page, *language)))
    }

    /// A mark without a word would stay on the page, and a word that a script asks for would be "undefined".
    #[test]
    fn every_word_that_a_page_asks_for_is_there() {
        for (page, language) in every_page() {
            let html = whole(page, language);
            assert!(!html.contains("__W:"), "{html}");
            assert!(html.contains(&format!("<html lang=\"{language}\" dir=\"{}\">", language.direction())));
            let words = &for_script(page.words)[language.as_str()];
            let name =
                |rest: &str| rest.chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect::<String>();
            for asked in
                [" t.", "(t.", "data-words=\"", "data-label=\""].iter().flat_map(|mark| html.split(mark).skip(1))
            {
                assert!(!words[name(asked)].is_null(), "{language} lacks {}", name(asked));
            }
        }
    }

    #[test]
    fn pages_are_small_and_have_no_inline_handlers() {
        for (page, language) in every_page() {
            let html = whole(page, language);
            assert!(html.len() + for_script(page.words).to_string().len() < 20_000);
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
