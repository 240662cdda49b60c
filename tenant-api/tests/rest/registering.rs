//! Registration: what goes in, what comes back, what never does.

use crate::support::start;
use crate::website::{OLGA, clients, events, manager, website};
use crm_cache::{LiveKind, Received};
use serde_json::{Value, json};

#[tokio::test]
async fn a_website_registers_a_client_who_appears_in_the_portal() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let maria = manager(&app, &atlas).await;
    let site = website(&app, &atlas, &maria, &["client.create"]).await;
    let mut live = app.app.bus.subscribe(atlas.tenant.id).unwrap();

    let answer = site.post(OLGA).await;
    assert_eq!(answer.status(), 201, "{}", answer.text());
    let body = answer.json();
    assert_eq!(answer.header("location"), Some(format!("/v1/clients/{}", body["id"].as_str().unwrap()).as_str()));
    assert!(answer.header("x-request-id").is_some() && answer.header("api-version").is_some());
    assert!(matches!(live.recv().await, Received::Event(event) if event.kind == LiveKind::ClientCreated));

    let rows = maria
        .graphql(
            "query Q { clients { edges { node { id number displayName email { display masked } stage status } } } }",
            json!({}),
        )
        .await;
    let node = &rows["clients"]["edges"][0]["node"];
    assert_eq!(
        (&node["id"], &node["number"], node["displayName"].as_str()),
        (&body["id"], &body["number"], Some("Olga Novak"))
    );
    assert_eq!((node["stage"].as_str(), node["status"].as_str()), (Some("REGISTERED"), Some("EMAIL_UNVERIFIED")));
    assert_eq!(events(&app, "client.registered").await, 1);
}

#[tokio::test]
async fn mask_24_the_answer_holds_id_number_and_status_and_is_the_same_for_somebody_known() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let maria = manager(&app, &atlas).await;
    let create_only = website(&app, &atlas, &maria, &["client.create"]).await;
    let strong = website(&app, &atlas, &maria, &["client.create", "client.view", "contact.view"]).await;
    let shape = |answer: &Value| answer.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    let first = create_only.post(OLGA).await;
    let again = create_only.post(OLGA).await;
    for answer in [&first, &again, &strong.post(OLGA).await] {
        assert_eq!(answer.status(), 201);
        assert_eq!(shape(&answer.json()), ["id", "number", "status"]);
        assert!(!answer.text().contains("novak"));
    }
    assert_ne!(first.json()["id"], again.json()["id"], "duplicates are found, not forbidden");
    assert_eq!(first.bytes().len(), again.bytes().len());
    assert_eq!(clients(&app).await, 3);
}

#[tokio::test]
async fn rbac_08_iso_05_what_a_website_may_not_decide_is_refused_and_changes_nothing() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let maria = manager(&app, &atlas).await;
    let site = website(&app, &atlas, &maria, &["client.create"]).await;
    assert_eq!(site.post(OLGA).await.status(), 201);
    for field in [
        "kyc_status",
        "balance",
        "owner_id",
        "created_at",
        "locked",
        "tenant_id",
        "tenantId",
        "tenant",
        "status",
        "id",
        "tags",
        "FirstName",
    ] {
        let answer = site.post(json!({"first_name": "Olga", field: "x"}).to_string()).await;
        assert_eq!((answer.status(), answer.code().as_str()), (400, "invalid_body"), "{field}");
        assert_eq!(answer.json()["errors"][0]["code"], "unknown_field");
    }
    let foreign =
        site.request("POST", "/v1/clients").header("content-type", "application/json").header("x-tenant-id", "another");
    assert_eq!(site.send(foreign, OLGA).await.status(), 201, "a header that nobody reads");
    assert_eq!(
        app.number(&format!("SELECT count(*) FROM crm.client WHERE tenant_id = '{}'", atlas.tenant.id.uuid())).await,
        2
    );
    assert_eq!(site.get("/v1/clients?tenant_id=x").await.status(), 400);
}

#[tokio::test]
async fn every_wrong_value_is_named_at_once_and_none_is_repeated() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let maria = manager(&app, &atlas).await;
    let site = website(&app, &atlas, &maria, &["client.create"]).await;
    assert_eq!(site.post(OLGA).await.status(), 201);
    let body = json!({"first_name": "x".repeat(101), "email": "olga-at-novak", "phone": "12", "country": "Atlantis", "language": "klingon", "address": {"line1": "Calle 1", "postal_code": "9".repeat(101), "country": "ZZ"}});
    let answer = site.post(body.to_string()).await;
    assert_eq!((answer.status(), answer.code().as_str()), (422, "invalid_input"));
    assert_eq!(answer.header("content-type"), Some("application/problem+json"));
    let problem = answer.json();
    let places: Vec<(&str, &str)> = problem["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| (e["pointer"].as_str().unwrap(), e["code"].as_str().unwrap()))
        .collect();
    for place in [
        ("/first_name", "too_long"),
        ("/email", "invalid_email"),
        ("/phone", "invalid_phone"),
        ("/country", "invalid_country"),
        ("/language", "invalid_language"),
        ("/address/postal_code", "too_long"),
        ("/address/country", "invalid_country"),
    ] {
        assert!(places.contains(&place), "{place:?} in {places:?}");
    }
    assert!(!answer.text().contains("novak") && !answer.text().contains("Atlantis"));
    assert_eq!(
        site.post("{}").await.json()["errors"],
        json!([{"pointer": "/first_name", "code": "required", "message": "Write a first or last name."}])
    );
    assert_eq!(
        site.post(r#"{"kind":"robot","date_of_birth":"17.5.1990"}"#).await.json()["errors"].as_array().unwrap().len(),
        2
    );
    assert_eq!(clients(&app).await, 1);
}

#[tokio::test]
async fn api_09_names_are_text_whatever_they_look_like() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let maria = manager(&app, &atlas).await;
    let site = website(&app, &atlas, &maria, &["client.create", "client.view"]).await;
    for name in [
        "=cmd|' /C calc'!A0",
        "<img src=x onerror=alert(1)>",
        "{{7*7}}",
        "${jndi:ldap://x}",
        "'; DROP TABLE crm.client; --",
        "Ольга",
        "أولغا",
    ] {
        let made = site.post(json!({"first_name": name}).to_string()).await;
        assert_eq!(made.status(), 201, "{name}: {}", made.text());
        let path = format!("/v1/clients/{}", made.json()["id"].as_str().unwrap());
        let read = site.get(&path).await;
        assert_eq!((read.header("content-type"), &read.json()["first_name"]), (Some("application/json"), &json!(name)));
    }
    for name in ["Olga\r\nBcc: x@y.example", "Olga\u{0}"] {
        assert_eq!(
            site.post(json!({"first_name": name}).to_string()).await.json()["errors"][0]["code"],
            "control_character"
        );
    }
}
