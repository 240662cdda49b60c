//! Looking at the portal as a role: never more than the role gives, never more than the viewer holds, and nothing changes.

use crate::office::{client_of, listed, rules};
use crate::support::start;
use chrono::Duration;
use crm_access::{Permission, ReachLevel};
use crm_testing::Browser;
use serde_json::{Value, json};

const START: &str = "mutation S($id: ID!) { startPreview(id: $id) { until errors { code } } }";
const END: &str = "mutation { __typename endPreview { until errors { code } } }";
const VIEWER: &str = "{ viewer { permissions { permission reach } fields { field relation visibility } preview { roleId roleName until } } }";

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
    assert_eq!(viewer["preview"], json!({"roleId": agent, "roleName": "Agent", "until": until.to_rfc3339()}));
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
