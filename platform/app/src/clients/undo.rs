use super::edit::{for_change, write};
use super::{Changed, announce};
use crate::{App, UseCaseError};
use crm_access::OpContext;
use crm_access::kinds::{ClientAssign, ClientEdit};
use crm_cache::LiveKind;
use crm_identity::{BearerSecret, Prefix};
use crm_model::{AuditAction, StaffId, StatusOptionId, TagId};
use crm_storage::{AuditEvent, ClientUpdate, Clients, Undo, UndoKept};

/// Takes a change of owner, tags or sales status back, within eight seconds, by the person who made it.
///
/// # Errors
/// The time is over, the client was changed since, or the right is gone.
pub async fn undo(op: &OpContext, app: &App, token: &str) -> Result<Changed, UseCaseError> {
    let secret = BearerSecret::parse(Prefix::Undo, token).map_err(|_| UseCaseError::LinkEnded)?;
    let me = op.staff_id()?;
    let tx = app.db.begin(op).await?;
    let (id, version, kept) =
        Undo::of(&tx).take(secret.digest(), me, op.now()).await?.ok_or(UseCaseError::LinkEnded)?;
    let clients = Clients::of(&tx);
    let (client, key, now_version) = match kept {
        UndoKept::Assignment { owner, participants } => {
            let permit = op.require::<ClientAssign>()?;
            let (client, key) = for_change(op, &tx, &permit, id, Some(version)).await?;
            let owner = match owner.map(StaffId::from_uuid) {
                Some(owner) => Some(clients.owner(owner).await?.ok_or(UseCaseError::LinkEnded)?),
                None => None,
            };
            let people: Vec<StaffId> = participants.into_iter().map(StaffId::from_uuid).collect();
            clients.set_participants(&permit, id, &people).await?;
            let update =
                ClientUpdate::default().owner_id(owner.as_ref().map(|o| o.id)).team_id(owner.and_then(|o| o.team));
            let version = write(op, &tx, &permit, &client, update).await?;
            (client, key, version)
        }
        UndoKept::Tags { added, removed } => {
            let permit = op.require::<ClientEdit>()?;
            let (client, key) = for_change(op, &tx, &permit, id, Some(version)).await?;
            let tags = |ids: Vec<uuid::Uuid>| ids.into_iter().map(TagId::from_uuid).collect::<Vec<_>>();
            clients.change_tags(&permit, id, &tags(removed), &tags(added)).await?;
            let version = write(op, &tx, &permit, &client, ClientUpdate::default()).await?;
            (client, key, version)
        }
        UndoKept::SalesStatus { status } => {
            let permit = op.require::<ClientEdit>()?;
            let (client, key) = for_change(op, &tx, &permit, id, Some(version)).await?;
            let update = ClientUpdate::default().sales_status_id(StatusOptionId::from_uuid(status));
            let version = write(op, &tx, &permit, &client, update).await?;
            (client, key, version)
        }
    };
    tx.commit(AuditEvent::on_client(AuditAction::ClientChangeUndone, id, &key)).await?;
    announce(op, app, LiveKind::ClientUpdated, id, now_version, client.owner_id(), client.team_id()).await;
    Ok(Changed { id, undo: None })
}
