//! The file is read by a process that may be given anything.

use super::guess;
use super::mapping::Mapping;
use super::shelf::{Opened, Told, held, own};
use super::start::PART;
use super::work::{News, announce, failed, int, is_wanted, wanted};
use crate::{App, UseCaseError};
use crm_access::OpContext;
use crm_jobs::{Enqueue, Job, JobError, Run};
use crm_model::{AuditAction, ClientImportId, ImportFormat, ImportState};
use crm_sheets::{Feed, Format, Found, ReadOptions, Refusal, Row, Rows, pack};
use crm_storage::{AuditEvent, BlockKind, Change, ImportBlock, ImportUpdate, Imports};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::sync::Arc;
use std::time::Duration;

/// Rows in a block: those that are written together (SECURITY 27).
pub(super) const BLOCK: usize = 1_000;
/// Bytes of a block of unusually long rows.
const BLOCK_BYTES: usize = 4 * 1024 * 1024;

/// While the file is read, what was chosen for reading stands in the place of what was found.
const OPTIONS: &str = "options";

/// How a file is to be read; what is `None` is found out.
#[derive(Clone, Debug)]
pub struct ReadImport {
    /// The version that was seen.
    pub version: i32,
    /// Sheet, encoding, delimiter, quote.
    pub options: ReadOptions,
}

/// Reads an import's file.
#[derive(Debug, Serialize, Deserialize)]
pub struct ReadImportFile {
    import: ClientImportId,
    work: i32,
}

impl Job for ReadImportFile {
    const KIND: &'static str = "ReadImportFile";
    const LONGEST: Option<Duration> = Some(super::work::LONGEST);
}

/// Has the file read, for the first time or in another way.
///
/// # Errors
/// Access, conflict, parts that are missing.
pub async fn read(op: &OpContext, app: &App, id: ClientImportId, input: &ReadImport) -> Result<(), UseCaseError> {
    let tx = app.db.begin(op).await?;
    let opened = held(op, &tx, id, Some(input.version)).await?;
    own(op, &opened.record)?;
    let record = &opened.record;
    if record.state == ImportState::Uploading && record.received != record.size {
        return Err(UseCaseError::invalid("id", "incomplete", "Parts of the file are missing. Upload it to its end."));
    }
    if record.state != ImportState::Uploading && !record.state.is_open() {
        return Err(UseCaseError::Conflict { current: record.version });
    }
    let update = ImportUpdate::default()
        .state(ImportState::Reading)
        .refusal_code(None)
        .refusal(None)
        .counts(None)
        .mapping_sealed(None)
        .told_sealed(Some(opened.seal(OPTIONS, &input.options)?))
        .done(0)
        .total(int(usize::try_from(record.size).unwrap_or(usize::MAX) / 1024))
        .phase_at(op.now());
    Imports::of(&tx).update(id, update.new_work().seen()).await?;
    tx.put(&ReadImportFile { import: id, work: record.work + 1 }).await?;
    tx.commit(AuditEvent::on(AuditAction::ImportFileRead, "client_import", id.uuid())).await?;
    announce(op, app, id, record.version + 1).await;
    Ok(())
}

/// Feeds the file to the capped process, and keeps the rows that it gives.
///
/// # Errors
/// The database or the process; a file that is not taken is an outcome.
pub async fn read_import_file(app: Arc<App>, run: Run, job: ReadImportFile) -> Result<(), JobError> {
    let Some((opened, op)) = wanted(&app, &run, job.import, job.work, ImportState::Reading).await? else {
        return Ok(());
    };
    let op = op.unwrap_or_else(|| run.on_behalf_of(opened.record.work_by));
    let sealed = opened.record.told_sealed.clone().unwrap_or_default();
    let options: ReadOptions = opened.parse_sealed(OPTIONS, &sealed).map_err(failed)?;
    let tx = app.db.import_work(op.tenant()).await?;
    Imports::of(&tx).forget_rows(job.import).await?;
    tx.keep().await?;
    let (feed, rows) = app.sheets.start(&options).await.map_err(JobError::retry)?;
    let feeding = feed_file(&app, &op, &opened, feed);
    let keeping = keep_rows(&app, &op, &opened, rows);
    let (hash, kept) = tokio::join!(feeding, keeping);
    let (hash, kept) = (hash.map_err(failed)?, kept.map_err(failed)?);
    end(&app, &op, &job, &opened, hash, kept).await.map_err(failed)
}

/// Gives the file piece by piece; its digest is taken of what rests here, whatever a process does with it.
async fn feed_file(app: &App, op: &OpContext, opened: &Opened, mut feed: Feed) -> Result<Vec<u8>, UseCaseError> {
    let parts = int(usize::try_from(opened.record.size).unwrap_or(usize::MAX).div_ceil(PART));
    let mut digest = Sha256::new();
    let mut takes = true;
    for n in 0..parts {
        let tx = app.db.read(op).await?;
        let blocks = Imports::of(&tx).blocks(opened.record.id, BlockKind::File, n, 1).await?;
        drop(tx);
        let block = blocks.first().ok_or(UseCaseError::Internal("a part of a file is missing"))?;
        let plain = opened.open_block(BlockKind::File, block)?;
        digest.update(&plain);
        takes = takes && feed.give(&plain).await;
    }
    feed.end().await;
    Ok(digest.finalize().to_vec())
}

struct Kept {
    told: Option<Told>,
    first: Vec<Row>,
    lines: i32,
    blocks: i32,
    refusal: Option<Refusal>,
}

async fn keep_rows(app: &App, op: &OpContext, opened: &Opened, mut rows: Rows) -> Result<Kept, UseCaseError> {
    let mut kept = Kept { told: None, first: Vec::new(), lines: 0, blocks: 0, refusal: None };
    let mut block = Block::default();
    let mut news = News::new();
    loop {
        match rows.next().await.map_err(|_| UseCaseError::Internal("the process that reads files"))? {
            Found::Head(head) => kept.told = Some(Told { head, width: 0 }),
            Found::Row(row) => {
                kept.lines += 1;
                block.add(&row);
                if kept.first.len() < guess::LOOKED_AT {
                    kept.first.push(row);
                }
                if block.rows >= BLOCK || block.packed.len() >= BLOCK_BYTES {
                    block.keep(app, op, opened, &mut kept.blocks).await?;
                    if news.due() {
                        announce(op, app, opened.record.id, opened.record.version).await;
                    }
                }
            }
            Found::End(end) => {
                kept.refusal = end.refusal;
                break;
            }
        }
    }
    if block.rows > 0 && kept.refusal.is_none() {
        block.keep(app, op, opened, &mut kept.blocks).await?;
    }
    Ok(kept)
}

#[derive(Default)]
struct Block {
    packed: Vec<u8>,
    rows: usize,
    first: i32,
    last: i32,
}

impl Block {
    fn add(&mut self, row: &Row) {
        let line = i32::try_from(row.line).unwrap_or(i32::MAX);
        if self.rows == 0 {
            self.first = line;
        }
        self.last = line;
        self.rows += 1;
        pack(row, &mut self.packed);
    }

    async fn keep(&mut self, app: &App, op: &OpContext, opened: &Opened, n: &mut i32) -> Result<(), UseCaseError> {
        let sealed = opened.seal_block(BlockKind::Rows, *n, &self.packed)?;
        let block = ImportBlock { n: *n, first_line: self.first, last_line: self.last, size: int(self.rows), sealed };
        let tx = app.db.import_work(op.tenant()).await?;
        Imports::of(&tx).keep_block(opened.record.id, BlockKind::Rows, block).await?;
        tx.keep().await?;
        *n += 1;
        *self = Self::default();
        Ok(())
    }
}

/// Writes down what was read, with the mapping that suggests itself.
async fn end(
    app: &App,
    op: &OpContext,
    job: &ReadImportFile,
    opened: &Opened,
    hash: Vec<u8>,
    kept: Kept,
) -> Result<(), UseCaseError> {
    let tx = app.db.begin(op).await?;
    let imports = Imports::of(&tx);
    let record = imports.hold(job.import).await?.ok_or(UseCaseError::NotFound("import"))?;
    if !is_wanted(&record, job.work, ImportState::Reading) {
        return Ok(());
    }
    let hex = data_encoding::HEXLOWER.encode(&hash);
    let mut event = AuditEvent::on(AuditAction::ImportFileRead, "client_import", job.import.uuid())
        .changes([Change::plain("file_sha256", None::<String>, Some(hex))]);
    let mut update = ImportUpdate::default().file_hash(hash.clone()).done(record.total).phase_at(op.now()).seen();
    match (kept.refusal, kept.told) {
        (None, Some(mut told)) => {
            let sheet = told.head.sheet.clone().unwrap_or_default();
            let (mapping, remembered): (Mapping, bool) = guess::mapping(op, &tx, &kept.first).await?;
            told.width = width(&kept.first, mapping.header);
            event = event.changes([Change::plain("rows", None::<String>, Some(kept.lines.to_string()))]);
            update = update
                .state(ImportState::Mapping)
                .sheet_hash(Some(Sha256::new().chain_update(&hash).chain_update(sheet.as_bytes()).finalize().to_vec()))
                .format(Some(match told.head.format {
                    Format::Csv => ImportFormat::Csv,
                    Format::Xlsx => ImportFormat::Xlsx,
                }))
                .told_sealed(Some(opened.seal("told_sealed", &told)?))
                .mapping_sealed(Some(opened.seal("mapping_sealed", &mapping)?))
                .remembered(remembered)
                .line_count(kept.lines)
                .block_count(kept.blocks);
        }
        (refusal, _) => {
            let refusal = refusal.unwrap_or_else(|| Refusal::new("unreadable", "The file cannot be read."));
            event = event.changes([Change::plain("refused", None::<String>, Some(refusal.code.clone()))]);
            let clip = |text: &str, most| text.chars().take(most).collect::<String>();
            update = update
                .state(ImportState::Refused)
                .refusal_code(Some(clip(&refusal.code, 60)))
                .refusal(Some(clip(&refusal.message, 400)))
                .line_count(0)
                .block_count(0);
        }
    }
    imports.update(job.import, update).await?;
    let version = record.version + 1;
    tx.commit(event).await?;
    announce(op, app, job.import, version).await;
    Ok(())
}

/// How many columns the table has: as many as its header, or as most of its first rows.
fn width(rows: &[Row], header: u32) -> usize {
    let named = rows.iter().find(|row| row.line == header).map_or(0, |row| row.cells.len());
    let below = || rows.iter().filter(|row| row.line > header).map(|row| row.cells.len());
    let most = below().max_by_key(|width| below().filter(|other| other == width).count()).unwrap_or(0);
    named.max(most)
}
