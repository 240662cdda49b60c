//! ISO-11, ISO-32 and the attacks that ask without reading: keys, foreign keys, error texts, plans.
use crm_model::RequestId;
use crm_testing::insert_sql;
use sqlx::AssertSqlSafe;

use crate::world::{Answer, World, attempt, run, text};

const CANARY: &str = "canary-northwind";

fn random() -> String {
    format!("'{}'::uuid", RequestId::generate().uuid())
}

#[tokio::test]
async fn iso_11_a_foreign_key_to_another_tenants_row_answers_like_one_to_nothing() {
    let world = World::new().await;
    let mut app = world.app(&world.a).await;
    let mut tried = 0;
    for table in &world.tables {
        // twin: SampleRows inserted a valid row of this table, with these foreign keys set
        for key in table.foreign_keys.iter().filter(|key| key.table.starts_with("crm.")) {
            let Some(place) = key.columns.iter().position(|column| column != "tenant_id") else { continue };
            let (column, foreign) = (&key.columns[place], &key.foreign[place]);
            let kind = &table.column(column).unwrap().kind;
            let theirs = world.rows_b.of(&key.table).unwrap().get(foreign).unwrap().clone();
            let nothing = match kind.as_str() {
                "uuid" => random(),
                "integer" => "'2147483647'::integer".to_owned(),
                _ => "'9223372036854775807'::bigint".to_owned(),
            };
            let mut answers = Vec::new();
            for target in [&theirs, &nothing] {
                let mut row = world.rows_a.fresh(&mut app, table, &world.a).await.unwrap();
                row.insert(column.clone(), target.clone());
                let answer = attempt(&mut app, &insert_sql(&table.name, &row)).await;
                answer.assert_refused(&["23503"], &format!("{} with {column} = {target}", table.name));
                let Answer::Refused { text, .. } = answer else { unreachable!() };
                let bare = |literal: &str| literal.split('\'').nth(1).unwrap().to_owned();
                answers.push(text.replace(&bare(target), "?"));
            }
            assert_eq!(answers[0], answers[1], "{}.{column}: the two refusals differ", table.name);
            tried += 1;
        }
    }
    assert!(tried > 25, "only {tried} foreign keys tried");
}

#[tokio::test]
async fn the_same_key_in_two_tenants_is_no_conflict() {
    let world = World::new().await;
    let mut app = world.app(&world.a).await;
    let mut tried = 0;
    for table in &world.tables {
        let own = insert_sql(&table.name, world.rows_a.of(&table.name).unwrap());
        attempt(&mut app, &own).await.assert_refused(&["23505"], &format!("twin: {} knows its own key", table.name));
        // every column that is no foreign key takes B's value, the keys' columns among them
        let (theirs, mut row) =
            (world.rows_b.of(&table.name).unwrap(), world.rows_a.fresh(&mut app, table, &world.a).await.unwrap());
        let mut taken = 0;
        for column in &table.columns {
            if column.name != "tenant_id"
                && table.foreign_key_of(&column.name).is_none()
                && theirs.contains_key(&column.name)
            {
                row.insert(column.name.clone(), theirs[&column.name].clone());
                taken += 1;
            }
        }
        if taken == 0
            || table.primary_key.iter().all(|name| name == "tenant_id" || table.foreign_key_of(name).is_some())
        {
            continue; // its key is made of its references: ISO-11 above
        }
        attempt(&mut app, &insert_sql(&table.name, &row))
            .await
            .assert_rows(1, &format!("{} with the keys of B's row", table.name));
        tried += 1;
    }
    assert!(tried > 15, "only {tried} tables tried");
}

#[tokio::test]
async fn iso_32_errors_of_every_class_hold_nothing_of_another_tenant() {
    let world = World::new().await;
    let mut app = world.app(&world.a).await;
    let b = world.b.id.uuid();
    for table in &world.tables {
        let name = &table.name;
        // twin: on one's own rows the cast fails and prints one's own value
        let own = attempt(&mut app, &format!("SELECT (t::text)::int FROM {name} t")).await;
        own.assert_refused(&["22P02"], &format!("twin: cast in {name}"));
        for sql in [
            format!("SELECT (t::text)::int FROM {name} t WHERE tenant_id = '{b}'"),
            format!("SELECT 1 FROM {name} t WHERE (t::text)::int = 1 AND tenant_id = '{b}'"),
            format!("SELECT 1 FROM {name} t WHERE 1 / (length(t::text) - length(t::text)) = 1 AND tenant_id = '{b}'"),
            format!("SELECT sum(9223372036854775807 * length(t::text)) FROM {name} t WHERE tenant_id = '{b}'"),
        ] {
            let answer = attempt(&mut app, &sql).await;
            assert!(matches!(answer, Answer::Rows(_)), "{sql} met a row: {answer:?}");
        }
        // without naming B: whatever fails may print one's own values only
        for sql in [
            format!("SELECT 1 FROM {name} t WHERE (t::text)::int = 1"),
            format!(
                "SELECT 1 FROM {name} t WHERE CASE WHEN t::text LIKE '%{CANARY}%' THEN 1 / (length(t::text) - length(t::text)) ELSE 1 END = 2"
            ),
            insert_sql(name, world.rows_a.of(name).unwrap()),
            insert_sql(name, world.rows_b.of(name).unwrap()),
            format!("UPDATE {name} SET tenant_id = '{b}'"),
        ] {
            match attempt(&mut app, &sql).await {
                Answer::Refused { text, code } => {
                    assert!(!text.contains(CANARY), "{sql} → {code} {text}");
                    assert!(code != "22012", "{sql}: the division met a row of B");
                }
                Answer::Rows(rows) => assert_eq!(rows, 0, "{sql}"),
            }
        }
    }
    let slow = "SET LOCAL statement_timeout = '50ms'; SELECT count(*) FROM crm.client, generate_series(1, 1000000000)";
    let answer = attempt(&mut app, slow).await;
    answer.assert_refused(&["57014"], "time-out");
    let Answer::Refused { text, .. } = answer else { unreachable!() };
    assert!(!text.contains(CANARY));
}

#[tokio::test]
async fn a_plan_for_another_tenants_rows_never_runs() {
    let world = World::new().await;
    let mut root = world.root().await;
    run(&mut root, "ANALYZE").await.unwrap();
    let mut app = world.app(&world.a).await;
    for table in &world.tables {
        let plan = |tenant: String| {
            format!(
                "EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF) SELECT * FROM {} WHERE tenant_id = '{tenant}'",
                table.name
            )
        };
        let own = lines(&mut app, &plan(world.a.id.uuid().to_string())).await;
        assert!(own.contains("rows=1"), "twin: {own}");
        let theirs = lines(&mut app, &plan(world.b.id.uuid().to_string())).await;
        assert!(theirs.contains("One-Time Filter") && theirs.contains("never executed"), "{theirs}");
        assert!(!theirs.contains("Removed by Filter"), "{theirs}");
        // nor does a plan over everything count what it passes over
        let all = lines(&mut app, &plan("x".to_owned()).replace("tenant_id = 'x'", "true")).await;
        assert!(all.contains("rows=1") && !all.contains("Removed by Filter"), "{all}");
    }
}

#[tokio::test]
async fn statistics_and_other_sessions_are_closed() {
    let world = World::new().await;
    let mut root = world.root().await;
    run(&mut root, "ANALYZE").await.unwrap();
    let mut app = world.app(&world.a).await;
    for sql in [
        "SELECT * FROM pg_stats",
        "SELECT * FROM pg_stats_ext",
        "SELECT * FROM pg_statistic",
        "SELECT * FROM pg_stat_activity",
        "SELECT * FROM pg_locks",
        "SELECT * FROM pg_cursors",
        "SELECT * FROM pg_prepared_statements",
        "SELECT pg_stat_get_activity(NULL)",
        "SELECT pg_stat_get_backend_activity(1)",
        "SELECT pg_lock_status()",
        "SELECT pg_cursor()",
        "SELECT pg_prepared_statement()",
        "SELECT pg_prepared_xact()",
        "SELECT query_to_xml('SELECT 1', true, true, '')",
        "SELECT rolpassword FROM pg_authid",
    ] {
        text(&mut root, &format!("SELECT count(*)::text FROM ({sql}) AS twin")).await.unwrap();
        attempt(&mut app, sql).await.assert_refused(&["42501"], sql);
    }
}

async fn lines(conn: &mut sqlx::PgConnection, sql: &str) -> String {
    let lines: Vec<String> =
        sqlx::query_scalar(AssertSqlSafe(sql.to_owned())).persistent(false).fetch_all(conn).await.unwrap();
    lines.join("\n")
}
