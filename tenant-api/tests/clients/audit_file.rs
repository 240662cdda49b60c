//! The trail as a file: asked for with a reason, taken by who asked, masked, safe in a spreadsheet.

use super::world::{olga, with, world};
use crm_access::{Grant, Permission, ReachLevel, RoleRules};
use serde_json::{Value, json};

const TAKE: &str =
    "mutation T($input: TakeAuditFileInput!) { takeAuditFile(input: $input) { path errors { code path } } }";

fn asked(filter: Value) -> Value {
    json!({"input": {"filter": filter, "reason": "The regulator asks for it"}})
}

#[tokio::test]
async fn api_09_the_trail_is_taken_as_a_file_that_runs_nothing() {
    let w = world().await;
    let manager = w.app.sign_in(&w.manager).await;
    w.create(&manager, with(olga(), json!({"firstName": "=cmd|' /C calc'!A0", "lastName": null}))).await;
    let made = manager.graphql(TAKE, asked(json!({"actions": ["client.registered"]}))).await["takeAuditFile"].clone();
    assert_eq!(made["errors"], json!([]));
    // what comes later is not in it
    w.create(&manager, with(olga(), json!({"firstName": "Later"}))).await;
    let answer = manager.get(made["path"].as_str().unwrap()).await;
    assert_eq!(answer.header("content-type"), Some("text/csv; charset=utf-8"));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    let text = answer.text();
    let lines: Vec<&str> = text.trim().lines().collect();
    assert_eq!(lines.len(), 2, "{text}");
    assert!(lines[0].contains("No.,Time (UTC),Event"), "{text}");
    assert!(lines[1].contains("client.registered") && lines[1].contains("Olga.Novak@example.com"), "{text}");
    assert!(!lines[1].contains(",=cmd") && !lines[1].contains(",\"=cmd"), "{text}");
    assert_eq!(w.app.number("SELECT count(*) FROM crm.audit_event WHERE action = 'file.taken'").await, 1);
    assert_eq!(w.app.number("SELECT count(*) FROM crm.audit_event WHERE action = 'audit.file_asked'").await, 1);

    let none = asked(json!({"actions": ["trading_server.archived"]}));
    let none = manager.graphql(TAKE, none).await["takeAuditFile"].clone();
    assert_eq!(none["errors"], json!([{"code": "no_events", "path": ["filter"]}]));
    let short = manager.graphql(TAKE, json!({"input": {"reason": "x"}})).await["takeAuditFile"].clone();
    assert_eq!(short, json!({"path": null, "errors": [{"code": "reason_required", "path": ["reason"]}]}));
}

/// Every page of a long trail stands in the file, each event once.
#[tokio::test]
async fn a_long_trail_is_whole() {
    let w = world().await;
    let manager = w.app.sign_in(&w.manager).await;
    let client = w.olga_of_ana(&manager).await;
    for _ in 0..230 {
        manager
            .graphql("mutation O($id: ID!) { openClient(id: $id) { errors { code } } }", json!({"id": client["id"]}))
            .await;
    }
    let made = manager.graphql(TAKE, asked(json!({"actions": ["client.opened"]}))).await["takeAuditFile"].clone();
    let text = manager.get(made["path"].as_str().unwrap()).await.text();
    assert_eq!(text.trim().lines().count(), 231);
}

#[tokio::test]
async fn iso_mask_a_file_is_for_who_asked_for_it_for_ten_minutes_and_as_masked_as_the_trail() {
    let mut w = world().await;
    let grants = [Permission::AuditView, Permission::AuditExport, Permission::ClientView]
        .map(|permission| Grant { permission, reach: ReachLevel::All })
        .to_vec();
    w.app.role(&mut w.atlas, "Outside auditor", &RoleRules { grants, ..RoleRules::default() }).await;
    let outside = w.app.staff(&w.atlas, "Outside auditor").await;
    let outside = w.app.sign_in(&outside).await;
    let manager = w.app.sign_in(&w.manager).await;
    let client = w.olga_of_ana(&manager).await;
    let edit = "mutation E($input: EditClientInput!) { editClient(input: $input) { errors { code } } }";
    let input = json!({"input": {"id": client["id"], "version": client["version"], "dateOfBirth": "1990-05-06"}});
    assert_eq!(manager.graphql(edit, input).await["editClient"]["errors"], json!([]));

    let made = outside.graphql(TAKE, asked(json!({}))).await["takeAuditFile"].clone();
    let path = made["path"].as_str().unwrap();
    let text = outside.get(path).await.text();
    assert!(text.contains("client.registered") && text.contains("dateOfBirth: ••••••"), "{text}");
    for secret in ["Olga.Novak@example.com", "612345678", "1990-05-06"] {
        assert!(!text.contains(secret), "MASK: {secret}");
    }
    let north = w.app.tenant("northwind").await;
    let nina = w.app.staff(&north, "CRM Manager").await;
    let nina = w.app.sign_in(&nina).await;
    for stranger in [&manager, &nina] {
        assert_eq!(stranger.get(path).await.status(), 404);
    }
    let ana = w.app.sign_in(&w.ana).await;
    assert_eq!(ana.graphql_refusal(TAKE, asked(json!({}))).await, "forbidden");
    let auditor = w.app.staff(&w.atlas, "Read-only auditor").await;
    let auditor = w.app.sign_in(&auditor).await;
    assert_eq!(auditor.graphql_refusal(TAKE, asked(json!({}))).await, "forbidden");
    let role = w.atlas.role("Outside auditor").uuid();
    let export = format!("FROM crm.role_grant WHERE role_id = '{role}' AND permission = 'audit.export'");
    w.app.sql(&format!("CREATE TABLE public.kept AS SELECT * {export}; DELETE {export}")).await;
    w.app.access_changed(&w.atlas).await;
    assert_eq!(outside.get(path).await.status(), 403, "the right to take it is gone");
    w.app.sql("INSERT INTO crm.role_grant SELECT * FROM public.kept").await;
    w.app.access_changed(&w.atlas).await;
    assert_eq!(outside.get(path).await.status(), 200, "twin");
    w.app.advance(chrono::Duration::minutes(11));
    assert_eq!(outside.get(path).await.status(), 404);
}
