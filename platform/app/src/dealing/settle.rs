//! Finding out what became of a command whose answer was lost. Nothing is sent.

use super::look_up::{Evidence, evidence};
use super::send::{Outcome, kept, settle_as};
use super::{key_of, within};
use crate::balance_operations::{ON_ITS_WAY, QUARANTINE, SLACK};
use crate::trading::Held;
use crate::{App, UseCaseError};
use crm_access::kinds::{PositionApprove, PositionClose, PositionModify, PositionOpen, PositionView};
use crm_access::{AccessError, OpContext, Permission, PermissionKind};
use crm_jobs::{Job, JobError, Run};
use crm_model::{TradeCommandId, TradeKind, TradeState, TradingAccountId};
use crm_storage::{Scoped, TradeCommand, TradeCommands, TradeFill};
use crm_trading::Window;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Looks up every trade command whose end is not known.
#[derive(Debug, Serialize, Deserialize)]
pub struct SettleTrades {}

impl Job for SettleTrades {
    const KIND: &'static str = "SettleTrades";
}

pub(crate) async fn settle_trades(app: Arc<App>, run: Run, _: SettleTrades) -> Result<(), JobError> {
    let tx = app.db.read(&run.op).await?;
    let unsettled = TradeCommands::of(&tx).unsettled(None, run.op.now()).await?;
    drop(tx);
    for command in unsettled {
        // one server that is away holds up no other one's commands
        if let Err(error) = hold_and_look_up(&run.op, &app, &command).await {
            tracing::warn!(command = %command.id, %error, "a trade command could not be looked up");
        }
    }
    Ok(())
}

/// Finds out now what became of a command; what is known already stays. For those who may do such a command or agree to it:
/// it asks the server and settles trades.
///
/// # Errors
/// [`UseCaseError::Access`], [`UseCaseError::NotFound`]; [`UseCaseError::Invalid`] when the server cannot be asked.
pub async fn find_out(op: &OpContext, app: &App, id: TradeCommandId) -> Result<(), UseCaseError> {
    let tx = app.db.read(op).await?;
    let command = theirs(op, &tx, id).await?;
    drop(tx);
    hold_and_look_up(op, app, &command).await
}

async fn theirs(op: &OpContext, tx: &impl Scoped, id: TradeCommandId) -> Result<TradeCommand, UseCaseError> {
    let closes = |kind: TradeKind| !kind.opens() && !kind.modifies();
    let found = [
        by::<PositionOpen>(op, tx, id, TradeKind::opens).await?,
        by::<PositionModify>(op, tx, id, TradeKind::modifies).await?,
        by::<PositionClose>(op, tx, id, closes).await?,
        by::<PositionApprove>(op, tx, id, |_| true).await?,
    ];
    if let Some(command) = found.into_iter().flatten().next() {
        return Ok(command);
    }
    // who sees it is told which right is missing; for anybody else it does not exist
    let seen = within(tx, &op.require::<PositionView>()?, id).await?;
    let missing = match seen.terms.kind {
        kind if kind.opens() => Permission::PositionOpen,
        kind if kind.modifies() => Permission::PositionModify,
        _ => Permission::PositionClose,
    };
    Err(AccessError::Forbidden(missing).into())
}

/// The command, if it is within reach of a right and of a kind that the right is for.
async fn by<P: PermissionKind>(
    op: &OpContext,
    tx: &impl Scoped,
    id: TradeCommandId,
    fits: impl Fn(TradeKind) -> bool,
) -> Result<Option<TradeCommand>, UseCaseError> {
    let Ok(permit) = op.require::<P>() else { return Ok(None) };
    let found = TradeCommands::of(tx).find(&permit, id).await?;
    Ok(found.filter(|command| fits(command.terms.kind)))
}

async fn hold_and_look_up(op: &OpContext, app: &App, command: &TradeCommand) -> Result<(), UseCaseError> {
    if !waits(op, command) {
        return Ok(());
    }
    match app.trading.hold(app, op.tenant(), command.server).await {
        Ok(held) => look_up(op, app, &held, command).await,
        Err(error) => Err(error.problem()?.into()),
    }
}

/// Before something new is asked of an account, what is not known of it is looked up; answers what still is not. Also what
/// was sent just now: the caller has the account's turn and the server's lease, so nobody waits for an answer to it, and
/// what the new command closes or cancels would not tell any more whether it was changed before.
pub(super) async fn look_up_all(
    op: &OpContext,
    app: &App,
    held: &Held,
    account: TradingAccountId,
) -> Result<Vec<TradeCommand>, UseCaseError> {
    let unsettled = async || {
        let tx = app.db.read(op).await?;
        Ok::<_, UseCaseError>(TradeCommands::of(&tx).unsettled(Some(account), op.now()).await?)
    };
    let open = unsettled().await?;
    if open.is_empty() {
        return Ok(open);
    }
    for command in &open {
        look_up(op, app, held, command).await?;
    }
    unsettled().await
}

/// Whether nobody waits for the answer any more.
fn waits(op: &OpContext, command: &TradeCommand) -> bool {
    match (command.state, command.sent_at) {
        (TradeState::Sending, Some(sent_at)) => op.now() - sent_at >= ON_ITS_WAY,
        (TradeState::Unknown, Some(_)) => true,
        _ => false,
    }
}

async fn look_up(op: &OpContext, app: &App, held: &Held, command: &TradeCommand) -> Result<(), UseCaseError> {
    let Some(sent_at) = command.sent_at else { return Ok(()) };
    let ripe = op.now() - sent_at >= QUARANTINE;
    let waits = waits(op, command);
    let window = Window { from: sent_at - SLACK, to: op.now() + SLACK };
    let found = evidence(held.server.as_ref(), command, window).await;
    let found = found.map_err(|error| UseCaseError::from(crate::trading_accounts::refused(&error)))?;
    let sending = command.state == TradeState::Sending;
    let (state, said, fill) = match found {
        // the rest may be on its way to the market: only what is whole, or old enough, is the end of it
        Evidence::Done(TradeState::Partial, _) if !ripe && !waits => return Ok(()),
        Evidence::Done(TradeState::Partial, _) if !ripe && sending => {
            (TradeState::Unknown, "a part of it was done, and the rest may follow", TradeFill::default())
        }
        Evidence::Done(TradeState::Partial, _) if !ripe => return Ok(()),
        Evidence::Done(state, fill) => (state, found_by(command), kept(command, &fill)),
        // what was sent just now may still be done
        _ if !waits => return Ok(()),
        Evidence::Gone if ripe => (TradeState::NotApplied, GONE, TradeFill::default()),
        Evidence::Nothing if ripe => (TradeState::NotApplied, undone(command), TradeFill::default()),
        // one that was on its way when its process ended waits here for the rest of the quarantine
        Evidence::Nothing | Evidence::Gone if sending => {
            (TradeState::Unknown, "its process ended before an answer came", TradeFill::default())
        }
        // more than was asked carries the tag: a person looks at it
        Evidence::Doubtful if sending => {
            (TradeState::Unknown, "the server's deals with its tag differ from it", TradeFill::default())
        }
        Evidence::Nothing | Evidence::Gone | Evidence::Doubtful => return Ok(()),
    };
    let tx = app.db.read(op).await?;
    let key = key_of(&tx, command).await?;
    drop(tx);
    let outcome = Outcome { state, said: Some(said.to_owned()), fill, took_ms: None };
    settle_as(op, app, held, command, &key, outcome).await
}

/// Of a change of something that ended meanwhile by itself, or between a look and the command that ended it.
const GONE: &str = "what it was to change is gone: whether it was changed before cannot be known any more";

/// A change that does not stand may have been changed back meanwhile.
const fn undone(command: &TradeCommand) -> &'static str {
    if command.terms.kind.modifies() { "it does not stand as was asked" } else { "the server never did it" }
}

const fn found_by(command: &TradeCommand) -> &'static str {
    use crm_model::TradeKind as Kind;
    match command.terms.kind {
        Kind::Open | Kind::Close | Kind::CloseBy | Kind::PlaceOrder => "found by its tag",
        Kind::ModifyPosition | Kind::ModifyOrder => "it stands as was asked",
        Kind::CancelOrder => "the order was cancelled",
        Kind::ActivateOrder => "the order was filled",
    }
}
