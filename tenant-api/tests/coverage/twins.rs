//! Clients that are the same person: two that are still two, and two that were merged.

use crate::actors::everything_known;
use crm_testing::Browser;
use serde_json::{Value, json};

/// What a broker has of them.
#[derive(Debug)]
pub struct Twins {
    pub one: String,
    pub other: String,
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
        open(manager, &[&one, &other]).await;
        let input = json!({"kept": {"id": kept, "version": 1}, "others": [{"id": gone, "version": 1}], "reason": "The same person twice"});
        let document = "mutation M($input: MergeClientsInput!) { mergeClients(input: $input) { merge { id } errors { code message } } }";
        let merged = manager.graphql(document, json!({ "input": input })).await;
        let merge = merged["mergeClients"]["merge"]["id"].as_str().unwrap_or_else(|| panic!("{merged}")).to_owned();
        Self { one, other, merge }
    }
}

async fn register(manager: &Browser, first_name: &str) -> String {
    let create =
        "mutation M($input: CreateClientInput!) { createClient(input: $input) { client { id } errors { code path } } }";
    let made = manager.graphql(create, json!({"input": everything_known(first_name)})).await;
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
