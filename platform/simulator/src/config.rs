use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::clock::Pace;
use crate::control::SeedRequest;
use crate::engine::{Group, Zone};
use crate::faults::DealerShape;
use crate::market::{Listing, bench_listings, default_groups, default_listings};

/// Everything about a simulator. A file holds any part of it as JSON; what is left out has a default.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Address of the MT5 Web API; port 0: any free one.
    pub mt5: SocketAddr,
    /// Address of the MT4 gateway.
    pub mt4: SocketAddr,
    /// Address of the control interface; loopback only.
    pub control: SocketAddr,
    /// Where chance begins.
    pub seed: u64,
    /// How time passes.
    pub pace: Pace,
    /// Milliseconds since 1970 (UTC) at the start; none: now.
    pub start: Option<i64>,
    /// Ticks of all symbols together; 0: none.
    pub ticks_per_second: u32,
    /// Closed on Saturdays and Sundays of the server's clock.
    pub weekends: bool,
    /// The servers' time zone.
    pub zone: Zone,
    /// Traded symbols.
    pub listings: Vec<Listing>,
    /// Groups of both platforms.
    pub groups: Vec<Group>,
    /// Login and API password of MT5's manager.
    pub manager: Manager,
    /// OAuth2 client of the MT4 gateway.
    pub gateway: GatewayClient,
    /// State file; none: everything is forgotten at the end.
    pub state: Option<PathBuf>,
    /// How MT5 behaves where builds differ.
    pub mt5_build: Build,
    /// Accounts that a new world begins with; a kept one has them already.
    pub accounts: Vec<SeedRequest>,
}

/// Who signs in to MT5.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Manager {
    pub login: u64,
    pub password: String,
}

impl Default for Manager {
    fn default() -> Self {
        Self { login: 1000, password: "Manager-1000".to_owned() }
    }
}

/// Who signs in to the MT4 gateway.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct GatewayClient {
    pub client_id: String,
    pub client_secret: String,
    /// Id of the one trade platform.
    pub platform: String,
    /// Life of a token in seconds of the simulator's clock.
    pub token_seconds: i64,
}

impl Default for GatewayClient {
    fn default() -> Self {
        Self {
            client_id: "simulator".to_owned(),
            client_secret: "Gateway-secret".to_owned(),
            platform: "4d543400-0000-4000-8000-000000000001".to_owned(),
            token_seconds: 3_600,
        }
    }
}

/// Behaviour of MT5 that differs between builds or is only known from documents.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Build {
    /// Number that `auth/start` names.
    pub version: u32,
    /// Code for an unknown group: 3 or 8.
    pub unknown_group: u32,
    /// Seconds between `auth/start` and `auth/answer`.
    pub auth_seconds: u64,
    /// Seconds of silence until a connection ends.
    pub idle_seconds: u64,
    /// Milliseconds of the simulator's clock until a dealer request is carried out.
    pub dealer_delay_ms: i64,
    /// Place and spelling of dealer ids.
    pub dealer_shape: DealerShape,
    /// Spell the flags field as the documents do (`ModificationFlags`) instead of as the wire does (`ModifyFlags`).
    pub documented_spelling: bool,
}

impl Default for Build {
    fn default() -> Self {
        Self {
            version: 4_755,
            unknown_group: 8,
            auth_seconds: 10,
            idle_seconds: 180,
            dealer_delay_ms: 20,
            dealer_shape: DealerShape::default(),
            documented_spelling: false,
        }
    }
}

impl Default for Config {
    fn default() -> Self {
        let anywhere = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        Self {
            mt5: anywhere,
            mt4: anywhere,
            control: anywhere,
            seed: 1,
            pace: Pace::Times(1),
            start: None,
            ticks_per_second: 20,
            weekends: true,
            zone: Zone { minutes: 120, daylight: true },
            listings: default_listings(),
            groups: default_groups(),
            manager: Manager::default(),
            gateway: GatewayClient::default(),
            state: None,
            mt5_build: Build::default(),
            accounts: Vec::new(),
        }
    }
}

impl Config {
    /// For tests: a clock that stands at this moment (milliseconds since 1970, UTC) until it is advanced, and dealer
    /// requests that are carried out at once.
    #[must_use]
    pub fn driven(start: i64) -> Self {
        let mut config = Self { pace: Pace::Driven, start: Some(start), ..Self::default() };
        config.mt5_build.dealer_delay_ms = 0;
        config
    }

    /// For measuring: 500 symbols and 2,000 ticks a second, day and night.
    #[must_use]
    pub fn bench() -> Self {
        Self { listings: bench_listings(500), ticks_per_second: 2_000, weekends: false, ..Self::default() }
    }
}
