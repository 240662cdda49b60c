//! Clients that look like the same person, and those of whom somebody said that they are not.

use crate::clients::{ClientCard, cards, may_view};
use crate::{App, UseCaseError};
use crm_access::kinds::ClientMerge;
use crm_access::{FieldClass, OpContext};
use crm_model::{AuditAction, ClientId, Problem, SharedBy};
use crm_storage::{AuditEvent, Change, Cursor, DuplicateCluster, Duplicates, PageRequest, Scoped};
use std::sync::Arc;

use super::party::Parties;

/// The most clients of whom one can say at once that they are different people.
const SAID_MAX: usize = 20;

/// Clients that look like the same person, for one reader.
pub struct Cluster {
    /// What they share.
    pub by: Vec<SharedBy>,
    /// Who, oldest first.
    pub clients: Vec<Arc<ClientCard>>,
    /// Its place in the list.
    pub cursor: Cursor,
}

/// A page of clusters.
pub struct Clusters {
    /// The newest first.
    pub clusters: Vec<Cluster>,
    /// Whether more follow.
    pub more: bool,
    /// What was not compared, because the reader's role does not show it in full.
    pub unchecked: Vec<FieldClass>,
}

/// Clusters within the caller's reach. What his role does not show him in full is not compared: the answer would tell who
/// shares it (SECURITY 11).
///
/// # Errors
/// Access; `invalid_cursor`.
pub async fn clusters(
    op: &OpContext,
    tx: &impl Scoped,
    dismissed: bool,
    page: &PageRequest,
) -> Result<Clusters, UseCaseError> {
    let (view, merge) = (may_view(op)?, op.require::<ClientMerge>()?);
    if page.after.as_ref().is_some_and(|cursor| !DuplicateCluster::follows(cursor)) {
        let how = "This is no cursor of this list: start again without it.";
        return Err(UseCaseError::invalid("after", "invalid_cursor", how));
    }
    let mut by = vec![SharedBy::ExternalId];
    let mut unchecked = Vec::new();
    for (class, shared) in [(FieldClass::Email, SharedBy::Email), (FieldClass::Phone, SharedBy::Phone)] {
        if op.policy().may_search_by(class, view.reach()) {
            by.push(shared);
        } else {
            unchecked.push(class);
        }
    }
    let found = Duplicates::of(tx).clusters(&view, &merge, &by, dismissed, page).await?;
    let mut ids: Vec<ClientId> = found.rows.iter().flat_map(|cluster| cluster.clients.iter().copied()).collect();
    ids.sort_unstable();
    ids.dedup();
    let shown = cards(op, tx, &view, &ids).await?;
    let clusters = found.rows.into_iter().map(|cluster| Cluster {
        cursor: cluster.cursor(),
        clients: cluster.clients.iter().filter_map(|id| shown.get(id).cloned()).collect(),
        by: cluster.by,
    });
    Ok(Clusters { clusters: clusters.collect(), more: found.more, unchecked })
}

/// Says that these clients are different people: they are no cluster any more.
///
/// # Errors
/// Not found, when one of them lies beyond the reach.
pub async fn dismiss(op: &OpContext, app: &App, ids: &[ClientId]) -> Result<(), UseCaseError> {
    said(op, app, ids, AuditAction::DuplicatesDismissed).await
}

/// Takes that back.
///
/// # Errors
/// Not found, when one of them lies beyond the reach.
pub async fn recall(op: &OpContext, app: &App, ids: &[ClientId]) -> Result<(), UseCaseError> {
    said(op, app, ids, AuditAction::DuplicatesRecalled).await
}

async fn said(op: &OpContext, app: &App, ids: &[ClientId], action: AuditAction) -> Result<(), UseCaseError> {
    let permit = op.require::<ClientMerge>()?;
    let mut ids = ids.to_vec();
    ids.sort_unstable();
    ids.dedup();
    if !(2..=SAID_MAX).contains(&ids.len()) {
        let how = format!("Name two to {SAID_MAX} clients.");
        return Err(Problem::at("otherIds", "how_many", how).into());
    }
    let tx = app.db.begin(op).await?;
    let parties = Parties::read(op, &tx, &permit, &ids).await?;
    let duplicates = Duplicates::of(&tx);
    let dismissed = action == AuditAction::DuplicatesDismissed;
    if dismissed {
        duplicates.dismiss(&permit, &ids, op.now()).await?;
    } else {
        duplicates.recall(&permit, &ids).await?;
    }
    let mut events = Vec::with_capacity(ids.len());
    for card in parties.all() {
        let rest = parties.all().iter().filter(|other| other.client.id != card.client.id);
        let numbers = Some(rest.map(|other| other.client.public_number()).collect::<Vec<_>>().join(", "));
        let (before, after) = if dismissed { (None, numbers) } else { (numbers, None) };
        let change = Change::plain("notSameAs", before, after);
        events.push(AuditEvent::on_client(action, card.client.id, &card.key()?).changes([change]));
    }
    tx.commit_all(events).await?;
    Ok(())
}
