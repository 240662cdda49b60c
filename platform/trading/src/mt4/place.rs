use std::fmt;

use http::HeaderValue;
use url::{Host, Url};

use crate::settings::SettingsError;

/// An http(s) address taken apart for one connection.
#[derive(Clone)]
pub(super) struct Place {
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) host_header: HeaderValue,
    /// Path without the last slash.
    pub(super) path: String,
}

impl Place {
    /// `plain` asks for http instead of https: TLS is decided by the settings, never by an address.
    pub(super) fn of(url: &Url, plain: bool) -> Result<Self, SettingsError> {
        let scheme = if plain { "http" } else { "https" };
        let bare = url.username().is_empty() && url.password().is_none() && url.query().is_none();
        if url.scheme() != scheme || !bare || url.fragment().is_some() {
            return Err(SettingsError::Gateway);
        }
        let port = url.port_or_known_default().ok_or(SettingsError::Gateway)?;
        let host = match url.host().ok_or(SettingsError::Gateway)? {
            Host::Domain(name) => name.to_owned(),
            Host::Ipv4(ip) => ip.to_string(),
            Host::Ipv6(ip) => ip.to_string(),
        };
        let named = url.host_str().unwrap_or_default();
        let named = url.port().map_or_else(|| named.to_owned(), |port| format!("{named}:{port}"));
        let host_header = HeaderValue::from_str(&named).map_err(|_| SettingsError::Gateway)?;
        Ok(Self { host, port, host_header, path: url.path().trim_end_matches('/').to_owned() })
    }
}

impl fmt::Debug for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.host, self.port)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ssrf_03_only_the_settings_decide_on_tls_and_other_schemes_are_refused() {
        let place = |text: &str, plain| Place::of(&Url::parse(text).unwrap(), plain);
        let good = place("https://gw.example.com:8443/mt/", false).unwrap();
        assert_eq!((good.host.as_str(), good.port, good.path.as_str()), ("gw.example.com", 8443, "/mt"));
        assert_eq!(good.host_header, "gw.example.com:8443");
        assert_eq!(place("http://127.0.0.1:9", true).unwrap().host_header, "127.0.0.1:9");
        for bad in [
            "http://gw.example.com",
            "ftp://gw.example.com",
            "file:///etc/passwd",
            "https://user:secret@gw.example.com",
            "https://gw.example.com/?key=1",
            "https://gw.example.com/#x",
        ] {
            assert!(place(bad, false).is_err(), "{bad}");
        }
        assert!(place("https://gw.example.com", true).is_err());
    }
}
