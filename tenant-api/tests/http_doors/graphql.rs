use crate::world::{ATLAS, Plan, World, session};
use axum::body::Body;
use http::Request;
use serde_json::json;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use tenant_api::graphql::Documents;

const FINE: &str = "{ auditActions { action title } }";

fn id_of(text: &str) -> String {
    format!("sha256:{}", data_encoding::HEXLOWER.encode(&Sha256::digest(text.as_bytes())))
}

#[tokio::test]
async fn gql_14_only_documents_of_the_build_are_executed() {
    let documents = Documents::trust(HashMap::from([(id_of(FINE), FINE.to_owned())])).unwrap();
    let world = World::with(Plan { documents, ..Plan::default() }).await;
    for _ in 0..2 {
        let answer = world.send(world.ask(json!({ "id": id_of(FINE), "variables": {} }).to_string())).await;
        assert!(answer.json()["data"]["auditActions"].is_array(), "{}", answer.text());
    }
    let other = "{ auditActions { action } }";
    let cases = [
        json!({ "id": id_of(other) }),
        json!({ "query": FINE }),
        json!({ "query": other }),
        json!({ "id": id_of(FINE), "query": other }),
        json!({ "id": id_of(FINE), "query": FINE }),
        json!({ "id": "sha256:../../etc/passwd" }),
        json!({}),
        json!({ "extensions": { "persistedQuery": { "version": 1, "sha256Hash": id_of(other) } }, "query": other }),
    ];
    for case in cases {
        let answer = world.send(world.ask(case.to_string())).await;
        assert_eq!(answer.said(), (400, "unknown_document".to_owned()), "{case}");
    }
    assert!(
        Documents::trust(HashMap::from([(id_of(other), FINE.to_owned())])).is_err(),
        "an id that is not the digest of its text"
    );
    assert!(Documents::trust(HashMap::from([(id_of("{"), "{".to_owned())])).is_err());
}

#[tokio::test]
async fn gql_01_gql_02_gql_03_gql_08_limits_hold_before_any_resolver() {
    let world = World::new().await;
    assert!(world.query(FINE).await.json()["data"]["auditActions"].is_array());
    let aliases: String = (0..200).map(|n| format!("a{n}: auditActions {{ action }} ")).collect();
    let cases = [
        ("{ a { b { c { d { e { f { g { h { i } } } } } } } } }".to_owned(), "too_complex"),
        ("{ ...F } fragment F on Query { ...F }".to_owned(), "too_complex"),
        ("{ clients(first: 100000) { edges { node { id } } } }".to_owned(), "too_complex"),
        (format!("{{ {aliases} }}"), "too_complex"),
        ("mutation { a: verifyAudit { ok } b: verifyAudit { ok } }".to_owned(), "too_complex"),
        (format!("{{ auditActions {{ action {} }} }}", "@include(if: true) ".repeat(20)), "too_complex"),
        ("{ __schema { types { name } } }".to_owned(), "invalid_input"),
        ("{ __type(name: \"Client\") { name } }".to_owned(), "invalid_input"),
    ];
    for (text, code) in cases {
        let answer = world.query(&text).await;
        assert_eq!(answer.code(), code, "{text}: {}", answer.text());
        assert!(answer.json()["data"].is_null());
    }
    let flood = format!("{{ auditActions {{ action {} }} }}", "@include(if: true) ".repeat(10_000));
    assert_eq!(world.query(&flood).await.status, 400);
}

#[tokio::test]
async fn gql_04_batches_are_refused() {
    let world = World::new().await;
    let one = json!({ "query": FINE });
    assert_eq!(world.send(world.ask(one.to_string())).await.status, 200);
    assert_eq!(world.send(world.ask(json!([one, one]).to_string())).await.said(), (400, "bad_request".to_owned()));
    let two = "query A { auditActions { action } } query B { auditActions { action } }";
    assert_eq!(world.query(two).await.status, 400);
}

#[tokio::test]
async fn gql_05_gql_10_an_error_tells_its_code_and_nothing_of_the_schema() {
    let world = World::new().await;
    for text in [
        "{ auditAction { action } }",
        "{ auditActions { actionn } }",
        "query($x: Int) { auditActions { action } }",
        "{ clients(frist: 1) { pageInfo { endCursor } } }",
    ] {
        let answer = world.query(text).await;
        let json = answer.json();
        let error = &json["errors"][0];
        assert_eq!(answer.code(), "invalid_input", "{}", answer.text());
        assert_eq!(error["extensions"]["request_id"], answer.header("x-request-id"));
        assert!(
            !answer.text().contains("Did you mean")
                && !answer.text().contains("auditActions")
                && !answer.text().contains("locations"),
            "{}",
            answer.text()
        );
    }
    assert_eq!(world.query("{ broken").await.said(), (400, "bad_request".to_owned()));
}

#[tokio::test]
async fn gql_09_wrong_variables_are_named_and_nothing_panics() {
    let world = World::new().await;
    let list = "query($first: Int) { auditEvents(first: $first) { pageInfo { endCursor } } }";
    for (variables, place) in [
        (json!({ "first": "x" }), "$first"),
        (json!({ "first": 1e300 }), "$first"),
        (json!({ "first": 99_999_999_999_u64 }), "$first"),
        (json!({ "nothing": 1 }), "variable"),
    ] {
        let answer = world.send(world.ask(json!({ "query": list, "variables": variables }).to_string())).await;
        assert_eq!(answer.code(), "invalid_input", "{}", answer.text());
        assert!(answer.json()["errors"][0]["message"].as_str().unwrap().contains(place), "{}", answer.text());
    }
}

#[tokio::test]
async fn without_a_full_session_there_is_no_graphql() {
    let world = World::new().await;
    let half = session(&mut world.admin().await, &world.atlas, "half", &world.clock).await;
    let with = |cookie: Option<&str>| {
        let mut request = Request::post("/graphql")
            .header("host", ATLAS)
            .header("content-type", "application/json")
            .header("sec-fetch-site", "same-origin");
        if let Some(cookie) = cookie {
            request = request.header("cookie", format!("__Host-bd_session={cookie}"));
        }
        request.body(Body::from(json!({ "query": FINE }).to_string())).unwrap()
    };
    assert_eq!(world.send(with(Some(&world.mina.cookie))).await.status, 200);
    assert_eq!(world.send(with(None)).await.said(), (401, "session_ended".to_owned()));
    assert_eq!(world.send(with(Some(&half.cookie))).await.said(), (401, "totp_required".to_owned()));
    for bad in ["", "bds_x", "nonsense", &"bds_".repeat(20), &world.mina.cookie.replacen("bds_", "bdh_", 1)] {
        assert_eq!(world.send(with(Some(bad))).await.said(), (401, "session_ended".to_owned()), "{bad}");
    }
    world.clock.advance(chrono::Duration::minutes(31));
    assert_eq!(
        world.send(with(Some(&world.mina.cookie))).await.said(),
        (401, "session_ended".to_owned()),
        "idle for too long"
    );
}

/// The committed manifest of the portal fits the schema and the limits: what the boot checks.
#[tokio::test]
async fn every_document_of_the_portal_fits_schema_and_limits() {
    let manifest = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../admin-portal/packages/api/src/generated/persisted.json");
    let world = World::with(Plan { documents: Documents::load(&manifest).unwrap(), ..Plan::default() }).await;
    assert!(world.web.documents.iter().count() > 10);
    world.web.documents.check(&world.web.schema).await.unwrap();
    let stray = "{ auditActions { nothing } }";
    let stray = Documents::trust(HashMap::from([(id_of(stray), stray.to_owned())])).unwrap();
    assert!(stray.check(&world.web.schema).await.unwrap_err().to_string().contains("nothing"));
}
