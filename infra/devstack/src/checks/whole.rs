//! Checks of the whole stack: a browser's journeys and generated API calls; and of the simulator by public clients.

use anyhow::{Context, Result};

use super::run::Run;
use super::rust;
use crate::demo::Demo;
use crate::dotenv::DotEnv;
use crate::{packages, toolbox};

/// Seconds for all generated calls.
const FUZZ_SECONDS: &str = "240";

/// `infra/journeys/run.mjs` gets the stack's address in `STACK_JSON` and the browser in `CHROMIUM`.
pub fn journeys(run: &mut Run<'_>) -> Result<()> {
    let chromium = run.chromium()?;
    let stack = run.stack()?;
    let mut node = run.command("node");
    node.arg("infra/journeys/run.mjs").env("STACK_JSON", &stack.file).env("CHROMIUM", chromium);
    run.count(&mut node)
}

/// `infra/conformance/run.mjs` drives the simulator with clients from npm and PyPI.
pub fn metatrader(run: &mut Run<'_>) -> Result<()> {
    let python = run.python("metatrader")?.join("python");
    packages::require_tools()?;
    let sdk = toolbox::npm(run.workspace)?.join("node_modules/mt5-sdk");
    if !run.built {
        let mut cargo = rust::cargo(run, "build");
        run.check(cargo.args(["-q", "-p", "crm-simulator"]))?;
    }
    let mut node = run.command("node");
    node.arg("infra/conformance/run.mjs").env("SIMULATOR", run.workspace.binary("simulator"));
    run.count(node.env("SDK", sdk).env("PYTHON", python))
}

/// schemathesis over the REST API of the first broker with its key of all scopes; any 5xx fails.
pub fn fuzz(run: &mut Run<'_>) -> Result<()> {
    let tool = run.python("fuzz")?.join("schemathesis");
    let stack = run.stack()?;
    let demo = Demo::read(&stack.workspace)?.context("the stack of the tests has no demo")?;
    let (tenant, key) = demo
        .tenants
        .iter()
        .find_map(|tenant| tenant.api_key_all_scopes.as_ref().map(|key| (tenant, key)))
        .context("no broker of the demo has a sample API key")?;
    let file = DotEnv::read(&stack.workspace.env_file())?;
    let listen = file.get("LISTEN").context("the stack of the tests has no address")?;
    let port = listen.rsplit_once(':').map_or(listen, |(_, port)| port);
    let mut schemathesis = run.command(tool);
    schemathesis.args(["--config-file", "infra/tools/schemathesis.toml", "run", super::drift::OPENAPI]);
    schemathesis.args(["--url", &format!("http://{listen}"), "--checks", "not_a_server_error"]);
    schemathesis.args(["--max-examples", "200", "--max-time", FUZZ_SECONDS, "--no-color"]);
    schemathesis.env("API_KEY", key).env("API_HOST", format!("api.{}.localhost:{port}", tenant.slug));
    run.check(&mut schemathesis)
}
