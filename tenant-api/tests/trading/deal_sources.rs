//! Where deals come from.

use crate::deals::{Floor, TOTALS, all};
use crate::support::balances::balance_operation;
use crate::support::trades::trade_command;
use serde_json::{Value, json};

/// MON-18: a deal says where it comes from; what was made past the CRM is told apart from what the CRM made, and a comment
/// that only looks like the CRM's does not count.
#[tokio::test]
async fn mon_18_deals_made_past_the_crm_are_told_apart() {
    let floor = Floor::new().await;
    let world = &floor.world;
    let (app, manager) = (&world.app, &world.manager);
    let server = world.add(world.mt5()).await;
    let product = world.product_on(&server, "Standard", "real\\standard").await;
    let client = world.client("Olga", "Novak").await;
    let linked = floor.link(&client, &product, "mt5", "real\\standard", 3).await;
    app.run_jobs().await;
    let sources = async |filter: Value| {
        let rows = all(manager, filter, 200).await;
        rows.iter().map(|row| row["source"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let everything = sources(json!({})).await;
    let of = |source: &str| everything.iter().filter(|one| *one == source).count();
    assert_eq!(of("CLIENT") + of("DEALER") + of("SERVER"), everything.len(), "{everything:?}");
    assert!(of("CLIENT") > 100, "the past was traded at a terminal");
    let booked = all(manager, json!({"actions": ["BALANCE"]}), 200).await;
    assert!(booked.iter().all(|row| row["source"] == "DEALER"), "money that was booked past the CRM");

    // the CRM's own: a command with its tag on a dealer's deal, an operation with its tag on a booking
    let command = trade_command(app, &world.atlas, &client, &linked.id, "confirmed", world.maria.id).await;
    let operation = balance_operation(app, &world.atlas, &client, &linked.id, "confirmed", Some(world.maria.id)).await;
    let tag = |table: &str, deals: &str| {
        format!(
            "UPDATE crm.deal SET made_by = 'dealer', reference = (SELECT reference FROM crm.{table}) WHERE ticket = (SELECT max(ticket) FROM crm.deal WHERE {deals})"
        )
    };
    app.sql(&tag("trade_command", "entry = 'in'")).await;
    app.sql(&tag("balance_operation", "action = 'balance'")).await;
    let ours = all(manager, json!({"sources": ["TRADE_COMMAND"]}), 50).await;
    assert_eq!((ours.len(), &ours[0]["commandId"], &ours[0]["operationId"]), (1, &json!(command), &Value::Null));
    let ours = all(manager, json!({"sources": ["BALANCE_OPERATION"]}), 50).await;
    assert_eq!((ours.len(), &ours[0]["commandId"], &ours[0]["operationId"]), (1, &Value::Null, &json!(operation)));
    let commands = "query Q($filter: TradeCommandFilter) { tradeCommands(filter: $filter) { edges { node { id } } } }";
    let found =
        manager.graphql(commands, json!({"filter": {"commandId": command}})).await["tradeCommands"]["edges"].take();
    assert_eq!(found, json!([{"node": {"id": command}}]));
    let operations = "query Q($filter: BalanceFilter) { balanceOperations(filter: $filter) { edges { node { id } } } }";
    let found =
        manager.graphql(operations, json!({"filter": {"operationId": operation}})).await["balanceOperations"]["edges"]
            .take();
    assert_eq!(found, json!([{"node": {"id": operation}}]));
    // a client writes the tag of an old command into the comment of a new order
    app.sql("UPDATE crm.deal SET reference = (SELECT reference FROM crm.trade_command) WHERE made_by = 'client'").await;
    assert_eq!(all(manager, json!({"sources": ["TRADE_COMMAND"]}), 50).await.len(), 1);
    assert_eq!(
        sources(json!({"sources": ["CLIENT"]})).await.len(),
        sources(json!({})).await.iter().filter(|one| *one == "CLIENT").count()
    );
    // one record of MT4: the opening command made its first half only
    app.sql("UPDATE crm.deal SET leg = 2 WHERE made_by = 'dealer' AND entry = 'in'").await;
    assert_eq!(all(manager, json!({"sources": ["TRADE_COMMAND"]}), 50).await, Vec::<Value>::new());
    // each source narrows list and totals alike
    let mut found = 0;
    for source in ["TRADE_COMMAND", "BALANCE_OPERATION", "CLIENT", "DEALER", "SERVER", "UNKNOWN"] {
        let filter = json!({"sources": [source]});
        let rows = all(manager, filter.clone(), 60).await;
        assert!(rows.iter().all(|row| row["source"] == source), "{source}");
        let totals = manager.graphql(TOTALS, json!({ "filter": filter })).await["dealTotals"].take();
        assert_eq!(totals[0]["deals"].as_u64().unwrap_or(0), u64::try_from(rows.len()).unwrap(), "{source}");
        found += rows.len();
    }
    assert_eq!(found, everything.len(), "each deal has one source");
}
