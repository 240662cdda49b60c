//! What an import wrote is taken back: created clients go, changed ones stand as they stood. Whoever was changed since stays
//! as he is and is named.

use super::pictures::Before;
use super::shelf::{Opened, held, place};
use super::work::{News, SLICE, announce, announce_clients, failed, int, is_wanted, wanted};
use crate::clients::sealing;
use crate::{App, UseCaseError};
use crm_access::kinds::ClientImport;
use crm_access::{OpContext, Permit};
use crm_jobs::{Enqueue, Job, JobError, Run};
use crm_model::{AuditAction, ClientId, ClientImportId, EventType, ImportOutcome, ImportState};
use crm_storage::{
    AuditEvent, Change, Clients, ImportRowKept, ImportUpdate, Imports, StorageError, TenantTx, Undoable,
};
use crm_vault::Sealer;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::sync::Arc;
use tokio::time::Instant;

/// Takes an import back.
#[derive(Debug, Serialize, Deserialize)]
pub struct UndoImport {
    import: ClientImportId,
    work: i32,
}

impl Job for UndoImport {
    const KIND: &'static str = "UndoImport";
}

/// Rows that are taken back in one transaction.
const BATCH: i32 = 500;

/// Begins to take an import back. Asks for a fresh second factor.
///
/// # Errors
/// Access, conflict, an import that wrote nothing or whose time is over.
pub async fn undo(op: &OpContext, app: &App, id: ClientImportId, version: i32) -> Result<(), UseCaseError> {
    op.require::<ClientImport>()?;
    op.require_step_up()?;
    let tx = app.db.begin(op).await?;
    let opened = held(op, &tx, id, Some(version)).await?;
    let record = &opened.record;
    if !record.state.has_written() || record.state == ImportState::Committing {
        return Err(UseCaseError::Conflict { current: record.version });
    }
    let [created, updated, ..] = record.written;
    let update = ImportUpdate::default()
        .state(ImportState::Undoing)
        .done(0)
        .total(created + updated)
        .phase_at(op.now())
        .work_by(op.staff_id()?);
    Imports::of(&tx).update(id, update.new_work().seen()).await?;
    tx.put(&UndoImport { import: id, work: record.work + 1 }).await?;
    let version = record.version + 1;
    tx.commit(AuditEvent::on(AuditAction::ImportUndoBegun, "client_import", id.uuid())).await?;
    announce(op, app, id, version).await;
    Ok(())
}

/// Takes rows back until none is left, or the time of one job is over.
///
/// # Errors
/// The database: the job comes again and goes on with what is left.
pub async fn undo_import(app: Arc<App>, run: Run, job: UndoImport) -> Result<(), JobError> {
    let began = Instant::now();
    let Some((opened, op)) = wanted(&app, &run, job.import, job.work, ImportState::Undoing).await? else {
        return Ok(());
    };
    let Some(op) = op else { return lost_rights(&app, &run, &job, &opened).await.map_err(failed) };
    let mut news = News::new();
    loop {
        let more = batch(&app, &op, &opened, &job, began.elapsed() >= SLICE).await.map_err(failed)?;
        if news.due() || more.is_none() {
            announce(&op, &app, job.import, opened.record.version + i32::from(more.is_none())).await;
        }
        if more != Some(true) {
            announce_clients(&op, &app).await;
            return Ok(());
        }
    }
}

/// One batch; whether this job goes on, or `None` when the import has ended or is not this job's any more.
async fn batch(
    app: &App,
    op: &OpContext,
    opened: &Opened,
    job: &UndoImport,
    hand_on: bool,
) -> Result<Option<bool>, UseCaseError> {
    let tx = app.db.begin(op).await?;
    let imports = Imports::of(&tx);
    let record = imports.hold(job.import).await?.ok_or(UseCaseError::NotFound("import"))?;
    if !is_wanted(&record, job.work, ImportState::Undoing) {
        tx.abandon().await?;
        return Ok(None);
    }
    let mut rows = imports.written_rows(job.import, ImportOutcome::Create, BATCH).await?;
    if rows.is_empty() {
        rows = imports.written_rows(job.import, ImportOutcome::Update, BATCH).await?;
    }
    if rows.is_empty() {
        imports
            .update(job.import, ImportUpdate::default().state(ImportState::Undone).done(record.total).seen())
            .await?;
        let plain = |name, value: i32| Change::plain(name, None::<String>, Some(value.to_string()));
        let [deleted, archived, restored, refused] = record.undone;
        let event = AuditEvent::on(AuditAction::ImportRowsUndone, "client_import", job.import.uuid()).changes([
            plain("all_deleted", deleted),
            plain("all_archived", archived),
            plain("all_restored", restored),
            plain("all_refused", refused),
        ]);
        tx.commit(event).await?;
        return Ok(None);
    }
    let taken = take_back(op, &tx, opened, &rows).await?;
    let counts = [int(taken.deleted.len()), int(taken.archived.len()), int(taken.restored.len()), taken.refused];
    let done = record.done + int(rows.len());
    imports.update(job.import, ImportUpdate::default().took_back(counts).done(done)).await?;
    if hand_on {
        tx.put(&UndoImport { import: job.import, work: job.work }).await?;
    }
    let plain = |name, value: i32| Change::plain(name, None::<String>, Some(value.to_string()));
    let [deleted, archived, restored, refused] = counts;
    let event = AuditEvent::on(AuditAction::ImportRowsUndone, "client_import", job.import.uuid()).changes([
        plain("deleted", deleted),
        plain("archived", archived),
        plain("restored", restored),
        plain("refused", refused),
    ]);
    let told = event
        .telling(EventType::ClientDeleted, taken.deleted)
        .telling(EventType::ClientArchived, taken.archived)
        .telling(EventType::ClientChanged, taken.restored);
    tx.commit(told).await?;
    Ok(Some(!hand_on))
}

/// What became of a part of an import's rows.
struct Taken {
    deleted: Vec<ClientId>,
    archived: Vec<ClientId>,
    restored: Vec<ClientId>,
    refused: i32,
}

async fn take_back(
    op: &OpContext,
    tx: &TenantTx,
    opened: &Opened,
    rows: &[ImportRowKept],
) -> Result<Taken, UseCaseError> {
    let permit = op.require::<ClientImport>()?;
    let (clients, imports, id) = (Clients::of(tx), Imports::of(tx), opened.record.id);
    let ids: Vec<ClientId> = rows.iter().filter_map(|row| row.client).collect();
    let states: HashMap<ClientId, Undoable> =
        clients.hold_for_undo(&permit, &ids).await?.into_iter().map(|state| (state.client, state)).collect();
    let unchanged = |row: &&ImportRowKept| {
        let state = row.client.and_then(|client| states.get(&client));
        state.is_some_and(|state| Some(state.version) == row.client_version && !state.archived)
    };
    let is = |row: &&ImportRowKept, outcome| row.outcome == outcome;
    let made: Vec<&ImportRowKept> = rows
        .iter()
        .filter(|row| is(row, ImportOutcome::Create) && unchanged(row))
        .filter(|row| row.client.and_then(|client| states.get(&client)).is_some_and(|state| state.bare))
        .collect();
    let changed: Vec<&ImportRowKept> =
        rows.iter().filter(|row| is(row, ImportOutcome::Update) && unchanged(row) && row.before.is_some()).collect();
    let lines = |rows: &[&ImportRowKept]| rows.iter().map(|row| row.line).collect::<Vec<i32>>();
    let refused: Vec<i32> = rows
        .iter()
        .map(|row| row.line)
        .filter(|line| !made.iter().chain(&changed).any(|row| row.line == *line))
        .collect();
    let (named, unnamed): (Vec<&ImportRowKept>, Vec<&ImportRowKept>) = made
        .iter()
        .partition(|row| row.client.and_then(|client| states.get(&client)).is_some_and(|state| state.in_trail));
    let of = |rows: &[&ImportRowKept]| rows.iter().filter_map(|row| row.client).collect::<Vec<ClientId>>();
    restore(op, tx, opened, &permit, &changed).await?;
    imports.mark_undone(id, lines(&changed), ImportOutcome::Undone, false).await?;
    imports.mark_undone(id, lines(&unnamed), ImportOutcome::Undone, true).await?;
    imports.mark_undone(id, lines(&named), ImportOutcome::Undone, false).await?;
    imports.mark_undone(id, refused.clone(), ImportOutcome::UndoRefused, false).await?;
    let (deleted, archived) = (of(&unnamed), of(&named));
    clients.delete_many(&permit, &deleted).await?;
    clients.archive_many(&permit, &archived, op.now()).await?;
    Ok(Taken { deleted, archived, restored: of(&changed), refused: int(refused.len()) })
}

/// Who asked for it may not import any more: what is left to be taken back waits for somebody who may.
async fn lost_rights(app: &App, run: &Run, job: &UndoImport, opened: &Opened) -> Result<(), UseCaseError> {
    let op = run.on_behalf_of(opened.record.work_by);
    let tx = app.db.begin(&op).await?;
    let imports = Imports::of(&tx);
    let record = imports.hold(job.import).await?.ok_or(UseCaseError::NotFound("import"))?;
    if !is_wanted(&record, job.work, ImportState::Undoing) {
        return Ok(tx.abandon().await?);
    }
    imports.update(job.import, ImportUpdate::default().state(ImportState::Cancelled).new_work().seen()).await?;
    let event = AuditEvent::on(AuditAction::ImportCancelled, "client_import", job.import.uuid())
        .changes([Change::plain("because", None::<String>, Some("rights ended"))]);
    tx.commit(event).await?;
    announce(&op, app, job.import, record.version + 1).await;
    Ok(())
}

async fn restore(
    op: &OpContext,
    tx: &TenantTx,
    opened: &Opened,
    permit: &Permit<ClientImport>,
    rows: &[&ImportRowKept],
) -> Result<(), UseCaseError> {
    let ids: Vec<ClientId> = rows.iter().filter_map(|row| row.client).collect();
    if ids.is_empty() {
        return Ok(());
    }
    let clients = Clients::of(tx);
    let mut pictures: HashMap<ClientId, Before> = HashMap::new();
    for row in rows {
        if let (Some(client), Some(sealed)) = (row.client, &row.before) {
            let plain = opened.key.open(&place(op.tenant().id, opened.record.id), sealed)?;
            let before = serde_json::from_slice(&plain).map_err(|_| StorageError::Corrupt("before_sealed"))?;
            pictures.insert(client, before);
        }
    }
    let (mut rewrites, mut tokens) = (Vec::new(), Vec::new());
    for client in clients.held_many(permit, None, &ids).await? {
        let Some(before) = pictures.get(&client.id) else { continue };
        let rewrite = before.restored(&client);
        if before.renamed {
            tokens.push((client.id, client.number, sealing::tokens(rewrite.names.parts())));
        }
        rewrites.push(rewrite);
    }
    clients.rewrite_many(permit, &rewrites, op.now()).await?;
    if !tokens.is_empty() {
        clients.replace_tokens_of(&tokens).await?;
    }
    let each = || pictures.iter();
    let mut custom = Vec::new();
    for (client, field, kept) in each().flat_map(|(id, b)| b.custom.iter().map(move |(f, kept)| (*id, *f, kept))) {
        let kept =
            kept.as_ref().map(|kept| kept.restored().ok_or(StorageError::Corrupt("before_sealed"))).transpose()?;
        custom.push((client, field, kept));
    }
    if !custom.is_empty() {
        clients.set_custom_values_of(permit, custom).await?;
    }
    let contacts: Vec<_> = each().flat_map(|(id, b)| b.contacts.iter().map(move |contact| (*id, *contact))).collect();
    let tags: Vec<_> = each().flat_map(|(id, b)| b.tags.iter().map(move |tag| (*id, *tag))).collect();
    let externals: Vec<_> = each().filter_map(|(id, b)| Some((*id, b.external.clone()?))).collect();
    Ok(clients.take_away(permit, &contacts, &tags, &externals).await?)
}
