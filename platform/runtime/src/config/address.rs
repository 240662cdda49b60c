use super::parse;
use crate::Environment;
use std::fmt;

/// The scheme of the addresses that people see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// Development on loopback.
    Http,
    /// Everything else.
    Https,
}

impl Scheme {
    const fn own_port(self) -> u16 {
        match self {
            Self::Http => 80,
            Self::Https => 443,
        }
    }
}

impl fmt::Display for Scheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Http => "http",
            Self::Https => "https",
        })
    }
}

/// By which addresses brokers are reached: `<slug>.<platform>`, `my.<slug>.<platform>`, `api.<slug>.<platform>`. What is
/// sent out is built from here and the tenant's slug, never from what a request claims (HOST-05).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicAddress {
    /// The domain under which brokers live, in lower case.
    pub platform: String,
    /// http only in development.
    pub scheme: Scheme,
    /// When it is not the scheme's own.
    pub port: Option<u16>,
}

impl PublicAddress {
    pub(super) fn read(env: &Environment) -> Option<Self> {
        let platform = env.required(
            "PLATFORM_DOMAIN",
            "the domain under which brokers live, such as crm.example.com",
            parse::domain,
        );
        let scheme = env.required(
            "PUBLIC_SCHEME",
            "http or https",
            parse::one_of(&[("http", Scheme::Http), ("https", Scheme::Https)]),
        );
        let port = env.optional("PUBLIC_PORT", parse::number(1_u16, u16::MAX));
        let scheme = scheme?;
        Some(Self { platform: platform?, scheme, port: port.filter(|port| *port != scheme.own_port()) })
    }
}
