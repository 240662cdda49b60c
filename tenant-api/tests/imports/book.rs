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

/// B5: an import gives a sales status only where it may follow, and none that is no longer in use.
#[tokio::test]
async fn an_import_takes_the_steps_that_the_broker_allows() {
    let w = world().await;
    let browser = w.app.sign_in(&w.manager).await;
    let change = "mutation($input: ChangeClientStatusInput!) { changeClientStatus(input: $input) { status { id } errors { code } } }";
    let status = |name: &str| w.atlas.statuses[name].to_string();
    for input in [
        json!({"id": status("New"), "version": 1, "anyNext": false, "nextIds": [status("Interested")]}),
        json!({"id": status("No answer"), "version": 1, "retired": true}),
    ] {
        let done = browser.graphql(change, json!({ "input": input })).await;
        assert_eq!(done["changeClientStatus"]["errors"], json!([]));
    }
    let file = "First name,Last name,E-mail,Sales status\nOlga,Novak,olga@novak.example,New\nIvan,Petrov,ivan@petrov.example,New\n";
    w.bring(&w.manager, "first.csv", file.as_bytes()).await.through().await;
    let file = "First name,Last name,E-mail,Sales status\nOlga,Novak,olga@novak.example,Converted\nIvan,Petrov,ivan@petrov.example,Interested\nJean,Dupont,jean@dupont.example,No answer\n";
    let import = w.bring(&w.manager, "second.csv", file.as_bytes()).await;
    let columns: Vec<Value> = import.now().await["columns"]
        .as_array()
        .unwrap()
        .iter()
        .map(|c| json!({"index": c["index"], "field": c["field"], "rule": if c["field"] == "SALES_STATUS" { "OVERWRITE" } else { "KEEP" }}))
        .collect();
    assert_eq!(
        import.try_map(json!({"onMatch": "UPDATE", "matchBy": ["EMAIL"], "columns": columns})).await["errors"],
        json!([])
    );
    let counts = import.check().await;
    assert_eq!((&counts["create"], &counts["update"], &counts["error"]), (&json!(0), &json!(1), &json!(2)), "{counts}");
    let said: Vec<Value> = import
        .rows(json!(["ERROR"]))
        .await
        .iter()
        .map(|row| json!([row["problems"][0]["code"], row["problems"][0]["column"]]))
        .collect();
    assert_eq!(said, [json!(["status_step", 3]), json!(["retired_status", 3])]);
    import.through().await;
    let names = "SELECT count(*) FROM crm.client c JOIN crm.client_status_option o ON o.tenant_id = c.tenant_id AND o.id = c.sales_status_id WHERE o.name";
    assert_eq!(w.app.number(&format!("{names} = 'Interested'")).await, 1);
    assert_eq!(w.app.number(&format!("{names} IN ('Converted', 'No answer')")).await, 0);
}
