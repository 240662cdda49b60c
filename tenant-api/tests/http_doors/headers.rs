use crate::world::{ATLAS, Answer, Plan, World};
use axum::body::Body;
use http::Request;

/// One answer of every kind that the server gives: pages, files, problems of each layer, GraphQL, REST, the client host.
async fn every_kind(world: &World) -> Vec<(String, Answer)> {
    let mut answers = Vec::new();
    for host in [ATLAS, "my.atlas.localhost", "api.atlas.localhost", "nobody.localhost", "dormant.localhost"] {
        for path in [
            "/",
            "/clients",
            "/assets/index-a1.js",
            "/graphql",
            "/graphql/ws",
            "/auth/state",
            "/set-password",
            "/v1/clients",
            "/openapi.json",
            "/docs",
            "/nothing",
            "/a//b",
        ] {
            for method in ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE"] {
                let request =
                    Request::builder().method(method).uri(path).header("host", host).body(Body::empty()).unwrap();
                answers.push((format!("{method} {host}{path}"), world.send(request).await));
            }
        }
    }
    answers.push(("query".to_owned(), world.query("{ auditActions { action } }").await));
    answers.push(("bad query".to_owned(), world.query("{ nothing }").await));
    answers
}

#[tokio::test]
async fn cfg_01_cfg_04_every_answer_carries_the_security_headers_and_no_version() {
    let world = World::with(Plan { scheme: "https", ..Plan::default() }).await;
    for (what, answer) in every_kind(&world).await {
        let policy = answer.header("content-security-policy");
        assert!(
            policy.contains("default-src '")
                && policy.contains("frame-ancestors 'none'")
                && policy.contains("base-uri 'none'"),
            "{what}: {policy}"
        );
        assert!(!policy.contains("unsafe"), "{what}: {policy}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{what}");
        assert_eq!(answer.header("referrer-policy"), "no-referrer", "{what}");
        assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin", "{what}");
        assert!(answer.header("strict-transport-security").starts_with("max-age=63072000"), "{what}");
        assert!(answer.header("permissions-policy").contains("camera=()"), "{what}");
        assert!(answer.header("x-request-id").starts_with("req_"), "{what}");
        assert!(!answer.headers.contains_key("server") && !answer.headers.contains_key("x-powered-by"), "{what}");
        let kept = answer.header("cache-control");
        let is_file = answer.status == 200 && answer.header("content-type").starts_with("text/javascript");
        assert_eq!(kept, if is_file { "public, max-age=31536000, immutable" } else { "no-store" }, "{what}");
        if answer.status >= 400 && !what.starts_with("HEAD") {
            assert_eq!(answer.header("content-type"), "application/problem+json", "{what}");
            let json = answer.json();
            assert_eq!(
                (json["status"].as_u64(), json["request_id"].as_str()),
                (Some(u64::from(answer.status)), Some(answer.header("x-request-id"))),
                "{what}"
            );
        }
        assert!(answer.status < 500, "{what}: {}", answer.text());
    }
}

#[tokio::test]
async fn development_differs_by_no_tls_only() {
    let world = World::new().await;
    let page = world.get(ATLAS, "/clients").await;
    assert!(!page.headers.contains_key("strict-transport-security"));
    assert!(page.header("content-security-policy").contains("'nonce-"));
    assert!(!page.header("content-security-policy").contains("unsafe"));
}

#[tokio::test]
async fn host_15_no_other_origin_is_ever_let_in() {
    let world = World::new().await;
    for origin in [
        "null",
        "https://evil.example",
        "http://atlas.localhost.evil.example",
        "http://north.localhost",
        "http://my.atlas.localhost",
    ] {
        for (method, path) in [("GET", "/clients"), ("OPTIONS", "/graphql"), ("POST", "/graphql")] {
            let request = Request::builder().method(method).uri(path).header("host", ATLAS).header("origin", origin);
            let request = request.header("access-control-request-method", "POST").body(Body::empty()).unwrap();
            let answer = world.send(request).await;
            assert!(
                answer.headers.keys().all(|name| !name.as_str().starts_with("access-control")),
                "{method} {path} {origin}"
            );
        }
    }
}

#[tokio::test]
async fn a_page_carries_the_brand_and_a_nonce_of_its_own() {
    let world = World::new().await;
    let (one, two) = (world.get(ATLAS, "/").await, world.get(ATLAS, "/").await);
    let nonce = |answer: &Answer| {
        answer.header("content-security-policy").split("'nonce-").nth(1).unwrap().split('\'').next().unwrap().to_owned()
    };
    assert_ne!(nonce(&one), nonce(&two));
    assert!(one.text().contains(&format!("nonce=\"{}\"", nonce(&one))), "{}", one.text());
    assert!(one.text().contains("\"apiHost\":\"api.atlas.localhost\""), "{}", one.text());
    assert!(world.get("north.localhost", "/").await.text().contains("\"slug\":\"north\""));
}
