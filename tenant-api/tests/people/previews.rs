//! Looking at the portal as a role: never more than the role gives, never more than the viewer holds, and nothing changes.

use crate::office::{client_of, listed, rules};
use crate::support::start;
use chrono::Duration;
use crm_access::{Permission, ReachLevel};
use crm_testing::Browser;
use serde_json::{Value, json};

const START: &str = "mutation S($id: ID!) { startPreview(id: $id) { until errors { code } } }";
const DRAFT: &str =
    "mutation D($input: PreviewDraftInput!) { startDraftPreview(input: $input) { until errors { code path } } }";
const END: &str = "mutation { __typename endPreview { until errors { code } } }";
const VIEWER: &str = "{ viewer { permissions { permission reach } fields { field relation visibility } preview { roleId roleName draft until } } }";

async fn holds(who: &Browser, permission: &str) -> bool {
    let viewer = who.graphql(VIEWER, json!({})).await;
    viewer["viewer"]["permissions"].as_array().unwrap().iter().any(|held| held["permission"] == permission)
}

const OPEN: &str = "mutation O($id: ID!) { openClient(id: $id) { client { id phone { display masked canReveal } profile { nationality } } errors { code } } }";

/// VIEWAS, RBAC, MASK: what a manager sees as an agent is what an agent has of his own: the manager's clients, partial contacts,
/// no settings; everything that changes is refused at the door; it ends by hand and by its time.
#[tokio::test]
async fn a_preview_shows_a_role_and_changes_nothing() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let maria_is = app.staff(&atlas, "CRM Manager").await;
    let maria = app.sign_in(&maria_is).await;
    let tom = app.staff(&atlas, "Agent").await;
    let olga = client_of(&maria, "Olga", &maria_is).await;
    let boris = client_of(&maria, "Boris", &tom).await;
    let phone = "query C($id: ID!) { client(id: $id) { phone { display masked canReveal } } }";
    assert_eq!(maria.graphql(phone, json!({"id": olga})).await["client"]["phone"]["masked"], false);
    assert_eq!(listed(&maria).await.len(), 2);

    let agent = atlas.role("Agent").to_string();
    let begun = maria.graphql(START, json!({"id": agent})).await["startPreview"].clone();
    let until = app.clock.now() + Duration::minutes(30);
    assert_eq!(begun, json!({"until": until.to_rfc3339(), "errors": []}));
    let viewer = maria.graphql(VIEWER, json!({})).await["viewer"].clone();
    assert_eq!(
        viewer["preview"],
        json!({"roleId": agent, "roleName": "Agent", "draft": false, "until": until.to_rfc3339()})
    );
    let offered = json!({"permission": "client.view", "reach": "OWN"});
    assert!(
        viewer["permissions"].as_array().unwrap().contains(&offered),
        "the portal offers what an agent has: {viewer}"
    );
    assert_eq!(listed(&maria).await, ["Boris Novak", "Olga Novak"], "her clients, as if each were an agent's own");
    for id in [&olga, &boris] {
        assert_eq!(maria.graphql(phone, json!({"id": id})).await["client"]["phone"]["masked"], true);
    }
    assert_eq!(maria.graphql_refusal("{ staffMembers { id } }", json!({})).await, "forbidden");

    let note = "mutation N($input: AddNoteInput!) { addNote(input: $input) { errors { code } } }";
    let input = json!({"input": {"clientId": olga, "text": "Try", "pinned": false}});
    let reveal = "mutation R($input: RevealInput!) { revealContact(input: $input) { errors { code } } }";
    let writes: [(&str, Value); 6] = [
        (note, input.clone()),
        (reveal, json!({"input": {"clientId": olga, "field": "PHONE", "reason": "Call back"}})),
        (
            "mutation P($input: ChangePreferencesInput!) { changePreferences(input: $input) { errors { code } } }",
            json!({"input": {"theme": "dark"}}),
        ),
        ("mutation R { revokeOtherSessions { errors { code } } }", json!({})),
        ("mutation B($id: ID!) { endPreview { until } startPreview(id: $id) { until } }", json!({"id": agent})),
        (
            "mutation B($id: ID!, $input: AddNoteInput!) { openClient(id: $id) { errors { code } } addNote(input: $input) { errors { code } } }",
            json!({"id": olga, "input": input["input"]}),
        ),
    ];
    let before = app.dump().await;
    for (document, variables) in writes {
        assert_eq!(maria.graphql_refusal(document, variables).await, "preview_only", "{document}");
    }
    assert_eq!(app.dump().await, before, "not a row");
    let stepped = maria.post("/auth/step-up", &json!({"code": app.next_code(&maria_is)})).await;
    assert_eq!((stepped.status(), stepped.code()), (403, "preview_only".to_owned()), "{}", stepped.text());

    assert_eq!(maria.graphql(END, json!({})).await["endPreview"], json!({"until": null, "errors": []}));
    assert_eq!(listed(&maria).await.len(), 2);
    assert_eq!(maria.graphql(note, input.clone()).await["addNote"]["errors"], json!([]), "the allowed twin");

    // by its own time, in an open session that is used meanwhile
    maria.graphql(START, json!({"id": agent})).await;
    app.advance(Duration::minutes(29));
    assert!(!holds(&maria, "role.manage").await);
    app.advance(Duration::minutes(1));
    assert!(holds(&maria, "role.manage").await);
    let trail = "{ auditEvents(first: 20, filter: {actions: [\"role.preview_begun\", \"role.preview_ended\"]}) { edges { node { action targetId } } } }";
    let events = maria.graphql(trail, json!({})).await["auditEvents"]["edges"].clone();
    let said: Vec<&str> = events.as_array().unwrap().iter().map(|e| e["node"]["action"].as_str().unwrap()).collect();
    assert_eq!(said, ["role.preview_begun", "role.preview_ended", "role.preview_begun"]);
    assert!(events.as_array().unwrap().iter().all(|e| e["node"]["targetId"] == *agent));
}

/// RBAC-03, ISO-02: a preview of a greater role gives nothing that its viewer lacks; only one's own session is concerned; a role
/// of another broker is nobody's.
#[tokio::test]
async fn rbac_03_a_preview_never_goes_beyond_its_viewer() {
    let app = start().await;
    let mut atlas = app.tenant("atlas").await;
    let north = app.tenant("north").await;
    let grants = [(Permission::StaffView, ReachLevel::All), (Permission::ClientView, ReachLevel::Own)];
    let desk = app.role(&mut atlas, "Desk", &rules(&grants)).await;
    let hugo_is = app.staff(&atlas, "Desk").await;
    let hugo = app.sign_in(&hugo_is).await;
    let other = app.sign_in(&hugo_is).await;
    let maria = app.sign_in(&app.staff(&atlas, "CRM Manager").await).await;
    let tom = app.staff(&atlas, "Agent").await;
    client_of(&maria, "Boris", &tom).await;
    let foreign = north.role("CRM Manager").to_string();
    for role in [foreign, crm_model::RoleId::generate().to_string()] {
        assert_eq!(hugo.graphql_refusal(START, json!({"id": role})).await, "not_found");
    }
    let agent_session = app.sign_in(&tom).await;
    let agent = atlas.role("Agent").to_string();
    assert_eq!(agent_session.graphql_refusal(START, json!({"id": agent})).await, "forbidden");

    hugo.graphql(START, json!({"id": atlas.role("CRM Manager").to_string()})).await;
    let viewer = hugo.graphql(VIEWER, json!({})).await["viewer"].clone();
    let held = json!([{"permission": "client.view", "reach": "OWN"}, {"permission": "staff.view", "reach": null}]);
    assert_eq!(viewer["permissions"], held);
    assert!(listed(&hugo).await.is_empty(), "not all clients, as the role would have it");
    assert_eq!(
        other.graphql(VIEWER, json!({})).await["viewer"]["preview"],
        Value::Null,
        "his other session is as it was"
    );
    // the role that is looked at may be removed: the preview ends with it
    hugo.graphql(END, json!({})).await;
    let spare = app.role(&mut atlas, "Spare", &rules(&[])).await;
    hugo.graphql(START, json!({"id": spare.to_string()})).await;
    assert!(!holds(&hugo, "staff.view").await);
    app.sql(&format!("DELETE FROM crm.role WHERE id = '{}'", spare.uuid())).await;
    assert!(holds(&hugo, "staff.view").await);
    assert_ne!(desk, spare);
}

/// VIEWAS, MASK: a profile is opened in a preview as the role would have it; the trail names who really looked and says that it
/// was a preview; what was opened closes with the preview, so nothing is read in full on the word of that event.
#[tokio::test]
async fn a_preview_opens_profiles_as_the_role_shows_them() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let maria_is = app.staff(&atlas, "CRM Manager").await;
    let maria = app.sign_in(&maria_is).await;
    let tom_is = app.staff(&atlas, "Agent").await;
    let boris = client_of(&maria, "Boris", &tom_is).await;
    let tom = app.sign_in(&tom_is).await;
    let as_tom = tom.graphql(OPEN, json!({"id": boris})).await["openClient"].clone();

    maria.graphql(START, json!({"id": atlas.role("Agent").to_string()})).await;
    let profile = "query C($id: ID!) { client(id: $id) { profile { nationality } } }";
    assert_eq!(maria.graphql(profile, json!({"id": boris})).await["client"]["profile"], Value::Null, "not unseen");
    let opened = maria.graphql(OPEN, json!({"id": boris})).await["openClient"].clone();
    assert_eq!(opened["client"]["phone"]["display"], as_tom["client"]["phone"]["display"], "as its agent sees it");
    assert_eq!(opened["client"]["phone"]["masked"], true);
    assert_ne!(opened["client"]["profile"], Value::Null);
    assert_ne!(maria.graphql(profile, json!({"id": boris})).await["client"]["profile"], Value::Null);

    maria.graphql(END, json!({})).await;
    assert_eq!(maria.graphql(profile, json!({"id": boris})).await["client"]["profile"], Value::Null, "closed with it");
    let trail = "{ auditEvents(first: 5, filter: {actions: [\"client.opened\"]}) { edges { node { actor changes { field after { display } } } } } }";
    let events = maria.graphql(trail, json!({})).await["auditEvents"]["edges"].clone();
    assert_eq!(
        events[0]["node"]["changes"],
        json!([{"field": "preview", "after": {"display": "Agent"}}]),
        "whoever reads the trail sees that it was a preview"
    );
    assert_eq!(events[0]["node"]["actor"], maria_is.name, "and who looked");
    assert_eq!(events[1]["node"]["changes"], json!([]), "a visit of one's own is none");

    // by its time as well
    maria.graphql(START, json!({"id": atlas.role("Agent").to_string()})).await;
    app.advance(Duration::minutes(20));
    maria.graphql(OPEN, json!({"id": boris})).await;
    app.advance(Duration::minutes(10));
    assert_eq!(maria.graphql(profile, json!({"id": boris})).await["client"]["profile"], Value::Null);
}

/// VIEWAS, ISO, MASK: a leader who looks at a role that sees everything sees his teams' clients only; a client outside of them is
/// not found, opened or listed; and what a role has on few of its clients only is not shown on the others.
#[tokio::test]
async fn a_preview_never_opens_what_its_viewer_does_not_reach() {
    let app = start().await;
    let mut atlas = app.tenant("atlas").await;
    let maria = app.sign_in(&app.staff(&atlas, "CRM Manager").await).await;
    let grants = [(Permission::StaffView, ReachLevel::All), (Permission::ClientView, ReachLevel::Own)];
    app.role(&mut atlas, "Desk", &rules(&grants)).await;
    let hugo_is = app.staff(&atlas, "Desk").await;
    let hugo = app.sign_in(&hugo_is).await;
    let tom = app.staff(&atlas, "Agent").await;
    let mine = client_of(&maria, "Olga", &hugo_is).await;
    let foreign = client_of(&maria, "Boris", &tom).await;
    hugo.graphql(START, json!({"id": atlas.role("CRM Manager").to_string()})).await;
    assert_eq!(listed(&hugo).await, ["Olga Novak"]);
    assert_ne!(hugo.graphql(OPEN, json!({"id": mine})).await["openClient"]["client"], Value::Null);
    assert_eq!(hugo.graphql_refusal(OPEN, json!({"id": foreign})).await, "not_found");

    // sees its teams' clients, reveals on its own only
    let narrow = [(Permission::ClientView, ReachLevel::Team), (Permission::ContactReveal, ReachLevel::Own)];
    let mut masked = rules(&narrow);
    masked.fields.clear();
    let desk = app.role(&mut atlas, "Narrow", &masked).await;
    maria.graphql(START, json!({"id": desk.to_string()})).await;
    let opened = maria.graphql(OPEN, json!({"id": foreign})).await["openClient"]["client"].clone();
    assert_eq!((&opened["phone"]["masked"], &opened["phone"]["canReveal"]), (&json!(true), &json!(false)));
}

/// VIEWAS, RBAC-03, RBAC-04, MASK: a role that is being written is looked at before it is kept: nobody who holds the role notices,
/// nothing is kept of it but the trail, and what is wrong with it is said as when it is saved.
#[tokio::test]
async fn a_draft_is_looked_at_before_it_is_kept() {
    let app = start().await;
    let mut atlas = app.tenant("atlas").await;
    let maria_is = app.staff(&atlas, "CRM Manager").await;
    let maria = app.sign_in(&maria_is).await;
    let tom_is = app.staff(&atlas, "Agent").await;
    let tom = app.sign_in(&tom_is).await;
    let boris = client_of(&maria, "Boris", &tom_is).await;
    let contacts = "query C($id: ID!) { client(id: $id) { phone { display masked } email { masked } } }";
    let masks = async |who: &Browser| {
        let client = who.graphql(contacts, json!({"id": boris})).await["client"].clone();
        let digits = client["phone"]["display"].as_str().unwrap_or_default().contains(|c: char| c.is_ascii_digit());
        (digits, client["email"]["masked"].clone())
    };
    let toms = masks(&tom).await;
    let night = app.role(&mut atlas, "Night", &rules(&[(Permission::ClientView, ReachLevel::Own)])).await;
    // long after the last code: a look asks for none, to keep the role would
    app.advance(Duration::minutes(11));
    let draft = |role: Option<String>| {
        json!({"input": {"roleId": role, "name": " Night desk ",
            "grants": [{"permission": "client.view", "reach": "OWN"}, {"permission": "task.manage", "reach": "OWN"}],
            "fields": [{"field": "EMAIL", "relation": "ANY", "visibility": "FULL"}],
            "deniedPermissions": ["contact.reveal"], "deniedFields": ["PHONE"]}})
    };
    let kept = "{ roles { name version grants { permission reach } fields { field visibility } deniedPermissions } }";
    let nina = app.sign_in(&app.staff(&atlas, "CRM Manager").await).await;
    let before = nina.graphql(kept, json!({})).await;
    let begun = maria.graphql(DRAFT, draft(Some(night.to_string()))).await["startDraftPreview"].clone();
    let until = (app.clock.now() + Duration::minutes(30)).to_rfc3339();
    assert_eq!(begun, json!({"until": until, "errors": []}));
    let viewer = maria.graphql(VIEWER, json!({})).await["viewer"].clone();
    let told = json!({"roleId": night.to_string(), "roleName": "Night desk", "draft": true, "until": until});
    assert_eq!(viewer["preview"], told);
    let offered = json!([{"permission": "client.view", "reach": "OWN"}, {"permission": "task.manage", "reach": "OWN"}]);
    assert_eq!(viewer["permissions"], offered);
    assert_eq!(masks(&maria).await, (false, json!(false)), "the phone is hidden, the e-mail in full");
    assert_eq!(masks(&tom).await, toms, "nobody else notices");
    maria.graphql(OPEN, json!({"id": boris})).await;
    assert_eq!(nina.graphql(kept, json!({})).await, before, "nothing is kept of it");
    assert_eq!(maria.graphql_refusal(DRAFT, draft(None)).await, "preview_only");
    // the role that it would change goes: the draft rests with the session
    app.sql(&format!("DELETE FROM crm.role WHERE id = '{}'", night.uuid())).await;
    let preview = maria.graphql(VIEWER, json!({})).await["viewer"]["preview"].clone();
    assert_eq!((&preview["roleId"], &preview["draft"]), (&Value::Null, &json!(true)));
    maria.graphql(END, json!({})).await;
    assert!(holds(&maria, "role.manage").await);
    assert_eq!(maria.graphql(VIEWER, json!({})).await["viewer"]["preview"], Value::Null);

    // a new role, by its own time
    maria.graphql(DRAFT, draft(None)).await;
    app.advance(Duration::minutes(29));
    assert!(!holds(&maria, "role.manage").await);
    app.advance(Duration::minutes(1));
    assert!(holds(&maria, "role.manage").await);

    let trail = "{ auditEvents(first: 3, filter: {actions: [\"role.preview_begun\", \"role.preview_ended\"]}) { edges { node { action targetId changes { field before { display } after { display } } } } } }";
    let events = maria.graphql(trail, json!({})).await["auditEvents"]["edges"].clone();
    let change = |event: usize, field: &str| {
        let changes = events[event]["node"]["changes"].as_array().unwrap();
        changes.iter().find(|change| change["field"] == field).cloned().unwrap_or_default()
    };
    assert_eq!(change(0, "draft")["after"]["display"], "Night desk");
    assert_eq!(
        change(0, "rules")["after"]["display"],
        "client.view (own); task.manage (own); email for any: full; deny permission contact.reveal; deny field phone"
    );
    assert_eq!(events[0]["node"]["targetId"], Value::Null, "a new role has no id");
    assert_eq!(change(1, "draft")["before"]["display"], "Night desk");
    assert_eq!(events[2]["node"]["targetId"], night.to_string());

    let opened = "{ auditEvents(first: 1, filter: {actions: [\"client.opened\"]}) { edges { node { changes { field after { display } } } } } }";
    let visit = maria.graphql(opened, json!({})).await["auditEvents"]["edges"][0]["node"]["changes"].clone();
    assert_eq!(visit, json!([{"field": "draft", "after": {"display": "Night desk"}}]), "no kept role looked at him");

    // every mistake at once, where it stands, and no preview
    let wrong = json!({"input": {"name": " ", "grants": [{"permission": "client.fly"}, {"permission": "client.view"}],
        "fields": [{"field": "PHONE", "relation": "ANY", "visibility": "FULL"}], "deniedFields": ["PHONE"]}});
    let answer = maria.graphql(DRAFT, wrong).await["startDraftPreview"].clone();
    assert_eq!(
        answer,
        json!({"until": null, "errors": [
            {"code": "required", "path": ["name"]},
            {"code": "unknown_permission", "path": ["grants", "0", "permission"]},
            {"code": "reach_required", "path": ["grants", "1", "reach"]},
            {"code": "granted_and_denied", "path": ["deniedFields"]},
        ]})
    );
    assert_eq!(maria.graphql(VIEWER, json!({})).await["viewer"]["preview"], Value::Null);
}

/// RBAC-03, ISO-02: a draft that says everything gives nothing that its writer lacks; who makes no roles writes no draft; a role of
/// another broker is nobody's.
#[tokio::test]
async fn rbac_03_a_draft_never_goes_beyond_its_writer() {
    let app = start().await;
    let mut atlas = app.tenant("atlas").await;
    let north = app.tenant("north").await;
    let view = (Permission::ClientView, ReachLevel::Own);
    let staff = (Permission::StaffView, ReachLevel::All);
    app.role(&mut atlas, "Desk", &rules(&[staff, view])).await;
    app.role(&mut atlas, "Office", &rules(&[staff, view, (Permission::RoleManage, ReachLevel::All)])).await;
    let hugo = app.sign_in(&app.staff(&atlas, "Desk").await).await;
    let ida = app.sign_in(&app.staff(&atlas, "Office").await).await;
    let maria = app.sign_in(&app.staff(&atlas, "CRM Manager").await).await;
    let tom = app.staff(&atlas, "Agent").await;
    let boris = client_of(&maria, "Boris", &tom).await;
    let everything: Vec<Value> = Permission::ALL
        .iter()
        .map(|permission| json!({"permission": permission.as_str(), "reach": permission.has_reach().then_some("ALL")}))
        .collect();
    let draft =
        |role: Option<String>| json!({"input": {"roleId": role, "name": "All", "grants": everything, "fields": []}});
    assert_eq!(hugo.graphql_refusal(DRAFT, draft(None)).await, "forbidden");
    for role in [north.role("CRM Manager").to_string(), crm_model::RoleId::generate().to_string()] {
        assert_eq!(ida.graphql_refusal(DRAFT, draft(Some(role))).await, "not_found");
    }
    assert_eq!(ida.graphql(DRAFT, draft(None)).await["startDraftPreview"]["errors"], json!([]));
    let viewer = ida.graphql(VIEWER, json!({})).await["viewer"].clone();
    let held = json!([
        {"permission": "client.view", "reach": "OWN"}, {"permission": "staff.view", "reach": null},
        {"permission": "role.manage", "reach": null},
    ]);
    assert_eq!(viewer["permissions"], held);
    assert!(listed(&ida).await.is_empty(), "not all clients, as the draft would have it");
    assert_eq!(ida.graphql_refusal(OPEN, json!({"id": boris})).await, "not_found");
}
