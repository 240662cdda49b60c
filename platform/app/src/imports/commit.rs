//! The rows become clients: block by block, each once, whatever happens to the process.

use super::ahead::{Read, ahead};
use super::check::judge_of;
use super::judge::Judge;
use super::shelf::{Opened, held};
use super::work::{News, SLICE, announce, announce_clients, failed, is_wanted, wanted};
use super::write::{Ready, Wrote, block, sealed};
use super::{custom_fit, guess, look};
use crate::{App, UseCaseError};
use crm_access::OpContext;
use crm_access::kinds::{ClientCreate, ClientImport};
use crm_jobs::{Enqueue, Job, JobError, Run};
use crm_model::{AuditAction, ClientImportId, ImportOutcome, ImportState};
use crm_storage::{AuditEvent, Change, CustomFields, ImportUpdate, Imports, NewClient, Scoped, StorageError};
use crm_vault::Sealer;
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use tokio::time::Instant;

/// Writes the rows of an import.
#[derive(Debug, Serialize, Deserialize)]
pub struct CommitImport {
    pub(super) import: ClientImportId,
    pub(super) work: i32,
}

impl Job for CommitImport {
    const KIND: &'static str = "CommitImport";
}

/// Begins to write. Asks for a fresh second factor.
///
/// # Errors
/// Access, conflict; `not_checked`, `has_errors`, `same_file`.
pub async fn commit(
    op: &OpContext,
    app: &App,
    id: ClientImportId,
    version: i32,
    skip_bad: bool,
) -> Result<(), UseCaseError> {
    op.require::<ClientImport>()?;
    op.require::<ClientCreate>()?;
    op.require_step_up()?;
    let tx = app.db.begin(op).await?;
    let opened = held(op, &tx, id, Some(version)).await?;
    let record = &opened.record;
    if record.state != ImportState::Checked {
        return Err(UseCaseError::invalid("id", "not_checked", "Make a dry run first."));
    }
    let tally = look::tally(record)?;
    if tally.error > 0 && !skip_bad {
        let how = "Mend the rows with problems, or choose to leave them out.";
        return Err(UseCaseError::invalid("skipBadRows", "has_errors", how));
    }
    let update = ImportUpdate::default()
        .state(ImportState::Committing)
        .skip_bad(skip_bad)
        .next_block(0)
        .done(0)
        .total(record.line_count)
        .phase_at(op.now())
        .committed_at(op.now())
        .kept_until(op.now() + super::KEPT)
        .work_by(op.staff_id()?);
    match Imports::of(&tx).update(id, update.new_work().seen()).await {
        Err(StorageError::Taken { .. }) => {
            let how = "This file was imported already. Take that import back first, or upload a changed file.";
            return Err(UseCaseError::invalid("id", "same_file", how));
        }
        other => other?,
    }
    remember(op, &tx, &opened).await?;
    tx.put(&CommitImport { import: id, work: record.work + 1 }).await?;
    let hash = record.file_hash.as_ref().map(|hash| data_encoding::HEXLOWER.encode(hash));
    let plain = |name, value: String| Change::plain(name, None::<String>, Some(value));
    let own = own_keys(&tx, &opened).await?;
    let event = AuditEvent::on(AuditAction::ImportBegun, "client_import", id.uuid()).changes(own).changes([
        plain("file_sha256", hash.unwrap_or_default()),
        plain("create", tally.create.to_string()),
        plain("update", tally.update.to_string()),
        plain("skip", tally.skip.to_string()),
        plain("error", tally.error.to_string()),
    ]);
    let version = record.version + 1;
    tx.commit(event).await?;
    announce(op, app, id, version).await;
    Ok(())
}

/// Which of the broker's own fields are filled, for the trail.
async fn own_keys(tx: &crm_storage::TenantTx, opened: &Opened) -> Result<Option<Change>, UseCaseError> {
    let mapping = opened.mapping()?;
    if mapping.custom.is_empty() {
        return Ok(None);
    }
    let fields = CustomFields::of(tx).all().await?;
    let filled = fields.iter().filter(|field| mapping.custom.iter().any(|column| column.field == field.id));
    let keys: Vec<&str> = filled.map(|field| field.key.as_str()).collect();
    Ok(Some(Change::plain("custom_fields", None::<String>, Some(keys.join(", ")))))
}

/// The mapping is proposed for the next file with these headers.
async fn remember(op: &OpContext, tx: &crm_storage::TenantTx, opened: &Opened) -> Result<(), UseCaseError> {
    let mapping = opened.mapping()?;
    if mapping.header == 0 {
        return Ok(());
    }
    let names = look::header_names(tx, opened, &mapping).await?;
    let Some(fingerprint) = guess::fingerprints(tx.keys(), &names).into_iter().next() else { return Ok(()) };
    let mapping = custom_fit::without_masked_values(tx, mapping).await?;
    let plain = serde_json::to_vec(&mapping).map_err(|_| UseCaseError::Internal("a mapping"))?;
    let sealed = tx.keys().seal(&guess::memory_place(tx.keys(), fingerprint), &plain)?;
    Ok(Imports::of(tx).remember(fingerprint, sealed, op.now()).await?)
}

/// Writes blocks until there is none, somebody stops it, or the time of one job is over: then the next one goes on.
///
/// # Errors
/// The database: the job comes again and goes on where the last commit stands.
pub async fn commit_import(app: Arc<App>, run: Run, job: CommitImport) -> Result<(), JobError> {
    let began = Instant::now();
    let Some((opened, op)) = wanted(&app, &run, job.import, job.work, ImportState::Committing).await? else {
        return Ok(());
    };
    let Some(op) = op else { return lost_rights(&app, &run, &job, &opened).await.map_err(failed) };
    let mut judge = Arc::new(judge_of(&app, &op, &opened).await.map_err(failed)?);
    let mut rights = op.policy().version();
    let opened = Arc::new(opened);
    let mut news = News::new();
    let mut n = opened.record.next_block;
    let mut next = ready(&app, &op, &opened, &judge, n);
    loop {
        let block_ready = next.await.map_err(|_| JobError::retry("judging rows"))?.map_err(failed)?;
        next = ready(&app, &op, &opened, &judge, n + 1);
        let hand_on = began.elapsed() >= SLICE;
        // whose rights ended meanwhile writes no further block
        let policy = app.db.policy_of(run.op.tenant(), opened.record.work_by).await?;
        let now = policy.map(|policy| run.acting_for(opened.record.work_by, policy));
        let may = |op: &OpContext| op.require::<ClientImport>().is_ok() && op.require::<ClientCreate>().is_ok();
        let Some(op) = now.filter(may) else {
            return lost_rights(&app, &run, &job, &opened).await.map_err(failed);
        };
        if op.policy().version() != rights {
            // what the mapping may do is read anew, and the block with it
            rights = op.policy().version();
            judge = Arc::new(judge_of(&app, &op, &opened).await.map_err(failed)?);
            next = ready(&app, &op, &opened, &judge, n);
            continue;
        }
        match block(&app, &op, &judge, &opened.key, &job, block_ready, hand_on).await.map_err(failed)? {
            Wrote::More(version) => {
                if news.due() {
                    announce(&op, &app, job.import, version).await;
                }
                n += 1;
            }
            Wrote::Ended(version) => {
                announce(&op, &app, job.import, version).await;
                announce_clients(&op, &app).await;
                return Ok(());
            }
            Wrote::Stopped => {
                announce_clients(&op, &app).await;
                return Ok(());
            }
        }
    }
}

/// Who began it may not import any more: the import waits for somebody who may.
async fn lost_rights(app: &App, run: &Run, job: &CommitImport, opened: &Opened) -> Result<(), UseCaseError> {
    let op = run.on_behalf_of(opened.record.work_by);
    let tx = app.db.begin(&op).await?;
    let imports = Imports::of(&tx);
    let record = imports.hold(job.import).await?.ok_or(UseCaseError::NotFound("import"))?;
    if !is_wanted(&record, job.work, ImportState::Committing) {
        return Ok(tx.abandon().await?);
    }
    imports.update(job.import, ImportUpdate::default().state(ImportState::Paused).new_work().seen()).await?;
    let event = AuditEvent::on(AuditAction::ImportPaused, "client_import", job.import.uuid()).changes([Change::plain(
        "because",
        None::<String>,
        Some("rights ended"),
    )]);
    tx.commit(event).await?;
    announce(&op, app, job.import, record.version + 1).await;
    Ok(())
}

/// Judges a block, and seals what the dry run said would become clients, while another block is written.
fn ready(
    app: &Arc<App>,
    op: &OpContext,
    opened: &Arc<Opened>,
    judge: &Arc<Judge>,
    n: i32,
) -> tokio::task::JoinHandle<Result<Ready, UseCaseError>> {
    let (app, op, opened, judge) = (Arc::clone(app), op.clone(), Arc::clone(opened), Arc::clone(judge));
    tokio::spawn(async move {
        let judged = ahead(&app, &op, &opened, &judge, n);
        let Read { block, judged, .. } = judged.await.map_err(|_| UseCaseError::Internal("judging rows"))??;
        let tx = app.db.read(&op).await?;
        let planned = Imports::of(&tx).rows_between(opened.record.id, block.first_line, block.last_line).await?;
        drop(tx);
        let line = |line: i32| u32::try_from(line).unwrap_or(0);
        let repeats = planned.iter().filter_map(|row| Some((line(row.line), line(row.repeats?)))).collect();
        let planned_as = |outcome| -> HashSet<u32> {
            planned.iter().filter(|row| row.outcome == outcome).map(|row| line(row.line)).collect()
        };
        let (creates, failed) = (planned_as(ImportOutcome::Create), planned_as(ImportOutcome::Error));
        let work = tokio::task::spawn_blocking(move || {
            let wanted: Vec<_> = judged.iter().filter(|row| creates.contains(&row.line) && !row.is_bad()).collect();
            let half = wanted.len() / 2;
            let seal = |rows: &[&super::judge::Judged]| {
                rows.iter().map(|row| Ok((row.line, sealed(&judge, row)?))).collect::<Result<Vec<_>, UseCaseError>>()
            };
            let (first, second) = wanted.split_at(half);
            let (first, second) = std::thread::scope(|scope| {
                let beside = scope.spawn(|| seal(second));
                (seal(first), beside.join())
            });
            let mut all: HashMap<u32, NewClient> = first?.into_iter().collect();
            all.extend(second.map_err(|_| UseCaseError::Internal("sealing rows"))??);
            Ok::<_, UseCaseError>((judged, all))
        });
        let (judged, sealed) = work.await.map_err(|_| UseCaseError::Internal("sealing rows"))??;
        Ok(Ready { block, judged, sealed, repeats, failed })
    })
}
