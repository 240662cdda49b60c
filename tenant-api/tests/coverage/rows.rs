//! What stands in the database: compared after every refusal, put back after every success.

use crm_testing::TestApp;
use sqlx::Row;
use std::collections::BTreeMap;

/// Growing records that no call takes back; and the version of the access data, which must never go back, since compiled
/// policies are kept by it.
const GROWING: [&str; 4] = ["crm.audit_event", "crm.audit_value", "crm.audit_head", "crm.access_version"];

/// Count and digest of each table.
pub type Print = BTreeMap<String, (i64, String)>;

/// The rows as the tables began.
pub struct Rows {
    tables: Vec<String>,
    print: String,
    restore: String,
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
        let digest = |table: &String| {
            format!(
                "SELECT '{table}' AS t, count(*) AS n, md5(coalesce(string_agg(r::text, '|' ORDER BY r::text), '')) AS d FROM {table} r"
            )
        };
        let print = tables.iter().map(digest).collect::<Vec<_>>().join(" UNION ALL ");
        let mut restore =
            "SET session_replication_role = replica; UPDATE crm.access_version SET version = version + 1;".to_owned();
        for table in tables.iter().filter(|table| table.starts_with("crm.") || table.starts_with("queue.")) {
            let kept = format!("public.kept_{}", table.replace('.', "_"));
            app.sql(&format!("CREATE TABLE {kept} AS SELECT * FROM {table}")).await;
            restore.push_str(&format!("DELETE FROM {table}; INSERT INTO {table} SELECT * FROM {kept};"));
        }
        restore.push_str("SET session_replication_role = origin;");
        Self { tables, print, restore }
    }

    /// What stands there now.
    pub async fn print(&self, app: &TestApp) -> Print {
        let mut admin = app.admin().await;
        let rows = sqlx::query(sqlx::AssertSqlSafe(self.print.clone())).fetch_all(&mut *admin).await.unwrap();
        rows.iter().map(|row| (row.get("t"), (row.get("n"), row.get("d")))).collect()
    }

    /// Puts every row back.
    pub async fn restore(&self, app: &TestApp) {
        app.sql(&self.restore).await;
    }

    /// How many tables are compared.
    pub fn tables(&self) -> usize {
        self.tables.len()
    }
}

/// The tables in which two prints differ.
pub fn changed<'a>(before: &'a Print, after: &'a Print) -> Vec<&'a str> {
    before.iter().filter(|(table, print)| after.get(*table) != Some(print)).map(|(table, _)| table.as_str()).collect()
}

/// Refusals in every trail so far.
pub async fn refusals(app: &TestApp) -> i64 {
    app.number("SELECT count(*) FROM crm.audit_event WHERE refused").await
}
