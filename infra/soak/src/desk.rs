use crate::ground::Ground;
use crate::person::Person;
use anyhow::Context;
use serde_json::{Value, json};
use std::sync::Arc;

/// A client's account on one of the two servers.
#[derive(Clone, Debug)]
pub(crate) struct Account {
    pub id: String,
    pub login: String,
    pub mt4: bool,
    /// One position a symbol.
    pub netting: bool,
}

/// Who works here, and on what.
pub(crate) struct Desk {
    pub manager: Arc<Person>,
    /// Who may ask for operations; the first two may agree to one, too.
    pub people: Vec<Arc<Person>>,
    /// Their ids, in the same order.
    pub ids: Vec<String>,
    pub accounts: Vec<Account>,
    servers: Vec<String>,
}

/// Clients; each has an account that hedges and one that nets on MT5, and one on MT4.
const CLIENTS: usize = 6;

/// Brings the broker's people in, and connects both servers with some clients' accounts on them.
pub(crate) async fn open(ground: &Ground) -> anyhow::Result<Desk> {
    let manager = Person::of(ground, "CRM Manager")?;
    let people = vec![Arc::clone(&manager), Person::of(ground, "Finance")?, Person::of(ground, "Dealer")?];
    let mut ids = Vec::new();
    for person in &people {
        person.arrive().await.with_context(|| format!("{} cannot arrive", person.email))?;
        ids.push(text(&person.get("Me", json!({})).await?, "/staff/id")?);
    }
    let mut desk = Desk { manager, people, ids, accounts: Vec::new(), servers: Vec::new() };
    let ports = ground.simulator.ports;
    let (mt5, mt4) = (&ground.reach.mt5, &ground.reach.mt4);
    let mt5 = json!({"kind": "MT5", "environment": "LIVE", "name": "Soak 5", "host": "127.0.0.1", "port": ports.mt5,
        "manager": mt5.login.to_string(), "secret": mt5.password, "pin": mt5.certificate_sha256, "daylight": "EUROPE"});
    let mt4 = json!({"kind": "MT4", "environment": "LIVE", "name": "Soak 4", "host": "127.0.0.1", "port": ports.mt4,
        "plain": true, "manager": mt4.client_id, "secret": mt4.client_secret, "platform": mt4.trade_platform,
        "daylight": "EUROPE"});
    let server = desk.connect(mt5).await?;
    let other = desk.connect(mt4).await?;
    let mut products = Vec::new();
    for (server, group) in [(&server, "real\\standard"), (&server, "real\\netting"), (&other, "standard")] {
        products.push(desk.product(server, group).await?);
    }
    for n in 0..CLIENTS {
        let input = json!({"kind": "INDIVIDUAL", "firstName": format!("Client {n}"), "lastName": "Soak", "country": "ES",
            "email": format!("client.{n}@soak.example")});
        let client = desk.manager.get("CreateClient", json!({ "input": input })).await?;
        let client = text(&client, "/client/id")?;
        for (product, (mt4, netting)) in products.iter().zip([(false, false), (false, true), (true, false)]) {
            let input = json!({"clientId": client, "productId": product, "leverage": 100, "showPasswords": false});
            let opened = desk.manager.get("OpenAccount", json!({ "input": input })).await?;
            let (id, login) = (text(&opened, "/tradingAccount/id")?, text(&opened, "/tradingAccount/login")?);
            desk.accounts.push(Account { id, login, mt4, netting });
        }
    }
    let rule = json!({"aloneUpTo": "0.20", "maxSlippage": 20, "stepUp": false, "version": 0});
    desk.manager.get("SetRule", json!({ "input": rule })).await?;
    let band = json!({"currency": "USD", "version": 0, "aloneUpTo": "100.00", "aloneADay": "10000000.00",
        "approveUpTo": "1000000.00"});
    desk.manager.get("SetBand", json!({ "input": band })).await?;
    Ok(desk)
}

impl Desk {
    async fn connect(&mut self, input: Value) -> anyhow::Result<String> {
        let server = self.manager.get("AddServer", json!({ "input": input })).await?;
        let server = text(&server, "/tradingServer/id")?;
        self.servers.push(server.clone());
        Ok(server)
    }

    async fn product(&self, server: &str, group: &str) -> anyhow::Result<String> {
        let input = json!({"serverId": server, "name": format!("Standard {group}"), "leverages": [100],
            "currencies": [{"group": group, "minimumDeposit": "1.00"}]});
        let product = self.manager.get("AddProduct", json!({ "input": input })).await?;
        text(&product, "/product/id")
    }

    /// Ends the drivers' wait after failures in a row, as a person would with the "test" button.
    pub(crate) async fn reconnect(&self) {
        for server in &self.servers {
            // what goes wrong here shows in the next operation
            let _ = self.manager.ask("TestServer", &json!({ "id": server })).await;
        }
    }
}

/// A text of an answer.
pub(crate) fn text(value: &Value, place: &str) -> anyhow::Result<String> {
    Ok(value.pointer(place).and_then(Value::as_str).with_context(|| format!("no {place} in {value}"))?.to_owned())
}
