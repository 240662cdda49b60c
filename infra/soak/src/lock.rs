//! A row that is held by somebody else: what needs it waits.

use anyhow::{Context, ensure};
use devstack::stack::database::psql_command;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Stdio};
use std::time::Duration;
use tokio::time::Instant;

const PATIENCE: Duration = Duration::from_secs(60);

/// An open transaction of an administrator.
pub(crate) struct RowLock {
    psql: Child,
    /// Postgres's process of it.
    backend: String,
    admin: String,
    /// A part of the statement that is expected to wait.
    waiter: &'static str,
}

impl RowLock {
    /// Holds what a statement locks; `waiter` is a part of the statement that will wait for it.
    pub(crate) async fn take(admin: &str, sql: &str, waiter: &'static str) -> anyhow::Result<Self> {
        let mut psql = psql_command(admin)?;
        psql.args(["-Atq", "-v", "ON_ERROR_STOP=1"]).stdin(Stdio::piped()).stdout(Stdio::piped());
        let (admin, script) = (admin.to_owned(), format!("BEGIN;\n{sql};\nSELECT 'backend ' || pg_backend_pid();\n"));
        let open = move || {
            let mut psql = psql.spawn().context("psql cannot be started")?;
            let out = psql.stdout.take().context("psql has no output")?;
            let mut lock = Self { psql, backend: String::new(), admin, waiter };
            lock.psql.stdin.as_mut().context("psql has no input")?.write_all(script.as_bytes())?;
            for (rows, line) in BufReader::new(out).lines().enumerate() {
                let line = line?;
                if let Some(backend) = line.strip_prefix("backend ") {
                    ensure!(rows == 1, "{rows} rows are held");
                    backend.clone_into(&mut lock.backend);
                    return Ok(lock);
                }
            }
            anyhow::bail!("the row cannot be held")
        };
        tokio::task::spawn_blocking(open).await?
    }

    /// Waits until somebody waits for each of them at once; whether that ever was so.
    pub(crate) async fn awaited(locks: &[&Self]) -> anyhow::Result<bool> {
        let Some(first) = locks.first() else { return Ok(true) };
        let held: Vec<String> = locks
            .iter()
            .map(|lock| {
                let Self { backend, waiter, .. } = lock;
                format!("EXISTS (SELECT FROM pg_stat_activity WHERE {backend} = ANY(pg_blocking_pids(pid)) AND query LIKE '%{waiter}%')")
            })
            .collect();
        let sql = format!("SELECT {}", held.join(" AND "));
        let begun = Instant::now();
        while begun.elapsed() < PATIENCE {
            let mut psql = psql_command(&first.admin)?;
            psql.args(["-Atq", "-v", "ON_ERROR_STOP=1", "-c", &sql]);
            let waiting = tokio::task::spawn_blocking(move || devstack::command::quiet(&mut psql)).await??;
            if waiting.trim() == "t" {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Lets it go.
    pub(crate) async fn release(mut self) -> anyhow::Result<()> {
        drop(self.psql.stdin.take());
        tokio::task::spawn_blocking(move || self.psql.wait().map(drop)).await?.context("psql did not end")
    }
}

/// Nothing is held by a proof that failed half-way.
impl Drop for RowLock {
    fn drop(&mut self) {
        drop(self.psql.stdin.take());
        let _ = self.psql.kill();
        let _ = self.psql.wait();
    }
}
