//! What was written is taken back; whoever was changed since stays and is named; after seven days nothing is left to undo.

use super::world::{LEADS, world};
use chrono::Duration;
use serde_json::json;

const EDIT: &str =
    "mutation($input: EditClientInput!) { editClient(input: $input) { client { version } errors { code } } }";
const OPEN: &str = "mutation($id: ID!) { openClient(id: $id) { client { id } } }";

#[tokio::test]
async fn created_clients_go_but_those_that_were_changed_since() {
    let w = world().await;
    let import = w.bring(&w.manager, "leads.csv", LEADS.as_bytes()).await;
    import.through().await;
    let made = import.rows(json!(["CREATE"])).await;
    let id = made[0]["client"]["id"].clone();
    let edited = import.browser.graphql(EDIT, json!({"input": {"id": id, "version": 1, "source": "Changed"}})).await;
    assert_eq!(edited["editClient"]["errors"], json!([]));
    let undone = import.undo().await;
    assert_eq!((&undone["deleted"], &undone["refused"]), (&json!(1), &json!(1)), "{undone}");
    let refused = import.rows(json!(["UNDO_REFUSED"])).await;
    assert_eq!((refused.len(), &refused[0]["client"]["id"]), (1, &id));
    assert_eq!(w.clients().await, 1);
    assert_eq!(w.app.number("SELECT count(*) FROM crm.client_contact").await, 2, "of the one that stayed");
}

#[tokio::test]
async fn a_client_whose_profile_was_opened_is_put_away_since_the_trail_names_him() {
    let w = world().await;
    let import = w.bring(&w.manager, "leads.csv", LEADS.as_bytes()).await;
    import.through().await;
    let made = import.rows(json!(["CREATE"])).await;
    import.browser.graphql(OPEN, json!({"id": made[0]["client"]["id"]})).await;
    let undone = import.undo().await;
    let counts = ["deleted", "archived", "refused"].map(|name| undone[name].clone());
    assert_eq!(counts, [json!(1), json!(1), json!(0)], "{undone}");
    assert_eq!(w.clients().await, 0);
    assert_eq!(w.app.number("SELECT count(*) FROM crm.client WHERE archived_at IS NOT NULL").await, 1);
}

#[tokio::test]
async fn after_seven_days_file_rows_and_undo_are_destroyed() {
    let w = world().await;
    let import = w.bring(&w.manager, "leads.csv", LEADS.as_bytes()).await;
    import.through().await;
    w.app.advance(Duration::days(7) + Duration::hours(2));
    w.app.sql(&format!("INSERT INTO queue.job (id, tenant_id, kind, run_at) VALUES (gen_random_uuid(), '{}', 'ForgetImports', 'epoch')", w.atlas.tenant.id.uuid())).await;
    w.app.run_jobs().await;
    let again = w.app.sign_in(&w.manager).await;
    let import = super::world::Import { world: &w, person: w.manager.clone(), browser: again, id: import.id };
    let now = import.now().await;
    assert_eq!(
        (&now["forgotten"], &now["undo"]["possible"], &now["columns"]),
        (&json!(true), &json!(false), &json!([]))
    );
    assert!(import.rows(json!(null)).await.iter().all(|row| row["cells"].is_null()));
    import.step_up().await;
    let refused = import.try_step("undoImport", "StepImportInput", json!({})).await;
    assert_eq!(refused["errors"][0]["code"], "forgotten");
    for table in ["client_import_block", "client_import_cell"] {
        assert_eq!(w.app.number(&format!("SELECT count(*) FROM crm.{table}")).await, 0);
    }
    assert_eq!(w.app.number("SELECT count(*) FROM crm.client_import WHERE data_key IS NOT NULL").await, 0);
    assert_eq!(w.clients().await, 2, "the clients stay");
}

/// An import that waits for somebody until its file is destroyed has ended, and the file may come again.
#[tokio::test]
async fn what_was_paused_for_seven_days_is_over() {
    let w = world().await;
    let import = w.bring(&w.manager, "leads.csv", LEADS.as_bytes()).await;
    import.check().await;
    import.step_up().await;
    import.try_step("commitImport", "CommitImportInput", json!({"skipBadRows": true})).await;
    assert_eq!(import.plain("pauseImport").await["import"]["state"], "PAUSED");
    w.app.run_jobs().await;
    w.app.advance(Duration::days(7) + Duration::hours(2));
    w.app.sql(&format!("INSERT INTO queue.job (id, tenant_id, kind, run_at) VALUES (gen_random_uuid(), '{}', 'ForgetImports', 'epoch')", w.atlas.tenant.id.uuid())).await;
    w.app.run_jobs().await;
    let browser = w.app.sign_in(&w.manager).await;
    let import = super::world::Import { world: &w, person: w.manager.clone(), browser, id: import.id };
    let now = import.now().await;
    assert_eq!((&now["state"], &now["forgotten"]), (&json!("CANCELLED"), &json!(true)));
    let written = &now["written"];
    assert_eq!((&written["create"], &written["skip"], &written["error"]), (&json!(0), &json!(0), &json!(6)), "{now}");
    assert_eq!(import.plain("resumeImport").await["errors"][0]["code"], "forgotten");
    let again = w.bring(&w.manager, "leads.csv", LEADS.as_bytes()).await;
    again.through().await;
    assert_eq!(w.clients().await, 2, "the same file comes again");
}
