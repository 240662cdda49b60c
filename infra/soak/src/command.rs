use crate::cases::Often;
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
    /// Commands that people ask for.
    #[arg(long)]
    operations: u32,
    /// How often tenant-api is killed.
    #[arg(long)]
    kills: u32,
    /// Also the case that takes minutes of real time: a stalled process outlives its lease.
    #[arg(long)]
    stalls: bool,
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
                let _ = writeln!(std::io::stderr(), "seed {}: {error:#}\n  again: {}", self.seed, self.again());
                ExitCode::FAILURE
            }
        }
    }

    /// What runs this seed again.
    fn again(&self) -> String {
        let Self { seed, operations, kills, .. } = self;
        format!("./dev soak --seeds 1 --first-seed {seed} --operations {operations} --kills {kills}")
    }

    fn act(&self) -> anyhow::Result<bool> {
        let environment = Environment::read(&self.binaries, &self.folder, &self.demo, &self.admin)?;
        // the two cores belong to what is proved
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
        runtime.block_on(async {
            let begun = tokio::time::Instant::now();
            let ground = Ground::start(environment, self.seed).await?;
            let desk = desk::open(&ground).await?;
            let mut told = cases::run(&ground, &desk, Often::of(self.operations, self.stalls)).await?;
            let kills = trouble::run(&ground, &desk, &mut told, self.operations, self.kills).await?;
            trouble::settle(&ground, &desk).await?;
            let verdict = verdict::judge(&ground, &desk, &told).await?;
            let seconds = begun.elapsed().as_secs();
            say(&format!("seed {}: {} commands, {kills} kills: {verdict} ({seconds} s)", self.seed, told.len()));
            for fault in &verdict.faults {
                say(&format!("  {fault}"));
            }
            if !verdict.is_good() {
                say(&format!("  again: {}", self.again()));
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
