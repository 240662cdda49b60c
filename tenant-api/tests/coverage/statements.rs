//! GQL-13: a list of a hundred costs as many statements as a list of ten.

use crate::actors::everything_known;
use crate::support::battery::Battery;
use crate::support::wire::Wire;
use crate::support::{options, start};
use axum::body::Body;
use axum::extract::ConnectInfo;
use crm_app::App;
use crm_storage::DbOptions;
use crm_testing::Browser;
use http_body_util::BodyExt;
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::sync::Arc;
use tower::ServiceExt;

/// Most statements that one reading field may take: the session, its rights, opening and closing, and a handful of lists. The
/// longest is a timeline, which asks for whom its client stands in as well.
const MOST: u64 = 17;

/// The columns of the list.
const LIST: &str = "query L($first: Int) { clients(first: $first) { edges { cursor node { id number version kind stage displayName email { display masked canReveal present } phone { display masked canReveal present } country language salesStatus { id name } retentionStatus { id name } kycStatus status owner { id name } team { id name } tags { id name color } source createdAt updatedAt actions { action allowed reason stepUp } } } pageInfo { hasNextPage } } }";

/// The application behind a watched way to its database.
struct Watched {
    app: Arc<App>,
    router: axum::Router,
    wire: Wire,
}

impl Watched {
    /// What came back, and how many statements it took.
    async fn ask(&self, browser: &Browser, document: &str, variables: &Value) -> (Value, u64) {
        let before = self.wire.statements();
        let body = json!({"query": document, "variables": variables});
        let mut request = browser.request(http::Method::POST, "/graphql", Some(&body)).map(Body::from);
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([198, 51, 100, 7], 4711))));
        let answer = self.router.clone().oneshot(request).await.unwrap();
        let bytes = answer.into_body().collect().await.unwrap().to_bytes();
        let body: Value = serde_json::from_slice(&bytes).unwrap();
        assert!(body["errors"].is_null(), "{document}: {body}");
        self.rest().await;
        (body["data"].clone(), self.wire.statements() - before)
    }

    /// Until every connection is tidy again: that may be after the answer.
    async fn rest(&self) {
        loop {
            let (open, idle) = self.app.db.pool_state();
            if usize::try_from(open).unwrap() == idle {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(2)).await;
        }
    }
}

#[tokio::test]
async fn gql_13_a_longer_list_takes_no_more_statements() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let maria = app.staff(&atlas, "CRM Manager").await;
    let manager = app.sign_in(&maria).await;
    let create =
        "mutation M($input: CreateClientInput!) { createClient(input: $input) { client { id } errors { code } } }";
    let tag = json!([atlas.tags["VIP"].to_string()]);
    let mut client = Value::Null;
    for n in 0..100 {
        let mut input = everything_known(&format!("Client{n}"));
        (input["ownerId"], input["tagIds"]) = (json!(maria.id.to_string()), tag.clone());
        client = manager.graphql(create, json!({ "input": input })).await["createClient"]["client"]["id"].clone();
    }
    manager.graphql("mutation M($id: ID!) { openClient(id: $id) { errors { code } } }", json!({"id": client})).await;
    for n in 0..30 {
        let note = json!({"input": {"clientId": client, "text": format!("Note {n}")}});
        manager.graphql("mutation M($input: AddNoteInput!) { addNote(input: $input) { errors { code } } }", note).await;
    }
    let wire = Wire::open(&app).await;
    let behind = Arc::new(app.another(|other| other.db = app.database_at(wire.url.clone(), 4, DbOptions::REQUEST)));
    let watched = Watched { app: Arc::clone(&behind), router: tenant_api::build(behind, options()), wire };
    let battery = Battery::of_schema();
    watched.ask(&manager, "{ viewer { email } }", &json!({})).await;

    let pages = [
        ("clients", LIST.to_owned(), json!({})),
        ("auditEvents", battery.operation("auditEvents"), json!({})),
        ("clientTimeline", battery.operation("clientTimeline"), json!({ "clientId": client })),
    ];
    for (operation, document, argument) in pages {
        let mut costs = Vec::new();
        for first in [10, 100] {
            let mut variables = argument.clone();
            variables["first"] = json!(first);
            let (data, cost) = watched.ask(&manager, &document, &variables).await;
            let rows = data[operation]["edges"].as_array().unwrap().len();
            assert!(rows >= first.min(30), "{operation}: {rows} rows");
            costs.push(cost);
        }
        assert_eq!(costs[0], costs[1], "{operation} of 10 and of 100");
        assert!(costs[1] <= MOST, "{operation}: {} statements", costs[1]);
    }

    let lists = [
        "staffMembers",
        "teams",
        "roles",
        "apiKeys",
        "tradingServers",
        "sessions",
        "assignableStaff",
        "palette",
        "viewer",
    ];
    let variables = |operation: &str| if operation == "palette" { json!({"search": "c"}) } else { json!({}) };
    let mut before = Vec::new();
    for operation in lists {
        // what is known of trading servers is brought up to date when it is time to, whatever is asked for: not counted
        watched.ask(&manager, &battery.operation(operation), &variables(operation)).await;
        before.push(watched.ask(&manager, &battery.operation(operation), &variables(operation)).await.1);
    }
    for n in 0..50 {
        let invite = json!({"name": format!("Copy {n}"), "email": format!("copy{n}@people.example"), "roleIds": [atlas.role("Agent").to_string()]});
        let document = "mutation M($input: InviteStaffInput!) { inviteStaff(input: $input) { errors { code } } }";
        manager.graphql(document, json!({ "input": invite })).await;
        let team = json!({"name": format!("Team {n}"), "desk": "SALES", "leaderId": maria.id.to_string()});
        let document = "mutation M($input: CreateTeamInput!) { createTeam(input: $input) { errors { code } } }";
        manager.graphql(document, json!({ "input": team })).await;
        let role = json!({"name": format!("Role {n}"), "description": "", "grants": [{"permission": "client.view", "reach": "OWN"}], "fields": []});
        let document = "mutation M($input: CreateRoleInput!) { createRole(input: $input) { errors { code } } }";
        manager.graphql(document, json!({ "input": role })).await;
    }
    app.sql("UPDATE crm.staff SET status = 'active'").await;
    // the rights are compiled anew once
    watched.ask(&manager, "{ viewer { email } }", &json!({})).await;
    for (operation, before) in lists.iter().zip(before) {
        watched.ask(&manager, &battery.operation(operation), &variables(operation)).await;
        let (data, cost) = watched.ask(&manager, &battery.operation(operation), &variables(operation)).await;
        if ["staffMembers", "teams", "roles", "assignableStaff"].contains(operation) {
            assert!(data[*operation].as_array().unwrap().len() >= 50, "{operation}");
        }
        assert_eq!(cost, before, "{operation} with fifty more");
        assert!(cost <= MOST, "{operation}: {cost} statements");
    }
}
