//! Who may import, with which proof; and that rights which end meanwhile stop the work.

use super::world::{LEADS, world};
use serde_json::json;

const START: &str =
    "mutation($input: StartImportInput!) { startImport(input: $input) { import { id } errors { code } } }";

#[tokio::test]
async fn only_who_may_import_brings_files() {
    let w = world().await;
    let ana = w.app.sign_in(&w.ana).await;
    assert_eq!(ana.graphql_refusal(START, json!({"input": {"fileName": "a.csv", "size": 5}})).await, "forbidden");
    let import = w.upload(&w.manager, "leads.csv", LEADS.as_bytes()).await;
    let mut stranger = super::world::Import { world: &w, person: w.ana.clone(), browser: ana, id: import.id.clone() };
    assert_eq!(stranger.part(0, b"x").await.status(), 403);
    assert_eq!(stranger.browser.get(&format!("/imports/{}/failed.csv", import.id)).await.status(), 403);
    assert_eq!(stranger.browser.get("/imports/example.csv").await.status(), 403);
    stranger.browser = w.app.browser(&w.atlas);
    assert_eq!(stranger.part(0, b"x").await.status(), 401);
    let mut request = import.browser.request(http::Method::POST, &format!("/imports/{}/parts/0", import.id), None);
    request.headers_mut().insert("content-type", "application/octet-stream".parse().unwrap());
    request.headers_mut().insert("sec-fetch-site", "cross-site".parse().unwrap());
    assert_eq!(import.browser.send(request).await.status(), 403, "SESS-05");
    let north = w.app.tenant("north").await;
    let theirs = w.app.staff(&north, "CRM Manager").await;
    let foreign = super::world::Import {
        world: &w,
        person: theirs.clone(),
        browser: w.app.sign_in(&theirs).await,
        id: import.id.clone(),
    };
    assert_eq!(foreign.part(0, b"x").await.status(), 404, "ISO: another broker's import is not there");
    assert!(import.browser.get("/imports/example.csv").await.text().starts_with("First name;"));
}

#[tokio::test]
async fn writing_and_taking_back_ask_for_a_fresh_second_factor() {
    let w = world().await;
    let import = w.bring(&w.manager, "leads.csv", LEADS.as_bytes()).await;
    import.check().await;
    let version = import.now().await["version"].clone();
    let commit = "mutation($input: CommitImportInput!) { commitImport(input: $input) { errors { code } } }";
    let input = json!({"input": {"id": import.id, "version": version, "skipBadRows": true}});
    w.app.advance(chrono::Duration::minutes(11));
    assert_eq!(import.browser.graphql_refusal(commit, input).await, "step_up_required");
    import.commit(true).await;
    w.app.advance(chrono::Duration::minutes(11));
    let version = import.now().await["version"].clone();
    let undo = "mutation($input: StepImportInput!) { undoImport(input: $input) { errors { code } } }";
    let input = json!({"input": {"id": import.id, "version": version}});
    assert_eq!(import.browser.graphql_refusal(undo, input).await, "step_up_required");
}

#[tokio::test]
async fn a_person_whose_rights_end_writes_no_further_row() {
    let w = world().await;
    let import = w.bring(&w.manager, "leads.csv", LEADS.as_bytes()).await;
    import.check().await;
    import.step_up().await;
    import.try_step("commitImport", "CommitImportInput", json!({"skipBadRows": true})).await;
    w.app.sql(&format!("UPDATE crm.staff SET status = 'suspended' WHERE id = '{}'", w.manager.id.uuid())).await;
    w.app.access_changed(&w.atlas).await;
    w.app.run_jobs().await;
    assert_eq!(w.clients().await, 0);
    let theirs = super::world::Import {
        world: &w,
        person: w.other.clone(),
        browser: w.app.sign_in(&w.other).await,
        id: import.id.clone(),
    };
    assert_eq!(theirs.now().await["state"], "PAUSED");
}

#[tokio::test]
async fn impt_07_protected_fields_are_no_choice() {
    let w = world().await;
    let import = w.bring(&w.manager, "leads.csv", LEADS.as_bytes()).await;
    for field in ["BALANCE", "KYC_STATUS", "TENANT_ID", "OWNER", "PASSWORD", "RISK_LEVEL", "NUMBER"] {
        let document = "mutation($input: MapImportInput!) { mapImport(input: $input) { errors { code } } }";
        let input = json!({"id": import.id, "version": 1, "headerRow": 1, "columns": [{"index": 0, "field": field}], "matchBy": [], "onMatch": "SKIP", "onRepeat": "SKIP", "assignment": {"mode": "NOBODY"}});
        assert_eq!(import.browser.graphql_refusal(document, json!({"input": input})).await, "invalid_input", "{field}");
    }
    let twice = json!([{"index": 0, "field": "FIRST_NAME"}, {"index": 1, "field": "FIRST_NAME"}]);
    assert_eq!(import.try_map(json!({"columns": twice})).await["errors"][0]["code"], "mapped_twice");
    let far = json!([{"index": 99, "field": "FIRST_NAME"}]);
    assert_eq!(import.try_map(json!({"columns": far, "matchBy": []})).await["errors"][0]["code"], "unknown_column");
    let nobody = json!({"mode": "AGENT", "ownerIds": [crm_model::StaffId::generate().to_string()]});
    assert_eq!(import.try_map(json!({"assignment": nobody})).await["errors"][0]["code"], "unknown_id");
}
