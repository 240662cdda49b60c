//! The migration files: up → down → up, file by file, each as the role it names.
use crm_migrations::{MigratorConnection, catalogue_violations, dump_schema, sql_files};
use crm_testing::{DatabaseRole, TestDb};

use sqlx::ConnectOptions;
use sqlx::postgres::PgConnectOptions;
use std::str::FromStr;

use crate::world::{World, count, run, text};

#[tokio::test]
async fn up_down_up_ends_where_it_began() {
    let db = TestDb::new().await.unwrap();
    let migrator = MigratorConnection::open(&db.url(DatabaseRole::Migrator)).await.unwrap();
    let mut owner = db.connect(DatabaseRole::Migrator).await.unwrap();
    let mut heights = vec![dump_schema(&mut owner).await.unwrap()];
    for _ in sql_files() {
        migrator.down(Some(1)).await.unwrap();
        heights.push(dump_schema(&mut owner).await.unwrap());
    }
    assert!(migrator.status().await.unwrap().iter().all(|(_, applied)| !applied));
    let left: i64 = count(
        &mut owner,
        "SELECT count(*) FROM pg_class WHERE relnamespace IN ('crm'::regnamespace, 'queue'::regnamespace) OR (relnamespace = 'platform'::regnamespace AND relname NOT LIKE 'seaql%')",
    )
    .await
    .unwrap();
    assert_eq!(left, 0, "down leaves nothing behind");
    let root = db.connect(DatabaseRole::Superuser).await.unwrap();
    drop(root);
    migrator.up().await.unwrap();
    assert_eq!(dump_schema(&mut owner).await.unwrap(), heights[0]);
    assert_eq!(catalogue_violations(&mut owner).await.unwrap(), []);
    // each single file: down to below it and up again gives the same text
    for height in 1..=sql_files().len() {
        migrator.down(Some(u32::try_from(height).unwrap())).await.unwrap();
        assert_eq!(dump_schema(&mut owner).await.unwrap(), heights[height], "{height} files down");
        migrator.up().await.unwrap();
        assert_eq!(dump_schema(&mut owner).await.unwrap(), heights[0], "{height} files down and up");
    }
    migrator.close().await.unwrap();
}

#[tokio::test]
async fn seaorms_own_table_is_in_platform_and_belongs_to_crm_owner() {
    let db = TestDb::new().await.unwrap();
    let mut owner = db.connect(DatabaseRole::Migrator).await.unwrap();
    let applied = count(&mut owner, "SELECT count(*) FROM platform.seaql_migrations").await.unwrap();
    assert_eq!(applied, i64::try_from(sql_files().len()).unwrap());
    let owners: Vec<String> = sqlx::query_scalar("SELECT DISTINCT relowner::regrole::text FROM pg_class WHERE relnamespace IN ('crm'::regnamespace, 'platform'::regnamespace, 'queue'::regnamespace) AND relkind = 'r'")
        .fetch_all(&mut owner)
        .await
        .unwrap();
    assert_eq!(owners, ["crm_owner"]);
}

#[tokio::test]
async fn the_migrator_alone_has_no_rights() {
    let db = TestDb::new().await.unwrap();
    let mut bare = PgConnectOptions::from_str(&db.url(DatabaseRole::Migrator)).unwrap().connect().await.unwrap();
    for sql in [
        "SELECT * FROM crm.client",
        "CREATE TABLE crm.t (x int)",
        "SELECT * FROM platform.tenant",
        "DROP TABLE crm.client",
    ] {
        crate::world::outcome(run(&mut bare, sql).await).assert_refused(&["42501"], sql);
    }
}

/// What products offered is carried into their currencies and back, and an opening learns what it was sent with.
#[tokio::test]
async fn the_currency_of_a_product_is_carried_over_and_back() {
    let world = World::new().await;
    let mut root = world.root().await;
    let migrator = MigratorConnection::open(&world.db.url(DatabaseRole::Migrator)).await.unwrap();
    let offered = |id: &str, table: &str| {
        format!(
            "SELECT string_agg(concat_ws(' ', tenant_id, {id}, currency, group_name, digits, minimum_deposit), ', ' ORDER BY tenant_id, {id}) FROM crm.{table}"
        )
    };
    let before = text(&mut root, &offered("product_id", "account_product_currency")).await.unwrap();
    let steps = sql_files().iter().filter(|file| file.name >= "0430").count();
    migrator.down(Some(u32::try_from(steps).unwrap())).await.unwrap();
    assert_eq!(text(&mut root, &offered("id", "account_product")).await.unwrap(), before);
    migrator.up().await.unwrap();
    assert_eq!(text(&mut root, &offered("product_id", "account_product_currency")).await.unwrap(), before);
    let sent = "SELECT count(*) FROM crm.account_opening o JOIN crm.account_product_currency c USING (tenant_id, product_id, currency, group_name, digits)";
    assert_eq!(count(&mut root, sent).await.unwrap(), 2, "one opening of each broker");
    migrator.close().await.unwrap();
}
