//! CFG-03: the operators' program works as crm_provision on a closed database, or not at all.
#![allow(clippy::unwrap_used, reason = "tests may stop at the first surprise")]

use crm_testing::{DatabaseRole, TestDb};
use std::process::{Command, Output};

fn list(db: &TestDb, role: DatabaseRole) -> Output {
    Command::new(env!("CARGO_BIN_EXE_provisioning"))
        .args(["tenant", "list"])
        .env_clear()
        .envs([
            ("BROKERDESK_PROFILE", "development"),
            ("PLATFORM_DOMAIN", "localhost"),
            ("PUBLIC_SCHEME", "http"),
            ("PUBLIC_PORT", "8080"),
            ("CONTEXT_MASTER_KEY", "8f1d3c5e7a9b0c2d4e6f8091a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5"),
            ("KEK", "0f2e4d6c8baa99887766554433221100ffeeddccbbaa0099a8b7c6d5e4f30211"),
            ("DATABASE_URL_PROVISION", &db.url(role)),
        ])
        .output()
        .unwrap()
}

fn complaint(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stdout.is_empty(), "nothing was listed");
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[tokio::test]
async fn cfg_03_provisioning_refuses_a_role_above_the_wall_and_an_open_database() {
    let db = TestDb::new().await.unwrap();
    db.tenant("atlas").await.unwrap();
    let fine = list(&db, DatabaseRole::Provision);
    assert!(fine.status.success() && String::from_utf8_lossy(&fine.stdout).contains("atlas"), "{fine:?}");

    let above = complaint(&list(&db, DatabaseRole::Superuser));
    assert!(above.contains("this process must be crm_provision") && above.contains("is a superuser"), "{above}");
    let other = complaint(&list(&db, DatabaseRole::Ops));
    assert!(other.contains("this process must be crm_provision"), "{other}");

    let mut root = db.connect(DatabaseRole::Superuser).await.unwrap();
    sqlx::raw_sql("ALTER TABLE crm.note NO FORCE ROW LEVEL SECURITY").execute(&mut root).await.unwrap();
    let open = complaint(&list(&db, DatabaseRole::Provision));
    assert!(open.contains("crm.note is not behind the wall"), "{open}");
}
