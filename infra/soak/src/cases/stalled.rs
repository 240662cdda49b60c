use super::killed::{gathered, two};
use super::led::Led;
use crate::desk::Desk;
use crate::ground::Ground;
use crate::work::{End, Told};
use anyhow::ensure;
use std::time::Duration;

/// Longer than a lease lasts.
const STALL: Duration = Duration::from_secs(65);

/// the process stops while one operation is on the network and another waits in the line. When it goes on, its
/// lease is over, so what waits is not sent any more.
pub(super) async fn r_20_a_stalled_process(ground: &Ground, desk: &Desk) -> anyhow::Result<Vec<Told>> {
    let mut all = Vec::new();
    for round in 0..2 {
        let led = Led::new("stalled", round)?;
        let plans = two(desk, &led, round)?;
        let stall = async || {
            ground.crm.stall(true).await?;
            tokio::time::sleep(STALL).await;
            ground.crm.stall(false).await
        };
        let told = gathered(ground, desk, &led, &plans, stall).await?;
        let (first, done) = led.seen(ground, desk, &told[0]).await?;
        let (second, sent) = led.seen(ground, desk, &told[1]).await?;
        ensure!(done == 1, "what was on the network was done {done} times: {first:?}");
        ensure!(sent == 0 && second.end == End::Undone, "what waited in the line was sent: {second:?}");
        all.extend(told);
    }
    Ok(all)
}
