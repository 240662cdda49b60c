//! ISO-06: no context, an empty one, a malformed one are errors; an unknown or expired one sees nothing.
use crm_testing::{DatabaseRole, insert_sql};

use crate::world::{World, attempt, count, open, run};

/// Read, change, remove and add, on each tenant table.
fn statements(world: &World) -> Vec<(String, String, bool)> {
    world
        .tables
        .iter()
        .flat_map(|table| {
            let name = &table.name;
            [
                (format!("read {name}"), format!("SELECT * FROM {name}"), true),
                (format!("change {name}"), format!("UPDATE {name} SET tenant_id = tenant_id"), true),
                (format!("remove {name}"), format!("DELETE FROM {name}"), true),
                (format!("add {name}"), insert_sql(name, world.rows_b.of(name).unwrap()), false),
            ]
        })
        .collect()
}

#[tokio::test]
async fn iso_06_without_a_well_formed_context_every_statement_is_an_error() {
    let world = World::new().await;
    let mut app = world.app(&world.a).await;
    for table in &world.tables {
        assert_eq!(
            count(&mut app, &format!("SELECT count(*) FROM {}", table.name)).await.unwrap(),
            1,
            "twin: {}",
            table.name
        );
    }
    let tenant_id = world.b.id.uuid().to_string();
    let (short, long, not_hex) = (world.b.key[..63].to_owned(), format!("{}0", world.b.key), "z".repeat(64));
    for setting in
        [None, Some(""), Some("x"), Some(&tenant_id), Some(&short), Some(&long), Some(&not_hex), Some("NULL")]
    {
        let mut conn = world.db.connect(DatabaseRole::App).await.unwrap();
        run(&mut conn, "BEGIN").await.unwrap();
        if let Some(value) = setting {
            run(&mut conn, &format!("SET LOCAL app.key = '{value}'")).await.unwrap();
        }
        for (what, sql, _) in statements(&world) {
            // 42704 missing setting, 22P02 not two uuids, 42501 a right that crm_app lacks anyway
            attempt(&mut conn, &sql)
                .await
                .assert_refused(&["42704", "22P02", "42501"], &format!("{what} with app.key {setting:?}"));
        }
    }
}

#[tokio::test]
async fn iso_06_a_setting_left_empty_on_a_used_connection_is_an_error_and_not_no_rows() {
    let world = World::new().await;
    let mut app = world.app(&world.a).await;
    assert_eq!(count(&mut app, "SELECT count(*) FROM crm.client").await.unwrap(), 1);
    run(&mut app, "COMMIT; BEGIN").await.unwrap();
    assert_eq!(
        crate::world::text(&mut app, "SELECT current_setting('app.key')").await.unwrap(),
        "",
        "the setting is '' now, not missing"
    );
    attempt(&mut app, "SELECT * FROM crm.client").await.assert_refused(&["22P02"], "forgotten setting");
}

#[tokio::test]
async fn iso_06_an_unknown_or_expired_token_sees_and_changes_nothing() {
    let world = World::new().await;
    let mut root = world.root().await;
    let mut app = world.app(&world.b).await;
    assert_eq!(
        count(&mut app, "SELECT count(*) FROM crm.client").await.unwrap(),
        1,
        "twin: the token opens while it lives"
    );
    run(
        &mut root,
        &format!(
            "UPDATE ctx.tenant_key SET expires_at = now() - interval '1 second' WHERE tenant_id = '{}'",
            world.b.id.uuid()
        ),
    )
    .await
    .unwrap();
    let forged = world.b.key.chars().rev().collect::<String>();
    for (kind, key) in [("expired", &world.b.key), ("forged", &forged)] {
        let mut conn = world.db.connect(DatabaseRole::App).await.unwrap();
        open(&mut conn, key).await;
        for (what, sql, sees) in statements(&world) {
            let answer = attempt(&mut conn, &sql).await;
            if sees && answer.code() != "42501" {
                answer.assert_rows(0, &format!("{what} with a token that is {kind}"));
            } else {
                answer.assert_refused(&["42501"], &format!("{what} with a token that is {kind}"));
            }
        }
    }
}

#[tokio::test]
async fn the_application_can_neither_list_nor_mint_nor_extend_tokens() {
    let world = World::new().await;
    let mut app = world.app(&world.a).await;
    let seen: Vec<sqlx::types::Uuid> =
        sqlx::query_scalar("SELECT tenant_id FROM ctx.tenant_key").fetch_all(&mut app).await.unwrap();
    assert_eq!(seen, [world.a.id.uuid()], "exactly the row whose token it holds");
    let stolen = format!("SELECT 1 FROM ctx.tenant_key WHERE tenant_id = '{}'", world.b.id.uuid());
    attempt(&mut app, &stolen).await.assert_rows(0, "another tenant's digest");
    for sql in [
        format!("INSERT INTO ctx.tenant_key (h, tenant_id) VALUES (sha256('x'), '{}')", world.b.id.uuid()),
        format!("UPDATE ctx.tenant_key SET tenant_id = '{}'", world.b.id.uuid()),
        "UPDATE ctx.tenant_key SET expires_at = NULL".to_owned(),
        "DELETE FROM ctx.tenant_key".to_owned(),
        "SELECT ctx.purge_keys()".to_owned(),
        "SELECT ctx.retire_key(sha256('x'), now())".to_owned(),
    ] {
        attempt(&mut app, &sql).await.assert_refused(&["42501"], &sql);
    }
}

#[tokio::test]
async fn rotation_of_the_master_key_goes_through_provisioning_alone() {
    let world = World::new().await;
    let mut provision = world.db.connect(DatabaseRole::Provision).await.unwrap();
    let old = "SELECT ctx.retire_key(h, now() - interval '1 second') FROM ctx.tenant_key";
    run(&mut provision, &format!("BEGIN; SET LOCAL app.key = '{}'", world.a.key)).await.unwrap();
    run(
        &mut provision,
        &format!("INSERT INTO ctx.tenant_key (h, tenant_id) VALUES (sha256('\\x01'), '{}')", world.a.id.uuid()),
    )
    .await
    .unwrap();
    run(&mut provision, old).await.unwrap();
    run(&mut provision, "SELECT ctx.purge_keys()").await.unwrap();
    attempt(&mut provision, "SELECT * FROM ctx.tenant_key")
        .await
        .assert_rows(0, "the old token is gone, the new one is not held");
    run(&mut provision, "COMMIT").await.unwrap();
    let mut root = world.root().await;
    assert_eq!(count(&mut root, "SELECT count(*) FROM ctx.tenant_key").await.unwrap(), 2, "A's new key and B's");
}
