//! Money when two clients become one: the totals of both are the total of the one, to the cent, and back.

use crate::accounts::open;
use crate::desk::Desk;
use serde_json::{Value, json};

const FIGURES: &str =
    "query Q($ids: [ID!]!) { clientFigures(clientIds: $ids) { clientId accounts sums { currency balance equity } } }";
const MERGE: &str =
    "mutation M($input: MergeClientsInput!) { mergeClients(input: $input) { merge { id } errors { code message } } }";
const UNDO: &str = "mutation M($id: ID!) { undoMerge(id: $id) { errors { code message } } }";
const OPERATIONS: &str = "query Q { balanceOperations(first: 50) { edges { node { id amount reason state } } } }";

async fn version(desk: &Desk, client: &str) -> Value {
    let seen =
        desk.world.manager.graphql("query Q($id: ID!) { client(id: $id) { version } }", json!({"id": client})).await;
    seen["client"]["version"].clone()
}

async fn merge(desk: &Desk, other: &str) -> Value {
    let input = json!({"kept": {"id": desk.client, "version": version(desk, &desk.client).await},
        "others": [{"id": other, "version": version(desk, other).await}], "reason": "The same person registered twice"});
    desk.world.manager.graphql(MERGE, json!({ "input": input })).await["mergeClients"].take()
}

#[tokio::test]
async fn bal_the_money_of_both_is_the_money_of_the_one_and_goes_back_with_its_accounts() {
    let desk = Desk::new().await;
    desk.alone().await;
    let other = desk.world.client("Olya", "Novak").await;
    let products = desk.world.manager.graphql("{ accountProducts { id } }", json!({})).await;
    let opened = open(&desk.world, products["accountProducts"][0]["id"].as_str().unwrap(), &other).await;
    let account = opened["tradingAccount"]["id"].as_str().unwrap_or_else(|| panic!("{opened}")).to_owned();
    for (key, account, amount) in [("deposit-0001", &desk.account, "100.07"), ("deposit-0002", &account, "20.55")] {
        let paid = desk.ask_on(account, &desk.finance, key, "DEPOSIT", amount).await;
        assert_eq!(paid["operation"]["state"], "CONFIRMED", "{paid}");
    }
    desk.world.round().await;
    let figures = async || -> Value {
        desk.finance.graphql(FIGURES, json!({"ids": [desk.client, other]})).await["clientFigures"].take()
    };
    let sum = |figures: &Value, id: &str| {
        let own = figures.as_array().unwrap().iter().find(|own| own["clientId"] == id).cloned().unwrap_or_default();
        own["sums"][0]["balance"].clone()
    };
    let before = figures().await;
    assert_eq!((sum(&before, &desk.client), sum(&before, &other)), (json!("100.07"), json!("20.55")));

    // what waits for a second person stands against it
    let waits = desk.ask_on(&account, &desk.finance, "deposit-0003", "DEPOSIT", "2000.00").await;
    assert_eq!(waits["operation"]["state"], "REQUESTED", "{waits}");
    let blocked = merge(&desk, &other).await;
    assert_eq!(blocked["errors"][0]["code"], "money_pending", "{blocked}");
    let input = json!({"id": waits["operation"]["id"], "version": waits["operation"]["version"]});
    let cancelled = desk.step(&desk.finance, "cancelBalanceOperation", "DecideBalanceOperationInput", input).await;
    assert_eq!(cancelled["errors"], json!([]), "{cancelled}");

    let done = merge(&desk, &other).await;
    assert_eq!(done["errors"], json!([]), "{done}");
    let after = figures().await;
    assert_eq!(after.as_array().map(Vec::len), Some(1), "{after}");
    assert_eq!((&after[0]["accounts"], sum(&after, &desk.client)), (&json!(2), json!("120.62")));
    // reasons were sealed anew: they open under the kept client's key
    let operations = desk.finance.graphql(OPERATIONS, json!({})).await;
    let reasons: Vec<&Value> = operations["balanceOperations"]["edges"]
        .as_array()
        .unwrap()
        .iter()
        .map(|edge| &edge["node"]["reason"])
        .collect();
    assert!(reasons.len() >= 2 && reasons.iter().all(|reason| *reason == crate::desk::WHY), "{operations}");
    // money moves on under the one client
    let paid = desk.ask_on(&account, &desk.finance, "deposit-0004", "DEPOSIT", "1.00").await;
    assert_eq!(paid["operation"]["state"], "CONFIRMED", "{paid}");

    let back = desk.world.manager.graphql(UNDO, json!({"id": done["merge"]["id"]})).await;
    assert_eq!(back["undoMerge"]["errors"], json!([]), "{back}");
    desk.world.round().await;
    let again = figures().await;
    assert_eq!((sum(&again, &desk.client), sum(&again, &other)), (json!("100.07"), json!("21.55")));
    let operations = desk.finance.graphql(OPERATIONS, json!({})).await;
    assert!(operations["balanceOperations"]["edges"].as_array().unwrap().len() >= 3, "{operations}");
}
