use super::edit::{for_change, write};
use super::{Changed, announce, undo_secret};
use crate::{App, UseCaseError};
use crm_access::OpContext;
use crm_access::kinds::ClientEdit;
use crm_cache::LiveKind;
use crm_model::{AuditAction, ClientId, TagId};
use crm_storage::{AuditEvent, Change, ClientUpdate, Clients, Settings, StorageError, TenantTx, Undo, UndoKept};

/// Tags to add and to take away.
#[derive(Clone, Debug, Default)]
pub struct ChangeTags {
    /// The version that was read.
    pub version: i32,
    /// To add.
    pub add: Vec<TagId>,
    /// To take away.
    pub remove: Vec<TagId>,
}

/// Changes a client's tags.
///
/// # Errors
/// Access, conflict, a tag that does not exist.
pub async fn change_tags(op: &OpContext, app: &App, id: ClientId, input: &ChangeTags) -> Result<Changed, UseCaseError> {
    let permit = op.require::<ClientEdit>()?;
    let tx = app.db.begin(op).await?;
    let (client, key) = for_change(op, &tx, &permit, id, Some(input.version)).await?;
    let add: Vec<TagId> = input.add.iter().copied().filter(|t| !client.tags.contains(t)).collect();
    let remove: Vec<TagId> =
        input.remove.iter().copied().filter(|t| client.tags.contains(t) && !input.add.contains(t)).collect();
    if add.is_empty() && remove.is_empty() {
        tx.abandon().await?;
        return Ok(Changed { id, undo: None });
    }
    if client.tags.len() + add.len() - remove.len() > 20 {
        return Err(UseCaseError::invalid("add", "too_many", "A client has at most 20 tags."));
    }
    match Clients::of(&tx).change_tags(&permit, id, &add, &remove).await {
        Err(StorageError::Dangling) => {
            return Err(UseCaseError::invalid("add", "unknown_id", "One of the tags does not exist."));
        }
        other => other?,
    }
    let version = write(op, &tx, &permit, &client, ClientUpdate::default()).await?;
    let secret = undo_secret()?;
    let uuids = |tags: &[TagId]| tags.iter().map(|t| t.uuid()).collect();
    Undo::of(&tx)
        .keep(
            secret.digest(),
            op.staff_id()?,
            id,
            version,
            UndoKept::Tags { added: uuids(&add), removed: uuids(&remove) },
            op.now(),
        )
        .await?;
    let change = tags_change(&tx, &remove, &add).await?;
    tx.commit(AuditEvent::on_client(AuditAction::ClientTagsChanged, id, &key).changes([change])).await?;
    announce(op, app, LiveKind::ClientUpdated, id, version, client.owner_id(), client.team_id()).await;
    Ok(Changed { id, undo: Some(secret) })
}

/// The tags taken away and added, by name.
pub(super) async fn tags_change(tx: &TenantTx, removed: &[TagId], added: &[TagId]) -> Result<Change, UseCaseError> {
    let all = Settings::of(tx).tags().await?;
    let names = |tags: &[TagId]| {
        let names: Vec<&str> = all.iter().filter(|tag| tags.contains(&tag.id)).map(|tag| tag.name.as_str()).collect();
        (!names.is_empty()).then(|| names.join(", "))
    };
    Ok(Change::plain("tags", names(removed), names(added)))
}
