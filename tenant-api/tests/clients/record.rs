//! Register, change, assign, tag, archive, take back; notes.

use super::documents::{ADD_NOTE, DELETE_NOTE, EDIT_NOTE, change, find};
use super::world::{olga, with, world};
use serde_json::json;

#[tokio::test]
async fn a_manager_registers_a_client_and_the_owner_finds_her() {
    let w = world().await;
    let manager = w.app.sign_in(&w.manager).await;
    let client = w.olga_of_ana(&manager).await;
    assert_eq!(client["displayName"], "Olga Novak");
    assert!(client["number"].as_str().unwrap().starts_with("C-"));
    assert_eq!(
        client["email"],
        json!({"display": "Olga.Novak@example.com", "masked": false, "canReveal": false, "present": true})
    );
    assert_eq!(client["phone"]["display"], "+34612345678");
    assert_eq!(client["salesStatus"]["name"], "New");
    assert_eq!(client["team"]["name"], "Madrid");

    let ana = w.app.sign_in(&w.ana).await;
    assert_eq!(w.names(&ana, json!({})).await, ["Olga Novak"]);
    let tom = w.app.sign_in(&w.tom).await;
    assert!(w.names(&tom, json!({})).await.is_empty());
    // RBAC-05: another agent's client is not found, exactly as an unknown one
    assert_eq!(tom.graphql_refusal(&find(), json!({"id": client["id"]})).await, "not_found");
    assert_eq!(
        tom.graphql_refusal(&find(), json!({"id": crm_model::ClientId::generate().to_string()})).await,
        "not_found"
    );
}

#[tokio::test]
async fn who_sees_only_some_clients_owns_the_one_she_registers() {
    let w = world().await;
    let ana = w.app.sign_in(&w.ana).await;
    let client = w.create(&ana, olga()).await;
    assert_eq!(client["owner"]["id"], w.ana.id.to_string());
    assert_eq!(w.names(&ana, json!({})).await, ["Olga Novak"]);
    // who sees all leaves it to nobody, as asked
    let manager = w.app.sign_in(&w.manager).await;
    let free = w.create(&manager, with(olga(), json!({"email": "other@example.com"}))).await;
    assert_eq!(free["owner"], serde_json::Value::Null);
}

#[tokio::test]
async fn every_problem_of_an_input_is_named_with_its_place() {
    let w = world().await;
    let manager = w.app.sign_in(&w.manager).await;
    let input = json!({"kind": "INDIVIDUAL", "email": "olga", "phone": "12", "country": "ZZ", "language": "english", "dateOfBirth": "2999-01-01", "salesStatusId": w.atlas.statuses["Active"].to_string()});
    let data = manager.graphql(&change("createClient", "CreateClientInput"), json!({"input": input})).await;
    let errors = data["createClient"]["errors"].as_array().unwrap();
    let codes: Vec<&str> = errors.iter().map(|e| e["code"].as_str().unwrap()).collect();
    for code in ["required", "invalid_email", "invalid_phone", "invalid_country", "invalid_language", "invalid_date"] {
        assert!(codes.contains(&code), "{code} in {codes:?}");
    }
    assert!(!data.to_string().contains("2999"), "MASK-13: a message never repeats the input");
    // a retention status is no sales status
    let input = with(olga(), json!({"salesStatusId": w.atlas.statuses["Active"].to_string()}));
    let data = manager.graphql(&change("createClient", "CreateClientInput"), json!({"input": input})).await;
    assert_eq!(data["createClient"]["errors"][0]["code"], "unknown_id");
    assert_eq!(w.app.number("SELECT count(*) FROM crm.client").await, 0);
}

#[tokio::test]
async fn api_09_hostile_names_are_kept_as_text() {
    let w = world().await;
    let manager = w.app.sign_in(&w.manager).await;
    for name in ["=cmd|' /C calc'!A0", "<img src=x onerror=alert(1)>", "{{7*7}}", "${jndi:ldap://x}"] {
        let client = w.create(&manager, with(olga(), json!({"firstName": name, "lastName": null}))).await;
        assert_eq!(client["displayName"], name);
    }
}

#[tokio::test]
async fn a_change_at_an_old_version_is_a_conflict_and_loses_nothing() {
    let w = world().await;
    let manager = w.app.sign_in(&w.manager).await;
    let client = w.olga_of_ana(&manager).await;
    let edit = change("editClient", "EditClientInput");
    let input =
        |version: i64, name: &str| json!({"input": {"id": client["id"], "version": version, "firstName": name}});
    let data = manager.graphql(&edit, input(1, "Olya")).await;
    assert_eq!(data["editClient"]["client"]["displayName"], "Olya Novak");
    assert_eq!(data["editClient"]["client"]["version"], 2);
    let data = manager.graphql(&edit, input(1, "Helga")).await;
    assert_eq!(data["editClient"]["errors"][0]["code"], "conflict");
    assert_eq!(w.names(&manager, json!({"search": "olya"})).await, ["Olya Novak"]);
    assert!(w.names(&manager, json!({"search": "olga"})).await.is_empty(), "the old name is no longer found");
}

#[tokio::test]
async fn an_agent_edits_his_own_client_and_cannot_overwrite_what_he_cannot_see() {
    let w = world().await;
    let manager = w.app.sign_in(&w.manager).await;
    let client = w.olga_of_ana(&manager).await;
    let ana = w.app.sign_in(&w.ana).await;
    let edit = change("editClient", "EditClientInput");
    let data = ana.graphql(&edit, json!({"input": {"id": client["id"], "version": 1, "salesStatusId": w.atlas.statuses["Interested"].to_string()}})).await;
    assert_eq!(data["editClient"]["client"]["salesStatus"]["name"], "Interested");
    // MASK-14: a hidden birth date cannot be overwritten, a mask is no value
    let data =
        ana.graphql(&edit, json!({"input": {"id": client["id"], "version": 2, "dateOfBirth": "1990-01-01"}})).await;
    assert_eq!(data["editClient"]["errors"][0]["code"], "not_visible");
    let data = ana.graphql(&edit, json!({"input": {"id": client["id"], "version": 2, "firstName": "O•••"}})).await;
    assert_eq!(data["editClient"]["errors"][0]["code"], "masked_value");
    assert_eq!(w.app.number("SELECT version::int8 FROM crm.client").await, 2);
    // RBAC: an agent may not give a client away
    let assign = change("assignClient", "AssignClientInput");
    assert_eq!(
        ana.graphql_refusal(
            &assign,
            json!({"input": {"id": client["id"], "version": 2, "ownerId": w.tom.id.to_string()}})
        )
        .await,
        "forbidden"
    );
}

#[tokio::test]
async fn a_client_changes_hands_and_back_within_seconds() {
    let w = world().await;
    let manager = w.app.sign_in(&w.manager).await;
    let (ana, tom) = (w.app.sign_in(&w.ana).await, w.app.sign_in(&w.tom).await);
    let client = w.olga_of_ana(&manager).await;
    let assign = change("assignClient", "AssignClientInput");
    let give =
        |version: i64| json!({"input": {"id": client["id"], "version": version, "ownerId": w.tom.id.to_string()}});
    let data = manager.graphql(&assign, give(1)).await;
    assert_eq!(data["assignClient"]["client"]["team"]["name"], "Lisbon", "the team follows the owner");
    let token = data["assignClient"]["undoToken"].clone();
    assert_eq!(w.names(&tom, json!({})).await, ["Olga Novak"]);
    assert!(w.names(&ana, json!({})).await.is_empty());

    let undo =
        "mutation U($token: String!) { undo(token: $token) { client { version owner { id } } errors { code } } }";
    // nobody else can use the token, and it is used once
    let data = ana.graphql(undo, json!({"token": token})).await;
    assert_eq!(data["undo"]["errors"][0]["code"], "link_ended");
    let data = manager.graphql(undo, json!({"token": token})).await;
    assert_eq!(data["undo"]["client"]["owner"]["id"], w.ana.id.to_string());
    let data = manager.graphql(undo, json!({"token": token})).await;
    assert_eq!(data["undo"]["errors"][0]["code"], "link_ended");

    // after its time it is dead
    let data = manager.graphql(&assign, give(3)).await;
    w.app.advance(chrono::Duration::seconds(11));
    let data = manager.graphql(undo, json!({"token": data["assignClient"]["undoToken"]})).await;
    assert_eq!(data["undo"]["errors"][0]["code"], "link_ended");
}

#[tokio::test]
async fn a_participant_sees_the_client_as_his_own() {
    let w = world().await;
    let manager = w.app.sign_in(&w.manager).await;
    let tom = w.app.sign_in(&w.tom).await;
    let client = w.olga_of_ana(&manager).await;
    let assign = change("assignClient", "AssignClientInput");
    manager
        .graphql(
            &assign,
            json!({"input": {"id": client["id"], "version": 1, "participantIds": [w.tom.id.to_string()]}}),
        )
        .await;
    assert_eq!(w.names(&tom, json!({})).await, ["Olga Novak"]);
    let profile = w.open(&tom, &client).await;
    assert_eq!(profile["profile"]["participants"][0]["id"], w.tom.id.to_string());
}

#[tokio::test]
async fn tags_are_added_taken_away_and_taken_back() {
    let w = world().await;
    let manager = w.app.sign_in(&w.manager).await;
    let client = w.olga_of_ana(&manager).await;
    let tags = change("changeClientTags", "ChangeClientTagsInput");
    let vip = w.atlas.tags["VIP"].to_string();
    let data =
        manager.graphql(&tags, json!({"input": {"id": client["id"], "version": 1, "add": [vip], "remove": []}})).await;
    assert_eq!(data["changeClientTags"]["client"]["tags"][0]["name"], "VIP");
    assert_eq!(w.names(&manager, json!({"filter": {"tag": {"in": [vip]}}})).await, ["Olga Novak"]);
    let undo = "mutation U($token: String!) { undo(token: $token) { client { tags { name } } errors { code } } }";
    let data = manager.graphql(undo, json!({"token": data["changeClientTags"]["undoToken"]})).await;
    assert_eq!(data["undo"]["client"]["tags"], json!([]));
    let data = manager.graphql(&tags, json!({"input": {"id": client["id"], "version": 3, "add": [crm_model::TagId::generate().to_string()], "remove": []}})).await;
    assert_eq!(data["changeClientTags"]["errors"][0]["code"], "unknown_id");
}

/// RBAC-14
#[tokio::test]
async fn an_archived_client_is_gone_but_for_those_who_may_restore() {
    let w = world().await;
    let manager = w.app.sign_in(&w.manager).await;
    let ana = w.app.sign_in(&w.ana).await;
    let client = w.olga_of_ana(&manager).await;
    let archive = change("archiveClient", "ArchiveClientInput");
    let input = |version: i64| json!({"input": {"id": client["id"], "version": version, "reason": "Asked to be forgotten by us"}});
    assert_eq!(ana.graphql_refusal(&archive, input(1)).await, "forbidden");
    let data = manager.graphql(&archive, json!({"input": {"id": client["id"], "version": 1, "reason": "short"}})).await;
    assert_eq!(data["archiveClient"]["errors"][0]["code"], "reason_required");
    let data = manager.graphql(&archive, input(1)).await;
    assert!(data["archiveClient"]["client"]["archivedAt"].is_string());
    assert_eq!(ana.graphql_refusal(&find(), json!({"id": client["id"]})).await, "not_found");
    assert!(w.names(&manager, json!({})).await.is_empty());
    assert_eq!(w.names(&manager, json!({"filter": {"archived": true}})).await, ["Olga Novak"]);
    assert!(w.names(&ana, json!({"filter": {"archived": true}})).await.is_empty());
    let data = manager
        .graphql(
            &change("editClient", "EditClientInput"),
            json!({"input": {"id": client["id"], "version": 2, "firstName": "Olya"}}),
        )
        .await;
    assert_eq!(data["editClient"]["errors"][0]["code"], "archived");
    manager.graphql(&change("restoreClient", "ArchiveClientInput"), input(2)).await;
    assert_eq!(w.names(&ana, json!({})).await, ["Olga Novak"]);
}

/// A wrong number is taken away; the e-mail address that a client signs in with is only replaced.
#[tokio::test]
async fn a_wrong_contact_is_taken_away_and_the_next_one_takes_its_place() {
    let w = world().await;
    let manager = w.app.sign_in(&w.manager).await;
    let client = w.olga_of_ana(&manager).await;
    let add = change("addContact", "AddContactInput");
    let value = json!({"input": {"clientId": client["id"], "kind": "PHONE", "value": "+34 699 000 111"}});
    assert_eq!(manager.graphql(&add, value).await["addContact"]["errors"], json!([]));
    let profile = w.open(&manager, &client).await;
    let contacts = profile["profile"]["contacts"].as_array().unwrap().clone();
    let of = |shown: &str| contacts.iter().find(|c| c["value"]["display"] == shown).unwrap()["id"].clone();
    let remove = change("removeContact", "RemoveContactInput");
    let input = |contact: &serde_json::Value| json!({"input": {"clientId": client["id"], "contactId": contact}});
    let data = manager.graphql(&remove, input(&of("Olga.Novak@example.com"))).await;
    assert_eq!(data["removeContact"]["errors"][0]["code"], "primary_email");
    let wrong = of("+34612345678");
    let data = manager.graphql(&remove, input(&wrong)).await;
    assert_eq!(data["removeContact"]["client"]["phone"]["display"], "+34699000111");
    assert_eq!(data["removeContact"]["client"]["version"], 3);
    assert_eq!(manager.graphql(&remove, input(&wrong)).await["removeContact"]["errors"][0]["code"], "unknown_id");
    let ana = w.app.sign_in(&w.ana).await;
    assert_eq!(ana.graphql_refusal(&remove, input(&of("+34699000111"))).await, "forbidden");
    assert_eq!(w.app.number("SELECT count(*) FROM crm.audit_event WHERE action = 'client.contact_removed'").await, 1);
    assert!(w.names(&manager, json!({"search": "+34 612 345 678"})).await.is_empty(), "no longer found by it");
}

#[tokio::test]
async fn notes_belong_to_their_authors() {
    let w = world().await;
    let manager = w.app.sign_in(&w.manager).await;
    let ana = w.app.sign_in(&w.ana).await;
    let client = w.olga_of_ana(&manager).await;
    let data = ana
        .graphql(
            ADD_NOTE,
            json!({"input": {"clientId": client["id"], "text": "Calls back after five\nspeaks Czech", "pinned": true}}),
        )
        .await;
    let note = data["addNote"]["note"].clone();
    assert_eq!(note["mine"], true);
    let edited =
        manager.graphql(EDIT_NOTE, json!({"input": {"id": note["id"], "version": 1, "text": "nonsense"}})).await;
    assert_eq!(edited["editNote"]["errors"][0]["code"], "not_author");
    let pinned = manager.graphql(EDIT_NOTE, json!({"input": {"id": note["id"], "version": 1, "pinned": false}})).await;
    assert_eq!(pinned["editNote"]["note"]["pinned"], false);
    let stale = ana.graphql(DELETE_NOTE, json!({"input": {"id": note["id"], "version": 1}})).await;
    assert_eq!(stale["deleteNote"]["errors"][0]["code"], "conflict");
    let tom = w.app.sign_in(&w.tom).await;
    assert_eq!(
        tom.graphql_refusal(EDIT_NOTE, json!({"input": {"id": note["id"], "version": 2, "pinned": true}})).await,
        "not_found"
    );
    let gone = ana.graphql(DELETE_NOTE, json!({"input": {"id": note["id"], "version": 2}})).await;
    assert_eq!(gone["deleteNote"]["deletedId"], note["id"]);
    let profile = w.open(&ana, &client).await;
    assert_eq!(profile["profile"]["notes"], json!([]));
    assert!(profile["lastContactAt"].is_string());
}

#[tokio::test]
async fn a_profile_is_read_only_after_it_was_opened_and_for_half_an_hour() {
    let w = world().await;
    let manager = w.app.sign_in(&w.manager).await;
    let ana = w.app.sign_in(&w.ana).await;
    let client = w.olga_of_ana(&manager).await;
    let look = || async { ana.graphql(&find(), json!({"id": client["id"]})).await["client"]["profile"].clone() };
    assert!(look().await.is_null());
    w.open(&ana, &client).await;
    assert_eq!(look().await["firstName"], "Olga");
    assert_eq!(w.app.number("SELECT count(*) FROM crm.audit_event WHERE action = 'client.opened'").await, 1);
    w.app.advance(chrono::Duration::minutes(29));
    assert!(look().await.is_object());
    w.app.advance(chrono::Duration::minutes(2));
    assert!(look().await.is_null());
}

/// Who gives a client away by mistake, beyond his own reach, can still bring him back.
#[tokio::test]
async fn a_leader_takes_back_what_he_gave_to_another_team() {
    let w = world().await;
    let manager = w.app.sign_in(&w.manager).await;
    let leader = w.app.staff_in(&w.atlas, &["Team Leader"], Some(w.madrid)).await;
    let leader = w.app.sign_in(&leader).await;
    let client = w.olga_of_ana(&manager).await;
    let input = json!({"input": {"id": client["id"], "version": 1, "ownerId": w.tom.id.to_string()}});
    let given = leader.graphql(&change("assignClient", "AssignClientInput"), input).await;
    assert_eq!(given["assignClient"]["errors"], json!([]), "{given}");
    assert!(w.names(&leader, json!({})).await.is_empty(), "she is beyond his reach");
    let undo = "mutation U($token: String!) { undo(token: $token) { errors { code } } }";
    let token = given["assignClient"]["undoToken"].clone();
    let back = leader.graphql(undo, json!({"token": token})).await;
    assert_eq!(back["undo"]["errors"], json!([]), "{back}");
    assert_eq!(w.names(&leader, json!({})).await, ["Olga Novak"]);
}
