//! Fetching the whole past of an account, page by page. A walk that was cut short goes on where it stopped.

use super::keep::{BATCH, keep_in};
use super::news::DealNews;
use crate::trading::HoldError;
use crate::trading_accounts::login;
use crate::{App, UseCaseError};
use chrono::{DateTime, Duration, Utc};
use crm_access::OpContext;
use crm_jobs::{Job, JobError, Run};
use crm_model::TradingAccountId;
use crm_storage::{DealHistoryStep, Deals, TradingAccountRow, TradingAccounts};
use crm_trading::{Cursor, Deal, DealQuery, TradeFilter, Window};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::sync::Arc;
use tokio::time::Instant;

/// Fetches the past of an account that was opened or linked.
#[derive(Debug, Serialize, Deserialize)]
pub struct FetchAccountHistory {
    /// Which account.
    pub account: TradingAccountId,
}

impl Job for FetchAccountHistory {
    const KIND: &'static str = "FetchAccountHistory";
}

/// Goes on with every past that is not whole.
#[derive(Debug, Serialize, Deserialize)]
pub struct FetchAccountHistories {}

impl Job for FetchAccountHistories {
    const KIND: &'static str = "FetchAccountHistories";
}

/// A run works so long and leaves the rest to the next.
const RUN: std::time::Duration = std::time::Duration::from_secs(60);
/// The server's clock may be ahead of ours by so much.
const AHEAD: Duration = Duration::minutes(10);

/// How a walk ended for now.
enum Walked {
    /// Everything is kept.
    Whole,
    /// The run's time was over.
    Paused,
    /// The server could not be asked.
    Stopped,
}

pub(crate) async fn fetch_account_history(app: Arc<App>, run: Run, job: FetchAccountHistory) -> Result<(), JobError> {
    // what is left is taken up by the job that comes round
    fetch(&run.op, &app, job.account, Instant::now() + RUN).await.map_err(JobError::retry)?;
    Ok(())
}

pub(crate) async fn fetch_account_histories(app: Arc<App>, run: Run, _: FetchAccountHistories) -> Result<(), JobError> {
    let until = Instant::now() + RUN;
    let tx = app.db.read(&run.op).await?;
    let open = Deals::of(&tx).without_history().await?;
    drop(tx);
    let mut silent = HashSet::new();
    for account in open {
        let tx = app.db.read(&run.op).await?;
        let row = TradingAccounts::of(&tx).for_system(account).await?;
        drop(tx);
        let Some(row) = row.filter(|row| !silent.contains(&row.record.server)) else { continue };
        match fetch(&run.op, &app, account, until).await {
            Ok(Walked::Whole) => {}
            Ok(Walked::Paused) => break,
            Ok(Walked::Stopped) => {
                silent.insert(row.record.server);
            }
            Err(error) => tracing::warn!(%account, %error, "the past of an account could not be fetched"),
        }
    }
    Ok(())
}

async fn fetch(op: &OpContext, app: &App, id: TradingAccountId, until: Instant) -> Result<Walked, UseCaseError> {
    let tx = app.db.read(op).await?;
    let account = TradingAccounts::of(&tx).for_system(id).await?;
    let history = Deals::of(&tx).history(id).await?;
    drop(tx);
    let Some(account) = account.filter(|account| account.record.archived_at.is_none()) else {
        return Ok(Walked::Whole);
    };
    if history.as_ref().is_some_and(|history| history.whole_at.is_some()) {
        return Ok(Walked::Whole);
    }
    let reaches_to = match &history {
        Some(history) => history.reaches_to,
        None => begin(op, app, id).await?,
    };
    let mut query = DealQuery {
        filter: TradeFilter::Login(login(account.record.login)),
        window: Window { from: DateTime::<Utc>::UNIX_EPOCH + Duration::days(1), to: reaches_to },
        cursor: history.and_then(|history| history.cursor).map(Cursor::from_text),
    };
    let mut told = DealNews::default();
    let walked = walk(op, app, &account, &mut query, until, &mut told).await;
    told.announce(app, op.tenant().id).await;
    walked
}

async fn walk(
    op: &OpContext,
    app: &App,
    account: &TradingAccountRow,
    query: &mut DealQuery,
    until: Instant,
    told: &mut DealNews,
) -> Result<Walked, UseCaseError> {
    while Instant::now() < until {
        let Some(deals) = part(op, app, account, query).await? else { return Ok(Walked::Stopped) };
        keep_part(op, app, account, &deals, query.cursor.as_ref(), told).await?;
        if query.cursor.is_none() {
            return Ok(Walked::Whole);
        }
    }
    Ok(Walked::Paused)
}

/// From here on deals that are made are met by whoever watches the server; what was made before is fetched.
async fn begin(op: &OpContext, app: &App, account: TradingAccountId) -> Result<DateTime<Utc>, UseCaseError> {
    let reaches_to = op.now() + AHEAD;
    let tx = app.db.mirror(op.tenant()).await?;
    tx.note_history(account, DealHistoryStep::Begun { at: op.now(), reaches_to }).await?;
    tx.keep().await?;
    Ok(reaches_to)
}

/// The next pages of the walk; `None` when the server cannot be asked, which is written down.
async fn part(
    op: &OpContext,
    app: &App,
    account: &TradingAccountRow,
    query: &mut DealQuery,
) -> Result<Option<Vec<Deal>>, UseCaseError> {
    let held = match app.trading.hold(app, op.tenant(), account.record.server).await {
        Ok(held) => held,
        Err(HoldError::Storage(error)) => return Err(error.into()),
        Err(error) => return stopped(op, app, account, &error.to_string()).await,
    };
    let mut deals = Vec::new();
    loop {
        match held.server.deals(query).await {
            Ok(page) => {
                deals.extend(page.items);
                query.cursor = page.next;
            }
            Err(error) => return stopped(op, app, account, &error.to_string()).await,
        }
        if query.cursor.is_none() || deals.len() >= BATCH {
            return Ok(Some(deals));
        }
    }
}

async fn stopped(
    op: &OpContext,
    app: &App,
    account: &TradingAccountRow,
    said: &str,
) -> Result<Option<Vec<Deal>>, UseCaseError> {
    let tx = app.db.mirror(op.tenant()).await?;
    tx.note_history(account.record.id, DealHistoryStep::Stopped(said)).await?;
    tx.keep().await?;
    Ok(None)
}

/// Keeps what was read, and with the last of it how far the walk came.
async fn keep_part(
    op: &OpContext,
    app: &App,
    account: &TradingAccountRow,
    deals: &[Deal],
    next: Option<&Cursor>,
    told: &mut DealNews,
) -> Result<(), UseCaseError> {
    // a server may answer more than was asked
    let own: Vec<Deal> = deals.iter().filter(|deal| deal.login == login(account.record.login)).cloned().collect();
    for some in own.chunks(BATCH) {
        let tx = app.db.mirror(op.tenant()).await?;
        let (_, news) = keep_in(&tx, account.record.server, some, op.now()).await?;
        tx.keep().await?;
        told.add(news);
    }
    let tx = app.db.mirror(op.tenant()).await?;
    let step = next.map_or(DealHistoryStep::Whole(op.now()), |next| DealHistoryStep::KeptTo(next.as_text()));
    tx.note_history(account.record.id, step).await?;
    Ok(tx.keep().await?)
}
