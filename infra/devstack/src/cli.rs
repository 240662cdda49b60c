//! The command line of `./dev`.

use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use clap::{Parser, Subcommand};

use crate::demo::Demo;
use crate::dotenv::DotEnv;
use crate::packages::Consent;
use crate::report::Report;
use crate::stack::{self, database};
use crate::state::State;
use crate::workspace::Workspace;
use crate::{bench, checks, doctor, interrupt, soak, status, totp};

/// Brokerdesk's local stack and its checks.
#[derive(Debug, Parser)]
#[command(name = "./dev", disable_help_subcommand = true)]
struct Args {
    /// Answer with one JSON object a line
    #[arg(long, global = true)]
    json: bool,
    /// Install what is missing and drop what is asked without a question
    #[arg(long, global = true)]
    yes: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Bring the whole stack up: database, mail catcher, portals, demo
    Up,
    /// Run all checks, or only the named ones; `--list` names them
    Test {
        /// Name the checks instead of running them
        #[arg(long)]
        list: bool,
        /// Only these, in the order of the list
        steps: Vec<String>,
    },
    /// Measure what people wait for, on a database of its own that is kept for the next run
    Bench {
        /// Clients of the one big broker
        #[arg(long, default_value_t = 100_000)]
        clients: u32,
        /// Short runs: to see that it works, not to compare figures
        #[arg(long)]
        quick: bool,
        /// Only these operations; without any, all
        #[arg(long)]
        only: Vec<String>,
        /// Rows of the file that `--only import` brings
        #[arg(long)]
        rows: Option<u32>,
        /// Everybody stands twice in that file, the second time in another order
        #[arg(long)]
        twice: bool,
        /// Take the release binaries and the portal as they were built
        #[arg(long)]
        as_built: bool,
    },
    /// Prove that money is moved and trades are done once: tenant-api is killed at random while a simulator loses answers
    Soak {
        /// How many seeds
        #[arg(long, default_value_t = 20)]
        seeds: u64,
        /// The first seed
        #[arg(long, default_value_t = 1)]
        first_seed: u64,
        /// How many seeds are at work at a time
        #[arg(long, default_value_t = 1)]
        lanes: u64,
        /// Commands of each seed
        #[arg(long, default_value_t = 5_000)]
        operations: u32,
        /// How often tenant-api is killed in each seed; without it once in a hundred operations
        #[arg(long)]
        kills: Option<u32>,
        /// Leave out the case that takes minutes of real time
        #[arg(long)]
        quick: bool,
        /// Release binaries: faster to run, slow to build
        #[arg(long)]
        release: bool,
        /// Take the binaries as they were built, so that what is built meanwhile changes nothing
        #[arg(long)]
        as_built: bool,
    },
    /// Say whether this machine has what is needed, and how to mend it
    Doctor,
    /// Stop everything that `up` started
    Down,
    /// Stop everything and drop all local data and secrets
    Reset,
    /// Show what runs and where
    Status,
    /// Print the current authenticator code of a demo person
    Code {
        /// Sign-in address
        email: String,
    },
    /// Open psql as administrator of the stack's database
    Psql {
        /// Given to psql, for example -c 'SELECT 1'
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
}

/// Runs the command of this process's arguments.
pub fn run() -> ExitCode {
    let args = Args::parse();
    let report = Report::new(args.json);
    match act(args, &report) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            report.failure(&error);
            ExitCode::FAILURE
        }
    }
}

fn act(args: Args, report: &Report) -> Result<bool> {
    let workspace = Workspace::find()?;
    let consent = Consent::new(args.yes);
    match args.command {
        Command::Up => {
            let options = stack::Options { consent, admin_url: None, build: true };
            stack::up(&workspace, report, &options).map(|()| true)
        }
        Command::Test { list: true, .. } => checks::list(&workspace, report).map(|()| true),
        Command::Test { list: false, steps } => {
            interrupt::listen()?;
            checks::run(&workspace, report, consent, &steps)
        }
        Command::Bench { clients, quick, only, rows, twice, as_built } => {
            interrupt::listen()?;
            bench::run(&workspace, report, consent, &bench::Wanted { clients, quick, only, rows, twice, as_built })
        }
        Command::Soak { seeds, first_seed, lanes, operations, kills, quick, release, as_built } => {
            interrupt::listen()?;
            let wanted =
                soak::Wanted { seeds, first_seed, lanes, operations, kills, stalls: !quick, release, as_built };
            soak::run(&workspace, report, consent, &wanted)
        }
        Command::Doctor => doctor::examine(&workspace, report),
        Command::Down => stack::down(&workspace, report).map(|()| true),
        Command::Reset => {
            if !consent.confirm("Drop the local database, the demo's people and the secrets of .env?")? {
                bail!("nothing was dropped: say yes, or run ./dev reset --yes");
            }
            stack::reset(&workspace, report).map(|()| true)
        }
        Command::Status => status::print(&workspace, report),
        Command::Code { email } => code(&workspace, report, &email).map(|()| true),
        Command::Psql { arguments } => psql(&workspace, &arguments),
    }
}

#[expect(clippy::disallowed_methods, reason = "an authenticator code is of this very moment")]
fn code(workspace: &Workspace, report: &Report, email: &str) -> Result<()> {
    let demo = Demo::read(workspace)?.context("no demo was seeded: run ./dev up")?;
    let person = demo.person(email)?;
    let secret = person.totp_secret.as_deref().with_context(|| format!("{} has no authenticator", person.email))?;
    let now = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .context("the clock is before 1970")?
        .as_secs();
    report.out(&totp::code(secret, now)?);
    report.note(&format!("valid for {} s", totp::STEP - now % totp::STEP));
    Ok(())
}

fn psql(workspace: &Workspace, arguments: &[String]) -> Result<bool> {
    let file = DotEnv::read(&workspace.env_file())?;
    let given = crate::environment::text("DATABASE_URL").or_else(|| file.get("DATABASE_URL").map(str::to_owned));
    let admin = match (given, database::existing(&State::read(workspace)?)?) {
        (Some(url), _) => url,
        (None, Some(cluster)) => {
            let password =
                file.get("POSTGRES_ADMIN_PASSWORD").context(".env has no POSTGRES_ADMIN_PASSWORD: run ./dev up")?;
            cluster.url(crate::postgres::cluster::ADMIN, Some(password), "postgres")
        }
        (None, None) => bail!("there is no database yet: run ./dev up"),
    };
    let mut psql = database::psql_command(&database::url_in(&admin, stack::DATABASE)?)?;
    Ok(psql.args(arguments).status().context("psql cannot be started")?.success())
}
