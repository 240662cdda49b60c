//! What these stories send, and how they arrange an office.

use crate::support::options;
use crm_access::{FieldClass, FieldRule, Grant, Permission, ReachLevel, Relation, RoleRules, Visibility};
use crm_testing::{Browser, TestApp};
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::sync::Arc;

pub const ERRORS: &str = "errors { code message path }";

/// A mutation with one input; gives its payload.
pub async fn change(browser: &Browser, field: &str, ty: &str, selection: &str, input: Value) -> Value {
    let document = format!("mutation M($input: {ty}!) {{ {field}(input: $input) {{ {selection} {ERRORS} }} }}");
    browser.graphql(&document, json!({ "input": input })).await[field].take()
}

/// The same, refused as a whole; gives the code.
pub async fn refused(browser: &Browser, field: &str, ty: &str, input: Value) -> String {
    let document = format!("mutation M($input: {ty}!) {{ {field}(input: $input) {{ {ERRORS} }} }}");
    browser.graphql_refusal(&document, json!({ "input": input })).await
}

/// The code of the first thing that was wrong with an input; empty when it was done.
pub fn code(payload: &Value) -> &str {
    payload["errors"][0]["code"].as_str().unwrap_or_default()
}

pub async fn edit_staff(browser: &Browser, input: Value) -> Value {
    change(
        browser,
        "editStaff",
        "EditStaffInput",
        "staff { id version name team { id } roles { id name } status }",
        input,
    )
    .await
}

pub async fn change_status(browser: &Browser, input: Value) -> Value {
    change(browser, "changeStaffStatus", "ChangeStaffStatusInput", "staff { id version status }", input).await
}

pub async fn edit_role(browser: &Browser, input: Value) -> Value {
    change(browser, "editRole", "EditRoleInput", "role { id version name grants { permission reach } }", input).await
}

pub async fn create_role(browser: &Browser, input: Value) -> Value {
    change(browser, "createRole", "CreateRoleInput", "role { id version name }", input).await
}

/// The version of a row now.
pub async fn version(app: &TestApp, table: &str, id: uuid::Uuid) -> i64 {
    app.number(&format!("SELECT version::int8 FROM crm.{table} WHERE id = '{id}'")).await
}

/// What a role allows, with every field in full.
pub fn rules(grants: &[(Permission, ReachLevel)]) -> RoleRules {
    RoleRules {
        denies: Vec::new(),
        grants: grants.iter().map(|(permission, reach)| Grant { permission: *permission, reach: *reach }).collect(),
        fields: FieldClass::ALL
            .iter()
            .map(|class| FieldRule { class: *class, relation: Relation::Any, visibility: Visibility::Full })
            .collect(),
    }
}

/// The names of the clients that somebody's list shows.
pub async fn listed(browser: &Browser) -> Vec<String> {
    let data = browser.graphql("{ clients(first: 50) { edges { node { displayName } } } }", json!({})).await;
    let edges = data["clients"]["edges"].as_array().unwrap();
    let mut names: Vec<String> =
        edges.iter().map(|edge| edge["node"]["displayName"].as_str().unwrap().to_owned()).collect();
    names.sort();
    names
}

/// Registers a client for an owner; gives its id.
pub async fn client_of(manager: &Browser, first_name: &str, owner: &crm_testing::Person) -> String {
    let input = json!({"kind": "INDIVIDUAL", "firstName": first_name, "lastName": "Novak", "ownerId": owner.id.to_string(),
        "email": format!("{}@novak.example", first_name.to_lowercase()), "phone": "+34 612 345 678"});
    let made = change(manager, "createClient", "CreateClientInput", "client { id }", input).await;
    made["client"]["id"].as_str().unwrap_or_else(|| panic!("{made}")).to_owned()
}

/// The application behind a port of this machine.
pub async fn listen(app: &TestApp) -> SocketAddr {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let options = options();
    let shutdown = options.shutdown.clone();
    let router = tenant_api::build(Arc::clone(&app.app), options);
    tokio::spawn(tenant_api::http::server::serve(listener, router, shutdown));
    address
}
