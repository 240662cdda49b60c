//! The guard of connections to trading servers (SSRF-01, SECURITY 28): the host stands on the operator's list, it is
//! resolved here, forbidden ranges are refused, and the driver connects to the checked address and to nothing else.

use async_trait::async_trait;
use crm_access::TenantRef;
use crm_model::TradingHost;
use crm_storage::{TenantDb, TradingServers};
use crm_trading::Resolve;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

/// The guard of one broker's servers.
pub(crate) struct HostGuard {
    pub(crate) db: TenantDb,
    pub(crate) tenant: TenantRef,
    /// Only loopback and public addresses in development; only public ones in production.
    pub(crate) loopback: bool,
}

#[async_trait]
impl Resolve for HostGuard {
    async fn resolve(&self, host: &str, port: u16) -> Result<Vec<SocketAddr>, String> {
        let host = TradingHost::parse("host", host).map_err(|problem| problem.message)?;
        let away = |_| "the list of allowed hosts cannot be read at the moment".to_owned();
        let tx = self.db.mirror(&self.tenant).await.map_err(away)?;
        if !TradingServers::of(&tx).is_host_allowed(host.as_str()).await.map_err(away)? {
            return Err(format!("{host} is not on the operator's list of allowed hosts"));
        }
        drop(tx);
        let found = tokio::net::lookup_host((host.as_str(), port)).await;
        let found: Vec<SocketAddr> = found.map_err(|_| format!("{host} cannot be resolved"))?.collect();
        // one forbidden address among good ones is a trick, not an accident
        if found.is_empty() || found.iter().any(|address| forbidden(address.ip(), self.loopback)) {
            return Err(format!("{host} leads to an address that the platform does not connect to"));
        }
        Ok(found)
    }
}

/// Whether an address may not be dialled: loopback (unless allowed), private, link-local, shared, reserved, multicast, and
/// the forms of version 6 that hide one of these.
#[must_use]
pub fn forbidden(address: IpAddr, loopback: bool) -> bool {
    match address.to_canonical() {
        IpAddr::V4(v4) if v4.is_loopback() => !loopback || v4 != Ipv4Addr::LOCALHOST,
        IpAddr::V6(v6) if v6.is_loopback() => !loopback,
        IpAddr::V4(v4) => forbidden_v4(v4),
        IpAddr::V6(v6) => forbidden_v6(v6),
    }
}

fn forbidden_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let shared = a == 100 && (64..128).contains(&b);
    let protocol = (a, b, c) == (192, 0, 0) || (a, b, c) == (192, 88, 99);
    let benchmark = a == 198 && (b == 18 || b == 19);
    a == 0
        || a >= 224
        || shared
        || protocol
        || benchmark
        || address.is_private()
        || address.is_link_local()
        || address.is_documentation()
}

fn forbidden_v6(address: Ipv6Addr) -> bool {
    let [first, second, ..] = address.segments();
    // only 2000::/3 is routed between networks; inside it 6to4 and Teredo carry addresses of version 4, 2001::/23 and
    // 2001:db8::/32 are not for hosts
    let global = first & 0xe000 == 0x2000;
    let special = first == 0x2002 || (first == 0x2001 && (second < 0x0200 || second == 0x0db8)) || first == 0x3fff;
    !global || special
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ssrf_01_only_public_addresses_are_dialled() {
        let refused = |text: &str, loopback| forbidden(text.parse().unwrap(), loopback);
        for good in ["8.8.8.8", "1.1.1.1", "::ffff:8.8.8.8", "2606:4700::1111", "2a00:1450::1"] {
            assert!(!refused(good, false), "{good}");
        }
        for bad in [
            "0.0.0.0",
            "10.0.0.1",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "198.18.0.1",
            "192.0.0.8",
            "192.0.2.1",
            "198.51.100.1",
            "203.0.113.1",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "127.0.0.2",
            "::",
            "fd00::1",
            "fc00::1",
            "fe80::1",
            "ff02::1",
            "64:ff9b::7f00:1",
            "2002:7f00:1::",
            "2001::1",
            "2001:db8::1",
            "::ffff:10.0.0.1",
            "::ffff:169.254.169.254",
            "::7f00:1",
            "fec0::1",
        ] {
            assert!(refused(bad, false) && refused(bad, true), "{bad}");
        }
        for local in ["127.0.0.1", "::1", "::ffff:127.0.0.1"] {
            assert!(refused(local, false) && !refused(local, true), "{local}");
        }
    }
}
