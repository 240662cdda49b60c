//! `tenant-api`, which dies without warning and comes back.

use crate::environment::Environment;
use crate::time::Time;
use anyhow::Context;
use devstack::daemon::Daemon;
use devstack::stack::database::psql_command;
use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;
use std::process::Command;
use std::time::Duration;
use tokio::sync::{Mutex, watch};

/// Time for work in flight when it is stopped in order.
const PATIENCE: Duration = Duration::from_secs(20);

/// The process.
pub(crate) struct Crm {
    up: watch::Sender<bool>,
    daemon: Mutex<Option<Daemon>>,
}

impl Crm {
    pub(crate) fn new() -> Self {
        Self { up: watch::Sender::new(false), daemon: Mutex::default() }
    }

    /// Starts it with its clock where the world's is.
    pub(crate) async fn start(&self, environment: &Environment, time: &Time) -> anyhow::Result<()> {
        let log = environment.file("tenant-api.log");
        let mut command = Command::new(&environment.tenant_api);
        command.arg("all").env_remove("SOAK_DATABASE_URL").env("LOG", "warn");
        command.env("CLOCK_AHEAD_SECONDS", time.ahead().to_string());
        command.env("TENANT_REQUESTS_PER_MINUTE", "10000000");
        command.env("PORTAL_DIR", environment.file("portal"));
        command.env("AUDIT_ANCHOR_FILE", environment.file("audit-anchor.log"));
        let daemon = Daemon::start(&mut command, &log, String::new())?;
        *self.daemon.lock().await = Some(daemon.clone());
        let (web, ops) = (environment.web, environment.ops);
        let ready = move || devstack::ports::http_status(ops, "/readyz") == Some(200) && devstack::ports::answers(web);
        let wait = move || daemon.wait("tenant-api", &log, Duration::from_secs(300), ready);
        tokio::task::spawn_blocking(wait).await??;
        self.up.send_replace(true);
        Ok(())
    }

    /// Waits until it answers.
    pub(crate) async fn up(&self) {
        let mut up = self.up.subscribe();
        // the sender lives as long as this
        let _ = up.wait_for(|up| *up).await;
    }

    /// Kills it where it stands. The lease of a dead process protects nobody, so it is not waited for.
    pub(crate) async fn kill(&self, environment: &Environment) -> anyhow::Result<()> {
        self.up.send_replace(false);
        let daemon = self.daemon.lock().await.take().context("tenant-api does not run")?;
        killpg(Pid::from_raw(daemon.pid), Signal::SIGKILL).context("tenant-api cannot be killed")?;
        while daemon.is_alive() {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        let mut psql = psql_command(&environment.admin)?;
        psql.args(["-q", "-v", "ON_ERROR_STOP=1", "-c", "DELETE FROM crm.trading_lease"]);
        tokio::task::spawn_blocking(move || devstack::command::quiet(&mut psql)).await??;
        Ok(())
    }

    /// Stops or continues it, as a machine that is overloaded does.
    pub(crate) async fn stall(&self, stalled: bool) -> anyhow::Result<()> {
        let daemon = self.daemon.lock().await;
        let daemon = daemon.as_ref().context("tenant-api does not run")?;
        let signal = if stalled { Signal::SIGSTOP } else { Signal::SIGCONT };
        killpg(Pid::from_raw(daemon.pid), signal).context("tenant-api cannot be signalled")
    }

    /// Ends it in order.
    pub(crate) async fn stop(&self) -> anyhow::Result<()> {
        self.up.send_replace(false);
        let daemon = self.daemon.lock().await.take();
        if let Some(daemon) = daemon {
            tokio::task::spawn_blocking(move || daemon.stop(PATIENCE)).await?;
        }
        Ok(())
    }
}

/// Nothing outlives a proof that failed half-way.
impl Drop for Crm {
    fn drop(&mut self) {
        if let Some(daemon) = self.daemon.get_mut().take() {
            daemon.stop(Duration::ZERO);
        }
    }
}
