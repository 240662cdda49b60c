use super::PortalError;
use crate::http::error::HttpProblem;
use crate::http::headers::Nonce;
use axum::body::Body;
use axum::response::Response;
use crm_model::SpokenLanguage;
use http::{HeaderValue, header};
use serde::Serialize;

/// `index.html` of the build: a template with a nonce and a broker.
pub(super) struct Page {
    template: String,
}

/// What the portal knows of its broker before anybody signs in.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct BrandJson {
    /// Short name in hosts.
    pub slug: String,
    /// Name for people.
    pub name: String,
    /// Name for contracts.
    pub legal_name: String,
    /// `#rrggbb`.
    pub primary_color: String,
    /// Sanitised SVG.
    pub logo_svg: Option<String>,
    /// Where people ask for help.
    pub support_email: Option<String>,
    /// Host (and port) of the REST API.
    pub api_host: String,
    /// In which it is read before anybody is known.
    pub language: SpokenLanguage,
}

impl Page {
    pub(super) fn new(template: String) -> Result<Self, PortalError> {
        match ["__NONCE__", "__BROKER__"].into_iter().find(|mark| !template.contains(mark)) {
            Some(mark) => Err(PortalError::NoTemplate(mark)),
            None => Ok(Self { template }),
        }
    }

    pub(super) fn answer(&self, brand: &BrandJson) -> Result<Response, HttpProblem> {
        let nonce = Nonce::generate().map_err(|_| HttpProblem::new("internal"))?;
        // The nonce first: a broker's own text is never searched for marks.
        let html = self.template.replace("__NONCE__", nonce.as_str()).replacen("__BROKER__", &html_safe_json(brand), 1);
        let mut response = Response::new(Body::from(html));
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
        headers.insert(header::CONTENT_SECURITY_POLICY, nonce.page_policy());
        Ok(response)
    }
}

/// JSON that may stand inside a script element: no character in it can end the element or begin another (HOST-12).
#[must_use]
pub fn html_safe_json<T: Serialize>(value: &T) -> String {
    let json = serde_json::to_string(value).unwrap_or_else(|_| "null".to_owned());
    let mut safe = String::with_capacity(json.len());
    for c in json.chars() {
        match c {
            '<' => safe.push_str("\\u003c"),
            '>' => safe.push_str("\\u003e"),
            '&' => safe.push_str("\\u0026"),
            '\u{2028}' => safe.push_str("\\u2028"),
            '\u{2029}' => safe.push_str("\\u2029"),
            other => safe.push(other),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    fn brand(name: &str) -> BrandJson {
        BrandJson {
            slug: "atlas".to_owned(),
            name: name.to_owned(),
            legal_name: "Atlas FX Ltd".to_owned(),
            primary_color: "#1a5fb4".to_owned(),
            logo_svg: None,
            support_email: None,
            api_host: "api.atlas.localhost:8080".to_owned(),
            language: SpokenLanguage::Arabic,
        }
    }

    #[test]
    fn host_12_a_brand_cannot_leave_its_script_element() {
        let json = html_safe_json(&brand("</script><script>alert(1)</script> __NONCE__ \u{2028}"));
        assert!(!json.contains('<') && !json.contains('>') && !json.contains('\u{2028}'));
        let back: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(back["name"], "</script><script>alert(1)</script> __NONCE__ \u{2028}");
        assert_eq!(back["legalName"], "Atlas FX Ltd");
    }

    #[tokio::test]
    async fn every_page_has_a_nonce_of_its_own_and_a_policy_without_inline_code() {
        let page = Page::new("<meta content=\"__NONCE__\"><script nonce=\"__NONCE__\">__BROKER__</script>".to_owned())
            .unwrap();
        let (one, two) = (page.answer(&brand("A __NONCE__")).unwrap(), page.answer(&brand("A")).unwrap());
        let policy = one.headers()[header::CONTENT_SECURITY_POLICY].to_str().unwrap().to_owned();
        assert!(policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe"));
        assert_ne!(policy, two.headers()[header::CONTENT_SECURITY_POLICY].to_str().unwrap());
        let html = http_body_util::BodyExt::collect(one.into_body()).await.unwrap().to_bytes();
        let html = std::str::from_utf8(&html).unwrap().to_owned();
        assert!(
            html.contains("A __NONCE__")
                && html.contains("\"apiHost\":\"api.atlas.localhost:8080\",\"language\":\"ar\"")
        );
    }
}
