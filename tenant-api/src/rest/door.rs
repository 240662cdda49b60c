use super::caller::ApiCaller;
use super::limits::Limits;
use crate::http::error::HttpProblem;
use crate::http::scope::RequestScope;
use crate::router::Web;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use crm_access::{Actor, TenantRef};
use crm_app::api_keys::{authenticate, refuse_key_in_url};
use crm_cache::{Purpose, Quota, RateKey};
use crm_model::ApiVersion;
use http::request::Parts;
use http::{HeaderMap, HeaderName, HeaderValue, Uri, header};
use std::sync::Arc;

/// Requests of one key.
const EACH_KEY: Quota = Quota::per_minute(600);
/// Requests of one address to one broker, with whatever keys.
const EACH_ADDRESS: Quota = Quota::per_minute(1_200);

const VERSION: HeaderName = HeaderName::from_static("api-version");
const OVERRIDES: [&str; 3] = ["x-http-method-override", "x-http-method", "x-method-override"];
const WORDS: [&str; 8] = ["api_key", "apikey", "api-key", "key", "token", "access_token", "secret", "authorization"];

/// Counts, asks for the key, and lets the request through to its handler; every answer leaves with the limits' state.
pub(crate) async fn enter(State(web): State<Arc<Web>>, scope: RequestScope, request: Request, next: Next) -> Response {
    let mut limits = Limits::default();
    let mut version = ApiVersion::LATEST;
    let (mut parts, body) = request.into_parts();
    let mut answer = match admit(&web, &scope, &parts, &mut limits).await {
        Ok(caller) => {
            version = caller.0.version;
            parts.extensions.insert(caller);
            next.run(Request::from_parts(parts, body)).await
        }
        Err(problem) => {
            let is_key = problem.status() == http::StatusCode::UNAUTHORIZED;
            let mut answer = problem.into_response();
            if is_key {
                answer.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"api\""));
            }
            answer
        }
    };
    limits.write(answer.headers_mut());
    answer.headers_mut().insert(VERSION, HeaderValue::from_static(version.as_str()));
    answer
}

async fn admit(web: &Web, scope: &RequestScope, parts: &Parts, limits: &mut Limits) -> Result<ApiCaller, HttpProblem> {
    let tenant = scope.tenant().ok_or_else(|| HttpProblem::new("not_found"))?;
    let address = scope.info().ip.map(|ip| ip.to_string()).unwrap_or_default();
    count(web, tenant, limits, "address", EACH_ADDRESS, (Purpose::Address, &format!("api {address}"))).await?;
    if OVERRIDES.iter().any(|name| parts.headers.contains_key(*name)) {
        return Err(HttpProblem::new("method_not_allowed")
            .detail("Send the method itself; headers that override it are not read."));
    }
    if let Some(presented) = key_in_url(&parts.uri) {
        refuse_key_in_url(&web.app, tenant, scope.info(), presented.as_deref()).await?;
        return Err(HttpProblem::new("invalid_api_key").detail("Never put a key into the address: it stays in histories and logs. Roll this key, and send the new one as: Authorization: Bearer bd_live_sk_…"));
    }
    let website = authenticate(&web.app, tenant, scope.info(), bearer(&parts.headers)?).await?;
    let mut website = website.map_err(|_| HttpProblem::new("invalid_api_key").detail("The key is wrong, ended, of another broker, or not for this address. Compare its last characters with the list of keys in the portal."))?;
    let Actor::Website(actor) = website.op.actor() else { return Err(HttpProblem::new("invalid_api_key")) };
    let key = actor.key.to_string();
    scope.note_actor(key.clone());
    count(web, tenant, limits, "key", EACH_KEY, (Purpose::ApiKey, &key)).await?;
    refuse_pages(&parts.headers)?;
    website.version = version_of(&parts.headers, website.version)?;
    Ok(ApiCaller(website))
}

async fn count(
    web: &Web,
    tenant: &TenantRef,
    limits: &mut Limits,
    name: &'static str,
    quota: Quota,
    (purpose, what): (Purpose, &str),
) -> Result<(), HttpProblem> {
    let decision = web.app.limiter.take(&RateKey::new(tenant.id, purpose, what), quota, 1, web.app.clock.now()).await;
    match limits.note(name, quota, decision) {
        None => Ok(()),
        Some(wait) => Err(HttpProblem::new("rate_limited")
            .retry_after(wait)
            .detail("Wait for the seconds of Retry-After, then send the same request with the same Idempotency-Key.")),
    }
}

/// A key in the address line, under whatever name (API-02): `Some(Some(text))` when its text can be seen.
fn key_in_url(uri: &Uri) -> Option<Option<String>> {
    let target = uri.path_and_query().map_or("", |target| target.as_str());
    let seen = target
        .find("bd_live_")
        .and_then(|at| target.get(at..))
        .map(|rest| rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect());
    let named = uri
        .query()
        .unwrap_or_default()
        .split('&')
        .filter_map(|pair| pair.split('=').next())
        .any(|name| WORDS.iter().any(|word| name.eq_ignore_ascii_case(word)));
    (seen.is_some() || named).then_some(seen)
}

fn bearer(headers: &HeaderMap) -> Result<&str, HttpProblem> {
    let refuse = || HttpProblem::new("invalid_api_key").detail("Send the key as: Authorization: Bearer bd_live_sk_…");
    let mut values = headers.get_all(header::AUTHORIZATION).iter();
    let (Some(value), None) = (values.next(), values.next()) else { return Err(refuse()) };
    let (scheme, key) = value.to_str().ok().and_then(|text| text.split_once(' ')).ok_or_else(refuse)?;
    if scheme.eq_ignore_ascii_case("bearer") { Ok(key.trim()) } else { Err(refuse()) }
}

/// A secret key lives on a server. A request that names a page of origin comes out of a browser, where everybody could
/// read the key (API-03).
fn refuse_pages(headers: &HeaderMap) -> Result<(), HttpProblem> {
    if headers.contains_key(header::ORIGIN) {
        return Err(HttpProblem::new("cross_site")
            .detail("This key is secret: call from your server, never from a page. Roll it if it ever stood in one."));
    }
    Ok(())
}

/// The form that the request asks for, or the one that its key is pinned to.
fn version_of(headers: &HeaderMap, pinned: ApiVersion) -> Result<ApiVersion, HttpProblem> {
    let mut asked = headers.get_all(VERSION).iter();
    let known = match (asked.next(), asked.next()) {
        (None, _) => return Ok(pinned),
        (Some(one), None) => one.to_str().ok().and_then(ApiVersion::from_text),
        _ => None,
    };
    known.ok_or_else(|| {
        let spoken = ApiVersion::ALL.iter().map(|version| version.as_str()).collect::<Vec<_>>().join(" or ");
        HttpProblem::new("unknown_api_version").detail(format!("Send Api-Version: {spoken}, or leave it out."))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn api_02_a_key_is_noticed_anywhere_in_the_address() {
        let seen = |text: &str| key_in_url(&text.parse().unwrap());
        assert_eq!(seen("/v1/clients?limit=5&cursor=abc"), None);
        assert_eq!(seen("/v1/clients?api_key=x"), Some(None));
        assert_eq!(seen("/v1/clients?Access_Token"), Some(None));
        assert_eq!(seen("/v1/clients?q=bd_live_sk_abc&x=1"), Some(Some("bd_live_sk_abc".to_owned())));
        assert_eq!(seen("/v1/clients/bd_live_sk_abc"), Some(Some("bd_live_sk_abc".to_owned())));
    }

    #[test]
    fn one_bearer_is_read_and_nothing_else() {
        let read = |lines: &[&'static str]| {
            let mut headers = HeaderMap::new();
            for line in lines {
                headers.append(header::AUTHORIZATION, line.parse().unwrap());
            }
            bearer(&headers).map(str::to_owned).ok()
        };
        assert_eq!(read(&["bearer abc"]).as_deref(), Some("abc"));
        for bad in [&["Basic abc"][..], &["abc"], &[], &["Bearer a", "Bearer b"]] {
            assert_eq!(read(bad), None);
        }
    }
}
