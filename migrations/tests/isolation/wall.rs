//! ISO-07 and the attacks on rows: read, add, move, change, remove by predicate, id, ctid, MERGE, ON CONFLICT, COPY.
//! Generated over every tenant table.
use crm_testing::{insert_sql, key_of};
use futures_util::TryStreamExt;
use sqlx::Connection;
use sqlx::postgres::PgConnection;

use crate::world::{World, attempt, count, run, text};

#[tokio::test]
async fn iso_07_rows_of_another_tenant_cannot_be_added_or_moved() {
    let world = World::new().await;
    let mut app = world.app(&world.a).await;
    let (a, b) = (world.a.id.uuid(), world.b.id.uuid());
    for table in &world.tables {
        let name = &table.name;
        if world.app_may(&mut app, name, "UPDATE").await {
            attempt(&mut app, &format!("UPDATE {name} SET tenant_id = '{a}'"))
                .await
                .assert_rows(1, &format!("twin: change {name}"));
        }
        attempt(&mut app, &format!("UPDATE {name} SET tenant_id = '{b}'"))
            .await
            .assert_refused(&["42501"], &format!("move {name}"));

        let own = insert_sql(name, world.rows_a.of(name).unwrap());
        attempt(&mut app, &own)
            .await
            .assert_refused(&["23505"], &format!("twin: {name} reaches the key, so the wall let it in"));
        let fresh = world.rows_b.fresh(&mut app, table, &world.b).await.unwrap();
        let foreign = insert_sql(name, &fresh);
        attempt(&mut app, &foreign).await.assert_refused(&["42501"], &format!("add to {name}"));
        let existing = insert_sql(name, world.rows_b.of(name).unwrap());
        for tail in [
            "",
            " ON CONFLICT DO NOTHING",
            &format!(" ON CONFLICT ({}) DO UPDATE SET tenant_id = '{a}'", table.primary_key.join(", ")),
        ] {
            attempt(&mut app, &format!("{existing}{tail}")).await.assert_refused(&["42501"], &format!("{name}{tail}"));
        }
    }
}

#[tokio::test]
async fn rows_of_another_tenant_are_not_there_to_read() {
    let world = World::new().await;
    let (mut app, mut root) = (world.app(&world.a).await, world.root().await);
    let b = world.b.id.uuid();
    for table in &world.tables {
        let name = &table.name;
        let (own, theirs) =
            (key_of(table, world.rows_a.of(name).unwrap()), key_of(table, world.rows_b.of(name).unwrap()));
        assert_eq!(
            count(&mut root, &format!("SELECT count(*) FROM {name}")).await.unwrap(),
            2,
            "both tenants have a row in {name}"
        );
        attempt(&mut app, &format!("SELECT * FROM {name} WHERE {own}")).await.assert_rows(1, &format!("twin: {name}"));
        let ctid = text(&mut root, &format!("SELECT ctid::text FROM {name} WHERE {theirs}")).await.unwrap();
        for sql in [
            format!("SELECT * FROM {name} WHERE {theirs}"),
            format!("SELECT * FROM {name} WHERE tenant_id = '{b}'"),
            format!("SELECT * FROM {name} WHERE tenant_id <> '{}'", world.a.id.uuid()),
            format!("SELECT * FROM {name} WHERE ctid = '{ctid}'"),
            format!("SELECT * FROM {name} OFFSET 1"),
            format!("SELECT * FROM ONLY {name} t WHERE t::text LIKE '%northwind%'"),
            format!("SELECT * FROM {name} WHERE {theirs} FOR KEY SHARE"),
        ] {
            let answer = attempt(&mut app, &sql).await;
            if answer.code() == "42501"
                && sql.ends_with("FOR KEY SHARE")
                && !world.app_may(&mut app, name, "UPDATE").await
            {
                continue;
            }
            answer.assert_rows(0, &sql);
        }
        let copied = copy_out(&mut app, &format!("COPY {name} TO STDOUT")).await;
        assert!(copied.contains(&world.a.id.uuid().to_string()), "twin: COPY {name}");
        assert!(!copied.contains(&b.to_string()), "COPY {name} holds a row of B");
    }
}

#[tokio::test]
async fn rows_of_another_tenant_cannot_be_changed_or_removed() {
    let world = World::new().await;
    let (mut app, mut root) = (world.app(&world.a).await, world.root().await);
    for table in &world.tables {
        let name = &table.name;
        let (own, theirs) =
            (key_of(table, world.rows_a.of(name).unwrap()), key_of(table, world.rows_b.of(name).unwrap()));
        let ctid = text(&mut root, &format!("SELECT ctid::text FROM {name} WHERE {theirs}")).await.unwrap();
        let b_values = format!("(SELECT '{}'::uuid AS tenant_id) s ON t.tenant_id = s.tenant_id", world.b.id.uuid());
        let (update, delete) =
            (world.app_may(&mut app, name, "UPDATE").await, world.app_may(&mut app, name, "DELETE").await);
        let mut attacks = Vec::new();
        if update {
            attempt(&mut app, &format!("UPDATE {name} SET tenant_id = tenant_id WHERE {own}"))
                .await
                .assert_rows(1, &format!("twin: {name}"));
            attacks.extend([
                format!("UPDATE {name} SET tenant_id = tenant_id WHERE {theirs}"),
                format!("UPDATE {name} SET tenant_id = '{}' WHERE {theirs}", world.a.id.uuid()),
                format!("UPDATE {name} SET tenant_id = tenant_id WHERE ctid = '{ctid}'"),
                format!("MERGE INTO {name} t USING {b_values} WHEN MATCHED THEN UPDATE SET tenant_id = s.tenant_id"),
            ]);
        }
        if delete {
            let twin = attempt(&mut app, &format!("DELETE FROM {name} WHERE {own}")).await;
            assert!(twin.code() == "23503" || twin == crate::world::Answer::Rows(1), "twin: remove {name}: {twin:?}");
            attacks.extend([
                format!("DELETE FROM {name} WHERE {theirs}"),
                format!("DELETE FROM {name} WHERE ctid = '{ctid}'"),
                format!("MERGE INTO {name} t USING {b_values} WHEN MATCHED THEN DELETE"),
            ]);
        }
        for sql in attacks {
            attempt(&mut app, &sql).await.assert_rows(0, &sql);
        }
        let row = world.rows_b.of(name).unwrap();
        let columns: Vec<&str> = row.keys().map(String::as_str).collect();
        let values: Vec<&str> = row.values().map(String::as_str).collect();
        let merge = format!(
            "MERGE INTO {name} t USING (SELECT 1) s ON {} WHEN NOT MATCHED THEN INSERT ({}) VALUES ({})",
            key_of(table, row).split(" AND ").map(|part| format!("t.{part}")).collect::<Vec<_>>().join(" AND "),
            columns.join(", "),
            values.join(", ")
        );
        attempt(&mut app, &merge).await.assert_refused(&["42501"], &merge);
    }
    // everything A could do, done for good: B's rows are as they were
    run(&mut app, "UPDATE crm.client SET first_name = 'mine'; DELETE FROM crm.note; COMMIT").await.unwrap();
    let names: Vec<String> = sqlx::query_scalar("SELECT first_name FROM crm.client WHERE tenant_id = $1")
        .bind(world.b.id.uuid())
        .fetch_all(&mut root)
        .await
        .unwrap();
    assert!(names.iter().all(|name| name.starts_with("canary-northwind")), "{names:?}");
    assert_eq!(count(&mut root, "SELECT count(*) FROM crm.note").await.unwrap(), 1, "B's note");
}

#[tokio::test]
async fn the_owner_of_the_tables_is_behind_the_wall_too() {
    let world = World::new().await;
    let mut owner = world.db.connect(crm_testing::DatabaseRole::Migrator).await.unwrap();
    let mut tx = owner.begin().await.unwrap();
    run(&mut tx, &format!("SET LOCAL app.key = '{}'", world.a.key)).await.unwrap();
    for table in &world.tables {
        assert_eq!(count(&mut tx, &format!("SELECT count(*) FROM {}", table.name)).await.unwrap(), 1, "{}", table.name);
    }
    tx.rollback().await.unwrap();
    run(&mut owner, "BEGIN").await.unwrap();
    attempt(&mut owner, "SELECT * FROM crm.client")
        .await
        .assert_refused(&["42704", "22P02"], "crm_owner without a context");
}

async fn copy_out(conn: &mut PgConnection, sql: &str) -> String {
    let stream = conn.copy_out_raw(sql).await.unwrap();
    let chunks: Vec<_> = stream.try_collect().await.unwrap();
    chunks.iter().map(|bytes| String::from_utf8_lossy(bytes).into_owned()).collect()
}
