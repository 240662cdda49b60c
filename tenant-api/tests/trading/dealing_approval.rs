//! Large commands: a second person agrees, at prices of that moment.

use crate::dealing::buy;
use crate::dealing_desk::Desk;
use crate::world::code;
use serde_json::{Value, json};

const OPEN: &str = "OPEN";
const PREVIEW: &str = "query Q($id: ID!) { tradeCommandPreview(id: $id) { checks { code outcome text } needsApproval price marginNeeded } }";

/// MON-08, MON-12: a large command needs a second person, at prices of the moment of agreeing.
#[tokio::test]
async fn mon_08_a_large_command_needs_a_second_person() {
    let desk = Desk::new().await;
    let manager = &desk.world.manager;
    assert_eq!(
        desk.ask(&desk.dealer, &desk.hedging, "small-000001", OPEN, buy("10")).await["command"]["state"],
        "CONFIRMED"
    );
    let asked = desk.ask(&desk.dealer, &desk.hedging, "large-000001", OPEN, buy("10.01")).await["command"].clone();
    assert_eq!(
        (asked["state"].as_str(), asked["needsApproval"].as_bool(), asked["approvable"].as_bool()),
        (Some("REQUESTED"), Some(true), Some(false)),
        "{asked}"
    );
    assert!(asked["notApprovableBecause"].is_string());
    assert_eq!(desk.book().len(), 1, "nothing was sent");
    assert_eq!(code(&desk.approve(&desk.dealer, &asked).await), "own_request");
    desk.price("1.10100", "1.10110");
    let shown = manager.graphql(PREVIEW, json!({"id": asked["id"]})).await["tradeCommandPreview"].take();
    let checks = shown["checks"].as_array().unwrap();
    assert!(checks.iter().any(|check| check["code"] == "price_moved" && check["outcome"] == "REFUSED"), "{shown}");
    assert_eq!((shown["price"].as_str(), shown["needsApproval"].as_bool()), (Some("1.10110"), Some(true)), "{shown}");
    assert_eq!(code(&desk.approve(manager, &asked).await), "price_moved", "prices of now");
    desk.price("1.10000", "1.10010");
    let (one, two) = tokio::join!(desk.approve(manager, &asked), desk.approve(manager, &asked));
    let done: Vec<&Value> = [&one, &two].into_iter().filter(|answer| answer["errors"] == json!([])).collect();
    assert_eq!(done.len(), 1, "{one} {two}");
    assert_eq!(done[0]["command"]["state"], "CONFIRMED", "{one} {two}");
    assert!(done[0]["command"]["decidedBy"]["name"].is_string());
    assert_eq!(desk.book().len(), 2);
    let declined = desk.ask(&desk.dealer, &desk.hedging, "large-000002", OPEN, buy("11")).await["command"].clone();
    let input = json!({"id": declined["id"], "version": 1, "reason": "Too much for this client"});
    let no = desk.step(manager, "declineTrade", "ReasonedInput", input).await;
    assert_eq!(no["command"]["state"], "DECLINED", "{no}");
    assert_eq!(code(&desk.approve(manager, &declined).await), "wrong_state");
    let late = manager.ask(PREVIEW, json!({"id": declined["id"]})).await;
    assert!(late.text().contains("wrong_state"), "{}", late.text());
    let back = desk.ask(&desk.dealer, &desk.hedging, "large-000003", OPEN, buy("11")).await["command"].clone();
    let input = json!({"id": back["id"], "version": 1});
    assert_eq!(code(&desk.step(manager, "cancelTrade", "DecideTradeInput", input.clone()).await), "not_yours");
    assert_eq!(
        desk.step(&desk.dealer, "cancelTrade", "DecideTradeInput", input).await["command"]["state"],
        "CANCELLED"
    );
    assert_eq!(desk.book().len(), 2, "nothing more was sent");
}

/// MON-01: who asks again under the same name after a second person agreed gets the same command, though the position grew
/// between the asking and the agreeing.
#[tokio::test]
async fn mon_01_the_name_holds_after_a_second_person_agreed() {
    let desk = Desk::new().await;
    desk.bought(&desk.netting, "grow-0000001", "8").await;
    let ticket = desk.bought(&desk.netting, "grow-0000002", "8").await;
    let close = json!({ "ticket": ticket });
    let asked = desk.ask(&desk.dealer, &desk.netting, "close-all-01", "CLOSE", close.clone()).await["command"].clone();
    assert_eq!((asked["state"].as_str(), asked["lots"].as_str()), (Some("REQUESTED"), Some("16")), "{asked}");
    desk.bought(&desk.netting, "grow-0000003", "2").await;
    let agreed = desk.approve(&desk.world.manager, &asked).await;
    assert_eq!(agreed["command"]["state"], "CONFIRMED", "{agreed}");
    let again = desk.ask(&desk.dealer, &desk.netting, "close-all-01", "CLOSE", close).await;
    assert_eq!(again["command"]["id"], asked["id"], "{again}");
    assert_eq!(desk.ticket(&desk.netting).await["positions"][0]["lots"], "2");
}

/// MON-24: what a second person agrees to is the position that was meant, not one that has turned around under its number.
#[tokio::test]
async fn mon_24_a_closing_of_a_position_that_turned_around_is_not_agreed_to() {
    let desk = Desk::new().await;
    desk.bought(&desk.netting, "turn-0000001", "8").await;
    let ticket = desk.bought(&desk.netting, "turn-0000002", "8").await;
    let close = json!({ "ticket": ticket });
    let asked = desk.ask(&desk.dealer, &desk.netting, "close-all-02", "CLOSE", close).await["command"].clone();
    assert_eq!(asked["state"], "REQUESTED", "{asked}");
    for (key, lots) in [("turn-0000003", "8"), ("turn-0000004", "9.9")] {
        let sale = json!({"symbol": "EURUSD", "side": "SELL", "lots": lots, "shownPrice": "1.10000"});
        desk.done(&desk.netting, key, OPEN, sale).await;
    }
    let now = desk.ticket(&desk.netting).await;
    assert_eq!(
        (&now["positions"][0]["ticket"], &now["positions"][0]["side"]),
        (&json!(ticket), &json!("SELL")),
        "{now}"
    );
    let refused = desk.approve(&desk.world.manager, &asked).await;
    assert_eq!(code(&refused), "turned", "{refused}");
}
