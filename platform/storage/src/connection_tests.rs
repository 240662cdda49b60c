//! What stands on a pooled connection while a transaction runs, and what is left of it for the next one.

use crate::conn::Conn;
use crate::db::Opening;
use crate::pool::clean_pool;
use crate::scope::Scoped;
use crate::{Claim, DbOptions, Idempotency, TenantDb};
use crm_access::{Actor, OpContext, Policies, RequestInfo, SystemActor, TenantRef};
use crm_model::{ApiKeyId, Clock, RequestId};
use crm_testing::{DatabaseRole, MASTER_KEY, TestDb, TestTenant};
use crm_vault::{ContextKeys, LocalKek, Vault};
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use sqlx::PgConnection;
use sqlx::postgres::PgConnectOptions;
use std::sync::Arc;
use std::time::{Duration, Instant};

const KEK: &str = "0f2e4d6c8baa99887766554433221100ffeeddccbbaa0099a8b7c6d5e4f30211";

/// Two brokers behind a pool of one connection.
struct World {
    _test: TestDb,
    db: TenantDb,
    a: TenantRef,
    b: TenantRef,
    admin: PgConnection,
}

impl World {
    async fn new(statement_timeout: Duration) -> Self {
        let test = TestDb::new().await.unwrap();
        let vault = Vault::new(Arc::new(LocalKek::from_hex(KEK).unwrap()));
        let mut admin = test.connect(DatabaseRole::Superuser).await.unwrap();
        let (a, b) = (test.tenant("atlas").await.unwrap(), test.tenant("north").await.unwrap());
        for tenant in [&a, &b] {
            let (_, wrapped) = vault.new_tenant_key(tenant.id, 1).await.unwrap();
            sqlx::query("INSERT INTO crm.tenant_data_key (tenant_id, version, kek, wrapped) VALUES ($1, 1, $2, $3)")
                .bind(tenant.id.uuid())
                .bind(&wrapped.kek_id)
                .bind(&wrapped.bytes)
                .execute(&mut admin)
                .await
                .unwrap();
        }
        let options = DbOptions {
            url: test.url(DatabaseRole::App),
            pool_size: 1,
            acquire_timeout: Duration::from_secs(5),
            statement_timeout,
        };
        let db = TenantDb::connect(&options, ContextKeys::new(MASTER_KEY), vault).unwrap();
        Self { _test: test, db, a: reference(&a), b: reference(&b), admin }
    }

    async fn open(&self, tenant: &TenantRef) -> Conn {
        self.db.open(tenant, Opening::Write).await.unwrap().conn
    }
}

fn reference(tenant: &TestTenant) -> TenantRef {
    TenantRef { id: tenant.id, slug: tenant.slug.as_str().into() }
}

async fn text(conn: &Conn, sql: &str) -> String {
    let row = conn.query_one_raw(Statement::from_string(DbBackend::Postgres, sql)).await.unwrap().unwrap();
    row.try_get_by_index(0).unwrap()
}

/// ISO, pool: what one broker's transaction leaves on the connection does not reach the next broker's.
#[tokio::test]
async fn iso_pool_what_one_broker_leaves_on_a_connection_does_not_reach_the_next() {
    let planted = [
        ("row_security", "off", "on"),
        ("default_transaction_read_only", "on", "off"),
        ("search_path", "pg_catalog", "crm, pg_catalog"),
        ("lock_timeout", "1ms", "5s"),
        ("enable_seqscan", "on", "off"),
        ("work_mem", "64kB", "4MB"),
    ];
    let world = World::new(DbOptions::REQUEST).await;
    let as_a = world.open(&world.a).await;
    let backend = text(&as_a, "SELECT pg_backend_pid()::text").await;
    for (setting, value, _) in planted {
        as_a.execute_unprepared(&format!("SET {setting} = '{value}'")).await.unwrap();
        assert_eq!(text(&as_a, &format!("SHOW {setting}")).await, value, "twin: it can be planted");
    }
    as_a.execute_unprepared("LISTEN atlas").await.unwrap();
    as_a.commit().await.unwrap();

    let as_b = world.open(&world.b).await;
    assert_eq!(text(&as_b, "SELECT pg_backend_pid()::text").await, backend, "the same connection");
    for (setting, _, own) in planted {
        assert_eq!(text(&as_b, &format!("SHOW {setting}")).await, own, "{setting}");
    }
    assert_eq!(text(&as_b, "SELECT count(*)::text FROM pg_catalog.pg_listening_channels()").await, "0");
    assert_eq!(text(&as_b, "SELECT name FROM crm.brand").await, "north", "and B reads its own rows");
}

/// a caller that goes away while its transaction is being opened leaves it open, unknown to the driver. The next one does
/// not run inside it.
#[tokio::test]
async fn r_25_a_transaction_whose_opening_was_given_up_is_over_for_the_next_caller() {
    let test = TestDb::new().await.unwrap();
    let options: PgConnectOptions = test.url(DatabaseRole::App).parse().unwrap();
    let pool = clean_pool(1, Duration::from_secs(5), options);
    let mut conn = pool.acquire().await.unwrap();
    // as it stands when the driver's own opening is dropped half way
    sqlx::raw_sql("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").execute(&mut *conn).await.unwrap();
    let shows = "SELECT pg_backend_pid() || ' ' || current_setting('transaction_read_only')";
    let left: String = sqlx::query_scalar(shows).fetch_one(&mut *conn).await.unwrap();
    drop(conn);
    let next: String = sqlx::query_scalar(shows).fetch_one(&pool).await.unwrap();
    assert_eq!(next, left.replace(" on", " off"), "the same connection, outside that transaction");
    let mut conn = pool.acquire().await.unwrap();
    sqlx::raw_sql("BEGIN READ ONLY").execute(&mut *conn).await.unwrap();
    sqlx::raw_sql("SELECT 1 / 0").execute(&mut *conn).await.unwrap_err();
    drop(conn);
    let next: String = sqlx::query_scalar(shows).fetch_one(&pool).await.unwrap();
    assert!(next.ends_with(" off"), "nor in one that has failed");
}

/// the same by the real way: openings that are given up at every moment, and writes after each of them.
#[tokio::test]
async fn r_25_writes_go_on_however_many_openings_are_given_up() {
    let world = World::new(DbOptions::REQUEST).await;
    for n in 0..200_u64 {
        let given_up = tokio::time::timeout(Duration::from_micros(n * 20), world.db.open(&world.a, Opening::Read));
        drop(given_up.await);
        let conn = world.open(&world.a).await;
        assert_eq!(text(&conn, "SHOW transaction_read_only").await, "off", "after {n}");
    }
}

/// ISO, pool: the pools of the dispatcher and of onboarding are cleaned too.
#[tokio::test]
async fn iso_pool_every_role_gets_a_clean_connection() {
    let test = TestDb::new().await.unwrap();
    for role in [DatabaseRole::App, DatabaseRole::Queue, DatabaseRole::Provision] {
        let options: PgConnectOptions = test.url(role).parse().unwrap();
        let pool = clean_pool(1, Duration::from_secs(5), options);
        let mut conn = pool.acquire().await.unwrap();
        sqlx::raw_sql("SET default_transaction_read_only = on; SET row_security = off")
            .execute(&mut *conn)
            .await
            .unwrap();
        drop(conn);
        let left: String = sqlx::query_scalar(
            "SELECT current_setting('default_transaction_read_only') || ' ' || current_setting('row_security')",
        )
        .fetch_one(&pool)
        .await
        .unwrap();
        assert_eq!(left, "off on", "{role:?}");
    }
}

/// a statement that nobody waits for any more ends with its connection, and the next one does not wait for it.
#[tokio::test]
async fn r_25_a_connection_with_an_abandoned_statement_is_closed() {
    let mut world = World::new(DbOptions::REQUEST).await;
    let as_a = world.open(&world.a).await;
    let backend = text(&as_a, "SELECT pg_backend_pid()::text").await;
    sqlx::raw_sql("BEGIN; LOCK TABLE crm.tag IN ACCESS EXCLUSIVE MODE").execute(&mut world.admin).await.unwrap();
    let waiting = text(&as_a, "SELECT count(*)::text FROM crm.tag");
    assert!(tokio::time::timeout(Duration::from_millis(200), waiting).await.is_err(), "it waits for the table");
    drop(as_a);
    let begun = Instant::now();
    let as_b = world.open(&world.b).await;
    assert_ne!(text(&as_b, "SELECT pg_backend_pid()::text").await, backend);
    assert!(begun.elapsed() < Duration::from_secs(3), "{:?}", begun.elapsed());
    sqlx::raw_sql("ROLLBACK").execute(&mut world.admin).await.unwrap();
}

#[tokio::test]
async fn a_statement_may_take_what_the_options_say() {
    for (given, shown) in [(DbOptions::REQUEST, "15s"), (DbOptions::WORK, "1min")] {
        let world = World::new(given).await;
        assert_eq!(text(&world.open(&world.a).await, "SHOW statement_timeout").await, shown);
    }
}

/// The short wait for the claim is the claim's own: what comes after waits for locks as long as the role may.
#[tokio::test]
async fn a_claim_leaves_the_roles_own_lock_timeout() {
    let mut world = World::new(DbOptions::REQUEST).await;
    let key = ApiKeyId::generate();
    sqlx::query("INSERT INTO crm.api_key (tenant_id, id, name, h, hint, scopes, ip_allow_list, api_version, created_at) VALUES ($1, $2, 'Site', sha256('x'), 'x', '{}', '{}', '2026-11-22', now())")
        .bind(world.a.id.uuid())
        .bind(key.uuid())
        .execute(&mut world.admin)
        .await
        .unwrap();
    let clock = Clock::system();
    let actor = Actor::System(SystemActor { work: "test".to_owned(), job: None, on_behalf_of: None });
    let request = RequestInfo { id: RequestId::generate(), ip: None, user_agent: None };
    let op = OpContext::new(world.a.clone(), actor, Arc::new(Policies::nothing()), request, clock.clone(), None);
    let tx = world.db.begin(&op).await.unwrap();
    let claim = Idempotency::of(&tx, key).claim("once", &[vec![7; 32]], clock.now()).await.unwrap();
    assert_eq!(claim, Claim::Mine);
    assert_eq!(text(&tx.scope().conn, "SHOW lock_timeout").await, "5s");
}
