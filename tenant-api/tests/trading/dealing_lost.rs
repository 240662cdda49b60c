//! Trade commands whose answer is lost: looked up, settled once, never sent again.

use crate::dealing_desk::{Account, Desk};
use crate::world::code;
use chrono::Duration;
use crm_simulator::faults::{Fault, Rule, Side};
use serde_json::{Value, json};
use std::collections::BTreeSet;

fn buy(lots: &str) -> Value {
    json!({"symbol": "EURUSD", "side": "BUY", "lots": lots})
}

/// Loses the answer of a command, and finds it.
async fn lost(desk: &Desk, account: &Account, key: &str, kind: &str, more: Value) -> Value {
    desk.next_fault(Fault::DropAfter);
    let lost = desk.ask(&desk.dealer, account, key, kind, more).await["command"].clone();
    assert_eq!(lost["state"], "UNKNOWN", "{kind}: {lost}");
    desk.world.simulator.control().set_faults(Vec::new(), None);
    let found = desk.find_out(&lost).await;
    assert_eq!(found["state"], "CONFIRMED", "{kind}: {found}");
    assert_eq!(desk.find_out(&lost).await["version"], found["version"], "what is known stays");
    found
}

/// Who only looks at positions settles no trade: finding out is for those who may do such a command or agree to it.
#[tokio::test]
async fn finding_out_takes_the_right_to_do_it_or_to_agree() {
    let desk = Desk::new().await;
    desk.next_fault(Fault::DropAfter);
    let lost = desk.ask(&desk.dealer, &desk.hedging, "lost-open-001", "OPEN", buy("0.50")).await["command"].clone();
    assert_eq!(lost["state"], "UNKNOWN", "{lost}");
    desk.world.simulator.control().set_faults(Vec::new(), None);
    let finance = desk.world.app.staff(&desk.world.atlas, "Finance").await;
    let document = "mutation M($id: ID!) { findOutTrade(id: $id) { command { state } errors { code } } }";
    let refused = desk.world.app.sign_in(&finance).await.ask(document, json!({"id": lost["id"]})).await;
    assert!(refused.text().contains("forbidden"), "{}", refused.text());
    let unknown = "SELECT count(*) FROM crm.trade_command WHERE state = 'unknown'";
    assert_eq!(desk.world.app.number(unknown).await, 1, "nothing was looked up");
    assert_eq!(desk.find_out(&lost).await["state"], "CONFIRMED");
}

/// MON-14, R-08: on every kind of account each command whose answer was lost after it was done is found, once.
#[tokio::test]
async fn mon_14_r_08_a_lost_answer_is_found_once() {
    let desk = Desk::new().await;
    for (name, account) in [("hedging", &desk.hedging), ("netting", &desk.netting), ("mt4", &desk.mt4)] {
        let key = |what: &str| format!("{name}-{what}");
        let opened = lost(&desk, account, &key("open"), "OPEN", buy("0.50")).await;
        assert_eq!(
            (opened["filledLots"].as_str(), opened["filledPrice"].as_str()),
            (Some("0.5"), Some("1.10010")),
            "{name} {opened}"
        );
        let ticket = desk.ticket(account).await["positions"][0]["ticket"].clone();
        let changed =
            lost(&desk, account, &key("modify"), "MODIFY_POSITION", json!({"ticket": ticket, "stopLoss": "1.09000"}))
                .await;
        assert_eq!(changed["after"]["stopLoss"], "1.09000");
        let part = lost(
            &desk,
            account,
            &key("part"),
            "CLOSE",
            json!({"ticket": ticket, "lots": "0.20", "shownPrice": "1.10000"}),
        )
        .await;
        assert_eq!(
            (
                part["filledLots"].as_str(),
                part["filledPrice"].as_str(),
                part["slippage"].as_str(),
                part["after"]["lots"].as_str()
            ),
            (Some("0.2"), Some("1.10000"), Some("0"), Some("0.3")),
            "{name} {part}"
        );
        lost(
            &desk,
            account,
            &key("place"),
            "PLACE_ORDER",
            json!({"symbol": "EURUSD", "pendingKind": "BUY_LIMIT", "lots": "0.10", "price": "1.05000"}),
        )
        .await;
        let order = desk.ticket(account).await["orders"][0]["ticket"].clone();
        lost(&desk, account, &key("move"), "MODIFY_ORDER", json!({"ticket": order, "price": "1.06000"})).await;
        lost(&desk, account, &key("cancel"), "CANCEL_ORDER", json!({ "ticket": order })).await;
        desk.done(
            account,
            &key("place-2"),
            "PLACE_ORDER",
            json!({"symbol": "EURUSD", "pendingKind": "BUY_LIMIT", "lots": "0.10", "price": "1.05000"}),
        )
        .await;
        let order = desk.ticket(account).await["orders"][0]["ticket"].clone();
        lost(&desk, account, &key("activate"), "ACTIVATE_ORDER", json!({ "ticket": order })).await;
        if name != "netting" {
            desk.done(account, &key("hedge"), "OPEN", json!({"symbol": "EURUSD", "side": "SELL", "lots": "0.10"}))
                .await;
            let positions = desk.ticket(account).await["positions"].clone();
            let of = |side: &str| {
                positions.as_array().unwrap().iter().find(|position| position["side"] == side).unwrap()["ticket"]
                    .clone()
            };
            lost(&desk, account, &key("close-by"), "CLOSE_BY", json!({"ticket": of("BUY"), "byTicket": of("SELL")}))
                .await;
        }
        let ticket = desk.ticket(account).await["positions"][0]["ticket"].clone();
        lost(&desk, account, &key("close"), "CLOSE", json!({ "ticket": ticket })).await;
    }
    let doubles: Vec<_> = desk.book().into_iter().filter(|(_, times)| *times > 2).collect();
    assert!(doubles.is_empty(), "{doubles:?}");
    assert!(desk.world.simulator.control().violations().is_empty());
}

/// MON-14: what never reached the server is known not to have been done once the quarantine is over, and not before.
#[tokio::test]
async fn mon_14_what_was_never_done_is_known_after_the_quarantine() {
    let desk = Desk::new().await;
    let ticket = desk.bought(&desk.hedging, "opening-0001", "0.50").await;
    let cases = [
        ("OPEN", buy("0.10")),
        ("MODIFY_POSITION", json!({"ticket": ticket, "stopLoss": "1.09000"})),
        ("CLOSE", json!({"ticket": ticket, "lots": "0.10"})),
    ];
    let mut waiting = Vec::new();
    for (n, (kind, more)) in cases.into_iter().enumerate() {
        desk.next_fault(Fault::DropBefore);
        let lost =
            desk.ask(&desk.dealer, &desk.hedging, &format!("dropped-{n:04}"), kind, more).await["command"].clone();
        assert_eq!(lost["state"], "UNKNOWN", "{kind}: {lost}");
        assert_eq!(desk.find_out(&lost).await["state"], "UNKNOWN", "it may still come");
        waiting.push(lost);
    }
    // nothing is asked that would make a double of what may still come
    let again = desk.ask(&desk.dealer, &desk.hedging, "again-000001", "OPEN", buy("0.10")).await;
    assert_eq!(code(&again), "unsettled", "{again}");
    let close = desk.ask(&desk.dealer, &desk.hedging, "again-000002", "CLOSE", json!({ "ticket": ticket })).await;
    assert_eq!(code(&close), "unsettled", "{close}");
    assert_eq!(
        desk.ask(&desk.dealer, &desk.hedging, "other-000001", "OPEN", buy("0.20")).await["command"]["state"],
        "CONFIRMED"
    );
    desk.advance(Duration::minutes(16)).await;
    for lost in &waiting {
        assert_eq!(desk.find_out(lost).await["state"], "NOT_APPLIED");
    }
    assert_eq!(desk.book().len(), 2);
    assert_eq!(
        desk.ask(&desk.dealer, &desk.hedging, "again-000003", "OPEN", buy("0.10")).await["command"]["state"],
        "CONFIRMED"
    );
}

/// what the server does up to a minute late is found when it is there.
#[tokio::test]
async fn r_08_what_is_done_late_is_found() {
    let desk = Desk::new().await;
    for (name, account) in [("hedging", &desk.hedging), ("mt4", &desk.mt4)] {
        desk.next_fault(Fault::LateApply { min_ms: 30_000, max_ms: 60_000 });
        let late =
            desk.ask(&desk.dealer, account, &format!("late-open-{name}"), "OPEN", buy("0.30")).await["command"].clone();
        assert_eq!(late["state"], "UNKNOWN", "{late}");
        assert_eq!(desk.find_out(&late).await["state"], "UNKNOWN");
        desk.advance(Duration::minutes(2)).await;
        desk.world.round().await;
        let found = desk.find_out(&late).await;
        assert_eq!(
            (found["state"].as_str(), found["after"]["lots"].as_str()),
            (Some("CONFIRMED"), Some("0.3")),
            "{found}"
        );
    }
    assert!(desk.book().values().all(|times| *times == 1));
}

/// a process that ended or stood still after the commit leaves a row on its way; nobody sends it again.
#[tokio::test]
async fn r_07_r_20_a_row_found_on_its_way_is_never_sent_again() {
    let desk = Desk::new().await;
    desk.done(&desk.hedging, "opening-0001", "OPEN", buy("0.10")).await;
    desk.done(&desk.hedging, "opening-0002", "OPEN", buy("0.20")).await;
    // the first was done before its process ended, the second never left
    desk.world.app.sql("UPDATE crm.trade_command SET state = 'sending', deal = NULL, filled_lots = NULL, ended_at = NULL, reference = CASE WHEN lots = 20000000 THEN '\\x00112233445566778899'::bytea ELSE reference END").await;
    desk.world.round().await;
    assert_eq!(desk.world.app.number("SELECT count(*) FROM crm.trade_command WHERE state = 'sending'").await, 2);
    for _ in 0..5 {
        desk.advance(Duration::minutes(4)).await;
        desk.world.round().await;
    }
    let app = &desk.world.app;
    assert_eq!(app.number("SELECT count(*) FROM crm.trade_command WHERE state = 'confirmed' AND lots = 10000000 AND filled_lots = 10000000").await, 1);
    assert_eq!(
        app.number("SELECT count(*) FROM crm.trade_command WHERE state = 'not_applied' AND lots = 20000000").await,
        1
    );
    assert_eq!(desk.book().len(), 2, "nothing was sent again");
}

/// a process ended after a change was done and before it was known. The command that ends the position or order finds
/// it first, since nothing would tell of it afterwards.
#[tokio::test]
async fn r_03_a_change_is_known_before_what_it_changed_is_closed() {
    let desk = Desk::new().await;
    for (name, account) in [("hedging", &desk.hedging), ("mt4", &desk.mt4)] {
        let key = |what: &str| format!("{name}-{what}");
        let place = json!({"symbol": "EURUSD", "pendingKind": "BUY_LIMIT", "lots": "0.10", "price": "1.05000"});
        let ticket = desk.bought(account, &key("opening"), "0.50").await;
        desk.done(account, &key("placing"), "PLACE_ORDER", place).await;
        let order = desk.ticket(account).await["orders"][0]["ticket"].clone();
        let stops = json!({"ticket": ticket, "stopLoss": "1.09000"});
        desk.done(account, &key("stops"), "MODIFY_POSITION", stops).await;
        desk.done(account, &key("move"), "MODIFY_ORDER", json!({"ticket": order, "price": "1.06000"})).await;
        forget(&desk, name).await;
        desk.done(account, &key("close"), "CLOSE", json!({ "ticket": ticket })).await;
        desk.done(account, &key("cancel"), "CANCEL_ORDER", json!({ "ticket": order })).await;
        let changes = format!("kind IN ('modify_position', 'modify_order') AND request_key LIKE '{name}%'");
        assert_eq!(desk.tags(&format!("{changes} AND state = 'confirmed'")).await.len(), 2, "{name}");
    }
}

/// what nobody can know any more is not said to be known.
#[tokio::test]
async fn r_03_a_change_of_what_is_gone_is_not_said_to_be_undone() {
    let desk = Desk::new().await;
    let ticket = desk.bought(&desk.hedging, "opening-0001", "0.50").await;
    desk.done(&desk.hedging, "stops-000001", "MODIFY_POSITION", json!({"ticket": ticket, "stopLoss": "1.09000"})).await;
    forget(&desk, "stops").await;
    // the stop is met
    desk.price("1.08000", "1.08010");
    for _ in 0..5 {
        desk.advance(Duration::minutes(4)).await;
        desk.world.round().await;
    }
    let app = &desk.world.app;
    let known = app.number("SELECT count(*) FROM crm.trade_command WHERE kind = 'modify_position' AND state = 'not_applied' AND said LIKE '%cannot be known any more'").await;
    assert_eq!(known, 1);
}

/// What changed something is a row on its way, as a process that ended leaves it.
async fn forget(desk: &Desk, names: &str) {
    let sql = format!(
        "UPDATE crm.trade_command SET state = 'sending', ended_at = NULL WHERE kind IN ('modify_position', 'modify_order') AND request_key LIKE '{names}%'"
    );
    desk.world.app.sql(&sql).await;
}

/// on a netting account an opposite opening is a closing, so none is sent while a closing may still come.
#[tokio::test]
async fn r_08_a_closing_in_doubt_is_not_made_up_for_by_an_opposite_opening() {
    let desk = Desk::new().await;
    let sell = |lots: &str| json!({"symbol": "EURUSD", "side": "SELL", "lots": lots});
    desk.done(&desk.netting, "opening-0001", "OPEN", sell("0.50")).await;
    let ticket = desk.ticket(&desk.netting).await["positions"][0]["ticket"].clone();
    desk.next_fault(Fault::LateApply { min_ms: 30_000, max_ms: 60_000 });
    let close = json!({"ticket": ticket, "lots": "0.20"});
    let late = desk.ask(&desk.dealer, &desk.netting, "close-000001", "CLOSE", close).await["command"].clone();
    assert_eq!(late["state"], "UNKNOWN", "{late}");
    let opposite = desk.ask(&desk.dealer, &desk.netting, "opposite-001", "OPEN", buy("0.20")).await;
    assert_eq!(code(&opposite), "unsettled", "{opposite}");
    desk.done(&desk.netting, "opening-0002", "OPEN", sell("0.10")).await;
    desk.advance(Duration::minutes(2)).await;
    desk.done(&desk.netting, "opposite-002", "OPEN", buy("0.20")).await;
    let position = desk.ticket(&desk.netting).await["positions"][0].clone();
    assert_eq!((position["side"].as_str(), position["lots"].as_str()), (Some("SELL"), Some("0.2")), "{position}");
    assert_eq!(desk.find_out(&late).await["state"], "CONFIRMED");
}

/// R-08, MON-14: two hundred commands while requests and answers are lost and things are done late: doubles and losses are
/// counted in the simulator's own log.
#[tokio::test]
async fn r_08_two_hundred_commands_and_no_double_and_no_loss() {
    let desk = Desk::new().await;
    let rule = |fault, per_million| Rule {
        server: Side::Any,
        commands: vec!["dealer/*".to_owned(), "TradeTransaction".to_owned()],
        login: None,
        per_million,
        times: None,
        fault,
    };
    let faults = vec![
        rule(Fault::DropBefore, 40_000),
        rule(Fault::DropAfter, 80_000),
        rule(Fault::LateApply { min_ms: 1_000, max_ms: 60_000 }, 40_000),
        rule(Fault::Partial, 30_000),
        rule(Fault::Busy, 30_000),
    ];
    let control = desk.world.simulator.control();
    control.set_faults(faults.clone(), Some(11));
    let accounts = [&desk.hedging, &desk.netting, &desk.mt4];
    let (mut unknown, mut refused) = (0, 0);
    for n in 0..200_usize {
        if n % 25 == 24 {
            // what is in doubt is found out meanwhile
            desk.advance(Duration::minutes(9)).await;
            control.set_faults(Vec::new(), None);
            desk.reconnect().await;
            desk.world.round().await;
            control.set_faults(faults.clone(), Some(u64::try_from(n).unwrap()));
        }
        let account = accounts[n % 3];
        let ticket = if n % 2 == 1 { held_ticket(&desk, account, n).await } else { None };
        let lots = format!("0.{:02}", 10 + n % 80);
        let (kind, more) = match (n % 7, ticket) {
            (1, Some(ticket)) => {
                ("MODIFY_POSITION", json!({"ticket": ticket, "stopLoss": format!("1.0{:04}", 1_000 + n)}))
            }
            (_, Some(ticket)) if n % 4 == 1 => ("CLOSE", json!({ "ticket": ticket, "lots": "0.01" })),
            (_, Some(ticket)) => ("CLOSE", json!({ "ticket": ticket })),
            (_, None) => ("OPEN", buy(&lots)),
        };
        let key = format!("command-{n:05}");
        let mut asked = desk.ask(&desk.dealer, account, &key, kind, more.clone()).await;
        while code(&asked) == "server_refused" {
            desk.reconnect().await;
            asked = desk.ask(&desk.dealer, account, &key, kind, more.clone()).await;
        }
        match asked["command"]["state"].as_str() {
            Some("UNKNOWN") => unknown += 1,
            Some("CONFIRMED" | "REJECTED") => {}
            None => refused += 1,
            other => panic!("{other:?}: {asked}"),
        }
        if n % 10 == 0 && asked["command"].is_object() {
            let again = desk.ask(&desk.dealer, account, &key, kind, more).await;
            assert_eq!(again["command"]["id"], asked["command"]["id"], "{again}");
        }
    }
    assert!(unknown > 10, "{unknown} answers were lost");
    control.set_faults(Vec::new(), None);
    desk.reconnect().await;
    for _ in 0..4 {
        desk.advance(Duration::minutes(6)).await;
        desk.world.round().await;
    }
    let app = &desk.world.app;
    assert_eq!(
        app.number("SELECT count(*) FROM crm.trade_command WHERE state IN ('sending', 'unknown', 'requested')").await,
        0
    );
    let book = desk.book();
    let doubles = book.values().filter(|times| **times > 1).count();
    let trades = "kind IN ('open', 'close')";
    let done: BTreeSet<String> = desk.tags(&format!("{trades} AND state = 'confirmed'")).await.into_iter().collect();
    let seen: BTreeSet<String> = book.into_keys().collect();
    assert_eq!(doubles, 0, "doubles");
    assert_eq!(done, seen, "lost or phantom");
    assert!(control.violations().is_empty());
    let p95 = app.number("SELECT percentile_disc(0.95) WITHIN GROUP (ORDER BY took_ms)::int8 FROM crm.trade_command WHERE state = 'confirmed' AND took_ms IS NOT NULL").await;
    println!(
        "200 commands, {unknown} unknown, {refused} not sent: doubles {doubles}, lost 0, phantoms 0, {} done, 95 of 100 answered within {p95} ms",
        done.len()
    );
}

/// A ticket of a position that is open; another one each time.
async fn held_ticket(desk: &Desk, account: &Account, n: usize) -> Option<Value> {
    let document =
        "query Q($id: ID!) { tradeTicket(accountId: $id, symbol: \"EURUSD\") { positions { ticket lots } } }";
    loop {
        let answer = desk.dealer.ask(document, json!({"id": account.id})).await.json();
        if let Some(open) = answer["data"]["tradeTicket"]["positions"].as_array() {
            return open.get(n % open.len().max(1)).map(|position| position["ticket"].clone());
        }
        desk.reconnect().await;
    }
}
