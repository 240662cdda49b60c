//! What developers read: the OpenAPI document, the page, and the README's lines, which must work as they stand.

use crate::support::{options, start};
use crate::website::{manager, website};
use bytes::Bytes;
use crm_testing::{Answer, Broker, TestApp};
use std::net::SocketAddr;
use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;

async fn open(app: &TestApp, broker: &Broker, path: &str) -> Answer {
    let request = http::Request::builder().uri(path).header("host", format!("api.{}.localhost", broker.tenant.slug));
    app.browser(broker).send(request.body(Bytes::new()).unwrap()).await
}

#[tokio::test]
async fn the_document_is_the_committed_one_and_is_served() {
    let committed = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("schema/openapi.json")).unwrap();
    assert!(
        committed == tenant_api::rest::openapi(),
        "run: cargo run -q -p tenant-api -- schema openapi > tenant-api/schema/openapi.json"
    );
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let answer = open(&app, &atlas, "/openapi.json").await;
    assert_eq!(
        (answer.status(), answer.header("content-type"), answer.text()),
        (200, Some("application/json"), committed)
    );
}

#[tokio::test]
async fn the_page_names_the_brokers_own_host_and_may_load_its_style_only() {
    let app = start().await;
    let (atlas, north) = (app.tenant("atlas").await, app.tenant("north").await);
    let page = open(&app, &atlas, "/docs").await;
    assert_eq!((page.status(), page.header("content-type")), (200, Some("text/html; charset=utf-8")));
    assert_eq!(
        page.header("content-security-policy"),
        Some("default-src 'none'; style-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'")
    );
    assert!(page.text().contains("http://api.atlas.localhost") && !page.text().contains("north"));
    assert!(open(&app, &north, "/docs").await.text().contains("http://api.north.localhost"));
    assert_eq!(open(&app, &atlas, "/docs/style.css").await.header("content-type"), Some("text/css; charset=utf-8"));
    let staff = app.browser(&atlas);
    for path in ["/docs", "/openapi.json", "/v1/clients"] {
        assert_ne!(
            staff.get(path).await.header("content-type"),
            page.header("content-type"),
            "{path} is of the API host only"
        );
    }
}

/// Lines between the markers of the README, as one shell script.
fn readme_lines() -> String {
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../README.md")).unwrap();
    let marked = text.split("<!-- tested: curl -->").skip(1).step_by(2).collect::<Vec<_>>().join("\n");
    let lines: Vec<&str> = marked.lines().filter(|line| !line.starts_with("```") && !line.trim().is_empty()).collect();
    assert!(lines.iter().filter(|line| line.starts_with("curl ")).count() >= 3, "the README lost its lines");
    lines.join("\n")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_readmes_curl_lines_register_and_read_a_client() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let maria = manager(&app, &atlas).await;
    let site = website(&app, &atlas, &maria, &["client.create", "client.view", "contact.view"]).await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let router = tenant_api::build(Arc::clone(&app.app), options());
    tokio::spawn(
        async move { axum::serve(listener, router.into_make_service_with_connect_info::<SocketAddr>()).await },
    );

    let script = format!(
        "set -e\ncurl() {{ command curl --silent --show-error --max-time 20 --resolve \"api.atlas.localhost:{port}:127.0.0.1\" --write-out '\\n%{{http_code}}\\n' \"$@\"; }}\n{}",
        readme_lines()
    );
    let shell = tokio::process::Command::new("sh")
        .arg("-c")
        .arg(&script)
        .env("API", format!("http://api.atlas.localhost:{port}"))
        .env("KEY", &site.secret)
        .env("no_proxy", "*")
        .stdin(Stdio::null())
        .output()
        .await
        .unwrap();
    let (out, err) = (String::from_utf8_lossy(&shell.stdout), String::from_utf8_lossy(&shell.stderr));
    assert!(shell.status.success(), "{out}\n{err}");
    let codes: Vec<&str> =
        out.lines().filter(|line| line.len() == 3 && line.bytes().all(|b| b.is_ascii_digit())).collect();
    assert_eq!(codes, ["201", "201", "200"], "{out}");
    assert!(out.contains("\"has_more\":false") && out.contains("olga@example.com"), "{out}");
    assert_eq!(app.number("SELECT count(*) FROM crm.client").await, 1, "the repeated line made no second client");
}
