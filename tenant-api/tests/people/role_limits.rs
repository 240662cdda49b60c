//! Roles that end by themselves, and what a role denies.

use crate::office::{change_status, client_of, code, create_role, edit_role, edit_staff, listed, rules, version};
use crate::support::start;
use chrono::Duration;
use crm_access::{Deny, FieldClass, Permission, ReachLevel, RoleRules};
use serde_json::{Value, json};

fn ends(role: &str, until: Value) -> Value {
    json!([{"roleId": role, "until": until}])
}

/// RBAC: a role counts to its very last instant and not a moment longer, in a session that is open; nobody does anything for it.
#[tokio::test]
async fn a_role_ends_at_its_instant_in_an_open_session() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let manager = app.sign_in(&app.staff(&atlas, "CRM Manager").await).await;
    let (tim_is, tom) = (app.staff(&atlas, "Agent").await, app.staff(&atlas, "Agent").await);
    client_of(&manager, "Olga", &tom).await;
    let tim = app.sign_in(&tim_is).await;
    assert!(listed(&tim).await.is_empty());

    let until = app.clock.now() + Duration::minutes(15);
    let (agent, support) = (atlas.role("Agent").to_string(), atlas.role("Support").to_string());
    let id = tim_is.id.to_string();
    let given = json!({"id": id, "version": 1, "roleIds": [agent, support], "roleEnds": ends(&support, json!(until))});
    let given = edit_staff(&manager, given).await;
    assert_eq!(code(&given), "", "{given}");
    assert_eq!(listed(&tim).await, ["Olga Novak"]);
    let people = manager.graphql("{ staffMembers { id roles { name until } } }", json!({})).await;
    let shown = people["staffMembers"].as_array().unwrap().iter().find(|p| p["id"] == id).unwrap();
    assert_eq!(
        shown["roles"],
        json!([{"name": "Agent", "until": null}, {"name": "Support", "until": until.to_rfc3339()}])
    );

    // what is not mentioned stays as it is, also when other roles change
    let named =
        edit_staff(&manager, json!({"id": id, "version": 2, "roleIds": [support, agent], "name": "Tim Berg"})).await;
    assert_eq!(code(&named), "", "{named}");
    app.advance(until - app.clock.now() - Duration::seconds(1));
    assert_eq!(listed(&tim).await, ["Olga Novak"], "to its last second");
    app.advance(Duration::seconds(1));
    assert!(listed(&tim).await.is_empty());
    let catalogue = "{ viewer { permissions { permission } } }";
    let held = tim.graphql(catalogue, json!({})).await.to_string();
    assert!(!held.contains("client.reset_password") && held.contains("client.view"), "{held}");

    let trail = "query Q($f: AuditFilter) { auditEvents(filter: $f) { edges { node { changes { field after { display } } } } } }";
    let trail = manager.graphql(trail, json!({"f": {"targetId": id}})).await.to_string();
    assert!(trail.contains("Agent, Support (until 20"), "{trail}");
}

/// RBAC-02, RBAC-03: nobody makes his own role last longer, nobody moves the end of what he lacks, and no end may leave the
/// office without a manager.
#[tokio::test]
async fn rbac_02_ends_are_moved_within_ones_own_rights() {
    let app = start().await;
    let mut atlas = app.tenant("atlas").await;
    let office = rules(&[
        (Permission::StaffView, ReachLevel::All),
        (Permission::StaffManage, ReachLevel::All),
        (Permission::RoleManage, ReachLevel::All),
    ]);
    let desk = app.role(&mut atlas, "People desk", &office).await.to_string();
    let maria_is = app.staff(&atlas, "CRM Manager").await;
    let maria = app.sign_in(&maria_is).await;
    let hugo_is = app.staff(&atlas, "People desk").await;
    let hugo = app.sign_in(&hugo_is).await;
    let tim = app.staff(&atlas, "Agent").await;
    let at = |minutes: i64| json!(app.clock.now() + Duration::minutes(minutes));
    let (crm, agent) = (atlas.role("CRM Manager").to_string(), atlas.role("Agent").to_string());
    let edit = |id: &str, version: i64, ends: Value| json!({"id": id, "version": version, "roleEnds": ends});
    let (hugos, tims, marias) = (hugo_is.id.to_string(), tim.id.to_string(), maria_is.id.to_string());

    assert_eq!(code(&edit_staff(&maria, edit(&tims, 1, ends(&agent, at(-1)))).await), "in_the_past");
    assert_eq!(code(&edit_staff(&maria, edit(&tims, 1, ends(&crm, at(9)))).await), "unknown_id", "he does not have it");
    assert_eq!(code(&edit_staff(&hugo, edit(&tims, 1, ends(&agent, at(9)))).await), "grant_exceeds_own");
    assert_eq!(code(&edit_staff(&maria, edit(&tims, 1, ends(&agent, at(9)))).await), "");

    assert_eq!(code(&edit_staff(&maria, edit(&hugos, 1, ends(&desk, at(60)))).await), "");
    assert_eq!(code(&edit_staff(&hugo, edit(&hugos, 2, ends(&desk, at(30)))).await), "", "his own may become less");
    for later in [at(60), Value::Null] {
        let document = "mutation M($input: EditStaffInput!) { editStaff(input: $input) { errors { code } } }";
        let input = json!({"input": edit(&hugos, 3, ends(&desk, later))});
        assert_eq!(hugo.graphql_refusal(document, input).await, "forbidden");
    }
    // Hugo's rights end, so Maria is the last who may manage for good
    assert_eq!(code(&edit_staff(&maria, edit(&marias, 1, ends(&crm, at(60)))).await), "last_manager");
    let suspend = json!({"id": marias, "version": version(&app, "staff", maria_is.id.uuid()).await, "status": "SUSPENDED", "reason": "On leave"});
    assert_ne!(code(&change_status(&hugo, suspend).await), "", "neither by a colleague");
}

/// RBAC-03, MASK: a denial beats every other role, at once; it is within the rights of who holds the denied thing wholly, and
/// whoever is denied it cannot take the denial away.
#[tokio::test]
async fn rbac_03_a_denial_beats_every_role_and_is_nobodys_own_to_lift() {
    let app = start().await;
    let mut atlas = app.tenant("atlas").await;
    let maria = app.sign_in(&app.staff(&atlas, "CRM Manager").await).await;
    let made = json!({"name": "No reveals", "description": "", "grants": [], "fields": [], "deniedPermissions": ["contact.reveal"], "deniedFields": ["PHONE"]});
    let made = create_role(&maria, made).await;
    assert_eq!(code(&made), "", "{made}");
    let gag = made["role"]["id"].as_str().unwrap().to_owned();
    let roles = maria.graphql("{ roles { id deniedPermissions deniedFields } }", json!({})).await;
    let shown = roles["roles"].as_array().unwrap().iter().find(|role| role["id"] == *gag).unwrap();
    assert_eq!((&shown["deniedPermissions"], &shown["deniedFields"]), (&json!(["contact.reveal"]), &json!(["PHONE"])));

    // somebody who holds everything but for the gag, with a session that is open
    let vera_is = app.staff(&atlas, "CRM Manager").await;
    let vera = app.sign_in(&vera_is).await;
    let olga = client_of(&maria, "Olga", &vera_is).await;
    let look = "query C($id: ID!) { client(id: $id) { phone { display masked present canReveal } email { masked canReveal } } }";
    let seen = vera.graphql(look, json!({"id": olga})).await["client"].clone();
    assert_eq!(seen["phone"]["masked"], false, "{seen}");
    let crm = atlas.role("CRM Manager").to_string();
    let vera_id = vera_is.id.to_string();
    let given = edit_staff(&maria, json!({"id": vera_id, "version": 1, "roleIds": [crm, gag]})).await;
    assert_eq!(code(&given), "", "{given}");
    let seen = vera.graphql(look, json!({"id": olga})).await["client"].clone();
    assert_eq!(seen["phone"], json!({"display": null, "masked": true, "present": false, "canReveal": false}));
    assert_eq!(seen["email"]["masked"], false, "only what is denied");
    let by_phone = "{ clients(first: 5, filter: {phone: {lastFour: \"5678\"}}) { edges { node { id } } } }";
    assert!(maria.ask(by_phone, json!({})).await.text().contains("edges"), "the allowed twin");
    let refused = vera.ask(by_phone, json!({})).await.text();
    assert!(refused.contains("field_not_filterable"), "MASK-03: {refused}");

    let taken = edit_staff(&vera, json!({"id": vera_id, "version": 2, "roleIds": [crm]})).await;
    assert_eq!(code(&taken), "grant_exceeds_own", "{taken}");
    let ended = edit_staff(
        &vera,
        json!({"id": vera_id, "version": 2, "roleEnds": [{"roleId": gag, "until": app.clock.now() + Duration::minutes(1)}]}),
    )
    .await;
    assert_eq!(code(&ended), "grant_exceeds_own", "{ended}");
    let lifted = edit_role(&vera, json!({"id": gag, "version": 1, "deniedPermissions": []})).await;
    assert_eq!(code(&lifted), "grant_exceeds_own", "{lifted}");

    // in words where a role contradicts itself, and RBAC-04 for denials
    let both = json!({"name": "Both", "description": "", "grants": [{"permission": "contact.reveal", "reach": "ALL"}], "fields": [], "deniedPermissions": ["contact.reveal"]});
    assert_eq!(code(&create_role(&maria, both).await), "granted_and_denied");
    let unknown =
        json!({"name": "Odd", "description": "", "grants": [], "fields": [], "deniedPermissions": ["client.*"]});
    assert_eq!(code(&create_role(&maria, unknown).await), "unknown_permission");
    let whole = edit_role(&maria, json!({"id": gag, "version": 1, "deniedPermissions": []})).await;
    assert_eq!(code(&whole), "", "{whole}");
    let seen = vera.graphql(look, json!({"id": olga})).await["client"].clone();
    assert_eq!(seen["phone"]["present"], false, "the field is denied still: {seen}");

    // a denial may not leave the office without a manager
    let lock = RoleRules {
        denies: vec![Deny::Permission(Permission::RoleManage), Deny::Field(FieldClass::Email)],
        ..RoleRules::default()
    };
    let lock = app.role(&mut atlas, "No roles", &lock).await.to_string();
    let others = app.number("SELECT count(*) FROM crm.staff WHERE status = 'active'").await;
    assert_eq!(others, 2, "Maria and Vera");
    assert_eq!(code(&edit_staff(&maria, json!({"id": vera_id, "version": 2, "roleIds": [crm, gag, lock]})).await), "");
    let maria_id = maria.graphql("{ viewer { staff { id version } } }", json!({})).await["viewer"]["staff"].clone();
    let suspended = edit_staff(
        &maria,
        json!({"id": maria_id["id"], "version": maria_id["version"], "roleEnds": [{"roleId": crm, "until": app.clock.now() + Duration::hours(1)}]}),
    )
    .await;
    assert_eq!(code(&suspended), "last_manager", "{suspended}");
}
