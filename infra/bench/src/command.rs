use crate::ground::Ground;
use crate::{deals, import, measure, seed, trading};
use clap::{Parser, Subcommand};
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

/// Measures what people wait for.
#[derive(Debug, Parser)]
#[command(name = "crm-bench", about)]
pub(crate) struct Command {
    #[command(subcommand)]
    what: What,
    /// Clients of the one big broker.
    #[arg(long, global = true, default_value_t = 100_000)]
    clients: u32,
    /// An administrator of the measured database.
    #[arg(long, global = true, env = "DATABASE_URL", hide_env_values = true, default_value = "")]
    admin: String,
    /// Where scripts, logs and figures are written.
    #[arg(long, global = true, default_value = ".dev/bench")]
    folder: PathBuf,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Make fifty brokers and their clients, or what is missing of them.
    Seed,
    /// Keep deals as a server's past is fetched, beside COPY of the same rows.
    Deals {
        /// How many.
        #[arg(long, default_value_t = 1_000_000)]
        count: u32,
    },
    /// Bring a file of leads to the running server, beside COPY of the same rows.
    Import(import::Import),
    /// Ask the running server and say what it took.
    Measure(Measure),
    /// Trade on a simulator through the running server: the past of accounts, live figures, or what a dealer waits for.
    Trading(Trading),
}

/// What the measuring needs to know of the server.
#[derive(Debug, clap::Args)]
pub(crate) struct Measure {
    /// Process of tenant-api.
    #[arg(long)]
    pub server_pid: i32,
    /// First process of Postgres.
    #[arg(long)]
    pub postgres_pid: i32,
    /// From the start of tenant-api until it was ready.
    #[arg(long)]
    pub cold_start_ms: u32,
    /// The program pgbench; it connects as PGHOST, PGUSER, PGDATABASE and PGPASSWORD say.
    #[arg(long)]
    pub pgbench: PathBuf,
    /// The manifest of the portal's documents.
    #[arg(long)]
    pub documents: PathBuf,
    /// Short runs: to see that it works, not to compare figures.
    #[arg(long)]
    pub quick: bool,
    /// Only these operations.
    #[arg(long)]
    pub only: Vec<String>,
}

/// What measuring on a simulator needs to know.
#[derive(Debug, clap::Args)]
pub(crate) struct Trading {
    /// `backfill`, `live` or `dealing`.
    pub what: String,
    /// Process of tenant-api.
    #[arg(long)]
    pub server_pid: i32,
    /// First process of Postgres.
    #[arg(long)]
    pub postgres_pid: i32,
    /// The simulator's program.
    #[arg(long)]
    pub simulator: PathBuf,
    /// The manifest of the portal's documents.
    #[arg(long)]
    pub documents: PathBuf,
    /// A short run: to see that it works.
    #[arg(long)]
    pub quick: bool,
}

impl Command {
    /// Does it; what went wrong is said on standard error.
    pub(crate) fn run(self) -> ExitCode {
        match self.act() {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                let _ = writeln!(std::io::stderr(), "{error:#}");
                ExitCode::FAILURE
            }
        }
    }

    fn act(self) -> anyhow::Result<()> {
        // One thread sends: the two cores belong to the server and to Postgres. Sealing of seeds has threads of its own.
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
        runtime.block_on(async {
            let ground = Ground::connect(&self.admin, self.clients, self.folder).await?;
            match self.what {
                What::Seed => seed::seed(&ground).await,
                What::Deals { count } => deals::measure(&ground, count).await,
                What::Import(wanted) => import::measure(&ground, &wanted).await,
                What::Trading(wanted) => trading::measure(&ground, &wanted).await,
                What::Measure(wanted) => measure::measure(&ground, &wanted).await,
            }
        })
    }
}

/// A line on standard output.
pub(crate) fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{line}");
    let _ = out.flush();
}
