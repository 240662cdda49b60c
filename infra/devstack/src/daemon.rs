//! Programs that stay in the background: started with a log, recognised later, stopped in order.

use std::fs;
use std::os::unix::fs::OpenOptionsExt;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;
use serde::{Deserialize, Serialize};

/// A background program. The start time tells it from a later process with the same number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Daemon {
    /// Process id; it leads a process group of its own.
    pub pid: i32,
    /// Start time of the process in clock ticks since boot.
    started: u64,
    /// What it was started from: when this changes, it is started anew.
    pub version: String,
}

impl Daemon {
    /// Starts `command` in a group of its own, its output in `log` (mode 0600, begun anew).
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn start(command: &mut Command, log: &Path, version: String) -> Result<Self> {
        let name = crate::command::name_of(command);
        let file = fs::OpenOptions::new()
            .create(true)
            .write(true)
            .truncate(true)
            .mode(0o600)
            .open(log)
            .with_context(|| format!("cannot write {}", log.display()))?;
        let errors = file.try_clone().context("cannot share a log file")?;
        command.stdin(Stdio::null()).stdout(file).stderr(errors).process_group(0);
        let child = command.spawn().with_context(|| format!("{name} cannot be started"))?;
        let pid = i32::try_from(child.id()).context("a process number that is no number")?;
        let Some(started) = start_time(pid) else { bail!("{name} ended at once; see {}", log.display()) };
        Ok(Self { pid, started, version })
    }

    /// Whether it still runs.
    pub fn is_alive(&self) -> bool {
        start_time(self.pid) == Some(self.started)
    }

    /// Asks it to end, waits up to `patience`, then kills its group.
    pub fn stop(&self, patience: Duration) {
        if !self.is_alive() {
            return;
        }
        let group = Pid::from_raw(self.pid);
        let _ = killpg(group, Signal::SIGTERM);
        let asked = Instant::now();
        while self.is_alive() && asked.elapsed() < patience {
            sleep(Duration::from_millis(20));
        }
        let _ = killpg(group, Signal::SIGKILL);
    }

    /// Waits until `ready` says so.
    ///
    /// # Errors
    /// When it ends before, or `patience` is over, with the end of its log.
    pub fn wait(&self, name: &str, log: &Path, patience: Duration, mut ready: impl FnMut() -> bool) -> Result<()> {
        let begun = Instant::now();
        loop {
            if ready() {
                return Ok(());
            }
            if !self.is_alive() {
                bail!("{name} ended before it was ready; the end of {} says:{}", log.display(), tail(log));
            }
            if begun.elapsed() > patience {
                bail!(
                    "{name} was not ready after {} s; the end of {} says:{}",
                    patience.as_secs(),
                    log.display(),
                    tail(log)
                );
            }
            sleep(Duration::from_millis(5));
        }
    }
}

/// The last lines of a log, indented.
pub fn tail(log: &Path) -> String {
    let text = fs::read_to_string(log).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    lines.get(lines.len().saturating_sub(20)..).unwrap_or_default().iter().map(|line| format!("\n    {line}")).collect()
}

/// Field 22 of `/proc/<pid>/stat`; `None` for no process and for one that ended but was not yet collected. A process
/// whose first thread has ended still has its ports while another thread ends.
fn start_time(pid: i32) -> Option<u64> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The second field is the name in brackets and may hold anything.
    let (_, rest) = stat.rsplit_once(')')?;
    let mut fields = rest.split_whitespace();
    if fields.next()? == "Z" && fs::read_dir(format!("/proc/{pid}/task")).map_or(0, Iterator::count) <= 1 {
        return None;
    }
    fields.nth(18)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_daemon_is_recognised_and_stops_with_all_it_started() {
        let folder = tempfile::tempdir().unwrap();
        let log = folder.path().join("log");
        let mut shell = Command::new("sh");
        shell.args(["-c", "echo up; sleep 60 & wait"]);
        let daemon = Daemon::start(&mut shell, &log, "1".into()).unwrap();
        daemon.wait("sh", &log, Duration::from_secs(5), || tail(&log).contains("up")).unwrap();
        assert!(daemon.is_alive());
        daemon.stop(Duration::from_secs(5));
        assert!(!daemon.is_alive());
        let other = Daemon { started: 1, ..daemon };
        assert!(!other.is_alive());
    }
}
