//! Asking for money to be moved.

use super::bands::needs;
use super::checks::{CheckOutcome, Situation, judge, minimum_deposit};
use super::{about, announce, send::send};
use crate::clients::reason;
use crate::trading::turn;
use crate::trading_accounts::{for_change, held, hold};
use crate::{App, UseCaseError};
use chrono::{DateTime, Utc};
use crm_access::kinds::BalanceAdjust;
use crm_access::{OpContext, Permit};
use crm_model::{
    AuditAction, BalanceKind, BalanceNeeds, BalanceOperationId, BalanceState, Problem, StaffId, TradingAccountId,
    parse_amount,
};
use crm_storage::{
    AuditEvent, BalanceOperation, BalanceOperations, Clients, NewBalanceOperation, StorageError, TenantTx,
    TradingAccountRow,
};
use crm_trading::Reference;
use crm_vault::ClientKey;

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
    named(&input.request_key)?;
    let tx = app.db.read(op).await?;
    let (row, _) = for_change(op, &tx, &permit, input.account, None).await?;
    let amount = parse_amount("amount", &input.amount, row.record.digits, input.kind == BalanceKind::Correction)?;
    drop(tx);
    // two requests on one account never spend the same money: from the figures to the server's answer they take turns
    let _turn = turn(op, app, input.account).await?;
    if let Some(known) = known(op, app, input, amount).await? {
        return Ok(known);
    }
    let held = held(app, op, &row).await?;
    let situation = Situation::read(op, app, &held, &row).await?;

    let tx = app.db.begin(op).await?;
    let operations = BalanceOperations::of(&tx);
    hold(&tx, input.account).await?;
    let (row, key) = for_change(op, &tx, &permit, input.account, None).await?;
    situation.still_holds(&tx, input.account).await?;
    let client = Clients::of(&tx).for_system(row.record.client).await?.ok_or(UseCaseError::NotFound("client"))?;
    let minimum = minimum_deposit(&tx, &row).await?;
    refuse(&judge(op, &row, &client, input.kind, amount, &situation, minimum))?;
    let maker = op.actor().staff().map(|staff| staff.id);
    if let Some(maker) = maker {
        operations.hold_maker(maker).await?;
    }
    let needs = needs(op, &tx, &row, amount, maker).await?;
    let state = if needs == BalanceNeeds::Nobody { BalanceState::Sending } else { BalanceState::Requested };
    let asked = Asked { kind: input.kind, amount, request_key: &input.request_key, reason: &why, state, needs, maker };
    let (operation, event) = match write_down(op, &tx, &permit, &row, &key, &asked).await {
        Err(UseCaseError::Storage(StorageError::Taken { .. })) => {
            drop(tx);
            return known(op, app, input, amount).await?.ok_or(UseCaseError::Busy);
        }
        other => other?,
    };
    tx.commit(event).await?;
    announce(op, app, operation.id, operation.version).await;
    if state == BalanceState::Sending {
        send(op, app, &held, &operation, &key).await?;
    }
    Ok(operation.id)
}

/// An operation that was judged.
pub(super) struct Asked<'a> {
    pub(super) kind: BalanceKind,
    /// Minor units.
    pub(super) amount: i64,
    pub(super) request_key: &'a str,
    pub(super) reason: &'a str,
    /// `Requested`, or `Sending` when nobody else must agree.
    pub(super) state: BalanceState,
    pub(super) needs: BalanceNeeds,
    pub(super) maker: Option<StaffId>,
}

/// Writes an operation down inside a transaction of the caller's, who keeps the event, and sends it after that at the
/// earliest.
pub(super) async fn write_down(
    op: &OpContext,
    tx: &TenantTx,
    permit: &Permit<BalanceAdjust>,
    row: &TradingAccountRow,
    key: &ClientKey,
    asked: &Asked<'_>,
) -> Result<(BalanceOperation, AuditEvent), UseCaseError> {
    write_down_at(tx, permit, row, key, asked, op.now()).await
}

/// As [`write_down`], asked for at an instant that the caller names.
pub(super) async fn write_down_at(
    tx: &TenantTx,
    permit: &Permit<BalanceAdjust>,
    row: &TradingAccountRow,
    key: &ClientKey,
    asked: &Asked<'_>,
    now: DateTime<Utc>,
) -> Result<(BalanceOperation, AuditEvent), UseCaseError> {
    let reference = Reference::generate().map_err(|_| UseCaseError::Internal("no randomness for a reference"))?;
    let new = NewBalanceOperation {
        id: BalanceOperationId::generate(),
        account: row.record.id,
        kind: asked.kind,
        amount: asked.amount,
        currency: &row.record.currency,
        digits: row.record.digits,
        request_key: asked.request_key,
        reference: reference.to_bytes(),
        state: asked.state,
        needs: asked.needs,
        reason: asked.reason,
        requested_by: asked.maker,
        now,
    };
    let operations = BalanceOperations::of(tx);
    operations.create(permit, &new, key).await?;
    let operation = operations.find(permit, new.id).await?.ok_or(UseCaseError::Internal("a row that is not there"))?;
    let event = about(AuditAction::BalanceRequested, &operation, key).because(asked.reason.to_owned());
    Ok((operation, event))
}

/// Whether a text can be the name of a request (MON-04).
pub(crate) fn named(request_key: &str) -> Result<(), UseCaseError> {
    if (8..=80).contains(&request_key.chars().count()) && request_key.bytes().all(|b| b.is_ascii_graphic()) {
        return Ok(());
    }
    Err(UseCaseError::invalid(
        "requestKey",
        "invalid_key",
        "Give the request a name of 8 to 80 plain characters that no other one has.",
    ))
}

/// MON-01, MON-02: the same name is the same operation, or a mistake.
async fn known(
    op: &OpContext,
    app: &App,
    input: &RequestBalance,
    amount: i64,
) -> Result<Option<BalanceOperationId>, UseCaseError> {
    let tx = app.db.read(op).await?;
    let Some(known) = BalanceOperations::of(&tx).by_request_key(&input.request_key).await? else { return Ok(None) };
    if known.account == input.account && known.kind == input.kind && known.amount == amount {
        return Ok(Some(known.id));
    }
    Err(UseCaseError::invalid("requestKey", "key_reused", "Another request carried this name. Nothing was sent."))
}

/// Every check that refuses, told at once.
pub(crate) fn refuse(checks: &[super::BalanceCheck]) -> Result<(), UseCaseError> {
    let refused = checks.iter().filter(|check| check.outcome == CheckOutcome::Refused);
    let problems: Vec<Problem> = refused.map(|check| Problem::whole(check.code, check.text.clone())).collect();
    if problems.is_empty() { Ok(()) } else { Err(UseCaseError::Invalid(problems)) }
}
