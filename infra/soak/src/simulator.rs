//! The simulator as a process of its own, driven through its control interface.

use crate::environment::Environment;
use crate::line::Line;
use crate::time::Time;
use anyhow::{Context, ensure};
use bytes::Bytes;
use chrono::{DateTime, Utc};
use devstack::daemon::Daemon;
use http::{Method, Request};
use http_body_util::Full;
use rust_decimal::Decimal;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::process::Command;
use std::time::Duration;
use tokio::sync::Mutex;

/// Time to write its state.
const PATIENCE: Duration = Duration::from_secs(20);

/// The part of its first line that is needed here.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Reach {
    pub mt5: Mt5,
    pub mt4: Mt4,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Mt5 {
    pub login: u64,
    pub password: String,
    pub certificate_sha256: String,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Mt4 {
    pub client_id: String,
    pub client_secret: String,
    pub trade_platform: String,
}

/// A deal of its log.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct LoggedDeal {
    pub amount: Decimal,
    /// 1e-8 lots.
    pub volume: i64,
    pub comment: String,
}

/// What is open on an account and what waits there.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Open {
    pub positions: Vec<OpenPosition>,
    pub orders: Vec<WaitingOrder>,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct OpenPosition {
    pub ticket: u64,
    /// 0 bought, 1 sold.
    pub side: u32,
    /// 1e-8 lots.
    pub volume: i64,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct WaitingOrder {
    pub ticket: u64,
}

/// Ports of its three doors: they stay the same when it is started again.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ports {
    pub mt5: u16,
    pub mt4: u16,
    control: u16,
}

/// A running simulator.
pub(crate) struct Simulator {
    pub ports: Ports,
    seed: u64,
    control: Line,
    daemon: Mutex<Option<Daemon>>,
}

impl Simulator {
    /// One on ports of its own, beside those of the process that it serves and that does not listen yet.
    pub(crate) fn new(seed: u64, environment: &Environment) -> anyhow::Result<Self> {
        let port = || -> anyhow::Result<u16> {
            loop {
                let port = devstack::ports::lasting()?;
                if ![environment.web, environment.ops].contains(&port) {
                    return Ok(port);
                }
            }
        };
        let ports = Ports { mt5: port()?, mt4: port()?, control: port()? };
        Ok(Self { ports, seed, control: Line::to(ports.control), daemon: Mutex::default() })
    }

    /// Starts it where it ended, with its clock where the world's is.
    pub(crate) async fn start(&self, environment: &Environment, now: DateTime<Utc>) -> anyhow::Result<Reach> {
        let log = environment.file("simulator.log");
        let at = |port: u16| format!("127.0.0.1:{port}");
        let mut command = Command::new(&environment.simulator);
        command.arg("serve").args(["--driven", "--always-open", "--ticks", "0"]);
        command.args(["--seed", &self.seed.to_string(), "--start", &now.timestamp_millis().to_string()]);
        command.args(["--mt5", &at(self.ports.mt5), "--mt4", &at(self.ports.mt4)]);
        command.args(["--control", &at(self.ports.control)]);
        command.arg("--state").arg(environment.file("simulator.json"));
        let daemon = Daemon::start(&mut command, &log, String::new())?;
        *self.daemon.lock().await = Some(daemon.clone());
        let ready = || std::fs::read_to_string(&log).is_ok_and(|text| text.ends_with("}\n"));
        daemon.wait("simulator", &log, Duration::from_secs(300), ready)?;
        let text = std::fs::read_to_string(&log)?;
        let line = text.lines().find(|line| line.starts_with('{')).context("the simulator told nothing")?;
        serde_json::from_str(line).context("the simulator's line cannot be read")
    }

    /// Ends it in order: what it booked is kept.
    pub(crate) async fn stop(&self) -> anyhow::Result<()> {
        let daemon = self.daemon.lock().await.take();
        if let Some(daemon) = daemon {
            tokio::task::spawn_blocking(move || daemon.stop(PATIENCE)).await?;
        }
        Ok(())
    }

    /// Lets its clock follow the world's.
    pub(crate) async fn follow(&self, time: &Time) -> anyhow::Result<()> {
        let now = self.ask(Method::GET, "/clock", None).await?;
        let now = now.get("now_ms").and_then(Value::as_i64).context("a clock without a time")?;
        let by = (time.now().timestamp_millis() - now).max(0);
        self.ask(Method::POST, "/clock", Some(json!({ "advance_ms": by }))).await.map(drop)
    }

    /// What goes wrong from now on, each rule with its own chance.
    pub(crate) async fn faults(&self, rules: Value) -> anyhow::Result<()> {
        let body = json!({ "rules": rules, "seed": self.seed });
        self.ask(Method::PUT, "/faults", Some(body)).await.map(drop)
    }

    /// Its own log of deals.
    pub(crate) async fn deals(&self) -> anyhow::Result<Vec<LoggedDeal>> {
        Ok(serde_json::from_value(self.ask(Method::GET, "/deals?after=0", None).await?)?)
    }

    /// How often something was done under each comment.
    pub(crate) async fn deeds(&self) -> anyhow::Result<BTreeMap<String, u32>> {
        Ok(serde_json::from_value(self.ask(Method::GET, "/deeds", None).await?)?)
    }

    /// What is open on an account.
    pub(crate) async fn open(&self, login: &str) -> anyhow::Result<Open> {
        Ok(serde_json::from_value(self.ask(Method::GET, &format!("/open?login={login}"), None).await?)?)
    }

    /// Waits until so many requests are held; whether they ever were.
    pub(crate) async fn holds(&self, count: u64) -> anyhow::Result<bool> {
        let begun = tokio::time::Instant::now();
        while self.ask(Method::GET, "/held", None).await?.get("held").and_then(Value::as_u64) != Some(count) {
            if begun.elapsed() > PATIENCE {
                return Ok(false);
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        Ok(true)
    }

    /// Lets go what is held.
    pub(crate) async fn let_go(&self) -> anyhow::Result<()> {
        self.ask(Method::POST, "/let-go", None).await.map(drop)
    }

    /// Sums of its books that do not come out.
    pub(crate) async fn violations(&self) -> anyhow::Result<usize> {
        let found = self.ask(Method::GET, "/violations", None).await?;
        Ok(found.as_array().map_or(1, Vec::len))
    }

    async fn ask(&self, method: Method, path: &str, body: Option<Value>) -> anyhow::Result<Value> {
        let body = body.map_or_else(Bytes::new, |body| Bytes::from(body.to_string()));
        let request = Request::builder().method(method).uri(path).header("host", "127.0.0.1").body(Full::new(body))?;
        let answer = self.control.send(request).await.with_context(|| format!("the simulator's {path}"))?;
        ensure!(answer.status().is_success(), "{path}: {}", String::from_utf8_lossy(answer.body()));
        Ok(serde_json::from_slice(answer.body())?)
    }
}

/// Nothing outlives a proof that failed half-way.
impl Drop for Simulator {
    fn drop(&mut self) {
        if let Some(daemon) = self.daemon.get_mut().take() {
            daemon.stop(Duration::ZERO);
        }
    }
}
