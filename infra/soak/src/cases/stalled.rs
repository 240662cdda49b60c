use super::{ends, gathered};
use crate::desk::Desk;
use crate::ground::Ground;
use crate::work::{End, Told};
use anyhow::ensure;
use std::time::Duration;

/// Longer than a lease lasts.
const STALL: Duration = Duration::from_secs(65);

/// the process stops while one operation is on the network and others wait in the line. When it goes on its lease
/// is over, so what waits is not sent any more.
pub(super) async fn r_20_a_stalled_process_sends_nothing_after_its_lease(
    ground: &Ground,
    desk: &Desk,
) -> anyhow::Result<Vec<Told>> {
    let mut all = Vec::new();
    let stall = async || {
        ground.crm.stall(true).await?;
        tokio::time::sleep(STALL).await;
        ground.crm.stall(false).await
    };
    let told = gathered(ground, desk, "stalled", &mut all, stall).await?;
    let ends = ends(desk, &told).await?;
    ensure!(ends.contains(&End::Undone), "what waited in the line was given up: {ends:?}");
    all.extend(told);
    Ok(all)
}
