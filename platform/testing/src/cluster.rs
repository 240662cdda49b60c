//! The throw-away Postgres under every test.
use anyhow::Context;

/// The cluster that tests of this checkout share.
#[derive(Debug, Clone)]
pub struct Cluster {
    admin_url: String,
}

impl Cluster {
    /// The cluster of `TEST_DATABASE_ADMIN_URL`, or the shared one of the devstack, started when it is not running yet;
    /// that one stops by itself when no test has used it for a while.
    ///
    /// # Errors
    /// When no Postgres server is installed or it does not start; the text says what to do.
    pub fn shared() -> anyhow::Result<Self> {
        let admin_url = devstack::testdb::admin_url().context("no test database")?;
        Ok(Self { admin_url })
    }

    /// DSN of the superuser on the maintenance database.
    pub fn admin_url(&self) -> &str {
        &self.admin_url
    }
}
