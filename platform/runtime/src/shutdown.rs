use std::future::Future;
use std::time::Duration;
use tokio::signal::unix::{SignalKind, signal};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// A way to stop without tearing anything: who serves asks [`Shutdown::requested`] and takes nothing new; work that was
/// begun through [`Shutdown::track`] is waited for. Clones are the same switch.
#[derive(Clone, Debug, Default)]
pub struct Shutdown {
    asked: CancellationToken,
    running: TaskTracker,
}

impl Shutdown {
    /// A switch that nobody but [`Shutdown::request`] turns; for tests and for parts of a process.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A switch that SIGTERM and SIGINT (Ctrl-C) turn.
    ///
    /// # Errors
    /// When the operating system refuses to report signals.
    pub fn on_signals() -> std::io::Result<Self> {
        let shutdown = Self::new();
        let (mut term, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
        let asked = shutdown.asked.clone();
        tokio::spawn(async move {
            tokio::select! { _ = term.recv() => {} _ = interrupt.recv() => {} }
            tracing::info!("asked to stop: running work ends, nothing new begins");
            asked.cancel();
        });
        Ok(shutdown)
    }

    /// Turns the switch.
    pub fn request(&self) {
        self.asked.cancel();
    }

    /// Whether the switch was turned.
    #[must_use]
    pub fn is_requested(&self) -> bool {
        self.asked.is_cancelled()
    }

    /// Resolves once the switch is turned.
    pub async fn requested(&self) {
        self.asked.cancelled().await;
    }

    /// Resolves so long after the switch was turned. Ask before it is.
    pub async fn overdue(&self, patience: Duration) {
        self.requested().await;
        tokio::time::sleep(patience).await;
    }

    /// Runs work in a task of its own that [`Shutdown::drained`] waits for, whether or not anybody awaits the handle.
    pub fn track<F>(&self, work: F) -> JoinHandle<F::Output>
    where
        F: Future + Send + 'static,
        F::Output: Send + 'static,
    {
        self.running.spawn(work)
    }

    /// Waits until all tracked work has ended, at most `patience`. True when nothing was left.
    pub async fn drained(&self, patience: Duration) -> bool {
        self.running.close();
        tokio::time::timeout(patience, self.running.wait()).await.is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn work_that_was_begun_is_waited_for() {
        let shutdown = Shutdown::new();
        let asked = shutdown.clone();
        let work = shutdown.track(async move {
            asked.requested().await;
            7
        });
        assert!(!shutdown.drained(Duration::from_millis(5)).await);
        shutdown.request();
        assert!(shutdown.drained(Duration::from_secs(5)).await);
        assert_eq!(work.await.unwrap(), 7);
    }
}
