//! `simulator serve`: the servers as a process of their own.

use std::io::Write;
use std::net::SocketAddr;
use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::{Parser, Subcommand};
use crm_simulator::clock::Pace;
use crm_simulator::{Config, Simulator};
use tokio::io::AsyncReadExt;
use tokio::signal::unix::{SignalKind, signal};

/// A MetaTrader 5 Web API server and a MetaTrader 4 gateway over one trading engine, for tests, demos and training.
#[derive(Debug, Parser)]
#[command(name = "simulator", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serves until SIGTERM. Prints one line of JSON with addresses and sign-ins once it is ready.
    Serve(Box<Serve>),
}

#[derive(Debug, clap::Args)]
struct Serve {
    /// Address of the MT5 Web API (HTTPS); port 0: any free one.
    #[arg(long)]
    mt5: Option<SocketAddr>,
    /// Address of the MT4 gateway (HTTP).
    #[arg(long)]
    mt4: Option<SocketAddr>,
    /// Address of the control interface; loopback only.
    #[arg(long)]
    control: Option<SocketAddr>,
    /// Where chance begins.
    #[arg(long)]
    seed: Option<u64>,
    /// File that keeps accounts and trades over restarts.
    #[arg(long)]
    state: Option<PathBuf>,
    /// Configuration as JSON; options of the command line win.
    #[arg(long)]
    config: Option<PathBuf>,
    /// The clock stands still until the control interface moves it.
    #[arg(long)]
    driven: bool,
    /// Milliseconds since 1970 (UTC) that the clock shows at the start.
    #[arg(long)]
    start: Option<i64>,
    /// Ticks of all symbols together in a second.
    #[arg(long)]
    ticks: Option<u32>,
    /// The market trades on weekends too.
    #[arg(long)]
    always_open: bool,
    /// 500 symbols and 2,000 ticks a second, for measuring.
    #[arg(long)]
    bench: bool,
    /// End when standard input closes.
    #[arg(long)]
    while_stdin: bool,
}

impl Serve {
    fn config(&self) -> Result<Config> {
        let mut config = if self.bench { Config::bench() } else { Config::default() };
        if let Some(path) = &self.config {
            let text = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
            config = serde_json::from_slice(&text).with_context(|| format!("{} is not right", path.display()))?;
        }
        config.mt5 = self.mt5.unwrap_or(config.mt5);
        config.mt4 = self.mt4.unwrap_or(config.mt4);
        config.control = self.control.unwrap_or(config.control);
        config.seed = self.seed.unwrap_or(config.seed);
        config.ticks_per_second = self.ticks.unwrap_or(config.ticks_per_second);
        config.start = self.start.or(config.start);
        config.state = self.state.clone().or(config.state);
        config.weekends &= !self.always_open;
        if self.driven {
            config.pace = Pace::Driven;
            config.mt5_build.dealer_delay_ms = 0;
        }
        Ok(config)
    }
}

#[tokio::main]
async fn main() -> Result<()> {
    let Command::Serve(serve) = Arguments::parse().command;
    let simulator = Simulator::start(serve.config()?).await?;
    let mut line = serde_json::to_string(simulator.reach())?;
    line.push('\n');
    std::io::stdout().write_all(line.as_bytes())?;
    std::io::stdout().flush()?;
    let mut term = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    tokio::select! {
        _ = term.recv() => {}
        _ = interrupt.recv() => {}
        () = end_of_input(), if serve.while_stdin => {}
    }
    simulator.stop().await?;
    // A read of standard input cannot be cancelled and would keep the runtime waiting.
    std::process::exit(0)
}

async fn end_of_input() {
    let mut input = tokio::io::stdin();
    let mut sink = [0; 256];
    while !matches!(input.read(&mut sink).await, Ok(0) | Err(_)) {}
}
