//! Staff: invited, joined, changed, suspended; and who may not.

use crate::office::{change, change_status, client_of, code, edit_staff, listed, refused, rules, version};
use crate::support::start;
use crm_access::{Permission, ReachLevel};
use serde_json::json;

const NEW: &str = "quiet copper piers 91 at dawn";

/// One person's whole way: invited into a team, joined, renamed and moved with the clients, suspended, back; each step
/// stands in the trail.
#[tokio::test]
async fn a_person_comes_moves_and_goes() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let (madrid, lisbon) = (app.team(&atlas, "Madrid", None, None).await, app.team(&atlas, "Lisbon", None, None).await);
    let boss = app.staff_in(&atlas, &["Team Leader"], Some(lisbon)).await;
    let maria = app.staff(&atlas, "CRM Manager").await;
    let manager = app.sign_in(&maria).await;
    let input = json!({"name": "Tom Agent", "email": "tom@people.example", "teamId": madrid.to_string(), "roleIds": [atlas.role("Agent").to_string()]});
    let invited =
        change(&manager, "inviteStaff", "InviteStaffInput", "staff { id version status team { id } }", input).await;
    let (id, team) = (invited["staff"]["id"].clone(), invited["staff"]["team"]["id"].clone());
    assert_eq!((invited["staff"]["status"].as_str(), team), (Some("INVITED"), json!(madrid.to_string())));
    app.run_jobs().await;
    let tom = app.browser(&atlas);
    let token = app.mails.last_to("tom@people.example").token();
    assert_eq!(tom.post("/auth/set-password", &json!({"token": token, "password": NEW})).await.status(), 200);
    assert_eq!(tom.post("/auth/sign-in", &json!({"email": "tom@people.example", "password": NEW})).await.status(), 200);
    let me = crm_testing::Person { id: crm_model::StaffId::parse(id.as_str().unwrap()).unwrap(), ..maria.clone() };
    client_of(&manager, "Olga", &me).await;
    assert_eq!(listed(&tom).await, ["Olga Novak"]);

    let leader = app.sign_in(&boss).await;
    assert!(listed(&leader).await.is_empty(), "another team's");
    let now = version(&app, "staff", me.id.uuid()).await;
    let moved =
        edit_staff(&manager, json!({"id": id, "version": now, "name": "Tomás", "teamId": lisbon.to_string()})).await;
    assert_eq!(
        (moved["staff"]["name"].as_str(), &moved["staff"]["team"]["id"]),
        (Some("Tomás"), &json!(lisbon.to_string())),
        "{moved}"
    );
    assert_eq!(listed(&leader).await, ["Olga Novak"], "the clients followed");
    assert_eq!(code(&edit_staff(&manager, json!({"id": id, "version": now, "name": "Tim"})).await), "conflict");

    let reasonless =
        change_status(&manager, json!({"id": id, "version": now + 1, "status": "SUSPENDED", "reason": " "})).await;
    assert_eq!(code(&reasonless), "reason_required");
    let gone =
        change_status(&manager, json!({"id": id, "version": now + 1, "status": "SUSPENDED", "reason": "On leave"}))
            .await;
    assert_eq!(gone["staff"]["status"], "SUSPENDED", "{gone}");
    assert_eq!(tom.ask("{ viewer { email } }", json!({})).await.code(), "session_ended");
    let again =
        change_status(&manager, json!({"id": id, "version": now + 2, "status": "SUSPENDED", "reason": "On leave"}))
            .await;
    assert_eq!(code(&again), "same_value");
    let back =
        change_status(&manager, json!({"id": id, "version": now + 2, "status": "ACTIVE", "reason": "Is back"})).await;
    assert_eq!(back["staff"]["status"], "ACTIVE", "{back}");
    assert_eq!(tom.post("/auth/sign-in", &json!({"email": "tom@people.example", "password": NEW})).await.status(), 200);

    let trail = manager
        .graphql("query Q($f: AuditFilter) { auditEvents(filter: $f) { edges { node { action reason changes { field before { display } after { display } } } } } }", json!({"f": {"targetId": id}}))
        .await;
    let events: Vec<&str> = trail["auditEvents"]["edges"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| e["node"]["action"].as_str().unwrap())
        .collect();
    for action in ["staff.invited", "staff.changed", "staff.status_changed"] {
        assert!(events.contains(&action), "{action} is missing in {events:?}");
    }
    let text = trail.to_string();
    assert!(text.contains("Tomás") && text.contains("Lisbon") && text.contains("On leave"), "{text}");
}

/// RBAC-02, RBAC-08: nobody raises himself, by whatever field.
#[tokio::test]
async fn rbac_02_nobody_raises_himself() {
    let app = start().await;
    let mut atlas = app.tenant("atlas").await;
    let (madrid, lisbon) = (app.team(&atlas, "Madrid", None, None).await, app.team(&atlas, "Lisbon", None, None).await);
    let all = |permission| (permission, ReachLevel::All);
    app.role(
        &mut atlas,
        "People office",
        &rules(&[all(Permission::StaffManage), all(Permission::StaffView), (Permission::ClientView, ReachLevel::Own)]),
    )
    .await;
    app.role(&mut atlas, "Bystander", &rules(&[all(Permission::StaffView)])).await;
    let hr = app.staff_in(&atlas, &["People office"], Some(madrid)).await;
    let colleague = app.staff_in(&atlas, &["Bystander"], Some(madrid)).await;
    let office = app.sign_in(&hr).await;
    let (me, other) = (hr.id.to_string(), colleague.id.to_string());
    let roles = |names: &[&str]| names.iter().map(|name| atlas.role(name).to_string()).collect::<Vec<_>>();
    let named = edit_staff(&office, json!({"id": me, "version": 1, "name": "Hannah"})).await;
    assert_eq!(named["staff"]["name"], "Hannah", "one's own name may change: {named}");
    let moved = edit_staff(&office, json!({"id": other, "version": 1, "teamId": lisbon.to_string()})).await;
    assert_eq!(code(&moved), "", "a colleague's team may change: {moved}");

    let refusals = [
        json!({"id": me, "version": 2, "roleIds": roles(&["People office", "Bystander"])}),
        json!({"id": me, "version": 2, "teamId": lisbon.to_string()}),
        json!({"id": me, "version": 2, "teamId": null}),
    ];
    for input in refusals {
        assert_eq!(refused(&office, "editStaff", "EditStaffInput", input.clone()).await, "forbidden", "{input}");
    }
    // whatever goes beyond what one holds is refused before it is asked whose it is
    let beyond =
        edit_staff(&office, json!({"id": me, "version": 2, "roleIds": roles(&["People office", "CRM Manager"])})).await;
    assert_eq!(code(&beyond), "grant_exceeds_own");
    let by_way_of_another =
        edit_staff(&office, json!({"id": other, "version": 2, "roleIds": roles(&["Team Leader"])})).await;
    assert_eq!(code(&by_way_of_another), "grant_exceeds_own");
    for field in ["permissions", "isOperator", "tenantId", "status", "createdAt", "email"] {
        let mut input = json!({"id": me, "version": 2});
        input[field] = json!("x");
        assert_eq!(
            refused(&office, "editStaff", "EditStaffInput", input).await,
            "invalid_input",
            "{field} is no place of the input"
        );
    }
    assert_eq!(
        app.number(&format!("SELECT count(*) FROM crm.staff_role WHERE staff_id = '{}'", hr.id.uuid())).await,
        1
    );
    assert_eq!(version(&app, "staff", hr.id.uuid()).await, 2);
}

/// RBAC-03: the last person who can manage staff and roles stays, whoever tries and however.
#[tokio::test]
async fn rbac_03_the_last_manager_stays() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let (maria, vera) = (app.staff(&atlas, "CRM Manager").await, app.staff(&atlas, "CRM Manager").await);
    let (first, second) = (app.sign_in(&maria).await, app.sign_in(&vera).await);
    let status = |id: &crm_model::StaffId, version: i64, status: &str| json!({"id": id.to_string(), "version": version, "status": status, "reason": "Left the company"});
    assert_eq!(code(&change_status(&first, status(&maria.id, 1, "SUSPENDED")).await), "own_status");
    assert_eq!(code(&change_status(&first, status(&vera.id, 1, "SUSPENDED")).await), "", "of two, one may go");
    assert_eq!(second.ask("{ viewer { email } }", json!({})).await.code(), "session_ended");

    let resign = json!({"id": maria.id.to_string(), "version": 1, "roleIds": [atlas.role("Agent").to_string()]});
    assert_eq!(refused(&first, "editStaff", "EditStaffInput", resign).await, "forbidden", "another role for oneself");
    let nothing = edit_staff(&first, json!({"id": maria.id.to_string(), "version": 1, "roleIds": []})).await;
    assert_eq!(code(&nothing), "last_manager");
    let role = atlas.role("CRM Manager");
    let now = version(&app, "role", role.uuid()).await;
    let weaker =
        json!({"id": role.to_string(), "version": now, "grants": [{"permission": "client.view", "reach": "ALL"}]});
    assert_eq!(code(&crate::office::edit_role(&first, weaker).await), "last_manager", "nor by emptying the role");
    let held =
        change(&first, "deleteRole", "DeleteInput", "deletedId", json!({"id": role.to_string(), "version": now})).await;
    assert_eq!(code(&held), "in_use");
    assert_eq!(
        app.number(
            "SELECT count(*) FROM crm.staff_role r JOIN crm.staff s ON s.id = r.staff_id WHERE s.status = 'active'"
        )
        .await,
        1
    );

    assert_eq!(code(&change_status(&first, status(&vera.id, 2, "ACTIVE")).await), "");
    let nothing = edit_staff(&first, json!({"id": maria.id.to_string(), "version": 1, "roleIds": []})).await;
    assert_eq!(code(&nothing), "", "now that there is another, one may resign: {nothing}");
    assert_eq!(first.graphql_refusal("{ staffMembers { id } }", json!({})).await, "forbidden", "at once");
}

/// A lesser manager of people can neither suspend a greater one nor strip him.
#[tokio::test]
async fn rbac_03_a_lesser_manager_touches_no_greater_one() {
    let app = start().await;
    let mut atlas = app.tenant("atlas").await;
    let all = |permission| (permission, ReachLevel::All);
    app.role(&mut atlas, "People office", &rules(&[all(Permission::StaffManage), all(Permission::StaffView)])).await;
    app.role(&mut atlas, "Bystander", &rules(&[all(Permission::StaffView)])).await;
    let (hr, maria, tim) = (
        app.staff(&atlas, "People office").await,
        app.staff(&atlas, "CRM Manager").await,
        app.staff(&atlas, "Bystander").await,
    );
    let office = app.sign_in(&hr).await;
    let status = |id: &crm_model::StaffId| json!({"id": id.to_string(), "version": 1, "status": "SUSPENDED", "reason": "Left the company"});
    assert_eq!(code(&change_status(&office, status(&tim.id)).await), "");
    assert_eq!(code(&change_status(&office, status(&maria.id)).await), "grant_exceeds_own");
    let strip = edit_staff(&office, json!({"id": maria.id.to_string(), "version": 1, "roleIds": []})).await;
    assert_eq!(code(&strip), "grant_exceeds_own");
    let invite =
        json!({"name": "Puppet", "email": "puppet@people.example", "roleIds": [atlas.role("CRM Manager").to_string()]});
    assert_eq!(
        code(&change(&office, "inviteStaff", "InviteStaffInput", "staff { id }", invite).await),
        "grant_exceeds_own"
    );
    assert_eq!(version(&app, "staff", maria.id.uuid()).await, 1);
}
