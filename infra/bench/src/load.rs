//! Two ways to ask: at fixed instants whatever the answers do (a latency counts from the instant at which the request was
//! due), and each next one after an answer.

use crate::operations::Operation;
use crate::times::Times;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::{Instant, sleep_until};

/// What a run took.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ran {
    pub times: Times,
    pub failed: usize,
    pub first_failure: Option<String>,
    pub per_second: f64,
}

/// `rate` requests a second.
pub(crate) async fn open(operation: &Arc<Operation>, rate: u32, seconds: u32) -> anyhow::Result<Ran> {
    let begun = Instant::now();
    let step = Duration::from_secs(1) / rate.max(1);
    let mut running = JoinSet::new();
    for number in 0..rate * seconds {
        let due = begun + step * number;
        sleep_until(due).await;
        let operation = Arc::clone(operation);
        running.spawn(async move {
            let outcome = operation.run().await;
            (outcome, due.elapsed())
        });
    }
    Ok(summed(running.join_all().await, begun))
}

/// Requests at fixed instants for as long as something else is at work.
pub(crate) struct Meanwhile {
    stop: Arc<AtomicBool>,
    running: JoinHandle<Ran>,
}

impl Meanwhile {
    /// `rate` requests a second, of each operation in turn.
    pub(crate) fn begin(operations: Vec<Arc<Operation>>, rate: u32) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&stop);
        let running = tokio::spawn(async move {
            let begun = Instant::now();
            let step = Duration::from_secs(1) / rate.max(1);
            let mut running = JoinSet::new();
            for (number, operation) in (0_u32..).zip(operations.iter().cycle()) {
                if stopped.load(Ordering::Relaxed) {
                    break;
                }
                let due = begun + step.saturating_mul(number);
                sleep_until(due).await;
                let operation = Arc::clone(operation);
                running.spawn(async move {
                    let outcome = operation.run().await;
                    (outcome, due.elapsed())
                });
            }
            summed(running.join_all().await, begun)
        });
        Self { stop, running }
    }

    /// What was asked so far.
    pub(crate) async fn end(self) -> anyhow::Result<Ran> {
        self.stop.store(true, Ordering::Relaxed);
        Ok(self.running.await?)
    }
}

/// `at_once` requests at any time.
pub(crate) async fn closed(operation: &Arc<Operation>, at_once: u32, seconds: u32) -> anyhow::Result<Ran> {
    let begun = Instant::now();
    let until = begun + Duration::from_secs(seconds.into());
    let mut running = JoinSet::new();
    for _ in 0..at_once {
        let operation = Arc::clone(operation);
        running.spawn(async move {
            let mut all = Vec::new();
            while Instant::now() < until {
                let sent = Instant::now();
                let outcome = operation.run().await;
                all.push((outcome, sent.elapsed()));
            }
            all
        });
    }
    Ok(summed(running.join_all().await.into_iter().flatten().collect(), begun))
}

fn summed(all: Vec<(anyhow::Result<()>, Duration)>, begun: Instant) -> Ran {
    let took = begun.elapsed().as_secs_f64().max(f64::EPSILON);
    let (mut times, mut failures) = (Vec::new(), Vec::new());
    for (outcome, time) in all {
        match outcome {
            Ok(()) => times.push(time),
            Err(error) => failures.push(format!("{error:#}")),
        }
    }
    let good = u32::try_from(times.len()).unwrap_or(u32::MAX);
    Ran {
        per_second: f64::from(good) / took,
        times: Times::of(times),
        failed: failures.len(),
        first_failure: failures.into_iter().next(),
    }
}
