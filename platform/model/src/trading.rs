//! Trading servers as the CRM keeps them: which product, for what, and where.

use crate::Problem;
use std::fmt;
use std::net::IpAddr;

text_enum! {
    /// Which product a trading server is.
    TradingProduct {
        /// MetaTrader 5 by its Web API.
        Mt5 = "mt5",
        /// MetaTrader 4 by an HTTP gateway.
        Mt4 = "mt4",
    }
}

text_enum! {
    /// Whether real money is traded.
    TradingEnvironment {
        /// Real money.
        Live = "live",
        /// Play money.
        Demo = "demo",
    }
}

text_enum! {
    /// Whose summer time a server's wall clock keeps.
    TradingDaylight {
        /// None, or not known: changes are noticed when the clock is read.
        None = "none",
        /// The United States'.
        UnitedStates = "us",
        /// Europe's.
        Europe = "europe",
    }
}

text_enum! {
    /// Whether a server is in use.
    TradingServerStatus {
        /// In use.
        Active = "active",
        /// Put away: nothing is asked of it.
        Archived = "archived",
    }
}

/// A host in its one spelling: a DNS name in small letters, or an address as the standard writes it. Forms that resolvers
/// understand and people overlook (`2130706433`, `0x7f.1`, `127.1`, `localhost.`) are no hosts (SSRF-01).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TradingHost(String);

/// Longest DNS name.
const HOST_MAX: usize = 253;

impl TradingHost {
    /// Reads a host as people write it, without scheme, port or path.
    ///
    /// # Errors
    /// `invalid_host` at the field.
    pub fn parse(field: &str, text: &str) -> Result<Self, Problem> {
        let text = text.trim().to_lowercase();
        let bare = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(&text);
        if let Ok(address) = bare.parse::<IpAddr>() {
            return Ok(Self(address.to_string()));
        }
        let name = text.len() <= HOST_MAX && text.split('.').all(is_label) && !is_number(text.rsplit('.').next());
        name.then_some(Self(text)).ok_or_else(|| {
            Problem::at(
                field,
                "invalid_host",
                "Write the host alone, such as mt5.example.com or 203.0.113.7: no https://, port or path.",
            )
        })
    }

    /// As it is kept and compared.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for TradingHost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn is_label(label: &str) -> bool {
    (1..=63).contains(&label.len())
        && label.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        && !label.starts_with('-')
        && !label.ends_with('-')
}

/// Resolvers take a name whose last label is a number for an address.
fn is_number(last: Option<&str>) -> bool {
    last.is_some_and(|label| {
        let digits = label.strip_prefix("0x");
        label.bytes().all(|b| b.is_ascii_digit())
            || digits.is_some_and(|hex| hex.bytes().all(|b| b.is_ascii_hexdigit()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ssrf_01_a_host_has_one_spelling() {
        let host = |text: &str| TradingHost::parse("host", text).map(|host| host.to_string());
        assert_eq!(host(" MT5.Example.com ").unwrap(), "mt5.example.com");
        assert_eq!(host("203.0.113.7").unwrap(), "203.0.113.7");
        assert_eq!(host("[2001:DB8::1]").unwrap(), "2001:db8::1");
        assert_eq!(host("localhost").unwrap(), "localhost");
        for odd in [
            "",
            " ",
            ".",
            "localhost.",
            "2130706433",
            "0x7f.1",
            "127.1",
            "0x7f000001",
            "a..b",
            "-a.com",
            "a-.com",
            "https://mt5.example.com",
            "mt5.example.com:443",
            "mt5.example.com/x",
            "user@mt5.example.com",
            "m\u{e9}t5.com",
            "a b",
            "a\u{0}b",
            "0177.0.0.1",
        ] {
            assert!(host(odd).is_err(), "{odd}");
        }
    }
}
