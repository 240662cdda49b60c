//! Cases that chance meets too rarely, each led to its point. Their commands are counted like all others.

mod absent;
mod imports;
mod killed;
mod led;
mod stalled;

use crate::desk::Desk;
use crate::ground::Ground;
use crate::work::{End, Money, Plan, Told, Work};
use anyhow::{Context, ensure};
use futures_util::future::try_join_all;

/// How often the cases are met.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Often {
    /// Operations that wait for a second person while their server is away.
    pub queued: u32,
    /// Kills at each of the four points between a commit and the commit of what came of it.
    pub kills: u32,
    /// Rows of a file of clients.
    pub rows: u32,
    /// Kills while it is looked at, written, and taken back.
    pub import_kills: u32,
    /// Whether a process is stopped for longer than its lease, which takes more than a minute.
    pub stalls: bool,
}

impl Often {
    /// In a run of so many operations.
    pub(crate) fn of(operations: u32, stalls: bool) -> Self {
        // the long one once a run
        let (rows, import_kills) = if stalls { (50_000, 50) } else { (1_000, 3) };
        let (queued, kills) = ((operations / 10).min(500), (operations / 1_000).max(1));
        Self { queued, kills, rows, import_kills, stalls }
    }
}

/// Runs the cases on fresh accounts.
pub(crate) async fn run(ground: &Ground, desk: &Desk, often: Often) -> anyhow::Result<Vec<Told>> {
    imports::r_01_a_file_is_written_once(ground, desk, often).await.context("R-01")?;
    // enough to trade with; above the band, so a second person agrees
    let mut told = ground.meanwhile(give(ground, desk, &deposits(desk, "first", "20000.00"))).await?;
    told.append(&mut absent::r_09_the_server_is_away_and_comes_back(ground, desk).await.context("R-09")?);
    let queued = absent::r_09_what_waits_is_done_in_order_when_the_server_is_back(ground, desk, often.queued).await;
    told.append(&mut queued.context("R-09, queued")?);
    for round in 0..often.kills {
        told.append(&mut killed::r_03_at_each_point(ground, desk, round).await.context("R-03")?);
    }
    if often.stalls {
        told.append(&mut stalled::r_20_a_stalled_process(ground, desk).await.context("R-20")?);
    }
    Ok(told)
}

/// A deposit for each account.
fn deposits(desk: &Desk, name: &str, amount: &str) -> Vec<Plan> {
    (0..desk.accounts.len()).map(|account| deposit(desk, name, account, amount)).collect()
}

fn deposit(desk: &Desk, name: &str, account: usize, amount: &str) -> Plan {
    let maker = account % desk.people.len().max(1);
    let checker = if maker == 0 { 1 } else { 0 };
    let (kind, amount) = ("DEPOSIT", amount.to_owned());
    Plan { name: format!("{name}-{account:04}"), number: 0, maker, checker, account, kind, amount }
}

async fn give(ground: &Ground, desk: &Desk, plans: &[Plan]) -> anyhow::Result<Vec<Told>> {
    try_join_all(plans.iter().map(|plan| Money.give(ground, desk, plan))).await
}

/// Operations by the ids that were told.
async fn ends(ground: &Ground, desk: &Desk, told: &[Told]) -> anyhow::Result<Vec<End>> {
    let known = Money.known(ground, desk).await?;
    let of = |told: &Told| known.iter().find(|one| Ok(&one.id) == told.id.as_ref()).map(|one| one.end);
    let ends: Vec<End> = told.iter().filter_map(of).collect();
    ensure!(ends.len() == told.len(), "an operation is missing");
    Ok(ends)
}
