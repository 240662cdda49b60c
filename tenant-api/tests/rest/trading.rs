//! Trading accounts as a website reads them: by scope, page by page, each read in the trail.

use crate::support::accounts::trading_account;
use crate::support::start;
use crate::website::{Website, events, manager, refusals, website};
use crm_model::TradingAccountId;
use crm_testing::{Broker, TestApp};
use serde_json::{Value, json};

const ALL: [&str; 4] = ["client.create", "trading_account.view", "position.view", "balance.view"];

/// Seven trades and a deposit.
async fn trade(app: &TestApp, broker: &Broker, account: &str) {
    let (tenant, id) = (broker.tenant.id.uuid(), TradingAccountId::parse(account).unwrap().uuid());
    app.sql(&format!(
        "INSERT INTO crm.deal (tenant_id, account_id, ticket, leg, action, entry, symbol, lots, price, profit, swap, commission, comment, at)
         SELECT '{tenant}', '{id}', n, 0, CASE WHEN n = 1 THEN 'balance' ELSE 'buy' END, CASE WHEN n = 1 THEN NULL ELSE 'in' END, CASE WHEN n = 1 THEN '' ELSE 'EURUSD' END,
           10000000, 1.10250, n * 100, 0, -70, 'inside', '2026-01-01T00:00:00Z'::timestamptz + n * interval '1 minute' FROM generate_series(1, 8) n"
    ))
    .await;
}

async fn tickets(site: &Website, account: &str, limit: u32) -> Vec<String> {
    let mut seen = Vec::new();
    let mut path = format!("/v1/trading-accounts/{account}/deals?limit={limit}");
    loop {
        let page = site.get(&path).await.json();
        seen.extend(page["data"].as_array().unwrap().iter().map(|deal| deal["ticket"].as_str().unwrap().to_owned()));
        let Some(cursor) = page["next_cursor"].as_str() else { return seen };
        path = format!("/v1/trading-accounts/{account}/deals?limit={limit}&cursor={cursor}");
    }
}

/// MASK-24: a key sees accounts, trades and money by three scopes, and nothing of what it lacks.
#[tokio::test]
async fn mask_24_accounts_trades_and_money_have_scopes_of_their_own() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let maria = manager(&app, &atlas).await;
    let whole = website(&app, &atlas, &maria, &ALL).await;
    let bare = website(&app, &atlas, &maria, &["trading_account.view"]).await;
    let trades = website(&app, &atlas, &maria, &["trading_account.view", "position.view"]).await;
    let client = whole.register("Olga").await;
    let account = trading_account(&app, &atlas, &client, 5_001).await;
    trade(&app, &atlas, &account).await;
    let path = format!("/v1/trading-accounts/{account}");

    let seen = whole.get(&path).await.json();
    assert_eq!(
        (seen["client_id"].as_str(), seen["figures"]["equity"].as_str()),
        (Some(client.as_str()), Some("1000.00"))
    );
    let hidden = bare.get(&path).await;
    assert!(hidden.json()["figures"].is_null() && !hidden.text().contains("1000.00"), "{}", hidden.text());
    let listed = bare.get(&format!("/v1/trading-accounts?client_id={client}")).await.json();
    assert_eq!(
        (listed["data"][0]["id"].as_str(), listed["data"][0]["figures"].is_null()),
        (Some(account.as_str()), true)
    );
    assert_eq!(bare.get(&format!("{path}/deals")).await.code(), "forbidden");
    assert_eq!(bare.get(&format!("{path}/balance-operations")).await.code(), "forbidden");
    assert_eq!(trades.get(&format!("{path}/balance-operations")).await.code(), "forbidden");
    assert_eq!(whole.get(&format!("{path}/balance-operations")).await.json()["data"], json!([]));

    assert_eq!(tickets(&whole, &account, 3).await, ["8", "7", "6", "5", "4", "3", "2", "1"]);
    assert_eq!(tickets(&trades, &account, 3).await, ["8", "7", "6", "5", "4", "3", "2"], "no booking of money");
    let deals = whole.get(&format!("{path}/deals")).await;
    let (newest, oldest) = (&deals.json()["data"][0], &deals.json()["data"][7]);
    assert_eq!(
        (newest["lots"].as_str(), newest["price"].as_str(), newest["commission"].as_str()),
        (Some("0.1"), Some("1.10250"), Some("-0.70"))
    );
    assert_eq!(
        (oldest["action"].as_str(), oldest["profit"].as_str(), oldest["price"].is_null()),
        (Some("balance"), Some("1.00"), true)
    );
    assert!(!deals.text().contains("inside"), "remarks are for the broker's people");
    assert_eq!((events(&app, "trading_account.read").await, events(&app, "trading_account.listed").await), (2, 1));
    assert_eq!((events(&app, "deal.listed").await, events(&app, "balance.listed").await), (7, 1));
}

/// ISO-01: another broker's account answers like one that never was; a cursor is good for its own list only.
#[tokio::test]
async fn iso_01_another_brokers_account_answers_like_one_that_never_was() {
    let app = start().await;
    let (atlas, north) = (app.tenant("atlas").await, app.tenant("north").await);
    let (maria, nina) = (manager(&app, &atlas).await, manager(&app, &north).await);
    let (site, other) = (website(&app, &atlas, &maria, &ALL).await, website(&app, &north, &nina, &ALL).await);
    let mut accounts = Vec::new();
    for (site, broker, login) in [(&site, &atlas, 1), (&site, &atlas, 2), (&other, &north, 3)] {
        let client = site.register(&format!("Olga{login}")).await;
        let account = trading_account(&app, broker, &client, login).await;
        trade(&app, broker, &account).await;
        accounts.push(account);
    }
    for tail in ["", "/deals", "/balance-operations"] {
        let answer = async |id: &str| site.get(&format!("/v1/trading-accounts/{id}{tail}")).await;
        assert_eq!(answer(&accounts[0]).await.status(), 200, "{tail}");
        let unknown = TradingAccountId::generate().to_string();
        for id in [accounts[2].as_str(), &unknown, "not-an-id"] {
            let refused = answer(id).await;
            assert_eq!((refused.status(), refused.code().as_str()), (404, "not_found"), "{id}{tail}");
        }
    }
    assert_eq!(refusals(&app, "not_found").await, 9);
    assert_eq!(site.get("/v1/trading-accounts").await.json()["data"].as_array().unwrap().len(), 2);
    let foreign = site.get("/v1/trading-accounts?client_id=cli_00000000000000000000000000").await;
    assert_eq!(foreign.json()["data"], json!([]));
    assert_eq!(site.get("/v1/trading-accounts?client_id=x").await.json()["errors"][0]["code"], "unknown_id");
    let deals = |n: usize| format!("/v1/trading-accounts/{}/deals", accounts[n]);
    let cursor = site.get(&format!("{}?limit=2", deals(0))).await.json()["next_cursor"].as_str().unwrap().to_owned();
    assert_eq!(site.get(&format!("{}?cursor={cursor}", deals(0))).await.status(), 200);
    for path in [deals(1), "/v1/trading-accounts".to_owned(), "/v1/clients".to_owned()] {
        let answer = site.get(&format!("{path}?cursor={cursor}")).await;
        assert!(answer.status() == 400 || answer.code() == "forbidden", "{path}: {}", answer.text());
    }
    assert_eq!(site.get("/v1/trading-accounts?limit=0").await.json()["errors"][0]["code"], Value::from("out_of_range"));
}

/// A scope that shows more of accounts is nothing without the one that shows accounts.
#[tokio::test]
async fn a_wider_scope_needs_its_base() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let maria = manager(&app, &atlas).await;
    for scope in ["position.view", "balance.view"] {
        let made = crate::website::make_key(&maria, &[scope], &[]).await;
        assert_eq!(made["errors"][0]["code"], "required", "{made}");
        let made = crate::website::make_key(&maria, &["trading_account.view", scope], &[]).await;
        assert_eq!(made["errors"], json!([]), "{made}");
    }
}
