//! Provisioning writes a broker's first rows and cannot read its clients; operators read the registry alone.
use crm_testing::{DatabaseRole, SampleRows};

use crate::world::{World, attempt, run};

/// What onboarding writes.
const WRITES: [&str; 21] = [
    "tenant_setting",
    "brand",
    "access_version",
    "tenant_data_key",
    "counter",
    "team",
    "staff",
    "credential",
    "role",
    "role_grant",
    "role_field",
    "role_deny",
    "staff_role",
    "client_status_option",
    "tag",
    "saved_view",
    "saved_view_of_role",
    "one_time_token",
    "audit_event",
    "audit_value",
    "audit_head",
];

#[tokio::test]
async fn provisioning_creates_a_broker_and_reads_no_client() {
    let world = World::new().await;
    let c = world.db.bare_tenant("meridian").await.unwrap();
    let mut conn = world.db.connect(DatabaseRole::Provision).await.unwrap();
    run(&mut conn, &format!("BEGIN; SET LOCAL app.key = '{}'", c.key)).await.unwrap();
    let mut writes: Vec<_> = world
        .tables
        .iter()
        .filter(|table| WRITES.contains(&table.name.trim_start_matches("crm.")))
        .cloned()
        .map(|mut table| {
            // what points at clients, or is set later by an UPDATE that onboarding does not need, stays empty
            table.columns.retain(|column| !["client_id", "leader_id", "parent_id"].contains(&column.name.as_str()));
            table.foreign_keys.retain(|key| {
                !key.columns.iter().any(|name| ["client_id", "leader_id", "parent_id"].contains(&name.as_str()))
            });
            table
        })
        .collect();
    let place = |name: &str| WRITES.iter().position(|other| *other == name.trim_start_matches("crm."));
    writes.sort_by_key(|table| place(&table.name));
    assert_eq!(writes.len(), WRITES.len());
    SampleRows::insert(&mut conn, &writes, &c).await.unwrap();
    let tables = world.tables.iter().map(|table| table.name.as_str());
    for name in tables {
        let bare = name.trim_start_matches("crm.");
        if bare.starts_with("client") && bare != "client_status_option"
            || ["note", "session", "reveal", "api_key", "throttle", "idempotency", "recovery_code"].contains(&bare)
        {
            for sql in [
                format!("SELECT 1 FROM {name}"),
                format!("INSERT INTO {name} DEFAULT VALUES"),
                format!("DELETE FROM {name}"),
                format!("UPDATE {name} SET tenant_id = tenant_id"),
            ] {
                attempt(&mut conn, &sql).await.assert_refused(&["42501"], &sql);
            }
        } else if bare != "audit_head" {
            for sql in [format!("UPDATE {name} SET tenant_id = tenant_id"), format!("DELETE FROM {name}")] {
                attempt(&mut conn, &sql).await.assert_refused(&["42501"], &sql);
            }
        }
    }
    for sql in [
        "SELECT email_sealed FROM crm.staff",
        "SELECT * FROM crm.credential",
        "SELECT * FROM crm.tenant_data_key",
        "UPDATE crm.tenant_data_key SET version = 2",
        "UPDATE crm.tenant_data_key SET created_at = now()",
        "SELECT * FROM crm.one_time_token",
        "SELECT * FROM crm.audit_event",
        "SELECT * FROM queue.job",
    ] {
        attempt(&mut conn, sql).await.assert_refused(&["42501"], sql);
    }
    attempt(&mut conn, "SELECT id FROM crm.staff").await.assert_rows(1, "the staff member it has just invited");
}

/// Another key above all keys: provisioning exchanges what wraps a data key, of the broker whose context is open.
#[tokio::test]
async fn provisioning_wraps_data_keys_anew_behind_the_wall() {
    let world = World::new().await;
    let mut conn = world.db.connect(DatabaseRole::Provision).await.unwrap();
    run(&mut conn, &format!("BEGIN; SET LOCAL app.key = '{}'", world.a.key)).await.unwrap();
    attempt(&mut conn, "SELECT tenant_id, version, kek, wrapped FROM crm.tenant_data_key FOR UPDATE")
        .await
        .assert_rows(1, "its own");
    let anew = "UPDATE crm.tenant_data_key SET kek = 'local:new', wrapped = '\\x00'";
    attempt(&mut conn, anew).await.assert_rows(1, "its own");
    let foreign = format!("{anew} WHERE tenant_id = '{}'", world.b.id.uuid());
    attempt(&mut conn, &foreign).await.assert_rows(0, "another broker's");
    attempt(&mut conn, "DELETE FROM crm.tenant_data_key").await.assert_refused(&["42501"], "a key is never removed");
}

#[tokio::test]
async fn provisioning_is_behind_the_wall() {
    let world = World::new().await;
    let mut conn = world.db.connect(DatabaseRole::Provision).await.unwrap();
    run(&mut conn, &format!("BEGIN; SET LOCAL app.key = '{}'", world.a.key)).await.unwrap();
    let brands: Vec<sqlx::types::Uuid> =
        sqlx::query_scalar("SELECT tenant_id FROM crm.brand").fetch_all(&mut conn).await.unwrap();
    assert_eq!(brands, [world.a.id.uuid()]);
    let foreign = format!("INSERT INTO crm.access_version (tenant_id) VALUES ('{}')", world.b.id.uuid());
    attempt(&mut conn, &foreign).await.assert_refused(&["42501"], &foreign);
}

#[tokio::test]
async fn operators_read_the_registry_and_nothing_of_a_tenant() {
    let world = World::new().await;
    let mut conn = world.db.connect(DatabaseRole::Ops).await.unwrap();
    run(&mut conn, &format!("BEGIN; SET LOCAL app.key = '{}'", world.a.key)).await.unwrap();
    attempt(&mut conn, "SELECT * FROM platform.tenant").await.assert_rows(2, "twin");
    for table in &world.tables {
        attempt(&mut conn, &format!("SELECT 1 FROM {}", table.name)).await.assert_refused(&["42501"], &table.name);
    }
    for sql in [
        "SELECT * FROM ctx.tenant_key",
        "SELECT * FROM queue.job",
        "INSERT INTO platform.tenant (id, slug, name) VALUES (gen_random_uuid(), 'xyz', 'x')",
    ] {
        attempt(&mut conn, sql).await.assert_refused(&["42501"], sql);
    }
}

#[tokio::test]
async fn before_sign_in_a_host_names_its_tenant_and_nothing_lists_them() {
    let world = World::new().await;
    let mut root = world.root().await;
    run(
        &mut root,
        &format!(
            "INSERT INTO platform.tenant_host VALUES ('portal.atlas.example', '{0}', 'staff', now()), ('new.atlas.example', '{0}', 'staff', NULL);
             INSERT INTO platform.tenant (id, slug, name) VALUES (gen_random_uuid(), 'unborn', 'x');
             UPDATE platform.tenant SET status = 'suspended' WHERE slug = 'northwind'",
            world.a.id.uuid()
        ),
    )
    .await
    .unwrap();
    let mut app = world.db.connect(DatabaseRole::App).await.unwrap();
    let find = "SELECT id, slug, status, kind FROM platform.tenant_by_";
    type Found = (sqlx::types::Uuid, String, String, Option<String>);
    let mut look = async |by: &str, what: &str| -> Vec<Found> {
        sqlx::query_as(sqlx::AssertSqlSafe(format!("{find}{by}($1)")))
            .bind(what.to_owned())
            .fetch_all(&mut app)
            .await
            .unwrap()
    };
    assert_eq!(look("slug", "atlas").await, [(world.a.id.uuid(), "atlas".into(), "active".into(), None)]);
    assert_eq!(look("slug", "northwind").await[0].2, "suspended", "a suspended broker answers as suspended");
    assert_eq!(look("slug", "unborn").await, [], "one still being provisioned is not there");
    assert_eq!(look("slug", "%").await, []);
    assert_eq!(look("host", "portal.atlas.example").await[0].3.as_deref(), Some("staff"));
    assert_eq!(look("host", "new.atlas.example").await, [], "not verified");
    run(&mut app, "BEGIN").await.unwrap();
    for sql in [
        "SELECT * FROM platform.tenant",
        "SELECT id FROM platform.tenant",
        "SELECT * FROM platform.tenant_host",
        "SELECT * FROM platform.seaql_migrations",
    ] {
        attempt(&mut app, sql).await.assert_refused(&["42501"], sql);
    }
}
