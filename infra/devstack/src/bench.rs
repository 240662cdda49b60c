//! `./dev bench`: release binaries, a cluster of its own that waits for the disk, and `crm-bench` against them.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use crate::daemon::Daemon;
use crate::dotenv::DotEnv;
use crate::maildev::Address;
use crate::packages::{self, Consent};
use crate::postgres::account::Account;
use crate::postgres::cluster::{ADMIN, Cluster, Kind};
use crate::postgres::place;
use crate::report::Report;
use crate::stack::database::{self, Server};
use crate::stack::settings::{self, Addresses, password_variable};
use crate::stack::{self, build, server};
use crate::state::State;
use crate::workspace::{Workspace, make_private};
use crate::{ports, random};

/// What is to be measured.
#[derive(Debug)]
pub struct Wanted {
    /// Clients of the one big broker.
    pub clients: u32,
    /// Short runs.
    pub quick: bool,
    /// Only these operations; all when empty.
    pub only: Vec<String>,
    /// Rows of the imported file.
    pub rows: Option<u32>,
    /// Whether that file says the same of everybody twice.
    pub twice: bool,
    /// Whether the release binaries and the portal are taken as they are.
    pub as_built: bool,
}

/// What is measured on a simulator.
const TRADING: [&str; 3] = ["backfill", "live", "dealing"];

/// The measurement of an import of clients, only by name.
const IMPORT: &str = "import";
/// Requests a minute that one broker may make: the measured broker is alone on this machine.
const REQUESTS_PER_MINUTE: &str = "10000000";
/// One officer asks as fast as a whole office.
const LOOKUPS_PER_MINUTE: &str = "1000000";

/// Builds, seeds what is missing, measures, and stops everything again. The data stay in `.dev/bench` for the next run.
///
/// # Errors
/// When a step fails; missed targets are no failure.
pub fn run(developers: &Workspace, report: &Report, consent: Consent, wanted: &Wanted) -> Result<bool> {
    let workspace = developers.beside("bench").in_release();
    make_private(&workspace.state)?;
    make_private(&workspace.logs())?;
    let lock = std::fs::File::create(workspace.state.join("up.lock")).context("cannot write the state folder")?;
    lock.try_lock().context("another ./dev bench is at work: wait for it")?;
    report.step("tools", || Ok(((), packages::require_tools()?)))?;
    if !wanted.as_built {
        report.note("  … building in release; the first time takes many minutes (.dev/bench/logs/build.log)");
        report.step("build", || build::binaries(&workspace).map(|()| ((), "release".into())))?;
        let mut state = State::read(&workspace)?;
        report.step("portal", || Ok(((), build::portal(&workspace, &mut state)?)))?;
    }
    let mut file = DotEnv::read(&workspace.env_file())?;
    let password = file.secret("POSTGRES_ADMIN_PASSWORD", random::password)?;
    file.write(&workspace.env_file())?;
    let cluster = report.step("database", || started(&workspace, report, consent, &password))?;
    let outcome = against(&workspace, report, &cluster, &password, file, wanted);
    cluster.stop(true)?;
    outcome
}

fn started(workspace: &Workspace, report: &Report, consent: Consent, password: &str) -> Result<(Cluster, String)> {
    let installation = database::installed(report, consent)?;
    let account = Account::unprivileged()?;
    let home = place::prepare(workspace, &account)?.join("measured");
    let detail = format!("Postgres {}, fsync on", installation.version());
    let cluster = Cluster::new(home, installation, account);
    if !cluster.exists() {
        cluster.remove()?;
        cluster.init(Kind::Measured { password })?;
    }
    cluster.start()?;
    warm(&cluster.data().join("base"))?;
    Ok((cluster, detail))
}

/// Reads the data once, so that the disk's cache holds what it would hold on a server that has been up for a while.
fn warm(folder: &Path) -> Result<()> {
    let told = || format!("cannot read {}", folder.display());
    for entry in std::fs::read_dir(folder).with_context(told)?.flatten() {
        let path = entry.path();
        if path.is_dir() {
            warm(&path)?;
        } else if let Ok(mut file) = std::fs::File::open(&path) {
            std::io::copy(&mut file, &mut std::io::sink()).with_context(told)?;
        }
    }
    Ok(())
}

fn against(
    workspace: &Workspace,
    report: &Report,
    cluster: &Cluster,
    password: &str,
    mut file: DotEnv,
    wanted: &Wanted,
) -> Result<bool> {
    let name = format!("bench_{}", wanted.clients);
    let admin_url = cluster.url(ADMIN, Some(password), "postgres");
    let at = Addresses {
        web: ports::any()?,
        ops: ports::any()?,
        // nobody listens there: what is measured sends no mail
        mail: Address { smtp: ports::any()?, web: 0, password: random::password()? },
        store: None,
    };
    let database = Server { admin_url, detail: String::new(), fresh: false };
    report.step("settings", || {
        settings::fill(&mut file, workspace, &at, &database.admin_url, &name)?;
        file.write(&workspace.env_file())?;
        Ok(((), format!("database {name}")))
    })?;
    report.step("migrate", || {
        database::create(&database, &name)?;
        stack::migrate(workspace, &file, &database, &name).map(|detail| ((), detail))
    })?;
    let bench = |arguments: &[&str]| -> Result<Command> {
        let mut command = Command::new(workspace.binary("crm-bench"));
        command.args(arguments).args(["--clients", &wanted.clients.to_string()]);
        command.arg("--folder").arg(&workspace.state);
        command.current_dir(&workspace.root).envs(file.variables());
        command.env("DATABASE_URL", cluster.url(ADMIN, Some(password), &name));
        command.env("PGHOST", cluster.sockets()).env("PGUSER", "crm_app").env("PGDATABASE", &name);
        command.env("PGPASSWORD", file.get(&password_variable("crm_app")).context("crm_app has no password")?);
        Ok(command)
    };
    if !succeeded(&mut bench(&["seed"])?)? {
        return Ok(false);
    }
    let chosen = |name: &str| wanted.only.is_empty() || wanted.only.iter().any(|only| only == name);
    if chosen("deals") {
        let count = if wanted.quick { "100000" } else { "1000000" };
        if !succeeded(&mut bench(&["deals", "--count", count])?)? {
            return Ok(false);
        }
    }
    let rest: Vec<&String> = wanted.only.iter().filter(|only| *only != "deals").collect();
    if rest.is_empty() && !wanted.only.is_empty() {
        return Ok(true);
    }
    let (daemon, cold) = report.step("tenant-api", || {
        let (daemon, cold) = serve(workspace, &file, at.ops)?;
        Ok(((daemon, cold), format!("release, ready after {} ms", cold.as_millis())))
    })?;
    let portal = file.get("PORTAL_DIR").context("the settings name no portal")?;
    let documents = Path::new(portal).join("persisted.json");
    let postgres = cluster.pid()?.to_string();
    let told = |command: &mut Command| {
        command.arg("--server-pid").arg(daemon.pid.to_string()).args(["--postgres-pid", &postgres]);
        command.arg("--documents").arg(&documents);
        if wanted.quick {
            command.arg("--quick");
        }
    };
    let mut good = Ok(true);
    if wanted.only.iter().any(|name| name == IMPORT) {
        let rows = wanted.rows.unwrap_or(if wanted.quick { 10_000 } else { 100_000 });
        let mut import = bench(&["import", "--count", &rows.to_string()])?;
        import.arg("--server-pid").arg(daemon.pid.to_string()).args(["--postgres-pid", &postgres]);
        import.arg("--documents").arg(&documents);
        import.args(wanted.twice.then_some("--twice"));
        good = succeeded(&mut import);
    }
    for name in TRADING.into_iter().filter(|name| chosen(name)) {
        let mut trading = bench(&["trading", name])?;
        told(&mut trading);
        trading.arg("--simulator").arg(workspace.binary("simulator"));
        good = good.and_then(|good| Ok(good & succeeded(&mut trading)?));
    }
    let others: Vec<&&String> =
        rest.iter().filter(|only| **only != IMPORT && !TRADING.contains(&only.as_str())).collect();
    if others.is_empty() && !rest.is_empty() {
        daemon.stop(server::PATIENCE);
        return good;
    }
    let mut measure = bench(&["measure"])?;
    told(&mut measure);
    measure.arg("--cold-start-ms").arg(cold.as_millis().to_string());
    measure.arg("--pgbench").arg(cluster.program("pgbench"));
    measure.args(others.iter().flat_map(|only| ["--only", only.as_str()]));
    let good = good.and_then(|good| Ok(good & succeeded(&mut measure)?));
    daemon.stop(server::PATIENCE);
    good
}

fn succeeded(command: &mut Command) -> Result<bool> {
    let status = command.status().context("crm-bench cannot be started")?;
    Ok(status.success() && !crate::interrupt::asked())
}

/// Starts `tenant-api all`; says how long it took from the start of the process until it was ready for requests.
fn serve(workspace: &Workspace, file: &DotEnv, ops: u16) -> Result<(Daemon, Duration)> {
    let mut command = Command::new(workspace.binary(server::NAME));
    command.arg("all").current_dir(&workspace.root).envs(settings::for_tenant_api(file)).env_remove("DATABASE_URL");
    command.env("TENANT_REQUESTS_PER_MINUTE", REQUESTS_PER_MINUTE);
    command.env("CONTACT_LOOKUPS_PER_MINUTE", LOOKUPS_PER_MINUTE);
    let log = server::log(workspace);
    let begun = Instant::now();
    let daemon = Daemon::start(&mut command, &log, String::new())?;
    daemon.wait(server::NAME, &log, Duration::from_secs(60), || ports::http_status(ops, "/readyz") == Some(200))?;
    Ok((daemon, begun.elapsed()))
}
