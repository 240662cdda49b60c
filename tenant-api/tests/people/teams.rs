//! Teams: a tree, and reach that follows it.

use crate::office::{change, client_of, code, listed, refused, rules, version};
use crate::support::start;
use crm_access::{Permission, ReachLevel};
use crm_testing::Browser;
use serde_json::{Value, json};

const TEAM: &str = "team { id version name desk parentId leader { id } memberCount members { id } }";

async fn create(browser: &Browser, input: Value) -> Value {
    change(browser, "createTeam", "CreateTeamInput", TEAM, input).await
}

async fn edit(browser: &Browser, input: Value) -> Value {
    change(browser, "editTeam", "EditTeamInput", TEAM, input).await
}

/// A leader sees his team and every team below, from the moment the tree says so.
#[tokio::test]
async fn reach_follows_the_tree() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let manager = app.sign_in(&app.staff(&atlas, "CRM Manager").await).await;
    let boss = app.staff(&atlas, "Team Leader").await;
    let top =
        create(&manager, json!({"name": "Iberia", "desk": "SALES", "leaderId": boss.id.to_string()})).await["team"]
            .clone();
    let below =
        create(&manager, json!({"name": "Madrid", "desk": "SALES", "parentId": top["id"]})).await["team"].clone();
    let beside = create(&manager, json!({"name": "Nordics", "desk": "SALES"})).await["team"].clone();
    assert_eq!(below["parentId"], top["id"]);
    let team = |team: &Value| crm_model::TeamId::parse(team["id"].as_str().unwrap());
    let (ana, tom) =
        (app.staff_in(&atlas, &["Agent"], team(&below)).await, app.staff_in(&atlas, &["Agent"], team(&beside)).await);
    client_of(&manager, "Olga", &ana).await;
    client_of(&manager, "Boris", &tom).await;
    let leader = app.sign_in(&boss).await;
    assert_eq!(listed(&leader).await, ["Olga Novak"]);

    let moved = edit(&manager, json!({"id": beside["id"], "version": 1, "parentId": below["id"]})).await;
    assert_eq!(moved["team"]["parentId"], below["id"], "{moved}");
    assert_eq!(listed(&leader).await, ["Boris Novak", "Olga Novak"], "two levels below counts");
    let root = edit(&manager, json!({"id": beside["id"], "version": 2, "parentId": null})).await;
    assert!(root["team"]["parentId"].is_null(), "{root}");
    assert_eq!(listed(&leader).await, ["Olga Novak"]);
    let unled = edit(&manager, json!({"id": top["id"], "version": 1, "leaderId": null})).await;
    assert!(unled["team"]["leader"].is_null());
    assert!(listed(&leader).await.is_empty(), "who leads nothing and stands in no team reaches nobody");
}

/// A tree stays a tree, names stay apart, and what is used is not removed.
#[tokio::test]
async fn a_team_below_itself_or_in_use_is_refused() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let manager = app.sign_in(&app.staff(&atlas, "CRM Manager").await).await;
    let gone = app.staff(&atlas, "Agent").await;
    app.sql(&format!("UPDATE crm.staff SET status = 'suspended' WHERE id = '{}'", gone.id.uuid())).await;
    let a = create(&manager, json!({"name": "A", "desk": "SALES"})).await["team"].clone();
    let b = create(&manager, json!({"name": "B", "desk": "SUPPORT", "parentId": a["id"]})).await["team"].clone();
    let c = create(&manager, json!({"name": "C", "desk": "SALES", "parentId": b["id"]})).await["team"].clone();
    for parent in [&a["id"], &b["id"], &c["id"]] {
        let round = edit(&manager, json!({"id": a["id"], "version": 1, "parentId": parent})).await;
        assert_eq!((code(&round), &round["errors"][0]["path"]), ("cycle", &json!(["parentId"])));
    }
    assert_eq!(code(&create(&manager, json!({"name": "A", "desk": "SALES"})).await), "duplicate_name");
    assert_eq!(code(&create(&manager, json!({"name": "  ", "desk": "SALES"})).await), "required");
    assert_eq!(code(&create(&manager, json!({"name": "x".repeat(81), "desk": "SALES"})).await), "too_long");
    assert_eq!(
        code(&create(&manager, json!({"name": "D", "desk": "SALES", "leaderId": gone.id.to_string()})).await),
        "unknown_id"
    );
    let delete = async |team: &Value| {
        change(&manager, "deleteTeam", "DeleteInput", "deletedId", json!({"id": team["id"], "version": 1})).await
    };
    assert_eq!(code(&delete(&b).await), "in_use", "a team stands below");
    let member = app.staff_in(&atlas, &["Agent"], crm_model::TeamId::parse(c["id"].as_str().unwrap())).await;
    assert_eq!(code(&delete(&c).await), "in_use", "somebody belongs to it");
    app.sql(&format!("UPDATE crm.staff SET team_id = NULL WHERE id = '{}'", member.id.uuid())).await;
    assert_eq!(delete(&c).await["deletedId"], c["id"]);
    assert_eq!(delete(&b).await["deletedId"], b["id"], "from the leaves up");
    let teams = manager.graphql("{ teams { name } }", json!({})).await;
    assert_eq!(teams["teams"], json!([{"name": "A"}]));
}

/// RBAC-03: who reaches by team makes his own reach no wider by leading, moving or making teams.
#[tokio::test]
async fn rbac_03_nobody_widens_his_reach_by_the_tree() {
    let app = start().await;
    let mut atlas = app.tenant("atlas").await;
    let grants = [
        (Permission::TeamManage, ReachLevel::All),
        (Permission::StaffView, ReachLevel::All),
        (Permission::ClientView, ReachLevel::Team),
    ];
    app.role(&mut atlas, "Floor lead", &rules(&grants)).await;
    let lead = app.staff(&atlas, "Floor lead").await;
    let mine = app.team(&atlas, "Mine", None, Some(lead.id)).await;
    let other = app.team(&atlas, "Other", None, None).await;
    let tom = app.staff_in(&atlas, &["Agent"], Some(other)).await;
    let manager = app.sign_in(&app.staff(&atlas, "CRM Manager").await).await;
    client_of(&manager, "Boris", &tom).await;
    let floor = app.sign_in(&lead).await;
    let renamed = edit(&floor, json!({"id": other.to_string(), "version": 1, "name": "Others"})).await;
    assert_eq!(code(&renamed), "", "what widens nothing may be changed: {renamed}");
    let wider = [
        json!({"id": other.to_string(), "version": 2, "leaderId": lead.id.to_string()}),
        json!({"id": other.to_string(), "version": 2, "parentId": mine.to_string()}),
    ];
    for input in wider {
        assert_eq!(refused(&floor, "editTeam", "EditTeamInput", input.clone()).await, "forbidden", "{input}");
    }
    assert_eq!(version(&app, "team", other.uuid()).await, 2);
    assert!(listed(&floor).await.is_empty());
}
