//! A manager imports a lead file with mistakes, mends some, writes it and looks at what came of it.

use super::world::{LEADS, world};
use serde_json::json;

#[tokio::test]
async fn a_lead_file_with_mistakes_is_mended_and_written() {
    let w = world().await;
    let import = w.bring(&w.manager, "leads.csv", LEADS.as_bytes()).await;
    let now = import.now().await;
    assert_eq!((&now["state"], &now["format"], &now["encoding"]), (&json!("MAPPING"), &json!("CSV"), &json!("UTF-8")));
    assert_eq!((&now["headerRow"], &now["rowCount"], &now["delimiter"]), (&json!(1), &json!(6), &json!(",")));
    let fields: Vec<&str> =
        now["columns"].as_array().unwrap().iter().map(|c| c["field"].as_str().unwrap_or("-")).collect();
    assert_eq!(fields, ["FIRST_NAME", "LAST_NAME", "EMAIL", "PHONE", "COUNTRY", "DATE_OF_BIRTH", "SOURCE"]);

    let counts = import.check().await;
    assert_eq!((&counts["create"], &counts["skip"], &counts["error"]), (&json!(2), &json!(1), &json!(3)), "{counts}");
    assert_eq!(w.clients().await, 0, "a dry run writes no client");

    let bad = import.rows(json!(["ERROR"])).await;
    assert_eq!(bad.len(), 3);
    assert_eq!(bad[0]["row"], 3);
    let problem = &bad[0]["problems"][0];
    assert_eq!(
        (&problem["column"], &problem["code"], &problem["found"]),
        (&json!(2), &json!("invalid_email"), &json!("ivan@petrov"))
    );
    // IMPT: one kind of mistake is found wherever it begins, and nothing else with it
    let of_kind = "query($id: ID!, $problem: ImportProblemKindInput) { clientImportRows(id: $id, problem: $problem, first: 1) { edges { node { row cells { value } } } pageInfo { hasNextPage } } }";
    let all = import.rows(json!(null)).await;
    assert!(counts["problems"].as_array().unwrap().len() > 1, "{counts}");
    for kind in counts["problems"].as_array().unwrap() {
        let problem = json!({"code": kind["code"], "column": kind["column"]});
        let page =
            import.browser.graphql(of_kind, json!({"id": import.id, "problem": problem})).await["clientImportRows"]
                .clone();
        let has = |row: &&serde_json::Value| {
            row["problems"]
                .as_array()
                .unwrap()
                .iter()
                .any(|p| p["code"] == kind["code"] && p["column"] == kind["column"])
        };
        let first = all.iter().find(has).unwrap();
        assert_eq!(page["edges"][0]["node"]["row"], first["row"], "{kind}");
        assert_eq!(page["pageInfo"]["hasNextPage"], kind["count"].as_i64() > Some(1), "{kind}");
        assert!(page["edges"][0]["node"]["cells"].as_array().is_some());
    }
    let none = json!({"code": "invalid_email", "column": 5});
    let page =
        import.browser.graphql(of_kind, json!({"id": import.id, "problem": none})).await["clientImportRows"].clone();
    assert_eq!(page["edges"], json!([]));
    let again = import.rows(json!(["SKIP"])).await;
    assert_eq!((&again[0]["row"], &again[0]["repeats"]), (&json!(7), &json!(2)));

    let refused = import.commit(false).await;
    assert_eq!(refused["errors"][0]["code"], "has_errors", "IMPT-09: all or nothing");
    assert_eq!(w.clients().await, 0);

    let document = "mutation($input: FixImportCellsInput!) { fixImportCells(input: $input) { rows { row problems { code } cells { value fixed } } import { state counts { error } } errors { code } } }";
    let version = import.now().await["version"].clone();
    let fixed = import
        .browser
        .graphql(
            document,
            json!({"input": {"id": import.id, "version": version, "cells": [
            {"row": 3, "column": 2, "value": "ivan@petrov.example"}, {"row": 4, "column": 5, "value": "1990-02-28"}]}}),
        )
        .await;
    assert_eq!(fixed["fixImportCells"]["errors"], json!([]), "{fixed}");
    assert_eq!(fixed["fixImportCells"]["rows"][0]["problems"], json!([]));
    assert_eq!(fixed["fixImportCells"]["rows"][0]["cells"][2]["fixed"], true);

    import
        .map(json!({"assignment": {"mode": "ROUND_ROBIN", "ownerIds": [w.ana.id.to_string(), w.tom.id.to_string()]}}))
        .await;
    let counts = import.check().await;
    assert_eq!((&counts["create"], &counts["error"]), (&json!(4), &json!(1)), "{counts}");
    assert_eq!(
        import.now().await["assignment"]["shares"]
            .as_array()
            .unwrap()
            .iter()
            .map(|s| s["count"].as_i64().unwrap())
            .collect::<Vec<_>>(),
        [2, 2]
    );

    let done = import.commit(true).await;
    assert_eq!(done["errors"], json!([]));
    let now = import.now().await;
    assert_eq!(
        (&now["state"], &now["written"]["create"], &now["written"]["error"]),
        (&json!("COMMITTED"), &json!(4), &json!(1)),
        "{now}"
    );
    assert_eq!(w.clients().await, 4);
    for owner in [&w.ana, &w.tom] {
        let sql =
            format!("SELECT count(*) FROM crm.client WHERE owner_id = '{}' AND team_id IS NOT NULL", owner.id.uuid());
        assert_eq!(w.app.number(&sql).await, 2, "the clients follow their owners' team");
    }
    let made = import.rows(json!(["CREATE"])).await;
    assert!(made.iter().any(|row| row["client"]["displayName"] == "Ivan Petrov"), "{made:?}");

    let failed = import.browser.get(&format!("/imports/{}/failed.csv", import.id)).await;
    let text = failed.text();
    assert!(
        text.starts_with("\u{feff}First name,Last name,E-mail,Phone,Country,Date of birth,Source,Reason\r\n"),
        "{text}"
    );
    assert!(text.contains("nobody@else.example") && text.contains("Write a first or last name."), "{text}");
    assert_eq!(text.lines().count(), 2);

    let events = "SELECT count(*) FROM crm.audit_event WHERE action IN ('client_import.begun', 'client.imported', 'client_import.finished') AND body LIKE";
    let hash = now["fileHash"].as_str().unwrap();
    assert_eq!(w.app.number(&format!("{events} '%{hash}%'")).await, 1, "the trail names the file by its digest");
}

#[tokio::test]
async fn a_mapping_is_remembered_by_the_names_of_the_columns() {
    let w = world().await;
    let first = w.bring(&w.manager, "may.csv", LEADS.as_bytes()).await;
    first.map(json!({"matchBy": ["PHONE"], "columns": [{"index": 0, "field": "FIRST_NAME"}, {"index": 3, "field": "PHONE"}]})).await;
    first.through().await;
    let second = w.bring(&w.manager, "june.csv", LEADS.replace("Fair", "Web").as_bytes()).await;
    let now = second.now().await;
    assert_eq!((&now["mappingRemembered"], &now["matchBy"]), (&json!(true), &json!(["PHONE"])));
    let mapped = now["columns"].as_array().unwrap().iter().filter(|c| !c["field"].is_null()).count();
    assert_eq!(mapped, 2);
}

#[tokio::test]
async fn writing_is_paused_resumed_and_cancelled() {
    let w = world().await;
    let import = w.bring(&w.manager, "leads.csv", LEADS.as_bytes()).await;
    import.check().await;
    import.step_up().await;
    let begun = import.try_step("commitImport", "CommitImportInput", json!({"skipBadRows": true})).await;
    assert_eq!(begun["import"]["state"], "COMMITTING");
    assert_eq!(import.plain("pauseImport").await["import"]["state"], "PAUSED");
    w.app.run_jobs().await;
    assert_eq!((import.now().await["state"].clone(), w.clients().await), (json!("PAUSED"), 0));
    assert_eq!(import.plain("resumeImport").await["import"]["state"], "COMMITTING");
    w.app.run_jobs().await;
    assert_eq!((import.now().await["state"].clone(), w.clients().await), (json!("COMMITTED"), 2));
    assert_eq!(import.plain("pauseImport").await["errors"][0]["code"], "conflict");
    let other = w.bring(&w.manager, "more.csv", LEADS.replace("Fair", "Web").as_bytes()).await;
    assert_eq!(other.plain("cancelImport").await["import"]["state"], "CANCELLED");
}

/// One row with a cell too many is a mistake in that row, and no other file.
#[tokio::test]
async fn a_mapping_is_remembered_whatever_the_width_of_the_rows() {
    let w = world().await;
    let first = w.bring(&w.manager, "may.csv", LEADS.as_bytes()).await;
    first
        .map(json!({"matchBy": ["PHONE"], "columns": [{"index": 0, "field": "FIRST_NAME"}, {"index": 3, "field": "PHONE"}]}))
        .await;
    first.through().await;
    let wider = LEADS.replace("1992-09-05,Website", "1992-09-05,Website,by friends");
    let second = w.bring(&w.manager, "june.csv", wider.as_bytes()).await;
    assert_eq!(second.now().await["mappingRemembered"], true);
    let third = w.bring(&w.manager, "july.csv", LEADS.replace("Fair", "Web").as_bytes()).await;
    assert_eq!(third.now().await["mappingRemembered"], true);
}

/// A4, R-01: after a stop the rows that were not come to are in the list and in the file, and the same file may come again.
#[tokio::test]
async fn what_a_stop_left_out_comes_back_as_a_file_and_the_file_may_come_again() {
    let w = world().await;
    let mut file = String::from("First name,Last name,E-mail\n");
    for n in 0..1_500 {
        let email = if n == 1_200 { "none".to_owned() } else { format!("lead{n}@example.org") };
        file.push_str(&format!("Lead,Number {n},{email}\n"));
    }
    let import = w.bring(&w.manager, "many.csv", file.as_bytes()).await;
    import.check().await;
    import.step_up().await;
    import.try_step("commitImport", "CommitImportInput", json!({"skipBadRows": true})).await;
    // it is held, as if the work had come to the end of its first block
    let tenant = w.atlas.tenant.id.uuid();
    assert_eq!(import.plain("pauseImport").await["import"]["state"], "PAUSED");
    w.app.sql(&format!("UPDATE crm.client_import_row r SET client_version = 1, client_id = NULL WHERE tenant_id = '{tenant}' AND line <= 1001")).await;
    w.app.sql("UPDATE crm.client_import SET created = 1000, next_block = 1").await;
    assert_eq!(import.plain("cancelImport").await["import"]["state"], "CANCELLED");
    let now = import.now().await;
    assert_eq!((&now["written"]["create"], &now["written"]["error"]), (&json!(1_000), &json!(500)), "{now}");
    let left = import.rows(json!(["ERROR"])).await;
    assert_eq!((&left[0]["row"], &left[0]["outcome"]), (&json!(1_002), &json!("ERROR")));
    assert_eq!(left[0]["problems"][0]["code"], "stopped");
    assert!(import.rows(json!(["CREATE"])).await.iter().all(|row| row["row"].as_i64().unwrap() <= 1_001));
    let text = import.browser.get(&format!("/imports/{}/failed.csv", import.id)).await.text();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 501, "{}", lines[0]);
    assert!(lines[1].starts_with("Lead,Number 1000,") && lines[1].contains("stopped before"), "{}", lines[1]);
    assert!(lines.iter().any(|line| line.contains("Number 1200") && !line.contains("stopped")), "its own reason");
    let again = w.bring(&w.manager, "many.csv", file.as_bytes()).await;
    again.check().await;
    assert_eq!(again.commit(true).await["errors"], json!([]), "the same file comes again");
}
