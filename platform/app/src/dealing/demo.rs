//! A command of the demo that waits for its second person. For the seed of a developer's machine only: it checks nothing.

use super::{about, within};
use crate::UseCaseError;
use crm_access::OpContext;
use crm_access::kinds::PositionOpen;
use crm_model::{AuditAction, StaffId, TradeCommandId, TradeState, TradingAccountId};
use crm_storage::{AuditEvent, Clients, NewTradeCommand, Scoped, TenantTx, TradeCommands, TradeTerms, TradingAccounts};
use crm_trading::Reference;

/// Writes a command down that waits for a second person; `None` when one of this name is there already. The caller keeps the
/// event.
///
/// # Errors
/// The account is not there, or the database refuses.
pub async fn ask_for_demo(
    op: &OpContext,
    tx: &TenantTx,
    account: TradingAccountId,
    terms: &TradeTerms,
    maker: StaffId,
    request_key: &str,
    reason: &str,
) -> Result<Option<AuditEvent>, UseCaseError> {
    let commands = TradeCommands::of(tx);
    if commands.by_request_key(request_key).await?.is_some() {
        return Ok(None);
    }
    let permit = op.require_system::<PositionOpen>()?;
    let row = TradingAccounts::of(tx).for_system(account).await?.ok_or(UseCaseError::NotFound("trading account"))?;
    let client = Clients::of(tx).for_system(row.record.client).await?.ok_or(UseCaseError::NotFound("client"))?;
    let key = client.key(tx.keys())?;
    let reference = Reference::generate().map_err(|_| UseCaseError::Internal("no randomness for a reference"))?;
    let new = NewTradeCommand {
        id: TradeCommandId::generate(),
        account,
        terms,
        request_key,
        reference: reference.to_bytes(),
        state: TradeState::Requested,
        needs_approval: true,
        reason,
        before: None,
        requested_by: maker,
        now: op.now(),
    };
    commands.create(&permit, &new, &key).await?;
    let command = within(tx, &permit, new.id).await?;
    Ok(Some(about(AuditAction::TradeRequested, &command, &key).because(reason.to_owned())))
}
