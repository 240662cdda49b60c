//! The demo: two brokers, their people and their clients.

use std::process::Command;

use anyhow::{Result, bail};

use super::{server, simulator};
use crate::command;
use crate::demo::Demo;
use crate::dotenv::DotEnv;
use crate::state::State;
use crate::workspace::Workspace;

/// Runs the seed's commands of `provisioning`, in order. Each is one line here, so that the demo's making reads
/// like what an operator would type.
///
/// # Errors
/// When one fails, with its last words.
pub fn seed(workspace: &Workspace, file: &DotEnv) -> Result<()> {
    let demo = workspace.demo_file().display().to_string();
    let steps: [&[&str]; 1] = [&["demo", "seed", "--out", &demo]];
    for arguments in steps {
        let mut provisioning = Command::new(workspace.binary("provisioning"));
        provisioning.args(arguments).current_dir(&workspace.root).envs(file.variables());
        provisioning.envs(simulator::variables(workspace)?);
        command::quiet(&mut provisioning)?;
    }
    if Demo::read(workspace)?.is_none_or(|demo| demo.tenants.is_empty()) {
        bail!("provisioning ended well but wrote no people into {demo}");
    }
    Ok(())
}

/// Sends one withdrawal whose answer the simulator loses for a while, so that people meet an operation of which nobody knows
/// what became of it; says what came of it. The application settles it by itself, so each start of a stack that stood still
/// makes one. While the application runs it holds the servers, and nothing is sent. A stack without one is whole all the same.
pub fn doubt(workspace: &Workspace, file: &DotEnv, state: &State) -> String {
    if state.is_alive(server::NAME) || !simulator::loses_answers(state) {
        return String::new();
    }
    let login = simulator::DOUBTED_LOGIN.to_string();
    let mut provisioning = Command::new(workspace.binary("provisioning"));
    provisioning.args(["demo", "doubt", "--login", &login]).current_dir(&workspace.root).envs(file.variables());
    let sent = command::quiet(&mut provisioning);
    simulator::answers_again(state);
    sent.map_or_else(|error| format!(", nothing is in doubt: {error:#}"), |said| format!(", {said}"))
}
