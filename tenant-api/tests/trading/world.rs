//! Atlas FX with a simulator of its own and the people who work with it.

use crate::support::start;
use crm_simulator::{Config, Simulator};
use crm_testing::{Broker, Browser, Person, TestApp};
use serde_json::{Value, json};

pub struct World {
    pub app: TestApp,
    pub atlas: Broker,
    pub simulator: Simulator,
    pub maria: Person,
    pub manager: Browser,
}

impl World {
    pub async fn new() -> Self {
        Self::with(|config| config).await
    }

    /// With another simulator.
    pub async fn with(change: impl FnOnce(Config) -> Config) -> Self {
        let app = start().await;
        let atlas = app.tenant("atlas").await;
        allow_host(&app, &atlas, "127.0.0.1").await;
        let config = change(Config::driven(app.clock.now().timestamp_millis()));
        let simulator = Simulator::start(config).await.unwrap();
        let maria = app.staff(&atlas, "CRM Manager").await;
        let manager = app.sign_in(&maria).await;
        Self { app, atlas, simulator, maria, manager }
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

/// Nobody runs this world's clocks but the test.
impl World {
    /// Time goes on, here and on the simulator.
    /// The manager signs in again, since sessions end meanwhile.
    pub async fn advance(&self, by: chrono::Duration) {
        self.app.advance(by);
        self.simulator.control().advance(by.num_milliseconds());
        self.back(&self.manager, &self.maria).await;
    }

    /// Everything that comes round for the broker comes round once, now.
    pub async fn round(&self) {
        let (tenant, now) = (self.atlas.tenant.id.uuid(), self.app.clock.now().to_rfc3339());
        let kinds = crm_app::jobs::SCHEDULES
            .iter()
            .map(|schedule| schedule.kind)
            .filter(|kind| ["Trading", "Account", "Balance", "Trades"].iter().any(|word| kind.contains(word)));
        for kind in kinds {
            self.app.sql(&format!("INSERT INTO queue.job (tenant_id, id, kind, run_at) VALUES ('{tenant}', gen_random_uuid(), '{kind}', '{now}')")).await;
        }
        self.app.run_jobs().await;
    }

    /// Somebody signs in again in the same browser.
    pub async fn back(&self, browser: &Browser, person: &Person) {
        browser.set_cookie(self.app.sign_in(person).await.cookie());
    }

    /// A server with one product.
    pub async fn product(&self, server: Value, group: &str) -> String {
        let name = format!("Standard {}", server["kind"]);
        let server = self.add(server).await;
        self.product_on(&server, &name, group).await
    }

    /// A product of a server.
    pub async fn product_on(&self, server: &str, name: &str, group: &str) -> String {
        let made = self.add_product(server, name, json!([{"group": group, "minimumDeposit": "10.00"}])).await;
        made["product"]["id"].as_str().unwrap_or_else(|| panic!("{made}")).to_owned()
    }

    /// Tries to add a product of currencies to a server.
    pub async fn add_product(&self, server: &str, name: &str, currencies: Value) -> Value {
        let document = "mutation M($input: AddAccountProductInput!) { addAccountProduct(input: $input) { product { id version currencies { currency group digits minimumDeposit } } errors { code message path } } }";
        let input = json!({"serverId": server, "name": name, "currencies": currencies, "leverages": [30, 100, 200]});
        self.manager.graphql(document, json!({ "input": input })).await["addAccountProduct"].take()
    }

    /// A client of nobody's.
    pub async fn client(&self, first: &str, last: &str) -> String {
        let document = "mutation M($input: CreateClientInput!) { createClient(input: $input) { client { id } errors { code path } } }";
        let input = json!({"kind": "INDIVIDUAL", "firstName": first, "lastName": last, "country": "ES",
            "email": format!("{}.{}@clients.example", first.to_lowercase(), last.to_lowercase()), "phone": "+34 612 345 678"});
        let made = self.manager.graphql(document, json!({ "input": input })).await;
        made["createClient"]["client"]["id"].as_str().unwrap_or_else(|| panic!("{made}")).to_owned()
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
