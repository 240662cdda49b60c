use super::edit::{for_change, write};
use super::{Changed, announce, sealing};
use crate::{App, UseCaseError};
use crm_access::kinds::ClientEditContact;
use crm_access::{FieldClass, OpContext};
use crm_cache::LiveKind;
use crm_model::{AuditAction, ClientId, ContactId, ContactKind, Country, Email, Phone, Pii, Problem};
use crm_storage::{AuditEvent, Change, ClientUpdate, Clients, Scoped};

/// Adds an e-mail address or phone number. The first of its kind becomes the primary one.
///
/// # Errors
/// Access, and what is wrong with the value.
pub async fn add_contact(
    op: &OpContext,
    app: &App,
    id: ClientId,
    kind: ContactKind,
    raw: &Pii<String>,
) -> Result<Changed, UseCaseError> {
    let permit = op.require::<ClientEditContact>()?;
    let tx = app.db.begin(op).await?;
    let (client, key) = for_change(op, &tx, &permit, id, None).await?;
    let clients = Clients::of(&tx);
    let existing = clients.contacts(&[id]).await?;
    if existing.len() >= 20 {
        return Err(UseCaseError::invalid("value", "too_many", "A client has at most 20 contacts."));
    }
    let primary = !existing.iter().any(|c| c.kind == kind);
    let (contact, change) = match kind {
        ContactKind::Email => {
            let email = Email::parse("value", raw.expose())?;
            (
                sealing::email(op.tenant().id, tx.keys(), &key, &email, primary)?,
                Change::personal("email", FieldClass::Email, None, Some(email.expose().as_str().to_owned())),
            )
        }
        ContactKind::Phone => {
            let country = client.country.clone().or(clients.defaults().await?.country);
            let phone = Phone::parse("value", raw.expose(), country.as_deref().and_then(Country::parse))?;
            (
                sealing::phone(op.tenant().id, tx.keys(), &key, &phone, primary)?,
                Change::personal("phone", FieldClass::Phone, None, Some(phone.expose().as_str().to_owned())),
            )
        }
    };
    clients.add_contact(&permit, id, &contact, op.now()).await?;
    let version = write(op, &tx, &permit, &client, ClientUpdate::default()).await?;
    tx.commit(AuditEvent::on_client(AuditAction::ClientContactAdded, id, &key).changes([change])).await?;
    announce(op, app, LiveKind::ClientUpdated, id, version, client.owner_id(), client.team_id()).await;
    Ok(Changed { id, undo: None })
}

/// Takes a contact away; the oldest of its kind that is left becomes the primary one. The primary e-mail address is
/// replaced by the secure flow instead: the client signs in with it.
///
/// # Errors
/// Access; problems `unknown_id`, `primary_email`.
pub async fn remove_contact(
    op: &OpContext,
    app: &App,
    id: ClientId,
    contact: ContactId,
) -> Result<Changed, UseCaseError> {
    let permit = op.require::<ClientEditContact>()?;
    let tx = app.db.begin(op).await?;
    let (client, key) = for_change(op, &tx, &permit, id, None).await?;
    let clients = Clients::of(&tx);
    let found = clients.contacts(&[id]).await?.into_iter().find(|c| c.id == contact).ok_or_else(|| {
        UseCaseError::invalid("contactId", "unknown_id", "This contact does not exist any more. Load the client again.")
    })?;
    if found.primary && found.kind == ContactKind::Email {
        let how = "The client signs in with this address: change the e-mail address instead.";
        return Err(Problem::at("contactId", "primary_email", how).into());
    }
    let value = Some(found.open(op.tenant().id, &key)?);
    let change = match found.kind {
        ContactKind::Email => Change::personal("email", FieldClass::Email, value, None),
        ContactKind::Phone => Change::personal("phone", FieldClass::Phone, value, None),
    };
    clients.remove_contact(&permit, id, contact).await?;
    if found.primary {
        clients.promote_contact(&permit, id, found.kind).await?;
    }
    let version = write(op, &tx, &permit, &client, ClientUpdate::default()).await?;
    tx.commit(AuditEvent::on_client(AuditAction::ClientContactRemoved, id, &key).changes([change])).await?;
    announce(op, app, LiveKind::ClientUpdated, id, version, client.owner_id(), client.team_id()).await;
    Ok(Changed { id, undo: None })
}
