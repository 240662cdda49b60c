//! The stop-watch on search: another tenant's tokens cost nothing here. Pages touched are counted instead of time.
use sqlx::AssertSqlSafe;
use sqlx::types::Uuid;

use crate::world::{World, run};

#[tokio::test]
async fn a_prefix_that_only_another_tenant_has_costs_what_a_prefix_of_nobody_costs() {
    let world = World::new().await;
    let mut root = world.root().await;
    let client = world.rows_b.of("crm.client").unwrap()["id"].clone();
    let own = world.rows_a.of("crm.client").unwrap()["id"].clone();
    run(
        &mut root,
        &format!(
            "INSERT INTO crm.client_token (tenant_id, token, client_id) SELECT '{b}', 'zebra' || n, {client} FROM generate_series(1, 20000) n;
             INSERT INTO crm.client_token (tenant_id, token, client_id) SELECT '{a}', 'apple' || n, {own} FROM generate_series(1, 20000) n; ANALYZE crm.client_token",
            a = world.a.id.uuid(),
            b = world.b.id.uuid()
        ),
    )
    .await
    .unwrap();
    let mut app = world.app(&world.a).await;
    let tenant = world.a.id.uuid();
    let mut pages = async |from: &str, to: &str| pages_of(&mut app, tenant, from, to).await;
    let mine = pages("apple", "applf").await;
    assert_eq!(mine.0, 20_000, "twin");
    let (found, only_theirs) = pages("zebra", "zebrb").await;
    assert_eq!(found, 0, "ISO-15: a word stored only in B");
    let (_, nobodys) = pages("quark", "quarl").await;
    assert!(only_theirs.abs_diff(nobodys) <= 2, "{only_theirs} pages for B's word, {nobodys} for nobody's");
    assert!(only_theirs < 20, "{only_theirs}");
}

/// (rows, pages touched) of a word-prefix search; like every query of ours it names the tenant as well.
async fn pages_of(conn: &mut sqlx::PgConnection, tenant: Uuid, from: &str, to: &str) -> (u64, u64) {
    let sql = format!(
        "EXPLAIN (ANALYZE, BUFFERS, COSTS OFF, TIMING OFF, SUMMARY OFF) SELECT client_id FROM crm.client_token WHERE tenant_id = '{tenant}' AND token >= '{from}' AND token < '{to}'"
    );
    let plan: Vec<String> = sqlx::query_scalar(AssertSqlSafe(sql)).persistent(false).fetch_all(conn).await.unwrap();
    let number = |line: &str, key: &str| -> u64 {
        line.split(key)
            .nth(1)
            .map_or(0, |rest| rest.chars().take_while(char::is_ascii_digit).collect::<String>().parse().unwrap_or(0))
    };
    let first_buffers = plan.iter().find(|line| line.contains("Buffers:")).unwrap();
    (number(&plan[0], "rows="), number(first_buffers, "hit=") + number(first_buffers, "read="))
}
