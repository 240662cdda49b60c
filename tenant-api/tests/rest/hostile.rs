//! Requests that mean harm: odd JSON, huge bodies, encodings, headers, methods.

use crate::support::start;
use crate::website::{OLGA, Website, clients, manager, website};
use bytes::Bytes;
use crm_testing::TestApp;

async fn atlas() -> (TestApp, Website) {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let maria = manager(&app, &atlas).await;
    let site = website(&app, &atlas, &maria, &["client.create", "client.view"]).await;
    assert_eq!(site.post(OLGA).await.status(), 201);
    (app, site)
}

#[tokio::test]
async fn api_11_odd_json_is_refused_quickly_and_the_process_lives() {
    let (app, site) = atlas().await;
    let deep = format!("{{\"first_name\":{}{}}}", "[".repeat(10_000), "]".repeat(10_000));
    let cases: Vec<(&str, Bytes)> = vec![
        ("repeated key", Bytes::from(r#"{"first_name":"Olga","first_name":"Oleg"}"#)),
        ("repeated key below", Bytes::from(r#"{"first_name":"O","address":{"line1":"a","line1":"b"}}"#)),
        ("repeated key, escaped", Bytes::from(r#"{"first_name":"Olga","first\u005fname":"Oleg"}"#)),
        ("deep", Bytes::from(deep)),
        ("deep and unfinished", Bytes::from("[".repeat(60_000))),
        ("invalid UTF-8", Bytes::from_static(b"{\"first_name\":\"\xff\xfe\"}")),
        ("half a surrogate", Bytes::from(r#"{"first_name":"\ud800"}"#)),
        ("big exponent", Bytes::from(r#"{"first_name":1e999999}"#)),
        ("many digits", Bytes::from(format!("{{\"first_name\":{}}}", "9".repeat(60_000)))),
        ("trailing garbage", Bytes::from(r#"{"first_name":"Olga"}x"#)),
        ("two values", Bytes::from(r#"{"first_name":"Olga"}{"first_name":"Oleg"}"#)),
        ("array of fields", Bytes::from(r#"["individual","Olga"]"#)),
        ("a text", Bytes::from(r#""Olga""#)),
        ("null", Bytes::from("null")),
        ("NaN", Bytes::from(r#"{"first_name":NaN}"#)),
        ("comment", Bytes::from("{/* */\"first_name\":\"Olga\"}")),
        ("byte order mark", Bytes::from("\u{feff}{\"first_name\":\"Olga\"}")),
        ("nothing", Bytes::new()),
    ];
    for (what, body) in cases {
        let answer = site.post(body).await;
        assert_eq!(answer.status(), 400, "{what}: {}", answer.text());
        assert!(["invalid_json", "invalid_body"].contains(&answer.code().as_str()), "{what}");
    }
    assert_eq!(site.post(OLGA).await.status(), 201);
    assert_eq!(clients(&app).await, 2);
}

#[tokio::test]
async fn api_12_bodies_are_bounded_whatever_they_claim() {
    let (app, site) = atlas().await;
    let fits = format!("{{\"first_name\":\"Olga\"{}}}", " ".repeat(60_000));
    assert_eq!(site.post(fits).await.status(), 201);
    let large = format!("{{\"first_name\":\"{}\"}}", "x".repeat(10 * 1024 * 1024));
    let answer = site.post(large).await;
    assert_eq!((answer.status(), answer.code().as_str()), (413, "body_too_large"));
    let claims = site
        .request("POST", "/v1/clients")
        .header("content-type", "application/json")
        .header("content-length", "2147483648");
    assert_eq!(site.send(claims, "{}").await.status(), 413, "refused by what it claims, before it is read");
    for encoding in ["gzip", "br", "deflate", "gzip, identity"] {
        let packed = site
            .request("POST", "/v1/clients")
            .header("content-type", "application/json")
            .header("content-encoding", encoding);
        assert_eq!(site.send(packed, OLGA).await.status(), 415, "{encoding}");
    }
    for kind in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "application/json; charset=utf-16",
        "application/graphql",
    ] {
        let other = site.request("POST", "/v1/clients").header("content-type", kind);
        assert_eq!(site.send(other, OLGA).await.status(), 415, "{kind}");
    }
    assert_eq!(site.send(site.request("POST", "/v1/clients"), OLGA).await.status(), 415);
    assert_eq!(clients(&app).await, 2);
}

#[tokio::test]
async fn rbac_09_other_methods_do_nothing_and_say_what_does() {
    let (app, site) = atlas().await;
    let id = site.register("Ada").await;
    let path = format!("/v1/clients/{id}");
    assert_eq!(site.get(&path).await.status(), 200);
    for method in ["HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "BREW"] {
        for path in [path.as_str(), "/v1/clients"] {
            let answer =
                site.send(site.request(method, path).header("content-type", "application/json"), Bytes::new()).await;
            assert_eq!(answer.status(), 405, "{method} {path}");
            assert!(answer.header("allow").is_some_and(|allow| allow.contains("GET")), "{method} {path}");
        }
    }
    let post = site.request("POST", &path).header("content-type", "application/json");
    assert_eq!(site.send(post, "{}").await.header("allow"), Some("GET"));
    for name in ["x-http-method-override", "x-http-method", "x-method-override"] {
        assert_eq!(
            site.send(site.request("GET", &path).header(name, "DELETE"), Bytes::new()).await.status(),
            405,
            "{name}"
        );
    }
    assert_eq!(clients(&app).await, 2);
}

#[tokio::test]
async fn dos_06_floods_of_headers_and_parameters_are_refused() {
    let (_app, site) = atlas().await;
    assert_eq!(site.get("/v1/clients?limit=1").await.status(), 200);
    let flood = site.request("GET", "/v1/clients").header("x-flood", "x".repeat(64 * 1024));
    assert_eq!(site.send(flood, Bytes::new()).await.status(), 431);
    let many = format!("/v1/clients?{}", "a=1&".repeat(1_500));
    assert_eq!(site.get(&many).await.status(), 400);
    let long = format!("/v1/clients?{}", "a=1&".repeat(10_000));
    assert_eq!(site.get(&long).await.status(), 414);
}

#[tokio::test]
async fn the_version_of_the_api_is_a_date_that_the_key_is_pinned_to() {
    let (app, site) = atlas().await;
    let now = site.get("/v1/clients").await.header("api-version").unwrap().to_owned();
    assert_eq!(
        site.send(site.request("GET", "/v1/clients").header("api-version", &now), Bytes::new()).await.status(),
        200
    );
    for wrong in ["2019-01-01", "latest", ""] {
        let answer = site.send(site.request("GET", "/v1/clients").header("api-version", wrong), Bytes::new()).await;
        assert_eq!((answer.status(), answer.code().as_str()), (400, "unknown_api_version"), "{wrong}");
        assert_eq!(answer.header("api-version"), Some(now.as_str()));
    }
    assert_eq!(app.number(&format!("SELECT count(*) FROM crm.api_key WHERE api_version = '{now}'")).await, 1);
}
