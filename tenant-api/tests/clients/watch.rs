//! Unusual reading: counted by the trail, told to those who watch, closed by somebody else.

use super::documents::open;
use super::world::{World, olga, with, world};
use crm_testing::Browser;
use serde_json::{Value, json};

const ALERTS: &str = "query A($open: Boolean, $first: Int, $after: String) { watchAlerts(open: $open, first: $first, after: $after) { edges { cursor node { id kind staff { id name } most minutes count closedAt closedBy { name } action } } pageInfo { hasNextPage } } openWatchAlerts }";
const RULES: &str = "{ watchRules { kind version enabled most minutes nightFrom nightTo } }";
const CHANGE: &str = "mutation C($input: ChangeWatchRuleInput!) { changeWatchRule(input: $input) { rule { version most } errors { code path } } }";
const CLOSE: &str = "mutation C($input: CloseWatchAlertInput!) { closeWatchAlert(input: $input) { alert { closedBy { id } } errors { code path } } }";

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
