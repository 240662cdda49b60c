//! Careless objects: what they would leak, and that the catalogue names them before they do.
use crm_migrations::catalogue_violations;

use crate::world::{World, count, run};

/// (what, rule that names it, how a careless administrator makes it, how crm_app reads it)
const CARELESS: [(&str, &str, &str, &str); 4] = [
    (
        "view of a role that bypasses",
        "G04",
        "CREATE VIEW crm.all_clients AS SELECT * FROM crm.client; GRANT SELECT ON crm.all_clients TO crm_app",
        "SELECT count(*) FROM crm.all_clients",
    ),
    (
        "definer function of a role that bypasses",
        "F01",
        "CREATE FUNCTION crm.all_clients() RETURNS SETOF crm.client LANGUAGE sql SECURITY DEFINER AS 'SELECT * FROM crm.client'; GRANT EXECUTE ON FUNCTION crm.all_clients() TO crm_app",
        "SELECT count(*) FROM crm.all_clients()",
    ),
    (
        "materialised view",
        "G05",
        "CREATE MATERIALIZED VIEW crm.all_clients AS SELECT * FROM crm.client; GRANT SELECT ON crm.all_clients TO crm_app",
        "SELECT count(*) FROM crm.all_clients",
    ),
    (
        "copy of a table",
        "T02",
        "CREATE TABLE crm.all_clients AS SELECT * FROM crm.client; GRANT SELECT ON crm.all_clients TO crm_app",
        "SELECT count(*) FROM crm.all_clients",
    ),
];

#[tokio::test]
async fn careless_objects_leak_and_the_catalogue_names_each() {
    let world = World::new().await;
    let mut root = world.root().await;
    for (what, rule, make, read) in CARELESS {
        run(&mut root, make).await.unwrap();
        let mut app = world.app(&world.a).await;
        assert_eq!(count(&mut app, read).await.unwrap(), 2, "twin: a careless {what} does leak, so the rule is needed");
        run(&mut app, "ROLLBACK").await.unwrap();
        let found = catalogue_violations(&mut root).await.unwrap();
        assert!(found.iter().any(|violation| violation.rule.starts_with(rule)), "{what}: {found:?}");
        for drop in ["DROP VIEW", "DROP MATERIALIZED VIEW", "DROP TABLE"] {
            let _ = run(&mut root, &format!("{drop} crm.all_clients")).await;
        }
        let _ = run(&mut root, "DROP FUNCTION crm.all_clients()").await;
    }
    assert_eq!(catalogue_violations(&mut root).await.unwrap(), []);
}

#[tokio::test]
async fn a_view_with_security_invoker_stays_behind_the_wall() {
    let world = World::new().await;
    let mut root = world.root().await;
    run(&mut root, "CREATE VIEW crm.v WITH (security_invoker = true) AS SELECT * FROM crm.client; ALTER VIEW crm.v OWNER TO crm_owner; GRANT SELECT ON crm.v TO crm_app").await.unwrap();
    let mut app = world.app(&world.a).await;
    assert_eq!(count(&mut app, "SELECT count(*) FROM crm.v").await.unwrap(), 1);
    assert_eq!(catalogue_violations(&mut root).await.unwrap(), []);
}
