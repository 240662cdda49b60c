//! Checks of texts: spelling, shell, workflows, Dockerfile.

use anyhow::Result;

use super::run::Run;
use crate::command;

/// Spelling of everything in git.
pub fn typos(run: &mut Run<'_>) -> Result<()> {
    let tool = run.python("checks")?.join("typos");
    let mut typos = run.command(tool);
    run.check(typos.args(["--force-exclude"]))
}

/// `./dev`, `.ci/run` and every `*.sh`.
pub fn shell(run: &mut Run<'_>) -> Result<()> {
    let tool = run.python("checks")?.join("shellcheck");
    let scripts = command::quiet(run.command("git").args(["ls-files", "--", "dev", ".ci/run", "*.sh"]))?;
    let mut shellcheck = run.command(tool);
    run.check(shellcheck.args(scripts.lines()))
}

/// Workflows, without asking the network.
pub fn workflows(run: &mut Run<'_>) -> Result<()> {
    let tool = run.python("checks")?.join("zizmor");
    let mut zizmor = run.command(tool);
    run.check(zizmor.args(["--offline", "--quiet", "--no-progress", ".github"]))
}

/// The Dockerfile.
pub fn dockerfile(run: &mut Run<'_>) -> Result<()> {
    let tool = run.python("checks")?.join("hadolint");
    let mut hadolint = run.command(tool);
    run.check(hadolint.arg("Dockerfile"))
}
