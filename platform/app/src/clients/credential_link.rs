//! The client's side of the one-time link: a server-rendered page sets the password.

use crate::passwords::weakness;
use crate::{App, UseCaseError};
use crm_access::{Actor, ClientActor, OpContext, Policies, RequestInfo, TenantRef};
use crm_identity::{BearerSecret, Prefix};
use crm_model::{AuditAction, ClientId, ContactKind, Email, Pii, Problem};
use crm_storage::{
    AuditEvent, ClientRecord, Clients, ContactRow, OneTimeTokens, Scoped, Settings, StorageError, TokenPurpose,
};
use crm_vault::BlindKind;
use std::sync::Arc;

/// What a living link is for.
#[derive(Debug)]
pub struct CredentialLink {
    /// The client's name, for the greeting.
    pub name: Pii<String>,
    /// The address that the client will sign in with.
    pub email: Pii<String>,
}

/// Looks at a link without using it up.
///
/// # Errors
/// [`UseCaseError::LinkEnded`] for whatever is not a living link of this broker.
pub async fn open_link(app: &App, tenant: &TenantRef, token: &str) -> Result<CredentialLink, UseCaseError> {
    let digest = digest_of(token)?;
    let tx = app.read_for_nobody(tenant).await?;
    let (_, link) = living(app, &tx, &digest).await?;
    Ok(link)
}

/// Uses a link up and sets the client's password.
///
/// # Errors
/// [`UseCaseError::LinkEnded`]; what is wrong with the password; an address that another client signs in with;
/// [`UseCaseError::Busy`].
pub async fn set_credential(
    app: &App,
    tenant: &TenantRef,
    request: &RequestInfo,
    token: &str,
    password: &Pii<String>,
) -> Result<(), UseCaseError> {
    let digest = digest_of(token)?;
    let tx = app.read_for_nobody(tenant).await?;
    let (id, link) = living(app, &tx, &digest).await?;
    let brand = Settings::of(&tx).brand().await?;
    drop(tx);
    let person = [link.name.expose().as_str(), link.email.expose().as_str()];
    if let Some(problem) = weakness(&brand, tenant, person, password).await? {
        return Err(Problem::at("password", "weak_password", problem.to_string()).into());
    }
    let hash = app.hasher.hash(password.expose()).await?;

    let client = Actor::Client(ClientActor { id });
    let policy = Arc::new(Policies::nothing());
    let op = OpContext::new(tenant.clone(), client, policy, request.clone(), app.clock.clone(), None);
    let (tx, now) = (app.db.begin(&op).await?, op.now());
    let taken = OneTimeTokens::of(&tx).take(TokenPurpose::ClientCredential, &digest, now).await?;
    taken.filter(|token| token.client == Some(id)).ok_or(UseCaseError::LinkEnded)?;
    let (client, contact) = target(&tx, id).await?;
    let key = client.key(tx.keys())?;
    let email = Email::parse("email", &contact.open(tenant.id, &key)?)?;
    let blind = tx.keys().blind_all(BlindKind::Email, &email.expose().normalised());
    match Clients::of(&tx).set_credential(id, contact.id, &blind, hash, now).await {
        Err(StorageError::Taken { .. }) => {
            return Err(Problem::whole(
                "address_in_use",
                "Somebody signs in with this address already. Please ask support for help.",
            )
            .into());
        }
        other => other?,
    }
    Ok(tx.commit(AuditEvent::on_client(AuditAction::ClientCredentialSet, id, &key)).await?)
}

fn digest_of(token: &str) -> Result<[u8; 32], UseCaseError> {
    let secret = BearerSecret::parse(Prefix::ClientCredential, token).map_err(|_| UseCaseError::LinkEnded)?;
    Ok(secret.digest())
}

async fn living(app: &App, tx: &impl Scoped, digest: &[u8; 32]) -> Result<(ClientId, CredentialLink), UseCaseError> {
    let found = OneTimeTokens::of(tx).find(TokenPurpose::ClientCredential, digest, app.clock.now()).await?;
    let id = found.and_then(|t| t.client).ok_or(UseCaseError::LinkEnded)?;
    let (client, contact) = target(tx, id).await?;
    let email = contact.open(tx.keys().tenant(), &client.key(tx.keys())?)?;
    Ok((id, CredentialLink { name: Pii::new(client.display_name), email: Pii::new(email) }))
}

/// A client who is there, with the address that links go to; [`UseCaseError::LinkEnded`] without either.
pub(crate) async fn target(tx: &impl Scoped, id: ClientId) -> Result<(ClientRecord, ContactRow), UseCaseError> {
    let clients = Clients::of(tx);
    let client = clients.for_system(id).await?.filter(|c| c.archived_at.is_none()).ok_or(UseCaseError::LinkEnded)?;
    let contact = clients
        .contacts(&[id])
        .await?
        .into_iter()
        .find(|c| c.kind == ContactKind::Email && c.primary)
        .ok_or(UseCaseError::LinkEnded)?;
    Ok((client, contact))
}
