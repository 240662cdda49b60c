//! What clients have, beside their rows in a list: one question for a page, and nothing of those whose money is not the
//! viewer's.

use crate::desk::Desk;
use serde_json::{Value, json};

const FIGURES: &str = "query Q($ids: [ID!]!) { clientFigures(clientIds: $ids) { clientId accounts unread sums { currency balance equity } asOf lastDepositAt openPositions } }";

/// Sums by currency of live accounts in use, with their age; clients without an account have none.
#[tokio::test]
async fn a_page_of_clients_has_its_figures_in_one_question() {
    let desk = Desk::new().await;
    desk.alone().await;
    let other = desk.second_account().await;
    for (n, (account, amount)) in [(&desk.account, "100.00"), (&other, "20.50")].into_iter().enumerate() {
        let paid = desk.ask_on(account, &desk.finance, &format!("deposit-{n:04}"), "DEPOSIT", amount).await;
        assert_eq!(paid["operation"]["state"], "CONFIRMED", "{paid}");
    }
    let poor = desk.world.client("Piet", "Arm").await;
    desk.world.round().await;
    let ask = async || -> Value {
        desk.finance.graphql(FIGURES, json!({"ids": [desk.client, poor]})).await["clientFigures"].take()
    };
    let figures = ask().await;
    assert_eq!(figures.as_array().map(Vec::len), Some(1), "{figures}");
    let own = &figures[0];
    assert_eq!(
        (&own["clientId"], own["accounts"].as_i64(), own["unread"].as_i64()),
        (&json!(desk.client), Some(2), Some(0))
    );
    assert_eq!(own["sums"], json!([{"currency": "USD", "balance": "120.50", "equity": "120.50"}]), "{own}");
    assert!(own["asOf"].is_string() && own["lastDepositAt"].is_string(), "{own}");
    let archive =
        "mutation M($input: ArchiveTradingAccountInput!) { archiveTradingAccount(input: $input) { errors { code } } }";
    let version = desk
        .world
        .manager
        .graphql("query Q($id: ID!) { tradingAccount(id: $id) { version } }", json!({"id": other}))
        .await;
    let input =
        json!({"id": other, "version": version["tradingAccount"]["version"], "reason": "The client asked for it"});
    let archived = desk.world.manager.graphql(archive, json!({ "input": input })).await;
    assert_eq!(archived["archiveTradingAccount"]["errors"], json!([]), "{archived}");
    assert_eq!(ask().await[0]["sums"][0]["balance"], "100.00", "accounts in use only");
    let many: Vec<&str> = std::iter::repeat_n(desk.client.as_str(), 201).collect();
    assert!(desk.finance.ask(FIGURES, json!({ "ids": many })).await.text().contains("too_many"));
}

/// MASK, ISO: whose money is not the viewer's has no figures, and neither has another broker's client.
#[tokio::test]
async fn mask_a_clients_figures_are_for_who_sees_their_money() {
    let desk = Desk::new().await;
    let app = &desk.world.app;
    let mine = desk.finance.graphql(FIGURES, json!({"ids": [desk.client]})).await;
    assert_eq!(mine["clientFigures"].as_array().map(Vec::len), Some(1), "allowed: {mine}");
    // sees positions and no money
    let support = app.sign_in(&app.staff(&desk.world.atlas, "Support").await).await;
    assert!(support.ask(FIGURES, json!({"ids": [desk.client]})).await.text().contains("forbidden"));
    // sees the money of own clients, and this one is nobody's
    let agent = app.sign_in(&app.staff(&desk.world.atlas, "Agent").await).await;
    let none = agent.graphql(FIGURES, json!({"ids": [desk.client]})).await;
    assert_eq!(none["clientFigures"], json!([]), "{none}");
    let north = app.tenant("northwind").await;
    let neighbour = app.sign_in(&app.staff(&north, "Finance").await).await;
    let none = neighbour.graphql(FIGURES, json!({"ids": [desk.client]})).await;
    assert_eq!(none["clientFigures"], json!([]), "{none}");
}
