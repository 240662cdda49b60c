//! What a dealer waits for from the click to the server's answer, beside the server asked without the CRM.

use super::ground::{Office, accounts, pin, server};
use super::simulator::Simulator;
use crate::command::{Trading, say};
use crate::ground::Ground;
use crate::times::{Times, millis};
use anyhow::{Context, ensure};
use async_trait::async_trait;
use crm_model::TradingAccountId;
use crm_trading::{
    Access, Daylight, Intent, Login, Lots, OpenMarket, Reference, Resolve, Secret, ServerSettings, Side, TimeLimits,
    TradeOutcome, Trust, connect,
};
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;
use uuid::Uuid;

const ACCOUNTS: u64 = 50;
const SYMBOL: &str = "EURUSD";

pub(super) async fn measure(ground: &Ground, wanted: &Trading) -> anyhow::Result<()> {
    let count = if wanted.quick { 50 } else { 400 };
    let simulator = Simulator::start(&wanted.simulator, &[]).await?;
    let request = json!({"platform": "mt5", "group": "real\\standard", "accounts": ACCOUNTS, "login": 920_001,
        "deposit": "10000000", "leverage": 100});
    let (logins, _) = simulator.seed(&request).await?;
    let id = server(ground, &simulator, "Bench dealing").await?;
    accounts(ground, id, &logins).await?;
    let office = Office::open(ground, wanted).await?;
    let dealer = office.sign_in("Dealer", 0).await?;
    let known = "SELECT id FROM crm.trading_account WHERE server_id = $1 ORDER BY login";
    let accounts: Vec<Uuid> = sqlx::query_scalar(known).bind(id).fetch_all(&ground.admin).await?;
    let accounts: Vec<String> = accounts.into_iter().map(|id| TradingAccountId::from_uuid(id).to_string()).collect();
    let run = ground.clock.now().timestamp_millis();
    let ask = async |n: usize| -> anyhow::Result<Duration> {
        let account = accounts.get(n % accounts.len().max(1)).context("no accounts")?;
        let input = json!({"requestKey": format!("bench-{run}-{n}"), "accountId": account, "kind": "OPEN",
            "symbol": SYMBOL, "side": if n.is_multiple_of(2) { "BUY" } else { "SELL" }, "lots": "0.01",
            "reason": "Asked for by the bench"});
        let begun = Instant::now();
        let answer = dealer.ask("RequestTrade", json!({ "input": input })).await?;
        let took = begun.elapsed();
        let state = answer.pointer("/requestTrade/command/state").and_then(Value::as_str);
        ensure!(state == Some("CONFIRMED"), "{answer}");
        Ok(took)
    };
    // connections, symbols and plans of a server that has been up for a while
    for n in 0..20 {
        ask(1_000_000 + n).await?;
    }
    let mut through = Vec::new();
    for n in 0..count {
        through.push(ask(n).await?);
    }
    let alone = alone(ground, &simulator, &logins, count).await?;
    let (through, alone) = (Times::of(through), Times::of(alone));
    let ratio = through.percentile(95).zip(alone.percentile(95));
    let ratio = ratio.map_or(0.0, |(through, alone)| through.as_secs_f64() / alone.as_secs_f64());
    say(&format!(
        "  ✓ dealing          click to answer: p50 {} ms, p95 {} ms, p99 {} ms; the server alone: p50 {} ms, p95 {} ms; ratio p95 {ratio:.1}",
        millis(through.percentile(50)),
        millis(through.percentile(95)),
        millis(through.percentile(99)),
        millis(alone.percentile(50)),
        millis(alone.percentile(95)),
    ));
    Ok(())
}

/// The simulator is this machine.
struct Here(SocketAddr);

#[async_trait]
impl Resolve for Here {
    async fn resolve(&self, _: &str, _: u16) -> Result<Vec<SocketAddr>, String> {
        Ok(vec![self.0])
    }
}

/// The same commands by the driver alone: the server's own time and the waiting between two questions after the verdict.
async fn alone(ground: &Ground, simulator: &Simulator, logins: &[u64], count: usize) -> anyhow::Result<Vec<Duration>> {
    let reach = &simulator.reach.mt5;
    let pin: [u8; 32] = pin(&reach.certificate_sha256).try_into().map_err(|_| anyhow::anyhow!("no SHA-256"))?;
    let access = Access::Mt5 {
        host: reach.address.ip().to_string(),
        port: reach.address.port(),
        manager: Login(reach.login),
        password: Secret::new(&reach.password),
    };
    let limits = TimeLimits::default();
    let settings =
        ServerSettings { name: "alone".to_owned(), access, trust: Trust::Pin(pin), daylight: Daylight::Europe, limits };
    let server = connect(settings, Arc::new(Here(reach.address)), ground.clock.clone())?;
    let quotes = server.quotes(&[SYMBOL.to_owned()], 0).await?;
    let price = quotes.quotes.first().map(|quote| quote.ask).context("no price")?;
    let mut all = Vec::new();
    for n in 0..count {
        let login = logins.get(n % logins.len().max(1)).copied().context("no accounts")?;
        let command = OpenMarket {
            login: Login(login),
            symbol: SYMBOL.to_owned(),
            side: if n.is_multiple_of(2) { Side::Buy } else { Side::Sell },
            lots: Lots::from_units(1_000_000),
            price: Some(price),
            stop_loss: None,
            take_profit: None,
        };
        let reference = Reference::generate().map_err(|_| anyhow::anyhow!("no randomness"))?;
        let begun = Instant::now();
        let outcome = server.open_market(Intent::of(reference), &command).await?;
        ensure!(matches!(outcome, TradeOutcome::Done(_)), "{outcome:?}");
        all.push(begun.elapsed());
    }
    Ok(all)
}
