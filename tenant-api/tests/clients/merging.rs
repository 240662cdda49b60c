//! How these stories look for duplicates, merge, and take merges back.

use super::world::{World, olga, with};
use crm_testing::Browser;
use serde_json::{Value, json};

pub const WHY: &str = "The same person registered twice";
pub const CLUSTERS: &str = "query Q($first: Int, $after: String, $dismissed: Boolean) { duplicateClusters(first: $first, after: $after, dismissed: $dismissed) { edges { cursor node { sharedBy clients { id displayName email { display masked } phone { display masked } } } } pageInfo { hasNextPage endCursor } unchecked } }";
pub const PREVIEW: &str = "query Q($kept: ID!, $others: [ID!]!) { mergePreview(keptId: $kept, otherIds: $others) { preview { clients { id version } fields { field fromId choosable values { clientId value { display masked present } } } moves { what count } contacts blockers { block message clientId } } errors { code message } } }";
pub const MERGE: &str = "mutation M($input: MergeClientsInput!) { mergeClients(input: $input) { client { id version displayName } merge { id undoable others { id number } } errors { code message path } } }";
pub const UNDO: &str = "mutation M($id: ID!) { undoMerge(id: $id) { client { id version } merge { id undoable undoneAt } errors { code message } } }";
pub const DISMISS: &str = "mutation M($id: ID!, $others: [ID!]!) { dismissDuplicates(clientId: $id, otherIds: $others) { done errors { code } } }";
pub const RECALL: &str = "mutation M($id: ID!, $others: [ID!]!) { recallDuplicates(clientId: $id, otherIds: $others) { done errors { code } } }";
pub const INTO: &str = "query Q($id: ID!) { clientMergedInto(id: $id) { id number displayName } }";
pub const MERGES: &str =
    "query Q($id: ID!) { clientMerges(clientId: $id) { id undoable undoneAt others { id } createdBy { name } } }";

/// What a merge takes: each at the version that was seen.
pub fn input(kept: &Value, others: &[&Value], choices: Value) -> Value {
    let named = |client: &Value| json!({"id": client["id"], "version": client["version"]});
    let others: Vec<Value> = others.iter().map(|other| named(other)).collect();
    json!({"kept": named(kept), "others": others, "choices": choices, "reason": WHY})
}

pub async fn merge(browser: &Browser, input: Value) -> Value {
    browser.graphql(MERGE, json!({ "input": input })).await["mergeClients"].take()
}

pub async fn undo(browser: &Browser, merge: &Value) -> Value {
    browser.graphql(UNDO, json!({"id": merge["merge"]["id"]})).await["undoMerge"].take()
}

pub async fn clusters(browser: &Browser, dismissed: bool) -> Value {
    browser.graphql(CLUSTERS, json!({ "dismissed": dismissed })).await["duplicateClusters"].take()
}

pub async fn preview(browser: &Browser, kept: &Value, others: &[&Value]) -> Value {
    let others: Vec<&Value> = others.iter().map(|other| &other["id"]).collect();
    browser.graphql(PREVIEW, json!({"kept": kept["id"], "others": others})).await["mergePreview"].take()
}

/// The codes of what was wrong.
pub fn codes(answer: &Value) -> Vec<&str> {
    answer["errors"].as_array().unwrap().iter().map(|error| error["code"].as_str().unwrap()).collect()
}

impl World {
    /// Olga, and Olga again with another number and neither a date of birth nor an address; both of Ana's.
    pub async fn twins(&self, manager: &Browser) -> (Value, Value) {
        let own = json!({"ownerId": self.ana.id.to_string()});
        let mut bare = olga();
        bare.as_object_mut().unwrap().retain(|name, _| !["dateOfBirth", "address", "source"].contains(&name.as_str()));
        let kept = self.create(manager, with(with(bare, json!({"phone": "+34 612 000 111"})), own.clone())).await;
        let other = self.create(manager, with(with(olga(), json!({"firstName": "Olya"})), own)).await;
        (kept, other)
    }
}
