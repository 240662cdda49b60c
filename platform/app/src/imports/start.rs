//! A file comes in.

use super::shelf::{held, own};
use crate::{App, UseCaseError};
use chrono::Duration;
use crm_access::OpContext;
use crm_access::kinds::ClientImport;
use crm_model::{ClientImportId, ImportState, Problem, Problems};
use crm_sheets::FILE_MAX;
use crm_storage::{BlockKind, ImportBlock, ImportUpdate, Imports, NewImport, Scoped, import_place};
use crm_vault::Sealer;

/// Bytes of one part of a file.
pub const PART: usize = 1024 * 1024;
/// How long file, rows and undo are kept: from the upload, and anew from the commit.
pub const KEPT: Duration = Duration::days(7);
/// Files of one broker that wait to be written.
const OPEN_MAX: i64 = 50;

/// Begins an import: its file comes in parts after this.
///
/// # Errors
/// Access; a name or a size that does not fit; too many files that wait.
pub async fn start(op: &OpContext, app: &App, file_name: &str, size: i64) -> Result<ClientImportId, UseCaseError> {
    op.require::<ClientImport>()?;
    let me = op.staff_id()?;
    let mut problems = Problems::new();
    let name = problems.text("fileName", Some(file_name), 200);
    if name.is_none() && problems.is_empty() {
        problems.push(Problem::at("fileName", "required", "Name the file."));
    }
    if u64::try_from(size).ok().is_none_or(|size| size == 0 || size > FILE_MAX) {
        problems.push(Problem::at("size", "file_too_large", "Upload a file of 1 byte to 200 MB. Divide a larger one."));
    }
    problems.done()?;
    let id = ClientImportId::generate();
    let tx = app.db.import_work(op.tenant()).await?;
    let imports = Imports::of(&tx);
    if imports.open_count().await? >= OPEN_MAX {
        return Err(UseCaseError::invalid("size", "too_many", "Commit or cancel some of the imports that wait first."));
    }
    let (_, data_key) = tx.keys().new_file_key(id.uuid())?;
    let place = import_place(op.tenant().id, id, "file_name_sealed");
    let file_name_sealed = tx.keys().seal_str(&place, &name.unwrap_or_default())?;
    let kept_until = op.now() + KEPT;
    imports.insert(NewImport { id, file_name_sealed, size, data_key, created_by: me, kept_until }, op.now()).await?;
    tx.keep().await?;
    Ok(id)
}

/// Keeps one part of the file, in place of one with the same number.
///
/// # Errors
/// Access, a part that does not fit, an upload that is over.
pub async fn put_part(op: &OpContext, app: &App, id: ClientImportId, n: i32, bytes: &[u8]) -> Result<(), UseCaseError> {
    let tx = app.db.import_work(op.tenant()).await?;
    let opened = held(op, &tx, id, None).await?;
    own(op, &opened.record)?;
    if opened.record.state != ImportState::Uploading {
        return Err(UseCaseError::Conflict { current: opened.record.version });
    }
    let part = i64::try_from(PART).unwrap_or(i64::MAX);
    let left = opened.record.size - i64::from(n) * part;
    let size = i32::try_from(bytes.len()).unwrap_or(i32::MAX);
    if n < 0 || left <= 0 || i64::from(size) != left.min(part) {
        return Err(UseCaseError::invalid(
            "part",
            "wrong_size",
            "Send parts of 1 MiB, the last one as long as the rest.",
        ));
    }
    let sealed = opened.seal_block(BlockKind::File, n, bytes)?;
    let imports = Imports::of(&tx);
    imports.keep_block(id, BlockKind::File, ImportBlock { n, first_line: 0, last_line: 0, size, sealed }).await?;
    let received = imports.file_bytes(id).await?;
    imports.update(id, ImportUpdate::default().received(received)).await?;
    Ok(tx.keep().await?)
}
