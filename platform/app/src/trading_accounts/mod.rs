//! Clients' trading accounts: opened, linked, changed, blocked and put away; their figures.

mod by_client;
mod change;
mod effect;
mod figures;
mod link;
mod open;
mod password;
mod password_link;
mod password_rule;
mod settle;

pub use by_client::{ClientFigures, CurrencySum, by_client};
pub use change::{ChangeTradingAccount, SwitchTradingAccount, archive, change, effect, switch};
pub use effect::{ChangeEffect, Levels};
pub use figures::{RefreshTradingAccounts, feed_state, refresh};
pub(crate) use figures::{login, note_state, refresh_on, refresh_trading_accounts};
pub use link::{LinkTradingAccount, link, link_in};
pub use open::{OpenTradingAccount, Opened, Passwords, open};
pub use password::{TradingPassword, set_password};
pub(crate) use password_link::send_account_password_link;
pub use password_link::{
    AccountPasswordLink, SendAccountPasswordLink, open_password_link, send_password_link, take_password,
};
pub use password_rule::{password_rule, set_password_rule};
pub(crate) use settle::settle_account_openings;
pub use settle::{SettleAccountOpenings, settle};

use crate::clients::sees_archived;
use crate::trading::HoldError;
use crate::{App, UseCaseError};
use crm_access::kinds::TradingAccountView;
use crm_access::{OpContext, Permission, PermissionKind, Permit};
use crm_model::{AuditAction, ClientId, Problem, TradingAccountId};
use crm_storage::{
    AccountOpening, AccountOpenings, AuditEvent, BalanceOperations, Clients, Page, PageRequest, Scoped, TenantTx,
    TradingAccountFilter, TradingAccountRow, TradingAccounts,
};
use crm_trading::TradingError;
use crm_vault::ClientKey;

/// How long an ended opening is shown beside those whose end is not known.
const SHOWN_FOR: chrono::Duration = chrono::Duration::days(7);

/// A page of accounts of clients within reach.
///
/// # Errors
/// [`UseCaseError::Access`].
pub async fn list(
    op: &OpContext,
    tx: &impl Scoped,
    filter: &TradingAccountFilter,
    page: &PageRequest,
) -> Result<Page<TradingAccountRow>, UseCaseError> {
    let permit = op.require::<TradingAccountView>()?;
    let money = op.reach(Permission::BalanceView);
    Ok(TradingAccounts::of(tx).list(&permit, money.as_ref(), sees_archived(op), filter, page).await?)
}

/// One account, as the caller sees it.
///
/// # Errors
/// [`UseCaseError::NotFound`], whatever the cause.
pub async fn find(op: &OpContext, tx: &impl Scoped, id: TradingAccountId) -> Result<TradingAccountRow, UseCaseError> {
    let permit = op.require::<TradingAccountView>()?;
    within(op, tx, &permit, id).await
}

/// Openings whose end is not known, and those that ended lately.
///
/// # Errors
/// [`UseCaseError::Access`].
pub async fn openings(op: &OpContext, tx: &impl Scoped) -> Result<Vec<AccountOpening>, UseCaseError> {
    let permit = op.require::<TradingAccountView>()?;
    Ok(AccountOpenings::of(tx).recent(&permit, op.now() - SHOWN_FOR).await?)
}

/// An account within the reach of the permission that something needs.
pub(crate) async fn within<P: PermissionKind>(
    op: &OpContext,
    tx: &impl Scoped,
    permit: &Permit<P>,
    id: TradingAccountId,
) -> Result<TradingAccountRow, UseCaseError> {
    let money = op.reach(Permission::BalanceView);
    TradingAccounts::of(tx)
        .find(permit, money.as_ref(), sees_archived(op), id)
        .await?
        .ok_or(UseCaseError::NotFound("trading account"))
}

/// The same for a change: neither the account nor its client is archived, and the version is the one that was seen.
pub(crate) async fn for_change<P: PermissionKind>(
    op: &OpContext,
    tx: &impl Scoped,
    permit: &Permit<P>,
    id: TradingAccountId,
    version: Option<i32>,
) -> Result<(TradingAccountRow, ClientKey), UseCaseError> {
    let row = within(op, tx, permit, id).await?;
    if row.record.archived_at.is_some() {
        return Err(Problem::whole("archived", "This trading account is archived.").into());
    }
    if let Some(current) = Some(row.record.version).filter(|current| version.is_some_and(|seen| seen != *current)) {
        return Err(UseCaseError::Conflict { current });
    }
    let client = Clients::of(tx).for_system(row.record.client).await?.ok_or(UseCaseError::NotFound("client"))?;
    if client.archived_at.is_some() {
        return Err(Problem::whole("archived", "The account's client is archived: restore the client first.").into());
    }
    let key = client.key(tx.keys())?;
    Ok((row, key))
}

/// Holds an account, and its server in use, until the transaction ends: what is sent then is not in doubt on a server that is
/// asked nothing.
pub(crate) async fn hold(tx: &TenantTx, id: TradingAccountId) -> Result<(), UseCaseError> {
    in_use(BalanceOperations::of(tx).hold_account(id).await?)
}

/// Nothing is sent to a server that was put away while it was looked at.
fn in_use(held: bool) -> Result<(), UseCaseError> {
    if held { Ok(()) } else { Err(HoldError::Archived.problem()?.into()) }
}

/// An event on an account, in the timeline of its client.
pub(crate) fn about(action: AuditAction, account: TradingAccountId, client: ClientId, key: &ClientKey) -> AuditEvent {
    AuditEvent::on_client(action, client, key).target("trading_account", account.uuid())
}

/// What a server's refusal says to the person who asked: nothing was changed.
pub(crate) fn refused(error: &TradingError) -> Problem {
    match error {
        TradingError::OutcomeUnknown(_) => Problem::whole(
            "outcome_unknown",
            "No answer came: nobody knows yet whether the trading server did it. Look at the account again before you repeat it.",
        ),
        error => Problem::whole("server_refused", format!("Nothing was changed: {error}.")),
    }
}

/// A server that may be commanded here and now.
pub(crate) async fn held(
    app: &App,
    op: &OpContext,
    account: &TradingAccountRow,
) -> Result<crate::trading::Held, UseCaseError> {
    match app.trading.hold(app, op.tenant(), account.record.server).await {
        Ok(held) => Ok(held),
        Err(error) => Err(error.problem()?.into()),
    }
}
