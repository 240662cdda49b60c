//! What a call's end says: certain that nothing was done, done, or nobody knows. And never twice.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod support;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use crm_trading::{
    AccountPatch, BalanceKind, BalanceOperation, ClosePosition, Intent, Login, Lots, NewAccount, OpenMarket,
    PasswordKind, Personal, Reference, Secret, Side, Ticket, TradeOutcome, TradingError, TradingServer,
};
use support::{Act, Seen, Stub, intent, mt5, say};
use tokio::time::Instant;

fn operation(kind: BalanceKind, amount: &str) -> BalanceOperation {
    BalanceOperation {
        login: Login(7),
        kind,
        amount: amount.parse().unwrap(),
        note: "card".to_owned(),
        check_margin: true,
    }
}

fn deposit() -> BalanceOperation {
    operation(BalanceKind::Deposit, "100.50")
}

type Happening = (&'static str, fn(&str) -> Act);

async fn balance_answers(act: impl Fn() -> Act + Send + Sync + 'static) -> (Stub, Arc<dyn TradingServer>) {
    let stub = Stub::tls(mt5(move |seen| (seen.path() == "/api/trade/balance").then(&act))).await;
    let server = stub.open_mt5();
    server.server_time().await.unwrap();
    (stub, server)
}

#[tokio::test]
async fn a_deposit_is_put_once_with_its_tag() {
    let (stub, server) =
        balance_answers(|| Act::Say(r#"{"retcode":"0 Done","answer":{"Ticket":"136623"}}"#.to_owned())).await;
    let intent = intent();
    assert_eq!(server.balance_operation(intent, &deposit()).await.unwrap(), Ticket(136_623));
    let asked = stub.last("/api/trade/balance");
    let query = |name| asked.query(name).unwrap();
    assert_eq!((query("login"), query("type"), query("balance")), ("7".into(), "2".into(), "100.50".into()));
    assert_eq!(query("comment"), format!("{} card", intent.reference));
    assert_eq!(query("check_margin"), "1");
}

#[tokio::test]
async fn r_08_an_answer_that_came_twice_is_not_taken_for_the_next_ones() {
    let (stub, server) = balance_answers(|| Act::Say(r#"{"retcode":"0","answer":{"Ticket":"5"}}"#.to_owned())).await;
    let first = intent();
    assert!(server.balance_operation(first, &deposit()).await.is_ok());
    let ended = server.balance_operation(intent(), &deposit()).await;
    assert!(matches!(ended, Err(TradingError::OutcomeUnknown(_))));
    assert_eq!(stub.count("/api/trade/balance"), 2);
    // "done" without a list is not "nothing is open"
    let stub = Stub::tls(mt5(|seen| {
        (seen.path() == "/api/position/get_batch").then(|| say(r#"{"retcode":"0 Done"}"#)).flatten()
    }))
    .await;
    let all = crm_trading::TradeFilter::Groups("*".to_owned());
    assert!(matches!(stub.open_mt5().positions(&all).await, Err(TradingError::Protocol(_))));
}

#[tokio::test]
async fn every_kind_has_its_type_and_sign() {
    let number = AtomicUsize::new(1);
    let (stub, server) = balance_answers(move || {
        let ticket = number.fetch_add(1, Ordering::SeqCst);
        Act::Say(format!(r#"{{"retcode":"0","answer":{{"Ticket":{ticket}}}}}"#))
    })
    .await;
    for (kind, amount, code, sent) in [
        (BalanceKind::Deposit, "5", "2", "5"),
        (BalanceKind::Withdraw, "5", "2", "-5"),
        (BalanceKind::CreditIn, "5", "3", "5"),
        (BalanceKind::CreditOut, "5", "3", "-5"),
        (BalanceKind::Charge, "5", "4", "-5"),
        (BalanceKind::Correction, "-5", "5", "-5"),
        (BalanceKind::BonusIn, "5", "6", "5"),
        (BalanceKind::BonusOut, "5", "6", "-5"),
    ] {
        server.balance_operation(intent(), &operation(kind, amount)).await.unwrap();
        let asked = stub.last("/api/trade/balance");
        assert_eq!((asked.query("type").unwrap(), asked.query("balance").unwrap()), (code.into(), sent.into()));
    }
    let count = stub.count("/api/trade/balance");
    let refused = server.balance_operation(intent(), &operation(BalanceKind::Deposit, "-5")).await;
    assert!(matches!(refused, Err(TradingError::Validation(_))));
    assert_eq!(stub.count("/api/trade/balance"), count);
}

#[tokio::test]
async fn r_08_mon_13_whatever_happens_after_the_first_byte_leaves_the_outcome_unknown_and_is_never_put_again() {
    let whole = r#"{"retcode":"0 Done","answer":{"Ticket":"136623"}}"#;
    let acts: Vec<Happening> = vec![
        ("closed without a word", |_| Act::Close),
        ("half an answer", |whole| Act::Half(whole.to_owned())),
        ("no answer in time", |_| Act::Stall),
        ("garbage", |_| Act::Say("<html>".to_owned())),
        ("half a JSON", |whole| Act::Say(whole[..30].to_owned())),
        ("done without a ticket", |_| Act::Say(r#"{"retcode":"0 Done"}"#.to_owned())),
        ("session forgotten", |_| Act::Status(403, "", String::new())),
        ("a proxy's error", |_| Act::Status(502, "", "Bad gateway".to_owned())),
        ("a redirect", |_| Act::Status(302, "location: /api/trade/balance\r\n", String::new())),
        ("time-out inside", |_| Act::Say(r#"{"retcode":"9 Timeout"}"#.to_owned())),
        ("network inside", |_| Act::Say(r#"{"retcode":"7 Network"}"#.to_owned())),
        ("a part", |_| Act::Say(r#"{"retcode":"14 Partial"}"#.to_owned())),
        ("a code unheard of", |_| Act::Say(r#"{"retcode":"4711 What"}"#.to_owned())),
    ];
    for (what, act) in acts {
        let (stub, server) = balance_answers(move || act(whole)).await;
        let ended = server.balance_operation(intent(), &deposit()).await;
        assert!(matches!(ended, Err(TradingError::OutcomeUnknown(_))), "{what}: {ended:?}");
        // later calls work on a new connection, and the operation is not put again
        tokio::time::sleep(Duration::from_millis(50)).await;
        assert!(server.server_time().await.is_ok(), "{what}");
        assert_eq!(stub.count("/api/trade/balance"), 1, "{what}");
    }
}

#[tokio::test]
async fn mon_16_a_refusal_is_certain() {
    for (answer, is) in [
        ("10019 No money", "Rejected"),
        ("4005 Limit", "Rejected"),
        ("3 Invalid", "Validation"),
        ("8 Permission", "Permission"),
        ("13 Not found", "NotFound"),
        ("12 Too frequent", "Busy"),
    ] {
        let body = format!(r#"{{"retcode":"{answer}"}}"#);
        let (_stub, server) = balance_answers(move || Act::Say(body.clone())).await;
        let ended = format!("{:?}", server.balance_operation(intent(), &deposit()).await.unwrap_err());
        assert!(ended.starts_with(is), "{answer}: {ended}");
    }
}

#[tokio::test]
async fn r_07_nothing_left_when_there_was_no_connection() {
    let closed = Stub::tls(mt5(|seen| (seen.path() == "/api/auth/start").then_some(Act::Close))).await;
    let ended = closed.open_mt5().balance_operation(intent(), &deposit()).await;
    assert!(matches!(ended, Err(TradingError::Unreachable(_))), "{ended:?}");
    // nobody listens
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let mut gone = Stub::tls(mt5(|_| None)).await;
    gone.address = free;
    let ended = gone.open_mt5().balance_operation(intent(), &deposit()).await;
    assert!(matches!(ended, Err(TradingError::Unreachable(_))), "{ended:?}");
}

#[tokio::test]
async fn r_07_a_connection_that_the_server_closed_meanwhile_is_replaced_before_a_change_is_written() {
    let first = AtomicUsize::new(0);
    let stub = Stub::tls(mt5(move |seen| match seen.path() {
        // answers once, then the connection ends with the next question's predecessor
        "/api/time/get" => Some(Act::Close),
        "/api/trade/balance" => {
            first.fetch_add(1, Ordering::SeqCst);
            say(r#"{"retcode":"0","answer":{"Ticket":9}}"#)
        }
        "/api/group/get" => {
            Some(Act::Status(200, "connection: close\r\n", r#"{"retcode":"0 Done","answer":[]}"#.to_owned()))
        }
        _ => None,
    }))
    .await;
    let server = stub.open_mt5();
    server.groups().await.unwrap();
    tokio::time::sleep(Duration::from_millis(100)).await;
    // a short-lived connection counts as a failure: the next attempt waits a moment, and the change goes out once
    assert_eq!(server.balance_operation(intent(), &deposit()).await.unwrap(), Ticket(9));
    assert_eq!(stub.count("/api/trade/balance"), 1);
    assert_eq!(stub.last("/api/trade/balance").connection, 2);
}

#[tokio::test]
async fn r_20_after_its_deadline_a_change_is_not_written() {
    let (stub, server) = balance_answers(|| Act::Say(r#"{"retcode":"0","answer":{"Ticket":9}}"#.to_owned())).await;
    let late = Intent::until(Reference::generate().unwrap(), Instant::now());
    assert!(matches!(server.balance_operation(late, &deposit()).await, Err(TradingError::Busy(_))));
    assert_eq!(stub.count("/api/trade/balance"), 0);
    let early = Intent::until(Reference::generate().unwrap(), Instant::now() + Duration::from_secs(5));
    assert!(server.balance_operation(early, &deposit()).await.is_ok());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_change_whose_caller_left_while_it_waited_in_line_is_not_written() {
    // the line is busy until the caller has left, at most half a second
    let (answers, waits) = std::sync::mpsc::channel::<()>();
    let waits = std::sync::Mutex::new(waits);
    let stub = Stub::tls(mt5(move |seen| match seen.path() {
        "/api/group/get" => {
            let _ = waits.lock().unwrap().recv_timeout(Duration::from_millis(500));
            say(r#"{"retcode":"0 Done","answer":[]}"#)
        }
        _ => None,
    }))
    .await;
    let server = stub.open_mt5();
    server.server_time().await.unwrap();
    let busy = Arc::clone(&server);
    let slow = tokio::spawn(async move { busy.groups().await });
    while stub.count("/api/group/get") == 0 {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    let left = tokio::time::timeout(Duration::from_millis(1), server.balance_operation(intent(), &deposit())).await;
    assert!(left.is_err());
    answers.send(()).unwrap();
    slow.await.unwrap().unwrap();
    server.server_time().await.unwrap();
    assert_eq!(stub.count("/api/trade/balance"), 0);
}

#[tokio::test]
async fn a_reading_is_put_again_once_on_a_new_connection() {
    let times = AtomicUsize::new(0);
    let stub = Stub::tls(mt5(move |seen| match seen.path() {
        "/api/group/get" if times.fetch_add(1, Ordering::SeqCst) == 0 => Some(Act::Close),
        "/api/group/get" => say(r#"{"retcode":"0 Done","answer":[{"Group":"real\\standard","MarginMode":"2"}]}"#),
        _ => None,
    }))
    .await;
    let server = stub.open_mt5();
    let groups = server.groups().await.unwrap();
    assert_eq!(groups[0].name, r"real\standard");
    assert_eq!(stub.count("/api/group/get"), 2);
}

#[tokio::test]
async fn an_account_is_created_with_its_secrets_in_the_body_and_its_tag_in_the_comment() {
    let stub = Stub::tls(mt5(|seen| match seen.path() {
        "/api/user/add" => say(
            r#"{"retcode":"0 Done","answer":{"Login":"954402","Group":"demo\\forex","Rights":"483","Leverage":"100","Balance":"0.00","Name":"Olga"}}"#,
        ),
        _ => None,
    }))
    .await;
    let intent = intent();
    let new = NewAccount {
        login: None,
        group: r"demo\forex".to_owned(),
        leverage: 100,
        personal: Personal { name: Some("Olga Novak".to_owned().into()), ..Personal::default() },
        agent: None,
        comment: "website".to_owned(),
        main_password: Secret::generate_password().unwrap(),
        investor_password: Secret::generate_password().unwrap(),
    };
    let created = stub.open_mt5().create_account(intent, &new).await.unwrap();
    assert_eq!(created.account.login, Login(954_402));
    assert!(created.account.enabled && created.account.trading && !created.account.read_only);
    let asked = stub.last("/api/user/add");
    assert_eq!(asked.json()["PassMain"], new.main_password.expose());
    assert_eq!(asked.json()["Name"], "Olga Novak");
    assert_eq!(Reference::find_in(asked.json()["Comment"].as_str().unwrap()), Some(intent.reference));
    for secret in [new.main_password.expose(), new.investor_password.expose(), "Olga"] {
        assert!(!asked.target.contains(secret));
    }
    assert_eq!(asked.query("group").as_deref(), Some(r"demo\\forex"));
}

#[tokio::test]
async fn an_account_whose_number_does_not_come_back_may_exist() {
    let stub = Stub::tls(mt5(|seen| (seen.path() == "/api/user/add").then_some(Act::Close))).await;
    let new = NewAccount {
        login: None,
        group: "g".to_owned(),
        leverage: 1,
        personal: Personal::default(),
        agent: None,
        comment: String::new(),
        main_password: Secret::new("a"),
        investor_password: Secret::new("b"),
    };
    let ended = stub.open_mt5().create_account(intent(), &new).await;
    assert!(matches!(ended, Err(TradingError::OutcomeUnknown(_))));
}

#[tokio::test]
async fn what_a_server_silently_kept_is_named() {
    let stub = Stub::tls(mt5(|seen| match seen.path() {
        "/api/user/get" => say(r#"{"retcode":"0 Done","answer":{"Login":"7","Rights":"483"}}"#),
        "/api/user/update" => {
            say(r#"{"retcode":"0 Done","answer":{"Login":"7","Group":"a","Leverage":"200","Rights":"487"}}"#)
        }
        _ => None,
    }))
    .await;
    let patch = AccountPatch {
        group: Some("b".to_owned()),
        leverage: Some(200),
        trading: Some(false),
        ..AccountPatch::default()
    };
    let update = stub.open_mt5().update_account(intent(), Login(7), &patch).await.unwrap();
    assert_eq!(update.ignored, [crm_trading::AccountField::Group]);
    // the other bits of the rights stayed
    assert_eq!(stub.last("/api/user/update").json()["Rights"], "487");
}

#[tokio::test]
async fn passwords_are_compared_without_an_error() {
    let stub = Stub::tls(mt5(|seen| match seen.path() {
        "/api/user/check_password" if seen.json()["Password"] == "right" => say(r#"{"retcode":"0 Done"}"#),
        "/api/user/check_password" => say(r#"{"retcode":"3006 Invalid password"}"#),
        _ => None,
    }))
    .await;
    let server = stub.open_mt5();
    let is = |password: &str| Secret::new(password);
    assert!(server.check_password(Login(7), PasswordKind::Main, &is("right")).await.unwrap());
    assert!(!server.check_password(Login(7), PasswordKind::Main, &is("wrong")).await.unwrap());
    assert!(!stub.last("/api/user/check_password").target.contains("wrong"));
}

fn open() -> OpenMarket {
    OpenMarket {
        login: Login(7),
        symbol: "EURUSD".to_owned(),
        side: Side::Buy,
        lots: Lots::from_units(10_000_000),
        price: Some("1.1".parse().unwrap()),
        stop_loss: None,
        take_profit: None,
    }
}

/// A dealer's queue that answers a request's result in a chosen shape.
async fn dealing(send: &'static str, result: impl Fn(&Seen) -> Act + Send + Sync + 'static) -> Stub {
    Stub::tls(mt5(move |seen| match seen.path() {
        "/api/dealer/send_request" => say(send),
        "/api/dealer/get_request_result" => Some(result(seen)),
        _ => None,
    }))
    .await
}

#[tokio::test]
async fn every_shape_of_a_result_is_understood() {
    let confirm = r#"{"result":{"Retcode":"10009","DealID":"11","OrderID":"12","VolumeExt":"10000000","Price":"1.10010"}},{"answer":{"ResultRetcode":"10009","ResultDeal":"11"}}"#;
    for (send, result) in [
        (r#"{"retcode":"0 Done","answer":{"ID":"5"}}"#, format!(r#"{{"retcode":"0 Done","5":[{confirm}]}}"#)),
        (r#"{"retcode":"0 Done","answer":{"id":5}}"#, format!(r#"{{"retcode":"0 Done","answer":{{"5":[{confirm}]}}}}"#)),
        (r#"{"retcode":"0 Done","Id":"5"}"#, format!(r#"{{"retcode":"0 Done","answer":[{{"5":[{confirm}]}}]}}"#)),
        (
            r#"{"retcode":"0 Done","answer":[{"ID":"5"}]}"#,
            r#"{"retcode":"0","answer":{"5":{"ResultRetcode":"10009 Done","ResultDeal":11,"ResultOrder":12,"ResultVolume":1000,"ResultPrice":1.1001}}}"#.to_owned(),
        ),
    ] {
        let stub = dealing(send, move |_| Act::Say(result.clone())).await;
        let outcome = stub.open_mt5().open_market(intent(), &open()).await.unwrap();
        let TradeOutcome::Done(fill) = outcome else { panic!("{send}: {outcome:?}") };
        assert_eq!((fill.deal, fill.order), (Some(Ticket(11)), Some(Ticket(12))));
        assert_eq!((fill.lots, fill.price), (Some(Lots::from_units(10_000_000)), "1.1001".parse().ok()));
    }
}

#[tokio::test]
async fn a_request_names_digits_filling_both_volumes_and_its_tag() {
    let stub = dealing(r#"{"retcode":"0","answer":{"ID":"5"}}"#, |_| {
        Act::Say(r#"{"retcode":"0","5":[{"result":{"Retcode":"10006 Rejected"}}]}"#.to_owned())
    })
    .await;
    let intent = intent();
    let outcome = stub.open_mt5().open_market(intent, &open()).await.unwrap();
    assert!(matches!(outcome, TradeOutcome::Rejected(answer) if answer.code == Some(10_006)));
    let sent = stub.last("/api/dealer/send_request").json();
    for (name, value) in [
        ("Action", "200"),
        ("Login", "7"),
        ("Symbol", "EURUSD"),
        ("Digits", "5"),
        ("Type", "0"),
        ("TypeFill", "0"),
        ("Volume", "1000"),
        ("VolumeExt", "10000000"),
        ("PriceOrder", "1.10000"),
        ("PriceSL", "0.00000"),
    ] {
        assert_eq!(sent[name], value, "{name}");
    }
    assert_eq!(sent["Comment"], intent.reference.to_string());
}

#[tokio::test]
async fn a_result_is_waited_for_while_there_is_nothing_yet() {
    let times = AtomicUsize::new(0);
    let stub = dealing(r#"{"retcode":"0","answer":{"ID":"5"}}"#, move |_| {
        Act::Say(match times.fetch_add(1, Ordering::SeqCst) {
            0 => r#"{"retcode":"0 Done","5":[]}"#.to_owned(),
            1 => r#"{"retcode":"0 Done","5":[{"result":{"Retcode":"10002"}}]}"#.to_owned(),
            _ => r#"{"retcode":"0 Done","5":[{"result":{"Retcode":"10010","DealID":"3","VolumeExt":"5000000"}}]}"#
                .to_owned(),
        })
    })
    .await;
    let outcome = stub.open_mt5().open_market(intent(), &open()).await.unwrap();
    assert!(matches!(outcome, TradeOutcome::Partial(fill) if fill.lots == Some(Lots::from_units(5_000_000))));
}

#[tokio::test]
async fn r_08_a_trade_whose_verdict_is_lost_is_unknown_and_sent_once() {
    let send = r#"{"retcode":"0","answer":{"ID":"5"}}"#;
    let nothing = |_: &Seen| Act::Say(r#"{"retcode":"0 Done","5":[]}"#.to_owned());
    let gone = |_: &Seen| Act::Close;
    let timeout = |_: &Seen| Act::Say(r#"{"retcode":"0 Done","5":[{"result":{"Retcode":"10012"}}]}"#.to_owned());
    let stubs = [
        dealing(send, nothing).await,
        dealing(send, gone).await,
        dealing(send, timeout).await,
        dealing(r#"{"retcode":"0 Done"}"#, nothing).await,
    ];
    for stub in stubs {
        let outcome = stub.open_mt5().open_market(intent(), &open()).await.unwrap();
        assert!(matches!(outcome, TradeOutcome::Unknown(_)), "{outcome:?}");
        assert_eq!(stub.count("/api/dealer/send_request"), 1);
    }
    let lost = Stub::tls(mt5(|seen| (seen.path() == "/api/dealer/send_request").then_some(Act::Close))).await;
    assert!(matches!(lost.open_mt5().open_market(intent(), &open()).await.unwrap(), TradeOutcome::Unknown(_)));
    assert_eq!(lost.count("/api/dealer/send_request"), 1);
}

#[tokio::test]
async fn mon_24_a_position_of_another_login_is_not_found() {
    let stub = Stub::tls(mt5(|seen| match seen.path() {
        "/api/position/get_batch" => say(
            r#"{"retcode":"0","answer":[{"Position":"40","Login":"8","Symbol":"EURUSD","Action":"0","VolumeExt":"100000000","PriceOpen":"1.1"}]}"#,
        ),
        _ => None,
    }))
    .await;
    let command = ClosePosition { login: Login(7), ticket: Ticket(40), lots: None, price: None };
    let ended = stub.open_mt5().close_position(intent(), &command).await;
    assert!(matches!(ended, Err(TradingError::NotFound(_))));
    assert_eq!(stub.count("/api/dealer/send_request"), 0);
}

#[tokio::test]
async fn a_partial_close_names_its_position_and_keeps_the_stops_of_a_netting_account_only() {
    for (mode, stop_loss) in [("0", Some("1.00000")), ("2", None)] {
        let group = format!(r#"{{"retcode":"0","answer":{{"Group":"g","MarginMode":"{mode}"}}}}"#);
        let stub = Stub::tls(mt5(move |seen| match seen.path() {
            "/api/position/get_batch" => say(
                r#"{"retcode":"0","answer":[{"Position":"40","Login":"7","Symbol":"EURUSD","Action":"0","VolumeExt":"100000000","PriceOpen":"1.1","PriceSL":"1.00000"}]}"#,
            ),
            "/api/user/get" => say(r#"{"retcode":"0","answer":{"Login":"7","Group":"g","Rights":"483"}}"#),
            "/api/group/get" => say(&group),
            "/api/tick/last" => say(
                r#"{"retcode":"0","trans_id":"9","answer":[{"Symbol":"EURUSD","Bid":"1.10868","Ask":"1.10871","DatetimeMsc":"1573048380097"}]}"#,
            ),
            "/api/dealer/send_request" => say(r#"{"retcode":"0","answer":{"ID":"5"}}"#),
            "/api/dealer/get_request_result" => say(r#"{"retcode":"0","5":[{"result":{"Retcode":"10009"}}]}"#),
            _ => None,
        }))
        .await;
        let lots = Some(Lots::from_units(30_000_000));
        let command = ClosePosition { login: Login(7), ticket: Ticket(40), lots, price: None };
        let outcome = stub.open_mt5().close_position(intent(), &command).await.unwrap();
        assert!(matches!(outcome, TradeOutcome::Done(fill) if fill.rest == Some(Ticket(40))));
        let sent = stub.last("/api/dealer/send_request").json();
        assert_eq!((sent["Position"].as_str(), sent["Type"].as_str()), (Some("40"), Some("1")));
        assert_eq!((sent["VolumeExt"].as_str(), sent["PriceOrder"].as_str()), (Some("30000000"), Some("1.10868")));
        assert_eq!(sent["PriceSL"].as_str(), stop_loss);
    }
}
