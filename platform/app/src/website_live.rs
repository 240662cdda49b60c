//! What a broker's website reads of an account's live figures: open positions and waiting orders as the portal shows them,
//! with how far they can be believed. Each answer leaves an event.

use crate::positions::{AccountLook, FeedShown, LiveOrder, LivePosition, freshen};
use crate::website_trading::{money, opened, rows};
use crate::{App, UseCaseError};
use chrono::{DateTime, Utc};
use crm_access::kinds::PositionView;
use crm_access::{ApiScope, OpContext};
use crm_model::{AuditAction, TradingAccountId};
use crm_storage::{AuditEvent, Cursor, Page, PageRequest, TenantTx, TradingAccountRow};
use std::cmp::Reverse;

/// A part of what is open on an account.
#[derive(Clone, Debug)]
pub struct LivePage<T> {
    /// The part.
    pub page: Page<T>,
    /// How old it is; `None` where the account's server is not in use.
    pub feed: Option<FeedShown>,
}

/// Where a row stands: what was opened last comes first, then the smaller number.
pub trait LiveRow: Clone {
    /// Since when, and its number on the server.
    fn place(&self) -> (DateTime<Utc>, u64);

    /// Its place as a cursor of an account's list.
    fn cursor(&self, account: TradingAccountId) -> Cursor {
        let (at, ticket) = self.place();
        let value = format!("{}.{ticket}", at.timestamp_micros());
        Cursor { sort: "live".to_owned(), value: Some(value), id: account.uuid() }
    }
}

impl LiveRow for LivePosition {
    fn place(&self) -> (DateTime<Utc>, u64) {
        (self.position.opened_at.utc, self.position.ticket.0)
    }
}

impl LiveRow for LiveOrder {
    fn place(&self) -> (DateTime<Utc>, u64) {
        (self.order.placed_at.utc, self.order.ticket.0)
    }
}

/// A page of an account's open positions, the one opened last first. Leaves `position.listed`.
///
/// # Errors
/// [`UseCaseError::Access`] without the scope `position.view`; [`UseCaseError::NotFound`] for another tenant's id and for none
/// alike.
pub async fn positions(
    op: &OpContext,
    app: &App,
    id: TradingAccountId,
    page: &PageRequest,
) -> Result<LivePage<LivePosition>, UseCaseError> {
    let (tx, account, event) = account(op, app, id, AuditAction::PositionsListed).await?;
    let (view, feed) = AccountLook::at(op, app, &account.record, money(op).is_some()).positions().await;
    told(tx, event, part(&view.rows, page), feed).await
}

/// A page of an account's waiting orders, the one placed last first. Leaves `order.listed`.
///
/// # Errors
/// As [`positions`].
pub async fn orders(
    op: &OpContext,
    app: &App,
    id: TradingAccountId,
    page: &PageRequest,
) -> Result<LivePage<LiveOrder>, UseCaseError> {
    let (tx, account, event) = account(op, app, id, AuditAction::OrdersListed).await?;
    let (orders, feed) = AccountLook::at(op, app, &account.record, money(op).is_some()).orders();
    told(tx, event, part(&orders, page), feed).await
}

async fn account(
    op: &OpContext,
    app: &App,
    id: TradingAccountId,
    action: AuditAction,
) -> Result<(TenantTx, TradingAccountRow, AuditEvent), UseCaseError> {
    let permit = op.require_scope::<PositionView>(ApiScope::PositionView)?;
    // before the transaction: whoever holds one connection does not wait for a second
    freshen(op, app).await?;
    let tx = app.db.begin(op).await?;
    let (row, event) = opened(op, &tx, &permit, id, action).await?;
    Ok((tx, row, event))
}

async fn told<T>(
    tx: TenantTx,
    event: AuditEvent,
    page: Page<T>,
    feed: Option<FeedShown>,
) -> Result<LivePage<T>, UseCaseError> {
    tx.commit(event.changes([rows(page.rows.len())])).await?;
    Ok(LivePage { page, feed })
}

/// The rows after a cursor. Places do not move, so pages neither skip nor repeat what stays open.
fn part<T: LiveRow>(all: &[T], page: &PageRequest) -> Page<T> {
    let after = page.after.as_ref().and_then(place_of);
    let follows = |row: &&T| {
        let (at, ticket) = row.place();
        after.is_none_or(|(micros, last)| (Reverse(at.timestamp_micros()), ticket) > (Reverse(micros), last))
    };
    Page::cut(all.iter().filter(follows).take(usize::from(page.first) + 1).cloned().collect(), page.first)
}

/// A place of these lists; a cursor of another one begins at the top.
fn place_of(cursor: &Cursor) -> Option<(i64, u64)> {
    let (micros, ticket) = cursor.value.as_ref().filter(|_| cursor.sort == "live")?.split_once('.')?;
    Some((micros.parse().ok()?, ticket.parse().ok()?))
}
