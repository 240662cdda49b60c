use crate::http::error::HttpProblem;
use crm_access::TenantRef;
use crm_storage::{HostKind, StorageError, TenantDb, TenantHost};
use http::{HeaderMap, Uri, header};
use moka::sync::Cache;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;

/// From the host that was called to the broker. A suspension shows within five seconds.
pub struct Hosts {
    db: TenantDb,
    platform: String,
    known: Cache<Arc<str>, Option<(TenantHost, HostKind)>>,
    looking: Semaphore,
}

/// Which broker was called, by which of its hosts, and how the host was written.
#[derive(Clone, Debug)]
pub struct Called {
    /// The broker.
    pub tenant: TenantRef,
    /// Which of its hosts.
    pub kind: HostKind,
    /// Host and port as the caller's origin shows them.
    pub authority: String,
}

/// What a host name says before any look-up.
#[derive(Debug, PartialEq, Eq)]
enum Name<'a> {
    Slug(&'a str, HostKind),
    Custom,
    Nothing,
}

impl Hosts {
    /// Hosts below `platform`, and the custom hosts that the database has verified.
    #[must_use]
    pub fn new(db: TenantDb, platform: &str) -> Self {
        let known = Cache::builder().max_capacity(20_000).time_to_live(Duration::from_secs(4)).build();
        Self { db, platform: platform.to_owned(), known, looking: Semaphore::new(4) }
    }

    /// Exactly one host, known and active.
    ///
    /// # Errors
    /// 400 when there is not exactly one host, 404 when it is nobody's, 403 when the broker is suspended, 503 when the
    /// database does not answer.
    pub async fn resolve(&self, headers: &HeaderMap, uri: &Uri) -> Result<Called, HttpProblem> {
        let authority = one_authority(headers, uri)?;
        let host = bare_host(&authority)?;
        let found = match self.known.get(host) {
            Some(known) => known,
            None => {
                let found = self.look_up(host).await?;
                self.known.insert(Arc::from(host), found.clone());
                found
            }
        };
        let (found, kind) = found.ok_or_else(|| HttpProblem::new("not_found"))?;
        if !found.active {
            return Err(HttpProblem::new("tenant_suspended").detail("Ask the platform's operator."));
        }
        Ok(Called { tenant: found.tenant, kind, authority })
    }

    /// Whether a broker is open at this moment, for connections that were let in earlier.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn is_open(&self, tenant: &TenantRef) -> Result<bool, StorageError> {
        let found = self.db.tenant_by_slug(&tenant.slug).await?;
        Ok(found.is_some_and(|found| found.active && found.tenant.id == tenant.id))
    }

    /// A flood of invented hosts waits in its own line and leaves the pool to the brokers.
    async fn look_up(&self, host: &str) -> Result<Option<(TenantHost, HostKind)>, StorageError> {
        let Ok(_turn) = self.looking.acquire().await else { return Ok(None) };
        match self.read(host) {
            Name::Slug(slug, kind) => Ok(self.db.tenant_by_slug(slug).await?.map(|found| (found, kind))),
            Name::Custom => self.db.tenant_by_host(host).await,
            Name::Nothing => Ok(None),
        }
    }

    fn read<'a>(&self, host: &'a str) -> Name<'a> {
        let Some(below) = host.strip_suffix(self.platform.as_str()) else { return Name::Custom };
        let Some(labels) = below.strip_suffix('.') else {
            return if below.is_empty() { Name::Nothing } else { Name::Custom };
        };
        let (slug, kind) = match labels.split_once('.') {
            None => (labels, HostKind::Staff),
            Some(("my", slug)) => (slug, HostKind::Client),
            Some(("api", slug)) => (slug, HostKind::Api),
            Some(_) => return Name::Nothing,
        };
        if is_slug(slug) { Name::Slug(slug, kind) } else { Name::Nothing }
    }
}

fn is_slug(text: &str) -> bool {
    (3..=32).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

/// The one host of a request. Two `Host` headers, or an absolute target that names another, are an attempt to be two
/// brokers at once (HOST-01). `X-Forwarded-Host` and its kin are never read (HOST-02).
fn one_authority(headers: &HeaderMap, uri: &Uri) -> Result<String, HttpProblem> {
    let refuse = || HttpProblem::new("bad_request").detail("Name exactly one host.");
    let mut named: Vec<String> = Vec::new();
    for value in headers.get_all(header::HOST) {
        named.push(value.to_str().map_err(|_| refuse())?.to_ascii_lowercase());
    }
    if named.len() > 1 {
        return Err(refuse());
    }
    if let Some(authority) = uri.authority() {
        named.push(authority.as_str().to_ascii_lowercase());
    }
    let first = named.first().cloned().ok_or_else(refuse)?;
    if named.iter().any(|other| *other != first) || first.contains('@') {
        return Err(refuse());
    }
    Ok(first)
}

fn bare_host(authority: &str) -> Result<&str, HttpProblem> {
    let host = match authority.rsplit_once(':') {
        Some((host, port)) if !port.is_empty() && port.len() <= 5 && port.bytes().all(|b| b.is_ascii_digit()) => host,
        Some(_) => return Err(HttpProblem::new("bad_request").detail("Name exactly one host.")),
        None => authority,
    };
    let fits = !host.is_empty()
        && host.len() <= 253
        && host.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.'));
    if fits { Ok(host) } else { Err(HttpProblem::new("not_found")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn authority(hosts: &[&'static str], target: &str) -> Result<String, u16> {
        let mut headers = HeaderMap::new();
        for host in hosts {
            headers.append(header::HOST, host.parse().unwrap());
        }
        one_authority(&headers, &target.parse().unwrap()).map_err(|problem| problem.status().as_u16())
    }

    #[test]
    fn host_01_a_request_names_exactly_one_host() {
        assert_eq!(authority(&["Atlas.localhost:8080"], "/"), Ok("atlas.localhost:8080".to_owned()));
        assert_eq!(authority(&["atlas.localhost"], "http://atlas.localhost/x"), Ok("atlas.localhost".to_owned()));
        assert_eq!(authority(&[], "http://atlas.localhost/x"), Ok("atlas.localhost".to_owned()));
        assert_eq!(authority(&["atlas.localhost", "north.localhost"], "/"), Err(400));
        assert_eq!(authority(&["atlas.localhost", "atlas.localhost"], "/"), Err(400));
        assert_eq!(authority(&["atlas.localhost"], "http://north.localhost/x"), Err(400));
        assert_eq!(authority(&["x@atlas.localhost"], "/"), Err(400));
        assert_eq!(authority(&[], "/"), Err(400));
    }

    #[test]
    fn a_host_is_a_plain_name_and_a_port() {
        assert_eq!(bare_host("atlas.localhost:8080").unwrap(), "atlas.localhost");
        for bad in ["atlas.localhost:", "atlas.localhost:80a", "atlas.localhost:123456"] {
            assert_eq!(bare_host(bad).unwrap_err().status(), 400, "{bad}");
        }
        for bad in ["atlas_x", "atlas/x", "", "[::1]"] {
            assert!(bare_host(bad).is_err(), "{bad}");
        }
    }
}
