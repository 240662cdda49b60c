//! Cases that chance meets too rarely, each led to its point. Their operations are counted like all others.

mod absent;

use crate::desk::Desk;
use crate::ground::Ground;
use crate::work::{End, Money, Plan, Told, Work};
use anyhow::{Context, ensure};
use futures_util::future::try_join_all;

/// Runs the cases on fresh accounts.
pub(crate) async fn run(ground: &Ground, desk: &Desk) -> anyhow::Result<Vec<Told>> {
    let mut told = deposits(ground, desk, "first").await?;
    told.append(&mut absent::r_09_the_server_is_away_and_comes_back(ground, desk).await.context("R-09")?);
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

/// Operations by the ids that were told.
async fn ends(desk: &Desk, told: &[Told]) -> anyhow::Result<Vec<End>> {
    let known = Money.known(desk).await?;
    let of = |told: &Told| known.iter().find(|one| Some(&one.id) == told.id.as_ref()).map(|one| one.end);
    let ends: Vec<End> = told.iter().filter_map(of).collect();
    ensure!(ends.len() == told.len(), "an operation is missing");
    Ok(ends)
}
