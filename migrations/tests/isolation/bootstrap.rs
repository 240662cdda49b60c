//! Bootstrap in its two layers, lock-down of clones, passwords.
use crm_migrations::{
    BootstrapError, MigratorConnection, RolePassword, bootstrap, catalogue_violations, dump_schema, migrator_options,
    set_passwords,
};
use crm_model::RequestId;
use crm_testing::{DatabaseRole, TestDb};
use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions, Connection};
use std::str::FromStr;

use crate::world::run;

#[tokio::test]
async fn a_second_bootstrap_changes_nothing() {
    let db = TestDb::new().await.unwrap();
    let mut root = db.connect(DatabaseRole::Superuser).await.unwrap();
    let before = dump_schema(&mut root).await.unwrap();
    let report = bootstrap(&mut root).await.unwrap();
    assert!(report.superuser);
    assert_eq!(report.missing, Vec::<String>::new(), "a superuser completes both layers");
    assert_eq!(dump_schema(&mut root).await.unwrap(), before);
    assert_eq!(catalogue_violations(&mut root).await.unwrap(), []);
}

#[tokio::test]
async fn bootstrap_is_for_administrators() {
    let db = TestDb::new().await.unwrap();
    let mut app = db.connect(DatabaseRole::App).await.unwrap();
    let refused = bootstrap(&mut app).await.unwrap_err();
    assert!(matches!(refused, BootstrapError::NotAdministrator { .. }), "{refused}");
}

/// Managed Postgres: an administrator with CREATEROLE who owns the database. The first layer is whole, the second is
/// named as missing, and only the rules of the second layer are broken.
#[tokio::test]
async fn an_administrator_who_is_no_superuser_gets_the_first_layer_and_a_list_of_what_is_missing() {
    let db = TestDb::new().await.unwrap();
    let mut root = db.connect(DatabaseRole::Superuser).await.unwrap();
    let name = format!("bd_test_managed_{}", &RequestId::generate().uuid().simple().to_string()[20..]);
    run(&mut root, &format!("CREATE ROLE {name} LOGIN CREATEROLE CREATEDB")).await.unwrap();
    run(&mut root, &format!("CREATE DATABASE {name} OWNER {name} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'")).await.unwrap();
    let here = db.url(DatabaseRole::Migrator);
    let options = PgConnectOptions::from_str(&here).unwrap().username(&name).database(&name);
    let mut admin = options.connect().await.unwrap();
    // PostgreSQL 16 asks for the ADMIN option where 15 asks for CREATEROLE alone
    if root.server_version_num().unwrap_or(0) >= 160_000 {
        run(&mut root, &format!("GRANT crm_owner, crm_ctx, crm_lookup TO {name} WITH ADMIN OPTION")).await.unwrap();
    }
    let report = bootstrap(&mut admin).await.unwrap();
    assert!(!report.superuser);
    assert!(report.missing.iter().any(|what| what.contains("plpgsql")), "{:?}", report.missing);
    assert!(report.missing.iter().any(|what| what.contains("pg_notify")), "{:?}", report.missing);
    assert_eq!(bootstrap(&mut admin).await.unwrap(), report, "again");
    admin.close().await.unwrap();

    let url = here.replace(db.name(), &name);
    let migrator = MigratorConnection::open(&url).await.unwrap();
    migrator.up().await.unwrap();
    migrator.close().await.unwrap();
    let mut owner = migrator_options(&url).unwrap().connect().await.unwrap();
    let found = catalogue_violations(&mut owner).await.unwrap();
    assert!(
        found.iter().all(|violation| violation.rule.starts_with("R11") || violation.what.starts_with("public PUBLIC")),
        "only the second layer's rules may be broken: {found:?}"
    );
    owner.close().await.unwrap();
    run(&mut root, &format!("DROP DATABASE {name} WITH (FORCE)")).await.unwrap();
    run(&mut root, &format!("DROP ROLE {name}")).await.unwrap();
}

#[tokio::test]
async fn a_database_without_an_utf8_character_type_is_refused() {
    let db = TestDb::new().await.unwrap();
    let mut root = db.connect(DatabaseRole::Superuser).await.unwrap();
    let name = format!("{}_c", db.name());
    run(&mut root, &format!("CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'"))
        .await
        .unwrap();
    let mut inside =
        PgConnectOptions::from_str(&db.url(DatabaseRole::Superuser)).unwrap().database(&name).connect().await.unwrap();
    let refused = bootstrap(&mut inside).await.unwrap_err();
    assert!(matches!(refused, BootstrapError::NotUtf8 { .. }), "{refused}");
    inside.close().await.unwrap();
    run(&mut root, &format!("DROP DATABASE {name} WITH (FORCE)")).await.unwrap();
}

#[tokio::test]
async fn passwords_reach_the_server_as_scram_verifiers() {
    let db = TestDb::new().await.unwrap();
    let mut root = db.connect(DatabaseRole::Superuser).await.unwrap();
    let passwords = RolePassword::all_from(|name| Some(format!("{name}-correct-horse"))).unwrap();
    // roles belong to the cluster, which other tests share: taken back at once
    let mut tx = root.begin().await.unwrap();
    set_passwords(&mut tx, &passwords).await.unwrap();
    let kept: Vec<String> =
        sqlx::query_scalar("SELECT rolpassword FROM pg_authid WHERE rolname ~ '^crm_' AND rolcanlogin")
            .fetch_all(&mut *tx)
            .await
            .unwrap();
    tx.rollback().await.unwrap();
    assert_eq!(kept.len(), passwords.len());
    assert!(
        kept.iter().all(|verifier| verifier.starts_with("SCRAM-SHA-256$4096:") && !verifier.contains("correct-horse")),
        "{kept:?}"
    );
}

#[tokio::test]
async fn a_clone_that_was_not_locked_down_is_named() {
    let db = TestDb::new().await.unwrap();
    let mut root = db.connect(DatabaseRole::Superuser).await.unwrap();
    let name = format!("{}_k", db.name());
    run(&mut root, &format!("CREATE DATABASE {name} TEMPLATE {}", db.name())).await.unwrap();
    let mut inside =
        PgConnectOptions::from_str(&db.url(DatabaseRole::Superuser)).unwrap().database(&name).connect().await.unwrap();
    let found = catalogue_violations(&mut inside).await.unwrap();
    for rule in ["R07", "R09", "R10"] {
        assert!(found.iter().any(|violation| violation.rule.starts_with(rule)), "{rule}: {found:?}");
    }
    crm_migrations::lock_down(&mut inside, &name).await.unwrap();
    assert_eq!(catalogue_violations(&mut inside).await.unwrap(), []);
    inside.close().await.unwrap();
    run(&mut root, &format!("DROP DATABASE {name} WITH (FORCE)")).await.unwrap();
}
