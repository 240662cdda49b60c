use super::ClientCard;
use crate::{App, UseCaseError, previews};
use chrono::Duration;
use crm_access::kinds::ClientView;
use crm_access::{Actor, ApiScope, OpContext, Permission, Permit, Preview};
use crm_model::{AuditAction, ClientId};
use crm_storage::{AuditEvent, Change, Clients, Scoped};

/// How long an opened profile stays readable in the session that opened it. What a preview opens counts from the preview's
/// begin, so it closes with it at the latest.
pub(crate) const OPEN_FOR: Duration = Duration::minutes(30);
const _: () = assert!(Preview::LASTS.num_seconds() == OPEN_FOR.num_seconds());

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

/// Opens a profile: leaves an event first, then lets this session read the profile for 30 minutes. A preview of a role opens
/// profiles as well: the event says so, and what was opened is closed when the preview ends, so that nothing is read
/// in full afterwards on the word of an event that speaks of a preview.
///
/// # Errors
/// Not found, whatever the cause; nothing is shown unless the event is kept.
pub async fn open(op: &OpContext, app: &App, id: ClientId) -> Result<ClientCard, UseCaseError> {
    let permit = op.require::<ClientView>()?;
    let staff = op.actor().staff().ok_or(crm_access::AccessError::WrongActor)?;
    // that somebody looked is recorded in a preview too; it is all that is written in one
    let tx = app.db.begin(&op.recording()).await?;
    let clients = Clients::of(&tx);
    let client =
        clients.find(&permit, Some(staff.id), id, sees_archived(op)).await?.ok_or(UseCaseError::NotFound("client"))?;
    let contacts = clients.contacts(&[id]).await?;
    let opened = op.preview().map_or_else(|| op.now(), |preview| preview.begun());
    clients.remember_visit(staff.session, id, opened).await?;
    let key = client.key(tx.keys())?;
    let mut event = AuditEvent::on_client(AuditAction::ClientOpened, id, &key);
    if let Some(preview) = previews::card(op, &tx).await? {
        let field = if preview.draft { "draft" } else { "preview" };
        event = event.changes([Change::plain(field, None::<String>, Some(preview.name))]);
    }
    let card = ClientCard::new(op, tx.keys(), client, contacts, true);
    tx.commit(event).await?;
    Ok(card)
}
