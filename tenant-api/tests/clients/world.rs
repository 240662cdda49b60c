//! Atlas FX with a manager, a leader, two agents in two teams; and Northwind Markets next door.

use super::documents::{change, list, open};
use crate::support::start;
use crm_model::TeamId;
use crm_testing::{Broker, Browser, Person, TestApp};
use serde_json::{Value, json};

/// Everybody of these stories.
pub struct World {
    pub app: TestApp,
    pub atlas: Broker,
    pub madrid: TeamId,
    pub manager: Person,
    pub ana: Person,
    pub tom: Person,
}

pub async fn world() -> World {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let madrid = app.team(&atlas, "Madrid", None, None).await;
    let lisbon = app.team(&atlas, "Lisbon", None, None).await;
    let manager = app.staff(&atlas, "CRM Manager").await;
    let ana = app.staff_in(&atlas, &["Agent"], Some(madrid)).await;
    let tom = app.staff_in(&atlas, &["Agent"], Some(lisbon)).await;
    World { app, atlas, madrid, manager, ana, tom }
}

/// Olga Novak, as the manager types her in.
pub fn olga() -> Value {
    json!({"kind": "INDIVIDUAL", "firstName": "Olga", "lastName": "Novak", "email": "Olga.Novak@example.com", "phone": "+34 612 345 678", "country": "ES",
           "dateOfBirth": "1988-04-02", "address": {"line1": "Calle Mayor 1", "city": "Madrid", "country": "ES"}, "source": "Website"})
}

/// Merges fields into an object.
pub fn with(mut base: Value, more: Value) -> Value {
    for (key, value) in more.as_object().expect("an object") {
        base[key] = value.clone();
    }
    base
}

impl World {
    /// Registers a client by somebody who may; gives the client.
    pub async fn create(&self, browser: &Browser, input: Value) -> Value {
        let data = browser.graphql(&change("createClient", "CreateClientInput"), json!({"input": input})).await;
        assert_eq!(data["createClient"]["errors"], json!([]), "{data}");
        data["createClient"]["client"].clone()
    }

    /// Olga, owned by Ana.
    pub async fn olga_of_ana(&self, manager: &Browser) -> Value {
        self.create(manager, with(olga(), json!({"ownerId": self.ana.id.to_string()}))).await
    }

    /// Opens a profile; gives the client with it.
    pub async fn open(&self, browser: &Browser, client: &Value) -> Value {
        browser.graphql(&open(), json!({"id": client["id"]})).await["openClient"]["client"].clone()
    }

    /// The names in a list.
    pub async fn names(&self, browser: &Browser, variables: Value) -> Vec<String> {
        let data = browser.graphql(&list(), variables).await;
        data["clients"]["edges"]
            .as_array()
            .unwrap()
            .iter()
            .map(|e| e["node"]["displayName"].as_str().unwrap().to_owned())
            .collect()
    }
}
