use crate::world::World;
use axum::body::Body;
use crm_runtime::Meters;
use crm_storage::QueueDb;
use crm_testing::DatabaseRole;
use http::Request;
use http_body_util::BodyExt;
use std::sync::Arc;
use tenant_api::http::ops;
use tower::ServiceExt;

/// What an operator is woken up by: jobs that wait for a person, sign-ins that wait for a thread.
#[tokio::test]
async fn parked_jobs_and_waiting_passwords_are_measured() {
    let world = World::new().await;
    let queue = QueueDb::connect(&world.db.url(DatabaseRole::Queue)).unwrap();
    let router = ops::router(Arc::clone(&world.web), Meters::install().unwrap(), Some(queue));
    let numbers = async || {
        let answer = router.clone().oneshot(Request::get("/metrics").body(Body::empty()).unwrap()).await.unwrap();
        String::from_utf8(answer.into_body().collect().await.unwrap().to_bytes().to_vec()).unwrap()
    };
    let quiet = numbers().await;
    for line in ["jobs{state=\"waiting\"} 0", "jobs{state=\"parked\"} 0", "hash_queue_depth 0"] {
        assert!(quiet.lines().any(|l| l == line), "{line} is not in\n{quiet}");
    }

    let mut admin = world.db.connect(DatabaseRole::Superuser).await.unwrap();
    sqlx::query("INSERT INTO queue.job (tenant_id, id, kind, parked_at) SELECT $1, gen_random_uuid(), 'Work', CASE WHEN n > 2 THEN now() END FROM generate_series(1, 5) n")
        .bind(world.atlas.id.uuid())
        .execute(&mut admin)
        .await
        .unwrap();
    let hashing: Vec<_> = (0..6)
        .map(|_| {
            let hasher = world.app.hasher.clone();
            tokio::spawn(async move { hasher.hash("violet anchors hum at 4 bells").await })
        })
        .collect();
    tokio::task::yield_now().await;
    let busy = numbers().await;
    for line in ["jobs{state=\"waiting\"} 2", "jobs{state=\"parked\"} 3"] {
        assert!(busy.lines().any(|l| l == line), "{line} is not in\n{busy}");
    }
    let waiting = |text: &str| {
        let line = text.lines().find_map(|line| line.strip_prefix("hash_queue_depth ")).unwrap();
        line.parse::<f64>().unwrap()
    };
    assert!((1.0..=6.0).contains(&waiting(&busy)), "{busy}");
    for hash in hashing {
        hash.await.unwrap().unwrap();
    }
    assert_eq!(waiting(&numbers().await), 0.0);
}
