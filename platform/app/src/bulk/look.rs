//! Acts on many clients and their rows, for who began them.

use super::act::BulkAct;
use crate::UseCaseError;
use crate::clients::sees_archived;
use crm_access::OpContext;
use crm_access::kinds::ClientView;
use crm_model::{BulkOutcome, ClientBulkId, ClientId, StatusKind};
use crm_storage::{BulkRecord, BulkRow, Bulks, ClientBrief, Clients, Page, PageRequest, Scoped, Settings, Teams};
use std::collections::HashMap;

/// An act with what it set, by name.
#[derive(Clone, Debug)]
pub struct BulkShown {
    /// The act.
    pub record: BulkRecord,
    /// What it sets, by name: people, a status, tags to add.
    pub sets: Vec<String>,
    /// What it takes away, by name: tags.
    pub takes: Vec<String>,
    /// The team whose people took turns.
    pub team: Option<String>,
}

/// A row with its client, if the reader still reaches him.
#[derive(Clone, Debug)]
pub struct BulkRowShown {
    /// The row.
    pub row: BulkRow,
    /// The client.
    pub client: Option<ClientBrief>,
}

/// One act of the caller.
///
/// # Errors
/// Access; not found for everybody but who began it.
pub async fn find(op: &OpContext, tx: &impl Scoped, id: ClientBulkId) -> Result<BulkShown, UseCaseError> {
    let mut shown = show(tx, vec![own(op, tx, id).await?]).await?;
    shown.pop().ok_or(UseCaseError::NotFound("bulk act"))
}

/// The caller's latest acts, newest first.
///
/// # Errors
/// Access.
pub async fn latest(op: &OpContext, tx: &impl Scoped, most: u16) -> Result<Vec<BulkShown>, UseCaseError> {
    op.require::<ClientView>()?;
    show(tx, Bulks::of(tx).latest(op.staff_id()?, most).await?).await
}

/// A page of an act's rows in their order; all of them, or those of which this became.
///
/// # Errors
/// Access; not found for everybody but who began it.
pub async fn rows(
    op: &OpContext,
    tx: &impl Scoped,
    id: ClientBulkId,
    outcomes: &[BulkOutcome],
    page: &PageRequest,
) -> Result<Page<BulkRowShown>, UseCaseError> {
    own(op, tx, id).await?;
    let Page { rows, more } = Bulks::of(tx).rows(id, outcomes, page).await?;
    Ok(Page { rows: with_clients(op, tx, rows).await?, more })
}

pub(super) async fn own(op: &OpContext, tx: &impl Scoped, id: ClientBulkId) -> Result<BulkRecord, UseCaseError> {
    op.require::<ClientView>()?;
    Bulks::of(tx).find(op.staff_id()?, id).await?.ok_or(UseCaseError::NotFound("bulk act"))
}

/// Adds the clients that the reader reaches now; others stay unnamed.
pub(super) async fn with_clients(
    op: &OpContext,
    tx: &impl Scoped,
    rows: Vec<BulkRow>,
) -> Result<Vec<BulkRowShown>, UseCaseError> {
    let permit = op.require::<ClientView>()?;
    let ids: Vec<ClientId> = rows.iter().filter_map(|row| row.client).collect();
    let found = Clients::of(tx).find_many(&permit, op.person(), &ids, sees_archived(op)).await?;
    let briefs: HashMap<ClientId, ClientBrief> =
        found.iter().map(|client| (client.id, ClientBrief::from(client))).collect();
    let shown = |row: BulkRow| {
        let client = row.client.and_then(|id| briefs.get(&id).cloned());
        BulkRowShown { row, client }
    };
    Ok(rows.into_iter().map(shown).collect())
}

async fn show(tx: &impl Scoped, records: Vec<BulkRecord>) -> Result<Vec<BulkShown>, UseCaseError> {
    if records.is_empty() {
        return Ok(Vec::new());
    }
    let (people, settings) = (Clients::of(tx).owners().await?, Settings::of(tx));
    let (statuses, tags) = (settings.statuses().await?, settings.tags().await?);
    let mut all = Vec::with_capacity(records.len());
    for record in records {
        let (mut sets, mut takes, mut team) = (Vec::new(), Vec::new(), None);
        match BulkAct::read(&record.terms)? {
            BulkAct::Assign { owners, team: of, .. } => {
                sets.extend(people.iter().filter(|owner| owners.contains(&owner.id)).map(|owner| owner.name.clone()));
                if let Some(of) = of {
                    team = Teams::of(tx).find(of).await?.map(|team| team.name);
                }
            }
            BulkAct::Status { kind, to } => {
                let named = |kind: StatusKind| statuses.iter().filter(move |status| status.kind == kind);
                sets.extend(named(kind).filter(|status| Some(status.id) == to).map(|status| status.name.clone()));
            }
            BulkAct::Tags { add, remove } => {
                let of = |ids: &[crm_model::TagId]| -> Vec<String> {
                    tags.iter().filter(|tag| ids.contains(&tag.id)).map(|tag| tag.name.clone()).collect()
                };
                (sets, takes) = (of(&add), of(&remove));
            }
            BulkAct::Archive => {}
        }
        all.push(BulkShown { record, sets, takes, team });
    }
    Ok(all)
}
