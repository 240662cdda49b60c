//! ISO-25: what was read for one broker or person is never shown to another.

use crate::office::client_of;
use crate::support::accounts::trading_account;
use crate::support::battery::{Battery, same_each_time};
use crate::support::trades::trade_command;
use crate::support::{options, start};
use axum::body::Body;
use axum::extract::ConnectInfo;
use crm_testing::{Broker, Browser, Person, TestApp};
use http::{Method, Request};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::sync::Arc;
use tenant_api::http::portal::Portal;
use tower::ServiceExt;

/// A process of its own, with cold caches.
struct Process {
    router: axum::Router,
    _portal: tempfile::TempDir,
}

impl Process {
    fn new(app: &TestApp) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let index = "<script id=\"broker\" nonce=\"__NONCE__\">__BROKER__</script>";
        std::fs::write(dir.path().join("index.html"), index).unwrap();
        let options = tenant_api::Options { portal: Some(Portal::load(dir.path()).unwrap()), ..options() };
        Self { router: tenant_api::build(Arc::clone(&app.app), options), _portal: dir }
    }

    async fn send(&self, request: Request<bytes::Bytes>) -> String {
        let mut request = request.map(Body::from);
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([198, 51, 100, 7], 4711))));
        let body = self.router.clone().oneshot(request).await.unwrap().into_body().collect().await.unwrap().to_bytes();
        String::from_utf8_lossy(&body).into_owned()
    }

    /// Everything that a person can read, and the page around it.
    async fn everything(&self, browser: &Browser, known: &Value) -> Vec<String> {
        let mut all = Vec::new();
        for (name, document, variables) in Battery::of_schema().reads(known) {
            let body = json!({"query": document, "variables": variables});
            let text = self.send(browser.request(Method::POST, "/graphql", Some(&body))).await;
            let mut answer: Value = serde_json::from_str(&text).unwrap();
            same_each_time(&mut answer);
            all.push(format!("{name}: {answer}"));
        }
        for path in ["/", "/clients", "/auth/state"] {
            let page = self.send(browser.request(Method::GET, path, None)).await;
            // a page's nonce is made anew for each answer
            all.push(page.split("nonce=\"").map(|part| part.split_once('"').map_or(part, |(_, rest)| rest)).collect());
        }
        all
    }
}

async fn known(app: &TestApp, broker: &Broker, maker: &Person, client: &str, account: String) -> Value {
    let trade = trade_command(app, broker, client, &account, "requested", maker.id).await;
    json!({"client": client, "foreign": client, "account": account, "foreignAccount": account, "trade": trade})
}

#[tokio::test]
async fn iso_25_what_one_read_is_not_shown_to_the_next() {
    let app = start().await;
    let (atlas, north) = (app.tenant("atlas").await, app.tenant("north").await);
    let (maria, ana, nils) = (
        app.staff(&atlas, "CRM Manager").await,
        app.staff(&atlas, "Agent").await,
        app.staff(&north, "CRM Manager").await,
    );
    let (manager, agent, neighbour) = (app.sign_in(&maria).await, app.sign_in(&ana).await, app.sign_in(&nils).await);
    let hers = client_of(&manager, "Olga", &ana).await;
    let theirs = client_of(&neighbour, "Nora", &nils).await;
    let [hers, theirs] = [
        known(&app, &atlas, &maria, &hers, trading_account(&app, &atlas, &hers, 1001).await).await,
        known(&app, &north, &nils, &theirs, trading_account(&app, &north, &theirs, 1002).await).await,
    ];
    // the versions of both brokers' access data are the same, as a key without the tenant would need
    app.sql("UPDATE crm.access_version SET version = 1000").await;

    let cold = Process::new(&app).everything(&agent, &hers).await;
    let shared = Process::new(&app);
    let first = shared.everything(&neighbour, &theirs).await;
    assert!(first.iter().any(|text| text.contains("Nora Novak")), "the caches were filled");
    assert!(shared.everything(&manager, &hers).await.iter().any(|text| text.contains("olga@novak.example")), "by both");
    let warm = shared.everything(&agent, &hers).await;
    assert_eq!(cold, warm, "an agent after two managers reads what he reads from cold caches");
    assert!(warm.iter().any(|text| text.contains("Olga Novak")));
    for text in &warm {
        for canary in ["Nora", "north", nils.name.as_str(), "olga@novak.example"] {
            assert!(!text.contains(canary), "{canary} in {text}");
        }
    }
    assert_eq!(shared.everything(&neighbour, &theirs).await, first, "and the other way round");
}
