//! The trail: whole, chained, atomic, verified.

use super::documents::{AUDIT, VERIFY, change};
use super::world::{olga, with, world};
use crm_app::audit::{AnchorPlaces, anchor_heads, verify_as_system};
use serde_json::json;
use std::sync::Arc;

/// AUD-02: each kind of tampering is found at its first bad row.
#[tokio::test]
async fn aud_02_every_tampering_is_found_at_its_row() {
    let w = world().await;
    let manager = w.app.sign_in(&w.manager).await;
    for n in 0..6 {
        w.create(&manager, with(olga(), json!({"firstName": format!("Client {n}")}))).await;
    }
    let verify = || async {
        let op = manager.op().await.unwrap();
        verify_as_system(&op, &w.app.app).await.unwrap()
    };
    let asked = manager.graphql(VERIFY, json!({})).await["verifyAudit"].clone();
    assert_eq!(asked["ok"], true, "{asked}");
    let save = "CREATE TABLE public.kept AS SELECT * FROM crm.audit_event; CREATE TABLE public.kept_head AS SELECT * FROM crm.audit_head";
    w.app.sql(save).await;
    let tampers = [
        ("UPDATE crm.audit_event SET body = replace(body, 'client.registered', 'client.opened') WHERE seq = 5", 5),
        ("UPDATE crm.audit_event SET at = at + interval '1 second' WHERE seq = 4", 4),
        ("UPDATE crm.audit_event SET actor_id = gen_random_uuid() WHERE seq = 6", 6),
        ("DELETE FROM crm.audit_value WHERE seq = 3; DELETE FROM crm.audit_event WHERE seq = 3", 3),
        (
            "UPDATE crm.audit_event SET seq = seq + 1000 WHERE seq = 2; UPDATE crm.audit_event SET seq = 2 WHERE seq = 7",
            2,
        ),
        ("UPDATE crm.audit_head SET seq = seq - 1", 0),
    ];
    for (tamper, row) in tampers {
        w.app.sql("ALTER TABLE crm.audit_value DROP CONSTRAINT IF EXISTS audit_value_tenant_id_seq_fkey").await;
        w.app.sql(tamper).await;
        let report = verify().await;
        let problem = report.problem.unwrap_or_else(|| panic!("not found: {tamper}"));
        if row > 0 {
            assert_eq!(problem.seq(), row, "{tamper}: {problem}");
        }
        w.app.sql("DELETE FROM crm.audit_event; INSERT INTO crm.audit_event SELECT * FROM public.kept; UPDATE crm.audit_head h SET seq = k.seq, hash = k.hash FROM public.kept_head k WHERE k.tenant_id = h.tenant_id").await;
        assert_eq!(verify().await.problem, None, "restored after {tamper}");
    }
}

/// AUD-02: a cut tail, with the head set back to match, is found against the anchor outside the database.
#[tokio::test]
async fn aud_02_a_cut_tail_is_found_by_the_anchor() {
    let folder = tempfile::tempdir().unwrap();
    let w = world().await;
    let file = folder.path().join("anchors");
    let manager = w.app.sign_in(&w.manager).await;
    w.create(&manager, olga()).await;
    let op = manager.op().await.unwrap();
    let anchored = w.app.another(|app| app.anchors = Arc::new(AnchorPlaces { file: Some(file.clone()), store: None }));
    anchor_heads(&op, &anchored).await.unwrap();
    anchor_heads(&op, &anchored).await.unwrap();
    let text = std::fs::read_to_string(&file).unwrap();
    assert_eq!(text.lines().count(), 1, "a head is anchored once");
    let report = verify_as_system(&op, &anchored).await.unwrap();
    assert_eq!(report.problem, None);
    assert_eq!(report.anchored, Some(report.head.seq));
    let cut = "DELETE FROM crm.audit_value WHERE seq = (SELECT max(seq) FROM crm.audit_event);
        DELETE FROM crm.audit_event WHERE seq = (SELECT max(seq) FROM crm.audit_event);
        UPDATE crm.audit_head h SET seq = e.seq, hash = e.hash FROM crm.audit_event e WHERE e.tenant_id = h.tenant_id AND e.seq = (SELECT max(seq) FROM crm.audit_event)";
    w.app.sql(cut).await;
    let report = verify_as_system(&op, &anchored).await.unwrap();
    let problem = report.problem.expect("the tail was cut");
    assert_eq!(problem.seq(), report.head.seq + 1);
    let unanchored = w.app.another(|_| ());
    assert_eq!(verify_as_system(&op, &unanchored).await.unwrap().problem, None, "the database alone cannot tell");
}

/// AUD-03, R-29: no event, no change.
#[tokio::test]
async fn aud_03_a_change_whose_event_cannot_be_kept_is_not_kept() {
    let w = world().await;
    let manager = w.app.sign_in(&w.manager).await;
    w.app.sql("ALTER TABLE crm.audit_event ADD CONSTRAINT full_disk CHECK (action <> 'client.registered')").await;
    let answer = manager.ask(&change("createClient", "CreateClientInput"), json!({"input": olga()})).await.json();
    assert_eq!(answer["errors"][0]["extensions"]["code"], "internal");
    assert_eq!(w.app.number("SELECT count(*) FROM crm.client").await, 0);
    w.app.sql("ALTER TABLE crm.audit_event DROP CONSTRAINT full_disk; DELETE FROM crm.audit_head").await;
    let answer = manager.ask(&change("createClient", "CreateClientInput"), json!({"input": olga()})).await.json();
    assert_eq!(answer["errors"][0]["extensions"]["code"], "internal");
    assert_eq!(w.app.number("SELECT count(*) FROM crm.client").await, 0);
}

/// AUD-04, AUD-08, AUD-06: refusals are recorded with the server's own values; what a client claims of itself is not.
#[tokio::test]
async fn aud_04_a_refusal_leaves_a_row_with_the_servers_values() {
    let w = world().await;
    let manager = w.app.sign_in(&w.manager).await;
    let client = w.olga_of_ana(&manager).await;
    let tom = w.app.sign_in(&w.tom).await;
    let before = w.app.number("SELECT count(*) FROM crm.audit_event WHERE refused").await;
    let mut request = tom.request(
        http::Method::POST,
        "/graphql",
        Some(&json!({"query": super::documents::find(), "variables": {"id": client["id"]}})),
    );
    let headers = request.headers_mut();
    headers.insert("x-forwarded-for", "203.0.113.9".parse().unwrap());
    headers.insert("x-request-id", "mine".parse().unwrap());
    headers.insert(
        "user-agent",
        http::HeaderValue::from_bytes(b"Evil\x1b[31m {\"a\":1}")
            .unwrap_or(http::HeaderValue::from_static("Evil {\"a\":1}")),
    );
    tom.send(request).await;
    assert_eq!(w.app.number("SELECT count(*) FROM crm.audit_event WHERE refused").await, before + 1);
    let data = manager.graphql(AUDIT, json!({"filter": {"refused": true}, "first": 1})).await;
    let row = &data["auditEvents"]["edges"][0]["node"];
    assert_eq!(row["actor"], w.tom.name);
    assert_eq!(row["ip"], "198.51.100.7");
    assert!(row["title"].as_str().unwrap().contains("not_found"));
    assert_eq!((&row["targetKind"], &row["targetId"]), (&json!("client"), &client["id"]), "what it was refused on");
    assert!(!row["userAgent"].as_str().unwrap_or_default().contains('\u{1b}'));
}

/// AUD-07, AUD-05
#[tokio::test]
async fn aud_07_another_brokers_trail_is_out_of_reach() {
    let w = world().await;
    let manager = w.app.sign_in(&w.manager).await;
    let client = w.olga_of_ana(&manager).await;
    let northwind = w.app.tenant("northwind").await;
    let other = w.app.sign_in(&w.app.staff(&northwind, "CRM Manager").await).await;
    for filter in [json!({}), json!({"targetId": client["id"]}), json!({"actorId": w.manager.id.to_string()})] {
        let data = other.graphql(AUDIT, json!({"filter": filter, "first": 200})).await;
        assert!(!data.to_string().contains(w.manager.id.to_string().as_str()), "{filter}");
        assert!(!data.to_string().contains("Olga"));
    }
    assert_eq!(other.graphql_refusal(AUDIT, json!({"filter": {"actions": ["' OR true --"]}})).await, "invalid_input");
    // AUD-05: no personal value and no secret stands in the chained text
    for canary in ["Olga", "novak", "612345678", "seven otters", "bds_", "Calle"] {
        assert_eq!(
            w.app.number(&format!("SELECT count(*) FROM crm.audit_event WHERE body ILIKE '%{canary}%'")).await,
            0,
            "{canary}"
        );
    }
}
