//! Unusual reading: counted by the trail, told to those who watch, closed by somebody else.

use super::documents::{REVEAL, open};
use super::world::{World, olga, with, world};
use chrono::FixedOffset;
use crm_testing::{Browser, Person};
use serde_json::{Value, json};

const ALERTS: &str = "query A($open: Boolean, $first: Int, $after: String) { watchAlerts(open: $open, first: $first, after: $after) { edges { cursor node { id kind staff { id name } most minutes count closedAt closedBy { name } action } } pageInfo { hasNextPage } } openWatchAlerts }";
const RULES: &str = "{ watchRules { kind version enabled most minutes nightFrom nightTo } }";
const CHANGE: &str = "mutation C($input: ChangeWatchRuleInput!) { changeWatchRule(input: $input) { rule { version most } errors { code path } } }";
const CLOSE: &str = "mutation C($input: CloseWatchAlertInput!) { closeWatchAlert(input: $input) { alert { closedBy { id } } errors { code path } } }";
const TAKE: &str =
    "mutation T($input: TakeAuditFileInput!) { takeAuditFile(input: $input) { path errors { code path } } }";

fn rule(kind: &str, version: i32, most: i32) -> Value {
    json!({"input": {"kind": kind, "version": version, "enabled": true, "most": most, "minutes": 60, "nightFrom": 0, "nightTo": 0}})
}

fn closing(alert: &Value, reason: &str) -> Value {
    json!({"input": {"id": alert["id"], "reason": reason}})
}

impl World {
    async fn watched(&self) {
        let tenant = self.atlas.tenant.id.uuid();
        self.app
            .sql(&format!("INSERT INTO queue.job (id, tenant_id, kind, run_at) VALUES (gen_random_uuid(), '{tenant}', 'WatchBehaviour', 'epoch')"))
            .await;
        self.app.run_jobs().await;
    }

    async fn officer(&self) -> Person {
        self.app.staff(&self.atlas, "Compliance Officer").await
    }

    /// Time goes on until a quarter past an hour of a zone, more than the window of a rule away.
    async fn until_hour(&self, zone: FixedOffset, hour: u32) {
        self.app.advance(chrono::Duration::minutes(61));
        let here = self.app.clock.now().with_timezone(&zone);
        let wanted = here.date_naive().and_hms_opt(hour, 15, 0).unwrap();
        let ahead = wanted - here.naive_local();
        let day = chrono::Duration::days(i64::from(ahead < chrono::Duration::zero()));
        self.app.advance(ahead + day);
    }

    async fn reads(&self, browser: &Browser, clients: &[Value]) {
        for client in clients {
            browser.graphql(&open(), json!({"id": client["id"]})).await;
        }
    }
}

async fn alerts(browser: &Browser) -> Vec<Value> {
    let data = browser.graphql(ALERTS, json!({"open": true})).await;
    let all: Vec<Value> =
        data["watchAlerts"]["edges"].as_array().unwrap().iter().map(|edge| edge["node"].clone()).collect();
    assert_eq!(data["openWatchAlerts"], all.len());
    all
}

#[tokio::test]
async fn many_profiles_in_a_short_time_are_told_once_and_closed_by_somebody_else() {
    let w = world().await;
    let manager = w.app.sign_in(&w.manager).await;
    let ana = w.app.sign_in(&w.ana).await;
    let mut clients = Vec::new();
    for n in 0..6 {
        let input = json!({"ownerId": w.ana.id.to_string(), "email": format!("o{n}@example.com"), "phone": null});
        clients.push(w.create(&manager, with(olga(), input)).await);
    }
    let made = manager.graphql(CHANGE, rule("PROFILES_OPENED", 0, 2)).await["changeWatchRule"].clone();
    assert_eq!(made, json!({"rule": {"version": 1, "most": 2}, "errors": []}));

    w.reads(&ana, &clients[..2]).await;
    w.reads(&ana, &clients[..1]).await;
    w.watched().await;
    assert_eq!(alerts(&manager).await, Vec::<Value>::new(), "two clients, one of them twice");
    w.reads(&ana, &clients[2..3]).await;
    w.watched().await;
    let told = alerts(&manager).await;
    assert_eq!(told.len(), 1);
    assert_eq!(
        (&told[0]["kind"], &told[0]["staff"]["id"], &told[0]["count"], &told[0]["most"], &told[0]["action"]),
        (&json!("PROFILES_OPENED"), &json!(w.ana.id.to_string()), &json!(3), &json!(2), &json!("client.opened"))
    );
    // more of the same joins it
    w.app.advance(chrono::Duration::seconds(1));
    w.reads(&ana, &clients[3..4]).await;
    w.watched().await;
    w.watched().await;
    let more = alerts(&manager).await;
    assert_eq!((more.len(), &more[0]["id"], &more[0]["count"]), (1, &told[0]["id"], &json!(4)));
    let raised = "SELECT count(*) FROM crm.audit_event WHERE action = 'watch_alert.raised'";
    assert_eq!(w.app.number(raised).await, 1);

    let short = manager.graphql(CLOSE, closing(&told[0], "ok")).await["closeWatchAlert"].clone();
    assert_eq!(short["errors"], json!([{"code": "reason_required", "path": ["reason"]}]));
    let closed = manager.graphql(CLOSE, closing(&told[0], "She prepared the fair")).await["closeWatchAlert"].clone();
    assert_eq!(closed, json!({"alert": {"closedBy": {"id": w.manager.id.to_string()}}, "errors": []}));
    let again = manager.graphql(CLOSE, closing(&told[0], "She prepared the fair")).await["closeWatchAlert"].clone();
    assert_eq!(again["errors"][0]["code"], "already_closed");
    // what was looked at is not counted again; what comes later is
    w.watched().await;
    assert_eq!(alerts(&manager).await.len(), 0);
    w.app.advance(chrono::Duration::seconds(1));
    w.reads(&ana, &clients[..3]).await;
    w.watched().await;
    assert_eq!(alerts(&manager).await.len(), 1);
    // and after the window nothing is
    let closed = alerts(&manager).await;
    manager.graphql(CLOSE, closing(&closed[0], "Spoke with her about it")).await;
    w.reads(&ana, &clients[..2]).await;
    w.app.advance(chrono::Duration::minutes(61));
    let (ana, manager) = (w.app.sign_in(&w.ana).await, w.app.sign_in(&w.manager).await);
    w.reads(&ana, &clients[2..4]).await;
    w.watched().await;
    assert_eq!(alerts(&manager).await.len(), 0);
    let all = manager.graphql(ALERTS, json!({"open": false, "first": 1})).await;
    assert_eq!(all["watchAlerts"]["pageInfo"]["hasNextPage"], true);
    let next = manager
        .graphql(ALERTS, json!({"open": false, "first": 1, "after": all["watchAlerts"]["edges"][0]["cursor"]}))
        .await;
    assert_eq!(next["watchAlerts"]["edges"][0]["node"]["id"], told[0]["id"]);
}

/// Shown contacts are counted each, also of one client; a refused one is none.
#[tokio::test]
async fn many_shown_contacts_are_told() {
    let w = world().await;
    let manager = w.app.sign_in(&w.manager).await;
    let ana = w.app.sign_in(&w.ana).await;
    let client = w.olga_of_ana(&manager).await;
    let profile = w.open(&ana, &client).await;
    let contacts = profile["profile"]["contacts"].as_array().unwrap();
    let phone = contacts.iter().find(|contact| contact["kind"] == "PHONE").unwrap().clone();
    let shows = async |reason: &str| {
        let input = json!({"clientId": client["id"], "contactId": phone["id"], "field": "PHONE", "reason": reason});
        ana.graphql(REVEAL, json!({ "input": input })).await["revealContact"]["value"].is_string()
    };
    let made = manager.graphql(CHANGE, rule("CONTACTS_REVEALED", 0, 2)).await["changeWatchRule"].clone();
    assert_eq!(made["errors"], json!([]));
    for _ in 0..2 {
        assert!(shows("She asked me to call her back").await);
    }
    assert!(!shows("short").await);
    w.watched().await;
    assert_eq!(alerts(&manager).await, Vec::<Value>::new(), "two were shown, and one was refused");
    assert!(shows("She asked me to call her back").await);
    w.watched().await;
    let told = alerts(&manager).await;
    assert_eq!(told.len(), 1);
    assert_eq!(
        (&told[0]["kind"], &told[0]["staff"]["id"], &told[0]["count"], &told[0]["most"], &told[0]["action"]),
        (&json!("CONTACTS_REVEALED"), &json!(w.ana.id.to_string()), &json!(3), &json!(2), &json!("contact.revealed"))
    );
}

/// A file that is taken in the night of the broker's own clock is told, on both sides of midnight; by day none is, whatever
/// the hour is in Greenwich.
#[tokio::test]
async fn a_file_taken_at_night_is_told_by_the_brokers_clock() {
    let w = world().await;
    // fourteen hours ahead, all the year round: its night is the day of Greenwich
    let zone = FixedOffset::east_opt(14 * 3_600).unwrap();
    w.app.sql("UPDATE crm.tenant_setting SET time_zone = 'Pacific/Kiritimati'").await;
    let manager = w.app.sign_in(&w.manager).await;
    w.olga_of_ana(&manager).await;
    let mut night = rule("FILES_AT_NIGHT", 0, 0);
    (night["input"]["nightFrom"], night["input"]["nightTo"]) = (json!(22), json!(6));
    let made = manager.graphql(CHANGE, night).await["changeWatchRule"].clone();
    assert_eq!(made["errors"], json!([]));
    // in the broker's hours of one day and the next: by day, just before the night, in it, past midnight, at its end
    let hours = [(12, false), (21, false), (22, true), (23, true), (3, true), (5, true), (6, false), (13, false)];
    let mut taken = 0;
    for (hour, is_night) in hours {
        w.until_hour(zone, hour).await;
        let manager = w.app.sign_in(&w.manager).await;
        let asked =
            json!({"input": {"filter": {"actions": ["client.registered"]}, "reason": "The regulator asks for it"}});
        let file = manager.graphql(TAKE, asked).await["takeAuditFile"]["path"].clone();
        assert_eq!(manager.get(file.as_str().unwrap()).await.status(), 200);
        taken += 1;
        assert_eq!(w.app.number("SELECT count(*) FROM crm.audit_event WHERE action = 'file.taken'").await, taken);
        w.watched().await;
        let told = alerts(&manager).await;
        assert_eq!(told.len(), usize::from(is_night), "at {hour} o'clock of the broker: {told:?}");
        let Some(alert) = told.first() else { continue };
        assert_eq!(
            (&alert["kind"], &alert["staff"]["id"], &alert["count"], &alert["action"]),
            (&json!("FILES_AT_NIGHT"), &json!(w.manager.id.to_string()), &json!(1), &json!("file.taken")),
            "at {hour} o'clock"
        );
        // somebody else looks at it, so that the next hour is counted by itself
        let officer = w.app.sign_in(&w.officer().await).await;
        let closed =
            officer.graphql(CLOSE, closing(alert, "The regulator's own hours")).await["closeWatchAlert"].clone();
        assert_eq!(closed["errors"], json!([]));
    }
}

#[tokio::test]
async fn rbac_nobody_closes_an_alert_about_himself_and_no_stranger_sees_one() {
    let w = world().await;
    let manager = w.app.sign_in(&w.manager).await;
    let officer = w.app.staff(&w.atlas, "Compliance Officer").await;
    let officer = w.app.sign_in(&officer).await;
    let north = w.app.tenant("northwind").await;
    let nina = w.app.staff(&north, "CRM Manager").await;
    let nina = w.app.sign_in(&nina).await;
    let client = w.olga_of_ana(&manager).await;
    manager.graphql(CHANGE, rule("PROFILES_OPENED", 0, 0)).await;
    w.reads(&manager, &[client]).await;
    w.watched().await;
    let told = alerts(&officer).await;
    let own = manager.graphql(CLOSE, closing(&told[0], "It was only me, honestly")).await["closeWatchAlert"].clone();
    assert_eq!(own["errors"], json!([{"code": "own_alert", "path": ["id"]}]));
    assert_eq!(alerts(&nina).await.len(), 0);
    assert_eq!(nina.graphql_refusal(CLOSE, closing(&told[0], "Not of this broker")).await, "not_found");
    let ana = w.app.sign_in(&w.ana).await;
    for (document, variables) in [
        (ALERTS, json!({})),
        (RULES, json!({})),
        (CHANGE, rule("PROFILES_OPENED", 1, 9)),
        (CLOSE, closing(&told[0], "Nothing to see here")),
    ] {
        assert_eq!(ana.graphql_refusal(document, variables).await, "forbidden");
    }
    let closed = officer.graphql(CLOSE, closing(&told[0], "Asked the manager why")).await["closeWatchAlert"].clone();
    assert_eq!(closed["errors"], json!([]));
}

#[tokio::test]
async fn of_two_who_say_what_is_unusual_the_second_is_told() {
    let w = world().await;
    let manager = w.app.sign_in(&w.manager).await;
    let usual = manager.graphql(RULES, json!({})).await["watchRules"].clone();
    assert_eq!(
        usual[2],
        json!({"kind": "FILES_AT_NIGHT", "version": 0, "enabled": true, "most": 0, "minutes": 60, "nightFrom": 22, "nightTo": 6})
    );
    manager.graphql(CHANGE, rule("CONTACTS_REVEALED", 0, 5)).await;
    for version in [0, 2] {
        let late = manager.graphql(CHANGE, rule("CONTACTS_REVEALED", version, 7)).await["changeWatchRule"].clone();
        assert_eq!(late["errors"][0]["code"], "conflict");
    }
    let mut wrong = rule("CONTACTS_REVEALED", 1, -1);
    (wrong["input"]["minutes"], wrong["input"]["nightTo"]) = (json!(0), json!(24));
    let wrong = manager.graphql(CHANGE, wrong).await["changeWatchRule"]["errors"].clone();
    let places: Vec<&Value> = wrong.as_array().unwrap().iter().map(|error| &error["path"][0]).collect();
    assert_eq!(places, ["most", "minutes", "nightTo"]);
}
