//! Clients that are the same person: two that are still two, and two that were merged.

use crate::actors::everything_known;
use crm_testing::Browser;
use serde_json::{Value, json};

/// What a broker has of them.
#[derive(Debug)]
pub struct Twins {
    pub one: String,
    pub other: String,
    /// A company with the same number: never merged with a person.
    pub company: String,
    /// A merge that can be taken back.
    pub merge: String,
}

impl Twins {
    /// A manager registers and merges; the profiles of the two stay open in the manager's session.
    pub async fn of(manager: &Browser) -> Self {
        let [one, other, kept, gone] = [
            register(manager, "Inge").await,
            register(manager, "Inga").await,
            register(manager, "Karl").await,
            register(manager, "Carl").await,
        ];
        let company = register_as(manager, "Inges", "CORPORATE").await;
        open(manager, &[&one, &other]).await;
        let note = "mutation M($input: AddNoteInput!) { addNote(input: $input) { errors { code } } }";
        let noted = manager.graphql(note, json!({"input": {"clientId": other, "text": "Registered twice"}})).await;
        assert_eq!(noted["addNote"]["errors"], json!([]), "{noted}");
        let input = json!({"kept": {"id": kept, "version": 1}, "others": [{"id": gone, "version": 1}], "reason": "The same person twice"});
        let document = "mutation M($input: MergeClientsInput!) { mergeClients(input: $input) { merge { id } errors { code message } } }";
        let merged = manager.graphql(document, json!({ "input": input })).await;
        let merge = merged["mergeClients"]["merge"]["id"].as_str().unwrap_or_else(|| panic!("{merged}")).to_owned();
        Self { one, other, company, merge }
    }
}

async fn register(manager: &Browser, first_name: &str) -> String {
    register_as(manager, first_name, "INDIVIDUAL").await
}

/// With a number of their own: one that many clients share makes no cluster.
async fn register_as(manager: &Browser, first_name: &str, kind: &str) -> String {
    let create =
        "mutation M($input: CreateClientInput!) { createClient(input: $input) { client { id } errors { code path } } }";
    let mut input = everything_known(first_name);
    (input["kind"], input["phone"]) = (json!(kind), json!("+34 655 010 203"));
    let made = manager.graphql(create, json!({ "input": input })).await;
    made["createClient"]["client"]["id"].as_str().unwrap_or_else(|| panic!("{made}")).to_owned()
}

/// Opens profiles in a session.
pub async fn open(browser: &Browser, clients: &[&str]) {
    let document = "mutation M($id: ID!) { openClient(id: $id) { client { id } errors { code } } }";
    for id in clients {
        let opened: Value = browser.graphql(document, json!({ "id": id })).await;
        assert_eq!(opened["openClient"]["client"]["id"], **id, "{opened}");
    }
}
