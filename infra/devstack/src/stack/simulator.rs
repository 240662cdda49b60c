//! The simulated MetaTrader servers in the background: accounts and trades outlive restarts.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result};
use serde::Deserialize;
use serde_json::{Value, json};

use super::server;
use crate::daemon::Daemon;
use crate::dotenv::DotEnv;
use crate::random;
use crate::state::State;
use crate::workspace::{Workspace, write_private};

/// Name among the background programs.
pub const NAME: &str = "simulator";

/// Time to write its state when it is stopped.
pub const PATIENCE: Duration = Duration::from_secs(10);

/// Secrets of its doors in `.env`.
pub const SECRETS: [&str; 2] = ["SIMULATOR_MT5_PASSWORD", "SIMULATOR_MT4_SECRET"];

/// Its files in the state folder: what it was told, and what it keeps.
pub const FILES: [&str; 2] = ["simulator-config.json", "simulator.json"];

/// Logins that it begins with, and whose clients they become.
struct Accounts {
    broker: &'static str,
    server: &'static str,
    platform: &'static str,
    group: &'static str,
    first: u64,
    count: u64,
}

const ACCOUNTS: [Accounts; 5] = [
    accounts("northwind", "MT5 live", "mt5", "real\\standard", FIRST_LOGIN, 40),
    accounts("northwind", "MT5 exchange", "mt5", "real\\netting", 710_001, 12),
    accounts("northwind", "MT4 live", "mt4", "standard", 50_001, 16),
    accounts("atlas", "MT5 live", "mt5", "real\\standard", 720_001, 20),
    accounts("atlas", "MT4 live", "mt4", "standard", 52_001, 8),
];

const fn accounts(
    broker: &'static str,
    server: &'static str,
    platform: &'static str,
    group: &'static str,
    first: u64,
    count: u64,
) -> Accounts {
    Accounts { broker, server, platform, group, first, count }
}

impl Accounts {
    /// As the simulator is told: money, open positions and 90 days of trades.
    fn request(&self) -> Value {
        json!({
            "platform": self.platform, "group": self.group, "accounts": self.count, "login": self.first,
            "deposit": "10000", "leverage": 100, "positions": 4, "cents": 10,
            "history_days": 90, "history_trades": 60, "seed": self.first,
        })
    }

    /// As the demo is told.
    fn line(&self) -> Value {
        json!({"broker": self.broker, "server": self.server, "first": self.first, "count": self.count})
    }
}

/// What it tells when it is ready.
#[derive(Debug, Deserialize)]
struct Ready {
    mt5: Mt5,
    mt4: Mt4,
}

#[derive(Debug, Deserialize)]
struct Mt5 {
    address: String,
    login: u64,
    password: String,
    certificate_sha256: String,
}

#[derive(Debug, Deserialize)]
struct Mt4 {
    address: String,
    client_id: String,
    client_secret: String,
    trade_platform: String,
}

fn log(workspace: &Workspace) -> PathBuf {
    workspace.logs().join("simulator.log")
}

/// The first login of the demo's first broker.
const FIRST_LOGIN: u64 = 700_001;

/// The login from which money is taken that is in doubt.
pub const DOUBTED_LOGIN: u64 = FIRST_LOGIN + 6;

/// From now on until [`answers_again`] it takes a movement of money on MT5 without an answer and books it twelve minutes later:
/// longer than people look, and sooner than the application gives up on it. Answers whether it will.
pub fn loses_answers(state: &State) -> bool {
    let rule = r#"{"rules":[{"server":"mt5","commands":["trade/balance"],"times":1,"fault":{"kind":"late_apply","min_ms":720000,"max_ms":720000}}]}"#;
    ask(state, "PUT", rule)
}

/// It answers everything again.
pub fn answers_again(state: &State) {
    ask(state, "DELETE", "");
}

fn ask(state: &State, method: &str, body: &str) -> bool {
    let port = state.ports.get(NAME).copied();
    port.and_then(|port| crate::ports::http_ask(port, method, "/faults", body)) == Some(200)
}

/// Starts it, or leaves the running one alone when neither its binary nor its secrets changed.
///
/// # Errors
/// When it does not become ready, with the end of its log.
pub fn start(workspace: &Workspace, state: &mut State, file: &mut DotEnv) -> Result<String> {
    let [password, secret] = SECRETS;
    let config = json!({
        "manager": {"login": 1000, "password": file.secret(password, random::password)?},
        "gateway": {"client_id": "brokerdesk", "client_secret": file.secret(secret, random::password)?},
        "accounts": ACCOUNTS.iter().map(Accounts::request).collect::<Vec<_>>(),
    })
    .to_string();
    file.write(&workspace.env_file())?;
    let [told, kept] = FILES.map(|name| workspace.state.join(name));
    let binary = workspace.binary(NAME);
    let version = server::version(&binary, &config)?;
    let running = state.daemons.get(NAME).filter(|daemon| daemon.is_alive()).cloned();
    let current = running.as_ref().is_some_and(|daemon| daemon.version == version) && ready(workspace).is_ok();
    if let Some(old) = running.filter(|_| !current) {
        old.stop(PATIENCE);
    }
    let [mt5, mt4, control] = [("mt5", 18_443), ("mt4", 18_480), ("simulator", 18_481)];
    let mut at =
        |(name, wanted): (&str, u16)| state.port(name, wanted, current).map(|port| format!("127.0.0.1:{port}"));
    let (mt5, mt4, control) = (at(mt5)?, at(mt4)?, at(control)?);
    if current {
        return Ok(format!("runs already, MT5 at {mt5}, MT4 at {mt4}"));
    }
    write_private(&told, &config)?;
    let mut command = Command::new(&binary);
    command.arg("serve").args(["--mt5", &mt5, "--mt4", &mt4, "--control", &control]);
    command.arg("--always-open").arg("--config").arg(told).arg("--state").arg(kept).current_dir(&workspace.root);
    let daemon = Daemon::start(&mut command, &log(workspace), version)?;
    state.daemons.insert(NAME.to_owned(), daemon.clone());
    state.write(workspace)?;
    daemon.wait(NAME, &log(workspace), Duration::from_secs(30), || ready(workspace).is_ok())?;
    Ok(format!("MT5 at {mt5}, MT4 at {mt4}"))
}

/// What the demo's brokers need to know to reach it.
///
/// # Errors
/// When it has not told.
pub fn variables(workspace: &Workspace) -> Result<BTreeMap<&'static str, String>> {
    let Ready { mt5, mt4 } = ready(workspace)?;
    Ok(BTreeMap::from([
        ("SIMULATOR_MT5", mt5.address),
        ("SIMULATOR_MT5_LOGIN", mt5.login.to_string()),
        ("SIMULATOR_MT5_PASSWORD", mt5.password),
        ("SIMULATOR_MT5_PIN", mt5.certificate_sha256),
        ("SIMULATOR_MT4", mt4.address),
        ("SIMULATOR_MT4_CLIENT", mt4.client_id),
        ("SIMULATOR_MT4_SECRET", mt4.client_secret),
        ("SIMULATOR_MT4_PLATFORM", mt4.trade_platform),
        ("SIMULATOR_ACCOUNTS", Value::from(ACCOUNTS.iter().map(Accounts::line).collect::<Vec<_>>()).to_string()),
    ]))
}

fn ready(workspace: &Workspace) -> Result<Ready> {
    let text = fs::read_to_string(log(workspace)).context("the simulator has no log")?;
    let line = text.lines().find(|line| line.starts_with('{')).context("the simulator is not ready")?;
    serde_json::from_str(line).context("the simulator's line cannot be read")
}
