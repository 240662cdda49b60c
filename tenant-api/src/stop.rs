//! The end of a process: what was begun may end by itself, but the whole takes no longer than [`STOP`].

use crate::http::server;
use anyhow::Context;
use crm_runtime::Shutdown;
use std::time::Duration;
use tokio::task::JoinSet;

/// From the wish to stop until the process ends, whatever still runs then. Orchestrators wait 30 seconds.
pub const STOP: Duration = Duration::from_secs(28);

const _: () = assert!(server::DRAIN_PATIENCE.as_secs() < STOP.as_secs() && STOP.as_secs() < 30);

/// Waits until the parts of the process have ended and nothing of what they began is left, then for `close`. False when it
/// was not over `most` after the stop was asked.
///
/// # Errors
/// A part that broke.
pub async fn run_until_stopped(
    mut parts: JoinSet<std::io::Result<()>>,
    shutdown: &Shutdown,
    most: Duration,
    close: impl Future<Output = ()>,
) -> anyhow::Result<bool> {
    let orderly = async {
        while let Some(ended) = parts.join_next().await {
            ended.context("a part of the process broke")??;
        }
        let clean = shutdown.drained(most).await;
        close.await;
        Ok(clean)
    };
    tokio::select! {
        ended = orderly => ended,
        () = shutdown.overdue(most) => Ok(false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Instant;

    const MOST: Duration = Duration::from_millis(200);

    fn part(shutdown: &Shutdown, takes: Duration) -> JoinSet<std::io::Result<()>> {
        let (mut parts, until) = (JoinSet::new(), shutdown.clone());
        parts.spawn(async move {
            until.requested().await;
            tokio::time::sleep(takes).await;
            Ok(())
        });
        parts
    }

    /// How a stop ends when a part, begun work and the closing of the pools take so long.
    async fn stop(part_takes: Duration, work_takes: Duration, closing_takes: Duration) -> (bool, Duration) {
        let shutdown = Shutdown::new();
        let parts = part(&shutdown, part_takes);
        tokio::spawn(shutdown.track(tokio::time::sleep(work_takes)));
        let begun = Instant::now();
        shutdown.request();
        let clean =
            run_until_stopped(parts, &shutdown, MOST, async { tokio::time::sleep(closing_takes).await }).await.unwrap();
        (clean, begun.elapsed())
    }

    #[tokio::test]
    async fn r_19_a_stop_waits_for_what_was_begun_and_never_longer_than_it_may() {
        let (soon, never) = (Duration::from_millis(20), Duration::from_secs(600));
        let (clean, took) = stop(soon, soon, soon).await;
        assert!(clean && took < MOST, "{took:?}");
        // each alone just fits; together they may not take longer either
        let most_of_it = MOST * 3 / 4;
        for takes in [(never, soon, soon), (soon, never, soon), (soon, soon, never), (most_of_it, soon, most_of_it)] {
            let (clean, took) = stop(takes.0, takes.1, takes.2).await;
            assert!(!clean && took >= MOST && took < MOST * 4, "{takes:?}: {took:?}");
        }
    }

    #[tokio::test]
    async fn a_part_that_breaks_ends_the_process() {
        let mut parts = JoinSet::new();
        parts.spawn(async { Err(std::io::Error::other("no port")) });
        let ended = run_until_stopped(parts, &Shutdown::new(), STOP, async {}).await;
        assert!(ended.unwrap_err().to_string().contains("no port"));
    }

    /// whoever stops the containers waits longer than the process takes.
    #[test]
    fn r_19_the_compose_file_waits_long_enough() {
        let compose = include_str!("../../infra/compose.yaml");
        let seconds =
            compose.lines().find_map(|line| line.trim().strip_prefix("stop_grace_period: ")?.strip_suffix('s'));
        assert!(seconds.unwrap().parse::<u64>().unwrap() > STOP.as_secs());
    }
}
