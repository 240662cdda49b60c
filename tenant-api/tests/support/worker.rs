//! A worker of its own, broken off as kill -9 breaks it off.

use crm_jobs::{Dispatcher, Options};
use crm_storage::{DbOptions, QueueDb};
use crm_testing::{DatabaseRole, TestApp};
use std::sync::Arc;
use std::time::Duration;

/// Does what is due and is broken off after a while, with everything that it holds. Says whether it came to its end.
pub fn worker(app: &TestApp, lives: Duration) -> bool {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let ended = runtime.block_on(async {
        let db = app.database_at(app.db.url(DatabaseRole::App), 6, DbOptions::WORK);
        let queue = QueueDb::connect(&app.db.url(DatabaseRole::Queue)).unwrap();
        let app = Arc::new(app.another(|app| app.db = db));
        let handlers = crm_app::jobs::handlers(&app);
        let dispatcher =
            Dispatcher::new(queue, handlers, crm_app::jobs::SCHEDULES, app.clock.clone(), Options::default());
        tokio::time::timeout(lives, dispatcher.drain()).await.is_ok()
    });
    runtime.shutdown_background();
    ended
}
