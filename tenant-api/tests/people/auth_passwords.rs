//! Setting passwords: invitations, resets, one's own.

use crate::support::start;
use chrono::Duration;
use crm_testing::PASSWORD;
use serde_json::json;

const NEW: &str = "quiet copper piers 91 at dawn";

const INVITE: &str = "mutation ($input: InviteStaffInput!) { inviteStaff(input: $input) { staff { id version status email { display masked } roles { name } } errors { code path message } } }";

/// AUTH-22: an invitation is accepted once; role and team come from the server's row.
#[tokio::test]
async fn auth_22_an_invitation_is_accepted_once() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let maria = app.staff(&atlas, "CRM Manager").await;
    let portal = app.sign_in(&maria).await;
    let input = json!({"input": {"name": "Tom Agent", "email": "Tom@Atlas.example", "roleIds": [atlas.role("Agent").to_string()]}});
    let made = portal.graphql(INVITE, input.clone()).await;
    assert_eq!(made["inviteStaff"]["staff"]["status"], "INVITED", "{made}");
    assert_eq!(made["inviteStaff"]["staff"]["email"], json!({"display": "Tom@atlas.example", "masked": false}));
    assert_eq!(portal.graphql(INVITE, input).await["inviteStaff"]["errors"][0]["code"], "duplicate_email");

    assert_eq!(
        app.number("SELECT count(*) FROM queue.job WHERE payload::text ILIKE '%tom%' OR payload::text LIKE '%bdi_%'")
            .await,
        0,
        "ids only"
    );
    app.run_jobs().await;
    let mail = app.mails.last_to("Tom@atlas.example");
    assert!(
        mail.text.contains("http://atlas.localhost/set-password#token=bdi_") && mail.text.contains(&maria.name),
        "{}",
        mail.text
    );
    let token = mail.token();
    let tom = app.browser(&atlas);
    let look = tom.post("/auth/token", &json!({"token": token})).await;
    assert_eq!(look.json(), json!({"purpose": "invite", "name": "Tom Agent", "email": "Tom@atlas.example"}));
    assert_eq!(
        tom.post(
            "/auth/set-password",
            &json!({"token": token, "password": NEW, "roleIds": [atlas.role("CRM Manager").to_string()]})
        )
        .await
        .code(),
        "invalid_input",
        "no role in the body"
    );
    let (one, two) = (
        json!({"token": token, "password": NEW}),
        json!({"token": token, "password": "another fine phrase of 5 words"}),
    );
    let (one, two) = tokio::join!(tom.post("/auth/set-password", &one), tom.post("/auth/set-password", &two));
    let mut statuses = [one.status(), two.status()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 410], "of two at once one wins");
    assert_eq!(tom.post("/auth/set-password", &json!({"token": token, "password": NEW})).await.code(), "link_ended");
    assert_eq!(tom.post("/auth/token", &json!({"token": token})).await.code(), "link_ended");
    assert_eq!(tom.get("/auth/state").await.json(), json!({"state": "signed_out"}), "a link signs nobody in");
    let password = if one.status() == 200 { NEW } else { "another fine phrase of 5 words" };
    assert_eq!(
        tom.post("/auth/sign-in", &json!({"email": "tom@atlas.example", "password": password})).await.json(),
        json!({"state": "signed_in"})
    );
    let who = tom.graphql("{ viewer { staff { status roles { name } } permissions { permission } } }", json!({})).await;
    assert_eq!(who["viewer"]["staff"], json!({"status": "ACTIVE", "roles": [{"name": "Agent"}]}));
}

/// AUTH-22: an invitation that was sent again kills the older one; a suspended invitation is dead; so is an old one.
#[tokio::test]
async fn auth_22_older_and_withdrawn_invitations_are_dead() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let maria = app.staff(&atlas, "CRM Manager").await;
    let portal = app.sign_in(&maria).await;
    let made =
        portal.graphql(INVITE, json!({"input": {"name": "Tom", "email": "tom@atlas.example", "roleIds": []}})).await;
    let id = made["inviteStaff"]["staff"]["id"].as_str().unwrap().to_owned();
    app.run_jobs().await;
    let first = app.mails.last_to("tom@atlas.example").token();
    let resend = "mutation ($id: ID!) { resendInvitation(id: $id) { errors { code } } }";
    assert_eq!(portal.graphql(resend, json!({"id": id})).await["resendInvitation"]["errors"], json!([]));
    assert_eq!(portal.graphql(resend, json!({"id": id})).await["resendInvitation"]["errors"][0]["code"], "too_soon");
    app.run_jobs().await;
    let second = app.mails.last_to("tom@atlas.example").token();
    let tom = app.browser(&atlas);
    assert_eq!(tom.post("/auth/token", &json!({"token": first})).await.code(), "link_ended");
    assert_eq!(tom.post("/auth/token", &json!({"token": second})).await.status(), 200);
    app.advance(Duration::hours(73));
    assert_eq!(tom.post("/auth/token", &json!({"token": second})).await.code(), "link_ended", "after 72 hours");

    let portal = app.sign_in(&maria).await;
    portal.graphql(resend, json!({"id": id})).await;
    app.run_jobs().await;
    let third = app.mails.last_to("tom@atlas.example").token();
    assert_eq!(tom.post("/auth/token", &json!({"token": third})).await.status(), 200);
    let suspend = "mutation ($id: ID!) { changeStaffStatus(input: { id: $id, version: 1, status: SUSPENDED, reason: \"hired elsewhere\" }) { staff { status } errors { code } } }";
    assert_eq!(portal.graphql(suspend, json!({"id": id})).await["changeStaffStatus"]["staff"]["status"], "SUSPENDED");
    assert_eq!(tom.post("/auth/set-password", &json!({"token": third, "password": NEW})).await.code(), "link_ended");
}

/// AUTH-02: the answer to a forgotten password is the same for everybody, and a mail goes to those who exist.
#[tokio::test]
async fn auth_02_forgotten_passwords_answer_alike() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let tom = app.staff_without_totp(&atlas, &["Agent"], None).await;
    let known = app.browser(&atlas).post("/auth/forgot", &json!({"email": tom.email})).await;
    let unknown = app.browser(&atlas).post("/auth/forgot", &json!({"email": "stranger@atlas.example"})).await;
    let odd = app.browser(&atlas).post("/auth/forgot", &json!({"email": "a\r\nBcc: b@c.example"})).await;
    for answer in [&known, &unknown, &odd] {
        assert_eq!((answer.status(), answer.text()), (202, known.text()));
        assert!(answer.header("set-cookie").is_none());
    }
    assert_eq!(
        app.number("SELECT count(*) FROM queue.job WHERE kind = 'SendPasswordReset'").await,
        3,
        "the same work for each"
    );
    app.run_jobs().await;
    assert_eq!(app.mails.all().len(), 1);
    // API-06: one mail to an address within the window
    for _ in 0..5 {
        assert_eq!(app.browser(&atlas).post("/auth/forgot", &json!({"email": tom.email})).await.status(), 202);
    }
    app.run_jobs().await;
    assert_eq!(app.mails.all().len(), 1);
}

/// AUTH-17: a reset link works once, for half an hour, at its own broker; a newer one and a new password kill it.
#[tokio::test]
async fn auth_17_a_reset_link_works_once_and_not_for_long() {
    let app = start().await;
    let (atlas, northwind) = (app.tenant("atlas").await, app.tenant("northwind").await);
    let tom = app.staff_without_totp(&atlas, &["Agent"], None).await;
    let browser = app.browser(&atlas);
    let mut tokens = Vec::new();
    for _ in 0..2 {
        app.advance(Duration::minutes(3));
        browser.post("/auth/forgot", &json!({"email": tom.email})).await;
        app.run_jobs().await;
        tokens.push(app.mails.last_to(&tom.email).token());
    }
    assert_eq!(
        browser.post("/auth/token", &json!({"token": tokens[0]})).await.code(),
        "link_ended",
        "a newer one is out"
    );
    assert_eq!(
        app.browser(&northwind).post("/auth/set-password", &json!({"token": tokens[1], "password": NEW})).await.code(),
        "link_ended",
        "another broker's"
    );
    let weak = browser.post("/auth/set-password", &json!({"token": tokens[1], "password": "atlas123"})).await;
    assert_eq!(
        (weak.status(), weak.code().as_str(), weak.json()["errors"][0]["pointer"].as_str()),
        (422, "weak_password", Some("/password")),
        "AUTH-08, and the link still works"
    );
    let open = app.sign_in(&tom).await;
    assert_eq!(
        browser.post("/auth/set-password", &json!({"token": tokens[1], "password": NEW})).await.json(),
        json!({"state": "password_set"})
    );
    assert_eq!(open.get("/auth/state").await.json(), json!({"state": "signed_out"}), "every session has ended");
    assert_eq!(
        browser.post("/auth/set-password", &json!({"token": tokens[1], "password": NEW})).await.code(),
        "link_ended"
    );
    assert_eq!(
        browser.post("/auth/sign-in", &json!({"email": tom.email, "password": PASSWORD})).await.code(),
        "invalid_credentials"
    );
    assert_eq!(browser.post("/auth/sign-in", &json!({"email": tom.email, "password": NEW})).await.status(), 200);
    app.run_jobs().await;
    assert!(app.mails.last_to(&tom.email).text.contains("Your password was changed"));

    app.advance(Duration::minutes(3));
    browser.post("/auth/forgot", &json!({"email": tom.email})).await;
    app.run_jobs().await;
    let late = app.mails.last_to(&tom.email).token();
    app.advance(Duration::minutes(31));
    assert_eq!(browser.post("/auth/token", &json!({"token": late})).await.code(), "link_ended");
    assert_eq!(
        app.number("SELECT count(*) FROM crm.one_time_token WHERE h = sha256(convert_to('bdr_', 'UTF8'))").await,
        0
    );
}

/// AUTH-18: a reset does not step over the second factor.
#[tokio::test]
async fn auth_18_a_reset_still_asks_for_the_second_factor() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let maria = app.staff(&atlas, "CRM Manager").await;
    let open = app.sign_in(&maria).await;
    let browser = app.browser(&atlas);
    browser.post("/auth/forgot", &json!({"email": maria.email})).await;
    app.run_jobs().await;
    let token = app.mails.last_to(&maria.email).token();
    assert_eq!(browser.post("/auth/set-password", &json!({"token": token, "password": NEW})).await.status(), 200);
    assert_eq!(open.ask("{ viewer { email } }", json!({})).await.code(), "session_ended");
    assert_eq!(
        browser.post("/auth/sign-in", &json!({"email": maria.email, "password": NEW})).await.json(),
        json!({"state": "totp_required"})
    );
    assert_eq!(browser.ask("{ viewer { email } }", json!({})).await.code(), "totp_required");
    assert_eq!(browser.post("/auth/totp", &json!({"code": app.next_code(&maria)})).await.status(), 200);
}

/// AUTH-08: one's own password changes with the present one; the broker's and one's own names are no passwords.
#[tokio::test]
async fn auth_08_changing_ones_own_password() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let maria = app.staff(&atlas, "CRM Manager").await;
    let (browser, other) = (app.sign_in(&maria).await, app.sign_in(&maria).await);
    let change = "mutation ($current: String!, $new: String!) { changeOwnPassword(input: { currentPassword: $current, newPassword: $new }) { ok errors { code path } } }";
    let wrong = browser.graphql(change, json!({"current": "wrong", "new": NEW})).await;
    assert_eq!(
        wrong["changeOwnPassword"],
        json!({"ok": false, "errors": [{"code": "wrong_password", "path": ["currentPassword"]}]})
    );
    for weak in ["short7!", "password123", "atlas-atlas", &format!("{}1", maria.email), "nul\u{0}in the middle of it"] {
        let refused = browser.graphql(change, json!({"current": PASSWORD, "new": weak})).await;
        assert_eq!(refused["changeOwnPassword"]["errors"][0]["code"], "weak_password", "{weak}");
    }
    let long = format!(" {NEW} with a leading space and ünïcödé far beyond sixty-four characters");
    assert_eq!(
        browser.graphql(change, json!({"current": PASSWORD, "new": long})).await["changeOwnPassword"]["ok"],
        true
    );
    assert_eq!(browser.get("/auth/state").await.json(), json!({"state": "signed_in"}));
    assert_eq!(other.get("/auth/state").await.json(), json!({"state": "signed_out"}));
    let again = app.browser(&atlas);
    assert_eq!(
        again.post("/auth/sign-in", &json!({"email": maria.email, "password": long.trim()})).await.status(),
        401,
        "taken exactly as typed"
    );
    assert_eq!(again.post("/auth/sign-in", &json!({"email": maria.email, "password": long})).await.status(), 200);
}
