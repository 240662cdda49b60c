//! Deals of trading accounts: kept as they are seen, their past fetched, shown within reach. Bookings of money, and what
//! follows from them, are shown to those who may see the account's money.

mod chart;
mod curve;
mod ended;
mod equity;
mod feeds;
mod keep;
mod news;
mod past;

pub use chart::{Chart, ChartCandle, ChartInput, chart};
pub use curve::{AccountCurve, CurvePoint, curve};
pub use ended::{EndedOrder, EndedOrders, ended};
pub use equity::NoteAccountEquity;
pub(crate) use equity::note_account_equity;
pub use feeds::feeds;
pub use keep::{DealBaseline, baseline, keep, keep_at};
pub use past::{FetchAccountHistories, FetchAccountHistory};
pub(crate) use past::{fetch_account_histories, fetch_account_history};

use crate::UseCaseError;
use crate::clients::sees_archived;
use chrono::{DateTime, Utc};
use crm_access::kinds::PositionView;
use crm_access::{OpContext, Permission};
use crm_model::{ClientId, TradingAccountId};
use crm_storage::{DealFilter, DealReader, DealRow, DealTotal, Deals, Page, PageRequest, Scoped};

/// A page of deals of accounts within reach, newest first.
///
/// # Errors
/// [`UseCaseError::Access`].
pub async fn list(
    op: &OpContext,
    tx: &impl Scoped,
    filter: &DealFilter,
    page: &PageRequest,
) -> Result<Page<DealRow>, UseCaseError> {
    let permit = op.require::<PositionView>()?;
    let money = op.reach(Permission::BalanceView);
    let reader = DealReader { permit: &permit, money: money.as_ref(), archived_clients: sees_archived(op) };
    Ok(Deals::of(tx).list(reader, filter, page).await?)
}

/// Which of some accounts have deals that the reader sees, made at an instant or after: whose they are. It is how one learns
/// that there is something to read again.
///
/// # Errors
/// [`UseCaseError::Access`].
pub async fn seen_since(
    op: &OpContext,
    tx: &impl Scoped,
    accounts: &[(TradingAccountId, DateTime<Utc>)],
) -> Result<Vec<(TradingAccountId, ClientId)>, UseCaseError> {
    let permit = op.require::<PositionView>()?;
    let money = op.reach(Permission::BalanceView);
    let reader = DealReader { permit: &permit, money: money.as_ref(), archived_clients: sees_archived(op) };
    Ok(Deals::of(tx).seen_since(reader, accounts).await?)
}

/// What the deals under a filter come to, by currency.
///
/// # Errors
/// [`UseCaseError::Access`].
pub async fn totals(op: &OpContext, tx: &impl Scoped, filter: &DealFilter) -> Result<Vec<DealTotal>, UseCaseError> {
    let permit = op.require::<PositionView>()?;
    let money = op.reach(Permission::BalanceView);
    let reader = DealReader { permit: &permit, money: money.as_ref(), archived_clients: sees_archived(op) };
    Ok(Deals::of(tx).totals(reader, filter).await?)
}
