use std::collections::BTreeMap;

use data_encoding::{BASE64, HEXLOWER};
use percent_encoding::percent_decode_str;
use serde_json::json;

use crate::clock::MILLI;
use crate::http::{Request, Response};
use crate::shared::Shared;

/// Tokens and when they end (microseconds).
#[derive(Debug, Default)]
pub(super) struct Tokens(BTreeMap<String, i64>);

impl Tokens {
    pub(super) fn admits(&self, now: i64, request: &Request) -> bool {
        bearer(request).and_then(|token| self.0.get(token)).is_some_and(|end| now < *end)
    }

    pub(super) fn revoke(&mut self, request: &Request) {
        if let Some(token) = bearer(request) {
            self.0.remove(token);
        }
    }
}

fn bearer(request: &Request) -> Option<&str> {
    request.header("authorization")?.strip_prefix("Bearer ")
}

/// What needs no token: discovery and the token itself.
pub(super) fn public(shared: &Shared, request: &Request) -> Option<Response> {
    match (request.method.as_str(), request.path()) {
        ("GET", "/.well-known/openid-configuration") => {
            let issuer = format!("http://{}", request.header("host").unwrap_or("localhost"));
            let document = json!({
                "issuer": issuer,
                "token_endpoint": format!("{issuer}/connect/token"),
                "grant_types_supported": ["client_credentials"],
                "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic"],
            });
            Some(Response::json(document.to_string()))
        }
        ("POST", "/connect/token") => Some(issue(shared, request)),
        _ => None,
    }
}

fn issue(shared: &Shared, request: &Request) -> Response {
    let refused = |error: &str, status| Response::json(json!({ "error": error }).to_string()).with_status(status);
    let form = form(&request.body);
    let field = |name: &str| form.get(name).cloned().unwrap_or_default();
    if field("grant_type") != "client_credentials" {
        return refused("unsupported_grant_type", 400);
    }
    let (id, secret) = basic(request).unwrap_or_else(|| (field("client_id"), field("client_secret")));
    if id != shared.gateway.client_id || secret != shared.gateway.client_secret {
        return refused("invalid_client", 401);
    }
    let Ok(bytes) = crate::random::secret::<24>() else { return refused("server_error", 500) };
    let token = HEXLOWER.encode(&bytes);
    let seconds = shared.gateway.token_seconds;
    shared.with(|world| {
        let now = world.now();
        let tokens = &mut world.gateway.tokens.0;
        tokens.retain(|_, end| now < *end);
        tokens.insert(token.clone(), now + seconds * 1_000 * MILLI);
    });
    let issued = json!({ "access_token": token, "token_type": "Bearer", "expires_in": seconds });
    Response::json(issued.to_string())
}

/// Id and secret of an `Authorization: Basic` header.
fn basic(request: &Request) -> Option<(String, String)> {
    let encoded = request.header("authorization")?.strip_prefix("Basic ")?;
    let text = String::from_utf8(BASE64.decode(encoded.as_bytes()).ok()?).ok()?;
    let (id, secret) = text.split_once(':')?;
    Some((id.to_owned(), secret.to_owned()))
}

/// Fields of a form or query; the values of a repeated name are joined by commas.
pub(super) fn form(body: &[u8]) -> BTreeMap<String, String> {
    let text = String::from_utf8_lossy(body);
    let decoded = |part: &str| percent_decode_str(&part.replace('+', " ")).decode_utf8_lossy().into_owned();
    let mut fields: BTreeMap<String, String> = BTreeMap::new();
    for (name, value) in text.split('&').filter_map(|pair| pair.split_once('=')) {
        let value = decoded(value);
        let kept = fields.entry(decoded(name)).or_default();
        *kept = if kept.is_empty() { value } else { format!("{kept},{value}") };
    }
    fields
}
