use crate::world::{Plan, World};
use tenant_api::http::budget::BudgetLimits;

const FINE: &str = "{ auditActions { action } }";

#[tokio::test]
async fn dos_01_one_brokers_flood_leaves_the_others_alone() {
    let budget = BudgetLimits { requests_per_minute: 60, ..BudgetLimits::for_pool(9, 60) };
    let world = World::with(Plan { budget, ..Plan::default() }).await;
    let mut refused = 0;
    for _ in 0..80 {
        let answer = world.query(FINE).await;
        match answer.status {
            200 => {}
            429 => {
                refused += 1;
                assert!(answer.header("retry-after").parse::<u32>().unwrap() >= 1);
            }
            other => panic!("{other}: {}", answer.text()),
        }
    }
    assert!((15..=25).contains(&refused), "{refused}");
    let mut neighbour = world.ask(r#"{"query":"{ auditActions { action } }"}"#);
    neighbour.headers_mut().insert("host", "north.localhost".parse().unwrap());
    assert_eq!(world.send(neighbour).await.code(), "session_ended", "counted in a budget of its own");
    world.clock.advance(chrono::Duration::seconds(61));
    assert_eq!(world.query(FINE).await.status, 200);
}

#[tokio::test]
async fn many_at_once_wait_for_their_turn_and_are_all_answered() {
    let world = World::new().await;
    let all = futures_util::future::join_all((0..40).map(|_| world.query(FINE))).await;
    assert!(
        all.iter().all(|answer| answer.status == 200),
        "{:?}",
        all.iter().map(|answer| answer.status).collect::<Vec<_>>()
    );
}
