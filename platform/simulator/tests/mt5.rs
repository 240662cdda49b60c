//! The MT5 Web API over its socket.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests may stop at the first surprise")]

mod support;

use serde_json::{Value, json};
use support::{NOON, connect, response, sign_in, start, start_with};

#[tokio::test]
async fn a_session_belongs_to_its_connection() {
    let simulator = start().await;
    let reach = &simulator.reach().mt5;
    let mut known = sign_in(reach).await;
    assert_eq!(known.get("/api/test/access").await["retcode"], "0 Done");
    let mut stranger = connect(reach).await;
    let refused = stranger.send("GET", "/api/test/access", "", "").await.unwrap();
    assert_eq!((refused.status, refused.header("connection").as_deref()), (403, Some("close")));
    assert!(stranger.send("GET", "/api/test/access", "", "").await.is_err());
    assert_eq!(known.get("/api/quit").await["retcode"], "0 Done");
    assert!(known.send("GET", "/api/test/access", "", "").await.is_err());
}

#[tokio::test]
async fn sign_in_wants_the_right_password_version_and_type() {
    let simulator = start().await;
    let reach = &simulator.reach().mt5;
    let mut wire = connect(reach).await;
    let old = wire.get("/api/auth/start?version=400&agent=crm&login=1000&type=manager").await;
    assert_eq!(old["retcode"], "1010 Client is too old");
    let client = wire.get("/api/auth/start?version=484&agent=crm&login=1000&type=client").await;
    assert_eq!(client["retcode"], "1000 Invalid client type");
    let challenge = wire.get("/auth_start?VERSION=484&AGENT=crm&LOGIN=1000&TYPE=manager").await;
    let wrong = response("another", challenge["srv_rand"].as_str().unwrap());
    let refused = wire.get(&format!("/auth_answer?srv_rand_answer={wrong}&cli_rand={}", "0".repeat(32))).await;
    assert_eq!(refused["retcode"], "1001 Invalid account or password");
    assert!(wire.send("GET", "/api/test/access", "", "").await.is_err());
}

#[tokio::test]
async fn a_late_answer_to_the_challenge_and_a_silent_connection_end() {
    let simulator = start_with(|config| {
        config.mt5_build.auth_seconds = 0;
        config.mt5_build.idle_seconds = 1;
    })
    .await;
    let reach = &simulator.reach().mt5;
    let mut wire = connect(reach).await;
    let challenge = wire.get("/api/auth/start?version=484&agent=crm&login=1000&type=manager").await;
    let answer = response(&reach.password, challenge["srv_rand"].as_str().unwrap());
    let late = wire.get(&format!("/api/auth/answer?srv_rand_answer={answer}&cli_rand={}", "0".repeat(32))).await;
    assert_eq!(late["retcode"], "9 Timeout");
    let mut silent = connect(reach).await;
    // ends by itself, or this test never does
    assert!(silent.receive().await.is_err());
}

#[tokio::test]
async fn accounts_live_from_add_to_delete() {
    let simulator = start().await;
    let mut wire = sign_in(&simulator.reach().mt5).await;
    let added = wire
        .send("GET", r"/user_add?pass_main=1Rp0#jahr&pass_investor=2Rp0#jahr&group=real\\standard&name=Maria%20Stone&leverage=100", "", "")
        .await
        .unwrap()
        .json();
    let user = &added["answer"];
    assert_eq!(
        (&added["retcode"], &user["Name"], &user["Group"]),
        (&json!("0 Done"), &json!("Maria Stone"), &json!(r"real\standard"))
    );
    assert_eq!((&user["Balance"], &user["Leverage"]), (&json!("0.00"), &json!("100")));
    let login = user["Login"].as_str().unwrap().to_owned();

    let check =
        |password: &str, kind: &str| format!("/api/user/check_password?login={login}&type={kind}&password={password}");
    assert_eq!(wire.get(&check("1Rp0#jahr", "main")).await["retcode"], "0 Done");
    assert_eq!(wire.get(&check("1Rp0#jahr", "investor")).await["retcode"], "3006 Invalid password");
    let change = json!({ "Login": login, "Type": "main", "Password": "simple" });
    assert_eq!(wire.post("/api/user/change_password", change).await["retcode"], "3006 Invalid password");

    let update = json!({ "Login": login, "Leverage": "5000", "City": "Madrid", "comment": "lower case means nothing" });
    let updated = wire.post("/api/user/update", update).await;
    assert_eq!((&updated["answer"]["Leverage"], &updated["answer"]["City"]), (&json!("100"), &json!("Madrid")));
    assert_eq!(updated["answer"]["Comment"], "");
    let moved = wire.get(&format!("/api/user/update?login={login}&group=real\\standard-eur")).await;
    assert_eq!(moved["retcode"], "3010 Different deposit currency");
    assert_eq!(wire.get(&format!("/api/user/update?login={login}&group=nowhere")).await["retcode"], "8 No permissions");

    let logins = wire.get(r"/api/user/logins?group=real\*,!real\pro").await;
    assert_eq!(logins["answer"], json!([login]));
    // no trading state before the first trade
    assert_eq!(wire.get(&format!("/api/user/account/get?login={login}")).await["retcode"], "13 Not found");
    assert_eq!(wire.get(&format!("/api/user/delete?login={login}")).await["retcode"], "0 Done");
    assert_eq!(wire.get(&format!("/api/user/get?login={login}")).await["retcode"], "13 Not found");
    assert_eq!(
        wire.post(
            "/api/user/add",
            json!({"Name": "x", "Group": "nowhere", "Leverage": 100,
        "PassMain": "1Ar#pqkj", "PassInvestor": "1Ar#pqkj"})
        )
        .await["retcode"],
        "8 No permissions"
    );
}

#[tokio::test]
async fn money_moves_with_the_codes_of_the_protocol() {
    let simulator = start().await;
    let mut wire = sign_in(&simulator.reach().mt5).await;
    let login = wire.account(r"real\standard").await;
    for (kind, amount, code) in [
        (2, "1000.50", "0 Done"),
        (3, "100", "0 Done"),
        (6, "50", "0 Done"),
        (4, "-0.50", "0 Done"),
        (5, "10", "0 Done"),
        (2, "-2000", "10019 Not enough money"),
        (3, "-200", "10019 Not enough money"),
        (2, "1000000001", "4005 Money limit reached"),
        (9, "10", "3 Invalid parameters"),
        (2, "NaN", "3 Invalid parameters"),
        (2, "1e309", "3 Invalid parameters"),
    ] {
        assert_eq!(wire.money(&login, kind, amount, "x").await["retcode"], code, "{kind} {amount}");
    }
    let user = wire.get(&format!("/api/user/get?login={login}")).await;
    assert_eq!((&user["answer"]["Balance"], &user["answer"]["Credit"]), (&json!("1010.00"), &json!("150.00")));
    let deals = wire.get(&format!("/api/deal/get_page?login={login}&from=0&to=1999999999&offset=0&total=500")).await;
    let amounts: Vec<_> =
        deals["answer"].as_array().unwrap().iter().map(|deal| deal["Profit"].as_str().unwrap()).collect();
    assert_eq!(amounts, ["1000.50", "100.00", "50.00", "-0.50", "10.00"]);
    let audit = wire.get(&format!("/api/user/check_balance?login={login}")).await;
    assert_eq!(audit["answer"]["Balance"], json!({ "User": "1010.00", "History": "1010.00" }));
    assert_eq!(wire.money("999", 2, "10", "x").await["retcode"], "13 Not found");
}

#[tokio::test]
async fn a_position_is_opened_modified_partly_closed_and_told_everywhere() {
    let simulator = start().await;
    let mut wire = sign_in(&simulator.reach().mt5).await;
    let login = wire.account(r"real\standard").await;
    wire.money(&login, 2, "10000", "start").await;
    simulator.control().run_market(false);
    let price = |bid: &str, ask: &str| {
        let price = json!({ "symbol": "EURUSD", "bid": bid, "ask": ask, "hold": true });
        assert!(simulator.control().set_price(&serde_json::from_value(price).unwrap()));
    };
    price("1.08500", "1.08510");
    let base = json!({ "Action": "200", "Login": login, "Symbol": "EURUSD", "Digits": "5", "TypeFill": "0", "Comment": "T:1" });
    let with = |more: Value| {
        let mut request = base.clone();
        request.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        request
    };
    let opened = wire.deal(with(json!({ "Type": "0", "VolumeExt": "100000000", "PriceOrder": "1.08510" }))).await;
    assert_eq!(
        (&opened["Retcode"], &opened["Price"], &opened["Volume"]),
        (&json!("10009"), &json!("1.08510"), &json!("10000"))
    );
    let page = wire.get(&format!("/api/position/get_page?login={login}&offset=0&total=10")).await;
    let position = &page["answer"][0];
    assert_eq!(
        (&position["Symbol"], &position["VolumeExt"], &position["Comment"]),
        (&json!("EURUSD"), &json!("100000000"), &json!("T:1"))
    );
    let ticket = position["Position"].as_str().unwrap().to_owned();

    let stops = with(json!({ "Action": "202", "Position": ticket, "PriceSL": "1.08000", "PriceTP": "1.09000" }));
    assert_eq!(wire.deal(stops.clone()).await["Retcode"], "10009");
    assert_eq!(wire.deal(stops).await["Retcode"], "10025");
    price("1.08610", "1.08620");
    let close =
        |lots: &str| with(json!({ "Type": "1", "Position": ticket, "VolumeExt": lots, "PriceOrder": "1.08610" }));
    assert_eq!(wire.deal(close("200000000")).await["Retcode"], "10038");
    let closed = wire.deal(close("40000000")).await;
    let deal = wire.get(&format!("/api/deal/get?ticket={}", closed["DealID"].as_str().unwrap())).await;
    let deal = &deal["answer"];
    assert_eq!((&deal["Entry"], &deal["Profit"], &deal["PositionID"]), (&json!("1"), &json!("40.00"), &json!(ticket)));
    let account = wire.get(&format!("/api/user/account/get?login={login}")).await;
    let account = &account["answer"];
    assert_eq!(
        (&account["Balance"], &account["Floating"], &account["Equity"]),
        (&json!("10040.00"), &json!("60.00"), &json!("10100.00"))
    );
    assert_eq!(account["Margin"], "651.06");
    assert_eq!(wire.deal(close("60000000")).await["Retcode"], "10009");
    assert_eq!(wire.deal(close("60000000")).await["Retcode"], "10036");
    // an adapter that forgets the digits is told so
    let mut forgetful = with(json!({ "Type": "0", "Volume": "100", "PriceOrder": "1.08620" }));
    forgetful.as_object_mut().unwrap().remove("Digits");
    assert_eq!(wire.deal(forgetful).await["Retcode"], "10015");
    let history = wire.get(&format!("/api/history/get_total?login={login}&from=0&to=1999999999")).await;
    assert_eq!(history["answer"]["Total"], "3");
    assert_eq!(simulator.control().violations(), []);
}

#[tokio::test]
async fn pending_orders_and_close_by_go_through_the_dealer() {
    let simulator = start().await;
    let mut wire = sign_in(&simulator.reach().mt5).await;
    let login = wire.account(r"real\standard").await;
    wire.money(&login, 2, "10000", "start").await;
    let request = |action: u32, more: Value| {
        let mut request = json!({ "Action": action.to_string(), "Login": login, "Symbol": "GBPUSD", "Digits": "5" });
        request.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        request
    };
    let placed = wire
        .deal(request(201, json!({ "Type": "2", "Volume": "1000", "PriceOrder": "1.20000", "TypeTime": "0" })))
        .await;
    assert_eq!(placed["Retcode"], "10008");
    let order = placed["OrderID"].as_str().unwrap().to_owned();
    let moved = request(203, json!({ "Order": order, "Type": "2", "PriceOrder": "1.21000" }));
    assert_eq!(wire.deal(moved).await["Retcode"], "10009");
    let shown = wire.get(&format!("/api/order/get?ticket={order}")).await;
    assert_eq!((&shown["answer"]["PriceOrder"], &shown["answer"]["State"]), (&json!("1.21000"), &json!("1")));
    assert_eq!(wire.deal(request(204, json!({ "Order": order, "Type": "2" }))).await["Retcode"], "10009");
    let past = wire.get(&format!("/api/history/get?ticket={order}")).await;
    assert_eq!(past["answer"]["State"], "2");

    let mut tickets = Vec::new();
    for (side, volume) in [("0", "2000"), ("1", "500")] {
        let done = wire.deal(request(200, json!({ "Type": side, "Volume": volume }))).await;
        tickets.push(done["OrderID"].as_str().unwrap().to_owned());
    }
    let by = request(208, json!({ "Position": tickets[0], "PositionBy": tickets[1] }));
    assert_eq!(wire.deal(by).await["Retcode"], "10009");
    let batch = wire.get(&format!("/api/position/get_batch?login={login}&symbol=GBPUSD")).await;
    assert_eq!(batch["answer"][0]["Volume"], "1500");
    let batch = wire.post("/api/position/get_batch", json!({ "Ticket": [tickets[0], tickets[1]] })).await;
    assert_eq!(batch["answer"].as_array().unwrap().len(), 1);
    let both = wire.get(&format!("/api/position/get_batch?login={login}&group=*")).await;
    assert_eq!(both["retcode"], "3 Invalid parameters");
}

#[tokio::test]
async fn dealer_requests_wait_their_turn_and_belong_to_their_connection() {
    let simulator = start_with(|config| config.mt5_build.dealer_delay_ms = 500).await;
    let mut wire = sign_in(&simulator.reach().mt5).await;
    let login = wire.account(r"real\standard").await;
    wire.money(&login, 2, "10000", "start").await;
    let buy =
        json!({ "Action": "200", "Login": login, "Symbol": "EURUSD", "Digits": "5", "Type": "0", "Volume": "100" });
    let sent = wire.post("/api/dealer/send_request", buy.clone()).await;
    let id = sent["answer"]["ID"].as_str().unwrap().to_owned();
    let ask = format!("/api/dealer/get_request_result?id={id}");
    assert_eq!(wire.get(&ask).await["answer"][&id], json!([]));
    let mut other = sign_in(&simulator.reach().mt5).await;
    assert_eq!(other.get(&ask).await["answer"], json!({}));
    simulator.control().advance(499);
    assert_eq!(wire.get(&ask).await["answer"][&id], json!([]));
    simulator.control().advance(1);
    assert_eq!(wire.get(&ask).await["answer"][&id][0]["result"]["Retcode"], "10009");
    // the final answer ended the subscription
    assert_eq!(wire.get(&ask).await["answer"], json!({}));
    for _ in 0..128 {
        assert_eq!(wire.post("/api/dealer/send_request", buy.clone()).await["retcode"], "0 Done");
    }
    assert_eq!(wire.post("/api/dealer/send_request", buy).await["retcode"], "10024 Too many requests");
}

#[tokio::test]
async fn ticks_come_by_cursor_and_configuration_by_mask() {
    let simulator = start().await;
    let mut wire = sign_in(&simulator.reach().mt5).await;
    let all = wire.get(r"/api/tick/last?symbol=Forex\Major\*&trans_id=0").await;
    assert_eq!(all["answer"].as_array().unwrap().len(), 7);
    let cursor = all["trans_id"].as_str().unwrap().to_owned();
    let next = format!("/api/tick/last?symbol=*&trans_id={cursor}");
    assert_eq!(wire.get(&next).await["answer"], json!([]));
    simulator.control().advance(1_000);
    let changed = wire.get(&next).await["answer"].as_array().unwrap().len();
    assert!((1..=20).contains(&changed), "{changed} symbols ticked in a second");

    let groups = wire.get("/api/group/get?mask=real%5C*").await;
    assert_eq!(groups["answer"].as_array().unwrap().len(), 9);
    let netting = wire.get(r"/api/group/get?group=real\netting").await;
    assert_eq!((&netting["answer"]["MarginMode"], &netting["answer"]["Currency"]), (&json!("0"), &json!("USD")));
    let symbol = wire.get("/api/symbol/get?symbol=XAUUSD").await;
    assert_eq!(
        (&symbol["answer"]["CalcMode"], &symbol["answer"]["ContractSize"]),
        (&json!("4"), &json!("100.00000000"))
    );
    assert_eq!(wire.get("/api/symbol/total").await["answer"]["Total"], "22");
    assert_eq!(wire.get("/api/symbol/next?index=0").await["answer"]["Symbol"], "EURUSD");
    // noon UTC is two in the afternoon where the server stands
    assert_eq!(wire.get("/api/time/server").await["answer"]["Time"], "1773151201 2026.03.10 14:00:01");
    let time = wire.get("/api/time/get").await;
    assert_eq!((&time["answer"]["TimeZone"], &time["answer"]["DaylightState"]), (&json!("120"), &json!("0")));
    let profit = wire.get(r"/api/trade/calc_profit?group=real\standard&symbol=EURUSD&type=0&volume=10000000&price_open=1.11500&price_close=1.12500").await;
    assert_eq!(profit["answer"], json!({ "Profit": "100.000000", "Profit_rate": "1.000000" }));
}

#[tokio::test]
async fn minutes_are_rows_of_the_columns_that_were_asked_for() {
    let simulator = start().await;
    let mut wire = sign_in(&simulator.reach().mt5).await;
    simulator.control().advance(120_000);
    // two in the afternoon where the server stands
    let noon = NOON / 1_000 + 7_200;
    let ask = format!("/api/chart/get?symbol=EURUSD&from={}&to={}&data=dohlcts", noon - 120, noon + 60);
    let answer = wire.get(&ask).await;
    let rows = answer["answer"].as_array().unwrap();
    let times: Vec<i64> = rows.iter().map(|row| row[0].as_i64().unwrap() - noon).collect();
    assert_eq!(times, [-120, -60, 0, 60], "{answer}");
    assert!(rows.iter().all(|row| row.as_array().unwrap().len() == 7 && row[2].as_f64() >= row[3].as_f64()));
    assert_eq!(rows[1][4], rows[2][1], "the past joins the first tick");
    let few = wire.get(&ask.replace("dohlcts", "dc")).await;
    assert_eq!(few["answer"][0].as_array().unwrap().len(), 2);
    assert_eq!(few["answer"][0][1], rows[0][4]);
    for (wrong, code) in [("dohlcx", "3"), ("", "3")] {
        let answer = wire.get(&ask.replace("dohlcts", wrong)).await;
        assert!(answer["retcode"].as_str().unwrap().starts_with(code), "{answer}");
    }
    let nothing = wire.get(&ask.replace("EURUSD", "NOSUCH")).await;
    assert!(nothing["retcode"].as_str().unwrap().starts_with("13"), "{nothing}");
}

#[tokio::test]
async fn an_account_that_was_put_away_is_seen_only_by_who_asks_for_it() {
    let simulator = start().await;
    let mut wire = sign_in(&simulator.reach().mt5).await;
    let add = json!({ "Group": "real\\standard", "Name": "Ann", "Leverage": "100", "PassMain": "Abcd#1234", "PassInvestor": "Abcd#1235" });
    let login: u64 =
        wire.post("/api/user/add", add.clone()).await["answer"]["Login"].as_str().unwrap().parse().unwrap();
    assert_eq!(wire.get(&format!("/api/user/archive/add?login={login}")).await["retcode"], "0 Done");
    for gone in ["user/get", "user/archive/add"] {
        let answer = wire.get(&format!("/api/{gone}?login={login}")).await;
        assert!(answer["retcode"].as_str().unwrap().starts_with("13"), "{gone}: {answer}");
    }
    let kept = wire.get(&format!("/api/user/archive/get?login={login}")).await;
    assert_eq!(kept["answer"]["Login"], login.to_string());
    let all = wire.get("/api/user/archive/get_batch?group=real%5C*").await;
    assert_eq!(all["answer"].as_array().unwrap().len(), 1);
    let again = wire.post("/api/user/add", add).await;
    assert_ne!(again["answer"]["Login"], login.to_string(), "its number is not given again");
}
