//! Rows that were not written come back as they came, each with its reason; and an example of a file with mistakes.

use super::lens::Lens;
use super::rows::{ended, line_of, lines_of, said};
use super::shelf::{Opened, found};
use crate::{App, UseCaseError, file_taken};
use crm_access::OpContext;
use crm_access::kinds::ClientImport;
use crm_model::{ClientImportId, ImportOutcome};
use crm_sheets::write_record;
use crm_storage::{Cursor, ImportRowFilter, Imports, Scoped};

/// Rows in a piece.
const PIECE: i32 = 1_000;
/// By this mark spreadsheets know the encoding.
const MARK: char = '\u{feff}';

/// The next piece of the file of rows with problems, and where the one after it begins; `None` behind the last one.
///
/// # Errors
/// Access, not found, a file that was destroyed or that somebody else brought.
pub async fn failed_rows(
    op: &OpContext,
    app: &App,
    id: ClientImportId,
    after: Option<&Cursor>,
) -> Result<Option<(String, Cursor)>, UseCaseError> {
    let mut tx = app.db.read(op).await?;
    let record = found(op, &tx, id).await?;
    super::shelf::own(op, &record)?;
    if after.is_none() {
        tx = file_taken::record(op, app, tx, "client_import", id.uuid()).await?;
    }
    let over = record.is_over();
    let opened = Opened::new(tx.keys(), record)?;
    let (told, mapping) = (opened.told()?, opened.mapping()?);
    let delimiter = told.head.delimiter.unwrap_or(',');
    let lens = Lens::new(op, &tx, &opened).await?;
    let line = after.and_then(line_of).unwrap_or(0);
    let outcomes = vec![ImportOutcome::Error];
    let filter = ImportRowFilter { outcomes, stopped: over, problem: None, after: line, most: PIECE };
    let kept: Vec<_> = Imports::of(&tx).rows(id, &filter).await?.into_iter().map(|row| ended(row, over)).collect();
    let mut text = String::new();
    if after.is_none() {
        let mut names = super::look::column_names(&tx, &opened, &mapping).await?;
        names.resize_with(told.width, String::new);
        text.push(MARK);
        write_record(&mut text, names.iter().map(String::as_str).chain(["Reason"]), delimiter);
    } else if kept.is_empty() {
        return Ok(None);
    }
    let lines = lines_of(&tx, &opened, &kept).await?;
    let mut last = line;
    for (kept, row) in kept.iter().zip(&lines) {
        last = kept.line;
        let problems = said(kept);
        let bad = problems.iter().filter(|problem| !problem.warning);
        let reason = bad.map(|problem| problem.message.as_str()).collect::<Vec<_>>().join(" ");
        let width = told.width.max(row.cells.len());
        let mut cells: Vec<String> = (0..width)
            .map(|index| lens.cell(index, row.cells.get(index).map(String::as_str).unwrap_or_default()).value)
            .collect();
        cells.push(reason);
        write_record(&mut text, cells.iter().map(String::as_str), delimiter);
    }
    if kept.is_empty() && after.is_none() {
        last = i32::MAX;
    }
    Ok(Some((text, Cursor { sort: "line".to_owned(), value: Some(last.to_string()), id: uuid::Uuid::nil() })))
}

/// An example of a file, with mistakes of every kind.
///
/// # Errors
/// Access.
pub fn example(op: &OpContext) -> Result<&'static str, UseCaseError> {
    op.require::<ClientImport>()?;
    Ok(EXAMPLE)
}

const EXAMPLE: &str = include_str!("example.csv");
