//! Finding out what became of an operation whose answer was lost: by its tag in the server's deals. Nothing is sent.

use super::send::{order, refresh, settle_as};
use super::{announce, key_of, within};
use crate::clients::announce_deposited;
use crate::{App, UseCaseError};
use chrono::Duration;
use crm_access::OpContext;
use crm_access::kinds::{BalanceAdjust, BalanceApprove};
use crm_jobs::{Job, JobError, Run};
use crm_model::{BalanceOperationId, BalanceState};
use crm_storage::{BalanceOperation, BalanceOperations, Scoped};
use crm_trading::{Found, Reference, Window, find_balance_operation};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Looks up every operation whose end is not known.
#[derive(Debug, Serialize, Deserialize)]
pub struct SettleBalances {}

impl Job for SettleBalances {
    const KIND: &'static str = "SettleBalances";
}

/// A request may be on its way for so long: lease, line and answer together.
pub(crate) const ON_ITS_WAY: Duration = Duration::minutes(3);
/// Longer than the latest moment at which a server applies what it got.
pub(crate) const QUARANTINE: Duration = Duration::minutes(15);
/// The server's clock and ours may differ by so much.
pub(crate) const SLACK: Duration = Duration::minutes(10);

pub(crate) async fn settle_balances(app: Arc<App>, run: Run, _: SettleBalances) -> Result<(), JobError> {
    let tx = app.db.read(&run.op).await?;
    let unsettled = BalanceOperations::of(&tx).unsettled(run.op.now()).await?;
    drop(tx);
    for operation in unsettled {
        // one server that is away holds up no other one's money
        if let Err(error) = look_up(&run.op, &app, &operation).await {
            tracing::warn!(operation = %operation.id, %error, "a balance operation could not be looked up");
        }
    }
    Ok(())
}

/// Finds out now what became of an operation; what is known already stays. For those who ask for such operations or agree to
/// them: it asks the server and settles money.
///
/// # Errors
/// [`UseCaseError::Access`], [`UseCaseError::NotFound`]; [`UseCaseError::Invalid`] when the server cannot be asked.
pub async fn find_out(op: &OpContext, app: &App, id: BalanceOperationId) -> Result<(), UseCaseError> {
    let tx = app.db.read(op).await?;
    let operation = theirs(op, &tx, id).await?;
    drop(tx);
    look_up(op, app, &operation).await
}

async fn theirs(op: &OpContext, tx: &impl Scoped, id: BalanceOperationId) -> Result<BalanceOperation, UseCaseError> {
    let approve = op.require::<BalanceApprove>();
    match (op.require::<BalanceAdjust>(), approve) {
        (Ok(adjust), Ok(approve)) => match within(tx, &adjust, id).await {
            Err(UseCaseError::NotFound(_)) => within(tx, &approve, id).await,
            found => found,
        },
        (Ok(adjust), Err(_)) => within(tx, &adjust, id).await,
        (Err(_), Ok(approve)) => within(tx, &approve, id).await,
        (Err(error), Err(_)) => Err(error.into()),
    }
}

async fn look_up(op: &OpContext, app: &App, operation: &BalanceOperation) -> Result<(), UseCaseError> {
    let Some(sent_at) = operation.sent_at else { return Ok(()) };
    let age = op.now() - sent_at;
    let waits = match operation.state {
        BalanceState::Sending => age >= ON_ITS_WAY,
        BalanceState::Unknown => true,
        _ => false,
    };
    if !waits {
        return Ok(());
    }
    let held = match app.trading.hold(app, op.tenant(), operation.server).await {
        Ok(held) => held,
        Err(error) => return Err(error.problem()?.into()),
    };
    let window = Window { from: sent_at - SLACK, to: op.now() + SLACK };
    let reference = Reference::from_bytes(operation.reference);
    let found = find_balance_operation(held.server.as_ref(), reference, &order(operation), window).await;
    let found = found.map_err(|error| UseCaseError::from(crate::trading_accounts::refused(&error)))?;
    let tx = app.db.read(op).await?;
    let key = key_of(&tx, operation).await?;
    drop(tx);
    let settled = async |state, said, deal| {
        if let Some(settled) = settle_as(op, &app.db, operation, &key, state, said, deal).await? {
            announce(op, app, operation.id, operation.version + 1).await;
            if let Some(first) = settled.first {
                announce_deposited(op, app, &first).await;
            }
        }
        Ok::<_, UseCaseError>(())
    };
    match found {
        Found::One(deal) => {
            let number = i64::try_from(deal.id.ticket.0).ok();
            settled(BalanceState::Confirmed, Some("found by its tag"), number).await?;
            refresh(op, app, &held, operation).await?;
        }
        Found::Nothing if age >= QUARANTINE => {
            settled(BalanceState::NotApplied, Some("the server never booked it"), None).await?;
        }
        // one that was on its way when its process ended waits here for the rest of the quarantine
        Found::Nothing if operation.state == BalanceState::Sending => {
            settled(BalanceState::Unknown, Some("its process ended before an answer came"), None).await?;
        }
        Found::Nothing => {}
        // several carry the tag, or one with another amount: the comparison names it, and a person looks at it
        Found::Doubtful(_) if operation.state == BalanceState::Sending => {
            settled(BalanceState::Unknown, Some("the server's deals with its tag differ from it"), None).await?;
        }
        Found::Doubtful(_) => {}
    }
    Ok(())
}
