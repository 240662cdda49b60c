//! What stands in the database: looked at after every refusal, put back after every success.

use crm_testing::TestApp;
use sqlx::Row;
use std::collections::BTreeMap;
use std::sync::Mutex;

/// Growing records that no call takes back; and the version of the access data, which must never go back, since compiled
/// policies are kept by it.
const GROWING: [&str; 4] = ["crm.audit_event", "crm.audit_value", "crm.audit_head", "crm.access_version"];

/// Of each table something that any write changes.
type Print = BTreeMap<String, (i64, String)>;

/// The rows as the tables began.
pub struct Rows {
    tables: Vec<String>,
    /// As they were last put back.
    before: Mutex<Print>,
    /// Their content at the beginning.
    content: Print,
}

impl Rows {
    /// Keeps a copy of every row.
    pub async fn keep(app: &TestApp) -> Self {
        let all: Vec<String> = {
            let mut admin = app.admin().await;
            sqlx::query_scalar("SELECT n.nspname || '.' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname IN ('crm', 'queue', 'platform', 'ctx') ORDER BY 1")
                .fetch_all(&mut *admin)
                .await
                .unwrap()
        };
        let tables: Vec<String> = all.into_iter().filter(|table| !GROWING.contains(&table.as_str())).collect();
        assert!(tables.len() >= 30, "every table is watched");
        for table in &tables {
            app.sql(&format!("CREATE TABLE {} AS SELECT * FROM {table}", kept(table))).await;
        }
        let (before, content) = (Mutex::new(writes(app, &tables).await), content(app, &tables).await);
        Self { tables, before, content }
    }

    /// The tables that were written to since the rows were last put back.
    pub async fn written(&self, app: &TestApp) -> Vec<String> {
        let now = writes(app, &self.tables).await;
        changed(&self.before.lock().unwrap(), &now)
    }

    /// Puts back every row of the tables that were written to.
    pub async fn restore(&self, app: &TestApp) {
        let written = self.written(app).await;
        if written.is_empty() {
            return;
        }
        let back = |table: &String| format!("DELETE FROM {table}; INSERT INTO {table} SELECT * FROM {};", kept(table));
        let tables: String = written.iter().map(back).collect();
        app.sql(&format!("SET session_replication_role = replica; UPDATE crm.access_version SET version = version + 1; {tables} SET session_replication_role = origin")).await;
        let now = writes(app, &self.tables).await;
        *self.before.lock().unwrap() = now;
    }

    /// Every row is what it was at the beginning.
    pub async fn check(&self, app: &TestApp) {
        assert_eq!(changed(&self.content, &content(app, &self.tables).await), Vec::<String>::new());
    }
}

fn kept(table: &str) -> String {
    format!("public.kept_{}", table.replace('.', "_"))
}

/// How many rows each table has, and by which transactions they were written: cheap, and no write escapes it.
async fn writes(app: &TestApp, tables: &[String]) -> Print {
    print(app, tables, "coalesce(sum(xmin::text::int8), 0)::text").await
}

/// How many rows each table has, and what stands in them.
async fn content(app: &TestApp, tables: &[String]) -> Print {
    print(app, tables, "md5(coalesce(string_agg(r::text, '|' ORDER BY r::text), ''))").await
}

async fn print(app: &TestApp, tables: &[String], what: &str) -> Print {
    let each = |table: &String| format!("SELECT '{table}' AS t, count(*) AS n, {what} AS d FROM {table} r");
    let sql = tables.iter().map(each).collect::<Vec<_>>().join(" UNION ALL ");
    let mut admin = app.admin().await;
    let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).fetch_all(&mut *admin).await.unwrap();
    rows.iter().map(|row| (row.get("t"), (row.get("n"), row.get("d")))).collect()
}

fn changed(before: &Print, after: &Print) -> Vec<String> {
    before.iter().filter(|(table, print)| after.get(*table) != Some(print)).map(|(table, _)| table.clone()).collect()
}

/// Refusals in every trail so far.
pub async fn refusals(app: &TestApp) -> i64 {
    app.number("SELECT count(*) FROM crm.audit_event WHERE refused").await
}
