use crate::environment::Environment;
use crate::ground::Ground;
use crate::{cases, desk, trouble, verdict};
use clap::Parser;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

/// One seed of the proof. Ends with 1 when an operation was done twice, lost, or done without being known.
#[derive(Debug, Parser)]
#[command(name = "crm-soak", about)]
pub(crate) struct Command {
    /// Where chance begins.
    #[arg(long)]
    seed: u64,
    /// Balance operations that people ask for.
    #[arg(long)]
    operations: u32,
    /// How often tenant-api is killed.
    #[arg(long)]
    kills: u32,
    /// Folder of tenant-api and simulator.
    #[arg(long)]
    binaries: PathBuf,
    /// Where logs and the simulator's state are written; begun anew.
    #[arg(long)]
    folder: PathBuf,
    /// The demo's people.
    #[arg(long)]
    demo: PathBuf,
    /// An administrator of the seed's database.
    #[arg(long, env = "SOAK_DATABASE_URL", hide_env_values = true)]
    admin: String,
}

impl Command {
    /// Does it; what went wrong is said on standard error.
    pub(crate) fn run(self) -> ExitCode {
        match self.act() {
            Ok(true) => ExitCode::SUCCESS,
            Ok(false) => ExitCode::FAILURE,
            Err(error) => {
                let _ = writeln!(std::io::stderr(), "seed {}: {error:#}", self.seed);
                ExitCode::FAILURE
            }
        }
    }

    fn act(&self) -> anyhow::Result<bool> {
        let environment = Environment::read(&self.binaries, &self.folder, &self.demo, &self.admin)?;
        // the two cores belong to what is proved
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
        runtime.block_on(async {
            let begun = tokio::time::Instant::now();
            let ground = Ground::start(environment, self.seed).await?;
            let desk = desk::open(&ground).await?;
            let mut told = cases::run(&ground, &desk).await?;
            let kills = trouble::run(&ground, &desk, &mut told, self.operations, self.kills).await?;
            trouble::settle(&ground, &desk).await?;
            let verdict = verdict::judge(&ground, &desk, &told).await?;
            let seconds = begun.elapsed().as_secs();
            say(&format!("seed {}: {} operations, {kills} kills: {verdict} ({seconds} s)", self.seed, told.len()));
            for fault in &verdict.faults {
                say(&format!("  {fault}"));
            }
            ground.stop().await?;
            Ok(verdict.is_good())
        })
    }
}

/// A line on standard output.
pub(crate) fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{line}");
    let _ = out.flush();
}
