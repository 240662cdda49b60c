//! Mails to staff speak the reader's language: the person's own, else the broker's; and tell instants by the reader's clock.

use crate::office::change;
use crate::support::start;
use crm_testing::{Browser, PASSWORD};
use serde_json::{Value, json};

const INVITE: &str = "mutation ($input: InviteStaffInput!) { inviteStaff(input: $input) { errors { code } } }";

async fn want(who: &Browser, input: Value) {
    let done = change(who, "changePreferences", "ChangePreferencesInput", "viewer { email }", input).await;
    assert_eq!(done["errors"], json!([]), "{done}");
}

/// An agent who works in Arabic asks for a new password; a colleague who chose nothing reads the broker's English.
#[tokio::test]
async fn a_person_is_written_to_in_the_chosen_language() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let laila = app.staff_without_totp(&atlas, &["Agent"], None).await;
    let tom = app.staff_without_totp(&atlas, &["Agent"], None).await;
    want(&app.sign_in(&laila).await, json!({"locale": "ar"})).await;
    for person in [&laila, &tom] {
        let asked = app.browser(&atlas).post("/auth/forgot", &json!({"email": person.email})).await;
        assert_eq!(asked.status(), 202);
    }
    app.run_jobs().await;

    let arabic = app.mails.last_to(&laila.email);
    assert!(arabic.subject.starts_with("تعيين كلمة مرور جديدة لدى \u{2068}"), "{}", arabic.subject);
    assert!(arabic.text.contains(&format!("مرحبًا \u{2068}{}\u{2069}،", laila.name)), "{}", arabic.text);
    assert!(arabic.text.contains("30 دقيقة") && !arabic.text.contains("Hello"));
    assert!(arabic.html.contains("<html lang=\"ar\" dir=\"rtl\">"));
    let link = arabic.text.lines().find(|line| line.starts_with("http")).expect("a link on a line of its own");
    assert!(link.ends_with("&language=ar"), "{link}");
    let look = app.browser(&atlas).post("/auth/token", &json!({"token": arabic.token()})).await;
    assert_eq!(look.json()["purpose"], "reset", "the link works");

    let english = app.mails.last_to(&tom.email);
    assert!(english.subject.starts_with("Set a new password for ") && english.html.contains("<html lang=\"en\""));
    assert!(english.text.contains("&language=en"));
}

/// Where the broker's language is Arabic, invitations and people who chose nothing have it, and those who chose English not.
#[tokio::test]
async fn a_brokers_language_is_everybodys_who_chose_none() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let maria = app.staff(&atlas, "CRM Manager").await;
    let ana = app.staff_without_totp(&atlas, &["Agent"], None).await;
    let portal = app.sign_in(&maria).await;
    want(&app.sign_in(&ana).await, json!({"locale": "en"})).await;
    app.sql("UPDATE crm.tenant_setting SET language = 'ar', time_zone = 'Asia/Dubai'").await;

    let viewer = portal.graphql("{ viewer { preferences { locale } } }", json!({})).await;
    assert_eq!(viewer["viewer"]["preferences"]["locale"], "ar", "the portal speaks it too");
    let input = json!({"input": {"name": "سامي", "email": "sami@atlas.example", "roleIds": []}});
    assert_eq!(portal.graphql(INVITE, input).await["inviteStaff"]["errors"], json!([]));
    app.browser(&atlas).post("/auth/forgot", &json!({"email": ana.email})).await;
    app.run_jobs().await;

    let invitation = app.mails.last_to("sami@atlas.example");
    assert!(invitation.subject.starts_with("دعوة للانضمام إلى "), "{}", invitation.subject);
    assert!(
        invitation.text.contains("(Asia/Dubai)") && invitation.text.contains("&language=ar"),
        "{}",
        invitation.text
    );
    assert!(app.mails.last_to(&ana.email).subject.starts_with("Set a new password"), "she chose English");
}

/// The clock of a notice is the person's; a zone that nobody knows is the broker's and ends nothing.
#[tokio::test]
async fn a_notice_tells_the_time_by_the_readers_clock() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    app.sql("UPDATE crm.tenant_setting SET time_zone = 'Asia/Dubai'").await;
    let change_password =
        "mutation ($input: ChangeOwnPasswordInput!) { changeOwnPassword(input: $input) { errors { code } } }";
    for (zone, told) in [("Europe/Madrid", "(Europe/Madrid)"), ("Nowhere/Land", "(Asia/Dubai)"), ("", "(Asia/Dubai)")] {
        let person = app.staff_without_totp(&atlas, &["Agent"], None).await;
        let browser = app.sign_in(&person).await;
        if !zone.is_empty() {
            want(&browser, json!({"timeZone": zone, "locale": "ar"})).await;
        }
        let input = json!({"input": {"currentPassword": PASSWORD, "newPassword": "quiet copper piers 91 at dawn"}});
        let done = browser.graphql(change_password, input).await;
        assert_eq!(done["changeOwnPassword"]["errors"], json!([]), "{done}");
        app.run_jobs().await;
        let notice = app.mails.last_to(&person.email);
        assert!(notice.text.contains(told), "{zone}: {}", notice.text);
        assert_eq!(notice.text.contains("تغيّرت كلمة مرورك."), !zone.is_empty());
    }
}
