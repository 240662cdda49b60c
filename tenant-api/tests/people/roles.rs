//! The role editor and its guards.

use crate::office::{change, code, create_role, edit_role, edit_staff, refused, rules, version};
use crate::support::start;
use crm_access::{Permission, ReachLevel};
use serde_json::{Value, json};

/// A role's whole way: made, shown, changed, given, taken, removed; each step stands in the trail with before and after.
#[tokio::test]
async fn a_role_is_made_given_and_removed() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let manager = app.sign_in(&app.staff(&atlas, "CRM Manager").await).await;
    let tim = app.staff(&atlas, "Agent").await;
    let input = json!({"name": "Night shift", "description": "After ten", "grants": [{"permission": "client.view", "reach": "TEAM"}, {"permission": "client.create"}],
        "fields": [{"field": "EMAIL", "relation": "ANY", "visibility": "PARTIAL"}, {"field": "EMAIL", "relation": "OWNER", "visibility": "FULL"}]});
    let made = create_role(&manager, input.clone()).await;
    let id = made["role"]["id"].clone();
    assert_eq!(code(&create_role(&manager, input).await), "duplicate_name");
    let catalogue = manager.graphql("{ permissionCatalogue { permission grantable maxReach hasReach } roles { id name editable memberCount grants { permission reach } fields { field relation visibility } } }", json!({})).await;
    let entries = catalogue["permissionCatalogue"].as_array().unwrap();
    assert_eq!(entries.len(), Permission::ALL.len());
    assert!(entries.iter().all(|entry| entry["grantable"] == true), "a manager holds everything");
    let shown = catalogue["roles"].as_array().unwrap().iter().find(|role| role["id"] == id).unwrap().clone();
    assert_eq!((shown["editable"].as_bool(), shown["memberCount"].as_i64()), (Some(true), Some(0)));
    assert_eq!(shown["grants"].as_array().unwrap().len(), 2);

    let given = edit_staff(&manager, json!({"id": tim.id.to_string(), "version": 1, "roleIds": [id]})).await;
    assert_eq!(given["staff"]["roles"][0]["name"], "Night shift");
    let held = change(&manager, "deleteRole", "DeleteInput", "deletedId", json!({"id": id, "version": 1})).await;
    assert_eq!(code(&held), "in_use");
    let changed =
        edit_role(&manager, json!({"id": id, "version": 1, "grants": [{"permission": "client.view", "reach": "OWN"}]}))
            .await;
    assert_eq!(changed["role"]["grants"], json!([{"permission": "client.view", "reach": "OWN"}]), "{changed}");
    assert_eq!(code(&edit_role(&manager, json!({"id": id, "version": 1, "name": "Late"})).await), "conflict");
    edit_staff(&manager, json!({"id": tim.id.to_string(), "version": 2, "roleIds": []})).await;
    let removed = change(&manager, "deleteRole", "DeleteInput", "deletedId", json!({"id": id, "version": 2})).await;
    assert_eq!(removed["deletedId"], id, "{removed}");
    let trail = manager.graphql("query Q($f: AuditFilter) { auditEvents(filter: $f) { edges { node { action changes { field before { display } after { display } } } } } }", json!({"f": {"targetId": id}})).await.to_string();
    for part in
        ["role.created", "role.changed", "role.deleted", "client.view (team); client.create", "client.view (own)"]
    {
        assert!(trail.contains(part), "{part} is missing in {trail}");
    }
}

/// RBAC-03: an editor of roles neither grants, nor widens, nor touches what he lacks; his own role is no way round.
#[tokio::test]
async fn rbac_03_nobody_grants_what_he_lacks() {
    let app = start().await;
    let mut atlas = app.tenant("atlas").await;
    let grants = [
        (Permission::RoleManage, ReachLevel::All),
        (Permission::StaffView, ReachLevel::All),
        (Permission::StaffManage, ReachLevel::All),
        (Permission::ClientView, ReachLevel::Team),
    ];
    let mut narrow = rules(&grants);
    for field in &mut narrow.fields {
        field.visibility = crm_access::Visibility::Partial;
    }
    let own = app.role(&mut atlas, "Role office", &narrow).await;
    let editor = app.sign_in(&app.staff(&atlas, "Role office").await).await;
    let maria = app.staff(&atlas, "CRM Manager").await;
    let role = |grants: Value, fields: Value| json!({"name": format!("R {grants} {fields}").chars().take(70).collect::<String>(), "description": "", "grants": grants, "fields": fields});
    let fine = create_role(
        &editor,
        role(
            json!([{"permission": "client.view", "reach": "TEAM"}]),
            json!([{"field": "PHONE", "relation": "ANY", "visibility": "PARTIAL"}]),
        ),
    )
    .await;
    assert_eq!(code(&fine), "", "{fine}");
    let lacking = [
        role(json!([{"permission": "client.edit", "reach": "OWN"}]), json!([])),
        role(json!([{"permission": "client.view", "reach": "ALL"}]), json!([])),
        role(json!([{"permission": "api_key.manage"}]), json!([])),
        role(json!([]), json!([{"field": "PHONE", "relation": "ANY", "visibility": "FULL"}])),
        role(json!([]), json!([{"field": "EMAIL", "relation": "OWNER", "visibility": "FULL"}])),
    ];
    for input in lacking {
        assert_eq!(code(&create_role(&editor, input.clone()).await), "grant_exceeds_own", "{input}");
    }
    let more = json!({"id": own.to_string(), "version": 1, "grants": [{"permission": "role.manage"}, {"permission": "client.view", "reach": "ALL"}]});
    assert_eq!(code(&edit_role(&editor, more).await), "grant_exceeds_own", "one's own role");
    let greater = atlas.role("CRM Manager").to_string();
    assert_eq!(
        code(&edit_role(&editor, json!({"id": greater, "version": 1, "name": "Mine"})).await),
        "grant_exceeds_own",
        "even its name"
    );
    assert_eq!(
        code(&edit_role(&editor, json!({"id": greater, "version": 1, "grants": []})).await),
        "grant_exceeds_own"
    );
    let spare = atlas.role("Compliance Officer").to_string();
    let remove = change(&editor, "deleteRole", "DeleteInput", "deletedId", json!({"id": spare, "version": 1})).await;
    assert_eq!(code(&remove), "grant_exceeds_own");
    let strip = edit_staff(&editor, json!({"id": maria.id.to_string(), "version": 1, "roleIds": []})).await;
    assert_eq!(code(&strip), "grant_exceeds_own");
    let roles = editor.graphql("{ roles { name editable reason } }", json!({})).await;
    let managers =
        roles["roles"].as_array().unwrap().iter().find(|role| role["name"] == "CRM Manager").unwrap().clone();
    assert_eq!(managers["editable"], false);
    assert!(
        managers["reason"].as_str().unwrap().contains("client.edit"),
        "the editor says what is missing: {managers}"
    );
    assert_eq!(version(&app, "role", atlas.role("CRM Manager").uuid()).await, 1);
}

/// RBAC-04: names that are no permission of a broker, and shapes that say one thing twice.
#[tokio::test]
async fn rbac_04_only_entries_of_the_catalogue_are_granted() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let manager = app.sign_in(&app.staff(&atlas, "CRM Manager").await).await;
    let with = |grants: Value| json!({"name": "Odd", "description": "", "grants": grants, "fields": []});
    let cases = [
        (json!([{"permission": "client.fly", "reach": "ALL"}]), "unknown_permission"),
        (json!([{"permission": "*", "reach": "ALL"}]), "unknown_permission"),
        (json!([{"permission": "client.*", "reach": "ALL"}]), "unknown_permission"),
        (json!([{"permission": "tenant.create"}]), "unknown_permission"),
        (json!([{"permission": "operator.impersonate"}]), "unknown_permission"),
        (json!([{"permission": "Client.View", "reach": "ALL"}]), "unknown_permission"),
        (json!([{"permission": " client.view", "reach": "ALL"}]), "unknown_permission"),
        (json!([{"permission": "client.view"}]), "reach_required"),
        (
            json!([{"permission": "client.view", "reach": "OWN"}, {"permission": "client.view", "reach": "ALL"}]),
            "duplicate",
        ),
    ];
    for (grants, expected) in cases {
        let made = create_role(&manager, with(grants.clone())).await;
        assert_eq!((code(&made), made["errors"][0]["path"][0].as_str()), (expected, Some("grants")), "{grants}");
    }
    assert_eq!(
        refused(
            &manager,
            "createRole",
            "CreateRoleInput",
            with(json!([{"permission": "client.view", "reach": "EVERYTHING"}]))
        )
        .await,
        "invalid_input"
    );
    assert_eq!(app.number("SELECT count(*) FROM crm.role WHERE name = 'Odd'").await, 0);
    assert_eq!(
        code(&create_role(&manager, with(json!([{"permission": "client.view", "reach": "ALL"}]))).await),
        "",
        "the allowed twin"
    );
}
