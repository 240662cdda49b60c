//! One open transaction that entities and statements run on; nobody outside this crate can name it.

use sea_orm::{ConnectionTrait, DbBackend, DbErr, ExecResult, QueryResult, RuntimeErr, Statement, Values};
use sea_query_sqlx::SqlxValues;
use sqlx::{Executor, Postgres, Transaction};
use std::sync::Arc;
use tokio::sync::Mutex;

pub(crate) struct Conn {
    tx: Mutex<Transaction<'static, Postgres>>,
}

impl Conn {
    pub(crate) fn new(tx: Transaction<'static, Postgres>) -> Self {
        Self { tx: Mutex::new(tx) }
    }

    pub(crate) async fn commit(self) -> Result<(), sqlx::Error> {
        self.tx.into_inner().commit().await
    }

    /// Ends the transaction in the same way as dropping it, but without leaving the work to the pool.
    pub(crate) async fn rollback(self) -> Result<(), sqlx::Error> {
        self.tx.into_inner().rollback().await
    }
}

fn failed(error: sqlx::Error) -> DbErr {
    DbErr::Query(RuntimeErr::SqlxError(Arc::new(error)))
}

fn parts(statement: Statement) -> (String, SqlxValues) {
    (statement.sql, SqlxValues(statement.values.unwrap_or(Values(Vec::new()))))
}

#[async_trait::async_trait]
impl ConnectionTrait for Conn {
    fn get_database_backend(&self) -> DbBackend {
        DbBackend::Postgres
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        let (sql, values) = parts(statement);
        let mut tx = self.tx.lock().await;
        tx.execute(sqlx::query_with(sqlx::AssertSqlSafe(sql), values)).await.map(Into::into).map_err(failed)
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        let mut tx = self.tx.lock().await;
        tx.execute(sqlx::AssertSqlSafe(sql.to_owned())).await.map(Into::into).map_err(failed)
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        let (sql, values) = parts(statement);
        let mut tx = self.tx.lock().await;
        let row = tx.fetch_optional(sqlx::query_with(sqlx::AssertSqlSafe(sql), values)).await.map_err(failed)?;
        Ok(row.map(Into::into))
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        let (sql, values) = parts(statement);
        let mut tx = self.tx.lock().await;
        let rows = tx.fetch_all(sqlx::query_with(sqlx::AssertSqlSafe(sql), values)).await.map_err(failed)?;
        Ok(rows.into_iter().map(Into::into).collect())
    }
}
