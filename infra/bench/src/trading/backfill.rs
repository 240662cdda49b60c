//! The past of many accounts, fetched from a simulator by the jobs of the running server, beside COPY of the same rows.

use super::ground::{accounts, server};
use super::simulator::Simulator;
use crate::command::{Trading, say};
use crate::deals;
use crate::ground::Ground;
use crate::process::{self, Processes};
use anyhow::ensure;
use serde_json::json;
use std::time::Duration;
use tokio::time::Instant;

/// Accounts that are made at once.
const AT_ONCE: u64 = 50;
/// A walk that brings nothing for so long has failed.
const PATIENCE: Duration = Duration::from_secs(120);

pub(super) async fn measure(ground: &Ground, wanted: &Trading) -> anyhow::Result<()> {
    let (count, trades) = if wanted.quick { (100, 500) } else { (1_000, 500) };
    let simulator = Simulator::start(&wanted.simulator, &["--ticks", "0"]).await?;
    let mut logins = Vec::new();
    while u64::try_from(logins.len())? < count {
        let first = 930_001 + u64::try_from(logins.len())?;
        let request = json!({"platform": "mt5", "group": "real\\standard", "accounts": AT_ONCE, "login": first,
            "deposit": "10000000", "leverage": 100, "history_days": 360, "history_trades": trades, "seed": first});
        logins.append(&mut simulator.seed(&request).await?.0);
    }
    let there = simulator.deals().await?;
    say(&format!("  … {there} deals on {} accounts", logins.len()));
    let tenant = ground.big().await?.id.uuid();
    for sql in ["TRUNCATE crm.deal, crm.deal_feed, crm.deal_history", "CHECKPOINT"] {
        sqlx::query(sql).execute(&ground.admin).await?;
    }
    let id = server(ground, &simulator, "Bench past").await?;
    accounts(ground, id, &logins).await?;
    let processes = Processes { server: wanted.server_pid, postgres: wanted.postgres_pid };
    let (before, simulated) = (processes.used()?, process::used_by(simulator.pid()?)?);
    let begun = Instant::now();
    // what opening or linking an account queues
    let queue = "INSERT INTO queue.job (tenant_id, id, kind, payload, run_at) SELECT tenant_id, gen_random_uuid(), 'FetchAccountHistory', jsonb_build_object('account', id), now() FROM crm.trading_account WHERE tenant_id = $1 AND server_id = $2";
    sqlx::query(queue).bind(tenant).bind(id).execute(&ground.admin).await?;
    let (mut kept, mut moved) = (0, Instant::now());
    while kept < there {
        ensure!(moved.elapsed() < PATIENCE, "{kept} of {there} deals were kept, and no more come");
        tokio::time::sleep(Duration::from_millis(500)).await;
        let now: i64 = sqlx::query_scalar("SELECT count(*) FROM crm.deal").fetch_one(&ground.admin).await?;
        if u64::try_from(now)? > kept {
            (kept, moved) = (u64::try_from(now)?, Instant::now());
        }
    }
    let took = begun.elapsed();
    let used = processes.used()?.since(before);
    let simulated = process::used_by(simulator.pid()?)?.saturating_sub(simulated);
    drop(simulator);
    let count = u32::try_from(kept)?;
    let copied = deals::copy(ground, count).await?;
    let rate = |took: Duration| f64::from(count) / took.as_secs_f64();
    say(&format!(
        "  ✓ backfill         {count} deals in {:.1} s ({:.0} rows a second), COPY {:.1} s ({:.0} rows a second): {:.3} of COPY; processor seconds: tenant-api {:.0}, simulator {:.0}, Postgres {:.0}",
        took.as_secs_f64(),
        rate(took),
        copied.as_secs_f64(),
        rate(copied),
        copied.as_secs_f64() / took.as_secs_f64(),
        used.server.as_secs_f64(),
        simulated.as_secs_f64(),
        used.postgres.as_secs_f64(),
    ));
    Ok(())
}
