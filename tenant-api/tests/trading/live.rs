//! Live figures: what is open on a server appears, moves and goes by itself, with its age; one process polls, all show.

use crate::support::{options, socket::Socket};
use crate::trader::{Trader, account, account_in, calm_world, pass, price, slowly, until, watch};
use crate::website::website;
use crate::world::World;
use crm_app::positions::{FeedState, LiveFilter, Part, PositionSort, positions};
use crm_app::trading::{TimeLimits, TradingHub};
use crm_model::{Clock, TradingAccountId};
use crm_simulator::control::Control;
use crm_testing::TestApp;
use crm_trading::Side;
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

pub const POSITIONS: &str = "query Q($f: LiveFilter, $s: PositionSort, $from: Int, $n: Int) { positions(filter: $f, sort: $s, from: $from, count: $n) { from total totals { environment currency profit swap } feeds { serverId serverName state asOf said } rows { key ticket accountId login serverName serverKind environment client { name } group symbol digits side lots priceOpen priceCurrent stopLoss takeProfit profit swap currency marginLevel openedAt } } }";

pub async fn listen(app: &TestApp) -> SocketAddr {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let options = options();
    let shutdown = options.shutdown.clone();
    let router = tenant_api::build(Arc::clone(&app.app), options);
    tokio::spawn(tenant_api::http::server::serve(listener, router, shutdown));
    address
}

/// What a subscription says next that fits, while time passes.
pub async fn hear(
    socket: &mut Socket,
    app: &TestApp,
    control: &Control,
    name: &str,
    fits: impl Fn(&Value) -> bool,
) -> Value {
    let passing = async {
        loop {
            pass(app, control);
            tokio::time::sleep(Duration::from_millis(60)).await;
        }
    };
    let hearing = async {
        loop {
            let said = socket.hear().await.expect("an open socket");
            assert_eq!(said["type"], "next", "{said}");
            assert!(said["payload"]["errors"].is_null(), "{said}");
            let beat = &said["payload"]["data"][name];
            if fits(beat) {
                return beat.clone();
            }
        }
    };
    tokio::select! { beat = hearing => beat, () = passing => unreachable!() }
}

/// All positions as a person sees them, once the feed is fresh.
pub async fn fresh(world: &World, browser: &crm_testing::Browser, variables: &Value) -> Value {
    until(&world.app, world.simulator.control(), async || {
        let window = browser.graphql(POSITIONS, variables.clone()).await["positions"].take();
        window["feeds"].as_array().unwrap().iter().all(|feed| feed["state"] == "FRESH").then_some(window)
    })
    .await
}

/// C6: a position appears in an open list when it is opened, moves with the price, and goes when it is closed; the figures
/// of the account move with it.
#[tokio::test]
async fn a_position_appears_moves_and_goes() {
    let world = calm_world().await;
    let product = world.product(world.mt5(), "real\\standard").await;
    let olga = world.client("Olga", "Novak").await;
    let (login, id) = account(&world, &product, &olga).await;
    let (app, control) = (&world.app, &world.simulator.control().clone());
    let feeds = watch(&world.app.app);
    let address = listen(app).await;
    let mut socket = Socket::open(address, &world.manager, None).await.unwrap();
    let rows = "keys total totals { currency profit } feeds { state asOf } changed { key ticket client { name } symbol digits side lots priceOpen priceCurrent profit marginLevel }";
    socket.subscribe("1", &format!("subscription {{ positionBeats(count: 20) {{ {rows} }} }}")).await;
    let empty = hear(&mut socket, app, control, "positionBeats", |beat| beat["feeds"][0]["state"] == "FRESH").await;
    assert_eq!((empty["total"].as_i64(), &empty["changed"]), (Some(0), &json!([])), "{empty}");

    let trader = Trader::new(&world);
    let ticket = trader.open(login, Side::Buy, "0.5").await;
    let opened = hear(&mut socket, app, control, "positionBeats", |beat| beat["total"] == 1).await;
    let key = opened["changed"][0]["key"].clone();
    assert!(key.is_string() && opened["keys"] == json!([key]), "{opened}");
    // until the server has told of the symbol, as many digits are shown as its prices have: the row comes once more then,
    // and the keys, which are the same, do not
    let told = |beat: &Value| beat["changed"][0]["digits"] == 5;
    let beat = if told(&opened) { opened } else { hear(&mut socket, app, control, "positionBeats", told).await };
    let row = &beat["changed"][0];
    assert_eq!(row["key"], key, "{beat}");
    assert_eq!((&row["ticket"], &row["client"]["name"]), (&json!(ticket.to_string()), &json!("Olga Novak")));
    assert_eq!(
        (&row["symbol"], &row["side"], &row["lots"], &row["digits"]),
        (&json!("EURUSD"), &json!("BUY"), &json!("0.5"), &json!(5)),
        "{row}"
    );
    assert_eq!((&row["priceOpen"], &row["priceCurrent"]), (&json!("1.10010"), &json!("1.10000")), "{row}");
    assert_eq!((&row["profit"], &beat["totals"][0]["profit"]), (&json!("-5.00"), &json!("-5.00")), "{beat}");

    let mut accounts = Socket::open(address, &world.manager, None).await.unwrap();
    accounts
        .subscribe(
            "1",
            &format!(
                "subscription {{ accountBeats(clientId: \"{olga}\") {{ id figures {{ equity floating asOf }} }} }}"
            ),
        )
        .await;
    price(control, "1.10110", "1.10120");
    let moved = |beat: &Value| beat["changed"][0]["profit"] == "50.00";
    let beat = hear(&mut socket, app, control, "positionBeats", moved).await;
    assert_eq!((&beat["changed"][0]["key"], beat["total"].as_i64()), (&key, Some(1)), "{beat}");
    assert!(beat["changed"][0]["marginLevel"].is_string(), "{beat}");
    let figures = |beat: &Value| beat[0]["figures"]["equity"] == "10050.00";
    let beat = hear(&mut accounts, app, control, "accountBeats", figures).await;
    assert_eq!((&beat[0]["id"], &beat[0]["figures"]["floating"]), (&json!(id), &json!("50.00")), "{beat}");

    trader.place(login).await;
    let orders = "{ pendingOrders { total from feeds { state } rows { key kind lots price priceCurrent priceAsOf priceTrigger stopLoss expiresAt placedAt client { name } } } }";
    let placed = until(app, control, async || {
        let window = world.manager.graphql(orders, json!({})).await["pendingOrders"].take();
        // what it would be bought at comes with the polling of prices
        (window["rows"][0]["priceCurrent"] == "1.10120").then_some(window)
    })
    .await;
    let order = &placed["rows"][0];
    assert!(placed["total"] == 1 && order["priceAsOf"].is_string(), "{placed}");
    assert_eq!(
        (&order["kind"], &order["lots"], &order["price"], &order["stopLoss"], &order["expiresAt"]),
        (&json!("BUY_LIMIT"), &json!("0.1"), &json!("1.05000"), &json!("1.04000"), &Value::Null),
        "{placed}"
    );

    trader.close(login, ticket).await;
    let beat = hear(&mut socket, app, control, "positionBeats", |beat| beat["total"] == 0).await;
    assert_eq!((&beat["keys"], &beat["changed"], &beat["totals"]), (&json!([]), &json!([]), &json!([])), "{beat}");

    // lists get the figures too, without anybody asking
    let balance = until(app, control, async || {
        tokio::time::sleep(Duration::from_millis(100)).await;
        let sql = "SELECT balance FROM crm.trading_account_state";
        Some(world.app.number(sql).await).filter(|balance| *balance > 1_000_000)
    })
    .await;
    assert_eq!(balance, 1_005_000);
    feeds.abort();
}

/// Windows are cut, sorted and filtered on the server, on both kinds of server; exposure adds them up.
#[tokio::test]
async fn windows_are_cut_sorted_and_filtered() {
    let world = calm_world().await;
    let product = world.product(world.mt5(), "real\\standard").await;
    let (olga, ivan) = (world.client("Olga", "Novak").await, world.client("Ivan", "Petrov").await);
    let (olgas, olgas_id) = account(&world, &product, &olga).await;
    let (ivans, ivans_id) = account(&world, &product, &ivan).await;
    let trader = Trader::new(&world);
    for (login, side, lots) in
        [(olgas, Side::Buy, "0.3"), (olgas, Side::Sell, "0.1"), (ivans, Side::Buy, "1"), (ivans, Side::Buy, "0.02")]
    {
        trader.open(login, side, lots).await;
        world.simulator.control().advance(1_000);
    }
    let _feeds = watch(&world.app.app);
    fresh(&world, &world.manager, &json!({})).await;
    let lots = async |variables: Value| {
        let window = fresh(&world, &world.manager, &variables).await;
        let lots: Vec<String> =
            window["rows"].as_array().unwrap().iter().map(|row| row["lots"].as_str().unwrap().to_owned()).collect();
        (lots.join(" "), window["total"].as_i64().unwrap())
    };
    let is = |text: &str, total: i64| (text.to_owned(), total);
    assert_eq!(lots(json!({})).await, is("0.02 1 0.1 0.3", 4), "the newest first");
    assert_eq!(lots(json!({"s": "OPENED_OLDEST", "from": 1, "n": 2})).await, is("0.1 1", 4));
    assert_eq!(lots(json!({"s": "LOTS_LARGEST"})).await, is("1 0.3 0.1 0.02", 4));
    assert_eq!(lots(json!({"s": "PROFIT_LOWEST"})).await, is("1 0.3 0.1 0.02", 4));
    assert_eq!(lots(json!({"s": "MARGIN_LEVEL_LOWEST", "n": 1})).await.1, 4);
    assert_eq!(lots(json!({"f": {"clientId": olga}})).await, is("0.1 0.3", 2));
    assert_eq!(lots(json!({"f": {"accountId": ivans_id, "side": "BUY"}})).await, is("0.02 1", 2));
    assert_eq!(lots(json!({"f": {"symbols": ["EURUSD"], "groups": ["real\\standard"]}})).await.1, 4);
    assert_eq!(lots(json!({"f": {"symbols": ["XAUUSD"]}})).await, is("", 0));
    assert_eq!(lots(json!({"f": {"groups": ["real\\pro"]}})).await, is("", 0));
    assert_eq!(lots(json!({"f": {"profitFrom": "-3.00"}})).await, is("0.02 0.1 0.3", 3));
    assert_eq!(lots(json!({"f": {"profitTo": "-3"}})).await, is("1 0.3", 2));
    for variables in [
        json!({"n": 201}),
        json!({"n": 0}),
        json!({"from": -1}),
        json!({"f": {"profitFrom": "1e3"}}),
        json!({"f": {"ticket": "x"}}),
    ] {
        assert_eq!(world.manager.graphql_refusal(POSITIONS, variables).await, "invalid_input");
    }
    let exposure = "query Q($f: LiveFilter) { exposure(filter: $f) { feeds { state } rows { symbol positions clients buyLots sellLots netLots profits { currency profit } } } }";
    let shown = world.manager.graphql(exposure, json!({})).await["exposure"]["rows"].take();
    assert_eq!(
        shown,
        json!([{"symbol": "EURUSD", "positions": 4, "clients": 2, "buyLots": "1.32", "sellLots": "0.1", "netLots": "1.22", "profits": [{"currency": "USD", "profit": "-14.20"}]}])
    );
    // one position by its number, however many the account has
    let ticket = fresh(&world, &world.manager, &json!({"s": "LOTS_LARGEST"})).await["rows"][1]["ticket"].take();
    assert_eq!(lots(json!({"f": {"accountId": olgas_id, "ticket": ticket}})).await, is("0.3", 1));
    assert_eq!(lots(json!({"f": {"ticket": "1"}})).await, is("", 0));
    // real and play money are never added up
    let mut demo = world.mt5();
    (demo["environment"], demo["name"]) = (json!("DEMO"), json!("Demo 5"));
    let server = world.add(demo).await;
    let play = world.product_on(&server, "Demo", "demo\\standard").await;
    let (login, _) = account_in("demo\\standard", &world, &play, &olga).await;
    trader.open(login, Side::Buy, "0.2").await;
    let both = until(&world.app, world.simulator.control(), async || {
        let window = fresh(&world, &world.manager, &json!({})).await;
        (window["total"] == 5).then_some(window)
    })
    .await;
    let moneys: Vec<&Value> = both["totals"].as_array().unwrap().iter().map(|total| &total["environment"]).collect();
    assert_eq!(moneys, ["LIVE", "DEMO"], "{both}");
    assert_eq!(lots(json!({"f": {"environment": "LIVE"}})).await.1, 4);
    assert_eq!(lots(json!({"f": {"environment": "DEMO"}})).await, is("0.2", 1));
    let net = "query Q($f: LiveFilter) { exposure(filter: $f) { feeds { serverName } rows { environment netLots } } }";
    let net = async |filter: Value| world.manager.graphql(net, json!({"f": filter})).await["exposure"].take();
    let row = |money: &str, lots: &str| json!({"environment": money, "netLots": lots});
    assert_eq!(net(json!({})).await["rows"], json!([row("LIVE", "1.22"), row("DEMO", "0.2")]));
    let demo = net(json!({"environment": "DEMO"})).await;
    assert_eq!(demo, json!({"feeds": [{"serverName": "Demo 5"}], "rows": [row("DEMO", "0.2")]}));
    // a buffer that a move of the price eats up
    price(world.simulator.control(), "1.02000", "1.02010");
    let watched = "query Q($b: String, $m: TradingEnvironment) { marginWatch(below: $b, environment: $m) { total feeds { state } rows { marginLevel openPositions account { id login figures { equity marginLevel } } } } }";
    let near = until(&world.app, world.simulator.control(), async || {
        let watch = world.manager.graphql(watched, json!({"b": "300"})).await["marginWatch"].take();
        (watch["total"] == 1).then_some(watch)
    })
    .await;
    let row = &near["rows"][0];
    assert_eq!((&row["account"]["login"], &row["openPositions"]), (&json!(ivans.to_string()), &json!(2)), "{near}");
    assert_eq!(row["marginLevel"], row["account"]["figures"]["marginLevel"], "{near}");
    assert_eq!(world.manager.graphql(watched, json!({"b": "1"})).await["marginWatch"]["total"], 0);
    let of = async |money: &str| {
        let variables = json!({"b": "1000000", "m": money});
        world.manager.graphql(watched, variables).await["marginWatch"]["total"].take()
    };
    assert_eq!((of("LIVE").await, of("DEMO").await), (json!(2), json!(1)));
}

/// A server that stops answering shows as stale with the next poll and as down soon after, with what was known last.
#[tokio::test]
async fn a_dead_server_shows_at_once() {
    let world = calm_world().await;
    let product = world.product(world.mt5(), "real\\standard").await;
    let olga = world.client("Olga", "Novak").await;
    let (login, _) = account(&world, &product, &olga).await;
    Trader::new(&world).open(login, Side::Buy, "0.5").await;
    let _feeds = watch(&world.app.app);
    assert_eq!(fresh(&world, &world.manager, &json!({})).await["total"], 1);
    let World { app, simulator, manager, .. } = world;
    let control = simulator.control().clone();
    simulator.stop().await.unwrap();
    let seen = async |state: &'static str| {
        slowly(&app, &control, async || {
            let window = manager.graphql(POSITIONS, json!({})).await["positions"].take();
            (window["feeds"][0]["state"] == state).then_some(window)
        })
        .await
    };
    let began = app.clock.now();
    let stale = seen("STALE").await;
    let took = app.clock.now() - began;
    assert!(took <= chrono::Duration::seconds(3), "{took}");
    assert_eq!((stale["total"].as_i64(), stale["rows"][0]["lots"].as_str()), (Some(1), Some("0.5")), "{stale}");
    assert!(stale["feeds"][0]["said"].is_string(), "{stale}");
    let down = seen("DOWN").await;
    assert_eq!((&down["total"], &down["feeds"][0]["asOf"]), (&json!(1), &stale["feeds"][0]["asOf"]), "{down}");
}

/// ADR 0021, 0022: of two processes one polls; the other shows the same, with the same age. It takes the server over when
/// somebody commands it there.
#[tokio::test]
async fn two_processes_show_the_same_and_one_polls() {
    let world = calm_world().await;
    let product = world.product(world.mt5(), "real\\standard").await;
    let olga = world.client("Olga", "Novak").await;
    let (login, id) = account(&world, &product, &olga).await;
    let (app, control) = (&world.app, &world.simulator.control().clone());
    let _first = watch(&world.app.app);
    Trader::new(&world).open(login, Side::Buy, "0.5").await;
    fresh(&world, &world.manager, &json!({})).await;
    let holder = "SELECT count(*) FROM crm.trading_lease WHERE until > now()";
    assert_eq!(app.number(holder).await, 1);

    let hub = TradingHub::new(Clock::manual(app.clock.clone()), true, TimeLimits::default());
    let second = Arc::new(app.another(|other| other.trading = Arc::new(hub)));
    let _second = watch(&second);
    let op = world.manager.op().await.unwrap();
    let (filter, part) = (LiveFilter::default(), Part::new(0, 50).unwrap());
    let window = slowly(app, control, async || {
        let window = positions(&op, &second, &filter, PositionSort::default(), part).await.unwrap();
        (window.total == 1 && window.feeds[0].state == FeedState::Fresh).then_some(window)
    })
    .await;
    assert_eq!(window.rows[0].position.lots.to_string(), "0.5");
    // so does the list of clients, which counts what is open
    positions_of(&op, &second, &olga, Some(1)).await;
    assert_eq!(app.number("SELECT count(DISTINCT holder) FROM crm.trading_lease").await, 1);
    let before =
        app.number("SELECT ('x' || substr(md5(holder::text), 1, 8))::bit(32)::int8 FROM crm.trading_lease").await;

    // what the first one sees, the second one shows
    price(control, "1.10110", "1.10120");
    slowly(app, control, async || {
        let window = positions(&op, &second, &filter, PositionSort::default(), part).await.unwrap();
        (window.totals[0].profit == "50.00".parse().unwrap()).then_some(())
    })
    .await;

    // somebody commands it through the second one: it is handed over
    let id = TradingAccountId::parse(&id).unwrap();
    slowly(app, control, async || crm_app::trading_accounts::refresh(&op, &second, id).await.ok()).await;
    let after =
        app.number("SELECT ('x' || substr(md5(holder::text), 1, 8))::bit(32)::int8 FROM crm.trading_lease").await;
    assert_ne!(before, after, "the lease went to the second process");
    // and now the first one shows what the second one sees
    price(control, "1.10210", "1.10220");
    slowly(app, control, async || {
        let window = world.manager.graphql(POSITIONS, json!({})).await["positions"].take();
        (window["totals"][0]["profit"] == "100.00" && window["feeds"][0]["state"] == "FRESH").then_some(())
    })
    .await;
}

/// How many positions a process says a client has open.
async fn positions_of(op: &crm_access::OpContext, app: &crm_app::App, client: &str, count: Option<usize>) {
    crm_app::positions::freshen(op, app).await.unwrap();
    let tx = app.db.read(op).await.unwrap();
    let client = crm_model::ClientId::parse(client).unwrap();
    let figures = crm_app::trading_accounts::by_client(op, app, &tx, &[client]).await.unwrap();
    assert_eq!(figures[0].open_positions, count);
}

/// C9: a website sees what is open on an account as the portal does, page by page, with how far it can be believed.
#[tokio::test]
async fn a_website_sees_what_is_open_with_its_age() {
    let world = calm_world().await;
    let product = world.product(world.mt5(), "real\\standard").await;
    let (olga, ivan) = (world.client("Olga", "Novak").await, world.client("Ivan", "Petrov").await);
    let (login, id) = account(&world, &product, &olga).await;
    let (other, _) = account(&world, &product, &ivan).await;
    let key = async |scopes: &[&str]| website(&world.app, &world.atlas, &world.manager, scopes).await;
    let site = key(&["trading_account.view", "position.view"]).await;
    let (open, waiting) = (format!("/v1/trading-accounts/{id}/positions"), format!("/v1/trading-accounts/{id}/orders"));
    // before anybody polled
    let never = site.get(&open).await.json();
    assert_eq!(
        (&never["freshness"]["state"], &never["freshness"]["as_of"], &never["data"]),
        (&json!("down"), &Value::Null, &json!([])),
        "{never}"
    );
    let trader = Trader::new(&world);
    for (side, lots) in [(Side::Buy, "0.5"), (Side::Sell, "0.2"), (Side::Buy, "0.1")] {
        trader.open(login, side, lots).await;
        world.simulator.control().advance(1_000);
    }
    trader.open(other, Side::Buy, "3").await;
    trader.place(login).await;
    let _feeds = watch(&world.app.app);
    let control = world.simulator.control().clone();
    let fresh = until(&world.app, &control, async || {
        let page = site.get(&open).await.json();
        (page["freshness"]["state"] == "fresh" && page["data"].as_array().unwrap().len() == 3).then_some(page)
    })
    .await;
    assert!(fresh["freshness"]["as_of"].is_string() && fresh["has_more"] == false, "{fresh}");
    let row = &fresh["data"][2];
    assert_eq!(
        (&row["symbol"], &row["side"], &row["lots"], &row["price_open"], &row["profit"], &row["currency"]),
        (&json!("EURUSD"), &json!("buy"), &json!("0.5"), &json!("1.10010"), &json!("-5.00"), &json!("USD")),
        "{row}"
    );
    // page by page, while one of them is closed
    let first = site.get(&format!("{open}?limit=1")).await.json();
    assert_eq!((&first["data"][0]["lots"], &first["has_more"]), (&json!("0.1"), &json!(true)));
    let cursor = first["next_cursor"].as_str().unwrap();
    let rest = site.get(&format!("{open}?limit=2&cursor={cursor}")).await.json();
    let lots: Vec<&str> = rest["data"].as_array().unwrap().iter().map(|row| row["lots"].as_str().unwrap()).collect();
    assert_eq!((lots, &rest["next_cursor"]), (vec!["0.2", "0.5"], &Value::Null));
    assert_eq!(site.get(&format!("{waiting}?cursor={cursor}")).await.json()["errors"][0]["code"], "invalid_cursor");
    let orders = site.get(&waiting).await.json();
    let order = &orders["data"][0];
    assert_eq!(
        (&order["kind"], &order["lots"], &order["price"], &order["stop_loss"], &order["expires_at"]),
        (&json!("buy_limit"), &json!("0.1"), &json!("1.05000"), &json!("1.04000"), &Value::Null),
        "{orders}"
    );
    assert_eq!(orders["freshness"]["state"], "fresh");
    // RBAC-02, MASK-24: the scope decides
    let narrow = key(&["trading_account.view", "balance.view"]).await;
    for path in [&open, &waiting] {
        assert_eq!(narrow.get(path).await.code(), "forbidden");
    }
    let read =
        "SELECT count(*) FROM crm.audit_event WHERE NOT refused AND action IN ('position.listed', 'order.listed')";
    assert!(world.app.number(read).await >= 5);
    // a dead server is not hidden
    let World { app, simulator, .. } = world;
    simulator.stop().await.unwrap();
    let down = slowly(&app, &control, async || {
        let page = site.get(&open).await.json();
        (page["freshness"]["state"] == "down").then_some(page)
    })
    .await;
    assert_eq!(down["data"].as_array().unwrap().len(), 3, "what was known last, and that it is old: {down}");
    assert!(down["freshness"]["as_of"].is_string());
}
