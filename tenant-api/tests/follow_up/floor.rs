//! A sales floor: a manager, a leader with Ana in Madrid, Tom in Lisbon.

use crate::support::start;
use chrono::{DateTime, Duration, Utc};
use crm_testing::{Broker, Browser, Person, TestApp};
use serde_json::{Value, json};

pub struct Floor {
    pub app: TestApp,
    pub atlas: Broker,
    pub manager: Browser,
    pub leader: Browser,
    pub ana: Browser,
    pub tom: Browser,
    pub ana_is: Person,
    pub tom_is: Person,
}

const CLIENT: &str =
    "client { id version doNotCall nextFollowUpAt lastContactAt salesStatus { id name } owner { name } }";
const ERRORS: &str = "errors { code message path }";

pub async fn floor() -> Floor {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let lead = app.staff(&atlas, "Team Leader").await;
    let madrid = app.team(&atlas, "Madrid", None, Some(lead.id)).await;
    let lisbon = app.team(&atlas, "Lisbon", None, None).await;
    let manager = app.staff(&atlas, "CRM Manager").await;
    let ana_is = app.staff_in(&atlas, &["Agent"], Some(madrid)).await;
    let tom_is = app.staff_in(&atlas, &["Agent"], Some(lisbon)).await;
    let manager = app.sign_in(&manager).await;
    let (leader, ana, tom) = (app.sign_in(&lead).await, app.sign_in(&ana_is).await, app.sign_in(&tom_is).await);
    Floor { app, atlas, manager, leader, ana, tom, ana_is, tom_is }
}

impl Floor {
    pub fn later(&self, hours: i64) -> DateTime<Utc> {
        self.app.clock.now() + Duration::hours(hours)
    }

    /// Registers a lead of somebody's; gives its id.
    pub async fn lead(&self, owner: &Person, name: &str) -> String {
        let create =
            "mutation M($input: CreateClientInput!) { createClient(input: $input) { client { id } errors { code } } }";
        let input =
            json!({"kind": "INDIVIDUAL", "firstName": name, "lastName": "Novak", "ownerId": owner.id.to_string()});
        let made = self.manager.graphql(create, json!({ "input": input })).await;
        made["createClient"]["client"]["id"].as_str().unwrap_or_else(|| panic!("{made}")).to_owned()
    }

    /// Runs a mutation with one input; gives its payload.
    pub async fn change(&self, who: &Browser, name: &str, input: Value) -> Value {
        let mut chars = name.chars();
        let kind: String = chars.next().unwrap().to_uppercase().chain(chars).collect();
        let shows = match name {
            "createTask" | "changeTask" => {
                format!("task {{ id version kind state dueAt text hasText assignee {{ name }} }} {CLIENT}")
            }
            "createClientStatus" | "changeClientStatus" => {
                "status { id version name color position anyNext nextIds retired }".to_owned()
            }
            _ => format!("{CLIENT} undoToken"),
        };
        let document = format!("mutation M($input: {kind}Input!) {{ {name}(input: $input) {{ {shows} {ERRORS} }} }}");
        who.graphql(&document, json!({ "input": input })).await[name].clone()
    }

    /// Plans a call-back in so many minutes; gives the task.
    pub async fn call_back(&self, who: &Browser, client: &str, minutes: i64, text: &str) -> Value {
        let due = self.app.clock.now() + Duration::minutes(minutes);
        let input = json!({"clientId": client, "kind": "CALL_BACK", "dueAt": due, "text": text});
        let made = self.change(who, "createTask", input).await;
        assert_eq!(made["errors"], json!([]), "{made}");
        made["task"].clone()
    }

    /// The queue as `(client, text)`, in its order.
    pub async fn queue(&self, who: &Browser, whose: &str) -> Vec<(String, Option<String>)> {
        let document = "query Q($whose: QueueWhose) { taskQueue(whose: $whose) { edges { node { text } client { displayName } } } }";
        let data = who.graphql(document, json!({ "whose": whose })).await;
        let edges = data["taskQueue"]["edges"].as_array().unwrap();
        let row = |e: &Value| {
            (e["client"]["displayName"].as_str().unwrap().to_owned(), e["node"]["text"].as_str().map(str::to_owned))
        };
        edges.iter().map(row).collect()
    }

    /// Names of the fresh leads.
    pub async fn fresh(&self, who: &Browser, whose: &str) -> Vec<String> {
        let document = "query F($whose: QueueWhose) { freshLeads(whose: $whose) { edges { node { displayName } } } }";
        let data = who.graphql(document, json!({ "whose": whose })).await;
        let edges = data["freshLeads"]["edges"].as_array().unwrap();
        edges.iter().map(|e| e["node"]["displayName"].as_str().unwrap().to_owned()).collect()
    }

    /// A client as a list shows it.
    pub async fn client(&self, who: &Browser, id: &str) -> Value {
        let document = format!("query C($id: ID!) {{ {} }}", CLIENT.replacen("client", "client(id: $id)", 1));
        who.graphql(&document, json!({ "id": id })).await["client"].clone()
    }

    /// The team of a person.
    pub async fn team_of(&self, person: &Person) -> Option<crm_model::TeamId> {
        let found: Option<sqlx::types::Uuid> = sqlx::query_scalar("SELECT team_id FROM crm.staff WHERE id = $1")
            .bind(person.id.uuid())
            .fetch_one(&mut *self.app.admin().await)
            .await
            .unwrap();
        found.map(crm_model::TeamId::from_uuid)
    }

    pub fn status(&self, name: &str) -> String {
        self.atlas.statuses[name].to_string()
    }
}
