//! The second factor.

use crate::support::start;
use chrono::Duration;
use crm_testing::{Browser, PASSWORD, Person, TestApp, totp_code};
use serde_json::{Value, json};

async fn half(app: &TestApp, person: &Person) -> Browser {
    let browser = app.browser(&person.broker);
    let answer = browser.post("/auth/sign-in", &json!({"email": person.email, "password": PASSWORD})).await;
    assert_eq!(answer.json(), json!({"state": "totp_required"}), "{}", answer.text());
    browser
}

/// AUTH-11: a code works once, whichever challenge asks, and so does each code of the steps around it.
#[tokio::test]
async fn auth_11_no_code_works_twice() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let maria = app.staff(&atlas, "CRM Manager").await;
    let secret = maria.totp.clone().unwrap();
    let code = app.next_code(&maria);
    assert_eq!(half(&app, &maria).await.post("/auth/totp", &json!({"code": code})).await.status(), 200);
    assert_eq!(half(&app, &maria).await.post("/auth/totp", &json!({"code": code})).await.code(), "invalid_code");
    let previous = totp_code(secret.expose(), app.clock.now() - Duration::seconds(30));
    assert_eq!(
        half(&app, &maria).await.post("/auth/totp", &json!({"code": previous})).await.code(),
        "invalid_code",
        "an older step than the one used"
    );
    let next = totp_code(secret.expose(), app.clock.now() + Duration::seconds(30));
    assert_eq!(half(&app, &maria).await.post("/auth/totp", &json!({"code": next})).await.status(), 200);
    assert_eq!(half(&app, &maria).await.post("/auth/totp", &json!({"code": next})).await.code(), "invalid_code");
}

/// AUTH-11: two browsers with the same code at the same moment: one gets in.
#[tokio::test]
async fn auth_11_of_parallel_uses_of_a_code_one_wins() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let maria = app.staff(&atlas, "CRM Manager").await;
    let (one, two) = (half(&app, &maria).await, half(&app, &maria).await);
    let body = json!({"code": app.next_code(&maria)});
    let (one, two) = tokio::join!(one.post("/auth/totp", &body), two.post("/auth/totp", &body));
    let mut statuses = [one.status(), two.status()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 401]);
}

/// AUTH-12: five tries a challenge, then the password again; and tries are counted for the account over all challenges.
#[tokio::test]
async fn auth_12_five_tries_and_the_challenge_is_dead() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let maria = app.staff(&atlas, "CRM Manager").await;
    let browser = half(&app, &maria).await;
    for left in [4, 3, 2] {
        let answer = browser.post("/auth/totp", &json!({"code": "000000"})).await;
        assert_eq!(answer.code(), "invalid_code");
        assert!(answer.json()["detail"].as_str().unwrap().contains(&left.to_string()), "{}", answer.text());
    }
    assert_eq!(browser.post("/auth/totp", &json!({"code": "000000"})).await.code(), "invalid_code");
    assert_eq!(browser.post("/auth/totp", &json!({"code": "000000"})).await.code(), "challenge_ended");
    let right = app.next_code(&maria);
    assert_eq!(
        browser.post("/auth/totp", &json!({"code": right})).await.code(),
        "challenge_ended",
        "even the right code"
    );

    // 50 parallel guesses over fresh challenges: the account's own counter holds them back
    let mut challenges = Vec::new();
    for _ in 0..3 {
        challenges.push(half(&app, &maria).await);
    }
    let guesses = (0..50).map(|n| {
        let browser = challenges[n % 3].clone();
        async move { browser.post("/auth/totp", &json!({"code": format!("{n:06}")})).await.status() }
    });
    let statuses = futures_util::future::join_all(guesses).await;
    assert!(statuses.iter().filter(|s| **s == 401).count() <= 15 + 1);
    assert!(statuses.contains(&429), "{statuses:?}");
    assert_eq!(app.number("SELECT count(*) FROM crm.session WHERE stage = 'full'").await, 0);
    app.advance(Duration::minutes(40));
    app.sign_in(&maria).await;
}

/// A recovery code opens once, and its person is told.
#[tokio::test]
async fn auth_12_a_recovery_code_opens_once() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let maria = app.staff(&atlas, "CRM Manager").await;
    let browser = app.sign_in(&maria).await;
    let made = browser.graphql("mutation { renewRecoveryCodes { codes errors { code } } }", json!({})).await;
    let codes: Vec<String> = made["renewRecoveryCodes"]["codes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|c| c.as_str().unwrap().to_owned())
        .collect();
    assert_eq!(codes.len(), 10);
    let lost_phone = half(&app, &maria).await;
    assert_eq!(lost_phone.post("/auth/totp", &json!({"recovery_code": codes[0].to_uppercase()})).await.status(), 200);
    assert_eq!(
        half(&app, &maria).await.post("/auth/totp", &json!({"recovery_code": codes[0]})).await.code(),
        "invalid_code"
    );
    assert_eq!(
        lost_phone.graphql("{ viewer { recoveryCodesLeft totpEnabled } }", json!({})).await["viewer"],
        json!({"recoveryCodesLeft": 9, "totpEnabled": true})
    );
    app.run_jobs().await;
    let mails = app.mails.to(&maria.email);
    assert!(mails.iter().any(|m| m.text.contains("A recovery code was used")), "{mails:?}");
    assert!(mails.iter().any(|m| m.text.contains("New recovery codes were made")));
}

/// AUTH-14: no factor is removed, replaced or renewed without a fresh one.
#[tokio::test]
async fn auth_14_factors_change_with_a_fresh_step_up_only() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let maria = app.staff(&atlas, "CRM Manager").await;
    let browser = app.sign_in(&maria).await;
    let begun = browser
        .graphql("mutation { beginTotp { enrolment { secret otpauthUri qrSvg } errors { code } } }", json!({}))
        .await;
    assert!(begun["beginTotp"]["enrolment"]["otpauthUri"].as_str().unwrap().starts_with("otpauth://totp/"));
    assert!(begun["beginTotp"]["enrolment"]["qrSvg"].as_str().unwrap().starts_with("<svg"));

    app.advance(Duration::minutes(11));
    for mutation in [
        "beginTotp { errors { code } }",
        "confirmTotp(input: { code: \"123456\" }) { errors { code } }",
        "disableTotp { ok }",
        "renewRecoveryCodes { codes }",
    ] {
        assert_eq!(
            browser.graphql_refusal(&format!("mutation {{ {mutation} }}"), json!({})).await,
            "step_up_required",
            "{mutation}"
        );
    }
    assert_eq!(app.number("SELECT count(*) FROM crm.credential WHERE totp_confirmed_at IS NOT NULL").await, 1);
    assert_eq!(app.number("SELECT count(*) FROM crm.audit_event WHERE action = 'access.refused'").await, 4);

    let former = browser.cookie();
    let up = browser.post("/auth/step-up", &json!({"code": app.next_code(&maria)})).await;
    assert!(up.json()["until"].is_string(), "{}", up.text());
    assert_ne!(browser.cookie(), former, "SESS-01: a new secret");
    assert_eq!(browser.graphql("mutation { disableTotp { ok } }", json!({})).await["disableTotp"]["ok"], true);
    assert_eq!(browser.graphql("{ viewer { totpEnabled } }", json!({})).await["viewer"]["totpEnabled"], false);
    app.run_jobs().await;
    assert!(app.mails.last_to(&maria.email).text.contains("was removed"));
}

/// A person without a second factor confirms by password, which lifts enough to enrol and no further.
#[tokio::test]
async fn auth_14_the_first_factor_is_enrolled_by_password() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let maria = app.staff_without_totp(&atlas, &["CRM Manager"], None).await;
    let browser = app.sign_in(&maria).await;
    app.advance(Duration::minutes(11));
    assert_eq!(browser.post("/auth/step-up", &json!({"code": "123456"})).await.code(), "totp_not_enrolled");
    assert_eq!(browser.post("/auth/step-up", &json!({"password": "wrong"})).await.code(), "invalid_code");
    assert_eq!(browser.post("/auth/step-up", &json!({"password": PASSWORD})).await.status(), 200);
    let invite =
        "mutation { inviteStaff(input: { name: \"X\", email: \"x@y.example\", roleIds: [] }) { errors { code } } }";
    assert_eq!(browser.graphql_refusal(invite, json!({})).await, "totp_not_enrolled", "a password is no second factor");

    let begun = browser.graphql("mutation { beginTotp { enrolment { secret } errors { code } } }", json!({})).await;
    let secret = data_encoding::BASE32_NOPAD
        .decode(begun["beginTotp"]["enrolment"]["secret"].as_str().unwrap().as_bytes())
        .unwrap();
    let confirm = "mutation ($code: String!) { confirmTotp(input: { code: $code }) { codes errors { code path } } }";
    let wrong = browser.graphql(confirm, json!({"code": "000000"})).await;
    assert_eq!(wrong["confirmTotp"], json!({"codes": null, "errors": [{"code": "invalid_code", "path": ["code"]}]}));
    let code = totp_code(&secret, app.clock.now());
    let made = browser.graphql(confirm, json!({"code": code})).await;
    assert_eq!(made["confirmTotp"]["codes"].as_array().map(Vec::len), Some(10));
    let again = half(&app, &maria).await;
    assert_eq!(
        again.post("/auth/totp", &json!({"code": code})).await.code(),
        "invalid_code",
        "AUTH-11: the code that enrolled is used up"
    );
    app.advance(Duration::seconds(31));
    assert_eq!(again.post("/auth/totp", &json!({"code": totp_code(&secret, app.clock.now())})).await.status(), 200);
    assert_eq!(
        browser.post("/auth/step-up", &json!({"password": PASSWORD})).await.code(),
        "invalid_code",
        "whoever has a factor shows it"
    );
    app.run_jobs().await;
    assert!(app.mails.last_to(&maria.email).text.contains("authenticator app was added"));
    assert_eq!(app.number("SELECT count(*) FROM crm.audit_event WHERE body LIKE '%' || (SELECT encode(totp_sealed, 'hex') FROM crm.credential) || '%'").await, 0);
    let none: Value = json!(null);
    assert_eq!(
        browser.graphql("{ viewer { broker { logoSvg } } }", json!({})).await["viewer"]["broker"]["logoSvg"],
        none
    );
}
