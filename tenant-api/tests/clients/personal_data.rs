//! What rests: nothing of the sealed classes in clear.

use super::documents::{ADD_NOTE, change};
use super::world::{olga, with, world};
use serde_json::json;

/// PII-01, MASK-20 (the database's part): after a whole battery, a dump holds no canary of the sealed classes.
#[tokio::test]
async fn pii_01_a_dump_holds_nothing_of_the_sealed_classes() {
    let w = world().await;
    let manager = w.app.sign_in(&w.manager).await;
    let canary = with(
        olga(),
        json!({"email": "canary.mail@canarydomain.example", "phone": "+34 699 887 766", "dateOfBirth": "1977-07-17", "address": {"line1": "Canary Wharf 77"}, "ownerId": w.ana.id.to_string()}),
    );
    let client = w.create(&manager, canary).await;
    manager.graphql(ADD_NOTE, json!({"input": {"clientId": client["id"], "text": "canarynote of the client"}})).await;
    let email = json!({"input": {"id": client["id"], "version": 2, "email": "second.canary@canarydomain.example", "reason": "canaryreason she asked"}});
    manager.graphql(&change("changeClientEmail", "ChangeClientEmailInput"), email).await;
    w.app.run_jobs().await;
    let dump = w.app.dump().await;
    assert!(dump.contains("Olga"), "names are searched for, and so rest in clear: the dump is whole");
    for canary in [
        "canary.mail",
        "canarydomain",
        "second.canary",
        "699887766",
        "699 887 766",
        "1977-07-17",
        "Canary Wharf",
        "canarynote",
        "canaryreason",
        &w.manager.email,
        &w.ana.email,
    ] {
        assert!(!dump.to_lowercase().contains(&canary.to_lowercase()), "{canary} rests in clear");
    }
}

/// PII-02: a sealed value opens only where it was sealed.
#[tokio::test]
async fn pii_02_a_value_moved_to_another_client_does_not_open() {
    let w = world().await;
    let manager = w.app.sign_in(&w.manager).await;
    let a = w.create(&manager, olga()).await;
    w.create(&manager, with(olga(), json!({"firstName": "Vera", "email": "vera@example.com"}))).await;
    let find = "query F($id: ID!) { client(id: $id) { email { display } } }";
    assert_eq!(
        manager.graphql(find, json!({"id": a["id"]})).await["client"]["email"]["display"],
        "Olga.Novak@example.com"
    );
    w.app.sql("UPDATE crm.client_contact a SET sealed = b.sealed FROM crm.client_contact b WHERE a.kind = 'email' AND b.kind = 'email' AND a.id <> b.id").await;
    let answer = manager.ask(find, json!({"id": a["id"]})).await;
    assert_eq!(answer.json()["errors"][0]["extensions"]["code"], "internal");
    assert!(!answer.text().contains("vera"));
}
