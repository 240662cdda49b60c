//! Asking for money to be moved.

use super::bands::needs;
use super::checks::{CheckOutcome, Situation, judge, minimum_deposit};
use super::{about, send::send};
use crate::clients::reason;
use crate::trading_accounts::{for_change, held};
use crate::{App, UseCaseError};
use crm_access::OpContext;
use crm_access::kinds::BalanceAdjust;
use crm_model::{
    AuditAction, BalanceKind, BalanceNeeds, BalanceOperationId, BalanceState, Problem, TradingAccountId, parse_amount,
};
use crm_storage::{BalanceOperation, BalanceOperations, Clients, NewBalanceOperation, StorageError};
use crm_trading::Reference;

/// Money to be moved.
#[derive(Clone, Debug)]
pub struct RequestBalance {
    /// What the caller calls this request: the same name again is the same operation.
    pub request_key: String,
    /// On which account.
    pub account: TradingAccountId,
    /// What it is.
    pub kind: BalanceKind,
    /// How much, as a decimal in the account's currency.
    pub amount: String,
    /// Why.
    pub reason: String,
}

/// Asks for an operation. Within the band of its maker it is sent at once; else it waits for a second person.
///
/// # Errors
/// [`UseCaseError::Access`], [`UseCaseError::NotFound`]; [`UseCaseError::Invalid`] with the checks that refuse it, or with
/// `key_reused` when the same name came with another request. Nothing was sent then.
pub async fn request(op: &OpContext, app: &App, input: &RequestBalance) -> Result<BalanceOperationId, UseCaseError> {
    let permit = op.require::<BalanceAdjust>()?;
    let why = reason(&input.reason)?;
    let key_length = input.request_key.chars().count();
    if !(8..=80).contains(&key_length) || !input.request_key.bytes().all(|b| b.is_ascii_graphic()) {
        return Err(UseCaseError::invalid(
            "requestKey",
            "invalid_key",
            "Give the request a name of 8 to 80 plain characters that no other one has.",
        ));
    }
    let tx = app.db.read(op).await?;
    let (row, _) = for_change(op, &tx, &permit, input.account, None).await?;
    let amount = parse_amount("amount", &input.amount, row.record.digits, input.kind == BalanceKind::Correction)?;
    if let Some(known) = BalanceOperations::of(&tx).by_request_key(&input.request_key).await? {
        return same(&known, input, amount);
    }
    drop(tx);
    let held = held(app, op, &row).await?;

    let tx = app.db.begin(op).await?;
    let operations = BalanceOperations::of(&tx);
    // from here on nobody else asks for money of this account until the row stands
    operations.hold_account(input.account).await?;
    let (row, key) = for_change(op, &tx, &permit, input.account, None).await?;
    // before the figures: what is booked in between is counted twice rather than not at all
    let waiting = operations.on_its_way_out(input.account).await?;
    let situation = Situation::read(&held, &row).await?;
    let client = Clients::of(&tx).for_system(row.record.client).await?.ok_or(UseCaseError::NotFound("client"))?;
    let minimum = minimum_deposit(&tx, &row).await?;
    refuse(&judge(op, &row, &client, input.kind, amount, &situation, minimum, waiting))?;
    let maker = op.actor().staff().map(|staff| staff.id);
    if let Some(maker) = maker {
        operations.hold_maker(maker).await?;
    }
    let needs = needs(op, &tx, &row, amount, maker).await?;
    let state = if needs == BalanceNeeds::Nobody { BalanceState::Sending } else { BalanceState::Requested };
    let reference = Reference::generate().map_err(|_| UseCaseError::Internal("no randomness for a reference"))?;
    let new = NewBalanceOperation {
        id: BalanceOperationId::generate(),
        account: input.account,
        kind: input.kind,
        amount,
        currency: &row.record.currency,
        digits: row.record.digits,
        request_key: &input.request_key,
        reference: reference.to_bytes(),
        state,
        needs,
        reason: &why,
        requested_by: maker,
        now: op.now(),
    };
    match operations.create(&permit, &new, &key).await {
        Err(StorageError::Taken { .. }) => {
            drop(tx);
            let tx = app.db.read(op).await?;
            let known = BalanceOperations::of(&tx).by_request_key(&input.request_key).await?;
            return same(&known.ok_or(UseCaseError::Busy)?, input, amount);
        }
        other => other?,
    }
    let operation = operations.find(&permit, new.id).await?.ok_or(UseCaseError::Internal("a row that is not there"))?;
    tx.commit(about(AuditAction::BalanceRequested, &operation, &key).because(why.clone())).await?;
    if state == BalanceState::Sending {
        send(op, app, &held, &operation, &key).await?;
    }
    Ok(new.id)
}

/// MON-01, MON-02: the same name is the same operation, or a mistake.
fn same(known: &BalanceOperation, input: &RequestBalance, amount: i64) -> Result<BalanceOperationId, UseCaseError> {
    if known.account == input.account && known.kind == input.kind && known.amount == amount {
        return Ok(known.id);
    }
    Err(UseCaseError::invalid("requestKey", "key_reused", "Another request carried this name. Nothing was sent."))
}

/// Every check that refuses, told at once.
pub(super) fn refuse(checks: &[super::BalanceCheck]) -> Result<(), UseCaseError> {
    let refused = checks.iter().filter(|check| check.outcome == CheckOutcome::Refused);
    let problems: Vec<Problem> = refused.map(|check| Problem::whole(check.code, check.text.clone())).collect();
    if problems.is_empty() { Ok(()) } else { Err(UseCaseError::Invalid(problems)) }
}
