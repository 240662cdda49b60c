//! A trading server that takes its time holds up those who wait for it, and nobody else.

use crate::desk::Desk;
use axum::body::Body;
use axum::extract::ConnectInfo;
use crm_simulator::faults::{Fault, Rule, Side};
use crm_testing::{Browser, DatabaseRole};
use futures_util::FutureExt;
use futures_util::future::join_all;
use http_body_util::BodyExt;
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tenant_api::http::budget::BudgetLimits;
use tower::ServiceExt;

const ASK: &str = "mutation M($input: RequestBalanceOperationInput!) { requestBalanceOperation(input: $input) { operation { state } errors { code message } } }";

/// neither a database connection nor the broker's place among running requests is held while the server is asked:
/// with two connections and one place for three slow requests, others go on.
#[tokio::test]
async fn r_08_a_slow_server_holds_no_database_connection_and_no_place() {
    let desk = Desk::new().await;
    desk.alone().await;
    let other = desk.second_account().await;
    for account in [&desk.account, &other] {
        let paid = desk.ask_on(account, &desk.finance, &format!("fund-{account}"), "DEPOSIT", "100.00").await;
        assert_eq!(paid["operation"]["state"], "CONFIRMED", "{paid}");
    }
    let app = &desk.world.app;
    let two = Duration::from_secs(20);
    let behind = app.another(|other| other.db = app.database_at(app.db.url(DatabaseRole::App), 2, two));
    let one_place = BudgetLimits::for_pool(6, 1_000_000);
    assert_eq!(one_place.running, 1);
    let options = tenant_api::Options { budget: one_place, ..crate::support::options() };
    let router = tenant_api::build(Arc::new(behind), options);
    let send = async |browser: &Browser, body: Value| -> Value {
        let mut request = browser.request(http::Method::POST, "/graphql", Some(&body)).map(Body::from);
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([198, 51, 100, 7], 4711))));
        let answer = router.clone().oneshot(request).await.unwrap_or_else(|never| match never {});
        serde_json::from_slice(&answer.into_body().collect().await.unwrap().to_bytes()).unwrap()
    };
    let delay = Fault::Delay { min_ms: 1_500, max_ms: 1_500 };
    let commands = vec!["user/account/get".to_owned()];
    let rule = Rule { server: Side::Mt5, commands, login: None, per_million: 1_000_000, times: None, fault: delay };
    desk.world.simulator.control().set_faults(vec![rule], None);

    let slow = join_all([("slow-0000001", &desk.account), ("slow-0000002", &other), ("slow-0000003", &other)].map(
        |(key, account)| {
            let input = json!({"requestKey": key, "accountId": account, "kind": "WITHDRAWAL", "amount": "60.00", "reason": crate::desk::WHY});
            send(&desk.finance, json!({"query": ASK, "variables": {"input": input}}))
        },
    ));
    let list = json!({"query": "{ clients(first: 10) { edges { node { displayName } } } }"});
    let before = desk.world.simulator.control().asked("mt5 user/account/get");
    let others = async {
        while desk.world.simulator.control().asked("mt5 user/account/get") == before {
            tokio::task::yield_now().await;
        }
        for _ in 0..10 {
            let listed = send(&desk.world.manager, list.clone()).await;
            assert_eq!(listed["data"]["clients"]["edges"].as_array().map(Vec::len), Some(1), "{listed}");
        }
    };
    tokio::pin!(slow, others);
    tokio::select! {
        biased;
        () = &mut others => {}
        early = &mut slow => panic!("the server was not slow, or the others waited for it: {early:?}"),
    }
    assert!(slow.as_mut().now_or_never().is_none(), "all withdrawals wait for the server still");
    let done = slow.await;
    let state = |at: usize| done[at]["data"]["requestBalanceOperation"]["operation"]["state"].as_str();
    assert_eq!(state(0), Some("CONFIRMED"), "{done:?}");
    // MON-06: of two that spend the same hundred, one is refused
    let refused = [state(1), state(2)].into_iter().filter(Option::is_none).count();
    assert_eq!(refused, 1, "{done:?}");
    assert!(done.iter().any(|answer| answer.to_string().contains("free_margin")), "{done:?}");
}

/// what waited for a server does not fall upon it when it is back: whatever many people ask for at the same moment, on
/// whichever accounts, the server is given one operation at a time.
#[tokio::test]
async fn r_09_a_server_is_given_one_operation_at_a_time() {
    const ANSWER_MS: u32 = 250;
    let desk = Desk::new().await;
    desk.alone().await;
    let mut accounts = vec![desk.account.clone()];
    for _ in 0..3 {
        accounts.push(desk.second_account().await);
    }
    let delay = Fault::Delay { min_ms: ANSWER_MS.into(), max_ms: ANSWER_MS.into() };
    desk.world.simulator.control().set_faults(vec![desk.fault(delay, 1_000_000, None)], None);
    let began = std::time::Instant::now();
    let (desk_of, finance) = (&desk, &desk.finance);
    let all = join_all(accounts.iter().enumerate().map(|(n, account)| async move {
        desk_of.ask_on(account, finance, &format!("capped-{n:06}"), "DEPOSIT", "5.00").await
    }))
    .await;
    let took = began.elapsed();
    assert!(all.iter().all(|answer| answer["operation"]["state"] == "CONFIRMED"), "{all:?}");
    let least = Duration::from_millis(ANSWER_MS.into()) * u32::try_from(accounts.len()).unwrap();
    assert!(took >= least, "{took:?} for {} operations of {ANSWER_MS} ms each", accounts.len());
}
