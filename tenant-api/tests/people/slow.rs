//! DOS-02: one broker's slow statements end in time, answer "busy", and leave the others alone.

use crate::office::{change, client_of};
use crate::support::{options, start};
use axum::body::Body;
use axum::extract::ConnectInfo;
use crm_testing::DatabaseRole;
use futures_util::future::join_all;
use http::Request;
use http_body_util::BodyExt;
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tenant_api::http::budget::BudgetLimits;
use tower::ServiceExt;

/// Makes every look at Atlas's clients take half a minute, as a monstrous report would.
const SLOW: &str = "CREATE FUNCTION public.slow() RETURNS bool LANGUAGE sql VOLATILE SECURITY DEFINER AS 'SELECT pg_catalog.pg_sleep(30) IS NOT NULL';
    GRANT EXECUTE ON FUNCTION public.slow() TO crm_app;
    CREATE POLICY slow ON crm.client AS RESTRICTIVE FOR SELECT TO crm_app USING (tenant_id <> 'ATLAS' OR public.slow())";

#[tokio::test]
async fn dos_02_one_brokers_slow_statements_end_and_leave_the_others_alone() {
    let app = start().await;
    let (atlas, north) = (app.tenant("atlas").await, app.tenant("north").await);
    let (maria, nils) = (app.staff(&atlas, "CRM Manager").await, app.staff(&north, "CRM Manager").await);
    let (manager, neighbour) = (app.sign_in(&maria).await, app.sign_in(&nils).await);
    client_of(&manager, "Olga", &maria).await;
    client_of(&neighbour, "Nora", &nils).await;
    let made = change(
        &manager,
        "createApiKey",
        "CreateApiKeyInput",
        "secret",
        json!({"name": "Site", "scopes": ["client.view"], "ipAllowList": []}),
    )
    .await;
    let secret = made["secret"].as_str().unwrap().to_owned();
    let behind = Arc::new(
        app.another(|other| other.db = app.database_at(app.db.url(DatabaseRole::App), 9, Duration::from_secs(2))),
    );
    let options = tenant_api::Options { budget: BudgetLimits::for_pool(9, 1_000_000), ..options() };
    let router = tenant_api::build(behind, options);
    let send = async |request: Request<Body>| {
        let mut request = request;
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([198, 51, 100, 7], 4711))));
        let (parts, body) = router.clone().oneshot(request).await.unwrap().into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        (parts, serde_json::from_slice::<Value>(&bytes).unwrap())
    };
    let list = json!({"query": "{ clients(first: 10) { edges { node { displayName } } } }"});
    let ask = async |browser: &crm_testing::Browser| {
        send(browser.request(http::Method::POST, "/graphql", Some(&list)).map(Body::from)).await
    };
    let call = async || {
        let request = Request::get("/v1/clients")
            .header("host", "api.atlas.localhost")
            .header("authorization", format!("Bearer {secret}"));
        send(request.body(Body::empty()).unwrap()).await
    };
    assert_eq!(ask(&manager).await.1["data"]["clients"]["edges"].as_array().unwrap().len(), 1);
    assert_eq!(call().await.0.status, 200);

    app.sql(&SLOW.replace("ATLAS", &atlas.tenant.id.uuid().to_string())).await;
    let flood = join_all((0..50).map(|n| {
        let (ask, call, manager) = (&ask, &call, &manager);
        async move { if n % 2 == 0 { call().await } else { ask(manager).await } }
    }));
    let others = async {
        let mut answers = Vec::new();
        for _ in 0..100 {
            answers.push(ask(&neighbour).await);
        }
        answers
    };
    let (flood, others) = tokio::join!(flood, others);
    for (parts, body) in &flood {
        let code = if body["code"].is_string() { &body["code"] } else { &body["errors"][0]["extensions"]["code"] };
        assert_eq!(code, "busy", "{} {body}", parts.status);
        assert!(
            body["errors"][0]["message"].is_string()
                || parts.status == 503 && parts.headers.contains_key("retry-after"),
            "{} {body}",
            parts.status
        );
        assert!(!body.to_string().contains("slow") && !body.to_string().contains("57014"), "{body}");
    }
    for (parts, body) in &others {
        assert_eq!(
            (parts.status.as_u16(), body["data"]["clients"]["edges"][0]["node"]["displayName"].as_str()),
            (200, Some("Nora Novak"))
        );
    }

    app.sql("DROP POLICY slow ON crm.client").await;
    assert_eq!(ask(&manager).await.1["data"]["clients"]["edges"].as_array().unwrap().len(), 1, "and Atlas works again");
    assert_eq!(call().await.0.status, 200);
}
