//! Atlas FX with a simulator of its own and the people who work with it.

use crate::support::start;
use crm_simulator::{Config, Simulator};
use crm_testing::{Broker, Browser, TestApp};
use serde_json::{Value, json};

pub struct World {
    pub app: TestApp,
    pub atlas: Broker,
    pub simulator: Simulator,
    pub manager: Browser,
}

impl World {
    pub async fn new() -> Self {
        let app = start().await;
        let atlas = app.tenant("atlas").await;
        allow_host(&app, &atlas, "127.0.0.1").await;
        let simulator = Simulator::start(Config::driven(app.clock.now().timestamp_millis())).await.unwrap();
        let manager = app.sign_in(&app.staff(&atlas, "CRM Manager").await).await;
        Self { app, atlas, simulator, manager }
    }

    /// What the MT5 side of the simulator is added with.
    pub fn mt5(&self) -> Value {
        let reach = &self.simulator.reach().mt5;
        json!({"kind": "MT5", "environment": "LIVE", "name": "Live 5", "host": "127.0.0.1", "port": reach.address.port(),
            "manager": reach.login.to_string(), "secret": reach.password, "pin": reach.certificate_sha256, "daylight": "EUROPE"})
    }

    /// What the MT4 side of the simulator is added with.
    pub fn mt4(&self) -> Value {
        let reach = &self.simulator.reach().mt4;
        json!({"kind": "MT4", "environment": "LIVE", "name": "Live 4", "host": "127.0.0.1", "port": reach.address.port(), "plain": true,
            "manager": reach.client_id, "secret": reach.client_secret, "platform": reach.trade_platform})
    }

    /// Adds a server; gives its id.
    pub async fn add(&self, input: Value) -> String {
        let made = add(&self.manager, input).await;
        made["tradingServer"]["id"].as_str().unwrap_or_else(|| panic!("{made}")).to_owned()
    }
}

/// The operator's word.
pub async fn allow_host(app: &TestApp, broker: &Broker, host: &str) {
    let tenant = broker.tenant.id.uuid();
    app.sql(&format!(
        "INSERT INTO platform.trading_host (tenant_id, host, allowed_at) VALUES ('{tenant}', '{host}', now())"
    ))
    .await;
}

pub async fn add(browser: &Browser, input: Value) -> Value {
    let document = "mutation M($input: AddTradingServerInput!) { addTradingServer(input: $input) { tradingServer { id version state kind host port pin plain } errors { code message path } } }";
    browser.graphql(document, json!({ "input": input })).await["addTradingServer"].take()
}

/// The code of the first user error.
pub fn code(payload: &Value) -> &str {
    payload["errors"][0]["code"].as_str().unwrap_or_default()
}
