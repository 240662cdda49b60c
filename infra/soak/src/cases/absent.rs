use super::{ends, give, plans};
use crate::desk::Desk;
use crate::ground::Ground;
use crate::work::{End, Told};
use anyhow::ensure;
use std::time::Duration;

/// the server is away; whoever asks is turned away with nothing written down. It comes back, and everything that
/// was asked for meanwhile is booked once.
pub(super) async fn r_09_the_server_is_away_and_comes_back(ground: &Ground, desk: &Desk) -> anyhow::Result<Vec<Told>> {
    let before = ground.simulator.deals().await?.len();
    ground.simulator.stop().await?;
    let plans = plans(desk, "absent", None);
    let back = async {
        tokio::time::sleep(Duration::from_secs(3)).await;
        ground.simulator.start(&ground.environment, ground.time.now()).await
    };
    let (told, _) = tokio::try_join!(give(ground, desk, &plans), back)?;
    let ends = ends(desk, &told).await?;
    ensure!(ends.iter().all(|end| *end == End::Done), "all are done once it is back: {ends:?}");
    let booked = ground.simulator.deals().await?.len() - before;
    ensure!(booked == told.len(), "{booked} bookings of {} operations", told.len());
    Ok(told)
}
