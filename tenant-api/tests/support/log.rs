//! The security log of this process, as it would have been printed.

use std::io::Write;
use std::sync::{Arc, Mutex, OnceLock};
use tracing_subscriber::fmt::MakeWriter;

/// Every line so far.
#[derive(Clone, Default)]
pub struct SecurityLog(Arc<Mutex<Vec<u8>>>);

impl SecurityLog {
    /// Listens from now on; all tests of a process share the log.
    pub fn listen() -> Self {
        static SHARED: OnceLock<SecurityLog> = OnceLock::new();
        let log = SHARED.get_or_init(|| {
            let log = Self::default();
            let subscriber =
                tracing_subscriber::fmt().with_env_filter("security=info").with_writer(log.clone()).with_ansi(false);
            tracing::subscriber::set_global_default(subscriber.finish()).expect("the first subscriber");
            log
        });
        log.clone()
    }

    /// The lines that name a request, newest part of the log only.
    pub fn lines(&self, request: &str) -> Vec<String> {
        let kept = self.0.lock().unwrap();
        let recent = kept.get(kept.len().saturating_sub(16_384)..).unwrap_or_default();
        String::from_utf8_lossy(recent).lines().filter(|line| line.contains(request)).map(str::to_owned).collect()
    }
}

impl Write for SecurityLog {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for SecurityLog {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}
