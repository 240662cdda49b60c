use super::ClientCard;
use crate::{App, UseCaseError};
use chrono::Duration;
use crm_access::kinds::ClientView;
use crm_access::{Actor, ApiScope, OpContext, Permission, Permit};
use crm_model::{AuditAction, ClientId};
use crm_storage::{AuditEvent, Clients, Scoped};

/// How long an opened profile stays readable in the session that opened it.
pub(crate) const OPEN_FOR: Duration = Duration::minutes(30);

pub(crate) fn may_view(op: &OpContext) -> Result<Permit<ClientView>, UseCaseError> {
    Ok(match op.actor() {
        Actor::Website(_) => op.require_scope::<ClientView>(ApiScope::ClientView)?,
        _ => op.require::<ClientView>()?,
    })
}

/// Archived clients are seen by those who may archive and restore (RBAC-14).
pub(crate) fn sees_archived(op: &OpContext) -> bool {
    op.holds(Permission::ClientDelete)
}

/// Finds a client within the caller's reach. It leaves no event: lists, panels and refreshes call it.
///
/// # Errors
/// Not found, whatever the cause.
pub async fn find(op: &OpContext, tx: &impl Scoped, id: ClientId) -> Result<ClientCard, UseCaseError> {
    let permit = may_view(op)?;
    let staff = op.actor().staff();
    let clients = Clients::of(tx);
    let client = clients
        .find(&permit, staff.map(|s| s.id), id, sees_archived(op))
        .await?
        .ok_or(UseCaseError::NotFound("client"))?;
    let contacts = clients.contacts(&[id]).await?;
    let opened = match staff {
        Some(staff) => clients.opened_at(staff.session, id).await?.is_some_and(|at| at + OPEN_FOR > op.now()),
        None => false,
    };
    Ok(ClientCard::new(op, tx.keys(), client, contacts, opened))
}

/// Opens a profile: leaves an event first, then lets this session read the profile for 30 minutes.
///
/// # Errors
/// Not found, whatever the cause; nothing is shown unless the event is kept.
pub async fn open(op: &OpContext, app: &App, id: ClientId) -> Result<ClientCard, UseCaseError> {
    let permit = op.require::<ClientView>()?;
    let staff = op.actor().staff().ok_or(crm_access::AccessError::WrongActor)?;
    let tx = app.db.begin(op).await?;
    let clients = Clients::of(&tx);
    let client =
        clients.find(&permit, Some(staff.id), id, sees_archived(op)).await?.ok_or(UseCaseError::NotFound("client"))?;
    let contacts = clients.contacts(&[id]).await?;
    clients.remember_visit(staff.session, id, op.now()).await?;
    let key = client.key(tx.keys())?;
    let card = ClientCard::new(op, tx.keys(), client, contacts, true);
    tx.commit(AuditEvent::on_client(AuditAction::ClientOpened, id, &key)).await?;
    Ok(card)
}
