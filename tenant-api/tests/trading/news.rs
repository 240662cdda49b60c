//! News of balance operations, trade commands and deals: told after the commit, to those who see them in the lists.

use crate::dealing::buy;
use crate::dealing_desk::{Account, Desk, WHY};
use crate::live::listen;
use crate::support::socket::Socket;
use crate::trader::fault;
use chrono::{DateTime, Duration, Utc};
use crm_app::deals;
use crm_model::{ClientId, TradingAccountId, TradingServerId};
use crm_testing::Browser;
use crm_trading::{Deal, DealAction, DealEntry, DealId, DealLeg, Login, Lots, Money, ServerTime, Side, Ticket};
use serde_json::{Value, json};

const OPERATIONS: &str = "subscription { balanceOperationChanged { missed operationId accountId clientId version } }";
const COMMANDS: &str = "subscription { tradeCommandChanged { missed commandId accountId clientId version } }";
const DEALS: &str = "subscription { dealsChanged { missed accounts { accountId clientId } } }";

/// A socket that listens to all three.
async fn listening(address: std::net::SocketAddr, browser: &Browser) -> Socket {
    let mut socket = Socket::open(address, browser, None).await.unwrap();
    for (id, document) in [("operations", OPERATIONS), ("commands", COMMANDS), ("deals", DEALS)] {
        socket.subscribe(id, document).await;
    }
    socket
}

/// The next news of one of them, whatever the others say meanwhile.
async fn next(socket: &mut Socket, id: &str) -> Value {
    loop {
        let said = socket.hear().await.expect("an open socket");
        if said["id"] == id {
            assert_eq!(said["type"], "next", "{said}");
            assert!(said["payload"]["errors"].is_null(), "{said}");
            let news = said["payload"]["data"].as_object().unwrap().values().next().unwrap().clone();
            assert_eq!(news["missed"], false, "{news}");
            return news;
        }
    }
}

/// The next news of all.
async fn first(socket: &mut Socket) -> Value {
    let said = socket.hear().await.expect("an open socket");
    assert!(said["payload"]["errors"].is_null(), "{said}");
    said["payload"]["data"].clone()
}

fn deal(ticket: u64, account: &Account, at: DateTime<Utc>, action: DealAction) -> Deal {
    let trades = matches!(action, DealAction::Trade(_));
    Deal {
        id: DealId { ticket: Ticket(ticket), leg: DealLeg::Whole },
        login: Login(account.login),
        action,
        entry: trades.then_some(DealEntry::In),
        order: trades.then_some(Ticket(ticket)),
        position: trades.then_some(Ticket(ticket)),
        symbol: if trades { "EURUSD" } else { "" }.to_owned(),
        lots: Lots::from_units(if trades { 10_000_000 } else { 0 }),
        price: "1.10250".parse().unwrap(),
        profit: "5.00".parse().unwrap(),
        swap: Money::ZERO,
        commission: Money::ZERO,
        comment: String::new(),
        made_by: None,
        at: ServerTime { server_msc: at.timestamp_millis(), utc: at },
    }
}

async fn deposit(desk: &Desk, account: &Account, key: &str) -> String {
    let document = "mutation M($input: RequestBalanceOperationInput!) { requestBalanceOperation(input: $input) { operation { id state } errors { code message } } }";
    let input =
        json!({"requestKey": key, "accountId": account.id, "kind": "DEPOSIT", "amount": "10.00", "reason": WHY});
    let asked = desk.world.manager.graphql(document, json!({ "input": input })).await;
    let operation = &asked["requestBalanceOperation"]["operation"];
    assert_eq!(operation["state"], "CONFIRMED", "{asked}");
    operation["id"].as_str().unwrap().to_owned()
}

/// R-08, MASK-03: who sees an operation, a command or a deal in its list is told of it, and nobody else; a booking of money is
/// no news for who sees trades only; rights and reach of now decide.
#[tokio::test]
async fn r_08_news_of_trading_reach_those_who_see_it_listed() {
    let desk = Desk::new().await;
    let world = &desk.world;
    let ana = world.app.staff(&world.atlas, "Agent").await;
    let agent = world.app.sign_in(&ana).await;
    let support = world.app.sign_in(&world.app.staff(&world.atlas, "Support").await).await;
    let tenant = world.atlas.tenant.id.uuid();
    let own = world.client("Nadia", "Novak").await;
    let nadia = ClientId::parse(&own).unwrap().uuid();
    world
        .app
        .sql(&format!(
            "UPDATE crm.client SET owner_id = '{}' WHERE tenant_id = '{tenant}' AND id = '{nadia}'",
            ana.id.uuid()
        ))
        .await;
    let address = listen(&world.app).await;
    let mut boss = listening(address, &world.manager).await;
    let mut narrow = listening(address, &agent).await;
    let mut trades = Socket::open(address, &support, None).await.unwrap();
    trades.subscribe("operations", OPERATIONS).await;
    let refused = trades.hear().await.unwrap();
    assert_eq!(fault(&refused["payload"]), "forbidden", "money is not support's to see: {refused}");
    trades.subscribe("commands", COMMANDS).await;
    trades.subscribe("deals", DEALS).await;
    // a subscription is not acknowledged
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;

    let operation = deposit(&desk, &desk.hedging, "news-of-money").await;
    let mut versions = Vec::new();
    while versions.len() < 2 {
        let news = next(&mut boss, "operations").await;
        assert_eq!((&news["operationId"], &news["accountId"]), (&json!(operation), &json!(desk.hedging.id)), "{news}");
        versions.push(news["version"].as_i64().unwrap());
    }
    assert!(versions.is_sorted() && versions[1] == 2, "asked for, then booked: {versions:?}");
    let command = desk.done(&desk.hedging, "news-of-trade", "OPEN", buy("0.1")).await;
    for socket in [&mut boss, &mut trades] {
        let mut news = next(socket, "commands").await;
        while news["version"] != command["version"] {
            news = next(socket, "commands").await;
        }
        assert_eq!((&news["commandId"], &news["accountId"]), (&command["id"], &json!(desk.hedging.id)), "{news}");
    }

    let account = TradingAccountId::parse(&desk.hedging.id).unwrap().uuid();
    let server: uuid::Uuid = sqlx::query_scalar("SELECT server_id FROM crm.trading_account WHERE id = $1")
        .bind(account)
        .fetch_one(&mut *world.app.admin().await)
        .await
        .unwrap();
    let (server, later) = (TradingServerId::from_uuid(server), world.app.clock.now() + Duration::hours(1));
    let keep = async |deals: &[Deal]| {
        deals::keep(&world.app.app, &world.atlas.reference, server, deals).await.unwrap();
    };
    let booking = deal(800_001, &desk.hedging, later, DealAction::Balance);
    keep(std::slice::from_ref(&booking)).await;
    let told = next(&mut boss, "deals").await;
    assert_eq!(told["accounts"][0]["accountId"], desk.hedging.id, "{told}");
    // what comes again as it was is no news: the next word is of the netting account alone
    keep(&[booking]).await;
    let trade = deal(800_002, &desk.netting, later + Duration::minutes(1), DealAction::Trade(Side::Buy));
    keep(std::slice::from_ref(&trade)).await;
    for socket in [&mut boss, &mut trades] {
        let told = next(socket, "deals").await;
        let accounts: Vec<&str> =
            told["accounts"].as_array().unwrap().iter().map(|one| one["accountId"].as_str().unwrap()).collect();
        assert_eq!(accounts, [desk.netting.id.as_str()], "{told}");
    }

    // all that went past the agent: her socket had time to look at it. The client is given to her, and the next word is
    // the first that she hears
    tokio::time::sleep(std::time::Duration::from_secs(2)).await;
    let client: uuid::Uuid = sqlx::query_scalar("SELECT client_id FROM crm.trading_account WHERE id = $1")
        .bind(account)
        .fetch_one(&mut *world.app.admin().await)
        .await
        .unwrap();
    world
        .app
        .sql(&format!(
            "UPDATE crm.client SET owner_id = '{}' WHERE tenant_id = '{tenant}' AND id = '{client}'",
            ana.id.uuid()
        ))
        .await;
    keep(&[deal(800_003, &desk.hedging, later + Duration::minutes(2), DealAction::Trade(Side::Sell))]).await;
    let heard = first(&mut narrow).await;
    assert_eq!(heard["dealsChanged"]["accounts"][0]["accountId"], desk.hedging.id, "{heard}");
    assert_eq!(heard["dealsChanged"]["accounts"][0]["clientId"], ClientId::from_uuid(client).to_string());
    let second = deposit(&desk, &desk.mt4, "news-of-money-2").await;
    assert_eq!(next(&mut narrow, "operations").await["operationId"], second);

    // without the right there are no news any more: after it comes back, the first word is of what was done then
    let role = world.atlas.role("Agent").uuid();
    let reach: String = sqlx::query_scalar("DELETE FROM crm.role_grant WHERE tenant_id = $1 AND role_id = $2 AND permission = 'position.view' RETURNING reach")
        .bind(tenant)
        .bind(role)
        .fetch_one(&mut *world.app.admin().await)
        .await
        .unwrap();
    world.app.access_changed(&world.atlas).await;
    tokio::time::sleep(std::time::Duration::from_secs(6)).await;
    keep(&[deal(800_004, &desk.mt4, later + Duration::minutes(3), DealAction::Trade(Side::Buy))]).await;
    next(&mut boss, "deals").await;
    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    world.app.sql(&format!("INSERT INTO crm.role_grant (tenant_id, role_id, permission, reach) VALUES ('{tenant}', '{role}', 'position.view', '{reach}')")).await;
    world.app.access_changed(&world.atlas).await;
    tokio::time::sleep(std::time::Duration::from_secs(6)).await;
    keep(&[deal(800_005, &desk.netting, later + Duration::minutes(4), DealAction::Trade(Side::Buy))]).await;
    assert_eq!(next(&mut narrow, "deals").await["accounts"][0]["accountId"], desk.netting.id);
}
