//! Limits by key and by address.

use crate::support::start;
use crate::website::{OLGA, at, manager, refusals, website};
use chrono::Duration;
use crm_cache::{Purpose, Quota, RateKey};
use crm_identity::ApiKeySecret;

#[tokio::test]
async fn api_05_a_key_that_exceeds_its_bucket_waits_and_no_other_does() {
    let app = start().await;
    let (atlas, north) = (app.tenant("atlas").await, app.tenant("north").await);
    let (maria, nina) = (manager(&app, &atlas).await, manager(&app, &north).await);
    let site = website(&app, &atlas, &maria, &["client.view"]).await;
    let same_broker = website(&app, &atlas, &maria, &["client.view"]).await;
    let other_broker = website(&app, &north, &nina, &["client.view"]).await;

    let first = site.get("/v1/clients").await;
    assert_eq!(first.header("ratelimit-policy"), Some("\"address\";q=1200;w=60, \"key\";q=600;w=60"));
    assert!(first.header("ratelimit").unwrap().contains("\"key\";r=599;t=1"), "{:?}", first.header("ratelimit"));

    let bucket = RateKey::new(atlas.tenant.id, Purpose::ApiKey, &site.key_id);
    app.app.limiter.take(&bucket, Quota::per_minute(600), 599, app.app.clock.now()).await;
    let refused = site.get("/v1/clients").await;
    assert_eq!((refused.status(), refused.code().as_str()), (429, "rate_limited"));
    assert_eq!(refused.header("retry-after"), Some("1"));
    assert!(refused.header("ratelimit").unwrap().contains("\"key\";r=0"));
    assert_eq!(
        (same_broker.get("/v1/clients").await.status(), other_broker.get("/v1/clients").await.status()),
        (200, 200)
    );

    app.advance(Duration::seconds(1));
    assert_eq!(site.get("/v1/clients").await.status(), 200);
}

#[tokio::test]
async fn api_05_an_address_waits_whichever_key_it_sends() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let maria = manager(&app, &atlas).await;
    let mut site = website(&app, &atlas, &maria, &["client.view"]).await;
    assert_eq!(site.get("/v1/clients").await.status(), 200);
    let bucket = RateKey::new(atlas.tenant.id, Purpose::Address, "api 198.51.100.7");
    app.app.limiter.take(&bucket, Quota::per_minute(1_200), 1_199, app.app.clock.now()).await;
    assert_eq!(site.get("/v1/clients").await.status(), 429);
    site.browser.address = "203.0.113.4:1".parse().unwrap();
    assert_eq!(site.get("/v1/clients").await.status(), 200);
}

#[tokio::test]
async fn a_flood_of_invented_keys_fills_no_table() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let maria = manager(&app, &atlas).await;
    let site = website(&app, &atlas, &maria, &["client.create"]).await;
    assert_eq!(site.post(OLGA).await.status(), 201);
    let mut last = 0;
    for _ in 0..25 {
        let invented = ApiKeySecret::generate().unwrap();
        last = at(&app, &atlas, invented.expose(), "").post(OLGA).await.status();
    }
    assert_eq!((last, refusals(&app, "api_key_unknown").await), (429, 20));
    for malformed in ["bd_live_sk_short", "sk_live_123", "", &"x".repeat(5_000)] {
        assert_eq!(at(&app, &atlas, malformed, "").post(OLGA).await.status(), 401);
    }
    assert_eq!(
        app.number("SELECT count(*) FROM crm.audit_event WHERE refused").await,
        20,
        "what is no key at all needs no look-up and leaves no row"
    );
    assert_eq!(site.post(OLGA).await.status(), 201, "the right key still opens");
}
