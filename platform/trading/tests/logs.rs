//! What the logs hold. A process of its own, because it listens to everything.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod support;

use std::io::Write;
use std::sync::{Arc, Mutex};

use crm_trading::{Login, PasswordKind, Secret, TradeFilter};
use support::{Stub, intent, mt5, say};

#[derive(Clone, Default)]
struct Written(Arc<Mutex<Vec<u8>>>);

impl Write for Written {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test(flavor = "current_thread")]
async fn logs_hold_no_secret_no_query_and_no_person() {
    let written = Written::default();
    let sink = written.clone();
    let log =
        tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(move || sink.clone()).finish();
    let quiet = tracing::subscriber::set_default(log);
    let stub = Stub::tls(mt5(|seen| match seen.path() {
        "/api/user/change_password" => say(r#"{"retcode":"0 Done"}"#),
        _ => None,
    }))
    .await;
    let server = stub.open_mt5();
    let secret = Secret::new("Very-Secret-7");
    server.change_password(intent(), Login(424_242), PasswordKind::Main, &secret).await.unwrap();
    server.positions(&TradeFilter::Login(Login(424_242))).await.unwrap();
    drop(quiet);
    let log = String::from_utf8(written.0.lock().unwrap().clone()).unwrap();
    assert!(log.contains("user/change_password"), "{log}");
    for forbidden in ["Very-Secret-7", support::PASSWORD, "424242", "srv_rand", "?", "login="] {
        assert!(!log.contains(forbidden), "{forbidden} in {log}");
    }
    let asked = stub.last("/api/user/change_password");
    assert!(!asked.target.contains('?'));
    assert_eq!(asked.json()["Password"], "Very-Secret-7");
}
