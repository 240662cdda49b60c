//! The client's side of the one-time link: a server-rendered page sets the password.

use crate::{App, UseCaseError};
use chrono::{DateTime, Utc};
use crm_access::{RequestInfo, TenantRef};
use crm_identity::{BearerSecret, HashError, PasswordRules, Prefix};
use crm_model::{AuditAction, ClientId, ContactKind, Email, Pii, Problem};
use crm_storage::{
    AuditEvent, Author, ClientRecord, Clients, ContactRow, OneTimeTokens, Scoped, SignInTx, StorageError, TokenPurpose,
};
use crm_vault::BlindKind;

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
    let secret = BearerSecret::parse(Prefix::ClientCredential, token).map_err(|_| UseCaseError::LinkEnded)?;
    let tx = SignInTx::begin(&app.db, tenant).await?;
    let found = OneTimeTokens::of(&tx).find(TokenPurpose::ClientCredential, &secret.digest(), app.clock.now()).await?;
    let id = found.and_then(|t| t.client).ok_or(UseCaseError::LinkEnded)?;
    let (client, contact) = target(&tx, id).await?;
    let email = contact.open(tenant.id, &client.key(tx.keys())?)?;
    Ok(CredentialLink { name: Pii::new(client.display_name), email: Pii::new(email) })
}

/// Uses a link up and sets the client's password.
///
/// # Errors
/// [`UseCaseError::LinkEnded`]; what is wrong with the password; an address that another client signs in with.
pub async fn set_credential(
    app: &App,
    tenant: &TenantRef,
    request: &RequestInfo,
    token: &str,
    password: &Pii<String>,
) -> Result<(), UseCaseError> {
    let secret = BearerSecret::parse(Prefix::ClientCredential, token).map_err(|_| UseCaseError::LinkEnded)?;
    let link = open_link(app, tenant, token).await?;
    let local = link.email.expose().split('@').next().unwrap_or_default().to_owned();
    let rules = PasswordRules::new([tenant.slug.as_ref(), link.name.expose().as_str(), local.as_str()]);
    rules.check(password.expose()).map_err(|problem| Problem::at("password", "weak_password", problem.to_string()))?;
    let hash = app.hasher.hash(password.expose()).await.map_err(busy)?;
    let now: DateTime<Utc> = app.clock.now();
    let tx = SignInTx::begin(&app.db, tenant).await?;
    let taken = OneTimeTokens::of(&tx).take(TokenPurpose::ClientCredential, &secret.digest(), now).await?;
    let id = taken.and_then(|t| t.client).ok_or(UseCaseError::LinkEnded)?;
    let (client, contact) = target(&tx, id).await?;
    let key = client.key(tx.keys())?;
    let email = Email::parse("email", &contact.open(tenant.id, &key)?)?;
    let blind = tx.keys().blind(BlindKind::Email, &email.expose().normalised());
    match Clients::of(&tx).set_credential(id, contact.id, blind, hash, now).await {
        Err(StorageError::Taken { .. }) => {
            return Err(Problem::whole(
                "address_in_use",
                "Somebody signs in with this address already. Please ask support for help.",
            )
            .into());
        }
        other => other?,
    }
    tx.commit(&Author::client(id, request, now), AuditEvent::on_client(AuditAction::ClientCredentialSet, id, &key))
        .await?;
    Ok(())
}

async fn target(tx: &impl Scoped, id: ClientId) -> Result<(ClientRecord, ContactRow), UseCaseError> {
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

fn busy(_: HashError) -> UseCaseError {
    UseCaseError::Busy
}
