//! What stands in the trail, and what each reader is shown of it.

use super::documents::{ADD_NOTE, AUDIT, COUNT, DUPLICATES, PALETTE, TIMELINE, change};
use super::world::{World, world};
use crm_cache::Received;
use crm_vault::{Place, Sealer};
use serde_json::{Value, json};

const INVITE: &str =
    "mutation I($input: InviteStaffInput!) { inviteStaff(input: $input) { staff { id } errors { code } } }";

async fn newest(w: &World, reader: &crm_testing::Browser, action: &str) -> Value {
    let data = reader.graphql(AUDIT, json!({"filter": {"actions": [action]}, "first": 1})).await;
    assert!(w.app.number(&format!("SELECT count(*) FROM crm.audit_event WHERE action = '{action}'")).await > 0);
    data["auditEvents"]["edges"][0]["node"].clone()
}

/// SECURITY 27: a colleague's address is masked in the trail for whom it is masked in the list of staff.
#[tokio::test]
async fn a_colleague_is_masked_in_the_trail_as_in_the_list() {
    let w = world().await;
    let manager = w.app.sign_in(&w.manager).await;
    let input = json!({"name": "Vera Lang", "email": "vera.lang@atlas.example", "roleIds": [w.atlas.role("Agent").to_string()]});
    let data = manager.graphql(INVITE, json!({"input": input})).await;
    assert_eq!(data["inviteStaff"]["errors"], json!([]));
    let email = |event: &Value| event["changes"].as_array().unwrap().iter().find(|c| c["field"] == "email").cloned();
    let seen = email(&newest(&w, &manager, "staff.invited").await).unwrap();
    assert_eq!(seen["after"]["display"], "vera.lang@atlas.example");
    let compliance = w.app.sign_in(&w.app.staff(&w.atlas, "Compliance Officer").await).await;
    let staff = compliance.graphql("{ staffMembers { email { display masked } } }", json!({})).await;
    assert!(!staff.to_string().contains("vera.lang@"), "the list masks it");
    let event = newest(&w, &compliance, "staff.invited").await;
    assert_eq!(email(&event).unwrap()["after"]["masked"], true);
    assert!(!event.to_string().contains("vera.lang@") && event.to_string().contains("Vera Lang"), "{event}");
}

/// AUD-02: a value put behind the commitment of another is not shown as the recorded one; the rest of the trail is.
#[tokio::test]
async fn aud_02_a_replaced_value_is_not_shown() {
    let w = world().await;
    let manager = w.app.sign_in(&w.manager).await;
    let input = json!({"name": "Vera Lang", "email": "vera.lang@atlas.example", "roleIds": [w.atlas.role("Agent").to_string()]});
    manager.graphql(INVITE, json!({"input": input})).await;
    let mut admin = w.app.admin().await;
    let (id, seq): (uuid::Uuid, i64) =
        sqlx::query_as("SELECT id, seq FROM crm.audit_event WHERE action = 'staff.invited'")
            .fetch_one(&mut *admin)
            .await
            .unwrap();
    let mut forged = vec![7_u8; 16];
    forged.push(5);
    forged.extend_from_slice(b"emailmallory@evil.example");
    let place = Place { tenant: w.atlas.tenant.id, table: "audit_value", column: "after", row: id };
    let sealed = w.atlas.keys.seal(&place, &forged).unwrap();
    sqlx::query("UPDATE crm.audit_value SET after_sealed = $2 WHERE seq = $1 AND field = 'email'")
        .bind(seq)
        .bind(sealed)
        .execute(&mut *admin)
        .await
        .unwrap();
    drop(admin);
    let event = newest(&w, &manager, "staff.invited").await;
    assert!(!event.to_string().contains("mallory") && event.to_string().contains("Vera Lang"), "{event}");
}

/// Two notes of one moment each stand in the timeline with their own text.
#[tokio::test]
async fn a_timeline_shows_each_note_where_it_was_written() {
    let w = world().await;
    let manager = w.app.sign_in(&w.manager).await;
    let client = w.olga_of_ana(&manager).await;
    for text in ["Prefers calls after five", "Asked for the Pro account", "Speaks Czech"] {
        manager.graphql(ADD_NOTE, json!({"input": {"clientId": client["id"], "text": text}})).await;
    }
    w.open(&manager, &client).await;
    let line = manager.graphql(TIMELINE, json!({"id": client["id"], "kinds": ["NOTE"]})).await;
    let entries = line["clientTimeline"]["edges"].as_array().unwrap();
    assert_eq!(entries.len(), 3);
    for entry in entries {
        let written = &entry["node"]["changes"][0]["after"]["display"];
        assert_eq!(&entry["node"]["note"]["text"], written);
    }
    // a note is found under its client
    let about = manager.graphql(AUDIT, json!({"filter": {"targetId": client["id"]}})).await;
    let kinds: Vec<&str> = about["auditEvents"]["edges"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| e["node"]["action"].as_str().unwrap())
        .collect();
    assert!(kinds.contains(&"note.written") && kinds.contains(&"client.registered"), "{kinds:?}");
}

/// A change is called by what really changed; only a change of status alone can be taken back.
#[tokio::test]
async fn a_status_sent_along_unchanged_is_no_change_of_status() {
    let w = world().await;
    let manager = w.app.sign_in(&w.manager).await;
    let client = w.olga_of_ana(&manager).await;
    let edit = change("editClient", "EditClientInput");
    let input = json!({"input": {"id": client["id"], "version": 1, "source": "Fair", "salesStatusId": client["salesStatus"]["id"]}});
    let data = manager.graphql(&edit, input).await;
    assert!(data["editClient"]["undoToken"].is_null());
    assert_eq!(newest(&w, &manager, "client.changed").await["changes"][0]["field"], "source");
    let input = json!({"input": {"id": client["id"], "version": 2, "salesStatusId": w.atlas.statuses["Interested"].to_string()}});
    let token = manager.graphql(&edit, input).await["editClient"]["undoToken"].clone();
    let event = newest(&w, &manager, "client.status_changed").await;
    assert_eq!(event["changes"][0]["after"]["display"], "Interested", "by name, not by id");
    let undo =
        "mutation U($token: String!) { undo(token: $token) { client { salesStatus { name } } errors { code } } }";
    let data = manager.graphql(undo, json!({"token": token})).await;
    assert_eq!(data["undo"]["client"]["salesStatus"]["name"], "New");
    let event = newest(&w, &manager, "client.change_undone").await;
    let (before, after) = (&event["changes"][0]["before"]["display"], &event["changes"][0]["after"]["display"]);
    assert_eq!((before, after), (&json!("Interested"), &json!("New")));
}

/// Whoever loses a client hears of it as well as whoever gets him, and so it is when it is taken back.
#[tokio::test]
async fn a_client_who_changes_hands_is_news_for_both_owners() {
    let w = world().await;
    let manager = w.app.sign_in(&w.manager).await;
    let client = w.olga_of_ana(&manager).await;
    let mut news = w.app.app.bus.subscribe(w.atlas.tenant.id).unwrap();
    let assign = change("assignClient", "AssignClientInput");
    let input = json!({"input": {"id": client["id"], "version": 1, "ownerId": w.tom.id.to_string()}});
    let data = manager.graphql(&assign, input).await;
    let both = [Some(w.tom.id.uuid()), Some(w.ana.id.uuid())];
    for owner in both {
        let Received::Event(event) = news.recv().await else { panic!("news") };
        assert_eq!(event.owner, owner);
    }
    let undo = "mutation U($token: String!) { undo(token: $token) { client { id } errors { code } } }";
    manager.graphql(undo, json!({"token": data["assignClient"]["undoToken"]})).await;
    for owner in both.into_iter().rev() {
        let Received::Event(event) = news.recv().await else { panic!("news") };
        assert_eq!(event.owner, owner);
    }
}

/// AUD-09, PII-06: asking for a whole address or number is recorded once and limited, whether or not it finds anybody.
#[tokio::test]
async fn aud_09_pii_06_exact_look_ups_are_recorded_and_limited() {
    let w = world().await;
    let manager = w.app.sign_in(&w.manager).await;
    w.olga_of_ana(&manager).await;
    let recorded = || w.app.number("SELECT count(*) FROM crm.audit_event WHERE action = 'client.looked_up'");
    for typed in ["olga", "C-1", "61", "olga.novak@exam"] {
        w.names(&manager, json!({"search": typed})).await;
    }
    assert_eq!(recorded().await, 0, "words and beginnings look nobody up");
    for _ in 0..2 {
        assert_eq!(w.names(&manager, json!({"search": "olga.novak@example.com"})).await, ["Olga Novak"]);
        manager.graphql(COUNT, json!({"search": " Olga.Novak@example.com"})).await;
    }
    assert_eq!(recorded().await, 1, "the list, its count and asking again are one look-up");
    w.names(&manager, json!({"search": "nobody@example.com"})).await;
    w.names(&manager, json!({"filter": {"phone": {"lastFour": "5678"}}})).await;
    manager.graphql(PALETTE, json!({"search": "+34 612 345 678"})).await;
    manager.graphql(DUPLICATES, json!({"probe": {"email": "other@example.com"}})).await;
    assert_eq!(recorded().await, 5);
    let event = newest(&w, &manager, "client.looked_up").await;
    assert_eq!(event["changes"][0]["after"]["display"], "email");
    assert_eq!(w.app.number("SELECT count(*) FROM crm.audit_event WHERE body LIKE '%example.com%'").await, 0);

    // for a reader of masks the answer does not depend on the data: no look-up, and no limit that could tell
    let ana = w.app.sign_in(&w.ana).await;
    for n in 0..130 {
        ana.graphql(COUNT, json!({"search": format!("a{n}@example.com")})).await;
    }
    assert_eq!(recorded().await, 5);
    let mut refused = 0;
    for n in 0..130 {
        let answer = manager.ask(COUNT, json!({"search": format!("a{n}@example.com")})).await.json();
        refused += usize::from(answer["errors"][0]["extensions"]["code"] == "rate_limited");
    }
    assert!((10..=30).contains(&refused), "{refused}");
    assert_eq!(w.names(&manager, json!({"search": "olga"})).await, ["Olga Novak"], "names are still found");
}

/// RBAC-02: who reaches his teams only cannot draw another team's people, and so their clients, into them.
#[tokio::test]
async fn rbac_02_nobody_widens_his_reach_by_moving_people() {
    use crm_access::{Grant, Permission, ReachLevel, RoleRules};
    let mut w = world().await;
    let grant = |permission, reach| Grant { permission, reach };
    let rules = RoleRules {
        grants: vec![
            grant(Permission::ClientView, ReachLevel::Team),
            grant(Permission::StaffView, ReachLevel::All),
            grant(Permission::StaffManage, ReachLevel::All),
        ],
        ..RoleRules::default()
    };
    w.app.role(&mut w.atlas, "Office lead", &rules).await;
    let office = w.app.team(&w.atlas, "Office", None, None).await;
    let lead = w.app.staff_in(&w.atlas, &["Office lead"], Some(office)).await;
    w.app.sql(&format!("UPDATE crm.team SET leader_id = '{}' WHERE id = '{}'", lead.id.uuid(), office.uuid())).await;
    w.app
        .sql(&format!(
            "UPDATE crm.staff_role SET role_id = '{}' WHERE staff_id = '{}'",
            w.atlas.role("Office lead").uuid(),
            w.tom.id.uuid()
        ))
        .await;
    w.app.access_changed(&w.atlas).await;
    let lead = w.app.sign_in(&lead).await;
    let edit = "mutation E($input: EditStaffInput!) { editStaff(input: $input) { staff { team { name } version } errors { code } } }";
    let version = w.app.number(&format!("SELECT version::int8 FROM crm.staff WHERE id = '{}'", w.tom.id.uuid())).await;
    let moved = |team: String| json!({"input": {"id": w.tom.id.to_string(), "version": version, "teamId": team}});
    assert_eq!(lead.graphql_refusal(edit, moved(office.to_string())).await, "forbidden");
    let data = lead.graphql(edit, moved(w.madrid.to_string())).await;
    assert_eq!(data["editStaff"]["staff"]["team"]["name"], "Madrid", "{data}");
}
