//! The figures of the home page. Each is what the list that opens from it holds: the same conditions, the same reach.
//! What they mean stands in docs/FIGURES.md.

use crate::UseCaseError;
use crate::tasks::{self, Whose};
use chrono::{DateTime, Duration, Utc};
use crm_access::kinds::{BalanceView, ClientView, FigureView, PositionView, TaskManage};
use crm_access::{AccessError, OpContext, PermissionKind, Permit};
use crm_model::{BalanceState, KycStatus, TradeState};
use crm_storage::{
    BalanceFilter, BalanceOperations, BoardSpan, ClientFilter, ClientSort, Clients, Condition, ListQuery, Scoped,
    SortColumn, TradeCommandFilter, TradeCommands, money_figures, new_client_figures, team_board,
};
pub use crm_storage::{BoardRow, ClientCount, ClientPart, FigureRange, MoneyDay};

/// How much waits. Each is `None` for who may not see the list; counts of operations and tasks stop at 1,000, those of
/// clients at 10,000.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Queues {
    /// Balance operations that wait for a second person.
    pub balance_waiting: Option<i64>,
    /// Balance operations of which nobody knows yet what became of them.
    pub balance_unknown: Option<i64>,
    /// Trade commands that wait for a second person.
    pub commands_waiting: Option<i64>,
    /// Trade commands of which nobody knows yet what became of them.
    pub commands_unknown: Option<i64>,
    /// Tasks and call-backs that were due before now.
    pub overdue: Option<i64>,
    /// Leads that nobody has spoken with and for whom nothing is planned.
    pub fresh: Option<i64>,
    /// Clients whose identity waits to be checked.
    pub kyc_pending: Option<i64>,
}

/// First deposits, deposits and withdrawals of live accounts, by currency and day.
///
/// # Errors
/// [`UseCaseError::Access`].
pub async fn money(op: &OpContext, tx: &impl Scoped, range: &FigureRange) -> Result<Vec<MoneyDay>, UseCaseError> {
    op.require::<FigureView>()?;
    let permit = op.require::<BalanceView>()?;
    Ok(money_figures(tx, &permit, range).await?)
}

/// New clients by day, by source and by country.
///
/// # Errors
/// [`UseCaseError::Access`].
pub async fn new_clients(
    op: &OpContext,
    tx: &impl Scoped,
    range: &FigureRange,
) -> Result<Vec<ClientCount>, UseCaseError> {
    op.require::<FigureView>()?;
    let permit = op.require::<ClientView>()?;
    Ok(new_client_figures(tx, &permit, range).await?)
}

/// How much waits now; `day_end` is the end of the person's day.
///
/// # Errors
/// [`UseCaseError::Access`].
pub async fn queues(op: &OpContext, tx: &impl Scoped, day_end: DateTime<Utc>) -> Result<Queues, UseCaseError> {
    op.require::<FigureView>()?;
    let mut queues = Queues::default();
    if let Some(permit) = held::<BalanceView>(op)? {
        let operations = BalanceOperations::of(tx);
        let of = |states: &[BalanceState]| BalanceFilter { states: states.to_vec(), ..BalanceFilter::default() };
        queues.balance_waiting = Some(operations.count(&permit, &of(&[BalanceState::Requested])).await?);
        queues.balance_unknown =
            Some(operations.count(&permit, &of(&[BalanceState::Unknown, BalanceState::Sending])).await?);
    }
    if let Some(permit) = held::<PositionView>(op)? {
        let commands = TradeCommands::of(tx);
        let of =
            |states: &[TradeState]| TradeCommandFilter { states: states.to_vec(), ..TradeCommandFilter::default() };
        queues.commands_waiting = Some(commands.count(&permit, &of(&[TradeState::Requested])).await?);
        queues.commands_unknown =
            Some(commands.count(&permit, &of(&[TradeState::Unknown, TradeState::Sending])).await?);
    }
    let Some(permit) = held::<ClientView>(op)? else { return Ok(queues) };
    if held::<TaskManage>(op)?.is_some() {
        let count = tasks::count(op, tx, Whose::Everybody, day_end).await?;
        (queues.overdue, queues.fresh) = (Some(count.overdue), Some(count.fresh));
    }
    let pending = ListQuery {
        filter: Some(ClientFilter::Is(Condition::Kyc(vec![KycStatus::Pending]))),
        search: None,
        sort: ClientSort { column: SortColumn::CreatedAt, descending: true },
        archived: false,
    };
    queues.kyc_pending = Some(Clients::of(tx).count(&permit, &pending).await?.0);
    Ok(queues)
}

/// What each person of one's teams did from one instant to another, and what is overdue.
///
/// # Errors
/// [`UseCaseError::Access`]; a span that is none or longer than 92 days.
pub async fn board(
    op: &OpContext,
    tx: &impl Scoped,
    from: DateTime<Utc>,
    before: DateTime<Utc>,
) -> Result<Vec<BoardRow>, UseCaseError> {
    op.require::<FigureView>()?;
    let permit = op.require::<ClientView>()?;
    if before <= from || before - from > Duration::days(92) {
        return Err(UseCaseError::invalid("before", "invalid_span", "Choose a span of at most 92 days."));
    }
    let money = held::<BalanceView>(op)?;
    Ok(team_board(tx, &permit, money.as_ref(), BoardSpan { from, before, now: op.now() }).await?)
}

/// The proof of a right that only hides a part when it is missing.
fn held<P: PermissionKind>(op: &OpContext) -> Result<Option<Permit<P>>, AccessError> {
    match op.require::<P>() {
        Ok(permit) => Ok(Some(permit)),
        Err(AccessError::Forbidden(_)) => Ok(None),
        Err(other) => Err(other),
    }
}
