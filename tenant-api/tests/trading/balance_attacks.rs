//! What somebody could try with balance operations, and what a server could do to them.

use crate::desk::Desk;
use crate::world::code;
use chrono::Duration;
use crm_simulator::faults::{Fault, Rule, Side};
use serde_json::{Value, json};

/// MON-04: a request without a name of its maker's choice is none.
#[tokio::test]
async fn mon_04_a_request_has_a_name() {
    let desk = Desk::new().await;
    desk.alone().await;
    let long = "k".repeat(81);
    for key in ["", "short", "two words 1", "na\u{ef}ve-000001", &long] {
        assert_eq!(code(&desk.ask(&desk.finance, key, "DEPOSIT", "1.00").await), "invalid_key", "{key}");
    }
    assert_eq!(desk.ask(&desk.finance, "a-good-name-1", "DEPOSIT", "1.00").await["operation"]["state"], "CONFIRMED");
    assert_eq!(desk.book().0.len(), 1);
}

/// MON-27: when something was asked for is the platform's own clock; whoever writes another time is refused, and nothing is done.
#[tokio::test]
async fn mon_27_nobody_dates_an_operation() {
    let desk = Desk::new().await;
    desk.alone().await;
    let document = "mutation M($input: RequestBalanceOperationInput!) { requestBalanceOperation(input: $input) { errors { code } } }";
    for field in ["requestedAt", "createdAt", "effectiveAt", "sentAt", "date"] {
        let mut input = json!({"requestKey": "dated-000001", "accountId": desk.account, "kind": "DEPOSIT", "amount": "1.00", "reason": crate::desk::WHY});
        input[field] = json!("2020-01-01T00:00:00Z");
        let answer = desk.finance.post("/graphql", &json!({"query": document, "variables": {"input": input}})).await;
        assert!(answer.json()["errors"][0]["message"].is_string(), "{field}: {}", answer.text());
    }
    assert!(desk.book().0.is_empty());
    let asked = desk.ask(&desk.finance, "dated-000001", "DEPOSIT", "1.00").await;
    assert_eq!(asked["operation"]["state"], "CONFIRMED", "the name was not taken by what was refused");
    let now = desk.world.app.clock.now();
    let sql = format!(
        "SELECT count(*) FROM crm.balance_operation WHERE requested_at BETWEEN '{}' AND '{now}'",
        now - Duration::minutes(1)
    );
    assert_eq!(desk.world.app.number(&sql).await, 1);
}

/// MON-12: somebody agrees while somebody else says no. One of them decides, and money moves only if it was the first.
#[tokio::test]
async fn mon_12_yes_and_no_at_once_are_one_of_them() {
    let desk = Desk::new().await;
    let ruth = desk.world.app.staff(&desk.world.atlas, "Finance").await;
    let ruth = desk.world.app.sign_in(&ruth).await;
    let mut sent = 0;
    for n in 0..6 {
        let asked = desk.ask(&desk.finance, &format!("race-{n:08}"), "DEPOSIT", "3.00").await;
        let (yes, no) = tokio::join!(
            desk.approve(&desk.world.manager, &asked["operation"]),
            desk.decline(&ruth, &asked["operation"])
        );
        let (yes, no) = (yes["errors"] == json!([]), no["errors"] == json!([]));
        assert!(yes != no, "one of them decides: {asked}");
        sent += usize::from(yes);
    }
    assert_eq!(desk.book().0.len(), sent);
    let confirmed = "SELECT count(*) FROM crm.balance_operation WHERE state = 'confirmed'";
    assert_eq!(usize::try_from(desk.world.app.number(confirmed).await).unwrap(), sent);
}

/// The limits of the moment at which somebody agrees count, also for what was asked for under wider ones.
#[tokio::test]
async fn narrower_limits_hold_for_what_waits() {
    let desk = Desk::new().await;
    desk.alone().await;
    let asked = desk.ask(&desk.world.manager, "was-not-large", "DEPOSIT", "2000.00").await;
    assert_eq!(asked["operation"]["needs"], "APPROVAL", "{asked}");
    desk.band(1, ["100.00", "100.00", "500.00"]).await;
    assert_eq!(code(&desk.approve(&desk.finance, &asked["operation"]).await), "large_amount");
    assert!(desk.book().0.is_empty());
    desk.band(2, ["100.00", "100.00", "2000.00"]).await;
    assert_eq!(desk.approve(&desk.finance, &asked["operation"]).await["operation"]["state"], "CONFIRMED");
}

/// A day's limit holds for a person, not for an account: requests on two accounts at once are not each the first of the day.
#[tokio::test]
async fn the_limit_of_a_day_holds_across_accounts() {
    let desk = Desk::new().await;
    let other = desk.second_account().await;
    desk.band(0, ["100.00", "100.00", "5000.00"]).await;
    for n in 0..4 {
        let (key, twin) = (format!("one-{n:08}"), format!("two-{n:08}"));
        let (one, two) = tokio::join!(
            desk.ask_on(&desk.account, &desk.finance, &key, "DEPOSIT", "100.00"),
            desk.ask_on(&other, &desk.finance, &twin, "DEPOSIT", "100.00")
        );
        let alone = [&one, &two].into_iter().filter(|asked| asked["operation"]["state"] == "CONFIRMED").count();
        assert_eq!(alone, 1, "{one} {two}");
        desk.advance(Duration::hours(25)).await;
    }
}

/// while a server cannot be reached nothing becomes unknown: what waits goes on waiting, and other servers go on.
#[tokio::test]
async fn r_07_what_waits_goes_on_waiting_while_its_server_is_away() {
    let desk = Desk::new().await;
    let product = desk.world.product(desk.world.mt4(), "standard").await;
    let document = "mutation M($input: OpenTradingAccountInput!) { openTradingAccount(input: $input) { tradingAccount { id } errors { code } } }";
    let input = json!({"clientId": desk.client, "productId": product, "leverage": 100});
    let opened = desk.world.manager.graphql(document, json!({ "input": input })).await;
    let elsewhere = opened["openTradingAccount"]["tradingAccount"]["id"].as_str().unwrap().to_owned();
    let asked = desk.ask(&desk.finance, "waits-000001", "DEPOSIT", "10.00").await;
    let all = |fault| {
        vec![Rule {
            server: Side::Mt5,
            commands: vec!["*".to_owned()],
            login: None,
            per_million: 1_000_000,
            times: None,
            fault,
        }]
    };
    for fault in [Fault::DropBefore, Fault::Forbidden, Fault::Busy] {
        desk.world.simulator.control().set_faults(all(fault), None);
        desk.world.simulator.control().disconnect();
        let refused = desk.approve(&desk.world.manager, &asked["operation"]).await;
        assert_eq!(code(&refused), "server_refused", "{fault:?}: {refused}");
        let waits = desk
            .world
            .app
            .number("SELECT count(*) FROM crm.balance_operation WHERE state = 'requested' AND version = 1")
            .await;
        assert_eq!(waits, 1, "{fault:?}");
    }
    let other = desk.ask_on(&elsewhere, &desk.finance, "elsewhere-001", "DEPOSIT", "10.00").await;
    assert_eq!(desk.approve(&desk.world.manager, &other["operation"]).await["operation"]["state"], "CONFIRMED");
    desk.world.simulator.control().set_faults(Vec::new(), None);
    desk.reconnect().await;
    // the line waits a little after its failures before it tries again
    let mut state = Value::Null;
    for _ in 0..100 {
        state = desk.approve(&desk.world.manager, &asked["operation"]).await["operation"]["state"].take();
        if state == "CONFIRMED" {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    }
    assert_eq!(state, "CONFIRMED");
}

/// a booking that stands on the server twice is found in one cycle and freezes the account's money.
#[tokio::test]
async fn r_35_a_tag_that_was_booked_twice_is_found() {
    let desk = Desk::new().await;
    let asked = desk.ask(&desk.finance, "twice-000001", "DEPOSIT", "10.00").await;
    let booked = desk.approve(&desk.world.manager, &asked["operation"]).await;
    assert_eq!(booked["operation"]["state"], "CONFIRMED", "{booked}");
    // what no door of the CRM can do: the row forgets that it was sent
    desk.world.app.sql("UPDATE crm.balance_operation SET state = 'requested', decided_by = NULL").await;
    let again = desk.approve(&desk.world.manager, &booked["operation"]).await;
    assert_eq!(again["operation"]["state"], "CONFIRMED", "{again}");
    assert_eq!(desk.book().0.values().copied().collect::<Vec<_>>(), [2], "the server has it twice");
    desk.advance(Duration::minutes(25)).await;
    desk.world.round().await;
    let found = desk.finance.graphql("{ balanceFindings { kind said } }", json!({})).await;
    assert_eq!(found["balanceFindings"][0]["kind"], "DUPLICATE", "{found}");
    assert_eq!(found["balanceFindings"].as_array().map(Vec::len), Some(1), "{found}");
    let frozen = "SELECT count(*) FROM crm.trading_account WHERE money_frozen_at IS NOT NULL";
    assert_eq!(desk.world.app.number(frozen).await, 1);
}

/// The same on MT4: every kind is booked with its sign, a lost answer is found, and the name of the request keeps it single.
#[tokio::test]
async fn mt4_books_every_kind_and_finds_what_was_lost() {
    let desk = Desk::at(Side::Mt4).await;
    desk.alone().await;
    let steps = [
        ("DEPOSIT", "100.00"),
        ("CREDIT_IN", "20.00"),
        ("CREDIT_OUT", "5.00"),
        ("CHARGE", "2.50"),
        ("CORRECTION", "-1.25"),
        ("CORRECTION", "0.75"),
        ("WITHDRAWAL", "30.00"),
    ];
    for (n, (kind, amount)) in steps.into_iter().enumerate() {
        let booked = desk.ask(&desk.finance, &format!("mt4-{n:08}"), kind, amount).await;
        assert_eq!(booked["operation"]["state"], "CONFIRMED", "{kind}: {booked}");
    }
    let figures = "query Q($id: ID!) { tradingAccount(id: $id) { figures { balance credit } } }";
    let shown = desk.finance.graphql(figures, json!({"id": desk.account})).await;
    assert_eq!(shown["tradingAccount"]["figures"], json!({"balance": "67.00", "credit": "15.00"}), "{shown}");
    desk.world.simulator.control().set_faults(vec![desk.fault(Fault::DropAfter, 1_000_000, Some(1))], None);
    let lost: Value = desk.ask(&desk.finance, "mt4-lost-0001", "DEPOSIT", "9.00").await;
    assert_eq!(lost["operation"]["state"], "UNKNOWN", "{lost}");
    assert_eq!(desk.find_out(&lost["operation"]).await["operation"]["state"], "CONFIRMED");
    desk.advance(Duration::minutes(25)).await;
    desk.world.round().await;
    assert_eq!(desk.world.app.number("SELECT count(*) FROM crm.balance_finding").await, 0);
}

/// MASK: without `balance.view` money does not exist, in a client's timeline neither.
#[tokio::test]
async fn the_timeline_tells_no_figures_to_who_may_not_see_them() {
    let desk = Desk::new().await;
    desk.alone().await;
    assert_eq!(desk.ask(&desk.finance, "deposit-0001", "DEPOSIT", "512.34").await["operation"]["state"], "CONFIRMED");
    let told = async |role: &str| {
        let person = desk.world.app.staff(&desk.world.atlas, role).await;
        let browser = desk.world.app.sign_in(&person).await;
        let open = "mutation($id: ID!) { openClient(id: $id) { client { id } } }";
        browser.graphql(open, json!({"id": desk.client})).await;
        let timeline = "query T($id: ID!) { clientTimeline(clientId: $id, first: 50) { edges { node { action reason changes { field before { display } after { display } } } } } }";
        browser.graphql(timeline, json!({"id": desk.client})).await.to_string()
    };
    let manager = told("CRM Manager").await;
    assert!(manager.contains("balance.confirmed") && manager.contains("512.34"), "twin: {manager}");
    let support = told("Support").await;
    assert!(support.contains("trading_account.opened"), "{support}");
    assert!(!support.contains("balance.") && !support.contains("512.34"), "{support}");
}

/// What is moved of play money leaves the limits of real money alone, and is not added to it.
#[tokio::test]
async fn play_money_uses_up_no_limit() {
    let desk = Desk::new().await;
    desk.band(0, ["100.00", "100.00", "5000.00"]).await;
    let mut demo = desk.world.mt5();
    demo["environment"] = json!("DEMO");
    demo["name"] = json!("Demo 5");
    let server = desk.world.add(demo).await;
    let product = desk.world.product_on(&server, "Demo", "demo\\standard").await;
    let opened = crate::accounts::open(&desk.world, &product, &desk.client).await;
    let account = opened["tradingAccount"]["id"].as_str().unwrap_or_else(|| panic!("{opened}"));
    let play = desk.ask_on(account, &desk.finance, "play-0000001", "DEPOSIT", "90000.00").await;
    assert_eq!(play["operation"]["state"], "CONFIRMED", "{play}");
    let real = desk.ask(&desk.finance, "real-0000001", "DEPOSIT", "100.00").await;
    assert_eq!(real["operation"]["state"], "CONFIRMED", "{real}");
    let more = desk.ask(&desk.finance, "real-0000002", "DEPOSIT", "0.01").await;
    assert_eq!(more["operation"]["state"], "REQUESTED", "{more}");
    let totals = "{ balanceTotals { environment currency bookedIn } }";
    let totals = desk.finance.graphql(totals, json!({})).await["balanceTotals"].take();
    let total = |money: &str, booked: &str| json!({"environment": money, "currency": "USD", "bookedIn": booked});
    assert_eq!(totals, json!([total("LIVE", "100.00"), total("DEMO", "90000.00")]));
}

/// MON-14: an account is not put away while it is not known whether money came to it.
#[tokio::test]
async fn mon_14_an_account_with_money_on_its_way_is_not_put_away() {
    let desk = Desk::new().await;
    desk.alone().await;
    desk.world.simulator.control().set_faults(vec![desk.fault(Fault::DropAfter, 1_000_000, Some(1))], Some(7));
    let lost = desk.ask(&desk.finance, "lost-0000001", "DEPOSIT", "50.00").await;
    assert_eq!(lost["operation"]["state"], "UNKNOWN", "{lost}");
    desk.world.simulator.control().set_faults(Vec::new(), None);
    desk.reconnect().await;
    let document = "mutation M($input: ArchiveTradingAccountInput!) { archiveTradingAccount(input: $input) { tradingAccount { archivedAt } errors { code } } }";
    let archive = async || {
        let input = json!({"id": desk.account, "version": 1, "reason": crate::desk::WHY});
        desk.world.manager.graphql(document, json!({ "input": input })).await["archiveTradingAccount"].take()
    };
    assert_eq!(code(&archive().await), "unsettled");
    desk.find_out(&lost["operation"]).await;
    assert!(archive().await["tradingAccount"]["archivedAt"].is_string(), "twin: once it is known");
}
