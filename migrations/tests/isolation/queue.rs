//! The queue: crm_app adds for its own tenant and reads nothing; crm_queue leases and sees no tenant data.
use crm_model::JobId;
use crm_testing::{DatabaseRole, TestTenant};

use crate::world::{World, attempt, count, run};

fn job(tenant: &TestTenant) -> String {
    format!(
        "INSERT INTO queue.job (tenant_id, id, kind, payload) VALUES ('{}', '{}', 'SendInvitation', '{{}}')",
        tenant.id.uuid(),
        JobId::generate().uuid()
    )
}

#[tokio::test]
async fn the_application_adds_jobs_of_its_own_tenant_only_and_reads_none() {
    let world = World::new().await;
    let mut app = world.app(&world.a).await;
    assert_eq!(run(&mut app, &job(&world.a)).await.unwrap(), 1, "twin");
    attempt(&mut app, &job(&world.b)).await.assert_refused(&["42501"], "a job of B");
    let with = |column: &str, value: &str| {
        let (tenant, id) = (world.a.id.uuid(), JobId::generate().uuid());
        format!("INSERT INTO queue.job (tenant_id, id, kind, {column}) VALUES ('{tenant}', '{id}', 'X', {value})")
    };
    for sql in [
        "SELECT * FROM queue.job",
        "SELECT id FROM queue.job",
        "UPDATE queue.job SET kind = 'x'",
        "DELETE FROM queue.job",
        "TRUNCATE queue.job",
        "LOCK TABLE queue.job IN ACCESS EXCLUSIVE MODE",
        "SELECT * FROM queue.schedule",
        "INSERT INTO queue.schedule (name, kind, every_s) VALUES ('x', 'x', 1)",
        &with("attempts", "-100"),
        &with("unique_key", "'anchor audit heads'"),
        &format!("{} RETURNING id", job(&world.a)),
        &format!("{} ON CONFLICT (tenant_id, id) DO UPDATE SET kind = 'x'", job(&world.a)),
    ] {
        attempt(&mut app, sql).await.assert_refused(&["42501"], sql);
    }
    run(&mut app, "COMMIT").await.unwrap();
}

#[tokio::test]
async fn a_job_vanishes_with_its_business_transaction() {
    let world = World::new().await;
    let mut app = world.app(&world.a).await;
    run(&mut app, &job(&world.a)).await.unwrap();
    run(&mut app, "ROLLBACK").await.unwrap();
    let mut queue = world.db.connect(DatabaseRole::Queue).await.unwrap();
    assert_eq!(count(&mut queue, "SELECT count(*) FROM queue.job").await.unwrap(), 0);
}

#[tokio::test]
async fn the_dispatcher_leases_jobs_of_all_tenants_and_sees_no_tenant_data() {
    let world = World::new().await;
    for tenant in [&world.a, &world.b] {
        let mut app = world.app(tenant).await;
        run(&mut app, &job(tenant)).await.unwrap();
        run(&mut app, "COMMIT").await.unwrap();
    }
    let lease = "UPDATE queue.job SET leased_until = now() + interval '1 minute', attempts = attempts + 1
                 WHERE (tenant_id, id) IN (SELECT tenant_id, id FROM queue.job WHERE parked_at IS NULL AND run_at <= now()
                   AND (leased_until IS NULL OR leased_until < now()) ORDER BY run_at LIMIT 1 FOR UPDATE SKIP LOCKED)";
    let mut one = world.db.connect(DatabaseRole::Queue).await.unwrap();
    let mut two = world.db.connect(DatabaseRole::Queue).await.unwrap();
    run(&mut one, "BEGIN").await.unwrap();
    assert_eq!(run(&mut one, lease).await.unwrap(), 1);
    assert_eq!(run(&mut two, lease).await.unwrap(), 1, "the second dispatcher takes the other job");
    assert_eq!(run(&mut two, lease).await.unwrap(), 0);
    run(&mut one, "COMMIT").await.unwrap();

    run(&mut two, &format!("BEGIN; SET LOCAL app.key = '{}'", world.a.key)).await.unwrap();
    attempt(&mut two, "SELECT id, slug, status FROM platform.tenant")
        .await
        .assert_rows(2, "twin: it knows which tenants are active");
    for table in &world.tables {
        attempt(&mut two, &format!("SELECT 1 FROM {}", table.name)).await.assert_refused(&["42501"], &table.name);
    }
    for sql in [
        "SELECT name FROM platform.tenant",
        "SELECT * FROM ctx.tenant_key",
        "UPDATE queue.job SET tenant_id = tenant_id",
        "UPDATE queue.job SET payload = '{}'",
    ] {
        attempt(&mut two, sql).await.assert_refused(&["42501"], sql);
    }
}
