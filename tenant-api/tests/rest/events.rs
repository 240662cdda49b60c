//! What happened, as a website learns of it: with the commit of what it tells of, once, in an order without gaps, and as far
//! as its scopes go.

use crate::support::accounts::trading_account;
use crate::support::balances::balance_operation;
use crate::support::start;
use crate::website::{Website, events, manager, refusals, website};
use chrono::Duration;
use crm_testing::{Broker, Browser, DatabaseRole, TestApp};
use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, PgConnection};
use std::collections::BTreeSet;

pub const ALL: [&str; 6] =
    ["client.create", "client.view", "trading_account.view", "position.view", "balance.view", "event.view"];

/// A reader that goes on where it stopped.
pub struct Reader<'a> {
    site: &'a Website,
    after: Option<String>,
}

impl<'a> Reader<'a> {
    pub const fn new(site: &'a Website) -> Self {
        Self { site, after: None }
    }

    pub async fn page(&mut self, limit: u16) -> Value {
        let after = self.after.as_ref().map(|after| format!("&after={after}")).unwrap_or_default();
        let answer = self.site.get(&format!("/v1/events?limit={limit}{after}")).await;
        assert_eq!(answer.status(), 200, "{}", answer.text());
        let page = answer.json();
        self.after = Some(page["next_cursor"].as_str().unwrap().to_owned());
        page
    }

    /// Everything that is there by now.
    pub async fn all(&mut self, limit: u16) -> Vec<Value> {
        let mut seen = Vec::new();
        loop {
            let page = self.page(limit).await;
            seen.extend(page["data"].as_array().unwrap().clone());
            if page["has_more"] == false {
                return seen;
            }
        }
    }

    pub async fn types(&mut self) -> Vec<String> {
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
