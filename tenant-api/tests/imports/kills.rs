//! the work is broken off at any point, as kill -9 breaks it off, and goes on to exactly the rows of the file.

use super::world::{World, world};
use chrono::Duration;
use crm_jobs::{Dispatcher, Options};
use crm_storage::{DbOptions, QueueDb};
use crm_testing::DatabaseRole;
use serde_json::json;
use std::sync::Arc;
use std::time::Duration as Time;

/// A worker of its own that does what is due and is broken off after a while, with everything that it holds. Says whether it
/// came to its end.
fn worker(w: &World, lives: Time) -> bool {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let ended = runtime.block_on(async {
        let db = w.app.database_at(w.app.db.url(DatabaseRole::App), 6, DbOptions::WORK);
        let app = Arc::new(w.app.another(|app| app.db = db));
        let queue = QueueDb::connect(&w.app.db.url(DatabaseRole::Queue)).unwrap();
        let handlers = crm_app::jobs::handlers(&app);
        let dispatcher =
            Dispatcher::new(queue, handlers, crm_app::jobs::SCHEDULES, app.clock.clone(), Options::default());
        tokio::time::timeout(lives, dispatcher.drain()).await.is_ok()
    });
    runtime.shutdown_background();
    ended
}

#[tokio::test(flavor = "multi_thread")]
async fn r_01_a_commit_that_is_broken_off_writes_each_row_once() {
    let w = world().await;
    let mut file = String::from("First name,Last name,E-mail\n");
    for n in 0..5_000 {
        let email = if n % 50 == 7 { "none".to_owned() } else { format!("lead{n}@example.org") };
        file.push_str(&format!("Lead,Number {n},{email}\n"));
    }
    let import = w.bring(&w.manager, "many.csv", file.as_bytes()).await;
    let counts = import.check().await;
    assert_eq!((&counts["create"], &counts["error"]), (&json!(4_900), &json!(100)));
    import.step_up().await;
    import.try_step("commitImport", "CommitImportInput", json!({"skipBadRows": true})).await;
    let mut broken = 0;
    for lives in [30_u64, 250, 400, 600, 150, 500, 800, 300] {
        let ended = std::thread::scope(|scope| scope.spawn(|| worker(&w, Time::from_millis(lives))).join().unwrap());
        broken += i32::from(!ended);
        // the lease of what was begun ends
        w.app.advance(Duration::seconds(121));
    }
    assert!(broken > 0, "nothing was broken off");
    w.app.advance(Duration::seconds(121));
    w.app.run_jobs().await;
    let again = super::world::Import {
        world: &w,
        person: w.manager.clone(),
        browser: w.app.sign_in(&w.manager).await,
        id: import.id.clone(),
    };
    let now = again.now().await;
    assert_eq!(
        (&now["state"], &now["written"]["create"], &now["written"]["error"]),
        (&json!("COMMITTED"), &json!(4_900), &json!(100)),
        "{now}"
    );
    assert_eq!(w.clients().await, 4_900);
    assert_eq!(w.app.number("SELECT count(DISTINCT last_name) FROM crm.client").await, 4_900);
    assert_eq!(
        w.app
            .number("SELECT count(*) FROM crm.client_import_row WHERE outcome = 'create' AND client_id IS NOT NULL")
            .await,
        4_900
    );
}
