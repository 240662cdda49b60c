//! Mails to clients and the pages of their links speak the client's language, else the broker's.

use super::credential::client_browser;
use super::documents::change;
use super::world::{olga, with, world};
use serde_json::json;

const RESET: &str =
    "mutation R($input: ResetClientPasswordInput!) { resetClientPassword(input: $input) { errors { code } } }";

/// The record says Arabic, a language that is not spoken here, or nothing.
#[tokio::test]
async fn a_client_is_written_to_in_the_language_of_the_record_or_the_brokers() {
    let w = world().await;
    let manager = w.app.sign_in(&w.manager).await;
    for (broker, language, arabic) in [
        ("en", json!("ar"), true),
        ("en", json!("de"), false),
        ("ar", json!("de"), true),
        ("ar", json!(null), true),
        ("ar", json!("en"), false),
    ] {
        w.app.sql(&format!("UPDATE crm.tenant_setting SET language = '{broker}'")).await;
        let email = format!("{broker}.{}@example.com", language.as_str().unwrap_or("none"));
        let person = with(olga(), json!({"email": email, "phone": null, "language": language}));
        let client = w.create(&manager, person).await;
        let input = json!({"input": {"id": client["id"], "reason": "Asked by telephone"}});
        assert_eq!(manager.graphql(RESET, input).await["resetClientPassword"]["errors"], json!([]));
        w.app.run_jobs().await;
        let mail = w.app.mails.last_to(&email);
        assert_eq!(
            mail.html.contains("<html lang=\"ar\" dir=\"rtl\">"),
            arabic,
            "{broker} {language}: {}",
            mail.subject
        );
        assert_eq!(mail.subject.starts_with("تعيين كلمة المرور لحسابك"), arabic, "{}", mail.subject);
        assert!(mail.text.contains(if arabic { "&language=ar" } else { "&language=en" }), "{}", mail.text);

        let browser = client_browser(&w.app, &w.atlas);
        let who = browser.post("/set-password/link", &json!({"token": mail.token()})).await;
        assert_eq!(who.json()["email"], json!(email), "the link works");
    }
}

/// Before the link says whose it is, the page is in the broker's language, and has the other one at hand.
#[tokio::test]
async fn the_page_of_a_link_is_in_the_brokers_language_until_the_link_says_another() {
    let w = world().await;
    let browser = client_browser(&w.app, &w.atlas);
    for path in ["/set-password", "/account-password"] {
        let page = browser.get(path).await.text();
        assert!(page.contains("<html lang=\"en\" dir=\"ltr\">") && page.contains("Looking at your link"), "{page}");
        assert!(
            page.contains("data-language=\"ar\" lang=\"ar\" dir=\"rtl\">العربية") && page.contains("جارٍ فحص الرابط")
        );
    }
    w.app.sql("UPDATE crm.tenant_setting SET language = 'ar'").await;
    let other = w.app.tenant("northwind").await;
    w.app.sql("UPDATE crm.tenant_setting SET language = 'ar'").await;
    let page = client_browser(&w.app, &other).get("/set-password").await.text();
    assert!(
        page.contains("<html lang=\"ar\" dir=\"rtl\">") && page.contains("<title>تعيين كلمة المرور</title>"),
        "{page}"
    );
}

/// The old address is told in the client's language, and when by the broker's clock.
#[tokio::test]
async fn the_old_address_is_told_in_the_clients_language() {
    let w = world().await;
    w.app.sql("UPDATE crm.tenant_setting SET time_zone = 'Asia/Riyadh'").await;
    let manager = w.app.sign_in(&w.manager).await;
    let client = w.create(&manager, with(olga(), json!({"language": "ar"}))).await;
    let email = change("changeClientEmail", "ChangeClientEmailInput");
    let input = json!({"input": {"id": client["id"], "version": 1, "email": "olga@new.example", "reason": "She wrote from it"}});
    assert_eq!(manager.graphql(&email, input).await["changeClientEmail"]["errors"], json!([]));
    w.app.run_jobs().await;
    let notice = w.app.mails.last_to("Olga.Novak@example.com");
    assert!(
        notice.text.contains("(Asia/Riyadh)") && notice.text.contains("\u{2068}o•••@•••.example\u{2069}"),
        "{}",
        notice.text
    );
    assert!(!notice.text.contains("olga@new.example"));
}
