use super::led::Led;
use crate::desk::Desk;
use crate::ground::Ground;
use crate::work::{Plan, Told};
use anyhow::ensure;
use tokio::sync::oneshot;

/// Seconds that pass with a kill.
const SKIPPED: u32 = 40;

/// `tenant-api` is killed between the commit and the write, between the write and the deed, between the deed and the
/// answer, and between the answer and the commit of what came of it. Whoever asks again under the same name learns of
/// the same command, and nothing is sent again.
pub(super) async fn r_03_at_each_point(ground: &Ground, desk: &Desk, round: u32) -> anyhow::Result<Vec<Told>> {
    let mut told = Vec::new();
    for which in 0..2 {
        let led = Led::new("killed", 2 * round + which)?;
        told.append(&mut in_line(ground, desk, &led, round).await?);
        told.push(not_done(ground, desk, &led, round).await?);
        told.push(not_written_down(ground, desk, &led, round).await?);
    }
    Ok(told)
}

/// Two accounts of the MT5 server, which is sent one command after the other, and two people.
pub(super) fn two(desk: &Desk, led: &Led, round: u32) -> anyhow::Result<[Plan; 2]> {
    let mt5: Vec<usize> =
        (0..desk.accounts.len()).filter(|at| desk.accounts.get(*at).is_some_and(|a| !a.mt4)).collect();
    let at = |n: usize| mt5.get((usize::try_from(round).unwrap_or(0) + n) % mt5.len().max(1)).copied().unwrap_or(0);
    Ok([led.plan("held", at(0), 0), led.plan("line", at(1), 2)])
}

/// The first is done and its answer held; the second is committed and its first byte has not left. Then `trouble` comes.
pub(super) async fn gathered(
    ground: &Ground,
    desk: &Desk,
    led: &Led,
    [held, line]: &[Plan; 2],
    trouble: impl AsyncFnOnce() -> anyhow::Result<()>,
) -> anyhow::Result<[Told; 2]> {
    let lock = led.before_commit(ground, desk, line).await?;
    let (begin, begins) = oneshot::channel();
    let first = async {
        begins.await?;
        led.give(ground, desk, held).await
    };
    let script = async {
        lock.awaited().await?;
        led.hold(ground, desk, held, true).await?;
        ensure!(begin.send(()).is_ok(), "nobody waits to begin");
        ground.simulator.holds(1).await?;
        lock.release().await?;
        led.on_their_way(ground, &[held, line]).await?;
        trouble().await?;
        ground.simulator.faults(serde_json::json!([])).await?;
        ground.simulator.let_go().await
    };
    let all = async { tokio::try_join!(first, led.give(ground, desk, line), script) };
    let (first, second, ()) = ground.meanwhile(all).await?;
    Ok([first, second])
}

async fn in_line(ground: &Ground, desk: &Desk, led: &Led, round: u32) -> anyhow::Result<Vec<Told>> {
    let plans = two(desk, led, round)?;
    let told = gathered(ground, desk, led, &plans, async || ground.kill(SKIPPED).await).await?;
    let [(first, done), (second, sent)] =
        [led.seen(ground, desk, &told[0]).await?, led.seen(ground, desk, &told[1]).await?];
    ensure!(done == 1, "what was done before the kill was done {done} times");
    ensure!(sent == 0, "what was committed before the kill was sent after it");
    ensure!(first.end.is_open() && second.end.is_open(), "{first:?} {second:?}");
    Ok(told.into())
}

/// The server has the command and does it after `tenant-api` has died.
async fn not_done(ground: &Ground, desk: &Desk, led: &Led, round: u32) -> anyhow::Result<Told> {
    let plan = led.plan("late", usize::try_from(round)? % desk.accounts.len().max(1), 0);
    led.hold(ground, desk, &plan, false).await?;
    let script = async {
        ground.simulator.holds(1).await?;
        ground.kill(SKIPPED).await?;
        ground.simulator.faults(serde_json::json!([])).await?;
        ground.simulator.let_go().await
    };
    let all = async { tokio::try_join!(led.give(ground, desk, &plan), script) };
    let (told, ()) = ground.meanwhile(all).await?;
    ground.simulator.holds(0).await?;
    let (known, done) = led.seen(ground, desk, &told).await?;
    ensure!(done == 1, "what the server had before the kill was done {done} times: {known:?}");
    Ok(told)
}

/// The answer is there and cannot be written down before `tenant-api` dies.
async fn not_written_down(ground: &Ground, desk: &Desk, led: &Led, round: u32) -> anyhow::Result<Told> {
    let plan = led.plan("told", (usize::try_from(round)? + 3) % desk.accounts.len().max(1), 0);
    led.hold(ground, desk, &plan, true).await?;
    let script = async {
        ground.simulator.holds(1).await?;
        ground.simulator.faults(serde_json::json!([])).await?;
        let lock = led.before_result(ground, &plan).await?;
        ground.simulator.let_go().await?;
        lock.awaited().await?;
        ground.kill(SKIPPED).await?;
        lock.release().await
    };
    let all = async { tokio::try_join!(led.give(ground, desk, &plan), script) };
    let (told, ()) = ground.meanwhile(all).await?;
    let (known, done) = led.seen(ground, desk, &told).await?;
    ensure!(done == 1 && known.end.is_open(), "done {done} times: {known:?}");
    Ok(told)
}
