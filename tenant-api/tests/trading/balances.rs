//! Balance operations: each booked once or not at all, whatever the network does; agreed to by two where two are asked for.

use crate::desk::{Desk, WHY};
use crate::world::code;
use chrono::Duration;
use crm_simulator::faults::Fault;
use serde_json::{Value, json};
use sqlx::Connection as _;

/// MON-14, R-08 with 200 operations: the network loses requests and answers and applies late; the simulator's own log is counted.
#[tokio::test]
async fn mon_14_two_hundred_operations_and_no_double_no_loss_no_phantom() {
    let desk = Desk::new().await;
    desk.alone().await;
    let start = desk.ask(&desk.finance, "opening-0001", "DEPOSIT", "1000.00").await;
    assert_eq!(start["operation"]["state"], "CONFIRMED", "{start}");
    let faults = vec![
        desk.fault(Fault::DropBefore, 60_000, None),
        desk.fault(Fault::DropAfter, 120_000, None),
        desk.fault(Fault::LateApply { min_ms: 1_000, max_ms: 60_000 }, 60_000, None),
        desk.fault(Fault::Partial, 40_000, None),
        desk.fault(Fault::Busy, 40_000, None),
    ];
    desk.world.simulator.control().set_faults(faults, Some(7));
    let mut unknown = 0;
    for n in 0..200 {
        let kind = if n % 4 == 3 { "WITHDRAWAL" } else { "DEPOSIT" };
        let key = format!("operation-{n:04}");
        let mut asked = desk.ask(&desk.finance, &key, kind, "1.25").await;
        // after a row of failures the driver waits before it connects again: the test of the server ends the wait
        while code(&asked) == "server_refused" {
            desk.reconnect().await;
            asked = desk.ask(&desk.finance, &key, kind, "1.25").await;
        }
        match asked["operation"]["state"].as_str() {
            Some("UNKNOWN") => unknown += 1,
            Some("CONFIRMED" | "REJECTED") => {}
            other => panic!("{other:?}: {asked}"),
        }
        // in doubt somebody asks again under the same name: it is the same operation
        if n % 10 == 0 {
            let again = desk.ask(&desk.finance, &format!("operation-{n:04}"), kind, "1.25").await;
            assert_eq!(again["operation"]["id"], asked["operation"]["id"], "{again}");
        }
    }
    assert!(unknown > 20, "{unknown} answers were lost");
    desk.world.simulator.control().set_faults(Vec::new(), None);
    desk.reconnect().await;
    for _ in 0..4 {
        desk.advance(Duration::minutes(6)).await;
        desk.world.round().await;
    }
    let app = &desk.world.app;
    assert_eq!(
        app.number("SELECT count(*) FROM crm.balance_operation WHERE state IN ('sending', 'unknown', 'requested')")
            .await,
        0
    );
    let (tags, sum) = desk.book();
    let doubles = tags.values().filter(|times| **times > 1).count();
    let confirmed = app.number("SELECT count(*) FROM crm.balance_operation WHERE state = 'confirmed'").await;
    let booked = i64::try_from(tags.len()).unwrap();
    assert_eq!(doubles, 0, "doubles");
    assert_eq!(booked, confirmed, "lost or phantom: the book has {booked}, the CRM {confirmed}");
    let known = app.number("SELECT sum(CASE WHEN kind = 'withdrawal' THEN -amount ELSE amount END)::int8 FROM crm.balance_operation WHERE state = 'confirmed'").await;
    assert_eq!(rust_decimal::Decimal::new(known, 2), sum);
    assert!(desk.world.simulator.control().violations().is_empty());
    assert_eq!(app.number("SELECT count(*) FROM crm.balance_finding").await, 0);
    println!("200 operations, {unknown} unknown: doubles {doubles}, lost 0, phantoms 0, {confirmed} confirmed");
}

/// MON-08, MON-12, MON-13: the second person is another one, decides once, and about what stands there.
#[tokio::test]
async fn mon_08_the_second_person_is_another_one() {
    let desk = Desk::new().await;
    let asked = desk.ask(&desk.finance, "request-0001", "DEPOSIT", "250.00").await;
    assert_eq!(
        (asked["operation"]["state"].as_str(), asked["operation"]["needs"].as_str()),
        (Some("REQUESTED"), Some("APPROVAL")),
        "{asked}"
    );
    assert_eq!(
        (asked["operation"]["mine"].as_bool(), asked["operation"]["approvable"].as_bool()),
        (Some(true), Some(false))
    );
    assert!(desk.book().0.is_empty(), "nothing was sent");
    let own = desk
        .step(
            &desk.finance,
            "cancelBalanceOperation",
            "DecideBalanceOperationInput",
            json!({"id": asked["operation"]["id"], "version": 9}),
        )
        .await;
    assert_eq!(code(&own), "conflict");
    let document = "mutation M($input: DecideBalanceOperationInput!) { approveBalanceOperation(input: $input) { errors { code } } }";
    let refused = desk.finance.ask(document, json!({"input": {"id": asked["operation"]["id"], "version": 1}})).await;
    assert!(refused.text().contains("own_request") || refused.text().contains("forbidden"), "{}", refused.text());
    let maker = desk.ask(&desk.world.manager, "request-0002", "DEPOSIT", "10.00").await;
    assert_eq!(code(&desk.approve(&desk.world.manager, &maker["operation"]).await), "own_request");
    let (one, two) = tokio::join!(
        desk.approve(&desk.world.manager, &asked["operation"]),
        desk.approve(&desk.world.manager, &asked["operation"])
    );
    let done: Vec<&Value> = [&one, &two].into_iter().filter(|answer| answer["errors"] == json!([])).collect();
    assert_eq!(done.len(), 1, "{one} {two}");
    assert_eq!(done[0]["operation"]["state"], "CONFIRMED", "{one} {two}");
    assert_eq!(desk.book().0.len(), 1);
    assert_eq!(code(&desk.approve(&desk.world.manager, &done[0]["operation"]).await), "wrong_state");
    let declined = desk
        .step(
            &desk.finance,
            "declineBalanceOperation",
            "ReasonedInput",
            json!({"id": maker["operation"]["id"], "version": 1, "reason": "Not agreed with the client"}),
        )
        .await;
    let text = declined.to_string();
    assert!(text.contains("DECLINED") || text.contains("forbidden"), "{text}");
}

/// MON-01, MON-02, MON-05, MON-07: one name is one operation; amounts are amounts; nothing goes below what is free.
#[tokio::test]
async fn mon_01_one_name_is_one_operation() {
    let desk = Desk::new().await;
    desk.alone().await;
    let first = desk.ask(&desk.finance, "deposit-0001", "DEPOSIT", "100.00").await;
    let answers =
        futures_util::future::join_all((0..10).map(|_| desk.ask(&desk.finance, "deposit-0002", "DEPOSIT", "5.00")))
            .await;
    for answer in &answers {
        assert_eq!(answer["operation"]["id"], answers[0]["operation"]["id"], "{answer}");
    }
    assert_eq!(desk.book().0.len(), 2);
    assert_eq!(code(&desk.ask(&desk.finance, "deposit-0001", "DEPOSIT", "101.00").await), "key_reused");
    for odd in ["0", "-1", "NaN", "1e2", "0.001", "9223372036854775808", "1,000", " 1", ""] {
        assert_eq!(code(&desk.ask(&desk.finance, "odd-amount-1", "DEPOSIT", odd).await), "invalid_amount", "{odd}");
    }
    assert_eq!(code(&desk.ask(&desk.finance, "too-much-0001", "WITHDRAWAL", "105.01").await), "free_margin");
    assert_eq!(code(&desk.ask(&desk.finance, "too-much-0002", "CREDIT_OUT", "1.00").await), "credit");
    let credit = desk.ask(&desk.finance, "credit-000001", "CREDIT_IN", "50.00").await;
    assert_eq!(credit["operation"]["state"], "CONFIRMED", "{credit}");
    assert_eq!(
        code(&desk.ask(&desk.finance, "too-much-0003", "WITHDRAWAL", "105.01").await),
        "free_margin",
        "credit is no money of the client's"
    );
    // MON-06: a hundred withdrawals of what is there, at once; on a machine that is slow, some are told to come again
    let document = "mutation M($input: RequestBalanceOperationInput!) { requestBalanceOperation(input: $input) { operation { state } errors { code } } }";
    let all = futures_util::future::join_all((0..100).map(|n| {
        let input = json!({"requestKey": format!("drain-{n:06}"), "accountId": desk.account, "kind": "WITHDRAWAL", "amount": "105.00", "reason": WHY});
        let desk = &desk;
        async move { desk.finance.ask(document, json!({ "input": input })).await.text() }
    }))
    .await;
    let (taken, refused): (Vec<_>, Vec<_>) = all.iter().partition(|answer| answer.contains("CONFIRMED"));
    assert_eq!(taken.len(), 1, "{all:?}");
    assert!(refused.iter().all(|answer| answer.contains("free_margin") || answer.contains("\"busy\"")), "{all:?}");
    let totals = desk.finance.graphql("query Q($f: BalanceFilter) { balanceTotals(filter: $f) { currency bookedIn bookedOut count } balanceOperations(filter: $f, first: 2) { edges { node { kind state amount reason } } pageInfo { hasNextPage } } }", json!({"f": {"clientId": desk.client}})).await;
    assert_eq!(
        totals["balanceTotals"],
        json!([{"currency": "USD", "bookedIn": "155.00", "bookedOut": "105.00", "count": 4}]),
        "{totals}"
    );
    assert_eq!(totals["balanceOperations"]["edges"][0]["node"]["reason"], WHY);
    assert_eq!(first["operation"]["state"], "CONFIRMED");
}

/// MON-14, MON-16: a lost answer is unknown, found by its tag, and booked once; a refusal is told in the server's words.
#[tokio::test]
async fn mon_14_a_lost_answer_is_found_by_its_tag() {
    let desk = Desk::new().await;
    desk.alone().await;
    let control = desk.world.simulator.control();
    control.set_faults(vec![desk.fault(Fault::DropAfter, 1_000_000, Some(1))], None);
    let lost = desk.ask(&desk.finance, "lost-answer-1", "DEPOSIT", "77.00").await;
    assert_eq!(lost["operation"]["state"], "UNKNOWN", "{lost}");
    let found = desk.find_out(&lost["operation"]).await;
    assert_eq!(found["operation"]["state"], "CONFIRMED", "{found}");
    assert!(found["operation"]["deal"].is_string());
    assert_eq!(desk.book().0.len(), 1);
    control.set_faults(vec![desk.fault(Fault::DropBefore, 1_000_000, Some(1))], None);
    let lost = desk.ask(&desk.finance, "lost-request-1", "DEPOSIT", "78.00").await;
    assert_eq!(lost["operation"]["state"], "UNKNOWN", "{lost}");
    assert_eq!(desk.find_out(&lost["operation"]).await["operation"]["state"], "UNKNOWN", "it may still come");
    let servers = desk.world.manager.graphql("{ tradingServers { id version } }", json!({})).await;
    let document =
        "mutation M($input: DeleteInput!) { archiveTradingServer(input: $input) { errors { code message } } }";
    let put_away = desk.world.manager.graphql(document, json!({ "input": servers["tradingServers"][0] })).await;
    assert_eq!(
        put_away["archiveTradingServer"]["errors"][0]["code"], "in_use",
        "it would never be found out: {put_away}"
    );
    desk.advance(Duration::minutes(16)).await;
    assert_eq!(desk.find_out(&lost["operation"]).await["operation"]["state"], "NOT_APPLIED");
    control.set_faults(vec![desk.fault(Fault::Retcode { code: 10_019 }, 1_000_000, Some(1))], None);
    let refused = desk.ask(&desk.finance, "refused-00001", "WITHDRAWAL", "1.00").await;
    assert_eq!(refused["operation"]["state"], "REJECTED", "{refused}");
    assert!(refused["operation"]["said"].as_str().unwrap().contains("10019"), "{refused}");
    assert_eq!(desk.book().0.len(), 1);
}

/// MON-06: a server that is put away in the moment between the checks and the row that is sent. Nothing is sent to it then, so
/// nothing is in doubt on a server that is asked nothing.
#[tokio::test]
async fn nothing_is_sent_to_a_server_that_is_put_away_meanwhile() {
    let desk = Desk::new().await;
    desk.alone().await;
    let mut admin = desk.world.app.admin().await;
    let status = "UPDATE crm.trading_server SET status = 'archived'";
    let mut away = admin.begin().await.unwrap();
    sqlx::query(status).execute(&mut *away).await.unwrap();
    let put_away = async {
        tokio::time::sleep(std::time::Duration::from_secs(1)).await;
        away.commit().await.unwrap();
    };
    let (asked, ()) = tokio::join!(desk.ask(&desk.finance, "put-away-0001", "DEPOSIT", "77.00"), put_away);
    drop(admin);
    assert_eq!(asked["errors"][0]["code"], "server_archived", "{asked}");
    assert_eq!(desk.world.app.number("SELECT count(*) FROM crm.balance_operation").await, 0);
    assert!(desk.book().0.is_empty(), "it was sent");
}

/// Who only looks at money settles none: finding out is for those who may do such an operation or agree to it.
#[tokio::test]
async fn finding_out_takes_the_right_to_move_money_or_to_agree() {
    let desk = Desk::new().await;
    desk.alone().await;
    desk.world.simulator.control().set_faults(vec![desk.fault(Fault::DropAfter, 1_000_000, Some(1))], None);
    let lost = desk.ask(&desk.finance, "lost-answer-1", "DEPOSIT", "77.00").await["operation"].take();
    let app = &desk.world.app;
    let document = "mutation M($id: ID!) { findOutBalanceOperation(id: $id) { operation { state } errors { code } } }";
    let auditor = app.staff(&desk.world.atlas, "Read-only auditor").await;
    let refused = app.sign_in(&auditor).await.ask(document, json!({"id": lost["id"]})).await;
    assert!(refused.text().contains("forbidden"), "{}", refused.text());
    let unknown = "SELECT count(*) FROM crm.balance_operation WHERE state = 'unknown'";
    assert_eq!(app.number(unknown).await, 1, "nothing was looked up");
    // may agree, may not ask
    let officer = app.staff(&desk.world.atlas, "Compliance Officer").await;
    let found = app.sign_in(&officer).await.graphql(document, json!({"id": lost["id"]})).await;
    assert_eq!(found["findOutBalanceOperation"]["operation"]["state"], "CONFIRMED", "{found}");
}

/// a process that ended after the commit, before or after the server had the request, leaves a row on its way; it is
/// looked up and never sent again.
#[tokio::test]
async fn r_03_a_row_found_on_its_way_is_never_sent_again() {
    let desk = Desk::new().await;
    desk.alone().await;
    desk.ask(&desk.finance, "deposit-0001", "DEPOSIT", "10.00").await;
    desk.ask(&desk.finance, "deposit-0002", "DEPOSIT", "20.00").await;
    // the first was booked before its process ended, the second never left
    desk.world.app.sql("UPDATE crm.balance_operation SET state = 'sending', deal = NULL, ended_at = NULL, reference = CASE WHEN amount = 2000 THEN '\\x00112233445566778899'::bytea ELSE reference END").await;
    desk.world.round().await;
    assert_eq!(desk.world.app.number("SELECT count(*) FROM crm.balance_operation WHERE state = 'sending'").await, 2);
    for _ in 0..5 {
        desk.advance(Duration::minutes(4)).await;
        desk.world.round().await;
    }
    assert_eq!(
        desk.world
            .app
            .number("SELECT count(*) FROM crm.balance_operation WHERE state = 'confirmed' AND amount = 1000")
            .await,
        1
    );
    assert_eq!(
        desk.world
            .app
            .number("SELECT count(*) FROM crm.balance_operation WHERE state = 'not_applied' AND amount = 2000")
            .await,
        1
    );
    assert_eq!(desk.book().0.len(), 2, "nothing was sent again");
}

/// every kind of difference is found in one cycle, freezes the account, and is closed by a person.
#[tokio::test]
async fn r_35_differences_are_found_in_one_cycle_and_freeze_the_account() {
    let desk = Desk::new().await;
    desk.alone().await;
    for (n, amount) in ["10.00", "20.00", "30.00", "40.00"].into_iter().enumerate() {
        let booked = desk.ask(&desk.finance, &format!("deposit-{n:04}"), "DEPOSIT", amount).await;
        assert_eq!(booked["operation"]["state"], "CONFIRMED", "{booked}");
    }
    let app = &desk.world.app;
    app.sql("UPDATE crm.balance_operation SET reference = '\\x00112233445566778899'::bytea WHERE amount = 1000").await; // missing, and with a tag of nobody's
    app.sql("UPDATE crm.balance_operation SET amount = 2001 WHERE amount = 2000").await; // another amount
    app.sql("UPDATE crm.balance_operation SET state = 'rejected' WHERE amount = 3000").await; // extra
    desk.advance(Duration::minutes(25)).await;
    desk.world.round().await;
    let findings = desk.finance.graphql("{ balanceFindings { id version kind said deal login } }", json!({})).await["balanceFindings"].take();
    let mut kinds: Vec<&str> =
        findings.as_array().unwrap().iter().map(|finding| finding["kind"].as_str().unwrap()).collect();
    kinds.sort_unstable();
    assert_eq!(kinds, ["AMOUNT", "EXTRA", "EXTRA", "MISSING"], "{findings}");
    let waits = desk.ask(&desk.finance, "frozen-000001", "DEPOSIT", "1.00").await;
    assert_eq!(waits["operation"]["state"], "REQUESTED", "{waits}");
    desk.world.round().await;
    assert_eq!(app.number("SELECT count(*) FROM crm.balance_finding").await, 4, "the same difference is found once");
    for finding in findings.as_array().unwrap() {
        let document =
            "mutation M($input: ReasonedInput!) { closeBalanceFinding(input: $input) { closedId errors { code } } }";
        let closed = desk.world.manager.graphql(document, json!({"input": {"id": finding["id"], "version": finding["version"], "reason": "Explained by the dealer"}})).await;
        assert_eq!(closed["closeBalanceFinding"]["closedId"], finding["id"], "{closed}");
    }
    assert_eq!(desk.ask(&desk.finance, "thawed-000001", "DEPOSIT", "1.00").await["operation"]["state"], "CONFIRMED");
}

/// Both people of a large amount are named by the band, and a day has its sum.
#[tokio::test]
async fn bands_say_who_must_agree() {
    let desk = Desk::new().await;
    let none = desk.finance.graphql("query Q($id: ID!) { balancePreview(accountId: $id, kind: DEPOSIT, amount: \"1.00\") { needs checks { code outcome text } } }", json!({"id": desk.account})).await;
    assert_eq!(none["balancePreview"]["needs"], "APPROVAL", "without a band nobody moves anything alone: {none}");
    desk.alone().await;
    let cases =
        [("1000.00", "NOBODY"), ("1000.01", "APPROVAL"), ("5000.00", "APPROVAL"), ("5000.01", "LARGE_APPROVAL")];
    for (amount, needs) in cases {
        let preview = desk.finance.graphql("query Q($id: ID!, $a: String!) { balancePreview(accountId: $id, kind: DEPOSIT, amount: $a) { needs } }", json!({"id": desk.account, "a": amount})).await;
        assert_eq!(preview["balancePreview"]["needs"], needs, "{amount}");
    }
    let document = "mutation M($input: SetBalanceBandInput!) { setBalanceBand(input: $input) { band { version } errors { code } } }";
    let input = json!({"currency": "USD", "version": 1, "aloneUpTo": "100.00", "aloneADay": "150.00", "approveUpTo": "5000.00"});
    desk.world.manager.graphql(document, json!({ "input": input })).await;
    assert_eq!(desk.ask(&desk.finance, "day-00000001", "DEPOSIT", "100.00").await["operation"]["state"], "CONFIRMED");
    assert_eq!(desk.ask(&desk.finance, "day-00000002", "DEPOSIT", "60.00").await["operation"]["state"], "REQUESTED");
    desk.advance(Duration::hours(25)).await;
    assert_eq!(desk.ask(&desk.finance, "day-00000003", "DEPOSIT", "60.00").await["operation"]["state"], "CONFIRMED");
}
