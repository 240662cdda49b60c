use super::killed::{ATTEMPTS, gathered, two};
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
        let mut met = false;
        for attempt in 0..ATTEMPTS {
            let led = Led::new(&format!("stalled-{attempt}"), round, attempt)?;
            let plans = two(desk, &led, round + attempt)?;
            let stall = async || {
                ground.crm.stall(true).await?;
                tokio::time::sleep(STALL).await;
                ground.crm.stall(false).await
            };
            let ([held, line], gathered) = gathered(ground, desk, &led, &plans, stall).await?;
            met = gathered;
            let (first, done) = led.seen(ground, desk, &held).await?;
            let (second, sent) = led.seen(ground, desk, &line).await?;
            all.extend([held, line]);
            if met {
                ensure!(done == 1, "what was on the network was done {done} times: {first:?}");
                ensure!(sent == 0 && second.end == End::Undone, "what waited in the line was sent: {second:?}");
                break;
            }
        }
        ensure!(met, "two commands were never on their way at once");
    }
    Ok(all)
}
