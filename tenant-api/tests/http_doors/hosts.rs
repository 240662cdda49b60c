use crate::world::{ATLAS, Plan, World};
use axum::body::Body;
use http::Request;

#[tokio::test]
async fn host_01_host_04_a_request_belongs_to_exactly_one_known_host() {
    let world = World::new().await;
    assert_eq!(world.get(ATLAS, "/clients").await.status, 200);
    assert_eq!(world.get("ATLAS.localhost:8080", "/clients").await.status, 200);

    let two =
        Request::get("/clients").header("host", ATLAS).header("host", "north.localhost").body(Body::empty()).unwrap();
    assert_eq!(world.send(two).await.status, 400);
    let other = Request::get("http://north.localhost/clients").header("host", ATLAS).body(Body::empty()).unwrap();
    assert_eq!(world.send(other).await.status, 400);

    let unknown = world.get("nobody.localhost", "/clients").await;
    for host in [
        "localhost",
        "x.atlas.localhost",
        "atlas.example.com",
        "127.0.0.1",
        "my.nobody.localhost",
        "operator.localhost",
        "a_b.localhost",
    ] {
        let answer = world.get(host, "/clients").await;
        assert_eq!(answer.said(), (404, "not_found".to_owned()), "{host}");
        assert!(!answer.text().contains("atlas") && answer.body.len() == unknown.body.len(), "{}", answer.text());
    }
}

#[tokio::test]
async fn host_02_host_10_forwarded_names_are_ignored_and_never_reflected() {
    let world = World::new().await;
    for name in [
        "x-forwarded-host",
        "forwarded",
        "x-original-host",
        "x-host",
        "x-forwarded-scheme",
        "x-rewrite-url",
        "x-original-url",
        "accept-language",
    ] {
        let request = Request::get("/clients")
            .header("host", ATLAS)
            .header(name, "host=north.localhost")
            .body(Body::empty())
            .unwrap();
        let answer = world.send(request).await;
        assert!(answer.text().contains("\"slug\":\"atlas\"") && !answer.text().contains("north"), "{name}");
        assert_eq!(answer.header("cache-control"), "no-store");
    }
}

#[tokio::test]
async fn host_02_a_listed_proxy_may_say_who_is_behind_it() {
    let world = World::with(Plan { trusted_proxies: &["198.51.100.0/24"], ..Plan::default() }).await;
    let mut ask = world.ask(r#"{"query":"{ auditActions { action } }"}"#);
    ask.headers_mut().insert("x-forwarded-for", "203.0.113.9".parse().unwrap());
    ask.headers_mut().insert("x-forwarded-host", "north.localhost".parse().unwrap());
    let answer = world.send(ask).await;
    assert!(!answer.text().contains("north"), "{}", answer.text());
}

#[tokio::test]
async fn a_suspended_broker_is_told_so_and_nothing_else() {
    let world = World::new().await;
    for path in ["/", "/clients", "/graphql", "/assets/index-a1.js"] {
        assert_eq!(world.get("dormant.localhost", path).await.said(), (403, "tenant_suspended".to_owned()), "{path}");
    }
}

#[tokio::test]
async fn a_session_counts_on_its_own_brokers_staff_host_only() {
    let world = World::new().await;
    assert_eq!(world.query("{ auditActions { action } }").await.status, 200);
    for host in ["north.localhost", "my.atlas.localhost", "api.atlas.localhost"] {
        let mut ask = world.ask(r#"{"query":"{ auditActions { action } }"}"#);
        ask.headers_mut().insert("host", host.parse().unwrap());
        let answer = world.send(ask).await;
        assert!(matches!(answer.said().1.as_str(), "session_ended" | "not_found"), "{host}: {:?}", answer.said());
    }
}

#[tokio::test]
async fn host_11_cfg_02_what_is_no_page_and_no_file_is_not_there() {
    let world = World::new().await;
    assert_eq!(world.get(ATLAS, "/assets/index-a1.js").await.status, 200);
    let nothing = [
        "/api/me/x.css",
        "/clients;.js",
        "/account%2f..%2fstatic/a.css",
        "/clients/x.css",
        "/.git/config",
        "/.env",
        "/metrics",
        "/healthz",
        "/readyz",
        "/debug",
        "/swagger",
        "/docs",
        "/openapi.json",
        "/v1/clients",
        "/assets/index-a1.js.map",
        "/persisted.json",
        "/index.html",
        "/assets",
        "/assets/",
        "/assets/../index.html",
        "/..",
        "/etc/passwd",
    ];
    for path in nothing {
        let answer = world.get(ATLAS, path).await;
        assert_eq!(answer.said(), (404, "not_found".to_owned()), "{path}");
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
    }
    assert_eq!(
        world.get("my.atlas.localhost", "/clients").await.status,
        404,
        "a page of the staff portal on the client host"
    );
    assert_eq!(world.get("api.atlas.localhost", "/clients").await.status, 404);
}
