//! One Idempotency-Key, one client, however often and however close together the request comes.

use crate::support::start;
use crate::website::{OLGA, clients, events, manager, website};
use chrono::Duration;
use crm_access::{Actor, OpContext, Policies, RequestInfo, SystemActor};
use crm_app::idempotency;
use crm_model::RequestId;
use crm_testing::DatabaseRole;
use sqlx::Connection;
use std::sync::Arc;

const KEY: &str = "8e03978e-40d5-43e8-bc93-6894a57f9324";

#[tokio::test]
async fn the_same_request_again_gets_the_kept_answer() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let maria = manager(&app, &atlas).await;
    let site = website(&app, &atlas, &maria, &["client.create"]).await;
    let other = website(&app, &atlas, &maria, &["client.create"]).await;
    let first = site.post_once(KEY, OLGA).await;
    let again = site.post_once(KEY, OLGA).await;
    assert_eq!((first.status(), again.status()), (201, 201));
    assert_eq!((first.bytes(), first.header("location")), (again.bytes(), again.header("location")));
    assert_eq!((first.header("idempotent-replayed"), again.header("idempotent-replayed")), (None, Some("true")));
    assert_eq!((clients(&app).await, events(&app, "client.registered").await), (1, 1));

    let changed = site.post_once(KEY, OLGA.replace("Olga", "Oleg")).await;
    assert_eq!((changed.status(), changed.code().as_str()), (422, "idempotency_key_reused"));
    assert_eq!(
        other.post_once(KEY, OLGA).await.header("idempotent-replayed"),
        None,
        "another key of the broker is another caller"
    );
    assert_eq!(clients(&app).await, 2);

    let kept = app
        .number("SELECT count(*) FROM crm.idempotency i WHERE i.body LIKE '%novak%' OR i.request_hash = sha256('x')")
        .await;
    assert_eq!(kept, 0, "kept answers hold no personal data");
}

#[tokio::test]
async fn a_refused_request_keeps_nothing_and_may_be_mended_under_the_same_key() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let maria = manager(&app, &atlas).await;
    let site = website(&app, &atlas, &maria, &["client.create"]).await;
    assert_eq!(site.post_once(KEY, OLGA.replace("olga@", "olga")).await.status(), 422);
    assert_eq!(app.number("SELECT count(*) FROM crm.idempotency").await, 0);
    assert_eq!(site.post_once(KEY, OLGA).await.status(), 201);
    for bad in ["", "two words", &"k".repeat(256)] {
        let answer = site.post_once(bad, OLGA).await;
        assert_eq!((answer.status(), answer.code().as_str()), (400, "invalid_idempotency_key"), "{bad:?}");
    }
    let twice = site
        .request("POST", "/v1/clients")
        .header("content-type", "application/json")
        .header("idempotency-key", "a")
        .header("idempotency-key", "b");
    assert_eq!(site.send(twice, OLGA).await.code(), "invalid_idempotency_key");
}

#[tokio::test]
async fn requests_at_the_same_time_make_one_client() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let maria = manager(&app, &atlas).await;
    let site = website(&app, &atlas, &maria, &["client.create"]).await;
    let (a, b, c) = tokio::join!(site.post_once(KEY, OLGA), site.post_once(KEY, OLGA), site.post_once(KEY, OLGA));
    let answers = [a, b, c];
    let made = answers
        .iter()
        .filter(|answer| answer.status() == 201 && answer.header("idempotent-replayed").is_none())
        .count();
    assert_eq!((made, clients(&app).await), (1, 1));
    assert!(answers.iter().all(|answer| answer.status() == 201 || answer.code() == "idempotency_in_progress"));
}

#[tokio::test]
async fn a_request_that_is_still_running_is_told_so() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let maria = manager(&app, &atlas).await;
    let site = website(&app, &atlas, &maria, &["client.create"]).await;
    assert_eq!(site.post_once("before", OLGA).await.status(), 201);

    let mut elsewhere = app.db.connect(DatabaseRole::Superuser).await.unwrap();
    let mut running = elsewhere.begin().await.unwrap();
    sqlx::query("INSERT INTO crm.idempotency (tenant_id, api_key_id, key, request_hash, created_at) SELECT tenant_id, id, $1, '', now() FROM crm.api_key").bind(KEY).execute(&mut *running).await.unwrap();
    let answer = site.post_once(KEY, OLGA).await;
    assert_eq!((answer.status(), answer.code().as_str()), (409, "idempotency_in_progress"));
    assert_eq!(answer.header("retry-after"), Some("1"));
    running.rollback().await.unwrap();
    assert_eq!(site.post_once(KEY, OLGA).await.status(), 201, "the other one failed: this one runs");
    assert_eq!(clients(&app).await, 2);
}

#[tokio::test]
async fn answers_are_kept_for_a_day_and_then_forgotten() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let maria = manager(&app, &atlas).await;
    let site = website(&app, &atlas, &maria, &["client.create"]).await;
    assert_eq!(site.post_once(KEY, OLGA).await.status(), 201);
    let purge = async || {
        let actor = Actor::System(SystemActor { work: "PurgeIdempotency".to_owned(), job: None, on_behalf_of: None });
        let request = RequestInfo { id: RequestId::generate(), ip: None, user_agent: None };
        let op = OpContext::new(
            atlas.reference.clone(),
            actor,
            Arc::new(Policies::nothing()),
            request,
            app.app.clock.clone(),
            None,
        );
        idempotency::purge(&op, &app.app).await.unwrap()
    };
    app.advance(Duration::hours(24));
    assert_eq!(purge().await, 0);
    assert_eq!(site.post_once(KEY, OLGA).await.header("idempotent-replayed"), Some("true"));
    app.advance(Duration::seconds(1));
    assert_eq!(purge().await, 1);
    assert_eq!(site.post_once(KEY, OLGA).await.header("idempotent-replayed"), None);
}
