//! SECURITY 13: two worlds that differ only in what an agent must not see give byte-identical answers to everything he can
//! read. The battery is made from the schema's own text.

use super::documents::change;
use super::world::{olga, with, world};
use crate::support::battery::Battery;
use crm_model::{ClientId, ContactId};
use crm_testing::{Browser, TestApp};
use crm_vault::{BlindKind, Sealer};
use serde_json::{Value, json};
use uuid::Uuid;

async fn answers(browser: &Browser, battery: &Battery, known: &Value) -> Vec<(String, Vec<u8>)> {
    let mut all = Vec::new();
    for (name, document, variables) in battery.reads(known) {
        let answer = browser.ask(&document, variables).await;
        assert_eq!(answer.status(), 200, "{name}: {}", answer.text());
        // the id of the request is the one thing that differs from call to call
        let text = answer.json();
        let mut text = text;
        for error in text["errors"].as_array_mut().into_iter().flatten() {
            error["extensions"]["request_id"].take();
        }
        all.push((name, serde_json::to_vec(&text).unwrap()));
    }
    all
}

#[tokio::test]
async fn what_an_agent_must_not_see_changes_nothing_of_what_he_reads() {
    let w = world().await;
    let manager = w.app.sign_in(&w.manager).await;
    let mine = w.olga_of_ana(&manager).await;
    let theirs = w.create(&manager, with(olga(), json!({"firstName": "Boris", "ownerId": w.tom.id.to_string()}))).await;
    let ana = w.app.sign_in(&w.ana).await;
    w.open(&ana, &mine).await;
    let known = json!({"client": mine["id"], "foreign": theirs["id"]});
    let battery = Battery::of_schema();
    assert!(battery.reads(&known).len() >= 16, "the battery covers the reading fields of the schema");
    let first = answers(&ana, &battery, &known).await;
    assert!(first.iter().any(|(_, a)| String::from_utf8_lossy(a).contains("Olga Novak")), "she does read her client");

    // the other world: hidden values of her own client, and everything of clients outside her reach
    hide(&w.app, &w.atlas, mine["id"].as_str().unwrap()).await;
    manager
        .graphql(
            &change("editClient", "EditClientInput"),
            json!({"input": {"id": theirs["id"], "version": 1, "firstName": "Gleb", "source": "Elsewhere"}}),
        )
        .await;
    w.create(&manager, with(olga(), json!({"firstName": "Nova", "ownerId": w.tom.id.to_string(), "country": "FR"})))
        .await;
    let northwind = w.app.tenant("northwind").await;
    let other = w.app.sign_in(&w.app.staff(&northwind, "CRM Manager").await).await;
    w.create(&other, with(olga(), json!({"firstName": "Northern"}))).await;

    let second = answers(&ana, &battery, &known).await;
    for ((name, one), (_, two)) in first.iter().zip(&second) {
        assert_eq!(String::from_utf8_lossy(one), String::from_utf8_lossy(two), "{name} tells the two worlds apart");
    }
    // and the manager does see the difference: the worlds do differ
    let seen =
        manager.graphql("query F($id: ID!) { client(id: $id) { email { display } } }", json!({"id": mine["id"]})).await;
    assert_eq!(seen["client"]["email"]["display"], "Oksana@somewhere.com");
}

/// Gives the client another address with the same mask, another phone with the same mask, another birth date and address,
/// past every use case, so that nothing else changes.
async fn hide(app: &TestApp, broker: &crm_testing::Broker, client: &str) {
    let client = ClientId::parse(client).unwrap();
    let mut admin = app.admin().await;
    let wrapped: Vec<u8> = sqlx::query_scalar("SELECT data_key FROM crm.client WHERE id = $1")
        .bind(client.uuid())
        .fetch_one(&mut *admin)
        .await
        .unwrap();
    let key = broker.keys.unwrap_client_key(client, &wrapped).unwrap();
    let contacts: Vec<(Uuid, String)> = sqlx::query_as("SELECT id, kind FROM crm.client_contact WHERE client_id = $1")
        .bind(client.uuid())
        .fetch_all(&mut *admin)
        .await
        .unwrap();
    for (id, kind) in contacts {
        let (value, whole, part) = match kind.as_str() {
            "email" => (
                "Oksana@somewhere.com",
                broker.keys.blind(BlindKind::Email, "oksana@somewhere.com"),
                broker.keys.blind(BlindKind::EmailDomain, "somewhere.com"),
            ),
            _ => (
                "+34699999978",
                broker.keys.blind(BlindKind::Phone, "+34699999978"),
                broker.keys.blind(BlindKind::PhoneLastFour, "9978"),
            ),
        };
        let sealed =
            key.seal_str(&crm_storage::contact_place(broker.tenant.id, ContactId::from_uuid(id)), value).unwrap();
        sqlx::query("UPDATE crm.client_contact SET sealed = $2, bidx = $3, bidx_part = $4 WHERE id = $1")
            .bind(id)
            .bind(sealed)
            .bind(whole.to_vec())
            .bind(part.to_vec())
            .execute(&mut *admin)
            .await
            .unwrap();
    }
    let born = key
        .seal_str(&crm_storage::client_place(broker.tenant.id, client, "date_of_birth_sealed"), "2015-05-05")
        .unwrap();
    let home = key
        .seal_str(&crm_storage::client_place(broker.tenant.id, client, "address_sealed"), r#"{"line1":"Elsewhere 2"}"#)
        .unwrap();
    sqlx::query("UPDATE crm.client SET date_of_birth_sealed = $2, address_sealed = $3, under_age = true WHERE id = $1")
        .bind(client.uuid())
        .bind(born)
        .bind(home)
        .execute(&mut *admin)
        .await
        .unwrap();
}
