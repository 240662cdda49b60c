//! What happened, as a website learns of it: with the commit of what it tells of, once, in an order without gaps, and as far
//! as its scopes go.

use crate::support::accounts::trading_account;
use crate::support::balances::balance_operation;
use crate::support::start;
use crate::website::{Website, events, manager, refusals, website};
use chrono::{DateTime, Duration, Utc};
use crm_app::deals;
use crm_model::{TradingAccountId, TradingServerId};
use crm_storage::WaitingOrder;
use crm_testing::{Broker, Browser, DatabaseRole, TestApp};
use crm_trading::{
    Deal, DealAction, DealEntry, DealId, DealLeg, Login, Lots, Money, Reference, ServerTime, Side, Ticket,
};
use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, PgConnection};
use std::collections::BTreeSet;

const ALL: [&str; 6] =
    ["client.create", "client.view", "trading_account.view", "position.view", "balance.view", "event.view"];

/// A reader that goes on where it stopped.
struct Reader<'a> {
    site: &'a Website,
    after: Option<String>,
}

impl<'a> Reader<'a> {
    const fn new(site: &'a Website) -> Self {
        Self { site, after: None }
    }

    async fn page(&mut self, limit: u16) -> Value {
        let after = self.after.as_ref().map(|after| format!("&after={after}")).unwrap_or_default();
        let answer = self.site.get(&format!("/v1/events?limit={limit}{after}")).await;
        assert_eq!(answer.status(), 200, "{}", answer.text());
        let page = answer.json();
        self.after = Some(page["next_cursor"].as_str().unwrap().to_owned());
        page
    }

    /// Everything that is there by now.
    async fn all(&mut self, limit: u16) -> Vec<Value> {
        let mut seen = Vec::new();
        loop {
            let page = self.page(limit).await;
            seen.extend(page["data"].as_array().unwrap().clone());
            if page["has_more"] == false {
                return seen;
            }
        }
    }

    async fn types(&mut self) -> Vec<String> {
        self.all(100).await.iter().map(|event| event["type"].as_str().unwrap().to_owned()).collect()
    }
}

async fn told(app: &TestApp) -> i64 {
    app.number("SELECT count(*) FROM crm.event").await
}

async fn admin(app: &TestApp) -> PgConnection {
    app.db.connect(DatabaseRole::Superuser).await.unwrap()
}

async fn run(connection: &mut PgConnection, sql: &str) {
    sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(connection).await.unwrap();
}

async fn cancel(manager: &Browser, id: &str) {
    let document = "mutation M($input: DecideBalanceOperationInput!) { cancelBalanceOperation(input: $input) { errors { code message } } }";
    let done = manager.graphql(document, json!({"input": {"id": id, "version": 1}})).await;
    assert_eq!(done["cancelBalanceOperation"]["errors"], json!([]), "{done}");
}

/// MASK-24: a key learns of what its other scopes show, by ids alone; another broker's things never.
#[tokio::test]
async fn mask_24_events_are_ids_of_what_the_key_may_read() {
    let app = start().await;
    let (atlas, north) = (app.tenant("atlas").await, app.tenant("north").await);
    let maria = app.staff(&atlas, "CRM Manager").await;
    let (browser, nina) = (app.sign_in(&maria).await, manager(&app, &north).await);
    let site = website(&app, &atlas, &browser, &ALL).await;
    let client = site.register("Olga").await;
    website(&app, &north, &nina, &ALL).await.register("Ivan").await;
    let account = trading_account(&app, &atlas, &client, 5_001).await;
    let operation = balance_operation(&app, &atlas, &client, &account, "requested", Some(maria.id)).await;
    cancel(&browser, &operation).await;

    let answer = site.get("/v1/events").await;
    let all = answer.json()["data"].take();
    assert_eq!(all.as_array().unwrap().len(), 2, "{all}");
    assert_eq!((&all[0]["type"], &all[0]["client_id"]), (&json!("client.created"), &json!(client)));
    assert_eq!(
        (&all[1]["type"], &all[1]["balance_operation_id"], &all[1]["trading_account_id"], &all[1]["client_id"]),
        (&json!("balance_operation.cancelled"), &json!(operation), &json!(account), &json!(client)),
        "{all}"
    );
    for secret in ["Olga", "olga", "novak", "5.00", "5001", "As agreed"] {
        assert!(!answer.text().contains(secret), "{secret}: {}", answer.text());
    }
    for (scopes, shown) in [
        (vec!["client.view", "event.view"], vec!["client.created"]),
        (vec!["trading_account.view", "event.view"], vec![]),
        (vec!["trading_account.view", "balance.view", "event.view"], vec!["balance_operation.cancelled"]),
        (vec!["event.view"], vec![]),
    ] {
        let narrow = website(&app, &atlas, &browser, &scopes).await;
        let types = Reader::new(&narrow).types().await;
        assert_eq!(types, shown, "{scopes:?}");
    }
    let blind = website(&app, &atlas, &browser, &["client.view", "trading_account.view", "balance.view"]).await;
    assert_eq!(blind.get("/v1/events").await.code(), "forbidden");
    assert_eq!(refusals(&app, "forbidden").await, 1);
    let only = site.get("/v1/events?types=balance_operation.cancelled,position.opened").await.json();
    assert_eq!(only["data"].as_array().unwrap().len(), 1);
    assert_eq!(site.get("/v1/events?types=client.*").await.json()["errors"][0]["pointer"], "/types");
    assert_eq!(site.get("/v1/events?after=1").await.json()["errors"][0]["pointer"], "/after");
    assert_eq!(site.get("/v1/events?limit=101").await.code(), "invalid_query");
    assert_eq!(events(&app, "event.listed").await, 4, "pages without rows leave nothing");

    // what is archived is not there any more, but that it was archived is told
    let archive = "mutation M($input: ArchiveClientInput!) { archiveClient(input: $input) { errors { code } } }";
    let open = "mutation M($id: ID!) { openClient(id: $id) { client { id version } } }";
    let version = browser.graphql(open, json!({ "id": client })).await["openClient"]["client"]["version"].clone();
    let gone = browser
        .graphql(archive, json!({"input": {"id": client, "version": version, "reason": "Asked to be forgotten"}}))
        .await;
    assert_eq!(gone["archiveClient"]["errors"], json!([]), "{gone}");
    assert_eq!(Reader::new(&site).types().await, ["client.archived"]);
}

/// R-09's rule for events: what is rolled back was never told, what is committed is told once, and neither is there without
/// the other; a process that is killed after its commit loses nothing.
#[tokio::test]
async fn an_event_is_there_if_and_only_if_what_it_tells_of_is() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let browser = manager(&app, &atlas).await;
    let site = website(&app, &atlas, &browser, &ALL).await;
    let body = json!({"first_name": "Olga", "email": "olga@novak.example"}).to_string();
    for _ in 0..3 {
        assert_eq!(site.post_once("same", body.clone()).await.status(), 201);
    }
    assert_eq!(
        site.post(json!({"first_name": "Ivan", "email": "no address"}).to_string()).await.code(),
        "invalid_input"
    );
    assert_eq!(told(&app).await, 1);

    // the event cannot be written: nothing is
    app.sql("ALTER TABLE crm.event ADD CONSTRAINT full_disk CHECK (false) NOT VALID").await;
    assert_eq!(
        site.post(json!({"first_name": "Ivan", "email": "ivan@novak.example"}).to_string()).await.code(),
        "internal"
    );
    app.sql("ALTER TABLE crm.event DROP CONSTRAINT full_disk").await;
    let clients = "SELECT count(*) FROM crm.client";
    assert_eq!((told(&app).await, app.number(clients).await), (1, 1));

    // killed between the commit and the answer: every connection of the application dies
    site.register("Ivan").await;
    let mut keeper = admin(&app).await;
    run(&mut keeper, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND usename = 'crm_app'").await;
    let mut reader = Reader::new(&site);
    let mut seen = None;
    for _ in 0..20 {
        if site.get("/v1/events").await.status() == 200 {
            seen = Some(reader.types().await);
            break;
        }
    }
    assert_eq!(seen.unwrap(), ["client.created", "client.created"]);
}

/// The classic gap: a number that was taken first and committed last. A reader never passes it by.
#[tokio::test]
async fn a_late_commit_is_not_passed_by() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let browser = manager(&app, &atlas).await;
    let site = website(&app, &atlas, &browser, &ALL).await;
    let client = site.register("Olga").await;
    let mut reader = Reader::new(&site);
    assert_eq!(reader.types().await, ["client.created"]);

    let (tenant, id) = (atlas.tenant.id.uuid(), crm_model::ClientId::parse(&client).unwrap().uuid());
    let mut slow = admin(&app).await;
    run(
        &mut slow,
        &format!(
            "BEGIN; WITH h AS (UPDATE crm.event_head SET seq = seq + 1 WHERE tenant_id = '{tenant}' RETURNING seq)
             INSERT INTO crm.event (tenant_id, seq, id, type, at, client_id) SELECT '{tenant}', seq, gen_random_uuid(), 'client.changed', now(), '{id}' FROM h"
        ),
    )
    .await;
    let fast = tokio::spawn({
        let site = site.clone();
        async move { site.register("Ivan").await }
    });
    let waiting =
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
    while app.number(waiting).await == 0 {
        tokio::task::yield_now().await;
    }
    assert_eq!(reader.types().await, Vec::<String>::new(), "the fast one waits for the slow one's commit");
    run(&mut slow, "COMMIT").await;
    fast.await.unwrap();
    assert_eq!(reader.types().await, ["client.changed", "client.created"]);
}

/// Many at once, and a reader in the middle of them: each event once, none left out.
#[tokio::test]
async fn many_writers_and_a_reader_in_the_middle() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let browser = manager(&app, &atlas).await;
    let site = website(&app, &atlas, &browser, &ALL).await;
    let writers: Vec<_> = (0..8)
        .map(|writer| {
            let site = site.clone();
            tokio::spawn(async move {
                let mut made = Vec::new();
                for n in 0..5 {
                    made.push(site.register(&format!("Olga{writer}x{n}")).await);
                }
                made
            })
        })
        .collect();
    let mut reader = Reader::new(&site);
    let mut seen = Vec::new();
    while !writers.iter().all(tokio::task::JoinHandle::is_finished) {
        seen.extend(reader.all(3).await);
    }
    seen.extend(reader.all(3).await);
    let mut made = BTreeSet::new();
    for writer in writers {
        made.extend(writer.await.unwrap());
    }
    let ids: Vec<&str> = seen.iter().map(|event| event["client_id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), 40, "each once");
    assert_eq!(ids.into_iter().map(str::to_owned).collect::<BTreeSet<_>>(), made);
}

/// Events are cleared after thirty days; who comes back later is told that something is missing.
#[tokio::test]
async fn what_is_thirty_days_old_is_cleared_and_that_is_told() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let browser = manager(&app, &atlas).await;
    let site = website(&app, &atlas, &browser, &ALL).await;
    site.register("Olga").await;
    let mut late = Reader::new(&site);
    assert_eq!(late.page(1).await["data"].as_array().unwrap().len(), 1);
    let kept = Reader { site: &site, after: late.after.clone() };
    site.register("Ivan").await;
    app.advance(Duration::days(20));
    site.register("Anna").await;
    app.advance(Duration::days(11));
    clear(&app, &atlas).await;
    assert_eq!(told(&app).await, 1);
    let answer = site.get(&format!("/v1/events?after={}", kept.after.unwrap())).await;
    assert_eq!((answer.status(), answer.code().as_str()), (410, "cursor_ended"));
    let mut anew = Reader::new(&site);
    assert_eq!(anew.types().await, ["client.created"]);
    app.advance(Duration::days(31));
    clear(&app, &atlas).await;
    clear(&app, &atlas).await;
    assert_eq!(told(&app).await, 0);
    assert_eq!(anew.types().await, Vec::<String>::new(), "who has read all of them misses nothing");
    site.register("Olga").await;
    assert_eq!(anew.types().await, ["client.created"]);
}

async fn clear(app: &TestApp, broker: &Broker) {
    let (tenant, now) = (broker.tenant.id.uuid(), app.clock.now().to_rfc3339());
    app.sql(&format!("INSERT INTO queue.job (tenant_id, id, kind, run_at) VALUES ('{tenant}', gen_random_uuid(), 'ClearEvents', '{now}')")).await;
    app.run_jobs().await;
}

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
    let id = TradingAccountId::parse(&account).unwrap().uuid();
    let server: uuid::Uuid = sqlx::query_scalar("SELECT server_id FROM crm.trading_account WHERE id = $1")
        .bind(id)
        .fetch_one(&mut *app.admin().await)
        .await
        .unwrap();
    let server = TradingServerId::from_uuid(server);
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
