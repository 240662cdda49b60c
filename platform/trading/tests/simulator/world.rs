//! A simulator with a clock that the tests drive, and both drivers on it.

use crate::support::Loopback;
use chrono::{DateTime, TimeDelta, Utc};
use crm_model::{Clock, ManualClock};
use crm_simulator::control::PriceRequest;
use crm_simulator::faults::Rule;
use crm_simulator::{Config, Simulator};
use crm_trading::{
    Access, Daylight, Intent, Login, Secret, ServerSettings, TimeLimits, TradingServer, Trust, Window, connect,
};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

/// A Wednesday, and a summer day of the server's zone.
const START: &str = "2026-07-01T10:00:00Z";

pub struct World {
    pub simulator: Simulator,
    pub clock: ManualClock,
    pub start: DateTime<Utc>,
}

impl World {
    pub async fn new() -> Self {
        let start: DateTime<Utc> = START.parse().unwrap();
        let mut config = Config::driven(start.timestamp_millis());
        config.ticks_per_second = 0;
        let simulator = Simulator::start(config).await.unwrap();
        let world = Self { simulator, clock: ManualClock::at(start), start };
        world.price("1.10000", "1.10010");
        world
    }

    pub fn price(&self, bid: &str, ask: &str) {
        let price =
            PriceRequest { symbol: "EURUSD".into(), bid: bid.parse().unwrap(), ask: ask.parse().unwrap(), hold: true };
        assert!(self.simulator.control().set_price(&price));
    }

    pub fn advance(&self, seconds: i64) {
        self.simulator.control().advance(seconds * 1_000);
        self.clock.advance(TimeDelta::seconds(seconds));
    }

    pub fn faults(&self, rules: &[&str]) {
        let rules: Vec<Rule> = rules.iter().map(|rule| serde_json::from_str(rule).unwrap()).collect();
        self.simulator.control().set_faults(rules, Some(7));
    }

    pub fn window(&self) -> Window {
        Window { from: self.start - TimeDelta::minutes(1), to: self.clock.now() + TimeDelta::minutes(1) }
    }

    fn open(&self, access: Access, trust: Trust, at: SocketAddr) -> Arc<dyn TradingServer> {
        let limits =
            TimeLimits { read: Duration::from_secs(3), result: Duration::from_secs(3), ..TimeLimits::default() };
        let settings =
            ServerSettings { name: "simulator".to_owned(), access, trust, daylight: Daylight::Europe, limits };
        connect(settings, Arc::new(Loopback(at)), Clock::manual(self.clock.clone())).unwrap()
    }

    pub fn mt5(&self) -> Arc<dyn TradingServer> {
        let reach = &self.simulator.reach().mt5;
        let access = Access::Mt5 {
            host: "localhost".to_owned(),
            port: reach.address.port(),
            manager: Login(reach.login),
            password: Secret::new(reach.password.clone()),
        };
        let trust = Trust::Authorities(reach.certificate_pem.clone().into_bytes());
        self.open(access, trust, reach.address)
    }

    pub fn mt4(&self) -> Arc<dyn TradingServer> {
        let reach = &self.simulator.reach().mt4;
        let base: url::Url = reach.base_url.parse().unwrap();
        let access = Access::Mt4 {
            base: base.clone(),
            authority: base,
            client_id: reach.client_id.clone(),
            client_secret: Secret::new(reach.client_secret.clone()),
            scope: None,
            platform: None,
        };
        self.open(access, Trust::PlainLoopback, reach.address)
    }

    /// How often a tag stands in the simulator's own log.
    pub fn booked(&self, intent: Intent) -> usize {
        let tag = intent.reference.to_string();
        self.simulator.control().deals(0, None, 10_000).iter().filter(|deal| deal.comment.contains(&tag)).count()
    }
}
