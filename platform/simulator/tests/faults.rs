//! Faults over the socket: what a client sees, and what was done all the same.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests may stop at the first surprise")]

mod support;

use crm_simulator::Simulator;
use serde_json::{Value, json};
use support::{Mt4, Mt5, NOON, sign_in, start};

fn fault(simulator: &Simulator, commands: &str, fault: Value) {
    let rule = json!({ "commands": [commands], "times": 1, "fault": fault });
    simulator.control().set_faults(vec![serde_json::from_value(rule).unwrap()], None);
}

/// How many deals carry a comment.
fn booked(simulator: &Simulator, comment: &str) -> usize {
    simulator.control().deals(0, None, 1_000).iter().filter(|deal| deal.comment == comment).count()
}

async fn deposit(wire: &mut Mt5, login: &str, comment: &str) -> std::io::Result<Value> {
    let target = format!("/api/trade/balance?login={login}&type=2&balance=10&comment={comment}");
    wire.send("GET", &target, "", "").await.map(|answer| serde_json::from_str(&answer.body).unwrap_or(Value::Null))
}

// R-08, MON-14: answers lost before and after, late applies, halves, nonsense, doubles
#[tokio::test]
async fn each_fault_of_mt5_does_and_hides_what_it_says() {
    let simulator = start().await;
    let mut wire = sign_in(&simulator.reach().mt5).await;
    let login = wire.account(r"real\standard").await;
    for (name, what, answered, done) in [
        ("before", json!({ "kind": "drop_before" }), None, 0),
        ("after", json!({ "kind": "drop_after" }), None, 1),
        ("half", json!({ "kind": "partial" }), None, 1),
        ("garbage", json!({ "kind": "garbage" }), Some(Value::Null), 1),
        ("code", json!({ "kind": "retcode", "code": 10 }), Some(json!("10 No connection")), 0),
        ("busy", json!({ "kind": "busy" }), Some(json!("12 Too frequent requests")), 0),
        ("slow", json!({ "kind": "delay", "min_ms": 1, "max_ms": 5 }), Some(json!("0 Done")), 1),
        ("late", json!({ "kind": "late_apply", "min_ms": 1000, "max_ms": 60000 }), None, 0),
    ] {
        fault(&simulator, "trade/balance", what);
        let mut wire = sign_in(&simulator.reach().mt5).await;
        let seen = deposit(&mut wire, &login, name).await.ok().map(|answer| answer["retcode"].clone());
        assert_eq!(seen, answered, "{name}");
        assert_eq!(booked(&simulator, name), done, "{name}");
    }
    assert_eq!(simulator.control().pending(), 1);
    simulator.control().advance(999);
    assert_eq!(booked(&simulator, "late"), 0);
    simulator.control().advance(60_000);
    assert_eq!(booked(&simulator, "late"), 1);

    fault(&simulator, "trade/balance", json!({ "kind": "duplicate" }));
    assert_eq!(deposit(&mut wire, &login, "twice").await.unwrap()["retcode"], "0 Done");
    assert!(wire.receive().await.unwrap().body.contains("Ticket"));
    assert_eq!(booked(&simulator, "twice"), 1);

    fault(&simulator, "trade/*", json!({ "kind": "forbidden" }));
    assert_eq!(wire.send("GET", "/api/trade/balance?login=1", "", "").await.unwrap().status, 403);
    assert!(deposit(&mut wire, &login, "no session").await.is_err());
}

#[tokio::test]
async fn dealer_ids_come_in_every_shape() {
    let simulator = start().await;
    let mut wire = sign_in(&simulator.reach().mt5).await;
    let login = wire.account(r"real\standard").await;
    let buy =
        json!({ "Action": "200", "Login": login, "Symbol": "EURUSD", "Digits": "5", "Type": "0", "Volume": "100" });
    fault(&simulator, "dealer/send_request", json!({ "kind": "dealer_shape", "casing": "lower", "top_level": false }));
    let sent = wire.post("/api/dealer/send_request", buy.clone()).await;
    let id = sent["answer"]["id"].as_str().unwrap().to_owned();
    fault(&simulator, "dealer/*", json!({ "kind": "dealer_shape", "casing": "title", "top_level": true }));
    let result = wire.get(&format!("/api/dealer/get_request_result?id={id}")).await;
    assert_eq!(result[&id][0]["result"]["Retcode"], "10019");
    fault(&simulator, "dealer/*", json!({ "kind": "dealer_shape", "casing": "title", "top_level": true }));
    assert!(wire.post("/api/dealer/send_request", buy).await["Id"].is_string());
}

#[tokio::test]
async fn keys_of_mt4_make_repeats_harmless() {
    let simulator = start().await;
    let mut wire = Mt4::connect(&simulator).await;
    let user = wire.post("UserRecordNew", json!({ "group": "standard", "name": "Tom", "leverage": 100 })).await;
    let login = user["data"]["login"].as_u64().unwrap();
    let order = |comment: &str| json!({ "tradeTransactionType": "BrBalance", "tradeCommand": "Balance", "orderBy": login, "price": 10.5, "comment": comment });
    let key = |name: &str| format!("Idempotency-Key: {name}\r\n");

    // an answer that was lost: the key gives it again
    fault(&simulator, "TradeTransaction", json!({ "kind": "drop_after" }));
    assert!(wire.call("POST", "TradeTransaction", &key("a"), order("a")).await.is_err());
    let mut wire = Mt4::connect(&simulator).await;
    let again = wire.call("POST", "TradeTransaction", &key("a"), order("a")).await.unwrap().json();
    assert!(again["data"]["order"].as_u64().unwrap() > 0);
    assert_eq!(booked(&simulator, "a"), 1);
    // MON-02: the same key for something else
    let other = wire.call("POST", "TradeTransaction", &key("a"), order("b")).await.unwrap().json();
    assert_eq!(other["error"]["code"], "Validation");
    // one minute later an answer that came in time is forgotten, as the contract says
    simulator.control().advance(60_000);
    wire.call("POST", "TradeTransaction", &key("a"), order("a")).await.unwrap();
    assert_eq!(booked(&simulator, "a"), 2);

    // an unknown outcome: in progress, then its real result, for an hour
    fault(&simulator, "TradeTransaction", json!({ "kind": "late_apply", "min_ms": 20000, "max_ms": 20000 }));
    let unknown = wire.call("POST", "TradeTransaction", &key("c"), order("c")).await.unwrap();
    assert_eq!(unknown.header("X-Request-Outcome").as_deref(), Some("unknown"));
    assert_eq!(unknown.json()["error"]["code"], "OutcomeUnknown");
    let running = wire.call("POST", "TradeTransaction", &key("c"), order("c")).await.unwrap();
    assert_eq!(running.header("X-Request-Outcome").as_deref(), Some("in-progress"));
    assert_eq!(booked(&simulator, "c"), 0);
    simulator.control().advance(20_000);
    assert_eq!(booked(&simulator, "c"), 1);
    simulator.control().advance(3_500_000);
    let mut wire = Mt4::connect(&simulator).await;
    let known = wire.call("POST", "TradeTransaction", &key("c"), order("c")).await.unwrap().json();
    assert!(known["data"]["order"].is_u64());
    assert_eq!(booked(&simulator, "c"), 1);
    assert_eq!(simulator.control().violations(), []);
    assert!(simulator.control().now() > NOON);
}

#[tokio::test]
async fn faults_of_mt4_say_what_they_mean() {
    let simulator = start().await;
    let mut wire = Mt4::connect(&simulator).await;
    fault(&simulator, "ServerTime", json!({ "kind": "late_apply", "min_ms": 1, "max_ms": 1 }));
    let slow = wire.call("GET", "ServerTime", "", Value::Null).await.unwrap();
    assert_eq!(
        (slow.header("X-Request-Outcome").as_deref(), &slow.json()["error"]["code"]),
        (Some("timeout"), &json!("Timeout"))
    );
    fault(&simulator, "ServerTime", json!({ "kind": "busy" }));
    let busy = wire.call("GET", "ServerTime", "", Value::Null).await.unwrap();
    assert_eq!(busy.header("X-Request-Outcome").as_deref(), Some("not-started"));
    fault(&simulator, "ServerTime", json!({ "kind": "retcode", "code": 6 }));
    assert_eq!(wire.get("ServerTime").await["error"]["managerCode"], "NoConnect");
    fault(&simulator, "ServerTime", json!({ "kind": "forbidden" }));
    assert_eq!(wire.call("GET", "ServerTime", "", Value::Null).await.unwrap().status, 401);
    assert_eq!(wire.call("GET", "ServerTime", "", Value::Null).await.unwrap().status, 401);
}

#[tokio::test]
async fn what_is_held_waits_until_it_is_let_go() {
    let simulator = start().await;
    let control = simulator.control();
    let mut wire = sign_in(&simulator.reach().mt5).await;
    let (mine, other) = (wire.account(r"real\standard").await, wire.account(r"real\standard").await);
    for (done, name) in [(true, "held-after"), (false, "held-before")] {
        let login: u64 = mine.parse().unwrap();
        let rule = json!({ "commands": ["trade/balance"], "login": login, "times": 1, "fault": { "kind": "hold", "done": done } });
        control.set_faults(vec![serde_json::from_value(rule).unwrap()], None);
        assert_eq!(deposit(&mut wire, &other, "other").await.unwrap()["retcode"], "0 Done");
        let mut line = sign_in(&simulator.reach().mt5).await;
        let waiting = deposit(&mut line, &mine, name);
        tokio::pin!(waiting);
        let held = async {
            while control.held() == 0 {
                tokio::task::yield_now().await;
            }
        };
        tokio::select! {
            answer = &mut waiting => panic!("it was not held: {answer:?}"),
            () = held => {}
        }
        assert_eq!(booked(&simulator, name), usize::from(done), "{name}");
        control.let_go();
        assert_eq!(waiting.await.unwrap()["retcode"], "0 Done", "{name}");
        assert_eq!((booked(&simulator, name), control.deeds()[name], control.held()), (1, 1, 0), "{name}");
    }
    assert_eq!(control.deeds()["other"], 2);
}
