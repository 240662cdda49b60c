//! The demo: two brokers, their people and their clients.

use std::process::Command;

use anyhow::{Result, bail};

use super::simulator;
use crate::command;
use crate::demo::Demo;
use crate::dotenv::DotEnv;
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
