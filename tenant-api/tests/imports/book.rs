//! Rows about clients that are there already: what each column's rule does, and that undo brings it back.

use super::world::world;
use serde_json::{Value, json};

const CREATE: &str =
    "mutation($input: CreateClientInput!) { createClient(input: $input) { client { id version } errors { code } } }";
const OPEN: &str = "mutation($id: ID!) { openClient(id: $id) { client { displayName country source profile { dateOfBirth { display } tags: campaign } phone { display } } } }";

#[tokio::test]
async fn columns_fill_overwrite_and_leave_alone_as_they_are_told() {
    let w = world().await;
    let manager = w.app.sign_in(&w.manager).await;
    let made = manager
        .graphql(CREATE, json!({"input": {"kind": "INDIVIDUAL", "firstName": "Olga", "lastName": "Novak", "email": "olga@novak.example", "country": "ES", "source": "Fair"}}))
        .await;
    let id = made["createClient"]["client"]["id"].clone();
    let file = "First name,Last name,E-mail,Phone,Country,Source,Campaign,DOB,Tags\n\
        Olha,Nowak,OLGA@novak.example,+34 612 345 678,PT,Web,May,1988-04-02,VIP\n";
    let import = w.bring(&w.manager, "update.csv", file.as_bytes()).await;
    let columns = json!([
        {"index": 0, "field": "FIRST_NAME", "rule": "KEEP"}, {"index": 1, "field": "LAST_NAME", "rule": "OVERWRITE"},
        {"index": 2, "field": "EMAIL", "rule": "ONLY_IF_BLANK"}, {"index": 3, "field": "PHONE", "rule": "ONLY_IF_BLANK"},
        {"index": 4, "field": "COUNTRY", "rule": "ONLY_IF_BLANK"}, {"index": 5, "field": "SOURCE", "rule": "OVERWRITE"},
        {"index": 6, "field": "CAMPAIGN", "rule": "ONLY_IF_BLANK"}, {"index": 7, "field": "DATE_OF_BIRTH", "rule": "OVERWRITE"},
        {"index": 8, "field": "TAGS", "rule": "OVERWRITE"}]);
    let mut bad = columns.clone();
    bad[2]["rule"] = json!("OVERWRITE");
    let refused = import.try_map(json!({"columns": bad, "onMatch": "UPDATE", "matchBy": ["EMAIL"]})).await;
    assert_eq!(refused["errors"][0]["code"], "contact", "a client signs in with it");
    import.map(json!({"columns": columns, "onMatch": "UPDATE", "matchBy": ["EMAIL"]})).await;
    let counts = import.check().await;
    assert_eq!((&counts["update"], &counts["create"]), (&json!(1), &json!(0)), "{counts}");
    import.through().await;
    let open = |client: Value| client["openClient"]["client"].clone();
    let client = open(manager.graphql(OPEN, json!({"id": id})).await);
    assert_eq!((&client["displayName"], &client["country"]), (&json!("Olga Nowak"), &json!("ES")));
    assert_eq!((&client["source"], &client["profile"]["tags"]), (&json!("Web"), &json!("May")));
    assert_eq!(client["profile"]["dateOfBirth"]["display"], "1988-04-02");
    assert_eq!(client["phone"]["display"], "+34612345678");
    assert_eq!(w.app.number("SELECT count(*) FROM crm.client_token WHERE token = 'nowak'").await, 1);

    let undone = import.undo().await;
    assert_eq!((&undone["restored"], &undone["refused"]), (&json!(1), &json!(0)));
    let client = open(manager.graphql(OPEN, json!({"id": id})).await);
    assert_eq!((&client["displayName"], &client["source"]), (&json!("Olga Novak"), &json!("Fair")));
    assert!(client["profile"]["dateOfBirth"]["display"].is_null() && client["phone"]["display"].is_null(), "{client}");
    assert_eq!(w.app.number("SELECT count(*) FROM crm.client_token WHERE token = 'nowak'").await, 0);
    assert_eq!(w.app.number("SELECT count(*) FROM crm.client_tag").await, 0);
}
