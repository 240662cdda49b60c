//! A simulator in a process of its own; it ends with this one.

use crate::http_client::Http;
use anyhow::{Context, ensure};
use bytes::Bytes;
use http::Request;
use http_body_util::Full;
use serde::Deserialize;
use serde_json::Value;
use std::net::SocketAddr;
use std::path::Path;
use std::process::Stdio;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

/// How to reach it.
#[derive(Debug, Deserialize)]
pub(super) struct Reach {
    pub mt5: Mt5,
    control: SocketAddr,
}

#[derive(Debug, Deserialize)]
pub(super) struct Mt5 {
    pub address: SocketAddr,
    pub login: u64,
    pub password: String,
    pub certificate_sha256: String,
}

/// A running simulator.
pub(super) struct Simulator {
    pub reach: Reach,
    child: Child,
}

impl Simulator {
    pub(super) async fn start(program: &Path, options: &[&str]) -> anyhow::Result<Self> {
        let mut command = Command::new(program);
        command.args(["serve", "--while-stdin", "--always-open"]).args(options);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).kill_on_drop(true);
        let mut child = command.spawn().with_context(|| format!("{} cannot be started", program.display()))?;
        let out = child.stdout.take().context("the simulator has no output")?;
        let line = BufReader::new(out).lines().next_line().await?.context("the simulator told nothing")?;
        Ok(Self { reach: serde_json::from_str(&line).context("the simulator's line cannot be read")?, child })
    }

    /// Its process.
    pub(super) fn pid(&self) -> anyhow::Result<i32> {
        Ok(i32::try_from(self.child.id().context("the simulator has ended")?)?)
    }

    /// Makes accounts; gives their logins and how many positions they have.
    pub(super) async fn seed(&self, request: &Value) -> anyhow::Result<(Vec<u64>, u64)> {
        let answer = self.post("/seed", request).await?;
        let logins = answer.get("logins").and_then(Value::as_array).context("a seed without logins")?;
        let positions = answer.get("positions").and_then(Value::as_u64).context("a seed without positions")?;
        Ok((logins.iter().filter_map(Value::as_u64).collect(), positions))
    }

    /// Ticks so far.
    pub(super) async fn ticks(&self) -> anyhow::Result<u64> {
        self.counted("ticks").await
    }

    /// Deals that it has.
    pub(super) async fn deals(&self) -> anyhow::Result<u64> {
        self.counted("deals").await
    }

    async fn counted(&self, what: &str) -> anyhow::Result<u64> {
        let health = self.ask(Request::get("/health"), Bytes::new()).await?;
        health.get(what).and_then(Value::as_u64).with_context(|| format!("a health without {what}"))
    }

    async fn post(&self, path: &str, body: &Value) -> anyhow::Result<Value> {
        self.ask(Request::post(path), Bytes::from(body.to_string())).await
    }

    async fn ask(&self, request: http::request::Builder, body: Bytes) -> anyhow::Result<Value> {
        let request = request.header("host", "127.0.0.1").body(Full::new(body))?;
        let answer = Http::new(self.reach.control).send(request).await?;
        ensure!(answer.status().is_success(), "{}", String::from_utf8_lossy(answer.body()));
        Ok(serde_json::from_slice(answer.body())?)
    }
}
