//! The list of checks.

use anyhow::Result;

use super::run::Run;
use super::{drift, image, portal, rust, texts, whole};
use crate::workspace::Workspace;

/// One named check.
#[derive(Debug)]
pub struct Step {
    /// Its name on the command line.
    pub name: &'static str,
    /// What it shows.
    pub about: &'static str,
    /// A check that must not have failed before.
    pub after: Option<&'static str>,
    /// Whether its subject is in this clone.
    pub present: fn(&Workspace) -> bool,
    /// The check.
    pub work: fn(&mut Run<'_>) -> Result<()>,
}

const fn step(
    name: &'static str,
    about: &'static str,
    present: fn(&Workspace) -> bool,
    work: fn(&mut Run<'_>) -> Result<()>,
) -> Step {
    Step { name, about, after: None, present, work }
}

const fn after(needed: &'static str, step: Step) -> Step {
    Step { after: Some(needed), ..step }
}

/// All checks in their order: cheap before dear, a thing before what stands on it.
pub const STEPS: &[Step] = &[
    step("fmt", "Rust is formatted", always, rust::fmt),
    step("typos", "no slips of the pen", always, texts::typos),
    step("shell", "shell scripts are sound", always, texts::shell),
    step("workflows", "workflows are pinned and least-privileged", |w| has(w, ".github/workflows"), texts::workflows),
    step("dockerfile", "the Dockerfile is sound", |w| has(w, "Dockerfile"), texts::dockerfile),
    step("deny", "licences, bans and sources of the crates", |w| has(w, "deny.toml"), rust::deny),
    step("advisories", "no crate has a known hole", rust::has_outside_network, rust::advisories),
    step("arrows", "each crate knows only the levels below it", always, rust::arrows),
    step("portal-lint", "biome and tsc", has_portal, portal::lint),
    after("portal-lint", step("portal-test", "component tests of the portal", has_portal, portal::test)),
    step("clippy", "no lint of the workspace is broken", always, rust::clippy),
    after("clippy", step("build", "everything compiles", always, rust::build)),
    after("build", step("test", "unit and integration tests on real Postgres and SMTP", always, rust::test)),
    after("build", step("doctest", "examples in the documentation run", always, rust::doctest)),
    after("build", step("schemas", "committed schemas are those of the code", always, drift::schemas)),
    step("portal-codegen", "generated portal files are those of the schema", has_portal, portal::codegen),
    step("portal-build", "the portal builds within its size budgets", has_portal, portal::build),
    after(
        "build",
        step(
            "journeys",
            "a browser works through the whole stack",
            |w| has(w, "infra/journeys/run.mjs"),
            whole::journeys,
        ),
    ),
    after(
        "build",
        step(
            "metatrader",
            "public MetaTrader clients drive the simulator",
            |w| has(w, "infra/conformance/run.mjs"),
            whole::metatrader,
        ),
    ),
    after("build", step("fuzz", "no server error from generated API calls", |w| has(w, drift::OPENAPI), whole::fuzz)),
    after("build", step("image", "the Dockerfile builds", image::is_possible, image::build)),
];

fn always(_: &Workspace) -> bool {
    true
}

fn has(workspace: &Workspace, path: &str) -> bool {
    workspace.root.join(path).exists()
}

fn has_portal(workspace: &Workspace) -> bool {
    has(workspace, "admin-portal/package.json")
}
