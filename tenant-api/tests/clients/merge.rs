//! Clients that are the same person: found, looked at, merged into one, and taken back.

use super::documents::{ADD_NOTE, DELETE_NOTE, TIMELINE, change};
use super::merging::{DISMISS, INTO, MERGES, RECALL, clusters, codes, input, merge, preview, undo};
use super::world::{World, world};
use crm_storage::FATES;
use serde_json::{Value, json};
use std::collections::BTreeSet;

async fn note(browser: &crm_testing::Browser, client: &Value, text: &str) -> Value {
    let input = json!({"clientId": client["id"], "text": text, "pinned": false});
    let made = browser.graphql(ADD_NOTE, json!({ "input": input })).await;
    assert_eq!(made["addNote"]["errors"], json!([]), "{made}");
    made["addNote"]["note"].clone()
}

async fn now(w: &World, browser: &crm_testing::Browser, client: &Value) -> Value {
    w.open(browser, client).await
}

fn field<'a>(preview: &'a Value, name: &str) -> &'a Value {
    preview["preview"]["fields"].as_array().unwrap().iter().find(|field| field["field"] == name).unwrap()
}

#[tokio::test]
async fn two_registrations_of_one_person_become_one_client_and_two_again() {
    let w = world().await;
    let manager = w.app.sign_in(&w.manager).await;
    let (kept, other) = w.twins(&manager).await;
    note(&manager, &kept, "Called twice").await;
    note(&manager, &other, "Wants a call on Monday").await;
    let tags = json!({"id": other["id"], "version": now(&w, &manager, &other).await["version"], "add": [w.atlas.tags["VIP"].to_string()], "remove": []});
    let tagged = manager.graphql(&change("changeClientTags", "ChangeClientTagsInput"), json!({ "input": tags })).await;
    assert_eq!(tagged["changeClientTags"]["errors"], json!([]), "{tagged}");

    let found = clusters(&manager, false).await;
    assert_eq!(found["edges"].as_array().unwrap().len(), 1, "{found}");
    assert_eq!(found["edges"][0]["node"]["sharedBy"], json!(["EMAIL"]));
    let ids: Vec<&Value> = found["edges"][0]["node"]["clients"].as_array().unwrap().iter().map(|c| &c["id"]).collect();
    assert_eq!(ids, [&kept["id"], &other["id"]], "the oldest first");

    let (mine, theirs) = (now(&w, &manager, &kept).await, now(&w, &manager, &other).await);
    let seen = preview(&manager, &kept, &[&other]).await;
    assert_eq!(field(&seen, "NAME")["fromId"], kept["id"]);
    assert_eq!(field(&seen, "ADDRESS")["fromId"], other["id"], "the kept one has none");
    assert_eq!(field(&seen, "STAGE")["choosable"], false);
    assert_eq!(seen["preview"]["contacts"], 3, "one address is the same");
    assert_eq!(seen["preview"]["blockers"], json!([]));
    let moves = seen["preview"]["moves"].as_array().unwrap();
    assert!(
        moves.contains(&json!({"what": "NOTES", "count": 1})) && moves.contains(&json!({"what": "TAGS", "count": 1})),
        "{seen}"
    );

    let choice = json!([{"field": "NAME", "fromId": other["id"]}]);
    let done = merge(&manager, input(&mine, &[&theirs], choice)).await;
    assert_eq!(done["errors"], json!([]), "{done}");
    assert_eq!((&done["client"]["displayName"], &done["merge"]["undoable"]), (&theirs["displayName"], &json!(true)));
    let one = now(&w, &manager, &kept).await;
    let profile = &one["profile"];
    assert_eq!(profile["dateOfBirth"]["display"], "1988-04-02", "sealed anew under the kept client's key");
    assert!(profile["address"]["display"].as_str().unwrap().contains("Calle Mayor 1"), "{profile}");
    let contacts = profile["contacts"].as_array().unwrap();
    assert_eq!(contacts.len(), 3);
    assert_eq!(contacts.iter().filter(|contact| contact["primary"] == true).count(), 2);
    let texts: BTreeSet<&str> =
        profile["notes"].as_array().unwrap().iter().map(|n| n["text"].as_str().unwrap()).collect();
    assert_eq!(texts, BTreeSet::from(["Called twice", "Wants a call on Monday"]));
    assert_eq!(one["tags"][0]["name"], "VIP");
    assert!(clusters(&manager, false).await["edges"].as_array().unwrap().is_empty());

    // the other is nowhere, and the old id says who stands in
    assert_eq!(
        manager.graphql_refusal("query Q($id: ID!) { client(id: $id) { id } }", json!({"id": other["id"]})).await,
        "not_found"
    );
    assert_eq!(w.names(&manager, json!({"search": "Novak"})).await.len(), 1);
    assert_eq!(w.names(&manager, json!({"filter": {"archived": true}})).await.len(), 0);
    let into = manager.graphql(INTO, json!({"id": other["id"]})).await;
    assert_eq!(into["clientMergedInto"]["id"], kept["id"]);
    // one timeline tells of both
    let told = manager.graphql(TIMELINE, json!({"id": kept["id"], "kinds": ["CHANGE", "NOTE"]})).await;
    let actions: Vec<&str> = told["clientTimeline"]["edges"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| e["node"]["action"].as_str().unwrap())
        .collect();
    assert_eq!(actions.iter().filter(|action| **action == "client.registered").count(), 2, "{actions:?}");
    assert_eq!(actions.iter().filter(|action| **action == "client.merged").count(), 2, "{actions:?}");

    let back = undo(&manager, &done).await;
    assert_eq!(back["errors"], json!([]), "{back}");
    for (before, client) in [(&mine, &kept), (&theirs, &other)] {
        let after = now(&w, &manager, client).await;
        for part in ["displayName", "email", "phone", "country", "owner", "tags", "source", "salesStatus", "archivedAt"]
        {
            assert_eq!(after[part], before[part], "{part}");
        }
        for part in ["firstName", "contacts", "dateOfBirth", "address", "marketingConsent", "participants"] {
            assert_eq!(after["profile"][part], before["profile"][part], "{part}");
        }
    }
    let notes = now(&w, &manager, &other).await["profile"]["notes"].clone();
    assert_eq!(notes[0]["text"], "Wants a call on Monday");
    assert_eq!(manager.graphql(INTO, json!({"id": other["id"]})).await["clientMergedInto"], Value::Null);
    assert_eq!(codes(&undo(&manager, &done).await), ["undone"]);
    let merges = manager.graphql(MERGES, json!({"id": kept["id"]})).await;
    assert_eq!(merges["clientMerges"][0]["undoable"], false);
}

#[tokio::test]
async fn a_merge_at_a_version_that_is_over_is_a_conflict_and_of_two_at_once_one_is_done() {
    let w = world().await;
    let manager = w.app.sign_in(&w.manager).await;
    let (kept, other) = w.twins(&manager).await;
    let mut stale = other.clone();
    stale["version"] = json!(0);
    assert_eq!(codes(&merge(&manager, input(&kept, &[&stale], json!([]))).await), ["conflict"]);
    let colleague = w.app.sign_in(&w.manager).await;
    let (one, two) = tokio::join!(
        manager.ask(super::merging::MERGE, json!({"input": input(&kept, &[&other], json!([]))})),
        colleague.ask(super::merging::MERGE, json!({"input": input(&other, &[&kept], json!([]))}))
    );
    let done = [&one, &two].into_iter().filter(|answer| answer.text().contains("\"undoable\":true")).count();
    assert_eq!(done, 1, "{} {}", one.text(), two.text());
    assert_eq!(w.app.number("SELECT count(*) FROM crm.client WHERE merged_into_id IS NOT NULL").await, 1);
}

#[tokio::test]
async fn undo_is_refused_when_what_the_merge_set_was_changed_when_something_left_and_when_the_day_is_over() {
    let w = world().await;
    let manager = w.app.sign_in(&w.manager).await;
    let (kept, other) = w.twins(&manager).await;
    let written = note(&manager, &other, "Wants a call on Monday").await;
    let (mine, theirs) = (now(&w, &manager, &kept).await, now(&w, &manager, &other).await);
    let done = merge(&manager, input(&mine, &[&theirs], json!([]))).await;
    assert_eq!(done["errors"], json!([]), "{done}");
    let edit =
        |version: &Value, source: &str| json!({"input": {"id": kept["id"], "version": version, "source": source}});
    let edited =
        manager.graphql(&change("editClient", "EditClientInput"), edit(&done["client"]["version"], "Fair")).await;
    assert_eq!(edited["editClient"]["errors"], json!([]), "{edited}");
    let refused = undo(&manager, &done).await;
    assert_eq!(codes(&refused), ["changed"]);
    assert!(refused["errors"][0]["message"].as_str().unwrap().contains("source"), "{refused}");
    let version = &edited["editClient"]["client"]["version"];
    manager.graphql(&change("editClient", "EditClientInput"), edit(version, "Website")).await;
    manager.graphql(DELETE_NOTE, json!({"input": {"id": written["id"], "version": written["version"]}})).await;
    assert_eq!(codes(&undo(&manager, &done).await), ["moved_on"]);
    w.app.advance(chrono::Duration::hours(25));
    let manager = w.app.sign_in(&w.manager).await;
    assert_eq!(codes(&undo(&manager, &done).await), ["undo_over"]);
}

#[tokio::test]
async fn what_is_said_not_to_be_the_same_person_is_remembered_until_it_is_taken_back() {
    let w = world().await;
    let manager = w.app.sign_in(&w.manager).await;
    let (kept, other) = w.twins(&manager).await;
    let ids = json!({"id": kept["id"], "others": [other["id"]]});
    assert_eq!(manager.graphql(DISMISS, ids.clone()).await["dismissDuplicates"]["done"], true);
    assert_eq!(clusters(&manager, false).await["edges"], json!([]));
    assert_eq!(clusters(&manager, true).await["edges"][0]["node"]["clients"].as_array().unwrap().len(), 2);
    assert_eq!(manager.graphql(RECALL, ids).await["recallDuplicates"]["done"], true);
    assert_eq!(clusters(&manager, true).await["edges"], json!([]));
    assert_eq!(clusters(&manager, false).await["edges"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn pages_of_clusters_follow_one_another_without_a_gap() {
    let w = world().await;
    let manager = w.app.sign_in(&w.manager).await;
    for n in 1..=3 {
        w.one(&manager, n, json!({})).await;
        w.one(&manager, n, json!({"firstName": format!("Again{n}"), "phone": format!("+346999900{n:02}")})).await;
    }
    let (mut seen, mut after) = (Vec::new(), Value::Null);
    loop {
        let page =
            manager.graphql(super::merging::CLUSTERS, json!({"first": 1, "after": after})).await["duplicateClusters"]
                .take();
        for edge in page["edges"].as_array().unwrap() {
            seen.push(edge["node"]["clients"][1]["displayName"].as_str().unwrap().to_owned());
        }
        if page["pageInfo"]["hasNextPage"] == false {
            break;
        }
        after = page["pageInfo"]["endCursor"].clone();
    }
    assert_eq!(seen, ["Again3 Novak", "Again2 Novak", "Again1 Novak"]);
}

#[tokio::test]
async fn every_column_that_points_at_a_client_has_a_fate() {
    let w = world().await;
    let named: BTreeSet<(String, String)> =
        FATES.iter().map(|(table, column, _)| ((*table).to_owned(), (*column).to_owned())).collect();
    let mut admin = w.app.admin().await;
    let there: Vec<(String, String)> = sqlx::query_as(
        "SELECT c.conrelid::regclass::text, a.attname::text FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = ANY(c.conkey)
           WHERE c.contype = 'f' AND c.confrelid = 'crm.client'::regclass AND a.attname <> 'tenant_id'
         UNION SELECT 'crm.' || table_name, column_name FROM information_schema.columns WHERE table_schema = 'crm' AND column_name IN ('client_id', 'of_client')",
    )
    .fetch_all(&mut *admin)
    .await
    .unwrap();
    let there: BTreeSet<(String, String)> =
        there.into_iter().map(|(table, column)| (table.trim_start_matches("crm.").to_owned(), column)).collect();
    assert_eq!(there, named, "name it in crm_storage::FATES, and say what a merge does with it");
}

/// What the merge copied into a field of the broker's own, and a colleague wrote anew since, is not undone over.
#[tokio::test]
async fn undo_is_refused_when_a_field_that_the_merge_filled_was_changed() {
    let w = world().await;
    let manager = w.app.sign_in(&w.manager).await;
    let make = async |label: &str, kind: &str| {
        let document = "mutation M($input: CreateCustomFieldInput!) { createCustomField(input: $input) { field { id } errors { code path } } }";
        let made = manager.graphql(document, json!({"input": {"label": label, "kind": kind}})).await;
        made["createCustomField"]["field"]["id"].as_str().unwrap_or_else(|| panic!("{made}")).to_owned()
    };
    for (label, kind, theirs, changed) in [("Tier", "TEXT", "Gold", "Platinum"), ("Lots", "NUMBER", "3", "4")] {
        let field = make(label, kind).await;
        let (kept, other) = w.twins(&manager).await;
        let write = async |client: &Value, value: &str| {
            let version = now(&w, &manager, client).await["version"].clone();
            let values = json!([{"fieldId": field, "value": value}]);
            let input = json!({"id": client["id"], "version": version, "customFields": values});
            let edited = manager.graphql(&change("editClient", "EditClientInput"), json!({ "input": input })).await;
            assert_eq!(edited["editClient"]["errors"], json!([]), "{edited}");
        };
        write(&other, theirs).await;
        let (mine, yours) = (now(&w, &manager, &kept).await, now(&w, &manager, &other).await);
        let done = merge(&manager, input(&mine, &[&yours], json!([]))).await;
        assert_eq!(done["errors"], json!([]), "{done}");
        write(&kept, changed).await;
        let refused = undo(&manager, &done).await;
        assert_eq!(codes(&refused), ["changed"], "{refused}");
        assert!(refused["errors"][0]["message"].as_str().unwrap().contains(label), "{refused}");
        write(&kept, theirs).await;
        assert_eq!(undo(&manager, &done).await["errors"], json!([]), "twin: as the merge left it");
        for client in [&kept, &other] {
            let input = json!({"input": {"id": client["id"], "version": now(&w, &manager, client).await["version"], "reason": "Next case"}});
            manager
                .ask(
                    "mutation A($input: ArchiveClientInput!) { archiveClient(input: $input) { errors { code } } }",
                    input,
                )
                .await;
        }
    }
}

/// The next follow-up of each is that of his open tasks, after a merge and after its undo; call-backs of whom nobody may call
/// end with the merge, and come back with its undo.
#[tokio::test]
async fn follow_ups_go_with_the_tasks_of_merged_clients() {
    let w = world().await;
    let manager = w.app.sign_in(&w.manager).await;
    let (kept, other) = w.twins(&manager).await;
    let plan = async |client: &Value, hours: i64| {
        let due = w.app.clock.now() + chrono::Duration::hours(hours);
        let input = json!({"clientId": client["id"], "kind": "CALL_BACK", "dueAt": due});
        let document = "mutation M($input: CreateTaskInput!) { createTask(input: $input) { task { id version } errors { code } } }";
        let made = manager.graphql(document, json!({ "input": input })).await["createTask"].take();
        assert_eq!(made["errors"], json!([]), "{made}");
        made["task"].clone()
    };
    let sums = "SELECT count(*) FROM crm.client c WHERE c.next_follow_up_at IS DISTINCT FROM (SELECT min(t.due_at) FROM crm.task t WHERE t.tenant_id = c.tenant_id AND t.client_id = c.id AND t.state = 'open') AND c.merged_into_id IS NULL";
    let theirs = plan(&other, 2).await;
    plan(&kept, 48).await;
    let done =
        merge(&manager, input(&now(&w, &manager, &kept).await, &[&now(&w, &manager, &other).await], json!([]))).await;
    assert_eq!(done["errors"], json!([]), "{done}");
    assert_eq!(w.app.number(sums).await, 0, "after the merge");
    let end = "mutation M($input: ChangeTaskInput!) { changeTask(input: $input) { errors { code } } }";
    let ended = manager
        .graphql(
            end,
            json!({"input": {"id": theirs["id"], "version": task_version(&w, &theirs).await, "state": "DONE"}}),
        )
        .await;
    assert_eq!(ended["changeTask"]["errors"], json!([]), "{ended}");
    assert_eq!(undo(&manager, &done).await["errors"], json!([]));
    assert_eq!(w.app.number(sums).await, 0, "after the undo");

    let silence = "mutation M($input: SetDoNotCallInput!) { setDoNotCall(input: $input) { errors { code } } }";
    let version = now(&w, &manager, &other).await["version"].clone();
    let said = manager.graphql(silence, json!({"input": {"clientId": other["id"], "version": version, "doNotCall": true, "reason": "Asked for it"}})).await;
    assert_eq!(said["setDoNotCall"]["errors"], json!([]), "{said}");
    let done =
        merge(&manager, input(&now(&w, &manager, &kept).await, &[&now(&w, &manager, &other).await], json!([]))).await;
    assert_eq!(done["errors"], json!([]), "{done}");
    let open = "SELECT count(*) FROM crm.task WHERE state = 'open'";
    assert_eq!((w.app.number(open).await, w.app.number(sums).await), (0, 0), "nobody calls him");
    assert_eq!(undo(&manager, &done).await["errors"], json!([]));
    assert_eq!((w.app.number(open).await, w.app.number(sums).await), (1, 0), "the call-back is there again");
}

async fn task_version(w: &World, task: &Value) -> i64 {
    let id: crm_model::TaskId = crm_model::TaskId::parse(task["id"].as_str().unwrap()).unwrap();
    w.app.number(&format!("SELECT version::int8 FROM crm.task WHERE id = '{}'", id.uuid())).await
}
