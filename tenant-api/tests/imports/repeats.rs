//! Rows of one file that are the same person become one client, column by column.

use super::masks::masked_importer;
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
    let rule = |field: &Value| if field == "COUNTRY" { "OVERWRITE" } else { "ONLY_IF_BLANK" };
    let columns = ruled(&import, rule).await;
    import.map(json!({"columns": columns, "onRepeat": "MERGE", "matchBy": ["EMAIL"]})).await;
    import.through().await;
    let open = "mutation($id: ID!) { openClient(id: $id) { client { country phone { display } } } }";
    let id = json!({"id": rows_client(&import, 2).await});
    let client = w.app.sign_in(&w.manager).await.graphql(open, id).await["openClient"]["client"].take();
    assert_eq!((&client["country"], &client["phone"]["display"]), (&json!("PT"), &json!("+34612345678")));
}

/// The columns as they were found, each with its rule.
async fn ruled(import: &Import<'_>, rule: impl Fn(&Value) -> &'static str) -> Vec<Value> {
    let now = import.now().await;
    let columns = now["columns"].as_array().unwrap().iter();
    columns.map(|c| json!({"index": c["index"], "field": c["field"], "rule": rule(&c["field"])})).collect()
}

/// Sources are overwritten, all else is filled in.
async fn map(import: &Import<'_>, on_repeat: &str) {
    let columns = ruled(import, |field| if field == "SOURCE" { "OVERWRITE" } else { "ONLY_IF_BLANK" }).await;
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

/// Rows of one's own file are no clients: what the role may not change in the book is taken over all the same.
#[tokio::test]
async fn a_role_that_may_not_fill_contacts_merges_those_of_its_file() {
    let mut w = world().await;
    let masked = masked_importer(&mut w).await;
    let file = "First name,Last name,E-mail,Phone,Country\n\
        Olga,Novak,olga@novak.example,,\n\
        Olga,Novak,OLGA@novak.example,+34 612 345 678,ES\n";
    let import = w.bring(&masked, "twice.csv", file.as_bytes()).await;
    let columns = ruled(&import, |_| "ONLY_IF_BLANK").await;
    import.map(json!({"columns": columns, "onRepeat": "MERGE"})).await;
    import.through().await;
    let spain = w.app.number("SELECT count(*) FROM crm.client WHERE country = 'ES'").await;
    assert_eq!((w.clients().await, phones(&w).await, spain), (1, 1, 1));
}

/// An address is taken over with the country that it is in, and a company stays one.
#[tokio::test]
async fn what_belongs_together_is_taken_over_together() {
    let w = world().await;
    let file = "First name,Last name,Company,E-mail,Country,Street,City\n\
        Olga,Novak,,olga@novak.example,ES,,\n\
        Olga,Novak,,olga@novak.example,PT,Rua Augusta 1,Lisboa\n\
        ,,Petrov SL,info@petrov.example,ES,Calle Mayor 1,Madrid\n\
        Marta,Silva,,info@petrov.example,PT,,\n";
    let import = w.bring(&w.manager, "twice.csv", file.as_bytes()).await;
    let columns = ruled(&import, |field| if field == "COUNTRY" { "OVERWRITE" } else { "ONLY_IF_BLANK" }).await;
    import.map(json!({"columns": columns, "onRepeat": "MERGE", "matchBy": ["EMAIL"]})).await;
    import.through().await;
    assert_eq!(w.clients().await, 2);
    let open = "mutation($id: ID!) { openClient(id: $id) { client { kind country profile { address { display } } } } }";
    let manager = w.app.sign_in(&w.manager).await;
    let mut told = Vec::new();
    for line in [2, 4] {
        let id = json!({"id": rows_client(&import, line).await});
        told.push(manager.graphql(open, id).await["openClient"]["client"].take());
    }
    let address = |client: &Value| client["profile"]["address"]["display"].as_str().unwrap().to_owned();
    assert_eq!((&told[0]["kind"], &told[0]["country"]), (&json!("INDIVIDUAL"), &json!("PT")));
    assert!(address(&told[0]).contains("Lisboa") && address(&told[0]).contains("PT"), "{}", told[0]);
    assert_eq!((&told[1]["kind"], &told[1]["country"]), (&json!("CORPORATE"), &json!("PT")));
    assert!(address(&told[1]).contains("Madrid") && address(&told[1]).contains("ES"), "{}", told[1]);
}

/// Nothing is lost: a row that was left out for the sake of one that fails comes back with it.
#[tokio::test]
async fn later_rows_of_one_that_cannot_be_written_come_back_with_it() {
    let w = world().await;
    let book = "First name,Last name,E-mail,Phone\n\
        Olga,Novak,olga@novak.example,+34 612 345 678\n\
        Ivan,Petrov,ivan@petrov.example,+34 655 443 322\n";
    w.bring(&w.manager, "book.csv", book.as_bytes()).await.through().await;
    let file = "First name,Last name,E-mail,Phone\n\
        Olga,Nowak,olga@novak.example,\n\
        Olga,Nowak,olga@novak.example,+34 655 443 322\n\
        Jean,Dupont,jean@dupont.example,\n";
    let import = w.bring(&w.manager, "twice.csv", file.as_bytes()).await;
    let columns = ruled(&import, |_| "ONLY_IF_BLANK").await;
    let choices = json!({"columns": columns, "onRepeat": "MERGE", "onMatch": "UPDATE", "matchBy": ["EMAIL", "PHONE"]});
    import.map(choices).await;
    let counts = import.check().await;
    assert_eq!(
        (&counts["create"], &counts["skip"], &counts["error"], &counts["repeats"]),
        (&json!(1), &json!(0), &json!(2), &json!(0)),
        "{counts}"
    );
    let now = import.through().await;
    assert_eq!((&now["written"]["create"], &now["written"]["error"]), (&json!(1), &json!(2)), "{now}");
    let failed = import.rows(json!(["ERROR"])).await;
    let said: Vec<_> = failed.iter().map(|row| (row["row"].as_i64().unwrap(), codes(row))).collect();
    assert_eq!(said, [(2, vec!["takes_over", "several_matches"]), (3, vec!["earlier_row_failed"])]);
    let text = import.browser.get(&format!("/imports/{}/failed.csv", import.id)).await.text();
    assert_eq!(text.lines().count(), 3, "{text}");
    assert!(text.contains("655 443 322"), "{text}");
}

/// A sales status goes out of use, or comes back.
async fn retire(w: &World, name: &str, (version, retired): (i32, bool)) {
    let change = "mutation($input: ChangeClientStatusInput!) { changeClientStatus(input: $input) { errors { code } } }";
    let input = json!({"id": w.atlas.statuses[name].to_string(), "version": version, "retired": retired});
    let done = w.app.sign_in(&w.manager).await.graphql(change, json!({ "input": input })).await;
    assert_eq!(done["changeClientStatus"]["errors"], json!([]));
}

/// A row with a mistake that shows only in a new client is not merged into one without.
#[tokio::test]
async fn a_status_that_nobody_may_begin_with_spoils_no_other_row() {
    let w = world().await;
    retire(&w, "No answer", (1, true)).await;
    let file = "First name,Last name,E-mail,Country,Sales status\n\
        Olga,Novak,olga@novak.example,,\n\
        Olga,Novak,olga@novak.example,ES,No answer\n\
        Olga,Novak,olga@novak.example,PT,\n";
    let import = w.bring(&w.manager, "twice.csv", file.as_bytes()).await;
    let columns = ruled(&import, |_| "ONLY_IF_BLANK").await;
    import.map(json!({"columns": columns, "onRepeat": "MERGE", "matchBy": ["EMAIL"]})).await;
    import.through().await;
    assert_eq!(w.app.number("SELECT count(*) FROM crm.client WHERE country = 'PT'").await, 1);
    let failed = import.rows(json!(["ERROR"])).await;
    assert_eq!((failed.len(), &failed[0]["row"], codes(&failed[0])), (1, &json!(3), vec!["retired_status"]));
}

/// What the first row has no room for is not his: whoever is known by it is somebody else, as in the book.
#[tokio::test]
async fn a_number_that_was_not_taken_over_leads_to_nobody() {
    let w = world().await;
    let file = "First name,Last name,E-mail,Phone\n\
        Olga,Novak,olga@novak.example,+34 612 345 678\n\
        Olga,Novak,olga@novak.example,+34 655 443 322\n\
        Ivan,Petrov,ivan@petrov.example,+34 655 443 322\n\
        Ivan,Petrov,,+34 655 443 322\n";
    let import = w.bring(&w.manager, "family.csv", file.as_bytes()).await;
    map(&import, "MERGE").await;
    import.through().await;
    let repeats: Vec<Value> = import.rows(Value::Null).await.iter().map(|row| row["repeats"].clone()).collect();
    assert_eq!(repeats, [Value::Null, json!(2), Value::Null, json!(4)]);
    assert_eq!((w.clients().await, phones(&w).await), (2, 2));
}

/// What could not be written when the file was tried is not written because it could be now: nobody saw what it repeats.
#[tokio::test]
async fn a_row_that_could_not_be_written_when_it_was_tried_stays_out() {
    let w = world().await;
    retire(&w, "No answer", (1, true)).await;
    let file = "First name,Last name,E-mail,Sales status\n\
        Olga,Novak,olga@novak.example,\n\
        Olga,Novak,olga@novak.example,No answer\n";
    let import = w.bring(&w.manager, "twice.csv", file.as_bytes()).await;
    import.map(json!({"onRepeat": "SKIP", "matchBy": ["EMAIL"]})).await;
    let counts = import.check().await;
    assert_eq!((&counts["create"], &counts["error"]), (&json!(1), &json!(1)), "{counts}");
    retire(&w, "No answer", (2, false)).await;
    assert_eq!(import.commit(true).await["errors"], json!([]));
    let failed = import.rows(json!(["ERROR"])).await;
    assert_eq!(codes(&failed[0]), ["could_not_be_written"]);
    assert_eq!((w.clients().await, failed.len()), (1, 1));
}

/// A stop: what was left out because an unwritten row would bring it comes back too.
#[tokio::test]
async fn a_stop_gives_back_the_rows_that_were_merged_into_unwritten_ones() {
    let w = world().await;
    let import = w.bring(&w.manager, "twice.csv", FILE.as_bytes()).await;
    map(&import, "MERGE").await;
    import.check().await;
    import.step_up().await;
    import.try_step("commitImport", "CommitImportInput", json!({"skipBadRows": true})).await;
    assert_eq!(import.plain("pauseImport").await["import"]["state"], "PAUSED");
    assert_eq!(import.plain("cancelImport").await["import"]["state"], "CANCELLED");
    let now = import.now().await;
    assert_eq!((&now["written"]["skip"], &now["written"]["error"]), (&json!(0), &json!(5)), "{now}");
    let text = import.browser.get(&format!("/imports/{}/failed.csv", import.id)).await.text();
    assert_eq!(text.lines().count(), 6, "{text}");
    assert!(text.contains("912 345 678"), "{text}");
}
