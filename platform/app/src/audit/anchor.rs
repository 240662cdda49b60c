//! Verifying the chain, and keeping its head outside the database so that a cut tail is found.

use crate::{App, UseCaseError};
use crm_access::OpContext;
use crm_access::kinds::AuditView;
use crm_model::{AuditAction, TenantId};
use crm_storage::{Anchor, AuditEvent, Audits, ChainReport, Change};
use data_encoding::HEXLOWER;
use std::path::Path;
use tokio::io::{AsyncReadExt, AsyncSeekExt, AsyncWriteExt};

/// Verifies the caller's own chain and records that it was verified.
///
/// # Errors
/// Access; the anchor file cannot be read.
pub async fn verify(op: &OpContext, app: &App) -> Result<ChainReport, UseCaseError> {
    op.require::<AuditView>()?;
    let report = check(op, app).await?;
    let outcome = report.problem.as_ref().map_or_else(|| "whole".to_owned(), ToString::to_string);
    let event =
        AuditEvent::new(AuditAction::AuditVerified).changes([Change::plain("outcome", None::<String>, Some(outcome))]);
    app.db.begin(op).await?.commit(event).await?;
    Ok(report)
}

/// Verifies a chain from the command line; leaves no event.
///
/// # Errors
/// The database or the anchor file cannot be read.
pub async fn verify_as_system(op: &OpContext, app: &App) -> Result<ChainReport, UseCaseError> {
    check(op, app).await
}

async fn check(op: &OpContext, app: &App) -> Result<ChainReport, UseCaseError> {
    let anchors = match &app.audit_anchor_file {
        Some(path) => read_anchors(path, op.tenant().id).await?,
        None => Vec::new(),
    };
    let tx = app.db.read(op).await?;
    Ok(Audits::of(&tx).verify(&anchors).await?)
}

/// Appends the head of the tenant's chain to the anchor file: a line of tenant, sequence, hash and time. A head that
/// stands there already is not written again.
///
/// # Errors
/// The file cannot be written.
pub async fn anchor_heads(op: &OpContext, app: &App) -> Result<(), UseCaseError> {
    let Some(path) = &app.audit_anchor_file else { return Ok(()) };
    let tx = app.db.read(op).await?;
    let head = Audits::of(&tx).head().await?;
    if newest(&tail(path).await?, op.tenant().id).as_ref() == Some(&head) {
        return Ok(());
    }
    let line = format!("{} {} {} {}\n", op.tenant().id, head.seq, HEXLOWER.encode(&head.hash), op.now().to_rfc3339());
    let mut file = tokio::fs::OpenOptions::new().append(true).create(true).open(path).await.map_err(|_| UNREADABLE)?;
    file.write_all(line.as_bytes()).await.map_err(|_| UNREADABLE)?;
    file.sync_data().await.map_err(|_| UNREADABLE)?;
    Ok(())
}

/// How much of the end of the file is looked at for what stands there already: some 600 lines.
const TAIL: u64 = 64 * 1024;

/// The end of the file, from a whole line on. A head that stands further up is written again, which harms nothing.
async fn tail(path: &Path) -> Result<String, UseCaseError> {
    let mut file = match tokio::fs::File::open(path).await {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(String::new()),
        Err(_) => return Err(UNREADABLE),
    };
    let length = file.metadata().await.map_err(|_| UNREADABLE)?.len();
    let from = length.saturating_sub(TAIL);
    file.seek(std::io::SeekFrom::Start(from)).await.map_err(|_| UNREADABLE)?;
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).await.map_err(|_| UNREADABLE)?;
    let text = String::from_utf8_lossy(&bytes);
    let whole = if from == 0 { Some(text.as_ref()) } else { text.split_once('\n').map(|(_, rest)| rest) };
    Ok(whole.unwrap_or_default().to_owned())
}

fn newest(text: &str, tenant: TenantId) -> Option<Anchor> {
    let wanted = tenant.to_string();
    text.lines().rev().find_map(|line| parse(line, &wanted))
}

const UNREADABLE: UseCaseError = UseCaseError::Internal("the audit anchor file cannot be read or written");

/// The anchors of one tenant, oldest first. A file that does not exist yet holds none.
///
/// # Errors
/// The file cannot be read.
pub async fn read_anchors(path: &Path, tenant: TenantId) -> Result<Vec<Anchor>, UseCaseError> {
    let text = match tokio::fs::read_to_string(path).await {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(_) => return Err(UNREADABLE),
    };
    let wanted = tenant.to_string();
    let mut anchors: Vec<Anchor> = text.lines().filter_map(|line| parse(line, &wanted)).collect();
    anchors.sort_by_key(|a| a.seq);
    Ok(anchors)
}

fn parse(line: &str, tenant: &str) -> Option<Anchor> {
    let mut words = line.split(' ');
    if words.next()? != tenant {
        return None;
    }
    let seq = words.next()?.parse().ok()?;
    let hash = HEXLOWER.decode(words.next()?.as_bytes()).ok()?;
    Some(Anchor { seq, hash })
}
