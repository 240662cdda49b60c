//! Two brokers with a row in every tenant table, and the ways to speak to the database as one of them.
use crm_testing::{DatabaseRole, SampleRows, TableShape, TestDb, TestTenant, tenant_tables};
use sqlx::{AssertSqlSafe, PgConnection};

pub struct World {
    pub db: TestDb,
    pub a: TestTenant,
    pub b: TestTenant,
    pub tables: Vec<TableShape>,
    pub rows_a: SampleRows,
    pub rows_b: SampleRows,
}

impl World {
    pub async fn new() -> Self {
        let db = TestDb::new().await.unwrap();
        let a = db.bare_tenant("atlas").await.unwrap();
        let b = db.bare_tenant("northwind").await.unwrap();
        let mut root = db.connect(DatabaseRole::Superuser).await.unwrap();
        let tables = tenant_tables(&mut root).await.unwrap();
        let rows_a = SampleRows::insert(&mut root, &tables, &a).await.unwrap();
        let rows_b = SampleRows::insert(&mut root, &tables, &b).await.unwrap();
        Self { db, a, b, tables, rows_a, rows_b }
    }

    pub async fn root(&self) -> PgConnection {
        self.db.connect(DatabaseRole::Superuser).await.unwrap()
    }

    /// crm_app inside a transaction of `tenant`, opened as crm-storage opens it.
    pub async fn app(&self, tenant: &TestTenant) -> PgConnection {
        let mut conn = self.db.connect(DatabaseRole::App).await.unwrap();
        open(&mut conn, &tenant.key).await;
        conn
    }

    /// Which of SELECT, INSERT, UPDATE, DELETE crm_app has on `table`.
    pub async fn app_may(&self, conn: &mut PgConnection, table: &str, verb: &str) -> bool {
        sqlx::query_scalar("SELECT has_table_privilege('crm_app', $1, $2)")
            .bind(table)
            .bind(verb)
            .fetch_one(conn)
            .await
            .unwrap()
    }
}

pub async fn open(conn: &mut PgConnection, key: &str) {
    run(conn, &format!("BEGIN; CLOSE ALL; SET LOCAL app.key = '{key}'")).await.unwrap();
}

/// What a statement did: rows affected, or the refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    Rows(u64),
    Refused { code: String, text: String },
}

impl Answer {
    pub fn code(&self) -> &str {
        match self {
            Self::Rows(_) => "",
            Self::Refused { code, .. } => code,
        }
    }

    #[track_caller]
    pub fn assert_refused(&self, codes: &[&str], what: &str) {
        match self {
            Self::Refused { code, .. } if codes.contains(&code.as_str()) => {}
            other => panic!("{what}: expected a refusal with {codes:?}, got {other:?}"),
        }
    }

    #[track_caller]
    pub fn assert_rows(&self, rows: u64, what: &str) {
        assert_eq!(*self, Self::Rows(rows), "{what}");
    }
}

/// Runs one statement; the transaction around it survives a refusal.
pub async fn attempt(conn: &mut PgConnection, sql: &str) -> Answer {
    run(conn, "SAVEPOINT attempt").await.unwrap();
    let answer = outcome(run(conn, sql).await);
    // also after a success: an attempt leaves nothing behind
    run(conn, "ROLLBACK TO SAVEPOINT attempt").await.unwrap();
    answer
}

/// Runs one statement for good, outside or inside a transaction.
pub async fn run(conn: &mut PgConnection, sql: &str) -> Result<u64, sqlx::Error> {
    sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(conn).await.map(|done| done.rows_affected())
}

/// A number from a query.
pub async fn count(conn: &mut PgConnection, sql: &str) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar(AssertSqlSafe(sql.to_owned())).persistent(false).fetch_one(conn).await
}

/// One text from a query.
pub async fn text(conn: &mut PgConnection, sql: &str) -> Result<String, sqlx::Error> {
    sqlx::query_scalar(AssertSqlSafe(sql.to_owned())).persistent(false).fetch_one(conn).await
}

pub fn outcome(result: Result<u64, sqlx::Error>) -> Answer {
    match result {
        Ok(rows) => Answer::Rows(rows),
        Err(sqlx::Error::Database(error)) => {
            let error = error.downcast::<sqlx::postgres::PgDatabaseError>();
            let text = format!(
                "{} | {} | {}",
                error.message(),
                error.detail().unwrap_or_default(),
                error.r#where().unwrap_or_default()
            );
            Answer::Refused { code: error.code().to_owned(), text }
        }
        Err(other) => panic!("{other}"),
    }
}
