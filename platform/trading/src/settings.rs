use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use crm_model::Clock;
use thiserror::Error;
use url::Url;
use uuid::Uuid;

use crate::clock::Daylight;
use crate::domain::Login;
use crate::{Secret, TradingServer, mt4, mt5};

/// Turns a host into the addresses that the CRM allows. The guard of outgoing connections lives with the caller: it
/// resolves, refuses forbidden ranges, and the drivers connect to what it returns and to nothing else.
#[async_trait]
pub trait Resolve: Send + Sync {
    /// The checked addresses of a host, in the order to try; or in words why there are none.
    ///
    /// # Errors
    /// The host is not allowed or not known.
    async fn resolve(&self, host: &str, port: u16) -> Result<Vec<SocketAddr>, String>;
}

/// Whom to believe on the other end of TLS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trust {
    /// The authorities that this machine trusts.
    System,
    /// Only the authorities of this PEM bundle.
    Authorities(Vec<u8>),
    /// Only the certificate whose DER has this SHA-256, whoever signed it and whatever names it bears.
    Pin([u8; 32]),
    /// No TLS. Only towards this machine itself, for development: every address must be a loopback address.
    PlainLoopback,
}

/// How long each kind of call may take, from the first byte to the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeLimits {
    /// TCP and TLS.
    pub connect: Duration,
    /// Signing in, both steps; MT5 gives ten seconds.
    pub sign_in: Duration,
    /// Reading something small.
    pub read: Duration,
    /// Reading histories and whole groups.
    pub history: Duration,
    /// Putting a trade command or balance operation.
    pub trade: Duration,
    /// Waiting for the result of a trade command (MT5).
    pub result: Duration,
    /// Changing accounts.
    pub change: Duration,
    /// Waiting in line before the first byte.
    pub queue: Duration,
}

impl Default for TimeLimits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(5),
            sign_in: Duration::from_secs(8),
            read: Duration::from_secs(10),
            history: Duration::from_secs(30),
            trade: Duration::from_secs(8),
            result: Duration::from_secs(10),
            change: Duration::from_secs(15),
            queue: Duration::from_secs(20),
        }
    }
}

/// How to speak to a server, with what it takes to be let in.
#[derive(Clone, Debug)]
#[expect(clippy::large_enum_variant, reason = "there is one of it a server")]
pub enum Access {
    /// MT5 Web API.
    Mt5 {
        /// Host of the access server.
        host: String,
        /// Its port, usually 443.
        port: u16,
        /// The manager's login.
        manager: Login,
        /// The manager's API password.
        password: Secret,
    },
    /// MT4 HTTP gateway.
    Mt4 {
        /// Where the gateway is.
        base: Url,
        /// Where tokens come from (OpenID discovery below it).
        authority: Url,
        /// OAuth2 client.
        client_id: String,
        /// Its secret.
        client_secret: Secret,
        /// OAuth2 scope, where the authority asks for one.
        scope: Option<String>,
        /// Which platform of the gateway; `None` where there is exactly one.
        platform: Option<Uuid>,
    },
}

/// A trading server as a broker configured it.
#[derive(Clone, Debug)]
pub struct ServerSettings {
    /// A name for logs; not a secret.
    pub name: String,
    /// How to speak to it.
    pub access: Access,
    /// Whom to believe.
    pub trust: Trust,
    /// Whose summer time its wall clock keeps.
    pub daylight: Daylight,
    /// How long calls may take.
    pub limits: TimeLimits,
}

/// What is wrong with settings. Never repeats a secret.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SettingsError {
    /// The bundle of authorities holds no certificate that can be read.
    #[error("the bundle of certificate authorities cannot be read: write PEM certificates")]
    Authorities,
    /// This machine trusts no authority.
    #[error("this machine knows no certificate authorities: give a bundle or pin the certificate")]
    NoAuthorities,
    /// The host cannot stand in a certificate.
    #[error("the host must be a DNS name or an IP address")]
    Host,
    /// The gateway's address is not usable.
    #[error("the gateway's address must be https:// (http:// only towards this machine), without user or query")]
    Gateway,
    /// TLS could not be set up.
    #[error("TLS cannot be set up on this machine")]
    Tls,
}

/// Opens the driver of a server. Connects with the first call. Must be called inside a Tokio runtime, in which the
/// driver's own task lives until the last handle is dropped.
///
/// # Errors
/// [`SettingsError`]: nothing was sent.
pub fn connect(
    settings: ServerSettings,
    guard: Arc<dyn Resolve>,
    clock: Clock,
) -> Result<Arc<dyn TradingServer>, SettingsError> {
    Ok(match &settings.access {
        Access::Mt5 { .. } => Arc::new(mt5::Mt5::new(settings, guard, clock)?),
        Access::Mt4 { .. } => Arc::new(mt4::Mt4::new(settings, guard, clock)?),
    })
}
