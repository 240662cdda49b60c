//! The logs of this process, as they would have been printed.

use std::io::Write;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use tracing_subscriber::filter::{EnvFilter, dynamic_filter_fn};
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::{Layer, fmt};

/// Lines that were written.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<u8>>>);

/// What all tests of this process write: the security log, and on demand every line of every level.
#[derive(Clone, Default)]
pub struct SecurityLog {
    security: Kept,
    everything: Kept,
    keeping: Arc<AtomicBool>,
}

impl SecurityLog {
    /// Listens from now on; all tests of a process share the log.
    pub fn listen() -> Self {
        static SHARED: OnceLock<SecurityLog> = OnceLock::new();
        let log = SHARED.get_or_init(|| {
            let log = Self::default();
            let keeping = Arc::clone(&log.keeping);
            let security = fmt::layer().with_writer(log.security.clone()).with_ansi(false);
            let everything = fmt::layer().with_writer(log.everything.clone()).with_ansi(false);
            let subscriber = tracing_subscriber::registry()
                .with(security.with_filter(EnvFilter::new("security=info")))
                .with(everything.with_filter(dynamic_filter_fn(move |_, _| keeping.load(Ordering::Relaxed))));
            tracing::subscriber::set_global_default(subscriber).expect("the first subscriber");
            log
        });
        log.clone()
    }

    /// Lines of the security log that name a request; of its newest part only.
    pub fn lines(&self, request: &str) -> Vec<String> {
        let kept = self.security.0.lock().unwrap();
        let recent = kept.get(kept.len().saturating_sub(16_384)..).unwrap_or_default();
        String::from_utf8_lossy(recent).lines().filter(|line| line.contains(request)).map(str::to_owned).collect()
    }

    /// From now on keeps every line of every level, whoever writes it.
    pub fn keep_everything(&self) {
        self.keeping.store(true, Ordering::Relaxed);
    }

    /// Every line that was kept.
    pub fn everything(&self) -> String {
        self.keeping.store(false, Ordering::Relaxed);
        String::from_utf8_lossy(&self.everything.0.lock().unwrap()).into_owned()
    }
}

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Kept {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}
