use super::{ends, give, hold_answers, on_their_way, plans};
use crate::desk::Desk;
use crate::ground::Ground;
use crate::work::{End, Told};
use anyhow::ensure;
use serde_json::json;
use std::time::Duration;

/// Longer than a lease lasts.
const STALL: Duration = Duration::from_secs(65);

/// the process stops while one operation is on the network and others wait in the line. When it goes on its lease
/// is over, so what waits is not sent any more.
pub(super) async fn r_20_a_stalled_process_sends_nothing_after_its_lease(
    ground: &Ground,
    desk: &Desk,
) -> anyhow::Result<Vec<Told>> {
    let before = ground.simulator.deals().await?.len();
    hold_answers(ground, 1_500).await?;
    let plans = plans(desk, "stalled", Some(false));
    let stall = async {
        on_their_way(ground, desk).await?;
        ground.crm.stall(true).await?;
        tokio::time::sleep(STALL).await;
        ground.crm.stall(false).await
    };
    let asked = async { tokio::try_join!(give(ground, desk, &plans), stall) };
    let (told, ()) = ground.meanwhile(asked).await?;
    ground.simulator.faults(json!([])).await?;
    let ends = ends(desk, &told).await?;
    let booked = ground.simulator.deals().await?.len() - before;
    ensure!(booked < told.len(), "{booked} of {} were booked: the line was sent after the lease", told.len());
    ensure!(ends.contains(&End::Undone), "what waited in the line was given up: {ends:?}");
    Ok(told)
}
