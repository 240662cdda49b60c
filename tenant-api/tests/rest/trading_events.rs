//! What happened on trading servers, as a website learns of it: trades, bookings past the CRM and waiting orders, each told once.

use crate::events::{ALL, Reader};
use crate::support::accounts::trading_account;
use crate::support::balances::balance_operation;
use crate::support::start;
use crate::website::{manager, website};
use chrono::{DateTime, Duration, Utc};
use crm_app::deals;
use crm_model::{TradingAccountId, TradingServerId};
use crm_storage::WaitingOrder;
use crm_testing::TestApp;
use crm_trading::{
    Deal, DealAction, DealEntry, DealId, DealLeg, Login, Lots, Money, Reference, ServerTime, Side, Ticket,
};

fn trade(
    ticket: u64,
    (order, position): (u64, u64),
    entry: DealEntry,
    side: Side,
    lots: i64,
    at: DateTime<Utc>,
) -> Deal {
    Deal {
        id: DealId { ticket: Ticket(ticket), leg: DealLeg::Whole },
        login: Login(5_001),
        action: DealAction::Trade(side),
        entry: Some(entry),
        order: Some(Ticket(order)),
        position: Some(Ticket(position)),
        symbol: "EURUSD".to_owned(),
        lots: Lots::from_units(lots),
        price: "1.10250".parse().unwrap(),
        profit: Money::ZERO,
        swap: Money::ZERO,
        commission: Money::ZERO,
        comment: String::new(),
        made_by: None,
        at: ServerTime { server_msc: at.timestamp_millis(), utc: at },
    }
}

/// Each trade that is met for the first time is told once, and says what it did to its position; the past of an account, from
/// before it was one of the CRM's, is told to nobody.
#[tokio::test]
async fn deals_tell_what_they_did_to_positions_once() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let browser = manager(&app, &atlas).await;
    let site = website(&app, &atlas, &browser, &ALL).await;
    let client = site.register("Olga").await;
    let account = trading_account(&app, &atlas, &client, 5_001).await;
    let now = app.clock.now();
    app.sql(&format!("UPDATE crm.trading_account SET opened_at = '{}'", now.to_rfc3339())).await;
    let server = server_of(&app, &account).await;
    let mut reader = Reader::new(&site);
    assert_eq!(reader.types().await, ["client.created"]);
    let (lot, at) = (100_000_000, |minutes| now + Duration::minutes(minutes));
    let before = trade(1, (70, 70), DealEntry::In, Side::Buy, lot, at(-5));
    let some = vec![
        before,
        trade(2, (71, 71), DealEntry::In, Side::Buy, lot, at(1)),
        trade(3, (72, 71), DealEntry::In, Side::Buy, lot, at(2)),
        trade(4, (73, 71), DealEntry::Out, Side::Sell, lot, at(3)),
        trade(5, (74, 71), DealEntry::Out, Side::Sell, lot, at(4)),
        trade(6, (75, 70), DealEntry::InOut, Side::Sell, 2 * lot, at(5)),
    ];
    for _ in 0..2 {
        deals::keep(&app.app, &atlas.reference, server, &some).await.unwrap();
    }
    let told = reader.all(100).await;
    let said: Vec<(&str, &str)> =
        told.iter().map(|event| (event["type"].as_str().unwrap(), event["position"].as_str().unwrap())).collect();
    assert_eq!(
        said,
        [
            ("position.opened", "71"),
            ("position.increased", "71"),
            ("position.reduced", "71"),
            ("position.closed", "71"),
            ("position.reversed", "70"),
        ]
    );
    assert!(told.iter().all(|event| event["trading_account_id"] == account && event["client_id"] == client));
    assert!(told.iter().all(|event| event["deal"].is_string() && event["order"].is_null()));
    // two processes meet the same deals
    let many: Vec<Deal> = (0..100).map(|n| trade(100 + n, (n, n), DealEntry::In, Side::Buy, lot, at(6))).collect();
    let (one, two) = tokio::join!(
        deals::keep(&app.app, &atlas.reference, server, &many[1..]),
        deals::keep(&app.app, &atlas.reference, server, &many[1..])
    );
    assert_eq!(one.unwrap().new + two.unwrap().new, 99);
    assert_eq!(reader.all(7).await.len(), 99);
}

fn booking(ticket: u64, comment: String, at: DateTime<Utc>) -> Deal {
    Deal {
        action: DealAction::Balance,
        entry: None,
        order: None,
        position: None,
        symbol: String::new(),
        profit: "25.00".parse().unwrap(),
        comment,
        ..trade(ticket, (1, 1), DealEntry::In, Side::Buy, 0, at)
    }
}

/// Money that was booked past the CRM is told once; what an operation of the CRM made is told as that operation alone.
#[tokio::test]
async fn mon_14_bookings_past_the_crm_are_told_once() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let browser = manager(&app, &atlas).await;
    let site = website(&app, &atlas, &browser, &ALL).await;
    let client = site.register("Olga").await;
    let account = trading_account(&app, &atlas, &client, 5_001).await;
    let other = trading_account(&app, &atlas, &client, 5_002).await;
    let now = app.clock.now();
    app.sql(&format!("UPDATE crm.trading_account SET opened_at = '{}'", now.to_rfc3339())).await;
    let server = server_of(&app, &account).await;
    let tag = |id: &str| {
        let id = crm_model::BalanceOperationId::parse(id).unwrap().uuid();
        Reference::from_bytes(id.as_bytes()[6..].try_into().unwrap()).to_string()
    };
    let own = balance_operation(&app, &atlas, &client, &account, "unknown", None).await;
    let others = balance_operation(&app, &atlas, &client, &other, "unknown", None).await;
    let mut reader = Reader::new(&site);
    reader.all(100).await;
    let at = |minutes| now + Duration::minutes(minutes);
    let some = vec![
        booking(1, "before it was ours".to_owned(), at(-5)),
        booking(2, "bank wire".to_owned(), at(1)),
        booking(3, tag(&own), at(2)),
        // a tag that was copied onto another account is nobody's operation
        booking(4, tag(&others), at(3)),
    ];
    for _ in 0..2 {
        deals::keep(&app.app, &atlas.reference, server, &some).await.unwrap();
    }
    let told = reader.all(100).await;
    let said: Vec<(&str, &str)> =
        told.iter().map(|event| (event["type"].as_str().unwrap(), event["deal"].as_str().unwrap())).collect();
    assert_eq!(said, [("booking.made", "2"), ("booking.made", "4")], "{told:?}");
    assert!(told.iter().all(|event| event["trading_account_id"] == account && event["position"].is_null()));
    // MASK-24: who sees positions and no money hears nothing of it
    let narrow = ["client.view", "trading_account.view", "position.view", "event.view"];
    let narrow = website(&app, &atlas, &browser, &narrow).await;
    assert!(!Reader::new(&narrow).types().await.contains(&"booking.made".to_owned()));
}

async fn server_of(app: &TestApp, account: &str) -> TradingServerId {
    let server: uuid::Uuid = sqlx::query_scalar("SELECT server_id FROM crm.trading_account WHERE id = $1")
        .bind(TradingAccountId::parse(account).unwrap().uuid())
        .fetch_one(&mut *app.admin().await)
        .await
        .unwrap();
    TradingServerId::from_uuid(server)
}

/// Waiting orders: placed, changed, cancelled, filled, each told once and in order, whoever looks again; a killed process tells
/// what it has not told, and nothing twice.
#[tokio::test]
async fn waiting_orders_tell_what_became_of_them_once() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let browser = manager(&app, &atlas).await;
    let site = website(&app, &atlas, &browser, &ALL).await;
    let client = site.register("Olga").await;
    let account = trading_account(&app, &atlas, &client, 5_001).await;
    let now = app.clock.now();
    app.sql(&format!("UPDATE crm.trading_account SET opened_at = '{}'", now.to_rfc3339())).await;
    let server = server_of(&app, &account).await;
    let mut reader = Reader::new(&site);
    reader.all(100).await;
    let at = |minutes| now + Duration::minutes(minutes);
    let order = |login: i64, ticket: i64, looks: &str, minutes: i64| WaitingOrder {
        login,
        ticket,
        looks: looks.to_owned(),
        placed_at: at(minutes),
    };
    let keep = async |orders: &[WaitingOrder], minutes: i64| {
        let tx = app.app.db.mirror(&atlas.reference).await.unwrap();
        let gone = tx.keep_orders(server, orders, at(minutes)).await.unwrap();
        tx.keep().await.unwrap();
        gone
    };
    let end = async |minutes: i64| {
        let tx = app.app.db.mirror(&atlas.reference).await.unwrap();
        let gone = tx.end_orders(server, at(minutes)).await.unwrap();
        tx.keep().await.unwrap();
        gone
    };
    let (old, one, two) =
        (order(5_001, 70, "buy 1.09", -9), order(5_001, 71, "buy 1.08", 1), order(5_001, 72, "sell 1.12", 2));
    let nobodys = order(77, 73, "buy 1.05", 2);
    let first = [old.clone(), one.clone(), two.clone(), nobodys];
    // rolled back: nothing was told
    let tx = app.app.db.mirror(&atlas.reference).await.unwrap();
    tx.keep_orders(server, &first, at(3)).await.unwrap();
    drop(tx);
    assert_eq!(reader.types().await, Vec::<String>::new());
    for _ in 0..2 {
        assert!(!keep(&first, 3).await);
    }
    let moved = WaitingOrder { looks: "buy 1.07".to_owned(), ..one.clone() };
    assert!(!keep(&[old.clone(), moved.clone(), two.clone()], 4).await);
    // one is gone by a deal, one by a person; what became of them is told when the deals are known
    assert!(keep(std::slice::from_ref(&old), 5).await);
    assert!(end(5).await, "the deals may be older than that");
    deals::keep(&app.app, &atlas.reference, server, &[trade(9, (71, 71), DealEntry::In, Side::Buy, 1_000_000, at(5))])
        .await
        .unwrap();
    assert!(end(6).await, "a deal of the other one may be late");
    assert!(!end(7).await);
    assert!(!end(7).await);
    // away for one look only
    assert!(keep(&[], 7).await);
    assert!(!keep(&[old], 8).await);
    assert!(!end(9).await);
    let told = reader.all(100).await;
    let said: Vec<(&str, Option<&str>)> =
        told.iter().map(|event| (event["type"].as_str().unwrap(), event["order"].as_str())).collect();
    assert_eq!(
        said,
        [
            ("order.placed", Some("71")),
            ("order.placed", Some("72")),
            ("order.changed", Some("71")),
            ("position.opened", None),
            ("order.filled", Some("71")),
            ("order.cancelled", Some("72")),
        ],
        "{told:?}"
    );
    assert!(told.iter().all(|event| event["trading_account_id"] == account && event["client_id"] == client));
    let blind =
        website(&app, &atlas, &browser, &["client.view", "trading_account.view", "balance.view", "event.view"]).await;
    assert!(!Reader::new(&blind).types().await.iter().any(|kind| kind.starts_with("order.")));
}
