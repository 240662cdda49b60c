//! Reading back: masks, pages, other brokers' ids, and the events that reads leave.

use crate::support::start;
use crate::website::{OLGA, events, manager, refusals, website};
use bytes::Bytes;
use crm_model::ClientId;
use crm_testing::Answer;
use serde_json::{Value, json};

/// An answer without what differs between any two requests.
fn bare(answer: &Answer) -> (u16, Vec<(String, String)>, String) {
    let id = answer.header("x-request-id").unwrap().to_owned();
    let differs = ["date", "x-request-id", "ratelimit"];
    let headers = answer.headers().iter().map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()));
    let mut headers: Vec<_> = headers.filter(|(name, _)| !differs.contains(&name.as_str())).collect();
    headers.sort();
    (answer.status(), headers, answer.text().replace(&id, "ID"))
}

#[tokio::test]
async fn iso_01_another_brokers_id_answers_like_one_that_never_was() {
    let app = start().await;
    let (atlas, north) = (app.tenant("atlas").await, app.tenant("north").await);
    let (maria, nina) = (manager(&app, &atlas).await, manager(&app, &north).await);
    let site = website(&app, &atlas, &maria, &["client.create", "client.view"]).await;
    let other = website(&app, &north, &nina, &["client.create", "client.view"]).await;
    let (mine, theirs) = (site.register("Olga").await, other.register("Nora").await);
    assert_eq!(site.get(&format!("/v1/clients/{mine}")).await.status(), 200);
    assert_eq!(other.get(&format!("/v1/clients/{theirs}")).await.status(), 200);

    let foreign = site.get(&format!("/v1/clients/{theirs}")).await;
    let unknown = site.get(&format!("/v1/clients/{}", ClientId::generate())).await;
    let malformed = site.get("/v1/clients/not-an-id").await;
    assert_eq!(foreign.status(), 404);
    assert_eq!(bare(&foreign), bare(&unknown));
    assert_eq!(bare(&foreign), bare(&malformed));
    assert_eq!(refusals(&app, "not_found").await, 3, "each denial is in the caller's own trail");
    let in_theirs = app
        .number(&format!(
            "SELECT count(*) FROM crm.audit_event WHERE tenant_id = '{}' AND refused",
            north.tenant.id.uuid()
        ))
        .await;
    assert_eq!(in_theirs, 0, "and in no other");

    for method in ["POST", "PUT", "PATCH", "DELETE"] {
        let builder =
            || site.request(method, &format!("/v1/clients/{theirs}")).header("content-type", "application/json");
        assert_eq!(site.send(builder(), "{}").await.status(), 405, "{method}");
    }
    assert_eq!(app.number("SELECT count(*) FROM crm.client WHERE version = 1").await, 2);
}

#[tokio::test]
async fn contacts_are_masked_without_contact_view_and_whole_with_it() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let maria = manager(&app, &atlas).await;
    let whole = website(&app, &atlas, &maria, &["client.create", "client.view", "contact.view"]).await;
    let masked = website(&app, &atlas, &maria, &["client.view"]).await;
    let id = whole.post(OLGA).await.json()["id"].as_str().unwrap().to_owned();
    let nobody = whole.register("Anonymous").await;
    let path = format!("/v1/clients/{id}");

    let seen = whole.get(&path).await.json();
    assert_eq!(seen["email"], json!({"value": "olga@novak.example", "masked": false}));
    assert_eq!(seen["phone"], json!({"value": "+34612345678", "masked": false}));
    let hidden = masked.get(&path).await;
    assert_eq!(hidden.json()["email"]["masked"], true);
    assert_eq!(hidden.json()["email"]["value"], hidden.json()["phone"]["value"], "a constant, not a mask of the value");
    assert!(!hidden.text().contains("novak.example") && !hidden.text().contains("34612"));
    assert_eq!(hidden.json()["display_name"], "Olga Novak");
    assert!(masked.get(&format!("/v1/clients/{nobody}")).await.json()["phone"].is_null());

    let listed = masked.get("/v1/clients").await;
    assert!(!listed.text().contains("novak.example") && listed.json()["data"].as_array().unwrap().len() == 2);
    assert!(whole.get("/v1/clients").await.text().contains("olga@novak.example"));
    assert_eq!((events(&app, "client.read").await, events(&app, "client.listed").await), (3, 2));
}

#[tokio::test]
async fn pages_follow_a_signed_cursor_and_nothing_else() {
    let app = start().await;
    let (atlas, north) = (app.tenant("atlas").await, app.tenant("north").await);
    let (maria, nina) = (manager(&app, &atlas).await, manager(&app, &north).await);
    let site = website(&app, &atlas, &maria, &["client.create", "client.view"]).await;
    let other = website(&app, &north, &nina, &["client.create", "client.view"]).await;
    let mut made = Vec::new();
    for name in ["Ada", "Bo", "Cy", "Di", "Ed"] {
        made.push(site.register(name).await);
    }
    made.reverse();
    other.register("Nora").await;
    other.register("Nils").await;

    let mut seen: Vec<String> = Vec::new();
    let mut path = "/v1/clients?limit=2".to_owned();
    let mut cursors = Vec::new();
    loop {
        let page = site.get(&path).await.json();
        seen.extend(page["data"].as_array().unwrap().iter().map(|client| client["id"].as_str().unwrap().to_owned()));
        assert_eq!(page["has_more"].as_bool().unwrap(), page["next_cursor"].is_string());
        let Some(cursor) = page["next_cursor"].as_str() else { break };
        cursors.push(cursor.to_owned());
        path = format!("/v1/clients?limit=2&cursor={cursor}");
        if cursors.len() == 1 {
            made.insert(0, site.register("Late").await); // arrives while somebody pages
        }
    }
    assert_eq!(seen, made[1..]);

    let mut forged = cursors[0].clone().into_bytes();
    forged[4] = if forged[4] == b'A' { b'B' } else { b'A' };
    let forged = String::from_utf8(forged).unwrap();
    let foreign = other.get("/v1/clients?limit=1").await.json()["next_cursor"].as_str().unwrap().to_owned();
    let unsigned = crm_storage::Cursor {
        sort: "created_at:desc".to_owned(),
        value: Some("2026-01-01T00:00:00Z".to_owned()),
        id: ClientId::generate().uuid(),
    }
    .encode();
    for cursor in [forged.as_str(), foreign.as_str(), unsigned.as_str(), "x", "%00", &"A".repeat(900)] {
        let answer = site.get(&format!("/v1/clients?cursor={cursor}")).await;
        assert_eq!(
            (answer.status(), &answer.json()["errors"][0]["code"]),
            (400, &Value::from("invalid_cursor")),
            "{cursor}"
        );
    }
    for limit in ["0", "101", "-1", "99999999999999999999", "ten", ""] {
        assert_eq!(site.get(&format!("/v1/clients?limit={limit}")).await.code(), "invalid_query", "{limit}");
    }
    assert_eq!(site.get("/v1/clients?limit=2&limit=3").await.status(), 400);
}

#[tokio::test]
async fn pii_06_a_key_finds_nobody_by_a_value() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let maria = manager(&app, &atlas).await;
    let site = website(&app, &atlas, &maria, &["client.create", "client.view", "contact.view"]).await;
    site.post(OLGA).await;
    assert_eq!(site.get("/v1/clients?limit=1").await.status(), 200);
    for probe in ["email=olga@novak.example", "phone=%2B34612345678", "search=Olga", "filter=x", "sort=email"] {
        let (hit, miss) =
            (site.get(&format!("/v1/clients?{probe}")).await, site.get(&format!("/v1/clients?{probe}x")).await);
        assert_eq!((hit.status(), bare(&hit)), (400, bare(&miss)), "{probe}");
    }
}

#[tokio::test]
async fn a_read_is_in_the_trail_before_it_is_answered() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let maria = manager(&app, &atlas).await;
    let site = website(&app, &atlas, &maria, &["client.create", "client.view"]).await;
    let id = site.register("Olga").await;
    assert_eq!(site.get(&format!("/v1/clients/{id}")).await.status(), 200);
    app.sql("REVOKE INSERT ON crm.audit_event FROM crm_app").await;
    let answer = site.get(&format!("/v1/clients/{id}")).await;
    assert_eq!(answer.status(), 500, "no event, no answer");
    assert!(!answer.text().contains("Olga"));
    let nothing = site.send(site.request("GET", "/v1/clients"), Bytes::new()).await;
    assert_eq!(nothing.status(), 500);
}

#[tokio::test]
async fn the_old_id_of_a_merged_client_is_gone_and_names_the_one_who_stands_in() {
    let app = start().await;
    let (atlas, north) = (app.tenant("atlas").await, app.tenant("north").await);
    let (maria, nina) = (manager(&app, &atlas).await, manager(&app, &north).await);
    let site = website(&app, &atlas, &maria, &["client.create", "client.view", "event.view"]).await;
    let other = website(&app, &north, &nina, &["client.create", "client.view"]).await;
    let (kept, gone) = (site.register("Olga").await, site.register("Olya").await);
    let merge =
        "mutation M($input: MergeClientsInput!) { mergeClients(input: $input) { merge { id } errors { code } } }";
    let input = json!({"kept": {"id": kept, "version": 1}, "others": [{"id": gone, "version": 1}], "reason": "The same person twice"});
    let merged = maria.graphql(merge, json!({ "input": input })).await;
    assert_eq!(merged["mergeClients"]["errors"], json!([]), "{merged}");
    let answer = site.get(&format!("/v1/clients/{gone}")).await;
    assert_eq!((answer.status(), answer.json()["code"].as_str()), (410, Some("client_merged")), "{}", answer.text());
    assert!(answer.json()["detail"].as_str().unwrap().contains(&kept), "{}", answer.text());
    assert_eq!(answer.header("location"), Some(format!("/v1/clients/{kept}").as_str()));
    assert_eq!(site.get(&format!("/v1/clients/{kept}")).await.status(), 200);
    let told = site.get("/v1/events").await.text();
    assert!(told.contains("client.merged"), "{told}");
    // to another broker it is an id that never was
    assert_eq!(other.get(&format!("/v1/clients/{gone}")).await.status(), 404);
    let undo = "mutation M($id: ID!) { undoMerge(id: $id) { errors { code } } }";
    let back = maria.graphql(undo, json!({"id": merged["mergeClients"]["merge"]["id"]})).await;
    assert_eq!(back["undoMerge"]["errors"], json!([]), "{back}");
    assert_eq!(site.get(&format!("/v1/clients/{gone}")).await.status(), 200);
}

/// B5: a website that calls asks first whether it may.
#[tokio::test]
async fn a_website_reads_who_must_not_be_called() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let maria = manager(&app, &atlas).await;
    let site = website(&app, &atlas, &maria, &["client.create", "client.view"]).await;
    let id = site.register("Olga").await;
    let read = async || site.get(&format!("/v1/clients/{id}")).await.json()["do_not_call"].clone();
    assert_eq!(read().await, false);
    app.sql("UPDATE crm.client SET do_not_call = true").await;
    assert_eq!(read().await, true);
}
