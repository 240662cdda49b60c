//! Dealing for clients: each kind of command on each kind of account, by one person or two, at prices that were shown.

use crate::dealing_desk::{Account, Desk, WHY};
use crate::world::code;
use chrono::Duration;
use crm_simulator::faults::Fault;
use serde_json::{Value, json};

const OPEN: &str = "OPEN";

pub fn buy(lots: &str) -> Value {
    json!({"symbol": "EURUSD", "side": "BUY", "lots": lots, "shownPrice": "1.10010"})
}

/// Every kind of command that an account of this kind knows.
async fn every_kind(desk: &Desk, account: &Account, name: &str) {
    let key = |what: &str| format!("{name}-{what}");
    let ticket = desk.ticket(account).await;
    assert_eq!(
        (ticket["bid"].as_str(), ticket["ask"].as_str(), ticket["point"].as_str()),
        (Some("1.10000"), Some("1.10010"), Some("0.00001")),
        "{ticket}"
    );
    let stop_limits = ticket["pendingKinds"].to_string().contains("STOP_LIMIT");
    assert_eq!(stop_limits, name != "mt4");
    assert_eq!(ticket["kinds"].to_string().contains("CLOSE_BY"), name != "netting");

    let opened = desk.done(account, &key("open"), OPEN, json!({"symbol": "EURUSD", "side": "BUY", "lots": "0.50", "shownPrice": "1.10010", "stopLoss": "1.09000", "takeProfit": "1.12000"})).await;
    assert_eq!(
        (opened["filledPrice"].as_str(), opened["slippage"].as_str(), opened["filledLots"].as_str()),
        (Some("1.10010"), Some("0"), Some("0.5")),
        "{opened}"
    );
    assert_eq!(
        opened["after"],
        json!({"lots": "0.5", "price": "1.10010", "stopLoss": "1.09000", "takeProfit": "1.12000"}),
        "{opened}"
    );
    assert!(opened["before"].is_null() && opened["tookMs"].is_i64());
    let first = desk.ticket(account).await["positions"][0]["ticket"].as_str().unwrap().to_owned();

    let changed =
        desk.done(account, &key("modify"), "MODIFY_POSITION", json!({"ticket": first, "stopLoss": "1.09500"})).await;
    assert_eq!(
        (
            changed["before"]["stopLoss"].as_str(),
            changed["after"]["stopLoss"].as_str(),
            changed["after"]["takeProfit"].is_null()
        ),
        (Some("1.09000"), Some("1.09500"), true),
        "{changed}"
    );
    let same = desk
        .ask(
            &desk.dealer,
            account,
            &key("modify-again"),
            "MODIFY_POSITION",
            json!({"ticket": first, "stopLoss": "1.09500"}),
        )
        .await;
    assert_eq!(code(&same), "no_change");

    let part = desk
        .done(account, &key("part"), "CLOSE", json!({"ticket": first, "lots": "0.20", "shownPrice": "1.10000"}))
        .await;
    assert_eq!(
        (part["before"]["lots"].as_str(), part["after"]["lots"].as_str(), part["filledLots"].as_str()),
        (Some("0.5"), Some("0.3"), Some("0.2")),
        "{part}"
    );
    assert_eq!(part["after"]["stopLoss"], "1.09500", "the stops of the rest stay: {part}");
    let rest = desk.ticket(account).await["positions"][0]["ticket"].as_str().unwrap().to_owned();
    assert_eq!(rest != first, name == "mt4", "MT4 gives the rest a new number");
    let beyond =
        desk.ask(&desk.dealer, account, &key("beyond"), "CLOSE", json!({"ticket": rest, "lots": "0.31"})).await;
    assert_eq!(code(&beyond), "volume");

    if name != "netting" {
        desk.done(account, &key("hedge"), OPEN, json!({"symbol": "EURUSD", "side": "SELL", "lots": "0.10"})).await;
        let open = desk.ticket(account).await["positions"].clone();
        let other =
            open.as_array().unwrap().iter().find(|position| position["side"] == "SELL").unwrap()["ticket"].clone();
        let by = desk.done(account, &key("close-by"), "CLOSE_BY", json!({"ticket": rest, "byTicket": other})).await;
        assert_eq!((by["lots"].as_str(), by["after"]["lots"].as_str()), (Some("0.1"), Some("0.2")), "{by}");
    }

    let placed = desk.done(account, &key("place"), "PLACE_ORDER", json!({"symbol": "EURUSD", "pendingKind": "BUY_LIMIT", "lots": "0.10", "price": "1.05000", "stopLoss": "1.04000"})).await;
    let order = desk.ticket(account).await["orders"][0].clone();
    assert_eq!(
        (order["kind"].as_str(), order["price"].as_str()),
        (Some("BUY_LIMIT"), Some("1.05000")),
        "{placed} {order}"
    );
    let moved =
        desk.done(account, &key("move"), "MODIFY_ORDER", json!({"ticket": order["ticket"], "price": "1.06000"})).await;
    assert_eq!(
        (moved["after"]["price"].as_str(), moved["after"]["stopLoss"].is_null()),
        (Some("1.06000"), true),
        "{moved}"
    );
    let gone = desk.done(account, &key("cancel"), "CANCEL_ORDER", json!({"ticket": order["ticket"]})).await;
    assert_eq!(
        (gone["before"]["price"].as_str(), gone["after"]["lots"].as_str()),
        (Some("1.06000"), Some("0")),
        "{gone}"
    );
    desk.done(
        account,
        &key("place-2"),
        "PLACE_ORDER",
        json!({"symbol": "EURUSD", "pendingKind": "SELL_LIMIT", "lots": "0.10", "price": "1.20000"}),
    )
    .await;
    let order = desk.ticket(account).await["orders"][0]["ticket"].clone();
    let filled =
        desk.done(account, &key("activate"), "ACTIVATE_ORDER", json!({"ticket": order, "shownPrice": "1.10000"})).await;
    assert_eq!(desk.ticket(account).await["orders"], json!([]), "{filled}");

    let trigger = json!({"symbol": "EURUSD", "pendingKind": "BUY_STOP_LIMIT", "lots": "0.10", "price": "1.11000", "priceTrigger": "1.12000"});
    if stop_limits {
        desk.done(account, &key("stop-limit"), "PLACE_ORDER", trigger).await;
        assert_eq!(desk.ticket(account).await["orders"][0]["priceTrigger"], "1.12000");
    } else {
        assert_eq!(
            code(&desk.ask(&desk.dealer, account, &key("stop-limit"), "PLACE_ORDER", trigger).await),
            "not_offered"
        );
    }
    let positions = desk.ticket(account).await["positions"].clone();
    for position in positions.as_array().unwrap() {
        let ticket = &position["ticket"];
        let closed = desk
            .done(account, &format!("{name}-all-{ticket}").replace('"', ""), "CLOSE", json!({ "ticket": ticket }))
            .await;
        assert_eq!((closed["after"]["lots"].as_str(), closed["slippage"].is_null()), (Some("0"), true), "{closed}");
    }
    assert_eq!(desk.ticket(account).await["positions"], json!([]));
    assert!(desk.world.simulator.control().violations().is_empty());
}

#[tokio::test]
async fn each_kind_of_command_is_done_on_a_hedging_account() {
    let desk = Desk::new().await;
    every_kind(&desk, &desk.hedging, "hedging").await;
    let listed = desk.dealer.graphql("query Q($f: TradeCommandFilter) { tradeCommands(filter: $f, first: 3) { edges { node { id kind state reason requestedBy { name } } } pageInfo { hasNextPage } } }", json!({"f": {"accountId": desk.hedging.id, "kinds": ["CLOSE"], "states": ["CONFIRMED"]}})).await;
    assert_eq!(listed["tradeCommands"]["edges"][0]["node"]["reason"], WHY, "{listed}");
    // what changed stands in the trail of the client, with before and after
    let trail = desk.world.manager.graphql("{ auditEvents(first: 100, filter: {actions: [\"trade.confirmed\"]}) { edges { node { action changes { field before { display } after { display } } } } } }", json!({})).await;
    let text = trail.to_string();
    assert!(text.contains("stop_loss") && text.contains("1.09500"), "{text}");
    let rest = desk.world.app.dump().await;
    assert!(!rest.contains(WHY), "a reason rests in clear");
}

#[tokio::test]
async fn each_kind_of_command_is_done_on_a_netting_account() {
    let desk = Desk::new().await;
    every_kind(&desk, &desk.netting, "netting").await;
    // one position a symbol: what is sold reduces what is bought
    desk.bought(&desk.netting, "netting-first", "0.50").await;
    let preview = desk.preview(&desk.netting, OPEN, json!({"symbol": "EURUSD", "side": "SELL", "lots": "0.20"})).await;
    assert!(preview.to_string().contains("reduces"), "{preview}");
    let reduced = desk
        .done(&desk.netting, "netting-second", OPEN, json!({"symbol": "EURUSD", "side": "SELL", "lots": "0.20"}))
        .await;
    assert_eq!(
        (reduced["before"]["lots"].as_str(), reduced["after"]["lots"].as_str()),
        (Some("0.5"), Some("0.3")),
        "{reduced}"
    );
}

#[tokio::test]
async fn each_kind_of_command_is_done_on_mt4() {
    let desk = Desk::new().await;
    every_kind(&desk, &desk.mt4, "mt4").await;
}

/// MON-24: nonsense is refused before anything is sent, in words.
#[tokio::test]
async fn mon_24_nonsense_is_refused_before_anything_is_sent() {
    let desk = Desk::new().await;
    let ticket = desk.bought(&desk.hedging, "opening-0001", "0.50").await;
    let before = desk.book();
    let cases = [
        (OPEN, buy("0.001"), "volume"),
        (OPEN, buy("0.015"), "volume"),
        (OPEN, buy("-1"), "invalid_lots"),
        (OPEN, json!({"symbol": "NOSUCH", "side": "BUY", "lots": "0.1"}), "unknown_symbol"),
        (OPEN, json!({"symbol": "EURUSD", "side": "BUY", "lots": "0.1", "stopLoss": "1.20000"}), "stops"),
        (OPEN, json!({"symbol": "EURUSD", "side": "SELL", "lots": "0.1", "takeProfit": "1.20000"}), "stops"),
        (OPEN, json!({"symbol": "EURUSD", "side": "BUY", "lots": "0.1", "stopLoss": "1.0900001"}), "invalid_price"),
        (OPEN, json!({"symbol": "EURUSD", "side": "BUY", "lots": "0.1", "shownPrice": "NaN"}), "invalid_price"),
        (OPEN, json!({"symbol": "EURUSD", "side": "BUY", "lots": "0.1", "maxSlippage": 21}), "too_much"),
        (OPEN, json!({"side": "BUY", "lots": "0.1"}), "required"),
        (OPEN, json!({"symbol": "EURUSD", "lots": "0.1"}), "required"),
        ("CLOSE", json!({"ticket": "999999999"}), "not_open"),
        ("CLOSE", json!({"ticket": "-1"}), "invalid_ticket"),
        ("CLOSE", json!({}), "required"),
        ("MODIFY_POSITION", json!({"ticket": ticket, "stopLoss": "1.20000"}), "stops"),
        ("CANCEL_ORDER", json!({"ticket": ticket}), "not_open"),
        ("CLOSE_BY", json!({"ticket": ticket, "byTicket": ticket}), "not_opposite"),
        (
            "PLACE_ORDER",
            json!({"symbol": "EURUSD", "pendingKind": "BUY_LIMIT", "lots": "0.1", "price": "1.20000"}),
            "order_price",
        ),
        (
            "PLACE_ORDER",
            json!({"symbol": "EURUSD", "pendingKind": "BUY_LIMIT", "lots": "0.1", "price": "1.05", "expiresAt": "2020-01-01T00:00:00Z"}),
            "expired",
        ),
    ];
    for (n, (kind, more, expected)) in cases.into_iter().enumerate() {
        let refused = desk.ask(&desk.dealer, &desk.hedging, &format!("nonsense-{n:04}"), kind, more.clone()).await;
        assert_eq!(code(&refused), expected, "{kind} {more}: {refused}");
    }
    // a ticket of another account is nobody's here
    let foreign = desk.ask(&desk.dealer, &desk.netting, "foreign-0001", "CLOSE", json!({ "ticket": ticket })).await;
    assert_eq!(code(&foreign), "not_open");
    let more = json!({"symbol": "EURUSD", "side": "BUY", "lots": "0.1"});
    let input = Desk::input(&desk.hedging, "no-reason-01", OPEN, more);
    let mut short = input.clone();
    short["reason"] = json!("short");
    let document =
        "mutation M($input: RequestTradeInput!) { requestTrade(input: $input) { command { id } errors { code } } }";
    let refused = desk.dealer.graphql(document, json!({ "input": short })).await;
    assert_eq!(code(&refused["requestTrade"]), "reason_required");
    let mut unnamed = input;
    unnamed["requestKey"] = json!("short");
    let refused = desk.dealer.graphql(document, json!({ "input": unnamed })).await;
    assert_eq!(code(&refused["requestTrade"]), "invalid_key");
    assert_eq!(desk.book(), before, "nothing was sent");
    assert_eq!(desk.world.app.number("SELECT count(*) FROM crm.trade_command").await, 1);
}

/// What would be checked is told beforehand: margin, result, price.
#[tokio::test]
async fn a_preview_tells_margin_result_and_price() {
    let desk = Desk::new().await;
    let preview = desk.preview(&desk.hedging, OPEN, buy("1")).await;
    assert_eq!(
        (preview["price"].as_str(), preview["needsApproval"].as_bool()),
        (Some("1.10010"), Some(false)),
        "{preview}"
    );
    assert_eq!(preview["marginNeeded"], "1100.10", "{preview}");
    assert_eq!(preview["marginFreeAfter"], "998899.90", "{preview}");
    let large = desk.preview(&desk.hedging, OPEN, buy("400")).await;
    assert_eq!(large["needsApproval"], true, "{large}");
    let ticket = desk.bought(&desk.hedging, "opening-0001", "1").await;
    desk.price("1.10110", "1.10120");
    desk.world.simulator.control().advance(1_000);
    let preview = desk.preview(&desk.hedging, "CLOSE", json!({"ticket": ticket, "lots": "0.50"})).await;
    assert_eq!((preview["price"].as_str(), preview["result"].as_str()), (Some("1.10110"), Some("50.00")), "{preview}");
    let mt4 = desk.preview(&desk.mt4, OPEN, json!({"symbol": "EURUSD", "side": "BUY", "lots": "1"})).await;
    let margin = mt4["checks"].as_array().unwrap().iter().find(|check| check["code"] == "margin").unwrap();
    assert_eq!(margin["outcome"], "MIND", "{mt4}");
    let unfit = desk.preview(&desk.hedging, OPEN, json!({"symbol": "EURUSD", "side": "BUY", "lots": "x"})).await;
    assert_eq!(
        (unfit["checks"][0]["code"].as_str(), unfit["checks"][0]["outcome"].as_str()),
        (Some("invalid_lots"), Some("REFUSED")),
        "{unfit}"
    );
    let symbols = desk
        .dealer
        .graphql(
            "query Q($id: ID!) { tradeSymbols(accountId: $id, search: \"eur\") { symbol description digits } }",
            json!({"id": desk.hedging.id}),
        )
        .await;
    assert_eq!(symbols["tradeSymbols"][0]["symbol"], "EURCHF", "{symbols}");
}

/// A price that moved against the client beyond what is allowed is refused; one that moved the other way is theirs.
#[tokio::test]
async fn a_stale_price_is_refused_and_a_better_one_is_the_clients() {
    let desk = Desk::new().await;
    desk.price("1.10030", "1.10040");
    let stale = desk.ask(&desk.dealer, &desk.hedging, "stale-000001", OPEN, buy("0.10")).await;
    assert_eq!(code(&stale), "price_moved", "{stale}");
    assert!(stale["errors"][0]["message"].as_str().unwrap().contains("30 points worse"), "{stale}");
    assert!(desk.book().is_empty());
    let mut allowed = buy("0.10");
    desk.price("1.10015", "1.10025");
    let filled = desk.done(&desk.hedging, "near-0000001", OPEN, allowed.clone()).await;
    assert_eq!(
        (filled["filledPrice"].as_str(), filled["slippage"].as_str()),
        (Some("1.10025"), Some("15")),
        "{filled}"
    );
    allowed["maxSlippage"] = json!(0);
    assert_eq!(code(&desk.ask(&desk.dealer, &desk.hedging, "near-0000002", OPEN, allowed).await), "price_moved");
    desk.price("1.09990", "1.10000");
    let better = desk.done(&desk.hedging, "better-00001", OPEN, buy("0.10")).await;
    assert_eq!(
        (better["filledPrice"].as_str(), better["slippage"].as_str()),
        (Some("1.10000"), Some("-10")),
        "{better}"
    );
}

/// Where the spread is wider than the rule's points, the market may move by the spread; beyond it a price is stale as before.
#[tokio::test]
async fn a_wide_spread_is_allowed_for_and_no_more_than_it() {
    let desk = Desk::new().await;
    assert_eq!(desk.ticket(&desk.hedging).await["maxSlippage"], 20, "narrow: the rule's");
    desk.price("1.10000", "1.10120");
    assert_eq!(desk.ticket(&desk.hedging).await["maxSlippage"], 120);
    let shown = |price: &str| json!({"symbol": "EURUSD", "side": "BUY", "lots": "0.10", "shownPrice": price});
    let near = desk.done(&desk.hedging, "wide-0000001", OPEN, shown("1.10000")).await;
    assert_eq!(near["slippage"], "120", "{near}");
    let far = desk.ask(&desk.dealer, &desk.hedging, "wide-0000002", OPEN, shown("1.09999")).await;
    assert_eq!(code(&far), "price_moved", "{far}");
    let own = json!({"symbol": "EURUSD", "side": "BUY", "lots": "0.10", "shownPrice": "1.10100", "maxSlippage": 19});
    let strict = desk.ask(&desk.dealer, &desk.hedging, "wide-0000003", OPEN, own).await;
    assert_eq!(code(&strict), "price_moved", "a command may be stricter: {strict}");
}

/// The rule can ask for a fresh second factor, and for less slippage.
#[tokio::test]
async fn the_rule_can_ask_for_a_fresh_second_factor() {
    let desk = Desk::new().await;
    let rule = desk
        .dealer
        .graphql("{ dealingRule { aloneUpToLots maxSlippage reasonRequired stepUp version } }", json!({}))
        .await;
    assert_eq!(
        rule["dealingRule"],
        json!({"aloneUpToLots": "10", "maxSlippage": 20, "reasonRequired": true, "stepUp": false, "version": 0})
    );
    let document = "mutation M($input: SetDealingRuleInput!) { setDealingRule(input: $input) { rule { version aloneUpToLots } errors { code } } }";
    let input = json!({"aloneUpTo": "0.50", "maxSlippage": 5, "stepUp": true, "version": 0});
    assert_eq!(desk.dealer.graphql_refusal(document, json!({ "input": input })).await, "forbidden");
    let set = desk.world.manager.graphql(document, json!({ "input": input })).await;
    assert_eq!(set["setDealingRule"]["rule"], json!({"version": 1, "aloneUpToLots": "0.5"}), "{set}");
    let late = desk.world.manager.graphql(document, json!({ "input": input })).await;
    assert_eq!(code(&late["setDealingRule"]), "conflict");
    desk.world.app.advance(Duration::minutes(11));
    desk.world.simulator.control().advance(Duration::minutes(11).num_milliseconds());
    let ask =
        "mutation M($input: RequestTradeInput!) { requestTrade(input: $input) { command { state } errors { code } } }";
    let input = Desk::input(&desk.hedging, "step-up-0001", OPEN, buy("0.10"));
    assert_eq!(desk.dealer.graphql_refusal(ask, json!({ "input": input })).await, "step_up_required");
    assert!(desk.book().is_empty());
    desk.again().await;
    desk.price("1.10000", "1.10010");
    let asked = desk.ask(&desk.dealer, &desk.hedging, "step-up-0001", OPEN, buy("0.10")).await;
    assert_eq!(asked["command"]["state"], "CONFIRMED", "{asked}");
    let asked = desk.ask(&desk.dealer, &desk.hedging, "step-up-0002", OPEN, buy("0.51")).await;
    assert_eq!(asked["command"]["state"], "REQUESTED", "{asked}");
}

/// RBAC: who may look may not deal, and who reaches only his own clients sees only theirs.
#[tokio::test]
async fn who_may_look_may_not_deal() {
    let desk = Desk::new().await;
    let done = desk.done(&desk.hedging, "opening-0001", OPEN, buy("0.10")).await;
    let ask =
        "mutation M($input: RequestTradeInput!) { requestTrade(input: $input) { command { state } errors { code } } }";
    let input = Desk::input(&desk.hedging, "agent-000001", OPEN, buy("0.10"));
    for role in ["Agent", "Support", "Finance", "Read-only auditor"] {
        let person = desk.world.app.staff(&desk.world.atlas, role).await;
        let browser = desk.world.app.sign_in(&person).await;
        assert_eq!(browser.graphql_refusal(ask, json!({ "input": input })).await, "forbidden", "{role}");
        let one = "query Q($id: ID!) { tradeCommand(id: $id) { state } }";
        let seen = browser.ask(one, json!({"id": done["id"]})).await.text();
        assert_eq!(seen.contains("CONFIRMED"), role != "Agent", "{role}: {seen}");
        let listed = browser.graphql("{ tradeCommands { edges { node { id } } } }", json!({})).await;
        let rows = listed["tradeCommands"]["edges"].as_array().unwrap().len();
        assert_eq!(rows, usize::from(role != "Agent"), "{role}");
    }
    assert_eq!(desk.book().len(), 1);
}

/// MON-01, MON-02: a double click is one command; the same name for another one is refused.
#[tokio::test]
async fn mon_01_a_double_click_is_one_command() {
    let desk = Desk::new().await;
    let answers = futures_util::future::join_all(
        (0..10).map(|_| desk.ask(&desk.dealer, &desk.hedging, "double-00001", OPEN, buy("0.10"))),
    )
    .await;
    for answer in &answers {
        assert_eq!(answer["command"]["id"], answers[0]["command"]["id"], "{answer}");
        assert_eq!(answer["command"]["state"], "CONFIRMED", "the second waits for the first one's answer: {answer}");
    }
    assert_eq!(desk.book().len(), 1);
    assert_eq!(code(&desk.ask(&desk.dealer, &desk.hedging, "double-00001", OPEN, buy("0.20")).await), "key_reused");
    assert_eq!(code(&desk.ask(&desk.dealer, &desk.netting, "double-00001", OPEN, buy("0.10")).await), "key_reused");
    let ticket = desk.ticket(&desk.hedging).await["positions"][0]["ticket"].clone();
    // ten people close the same part at once: each is a command of its own, and no more is closed than is there
    let closes = futures_util::future::join_all((0..10).map(|n| {
        let (desk, ticket) = (&desk, ticket.clone());
        async move {
            desk.ask(&desk.dealer, &desk.hedging, &format!("close-{n:06}"), "CLOSE", json!({ "ticket": ticket })).await
        }
    }))
    .await;
    let done = closes.iter().filter(|answer| answer["command"]["state"] == "CONFIRMED").count();
    assert_eq!(done, 1, "{closes:?}");
    assert!(
        closes.iter().filter(|answer| answer["command"].is_null()).all(|answer| code(answer) == "not_open"),
        "{closes:?}"
    );
}

/// MON-16: a refusal is told in the server's words, and nothing was done.
#[tokio::test]
async fn mon_16_a_refusal_is_told_in_the_servers_words() {
    let desk = Desk::new().await;
    desk.next_fault(Fault::Retcode { code: 10_019 });
    let refused = desk.ask(&desk.dealer, &desk.hedging, "refused-0001", OPEN, buy("0.10")).await;
    assert_eq!(refused["command"]["state"], "REJECTED", "{refused}");
    assert!(refused["command"]["said"].as_str().unwrap().contains("10019"), "{refused}");
    desk.next_fault(Fault::Retcode { code: 134 });
    let refused = desk.ask(&desk.dealer, &desk.mt4, "refused-0002", OPEN, buy("0.10")).await;
    assert_eq!(refused["command"]["state"], "REJECTED", "{refused}");
    assert!(refused["command"]["said"].is_string());
    assert!(desk.book().is_empty());
    // the account's own switch, found before anything is sent
    let account = desk
        .world
        .manager
        .graphql("query Q($id: ID!) { tradingAccount(id: $id) { version } }", json!({"id": desk.hedging.id}))
        .await;
    let document =
        "mutation M($input: SwitchTradingAccountInput!) { switchTradingAccount(input: $input) { errors { code } } }";
    let input = json!({"id": desk.hedging.id, "version": account["tradingAccount"]["version"], "tradingEnabled": false, "reason": WHY});
    desk.world.manager.graphql(document, json!({ "input": input })).await;
    assert_eq!(
        code(&desk.ask(&desk.dealer, &desk.hedging, "refused-0003", OPEN, buy("0.10")).await),
        "account_disabled"
    );
}
