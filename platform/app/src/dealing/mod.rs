//! Dealing for clients (SECURITY 22–25): a trade command is checked against fresh prices, agreed to by a second person where
//! it is large, committed before it is sent, sent once, and after a lost answer looked up and never sent again.

mod checks;
mod decide;
mod demo;
mod look_up;
mod market;
mod preview;
mod prices;
mod request;
mod rule;
mod send;
mod settle;
mod terms;
mod ticket;
mod words;

pub use crm_trading::{OrderKind, OrderLife, PendingOrder, Position, Side};
pub use decide::{approve, cancel, decline};
pub use demo::ask_for_demo;
pub use preview::{TradePreview, preview, preview_command};
pub use request::request;
pub use rule::{SetDealingRule, rule, set_rule};
pub(crate) use settle::settle_trades;
pub use settle::{SettleTrades, find_out};
pub use terms::RequestTrade;
pub use ticket::{TradeTicket, symbols, ticket};

use crate::long_work::publish;
use crate::{App, UseCaseError};
use crm_access::kinds::PositionView;
use crm_access::{OpContext, PermissionKind, Permit};
use crm_cache::LiveKind;
use crm_model::{AuditAction, ClientId, Pii, TradeCommandId, show_lots, show_price};
use crm_storage::{
    AuditEvent, Change, Clients, Page, PageRequest, Scoped, TradeCommand, TradeCommandFilter, TradeCommands,
};
use crm_vault::ClientKey;

/// A command as it is handed to a view.
#[derive(Debug)]
pub struct ShownTrade {
    /// The command.
    pub command: TradeCommand,
    /// Why it was asked for.
    pub reason: Pii<String>,
    /// Whether the reader asked for it.
    pub mine: bool,
    /// Whether the reader may agree to it; else why not.
    pub approvable: Result<(), &'static str>,
}

/// A page of commands on accounts within reach.
///
/// # Errors
/// [`UseCaseError::Access`].
pub async fn list(
    op: &OpContext,
    tx: &impl Scoped,
    filter: &TradeCommandFilter,
    page: &PageRequest,
) -> Result<Page<ShownTrade>, UseCaseError> {
    let permit = op.require::<PositionView>()?;
    let found = TradeCommands::of(tx).list(&permit, filter, page).await?;
    let clients: Vec<ClientId> = found.rows.iter().map(|row| row.client.id).collect();
    let keys = Clients::of(tx).find_many(&permit, op.actor().staff().map(|s| s.id), &clients, true).await?;
    let mut rows = Vec::with_capacity(found.rows.len());
    for command in found.rows {
        let client = keys.iter().find(|client| client.id == command.client.id);
        let client = client.ok_or(UseCaseError::Internal("a trade command without a client"))?;
        rows.push(shown(op, command, &client.key(tx.keys())?)?);
    }
    Ok(Page { rows, more: found.more })
}

/// One command, as the caller sees it.
///
/// # Errors
/// [`UseCaseError::NotFound`], whatever the cause.
pub async fn find(op: &OpContext, tx: &impl Scoped, id: TradeCommandId) -> Result<ShownTrade, UseCaseError> {
    let permit = op.require::<PositionView>()?;
    let command = within(tx, &permit, id).await?;
    let key = key_of(tx, &command).await?;
    shown(op, command, &key)
}

fn shown(op: &OpContext, command: TradeCommand, key: &ClientKey) -> Result<ShownTrade, UseCaseError> {
    let reason = Pii::new(command.reason(op.tenant().id, key)?);
    let mine = op.actor().staff().is_some_and(|staff| staff.id == command.requested_by.0);
    let approvable = decide::judge(op, &command);
    Ok(ShownTrade { command, reason, mine, approvable })
}

async fn within<P: PermissionKind>(
    tx: &impl Scoped,
    permit: &Permit<P>,
    id: TradeCommandId,
) -> Result<TradeCommand, UseCaseError> {
    TradeCommands::of(tx).find(permit, id).await?.ok_or(UseCaseError::NotFound("trade command"))
}

/// Tells open portals of a command, after the commit.
async fn announce(op: &OpContext, app: &App, id: TradeCommandId, version: i32) {
    publish(op, app, LiveKind::TradeCommandChanged, id.uuid(), version).await;
}

async fn key_of(tx: &impl Scoped, command: &TradeCommand) -> Result<ClientKey, UseCaseError> {
    let client = Clients::of(tx).for_system(command.client.id).await?.ok_or(UseCaseError::NotFound("client"))?;
    Ok(client.key(tx.keys())?)
}

/// An event on a command, in the timeline of its client.
fn about(action: AuditAction, command: &TradeCommand, key: &ClientKey) -> AuditEvent {
    let terms = &command.terms;
    let price = |units: i64| show_price(units, terms.digits);
    let parts = [
        ("kind", Some(terms.kind.to_string())),
        ("login", Some(command.login.to_string())),
        ("symbol", Some(terms.symbol.clone())),
        ("side", terms.side.map(|side| side.to_string())),
        ("order_kind", terms.pending.map(|kind| kind.to_string())),
        ("lots", Some(show_lots(terms.lots))),
        ("ticket", terms.ticket.map(|ticket| ticket.to_string())),
        ("by_ticket", terms.by_ticket.map(|ticket| ticket.to_string())),
        ("price", terms.price.map(price)),
        ("price_trigger", terms.price_trigger.map(price)),
        ("asked_stop_loss", terms.stop_loss.map(price)),
        ("asked_take_profit", terms.take_profit.map(price)),
        ("expires_at", terms.expires_at.map(|at| at.to_rfc3339())),
    ];
    let told = parts.into_iter().filter_map(|(field, value)| Some(Change::plain(field, None::<String>, Some(value?))));
    AuditEvent::on_client(action, command.client.id, key).target("trade_command", command.id.uuid()).changes(told)
}
