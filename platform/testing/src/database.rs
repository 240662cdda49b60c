//! A fresh database for one test.
use std::str::FromStr;

use anyhow::Context;
use crm_migrations::lock_down;
use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, PgConnection};

use crate::cluster::Cluster;
use crate::template;

/// Who connects. The LOGIN roles of the installation, and the cluster's superuser for what a test must arrange.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DatabaseRole {
    /// tenant-api and worker.
    App,
    /// The worker's dispatcher.
    Queue,
    /// Provisioning.
    Provision,
    /// The operators' reads.
    Ops,
    /// Deployments; start options make it act as crm_owner when opened through `crm_migrations::migrator_options`.
    Migrator,
    /// The cluster's administrator: passes row security.
    Superuser,
}

impl DatabaseRole {
    /// The role's name, or None for the administrator, whose name is the cluster's.
    const fn login(self) -> Option<&'static str> {
        match self {
            Self::App => Some("crm_app"),
            Self::Queue => Some("crm_queue"),
            Self::Provision => Some("crm_provision"),
            Self::Ops => Some("crm_ops"),
            Self::Migrator => Some("crm_migrator"),
            Self::Superuser => None,
        }
    }
}

/// A database of its own for one test, dropped with this value.
#[derive(Debug)]
pub struct TestDb {
    name: String,
    admin: PgConnectOptions,
}

impl TestDb {
    /// Clones the migrated template and locks the clone down.
    ///
    /// # Errors
    /// When there is no Postgres to test on, or bootstrap or a migration fails; the text says which.
    pub async fn new() -> anyhow::Result<Self> {
        let admin = PgConnectOptions::from_str(Cluster::shared()?.admin_url())
            .context("TEST_DATABASE_ADMIN_URL is no Postgres URL")?
            .disable_statement_logging();
        let template = template::ensure(&admin).await?;
        let mut random = [0_u8; 8];
        getrandom::fill(&mut random).map_err(|error| anyhow::anyhow!("no randomness: {error}"))?;
        let name = format!("bd_test_{}", data_encoding::HEXLOWER.encode(&random));
        let mut conn = admin.connect().await?;
        sqlx::raw_sql(AssertSqlSafe(format!("CREATE DATABASE {name} TEMPLATE {template}"))).execute(&mut conn).await?;
        let db = Self { name, admin };
        lock_down(&mut conn, &db.name).await?;
        conn.close().await?;
        Ok(db)
    }

    /// The database's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// DSN of `role` on this database.
    pub fn url(&self, role: DatabaseRole) -> String {
        dsn(&self.admin, role.login().unwrap_or(self.admin.get_username()), &self.name)
    }

    /// A new connection as `role`; crm_migrator acts as crm_owner, as deployments do.
    ///
    /// # Errors
    /// When the server refuses.
    pub async fn connect(&self, role: DatabaseRole) -> Result<PgConnection, sqlx::Error> {
        let options = match role {
            DatabaseRole::Migrator => crm_migrations::migrator_options(&self.url(role))?,
            _ => PgConnectOptions::from_str(&self.url(role))?.disable_statement_logging(),
        };
        options.connect().await
    }
}

impl Drop for TestDb {
    /// Best effort, on a thread of its own: a value may be dropped inside a runtime that is shutting down.
    fn drop(&mut self) {
        let (admin, name) = (self.admin.clone(), self.name.clone());
        let dropping = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
            runtime
                .block_on(async {
                    let mut conn = admin.connect().await?;
                    let sql = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
                    sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut conn).await?;
                    conn.close().await
                })
                .map_err(std::io::Error::other)
        });
        let _ = dropping.join();
    }
}

/// `admin`'s server as another role on another database. A password of the administrator is not handed on: the LOGIN
/// roles of a test cluster are trusted, or have theirs in the environment's password file.
pub(crate) fn dsn(admin: &PgConnectOptions, role: &str, database: &str) -> String {
    let port = admin.get_port();
    match admin.get_socket() {
        Some(socket) => format!("postgres://{role}@localhost:{port}/{database}?host={}", socket.display()),
        None => format!("postgres://{role}@{}:{port}/{database}", admin.get_host()),
    }
}
