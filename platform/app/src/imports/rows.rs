//! Rows of a file for a viewer, page by page.

use super::judge::{ProblemKind, RowProblem, Spot};
use super::lens::Lens;
use super::look::RowShown;
use super::shelf::{Opened, found};
use crate::UseCaseError;
use crm_access::OpContext;
use crm_access::kinds::ClientView;
use crm_model::{ClientId, ClientImportId, ImportOutcome};
use crm_sheets::Row;
use crm_storage::{ClientBrief, Clients, Cursor, ImportRowFilter, ImportRowKept, Imports, Page, PageRequest, Scoped};
use std::collections::HashMap;

/// A page of rows in the order of the file; those with one kind of problem are looked for by the database.
///
/// # Errors
/// Access, not found.
pub async fn rows(
    op: &OpContext,
    tx: &impl Scoped,
    id: ClientImportId,
    outcomes: &[ImportOutcome],
    problem: Option<&ProblemKind>,
    page: &PageRequest,
) -> Result<Page<RowShown>, UseCaseError> {
    let record = found(op, tx, id).await?;
    let after = page.after.as_ref().and_then(line_of).unwrap_or(0);
    let most = i32::from(page.first) + 1;
    let imports = Imports::of(tx);
    let over = record.is_over();
    let problem = problem.map(ProblemKind::contained);
    let filter =
        |after| ImportRowFilter { outcomes: outcomes.to_vec(), stopped: over, problem: problem.clone(), after, most };
    if record.is_forgotten() || record.mapping_sealed.is_none() {
        let kept = imports.rows(id, &filter(after)).await?;
        let briefs = briefs(op, tx, &kept).await?;
        let rows = kept.into_iter().map(|kept| without_cells(ended(kept, over), &briefs)).collect();
        return Ok(Page::cut(rows, page.first));
    }
    let opened = Opened::new(tx.keys(), record)?;
    let header = i32::try_from(opened.mapping()?.header).unwrap_or(0);
    let after = after.max(header);
    let (lines, kept) = if outcomes.is_empty() && problem.is_none() {
        let lines = lines_after(tx, &opened, after, most).await?;
        let (first, last) = (lines.first().map_or(0, |row| row.line), lines.last().map_or(0, |row| row.line));
        let between = |line: u32| i32::try_from(line).unwrap_or(i32::MAX);
        let kept = imports.rows_between(id, between(first), between(last)).await?;
        (lines, kept)
    } else {
        let kept = imports.rows(id, &filter(after)).await?;
        (lines_of(tx, &opened, &kept).await?, kept)
    };
    let briefs = briefs(op, tx, &kept).await?;
    let lens = Lens::new(op, tx, &opened).await?;
    let span = |row: Option<&Row>| row.map_or(0, |row| i32::try_from(row.line).unwrap_or(i32::MAX));
    let fixed = imports.cells(id, span(lines.first()), span(lines.last())).await?;
    let is_fixed = |line: u32, column: usize| {
        fixed.iter().any(|(l, c, _)| u32::try_from(*l) == Ok(line) && usize::try_from(*c) == Ok(column))
    };
    let mut kept: HashMap<i32, ImportRowKept> = kept.into_iter().map(|row| (row.line, row)).collect();
    let shown = lines.iter().map(|row| {
        let line = span(Some(row));
        let mut shown =
            kept.remove(&line).map_or_else(|| plain(line), |kept| without_cells(ended(kept, over), &briefs));
        shown.cells = lens.row(row, is_fixed);
        for (problem, found) in &mut shown.problems {
            *found = lens.found(row, problem);
        }
        shown
    });
    Ok(Page::cut(shown.collect(), page.first))
}

/// A row's place in the list.
pub(super) fn line_of(cursor: &Cursor) -> Option<i32> {
    cursor.value.as_ref().filter(|_| cursor.sort == "line")?.parse().ok()
}

impl RowShown {
    /// Its place in the list.
    #[must_use]
    pub fn cursor(&self) -> Cursor {
        Cursor { sort: "line".to_owned(), value: Some(self.line.to_string()), id: uuid::Uuid::nil() }
    }
}

const fn plain(line: i32) -> RowShown {
    RowShown { line, cells: None, outcome: None, problems: Vec::new(), repeats: None, client: None }
}

/// A row as it stands once the import is over: what was planned and not written has failed, and says why; with it what was
/// left out because an earlier row would bring it.
pub(super) fn ended(mut kept: ImportRowKept, over: bool) -> ImportRowKept {
    if over && kept.unwritten {
        let words = "The import was stopped before it came to this row.";
        let mut problems = said(&kept);
        problems.push(Spot::default().says("stopped", words, false));
        kept.outcome = ImportOutcome::Error;
        kept.problems = serde_json::to_string(&problems).ok();
    }
    kept
}

/// What is to be said of a row.
pub(super) fn said(kept: &ImportRowKept) -> Vec<RowProblem> {
    kept.problems.as_deref().and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
}

fn without_cells(kept: ImportRowKept, briefs: &HashMap<ClientId, ClientBrief>) -> RowShown {
    let problems = said(&kept);
    RowShown {
        outcome: Some(kept.outcome),
        problems: problems.into_iter().map(|problem| (problem, None)).collect(),
        repeats: kept.repeats,
        client: kept.client.and_then(|client| briefs.get(&client).cloned()),
        ..plain(kept.line)
    }
}

async fn briefs(
    op: &OpContext,
    tx: &impl Scoped,
    kept: &[ImportRowKept],
) -> Result<HashMap<ClientId, ClientBrief>, UseCaseError> {
    let Ok(permit) = op.require::<ClientView>() else { return Ok(HashMap::new()) };
    let ids: Vec<ClientId> = kept.iter().filter_map(|row| row.client).collect();
    let found = Clients::of(tx).find_many(&permit, op.person(), &ids, false).await?;
    Ok(found.iter().map(|client| (client.id, ClientBrief::from(client))).collect())
}

/// Rows of the table behind a line.
async fn lines_after(tx: &impl Scoped, opened: &Opened, after: i32, most: i32) -> Result<Vec<Row>, UseCaseError> {
    let imports = Imports::of(tx);
    let most = usize::try_from(most).unwrap_or(0);
    let (mut rows, mut line): (Vec<Row>, i32) = (Vec::new(), after.saturating_add(1));
    while rows.len() < most {
        let Some(block) = imports.block_with(opened.record.id, line).await? else { break };
        let cells = imports.cells(opened.record.id, line, block.last_line).await?;
        let found = opened.open_rows(&block, &cells)?;
        rows.extend(found.into_iter().filter(|row| i32::try_from(row.line).is_ok_and(|n| n >= line)));
        line = block.last_line.saturating_add(1);
    }
    rows.truncate(most);
    Ok(rows)
}

/// The rows of the table that are named, each block opened once.
pub(super) async fn lines_of(
    tx: &impl Scoped,
    opened: &Opened,
    kept: &[ImportRowKept],
) -> Result<Vec<Row>, UseCaseError> {
    let imports = Imports::of(tx);
    let mut found: Vec<Row> = Vec::with_capacity(kept.len());
    let mut block: Option<(i32, HashMap<u32, Row>)> = None;
    for row in kept {
        if block.as_ref().is_none_or(|(last, _)| row.line > *last) {
            let Some(next) = imports.block_with(opened.record.id, row.line).await? else { break };
            let cells = imports.cells(opened.record.id, next.first_line, next.last_line).await?;
            let rows = opened.open_rows(&next, &cells)?.into_iter().map(|row| (row.line, row)).collect();
            block = Some((next.last_line, rows));
        }
        if let (Some((_, rows)), Ok(line)) = (&mut block, u32::try_from(row.line)) {
            found.extend(rows.remove(&line));
        }
    }
    Ok(found)
}
