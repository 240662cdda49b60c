//! The local stack: up, down, reset.

pub mod build;
pub mod database;
pub mod objects;
pub mod seed;
pub mod server;
pub mod settings;
pub mod simulator;
pub mod table;

use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use self::database::Server;
use self::settings::Addresses;
use crate::demo::Demo;
use crate::dotenv::DotEnv;
use crate::maildev::{self, Address};
use crate::packages::{self, Consent};
use crate::report::{Report, seconds};
use crate::state::State;
use crate::workspace::{Workspace, make_private};
use crate::{command, disk, environment, random, testdb, toolbox};

/// Name of the stack's database.
pub const DATABASE: &str = "brokerdesk";

const MAIL: &str = "maildev";

/// Secrets of the stack's own servers in `.env`.
const SECRETS: [&str; 3] = ["POSTGRES_ADMIN_PASSWORD", "MAILDEV_PASSWORD", objects::SECRET];

/// What a stack is made of.
#[derive(Debug)]
pub struct Options {
    /// May missing programs be installed?
    pub consent: Consent,
    /// An administrator of a server to use instead of a private cluster.
    pub admin_url: Option<String>,
    /// Build binaries and portal first.
    pub build: bool,
}

/// Brings the stack up; every part that runs already and did not change is left alone.
///
/// # Errors
/// When a step fails; what is missing and how to mend it is in the text.
pub fn up(workspace: &Workspace, report: &Report, options: &Options) -> Result<()> {
    let begun = Instant::now();
    make_private(&workspace.state)?;
    make_private(&workspace.logs())?;
    let lock = std::fs::File::create(workspace.state.join("up.lock")).context("cannot write the state folder")?;
    lock.try_lock().context("another ./dev up is at work on this stack: wait for it")?;
    let mut state = State::read(workspace)?;
    let mut file = DotEnv::read(&workspace.env_file())?;

    if options.build {
        report.step("tools", || Ok(((), packages::require_tools()?)))?;
    }
    let store = objects::prepare(workspace, &mut state, &mut file, report)?;
    let server = report.step("database", || start_database(workspace, &mut state, &mut file, report, options))?;
    let mail = report.step("mail catcher", || start_mail(workspace, &mut state, &mut file))?;
    let at = report.step("settings", || {
        let running = state.is_alive(server::NAME);
        let (web, ops) = (state.port("web", 8080, running)?, state.port("ops", 8081, running)?);
        let at = Addresses { web, ops, mail, store: store.as_ref().map(|store| store.at.clone()) };
        settings::fill(&mut file, workspace, &at, &server.admin_url, DATABASE)?;
        file.write(&workspace.env_file())?;
        state.write(workspace)?;
        let shown = workspace.env_file();
        Ok((at, format!("{} (mode 600)", shown.strip_prefix(&workspace.root).unwrap_or(&shown).display())))
    })?;
    if options.build {
        report.note("  … building; the first time takes some minutes (.dev/logs/build.log)");
        if let Some(told) = disk::shortage(workspace, disk::UP) {
            report.warn(&told);
        }
        report.step("build", || {
            Ok(((), build::binaries(workspace).map(|()| "tenant-api, provisioning, migrate, simulator".to_owned())?))
        })?;
    }
    let store = store.map(|store| objects::launch(workspace, &mut state, store)).transpose()?;
    report.step("migrate", || {
        if database::create(&server, DATABASE)? {
            state.seeded = false;
        }
        migrate(workspace, &file, &server, DATABASE).map(|detail| ((), detail))
    })?;
    if options.build {
        report.step("portal", || Ok(((), build::portal(workspace, &mut state)?)))?;
    }
    report.step("simulator", || Ok(((), simulator::start(workspace, &mut state, &mut file)?)))?;
    report.step("demo", || {
        let before = state.seeded && workspace.demo_file().exists();
        if !before {
            seed::seed(workspace, &file)?;
            state.seeded = true;
            state.write(workspace)?;
        }
        let doubt = seed::doubt(workspace, &file, &state);
        Ok(((), format!("{}{doubt}", if before { "seeded before" } else { "seeded" })))
    })?;
    if let Some(store) = &store {
        report.step(objects::NAME, || Ok(((), objects::wait(workspace, &state, store)?)))?;
    }
    report.step("tenant-api", || Ok(((), server::start(workspace, &mut state, &file, at.ops)?)))?;

    table::print(report, &file, Demo::read(workspace)?.as_ref(), at.web, at.mail.web);
    report.note(&format!("\n  Up after {}. ./dev down stops it, ./dev status shows it.", seconds(begun.elapsed())));
    Ok(())
}

fn start_database(
    workspace: &Workspace,
    state: &mut State,
    file: &mut DotEnv,
    report: &Report,
    options: &Options,
) -> Result<(Server, String)> {
    let given = options
        .admin_url
        .clone()
        .or_else(|| environment::text("DATABASE_URL"))
        .or_else(|| file.get("DATABASE_URL").map(str::to_owned));
    let server = match given {
        Some(url) => database::external(&url, report)?,
        None => {
            let password = file.secret("POSTGRES_ADMIN_PASSWORD", random::password)?;
            // Written down before the cluster that has it, so that an interrupted start can go on.
            file.write(&workspace.env_file())?;
            database::private(workspace, state, report, options.consent, &password)?
        }
    };
    let detail = server.detail.clone();
    Ok((server, detail))
}

fn start_mail(workspace: &Workspace, state: &mut State, file: &mut DotEnv) -> Result<(Address, String)> {
    let password = file.secret("MAILDEV_PASSWORD", random::password)?;
    file.write(&workspace.env_file())?;
    let version = maildev::version(&toolbox::npm(workspace)?);
    let running = state.daemons.get(MAIL).filter(|daemon| daemon.is_alive()).cloned();
    let current = running.as_ref().is_some_and(|daemon| daemon.version == version);
    if let Some(old) = running.filter(|_| !current) {
        old.stop(Duration::from_secs(3));
    }
    let address =
        Address { smtp: state.port("smtp", 1025, current)?, web: state.port("mail", 1080, current)?, password };
    if current {
        return Ok((address.clone(), format!("runs already at {}", address.web_url())));
    }
    let daemon = maildev::start(workspace, &address, &workspace.logs().join("maildev.log"))?;
    state.daemons.insert(MAIL.to_owned(), daemon);
    state.write(workspace)?;
    let detail = format!("inbox at {}", address.web_url());
    Ok((address, detail))
}

/// Roles and lock-down as administrator, then the migrations as their own role.
///
/// # Errors
/// When the server refuses, with the last words of `migrate`.
pub fn migrate(workspace: &Workspace, file: &DotEnv, server: &Server, database: &str) -> Result<String> {
    let mut bootstrap = Command::new(workspace.binary("migrate"));
    bootstrap.args(["bootstrap", "--passwords-from-env"]).envs(file.variables());
    bootstrap.env("DATABASE_URL", database::url_in(&server.admin_url, database)?);
    command::quiet(bootstrap.current_dir(&workspace.root)).context("roles and lock-down (migrate bootstrap)")?;
    let mut up = Command::new(workspace.binary("migrate"));
    up.arg("up").envs(file.variables());
    command::quiet(up.current_dir(&workspace.root)).context("migrations (migrate up)")?;
    Ok("roles, lock-down, tables".into())
}

/// Stops everything that [`up`] started, and the shared cluster of the tests.
///
/// # Errors
/// When Postgres does not stop.
pub fn down(workspace: &Workspace, report: &Report) -> Result<()> {
    let mut state = State::read(workspace)?;
    let parts =
        [(server::NAME, server::PATIENCE), (simulator::NAME, simulator::PATIENCE), (MAIL, Duration::from_secs(5))];
    for (name, patience) in parts {
        if let Some(daemon) = state.daemons.remove(name).filter(crate::daemon::Daemon::is_alive) {
            report.step(name, || {
                daemon.stop(patience);
                Ok(((), "stopped".into()))
            })?;
        }
    }
    if objects::stop(&mut state) {
        report.note(&format!("  ✓ {:<16} stopped", objects::NAME));
    }
    if workspace.state.is_dir() {
        state.write(workspace)?;
    }
    if let Some(cluster) = database::existing(&state)?.filter(|cluster| cluster.is_running().unwrap_or(true)) {
        report.step("database", || cluster.stop(true).map(|()| ((), "stopped".into())))?;
    }
    if testdb::stop_shared(workspace)? {
        report.note("  ✓ test database    stopped");
    }
    Ok(())
}

/// Stops everything and drops the stack's data: database, mail, demo people, secrets. Installed tools and built
/// files stay.
///
/// # Errors
/// When something cannot be stopped or removed.
pub fn reset(workspace: &Workspace, report: &Report) -> Result<()> {
    down(workspace, report)?;
    let state = State::read(workspace)?;
    report.step("data", || {
        match database::existing(&state)? {
            Some(cluster) => cluster.remove()?,
            None => drop_external(workspace)?,
        }
        for name in ["state.json", "demo.json", "audit-anchor.log"].iter().chain(&simulator::FILES) {
            remove(&workspace.state.join(name))?;
        }
        match std::fs::remove_dir_all(objects::folder(workspace)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(error).context("cannot remove the object store's data");
            }
            _ => {}
        }
        forget_secrets(workspace)?;
        Ok(((), "removed".into()))
    })
}

/// A stack on a server of the person's choice leaves only its database there.
fn drop_external(workspace: &Workspace) -> Result<()> {
    let file = DotEnv::read(&workspace.env_file())?;
    match environment::text("DATABASE_URL").or_else(|| file.get("DATABASE_URL").map(str::to_owned)) {
        Some(url) => database::drop_database(&database::url_in(&url, "postgres")?, DATABASE),
        None => Ok(()),
    }
}

/// Fresh data gets fresh secrets; the person's own lines of `.env` stay.
fn forget_secrets(workspace: &Workspace) -> Result<()> {
    let path = workspace.env_file();
    let mut file = DotEnv::read(&path)?;
    file.forget(|name| settings::is_secret(name) || SECRETS.contains(&name) || simulator::SECRETS.contains(&name));
    if file.variables().is_empty() { remove(&path) } else { file.write(&path) }
}

fn remove(path: &std::path::Path) -> Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot remove {}", path.display()))
        }
        _ => Ok(()),
    }
}
