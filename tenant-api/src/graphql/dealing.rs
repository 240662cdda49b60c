//! Dealing for clients in the staff portal's GraphQL.

use crate::graphql::balance_operations::ReasonedInput;
use crate::graphql::shared::{self, PageInfo, UserError, app, op, reader, settle};
use crate::view::dealing::{
    DealingRule, TradeCommand, TradeCommandKind, TradeCommandState, TradePreview, TradeSymbol, TradeTicket,
};
use crate::view::live_order::PendingKind;
use crate::view::live_position::TradeSide;
use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use crm_app::{UseCaseError, dealing};
use crm_model::{ClientId, StaffId, TradeCommandId, TradingAccountId};

/// Looking at trade commands, and what a dealing form needs.
#[derive(Default)]
pub struct DealingQuery;

/// Asking for trade commands, agreeing to them, finding out what became of them.
#[derive(Default)]
pub struct DealingMutation;

/// Which commands. What is absent does not count.
#[derive(InputObject, Default)]
pub struct TradeCommandFilter {
    /// This one only.
    command_id: Option<ID>,
    account_id: Option<ID>,
    client_id: Option<ID>,
    kinds: Option<Vec<TradeCommandKind>>,
    states: Option<Vec<TradeCommandState>>,
    requested_by_id: Option<ID>,
    from: Option<DateTime<Utc>>,
    before: Option<DateTime<Utc>>,
}

/// A command with its place in the list.
#[derive(SimpleObject)]
pub struct TradeCommandEdge {
    cursor: String,
    node: TradeCommand,
}

/// A page of commands.
#[derive(SimpleObject)]
pub struct TradeCommandConnection {
    edges: Vec<TradeCommandEdge>,
    page_info: PageInfo,
}

/// A trade command as somebody asks for it.
#[derive(InputObject)]
pub struct RequestTradeInput {
    /// What the caller calls this request: the same name again is the same command.
    request_key: String,
    account_id: ID,
    kind: TradeCommandKind,
    /// Not for what is named by a ticket.
    symbol: Option<String>,
    side: Option<TradeSide>,
    pending_kind: Option<PendingKind>,
    /// Absent closes all.
    lots: Option<String>,
    /// Which position or order.
    ticket: Option<String>,
    /// The opposite position of a close-by.
    by_ticket: Option<String>,
    /// What the person saw: a market price that moved further than maxSlippage points against the client is refused before
    /// anything is sent.
    shown_price: Option<String>,
    /// Absent: the rule's, or the spread of now where that is wider. Never more than that.
    max_slippage: Option<i32>,
    /// Price of a waiting order.
    price: Option<String>,
    /// Where a stop-limit order becomes a limit order at its price.
    price_trigger: Option<String>,
    /// Absent is none.
    stop_loss: Option<String>,
    /// Absent is none.
    take_profit: Option<String>,
    /// Absent: until it is cancelled.
    expires_at: Option<DateTime<Utc>>,
    reason: String,
}

/// A command to be agreed to or taken back, at the version that was read.
#[derive(InputObject)]
pub struct DecideTradeInput {
    id: ID,
    version: i32,
}

/// How the broker shall deal.
#[derive(InputObject)]
pub struct SetDealingRuleInput {
    /// In lots; 0 lets nobody deal alone.
    alone_up_to: String,
    /// In points.
    max_slippage: i32,
    step_up: bool,
    /// 0 when none was set.
    version: i32,
}

/// A command after a step, or what stands against it.
#[derive(SimpleObject)]
pub struct TradeCommandPayload {
    command: Option<TradeCommand>,
    errors: Vec<UserError>,
}

/// The rule after a change, or what was wrong with the input.
#[derive(SimpleObject)]
pub struct DealingRulePayload {
    rule: Option<DealingRule>,
    errors: Vec<UserError>,
}

impl TradeCommandFilter {
    fn read(self) -> Result<crm_storage::TradeCommandFilter> {
        let client = |id: ID| shared::id(ClientId::parse(&id), "client");
        let staff = |id: ID| shared::id(StaffId::parse(&id), "staff member");
        let own = |id: ID| shared::id(TradeCommandId::parse(&id), "trade command");
        Ok(crm_storage::TradeCommandFilter {
            id: self.command_id.map(own).transpose()?,
            account: self.account_id.as_ref().map(account_id).transpose()?,
            client: self.client_id.map(client).transpose()?,
            kinds: self.kinds.into_iter().flatten().map(Into::into).collect(),
            states: self.states.into_iter().flatten().map(Into::into).collect(),
            requested_by: self.requested_by_id.map(staff).transpose()?,
            from: self.from,
            before: self.before,
        })
    }
}

impl RequestTradeInput {
    fn read(self) -> Result<dealing::RequestTrade> {
        Ok(dealing::RequestTrade {
            request_key: self.request_key,
            account: account_id(&self.account_id)?,
            kind: self.kind.into(),
            symbol: self.symbol,
            side: self.side.map(Into::into),
            pending: self.pending_kind.map(Into::into),
            lots: self.lots,
            ticket: self.ticket,
            by_ticket: self.by_ticket,
            shown_price: self.shown_price,
            max_slippage: self.max_slippage,
            price: self.price,
            price_trigger: self.price_trigger,
            stop_loss: self.stop_loss,
            take_profit: self.take_profit,
            expires_at: self.expires_at,
            reason: self.reason,
        })
    }
}

#[Object]
impl DealingQuery {
    /// Everything that a dealing form needs, read from the server now: by symbol, or by the ticket of a position or order.
    async fn trade_ticket(
        &self,
        ctx: &Context<'_>,
        account_id: ID,
        symbol: Option<String>,
        ticket: Option<String>,
    ) -> Result<TradeTicket> {
        let id = self::account_id(&account_id)?;
        let read = dealing::ticket(op(ctx)?, app(ctx)?, id, symbol.as_deref(), ticket.as_deref()).await;
        Ok(shared::refused(read)?.into())
    }

    /// Symbols that can be dealt in on an account, at most 50, by a part of their name or description.
    async fn trade_symbols(
        &self,
        ctx: &Context<'_>,
        account_id: ID,
        search: Option<String>,
    ) -> Result<Vec<TradeSymbol>> {
        let id = self::account_id(&account_id)?;
        let found = dealing::symbols(op(ctx)?, app(ctx)?, id, search.as_deref().unwrap_or_default()).await;
        let shown = shared::refused(found)?.into_iter().map(|spec| TradeSymbol {
            symbol: spec.symbol,
            description: spec.description,
            digits: i32::try_from(spec.digits).unwrap_or(0),
        });
        Ok(shown.collect())
    }

    /// What would be checked if a command were asked for now. Changes nothing.
    async fn trade_preview(&self, ctx: &Context<'_>, input: RequestTradeInput) -> Result<TradePreview> {
        let input = input.read()?;
        Ok(shared::refused(dealing::preview(op(ctx)?, app(ctx)?, &input).await)?.into())
    }

    /// What would be checked if a second person agreed to a waiting command now. Changes nothing.
    async fn trade_command_preview(&self, ctx: &Context<'_>, id: ID) -> Result<TradePreview> {
        let id = command_id(&id)?;
        Ok(shared::refused(dealing::preview_command(op(ctx)?, app(ctx)?, id).await)?.into())
    }

    /// Trade commands on accounts within reach, newest first.
    async fn trade_commands(
        &self,
        ctx: &Context<'_>,
        filter: Option<TradeCommandFilter>,
        first: Option<i32>,
        after: Option<String>,
    ) -> Result<TradeCommandConnection> {
        let page = shared::page(first, after.as_deref())?;
        let filter = filter.unwrap_or_default().read()?;
        let found = dealing::list(op(ctx)?, reader(ctx).await?, &filter, &page).await?;
        let edge =
            |row: dealing::ShownTrade| TradeCommandEdge { cursor: row.command.cursor().encode(), node: row.into() };
        let edges: Vec<TradeCommandEdge> = found.rows.into_iter().map(edge).collect();
        let cursors: Vec<String> = edges.iter().map(|edge| edge.cursor.clone()).collect();
        Ok(TradeCommandConnection { page_info: PageInfo::of(&cursors, found.more, after.is_some()), edges })
    }

    /// One trade command.
    async fn trade_command(&self, ctx: &Context<'_>, id: ID) -> Result<Option<TradeCommand>> {
        let id = command_id(&id)?;
        Ok(Some(dealing::find(op(ctx)?, reader(ctx).await?, id).await?.into()))
    }

    /// How the broker deals.
    async fn dealing_rule(&self, ctx: &Context<'_>) -> Result<DealingRule> {
        Ok(dealing::rule(op(ctx)?, reader(ctx).await?).await?.into())
    }
}

#[Object]
impl DealingMutation {
    /// Asks for a trade command. Up to the size of the rule it is sent at once and the server's answer comes back; else it
    /// waits for a second person.
    async fn request_trade(&self, ctx: &Context<'_>, input: RequestTradeInput) -> Result<TradeCommandPayload> {
        let input = input.read()?;
        stepped(ctx, Box::pin(dealing::request(op(ctx)?, app(ctx)?, &input)).await).await
    }

    /// Agrees to a command that somebody else asked for: it is checked again at the prices of now, and sent.
    async fn approve_trade(&self, ctx: &Context<'_>, input: DecideTradeInput) -> Result<TradeCommandPayload> {
        let id = command_id(&input.id)?;
        let done = Box::pin(dealing::approve(op(ctx)?, app(ctx)?, id, input.version)).await;
        stepped(ctx, done.map(|()| id)).await
    }

    /// Says no to a command.
    async fn decline_trade(&self, ctx: &Context<'_>, input: ReasonedInput) -> Result<TradeCommandPayload> {
        let id = command_id(&input.id)?;
        let done = dealing::decline(op(ctx)?, app(ctx)?, id, input.version, &input.reason).await;
        stepped(ctx, done.map(|()| id)).await
    }

    /// Takes one's own request back, while it waits.
    async fn cancel_trade(&self, ctx: &Context<'_>, input: DecideTradeInput) -> Result<TradeCommandPayload> {
        let id = command_id(&input.id)?;
        let done = dealing::cancel(op(ctx)?, app(ctx)?, id, input.version).await;
        stepped(ctx, done.map(|()| id)).await
    }

    /// Finds out now what became of a command. Nothing is sent again.
    async fn find_out_trade(&self, ctx: &Context<'_>, id: ID) -> Result<TradeCommandPayload> {
        let id = command_id(&id)?;
        let done = dealing::find_out(op(ctx)?, app(ctx)?, id).await;
        stepped(ctx, done.map(|()| id)).await
    }

    /// Sets how the broker deals.
    async fn set_dealing_rule(&self, ctx: &Context<'_>, input: SetDealingRuleInput) -> Result<DealingRulePayload> {
        let SetDealingRuleInput { alone_up_to, max_slippage, step_up, version } = input;
        let input = dealing::SetDealingRule { alone_up_to, max_slippage, step_up, version };
        let (rule, errors) = settle(dealing::set_rule(op(ctx)?, app(ctx)?, &input).await)?;
        Ok(DealingRulePayload { rule: rule.map(DealingRule::from), errors })
    }
}

fn account_id(id: &ID) -> Result<TradingAccountId> {
    shared::id(TradingAccountId::parse(id), "trading account")
}

fn command_id(id: &ID) -> Result<TradeCommandId> {
    shared::id(TradeCommandId::parse(id), "trade command")
}

/// One who may deal and not look gets no command back.
async fn stepped(ctx: &Context<'_>, outcome: Result<TradeCommandId, UseCaseError>) -> Result<TradeCommandPayload> {
    let (id, errors) = settle(outcome)?;
    let Some(id) = id else { return Ok(TradeCommandPayload { command: None, errors }) };
    let command = match dealing::find(op(ctx)?, reader(ctx).await?, id).await {
        Ok(shown) => Some(shown.into()),
        Err(UseCaseError::NotFound(_) | UseCaseError::Access(_)) => None,
        Err(error) => return Err(error.into()),
    };
    Ok(TradeCommandPayload { command, errors })
}
