//! How servers are: asked once a minute by the process that holds the lease.

use crate::App;
use chrono::{DateTime, Utc};
use crm_access::TenantRef;
use crm_jobs::{Job, JobError, Run};
use crm_model::{TradingServerId, TradingServerStatus};
use crm_storage::{StorageError, TradingServerHealth, TradingServers};
use crm_trading::{ClockReading, TradingError, TradingServer};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;

/// Asks every server of a broker for its clock.
#[derive(Debug, Serialize, Deserialize)]
pub struct CheckTradingServers {}

impl Job for CheckTradingServers {
    const KIND: &'static str = "CheckTradingServers";
}

/// Longest text of an error that is kept, in characters.
const ERROR_MAX: usize = 300;

pub(crate) async fn check_trading_servers(app: Arc<App>, run: Run, _: CheckTradingServers) -> Result<(), JobError> {
    let tenant = run.op.tenant();
    app.trading.forget_idle();
    let tx = app.db.read(&run.op).await?;
    let servers = TradingServers::of(&tx).list().await?;
    drop(tx);
    for row in servers.iter().filter(|row| row.record.status == TradingServerStatus::Active) {
        let id = row.record.id;
        // a feed asks by itself
        if app.trading.feeds().polls(tenant, id) {
            continue;
        }
        match app.trading.hold_free(&app.db, tenant, id).await {
            Ok(held) => check_one(&app, tenant, id, held.server.as_ref()).await?,
            Err(super::HoldError::Storage(error)) => return Err(error.into()),
            // another process looks after it, or nobody is to
            Err(super::HoldError::Elsewhere | super::HoldError::Archived | super::HoldError::Unknown) => {}
            Err(error) => note(&app, tenant, id, failed(run.op.now(), &error.to_string())).await?,
        }
    }
    Ok(())
}

/// Asks one server for its clock and writes down how it is.
pub(crate) async fn check_one(
    app: &App,
    tenant: &TenantRef,
    id: TradingServerId,
    server: &dyn TradingServer,
) -> Result<(), StorageError> {
    let asked = Instant::now();
    let read = server.server_time().await;
    note_answer(app, tenant, id, app.clock.now(), &read, asked.elapsed()).await
}

/// Writes down what reading a server's clock brought.
pub(crate) async fn note_answer(
    app: &App,
    tenant: &TenantRef,
    id: TradingServerId,
    now: DateTime<Utc>,
    read: &Result<ClockReading, TradingError>,
    took: Duration,
) -> Result<(), StorageError> {
    let seen = match read {
        Ok(reading) => TradingServerHealth {
            checked_at: now,
            last_answer_at: Some(now),
            last_error: None,
            failures: 0,
            lag_ms: Some(i32::try_from(took.as_millis()).unwrap_or(i32::MAX)),
            offset_s: i32::try_from(reading.offset_seconds).ok(),
            drift_s: i32::try_from(reading.drift_seconds).ok(),
        },
        Err(error) => failed(now, &error.to_string()),
    };
    note(app, tenant, id, seen).await
}

fn failed(now: DateTime<Utc>, error: &str) -> TradingServerHealth {
    TradingServerHealth {
        checked_at: now,
        last_answer_at: None,
        last_error: Some(error.chars().take(ERROR_MAX).collect()),
        failures: 1,
        lag_ms: None,
        offset_s: None,
        drift_s: None,
    }
}

async fn note(
    app: &App,
    tenant: &TenantRef,
    id: TradingServerId,
    seen: TradingServerHealth,
) -> Result<(), StorageError> {
    let tx = app.db.mirror(tenant).await?;
    tx.note_health(id, &seen).await?;
    tx.keep().await
}
