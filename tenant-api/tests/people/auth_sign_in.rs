//! Sign-in by e-mail and password.

use crate::support::start;
use chrono::Duration;
use crm_testing::{Answer, PASSWORD};
use serde_json::json;

/// [`PASSWORD`] under parameters of former days (m=8192, t=1), made by another implementation.
const WEAKER: &str = "$argon2id$v=19$m=8192,t=1,p=1$YnJva2VyZGVzay10ZXN0cw$+vvuWh/3daJT75xIf5BuA9/UFBFVwXkAxjOJDGI4XEc";

/// What an answer shows of itself, without what differs by nature.
fn face(answer: &Answer) -> (u16, String, Vec<(String, String)>) {
    let mut body = answer.json();
    body["request_id"] = json!("-");
    let headers = answer.headers().iter().filter(|(name, _)| !["x-request-id", "date"].contains(&name.as_str()));
    let mut headers: Vec<(String, String)> =
        headers.map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned())).collect();
    headers.sort();
    (answer.status(), body.to_string(), headers)
}

#[tokio::test]
async fn maria_signs_in_with_her_app_and_out_again() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let maria = app.staff(&atlas, "CRM Manager").await;

    let browser = app.browser(&atlas);
    let first =
        browser.post("/auth/sign-in", &json!({"email": maria.email.to_uppercase(), "password": PASSWORD})).await;
    assert_eq!(first.json(), json!({"state": "totp_required"}));
    assert_eq!(browser.get("/auth/state").await.json(), json!({"state": "totp_required"}));
    let second = browser.post("/auth/totp", &json!({"code": app.next_code(&maria)})).await;
    assert_eq!(second.json(), json!({"state": "signed_in"}));
    assert_eq!(browser.get("/auth/state").await.json(), json!({"state": "signed_in"}));
    let cookie = second.header("set-cookie").unwrap();
    for part in ["__Host-bd_session=bds_", "; Path=/", "; Secure", "; HttpOnly", "; SameSite=Strict"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert!(!cookie.contains("Domain"));

    let out = browser.post("/auth/sign-out", &json!({})).await;
    assert_eq!(out.status(), 204);
    assert_eq!(browser.get("/auth/state").await.json(), json!({"state": "signed_out"}));
    assert_eq!(
        app.number("SELECT count(*) FROM crm.audit_event WHERE action IN ('session.signed_in', 'session.signed_out')")
            .await,
        2
    );
}

/// AUTH-01: unknown people, wrong passwords, suspended and not yet joined people look alike; each leaves one event.
#[tokio::test]
async fn auth_01_nobody_learns_who_is_known() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let tom = app.staff_without_totp(&atlas, &["Agent"], None).await;
    let gone = app.staff_without_totp(&atlas, &["Agent"], None).await;
    let invited = app.staff_without_totp(&atlas, &["Agent"], None).await;
    assert_eq!(
        app.browser(&atlas).post("/auth/sign-in", &json!({"email": tom.email, "password": PASSWORD})).await.status(),
        200
    );
    app.sql(&format!("UPDATE crm.staff SET status = 'suspended' WHERE id = '{}'", gone.id.uuid())).await;
    app.sql(&format!("UPDATE crm.staff SET status = 'invited' WHERE id = '{}'", invited.id.uuid())).await;
    app.sql(&format!("UPDATE crm.credential SET password_hash = NULL WHERE staff_id = '{}'", invited.id.uuid())).await;

    let tries = [
        ("stranger@atlas.example", "whatever it may be"),
        (tom.email.as_str(), "whatever it may be"),
        (gone.email.as_str(), PASSWORD),
        (invited.email.as_str(), PASSWORD),
        ("no address at all", PASSWORD),
    ];
    let mut faces = Vec::new();
    for (email, password) in tries {
        let answer = app.browser(&atlas).post("/auth/sign-in", &json!({"email": email, "password": password})).await;
        assert_eq!((answer.status(), answer.code().as_str()), (401, "invalid_credentials"));
        faces.push(face(&answer));
    }
    faces.dedup();
    assert_eq!(faces.len(), 1, "{faces:#?}");
    assert_eq!(
        app.number("SELECT count(*) FROM crm.audit_event WHERE action = 'session.sign_in_refused' AND refused").await,
        5
    );
    assert_eq!(app.number("SELECT count(*) FROM crm.session").await, 1);
}

/// AUTH-01: an unknown e-mail costs one hash, as a known one does. That the two hashes are alike is proved beside the hasher.
#[tokio::test]
async fn auth_01_unknown_people_cost_a_hash_too() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let tom = app.staff_without_totp(&atlas, &["Agent"], None).await;
    for email in [tom.email.as_str(), "stranger@atlas.example"] {
        let before = app.app.hasher.taken();
        let answer = app.browser(&atlas).post("/auth/sign-in", &json!({"email": email, "password": "wrong"})).await;
        assert_eq!(answer.status(), 401);
        assert_eq!(app.app.hasher.taken() - before, 1, "{email}");
    }
}

/// AUTH-03: at most ten guesses a minute are looked at; then even the right password waits, with the same answer.
#[tokio::test]
async fn auth_03_guessing_slows_down_and_the_right_password_waits_too() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let tom = app.staff_without_totp(&atlas, &["Agent"], None).await;
    let mut looked_at = 0;
    for n in 0..120 {
        let mut browser = app.browser(&atlas);
        browser.address.set_ip(format!("203.0.113.{}", n % 200 + 1).parse().unwrap());
        let answer =
            browser.post("/auth/sign-in", &json!({"email": tom.email, "password": format!("guess {n}")})).await;
        match answer.status() {
            401 => looked_at += 1,
            429 => assert!(answer.code() == "too_many_attempts" && answer.header("retry-after").is_some()),
            other => panic!("{other}: {}", answer.text()),
        }
        app.advance(Duration::milliseconds(500));
    }
    assert!((5..=10).contains(&looked_at), "{looked_at} guesses were looked at");
    assert_eq!(
        app.number("SELECT count(*) FROM crm.audit_event WHERE action = 'session.sign_in_refused'").await,
        looked_at
    );

    let wrong = app.browser(&atlas).post("/auth/sign-in", &json!({"email": tom.email, "password": "wrong"})).await;
    let right = app.browser(&atlas).post("/auth/sign-in", &json!({"email": tom.email, "password": PASSWORD})).await;
    assert_eq!(face(&wrong), face(&right), "within the wait both are refused alike");
    app.advance(Duration::minutes(16));
    assert_eq!(
        app.browser(&atlas).post("/auth/sign-in", &json!({"email": tom.email, "password": PASSWORD})).await.status(),
        200
    );
}

/// AUTH-03: parallel guesses cannot share one allowance.
#[tokio::test]
async fn auth_03_parallel_guesses_share_no_allowance() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let tom = app.staff_without_totp(&atlas, &["Agent"], None).await;
    let guesses = (0..30).map(|n| {
        let mut browser = app.browser(&atlas);
        browser.address.set_ip(format!("203.0.113.{}", n + 1).parse().unwrap());
        let email = tom.email.clone();
        async move {
            browser.post("/auth/sign-in", &json!({"email": email, "password": format!("guess {n}")})).await.status()
        }
    });
    let statuses = futures_util::future::join_all(guesses).await;
    assert!(statuses.iter().filter(|s| **s == 401).count() <= 5, "{statuses:?}");
}

/// AUTH-07: a flood of sign-ins is answered "busy" and nothing breaks; the tries that nobody looked at are not counted.
#[tokio::test]
async fn auth_07_a_flood_of_sign_ins_is_bounded() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let maria = app.staff(&atlas, "CRM Manager").await;
    let signed_in = app.sign_in(&maria).await;
    let flood =
        (0..200).map(|n| {
            let mut browser = app.browser(&atlas);
            browser.address.set_ip(format!("2001:db8:{n:x}::1").parse().unwrap());
            async move {
                browser.post("/auth/sign-in", &json!({"email": format!("p{n}@atlas.example"), "password": "x"})).await
            }
        });
    let (answers, state) = tokio::join!(futures_util::future::join_all(flood), signed_in.get("/auth/state"));
    assert_eq!(state.json(), json!({"state": "signed_in"}));
    for answer in &answers {
        assert!(matches!(answer.status(), 401 | 429 | 503), "{}", answer.text());
        assert!(answer.status() == 401 || answer.header("retry-after").is_some());
    }
    assert_eq!(signed_in.get("/auth/state").await.json(), json!({"state": "signed_in"}));
}

/// AUTH-10: what rests is argon2id with a salt of its own; an older hash is made anew at the next sign-in.
#[tokio::test]
async fn auth_10_old_hashes_are_renewed_at_sign_in() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let tom = app.staff_without_totp(&atlas, &["Agent"], None).await;
    let ann = app.staff_without_totp(&atlas, &["Agent"], None).await;
    assert_eq!(app.number("SELECT count(DISTINCT password_hash) FROM crm.credential WHERE password_hash LIKE '$argon2id$v=19$m=19456,t=2,p=1$%'").await, 2, "{} {}", tom.name, ann.name);
    app.sql(&format!("UPDATE crm.credential SET password_hash = '{WEAKER}' WHERE staff_id = '{}'", tom.id.uuid()))
        .await;
    app.sign_in(&tom).await;
    assert_eq!(
        app.number("SELECT count(*) FROM crm.credential WHERE password_hash LIKE '%m=19456,t=2,p=1$%'").await,
        2
    );
    app.sign_in(&tom).await;
}

/// AUTH-13: after the password alone nothing is open but the challenge.
#[tokio::test]
async fn auth_13_a_half_session_opens_nothing_but_the_challenge() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let maria = app.staff(&atlas, "CRM Manager").await;
    assert!(app.sign_in(&maria).await.graphql("{ viewer { email } }", json!({})).await["viewer"]["email"].is_string());
    let half = app.browser(&atlas);
    half.post("/auth/sign-in", &json!({"email": maria.email, "password": PASSWORD})).await;
    let before = half.cookie();
    for answer in [
        half.ask("{ viewer { email } }", json!({})).await,
        half.post("/auth/step-up", &json!({"code": app.next_code(&maria)})).await,
    ] {
        assert_eq!((answer.status(), answer.code().as_str()), (401, "totp_required"));
    }
    assert!(half.op().await.is_none());
    // the same secret under the other prefix is another secret
    half.set_cookie(before.map(|secret| secret.replacen("bdh_", "bds_", 1)));
    assert_eq!(half.ask("{ viewer { email } }", json!({})).await.code(), "session_ended");
}

/// SESS-05, AUTH-24: other sites and other shapes get nowhere, and nothing answers whether somebody exists.
#[tokio::test]
async fn sess_05_sign_in_takes_json_of_its_own_origin_only() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let tom = app.staff_without_totp(&atlas, &["Agent"], None).await;
    let browser = app.sign_in(&tom).await;
    let body = json!({"email": tom.email, "password": PASSWORD});
    for (name, value, code) in [
        ("sec-fetch-site", "cross-site", "cross_site"),
        ("sec-fetch-site", "same-site", "cross_site"),
        ("content-type", "text/plain", "unsupported_media_type"),
        ("content-type", "application/x-www-form-urlencoded", "unsupported_media_type"),
        ("content-type", "multipart/form-data; boundary=x", "unsupported_media_type"),
    ] {
        let mut request = browser.request(http::Method::POST, "/auth/sign-in", Some(&body));
        request.headers_mut().insert(name, value.parse().unwrap());
        let answer = browser.send(request).await;
        assert_eq!(answer.code(), code, "{name}: {value}");
    }
    for (path, method) in
        [("/auth/sign-in", http::Method::GET), ("/auth/exists", http::Method::GET), ("/users", http::Method::GET)]
    {
        assert!(matches!(browser.send(browser.request(method, path, None)).await.status(), 404 | 405));
    }
    assert_eq!(
        browser
            .post("/auth/sign-in", &json!({"email": tom.email, "password": PASSWORD, "role": "CRM Manager"}))
            .await
            .code(),
        "invalid_input"
    );
}
