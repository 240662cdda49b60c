//! Trading accounts: opened once whatever the network does, linked, changed, blocked, put away.

use crate::trader::Trader;
use crate::world::{World, code};
use chrono::Duration;
use crm_simulator::control::SeedRequest;
use crm_simulator::engine::Platform;
use crm_simulator::faults::{Fault, Rule, Side};
use serde_json::{Value, json};

const OPEN: &str = "mutation M($input: OpenTradingAccountInput!) { openTradingAccount(input: $input) { result { openingId state said mainPassword investorPassword } tradingAccount { id login version group currency leverage loginEnabled tradingEnabled figures { balance equity asOf } } errors { code message path } } }";

pub async fn open(world: &World, product: &str, client: &str) -> Value {
    open_in(world, product, None, client).await
}

/// In one of the product's currencies.
pub async fn open_in(world: &World, product: &str, currency: Option<&str>, client: &str) -> Value {
    let input =
        json!({"clientId": client, "productId": product, "currency": currency, "leverage": 100, "showPasswords": true});
    world.manager.graphql(OPEN, json!({ "input": input })).await["openTradingAccount"].take()
}

fn fault(command: &str, fault: Fault) -> Rule {
    Rule {
        server: Side::Any,
        commands: vec![command.to_owned()],
        login: None,
        per_million: 1_000_000,
        times: Some(1),
        fault,
    }
}

/// How many accounts the simulator has beyond the first.
async fn accounts(world: &World) -> i64 {
    world.app.number("SELECT count(*) FROM crm.trading_account").await
}

/// On both kinds of server an account is opened, and its passwords are those that the server takes.
#[tokio::test]
async fn accounts_are_opened_on_both_kinds_of_server() {
    let world = World::new().await;
    for (input, group) in [(world.mt5(), "real\\standard"), (world.mt4(), "standard")] {
        let product = world.product(input, group).await;
        let client = world.client("Olga", "Novak").await;
        let opened = open(&world, &product, &client).await;
        assert_eq!(opened["result"]["state"], "CONFIRMED", "{opened}");
        let account = &opened["tradingAccount"];
        assert_eq!((account["leverage"].as_i64(), account["group"].as_str()), (Some(100), Some(group)), "{opened}");
        assert_eq!(account["figures"]["balance"], "0.00", "{opened}");
        let main = opened["result"]["mainPassword"].as_str().unwrap();
        let dump = world.app.dump().await;
        assert!(!dump.contains(main), "a password rests in the database");
        let listed = world.manager.graphql("query Q($f: TradingAccountFilter) { tradingAccounts(filter: $f) { edges { node { id login client { number name } productName serverName } } pageInfo { hasNextPage } } }", json!({"f": {"clientId": client}})).await;
        assert_eq!(listed["tradingAccounts"]["edges"][0]["node"]["id"], account["id"], "{listed}");
    }
    assert_eq!(accounts(&world).await, 2);
}

/// An answer that was lost leaves the opening unknown; nothing can be sent meanwhile, and it is found by its tag.
#[tokio::test]
async fn a_lost_answer_opens_no_second_account() {
    let world = World::new().await;
    let product = world.product(world.mt5(), "real\\standard").await;
    let client = world.client("Olga", "Novak").await;
    world.simulator.control().set_faults(vec![fault("user/add", Fault::DropAfter)], None);
    let lost = open(&world, &product, &client).await;
    assert_eq!((lost["result"]["state"].as_str(), lost["tradingAccount"].is_null()), (Some("UNKNOWN"), true), "{lost}");
    assert_eq!(lost["result"]["mainPassword"], Value::Null);
    assert_eq!(code(&open(&world, &product, &client).await), "opening_unsettled");
    let settle = "mutation M($id: ID!) { settleAccountOpening(id: $id) { result { state } tradingAccount { id login } errors { code } } }";
    let id = lost["result"]["openingId"].clone();
    let found = world.manager.graphql(settle, json!({ "id": id })).await["settleAccountOpening"].take();
    assert_eq!(found["result"]["state"], "CONFIRMED", "{found}");
    assert!(found["tradingAccount"]["login"].as_str().is_some());
    assert_eq!(accounts(&world).await, 1);
    let again = world.manager.graphql(settle, json!({ "id": id })).await["settleAccountOpening"].take();
    assert_eq!(again["result"]["state"], "CONFIRMED", "{again}");
    assert_eq!(accounts(&world).await, 1);

    // nothing was done: after the quarantine the job knows, and the same product may be asked for again
    world.simulator.control().set_faults(vec![fault("user/add", Fault::DropBefore)], None);
    let lost = open(&world, &product, &client).await;
    assert_eq!(lost["result"]["state"], "UNKNOWN", "{lost}");
    world.advance(Duration::minutes(5)).await;
    world.round().await;
    assert_eq!(world.app.number("SELECT count(*) FROM crm.account_opening WHERE state = 'unknown'").await, 1);
    world.advance(Duration::minutes(12)).await;
    world.round().await;
    assert_eq!(world.app.number("SELECT count(*) FROM crm.account_opening WHERE state = 'not_applied'").await, 1);
    assert_eq!(open(&world, &product, &client).await["result"]["state"], "CONFIRMED");
    assert_eq!(accounts(&world).await, 2);
}

/// A process that died after the commit left an opening on its way: the job finds the account and sends nothing.
#[tokio::test]
async fn an_opening_found_on_its_way_is_looked_up() {
    let world = World::new().await;
    let product = world.product(world.mt5(), "real\\standard").await;
    let client = world.client("Olga", "Novak").await;
    world.simulator.control().set_faults(vec![fault("user/add", Fault::DropAfter)], None);
    open(&world, &product, &client).await;
    world.app.sql("UPDATE crm.account_opening SET state = 'sending', said = NULL").await;
    world.round().await;
    assert_eq!(accounts(&world).await, 0, "it may still be on its way");
    world.advance(Duration::minutes(4)).await;
    world.round().await;
    assert_eq!(accounts(&world).await, 1);
    assert_eq!(
        world
            .app
            .number("SELECT count(*) FROM crm.account_opening WHERE state = 'confirmed' AND account_id IS NOT NULL")
            .await,
        1
    );
}

/// A refusal of the server is told in its words and leaves nothing open.
#[tokio::test]
async fn a_refusal_is_told_in_the_servers_words() {
    let world = World::new().await;
    let product = world.product(world.mt5(), "real\\standard").await;
    let client = world.client("Olga", "Novak").await;
    world.simulator.control().set_faults(vec![fault("user/add", Fault::Retcode { code: 8 })], None);
    let refused = open(&world, &product, &client).await;
    assert_eq!(refused["result"]["state"], "REJECTED", "{refused}");
    assert!(refused["result"]["said"].as_str().unwrap().contains('8'), "{refused}");
    assert_eq!(open(&world, &product, &client).await["result"]["state"], "CONFIRMED");
}

/// Product and leverage, the two switches, a password, the archive: each as the server then has it, and on the trail.
#[tokio::test]
async fn an_account_is_changed_blocked_and_put_away() {
    let world = World::new().await;
    let server = world.add(world.mt5()).await;
    let standard = world.product_on(&server, "Standard", "real\\standard").await;
    let pro = world.product_on(&server, "Pro", "real\\pro").await;
    let euro = world.product_on(&server, "Euro", "real\\standard-eur").await;
    let client = world.client("Olga", "Novak").await;
    let opened = open(&world, &standard, &client).await;
    let id = opened["tradingAccount"]["id"].as_str().unwrap().to_owned();
    let effect = world.manager.graphql("query Q($id: ID!, $p: ID, $l: Int) { tradingAccountEffect(id: $id, productId: $p, leverage: $l) { openPositions margin marginAfter refusal remarks } }", json!({"id": id, "p": pro, "l": 200})).await;
    assert_eq!(
        (&effect["tradingAccountEffect"]["refusal"], effect["tradingAccountEffect"]["margin"].as_str()),
        (&Value::Null, Some("0.00"))
    );
    let change = async |document: &str, name: &str, input: Value| {
        world.manager.graphql(document, json!({ "input": input })).await[name].take()
    };
    let changing = "mutation M($input: ChangeTradingAccountInput!) { changeTradingAccount(input: $input) { tradingAccount { version group leverage productName } errors { code message path } } }";
    let why = "The client asked for it";
    let moved = change(
        changing,
        "changeTradingAccount",
        json!({"id": id, "version": 1, "productId": pro, "leverage": 200, "reason": why}),
    )
    .await;
    assert_eq!(
        (moved["tradingAccount"]["group"].as_str(), moved["tradingAccount"]["leverage"].as_i64()),
        (Some("real\\pro"), Some(200)),
        "{moved}"
    );
    assert_eq!(
        code(
            &change(
                changing,
                "changeTradingAccount",
                json!({"id": id, "version": 2, "productId": euro, "reason": why})
            )
            .await
        ),
        "other_server"
    );
    assert_eq!(
        code(
            &change(changing, "changeTradingAccount", json!({"id": id, "version": 2, "leverage": 77, "reason": why}))
                .await
        ),
        "invalid_leverage"
    );
    assert_eq!(
        code(
            &change(changing, "changeTradingAccount", json!({"id": id, "version": 1, "leverage": 100, "reason": why}))
                .await
        ),
        "conflict"
    );

    let switching = "mutation M($input: SwitchTradingAccountInput!) { switchTradingAccount(input: $input) { tradingAccount { version loginEnabled tradingEnabled } errors { code } } }";
    // the answer is lost, and the account itself says that it is so
    world.simulator.control().set_faults(vec![fault("user/update", Fault::DropAfter)], None);
    let blocked = change(
        switching,
        "switchTradingAccount",
        json!({"id": id, "version": 2, "loginEnabled": true, "tradingEnabled": false, "reason": why}),
    )
    .await;
    assert_eq!(
        (blocked["tradingAccount"]["loginEnabled"].as_bool(), blocked["tradingAccount"]["tradingEnabled"].as_bool()),
        (Some(true), Some(false)),
        "{blocked}"
    );
    let setting = "mutation M($input: SetTradingPasswordInput!) { setTradingPassword(input: $input) { password errors { code } } }";
    let set = change(setting, "setTradingPassword", json!({"id": id, "kind": "MAIN", "reason": why})).await;
    assert_eq!(set["password"].as_str().unwrap().len(), 14, "{set}");

    let archiving = "mutation M($input: ArchiveTradingAccountInput!) { archiveTradingAccount(input: $input) { tradingAccount { archivedAt loginEnabled } errors { code } } }";
    let gone = change(archiving, "archiveTradingAccount", json!({"id": id, "version": 3, "reason": why})).await;
    assert!(
        gone["tradingAccount"]["archivedAt"].is_string() && gone["tradingAccount"]["loginEnabled"] == false,
        "{gone}"
    );
    let listed = world
        .manager
        .graphql(
            "query Q($f: TradingAccountFilter) { tradingAccounts(filter: $f) { edges { node { id } } } }",
            json!({"f": {"clientId": client}}),
        )
        .await;
    assert_eq!(listed["tradingAccounts"]["edges"], json!([]));
    let trail = world
        .manager
        .graphql(
            "query Q($f: AuditFilter) { auditEvents(filter: $f, first: 100) { edges { node { action } } } }",
            json!({"f": {"targetId": client}}),
        )
        .await
        .to_string();
    for action in [
        "trading_account.requested",
        "trading_account.opened",
        "trading_account.change_requested",
        "trading_account.changed",
        "trading_account.password_requested",
        "trading_account.password_set",
        "trading_account.archived",
    ] {
        assert!(trail.contains(action), "{action} is missing in {trail}");
    }
}

/// A login that is there already is linked after a look at it: its group, its holder, and that it is nobody else's.
#[tokio::test]
async fn a_login_is_linked_after_a_look() {
    let world = World::new().await;
    let server = world.add(world.mt5()).await;
    let standard = world.product_on(&server, "Standard", "real\\standard").await;
    let pro = world.product_on(&server, "Pro", "real\\pro").await;
    let (olga, ivan) = (world.client("Olga", "Novak").await, world.client("Ivan", "Petrov").await);
    let seeded = world.simulator.control().seed(&serde_json::from_value::<SeedRequest>(json!({"platform": Platform::Mt5, "group": "real\\standard", "name": "Olga Novak", "deposit": "250.00"})).unwrap()).unwrap();
    let login = seeded.logins[0].to_string();
    let link = async |client: &str, product: &str, login: &str, accept: bool| {
        let document = "mutation M($input: LinkTradingAccountInput!) { linkTradingAccount(input: $input) { tradingAccount { login linked figures { balance } } errors { code path } } }";
        let input = json!({"clientId": client, "productId": product, "login": login, "acceptOtherHolder": accept, "reason": "Came over from the old CRM"});
        world.manager.graphql(document, json!({ "input": input })).await["linkTradingAccount"].take()
    };
    assert_eq!(code(&link(&olga, &standard, "99999999", false).await), "unknown_login");
    assert_eq!(code(&link(&olga, &standard, "-1", false).await), "invalid_login");
    assert_eq!(code(&link(&olga, &pro, &login, false).await), "other_group");
    assert_eq!(code(&link(&ivan, &standard, &login, false).await), "other_holder");
    let linked = link(&olga, &standard, &login, false).await;
    assert_eq!(
        (linked["tradingAccount"]["linked"].as_bool(), linked["tradingAccount"]["figures"]["balance"].as_str()),
        (Some(true), Some("250.00")),
        "{linked}"
    );
    assert_eq!(code(&link(&ivan, &standard, &login, true).await), "linked_already");
}

/// Figures are money: who sees accounts and not money gets none; the job keeps them fresh and says how old they are.
#[tokio::test]
async fn figures_have_an_age_and_readers() {
    let world = World::new().await;
    let product = world.product(world.mt5(), "real\\standard").await;
    let client = world.client("Olga", "Novak").await;
    open(&world, &product, &client).await;
    let support = world.app.sign_in(&world.app.staff(&world.atlas, "Support").await).await;
    let finance = world.app.sign_in(&world.app.staff(&world.atlas, "Finance").await).await;
    world.advance(Duration::minutes(2)).await;
    world.round().await;
    let document =
        "{ tradingAccounts { edges { node { showsFigures figures { balance equity marginLevel asOf } } } } }";
    let seen = finance.graphql(document, json!({})).await["tradingAccounts"]["edges"][0]["node"].take();
    assert_eq!(
        (seen["showsFigures"].as_bool(), seen["figures"]["balance"].as_str(), seen["figures"]["marginLevel"].is_null()),
        (Some(true), Some("0.00"), true),
        "{seen}"
    );
    let as_of = seen["figures"]["asOf"].as_str().unwrap().parse::<chrono::DateTime<chrono::Utc>>().unwrap();
    assert!(world.app.clock.now() - as_of < Duration::seconds(90));
    let hidden = support.graphql(document, json!({})).await["tradingAccounts"]["edges"][0]["node"].take();
    assert_eq!((hidden["showsFigures"].as_bool(), hidden["figures"].is_null()), (Some(false), true), "{hidden}");
}

/// MT4 has one switch: an account is blocked and put away by it, and what it cannot do is said in words.
#[tokio::test]
async fn an_mt4_account_is_blocked_and_put_away() {
    let world = World::new().await;
    let product = world.product(world.mt4(), "standard").await;
    let client = world.client("Olga", "Novak").await;
    let opened = open(&world, &product, &client).await;
    let id = opened["tradingAccount"]["id"].as_str().unwrap().to_owned();
    let why = "The client asked for it";
    let switch = async |version: i32, more: Value| {
        let mut input = json!({"id": id, "version": version, "reason": why});
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let document = "mutation M($input: SwitchTradingAccountInput!) { switchTradingAccount(input: $input) { tradingAccount { version loginEnabled tradingEnabled } errors { code message path } } }";
        world.manager.graphql(document, json!({ "input": input })).await["switchTradingAccount"].take()
    };
    let refused = switch(1, json!({"tradingEnabled": false})).await;
    assert_eq!(
        (code(&refused), &refused["errors"][0]["path"][0]),
        ("one_switch", &json!("tradingEnabled")),
        "{refused}"
    );
    let blocked = switch(1, json!({"loginEnabled": false})).await;
    assert_eq!(blocked["tradingAccount"]["loginEnabled"], false, "{blocked}");
    let again = switch(2, json!({"loginEnabled": true})).await;
    assert_eq!(again["tradingAccount"]["loginEnabled"], true, "{again}");
    let archiving = "mutation M($input: ArchiveTradingAccountInput!) { archiveTradingAccount(input: $input) { tradingAccount { archivedAt loginEnabled } errors { code message } } }";
    let input = json!({"id": id, "version": 3, "reason": why});
    let gone = world.manager.graphql(archiving, json!({ "input": input })).await["archiveTradingAccount"].take();
    assert!(gone["tradingAccount"]["archivedAt"].is_string(), "{gone}");
}

/// Two who change one account at once do it one after the other: what the server has is what the CRM says.
#[tokio::test]
async fn changes_of_one_account_take_turns() {
    let world = World::new().await;
    let product = world.product(world.mt5(), "real\\standard").await;
    let client = world.client("Olga", "Novak").await;
    let opened = open(&world, &product, &client).await;
    let (id, login) = (opened["tradingAccount"]["id"].clone(), opened["tradingAccount"]["login"].as_str().unwrap());
    let switch = async |which: &str| {
        let input = json!({"id": id, "version": 1, "reason": "The client asked for it", which: false});
        let document = "mutation M($input: SwitchTradingAccountInput!) { switchTradingAccount(input: $input) { tradingAccount { version } errors { code } } }";
        world.manager.graphql(document, json!({ "input": input })).await["switchTradingAccount"].take()
    };
    let (one, two) = tokio::join!(switch("loginEnabled"), switch("tradingEnabled"));
    let codes = [code(&one), code(&two)];
    assert!(codes.contains(&"conflict") && codes.iter().any(|code| *code != "conflict"), "{one} {two}");
    let kept =
        world.app.number("SELECT (login_enabled::int * 2 + trading_enabled::int)::int8 FROM crm.trading_account").await;
    let server = Trader::new(&world).switches(login.parse().unwrap()).await;
    assert_eq!(kept, i64::from(server.0) * 2 + i64::from(server.1));
}
