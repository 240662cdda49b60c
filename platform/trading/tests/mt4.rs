//! The MT4 gateway: tokens, keys, outcome headers, and one record turned into positions, orders and deals.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod support;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crm_model::Clock;
use crm_trading::{
    Access, AccountField, AccountPatch, BalanceKind, BalanceOperation, CloseBy, ClosePosition, Daylight, DealAction,
    DealEntry, DealQuery, Found, Intent, Login, Lots, NewAccount, OpenMarket, OrderKind, OrderLife, Personal,
    PlacePending, Secret, ServerSettings, Side, Ticket, TradeFilter, TradeOutcome, TradingError, TradingServer, Trust,
    Window, connect, find_balance_operation,
};
use support::{Act, Loopback, Seen, Stub, intent, say, short_limits};

const PLATFORM: &str = "7f1c9a3e-6f0e-4d53-9a55-0d6f3c2f6b11";

/// A gateway that gives tokens and leaves the rest to a script.
async fn gateway(script: impl Fn(&Seen, &str) -> Option<Act> + Send + Sync + 'static) -> Stub {
    Stub::plain(move |seen: &Seen| {
        let path = seen.path().trim_start_matches(&format!("/api/v2/MT4/{PLATFORM}/")).to_owned();
        if let Some(act) = script(seen, &path) {
            return act;
        }
        let port = seen.header("host").unwrap().rsplit(':').next().unwrap();
        Act::Say(match path.as_str() {
            "/.well-known/openid-configuration" => {
                format!(r#"{{"token_endpoint":"http://127.0.0.1:{port}/connect/token"}}"#)
            }
            "/connect/token" if seen.body.contains("client_secret=s3cret%21") => {
                r#"{"access_token":"token-1","expires_in":3600}"#.to_owned()
            }
            "/connect/token" => return Act::Status(400, "", r#"{"error":"invalid_client"}"#.to_owned()),
            "/api/TradePlatforms" => format!(r#"[{{"id":"{PLATFORM}","name":"Live"}}]"#),
            "ServerTime" => {
                let now = Clock::system().now() + chrono::TimeDelta::hours(2);
                format!(r#"{{"data":"{}","error":null,"meta":{{}}}}"#, now.format("%Y-%m-%dT%H:%M:%SZ"))
            }
            _ => {
                r#"{"data":null,"error":{"code":"NotFound","managerCode":null,"message":"none"},"meta":{}}"#.to_owned()
            }
        })
    })
    .await
}

fn settings(stub: &Stub, secret: &str) -> ServerSettings {
    let base = url::Url::parse(&format!("http://127.0.0.1:{}", stub.address.port())).unwrap();
    ServerSettings {
        name: "gateway".to_owned(),
        access: Access::Mt4 {
            base: base.clone(),
            authority: base,
            client_id: "crm".to_owned(),
            client_secret: Secret::new(secret),
            scope: None,
            platform: None,
        },
        trust: Trust::PlainLoopback,
        daylight: Daylight::None,
        limits: short_limits(),
    }
}

fn open_with(stub: &Stub, secret: &str) -> Arc<dyn TradingServer> {
    connect(settings(stub, secret), Arc::new(Loopback(stub.address)), Clock::system()).unwrap()
}

fn open(stub: &Stub) -> Arc<dyn TradingServer> {
    open_with(stub, "s3cret!")
}

fn data(json: &str) -> Option<Act> {
    say(&format!(r#"{{"data":{json},"error":null,"meta":{{"activityId":"a","paging":null}}}}"#))
}

fn operation(kind: BalanceKind) -> BalanceOperation {
    BalanceOperation {
        login: Login(7),
        kind,
        amount: "100.5".parse().unwrap(),
        note: String::new(),
        check_margin: false,
    }
}

#[tokio::test]
async fn ssrf_03_a_redirect_is_not_followed_to_another_host_nor_for_a_token() {
    let canary = Stub::plain(|_| Act::Say("{}".to_owned())).await;
    let port = canary.address.port();
    let place: &'static str = Box::leak(format!("location: http://127.0.0.1:{port}/taken\r\n").into_boxed_str());
    for redirected in ["ServerTime", "TradeTransaction", "/connect/token"] {
        let stub = gateway(move |_, path| (path == redirected).then(|| Act::Status(302, place, String::new()))).await;
        let server = open(&stub);
        let read = server.server_time().await;
        assert_eq!(read.is_ok(), redirected == "TradeTransaction", "{redirected}: {read:?}");
        let booked = server.balance_operation(intent(), &operation(BalanceKind::Deposit)).await;
        assert!(booked.is_err(), "{redirected}: {booked:?}");
    }
    assert!(canary.seen().is_empty(), "a redirect was followed");
}

#[tokio::test]
async fn one_token_serves_many_calls_and_a_refused_one_is_replaced_once() {
    let refusals = AtomicUsize::new(0);
    let stub = gateway(move |seen, path| match path {
        "TradeTransaction" if refusals.fetch_add(1, Ordering::SeqCst) == 0 => Some(Act::Status(401, "", String::new())),
        "TradeTransaction" => data(r#"{"order":55}"#),
        _ => {
            assert!(path.contains("token") || path.contains("openid") || seen.header("authorization").is_some());
            None
        }
    })
    .await;
    let server = open(&stub);
    for _ in 0..3 {
        assert_eq!(server.server_time().await.unwrap().offset_seconds, 7_200);
    }
    assert_eq!(stub.count("/connect/token"), 1);
    let intent = intent();
    assert_eq!(server.balance_operation(intent, &operation(BalanceKind::Deposit)).await.unwrap(), Ticket(55));
    assert_eq!(stub.count("/connect/token"), 2);
    let path = format!("/api/v2/MT4/{PLATFORM}/TradeTransaction");
    assert_eq!(stub.count(&path), 2);
    let sent = stub.last(&path);
    assert_eq!(sent.header("idempotency-key"), Some(intent.reference.to_string().as_str()));
    assert!(sent.header("x-request-timeout").unwrap().parse::<u64>().unwrap() >= 1);
    assert_eq!(sent.json()["tradeTransactionType"], "BrBalance");
    assert_eq!((sent.json()["price"].as_f64(), sent.json()["orderBy"].as_u64()), (Some(100.5), Some(7)));
}

#[tokio::test]
async fn a_wrong_client_is_tried_once_until_somebody_reconnects() {
    let stub = gateway(|_, _| None).await;
    let server = open_with(&stub, "wrong");
    for _ in 0..3 {
        assert!(matches!(server.server_time().await, Err(TradingError::Auth(_))));
    }
    assert_eq!(stub.count("/connect/token"), 1);
    assert!(server.health().locked_out);
    server.reconnect().await;
    assert!(matches!(server.server_time().await, Err(TradingError::Auth(_))));
    assert_eq!(stub.count("/connect/token"), 2);
}

#[tokio::test]
async fn ssrf_03_a_token_endpoint_of_another_scheme_is_refused() {
    let stub = gateway(|_, path| {
        path.contains("openid").then(|| Act::Say(r#"{"token_endpoint":"ftp://127.0.0.1/x"}"#.to_owned()))
    })
    .await;
    assert!(matches!(open(&stub).server_time().await, Err(TradingError::Protocol(_))));
    assert_eq!(stub.count("/connect/token"), 0);
}

#[tokio::test]
async fn r_08_only_an_outcome_header_makes_a_lost_change_safe_and_none_is_put_again() {
    let error = |code: &str| {
        format!(r#"{{"data":null,"error":{{"code":"{code}","managerCode":null,"message":"m"}},"meta":{{}}}}"#)
    };
    for (what, headers, body, unknown) in [
        ("timeout", "X-Request-Outcome: timeout\r\n", error("Timeout"), false),
        ("not started", "X-Request-Outcome: not-started\r\n", error("Busy"), false),
        ("unknown", "X-Request-Outcome: unknown\r\n", error("OutcomeUnknown"), true),
        ("in progress", "X-Request-Outcome: in-progress\r\n", error("Busy"), true),
        ("no header", "", error("Timeout"), true),
        ("internal", "", error("Internal"), true),
        ("not an envelope", "", "<html>".to_owned(), true),
        ("no ticket", "", r#"{"data":{},"error":null,"meta":{}}"#.to_owned(), true),
        ("no data", "", r#"{"data":null,"error":null,"meta":{}}"#.to_owned(), true),
    ] {
        let stub =
            gateway(move |_, path| (path == "TradeTransaction").then(|| Act::Status(200, headers, body.clone()))).await;
        let ended = open(&stub).balance_operation(intent(), &operation(BalanceKind::Deposit)).await.unwrap_err();
        assert_eq!(matches!(ended, TradingError::OutcomeUnknown(_)), unknown, "{what}: {ended:?}");
        assert_eq!(matches!(ended, TradingError::Busy(_)), !unknown, "{what}: {ended:?}");
        assert_eq!(stub.count(&format!("/api/v2/MT4/{PLATFORM}/TradeTransaction")), 1, "{what}");
    }
    let acts: [fn() -> Act; 3] =
        [|| Act::Close, || Act::Half(r#"{"data":{"order":55}}"#.to_owned()), || Act::Status(503, "", String::new())];
    for act in acts {
        let stub = gateway(move |_, path| (path == "TradeTransaction").then(act)).await;
        let ended = open(&stub).balance_operation(intent(), &operation(BalanceKind::Deposit)).await;
        assert!(matches!(ended, Err(TradingError::OutcomeUnknown(_))));
        assert_eq!(stub.count(&format!("/api/v2/MT4/{PLATFORM}/TradeTransaction")), 1);
    }
}

#[tokio::test]
async fn the_same_intent_put_again_bears_the_same_key_and_another_step_another() {
    let stub = gateway(|_, path| match path {
        "TradeTransaction" => data(r#"{"order":55}"#),
        "UserRecordNew" => data(r#"{"login":2001,"group":"demo","leverage":100}"#),
        "UserPasswordSet/2001" => data("true"),
        _ => None,
    })
    .await;
    let (server, intent) = (open(&stub), intent());
    for _ in 0..2 {
        server.balance_operation(intent, &operation(BalanceKind::Deposit)).await.unwrap();
    }
    let new = NewAccount {
        login: None,
        group: "demo".to_owned(),
        leverage: 100,
        personal: Personal { name: Some("Olga".to_owned().into()), ..Personal::default() },
        agent: None,
        comment: String::new(),
        main_password: Secret::new("Main-Secret-1"),
        investor_password: Secret::new("Look-Secret-2"),
    };
    let created = server.create_account(Intent::of(intent.reference), &new).await.unwrap();
    assert_eq!((created.account.login, created.passwords), (Login(2001), Ok(())));
    let keys: Vec<String> =
        stub.seen().iter().filter_map(|seen| seen.header("idempotency-key").map(ToOwned::to_owned)).collect();
    let key = intent.reference.to_string();
    let [main, investor] = [format!("{key}:main"), format!("{key}:investor")];
    assert_eq!(keys, [key.clone(), key.clone(), key, main, investor]);
    assert!(stub.seen().iter().all(|seen| !seen.target.contains("Secret")));
    let long = NewAccount { group: "a-group-with-a-long-name".to_owned(), ..new };
    assert!(matches!(server.create_account(intent, &long).await, Err(TradingError::Validation(_))));
}

#[tokio::test]
async fn an_account_whose_password_failed_exists_all_the_same() {
    let stub = gateway(|_, path| match path {
        "UserRecordNew" => data(r#"{"login":2001,"group":"demo","leverage":100}"#),
        "UserPasswordSet/2001" => Some(Act::Close),
        _ => None,
    })
    .await;
    let new = NewAccount {
        login: None,
        group: "demo".to_owned(),
        leverage: 100,
        personal: Personal::default(),
        agent: None,
        comment: String::new(),
        main_password: Secret::new("a"),
        investor_password: Secret::new("b"),
    };
    let created = open(&stub).create_account(intent(), &new).await.unwrap();
    assert_eq!(created.account.login, Login(2001));
    assert!(matches!(created.passwords, Err(TradingError::OutcomeUnknown(_))));
}

#[tokio::test]
async fn kinds_that_mt4_does_not_have_are_booked_with_a_word_and_found_by_it() {
    let number = AtomicUsize::new(1);
    let stub = gateway(move |_, path| {
        let order = || format!(r#"{{"order":{}}}"#, number.fetch_add(1, Ordering::SeqCst));
        (path == "TradeTransaction").then(|| data(&order())).flatten()
    })
    .await;
    let server = open(&stub);
    let path = format!("/api/v2/MT4/{PLATFORM}/TradeTransaction");
    for (kind, command, word, price) in [
        (BalanceKind::Deposit, "Balance", "D:", 100.5),
        (BalanceKind::Withdraw, "Balance", "D:", -100.5),
        (BalanceKind::Charge, "Balance", "CHG D:", -100.5),
        (BalanceKind::Correction, "Balance", "COR D:", 100.5),
        (BalanceKind::CreditIn, "Credit", "D:", 100.5),
        (BalanceKind::BonusOut, "Credit", "BON D:", -100.5),
    ] {
        server.balance_operation(intent(), &operation(kind)).await.unwrap();
        let sent = stub.last(&path).json();
        assert_eq!((sent["tradeCommand"].as_str(), sent["price"].as_f64()), (Some(command), Some(price)));
        assert!(sent["comment"].as_str().unwrap().starts_with(word), "{sent}");
    }
}

#[tokio::test]
async fn mon_07_a_withdrawal_that_the_free_margin_does_not_cover_is_not_sent() {
    let stub = gateway(|_, path| match path {
        "UserRecordRequest/7" => data(r#"{"login":7,"group":"demo","credit":10,"balance":200}"#),
        "MarginLevelRequest/7" => data(r#"{"login":7,"balance":200,"equity":190,"margin":100,"free":90,"level":190}"#),
        "TradeTransaction" => data(r#"{"order":55}"#),
        _ => None,
    })
    .await;
    let server = open(&stub);
    let withdraw = |amount: &str| BalanceOperation {
        amount: amount.parse().unwrap(),
        check_margin: true,
        ..operation(BalanceKind::Withdraw)
    };
    assert!(matches!(server.balance_operation(intent(), &withdraw("91")).await, Err(TradingError::Rejected(_))));
    assert_eq!(stub.count(&format!("/api/v2/MT4/{PLATFORM}/TradeTransaction")), 0);
    assert!(server.balance_operation(intent(), &withdraw("90")).await.is_ok());
    let state = server.account_state(Login(7)).await.unwrap();
    assert_eq!((state.credit.to_string(), state.floating.to_string()), ("10".to_owned(), "-20".to_owned()));
}

fn trade(ticket: u64, volume: i64, command: &str, state: &str, comment: &str) -> String {
    format!(
        r#"{{"order":{ticket},"login":7,"symbol":"EURUSD","tradeCommand":"{command}","volume":{volume},"tradeRecordState":"{state}",
        "openPrice":1.1,"closePrice":1.2,"openTime":"2026-01-05T10:00:00Z","closeTime":"{}","profit":12.5,"storage":0,
        "commission":0,"sl":0,"tp":0,"comment":"{comment}"}}"#,
        if state.starts_with("Open") { "1970-01-01T00:00:00Z" } else { "2026-01-05T12:00:00Z" }
    )
}

#[tokio::test]
async fn a_partial_close_gives_the_rest_a_new_number() {
    let closed = AtomicUsize::new(0);
    let stub = gateway(move |seen, path| match path {
        "TradeRecordsRequest" => {
            let ticket: u64 = seen.query("orders").unwrap().parse().unwrap();
            data(&format!("[{}]", trade(ticket, 100, if ticket == 41 { "Sell" } else { "Buy" }, "OpenNormal", "")))
        }
        "UserRecordRequest/7" => data(r#"{"login":7,"group":"demo"}"#),
        "TradesGetByLogin/7/demo" if closed.load(Ordering::SeqCst) > 0 => {
            data(&format!("[{}]", trade(101, 70, "Buy", "OpenNormal", "from #40")))
        }
        "TickInfoLast/EURUSD" => data(r#"{"symbol":"EURUSD","bid":1.2,"ask":1.21,"time":"2026-01-05T12:00:00Z"}"#),
        "TradeTransaction" => {
            closed.fetch_add(1, Ordering::SeqCst);
            data(r#"{"order":40,"price":1.2}"#)
        }
        _ => None,
    })
    .await;
    let server = open(&stub);
    let lots = |units| Some(Lots::from_units(units));
    let close = ClosePosition { login: Login(7), ticket: Ticket(40), lots: lots(30_000_000), price: None };
    let outcome = server.close_position(intent(), &close).await.unwrap();
    let TradeOutcome::Done(fill) = outcome else { panic!("{outcome:?}") };
    assert_eq!((fill.rest, fill.lots), (Some(Ticket(101)), lots(30_000_000)));
    let path = format!("/api/v2/MT4/{PLATFORM}/TradeTransaction");
    let sent = stub.last(&path).json();
    assert_eq!(
        (sent["volume"].as_i64(), sent["price"].as_f64(), sent["order"].as_u64()),
        (Some(30), Some(1.2), Some(40))
    );
    // a position of another login, and more than there is
    let foreign = ClosePosition { login: Login(8), ..close.clone() };
    assert!(matches!(server.close_position(intent(), &foreign).await, Err(TradingError::NotFound(_))));
    let much = ClosePosition { lots: lots(200_000_000), ..close };
    assert!(matches!(server.close_position(intent(), &much).await, Err(TradingError::Validation(_))));
    // close by names the second order where others name the login
    let by = CloseBy { login: Login(7), ticket: Ticket(40), by: Ticket(41) };
    assert!(matches!(server.close_by(intent(), &by).await.unwrap(), TradeOutcome::Done(_)));
    assert_eq!(stub.last(&path).json()["orderBy"], 41);
}

#[tokio::test]
async fn orders_are_opened_placed_and_refused() {
    let stub = gateway(|seen, path| match path {
        "TradeTransaction" if seen.json()["volume"] == 1 => say(
            r#"{"data":null,"error":{"code":"MT4Error","managerCode":"TradeNoMoney","message":"Not enough money"},"meta":{}}"#,
        ),
        "TradeTransaction" => data(r#"{"order":77,"price":1.1}"#),
        _ => None,
    })
    .await;
    let server = open(&stub);
    let market = OpenMarket {
        login: Login(7),
        symbol: "EURUSD".to_owned(),
        side: Side::Buy,
        lots: Lots::from_units(10_000_000),
        price: Some("1.1".parse().unwrap()),
        stop_loss: None,
        take_profit: None,
    };
    assert!(
        matches!(server.open_market(intent(), &market).await.unwrap(), TradeOutcome::Done(fill) if fill.order == Some(Ticket(77)))
    );
    let small = OpenMarket { lots: Lots::from_units(1_000_000), ..market.clone() };
    let refused = server.open_market(intent(), &small).await.unwrap();
    assert!(
        matches!(refused, TradeOutcome::Rejected(answer) if answer.code == Some(134) && answer.words == "Not enough money")
    );
    let fine = OpenMarket { lots: Lots::from_units(1), ..market };
    assert!(matches!(server.open_market(intent(), &fine).await, Err(TradingError::Validation(_))));
    let pending = PlacePending {
        login: Login(7),
        symbol: "EURUSD".to_owned(),
        kind: OrderKind::BuyLimit,
        lots: Lots::from_units(10_000_000),
        price: "1.05".parse().unwrap(),
        price_trigger: None,
        stop_loss: None,
        take_profit: None,
        life: OrderLife::Until("2026-01-05T10:00:00Z".parse().unwrap()),
    };
    assert!(matches!(server.place_pending(intent(), &pending).await.unwrap(), TradeOutcome::Placed(_)));
    let sent = stub.last(&format!("/api/v2/MT4/{PLATFORM}/TradeTransaction")).json();
    // the instant on the server's wall clock, two hours ahead
    assert_eq!(
        (sent["tradeCommand"].as_str(), sent["expiration"].as_str()),
        (Some("BuyLimit"), Some("2026-01-05T12:00:00"))
    );
    let stop_limit = PlacePending { kind: OrderKind::BuyStopLimit, ..pending };
    assert!(matches!(server.place_pending(intent(), &stop_limit).await, Err(TradingError::Validation(_))));
}

#[tokio::test]
async fn one_record_becomes_deals_and_a_lost_deposit_is_found_by_its_tag() {
    let (intent, other) = (intent(), intent());
    let comment = intent.reference.comment("", "");
    let stub = gateway(move |_, path| match path {
        "UserRecordRequest/7" => data(r#"{"login":7,"group":"demo"}"#),
        "TradesGetByLogin/7/demo" => data(&format!("[{}]", trade(50, 70, "Buy", "OpenNormal", "from #49"))),
        "TradesUserHistory/7" => data(&format!(
            "[{},{}]",
            trade(49, 30, "Buy", "ClosedPart", "to #50"),
            trade(60, 0, "Balance", "ClosedNormal", &comment)
        )),
        _ => None,
    })
    .await;
    let server = open(&stub);
    let window = Window { from: "2026-01-05T00:00:00Z".parse().unwrap(), to: "2026-01-06T00:00:00Z".parse().unwrap() };
    let query = DealQuery { filter: TradeFilter::Login(Login(7)), window, cursor: None };
    let deals = server.deals(&query).await.unwrap().items;
    let entries: Vec<_> = deals.iter().map(|deal| (deal.id.ticket.0, deal.entry, deal.lots.to_string())).collect();
    assert_eq!(
        entries,
        [
            (49, Some(DealEntry::In), "1".to_owned()),
            (60, None, "0".to_owned()),
            (49, Some(DealEntry::Out), "0.3".to_owned()),
        ]
    );
    assert_eq!(deals[0].at.utc.to_string(), "2026-01-05 08:00:00 UTC");
    assert_eq!(deals[1].action, DealAction::Balance);

    let mut asked = operation(BalanceKind::Deposit);
    asked.amount = "12.5".parse().unwrap();
    let find = |reference, operation: BalanceOperation| {
        let server = Arc::clone(&server);
        async move { find_balance_operation(server.as_ref(), reference, &operation, window).await.unwrap() }
    };
    assert!(matches!(find(intent.reference, asked.clone()).await, Found::One(deal) if deal.id.ticket == Ticket(60)));
    assert!(matches!(find(other.reference, asked.clone()).await, Found::Nothing));
    // r-35: another amount, another kind
    assert!(matches!(find(intent.reference, operation(BalanceKind::Deposit)).await, Found::Doubtful(_)));
    asked.kind = BalanceKind::CreditIn;
    assert!(matches!(find(intent.reference, asked).await, Found::Doubtful(_)));
}

#[tokio::test]
async fn groups_are_read_page_by_page() {
    let stub = gateway(|seen, path| match path {
        "TradesRequest" => {
            let (ticket, next) = match seen.query("cursor").as_deref() {
                None => (1, r#"{"nextCursor":"two","hasMore":true}"#),
                Some("two") => (2, r#"{"nextCursor":"three","hasMore":true}"#),
                Some(_) => (3, r#"{"nextCursor":null,"hasMore":false}"#),
            };
            let record = trade(ticket, 10, "Buy", "OpenNormal", "");
            say(&format!(r#"{{"data":[{record}],"error":null,"meta":{{"paging":{next}}}}}"#))
        }
        _ => None,
    })
    .await;
    let positions = open(&stub).positions(&TradeFilter::Groups("real*".to_owned())).await.unwrap();
    assert_eq!(positions.iter().map(|position| position.ticket.0).collect::<Vec<_>>(), [1, 2, 3]);
}

#[tokio::test]
async fn a_patch_names_what_was_kept_and_switches_apart() {
    let stub = gateway(|seen, path| match path {
        "UserRecord/7" => {
            assert_eq!(seen.method, "PATCH");
            data(r#"{"login":7,"group":"demo","leverage":200}"#)
        }
        "UsersGroupOp" => {
            say(r#"{"data":null,"error":{"code":"MT4Error","managerCode":"NotEnoughRights","message":""},"meta":{}}"#)
        }
        _ => None,
    })
    .await;
    let server = open(&stub);
    let mut patch =
        AccountPatch { leverage: Some(200), group: Some("vip".to_owned()), enabled: Some(false), ..Default::default() };
    let update = server.update_account(intent(), Login(7), &patch).await.unwrap();
    assert_eq!(update.ignored, [AccountField::Group, AccountField::Enabled]);
    patch.trading = Some(false);
    assert!(matches!(server.update_account(intent(), Login(7), &patch).await, Err(TradingError::Validation(_))));
}
