//! Trading servers: added, tested, changed, put away; and what may be dialled.

use crate::world::{World, add, allow_host, code};
use chrono::Duration;
use crm_simulator::faults::{Fault, Rule, Side};
use serde_json::{Value, json};
use std::sync::Arc;

const TEST: &str = "mutation M($id: ID!) { testTradingServer(id: $id) { test { good problems signedIn latencyMs clockOffsetSeconds clockDriftSeconds groups symbols missingRights unknownRights } tradingServer { state lastError failures lagMs clockOffsetSeconds lastAnswerAt } errors { code message } } }";
const SERVERS: &str =
    "{ tradingServers { id name version state archived failures lastError lastAnswerAt lagMs clockOffsetSeconds } }";

async fn test(world: &World, id: &str) -> Value {
    world.manager.graphql(TEST, json!({ "id": id })).await["testTradingServer"].take()
}

/// Both kinds are added, tested and watched; the secret is nowhere to be read.
#[tokio::test]
async fn servers_of_both_kinds_are_added_tested_and_watched() {
    let world = World::new().await;
    for input in [world.mt5(), world.mt4()] {
        let (name, secret) = (input["name"].clone(), input["secret"].as_str().unwrap().to_owned());
        let id = world.add(input).await;
        let tested = test(&world, &id).await;
        let found = &tested["test"];
        assert_eq!(
            (found["good"].as_bool(), found["signedIn"].as_bool()),
            (Some(true), Some(true)),
            "{name}: {tested}"
        );
        assert_eq!(found["problems"], json!([]), "{name}: {tested}");
        assert!(found["groups"].as_i64().unwrap() > 0 && found["symbols"].as_i64().unwrap() > 0, "{tested}");
        assert_eq!(found["missingRights"], json!([]));
        let unknown: Vec<&str> =
            found["unknownRights"].as_array().unwrap().iter().map(|right| right.as_str().unwrap()).collect();
        // what nobody can know from here is said, not passed over
        let mt4 = ["access to deals", "modify accounts", "accountant (balance operations)", "dealer (trade requests)"];
        let rest = if name == "Live 4" { &mt4[..] } else { &[] };
        assert_eq!(unknown, [&["access to personal data"], rest].concat(), "{name}");
        assert_eq!(tested["tradingServer"]["state"], "ANSWERING");
        assert!(tested["tradingServer"]["lagMs"].as_i64().is_some());
        let offset = found["clockOffsetSeconds"].as_i64().unwrap();
        assert!(offset == 7_200 || offset == 10_800, "the simulator keeps Eastern European time: {offset}");
        let dump = world.app.dump().await;
        assert!(!dump.contains(&secret), "the secret of {name} rests in clear");
    }
    world.app.advance(Duration::minutes(2));
    world.round().await;
    let listed = world.manager.graphql(SERVERS, json!({})).await;
    for server in listed["tradingServers"].as_array().unwrap() {
        assert_eq!((server["state"].as_str(), server["failures"].as_i64()), (Some("ANSWERING"), Some(0)), "{server}");
    }
    assert_eq!(world.app.number("SELECT count(DISTINCT holder) FROM crm.trading_lease WHERE until > now()").await, 1);
}

/// What the manager's account may not do is named; a server that does not let us in says so, and goes on after the secret was
/// set anew.
#[tokio::test]
async fn missing_rights_and_wrong_secrets_are_named() {
    let world = World::new().await;
    let mut input = world.mt5();
    input["secret"] = json!("not the password");
    let id = world.add(input).await;
    let tested = test(&world, &id).await;
    assert_eq!(tested["test"]["signedIn"], false);
    assert!(tested["test"]["problems"][0].as_str().unwrap().starts_with("Signing in failed"), "{tested}");
    assert_eq!(
        (tested["tradingServer"]["state"].as_str(), tested["tradingServer"]["failures"].as_i64()),
        (Some("FAILING"), Some(1))
    );
    let edit = "mutation M($input: EditTradingServerInput!) { editTradingServer(input: $input) { tradingServer { version } errors { code path } } }";
    let secret = world.simulator.reach().mt5.password.clone();
    let set = world.manager.graphql(edit, json!({"input": {"id": id, "version": 1, "secret": secret}})).await;
    assert_eq!(set["editTradingServer"]["tradingServer"]["version"], 2, "{set}");
    assert_eq!(test(&world, &id).await["test"]["good"], true);

    let none = |command: &str| Rule {
        server: Side::Mt5,
        commands: vec![command.to_owned()],
        login: None,
        per_million: 1_000_000,
        times: None,
        fault: Fault::Retcode { code: 8 },
    };
    world.simulator.control().set_faults(vec![none("deal/*"), none("position/*")], None);
    let tested = test(&world, &id).await;
    assert_eq!(tested["test"]["good"], false);
    let missing = tested["test"]["missingRights"].to_string();
    assert!(missing.contains("deals") && missing.contains("positions"), "{tested}");
    let trail = world.manager.graphql("query Q($f: AuditFilter) { auditEvents(filter: $f) { edges { node { action title changes { field after { display } } } } } }", json!({"f": {"targetId": id}})).await.to_string();
    for word in ["trading_server.added", "trading_server.changed", "trading_server.tested", "set anew", "lacks a right"]
    {
        assert!(trail.contains(word), "{word} is missing in {trail}");
    }
    assert!(!trail.contains(&secret) && !trail.contains("not the password"));
}

/// SSRF-01, SSRF-03: only hosts that the operator allowed are dialled, by TLS, at addresses that are public.
#[tokio::test]
async fn ssrf_01_only_allowed_hosts_are_dialled() {
    let world = World::new().await;
    let canary = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let with = |host: &str| {
        let mut input = world.mt5();
        input["host"] = json!(host);
        input["port"] = json!(canary.local_addr().unwrap().port());
        input
    };
    for odd in [
        "2130706433",
        "0x7f.1",
        "127.1",
        "localhost.",
        "https://127.0.0.1",
        "127.0.0.1/x",
        "a@127.0.0.1",
        "[::ffff:7f00:1",
        "",
    ] {
        assert_eq!(code(&add(&world.manager, with(odd)).await), "invalid_host", "{odd}");
    }
    for foreign in
        ["169.254.169.254", "10.0.0.1", "::1", "0.0.0.0", "fd00::1", "example.com", "localhost", "::ffff:127.0.0.1"]
    {
        assert_eq!(code(&add(&world.manager, with(foreign)).await), "host_not_allowed", "{foreign}");
    }
    // even a host that the operator allowed by mistake leads nowhere
    for inner in ["10.0.0.1", "169.254.169.254", "0.0.0.0", "::"] {
        allow_host(&world.app, &world.atlas, inner).await;
        let mut input = with(inner);
        input["name"] = json!(format!("Inner {inner}"));
        let id = world.add(input).await;
        let tested = test(&world, &id).await;
        let said = tested["test"]["problems"][0].as_str().unwrap_or_default();
        assert!(said.contains("does not connect to"), "{inner}: {tested}");
    }
    let mut plain = world.mt5();
    plain["plain"] = json!(true);
    assert_eq!(code(&add(&world.manager, plain).await), "tls_required");
    let mut elsewhere = world.mt4();
    elsewhere["authorityUrl"] = json!("http://127.0.0.1/");
    assert_eq!(code(&add(&world.manager, elsewhere.clone()).await), "invalid_url");
    elsewhere["authorityUrl"] = json!("https://tokens.example.com/");
    assert_eq!(code(&add(&world.manager, elsewhere).await), "host_not_allowed");
    let seen = tokio::time::timeout(std::time::Duration::from_millis(50), canary.accept()).await;
    assert!(seen.is_err(), "the canary was dialled");

    // in production this very machine is not dialled either, and nothing goes without TLS
    let (mt5, mt4) = (world.add(world.mt5()).await, world.add(world.mt4()).await);
    assert_eq!(test(&world, &mt5).await["test"]["good"], true, "the allowed twin");
    let limits = crm_app::trading::TimeLimits::default();
    let hub = crm_app::trading::TradingHub::new(world.app.app.clock.clone(), false, limits);
    let production = Arc::new(world.app.another(|app| app.trading = Arc::new(hub)));
    world.app.app.trading.give_back(&world.app.app.db, &world.atlas.reference).await.unwrap();
    let op = world.manager.op().await.unwrap();
    let id = crm_model::TradingServerId::parse(&mt5).unwrap();
    let found = crm_app::trading_servers::test(&op, &production, id).await.unwrap();
    assert!(!found.signed_in && found.problems[0].contains("does not connect to"), "{found:?}");
    let id = crm_model::TradingServerId::parse(&mt4).unwrap();
    assert!(crm_app::trading_servers::test(&op, &production, id).await.is_err());
}

/// The secret goes with its addressee: who does not know it cannot have it sent elsewhere.
#[tokio::test]
async fn a_new_addressee_needs_the_secret_again() {
    let world = World::new().await;
    let id = world.add(world.mt5()).await;
    let edit = async |change: Value| {
        let mut input = json!({"id": id, "version": 1});
        input.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        let document = "mutation M($input: EditTradingServerInput!) { editTradingServer(input: $input) { tradingServer { version name port } errors { code path } } }";
        world.manager.graphql(document, json!({ "input": input })).await["editTradingServer"].take()
    };
    for change in
        [json!({"port": 444}), json!({"manager": "1001"}), json!({"pin": ""}), json!({"pin": "00".repeat(32)})]
    {
        let refused = edit(change.clone()).await;
        assert_eq!(
            (code(&refused), refused["errors"][0]["path"][0].as_str()),
            ("secret_required", Some("secret")),
            "{change}"
        );
    }
    let renamed = edit(json!({"name": "Live five"})).await;
    assert_eq!(renamed["tradingServer"]["version"], 2, "{renamed}");
    assert_eq!(code(&edit(json!({"name": "Late"})).await), "conflict");
    let twin = add(&world.manager, {
        let mut input = world.mt5();
        input["name"] = json!("Live five");
        input
    })
    .await;
    assert_eq!(code(&twin), "duplicate_name");
}

/// One process commands a server: another one is told, and goes on when the lease was given back or has ended.
#[tokio::test]
async fn a_second_process_waits_for_the_lease() {
    let world = World::new().await;
    let id = world.add(world.mt5()).await;
    assert_eq!(test(&world, &id).await["test"]["good"], true);
    let limits = crm_app::trading::TimeLimits::default();
    let hub = Arc::new(crm_app::trading::TradingHub::new(world.app.app.clock.clone(), true, limits));
    let other = world.app.another(|app| app.trading = Arc::clone(&hub));
    let op = world.manager.op().await.unwrap();
    let server = crm_model::TradingServerId::parse(&id).unwrap();
    let refused = crm_app::trading_servers::test(&op, &other, server).await.unwrap_err();
    assert!(format!("{refused:?}").contains("server_busy_elsewhere"), "{refused:?}");
    world.app.sql("UPDATE crm.trading_lease SET until = now() - interval '1 second'").await;
    assert!(crm_app::trading_servers::test(&op, &other, server).await.unwrap().good);
    // the first one believes in its lease no longer than the database's answer lets it
    world.app.app.trading.give_back(&world.app.app.db, &world.atlas.reference).await.unwrap();
    let refused = test(&world, &id).await;
    assert_eq!(code(&refused), "server_busy_elsewhere", "{refused}");
    hub.give_back(&other.db, &world.atlas.reference).await.unwrap();
    assert_eq!(test(&world, &id).await["test"]["good"], true);
}

/// Nothing is asked of an archived server.
#[tokio::test]
async fn an_archived_server_is_left_alone() {
    let world = World::new().await;
    let id = world.add(world.mt5()).await;
    let change = async |what: &str, version: i32| {
        let document = format!(
            "mutation M($input: DeleteInput!) {{ {what}(input: $input) {{ tradingServer {{ version archived state }} errors {{ code }} }} }}"
        );
        world.manager.graphql(&document, json!({"input": {"id": id, "version": version}})).await[what].take()
    };
    assert_eq!(change("archiveTradingServer", 1).await["tradingServer"]["state"], "ARCHIVED");
    assert_eq!(code(&test(&world, &id).await), "server_archived");
    world.app.advance(Duration::minutes(2));
    world.round().await;
    assert_eq!(world.app.number("SELECT count(*) FROM crm.trading_server_health").await, 0);
    assert_eq!(change("restoreTradingServer", 2).await["tradingServer"]["archived"], false);
    assert_eq!(test(&world, &id).await["test"]["good"], true);
}

/// Real money stays real: the mark that second persons are asked by goes with the accounts of a server.
#[tokio::test]
async fn a_server_with_accounts_keeps_its_environment() {
    let world = World::new().await;
    let id = world.add(world.mt5()).await;
    let edit = async |version: i32, environment: &str| {
        let document = "mutation M($input: EditTradingServerInput!) { editTradingServer(input: $input) { tradingServer { version environment } errors { code path } } }";
        let input = json!({"id": id, "version": version, "environment": environment});
        world.manager.graphql(document, json!({ "input": input })).await["editTradingServer"].take()
    };
    assert_eq!(edit(1, "DEMO").await["tradingServer"]["environment"], "DEMO", "nothing stands on it yet");
    assert_eq!(edit(2, "LIVE").await["tradingServer"]["environment"], "LIVE");
    let product = world.product_on(&id, "Standard", "real\\standard").await;
    let client = world.client("Olga", "Novak").await;
    crate::accounts::open(&world, &product, &client).await;
    let refused = edit(3, "DEMO").await;
    assert_eq!((code(&refused), &refused["errors"][0]["path"][0]), ("in_use", &json!("environment")), "{refused}");
}
