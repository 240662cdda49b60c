//! The object store of the stack: where the heads of the audit chains are kept.

use std::path::PathBuf;
use std::thread::JoinHandle;

use anyhow::{Result, anyhow};

use crate::dotenv::DotEnv;
use crate::report::Report;
use crate::state::State;
use crate::weed::{self, Address, LISTENERS};
use crate::workspace::Workspace;
use crate::{doctor, random, toolbox};

/// Name among the background programs.
pub const NAME: &str = "object-store";

/// Name of its secret in `.env`.
pub const SECRET: &str = "OBJECT_STORE_PASSWORD";

/// Where it keeps what it is given.
pub fn folder(workspace: &Workspace) -> PathBuf {
    workspace.state.join(NAME)
}

fn log(workspace: &Workspace) -> PathBuf {
    workspace.logs().join("object-store.log")
}

/// Its program, which is installed beside other work the first time.
#[derive(Debug)]
pub struct Store {
    /// Where it will be.
    pub at: Address,
    installed: JoinHandle<Result<PathBuf>>,
    current: bool,
}

/// Chooses its ports and has its program installed. None without Python: anchors then go to the file alone.
///
/// # Errors
/// When no port is free, or the state folder cannot be written.
pub fn prepare(workspace: &Workspace, state: &mut State, file: &mut DotEnv, report: &Report) -> Result<Option<Store>> {
    if !doctor::has_venv() {
        report.warn("no object store: Python's venv is missing (apt-get install python3-venv). The anchors of the audit go to the file alone");
        return Ok(None);
    }
    let secret = file.secret(SECRET, random::password)?;
    file.write(&workspace.env_file())?;
    let version = weed::version(workspace)?;
    let running = state.daemons.get(NAME).filter(|daemon| daemon.is_alive()).cloned();
    let current = running.as_ref().is_some_and(|daemon| daemon.version == version);
    if let Some(old) = running.filter(|_| !current) {
        weed::stop(&old, &ports(state));
    }
    let mut ports = [0; LISTENERS.len()];
    for (port, (_, name, wanted)) in ports.iter_mut().zip(LISTENERS) {
        *port = state.port(name, wanted, current)?;
    }
    state.write(workspace)?;
    let place = workspace.clone();
    let installed = std::thread::spawn(move || toolbox::python(&place, weed::LIST));
    Ok(Some(Store { at: Address { ports, secret }, installed, current }))
}

/// Starts it without waiting, unless it runs; what comes next takes longer than it does.
///
/// # Errors
/// When it cannot be installed or started.
pub fn launch(workspace: &Workspace, state: &mut State, store: Store) -> Result<(Address, bool)> {
    store.installed.join().map_err(|_| anyhow!("the installation of the object store was lost"))??;
    if !store.current {
        let daemon = weed::launch(workspace, &store.at, &folder(workspace), &log(workspace), false)?;
        state.daemons.insert(NAME.to_owned(), daemon);
        state.write(workspace)?;
    }
    Ok((store.at, store.current))
}

/// Waits until it answers and has its bucket.
///
/// # Errors
/// When it does not come up.
pub fn wait(workspace: &Workspace, state: &State, (at, current): &(Address, bool)) -> Result<String> {
    let daemon = state.daemons.get(NAME).ok_or_else(|| anyhow!("the object store was not started"))?;
    let was = if *current { "runs already, " } else { "" };
    if !*current {
        weed::ready(workspace, at, daemon, &log(workspace))?;
    }
    Ok(format!("{was}bucket {} at {}", weed::BUCKET, at.endpoint()))
}

/// Stops it.
pub fn stop(state: &mut State) -> bool {
    let ports = ports(state);
    let running = state.daemons.remove(NAME).filter(crate::daemon::Daemon::is_alive);
    if let Some(daemon) = &running {
        weed::stop(daemon, &ports);
    }
    running.is_some()
}

fn ports(state: &State) -> Vec<u16> {
    LISTENERS.iter().filter_map(|(_, name, _)| state.ports.get(*name).copied()).collect()
}
