//! A dealer of Atlas, and a client's funded accounts: hedging and netting on MT5, and MT4.

use crate::accounts::open;
use crate::world::World;
use chrono::Duration;
use crm_simulator::Config;
use crm_simulator::control::PriceRequest;
use crm_simulator::faults::{Fault, Rule, Side};
use crm_testing::{Browser, Person};
use serde_json::{Value, json};
use std::collections::BTreeMap;

pub const WHY: &str = "As agreed with the client";
const FIELDS: &str = "command { id version kind state symbol side pendingKind lots ticket byTicket price stopLoss takeProfit before { lots price stopLoss takeProfit } after { lots price stopLoss takeProfit }
    filledLots filledPrice slippage deal order said tookMs reason needsApproval mine approvable notApprovableBecause requestedBy { name } decidedBy { name } } errors { code message path }";

/// A funded account.
#[derive(Clone, Debug)]
pub struct Account {
    pub id: String,
    pub login: u64,
}

pub struct Desk {
    pub world: World,
    pub hedging: Account,
    pub netting: Account,
    pub mt4: Account,
    dora: Person,
    pub dealer: Browser,
}

impl Desk {
    /// Prices stand still at 1.10000 / 1.10010 unless a test moves them.
    pub async fn new() -> Self {
        let world = World::with(|config| Config { ticks_per_second: 0, weekends: false, ..config }).await;
        let hedging = world.product(world.mt5(), "real\\standard").await;
        let servers = world.manager.graphql("{ tradingServers { id } }", json!({})).await;
        let mt5 = servers["tradingServers"][0]["id"].as_str().unwrap().to_owned();
        let netting = world.product_on(&mt5, "Netting", "real\\netting").await;
        let mt4 = world.product(world.mt4(), "standard").await;
        let client = world.client("Olga", "Novak").await;
        let band = "mutation M($input: SetBalanceBandInput!) { setBalanceBand(input: $input) { band { version } errors { code path } } }";
        let input = json!({"currency": "USD", "version": 0, "aloneUpTo": "1000000.00", "aloneADay": "9000000.00", "approveUpTo": "9000000.00"});
        world.manager.graphql(band, json!({ "input": input })).await;
        let mut accounts = Vec::new();
        for product in [&hedging, &netting, &mt4] {
            let opened = open(&world, product, &client).await;
            let text =
                |field: &str| opened["tradingAccount"][field].as_str().unwrap_or_else(|| panic!("{opened}")).to_owned();
            let account = Account { id: text("id"), login: text("login").parse().unwrap() };
            let deposit = "mutation M($input: RequestBalanceOperationInput!) { requestBalanceOperation(input: $input) { operation { state } errors { code message } } }";
            let input = json!({"requestKey": format!("deposit-{}", account.login), "accountId": account.id, "kind": "DEPOSIT", "amount": "1000000.00", "reason": WHY});
            let paid = world.manager.graphql(deposit, json!({ "input": input })).await;
            assert_eq!(paid["requestBalanceOperation"]["operation"]["state"], "CONFIRMED", "{paid}");
            accounts.push(account);
        }
        let dora = world.app.staff(&world.atlas, "Dealer").await;
        let dealer = world.app.sign_in(&dora).await;
        let [hedging, netting, mt4] = accounts.try_into().unwrap();
        let desk = Self { world, hedging, netting, mt4, dora, dealer };
        desk.price("1.10000", "1.10010");
        desk
    }

    pub fn price(&self, bid: &str, ask: &str) {
        let price =
            PriceRequest { symbol: "EURUSD".into(), bid: bid.parse().unwrap(), ask: ask.parse().unwrap(), hold: true };
        assert!(self.world.simulator.control().set_price(&price));
    }

    /// Time goes on for everybody; all sign in again.
    pub async fn advance(&self, by: Duration) {
        self.world.advance(by).await;
        self.again().await;
        self.price("1.10000", "1.10010");
    }

    /// The dealer signs in again, with a fresh second factor.
    pub async fn again(&self) {
        self.world.back(&self.dealer, &self.dora).await;
    }

    pub fn input(account: &Account, key: &str, kind: &str, more: Value) -> Value {
        let mut input = json!({"requestKey": key, "accountId": account.id, "kind": kind, "reason": WHY});
        for (field, value) in more.as_object().unwrap() {
            input[field] = value.clone();
        }
        input
    }

    pub async fn ask(&self, by: &Browser, account: &Account, key: &str, kind: &str, more: Value) -> Value {
        let document =
            format!("mutation M($input: RequestTradeInput!) {{ requestTrade(input: $input) {{ {FIELDS} }} }}");
        let input = Self::input(account, key, kind, more);
        by.graphql(&document, json!({ "input": input })).await["requestTrade"].take()
    }

    /// The dealer asks, and it is done.
    pub async fn done(&self, account: &Account, key: &str, kind: &str, more: Value) -> Value {
        let asked = self.ask(&self.dealer, account, key, kind, more).await;
        assert_eq!(asked["command"]["state"], "CONFIRMED", "{asked}");
        asked["command"].clone()
    }

    /// The dealer opens a bought position; gives its ticket.
    pub async fn bought(&self, account: &Account, key: &str, lots: &str) -> String {
        self.done(account, key, "OPEN", json!({"symbol": "EURUSD", "side": "BUY", "lots": lots})).await;
        let ticket = self.ticket(account).await;
        let newest = ticket["positions"].as_array().unwrap().last().unwrap();
        newest["ticket"].as_str().unwrap().to_owned()
    }

    pub async fn step(&self, by: &Browser, what: &str, ty: &str, input: Value) -> Value {
        let document = format!("mutation M($input: {ty}!) {{ {what}(input: $input) {{ {FIELDS} }} }}");
        by.graphql(&document, json!({ "input": input })).await[what].take()
    }

    pub async fn approve(&self, by: &Browser, command: &Value) -> Value {
        let input = json!({"id": command["id"], "version": command["version"]});
        self.step(by, "approveTrade", "DecideTradeInput", input).await
    }

    pub async fn find_out(&self, command: &Value) -> Value {
        let document = format!("mutation M($id: ID!) {{ findOutTrade(id: $id) {{ {FIELDS} }} }}");
        let found = self.dealer.graphql(&document, json!({"id": command["id"]})).await["findOutTrade"].take();
        assert_eq!(found["errors"], json!([]), "{found}");
        found["command"].clone()
    }

    pub async fn ticket(&self, account: &Account) -> Value {
        let document = "query Q($id: ID!) { tradeTicket(accountId: $id, symbol: \"EURUSD\") { symbol digits point bid ask quotedAt maxSlippage lotsMin lotsMax lotsStep stopsLevel tradeMode kinds pendingKinds
            positions { key ticket side lots priceOpen stopLoss takeProfit profit marginLevel client { number } } orders { ticket kind lots price priceTrigger stopLoss expiresAt } account { id } } }";
        self.dealer.graphql(document, json!({"id": account.id})).await["tradeTicket"].take()
    }

    pub async fn preview(&self, account: &Account, kind: &str, more: Value) -> Value {
        let document = "query Q($input: RequestTradeInput!) { tradePreview(input: $input) { checks { code outcome text } needsApproval price marginNeeded marginFreeAfter result } }";
        let input = Self::input(account, "preview-0001", kind, more);
        self.dealer.graphql(document, json!({ "input": input })).await["tradePreview"].take()
    }

    /// The drivers let the servers be asked again at once after a row of failures.
    pub async fn reconnect(&self) {
        let servers = self.world.manager.graphql("{ tradingServers { id } }", json!({})).await;
        let document = "mutation M($id: ID!) { testTradingServer(id: $id) { test { signedIn } errors { code } } }";
        for server in servers["tradingServers"].as_array().unwrap() {
            let tested = self.world.manager.graphql(document, json!({"id": server["id"]})).await;
            assert_eq!(tested["testTradingServer"]["test"]["signedIn"], true, "{tested}");
        }
    }

    /// Goes wrong with the next request that changes something.
    pub fn next_fault(&self, fault: Fault) {
        let commands = vec!["dealer/send_request".to_owned(), "TradeTransaction".to_owned()];
        let rule = Rule { server: Side::Any, commands, login: None, per_million: 1_000_000, times: Some(1), fault };
        self.world.simulator.control().set_faults(vec![rule], None);
    }

    /// The simulator's own book: how often each tag stands on a deal, on all accounts.
    pub fn book(&self) -> BTreeMap<String, u32> {
        let mut tags = BTreeMap::new();
        for deal in self.world.simulator.control().deals(0, None, 100_000) {
            // 0 bought, 1 sold
            if let Some(at) = deal.comment.find("D:").filter(|_| deal.action < 2) {
                *tags.entry(deal.comment[at..at + 18].to_owned()).or_insert(0) += 1;
            }
        }
        tags
    }

    /// The tags of commands of a kind in a state, as the database has them.
    pub async fn tags(&self, condition: &str) -> Vec<String> {
        let mut admin = self.world.app.admin().await;
        let sql = format!("SELECT reference FROM crm.trade_command WHERE {condition} ORDER BY requested_at");
        let rows: Vec<Vec<u8>> = sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).fetch_all(&mut *admin).await.unwrap();
        rows.iter().map(|bytes| format!("D:{}", data_encoding::BASE32_NOPAD.encode(bytes))).collect()
    }
}
