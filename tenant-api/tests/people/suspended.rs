//! PROV-04: a suspended broker's doors are shut; its data stay.

use crate::office::{change, client_of, listed, listen};
use crate::support::socket::Socket;
use crate::support::start;
use crm_testing::PASSWORD;
use serde_json::json;
use std::time::{Duration, Instant};

#[tokio::test]
async fn prov_04_a_suspended_broker_is_shut_within_five_seconds_and_keeps_its_data() {
    let app = start().await;
    let (atlas, north) = (app.tenant("atlas").await, app.tenant("north").await);
    let (maria, nils) = (app.staff(&atlas, "CRM Manager").await, app.staff(&north, "CRM Manager").await);
    let (manager, neighbour) = (app.sign_in(&maria).await, app.sign_in(&nils).await);
    client_of(&manager, "Olga", &maria).await;
    let made = change(
        &manager,
        "createApiKey",
        "CreateApiKeyInput",
        "secret",
        json!({"name": "Site", "scopes": ["client.view"], "ipAllowList": []}),
    )
    .await;
    let secret = made["secret"].as_str().unwrap().to_owned();
    let mut site = app.browser(&atlas);
    site.host = "api.atlas.localhost".to_owned();
    let call = async || {
        let request = http::Request::get("/v1/clients").header("authorization", format!("Bearer {secret}"));
        site.send(request.body(bytes::Bytes::new()).unwrap()).await
    };
    let sign_in =
        async || app.browser(&atlas).post("/auth/sign-in", &json!({"email": maria.email, "password": PASSWORD})).await;
    let address = listen(&app).await;
    let mut socket = Socket::open(address, &manager, None).await.unwrap();
    assert_eq!((call().await.status(), sign_in().await.status()), (200, 200), "the allowed twins");
    app.browser(&atlas).post("/auth/forgot", &json!({"email": maria.email})).await;
    let waiting = app.number("SELECT count(*) FROM queue.job").await;
    assert!(waiting > 0);

    let began = Instant::now();
    app.sql("UPDATE platform.tenant SET status = 'suspended' WHERE slug = 'atlas'").await;
    while manager.ask("{ viewer { email } }", json!({})).await.status() == 200 {
        assert!(began.elapsed() < Duration::from_secs(5), "a session still works");
        tokio::task::yield_now().await;
    }
    for (what, answer) in
        [("session", manager.ask("{ viewer { email } }", json!({})).await), ("sign-in", sign_in().await)]
    {
        assert_eq!((answer.status(), answer.code().as_str()), (403, "tenant_suspended"), "{what}");
    }
    while call().await.status() == 200 {
        assert!(began.elapsed() < Duration::from_secs(5), "a key still works");
    }
    assert_eq!(call().await.code(), "tenant_suspended");
    assert_eq!(socket.hear().await.unwrap_err().0, 4401, "the socket closes");
    assert!(began.elapsed() < Duration::from_secs(6), "{:?}", began.elapsed());
    assert_eq!(Socket::open(address, &manager, None).await.err().as_deref(), Some("tenant_suspended"));
    app.run_jobs().await;
    assert!(app.mails.all().is_empty(), "its jobs wait");
    assert_eq!(app.number("SELECT count(*) FROM queue.job").await, waiting);
    assert!(listed(&neighbour).await.is_empty(), "next door works");

    app.sql("UPDATE platform.tenant SET status = 'active' WHERE slug = 'atlas'").await;
    let began = Instant::now();
    while manager.ask("{ viewer { email } }", json!({})).await.status() != 200 {
        assert!(began.elapsed() < Duration::from_secs(5), "its doors open again");
        tokio::task::yield_now().await;
    }
    assert_eq!(listed(&manager).await, ["Olga Novak"], "its data are there");
    app.run_jobs().await;
    assert_eq!(app.mails.to(&maria.email).len(), 1, "and its jobs are done");
}
