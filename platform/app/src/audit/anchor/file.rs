//! Anchors as lines of a file.

use crate::UseCaseError;
use crm_access::OpContext;
use crm_model::TenantId;
use crm_storage::Anchor;
use data_encoding::HEXLOWER;
use std::path::Path;
use tokio::io::{AsyncReadExt, AsyncSeekExt, AsyncWriteExt};

/// Appends a head of the tenant's chain: a line of tenant, sequence, hash and time. One that stands there already is not
/// written again. Answers whether it was written.
///
/// # Errors
/// The file cannot be written.
pub(super) async fn keep(op: &OpContext, path: &Path, head: &Anchor) -> Result<bool, UseCaseError> {
    if newest(&tail(path).await?, op.tenant().id).as_ref() == Some(head) {
        return Ok(false);
    }
    let line = format!("{} {} {} {}\n", op.tenant().id, head.seq, HEXLOWER.encode(&head.hash), op.now().to_rfc3339());
    let mut file = tokio::fs::OpenOptions::new().append(true).create(true).open(path).await.map_err(|_| UNREADABLE)?;
    file.write_all(line.as_bytes()).await.map_err(|_| UNREADABLE)?;
    file.sync_data().await.map_err(|_| UNREADABLE)?;
    Ok(true)
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

/// The anchors of one tenant. A file that does not exist yet holds none.
///
/// # Errors
/// The file cannot be read.
pub(super) async fn read(path: &Path, tenant: TenantId) -> Result<Vec<Anchor>, UseCaseError> {
    let text = match tokio::fs::read_to_string(path).await {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(_) => return Err(UNREADABLE),
    };
    let wanted = tenant.to_string();
    Ok(text.lines().filter_map(|line| parse(line, &wanted)).collect())
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
