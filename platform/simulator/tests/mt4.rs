//! The MT4 gateway over its socket.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests may stop at the first surprise")]

mod support;

use serde_json::{Value, json};
use support::{Mt4, plain, start};

#[tokio::test]
async fn a_token_is_needed_and_found_by_discovery() {
    let simulator = start().await;
    let reach = &simulator.reach().mt4;
    let mut wire = plain(reach.address).await;
    assert_eq!(wire.send("GET", "/api/TradePlatforms", "", "").await.unwrap().status, 401);
    let document = wire.send("GET", "/.well-known/openid-configuration", "", "").await.unwrap().json();
    assert!(document["token_endpoint"].as_str().unwrap().ends_with("/connect/token"));
    let wrong = "grant_type=client_credentials&client_id=simulator&client_secret=no";
    let refused = wire.send("POST", "/connect/token", "", wrong).await.unwrap();
    assert_eq!((refused.status, refused.json()["error"].clone()), (401, json!("invalid_client")));
    let mut known = Mt4::connect(&simulator).await;
    assert_eq!(known.get("ServerTime").await["data"], "2026-03-10T14:00:00Z");
    simulator.control().advance(3_600_000);
    assert_eq!(known.call("GET", "ServerTime", "", Value::Null).await.unwrap().status, 401);
}

#[tokio::test]
async fn deadlines_are_checked_and_told_back() {
    let simulator = start().await;
    let mut wire = Mt4::connect(&simulator).await;
    for (asked, told) in
        [("", Some("10")), ("X-Request-Timeout: 2.5\r\n", Some("2.5")), ("X-Request-Timeout: 301\r\n", None)]
    {
        let answer = wire.call("GET", "ServerTime", asked, Value::Null).await.unwrap();
        assert_eq!(answer.header("X-Request-Timeout-Applied").as_deref(), told, "{asked}");
        assert_eq!(answer.json()["error"]["code"] == "Validation", told.is_none());
    }
    let nowhere = wire.call("GET", "NoSuchThing", "", Value::Null).await.unwrap().json();
    assert_eq!(nowhere["error"]["code"], "NotFound");
}

#[tokio::test]
async fn an_account_trades_by_tickets() {
    let simulator = start().await;
    let mut wire = Mt4::connect(&simulator).await;
    let user = wire
        .post("UserRecordNew", json!({ "group": "standard", "name": "Tom", "leverage": 100, "enableFlags": 3 }))
        .await;
    let login = user["data"]["login"].as_u64().unwrap();
    assert_eq!(wire.post(&format!("UserPasswordSet/{login}"), json!("secret12")).await["data"], true);
    assert_eq!(wire.post(&format!("UserPasswordCheck/{login}"), json!("secret12")).await["data"], true);
    assert_eq!(wire.post(&format!("UserPasswordCheck/{login}"), json!("other")).await["data"], false);

    let transaction = |more: Value| {
        let mut body = json!({ "orderBy": login, "tradeCommand": "Buy" });
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        body
    };
    let money = transaction(json!({ "tradeTransactionType": "BrBalance", "tradeCommand": "Balance", "price": 10000 }));
    assert!(wire.post("TradeTransaction", money.clone()).await["data"]["order"].is_u64());
    let open =
        transaction(json!({ "tradeTransactionType": "bropen", "symbol": "EURUSD", "volume": 100, "comment": "T:9" }));
    let opened = wire.post("TradeTransaction", open).await;
    assert_eq!(opened["data"]["tradeTransactionType"], "BrOpen");
    let ticket = opened["data"]["order"].as_u64().unwrap();
    let close = transaction(json!({ "tradeTransactionType": 76, "order": ticket, "volume": 40 }));
    assert_eq!(wire.post("TradeTransaction", close.clone()).await["error"], Value::Null);
    // the ticket is gone; the rest has another one
    assert_eq!(wire.post("TradeTransaction", close).await["error"]["managerCode"], "InvalidData");
    let trades = wire.get(&format!("TradesGetByLogin/{login}/standard")).await;
    let rest = &trades["data"][0];
    assert_eq!(
        (&rest["volume"], &rest["volumeLots"], &rest["comment"]),
        (&json!(60), &json!(0.6), &json!(format!("from #{ticket}")))
    );
    let history =
        wire.get(&format!("TradesUserHistory/{login}?fromTime=2026-03-10T00:00:00Z&toTime=2026-03-11T00:00:00Z")).await;
    let states: Vec<_> = history["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|trade| (trade["tradeCommand"].clone(), trade["tradeRecordState"].clone()))
        .collect();
    assert_eq!(states, [(json!("Balance"), json!("ClosedNormal")), (json!("Buy"), json!("ClosedPart"))]);
    let level = wire.get(&format!("MarginLevelGet/{login}")).await;
    assert_eq!((&level["data"]["volume"], &level["data"]["levelType"]), (&json!(60), &json!("Ok")));

    let patched = wire
        .call("PATCH", &format!("UserRecord/{login}"), "", json!({ "leverage": 200, "city": "Rome", "later": 1 }))
        .await
        .unwrap()
        .json();
    assert_eq!((&patched["data"]["leverage"], &patched["data"]["city"]), (&json!(200), &json!("Rome")));
    let off = wire.post("UsersGroupOp", json!({ "command": "Disable", "logins": [login] })).await;
    assert_eq!(off["data"], true);
    assert_eq!(wire.get(&format!("UserRecordGet/{login}")).await["data"]["enableFlags"], 2);
    let trader = transaction(json!({ "tradeTransactionType": "OpenMarket", "symbol": "EURUSD", "volume": 1 }));
    assert_eq!(wire.post("TradeTransaction", trader).await["error"]["managerCode"], "NotEnoughRights");
    let wrong = transaction(json!({ "tradeTransactionType": "BrNothing" }));
    assert_eq!(wire.post("TradeTransaction", wrong).await["error"]["code"], "Validation");
    let over = transaction(json!({ "tradeTransactionType": "BrBalance", "tradeCommand": "Balance", "price": -50000 }));
    assert_eq!(wire.post("TradeTransaction", over).await["error"]["managerCode"], "TradeNoMoney");
    assert_eq!(wire.get(&format!("AdmBalanceCheck/{login}")).await["data"]["diff"], 0);
    assert_eq!(simulator.control().violations(), []);
}

#[tokio::test]
async fn lists_come_in_pages() {
    let simulator = start().await;
    let seed = json!({ "platform": "mt4", "group": "standard", "accounts": 5, "deposit": "1000", "positions": 2 });
    let seeded = simulator.control().seed(&serde_json::from_value(seed).unwrap()).unwrap();
    assert_eq!((seeded.logins.len(), seeded.positions), (5, 10));
    let mut wire = Mt4::connect(&simulator).await;
    let (mut cursor, mut seen) = (String::new(), Vec::new());
    loop {
        let page = wire.get(&format!("UsersRequest?limit=2&cursor={cursor}")).await;
        seen.extend(page["data"].as_array().unwrap().iter().map(|user| user["login"].as_u64().unwrap()));
        match page["meta"]["paging"]["nextCursor"].as_str() {
            Some(next) => next.clone_into(&mut cursor),
            None => break,
        }
    }
    assert_eq!(seen, seeded.logins);
    assert_eq!(wire.get("TradesRequest?limit=100&group=standard").await["data"].as_array().unwrap().len(), 10);
    assert_eq!(wire.get("CfgRequestSymbol").await["data"].as_array().unwrap().len(), 22);
    assert_eq!(wire.get("TickInfoLast").await["data"].as_array().unwrap().len(), 22);
    let groups = wire.get("GroupsGet").await;
    assert!(groups["data"].as_array().unwrap().iter().all(|group| group["group"].as_str().unwrap().len() <= 15));
}
