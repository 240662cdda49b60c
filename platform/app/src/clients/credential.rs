//! E-mail and password of a client change only by the secure flow (DOMAIN 5): staff never see or set a password; the old
//! address is told; what was signed in ends; money waits.

use super::edit::{for_change, write};
use super::mails::{SendClientCredentialLink, SendClientEmailChangedNotice};
use super::{Changed, announce, reason, sealing};
use crate::{App, UseCaseError};
use chrono::Duration;
use crm_access::kinds::{ClientEditContact, ClientResetPassword};
use crm_access::{FieldClass, OpContext};
use crm_cache::LiveKind;
use crm_jobs::Enqueue;
use crm_model::{AuditAction, ClientId, ClientStatus, ContactKind, Email, Pii, Problem};
use crm_storage::{AuditEvent, Change, ClientUpdate, Clients, OneTimeTokens, Scoped, TenantTx, TokenPurpose};

/// A new e-mail address for a client.
#[derive(Clone, Debug)]
pub struct ChangeEmail {
    /// The version that was read.
    pub version: i32,
    /// The new address as typed.
    pub email: Pii<String>,
    /// Why.
    pub reason: String,
}

/// Changes the address that a client signs in with: the old address is told, the credential ends, a one-time link goes to
/// the new address, withdrawals wait for the tenant's freeze.
///
/// # Errors
/// Access, conflict, a missing reason, what is wrong with the address.
pub async fn change_email(
    op: &OpContext,
    app: &App,
    id: ClientId,
    input: &ChangeEmail,
) -> Result<Changed, UseCaseError> {
    let permit = op.require::<ClientEditContact>()?;
    let why = reason(&input.reason)?;
    let email = Email::parse("email", input.email.expose())?;
    let tx = app.db.begin(op).await?;
    let (client, key) = for_change(op, &tx, &permit, id, Some(input.version)).await?;
    let clients = Clients::of(&tx);
    let old = clients.contacts(&[id]).await?.into_iter().find(|c| c.kind == ContactKind::Email && c.primary);
    let before = old.as_ref().map(|c| c.open(op.tenant().id, &key)).transpose()?;
    // a same address is answered like a new one: the answer must not tell what a mask hides (MASK-13)
    if let Some(old) = &old {
        clients.remove_contact(&permit, id, old.id).await?;
    }
    let contact = sealing::email(op.tenant().id, tx.keys(), &key, &email, true)?;
    clients.add_contact(&permit, id, &contact, op.now()).await?;
    let frozen = freeze(op, &tx).await?;
    let update =
        ClientUpdate::default().must_reset_password(true).money_frozen_until(frozen).status(unverified(client.status));
    let version = write(op, &tx, &permit, &client, update).await?;
    end_sign_in(op, &tx, id).await?;
    let changed =
        Change::personal("email", FieldClass::Email, before.clone(), Some(email.expose().as_str().to_owned()));
    let event = AuditEvent::on_client(AuditAction::ClientEmailChanged, id, &key).because(why).changes([changed]);
    // the same address again is no change: there is nobody to tell
    if before.is_some() && event.has_changes() {
        tx.put(&SendClientEmailChangedNotice { client: id, event: event.id() }).await?;
    }
    tx.put(&SendClientCredentialLink { client: id }).await?;
    tx.commit(event).await?;
    announce(op, app, LiveKind::ClientUpdated, id, version, client.owner_id(), client.team_id()).await;
    Ok(Changed { id, undo: None })
}

/// Sends the client a one-time link to set a new password; the old one ends at once.
///
/// # Errors
/// Access, a missing reason, a client without an e-mail address.
pub async fn reset_password(op: &OpContext, app: &App, id: ClientId, why: &str) -> Result<(), UseCaseError> {
    let permit = op.require::<ClientResetPassword>()?;
    let why = reason(why)?;
    let tx = app.db.begin(op).await?;
    let (client, key) = for_change(op, &tx, &permit, id, None).await?;
    if !Clients::of(&tx).contacts(&[id]).await?.iter().any(|c| c.kind == ContactKind::Email && c.primary) {
        return Err(
            Problem::whole("no_email", "This client has no e-mail address to send a link to: add one first.").into()
        );
    }
    let update = ClientUpdate::default().must_reset_password(true).money_frozen_until(freeze(op, &tx).await?);
    let version = write(op, &tx, &permit, &client, update).await?;
    end_sign_in(op, &tx, id).await?;
    tx.put(&SendClientCredentialLink { client: id }).await?;
    tx.commit(AuditEvent::on_client(AuditAction::ClientPasswordResetRequested, id, &key).because(why)).await?;
    announce(op, app, LiveKind::ClientUpdated, id, version, client.owner_id(), client.team_id()).await;
    Ok(())
}

async fn freeze(op: &OpContext, tx: &TenantTx) -> Result<Option<chrono::DateTime<chrono::Utc>>, UseCaseError> {
    let hours = Clients::of(tx).defaults().await?.money_freeze_hours;
    Ok((hours > 0).then(|| op.now() + Duration::hours(i64::from(hours))))
}

/// The new address is not proved yet; a client who was stopped stays stopped.
const fn unverified(status: ClientStatus) -> ClientStatus {
    match status {
        ClientStatus::Active | ClientStatus::EmailUnverified => ClientStatus::EmailUnverified,
        stopped => stopped,
    }
}

async fn end_sign_in(op: &OpContext, tx: &TenantTx, id: ClientId) -> Result<(), UseCaseError> {
    Clients::of(tx).end_credential(id).await?;
    // links that lie in the old mailbox
    for purpose in [TokenPurpose::ClientCredential, TokenPurpose::AccountPassword] {
        OneTimeTokens::of(tx).end_of_client(id, purpose, op.now()).await?;
    }
    Ok(())
}
