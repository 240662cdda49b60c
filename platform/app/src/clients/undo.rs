use super::assign::{owner_change, participants};
use super::edit::{SALES_STATUS, for_change, write};
use super::tags::tags_change;
use super::{Changed, announce_moved};
use crate::{App, UseCaseError};
use crm_access::kinds::{ClientAssign, ClientEdit, TaskManage};
use crm_access::{OpContext, Permit};
use crm_identity::{BearerSecret, Prefix};
use crm_model::{AuditAction, ClientId, StaffId, StatusOptionId, TagId, TaskId};
use crm_storage::{
    AuditEvent, Change, ClientRecord, ClientUpdate, Clients, Owner, Scoped, Settings, Tasks, TenantTx, Undo, UndoKept,
    covers,
};
use crm_vault::ClientKey;

/// A client whose owner was changed: within reach as he stands now, or as he stood before, since whoever gives a client away
/// by mistake may see him no more.
async fn given_away(
    op: &OpContext,
    tx: &TenantTx,
    permit: &Permit<ClientAssign>,
    (id, version): (ClientId, i32),
    (owner, people): (Option<&Owner>, &[uuid::Uuid]),
) -> Result<(ClientRecord, ClientKey), UseCaseError> {
    let here = for_change(op, tx, permit, id, Some(version)).await;
    if !matches!(here, Err(UseCaseError::NotFound(_))) {
        return here;
    }
    let me = op.staff_id()?;
    let held = Clients::of(tx).held_many(permit, Some(me), &[id]).await?;
    let client = held.into_iter().next().ok_or(UseCaseError::NotFound("client"))?;
    let mut stood = client.clone();
    stood.owner = owner.map(|owner| (owner.id, owner.name.clone()));
    stood.team = owner.and_then(|owner| owner.team).map(|team| (team, String::new()));
    stood.reader_participates = people.contains(&me.uuid());
    if client.archived_at.is_some() || !covers(permit.reach(), &stood) {
        return Err(UseCaseError::NotFound("client"));
    }
    if client.version != version {
        return Err(UseCaseError::Conflict { current: client.version });
    }
    let key = client.key(tx.keys())?;
    Ok((client, key))
}

/// Takes a change of owner, tags or sales status, or an outcome, back, within eight seconds, by the person who made it.
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
    let (client, key, now_version, place, changes) = match kept {
        UndoKept::Assignment { owner, participants: people, tasks } => {
            let permit = op.require::<ClientAssign>()?;
            let owner = match owner.map(StaffId::from_uuid) {
                Some(owner) => Some(clients.hold_owner(owner).await?.ok_or(UseCaseError::LinkEnded)?),
                None => None,
            };
            let (client, key) = given_away(op, &tx, &permit, (id, version), (owner.as_ref(), &people)).await?;
            let before = clients.participants(id).await?;
            let tasks: Vec<TaskId> = tasks.into_iter().map(TaskId::from_uuid).collect();
            Tasks::of(&tx).give(&permit, &tasks, owner.as_ref().map(|o| o.id), op.now()).await?;
            let people: Vec<StaffId> = people.into_iter().map(StaffId::from_uuid).collect();
            clients.set_participants(&permit, id, &people).await?;
            let place = (owner.as_ref().map(|o| o.id), owner.as_ref().and_then(|o| o.team));
            let update = ClientUpdate::default().owner_id(place.0).team_id(place.1);
            let now_version = write(op, &tx, &permit, &client, update).await?;
            let changes =
                vec![owner_change(&client, owner.as_ref()), participants(&before, &clients.participants(id).await?)];
            (client, key, now_version, place, changes)
        }
        UndoKept::Tags { added, removed } => {
            let permit = op.require::<ClientEdit>()?;
            let (client, key) = for_change(op, &tx, &permit, id, Some(version)).await?;
            let tags = |ids: Vec<uuid::Uuid>| ids.into_iter().map(TagId::from_uuid).collect::<Vec<_>>();
            let (mut added, removed) = (tags(removed), tags(added));
            // a tag that was deleted meanwhile comes back to nobody
            let there = Settings::of(&tx).tags().await?;
            added.retain(|id| there.iter().any(|tag| tag.id == *id));
            clients.change_tags(&permit, id, &added, &removed).await?;
            let now_version = write(op, &tx, &permit, &client, ClientUpdate::default()).await?;
            let place = (client.owner_id(), client.team_id());
            (client, key, now_version, place, vec![tags_change(&tx, &removed, &added).await?])
        }
        UndoKept::Outcome { kept } => {
            let permit = op.require::<TaskManage>()?;
            let (client, key) = for_change(op, &tx, &permit, id, Some(version)).await?;
            let (now_version, changes) = crate::tasks::take_back(op, &tx, &client, kept).await?;
            let place = (client.owner_id(), client.team_id());
            (client, key, now_version, place, changes)
        }
        UndoKept::SalesStatus { status } => {
            let permit = op.require::<ClientEdit>()?;
            let (client, key) = for_change(op, &tx, &permit, id, Some(version)).await?;
            let status = StatusOptionId::from_uuid(status);
            let all = Settings::of(&tx).statuses().await?;
            let name = |id| all.iter().find(|s| s.id == id).map(|s| s.name.clone());
            let change = Change::plain(SALES_STATUS, name(client.sales_status), name(status));
            let now_version = write(op, &tx, &permit, &client, ClientUpdate::default().sales_status_id(status)).await?;
            let place = (client.owner_id(), client.team_id());
            (client, key, now_version, place, vec![change])
        }
    };
    tx.commit(AuditEvent::on_client(AuditAction::ClientChangeUndone, id, &key).changes(changes)).await?;
    announce_moved(op, app, id, now_version, (client.owner_id(), client.team_id()), place).await;
    Ok(Changed { id, undo: None })
}
