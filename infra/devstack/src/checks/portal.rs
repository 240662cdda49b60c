//! Checks of the portal by its own npm scripts.

use std::process::Command;

use anyhow::{Result, bail};

use super::run::Run;
use crate::stack::build;

/// Biome and strict `tsc`.
pub fn lint(run: &mut Run<'_>) -> Result<()> {
    let mut npm = npm(run, &["run", "check"])?;
    run.check(&mut npm)
}

/// Component tests.
pub fn test(run: &mut Run<'_>) -> Result<()> {
    let mut npm = npm(run, &["test"])?;
    run.count(&mut npm)
}

/// Generating anew must change nothing.
pub fn codegen(run: &mut Run<'_>) -> Result<()> {
    let folder = run.workspace.root.join("admin-portal");
    let before = build::fingerprint(&folder)?;
    let mut npm = npm(run, &["run", "codegen"])?;
    run.check(&mut npm)?;
    if build::fingerprint(&folder)? != before {
        bail!("npm run codegen changed generated files of admin-portal: commit what it wrote (git diff admin-portal)");
    }
    Ok(())
}

/// The built files and their sizes.
pub fn build(run: &mut Run<'_>) -> Result<()> {
    for script in ["build", "size"] {
        let mut npm = npm(run, &["run", script])?;
        run.check(&mut npm)?;
    }
    Ok(())
}

fn npm(run: &Run<'_>, arguments: &[&str]) -> Result<Command> {
    crate::packages::require_tools()?;
    build::install_portal(run.workspace)?;
    let mut npm = run.command("npm");
    npm.args(arguments).current_dir(run.workspace.root.join("admin-portal"));
    Ok(npm)
}
