//! What a merge would do, which merges there were, and who stands in for a client who is gone.

use super::party::{MergeBlocked, Parties, PreviewField, each_once};
use crate::UseCaseError;
use crate::clients::{OPEN_FOR, find};
use crm_access::kinds::ClientMerge;
use crm_access::{FieldClass, OpContext, Visibility};
use crm_model::ClientId;
use crm_storage::{ClientBrief, Clients, MergeRecord, Merges, MoveCounts, Scoped};

/// What the kept client will look like.
#[derive(Debug)]
pub struct MergePreview {
    /// The clients with the versions that were read, the kept one first.
    pub clients: Vec<(ClientBrief, i32)>,
    /// Field by field.
    pub fields: Vec<PreviewField>,
    /// How much moves.
    pub moves: MoveCounts,
    /// Contacts of all of them together; nothing for those whose role does not read contacts in full: the number would tell
    /// whether they are the same.
    pub contacts: Option<i64>,
    /// What stands against it.
    pub blocked: Vec<MergeBlocked>,
}

/// A merge as people see it.
#[derive(Debug)]
pub struct MergeShown {
    /// The merge.
    pub record: MergeRecord,
    /// Who was merged away.
    pub others: Vec<ClientBrief>,
}

/// What merging these clients would give. It shows profiles, so each must have been opened by this session.
///
/// # Errors
/// Not found, when one of them lies beyond the reach; problems `not_opened`, `twice`, `how_many`.
pub async fn preview(
    op: &OpContext,
    tx: &impl Scoped,
    kept: ClientId,
    others: &[ClientId],
) -> Result<MergePreview, UseCaseError> {
    let permit = op.require::<ClientMerge>()?;
    let ids = each_once(kept, others)?;
    let parties = Parties::read(op, tx, &permit, &ids).await?;
    let session = op.actor().staff().ok_or(crm_access::AccessError::WrongActor)?.session;
    for id in &ids {
        let opened = Clients::of(tx).opened_at(session, *id).await?;
        if opened.is_none_or(|at| at + OPEN_FOR <= op.now()) {
            return Err(UseCaseError::invalid("others", "not_opened", "Open each of these profiles first."));
        }
    }
    let merges = Merges::of(tx);
    let sees = |class| parties.all().iter().all(|card| card.reading(op, class).visibility == Visibility::Full);
    let together = merges.together(&ids).await?;
    Ok(MergePreview {
        clients: parties.all().iter().map(|card| (ClientBrief::from(&card.client), card.client.version)).collect(),
        fields: parties.fields(op, tx).await?,
        moves: merges.counts(kept, others).await?,
        contacts: (sees(FieldClass::Email) && sees(FieldClass::Phone)).then_some(together.contacts),
        blocked: parties.blocked(op, tx).await?,
    })
}

/// The merges into a client that the caller may see, newest first.
///
/// # Errors
/// Access; not found.
pub async fn merges_of(op: &OpContext, tx: &impl Scoped, kept: ClientId) -> Result<Vec<MergeShown>, UseCaseError> {
    op.require::<ClientMerge>()?;
    let card = find(op, tx, kept).await?;
    let merges = Merges::of(tx);
    let mut shown = Vec::new();
    for record in merges.into_client(card.client.id).await? {
        let permit = crate::clients::may_view(op)?;
        let gone = Clients::of(tx).held_many(&permit, None, &record.others).await?;
        shown.push(MergeShown { others: gone.iter().map(ClientBrief::from).collect(), record });
    }
    Ok(shown)
}

/// Who stands in for a client who was merged away, if that one lies within the caller's reach.
///
/// # Errors
/// Access; the database is away.
pub async fn kept_for(op: &OpContext, tx: &impl Scoped, gone: ClientId) -> Result<Option<ClientBrief>, UseCaseError> {
    crate::clients::may_view(op)?;
    let Some(kept) = Merges::of(tx).kept_for(gone).await? else { return Ok(None) };
    match find(op, tx, kept).await {
        Ok(card) => Ok(Some(ClientBrief::from(&card.client))),
        Err(UseCaseError::NotFound(_)) => Ok(None),
        Err(error) => Err(error),
    }
}
