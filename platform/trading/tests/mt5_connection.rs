//! The one connection to an MT5 server: signing in, whom it believes, where it goes, what it keeps quiet.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod support;

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use crm_model::Clock;
use crm_trading::{Access, Login, Resolve, Right, Secret, SettingsError, TradingError, Trust, check, connect};
use support::{Act, Loopback, Stub, intent, mt5, say};

#[tokio::test]
async fn one_connection_signs_in_once_and_serves_every_call() {
    let stub = Stub::tls(mt5(|_| None)).await;
    let server = stub.open_mt5();
    for _ in 0..3 {
        server.server_time().await.unwrap();
    }
    let (a, b, c) = tokio::join!(server.server_time(), server.server_time(), server.server_time());
    assert!(a.is_ok() && b.is_ok() && c.is_ok());
    let seen = stub.seen();
    assert!(seen.iter().all(|seen| seen.connection == 1));
    assert_eq!(stub.count("/api/auth/start"), 1);
    let start = stub.last("/api/auth/start");
    assert_eq!(start.query("login").as_deref(), Some("1000"));
    assert_eq!(start.query("type").as_deref(), Some("manager"));
    assert_eq!(start.header("host"), Some(format!("mt.example.com:{}", stub.address.port()).as_str()));
    assert!(server.health().connected);
}

#[tokio::test]
async fn a_wrong_password_is_tried_once_until_somebody_reconnects() {
    let stub = Stub::tls(mt5(|_| None)).await;
    let mut settings = stub.mt5(Trust::Pin(stub.pin));
    if let Access::Mt5 { password, .. } = &mut settings.access {
        *password = Secret::new("wrong");
    }
    let server = stub.open(settings);
    for _ in 0..4 {
        assert!(matches!(server.server_time().await, Err(TradingError::Auth(answer)) if answer.code == Some(1001)));
    }
    assert_eq!(stub.count("/api/auth/start"), 1);
    assert!(server.health().locked_out);
    server.reconnect().await;
    assert!(matches!(server.server_time().await, Err(TradingError::Auth(_))));
    assert_eq!(stub.count("/api/auth/start"), 2);
}

#[tokio::test]
async fn a_server_that_cannot_prove_itself_is_left() {
    let stub = Stub::tls(mt5(|seen| match seen.path() {
        "/api/auth/answer" => say(r#"{"retcode":"0 Done","cli_rand_answer":"00000000000000000000000000000000"}"#),
        _ => None,
    }))
    .await;
    let server = stub.open_mt5();
    assert!(matches!(server.server_time().await, Err(TradingError::Auth(_))));
    assert_eq!(stub.count("/api/time/server"), 0);
}

#[tokio::test]
async fn r_07_a_certificate_that_is_not_believed_gets_no_byte_of_the_sign_in() {
    let stub = Stub::tls(mt5(|_| None)).await;
    let other = Stub::tls(mt5(|_| None)).await;
    // the twin: the right pin, and the right authority
    for good in [Trust::Pin(stub.pin), Trust::Authorities(stub.authority.clone())] {
        stub.open(stub.mt5(good)).server_time().await.unwrap();
    }
    let signed_in = |stub: &Stub| stub.count("/api/auth/start");
    assert_eq!(signed_in(&stub), 2);
    for bad in [Trust::Pin(other.pin), Trust::Authorities(other.authority.clone()), Trust::System] {
        let refused = stub.open(stub.mt5(bad)).server_time().await;
        assert!(matches!(refused, Err(TradingError::Unreachable(_))), "{refused:?}");
    }
    // an authority is believed for its names only
    let mut settings = stub.mt5(Trust::Authorities(stub.authority.clone()));
    if let Access::Mt5 { host, .. } = &mut settings.access {
        *host = "evil.example.com".to_owned();
    }
    assert!(matches!(stub.open(settings).server_time().await, Err(TradingError::Unreachable(_))));
    assert_eq!(signed_in(&stub), 2);
}

#[tokio::test]
async fn settings_that_cannot_work_are_refused_before_anything_is_sent() {
    let stub = Stub::tls(mt5(|_| None)).await;
    let guard = || Arc::new(Loopback(stub.address));
    let refused = |settings| connect(settings, guard(), Clock::system()).unwrap_err();
    assert_eq!(refused(stub.mt5(Trust::Authorities(b"none".to_vec()))), SettingsError::Authorities);
    for wrong in ["", "mt.example.com\r\nx: y", "mt example.com"] {
        let mut settings = stub.mt5(Trust::Pin(stub.pin));
        if let Access::Mt5 { host, .. } = &mut settings.access {
            *host = wrong.to_owned();
        }
        assert_eq!(refused(settings), SettingsError::Host);
    }
}

struct Refuses(AtomicUsize);

#[async_trait]
impl Resolve for Refuses {
    async fn resolve(&self, _host: &str, _port: u16) -> Result<Vec<SocketAddr>, String> {
        self.0.fetch_add(1, Ordering::SeqCst);
        Err("the address is private".to_owned())
    }
}

#[tokio::test]
async fn ssrf_01_only_the_guards_addresses_are_connected_to() {
    let canary = Stub::tls(mt5(|_| None)).await;
    let mut settings = canary.mt5(Trust::Pin(canary.pin));
    if let Access::Mt5 { host, .. } = &mut settings.access {
        *host = "127.0.0.1".to_owned();
    }
    let guard = Arc::new(Refuses(AtomicUsize::new(0)));
    let resolve: Arc<dyn Resolve> = guard.clone();
    let server = connect(settings.clone(), resolve, Clock::system()).unwrap();
    let refused = server.balance_operation(intent(), &deposit()).await;
    assert!(matches!(&refused, Err(TradingError::Unreachable(answer)) if answer.words == "the address is private"));
    assert_eq!(guard.0.load(Ordering::SeqCst), 1);
    assert!(canary.seen().is_empty());
    // the twin: the same settings with a guard that allows it
    assert!(canary.open(settings).server_time().await.is_ok());
}

#[tokio::test]
async fn ssrf_03_a_redirect_is_not_followed() {
    let canary = Stub::tls(mt5(|_| None)).await;
    let place = format!("location: https://127.0.0.1:{}/api/time/server\r\n", canary.address.port());
    let place: &'static str = Box::leak(place.into_boxed_str());
    let stub = Stub::tls(mt5(move |seen| match seen.path() {
        "/api/time/server" => Some(Act::Status(302, place, String::new())),
        _ => None,
    }))
    .await;
    assert!(matches!(stub.open_mt5().server_time().await, Err(TradingError::Protocol(_))));
    assert!(canary.seen().is_empty());
}

#[tokio::test]
async fn without_tls_only_this_machine_is_reached() {
    struct Elsewhere;
    #[async_trait]
    impl Resolve for Elsewhere {
        async fn resolve(&self, _host: &str, port: u16) -> Result<Vec<SocketAddr>, String> {
            Ok(vec![SocketAddr::from(([192, 0, 2, 1], port))])
        }
    }
    let stub = Stub::plain(mt5(|_| None)).await;
    assert!(stub.open(stub.mt5(Trust::PlainLoopback)).server_time().await.is_ok());
    let server = connect(stub.mt5(Trust::PlainLoopback), Arc::new(Elsewhere), Clock::system()).unwrap();
    assert!(matches!(server.server_time().await, Err(TradingError::Unreachable(_))));
}

#[tokio::test]
async fn a_forgotten_session_is_opened_again_for_a_reading() {
    let forgotten = AtomicUsize::new(0);
    let stub = Stub::tls(mt5(move |seen| {
        (seen.path() == "/api/group/get" && forgotten.fetch_add(1, Ordering::SeqCst) == 0)
            .then(|| Act::Status(403, "", String::new()))
    }))
    .await;
    let server = stub.open_mt5();
    // the second time it is answered: no groups
    assert_eq!(server.groups().await.unwrap(), Vec::new());
    assert_eq!(stub.count("/api/auth/start"), 2);
    assert_eq!(stub.last("/api/group/get").connection, 2);
}

#[tokio::test]
async fn r_07_a_server_that_is_away_is_not_knocked_at_in_a_loop_and_another_is_not_touched() {
    let stub = Stub::tls(|_: &support::Seen| Act::Close).await;
    let good = Stub::tls(mt5(|_| None)).await;
    let (server, other) = (stub.open_mt5(), good.open_mt5());
    for _ in 0..50 {
        assert!(matches!(server.server_time().await, Err(TradingError::Unreachable(_))));
        assert!(other.server_time().await.is_ok());
    }
    assert!(stub.count("/api/auth/start") <= 4, "{}", stub.count("/api/auth/start"));
    let health = server.health();
    assert!(!health.connected && health.failures > 0 && !health.locked_out);
}

#[tokio::test]
async fn an_idle_connection_is_pinged_and_a_closed_one_noticed() {
    let stub = Stub::tls(mt5(|_| None)).await;
    let server = stub.open_mt5();
    server.server_time().await.unwrap();
    tokio::time::pause();
    for _ in 0..4_000 {
        tokio::time::advance(Duration::from_millis(10)).await;
        tokio::task::yield_now().await;
    }
    tokio::time::resume();
    tokio::time::timeout(Duration::from_secs(5), async {
        while stub.count("/api/test/access") == 0 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn dealing_goes_before_polling() {
    let stub = Stub::tls(mt5(|seen| match seen.path() {
        "/api/user/account/get_batch" | "/api/trade/balance" => {
            std::thread::sleep(Duration::from_millis(20));
            say(r#"{"retcode":"0 Done","answer":{"Ticket":"5"}}"#).filter(|_| seen.path() == "/api/trade/balance")
        }
        _ => None,
    }))
    .await;
    let server = stub.open_mt5();
    server.server_time().await.unwrap();
    let polling: Vec<_> = (0..20)
        .map(|_| {
            let server = Arc::clone(&server);
            tokio::spawn(async move {
                server.account_states(&crm_trading::AccountFilter::Groups("*".to_owned())).await.map(drop)
            })
        })
        .collect();
    tokio::time::sleep(Duration::from_millis(30)).await;
    let asked = stub.count("/api/user/account/get_batch");
    server.balance_operation(intent(), &deposit()).await.unwrap();
    let before = stub.count("/api/user/account/get_batch") - asked;
    assert!(before < 5, "{before} polls went first");
    for poll in polling {
        poll.await.unwrap().unwrap();
    }
}

#[tokio::test]
async fn the_report_names_each_missing_right() {
    let stub = Stub::tls(mt5(|seen| match seen.path() {
        "/api/trade/balance" | "/api/dealer/send_request" => say(r#"{"retcode":"8 Not enough permissions"}"#),
        "/api/group/get" => say(r#"{"retcode":"0 Done","answer":[{"Group":"real\\a"},{"Group":"real\\b"}]}"#),
        "/api/symbol/get" => say(r#"{"retcode":"0 Done","answer":[{"Symbol":"EURUSD","Digits":5}]}"#),
        _ => None,
    }))
    .await;
    let report = check(stub.open_mt5().as_ref()).await;
    assert_eq!(report.missing(), [Right::BalanceOperations, Right::Dealing]);
    assert_eq!((report.groups.clone(), report.symbols.clone()), (Some(Ok(2)), Some(Ok(1))));
    assert!(report.latency.is_some() && !report.is_good());
    assert_eq!(report.clock.unwrap().offset_seconds, 0);
    // nothing of it could have changed anything
    assert_eq!(stub.last("/api/trade/balance").query("login").as_deref(), Some("0"));
    assert_eq!(stub.last("/api/dealer/send_request").json()["Volume"], "0");
}

fn deposit() -> crm_trading::BalanceOperation {
    crm_trading::BalanceOperation {
        login: Login(7),
        kind: crm_trading::BalanceKind::Deposit,
        amount: "100.50".parse().unwrap(),
        note: String::new(),
        check_margin: true,
    }
}
