//! What a tenant sees and may do, asked in a few statements inside the mutated transaction.
use crm_testing::insert_sql;
use sqlx::{AssertSqlSafe, PgConnection};

use crate::world::{World, attempt, run};

/// The questions for each table, prepared once.
pub struct Probes {
    tables: Vec<TableProbe>,
    key: String,
    own: String,
}

struct TableProbe {
    name: String,
    /// A row of B that is not there yet.
    foreign: String,
}

impl Probes {
    pub async fn new(root: &mut PgConnection, world: &World) -> Self {
        let mut tables = Vec::new();
        for table in &world.tables {
            let row = world.rows_b.fresh(root, table, &world.b).await.unwrap();
            tables.push(TableProbe { name: table.name.clone(), foreign: insert_sql(&table.name, &row) });
        }
        Self { tables, key: world.a.key.clone(), own: world.a.id.uuid().to_string() }
    }

    /// What is wrong for crm_app and for the owner, in words; empty when the wall stands and one's own row is there.
    pub async fn of(&self, tx: &mut PgConnection, table: Option<usize>) -> Vec<String> {
        let mut wrong = Vec::new();
        run(tx, "SAVEPOINT probe").await.unwrap();
        if let Some(table) = table.and_then(|place| self.tables.get(place)) {
            for role in ["crm_app", "crm_owner"] {
                self.rows(tx, &table.name, role, &mut wrong).await;
            }
            self.foreign(tx, table, &mut wrong).await;
        } else {
            self.rows(tx, "crm.client", "crm_app", &mut wrong).await;
            self.side_doors(tx, &mut wrong).await;
        }
        run(tx, "ROLLBACK TO SAVEPOINT probe").await.unwrap();
        wrong
    }

    async fn act_as(&self, tx: &mut PgConnection, role: &str, key: &str) -> bool {
        run(tx, "ROLLBACK TO SAVEPOINT probe; SAVEPOINT probe").await.unwrap();
        run(tx, &format!("SET LOCAL ROLE {role}; SET LOCAL app.key = '{key}'")).await.is_ok()
    }

    /// Exactly one's own row, and an error without a context.
    async fn rows(&self, tx: &mut PgConnection, table: &str, role: &str, wrong: &mut Vec<String>) {
        if !self.act_as(tx, role, &self.key).await {
            wrong.push(format!("cannot act as {role}"));
            return;
        }
        let sql = format!(
            "SELECT count(*) FILTER (WHERE t.tenant_id = '{0}'), count(*) FILTER (WHERE t.tenant_id <> '{0}') FROM {table} t",
            self.own
        );
        match sqlx::query_as::<_, (i64, i64)>(AssertSqlSafe(sql)).persistent(false).fetch_one(&mut *tx).await {
            Ok((1, 0)) => {}
            Ok((own, others)) => wrong.push(format!("{role} sees {own} own and {others} other rows of {table}")),
            Err(error) => wrong.push(format!("{role} cannot read {table}: {error}")),
        }
        if self.act_as(tx, role, "").await
            && attempt(tx, &format!("SELECT count(*) FROM {table}")).await.code() != "22P02"
        {
            wrong.push(format!("{role} reads {table} without a context"));
        }
    }

    async fn foreign(&self, tx: &mut PgConnection, table: &TableProbe, wrong: &mut Vec<String>) {
        if !self.act_as(tx, "crm_app", &self.key).await {
            return;
        }
        let answer = attempt(tx, &table.foreign).await;
        if answer.code() != "42501" {
            wrong.push(format!("crm_app adds a row of B to {}: {answer:?}", table.name));
        }
        if attempt(tx, &format!("TRUNCATE {} CASCADE", table.name)).await.code() != "42501" {
            wrong.push(format!("crm_app empties {}", table.name));
        }
        for role in ["crm_queue", "crm_ops"] {
            if self.act_as(tx, role, &self.key).await
                && attempt(tx, &format!("SELECT 1 FROM {}", table.name)).await.code() != "42501"
            {
                wrong.push(format!("{role} reads {}", table.name));
            }
        }
    }

    async fn side_doors(&self, tx: &mut PgConnection, wrong: &mut Vec<String>) {
        if !self.act_as(tx, "crm_app", &self.key).await {
            return;
        }
        let keys = sqlx::query_scalar::<_, i64>("SELECT count(*) FROM ctx.tenant_key")
            .persistent(false)
            .fetch_one(&mut *tx)
            .await;
        if !matches!(keys, Ok(1)) {
            wrong.push(format!("crm_app sees {keys:?} context keys"));
            run(tx, "ROLLBACK TO SAVEPOINT probe; SAVEPOINT probe").await.unwrap();
            let _ = self.act_as(tx, "crm_app", &self.key).await;
        }
        for sql in [
            "SELECT 1 FROM queue.job",
            "SELECT 1 FROM platform.tenant",
            "DELETE FROM ctx.tenant_key",
            "CREATE TABLE crm.probe (x int)",
            "DO $$ BEGIN NULL; END $$",
        ] {
            if attempt(tx, sql).await.code() != "42501" {
                wrong.push(format!("crm_app: {sql}"));
            }
        }
    }
}
