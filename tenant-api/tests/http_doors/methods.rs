use crate::world::{ATLAS, World};
use axum::body::Body;
use http::Request;

#[tokio::test]
async fn rbac_09_only_the_method_of_an_address_is_answered() {
    let world = World::new().await;
    assert_eq!(world.query("{ auditActions { action } }").await.status, 200);
    for method in ["GET", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "PROPFIND"] {
        let mut ask = world.ask(r#"{"query":"{ auditActions { action } }"}"#);
        *ask.method_mut() = method.parse().unwrap();
        let answer = world.send(ask).await;
        assert_eq!(answer.status, 405, "{method}: {}", answer.text());
        assert!(!answer.header("allow").is_empty(), "{method}");
    }
    for method in ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"] {
        let request =
            Request::builder().method(method).uri("/clients").header("host", ATLAS).body(Body::empty()).unwrap();
        assert_eq!(world.send(request).await.status, 405, "{method}");
    }
}

#[tokio::test]
async fn rbac_09_an_override_changes_nothing() {
    let world = World::new().await;
    for name in ["x-http-method-override", "x-http-method", "x-method-override"] {
        let request = Request::get("/graphql").header("host", ATLAS).header(name, "POST").body(Body::empty()).unwrap();
        assert_eq!(world.send(request).await.status, 405, "{name}");
    }
}

#[tokio::test]
async fn rbac_10_another_spelling_of_a_path_is_another_path() {
    let world = World::new().await;
    assert_eq!(world.query("{ auditActions { action } }").await.status, 200);
    for path in [
        "//graphql",
        "/graphql/",
        "/GraphQL",
        "/graphql;x",
        "/graphql.",
        "/%67raphql",
        "/graphql%2f",
        "/./graphql",
        "/x/../graphql",
        "/graphql%00",
        "/graphql%20",
    ] {
        let mut ask = world.ask(r#"{"query":"{ auditActions { action } }"}"#);
        *ask.uri_mut() = path.parse().unwrap();
        let answer = world.send(ask).await;
        assert_eq!(answer.said(), (404, "not_found".to_owned()), "{path}");
    }
}
