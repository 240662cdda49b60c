//! What the runtime roles cannot do, whatever SQL gets in. Twin: the administrator does the same and takes it back.
use crm_testing::DatabaseRole;

use crate::world::{Answer, World, attempt, count, run};

const FORBIDDEN: &[&str] = &[
    // becoming somebody else
    "SET ROLE crm_owner",
    "SET ROLE crm_backfill",
    "SET SESSION AUTHORIZATION crm_owner",
    "ALTER ROLE crm_app BYPASSRLS",
    "ALTER ROLE crm_app SUPERUSER",
    "GRANT crm_owner TO crm_app",
    "CREATE ROLE crm_other",
    // taking the wall down
    "ALTER TABLE crm.client DISABLE ROW LEVEL SECURITY",
    "ALTER TABLE crm.client NO FORCE ROW LEVEL SECURITY",
    "DROP POLICY tenant_wall ON crm.client",
    "ALTER POLICY tenant_wall ON crm.client USING (true)",
    "CREATE POLICY mine ON crm.client USING (true)",
    "ALTER TABLE crm.client OWNER TO CURRENT_USER",
    "TRUNCATE crm.client_tag",
    "TRUNCATE crm.audit_event CASCADE",
    "DROP TABLE crm.note",
    "ALTER TABLE crm.note ADD COLUMN x int",
    "CREATE INDEX ON crm.client (id)",
    "CREATE TRIGGER t BEFORE INSERT ON crm.note FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()",
    "CREATE RULE r AS ON SELECT TO crm.note DO INSTEAD NOTHING",
    // building something of one's own
    "CREATE FUNCTION crm.f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "CREATE FUNCTION public.f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "CREATE TEMPORARY TABLE t (x int)",
    "CREATE TEMPORARY VIEW v AS SELECT 1",
    "CREATE TABLE crm.t (x int)",
    "CREATE TABLE public.t (x int)",
    "CREATE VIEW crm.v AS SELECT * FROM crm.client",
    "CREATE MATERIALIZED VIEW crm.m AS SELECT 1",
    "CREATE SCHEMA mine",
    "CREATE SEQUENCE crm.s",
    "DO $$ BEGIN NULL; END $$",
    "CREATE EXTENSION dblink",
    "CREATE PUBLICATION p FOR ALL TABLES",
    "CREATE OPERATOR crm.=== (LEFTARG = int, RIGHTARG = int, FUNCTION = int4eq)",
    // files, programs, other connections
    "COPY (SELECT 1) TO PROGRAM 'cat > /dev/null'",
    "COPY (SELECT 1) TO '/dev/null'",
    "SELECT pg_read_file('PG_VERSION')",
    "SELECT lo_create(0)",
    // channels that tenants share
    "SELECT pg_advisory_lock(1)",
    "SELECT pg_try_advisory_xact_lock(1)",
    "SELECT pg_notify('x', 'y')",
    "SELECT pg_sleep(0)",
    "SELECT pg_terminate_backend(0)",
    "SELECT pg_cancel_backend(0)",
    "SELECT platform.protect('crm.client')",
    "ALTER SYSTEM SET log_statement = 'all'",
    "SET LOCAL log_min_error_statement = 'error'",
    "SET LOCAL session_replication_role = 'replica'",
    "SECURITY LABEL ON TABLE crm.client IS NULL",
];

/// Twins that a transaction block or this installation refuses for reasons of its own.
const NO_TWIN: &[&str] = &[
    "SELECT platform.protect('crm.client')",      // protected already: 42710
    "ALTER SYSTEM SET log_statement = 'all'",     // not in a transaction block
    "CREATE EXTENSION dblink",                    // may not be installed
    "SECURITY LABEL ON TABLE crm.client IS NULL", // no provider loaded
    "CREATE RULE r AS ON SELECT TO crm.note DO INSTEAD NOTHING", // not valid on a table with rows
];

#[tokio::test]
async fn runtime_roles_have_none_of_these_powers() {
    let world = World::new().await;
    let mut root = world.root().await;
    for sql in FORBIDDEN.iter().filter(|sql| !NO_TWIN.contains(sql)) {
        run(&mut root, "BEGIN").await.unwrap();
        let twin = crate::world::outcome(run(&mut root, sql).await);
        assert!(matches!(twin, Answer::Rows(_)), "twin of {sql}: {twin:?}");
        run(&mut root, "ROLLBACK; RESET SESSION AUTHORIZATION; RESET ROLE").await.unwrap();
    }
    for role in [DatabaseRole::App, DatabaseRole::Queue, DatabaseRole::Provision, DatabaseRole::Ops] {
        let mut conn = world.db.connect(role).await.unwrap();
        run(&mut conn, &format!("BEGIN; SET LOCAL app.key = '{}'", world.a.key)).await.unwrap();
        for sql in FORBIDDEN {
            // 42501 insufficient privilege; 42P17 and 22023: refused before the right is asked
            attempt(&mut conn, sql)
                .await
                .assert_refused(&["42501", "25001", "0A000", "22023", "42P17"], &format!("{role:?}: {sql}"));
        }
    }
}

#[tokio::test]
async fn row_security_cannot_be_switched_off() {
    let world = World::new().await;
    let mut app = world.app(&world.a).await;
    attempt(&mut app, "SET LOCAL row_security = on; SELECT * FROM crm.client").await.assert_rows(1, "twin");
    for table in &world.tables {
        let sql = format!("SET LOCAL row_security = off; SELECT * FROM {}", table.name);
        attempt(&mut app, &sql).await.assert_refused(&["42501"], &sql);
    }
}

#[tokio::test]
async fn copy_into_a_tenant_table_is_refused() {
    let world = World::new().await;
    let mut app = world.app(&world.a).await;
    for table in &world.tables {
        let refused = app.copy_in_raw(&format!("COPY {} FROM STDIN", table.name)).await.err().expect(&table.name);
        let code = refused.as_database_error().unwrap().code().unwrap().into_owned();
        assert!(["0A000", "42501"].contains(&code.as_str()), "{}: {refused}", table.name);
        run(&mut app, "ROLLBACK").await.unwrap();
        crate::world::open(&mut app, &world.a.key).await;
    }
}

#[tokio::test]
async fn drop_owned_and_grants_by_oneself_change_nothing() {
    let world = World::new().await;
    let mut owner = world.db.connect(DatabaseRole::Migrator).await.unwrap();
    let before = crm_migrations::dump_schema(&mut owner).await.unwrap();
    let mut app = world.db.connect(DatabaseRole::App).await.unwrap();
    // these end with a warning and not with an error: what counts is that nothing changes
    for sql in [
        "DROP OWNED BY crm_app",
        "REASSIGN OWNED BY crm_app TO crm_app",
        "GRANT SELECT ON crm.client TO crm_queue",
        "REVOKE ALL ON crm.client FROM crm_app",
        "GRANT USAGE ON SCHEMA crm TO PUBLIC",
    ] {
        let _ = run(&mut app, sql).await;
    }
    for sql in ["DROP OWNED BY crm_owner", "REASSIGN OWNED BY crm_owner TO crm_app", "DROP OWNED BY crm_queue"] {
        crate::world::outcome(run(&mut app, sql).await).assert_refused(&["42501"], sql);
    }
    let after = crm_migrations::dump_schema(&mut owner).await.unwrap();
    assert_eq!(before, after, "DROP OWNED took a right or a policy away");
    let mut app = world.app(&world.a).await;
    assert_eq!(count(&mut app, "SELECT count(*) FROM crm.client").await.unwrap(), 1);
    assert_eq!(crm_migrations::catalogue_violations(&mut owner).await.unwrap(), []);
}

#[tokio::test]
async fn a_locked_table_is_bounded_by_time_outs() {
    let world = World::new().await;
    let mut app = world.app(&world.a).await;
    for (setting, most_ms) in
        [("statement_timeout", 15_000), ("lock_timeout", 5_000), ("idle_in_transaction_session_timeout", 10_000)]
    {
        let ms = count(&mut app, &format!("SELECT setting::bigint FROM pg_settings WHERE name = '{setting}'"))
            .await
            .unwrap();
        assert!((1..=most_ms).contains(&ms), "{setting} = {ms} ms");
    }
    run(
        &mut app,
        "SET LOCAL idle_in_transaction_session_timeout = '400ms'; LOCK TABLE crm.client IN ACCESS EXCLUSIVE MODE",
    )
    .await
    .unwrap();
    let mut other = world.app(&world.b).await;
    attempt(&mut other, "SET LOCAL lock_timeout = '50ms'; SELECT * FROM crm.client")
        .await
        .assert_refused(&["55P03"], "B waits no longer than its lock time-out");
    attempt(&mut other, "SET LOCAL lock_timeout = '5s'; SELECT * FROM crm.client")
        .await
        .assert_rows(1, "the server ends the idle locker");
}
