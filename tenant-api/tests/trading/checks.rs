//! What stands against money being moved or an account being changed, while positions are open or a client is frozen.

use crate::accounts::open;
use crate::trader::{Trader, account, calm_world};
use crate::world::{World, code};
use chrono::Duration;
use crm_access::{Grant, Permission, ReachLevel, RoleRules};
use crm_testing::{Browser, Person};
use crm_trading::{Side, Ticket};
use serde_json::{Value, json};

const PREVIEW: &str = "query Q($id: ID!, $k: BalanceKind!, $a: String!) { balancePreview(accountId: $id, kind: $k, amount: $a) { checks { code outcome text } } }";
const WHY: &str = "As agreed with the client";

/// Atlas with a client whose account has money and no open position.
struct Place {
    world: World,
    login: u64,
    account: String,
    client: String,
    finance: Browser,
    fiona: Person,
    trader: Trader,
}

impl Place {
    async fn new() -> Self {
        let world = calm_world().await;
        let product = world.product(world.mt5(), "real\\standard").await;
        let client = world.client("Olga", "Novak").await;
        let (login, account) = account(&world, &product, &client).await;
        let fiona = world.app.staff(&world.atlas, "Finance").await;
        let finance = world.app.sign_in(&fiona).await;
        let band = "mutation M($input: SetBalanceBandInput!) { setBalanceBand(input: $input) { errors { code } } }";
        let input = json!({"currency": "USD", "version": 0, "aloneUpTo": "20000.00", "aloneADay": "1000000.00", "approveUpTo": "50000.00"});
        let set = world.manager.graphql(band, json!({ "input": input })).await;
        assert_eq!(set["setBalanceBand"]["errors"], json!([]), "{set}");
        let trader = Trader::new(&world);
        Self { world, login, account, client, finance, fiona, trader }
    }

    async fn ask(&self, account: &str, key: &str, kind: &str, amount: &str) -> Value {
        let document = "mutation M($input: RequestBalanceOperationInput!) { requestBalanceOperation(input: $input) { operation { state } errors { code message } } }";
        let input = json!({"requestKey": key, "accountId": account, "kind": kind, "amount": amount, "reason": WHY});
        self.finance.graphql(document, json!({ "input": input })).await["requestBalanceOperation"].take()
    }

    async fn booked(&self, account: &str, key: &str, kind: &str, amount: &str) {
        let done = self.ask(account, key, kind, amount).await;
        assert_eq!(done["operation"]["state"], "CONFIRMED", "{kind} {amount}: {done}");
    }

    /// How a check comes out, where it is made.
    async fn check(&self, account: &str, kind: &str, amount: &str, name: &str) -> Option<String> {
        let asked = json!({"id": account, "k": kind, "a": amount});
        let preview = self.finance.graphql(PREVIEW, asked).await["balancePreview"].take();
        let checks = preview["checks"].as_array().unwrap_or_else(|| panic!("{preview}"));
        let found = checks.iter().find(|check| check["code"] == name)?;
        Some(format!("{}: {}", found["outcome"].as_str().unwrap(), found["text"].as_str().unwrap()))
    }

    async fn buy(&self, lots: &str) -> Ticket {
        let ticket = self.trader.open(self.login, Side::Buy, lots).await;
        self.world.simulator.control().advance(1_000);
        ticket
    }

    async fn version(&self) -> Value {
        let document = "query Q($id: ID!) { tradingAccount(id: $id) { version } }";
        self.world.manager.graphql(document, json!({"id": self.account})).await["tradingAccount"]["version"].take()
    }
}

/// MON-05: whose e-mail or password was just changed takes no money out until it is known to be the client's own doing.
#[tokio::test]
async fn mon_05_a_frozen_client_withdraws_nothing() {
    let place = Place::new().await;
    let app = &place.world.app;
    let until = (app.clock.now() + Duration::hours(24)).to_rfc3339();
    app.sql(&format!("UPDATE crm.client SET money_frozen_until = '{until}'")).await;
    let said = place.check(&place.account, "WITHDRAWAL", "10.00", "client_frozen").await.unwrap();
    assert!(said.starts_with("REFUSED: Withdrawals of this client wait until "), "{said}");
    let is_instant = |word: &str| chrono::DateTime::parse_from_rfc3339(word.trim_end_matches(':')).is_ok();
    assert!(said.split(' ').any(is_instant), "the portal shows it in its reader's zone: {said}");
    assert_eq!(code(&place.ask(&place.account, "frozen-00001", "WITHDRAWAL", "10.00").await), "client_frozen");
    place.booked(&place.account, "frozen-00002", "DEPOSIT", "10.00").await;
    place.world.advance(Duration::hours(25)).await;
    place.world.back(&place.finance, &place.fiona).await;
    assert_eq!(place.check(&place.account, "WITHDRAWAL", "10.00", "client_frozen").await, None);
    place.booked(&place.account, "frozen-00003", "WITHDRAWAL", "10.00").await;
}

/// MON-05: credit that carries open positions stays; open positions are named before money is taken out.
#[tokio::test]
async fn mon_05_credit_that_carries_positions_stays() {
    let place = Place::new().await;
    let id = &place.account;
    assert_eq!(place.check(id, "WITHDRAWAL", "10.00", "open_positions").await.unwrap(), "GOOD: No position is open.");
    place.booked(id, "credit-00001", "CREDIT_IN", "5000.00").await;
    // 10 lots of 100,000 at a leverage of 100 bind 11,001 of the 15,000
    let ticket = place.buy("10").await;
    let said = place.check(id, "WITHDRAWAL", "10.00", "open_positions").await.unwrap();
    assert_eq!(said, "MIND: 1 positions are open.");
    assert!(place.check(id, "DEPOSIT", "10.00", "open_positions").await.unwrap().starts_with("GOOD"));
    let said = place.check(id, "CREDIT_OUT", "5000.00", "credit_margin").await.unwrap();
    assert!(said.starts_with("REFUSED:") && said.ends_with("the open positions lack margin."), "{said}");
    assert!(place.check(id, "CREDIT_OUT", "5000.00", "credit").await.unwrap().starts_with("GOOD"), "there is so much");
    assert_eq!(code(&place.ask(id, "credit-00002", "CREDIT_OUT", "5000.00").await), "credit_margin");
    assert_eq!(place.check(id, "CREDIT_OUT", "100.00", "credit_margin").await, None);
    assert_eq!(code(&place.ask(id, "credit-00003", "WITHDRAWAL", "9000.00").await), "free_margin");
    place.trader.close(place.login, ticket).await;
    place.booked(id, "credit-00004", "CREDIT_OUT", "5000.00").await;
}

/// The product's smallest deposit is asked of the first one, not again of an account that was emptied.
#[tokio::test]
async fn the_smallest_deposit_is_asked_of_the_first_one_alone() {
    let place = Place::new().await;
    let products = place.world.manager.graphql("{ accountProducts { id } }", json!({})).await;
    let product = products["accountProducts"][0]["id"].as_str().unwrap();
    let opened = open(&place.world, product, &place.client).await;
    let id = opened["tradingAccount"]["id"].as_str().unwrap_or_else(|| panic!("{opened}")).to_owned();
    let first = async |amount: &str| place.check(&id, "DEPOSIT", amount, "minimum_deposit").await;
    let said = first("9.99").await.unwrap();
    assert_eq!(said, "MIND: The product's smallest first deposit is 10.00 USD.");
    assert!(first("10.00").await.unwrap().starts_with("GOOD"));
    place.booked(&id, "first-000001", "DEPOSIT", "25.00").await;
    place.booked(&id, "first-000002", "WITHDRAWAL", "25.00").await;
    assert_eq!(first("1.00").await, None, "an emptied account is no new one");
    // a login that was paid into past the CRM had its first deposit too
    place.world.app.run_jobs().await;
    place.booked(&place.account, "first-000003", "WITHDRAWAL", "10000.00").await;
    assert_eq!(place.check(&place.account, "DEPOSIT", "1.00", "minimum_deposit").await, None);
}

/// What a change of leverage does to the margin of open positions is shown first, and one that would close them out is refused.
#[tokio::test]
async fn a_change_of_leverage_shows_what_it_does_to_open_positions() {
    let place = Place::new().await;
    place.buy("5").await;
    let effect = async |leverage: i32| {
        let document = "query Q($id: ID!, $l: Int) { tradingAccountEffect(id: $id, leverage: $l) { openPositions margin marginAfter marginFree marginFreeAfter refusal } }";
        let asked = json!({"id": place.account, "l": leverage});
        place.world.manager.graphql(document, asked).await["tradingAccountEffect"].take()
    };
    let (gentle, hard) = (effect(200).await, effect(30).await);
    assert_eq!((&gentle["openPositions"], &gentle["refusal"]), (&json!(1), &Value::Null), "{gentle}");
    let number = |value: &Value| value.as_str().unwrap().parse::<rust_decimal::Decimal>().unwrap();
    assert!(number(&gentle["margin"]) > number(&gentle["marginAfter"]), "{gentle}");
    assert!(number(&gentle["marginFree"]) < number(&gentle["marginFreeAfter"]), "{gentle}");
    assert!(hard["refusal"].as_str().unwrap().contains("Close positions first"), "{hard}");
    assert!(number(&hard["marginFreeAfter"]) < rust_decimal::Decimal::ZERO, "{hard}");
    let change = async |leverage: i32| {
        let document = "mutation M($input: ChangeTradingAccountInput!) { changeTradingAccount(input: $input) { tradingAccount { leverage } errors { code } } }";
        let input = json!({"id": place.account, "version": place.version().await, "leverage": leverage, "reason": WHY});
        place.world.manager.graphql(document, json!({ "input": input })).await["changeTradingAccount"].take()
    };
    assert_eq!(code(&change(30).await), "margin_short");
    let done = change(200).await;
    assert_eq!((&done["errors"], &done["tradingAccount"]["leverage"]), (&json!([]), &json!(200)), "{done}");
}

/// Another group has another margin, other levels, and may keep positions another way: all of it is shown first, and what
/// would close the client out is refused.
#[tokio::test]
async fn a_change_of_group_shows_its_margin_and_levels() {
    let place = Place::new().await;
    let servers = place.world.manager.graphql("{ tradingServers { id } }", json!({})).await;
    let server = servers["tradingServers"][0]["id"].as_str().unwrap().to_owned();
    let guarded = place.world.product_on(&server, "Guarded", "real\\guarded").await;
    let netting = place.world.product_on(&server, "Netting", "real\\netting").await;
    let effect = async |product: &str| {
        let document = "query Q($id: ID!, $p: ID) { tradingAccountEffect(id: $id, productId: $p) { openPositions margin marginAfter marginLevel marginLevelAfter levels { marginCall stopOut areMoney } levelsAfter { marginCall stopOut } refusal remarks } }";
        let asked = json!({"id": place.account, "p": product});
        place.world.manager.graphql(document, asked).await["tradingAccountEffect"].take()
    };
    let change = async |product: &str| {
        let document = "mutation M($input: ChangeTradingAccountInput!) { changeTradingAccount(input: $input) { tradingAccount { group } errors { code } } }";
        let input = json!({"id": place.account, "version": place.version().await, "productId": product, "reason": WHY});
        place.world.manager.graphql(document, json!({ "input": input })).await["changeTradingAccount"].take()
    };
    let nothing = effect(&netting).await;
    assert_eq!((&nothing["refusal"], &nothing["marginLevel"]), (&Value::Null, &Value::Null), "{nothing}");

    let first = place.buy("4").await;
    let shown = effect(&guarded).await;
    let number = |value: &Value| value.as_str().unwrap().parse::<rust_decimal::Decimal>().unwrap();
    let margin = number(&shown["margin"]);
    assert_eq!(number(&shown["marginAfter"]), margin * rust_decimal::Decimal::TWO, "{shown}");
    assert!(number(&shown["marginLevelAfter"]) < number(&shown["marginLevel"]), "{shown}");
    assert_eq!(shown["levels"], json!({"marginCall": "100", "stopOut": "50", "areMoney": false}), "{shown}");
    assert_eq!(shown["levelsAfter"], json!({"marginCall": "120", "stopOut": "80"}), "{shown}");
    let remarks = shown["remarks"].to_string();
    assert!(shown["refusal"].is_null() && remarks.contains("margin call at once"), "{shown}");
    let other = effect(&netting).await;
    assert!(other["refusal"].as_str().unwrap().contains("(netting)"), "{other}");
    assert_eq!(code(&change(&netting).await), "keeping_differs");

    let second = place.buy("1").await;
    let refused = effect(&guarded).await;
    assert!(refused["refusal"].as_str().unwrap().contains("closed out"), "{refused}");
    assert_eq!(code(&change(&guarded).await), "margin_short");
    for ticket in [first, second] {
        place.trader.close(place.login, ticket).await;
    }
    let done = change(&guarded).await;
    assert_eq!((&done["errors"], &done["tradingAccount"]["group"]), (&json!([]), &json!("real\\guarded")), "{done}");
}

/// An account is put away only when nothing is open on it: neither a position nor a waiting order.
#[tokio::test]
async fn an_account_with_something_open_is_not_put_away() {
    let place = Place::new().await;
    let archive = async || {
        let document = "mutation M($input: ArchiveTradingAccountInput!) { archiveTradingAccount(input: $input) { tradingAccount { archivedAt } errors { code message } } }";
        let input = json!({"id": place.account, "version": place.version().await, "reason": WHY});
        place.world.manager.graphql(document, json!({ "input": input })).await["archiveTradingAccount"].take()
    };
    let ticket = place.buy("0.5").await;
    let refused = archive().await;
    assert_eq!(code(&refused), "open_positions");
    assert_eq!(refused["errors"][0]["message"], "1 positions and 0 orders are open: close them first.", "{refused}");
    place.trader.close(place.login, ticket).await;
    place.trader.place(place.login).await;
    assert_eq!(code(&archive().await), "open_positions", "an order waits");
    let document = "query Q($id: ID!) { tradingAccount(id: $id) { archivedAt loginEnabled } }";
    let still = place.world.manager.graphql(document, json!({"id": place.account})).await;
    assert_eq!(still["tradingAccount"], json!({"archivedAt": null, "loginEnabled": true}), "nothing was done");
}

/// What is changed in the server's own program counts: the effect is reckoned from how the account stands there.
#[tokio::test]
async fn the_effect_goes_by_the_leverage_that_the_server_has() {
    let place = Place::new().await;
    place.buy("5").await;
    place.trader.lever(place.login, 200).await;
    let document =
        "query Q($id: ID!, $l: Int) { tradingAccountEffect(id: $id, leverage: $l) { margin marginAfter remarks } }";
    let asked = json!({"id": place.account, "l": 100});
    let effect = place.world.manager.graphql(document, asked).await["tradingAccountEffect"].take();
    let number = |value: &Value| value.as_str().unwrap().parse::<rust_decimal::Decimal>().unwrap();
    assert_eq!(number(&effect["marginAfter"]), number(&effect["margin"]) * rust_decimal::Decimal::TWO, "{effect}");
    assert!(effect["remarks"].to_string().contains("1:200"), "{effect}");
    // what was judged is what is sent, though the CRM had written 1:100 all along
    let document = "mutation M($input: ChangeTradingAccountInput!) { changeTradingAccount(input: $input) { tradingAccount { leverage } errors { code } } }";
    let input = json!({"id": place.account, "version": place.version().await, "leverage": 100, "reason": WHY});
    let done = place.world.manager.graphql(document, json!({ "input": input })).await["changeTradingAccount"].take();
    assert_eq!((&done["errors"], &done["tradingAccount"]["leverage"]), (&json!([]), &json!(100)), "{done}");
    assert_eq!(place.trader.leverage(place.login).await, 100);
}

/// MASK: who may ask for money and not see any learns yes or no, and no figure.
#[tokio::test]
async fn who_sees_no_money_is_refused_without_figures() {
    let mut place = Place::new().await;
    let grant = |permission| Grant { permission, reach: ReachLevel::All };
    let grants = [Permission::ClientView, Permission::TradingAccountView, Permission::BalanceAdjust].map(grant);
    let rules = RoleRules { grants: grants.to_vec(), ..RoleRules::default() };
    let mut atlas = place.world.atlas.clone();
    place.world.app.role(&mut atlas, "Blind", &rules).await;
    let blind = place.world.app.staff(&atlas, "Blind").await;
    place.finance = place.world.app.sign_in(&blind).await;
    for (key, kind) in [("blind-0001", "WITHDRAWAL"), ("blind-0002", "CREDIT_OUT")] {
        let refused = place.ask(&place.account, key, kind, "999999.00").await;
        assert!(refused["errors"][0]["code"].is_string(), "{refused}");
        let told = refused.to_string().replace("999999.00", "");
        assert!(!told.contains(".00 "), "a figure: {refused}");
    }
}
