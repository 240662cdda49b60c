use crate::world::{ATLAS, World};
use axum::body::Body;
use http::Request;

const QUERY: &str = r#"{"query":"{ auditActions { action } }"}"#;

#[tokio::test]
async fn sess_05_a_foreign_page_cannot_borrow_a_session() {
    let world = World::new().await;
    assert_eq!(world.send(world.ask(QUERY)).await.status, 200);
    let from = |pairs: &[(&'static str, &str)], kind: &str| {
        let mut request = Request::post("/graphql")
            .header("host", ATLAS)
            .header("content-type", kind)
            .header("cookie", format!("__Host-bd_session={}", world.mina.cookie));
        for (name, value) in pairs {
            request = request.header(*name, *value);
        }
        request.body(Body::from(QUERY)).unwrap()
    };
    assert_eq!(world.send(from(&[("origin", "http://atlas.localhost")], "application/json")).await.status, 200);
    let foreign: [&[(&str, &str)]; 6] = [
        &[("origin", "https://evil.example")],
        &[("origin", "null")],
        &[("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "same-site"), ("origin", "http://my.atlas.localhost")],
        &[("sec-fetch-site", "same-origin"), ("origin", "http://north.localhost")],
        &[],
    ];
    for pairs in foreign {
        for kind in
            ["application/json", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]
        {
            assert_eq!(world.send(from(pairs, kind)).await.said(), (403, "cross_site".to_owned()), "{pairs:?} {kind}");
        }
    }
}

#[tokio::test]
async fn gql_06_only_json_is_understood() {
    let world = World::new().await;
    for kind in [
        "text/plain",
        "multipart/form-data; boundary=x",
        "application/x-www-form-urlencoded",
        "application/graphql",
        "application/jsonp",
        "application/json; charset=latin1",
        "",
    ] {
        let mut ask = world.ask(QUERY);
        ask.headers_mut().insert("content-type", kind.parse().unwrap());
        assert_eq!(world.send(ask).await.said(), (415, "unsupported_media_type".to_owned()), "{kind}");
    }
    let mut ask = world.ask(QUERY);
    ask.headers_mut().insert("content-type", "application/json; charset=UTF-8".parse().unwrap());
    assert_eq!(world.send(ask).await.status, 200);
    let get = Request::get("/graphql?query=%7BserverTime%7D").header("host", ATLAS).body(Body::empty()).unwrap();
    assert_eq!(world.send(get).await.status, 405);
}
