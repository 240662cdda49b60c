//! Cases that chance meets too rarely, each led to its point. Their operations are counted like all others.

mod absent;
mod killed;
mod stalled;

use crate::desk::Desk;
use crate::ground::Ground;
use crate::work::{End, Money, Plan, Told, Work};
use anyhow::{Context, bail, ensure};
use futures_util::future::try_join_all;
use serde_json::json;
use std::time::Duration;
use tokio::time::Instant;

/// How long a case waits for the state that it needs.
const PATIENCE: Duration = Duration::from_secs(8);
/// How often operations are made to gather.
const ATTEMPTS: u32 = 6;

/// Runs the cases on fresh accounts.
pub(crate) async fn run(ground: &Ground, desk: &Desk, stalls: bool) -> anyhow::Result<Vec<Told>> {
    let mut told = deposits(ground, desk, "first").await?;
    told.append(
        &mut killed::r_03_between_commit_and_write_and_between_write_and_answer(ground, desk).await.context("R-03")?,
    );
    told.append(&mut absent::r_09_the_server_is_away_and_comes_back(ground, desk).await.context("R-09")?);
    if stalls {
        let stalled = stalled::r_20_a_stalled_process_sends_nothing_after_its_lease(ground, desk).await;
        told.append(&mut stalled.context("R-20")?);
    }
    Ok(told)
}

/// A small deposit for each account, all at once.
fn plans(desk: &Desk, name: &str, mt4: Option<bool>) -> Vec<Plan> {
    let wanted = |(_, account): &(usize, &crate::desk::Account)| mt4.is_none_or(|mt4| account.mt4 == mt4);
    let chosen = desk.accounts.iter().enumerate().filter(wanted);
    chosen
        .map(|(account, _)| Plan {
            name: format!("{name}-{account:04}"),
            maker: account % desk.people.len().max(1),
            checker: 0,
            account,
            kind: "DEPOSIT",
            amount: "50.00".to_owned(),
        })
        .collect()
}

async fn give(ground: &Ground, desk: &Desk, plans: &[Plan]) -> anyhow::Result<Vec<Told>> {
    try_join_all(plans.iter().map(|plan| Money.give(ground, desk, plan))).await
}

async fn deposits(ground: &Ground, desk: &Desk, name: &str) -> anyhow::Result<Vec<Told>> {
    ground.meanwhile(give(ground, desk, &plans(desk, name, None))).await
}

/// Each balance operation on MT5 is booked at once, and its answer held so long. Before that the first reading of all is
/// held: behind it the operations gather, so that they go on side by side and are committed together.
async fn hold_answers(ground: &Ground, milliseconds: u32) -> anyhow::Result<()> {
    let fault = json!({"kind": "delay", "min_ms": milliseconds, "max_ms": milliseconds});
    let first = json!({"server": "mt5", "commands": ["user/*"], "times": 1, "fault": fault});
    let held = json!({"server": "mt5", "commands": ["trade/balance"], "fault": fault});
    ground.simulator.faults(json!([first, held])).await
}

/// Waits until two operations are on their way at once: one of them is booked, the other waits in the server's line.
/// Not so: they went one by one.
async fn on_their_way(ground: &Ground, desk: &Desk) -> anyhow::Result<bool> {
    let begun = Instant::now();
    while begun.elapsed() < PATIENCE {
        let sending = Money.known(desk).await?.iter().filter(|known| known.end == End::OnItsWay).count();
        if sending >= 2 && ground.simulator.struck().await? >= 2 {
            return Ok(true);
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    Ok(false)
}

/// Lets operations on MT5 gather, does something to the process once some wait in the line, and lets them end. Where
/// chance sends them one by one they count as any other, and it is tried again. `left` gets what came of them before.
async fn gathered(
    ground: &Ground,
    desk: &Desk,
    name: &str,
    left: &mut Vec<Told>,
    trouble: impl AsyncFn() -> anyhow::Result<()>,
) -> anyhow::Result<Vec<Told>> {
    for attempt in 0..ATTEMPTS {
        hold_answers(ground, 1_500).await?;
        let plans = plans(desk, &format!("{name}-{attempt}"), Some(false));
        let work = async {
            let met = on_their_way(ground, desk).await?;
            if met {
                trouble().await?;
            }
            anyhow::Ok(met)
        };
        let both = async { tokio::try_join!(give(ground, desk, &plans), work) };
        let (mut told, met) = ground.meanwhile(both).await?;
        ground.simulator.faults(json!([])).await?;
        if met {
            return Ok(told);
        }
        left.append(&mut told);
    }
    bail!("two operations were never on their way at once in {ATTEMPTS} attempts")
}

/// Operations by the ids that were told.
async fn ends(desk: &Desk, told: &[Told]) -> anyhow::Result<Vec<End>> {
    let known = Money.known(desk).await?;
    let of = |told: &Told| known.iter().find(|one| Some(&one.id) == told.id.as_ref()).map(|one| one.end);
    let ends: Vec<End> = told.iter().filter_map(of).collect();
    ensure!(ends.len() == told.len(), "an operation is missing");
    Ok(ends)
}
