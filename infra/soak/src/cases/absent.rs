use super::{deposit, deposits, ends, give};
use crate::desk::Desk;
use crate::ground::Ground;
use crate::work::{End, Money, Plan, Told, Work};
use anyhow::{Context, ensure};
use futures_util::future::try_join_all;
use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

/// Seconds that the server is away while operations wait.
const AWAY: u32 = 1_800;

/// the server is away; whoever asks is turned away with nothing written down. It comes back, and everything that
/// was asked for meanwhile is booked once.
pub(super) async fn r_09_the_server_is_away_and_comes_back(ground: &Ground, desk: &Desk) -> anyhow::Result<Vec<Told>> {
    let before = ground.simulator.deals().await?.len();
    ground.simulator.stop().await?;
    let plans = deposits(desk, "absent", "50.00");
    let back = async {
        tokio::time::sleep(Duration::from_secs(3)).await;
        ground.simulator.start(&ground.environment, ground.time.now()).await
    };
    let (told, _) = tokio::try_join!(give(ground, desk, &plans), back)?;
    let ends = ends(ground, desk, &told).await?;
    ensure!(ends.iter().all(|end| *end == End::Done), "all are done once it is back: {ends:?}");
    let booked = ground.simulator.deals().await?.len() - before;
    ensure!(booked == told.len(), "{booked} bookings of {} operations", told.len());
    Ok(told)
}

/// many operations wait for a second person when the server goes away for half an hour. Nothing is executed by
/// itself when it is back: somebody agrees to each anew, and each account's are booked in that order, once.
pub(super) async fn r_09_what_waits_is_done_in_order_when_the_server_is_back(
    ground: &Ground,
    desk: &Desk,
    count: u32,
) -> anyhow::Result<Vec<Told>> {
    let mut waiting: BTreeMap<usize, Vec<Plan>> = BTreeMap::new();
    for n in 0..usize::try_from(count)? {
        let account = n % desk.accounts.len().max(1);
        waiting.entry(account).or_default().push(deposit(desk, &format!("queued-{n:04}"), account, "150.00"));
    }
    let asked = waiting.values().map(|plans| async move {
        for plan in plans {
            Money.ask(ground, desk, plan).await?;
        }
        anyhow::Ok(())
    });
    ground.meanwhile(try_join_all(asked)).await?;
    let before = ground.simulator.deals().await?.len();
    ground.simulator.stop().await?;
    ground.kill_alone(AWAY).await?;
    for plans in waiting.values() {
        let first = plans.first().context("an account without operations")?;
        ensure!(!Money.agree(ground, desk, first).await?, "{} was agreed to without a server", first.name);
    }
    ground.simulator.start(&ground.environment, ground.time.now()).await?;
    desk.reconnect().await;
    let idle = ground.simulator.deals().await?.len() - before;
    ensure!(idle == 0, "{idle} operations were executed by themselves");
    let given = waiting.values().map(|plans| async move {
        let mut told = Vec::new();
        for plan in plans {
            told.push(Money.give(ground, desk, plan).await?);
        }
        anyhow::Ok(told)
    });
    let told: Vec<Vec<Told>> = ground.meanwhile(try_join_all(given)).await?;
    in_order(ground, desk, &told, before).await?;
    Ok(told.into_iter().flatten().collect())
}

/// Each account's operations are booked once and in the order in which they were agreed to.
async fn in_order(ground: &Ground, desk: &Desk, told: &[Vec<Told>], before: usize) -> anyhow::Result<()> {
    let known = Money.known(ground, desk).await?;
    let tags: HashMap<&str, &str> = known.iter().map(|one| (one.id.as_str(), one.tag.as_str())).collect();
    let deals = ground.simulator.deals().await?;
    let booked: Vec<&str> = deals.iter().skip(before).map(|deal| deal.comment.as_str()).collect();
    let mut count = 0;
    for account in told {
        let mut places = Vec::new();
        for id in account.iter().filter_map(|told| told.id.as_deref().ok()) {
            let tag = tags.get(id).context("an operation is missing")?;
            let of_tag = |comment: &&str| comment.contains(tag);
            places.extend(booked.iter().enumerate().filter(|(_, comment)| of_tag(comment)).map(|(at, _)| at));
        }
        ensure!(places.is_sorted(), "an account's operations were booked out of order");
        ensure!(places.len() == account.len(), "{} bookings of {} operations", places.len(), account.len());
        count += places.len();
    }
    ensure!(count == booked.len(), "{} bookings of {count} operations", booked.len());
    Ok(())
}
