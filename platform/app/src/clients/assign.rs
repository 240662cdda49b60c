use super::edit::{for_change, write};
use super::{Changed, announce_moved, undo_secret};
use crate::{App, UseCaseError};
use crm_access::OpContext;
use crm_access::kinds::ClientAssign;
use crm_model::{AuditAction, ClientId, StaffId};
use crm_storage::{
    AuditEvent, Change, ClientRecord, ClientUpdate, Clients, Owner, Scoped, StorageError, Tasks, Undo, UndoKept,
};

/// Who is to look after a client. The outer `None` leaves as it is.
#[derive(Clone, Debug, Default)]
pub struct AssignClient {
    /// The version that was read.
    pub version: i32,
    /// The new owner; the inner `None` takes the owner away.
    pub owner: Option<Option<StaffId>>,
    /// Everybody who takes part.
    pub participants: Option<Vec<StaffId>>,
    /// Why, if somebody wants to say so.
    pub reason: Option<String>,
}

/// Gives a client to another owner; the client's team follows the owner's.
///
/// # Errors
/// Access, conflict, an owner who is not an active staff member.
pub async fn assign(op: &OpContext, app: &App, id: ClientId, input: &AssignClient) -> Result<Changed, UseCaseError> {
    let permit = op.require::<ClientAssign>()?;
    let tx = app.db.begin(op).await?;
    let (client, key) = for_change(op, &tx, &permit, id, Some(input.version)).await?;
    let clients = Clients::of(&tx);
    let before: Vec<(StaffId, String)> = clients.participants(id).await?;
    let mut update = ClientUpdate::default();
    let mut changes = Vec::new();
    let (mut owner_now, mut team_now) = (client.owner_id(), client.team_id());
    if let Some(wanted) = input.owner {
        let owner = match wanted {
            Some(staff) => Some(
                clients
                    .hold_owner(staff)
                    .await?
                    .ok_or_else(|| UseCaseError::invalid("ownerId", "unknown_id", "Choose an active staff member."))?,
            ),
            None => None,
        };
        (owner_now, team_now) = (owner.as_ref().map(|o| o.id), owner.as_ref().and_then(|o| o.team));
        changes.push(owner_change(&client, owner.as_ref()));
        update = update.owner_id(owner_now).team_id(team_now);
    }
    if let Some(staff) = &input.participants {
        match clients.set_participants(&permit, id, staff).await {
            Err(StorageError::Dangling) => {
                return Err(UseCaseError::invalid(
                    "participantIds",
                    "unknown_id",
                    "One of these people does not exist.",
                ));
            }
            other => other?,
        }
        changes.push(participants(&before, &clients.participants(id).await?));
    }
    changes.retain(Change::differs);
    if changes.is_empty() && owner_now == client.owner_id() {
        tx.abandon().await?;
        return Ok(Changed { id, undo: None });
    }
    let tasks = if owner_now == client.owner_id() {
        Vec::new()
    } else {
        Tasks::of(&tx).hand_over(&permit, id, client.owner_id(), owner_now, op.now()).await?
    };
    if !tasks.is_empty() {
        changes.push(Change::plain("followUps", None::<String>, Some(tasks.len().to_string())));
    }
    let version = write(op, &tx, &permit, &client, update).await?;
    let secret = undo_secret()?;
    let kept = UndoKept::Assignment {
        owner: client.owner_id().map(|o| o.uuid()),
        participants: before.iter().map(|(p, _)| p.uuid()).collect(),
        tasks: tasks.iter().map(|t| t.uuid()).collect(),
    };
    Undo::of(&tx).keep(secret.digest(), op.staff_id()?, id, version, kept, op.now()).await?;
    let mut event = AuditEvent::on_client(AuditAction::ClientAssigned, id, &key).changes(changes);
    if let Some(why) = input.reason.as_deref().map(str::trim).filter(|r| !r.is_empty()) {
        event = event.because(why.chars().take(500).collect::<String>());
    }
    tx.commit(event).await?;
    announce_moved(op, app, id, version, (client.owner_id(), client.team_id()), (owner_now, team_now)).await;
    Ok(Changed { id, undo: Some(secret) })
}

/// The owner before and after, by name.
pub(super) fn owner_change(client: &ClientRecord, owner: Option<&Owner>) -> Change {
    Change::plain("owner", client.owner.as_ref().map(|(_, name)| name.clone()), owner.map(|o| o.name.clone()))
}

/// The participants before and after, by name.
pub(super) fn participants(before: &[(StaffId, String)], after: &[(StaffId, String)]) -> Change {
    let names = |people: &[(StaffId, String)]| people.iter().map(|(_, n)| n.as_str()).collect::<Vec<_>>().join(", ");
    Change::plain("participants", Some(names(before)), Some(names(after)))
}

/// Active staff members whose name matches what was typed: whom a client can be given to.
///
/// # Errors
/// Access: for those who may assign or register.
pub async fn owners(op: &OpContext, tx: &impl Scoped, typed: Option<&str>) -> Result<Vec<Owner>, UseCaseError> {
    if !op.holds(crm_access::Permission::ClientAssign) {
        op.require::<crm_access::kinds::ClientCreate>()?;
    }
    let wanted = typed.map(crm_model::fold).unwrap_or_default();
    let mut owners = Clients::of(tx).owners().await?;
    owners.retain(|o| wanted.is_empty() || crm_model::fold(&o.name).contains(&wanted));
    owners.truncate(50);
    Ok(owners)
}
