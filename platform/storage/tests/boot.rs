//! CFG-03: a process whose database role can do too much, or whose database is not closed, does not start.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests may stop at the first surprise")]
use crm_storage::boot_report;
use crm_testing::{DatabaseRole, TestDb};
use sqlx::AssertSqlSafe;

#[tokio::test]
async fn cfg_03_every_runtime_role_is_fit_to_start_in_a_locked_down_database() {
    let db = TestDb::new().await.unwrap();
    for (role, name) in [
        (DatabaseRole::App, "crm_app"),
        (DatabaseRole::Queue, "crm_queue"),
        (DatabaseRole::Provision, "crm_provision"),
        (DatabaseRole::Ops, "crm_ops"),
    ] {
        let report = boot_report(&mut db.connect(role).await.unwrap(), name, true).await.unwrap();
        assert_eq!(report.refusals, Vec::<String>::new(), "{name}");
        let lock_down: Vec<_> = report.warnings.iter().filter(|text| !text.contains("row-security holes")).collect();
        assert!(lock_down.is_empty(), "{name}: {lock_down:?}");
    }
}

#[tokio::test]
async fn cfg_03_the_wrong_role_is_refused() {
    let db = TestDb::new().await.unwrap();
    for role in [DatabaseRole::Superuser, DatabaseRole::Migrator, DatabaseRole::Queue] {
        let report = boot_report(&mut db.connect(role).await.unwrap(), "crm_app", true).await.unwrap();
        assert!(
            report.refusals.iter().any(|text| text.contains("this process must be crm_app")),
            "{role:?}: {:?}",
            report.refusals
        );
    }
    let report = boot_report(&mut db.connect(DatabaseRole::Superuser).await.unwrap(), "crm_app", true).await.unwrap();
    assert!(report.refusals.iter().any(|text| text.contains("is a superuser")), "{:?}", report.refusals);
}

#[tokio::test]
async fn cfg_03_each_hole_is_named() {
    let holes = [
        ("GRANT CREATE ON SCHEMA crm TO crm_app", "may create objects in schema crm"),
        ("GRANT TEMP ON DATABASE {db} TO crm_app", "has TEMP on the database"),
        ("ALTER ROLE crm_app IN DATABASE {db} RESET ALL", "settings of this database are missing"),
        ("ALTER TABLE crm.note NO FORCE ROW LEVEL SECURITY", "crm.note is not behind the wall"),
        ("GRANT TRUNCATE ON crm.note TO crm_app", "may TRUNCATE"),
        ("ALTER TABLE crm.note OWNER TO crm_app", "owns crm.note"),
    ];
    let db = TestDb::new().await.unwrap();
    let mut root = db.connect(DatabaseRole::Superuser).await.unwrap();
    for (hole, text) in holes {
        let sql = hole.replace("{db}", db.name());
        sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut root).await.unwrap();
        let report = boot_report(&mut db.connect(DatabaseRole::App).await.unwrap(), "crm_app", true).await.unwrap();
        assert!(report.refusals.iter().any(|refusal| refusal.contains(text)), "{hole}: {:?}", report.refusals);
    }
    sqlx::raw_sql("GRANT USAGE ON LANGUAGE plpgsql TO PUBLIC").execute(&mut root).await.unwrap();
    let report = boot_report(&mut db.connect(DatabaseRole::App).await.unwrap(), "crm_app", true).await.unwrap();
    assert!(report.warnings.iter().any(|text| text.contains("plpgsql")), "{:?}", report.warnings);
}
