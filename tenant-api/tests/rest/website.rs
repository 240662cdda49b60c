//! A broker's website, and the manager who gives it a key.

use bytes::Bytes;
use crm_testing::{Answer, Broker, Browser, TestApp};
use http::Request;
use serde_json::{Value, json};

/// A server of a broker's website that calls the API host with a key.
#[derive(Clone)]
pub struct Website {
    pub browser: Browser,
    pub secret: String,
    pub key_id: String,
}

pub const OLGA: &str = r#"{"first_name":"Olga","last_name":"Novak","email":"olga@novak.example","phone":"+34 612 345 678","country":"ES"}"#;

/// A manager with a fresh second factor.
pub async fn manager(app: &TestApp, broker: &Broker) -> Browser {
    let maria = app.staff(broker, "CRM Manager").await;
    app.sign_in(&maria).await
}

/// Makes a key through the portal and a website that uses it.
pub async fn website(app: &TestApp, broker: &Broker, manager: &Browser, scopes: &[&str]) -> Website {
    let made = make_key(manager, scopes, &[]).await;
    assert_eq!(made["errors"], json!([]), "{made}");
    at(app, broker, made["secret"].as_str().unwrap(), made["apiKey"]["id"].as_str().unwrap())
}

/// A website at a broker's API host with any secret.
pub fn at(app: &TestApp, broker: &Broker, secret: &str, key_id: &str) -> Website {
    let mut browser = app.browser(broker);
    browser.host = format!("api.{}.localhost", broker.tenant.slug);
    Website { browser, secret: secret.to_owned(), key_id: key_id.to_owned() }
}

pub async fn make_key(manager: &Browser, scopes: &[&str], networks: &[&str]) -> Value {
    let document = "mutation M($input: CreateApiKeyInput!) { createApiKey(input: $input) { apiKey { id version hint status scopes ipAllowList createdBy { name } } secret errors { code path } } }";
    let input = json!({"input": {"name": "Landing page", "scopes": scopes, "ipAllowList": networks}});
    manager.graphql(document, input).await["createApiKey"].take()
}

/// What the portal lists of a key.
pub async fn listed(manager: &Browser, id: &str) -> Value {
    let keys = manager.graphql("query Q { apiKeys { id version name hint scopes ipAllowList status lastUsedAt expiresAt revokedAt rolledToId } }", json!({})).await;
    keys["apiKeys"].as_array().unwrap().iter().find(|key| key["id"] == id).cloned().unwrap_or_default()
}

impl Website {
    /// A request with the key, to be finished by the test.
    pub fn request(&self, method: &str, path: &str) -> http::request::Builder {
        Request::builder()
            .method(method)
            .uri(path)
            .header("host", &self.browser.host)
            .header("authorization", format!("Bearer {}", self.secret))
    }

    pub async fn send(&self, builder: http::request::Builder, body: impl Into<Bytes>) -> Answer {
        self.browser.send(builder.body(body.into()).unwrap()).await
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.request("GET", path), Bytes::new()).await
    }

    pub async fn post(&self, body: impl Into<Bytes>) -> Answer {
        self.send(self.request("POST", "/v1/clients").header("content-type", "application/json"), body).await
    }

    pub async fn post_once(&self, key: &str, body: impl Into<Bytes>) -> Answer {
        self.send(
            self.request("POST", "/v1/clients")
                .header("content-type", "application/json")
                .header("idempotency-key", key),
            body,
        )
        .await
    }

    /// Registers somebody and gives the id.
    pub async fn register(&self, first_name: &str) -> String {
        let answer = self
            .post(
                json!({"first_name": first_name, "email": format!("{}@novak.example", first_name.to_lowercase())})
                    .to_string(),
            )
            .await;
        assert_eq!(answer.status(), 201, "{}", answer.text());
        answer.json()["id"].as_str().unwrap().to_owned()
    }
}

/// Refusals in the trail whose text holds these words.
pub async fn refusals(app: &TestApp, code: &str) -> i64 {
    app.number(&format!("SELECT count(*) FROM crm.audit_event WHERE refused AND body LIKE '%\"code\":\"{code}\"%'"))
        .await
}

pub async fn clients(app: &TestApp) -> i64 {
    app.number("SELECT count(*) FROM crm.client").await
}

pub async fn events(app: &TestApp, action: &str) -> i64 {
    app.number(&format!("SELECT count(*) FROM crm.audit_event WHERE action = '{action}' AND actor_kind = 'website'"))
        .await
}
