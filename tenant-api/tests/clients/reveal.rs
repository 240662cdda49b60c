//! Reveals.

use super::documents::REVEAL;
use super::world::{olga, world};
use serde_json::json;

/// MASK-21, AUD-09
#[tokio::test]
async fn mask_21_a_reveal_needs_the_right_a_reason_and_room_under_the_limit() {
    let w = world().await;
    let manager = w.app.sign_in(&w.manager).await;
    let client = w.olga_of_ana(&manager).await;
    let others = w.create(&manager, olga()).await;
    let ana = w.app.sign_in(&w.ana).await;
    let profile = w.open(&ana, &client).await;
    let phone =
        profile["profile"]["contacts"].as_array().unwrap().iter().find(|c| c["kind"] == "PHONE").unwrap().clone();
    assert_eq!(phone["value"]["canReveal"], true);
    let ask = |reason: &str| json!({"input": {"clientId": client["id"], "contactId": phone["id"], "field": "PHONE", "reason": reason}});

    let data = ana.graphql(REVEAL, ask("short")).await;
    assert_eq!(data["revealContact"]["errors"][0]["code"], "reason_required");
    let data = ana.graphql(REVEAL, ask("She asked me to call her back")).await;
    assert_eq!(data["revealContact"]["value"], "+34612345678");
    let until: chrono::DateTime<chrono::Utc> = data["revealContact"]["expiresAt"].as_str().unwrap().parse().unwrap();
    assert_eq!((until - w.app.clock.now()).num_seconds(), 60);
    assert_eq!(w.app.number("SELECT count(*) FROM crm.audit_event WHERE action = 'contact.revealed'").await, 1);

    // nobody else's client, no other client's contact, no right
    let tom = w.app.sign_in(&w.tom).await;
    assert_eq!(tom.graphql_refusal(REVEAL, ask("She asked me to call her back")).await, "not_found");
    let foreign = json!({"input": {"clientId": client["id"], "contactId": others["id"], "field": "PHONE", "reason": "She asked me to call her back"}});
    assert_eq!(ana.graphql(REVEAL, foreign).await["revealContact"]["errors"][0]["code"], "unknown_id");
    let dealer = w.app.sign_in(&w.app.staff(&w.atlas, "Dealer").await).await;
    assert_eq!(dealer.graphql_refusal(REVEAL, ask("She asked me to call her back")).await, "forbidden");

    // the limit of the hour
    w.app.sql("UPDATE crm.tenant_setting SET reveals_per_hour = 2").await;
    let data = ana.graphql(REVEAL, ask("She asked me to call her back")).await;
    assert_eq!(data["revealContact"]["left"], 0);
    assert_eq!(ana.graphql_refusal(REVEAL, ask("She asked me to call her back")).await, "rate_limited");
    assert_eq!(w.app.number("SELECT count(*) FROM crm.audit_event WHERE action = 'contact.revealed'").await, 2);
    assert_eq!(w.app.number("SELECT count(*) FROM crm.reveal").await, 2);
    w.app.advance(chrono::Duration::minutes(61));
    let ana = w.app.sign_in(&w.ana).await;
    assert!(ana.graphql(REVEAL, ask("She asked me to call her back")).await["revealContact"]["value"].is_string());
}

#[tokio::test]
async fn parallel_reveals_share_the_limit() {
    let w = world().await;
    let manager = w.app.sign_in(&w.manager).await;
    let client = w.olga_of_ana(&manager).await;
    let ana = w.app.sign_in(&w.ana).await;
    w.app.sql("UPDATE crm.tenant_setting SET reveals_per_hour = 3").await;
    let ask = json!({"input": {"clientId": client["id"], "field": "ADDRESS", "reason": "Sending the welcome letter"}});
    let all = futures_util::future::join_all((0..8).map(|_| ana.ask(REVEAL, ask.clone()))).await;
    let shown =
        all.iter().filter(|a| a.json()["data"]["revealContact"]["value"] == "Calle Mayor 1, Madrid, ES").count();
    assert_eq!(shown, 3);
}
