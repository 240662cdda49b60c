use axum::extract::FromRequestParts;
use axum::extract::connect_info::ConnectInfo;
use crm_access::{RequestInfo, TenantRef};
use crm_model::RequestId;
use crm_storage::HostKind;
use http::request::Parts;
use http::{HeaderMap, Method, header};
use ipnet::IpNet;
use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, OnceLock};

/// What is known of one request while it walks through the house: for its log lines, its problem answers and its meters.
/// Clones are the same scope.
#[derive(Clone, Debug)]
pub struct RequestScope(Arc<Known>);

#[derive(Debug)]
struct Known {
    info: RequestInfo,
    method: Method,
    path: String,
    tenant: OnceLock<TenantRef>,
    host: OnceLock<HostKind>,
    actor: OnceLock<String>,
    route: OnceLock<String>,
}

impl RequestScope {
    /// Notes what the request and its connection say. Headers about where it came from count only from a proxy that is
    /// on the list, and then only `X-Forwarded-For` (HOST-02).
    #[must_use]
    pub fn of<B>(request: &http::Request<B>, trusted: &[IpNet]) -> Self {
        let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip().to_canonical());
        let info = RequestInfo {
            id: RequestId::generate(),
            ip: peer.map(|ip| caller_address(ip, request.headers(), trusted)),
            user_agent: user_agent(request.headers()),
        };
        let path = request.uri().path().chars().take(200).collect();
        Self(Arc::new(Known {
            info,
            method: request.method().clone(),
            path,
            tenant: OnceLock::new(),
            host: OnceLock::new(),
            actor: OnceLock::new(),
            route: OnceLock::new(),
        }))
    }

    /// The id that stands in the answer, in every log line and in the audit.
    #[must_use]
    pub fn id(&self) -> RequestId {
        self.0.info.id
    }

    /// Where the request came from, for the operation.
    #[must_use]
    pub fn info(&self) -> &RequestInfo {
        &self.0.info
    }

    /// The method that was asked.
    #[must_use]
    pub fn method(&self) -> &Method {
        &self.0.method
    }

    /// The path that was asked, cut at 200 characters.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.0.path
    }

    /// The broker whose host was called, once resolved.
    #[must_use]
    pub fn tenant(&self) -> Option<&TenantRef> {
        self.0.tenant.get()
    }

    /// Which of the broker's hosts was called, once resolved.
    #[must_use]
    pub fn host(&self) -> Option<HostKind> {
        self.0.host.get().copied()
    }

    /// Who is calling, as the log names him; empty before he is known.
    #[must_use]
    pub fn actor(&self) -> &str {
        self.0.actor.get().map_or("", String::as_str)
    }

    /// The route pattern that answers, for the meters; never a path with ids in it.
    #[must_use]
    pub fn route(&self) -> &str {
        self.0.route.get().map_or("none", String::as_str)
    }

    pub(crate) fn note_tenant(&self, tenant: TenantRef, host: HostKind) {
        let _ = self.0.tenant.set(tenant);
        let _ = self.0.host.set(host);
    }

    pub(crate) fn note_actor(&self, actor: String) {
        let _ = self.0.actor.set(actor);
    }

    pub(crate) fn note_route(&self, route: &str) {
        let _ = self.0.route.set(route.to_owned());
    }
}

impl<S: Send + Sync> FromRequestParts<S> for RequestScope {
    type Rejection = Infallible;

    /// The gate puts the scope into every request; one that came another way gets an empty one of its own.
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        if let Some(scope) = parts.extensions.get::<Self>() {
            return Ok(scope.clone());
        }
        let mut request = http::Request::new(());
        *request.method_mut() = parts.method.clone();
        *request.uri_mut() = parts.uri.clone();
        Ok(Self::of(&request, &[]))
    }
}

/// The right-most address of `X-Forwarded-For` that is no trusted proxy. What stands left of it was claimed by the caller.
fn caller_address(peer: IpAddr, headers: &HeaderMap, trusted: &[IpNet]) -> IpAddr {
    let is_trusted = |ip: &IpAddr| trusted.iter().any(|net| net.contains(ip));
    let mut nearest = peer;
    let hops: Vec<&str> = headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(','))
        .collect();
    for hop in hops.into_iter().rev() {
        if !is_trusted(&nearest) {
            break;
        }
        match hop.trim().parse::<IpAddr>() {
            Ok(ip) => nearest = ip.to_canonical(),
            Err(_) => break,
        }
    }
    nearest
}

fn user_agent(headers: &HeaderMap) -> Option<String> {
    let text = headers.get(header::USER_AGENT)?.to_str().ok()?;
    let clean: String = text.chars().filter(|c| !c.is_control()).take(400).collect();
    (!clean.is_empty()).then_some(clean)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(peer: &str, forwarded: &[&str], trusted: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append("x-forwarded-for", value.parse().unwrap());
        }
        let trusted: Vec<IpNet> = trusted.iter().map(|net| net.parse().unwrap()).collect();
        caller_address(peer.parse().unwrap(), &headers, &trusted).to_string()
    }

    #[test]
    fn host_02_only_a_listed_proxy_may_say_who_is_behind_it() {
        assert_eq!(address("10.0.0.1", &["203.0.113.7"], &["10.0.0.0/8"]), "203.0.113.7");
        assert_eq!(address("198.51.100.4", &["203.0.113.7"], &["10.0.0.0/8"]), "198.51.100.4");
        assert_eq!(
            address("10.0.0.1", &["1.1.1.1, 203.0.113.7, 10.0.0.2"], &["10.0.0.0/8"]),
            "203.0.113.7",
            "what stands left was claimed"
        );
        assert_eq!(address("10.0.0.1", &["1.1.1.1", "203.0.113.7"], &["10.0.0.0/8"]), "203.0.113.7");
        assert_eq!(address("10.0.0.1", &["not an address"], &["10.0.0.0/8"]), "10.0.0.1");
    }
}
