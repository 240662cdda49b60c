//! The test database itself: fresh, migrated, locked down, gone afterwards.
#![allow(clippy::unwrap_used, reason = "tests may stop at the first surprise")]
use crm_testing::{DatabaseRole, TestDb};
use sqlx::Connection;

#[tokio::test]
async fn each_role_connects_to_a_locked_down_clone() {
    let db = TestDb::new().await.unwrap();
    for role in
        [DatabaseRole::App, DatabaseRole::Queue, DatabaseRole::Provision, DatabaseRole::Ops, DatabaseRole::Migrator]
    {
        let mut conn = db.connect(role).await.unwrap();
        let temp: bool = sqlx::query_scalar("SELECT has_database_privilege(session_user, current_database(), 'TEMP')")
            .fetch_one(&mut conn)
            .await
            .unwrap();
        assert!(!temp, "{role:?} may create temporary tables in the clone");
    }
    let mut conn = db.connect(DatabaseRole::App).await.unwrap();
    let timeout: String = sqlx::query_scalar("SHOW statement_timeout").fetch_one(&mut conn).await.unwrap();
    assert_eq!(timeout, "15s");
}

#[tokio::test]
async fn a_tenant_sees_its_own_rows_and_the_database_is_dropped() {
    let db = TestDb::new().await.unwrap();
    let (atlas, _northwind) = (db.tenant("atlas").await.unwrap(), db.tenant("northwind").await.unwrap());
    let mut conn = db.connect(DatabaseRole::App).await.unwrap();
    sqlx::query("SELECT set_config('app.key', $1, false)").bind(&atlas.key).execute(&mut conn).await.unwrap();
    let brands: Vec<String> = sqlx::query_scalar("SELECT name FROM crm.brand").fetch_all(&mut conn).await.unwrap();
    assert_eq!(brands, ["atlas"]);

    let (name, other) = (db.name().to_owned(), TestDb::new().await.unwrap());
    drop(db);
    let mut admin = other.connect(DatabaseRole::Superuser).await.unwrap();
    let left: bool = sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = $1)")
        .bind(&name)
        .fetch_one(&mut admin)
        .await
        .unwrap();
    assert!(!left);
    admin.close().await.unwrap();
}
