//! What happened, for a broker's websites: ids of what they may read, in the order of commits.

use crate::{App, UseCaseError};
use chrono::Duration;
use crm_access::kinds::{BalanceView, ClientView, PositionView, TradingAccountView};
use crm_access::{ApiScope, OpContext};
use crm_jobs::{Job, JobError, Run};
use crm_model::{AuditAction, EventType};
use crm_storage::{AuditEvent, EventPage, Events};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Events are kept for so long.
const KEPT_FOR: Duration = Duration::days(30);

/// Clears events that are thirty days old.
#[derive(Debug, Serialize, Deserialize)]
pub struct ClearEvents {}

impl Job for ClearEvents {
    const KIND: &'static str = "ClearEvents";
}

/// Events after a place, the oldest first, as far as the key's scopes show what they are about; all types when none is named.
/// `None` when events after the place were cleared. A page that shows something leaves `event.listed`.
///
/// # Errors
/// [`UseCaseError::Access`] without the scope `event.view`.
pub async fn page(
    op: &OpContext,
    app: &App,
    types: &[EventType],
    after: Option<i64>,
    first: u16,
) -> Result<Option<EventPage>, UseCaseError> {
    let permit = op.require_scope::<ClientView>(ApiScope::EventView)?;
    let wanted = |kind: &EventType| (types.is_empty() || types.contains(kind)) && shows(op, *kind);
    let types: Vec<EventType> = EventType::ALL.iter().copied().filter(wanted).collect();
    let tx = app.db.begin(op).await?;
    let found = Events::of(&tx).after(&permit, &types, after, first).await?;
    match found.as_ref().map_or(0, |page| page.rows.len()) {
        0 => tx.abandon().await?,
        many => {
            tx.commit(AuditEvent::new(AuditAction::EventsListed).changes([crate::website_trading::rows(many)])).await?
        }
    }
    Ok(found)
}

/// Whether the key may read what events of a type are about.
fn shows(op: &OpContext, kind: EventType) -> bool {
    match kind.noun() {
        "client" => op.require_scope::<ClientView>(ApiScope::ClientView).is_ok(),
        "trading_account" => op.require_scope::<TradingAccountView>(ApiScope::TradingAccountView).is_ok(),
        "balance_operation" | "booking" => op.require_scope::<BalanceView>(ApiScope::BalanceView).is_ok(),
        "trade_command" | "position" | "order" => op.require_scope::<PositionView>(ApiScope::PositionView).is_ok(),
        _ => false,
    }
}

pub(crate) async fn clear_events(app: Arc<App>, run: Run, _: ClearEvents) -> Result<(), JobError> {
    let before = run.op.now() - KEPT_FOR;
    loop {
        let tx = app.db.mirror(run.op.tenant()).await?;
        let gone = tx.clear_events(before).await?;
        tx.keep().await?;
        if gone == 0 {
            return Ok(());
        }
    }
}
