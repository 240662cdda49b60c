//! AUD-01: the audit trail is append-only for the application, and for provisioning.
use crm_testing::{DatabaseRole, insert_sql};

use crate::world::{World, attempt, run};

#[tokio::test]
async fn aud_01_events_can_be_added_and_neither_changed_nor_removed() {
    let world = World::new().await;
    let mut app = world.app(&world.a).await;
    let table = world.tables.iter().find(|table| table.name == "crm.audit_event").unwrap();
    let mut row = world.rows_a.fresh(&mut app, table, &world.a).await.unwrap();
    row.insert("seq".into(), "99".into());
    attempt(&mut app, &insert_sql("crm.audit_event", &row)).await.assert_rows(1, "twin: add an event");
    attempt(&mut app, "SELECT * FROM crm.audit_event").await.assert_rows(1, "twin: read events");
    attempt(&mut app, "UPDATE crm.audit_head SET seq = seq + 1").await.assert_rows(1, "twin: move the head");
    attempt(&mut app, "DELETE FROM crm.audit_value")
        .await
        .assert_rows(1, "twin: erasure removes the values beside the chain");
    let forbidden = [
        "UPDATE crm.audit_event SET body = 'other'",
        "UPDATE crm.audit_event SET refused = true",
        "DELETE FROM crm.audit_event",
        "TRUNCATE crm.audit_event, crm.audit_value",
        "INSERT INTO crm.audit_event (tenant_id, seq, id, at, action, actor_kind, body, prev_hash, hash) SELECT tenant_id, seq, id, at, action, actor_kind, 'other', prev_hash, hash FROM crm.audit_event ON CONFLICT (tenant_id, seq) DO UPDATE SET body = 'other'",
        "MERGE INTO crm.audit_event e USING (SELECT 1) s ON true WHEN MATCHED THEN UPDATE SET body = 'other'",
        "MERGE INTO crm.audit_event e USING (SELECT 1) s ON true WHEN MATCHED THEN DELETE",
        "UPDATE crm.audit_value SET after_sealed = NULL",
        "DELETE FROM crm.audit_head",
        "TRUNCATE crm.audit_head",
        "DELETE FROM crm.client", // would take the events' client away by cascade
    ];
    let mut provision = world.db.connect(DatabaseRole::Provision).await.unwrap();
    run(&mut provision, &format!("BEGIN; SET LOCAL app.key = '{}'", world.a.key)).await.unwrap();
    for sql in forbidden {
        attempt(&mut app, sql).await.assert_refused(&["42501", "23503"], sql);
        attempt(&mut provision, sql).await.assert_refused(&["42501"], sql);
    }
}

#[tokio::test]
async fn aud_01_the_owner_of_the_table_is_not_reachable_by_the_application() {
    let world = World::new().await;
    let mut app = world.app(&world.a).await;
    for sql in [
        "SET LOCAL ROLE crm_owner",
        "SET LOCAL ROLE crm_migrator",
        "SET LOCAL ROLE crm_backfill",
        "SET LOCAL ROLE crm_backup",
    ] {
        attempt(&mut app, sql).await.assert_refused(&["42501"], sql);
    }
}
