//! An account's balance over time, exact from its deals, with its equity where that was observed.

use crate::UseCaseError;
use crate::trading_accounts::within;
use chrono::{DateTime, Duration, Utc};
use crm_access::OpContext;
use crm_access::kinds::{BalanceView, PositionView};
use crm_model::TradingAccountId;
use crm_storage::{AccountFigures, Deals, MoneyMovement, Scoped};

/// A point of the curve, in minor units of the account's currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CurvePoint {
    /// When.
    pub at: DateTime<Utc>,
    /// The balance after everything up to then.
    pub balance: i64,
    /// The equity, where it was observed.
    pub equity: Option<i64>,
}

/// An account over time.
#[derive(Clone, Debug)]
pub struct AccountCurve {
    /// Its currency.
    pub currency: String,
    /// Digits of the currency.
    pub digits: u32,
    /// The curve, oldest first. While the past is not fetched it holds what was observed only.
    pub points: Vec<CurvePoint>,
    /// Bookings of money in the span, oldest first.
    pub movements: Vec<MoneyMovement>,
    /// When the past was fetched whole; `None` while it is not.
    pub whole_at: Option<DateTime<Utc>>,
}

/// Parts of the span, each with one point of a kind.
const PARTS: i64 = 400;
const DAYS_MAX: i32 = 3_650;

/// The curve of an account over the last days.
///
/// # Errors
/// [`UseCaseError::Access`]; [`UseCaseError::NotFound`] for an account out of reach or whose money is not the caller's to
/// see; [`UseCaseError::Invalid`].
pub async fn curve(
    op: &OpContext,
    tx: &impl Scoped,
    id: TradingAccountId,
    days: i32,
) -> Result<AccountCurve, UseCaseError> {
    let permit = op.require::<PositionView>()?;
    op.require::<BalanceView>()?;
    if !(1..=DAYS_MAX).contains(&days) {
        return Err(UseCaseError::invalid("days", "invalid_days", format!("Ask for 1 to {DAYS_MAX} days.")));
    }
    let account = within(op, tx, &permit, id).await?;
    if !account.shows_money {
        return Err(UseCaseError::NotFound("trading account"));
    }
    let span = Duration::days(days.into());
    let (from, seconds) = (op.now() - span, span.num_seconds() / PARTS);
    let deals = Deals::of(tx);
    let history = deals.history(id).await?.filter(|history| history.whole_at.is_some());
    let mut points = observed(&deals, id, from, seconds, account.figures.as_ref()).await?;
    if let Some(history) = &history {
        points.extend(reckoned(&deals, id, from, seconds, history.since).await?);
    }
    points.sort_by_key(|point| (point.at, point.equity.is_some()));
    Ok(AccountCurve {
        currency: account.record.currency,
        digits: account.record.digits,
        points,
        movements: deals.movements(id, from).await?,
        whole_at: history.and_then(|history| history.whole_at),
    })
}

/// The balance from the deals: as it was when the span began, and after each part of it.
async fn reckoned(
    deals: &Deals<'_, impl Scoped>,
    id: TradingAccountId,
    from: DateTime<Utc>,
    seconds: i64,
    since: Option<DateTime<Utc>>,
) -> Result<Vec<CurvePoint>, UseCaseError> {
    let mut balance = deals.balance_at(id, from).await?;
    let mut points = Vec::new();
    if since.is_some_and(|since| since < from) {
        points.push(CurvePoint { at: from, balance, equity: None });
    }
    for step in deals.balance_steps(id, from, seconds).await? {
        balance = balance.saturating_add(step.change);
        points.push(CurvePoint { at: step.at, balance, equity: None });
    }
    Ok(points)
}

async fn observed(
    deals: &Deals<'_, impl Scoped>,
    id: TradingAccountId,
    from: DateTime<Utc>,
    seconds: i64,
    figures: Option<&AccountFigures>,
) -> Result<Vec<CurvePoint>, UseCaseError> {
    let kept = deals.equity_points(id, from, seconds).await?;
    let mut points: Vec<CurvePoint> = kept
        .into_iter()
        .map(|point| CurvePoint { at: point.at, balance: point.balance, equity: Some(point.equity) })
        .collect();
    if let Some(now) = figures.filter(|now| points.last().is_none_or(|last| last.at < now.as_of)) {
        points.push(CurvePoint { at: now.as_of, balance: now.balance, equity: Some(now.equity) });
    }
    Ok(points)
}
