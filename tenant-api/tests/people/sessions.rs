//! What a session is and what ends it.

use crate::support::start;
use chrono::Duration;
use crm_testing::{PASSWORD, TestApp};
use serde_json::json;

const ME: &str = "{ viewer { email } }";

async fn tables_hold(app: &TestApp, text: &str) -> i64 {
    let columns = "SELECT count(*) FROM crm.session s WHERE s::text LIKE '%' || $$TEXT$$ || '%' OR encode(s.h, 'escape') LIKE '%' || $$TEXT$$ || '%'";
    app.number(&columns.replace("TEXT", text)).await
}

/// SESS-01: nobody chooses a session's secret; it is new after each step, and the older ones are dead.
#[tokio::test]
async fn sess_01_every_step_brings_a_new_secret() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let maria = app.staff(&atlas, "CRM Manager").await;
    let browser = app.browser(&atlas);
    let planted = format!("bds_{}", "A".repeat(43));
    browser.set_cookie(Some(planted.clone()));
    let mut seen = vec![planted];
    browser.post("/auth/sign-in", &json!({"email": maria.email, "password": PASSWORD})).await;
    seen.push(browser.cookie().unwrap());
    browser.post("/auth/totp", &json!({"code": app.next_code(&maria)})).await;
    seen.push(browser.cookie().unwrap());
    browser.post("/auth/step-up", &json!({"code": app.next_code(&maria)})).await;
    seen.push(browser.cookie().unwrap());
    browser.post("/auth/sign-in", &json!({"email": maria.email, "password": PASSWORD})).await;
    seen.push(browser.cookie().unwrap());
    let distinct: std::collections::HashSet<&String> = seen.iter().collect();
    assert_eq!(distinct.len(), 5, "{seen:?}");
    for (n, old) in seen[..4].iter().enumerate() {
        let thief = app.browser(&atlas);
        thief.set_cookie(Some(old.clone()));
        assert_eq!(thief.get("/auth/state").await.json(), json!({"state": "signed_out"}), "secret {n}");
    }
}

/// SESS-02: signed out is signed out, at once.
#[tokio::test]
async fn sess_02_a_cookie_is_dead_after_sign_out() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let maria = app.staff(&atlas, "CRM Manager").await;
    let browser = app.sign_in(&maria).await;
    let kept = browser.clone();
    let op = browser.op().await.unwrap();
    let secret = browser.cookie();
    assert!(app.app.still_signed_in(&op).await.unwrap().is_some(), "a socket's tick");
    let out = browser.post("/auth/sign-out", &json!({})).await;
    assert!(out.header("set-cookie").unwrap().contains("Max-Age=0"));
    kept.set_cookie(secret);
    assert_eq!(kept.ask(ME, json!({})).await.code(), "session_ended");
    assert!(app.app.still_signed_in(&op).await.unwrap().is_none(), "a socket's tick");
}

/// SESS-03: half an hour without the person, or twelve hours in all. What the portal does by itself keeps nothing alive.
#[tokio::test]
async fn sess_03_idle_and_absolute_ends() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let maria = app.staff(&atlas, "CRM Manager").await;
    let idle = app.sign_in(&maria).await;
    app.advance(Duration::minutes(29));
    assert_eq!(idle.ask(ME, json!({})).await.status(), 200);
    app.advance(Duration::minutes(29));
    assert_eq!(idle.ask(ME, json!({})).await.status(), 200, "activity counted");
    let mut polling = idle.clone();
    polling.background = true;
    for _ in 0..6 {
        app.advance(Duration::minutes(5));
        polling.ask(ME, json!({})).await;
    }
    assert_eq!(idle.ask(ME, json!({})).await.code(), "session_ended", "polling is no activity");

    let busy = app.sign_in(&maria).await;
    for _ in 0..35 {
        app.advance(Duration::minutes(20));
        assert_eq!(busy.ask(ME, json!({})).await.status(), 200);
    }
    app.advance(Duration::minutes(20));
    assert_eq!(busy.ask(ME, json!({})).await.code(), "session_ended", "twelve hours are over");

    let strict = app.sign_in(&maria).await;
    app.sql("UPDATE crm.tenant_setting SET session_idle_s = 60").await;
    app.advance(Duration::seconds(61));
    assert_eq!(strict.ask(ME, json!({})).await.code(), "session_ended", "the broker tightened it meanwhile");
}

/// SESS-04: a stolen copy of the tables opens no session.
#[tokio::test]
async fn sess_04_no_secret_rests_in_the_database() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let maria = app.staff(&atlas, "CRM Manager").await;
    let browser = app.sign_in(&maria).await;
    let secret = browser.cookie().unwrap();
    assert_eq!(tables_hold(&app, &secret).await, 0);
    assert_eq!(tables_hold(&app, &secret[4..]).await, 0);
    assert_eq!(app.number("SELECT count(*) FROM crm.session WHERE octet_length(h) <> 32").await, 0);
    let digest = app.number("SELECT count(*) FROM crm.session").await;
    assert_eq!(digest, 2, "the half one and the whole one");
}

/// SESS-09: without a fresh second factor no role is edited and nobody invited.
#[tokio::test]
async fn sess_09_what_matters_needs_a_fresh_second_factor() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let maria = app.staff(&atlas, "CRM Manager").await;
    let browser = app.sign_in(&maria).await;
    let create = |name: &str| json!({"input": {"name": name, "description": "", "grants": [], "fields": []}});
    let mutation = "mutation ($input: CreateRoleInput!) { createRole(input: $input) { role { id } errors { code } } }";
    assert!(browser.graphql(mutation, create("One")).await["createRole"]["role"]["id"].is_string());
    app.advance(Duration::minutes(11));
    assert_eq!(browser.graphql_refusal(mutation, create("Two")).await, "step_up_required");
    assert_eq!(app.number("SELECT count(*) FROM crm.role WHERE name = 'Two'").await, 0);
    assert_eq!(app.number("SELECT count(*) FROM crm.audit_event WHERE action = 'access.refused' AND refused").await, 1);
    browser.post("/auth/step-up", &json!({"code": app.next_code(&maria)})).await;
    assert!(browser.graphql(mutation, create("Two")).await["createRole"]["role"]["id"].is_string());
}

/// SESS-11: everybody sees and ends his own sessions only.
#[tokio::test]
async fn sess_11_sessions_are_ones_own() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let (maria, tom) = (app.staff(&atlas, "CRM Manager").await, app.staff(&atlas, "Agent").await);
    let (hers, second, his) = (app.sign_in(&maria).await, app.sign_in(&maria).await, app.sign_in(&tom).await);
    let list = "{ sessions { id current ip userAgent lastActiveAt expiresAt } }";
    let mine = hers.graphql(list, json!({})).await;
    let mine = mine["sessions"].as_array().unwrap().clone();
    assert_eq!(mine.len(), 2);
    assert_eq!(mine.iter().filter(|s| s["current"] == true).count(), 1);
    assert_eq!(mine[0]["ip"], "198.51.100.7");
    let revoke = "mutation ($id: ID!) { revokeSession(id: $id) { ok errors { code } } }";
    let of_tom = his.graphql(list, json!({})).await["sessions"][0]["id"].clone();
    let unknown = crm_model::SessionId::generate().to_string();
    assert_eq!(hers.graphql_refusal(revoke, json!({"id": of_tom})).await, "not_found", "a manager neither");
    assert_eq!(hers.graphql_refusal(revoke, json!({"id": unknown})).await, "not_found");
    assert_eq!(his.get("/auth/state").await.json(), json!({"state": "signed_in"}));
    let other = mine.iter().find(|s| s["current"] == false).unwrap()["id"].clone();
    assert_eq!(hers.graphql(revoke, json!({"id": other})).await["revokeSession"]["ok"], true);
    assert_eq!(second.get("/auth/state").await.json(), json!({"state": "signed_out"}));
    let third = app.sign_in(&maria).await;
    assert_eq!(
        hers.graphql("mutation { revokeOtherSessions { ok } }", json!({})).await["revokeOtherSessions"]["ok"],
        true
    );
    assert_eq!(third.get("/auth/state").await.json(), json!({"state": "signed_out"}));
    assert_eq!(hers.get("/auth/state").await.json(), json!({"state": "signed_in"}));
}

/// ISO-30: a cookie of Atlas at Northwind's host is nobody; it is cleared and recorded there, and Atlas is untouched.
#[tokio::test]
async fn iso_30_a_session_is_good_at_its_own_host_only() {
    let app = start().await;
    let (atlas, northwind) = (app.tenant("atlas").await, app.tenant("northwind").await);
    let maria = app.staff(&atlas, "CRM Manager").await;
    let browser = app.sign_in(&maria).await;
    let stray = app.browser(&northwind);
    stray.set_cookie(browser.cookie());
    let answer = stray.ask(ME, json!({})).await;
    assert_eq!((answer.status(), answer.code().as_str()), (401, "session_ended"));
    assert!(answer.header("set-cookie").unwrap().contains("Max-Age=0"));
    let recorded = format!(
        "SELECT count(*) FROM crm.audit_event WHERE action = 'session.used_at_foreign_host' AND tenant_id = '{}'",
        northwind.tenant.id.uuid()
    );
    assert_eq!(app.number(&recorded).await, 1);
    for _ in 0..30 {
        stray.set_cookie(browser.cookie());
        stray.ask(ME, json!({})).await;
    }
    assert!(app.number(&recorded).await <= 10, "a flood fills no trail");
    assert_eq!(browser.ask(ME, json!({})).await.status(), 200);
}

/// AUTH-25: a suspended person is out on the next request and the next tick, and cannot come back.
#[tokio::test]
async fn auth_25_a_suspended_person_is_out_at_once() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let (maria, tom) = (app.staff(&atlas, "CRM Manager").await, app.staff(&atlas, "Agent").await);
    let (boss, his) = (app.sign_in(&maria).await, app.sign_in(&tom).await);
    let op = his.op().await.unwrap();
    assert_eq!(his.ask(ME, json!({})).await.status(), 200);
    let suspend = "mutation ($id: ID!, $v: Int!, $s: StaffStatus!) { changeStaffStatus(input: { id: $id, version: $v, status: $s, reason: \"left the company\" }) { staff { version status } errors { code } } }";
    let done = boss.graphql(suspend, json!({"id": tom.id.to_string(), "v": 1, "s": "SUSPENDED"})).await;
    assert_eq!(done["changeStaffStatus"]["staff"]["status"], "SUSPENDED", "{done}");
    assert_eq!(his.ask(ME, json!({})).await.code(), "session_ended");
    assert!(app.app.still_signed_in(&op).await.unwrap().is_none());
    assert_eq!(
        app.browser(&atlas).post("/auth/sign-in", &json!({"email": tom.email, "password": PASSWORD})).await.code(),
        "invalid_credentials"
    );
    let back = boss.graphql(suspend, json!({"id": tom.id.to_string(), "v": 2, "s": "ACTIVE"})).await;
    assert_eq!(back["changeStaffStatus"]["staff"]["status"], "ACTIVE", "{back}");
    assert_eq!(his.ask(ME, json!({})).await.code(), "session_ended", "the old session stays dead");
    app.sign_in(&tom).await;
}
