//! How every pool of this crate is made.

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{PgConnection, PgPool};
use std::time::Duration;
use tokio::time::timeout;

/// What may outlive a transaction on its connection goes: settings, cursors, subscriptions, and the transaction itself. The
/// driver does not know of one whose caller went away while it was being opened; without the roll-back the next one would
/// run inside it, read-only perhaps. There is hardly ever one, and the server would write a warning into its log for each
/// roll-back of nothing: so one is begun first. Where that fails, in a transaction that has failed, the connection is closed.
/// Prepared statements stay: they are the driver's own.
const CLEAN: &str = "BEGIN; ROLLBACK; SET SESSION AUTHORIZATION DEFAULT; RESET ALL; CLOSE ALL; UNLISTEN *";
/// A connection that is not clean by then is closed: it is broken, or still busy with a statement that nobody waits for.
const PATIENCE: Duration = Duration::from_secs(1);

/// A lazy pool whose connections are cleaned between two transactions, after the answer to the first one has left.
pub(crate) fn clean_pool(connections: u32, acquire_timeout: Duration, options: PgConnectOptions) -> PgPool {
    PgPoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(acquire_timeout)
        .test_before_acquire(false)
        .idle_timeout(Some(Duration::from_secs(300)))
        .max_lifetime(Some(Duration::from_secs(1800)))
        .after_release(|conn, _| Box::pin(async move { Ok(clean(conn).await) }))
        .connect_lazy_with(options)
}

async fn clean(conn: &mut PgConnection) -> bool {
    matches!(timeout(PATIENCE, sqlx::raw_sql(CLEAN).execute(conn)).await, Ok(Ok(_)))
}
