//! Rows of one file that are the same person become one client, column by column.

use super::world::{Import, World, world};
use serde_json::{Value, json};

const FILE: &str = "First name,Last name,E-mail,Phone,Country,Source\n\
    Olga,Novak,olga@novak.example,,ES,Fair\n\
    Ivan,Petrov,ivan@petrov.example,+34 600 000 002,ES,Fair\n\
    Olha,Nowak,OLGA@novak.example,912 345 678,PT,Web\n\
    ,,,+351 912 345 678,,Call\n\
    Olga,Novak,olga@novak.example,none,ES,Post\n";

/// A national number is one of the country beside it, also when another country comes to stand there.
#[tokio::test]
async fn a_phone_number_stays_the_number_that_it_was() {
    let w = world().await;
    let file = "First name,Last name,E-mail,Phone,Country\n\
        Olga,Novak,olga@novak.example,612 345 678,ES\n\
        Olga,Novak,olga@novak.example,,PT\n";
    let import = w.bring(&w.manager, "moved.csv", file.as_bytes()).await;
    let now = import.now().await;
    let rule = |field: &Value| if field == "COUNTRY" { "OVERWRITE" } else { "ONLY_IF_BLANK" };
    let columns = now["columns"].as_array().unwrap().iter();
    let columns: Vec<Value> =
        columns.map(|c| json!({"index": c["index"], "field": c["field"], "rule": rule(&c["field"])})).collect();
    import.map(json!({"columns": columns, "onRepeat": "MERGE", "matchBy": ["EMAIL"]})).await;
    import.through().await;
    let open = "mutation($id: ID!) { openClient(id: $id) { client { country phone { display } } } }";
    let id = json!({"id": rows_client(&import, 2).await});
    let client = w.app.sign_in(&w.manager).await.graphql(open, id).await["openClient"]["client"].take();
    assert_eq!((&client["country"], &client["phone"]["display"]), (&json!("PT"), &json!("+34612345678")));
}

/// Sources are overwritten, all else is filled in.
async fn map(import: &Import<'_>, on_repeat: &str) {
    let now = import.now().await;
    let rule = |field: &Value| if field == "SOURCE" { "OVERWRITE" } else { "ONLY_IF_BLANK" };
    let columns = now["columns"].as_array().unwrap().iter();
    let columns: Vec<Value> =
        columns.map(|c| json!({"index": c["index"], "field": c["field"], "rule": rule(&c["field"])})).collect();
    import.map(json!({"columns": columns, "onRepeat": on_repeat, "matchBy": ["EMAIL", "PHONE"]})).await;
}

fn codes(row: &Value) -> Vec<&str> {
    row["problems"].as_array().unwrap().iter().map(|problem| problem["code"].as_str().unwrap()).collect()
}

async fn phones(w: &World) -> i64 {
    w.app.number("SELECT count(*) FROM crm.client_contact WHERE kind = 'phone'").await
}

#[tokio::test]
async fn later_rows_of_a_person_fill_and_overwrite_the_first_one() {
    let w = world().await;
    let import = w.bring(&w.manager, "twice.csv", FILE.as_bytes()).await;
    map(&import, "MERGE").await;
    let counts = import.check().await;
    assert_eq!(
        (&counts["create"], &counts["skip"], &counts["error"], &counts["repeats"]),
        (&json!(2), &json!(2), &json!(1), &json!(2)),
        "{counts}"
    );
    let rows = import.rows(Value::Null).await;
    let said: Vec<_> = rows.iter().map(|row| (row["row"].as_i64().unwrap(), &row["repeats"], codes(row))).collect();
    assert_eq!(
        said,
        [
            (2, &Value::Null, vec!["takes_over"]),
            (3, &Value::Null, vec![]),
            (4, &json!(2), vec!["merged_row"]),
            // known by the phone number that the row above brought
            (5, &json!(2), vec!["merged_row"]),
            (6, &Value::Null, vec!["invalid_phone"]),
        ]
    );
    assert_eq!(rows[0]["cells"][3]["value"], "", "a row is shown as it stands in the file");

    import.through().await;
    assert_eq!(w.clients().await, 2);
    let manager = w.app.sign_in(&w.manager).await;
    let id = json!({"id": rows_client(&import, 2).await});
    let open = "mutation($id: ID!) { openClient(id: $id) { client { displayName country source phone { display } } } }";
    let client = manager.graphql(open, id).await["openClient"]["client"].take();
    assert_eq!((&client["displayName"], &client["country"]), (&json!("Olga Novak"), &json!("ES")));
    assert_eq!((&client["source"], &client["phone"]["display"]), (&json!("Call"), &json!("+351912345678")));
    let undone = import.undo().await;
    assert_eq!(
        (&undone["deleted"], &undone["archived"]),
        (&json!(1), &json!(1)),
        "one of them was looked at: {undone}"
    );
}

async fn rows_client(import: &Import<'_>, line: i64) -> Value {
    let rows = import.rows(Value::Null).await;
    rows.iter().find(|row| row["row"] == line).unwrap()["client"]["id"].clone()
}

/// What a dry run gathered is of its own choices alone; also where the rows of a person are far apart, and more is taken
/// over than is held at once.
#[tokio::test]
async fn a_dry_run_forgets_what_an_earlier_one_gathered() {
    let w = world().await;
    let mut file = String::from("First name,Last name,E-mail,Phone,Country,Source,Campaign,DOB\n");
    for n in 0..2_700 {
        let more = match n / 900 {
            0 => ",,,,".to_owned(),
            1 => format!("+34 6{n:08},ES,Fair,,"),
            _ => ",,Web,May,1988-04-02".to_owned(),
        };
        file.push_str(&format!("Lead,Number,lead{}@example.org,{more}\n", n % 900));
    }
    let import = w.bring(&w.manager, "many.csv", file.as_bytes()).await;
    let counted = |counts: &Value| (counts["create"].as_i64().unwrap(), counts["skip"].as_i64().unwrap());
    let takes_over = |counts: &Value| {
        let all = counts["problems"].as_array().unwrap();
        all.iter().find(|problem| problem["code"] == "takes_over").map(|problem| problem["count"].as_i64().unwrap())
    };
    map(&import, "MERGE").await;
    let counts = import.check().await;
    assert_eq!((counted(&counts), takes_over(&counts)), ((900, 1_800), Some(900)), "{counts}");
    map(&import, "SKIP").await;
    let counts = import.check().await;
    assert_eq!((counted(&counts), takes_over(&counts)), ((900, 1_800), None), "{counts}");
    map(&import, "MERGE").await;
    import.through().await;
    let whole = "SELECT count(*) FROM crm.client WHERE country = 'ES' AND source = 'Web' AND campaign = 'May'";
    assert_eq!((w.clients().await, phones(&w).await, w.app.number(whole).await), (900, 900, 900));
    import.undo().await;
    assert_eq!(w.clients().await, 0);
}

/// IMPT-07: a client signs in with his contacts: no row of a file replaces those of another.
#[tokio::test]
async fn impt_07_no_contact_is_overwritten_by_a_later_row() {
    let w = world().await;
    let import = w.bring(&w.manager, "twice.csv", FILE.as_bytes()).await;
    let columns = json!([{"index": 1, "field": "LAST_NAME", "rule": "OVERWRITE"}, {"index": 2, "field": "EMAIL", "rule": "OVERWRITE"}]);
    let refused = import.try_map(json!({"columns": columns, "onRepeat": "MERGE", "matchBy": ["EMAIL"]})).await;
    assert_eq!(refused["errors"][0]["code"], "contact");
}
