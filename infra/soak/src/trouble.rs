//! Commands while everything goes wrong, and the peace after it.

use crate::desk::Desk;
use crate::ground::Ground;
use crate::work::{self, End, Plan, Told, WORKS, Work};
use anyhow::Context;
use futures_util::future::try_join_all;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde_json::{Value, json};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// How many commands are under way at once.
const AT_ONCE: u32 = 12;
/// Parts of a million: requests dropped, answers lost, applied late.
const DROPPED: u32 = 20_000;
const LOST: u32 = 20_000;
const LATE: u32 = 10_000;
/// Longest that the CRM's own jobs are given to settle what they can.
const SETTLING: Duration = Duration::from_secs(180);

/// Gives so many commands and kills `tenant-api` so many times in between. Answers the kills.
pub(crate) async fn run(
    ground: &Ground,
    desk: &Desk,
    told: &mut Vec<Told>,
    operations: u32,
    kills: u32,
) -> anyhow::Result<u32> {
    let commands: Vec<&str> = WORKS.iter().flat_map(|work| work.commands()).copied().collect();
    let fault =
        |fault: Value, per_million: u32| json!({"commands": commands, "per_million": per_million, "fault": fault});
    let faults = json!([
        fault(json!({"kind": "drop_before"}), DROPPED),
        fault(json!({"kind": "drop_after"}), LOST),
        fault(json!({"kind": "late_apply", "min_ms": 1_000, "max_ms": 60_000}), LATE),
    ]);
    ground.simulator.faults(faults).await?;
    let mut random = StdRng::seed_from_u64(ground.seed);
    let plans: Vec<(&dyn Work, Plan)> = (0..operations).map(|n| plan(&mut random, desk, n)).collect();
    let mut moments: Vec<u32> = (0..kills).map(|_| random.random_range(0..operations.max(1))).collect();
    moments.sort_unstable();
    let (next, done) = (AtomicU32::new(0), AtomicU32::new(0));
    let answers = Mutex::new(Vec::new());
    let worker = || async {
        while let Some((work, plan)) = plans.get(usize::try_from(next.fetch_add(1, Ordering::Relaxed))?) {
            let answer = work.give(ground, desk, plan).await.with_context(|| plan.name.clone())?;
            done.fetch_add(1, Ordering::Relaxed);
            answers.lock().map_err(|_| anyhow::anyhow!("a worker panicked"))?.push(answer);
        }
        anyhow::Ok(())
    };
    let killer = async {
        for moment in &moments {
            while done.load(Ordering::Relaxed) < *moment {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
            tokio::time::sleep(Duration::from_micros(random.random_range(0..60_000))).await;
            ground.kill(random.random_range(31..100)).await?;
        }
        anyhow::Ok(())
    };
    let workers = try_join_all((0..AT_ONCE).map(|_| worker()));
    ground.meanwhile(async { tokio::try_join!(workers, killer).map(drop) }).await?;
    told.append(&mut answers.into_inner().map_err(|_| anyhow::anyhow!("a worker panicked"))?);
    Ok(kills)
}

/// Money and trades, as chance has it.
fn plan(random: &mut StdRng, desk: &Desk, number: u32) -> (&'static dyn Work, Plan) {
    let [money, trades] = WORKS;
    let work = if random.random_range(0..2) == 0 { money } else { trades };
    // the first numbers belong to the cases
    (work, work.plan(random, desk, 1_000 + number))
}

/// Nothing goes wrong any more. `tenant-api` is killed once more and lives on four minutes later, then past the
/// quarantine: its jobs find out what they can, people press the button for the rest.
pub(crate) async fn settle(ground: &Ground, desk: &Desk) -> anyhow::Result<()> {
    ground.simulator.faults(json!([])).await?;
    ground.kill(240).await?;
    ground.meanwhile(quiet(ground, desk, |end| end == End::OnItsWay)).await?;
    ground.kill(960).await?;
    ground.meanwhile(quiet(ground, desk, End::is_open)).await?;
    for work in WORKS {
        for known in work.known(ground, desk).await?.iter().filter(|known| known.end.is_open()) {
            work.find_out(desk, &known.id).await;
        }
    }
    Ok(())
}

/// Waits until no command is in such a state, or long enough.
async fn quiet(ground: &Ground, desk: &Desk, open: impl Fn(End) -> bool) -> anyhow::Result<()> {
    let begun = tokio::time::Instant::now();
    while begun.elapsed() < SETTLING && work::known(ground, desk).await?.iter().any(|known| open(known.end)) {
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    Ok(())
}
