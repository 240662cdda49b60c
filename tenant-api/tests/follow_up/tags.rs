//! The broker's tags: made, changed and deleted by whoever manages the settings.

use crate::floor::floor;
use crm_testing::Browser;
use serde_json::{Value, json};

const CREATE: &str = "mutation M($input: CreateTagInput!) { createTag(input: $input) { tag { id version name color } errors { code path } } }";
const CHANGE: &str = "mutation M($input: ChangeTagInput!) { changeTag(input: $input) { tag { version name color } errors { code path } } }";
const DELETE: &str =
    "mutation M($input: DeleteInput!) { deleteTag(input: $input) { deletedId errors { code message path } } }";

fn uuid(id: &str) -> uuid::Uuid {
    crm_model::ClientId::parse(id).unwrap().uuid()
}

async fn names(who: &Browser) -> Vec<String> {
    let answer = who.graphql("{ viewer { broker { tags { name } } } }", json!({})).await;
    let tags = answer["viewer"]["broker"]["tags"].as_array().unwrap().clone();
    tags.iter().map(|tag| tag["name"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn tags_are_made_changed_given_and_deleted_once_no_client_has_them() {
    let f = floor().await;
    let send = async |document: &str, input: Value| f.manager.graphql(document, json!({ "input": input })).await;
    let made = send(CREATE, json!({"name": " Fair of Lisbon ", "color": "#2F6FDB"})).await["createTag"]["tag"].clone();
    assert_eq!(
        (&made["name"], &made["color"], &made["version"]),
        (&json!("Fair of Lisbon"), &json!("#2f6fdb"), &json!(1))
    );
    assert_eq!(names(&f.ana).await, ["Fair of Lisbon", "Newsletter", "VIP"], "everybody has it");

    let id = made["id"].clone();
    let renamed = send(CHANGE, json!({"id": id, "version": 1, "name": "Fair", "color": "#0e8a8a"})).await;
    assert_eq!(renamed["changeTag"]["tag"], json!({"version": 2, "name": "Fair", "color": "#0e8a8a"}));
    let stale = send(CHANGE, json!({"id": id, "version": 1, "name": "Late"})).await;
    assert_eq!(stale["changeTag"]["errors"][0]["code"], "conflict");
    let same = send(CHANGE, json!({"id": id, "version": 2, "name": "Fair"})).await;
    assert_eq!(same["changeTag"]["tag"]["version"], 2, "nothing to keep");
    let taken = send(CHANGE, json!({"id": id, "version": 2, "name": "VIP"})).await;
    assert_eq!(taken["changeTag"]["errors"], json!([{"code": "taken", "path": ["name"]}]));
    let alike = send(CREATE, json!({"name": "vip", "color": "#000000"})).await;
    assert_eq!(alike["createTag"]["errors"][0]["code"], "taken", "a file could not tell them apart");
    let divides = send(CREATE, json!({"name": "Lisbon, May", "color": "#000000"})).await;
    assert_eq!(divides["createTag"]["errors"], json!([{"code": "divides", "path": ["name"]}]));
    f.app.sql("UPDATE crm.tag SET name = 'Fair; May' WHERE name = 'Fair'").await;
    let painted = send(CHANGE, json!({"id": id, "version": 2, "name": "Fair; May", "color": "#0e8a8b"})).await;
    assert_eq!(painted["changeTag"]["errors"], json!([]), "a name that it has already is no reason against a colour");
    f.app.sql("UPDATE crm.tag SET name = 'Fair', version = 2 WHERE name = 'Fair; May'").await;
    let wrong = send(CREATE, json!({"name": " ", "color": "red"})).await;
    assert_eq!(
        wrong["createTag"]["errors"],
        json!([{"code": "required", "path": ["name"]}, {"code": "invalid_color", "path": ["color"]}])
    );
    let long = send(CREATE, json!({"name": "x".repeat(41), "color": "#000000"})).await;
    assert_eq!(long["createTag"]["errors"][0]["code"], "too_long");

    let olga = f.lead(&f.ana_is, "Olga").await;
    let give = "mutation M($input: ChangeClientTagsInput!) { changeClientTags(input: $input) { errors { code } } }";
    let change = |add: Vec<&Value>, remove: Vec<&Value>, version: i32| json!({"input": {"id": olga, "version": version, "add": add, "remove": remove}});
    assert_eq!(f.ana.graphql(give, change(vec![&id], vec![], 1)).await["changeClientTags"]["errors"], json!([]));
    let held = send(DELETE, json!({"id": id, "version": 2})).await["deleteTag"]["errors"][0].clone();
    assert_eq!((&held["code"], &held["path"]), (&json!("in_use"), &json!(["id"])));
    assert!(held["message"].as_str().unwrap().contains("(1, archived ones counted)"), "{held}");
    let version = f.ana.graphql("query C($id: ID!) { client(id: $id) { version } }", json!({"id": olga})).await;
    let version = version["client"]["version"].as_i64().and_then(|n| i32::try_from(n).ok()).unwrap();
    let take = "mutation M($input: ChangeClientTagsInput!) { changeClientTags(input: $input) { undoToken } }";
    let token = f.ana.graphql(take, change(vec![], vec![&id], version)).await["changeClientTags"]["undoToken"].clone();
    // a client that was merged into another is found nowhere: it keeps no tag from being deleted
    let petr = uuid(&f.lead(&f.ana_is, "Petr").await);
    f.app.sql(&format!("INSERT INTO crm.client_tag SELECT c.tenant_id, c.id, t.id FROM crm.client c, crm.tag t WHERE c.id = '{petr}' AND t.name = 'Fair'")).await;
    f.app.sql(&format!("UPDATE crm.client SET merged_into_id = '{}' WHERE id = '{petr}'", uuid(&olga))).await;
    let stale = send(DELETE, json!({"id": id, "version": 1})).await;
    assert_eq!(stale["deleteTag"]["errors"][0]["code"], "conflict");
    assert_eq!(send(DELETE, json!({"id": id, "version": 2})).await["deleteTag"]["deletedId"], id);
    let undo = "mutation U($token: String!) { undo(token: $token) { errors { code } } }";
    let undone = f.ana.graphql(undo, json!({ "token": token })).await["undo"]["errors"].clone();
    assert_eq!(undone, json!([]), "he stands as before, but for the tag that is gone");
    assert_eq!(names(&f.ana).await, ["Newsletter", "VIP"]);

    let trail = "{ auditEvents(first: 5, filter: {actions: [\"tag.created\", \"tag.changed\", \"tag.deleted\"]}) { edges { node { action targetId changes { field before { display } after { display } } } } } }";
    let events = f.manager.graphql(trail, json!({})).await["auditEvents"]["edges"].clone();
    let said: Vec<&Value> = events.as_array().unwrap().iter().map(|event| &event["node"]["action"]).collect();
    assert_eq!(said, ["tag.deleted", "tag.changed", "tag.changed", "tag.created"]);
    assert!(events.as_array().unwrap().iter().all(|event| event["node"]["targetId"] == id));
    assert_eq!(events[2]["node"]["changes"][0]["before"]["display"], "Fair of Lisbon");
}

/// ISO-02, RBAC: another broker's tag is nobody's; tags are for whoever manages the settings, with a fresh code.
#[tokio::test]
async fn iso_02_another_brokers_tags_are_nobodys() {
    let f = floor().await;
    let north = f.app.tenant("north").await;
    let theirs = north.tags["VIP"].to_string();
    for (document, input) in
        [(CHANGE, json!({"id": theirs, "version": 1, "name": "Ours"})), (DELETE, json!({"id": theirs, "version": 1}))]
    {
        assert_eq!(f.manager.graphql_refusal(document, json!({ "input": input })).await, "not_found");
    }
    let input = json!({"name": "Mine", "color": "#000000"});
    assert_eq!(f.leader.graphql_refusal(CREATE, json!({"input": input.clone()})).await, "forbidden");
    f.app.advance(chrono::Duration::minutes(11));
    assert_eq!(f.manager.graphql_refusal(CREATE, json!({ "input": input })).await, "step_up_required");
}
