use super::led::Led;
use crate::desk::Desk;
use crate::ground::Ground;
use crate::lock::RowLock;
use crate::work::{Plan, Told};
use anyhow::{Context, ensure};

/// Seconds that pass with a kill.
const SKIPPED: u32 = 40;

/// `tenant-api` is killed between the commit and the write, between the write and the deed, between the deed and the
/// answer, and between the answer and the commit of what came of it. Whoever asks again under the same name learns of
/// the same command, and nothing is sent again.
pub(super) async fn r_03_at_each_point(ground: &Ground, desk: &Desk, round: u32) -> anyhow::Result<Vec<Told>> {
    let mut told = Vec::new();
    for which in 0..2 {
        let mut met = [false; 3];
        for attempt in 0..ATTEMPTS {
            let led = Led::new(&format!("killed-{attempt}"), 2 * round + which, attempt)?;
            let [line, late, lost] = met;
            met = [
                line || in_line(ground, desk, &led, round + attempt, &mut told).await?,
                late || not_done(ground, desk, &led, round + attempt, &mut told).await?,
                lost || not_written_down(ground, desk, &led, round + attempt, &mut told).await?,
            ];
            if met == [true; 3] {
                break;
            }
        }
        ensure!(met == [true; 3], "not led to each point: {met:?}");
    }
    Ok(told)
}

/// How often a point is led to: on a machine that is busy with other things a wait may run out on the way. What came of
/// those counts as any other.
pub(super) const ATTEMPTS: u32 = 8;

/// Two accounts of the MT5 server, which is sent one command after the other, and two people.
pub(super) fn two(desk: &Desk, led: &Led, round: u32) -> anyhow::Result<[Plan; 2]> {
    let is_mt5 = |at: &usize| desk.accounts.get(*at).is_some_and(|account| !account.mt4);
    let mt5: Vec<usize> = (0..desk.accounts.len()).filter(is_mt5).collect();
    let round = usize::try_from(round)?;
    let at = |n: usize| mt5.get((round + n) % mt5.len().max(1)).copied().context("no account on MT5");
    Ok([led.plan("held", at(0)?, 0), led.plan("line", at(1)?, 2)])
}

/// The first is done and its answer held; the second is committed and its first byte has not left. Then `trouble` comes.
/// False: they were not on their way at once, and no trouble came.
pub(super) async fn gathered(
    ground: &Ground,
    desk: &Desk,
    led: &Led,
    [held, line]: &[Plan; 2],
    trouble: impl AsyncFnOnce() -> anyhow::Result<()>,
) -> anyhow::Result<([Told; 2], bool)> {
    // both have read what they need and wait for their commit: nothing but the one line to the server follows
    let first = led.before_commit(ground, desk, held).await?;
    let second = led.before_commit(ground, desk, line).await?;
    let script = async {
        let wait = RowLock::awaited(&[&first, &second]).await?;
        led.hold(ground, desk, held, true).await?;
        first.release().await?;
        let holds = ground.simulator.holds(1).await?;
        second.release().await?;
        let met = wait && holds && led.on_their_way(ground, &[held, line]).await?;
        if met {
            trouble().await?;
        }
        ground.simulator.faults(serde_json::json!([])).await?;
        ground.simulator.let_go().await?;
        Ok(met)
    };
    let all = async { tokio::try_join!(led.give(ground, desk, held), led.give(ground, desk, line), script) };
    let (held, line, met) = ground.meanwhile(all).await?;
    Ok(([held, line], met))
}

async fn in_line(ground: &Ground, desk: &Desk, led: &Led, round: u32, all: &mut Vec<Told>) -> anyhow::Result<bool> {
    let plans = two(desk, led, round)?;
    let ([held, line], met) = gathered(ground, desk, led, &plans, async || ground.kill(SKIPPED).await).await?;
    let (first, done) = led.seen(ground, desk, &held).await?;
    let (second, sent) = led.seen(ground, desk, &line).await?;
    ensure!(done <= 1 && sent <= 1, "done {done} and {sent} times: {first:?} {second:?}");
    if met {
        ensure!(done == 1, "what was done before the kill was done {done} times");
        ensure!(sent == 0, "what was committed before the kill was sent after it");
        ensure!(first.end.is_open() && second.end.is_open(), "{first:?} {second:?}");
    }
    all.extend([held, line]);
    Ok(met)
}

/// The server has the command and does it after `tenant-api` has died.
async fn not_done(ground: &Ground, desk: &Desk, led: &Led, round: u32, all: &mut Vec<Told>) -> anyhow::Result<bool> {
    let plan = led.plan("late", usize::try_from(round)? % desk.accounts.len().max(1), 0);
    led.hold(ground, desk, &plan, false).await?;
    let script = async {
        let met = ground.simulator.holds(1).await?;
        ground.kill(SKIPPED).await?;
        ground.simulator.faults(serde_json::json!([])).await?;
        ground.simulator.let_go().await?;
        Ok(met)
    };
    let both = async { tokio::try_join!(led.give(ground, desk, &plan), script) };
    let (told, met) = ground.meanwhile(both).await?;
    if met {
        ensure!(ground.simulator.holds(0).await?, "what was let go is still held");
        let (known, done) = led.seen(ground, desk, &told).await?;
        ensure!(done == 1, "what the server had before the kill was done {done} times: {known:?}");
    }
    all.push(told);
    Ok(met)
}

/// The answer is there and cannot be written down before `tenant-api` dies.
async fn not_written_down(
    ground: &Ground,
    desk: &Desk,
    led: &Led,
    round: u32,
    all: &mut Vec<Told>,
) -> anyhow::Result<bool> {
    let plan = led.plan("told", (usize::try_from(round)? + 3) % desk.accounts.len().max(1), 0);
    led.hold(ground, desk, &plan, true).await?;
    let script = async {
        let holds = ground.simulator.holds(1).await?;
        ground.simulator.faults(serde_json::json!([])).await?;
        let on_its_way = holds && led.on_their_way(ground, &[&plan]).await?;
        if !on_its_way {
            ground.simulator.let_go().await?;
            return Ok(false);
        }
        let lock = led.before_result(ground, &plan).await?;
        ground.simulator.let_go().await?;
        let waits = RowLock::awaited(&[&lock]).await?;
        ground.kill(SKIPPED).await?;
        lock.release().await?;
        Ok(waits)
    };
    let both = async { tokio::try_join!(led.give(ground, desk, &plan), script) };
    let (told, met) = ground.meanwhile(both).await?;
    let (known, done) = led.seen(ground, desk, &told).await?;
    ensure!(!met || (done == 1 && known.end.is_open()), "done {done} times: {known:?}");
    all.push(told);
    Ok(met)
}
