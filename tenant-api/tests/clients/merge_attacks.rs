//! Merging by those who may not, across brokers, and by those who do not see everything.

use super::merging::{CLUSTERS, DISMISS, INTO, MERGE, MERGES, PREVIEW, UNDO, clusters, codes, input, merge, preview};
use super::world::{World, world};
use crm_model::ClientId;
use serde_json::{Value, json};

/// Gives a role a permission, as an administrator does.
async fn grant(w: &World, role: &str, permission: &str, reach: &str) {
    let role = w.atlas.role(role).uuid();
    w.app.sql(&format!("INSERT INTO crm.role_grant (tenant_id, role_id, permission, reach) SELECT tenant_id, id, '{permission}', '{reach}' FROM crm.role WHERE id = '{role}' ON CONFLICT DO NOTHING")).await;
    w.app.access_changed(&w.atlas).await;
}

#[tokio::test]
async fn iso_02_another_brokers_clients_and_merges_are_like_nobodys() {
    let w = world().await;
    let manager = w.app.sign_in(&w.manager).await;
    let north = w.app.tenant("northwind").await;
    let nina = w.app.staff(&north, "CRM Manager").await;
    let next_door = w.app.sign_in(&nina).await;
    let (kept, other) = w.twins(&manager).await;
    let theirs = w.create(&next_door, super::world::olga()).await;
    assert_eq!(clusters(&next_door, false).await["edges"], json!([]), "the same address at another broker");
    let nobody = json!({"id": ClientId::generate().to_string(), "version": 1});
    for foreign in [&theirs, &nobody] {
        for pair in [input(&kept, &[foreign], json!([])), input(foreign, &[&kept], json!([]))] {
            assert_eq!(manager.graphql_refusal(MERGE, json!({ "input": pair })).await, "not_found");
        }
        let asked = json!({"kept": kept["id"], "others": [foreign["id"]]});
        assert_eq!(manager.graphql_refusal(PREVIEW, asked).await, "not_found");
        assert_eq!(
            manager.graphql_refusal(DISMISS, json!({"id": kept["id"], "others": [foreign["id"]]})).await,
            "not_found"
        );
        assert_eq!(manager.graphql(INTO, json!({"id": foreign["id"]})).await["clientMergedInto"], Value::Null);
    }
    let done = merge(&manager, input(&kept, &[&other], json!([]))).await;
    assert_eq!(done["errors"], json!([]), "{done}");
    assert_eq!(next_door.graphql_refusal(UNDO, json!({"id": done["merge"]["id"]})).await, "not_found");
    assert_eq!(next_door.graphql_refusal(MERGES, json!({"id": kept["id"]})).await, "not_found");
    assert_eq!(next_door.graphql(INTO, json!({"id": other["id"]})).await["clientMergedInto"], Value::Null);
}

#[tokio::test]
async fn rbac_05_nobody_merges_whom_he_may_not_or_does_not_reach() {
    let w = world().await;
    let manager = w.app.sign_in(&w.manager).await;
    let (kept, other) = w.twins(&manager).await;
    let ana = w.app.sign_in(&w.ana).await;
    assert_eq!(ana.graphql_refusal(MERGE, json!({"input": input(&kept, &[&other], json!([]))})).await, "forbidden");
    assert_eq!(ana.graphql_refusal(CLUSTERS, json!({})).await, "forbidden");
    grant(&w, "Agent", "client.merge", "own").await;
    let (ana, tom) = (w.app.sign_in(&w.ana).await, w.app.sign_in(&w.tom).await);
    assert_eq!(tom.graphql_refusal(MERGE, json!({"input": input(&kept, &[&other], json!([]))})).await, "not_found");
    let toms = w.one(&manager, 7, json!({"ownerId": w.tom.id.to_string()})).await;
    assert_eq!(ana.graphql_refusal(MERGE, json!({"input": input(&kept, &[&toms], json!([]))})).await, "not_found");
    // reached, but not without a second factor that is fresh
    w.app.advance(chrono::Duration::minutes(11));
    let late = ana.graphql_refusal(MERGE, json!({"input": input(&kept, &[&other], json!([]))})).await;
    assert_eq!(late, "step_up_required");
    let (ana, tom) = (w.app.sign_in(&w.ana).await, w.app.sign_in(&w.tom).await);
    let done = merge(&ana, input(&kept, &[&other], json!([]))).await;
    assert_eq!(done["errors"], json!([]), "{done}");
    assert_eq!(
        tom.graphql(INTO, json!({"id": other["id"]})).await["clientMergedInto"],
        Value::Null,
        "beyond his reach"
    );
    assert_eq!(tom.graphql_refusal(UNDO, json!({"id": done["merge"]["id"]})).await, "not_found");
}

#[tokio::test]
async fn mask_03_what_a_role_does_not_show_is_no_reason_and_no_choice() {
    let w = world().await;
    let manager = w.app.sign_in(&w.manager).await;
    let (kept, other) = w.twins(&manager).await;
    assert_eq!(clusters(&manager, false).await["edges"].as_array().unwrap().len(), 1, "allowed");
    grant(&w, "Agent", "client.merge", "own").await;
    let ana = w.app.sign_in(&w.ana).await;
    let found = clusters(&ana, false).await;
    assert_eq!((&found["edges"], &found["unchecked"]), (&json!([]), &json!(["EMAIL", "PHONE"])));
    let closed = preview(&ana, &kept, &[&other]).await;
    assert_eq!(codes(&closed), ["not_opened"]);
    for client in [&kept, &other] {
        w.open(&ana, client).await;
    }
    let seen = preview(&ana, &kept, &[&other]).await;
    assert_eq!(seen["preview"]["contacts"], Value::Null, "the number would tell that the address is the same");
    let text = seen.to_string();
    assert!(!text.contains("1988-04-02") && !text.contains("Calle Mayor"), "{text}");
    let choice = json!([{"field": "DATE_OF_BIRTH", "fromId": other["id"]}]);
    let (mine, theirs) = (w.seen(&ana, &kept).await, w.seen(&ana, &other).await);
    assert_eq!(codes(&merge(&ana, input(&mine, &[&theirs], choice)).await), ["not_visible"]);
    let ruled = json!([{"field": "STATUS", "fromId": other["id"]}]);
    assert_eq!(codes(&merge(&ana, input(&mine, &[&theirs], ruled)).await), ["not_choosable"]);
}

#[tokio::test]
async fn a_merge_is_refused_while_something_stands_against_it() {
    let w = world().await;
    let manager = w.app.sign_in(&w.manager).await;
    let (kept, other) = w.twins(&manager).await;
    let twice = json!({"kept": {"id": kept["id"], "version": 1}, "others": [{"id": kept["id"], "version": 1}], "choices": [], "reason": super::merging::WHY});
    assert_eq!(codes(&merge(&manager, twice).await), ["twice"]);
    let mut silent = input(&kept, &[&other], json!([]));
    silent["reason"] = json!("short");
    assert_eq!(codes(&merge(&manager, silent).await), ["reason_required"]);
    let id = ClientId::parse(other["id"].as_str().unwrap()).unwrap().uuid();
    let until = w.app.clock.now() + chrono::Duration::hours(1);
    w.app.sql(&format!("UPDATE crm.client SET money_frozen_until = '{until}' WHERE id = '{id}'")).await;
    assert_eq!(codes(&merge(&manager, input(&kept, &[&other], json!([]))).await), ["frozen"]);
    w.app.sql(&format!("UPDATE crm.client SET money_frozen_until = NULL WHERE id = '{id}'")).await;
    let account =
        crate::support::accounts::trading_account(&w.app, &w.atlas, other["id"].as_str().unwrap(), 5001).await;
    let account = crm_model::TradingAccountId::parse(&account).unwrap().uuid();
    w.app.sql(&format!("UPDATE crm.trading_account SET money_frozen_at = now() WHERE id = '{account}'")).await;
    assert_eq!(codes(&merge(&manager, input(&kept, &[&other], json!([]))).await), ["account_frozen"]);
    w.app.sql(&format!("UPDATE crm.trading_account SET money_frozen_at = NULL WHERE id = '{account}'")).await;
    let done = merge(&manager, input(&kept, &[&other], json!([]))).await;
    assert_eq!(done["errors"], json!([]), "{done}");
}
