//! `./dev soak`: money is moved once, whatever is killed and lost. A throw-away cluster, a fresh database a seed, and
//! `crm-soak` against the real processes.

use std::process::Command;
use std::sync::Mutex;

use anyhow::{Context, Result};

use crate::command;
use crate::dotenv::DotEnv;
use crate::maildev::Address;
use crate::packages::{self, Consent};
use crate::postgres::Installation;
use crate::report::Report;
use crate::stack::database::{self, Server};
use crate::stack::settings::{self, Addresses};
use crate::stack::{self, build};
use crate::testdb::TestPostgres;
use crate::workspace::{Workspace, make_private};
use crate::{interrupt, ports, random};

/// The database that each seed's is a copy of.
const TEMPLATE: &str = "soak";
/// The broker of the demo whose money is moved.
const BROKER: &str = "atlas";

/// What is to be proved.
#[derive(Debug)]
pub struct Wanted {
    /// How many seeds.
    pub seeds: u64,
    /// The first of them.
    pub first_seed: u64,
    /// How many seeds are at work at a time.
    pub lanes: u64,
    /// Operations a seed.
    pub operations: u32,
    /// Kills a seed; none: one for every hundred operations.
    pub kills: Option<u32>,
    /// Also the case that takes minutes of real time, with the first seed.
    pub stalls: bool,
    /// Release binaries instead of debug ones.
    pub release: bool,
    /// Whether the binaries are taken as they are.
    pub as_built: bool,
}

/// A small run that shows that the proof still works.
pub const SMALL: Wanted = Wanted {
    seeds: 1,
    first_seed: 1,
    lanes: 1,
    operations: 300,
    kills: Some(6),
    stalls: false,
    release: false,
    as_built: false,
};

/// Builds, proves each seed, and answers whether nothing was doubled, lost or made up.
///
/// # Errors
/// When a step fails.
pub fn run(developers: &Workspace, report: &Report, consent: Consent, wanted: &Wanted) -> Result<bool> {
    let beside = developers.beside("soak");
    let workspace = if wanted.release { beside.in_release() } else { beside };
    if !wanted.as_built {
        report.step("build", || build::soak(&workspace).map(|()| ((), "tenant-api, simulator, crm-soak".into())))?;
    }
    if Installation::find()?.is_none() {
        packages::install(consent, "Postgres 15 or newer", &["postgresql", "postgresql-contrib"])?;
    }
    let postgres = TestPostgres::start(&workspace)?;
    on(&workspace, report, &postgres.admin_url(), wanted)
}

/// The same with built binaries on a server for tests.
///
/// # Errors
/// When a step fails.
pub fn on(workspace: &Workspace, report: &Report, admin_url: &str, wanted: &Wanted) -> Result<bool> {
    make_private(&workspace.state)?;
    make_private(&workspace.logs())?;
    let lock = std::fs::File::create(workspace.state.join("up.lock")).context("cannot write the state folder")?;
    lock.try_lock().context("another ./dev soak is at work: wait for it")?;
    let server = Server { admin_url: admin_url.to_owned(), detail: String::new(), fresh: false };
    let mut file = DotEnv::default();
    report.step("template", || template(workspace, &mut file, &server).map(|()| ((), "two brokers".into())))?;
    let seeds = Mutex::new((wanted.first_seed..).take(usize::try_from(wanted.seeds)?));
    let file = Mutex::new(file);
    let good = std::thread::scope(|scope| {
        let lane = || {
            let mut good = true;
            while let Some(seed) = next(&seeds)? {
                good &= one(workspace, &file, &server, wanted, seed)?;
            }
            Ok(good)
        };
        let lanes: Vec<_> = (0..wanted.lanes.max(1)).map(|_| scope.spawn(lane)).collect();
        lanes.into_iter().try_fold(true, |good, lane| Ok::<_, anyhow::Error>(good & ended(lane.join())?))
    })?;
    if interrupt::asked() {
        return Ok(false);
    }
    database::drop_database(admin_url, TEMPLATE)?;
    Ok(good)
}

/// The seed that nobody took yet; none when all are taken or somebody wants this to end.
fn next(seeds: &Mutex<impl Iterator<Item = u64>>) -> Result<Option<u64>> {
    let mut seeds = seeds.lock().ok().context("another lane broke off")?;
    Ok(if interrupt::asked() { None } else { seeds.next() })
}

fn ended(lane: std::thread::Result<Result<bool>>) -> Result<bool> {
    lane.ok().context("a lane broke off")?
}

/// A database with the demo's people, whose hosts of trading servers are this machine.
fn template(workspace: &Workspace, file: &mut DotEnv, server: &Server) -> Result<()> {
    database::drop_database(&server.admin_url, TEMPLATE)?;
    fill(workspace, file, server, TEMPLATE)?;
    database::create(server, TEMPLATE)?;
    stack::migrate(workspace, file, server, TEMPLATE)?;
    let demo = workspace.demo_file();
    if demo.exists() {
        std::fs::remove_file(&demo).context("cannot remove the last run's people")?;
    }
    let demo = demo.display().to_string();
    let steps: [&[&str]; 2] =
        [&["demo", "seed", "--clients", "10", "--out", &demo], &["trading-host", "allow", BROKER, "127.0.0.1"]];
    for arguments in steps {
        let mut provisioning = Command::new(workspace.binary("provisioning"));
        provisioning.args(arguments).current_dir(&workspace.root).envs(file.variables());
        command::quiet(&mut provisioning)?;
    }
    Ok(())
}

fn one(workspace: &Workspace, file: &Mutex<DotEnv>, server: &Server, wanted: &Wanted, seed: u64) -> Result<bool> {
    let name = format!("{TEMPLATE}_{seed}");
    let file = &prepare(workspace, file, server, &name)?;
    let kills = wanted.kills.unwrap_or(wanted.operations / 100);
    let mut soak = Command::new(workspace.binary("crm-soak"));
    soak.args(["--seed", &seed.to_string(), "--operations", &wanted.operations.to_string()]);
    soak.args(["--kills", &kills.to_string()]);
    if wanted.stalls && seed == wanted.first_seed {
        soak.arg("--stalls");
    }
    soak.arg("--binaries").arg(workspace.binary(""));
    soak.arg("--folder").arg(workspace.state.join(format!("seed-{seed}")));
    soak.arg("--demo").arg(workspace.demo_file());
    soak.current_dir(&workspace.root).envs(settings::for_tenant_api(file)).env_remove("DATABASE_URL");
    soak.env("SOAK_DATABASE_URL", database::url_in(&server.admin_url, &name)?);
    let good = soak.status().context("crm-soak cannot be started")?.success();
    if good {
        // what went wrong is left to be looked at
        database::drop_database(&server.admin_url, &name)?;
    }
    Ok(good)
}

/// A seed's database and what its processes are told; one lane at a time, as Postgres asks of who copies.
fn prepare(workspace: &Workspace, file: &Mutex<DotEnv>, server: &Server, name: &str) -> Result<DotEnv> {
    let mut file = file.lock().ok().context("another lane broke off")?;
    database::drop_database(&server.admin_url, name)?;
    database::copy(&server.admin_url, TEMPLATE, name)?;
    fill(workspace, &mut file, server, name)?;
    // rights on a database are not copied with it
    stack::migrate(workspace, &file, server, name)?;
    Ok(file.clone())
}

fn fill(workspace: &Workspace, file: &mut DotEnv, server: &Server, database: &str) -> Result<()> {
    let at = Addresses {
        web: ports::lasting()?,
        ops: ports::lasting()?,
        // nobody listens there: mails wait in the queue
        mail: Address { smtp: ports::any()?, web: 0, password: random::password()? },
        store: None,
    };
    settings::fill(file, workspace, &at, &server.admin_url, database)
}
