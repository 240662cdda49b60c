//! How old what is shown is: each feed by itself, wherever its figures stand.

use crate::live::{hear, listen};
use crate::support::socket::Socket;
use crate::trader::{account, calm_world, slowly, watch};
use crate::world::World;
use crm_simulator::faults::{Fault, Rule, Side};
use serde_json::{Value, json};

const HISTORY: &str =
    "{ deals(first: 1) { feeds { serverName state asOf said } } positions(count: 1) { feeds { state } } }";
const HEALTH: &str = "{ tradingServers { name state lagMs lag { dealDelayMs feeds { kind state asOf said } } } }";
const LIST: &str = "query Q($f: TradingAccountFilter) { tradingAccounts(filter: $f) { edges { node { feedState figures { asOf } } } } }";
const CLIENTS: &str = "query Q($ids: [ID!]!) { clientFigures(clientIds: $ids) { feedState asOf openPositions } }";

fn refused(command: &str) -> Rule {
    Rule {
        server: Side::Mt5,
        commands: vec![command.to_owned()],
        login: None,
        per_million: 1_000_000,
        times: None,
        fault: Fault::Retcode { code: 8 },
    }
}

/// A feed of a server, by its kind.
fn feed<'a>(server: &'a Value, kind: &str) -> &'a Value {
    let feeds = server["lag"]["feeds"].as_array().unwrap_or_else(|| panic!("{server}"));
    feeds.iter().find(|feed| feed["kind"] == kind).unwrap_or_else(|| panic!("{server}"))
}

/// MON-30: deals that do not come make the history stale at once, although positions come and the server's clock answers. The
/// page of servers says which feed lags, and why.
#[tokio::test]
async fn mon_30_a_history_is_as_fresh_as_its_deals() {
    let world = calm_world().await;
    let product = world.product(world.mt5(), "real\\standard").await;
    let olga = world.client("Olga", "Novak").await;
    account(&world, &product, &olga).await;
    let (app, control, manager) = (&world.app, world.simulator.control().clone(), &world.manager);
    let before = manager.graphql(HISTORY, json!({})).await;
    assert_eq!(before["deals"]["feeds"][0]["state"], "DOWN", "nobody polls it: {before}");
    let _feeds = watch(&app.app);
    let seen = async |deals: &'static str| {
        slowly(app, &control, async || {
            let history = manager.graphql(HISTORY, json!({})).await;
            let fits = history["deals"]["feeds"][0]["state"] == deals;
            (fits && history["positions"]["feeds"][0]["state"] == "FRESH").then_some(history)
        })
        .await
    };
    let fresh = seen("FRESH").await;
    assert!(fresh["deals"]["feeds"][0]["asOf"].is_string(), "{fresh}");
    let healthy = slowly(app, &control, async || {
        let servers = manager.graphql(HEALTH, json!({})).await["tradingServers"].take();
        let all = ["DEALS", "POSITIONS", "ORDERS", "ACCOUNTS"];
        all.iter().all(|kind| feed(&servers[0], kind)["state"] == "FRESH").then_some(servers)
    })
    .await;
    assert!(feed(&healthy[0], "DEALS")["asOf"].is_string(), "{healthy}");

    control.set_faults(vec![refused("deal/*")], None);
    let began = app.clock.now();
    let stale = seen("STALE").await;
    let took = app.clock.now() - began;
    assert!(took <= chrono::Duration::seconds(6), "{took}");
    let said = stale["deals"]["feeds"][0]["said"].as_str().unwrap();
    assert_eq!(said, "This server did not answer when it was asked last.", "in plain words");
    let down = seen("DOWN").await;
    assert!(down["deals"]["feeds"][0]["asOf"].is_string(), "what is known is as old as it is: {down}");
    let servers = manager.graphql(HEALTH, json!({})).await["tradingServers"].take();
    let (deals, positions) = (feed(&servers[0], "DEALS"), feed(&servers[0], "POSITIONS"));
    assert_eq!((&deals["state"], &positions["state"]), (&json!("DOWN"), &json!("FRESH")), "{servers}");
    assert_ne!(deals["said"].as_str(), Some(said), "who keeps the servers reads the server's words: {servers}");
    assert_eq!((&servers[0]["state"], positions["said"].is_null()), (&json!("ANSWERING"), true), "{servers}");

    control.set_faults(Vec::new(), None);
    seen("FRESH").await;
}

/// How late the newest deal was seen stands on the page of servers.
#[tokio::test]
async fn a_deal_says_how_late_it_was_seen() {
    let world = calm_world().await;
    let product = world.product(world.mt5(), "real\\standard").await;
    let olga = world.client("Olga", "Novak").await;
    let (login, _) = account(&world, &product, &olga).await;
    let (app, control) = (&world.app, world.simulator.control().clone());
    let _feeds = watch(&app.app);
    crate::trader::Trader::new(&world).open(login, crm_trading::Side::Buy, "0.1").await;
    let delay = slowly(app, &control, async || {
        let servers = world.manager.graphql(HEALTH, json!({})).await["tradingServers"].take();
        servers[0]["lag"]["dealDelayMs"].as_i64()
    })
    .await;
    assert!((0..120_000).contains(&delay), "{delay}");
}

/// MON-30: figures of accounts say at once that their feed is dead: pushed, in the list, and summed by client.
#[tokio::test]
async fn mon_30_figures_are_as_fresh_as_their_feed() {
    let world = calm_world().await;
    let product = world.product(world.mt5(), "real\\standard").await;
    let olga = world.client("Olga", "Novak").await;
    account(&world, &product, &olga).await;
    let _feeds = watch(&world.app.app);
    let address = listen(&world.app).await;
    let World { app, simulator, manager, .. } = world;
    let control = simulator.control().clone();
    let states = async |state: &'static str| {
        slowly(&app, &control, async || {
            let mut list = manager.graphql(LIST, json!({"f": {"clientId": olga}})).await;
            let clients = manager.graphql(CLIENTS, json!({"ids": [olga]})).await;
            let account = list["tradingAccounts"]["edges"][0]["node"]["feedState"].take();
            (account == state && clients["clientFigures"][0]["feedState"] == state).then_some(())
        })
        .await;
    };
    states("FRESH").await;
    let mut socket = Socket::open(address, &manager, None).await.unwrap();
    let beats = format!("subscription {{ accountBeats(clientId: \"{olga}\") {{ feedState figures {{ asOf }} }} }}");
    socket.subscribe("1", &beats).await;
    hear(&mut socket, &app, &control, "accountBeats", |beat| beat[0]["feedState"] == "FRESH").await;
    simulator.stop().await.unwrap();
    let began = app.clock.now();
    let beat = hear(&mut socket, &app, &control, "accountBeats", |beat| beat[0]["feedState"] != "FRESH").await;
    let took = app.clock.now() - began;
    // by their age alone they would be old after a minute and a half
    assert!(took <= chrono::Duration::seconds(30), "{took}: {beat}");
    assert!(beat[0]["figures"]["asOf"].is_string(), "what was known last stays: {beat}");
    states("DOWN").await;
}
