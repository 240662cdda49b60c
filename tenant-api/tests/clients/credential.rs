//! E-mail and password by the secure flow; the client's one-time link.

use super::documents::change;
use super::world::world;
use crm_testing::{Broker, Browser, TestApp};
use serde_json::json;

pub fn client_browser(app: &TestApp, broker: &Broker) -> Browser {
    let mut browser = app.browser(broker);
    browser.host = format!("my.{}.localhost", broker.reference.slug);
    browser
}

fn token_of(text: &str) -> String {
    let rest = text.split("#token=").nth(1).unwrap_or_else(|| panic!("no link in {text}"));
    rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect()
}

/// AUTH-19: staff never see or set a client's password; the old address is told, the link goes to the new one.
#[tokio::test]
async fn auth_19_a_changed_email_is_told_to_the_old_address_and_proved_by_the_new() {
    let w = world().await;
    let manager = w.app.sign_in(&w.manager).await;
    let client = w.olga_of_ana(&manager).await;
    let email = change("changeClientEmail", "ChangeClientEmailInput");
    let input = |version: i64| json!({"input": {"id": client["id"], "version": version, "email": "olga@new.example", "reason": "She wrote from the new address"}});
    let ana = w.app.sign_in(&w.ana).await;
    assert_eq!(ana.graphql_refusal(&email, input(1)).await, "forbidden");
    let data = manager.graphql(&email, input(1)).await;
    assert_eq!(data["changeClientEmail"]["client"]["email"]["display"], "olga@new.example");
    assert_eq!(data["changeClientEmail"]["client"]["status"], "EMAIL_UNVERIFIED");
    let profile = w.open(&manager, &client).await["profile"].clone();
    assert_eq!(profile["mustResetPassword"], true);
    let frozen: chrono::DateTime<chrono::Utc> = profile["moneyFrozenUntil"].as_str().unwrap().parse().unwrap();
    assert!(frozen > w.app.clock.now() + chrono::Duration::hours(71));

    w.app.run_jobs().await;
    let mails = w.app.mails.all();
    let to = |address: &str| mails.iter().find(|m| m.to == address).unwrap_or_else(|| panic!("no mail to {address}"));
    let notice = to("Olga.Novak@example.com");
    assert!(!notice.text.contains("olga@new.example"), "the old mailbox need not learn the new address");
    let token = token_of(&to("olga@new.example").text);

    let browser = client_browser(&w.app, &w.atlas);
    let page = browser.get("/set-password").await;
    assert_eq!(page.status(), 200);
    assert!(page.text().len() < 20_000 && page.header("referrer-policy") == Some("no-referrer"));
    let who = browser.post("/set-password/link", &json!({"token": token})).await;
    assert_eq!(who.json(), json!({"name": "Olga Novak", "email": "olga@new.example"}));
    let weak = browser.post("/set-password", &json!({"token": token, "password": "password1"})).await;
    assert_eq!(weak.status(), 422);
    let strong = json!({"token": token, "password": "violet anchors hum at 4 bells"});
    assert_eq!(browser.post("/set-password", &strong).await.status(), 200);
    assert_eq!(browser.post("/set-password", &strong).await.status(), 410, "once");
    let now = w.open(&manager, &client).await;
    assert_eq!(now["status"], "ACTIVE");
    assert_eq!(now["profile"]["mustResetPassword"], false);
    assert!(now["profile"]["contacts"][0]["verifiedAt"].is_string());
    assert!(now["profile"]["moneyFrozenUntil"].is_string(), "money still waits");
    let hash = w
        .app
        .number(
            "SELECT count(*) FROM crm.client_credential WHERE password_hash LIKE '$argon2id$v=19$m=19456,t=2,p=1$%'",
        )
        .await;
    assert_eq!(hash, 1);
}

/// AUTH-17, AUTH-08 for client links: 30 minutes, the older one dies, bound to the broker, useless on the staff host.
#[tokio::test]
async fn auth_17_a_client_link_is_single_short_and_bound_to_its_broker() {
    let w = world().await;
    let manager = w.app.sign_in(&w.manager).await;
    let client = w.olga_of_ana(&manager).await;
    let reset =
        "mutation R($input: ResetClientPasswordInput!) { resetClientPassword(input: $input) { sent errors { code } } }";
    let input = json!({"input": {"id": client["id"], "reason": "She forgot her password"}});
    assert_eq!(manager.graphql(reset, input.clone()).await["resetClientPassword"]["sent"], true);
    w.app.run_jobs().await;
    let first = token_of(&w.app.mails.all().last().unwrap().text);
    manager.graphql(reset, input).await;
    w.app.run_jobs().await;
    let second = token_of(&w.app.mails.all().last().unwrap().text);
    assert_ne!(first, second);
    let northwind = w.app.tenant("northwind").await;
    let (here, there) = (client_browser(&w.app, &w.atlas), client_browser(&w.app, &northwind));
    let look = |browser: &Browser, token: &str| {
        let (browser, body) = (browser.clone(), json!({"token": token}));
        async move { browser.post("/set-password/link", &body).await.status() }
    };
    assert_eq!(look(&here, &second).await, 200);
    assert_eq!(look(&here, &first).await, 410);
    assert_eq!(look(&there, &second).await, 410);
    let staff = w.app.browser(&w.atlas);
    assert_eq!(staff.post("/auth/token", &json!({"token": second})).await.status(), 410);
    for odd in ["", "bdc_x", "bdr_0000000000000000000000000000000000000000000", "\u{0}"] {
        assert_eq!(look(&here, odd).await, 410, "{odd:?}");
    }
    w.app.advance(chrono::Duration::minutes(31));
    assert_eq!(look(&here, &second).await, 410);
    // no e-mail, no link
    let silent = w.create(&w.app.sign_in(&w.manager).await, json!({"kind": "INDIVIDUAL", "lastName": "Silent"})).await;
    let manager = w.app.sign_in(&w.manager).await;
    let data =
        manager.graphql(reset, json!({"input": {"id": silent["id"], "reason": "She forgot her password"}})).await;
    assert_eq!(data["resetClientPassword"]["errors"][0]["code"], "no_email");
}

#[tokio::test]
async fn two_clients_of_one_address_cannot_both_sign_in_with_it() {
    let w = world().await;
    let manager = w.app.sign_in(&w.manager).await;
    let reset =
        "mutation R($input: ResetClientPasswordInput!) { resetClientPassword(input: $input) { sent errors { code } } }";
    let browser = client_browser(&w.app, &w.atlas);
    let mut answers = Vec::new();
    for _ in 0..2 {
        let client = w.olga_of_ana(&manager).await;
        manager.graphql(reset, json!({"input": {"id": client["id"], "reason": "First sign-in of the client"}})).await;
        w.app.run_jobs().await;
        let token = token_of(&w.app.mails.all().last().unwrap().text);
        answers.push(
            browser.post("/set-password", &json!({"token": token, "password": "violet anchors hum at 4 bells"})).await,
        );
    }
    assert_eq!(answers[0].status(), 200);
    assert_eq!(answers[1].status(), 422);
    assert_eq!(answers[1].json()["errors"][0]["code"], "address_in_use");
    assert_eq!(w.app.number("SELECT count(*) FROM crm.client_credential").await, 1);
}

/// AUTH-19: a second change while the first one's mail is on its way gets a link too; no request is swallowed.
#[tokio::test]
async fn auth_19_a_change_while_an_older_link_is_being_sent_is_not_swallowed() {
    let w = world().await;
    let manager = w.app.sign_in(&w.manager).await;
    let client = w.olga_of_ana(&manager).await;
    let email = change("changeClientEmail", "ChangeClientEmailInput");
    let input = |version: i64, address: &str| json!({"input": {"id": client["id"], "version": version, "email": address, "reason": "She wrote from it"}});
    manager.graphql(&email, input(1, "olga@first.example")).await;
    w.app.sql("UPDATE queue.job SET leased_until = now() + interval '1 hour', leased_by = 'another worker' WHERE kind = 'SendClientCredentialLink'").await;
    manager.graphql(&email, input(2, "olga@second.example")).await;
    w.app.run_jobs().await;
    assert!(
        w.app.mails.to("olga@first.example").iter().all(|mail| !mail.text.contains("#token=")),
        "it is still on its way"
    );
    let token = w.app.mails.last_to("olga@second.example").token();

    // the older job ends its lease without an end and runs again: the newest link is the one that works
    w.app.sql("UPDATE queue.job SET leased_until = NULL, leased_by = NULL").await;
    w.app.run_jobs().await;
    let links = w.app.mails.to("olga@second.example");
    let newest = links.last().unwrap().token();
    assert_eq!(links.len(), 2);
    let browser = client_browser(&w.app, &w.atlas);
    assert_eq!(browser.post("/set-password/link", &json!({"token": token})).await.status(), 410);
    let who = browser.post("/set-password/link", &json!({"token": newest})).await;
    assert_eq!(who.json()["email"], "olga@second.example");
}
