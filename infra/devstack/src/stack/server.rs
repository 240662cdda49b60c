//! tenant-api in the background.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, UNIX_EPOCH};

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use super::settings;
use crate::daemon::Daemon;
use crate::dotenv::DotEnv;
use crate::ports;
use crate::state::State;
use crate::workspace::Workspace;

/// Name among the background programs.
pub const NAME: &str = "tenant-api";

/// Time for work in flight when it is stopped.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// Its log file.
pub fn log(workspace: &Workspace) -> PathBuf {
    workspace.logs().join("tenant-api.log")
}

/// Starts it, or leaves the running one alone when neither its binary, its settings nor the portal changed.
///
/// # Errors
/// When it does not become ready, with the end of its log.
pub fn start(workspace: &Workspace, state: &mut State, file: &DotEnv, ops: u16) -> Result<String> {
    let binary = workspace.binary(NAME);
    let variables = settings::for_tenant_api(file);
    // The portal is read once, at the start.
    let version = version(&binary, &format!("{variables:?} {:?}", state.portal))?;
    if let Some(running) = state.daemons.get(NAME).filter(|daemon| daemon.is_alive()) {
        if running.version == version && is_ready(ops) {
            return Ok("runs already".into());
        }
        running.stop(PATIENCE);
    }
    let mut command = Command::new(&binary);
    command.arg("all").current_dir(&workspace.root).envs(variables).env_remove("DATABASE_URL");
    let log = log(workspace);
    let daemon = Daemon::start(&mut command, &log, version)?;
    state.daemons.insert(NAME.to_owned(), daemon.clone());
    state.write(workspace)?;
    daemon.wait(NAME, &log, Duration::from_secs(60), || is_ready(ops))?;
    Ok(format!("ready, log in {}", log.strip_prefix(&workspace.root).unwrap_or(&log).display()))
}

fn is_ready(ops: u16) -> bool {
    ports::http_status(ops, "/readyz") == Some(200)
}

/// Changes with the binary's time and size and with the settings; tells nothing of them.
pub(super) fn version(binary: &Path, settings: &str) -> Result<String> {
    let told = || format!("{} was not built", binary.display());
    let meta = fs::metadata(binary).with_context(told)?;
    let time =
        meta.modified().with_context(told)?.duration_since(UNIX_EPOCH).map(|age| age.as_nanos()).unwrap_or_default();
    let digest = Sha256::digest(format!("{time} {} {settings}", meta.len()));
    Ok(data_encoding::HEXLOWER.encode(digest.get(..12).unwrap_or_default()))
}
