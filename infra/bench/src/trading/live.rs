//! How old the figures on many screens are while the whole market moves.

use super::ground::{Office, accounts, server};
use super::simulator::Simulator;
use super::socket::Socket;
use crate::command::{Trading, say};
use crate::ground::Ground;
use crate::process::{self, Processes};
use crate::times::{Times, millis};
use anyhow::{Context, ensure};
use chrono::{DateTime, Utc};
use crm_model::Clock;
use serde::Deserialize;
use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::Duration;
use tokio::time::Instant;

const ACCOUNTS: u64 = 500;
const POSITIONS: u64 = 20;
const SCREENS: usize = 200;
/// Rows on a screen.
const ROWS: u32 = 50;
/// A reader looks at a screen this often.
const LOOK: Duration = Duration::from_millis(50);
/// Before that nothing is measured: books, views and sockets of a portal that has been open for a while.
const WARM: Duration = Duration::from_secs(10);
/// Who watches, in turn: those who see everything and those who see their own clients.
const ROLES: [&str; 4] = ["Dealer", "Agent", "Support", "Agent"];
const ORDERS: [&str; 4] = ["OPENED_NEWEST", "PROFIT_LOWEST", "LOTS_LARGEST", "SYMBOL"];

/// What all screens saw.
#[derive(Default)]
struct Seen {
    /// When the figures on each screen were true, in milliseconds since 1970; 0 before the first.
    as_of: Vec<AtomicI64>,
    messages: AtomicU64,
    rows: AtomicU64,
    bytes: AtomicU64,
    /// Milliseconds from when figures were asked for until they came, of each message.
    came: std::sync::Mutex<Vec<Duration>>,
}

#[derive(Deserialize)]
struct Beat {
    payload: Payload,
}

#[derive(Deserialize)]
struct Payload {
    data: Data,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Data {
    position_beats: Beats,
}

#[derive(Deserialize)]
struct Beats {
    changed: Vec<serde::de::IgnoredAny>,
    feeds: Vec<Feed>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Feed {
    as_of: Option<DateTime<Utc>>,
}

pub(super) async fn measure(ground: &Ground, wanted: &Trading) -> anyhow::Result<()> {
    let simulator = Simulator::start(&wanted.simulator, &["--bench"]).await?;
    let request = json!({"platform": "mt5", "group": "real\\standard", "accounts": ACCOUNTS, "login": 910_001,
        "deposit": "10000000", "leverage": 100, "positions": POSITIONS, "seed": 5});
    let (logins, positions) = simulator.seed(&request).await?;
    let id = server(ground, &simulator, "Bench live").await?;
    accounts(ground, id, &logins).await?;
    let office = Office::open(ground, wanted).await?;
    let seen = Arc::new(Seen { as_of: (0..SCREENS).map(|_| AtomicI64::new(0)).collect(), ..Seen::default() });
    for screen in 0..SCREENS {
        let role = ROLES.get(screen % ROLES.len()).copied().unwrap_or("Dealer");
        let order = ORDERS.get(screen / 4 % ORDERS.len()).copied().unwrap_or("SYMBOL");
        let session = office.sign_in(role, screen / 2).await?;
        let variables = json!({"filter": {}, "sort": order, "from": 0, "count": ROWS});
        let socket = Socket::open(&office, &session, "PositionBeats", &variables).await?;
        tokio::spawn(watch(Arc::clone(&seen), screen, socket));
    }
    say(&format!("  … {positions} positions on {ACCOUNTS} accounts, {SCREENS} screens"));
    tokio::time::sleep(WARM).await;
    let seconds = if wanted.quick { 10 } else { 60 };
    let processes = Processes { server: wanted.server_pid, postgres: wanted.postgres_pid };
    let (before, simulated) = (processes.used()?, process::used_by(simulator.pid()?)?);
    let ticks = simulator.ticks().await?;
    let [messages, rows, bytes] = [&seen.messages, &seen.rows, &seen.bytes].map(|count| count.load(Ordering::Relaxed));
    seen.came.lock().map_err(|_| anyhow::anyhow!("a screen panicked"))?.clear();
    let begun = Instant::now();
    let ages = look(&seen, Duration::from_secs(seconds)).await?;
    let took = begun.elapsed().as_secs_f64();
    let used = processes.used()?.since(before);
    let simulated = process::used_by(simulator.pid()?)?.saturating_sub(simulated);
    let ticks = simulator.ticks().await? - ticks;
    let per_second = |now: &AtomicU64, before: u64| {
        f64::from(u32::try_from(now.load(Ordering::Relaxed) - before).unwrap_or(u32::MAX)) / took
    };
    let came = Times::of(seen.came.lock().map_err(|_| anyhow::anyhow!("a screen panicked"))?.clone());
    let (_, most) = processes.memory()?;
    let cores = |used: Duration| used.as_secs_f64() / took;
    say(&format!(
        "  ✓ live             age of what {SCREENS} screens show: p50 {} ms, p95 {} ms, p99 {} ms; as it comes: p50 {} ms, p95 {} ms",
        millis(ages.percentile(50)),
        millis(ages.percentile(95)),
        millis(ages.percentile(99)),
        millis(came.percentile(50)),
        millis(came.percentile(95)),
    ));
    say(&format!(
        "                     {:.0} messages, {:.0} rows, {:.1} MB a second; {:.0} ticks a second; cores: tenant-api {:.2}, simulator {:.2}, Postgres {:.2}; tenant-api at most {most} MiB",
        per_second(&seen.messages, messages),
        per_second(&seen.rows, rows),
        per_second(&seen.bytes, bytes) / 1e6,
        f64::from(u32::try_from(ticks)?) / took,
        cores(used.server),
        cores(simulated),
        cores(used.postgres),
    ));
    Ok(())
}

/// Reads one screen's messages until its socket ends.
async fn watch(seen: Arc<Seen>, screen: usize, mut socket: Socket) {
    while let Ok(text) = socket.next().await {
        let now = Clock::system().now();
        let Ok(beat) = serde_json::from_str::<Beat>(&text) else { break };
        let beats = beat.payload.data.position_beats;
        let Some(at) = beats.feeds.iter().filter_map(|feed| feed.as_of).min() else { continue };
        if let Some(as_of) = seen.as_of.get(screen) {
            as_of.store(at.timestamp_millis(), Ordering::Relaxed);
        }
        seen.messages.fetch_add(1, Ordering::Relaxed);
        seen.rows.fetch_add(u64::try_from(beats.changed.len()).unwrap_or(0), Ordering::Relaxed);
        seen.bytes.fetch_add(u64::try_from(text.len()).unwrap_or(0), Ordering::Relaxed);
        if let (Ok(mut came), Ok(took)) = (seen.came.lock(), (now - at).to_std()) {
            came.push(took);
        }
    }
    // a screen whose socket ended grows older, which is seen
}

/// Looks at every screen again and again: how old what it shows is.
async fn look(seen: &Seen, span: Duration) -> anyhow::Result<Times> {
    let begun = Instant::now();
    let mut ages = Vec::new();
    while begun.elapsed() < span {
        let now = Clock::system().now().timestamp_millis();
        for as_of in &seen.as_of {
            let at = as_of.load(Ordering::Relaxed);
            ensure!(at > 0, "a screen has shown nothing yet");
            ages.push(Duration::from_millis(u64::try_from(now - at).context("figures of the future")?));
        }
        tokio::time::sleep(LOOK).await;
    }
    Ok(Times::of(ages))
}
