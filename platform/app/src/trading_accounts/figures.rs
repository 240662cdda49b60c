//! An account's figures, as the server shows them, with their age.

use super::{held, refused, within};
use crate::trading::feed::FeedState;
use crate::trading::figures_of;
use crate::{App, UseCaseError};
use chrono::{DateTime, Utc};
use crm_access::kinds::TradingAccountView;
use crm_access::{OpContext, TenantRef};
use crm_jobs::{Job, JobError, Run};
use crm_model::{TradingAccountId, TradingServerId, TradingServerStatus};
use crm_storage::{StorageError, TradingAccounts, TradingServers};
use crm_trading::{AccountFilter, AccountState, Login, TradingServer};
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Reads the figures of all accounts in use.
#[derive(Debug, Serialize, Deserialize)]
pub struct RefreshTradingAccounts {}

impl Job for RefreshTradingAccounts {
    const KIND: &'static str = "RefreshTradingAccounts";
}

/// Accounts in one question.
const BATCH: u16 = 200;

/// Reads an account's figures now.
///
/// # Errors
/// [`UseCaseError::Access`], [`UseCaseError::NotFound`]; [`UseCaseError::Invalid`] when the server cannot be asked.
pub async fn refresh(op: &OpContext, app: &App, id: TradingAccountId) -> Result<(), UseCaseError> {
    let permit = op.require::<TradingAccountView>()?;
    let tx = app.db.read(op).await?;
    let row = within(op, &tx, &permit, id).await?;
    drop(tx);
    let held = held(app, op, &row).await?;
    let state = held.server.account_state(login(row.record.login)).await.map_err(|error| refused(&error))?;
    Ok(note_state(app, op.tenant(), id, row.record.digits, &state).await?)
}

/// How far figures of an account can be believed, from what this process knows of the feed of its server.
#[must_use]
pub fn feed_state(op: &OpContext, app: &App, server: TradingServerId, as_of: DateTime<Utc>) -> FeedState {
    app.trading.feeds().of(op.tenant()).state_of_figures(server, as_of, op.now())
}

pub(crate) fn login(number: i64) -> Login {
    Login(u64::try_from(number).unwrap_or(0))
}

/// Writes figures down; those that the CRM cannot keep exactly are left out.
pub(crate) async fn note_state(
    app: &App,
    tenant: &TenantRef,
    account: TradingAccountId,
    digits: u32,
    state: &AccountState,
) -> Result<(), StorageError> {
    let Some(figures) = figures_of(state, digits) else { return Ok(()) };
    let tx = app.db.mirror(tenant).await?;
    tx.note_figures(account, &figures).await?;
    tx.keep().await
}

pub(crate) async fn refresh_trading_accounts(
    app: Arc<App>,
    run: Run,
    _: RefreshTradingAccounts,
) -> Result<(), JobError> {
    let tenant = run.op.tenant();
    let tx = app.db.read(&run.op).await?;
    let servers = TradingServers::of(&tx).list().await?;
    drop(tx);
    for server in servers.iter().filter(|row| row.record.status == TradingServerStatus::Active) {
        let id = server.record.id;
        // a feed writes by itself
        if app.trading.feeds().polls(tenant, id) {
            continue;
        }
        let Ok(held) = app.trading.hold_free(&app.db, tenant, id).await else { continue };
        refresh_on(&app, tenant, id, held.server.as_ref(), &HashSet::new()).await?;
    }
    Ok(())
}

/// Reads and writes down the figures of a server's accounts in use, but for those that are known by other ways.
pub(crate) async fn refresh_on(
    app: &App,
    tenant: &TenantRef,
    id: TradingServerId,
    server: &dyn TradingServer,
    known: &HashSet<Login>,
) -> Result<(), StorageError> {
    let mut after = 0;
    loop {
        let tx = app.db.mirror(tenant).await?;
        let rows = TradingAccounts::of(&tx).on_server(id, after, BATCH).await?;
        drop(tx);
        let Some(last) = rows.last() else { return Ok(()) };
        after = last.record.login;
        let rows: Vec<_> = rows.iter().filter(|row| !known.contains(&login(row.record.login))).collect();
        if rows.is_empty() {
            continue;
        }
        let logins = rows.iter().map(|row| login(row.record.login)).collect();
        // figures that cannot be read now grow older, and say so
        let Ok(states) = server.account_states(&AccountFilter::Logins(logins)).await else { return Ok(()) };
        let by_login: HashMap<Login, &AccountState> = states.iter().map(|state| (state.login, state)).collect();
        let figures: Vec<_> = rows
            .iter()
            .filter_map(|row| {
                let state = by_login.get(&login(row.record.login))?;
                Some((row.record.id, figures_of(state, row.record.digits)?))
            })
            .collect();
        let tx = app.db.mirror(tenant).await?;
        tx.note_many_figures(&figures).await?;
        tx.keep().await?;
    }
}
