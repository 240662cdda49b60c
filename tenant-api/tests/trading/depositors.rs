//! The first deposit makes a client a depositor, in the booking's own step, and with the broker's first retention status; by
//! whatever way the CRM comes to know of it.

use crate::deals::Floor;
use crate::desk::Desk;
use crate::world::World;
use crm_cache::{LiveKind, Received};
use crm_simulator::faults::Fault;
use serde_json::{Value, json};

/// The statement that makes depositors of those who were none when nothing made them.
const BACKFILL: &str = include_str!("../../../migrations/sql/0420_depositors.up.sql");
const AS_BEFORE: &str = "UPDATE crm.client SET stage = 'lead', converted_at = NULL, retention_status_id = NULL";

/// The client as a list and a profile show him.
async fn stands(world: &World, client: &str) -> Value {
    let document = "mutation O($id: ID!) { openClient(id: $id) { client { stage version retentionStatus { name } profile { convertedAt } } } }";
    let mut opened = world.manager.graphql(document, json!({"id": client})).await["openClient"]["client"].take();
    opened["at"] = opened["profile"]["convertedAt"].take();
    opened.as_object_mut().unwrap().remove("profile");
    opened
}

async fn converted(world: &World) -> i64 {
    world.app.number("SELECT count(*) FROM crm.audit_event WHERE action = 'client.converted'").await
}

/// How many first deposits the home page counts.
async fn first_deposits(world: &World) -> Value {
    let now = world.app.clock.now();
    let days = [now - chrono::Duration::days(1), now + chrono::Duration::hours(1)];
    let range = json!({"beforeFrom": now - chrono::Duration::days(2), "days": days});
    let document = "query M($range: FigureRangeInput!) { moneyFigures(range: $range) { currency now { firstCount firstAmount } } }";
    world.manager.graphql(document, json!({ "range": range })).await["moneyFigures"].take()
}

/// B5: at once, for the first deposit alone, and never for what is no deposit.
#[tokio::test]
async fn the_first_confirmed_deposit_makes_a_depositor() {
    let desk = Desk::new().await;
    let world = &desk.world;
    desk.alone().await;
    let before = stands(world, &desk.client).await;
    assert_eq!(
        (&before["stage"], &before["retentionStatus"], &before["at"]),
        (&json!("LEAD"), &Value::Null, &Value::Null)
    );
    for (key, kind) in [("credit-00001", "CREDIT_IN"), ("bonus-000001", "BONUS_IN")] {
        assert_eq!(desk.ask(&desk.finance, key, kind, "50.00").await["operation"]["state"], "CONFIRMED");
    }
    assert_eq!(stands(world, &desk.client).await, before, "neither is a deposit");
    let mut news = world.app.app.bus.subscribe(world.atlas.tenant.id).unwrap();
    let first = desk.ask(&desk.finance, "deposit-0001", "DEPOSIT", "100.00").await;
    assert_eq!(first["operation"]["state"], "CONFIRMED", "{first}");
    let after = stands(world, &desk.client).await;
    assert_eq!(
        (&after["stage"], &after["retentionStatus"]["name"]),
        (&json!("DEPOSITOR"), &json!("Active")),
        "{after}"
    );
    assert_eq!(after["version"].as_i64(), before["version"].as_i64().map(|version| version + 1));
    let told = async {
        loop {
            if let Received::Event(event) = news.recv().await
                && event.kind == LiveKind::ClientUpdated
            {
                return event.version;
            }
        }
    };
    assert_eq!(Some(told.await), after["version"].as_i64(), "open portals hear of it");
    let same = "SELECT count(*) FROM crm.client c JOIN crm.balance_operation o ON o.tenant_id = c.tenant_id AND o.ended_at = c.converted_at WHERE o.kind = 'deposit'";
    assert_eq!(world.app.number(same).await, 1, "since the moment at which the deposit was known");
    assert_eq!(
        first_deposits(world).await,
        json!([{"currency": "USD", "now": {"firstCount": 1, "firstAmount": "100.00"}}])
    );
    // a second deposit is nothing new, and who was given another status keeps it
    let edit = "mutation E($input: EditClientInput!) { editClient(input: $input) { errors { code } } }";
    let other = world.atlas.statuses["Dormant"].to_string();
    let edited = world
        .manager
        .graphql(edit, json!({"input": {"id": desk.client, "version": after["version"], "retentionStatusId": other}}));
    assert_eq!(edited.await["editClient"]["errors"], json!([]));
    assert_eq!(desk.ask(&desk.finance, "deposit-0002", "DEPOSIT", "10.00").await["operation"]["state"], "CONFIRMED");
    let later = stands(world, &desk.client).await;
    assert_eq!((&later["retentionStatus"]["name"], &later["at"]), (&json!("Dormant"), &after["at"]));
    assert_eq!(converted(world).await, 1, "one event");
    let list = "{ clients(filter: {stage: [DEPOSITOR]}, first: 10) { edges { node { id } } } }";
    let found = world.manager.graphql(list, json!({})).await;
    assert_eq!(found["clients"]["edges"], json!([{"node": {"id": desk.client}}]));
    let timeline = "query T($id: ID!) { clientTimeline(clientId: $id, first: 20) { edges { node { action changes { field before { display } after { display } } } } } }";
    let seen = world.manager.graphql(timeline, json!({"id": desk.client})).await.to_string();
    assert!(seen.contains("client.converted") && seen.contains("depositor"), "{seen}");
    // who deposited before this was known is found by the migration, by the same deposit
    world.app.sql(AS_BEFORE).await;
    world.app.sql(BACKFILL).await;
    let again = stands(world, &desk.client).await;
    assert_eq!((&again["retentionStatus"]["name"], &again["at"]), (&json!("Active"), &after["at"]), "{again}");
}

/// MON-14: a lost answer makes nobody a depositor; what it turns out to be does.
#[tokio::test]
async fn mon_14_an_unknown_deposit_makes_a_depositor_when_it_is_found() {
    let desk = Desk::new().await;
    let world = &desk.world;
    desk.alone().await;
    world.simulator.control().set_faults(vec![desk.fault(Fault::DropAfter, 1_000_000, Some(1))], None);
    let lost = desk.ask(&desk.finance, "lost-answer-1", "DEPOSIT", "77.00").await;
    assert_eq!(lost["operation"]["state"], "UNKNOWN", "{lost}");
    assert_eq!(stands(world, &desk.client).await["stage"], "LEAD");
    let found = desk.find_out(&lost["operation"]).await;
    assert_eq!(found["operation"]["state"], "CONFIRMED", "{found}");
    let after = stands(world, &desk.client).await;
    assert_eq!((&after["stage"], &after["retentionStatus"]["name"]), (&json!("DEPOSITOR"), &json!("Active")));
    assert_eq!(converted(world).await, 1);
}

/// Who deposited before the account was linked, or past the CRM, is a depositor since then; the home page counts what the CRM
/// booked, and nothing else.
#[tokio::test]
async fn a_deposit_past_the_crm_makes_a_depositor_since_then() {
    let floor = Floor::new().await;
    let world = &floor.world;
    let product = world.product(world.mt5(), "real\\standard").await;
    let client = world.client("Olga", "Novak").await;
    floor.link(&client, &product, "mt5", "real\\standard", 7).await;
    assert_eq!(stands(world, &client).await["stage"], "LEAD", "its past is not fetched yet");
    world.app.run_jobs().await;
    let after = stands(world, &client).await;
    assert_eq!((&after["stage"], &after["retentionStatus"]["name"]), (&json!("DEPOSITOR"), &json!("Active")));
    let first = "SELECT count(*) FROM crm.client c WHERE c.converted_at = (SELECT min(d.at) FROM crm.deal d WHERE d.action = 'balance' AND d.profit > 0)";
    assert_eq!(world.app.number(first).await, 1);
    // fetched once more, it is nothing new
    world.app.sql("UPDATE crm.deal_history SET whole_at = NULL").await;
    world.round().await;
    assert_eq!((stands(world, &client).await, converted(world).await), (after.clone(), 1));
    assert_eq!(first_deposits(world).await, json!([]));
    world.app.sql(AS_BEFORE).await;
    world.app.sql(BACKFILL).await;
    let again = stands(world, &client).await;
    assert_eq!((&again["stage"], &again["at"]), (&json!("DEPOSITOR"), &after["at"]));
}
