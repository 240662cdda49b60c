//! A broker's desk that moves money: one live account, somebody of Finance, and the simulator's own book.

use crate::accounts::open;
use crate::world::World;
use chrono::Duration;
use crm_simulator::faults::{Fault, Rule, Side};
use crm_testing::{Browser, Person};
use serde_json::{Value, json};
use std::collections::BTreeMap;

pub const WHY: &str = "As agreed with the client";
pub const FIELDS: &str = "operation { id version state needs amount tag deal said mine approvable approveReason requestedBy { name } decidedBy { name } } errors { code message path }";

/// Atlas with one live MT5 account of a client.
pub struct Desk {
    pub world: World,
    pub account: String,
    pub login: u64,
    pub client: String,
    pub fiona: Person,
    pub finance: Browser,
}

impl Desk {
    pub async fn new() -> Self {
        Self::at(Side::Mt5).await
    }

    /// The same on either kind of server.
    pub async fn at(side: Side) -> Self {
        let world = World::new().await;
        let (server, group) = match side {
            Side::Mt4 => (world.mt4(), "standard"),
            Side::Mt5 | Side::Any => (world.mt5(), "real\\standard"),
        };
        let product = world.product(server, group).await;
        let client = world.client("Olga", "Novak").await;
        let opened = open(&world, &product, &client).await;
        let account = opened["tradingAccount"]["id"].as_str().unwrap_or_else(|| panic!("{opened}")).to_owned();
        let login = opened["tradingAccount"]["login"].as_str().unwrap().parse().unwrap();
        let fiona = world.app.staff(&world.atlas, "Finance").await;
        let finance = world.app.sign_in(&fiona).await;
        Self { world, account, login, client, fiona, finance }
    }

    /// Time goes on for everybody; both sign in again.
    pub async fn advance(&self, by: Duration) {
        self.world.advance(by).await;
        self.world.back(&self.finance, &self.fiona).await;
    }

    /// A band under which everything small is moved alone.
    pub async fn alone(&self) {
        self.band(0, ["1000.00", "1000000.00", "5000.00"]).await;
    }

    /// Sets the band: at once, in a day, and what a second person suffices for.
    pub async fn band(&self, version: i32, [at_once, a_day, approve]: [&str; 3]) {
        let document = "mutation M($input: SetBalanceBandInput!) { setBalanceBand(input: $input) { band { version } errors { code path } } }";
        let input = json!({"currency": "USD", "version": version, "aloneUpTo": at_once, "aloneADay": a_day, "approveUpTo": approve});
        let set = self.world.manager.graphql(document, json!({ "input": input })).await;
        assert_eq!(set["setBalanceBand"]["band"]["version"], version + 1, "{set}");
    }

    /// Another account of the client on the same product, as another desk would have it: its id.
    pub async fn second_account(&self) -> String {
        let products = self.world.manager.graphql("{ accountProducts { id } }", json!({})).await;
        let product = products["accountProducts"][0]["id"].as_str().unwrap();
        let opened = open(&self.world, product, &self.client).await;
        opened["tradingAccount"]["id"].as_str().unwrap_or_else(|| panic!("{opened}")).to_owned()
    }

    pub async fn ask(&self, by: &Browser, key: &str, kind: &str, amount: &str) -> Value {
        self.ask_on(&self.account, by, key, kind, amount).await
    }

    pub async fn ask_on(&self, account: &str, by: &Browser, key: &str, kind: &str, amount: &str) -> Value {
        let document = format!(
            "mutation M($input: RequestBalanceOperationInput!) {{ requestBalanceOperation(input: $input) {{ {FIELDS} }} }}"
        );
        let input = json!({"requestKey": key, "accountId": account, "kind": kind, "amount": amount, "reason": WHY});
        by.graphql(&document, json!({ "input": input })).await["requestBalanceOperation"].take()
    }

    pub async fn step(&self, by: &Browser, what: &str, ty: &str, input: Value) -> Value {
        let document = format!("mutation M($input: {ty}!) {{ {what}(input: $input) {{ {FIELDS} }} }}");
        by.graphql(&document, json!({ "input": input })).await[what].take()
    }

    pub async fn approve(&self, by: &Browser, operation: &Value) -> Value {
        let input = json!({"id": operation["id"], "version": operation["version"]});
        self.step(by, "approveBalanceOperation", "DecideBalanceOperationInput", input).await
    }

    pub async fn decline(&self, by: &Browser, operation: &Value) -> Value {
        let input =
            json!({"id": operation["id"], "version": operation["version"], "reason": "Not agreed with the client"});
        self.step(by, "declineBalanceOperation", "ReasonedInput", input).await
    }

    pub async fn find_out(&self, operation: &Value) -> Value {
        let document = format!("mutation M($id: ID!) {{ findOutBalanceOperation(id: $id) {{ {FIELDS} }} }}");
        self.finance.graphql(&document, json!({"id": operation["id"]})).await["findOutBalanceOperation"].take()
    }

    pub async fn reconnect(&self) {
        let servers = self.world.manager.graphql("{ tradingServers { id } }", json!({})).await;
        let document = "mutation M($id: ID!) { testTradingServer(id: $id) { test { signedIn } errors { code } } }";
        let tested = self.world.manager.graphql(document, json!({"id": servers["tradingServers"][0]["id"]})).await;
        assert_eq!(tested["testTradingServer"]["test"]["signedIn"], true, "{tested}");
    }

    pub fn fault(&self, fault: Fault, per_million: u32, times: Option<u32>) -> Rule {
        let commands = ["trade/balance", "TradeTransaction"].map(str::to_owned).to_vec();
        Rule { server: Side::Any, commands, login: None, per_million, times, fault }
    }

    /// The simulator's own book: how often each tag was booked, and the sum.
    pub fn book(&self) -> (BTreeMap<String, u32>, rust_decimal::Decimal) {
        let mut tags = BTreeMap::new();
        let mut sum = rust_decimal::Decimal::ZERO;
        for deal in self.world.simulator.control().deals(0, Some(self.login), 100_000) {
            if let Some(at) = deal.comment.find("D:") {
                *tags.entry(deal.comment[at..at + 18].to_owned()).or_insert(0) += 1;
                sum += deal.amount;
            }
        }
        (tags, sum)
    }
}
