//! What the schema cannot even be asked: totals over hidden values, ways back to clients, places that are no input.

use crate::entries::{self, Call};
use crate::inputs::Inputs;
use crate::places::{Kind, Place, row};
use crate::support::battery::{Battery, base};
use crate::versions::version_of;
use crate::world::World;
use serde_json::json;
use std::collections::BTreeSet;

/// MASK-07: no field and no argument ranks or totals by a value, and groups are by open fields alone; the count and the
/// groups refuse every filter on a value that their reader may not see, exactly as the list does.
#[tokio::test]
async fn mask_07_nothing_is_counted_by_what_is_masked() {
    let sdl = tenant_api::graphql::sdl();
    let grouped: Vec<&str> = sdl.lines().map(str::trim).filter(|line| line.contains("ClientGroupField")).collect();
    let groupings = ["enum ClientGroupField {", "by: ClientGroupField!", "groupBy: ClientGroupField"];
    let roots = |line: &&str| !line.starts_with("clientGroups(by: ClientGroupField!");
    assert!(grouped.iter().filter(|line| roots(line)).all(|line| groupings.contains(line)), "{grouped:?}");
    let choices = sdl.split("enum ClientGroupField {").nth(1).and_then(|rest| rest.split('}').next()).unwrap();
    let choices: Vec<&str> = choices.split_whitespace().collect();
    assert_eq!(
        choices,
        ["SALES_STATUS", "RETENTION_STATUS", "OWNER", "TEAM", "COUNTRY"],
        "none of them is ever masked"
    );
    let sdl = sdl.to_lowercase().replace("groupby: clientgroupfield", "");
    for word in [
        "groupby",
        "group_by",
        "aggregate",
        "facet",
        "distinct",
        "histogram",
        "bucket",
        "min(",
        "max(",
        "average",
        "sum(",
    ] {
        assert!(!sdl.contains(word), "the schema has {word}: say in this test what it may be asked of whom");
    }
    let world = World::new().await;
    let (agent, manager) = (world.actor("Agent"), &world.vera);
    let count = "query N($filter: ClientFilter) { clientCount(filter: $filter) { value } }";
    let groups = "query N($filter: ClientFilter) { clientGroups(by: OWNER, filter: $filter) { groups { count } } }";
    let probes = [
        json!({"email": {"equals": "agent@novak.example"}}),
        json!({"email": {"domain": "novak.example"}}),
        json!({"phone": {"equals": "+34612345678"}}),
        json!({"phone": {"lastFour": "5678"}}),
        json!({"underAge": false}),
        json!({"or": [{"country": ["ES"]}, {"email": {"domain": "novak.example"}}]}),
        json!({"not": {"email": {"domain": "novak.example"}}}),
    ];
    for filter in probes {
        let found = manager.browser.graphql(count, json!({ "filter": filter })).await;
        assert!(found["clientCount"]["value"].as_i64().is_some(), "the allowed twin: {filter}");
        let found = manager.browser.graphql(groups, json!({ "filter": filter })).await;
        assert!(found["clientGroups"]["groups"].is_array(), "the allowed twin: {filter}");
        for document in [count, groups] {
            let refused = agent.browser.ask(document, json!({ "filter": filter })).await;
            assert!(refused.text().contains("field_not_filterable"), "{filter}: {}", refused.text());
        }
    }
    // one reader's counts of the same clients differ by reach alone, not by values
    let mine = agent.browser.graphql(count, json!({"filter": {"country": ["ES"]}})).await;
    assert_eq!(mine["clientCount"]["value"], 1);
    let mine = agent.browser.graphql(groups, json!({})).await;
    assert_eq!(mine["clientGroups"]["groups"], json!([{"count": 1}]));
}

/// RBAC-13: from a client no path leads to other clients, and from people, teams and roles none leads to any.
#[test]
fn rbac_13_no_edge_leads_to_clients_but_the_roots() {
    let battery = Battery::of_schema();
    let mut holders = BTreeSet::new();
    for name in battery.types() {
        for field in battery.root(name) {
            if base(&field.ty.node) == "Client" {
                holders.insert(format!("{name}.{}", field.name.node));
            }
        }
    }
    // tasks are listed and found within the reach of their clients; clusters hold clients within reach alone, and a merge gives
    // back the one that its caller may change
    let expected = [
        "ClientEdge.node",
        "ClientPayload.client",
        "DuplicateCluster.clients",
        "MergePayload.client",
        "Query.client",
        "TaskEdge.client",
        "TaskPayload.client",
    ];
    assert_eq!(
        holders.iter().map(String::as_str).collect::<Vec<_>>(),
        expected,
        "a new edge to clients needs reach of its own"
    );
    for field in battery.root("Client").iter().chain(battery.root("ClientProfile")) {
        let inner = base(&field.ty.node);
        assert!(
            !["ClientConnection", "StaffMember", "Team", "Viewer"].contains(&inner),
            "{} opens a second way",
            field.name.node
        );
    }
}

/// RBAC-08, ISO-05: a place that is no place of an input is refused wherever it is put, and nothing is changed.
#[tokio::test]
async fn rbac_08_what_is_no_place_of_an_input_is_refused() {
    let world = World::new().await;
    let (battery, inputs) = (Battery::of_schema(), Inputs::of_schema());
    let north = world.north.tenant.id.to_string();
    let extras = [
        "tenant_id",
        "tenantId",
        "tenant",
        "kycStatus",
        "balance",
        "createdAt",
        "locked",
        "number",
        "permissions",
        "isOperator",
        "actorId",
        "archivedAt",
        "mustResetPassword",
    ];
    let mut tried = 0;
    for entry in entries::all() {
        let fields = [battery.root("Query"), battery.root("Mutation")].concat();
        let field = fields.iter().find(|field| field.name.node == entry.operation).unwrap();
        for argument in &field.arguments {
            let name = argument.node.name.node.as_str();
            let Some(known) = inputs.fields(base(&argument.node.ty.node)) else { continue };
            for extra in extras.iter().filter(|extra| !known.contains(&(**extra).to_owned())) {
                let own = if entry.kind.is_personal() { Place::Own } else { Place::Other };
                let named =
                    if entry.kind == Kind::Nothing { String::new() } else { row(&world, &world.vera, entry.kind, own) };
                let version = version_of(&world, &named).await;
                let call = Call { world: &world, me: &world.vera, id: &named, version };
                let mut variables = (entry.variables)(&call);
                variables[name][*extra] = json!(north);
                let code = world.vera.browser.graphql_refusal(&battery.operation(entry.operation), variables).await;
                assert_eq!(code, "invalid_input", "{} with {name}.{extra}", entry.operation);
                tried += 1;
            }
        }
        // beside the input: a variable and an argument that the operation does not have
        let mut variables = json!({});
        variables["tenantId"] = json!(north);
        let answer = world.vera.browser.ask(&battery.operation(entry.operation), variables).await;
        assert_eq!(answer.json()["errors"][0]["extensions"]["code"], "invalid_input", "{}", entry.operation);
    }
    assert_eq!(world.rows.written(&world.app).await, Vec::<String>::new());
    assert!(tried > 300, "{tried} places were tried");
}
