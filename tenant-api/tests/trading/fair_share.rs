//! Several processes share the trading servers; each server has one at any time.

use crate::trader::{calm_world, pass};
use crate::world::World;
use crm_app::trading::feed;
use crm_app::trading::{TimeLimits, TradingHub};
use crm_model::Clock;
use crm_storage::QueueDb;
use crm_testing::DatabaseRole;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::oneshot;
use tokio::time::Instant;

/// How many servers each process has, the most first.
async fn shares(world: &World) -> Vec<i64> {
    let sql = "SELECT count(*) FROM crm.trading_lease WHERE until > now() GROUP BY holder ORDER BY 1 DESC";
    sqlx::query_scalar(sql).fetch_all(&mut *world.app.admin().await).await.unwrap()
}

async fn until_shares(world: &World, wanted: &[i64]) {
    let patience = Instant::now() + Duration::from_secs(150);
    loop {
        pass(&world.app, &world.simulator.control().clone());
        let now = shares(world).await;
        if now == wanted {
            return;
        }
        assert!(Instant::now() < patience, "{now:?} instead of {wanted:?}");
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
}

/// R-20, ADR 0021: one process has all servers; a second one that begins gets half of them, each handed over by who had it; when
/// it stops, its servers go back.
#[tokio::test]
async fn r_20_two_workers_share_the_servers_and_no_server_has_two() {
    let world = calm_world().await;
    for n in 0..4 {
        let mut input = world.mt5();
        input["name"] = serde_json::json!(format!("Live {n}"));
        world.add(input).await;
    }
    // the feeds of the tests' own process hold nothing: both workers are others
    world.app.app.trading.give_back(&world.app.app.db, &world.atlas.reference).await.unwrap();
    let queue = || QueueDb::connect(&world.app.db.url(DatabaseRole::Queue)).unwrap();
    let worker = || {
        let hub = TradingHub::new(Clock::manual(world.app.clock.clone()), true, TimeLimits::default());
        let app = Arc::new(world.app.another(|other| other.trading = Arc::new(hub)));
        let (stop, stopped) = oneshot::channel::<()>();
        let running = tokio::spawn(feed::run(app, Some(queue()), async move {
            let _ = stopped.await;
        }));
        (stop, running)
    };
    let (_first_stop, _first) = worker();
    until_shares(&world, &[4]).await;
    let (stop, second) = worker();
    until_shares(&world, &[2, 2]).await;
    let workers = "SELECT count(*) FROM queue.feed_worker WHERE until > now()";
    assert_eq!(world.app.number(workers).await, 2);
    // it stays so
    for _ in 0..40 {
        pass(&world.app, &world.simulator.control().clone());
        tokio::time::sleep(Duration::from_millis(500)).await;
        assert_eq!(shares(&world).await, [2, 2]);
    }
    stop.send(()).unwrap();
    second.await.unwrap();
    assert_eq!(world.app.number(workers).await, 1);
    until_shares(&world, &[4]).await;
    assert!(world.simulator.control().violations().is_empty());
}
