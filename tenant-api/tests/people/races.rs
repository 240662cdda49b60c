//! Two things at the same moment: a sign-in beside whatever ends it. Each story makes the order by holding a row that both
//! must pass, and lets go when both wait.

use crate::office::{change_status, version};
use crate::support::{options, start};
use chrono::Duration;
use crm_storage::{DbOptions, TenantDb};
use crm_testing::{Answer, Browser, DatabaseRole, PASSWORD, Person, TestApp};
use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, PgConnection};
use std::time::Duration as RealTime;
use tokio::task::JoinHandle;

const NEW: &str = "quiet copper piers 91 at dawn";

/// Holds rows against everybody, as the administrator.
struct Keeper(PgConnection);

impl Keeper {
    async fn of(app: &TestApp, rows: &str) -> Self {
        let mut keeper = Self(app.db.connect(DatabaseRole::Superuser).await.unwrap());
        // of two that wait for each other the request gives way, not this one
        keeper.run(&format!("SET deadlock_timeout = '60s'; BEGIN; {rows}")).await;
        keeper
    }

    async fn run(&mut self, sql: &str) {
        sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&mut self.0).await.unwrap();
    }

    async fn let_go(mut self) {
        self.run("COMMIT").await;
    }
}

/// Waits until so many statements of this database wait for a row.
async fn waiting(app: &TestApp, many: i64) {
    for _ in 0..400 {
        let now = app
            .number(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
            )
            .await;
        if now >= many {
            return;
        }
        tokio::time::sleep(RealTime::from_millis(10)).await;
    }
    panic!("nobody waits");
}

fn posted(browser: &Browser, path: &'static str, body: Value) -> JoinHandle<Answer> {
    let browser = browser.clone();
    tokio::spawn(async move { browser.post(path, &body).await })
}

async fn half(app: &TestApp, person: &Person) -> Browser {
    let browser = app.browser(&person.broker);
    let answer = browser.post("/auth/sign-in", &json!({"email": person.email, "password": PASSWORD})).await;
    assert_eq!(answer.json(), json!({"state": "totp_required"}), "{}", answer.text());
    browser
}

async fn reset_link(app: &TestApp, person: &Person) -> String {
    app.browser(&person.broker).post("/auth/forgot", &json!({"email": person.email})).await;
    app.run_jobs().await;
    app.mails.last_to(&person.email).token()
}

async fn living_sessions(app: &TestApp, person: &Person) -> i64 {
    app.number(&format!(
        "SELECT count(*) FROM crm.session WHERE revoked_at IS NULL AND staff_id = '{}'",
        person.id.uuid()
    ))
    .await
}

/// Whether somebody holds a person's row by now.
async fn person_is_held(app: &TestApp, person: &Person) -> bool {
    let mut other = app.db.connect(DatabaseRole::Superuser).await.unwrap();
    let sql = format!("SELECT 1 FROM crm.staff WHERE id = '{}' FOR UPDATE NOWAIT", person.id.uuid());
    match sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut other).await {
        Ok(_) => false,
        Err(error) => error.as_database_error().and_then(|e| e.code()).as_deref() == Some("55P03"),
    }
}

/// AUTH-17: a challenge is answered by a recovery code while a reset sets another password. The reset ends the session that
/// has just begun.
#[tokio::test]
async fn auth_17_a_session_begun_beside_a_reset_ends_with_it() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let maria = app.staff(&atlas, "CRM Manager").await;
    let portal = app.sign_in(&maria).await;
    let made = portal.graphql("mutation { renewRecoveryCodes { codes errors { code } } }", json!({})).await;
    let code = made["renewRecoveryCodes"]["codes"][0].clone();
    let token = reset_link(&app, &maria).await;
    let challenge = half(&app, &maria).await;

    let head = Keeper::of(&app, "SELECT FROM crm.audit_head FOR UPDATE").await;
    let answer = posted(&challenge, "/auth/totp", json!({"recovery_code": code}));
    waiting(&app, 1).await;
    let reset = posted(&app.browser(&atlas), "/auth/set-password", json!({"token": token, "password": NEW}));
    waiting(&app, 2).await;
    head.let_go().await;
    assert_eq!((answer.await.unwrap().status(), reset.await.unwrap().status()), (200, 200));
    assert_eq!(living_sessions(&app, &maria).await, 0, "whoever knew the old password is out");
    assert_eq!(challenge.get("/auth/state").await.json(), json!({"state": "signed_out"}));
}

/// AUTH-17: the other way round, with the authenticator's code: neither waits for the other for ever.
#[tokio::test]
async fn auth_17_a_challenge_answered_beside_a_reset_has_ended() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let maria = app.staff(&atlas, "CRM Manager").await;
    let token = reset_link(&app, &maria).await;
    let challenge = half(&app, &maria).await;
    let code = app.next_code(&maria);

    let credential = Keeper::of(&app, "SELECT FROM crm.credential FOR UPDATE").await;
    let reset = posted(&app.browser(&atlas), "/auth/set-password", json!({"token": token, "password": NEW}));
    waiting(&app, 1).await;
    let answer = posted(&challenge, "/auth/totp", json!({"code": code}));
    waiting(&app, 2).await;
    credential.let_go().await;
    let reset = reset.await.unwrap();
    assert_eq!(reset.status(), 200, "{}", reset.text());
    assert_eq!(answer.await.unwrap().code(), "challenge_ended");
    assert_eq!(living_sessions(&app, &maria).await, 0);
}

/// SESS-02: a challenge answered beside a suspension, in either order: no session is there when the person works again.
#[tokio::test]
async fn sess_02_no_session_outlives_a_suspension() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let (boss, maria) = (app.staff(&atlas, "CRM Manager").await, app.staff(&atlas, "CRM Manager").await);
    let portal = app.sign_in(&boss).await;
    for answered_first in [true, false] {
        let challenge = half(&app, &maria).await;
        let body = json!({"code": app.next_code(&maria)});
        let version = version(&app, "staff", maria.id.uuid()).await;
        let id = maria.id.to_string();
        let suspend = || {
            let (portal, id) = (portal.clone(), id.clone());
            tokio::spawn(async move {
                change_status(
                    &portal,
                    json!({"id": id, "version": version, "status": "SUSPENDED", "reason": "left the firm"}),
                )
                .await
            })
        };
        let head = Keeper::of(&app, "SELECT FROM crm.audit_head FOR UPDATE").await;
        let (answer, suspended) = if answered_first {
            let answer = posted(&challenge, "/auth/totp", body);
            waiting(&app, 1).await;
            (answer, suspend())
        } else {
            let suspended = suspend();
            waiting(&app, 1).await;
            (posted(&challenge, "/auth/totp", body), suspended)
        };
        waiting(&app, 2).await;
        head.let_go().await;
        let (answer, suspended) = (answer.await.unwrap(), suspended.await.unwrap());
        assert_eq!(answer.status(), if answered_first { 200 } else { 401 }, "{}", answer.text());
        assert_eq!(suspended["staff"]["status"], "SUSPENDED", "{suspended}");
        let again =
            json!({"id": id, "version": suspended["staff"]["version"], "status": "ACTIVE", "reason": "came back"});
        assert_eq!(change_status(&portal, again).await["staff"]["status"], "ACTIVE");
        assert_eq!(living_sessions(&app, &maria).await, 0);
        assert_eq!(challenge.get("/auth/state").await.json(), json!({"state": "signed_out"}));
    }
}

/// Everybody locks the person first: what is used of a session, a password that was right, an answered challenge.
#[tokio::test]
async fn a_person_is_locked_before_credential_and_session() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let maria = app.staff(&atlas, "CRM Manager").await;
    let portal = app.sign_in(&maria).await;
    app.advance(Duration::minutes(2));
    assert!(!person_is_held(&app, &maria).await, "twin");

    let sessions = Keeper::of(&app, "SELECT FROM crm.session FOR UPDATE").await;
    let used = posted(&portal, "/graphql", json!({"query": "{ viewer { totpEnabled } }"}));
    waiting(&app, 1).await;
    assert!(person_is_held(&app, &maria).await, "a used session");
    sessions.let_go().await;
    assert_eq!(used.await.unwrap().status(), 200);

    let credentials = Keeper::of(&app, "SELECT FROM crm.credential FOR UPDATE").await;
    let signing = posted(&app.browser(&atlas), "/auth/sign-in", json!({"email": maria.email, "password": PASSWORD}));
    waiting(&app, 1).await;
    assert!(person_is_held(&app, &maria).await, "a right password");
    credentials.let_go().await;
    assert_eq!(signing.await.unwrap().status(), 200);

    let challenge = half(&app, &maria).await;
    let body = json!({"code": app.next_code(&maria)});
    let credentials = Keeper::of(&app, "SELECT FROM crm.credential FOR UPDATE").await;
    let answer = posted(&challenge, "/auth/totp", body);
    waiting(&app, 1).await;
    assert!(person_is_held(&app, &maria).await, "an answered challenge");
    credentials.let_go().await;
    assert_eq!(answer.await.unwrap().status(), 200);
}

/// of two that wait for each other Postgres ends one: that caller is told to come again, and when.
#[tokio::test]
async fn r_12_who_loses_a_deadlock_is_told_to_try_again() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let maria = app.staff(&atlas, "CRM Manager").await;
    let (portal, _other) = (app.sign_in(&maria).await, app.sign_in(&maria).await);
    let challenge = half(&app, &maria).await;
    let body = json!({"code": app.next_code(&maria)});

    let mut sessions = Keeper::of(&app, "SELECT FROM crm.session WHERE stage = 'half' FOR UPDATE").await;
    let answer = posted(&challenge, "/auth/totp", body.clone());
    waiting(&app, 1).await;
    sessions.run("SELECT FROM crm.credential FOR UPDATE").await;
    let answer = answer.await.unwrap();
    assert_eq!((answer.status(), answer.code(), answer.header("retry-after")), (503, "busy".to_owned(), Some("1")));
    sessions.let_go().await;
    assert_eq!(challenge.post("/auth/totp", &body).await.status(), 200, "nothing of it was kept");

    let mut head = Keeper::of(&app, "SELECT FROM crm.audit_head FOR UPDATE").await;
    let revoke = json!({"query": "mutation { revokeOtherSessions { ok errors { code } } }"});
    let answer = posted(&portal, "/graphql", revoke.clone());
    waiting(&app, 1).await;
    head.run("SELECT FROM crm.session FOR UPDATE").await;
    let extensions = answer.await.unwrap().json()["errors"][0]["extensions"].take();
    assert_eq!((&extensions["code"], &extensions["retry_after"]), (&json!("busy"), &json!(1)), "{extensions}");
    head.let_go().await;
    let again = portal.post("/graphql", &revoke).await.json();
    assert_eq!(again["data"]["revokeOtherSessions"]["ok"], true, "{again}");
}

/// DOS-01: whoever is turned away after the password was looked at waits with no second connection.
#[tokio::test]
async fn dos_01_a_refused_sign_in_takes_one_connection_at_a_time() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let maria = app.staff(&atlas, "CRM Manager").await;
    let narrow: TenantDb = app.database_at(app.db.url(DatabaseRole::App), 1, DbOptions::REQUEST);
    let behind = std::sync::Arc::new(app.another(|other| other.db = narrow));
    let router = tenant_api::build(behind, options());
    let browser = app.browser(&atlas);
    let body = json!({"email": maria.email, "password": PASSWORD});
    let mut request = browser.request(http::Method::POST, "/auth/sign-in", Some(&body)).map(axum::body::Body::from);
    request.extensions_mut().insert(axum::extract::ConnectInfo(browser.address));

    // the password changes between the look at it and the session
    let credential = Keeper::of(&app, "UPDATE crm.credential SET password_hash = password_hash || ' '").await;
    let answer = tokio::spawn(tower::ServiceExt::oneshot(router, request));
    waiting(&app, 1).await;
    credential.let_go().await;
    let answer =
        tokio::time::timeout(RealTime::from_secs(5), answer).await.expect("an answer at once").unwrap().unwrap();
    assert_eq!(answer.status().as_u16(), 401);
}
