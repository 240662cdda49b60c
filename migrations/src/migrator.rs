//! SeaORM's migrator over our SQL files; its own table is `platform.seaql_migrations`.
use std::str::FromStr;

use sea_orm_migration::MigrationStatus;
use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, DatabaseConnection, SqlxPostgresConnector};
use sqlx::ConnectOptions;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use crate::files::{SqlFile, manner, sql_files};

/// Runs the files of [`sql_files`].
#[derive(Debug)]
pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        sql_files().iter().map(|file| -> Box<dyn MigrationTrait> { Box::new(*file) }).collect()
    }
}

impl MigrationName for SqlFile {
    fn name(&self) -> &str {
        self.name
    }
}

#[async_trait::async_trait]
impl MigrationTrait for SqlFile {
    fn use_transaction(&self) -> Option<bool> {
        Some(manner(self.up).is_ok_and(|manner| manner.transaction))
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, self.name, self.up).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, self.name, self.down).await
    }
}

/// Runs one text as the role it names, then becomes crm_owner again for SeaORM's own row.
async fn run(manager: &SchemaManager<'_>, name: &str, text: &str) -> Result<(), DbErr> {
    let manner = manner(text).map_err(|problem| DbErr::Migration(format!("{name}: {problem}")))?;
    let conn = manager.get_connection();
    let scope = if manner.transaction { "LOCAL " } else { "" };
    conn.execute_unprepared(&format!("SET {scope}ROLE {}", manner.role)).await?;
    let done = conn.execute_unprepared(text).await;
    if done.is_ok() || !manner.transaction {
        conn.execute_unprepared(&format!("SET {scope}ROLE crm_owner")).await?;
    }
    done.map(|_| ()).map_err(|error| DbErr::Migration(format!("{name}: {error}")))
}

/// Connection options of the migrator: it acts as crm_owner and keeps SeaORM's table in `platform`.
///
/// # Errors
/// When `url` is no Postgres URL.
pub fn migrator_options(url: &str) -> Result<PgConnectOptions, sqlx::Error> {
    Ok(PgConnectOptions::from_str(url)?
        .options([("role", "crm_owner"), ("search_path", "platform")])
        .application_name("migrate")
        .disable_statement_logging())
}

/// One connection (never more: a file outside a transaction changes the session's role).
#[derive(Debug)]
pub struct MigratorConnection(DatabaseConnection);

impl MigratorConnection {
    /// Connects as crm_migrator; `url` is its DSN.
    ///
    /// # Errors
    /// When the URL is malformed or the server refuses.
    pub async fn open(url: &str) -> Result<Self, sqlx::Error> {
        let pool = PgPoolOptions::new().max_connections(1).connect_with(migrator_options(url)?).await?;
        Ok(Self(SqlxPostgresConnector::from_sqlx_postgres_pool(pool)))
    }

    /// Applies what is pending, in order, each file in its own transaction.
    ///
    /// # Errors
    /// The first file that fails; those before it stay applied.
    pub async fn up(&self) -> Result<(), DbErr> {
        Migrator::up(&self.0, None).await
    }

    /// Takes back the newest `steps` files, or all.
    ///
    /// # Errors
    /// The first file that fails; those before it stay taken back.
    pub async fn down(&self, steps: Option<u32>) -> Result<(), DbErr> {
        Migrator::down(&self.0, steps).await
    }

    /// (name, applied) of each file.
    ///
    /// # Errors
    /// When the database knows a migration that has no file here.
    pub async fn status(&self) -> Result<Vec<(String, bool)>, DbErr> {
        let all = Migrator::get_migration_with_status_read_only(&self.0).await?;
        Ok(all.iter().map(|one| (one.name().to_owned(), one.status() == MigrationStatus::Applied)).collect())
    }

    /// Closes the connection, so that the database can be cloned or dropped.
    ///
    /// # Errors
    /// When closing fails.
    pub async fn close(self) -> Result<(), DbErr> {
        self.0.close().await
    }
}
