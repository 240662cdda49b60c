//! What one tenant leaves on a connection does not reach the next opening, even where nothing cleans it in between. The
//! cleaning itself is tested through the pools, in crm-storage.
use crm_testing::DatabaseRole;

use crate::world::{World, attempt, count, open, run, text};

#[tokio::test]
async fn a_cursor_held_by_one_tenant_is_closed_by_the_next_opening() {
    let world = World::new().await;
    let mut conn = world.app(&world.a).await;
    run(&mut conn, "DECLARE held CURSOR WITH HOLD FOR SELECT * FROM crm.client; COMMIT").await.unwrap();
    run(&mut conn, "BEGIN").await.unwrap();
    attempt(&mut conn, "FETCH 1 FROM held")
        .await
        .assert_rows(1, "twin: without an opening the cursor is still there, which is why the opening closes it");
    run(&mut conn, "COMMIT").await.unwrap();
    open(&mut conn, &world.b.key).await;
    attempt(&mut conn, "FETCH ALL FROM held").await.assert_refused(&["34000"], "A's cursor in B's transaction");
    assert_eq!(count(&mut conn, "SELECT count(*) FROM crm.client").await.unwrap(), 1);
}

#[tokio::test]
async fn a_session_level_setting_does_not_survive_the_next_opening() {
    let world = World::new().await;
    for planted in ["SET app.key = '{}'", "SELECT set_config('app.key', '{}', false)"] {
        let mut conn = world.app(&world.a).await;
        run(&mut conn, &planted.replace("{}", &world.a.key)).await.unwrap();
        run(&mut conn, "COMMIT").await.unwrap();
        open(&mut conn, &world.b.key).await;
        let seen: sqlx::types::Uuid =
            sqlx::query_scalar("SELECT tenant_id FROM crm.client").fetch_one(&mut conn).await.unwrap();
        assert_eq!(seen, world.b.id.uuid(), "{planted}: the opening wins");
        run(&mut conn, "COMMIT").await.unwrap();
    }
}

#[tokio::test]
async fn the_application_cannot_leave_a_context_for_other_sessions() {
    let world = World::new().await;
    let name = world.db.name();
    let mut app = world.db.connect(DatabaseRole::App).await.unwrap();
    for planted in [
        format!("ALTER ROLE crm_app IN DATABASE {name} SET app.key = '{}'", world.a.key),
        format!("ALTER DATABASE {name} SET app.key = 'x'"),
    ] {
        crate::world::outcome(run(&mut app, &planted).await).assert_refused(&["42501"], &planted);
    }
    // Postgres lets a role change its own defaults: the catalogue names that, lock_down takes it back
    let mut root = world.root().await;
    for planted in ["SET search_path = public", "SET work_mem = '1GB'", "RESET row_security"] {
        run(&mut app, &format!("ALTER ROLE crm_app IN DATABASE {name} {planted}")).await.unwrap();
        let named = crm_migrations::catalogue_violations(&mut root).await.unwrap();
        assert!(
            named.iter().any(|violation| violation.rule.starts_with("R06") || violation.rule.starts_with("R07")),
            "{planted}: {named:?}"
        );
        crm_migrations::lock_down(&mut root, name).await.unwrap();
        assert_eq!(crm_migrations::catalogue_violations(&mut root).await.unwrap(), [], "{planted}");
    }
}

#[tokio::test]
async fn failing_statements_do_not_reach_the_servers_log() {
    let world = World::new().await;
    let mut app = world.app(&world.a).await;
    for (setting, value) in [
        ("log_min_error_statement", "panic"),
        ("log_parameter_max_length", "0"),
        ("log_statement", "none"),
        ("log_min_duration_statement", "-1"),
    ] {
        assert_eq!(text(&mut app, &format!("SHOW {setting}")).await.unwrap(), value, "{setting}");
        attempt(&mut app, &format!("SET LOCAL {setting} = DEFAULT")).await.assert_refused(&["42501"], setting);
    }
}
