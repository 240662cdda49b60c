//! Money in and out of trading accounts in the staff portal's GraphQL.

use crate::graphql::shared::{self, PageInfo, UserError, app, op, reader, settle};
use crate::view::balance::{
    BalanceBand, BalanceCheck, BalanceFinding, BalanceKind, BalanceNeeds, BalanceOperation, BalanceState, BalanceTotal,
};
use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use crm_app::{UseCaseError, balance_operations};
use crm_model::{BalanceFindingId, BalanceOperationId, ClientId, StaffId, TradingAccountId};

/// Looking at balance operations.
#[derive(Default)]
pub struct BalanceQuery;

/// Asking for money, agreeing to it, finding out what became of it.
#[derive(Default)]
pub struct BalanceMutation;

/// Which operations. What is absent does not count.
#[derive(InputObject, Default)]
pub struct BalanceFilter {
    /// This one only.
    operation_id: Option<ID>,
    account_id: Option<ID>,
    client_id: Option<ID>,
    /// Of clients that this person owns.
    owner_id: Option<ID>,
    kinds: Option<Vec<BalanceKind>>,
    states: Option<Vec<BalanceState>>,
    requested_by_id: Option<ID>,
    from: Option<DateTime<Utc>>,
    before: Option<DateTime<Utc>>,
    /// Booked at or after.
    booked_from: Option<DateTime<Utc>>,
    /// Booked before.
    booked_before: Option<DateTime<Utc>>,
    /// On live accounts only.
    live: Option<bool>,
    currency: Option<String>,
    /// First deposits of clients only.
    first_deposits: Option<bool>,
}

/// An operation with its place in the list.
#[derive(SimpleObject)]
pub struct BalanceOperationEdge {
    cursor: String,
    node: BalanceOperation,
}

/// A page of operations.
#[derive(SimpleObject)]
pub struct BalanceOperationConnection {
    edges: Vec<BalanceOperationEdge>,
    page_info: PageInfo,
}

/// What would be checked, and who would have to agree.
#[derive(SimpleObject)]
pub struct BalancePreview {
    checks: Vec<BalanceCheck>,
    needs: BalanceNeeds,
}

/// Money to be moved.
#[derive(InputObject)]
pub struct RequestBalanceOperationInput {
    /// What the caller calls this request: the same name again is the same operation.
    request_key: String,
    account_id: ID,
    kind: BalanceKind,
    /// A decimal in the account's currency; below zero for a correction downwards only.
    amount: String,
    reason: String,
}

/// An operation to be agreed to or taken back, at the version that was read.
#[derive(InputObject)]
pub struct DecideBalanceOperationInput {
    id: ID,
    version: i32,
}

/// What is declined or closed, with the reason.
#[derive(InputObject)]
pub struct ReasonedInput {
    pub(crate) id: ID,
    pub(crate) version: i32,
    pub(crate) reason: String,
}

/// How much a person shall be allowed to move alone in a currency.
#[derive(InputObject)]
pub struct SetBalanceBandInput {
    currency: String,
    /// 0 when there was none.
    version: i32,
    alone_up_to: String,
    alone_a_day: String,
    approve_up_to: String,
}

/// An operation after a step, or what stands against it.
#[derive(SimpleObject)]
pub struct BalanceOperationPayload {
    operation: Option<BalanceOperation>,
    errors: Vec<UserError>,
}

/// A band after a change, or what was wrong with the input.
#[derive(SimpleObject)]
pub struct BalanceBandPayload {
    band: Option<BalanceBand>,
    errors: Vec<UserError>,
}

/// What was closed, or why it was not.
#[derive(SimpleObject)]
pub struct CloseBalanceFindingPayload {
    closed_id: Option<ID>,
    errors: Vec<UserError>,
}

impl BalanceFilter {
    fn read(self) -> Result<crm_storage::BalanceFilter> {
        let account = self.account_id.map(|id| account_id(&id)).transpose()?;
        let client = self.client_id.map(|id| shared::id(ClientId::parse(&id), "client")).transpose()?;
        let owner = self.owner_id.map(|id| shared::id(StaffId::parse(&id), "staff member")).transpose()?;
        let requested_by =
            self.requested_by_id.map(|id| shared::id(StaffId::parse(&id), "staff member")).transpose()?;
        let id =
            self.operation_id.map(|id| shared::id(BalanceOperationId::parse(&id), "balance operation")).transpose()?;
        Ok(crm_storage::BalanceFilter {
            id,
            account,
            client,
            owner,
            kinds: self.kinds.unwrap_or_default().into_iter().map(Into::into).collect(),
            states: self.states.unwrap_or_default().into_iter().map(Into::into).collect(),
            requested_by,
            from: self.from,
            before: self.before,
            booked_from: self.booked_from,
            booked_before: self.booked_before,
            live: self.live.unwrap_or_default(),
            currency: self.currency,
            first_deposits: self.first_deposits.unwrap_or_default(),
        })
    }
}

#[Object]
impl BalanceQuery {
    /// Balance operations on accounts within reach, newest first.
    async fn balance_operations(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
        filter: Option<BalanceFilter>,
    ) -> Result<BalanceOperationConnection> {
        let page = shared::page(first, after.as_deref())?;
        let filter = filter.unwrap_or_default().read()?;
        let found = balance_operations::list(op(ctx)?, reader(ctx).await?, &filter, &page).await?;
        let more = found.more;
        let edges: Vec<BalanceOperationEdge> = found
            .rows
            .into_iter()
            .map(|row| BalanceOperationEdge { cursor: row.operation.cursor().encode(), node: row.into() })
            .collect();
        let cursors: Vec<String> = edges.iter().map(|edge| edge.cursor.clone()).collect();
        Ok(BalanceOperationConnection { page_info: PageInfo::of(&cursors, more, after.is_some()), edges })
    }

    /// What was booked under a filter, by currency.
    async fn balance_totals(&self, ctx: &Context<'_>, filter: Option<BalanceFilter>) -> Result<Vec<BalanceTotal>> {
        let filter = filter.unwrap_or_default().read()?;
        let totals = balance_operations::totals(op(ctx)?, reader(ctx).await?, &filter).await?;
        Ok(totals.into_iter().map(BalanceTotal::from).collect())
    }

    /// What would be checked if an operation were asked for now, and who would have to agree. Changes nothing.
    async fn balance_preview(
        &self,
        ctx: &Context<'_>,
        account_id: ID,
        kind: BalanceKind,
        amount: String,
    ) -> Result<BalancePreview> {
        let id = self::account_id(&account_id)?;
        let judged = balance_operations::check(op(ctx)?, app(ctx)?, id, kind.into(), &amount).await;
        let (checks, needs) = shared::refused(judged)?;
        Ok(BalancePreview { checks: checks.into_iter().map(BalanceCheck::from).collect(), needs: needs.into() })
    }

    /// Open differences with the servers' books, and those closed within a month.
    async fn balance_findings(&self, ctx: &Context<'_>) -> Result<Vec<BalanceFinding>> {
        let findings = balance_operations::findings(op(ctx)?, reader(ctx).await?).await?;
        Ok(findings.into_iter().map(BalanceFinding::from).collect())
    }

    /// How much a person may move alone, by currency. Where nothing is set, nobody moves anything alone.
    async fn balance_bands(&self, ctx: &Context<'_>) -> Result<Vec<BalanceBand>> {
        let bands = balance_operations::bands(op(ctx)?, reader(ctx).await?).await?;
        Ok(bands.into_iter().map(BalanceBand::from).collect())
    }
}

#[Object]
impl BalanceMutation {
    /// Asks for an operation. Within the band of its maker it is sent at once; else it waits for a second person.
    async fn request_balance_operation(
        &self,
        ctx: &Context<'_>,
        input: RequestBalanceOperationInput,
    ) -> Result<BalanceOperationPayload> {
        let input = balance_operations::RequestBalance {
            request_key: input.request_key,
            account: account_id(&input.account_id)?,
            kind: input.kind.into(),
            amount: input.amount,
            reason: input.reason,
        };
        stepped(ctx, balance_operations::request(op(ctx)?, app(ctx)?, &input).await).await
    }

    /// Agrees to an operation that somebody else asked for: it is checked again, and sent.
    async fn approve_balance_operation(
        &self,
        ctx: &Context<'_>,
        input: DecideBalanceOperationInput,
    ) -> Result<BalanceOperationPayload> {
        let id = operation_id(&input.id)?;
        let done = balance_operations::approve(op(ctx)?, app(ctx)?, id, input.version).await;
        stepped(ctx, done.map(|()| id)).await
    }

    /// Says no to an operation.
    async fn decline_balance_operation(
        &self,
        ctx: &Context<'_>,
        input: ReasonedInput,
    ) -> Result<BalanceOperationPayload> {
        let id = operation_id(&input.id)?;
        let done = balance_operations::decline(op(ctx)?, app(ctx)?, id, input.version, &input.reason).await;
        stepped(ctx, done.map(|()| id)).await
    }

    /// Takes one's own request back, while it waits.
    async fn cancel_balance_operation(
        &self,
        ctx: &Context<'_>,
        input: DecideBalanceOperationInput,
    ) -> Result<BalanceOperationPayload> {
        let id = operation_id(&input.id)?;
        let done = balance_operations::cancel(op(ctx)?, app(ctx)?, id, input.version).await;
        stepped(ctx, done.map(|()| id)).await
    }

    /// Finds out now what became of an operation. Nothing is sent again.
    async fn find_out_balance_operation(&self, ctx: &Context<'_>, id: ID) -> Result<BalanceOperationPayload> {
        let id = operation_id(&id)?;
        let done = balance_operations::find_out(op(ctx)?, app(ctx)?, id).await;
        stepped(ctx, done.map(|()| id)).await
    }

    /// Closes a difference that was explained; with the last one of an account its money moves again.
    async fn close_balance_finding(
        &self,
        ctx: &Context<'_>,
        input: ReasonedInput,
    ) -> Result<CloseBalanceFindingPayload> {
        let id = shared::id(BalanceFindingId::parse(&input.id), "difference")?;
        let done = balance_operations::close_finding(op(ctx)?, app(ctx)?, id, input.version, &input.reason).await;
        let (done, errors) = settle(done)?;
        Ok(CloseBalanceFindingPayload { closed_id: done.map(|()| input.id), errors })
    }

    /// Sets how much a person may move alone in a currency.
    async fn set_balance_band(&self, ctx: &Context<'_>, input: SetBalanceBandInput) -> Result<BalanceBandPayload> {
        let input = balance_operations::SetBalanceBand {
            currency: input.currency,
            version: input.version,
            alone_up_to: input.alone_up_to,
            alone_a_day: input.alone_a_day,
            approve_up_to: input.approve_up_to,
        };
        let (band, errors) = settle(balance_operations::set_band(op(ctx)?, app(ctx)?, &input).await)?;
        Ok(BalanceBandPayload { band: band.map(BalanceBand::from), errors })
    }
}

fn account_id(id: &ID) -> Result<TradingAccountId> {
    shared::id(TradingAccountId::parse(id), "trading account")
}

fn operation_id(id: &ID) -> Result<BalanceOperationId> {
    shared::id(BalanceOperationId::parse(id), "balance operation")
}

/// One who may ask for money and not look at it gets no operation back.
async fn stepped(
    ctx: &Context<'_>,
    outcome: Result<BalanceOperationId, UseCaseError>,
) -> Result<BalanceOperationPayload> {
    let (id, errors) = settle(outcome)?;
    let Some(id) = id else { return Ok(BalanceOperationPayload { operation: None, errors }) };
    let operation = match balance_operations::find(op(ctx)?, reader(ctx).await?, id).await {
        Ok(shown) => Some(shown.into()),
        Err(UseCaseError::NotFound(_) | UseCaseError::Access(_)) => None,
        Err(error) => return Err(error.into()),
    };
    Ok(BalanceOperationPayload { operation, errors })
}
