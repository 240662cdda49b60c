//! Cells are mended in a grid instead of in the file.

use super::check::judge_of;
use super::lens::Lens;
use super::look::RowShown;
use super::shelf::{held, own};
use super::work::{announce, int};
use crate::{App, UseCaseError};
use crm_access::OpContext;
use crm_model::{AuditAction, ClientImportId, ImportState, Problem, Problems};
use crm_sheets::Row;
use crm_storage::{AuditEvent, Change, ImportUpdate, Imports};

/// A cell as it shall be.
#[derive(Clone, Debug)]
pub struct MendCell {
    /// Which line of the table, from 1.
    pub line: i32,
    /// Which column, from 0.
    pub column: i32,
    /// The text.
    pub value: String,
}

/// Cells at a time.
const MOST: usize = 200;
/// Characters of a cell.
const LONGEST: usize = 1_000;

/// Mends cells, and judges their rows anew, without a look at the book. The dry run must be made again.
///
/// # Errors
/// Access, conflict, cells that are not there.
pub async fn mend(
    op: &OpContext,
    app: &App,
    id: ClientImportId,
    version: i32,
    cells: &[MendCell],
) -> Result<Vec<RowShown>, UseCaseError> {
    let tx = app.db.begin(op).await?;
    let opened = held(op, &tx, id, Some(version)).await?;
    own(op, &opened.record)?;
    if !matches!(opened.record.state, ImportState::Mapping | ImportState::Checked) {
        return Err(UseCaseError::Conflict { current: opened.record.version });
    }
    let (width, header) = (int(opened.told()?.width), opened.mapping()?.header);
    let mut problems = Problems::new();
    if cells.is_empty() || cells.len() > MOST {
        problems.push(Problem::at("cells", "too_many", "Mend 1 to 200 cells at a time."));
    }
    let header = i32::try_from(header).unwrap_or(i32::MAX);
    if cells.iter().any(|cell| cell.column < 0 || cell.column >= width || cell.line <= header) {
        problems.push(Problem::at("cells", "unknown_cell", "The file has no such cell below its header."));
    }
    if cells.iter().any(|cell| cell.value.chars().count() > LONGEST || cell.value.contains('•')) {
        problems.push(Problem::at("cells", "invalid_value", "Write the whole value, of at most 1,000 characters."));
    }
    problems.done()?;
    let imports = Imports::of(&tx);
    let mut lines: Vec<i32> = cells.iter().map(|cell| cell.line).collect();
    lines.sort_unstable();
    lines.dedup();
    let mut rows: Vec<Row> = Vec::new();
    for line in &lines {
        let block = imports.block_with(id, *line).await?;
        let mended = imports.cells(id, *line, *line).await?;
        let found = match &block {
            Some(block) => {
                opened.open_rows(block, &mended)?.into_iter().find(|row| i32::try_from(row.line) == Ok(*line))
            }
            None => None,
        };
        let missing = || UseCaseError::invalid("cells", "unknown_cell", "The file has no such cell below its header.");
        rows.push(found.ok_or_else(missing)?);
    }
    // the last word on a cell counts
    let mut last: std::collections::BTreeMap<(i32, i32), &str> = std::collections::BTreeMap::new();
    for cell in cells {
        last.insert((cell.line, cell.column), &cell.value);
    }
    let mut sealed = Vec::with_capacity(last.len());
    for ((line, column), value) in last {
        sealed.push((line, column, opened.seal_cell(value)?));
        let place = usize::try_from(column).unwrap_or(0);
        if let Some(row) = rows.iter_mut().find(|row| i32::try_from(row.line) == Ok(line)) {
            if row.cells.len() <= place {
                row.cells.resize(place + 1, String::new());
            }
            if let Some(cell) = row.cells.get_mut(place) {
                value.clone_into(cell);
            }
        }
    }
    imports.mend_cells(id, sealed).await?;
    imports.update(id, ImportUpdate::default().state(ImportState::Mapping).counts(None).new_work().seen()).await?;
    let count = Change::plain("cells", None::<String>, Some(cells.len().to_string()));
    let version = opened.record.version + 1;
    let event = AuditEvent::on(AuditAction::ImportCellsMended, "client_import", id.uuid()).changes([count]);
    let judge = judge_of(app, op, &opened).await?;
    let lens = Lens::new(op, &tx, &opened).await?;
    tx.commit(event).await?;
    announce(op, app, id, version).await;
    let touched = |line: u32, column: usize| {
        cells.iter().any(|c| u32::try_from(c.line) == Ok(line) && usize::try_from(c.column) == Ok(column))
    };
    Ok(rows.iter().map(|row| lens.judged(row, &judge.row(row), touched)).collect())
}
