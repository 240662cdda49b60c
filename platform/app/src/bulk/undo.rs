//! What an act changed is taken back: each client stands as he stood. Whoever was changed since stays as he is and is named.

use super::act::{BulkAct, hold};
use super::decide::Before;
use super::right::Right;
use super::work::{BLOCK, is_wanted, lost_rights, rights, wanted};
use crate::long_work::{SLICE, announce_clients, failed, int};
use crate::{App, UseCaseError};
use crm_access::OpContext;
use crm_jobs::{Enqueue, Job, JobError, Run};
use crm_model::{AuditAction, BulkOutcome, BulkState, ClientBulkId, ClientId, EventType, StaffId, TagId};
use crm_storage::{
    AuditEvent, BulkRow, BulkUpdate, Bulks, Change, ClientRecord, Clients, Owner, Settings, StorageError, Tasks,
    TenantTx, covers,
};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::sync::Arc;
use tokio::time::Instant;

/// Takes an act on many clients back.
#[derive(Debug, Serialize, Deserialize)]
pub struct UndoBulk {
    pub(super) bulk: ClientBulkId,
    pub(super) work: i32,
    /// The rows up to this one are taken back, or stay.
    #[serde(default)]
    pub(super) after: i32,
}

impl Job for UndoBulk {
    const KIND: &'static str = "UndoBulk";
}

/// Takes rows back until none is left, or the time of one job is over.
///
/// # Errors
/// The database: the job comes again and goes on with what is left.
pub async fn undo_bulk(app: Arc<App>, run: Run, job: UndoBulk) -> Result<(), JobError> {
    let began = Instant::now();
    let mut job = job;
    loop {
        let Some(record) = wanted(&app, &run, job.bulk, job.work, BulkState::Undoing).await? else { return Ok(()) };
        let Some((op, right)) = rights(&app, &run, &record).await? else {
            return lost_rights(&app, &run, &record).await.map_err(failed);
        };
        match batch(&app, &op, &right, &job, began.elapsed() >= SLICE).await.map_err(failed)? {
            Some(after) => job.after = after,
            None => {
                announce_clients(&op, &app).await;
                return Ok(());
            }
        }
    }
}

/// One batch; the row behind which this job goes on.
async fn batch(
    app: &App,
    op: &OpContext,
    right: &Right,
    job: &UndoBulk,
    hand_on: bool,
) -> Result<Option<i32>, UseCaseError> {
    let tx = app.db.begin(op).await?;
    let bulks = Bulks::of(&tx);
    let record = bulks.hold(job.bulk).await?.ok_or(UseCaseError::NotFound("bulk act"))?;
    if !is_wanted(&record, job.work, BulkState::Undoing) {
        tx.abandon().await?;
        return Ok(None);
    }
    let rows = bulks.behind(record.id, &[BulkOutcome::Changed], job.after, BLOCK).await?;
    let ends = u32::try_from(rows.len()).is_ok_and(|n| n < BLOCK);
    let after = rows.last().map_or(job.after, |row| row.n);
    let act = BulkAct::read(&record.terms)?;
    let taken = take_back(op, &tx, right, &act, rows).await?;
    let number = |name, n: usize| Change::plain(name, None::<String>, Some(n.to_string()));
    let refused = taken.marks.iter().filter(|(_, code)| code.is_some()).count();
    let event = AuditEvent::on(AuditAction::BulkRowsUndone, "client_bulk", record.id.uuid())
        .changes([number("restored", taken.restored.len()), number("refused", refused)]);
    let mut update = BulkUpdate::default().took_back(int(taken.restored.len()), int(refused));
    if ends {
        update = update.state(BulkState::Undone).ended_at(op.now());
    } else if hand_on {
        tx.put(&UndoBulk { after, ..*job }).await?;
    }
    bulks.mark_undone(record.id, event.id(), &taken.marks).await?;
    bulks.update(record.id, update).await?;
    let kind = if act == BulkAct::Archive { EventType::ClientRestored } else { EventType::ClientChanged };
    tx.commit(event.telling(kind, taken.restored)).await?;
    Ok((!ends && !hand_on).then_some(after))
}

/// What became of a part of the rows.
struct Taken {
    restored: Vec<ClientId>,
    marks: Vec<(i32, Option<&'static str>)>,
}

/// A client that is to stand again as he stood.
struct Restoring {
    client: ClientRecord,
    before: Before,
    owner: Option<Owner>,
}

async fn take_back(
    op: &OpContext,
    tx: &TenantTx,
    right: &Right,
    act: &BulkAct,
    rows: Vec<BulkRow>,
) -> Result<Taken, UseCaseError> {
    let read = |row: &BulkRow| -> Result<Before, UseCaseError> {
        let text = row.before.as_deref().unwrap_or("{}");
        Ok(serde_json::from_str(text).map_err(|_| StorageError::Corrupt("client_bulk_row.before"))?)
    };
    let earlier: Vec<Before> = rows.iter().map(read).collect::<Result<_, _>>()?;
    // people before clients, as the act itself holds them
    let people: Vec<StaffId> = earlier.iter().filter_map(|before| before.owner).collect();
    let held = hold(tx, &people).await?;
    let owners: HashMap<StaffId, Owner> = held.into_iter().flatten().map(|owner| (owner.id, owner)).collect();
    let ids: Vec<ClientId> = rows.iter().filter_map(|row| row.client).collect();
    Clients::of(tx).hold_many(&ids).await?;
    let found = right.held(tx, op.person(), &ids).await?;
    let mut found: HashMap<ClientId, ClientRecord> = found.into_iter().map(|client| (client.id, client)).collect();
    let tags: Vec<TagId> = match act {
        BulkAct::Tags { .. } => Settings::of(tx).tags().await?.into_iter().map(|tag| tag.id).collect(),
        _ => Vec::new(),
    };
    let (mut restoring, mut marks) = (Vec::new(), Vec::new());
    for (row, before) in rows.into_iter().zip(earlier) {
        let client = row.client.and_then(|id| found.remove(&id));
        // a tag that was deleted meanwhile comes back to nobody
        let outcome = match before.removed.iter().all(|tag| tags.contains(tag)) {
            true => judge(right, act, &owners, &row, client, before),
            false => Err("unknown_id"),
        };
        marks.push((row.n, outcome.as_ref().err().copied()));
        restoring.extend(outcome);
    }
    restore(op, tx, right, act, &restoring).await?;
    Ok(Taken { restored: restoring.iter().map(|each| each.client.id).collect(), marks })
}

/// Whether a client can stand again as he stood: nobody changed him since, and as he stood he lies within the reach of now.
fn judge(
    right: &Right,
    act: &BulkAct,
    owners: &HashMap<StaffId, Owner>,
    row: &BulkRow,
    client: Option<ClientRecord>,
    before: Before,
) -> Result<Restoring, &'static str> {
    let client = client.ok_or("gone")?;
    if client.version != row.client_version {
        return Err("changed");
    }
    let mut stood = client.clone();
    let mut owner = None;
    if matches!(act, BulkAct::Assign { .. }) {
        owner = match before.owner {
            Some(id) => Some(owners.get(&id).cloned().ok_or("owner_left")?),
            None => None,
        };
        stood.owner = owner.as_ref().map(|owner| (owner.id, owner.name.clone()));
        stood.team = owner.as_ref().and_then(|owner| owner.team).map(|team| (team, String::new()));
    }
    if !covers(right.reach(), &stood) {
        return Err("not_reached");
    }
    Ok(Restoring { client, before, owner })
}

async fn restore(
    op: &OpContext,
    tx: &TenantTx,
    right: &Right,
    act: &BulkAct,
    all: &[Restoring],
) -> Result<(), UseCaseError> {
    if all.is_empty() {
        return Ok(());
    }
    let (clients, now) = (Clients::of(tx), op.now());
    let ids: Vec<ClientId> = all.iter().map(|each| each.client.id).collect();
    match (act, right) {
        (BulkAct::Assign { .. }, Right::Assign(permit)) => {
            let tasks = all.iter().flat_map(|each| {
                let (from, to) = (each.client.owner_id(), each.before.owner);
                each.before.tasks.iter().map(move |task| (*task, from, to))
            });
            Tasks::of(tx).give_back_many(permit, &tasks.collect::<Vec<_>>(), now).await?;
            let place = |each: &Restoring| {
                let owner = each.owner.as_ref();
                (each.client.id, owner.map(|owner| owner.id), owner.and_then(|owner| owner.team))
            };
            clients.assign_many(permit, &all.iter().map(place).collect::<Vec<_>>(), now).await?;
        }
        (BulkAct::Status { kind, .. }, Right::Edit(permit)) => {
            let back: Vec<_> = all.iter().map(|each| (each.client.id, each.before.status)).collect();
            clients.set_status_many(permit, *kind, &back, now).await?;
        }
        (BulkAct::Tags { .. }, Right::Edit(permit)) => {
            let pairs = |of: fn(&Before) -> &Vec<TagId>| -> Vec<(ClientId, TagId)> {
                all.iter().flat_map(|each| of(&each.before).iter().map(|tag| (each.client.id, *tag))).collect()
            };
            let (added, removed) = (pairs(|before| &before.removed), pairs(|before| &before.added));
            clients.change_tags_many(permit, &ids, &added, &removed, now).await?;
        }
        (BulkAct::Archive, Right::Archive(permit)) => {
            clients.put_away_many(permit, &ids, None, now).await?;
        }
        _ => return Err(UseCaseError::Internal("an act under another act's right")),
    }
    Ok(())
}
