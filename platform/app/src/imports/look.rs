//! An import as its viewer may see it. Cells are shown to the person who brought the file, and of them only what the role
//! shows in full on every client of the reach: a file is no way around a mask.

use super::assign;
use super::check::Tally;
use super::guess;
use super::judge::{Judged, ProblemCount, RowProblem};
use super::map::is_contact;
use super::mapping::{ColumnMap, Mapping};
use super::shelf::{Opened, Told, found};
use super::work::int;
use crate::UseCaseError;
use crm_access::kinds::{ClientEdit, ClientImport, ClientView};
use crm_access::{FieldClass, OpContext, Reach};
use crm_model::{ClientId, ClientImportId, ImportColumnRule, ImportField, ImportMatchField, ImportOutcome, Phone};
use crm_sheets::Row;
use crm_storage::{
    BlockKind, ClientBrief, Clients, Cursor, ImportRecord, ImportRowFilter, ImportRowKept, Imports, Owner, Page,
    PageRequest, Scoped, StorageError,
};
use crm_vault::{MASKED, mask_email, mask_phone};
use std::collections::HashMap;

/// An import for a viewer.
pub struct ImportShown {
    /// The record.
    pub record: ImportRecord,
    /// What the file is called.
    pub file_name: String,
    /// How it was read.
    pub head: Option<crm_sheets::Head>,
    /// The mapping.
    pub mapping: Option<Mapping>,
    /// What the dry run found.
    pub counts: Option<Counts>,
    /// Whether the viewer brought the file.
    pub mine: bool,
}

/// What a dry run found, or what was written.
#[derive(Clone, Debug, Default)]
pub struct Counts {
    /// Create, update, skip, error; of the skipped repeated ones; matches.
    pub of: [i32; 6],
    /// Problems, most first.
    pub problems: Vec<ProblemCount>,
}

/// A column of the file.
#[derive(Clone, Debug)]
pub struct ColumnShown {
    /// Its place, from 0.
    pub index: usize,
    /// What it is called.
    pub name: String,
    /// First values.
    pub samples: Vec<String>,
    /// What it becomes.
    pub mapped: Option<ColumnMap>,
}

/// How many new clients somebody gets.
#[derive(Clone, Debug)]
pub struct Share {
    /// Who.
    pub owner: Owner,
    /// How many.
    pub count: i32,
}

/// A row for a viewer.
#[derive(Clone, Debug)]
pub struct RowShown {
    /// Which line.
    pub line: i32,
    /// Its cells; `None` for who did not bring the file.
    pub cells: Option<Vec<RowCell>>,
    /// What becomes of it.
    pub outcome: Option<ImportOutcome>,
    /// What is to be said of it, with what stands there.
    pub problems: Vec<(RowProblem, Option<String>)>,
    /// The earlier row that is the same person.
    pub repeats: Option<i32>,
    /// The client, within reach.
    pub client: Option<ClientBrief>,
}

/// A cell for a viewer.
#[derive(Clone, Debug)]
pub struct RowCell {
    /// The text, or its mask.
    pub value: String,
    /// Whether it is a mask.
    pub masked: bool,
    /// Whether somebody mended it.
    pub fixed: bool,
}

/// By what this person may find clients: by what is shown to him in full on all of them (SECURITY 11).
#[must_use]
pub fn may_match_by(op: &OpContext) -> Vec<ImportMatchField> {
    let Ok(permit) = op.require::<ClientView>() else { return Vec::new() };
    let full = |class| op.policy().may_search_by(class, permit.reach());
    let mut all = Vec::new();
    all.extend(full(FieldClass::Email).then_some(ImportMatchField::Email));
    all.extend(full(FieldClass::Phone).then_some(ImportMatchField::Phone));
    all.push(ImportMatchField::ExternalId);
    all
}

/// Whether an import by this person may fill or overwrite the field of clients that are there (MASK-14).
pub(super) fn may_fill(op: &OpContext, field: ImportField) -> bool {
    let Ok(permit) = op.require::<ClientEdit>() else { return false };
    class_of(field).is_none_or(|class| op.policy().may_search_by(class, permit.reach()))
}

/// What of a mapping still holds under the rights that the person has now.
pub(super) fn permitted(op: &OpContext, mut mapping: Mapping) -> Mapping {
    let allowed = may_match_by(op);
    mapping.match_by.retain(|by| allowed.contains(by));
    for (field, rule) in mapping
        .columns
        .iter_mut()
        .map(|c| (c.field, &mut c.rule))
        .chain(mapping.constants.iter_mut().map(|c| (c.field, &mut c.rule)))
    {
        if !may_fill(op, field) {
            *rule = ImportColumnRule::Keep;
        }
    }
    mapping
}

/// Every field with whether an import may overwrite and fill it on clients that are there.
///
/// # Errors
/// Access.
pub fn fields(op: &OpContext) -> Result<Vec<(ImportField, bool, bool)>, UseCaseError> {
    op.require::<ClientImport>()?;
    let of = |field: &ImportField| {
        let fills = may_fill(op, *field);
        (*field, fills && !is_contact(*field), fills)
    };
    Ok(ImportField::ALL.iter().map(of).collect())
}

const fn class_of(field: ImportField) -> Option<FieldClass> {
    match field {
        ImportField::Email => Some(FieldClass::Email),
        ImportField::Phone => Some(FieldClass::Phone),
        ImportField::DateOfBirth => Some(FieldClass::DateOfBirth),
        field if guess::is_address(field) => Some(FieldClass::Address),
        _ => None,
    }
}

/// One import.
///
/// # Errors
/// Access, not found.
pub async fn find(op: &OpContext, tx: &impl Scoped, id: ClientImportId) -> Result<ImportShown, UseCaseError> {
    shown(op, tx, found(op, tx, id).await?)
}

/// A page of imports, newest first.
///
/// # Errors
/// Access.
pub async fn list(
    op: &OpContext,
    tx: &impl Scoped,
    page: &PageRequest,
) -> Result<(Vec<ImportShown>, bool), UseCaseError> {
    let permit = op.require::<ClientImport>()?;
    let Page { rows, more } = Imports::of(tx).list(&permit, page).await?;
    Ok((rows.into_iter().map(|record| shown(op, tx, record)).collect::<Result<_, _>>()?, more))
}

fn shown(op: &OpContext, tx: &impl Scoped, record: ImportRecord) -> Result<ImportShown, UseCaseError> {
    let file_name = record.file_name(tx.keys())?;
    let counts = match &record.counts {
        Some(_) => Some(tally(&record)?),
        None => None,
    };
    let mine = op.person() == Some(record.created_by.0);
    let (mut head, mut mapping) = (None, None);
    if !record.is_forgotten() && record.block_count > 0 && record.mapping_sealed.is_some() {
        let opened = Opened::new(tx.keys(), record.clone())?;
        head = Some(opened.told()?.head);
        mapping = Some(opened.mapping()?);
    }
    let counts = counts.map(|tally| Counts { of: tally.written(), problems: tally.problems });
    Ok(ImportShown { record, file_name, head, mapping, counts, mine })
}

pub(super) fn tally(record: &ImportRecord) -> Result<Tally, UseCaseError> {
    let text = record.counts.as_deref().unwrap_or("{}");
    if record.counts.is_none() {
        return Ok(Tally::default());
    }
    serde_json::from_str(text).map_err(|_| UseCaseError::Storage(StorageError::Corrupt("client_import.counts")))
}

impl ImportShown {
    /// The columns with their first values.
    ///
    /// # Errors
    /// The database is away.
    pub async fn columns(&self, op: &OpContext, tx: &impl Scoped) -> Result<Vec<ColumnShown>, UseCaseError> {
        let Some(mapping) = &self.mapping else { return Ok(Vec::new()) };
        let opened = Opened::new(tx.keys(), self.record.clone())?;
        let rows = first_rows(tx, &opened).await?;
        let lens = Lens::new(op, &opened)?;
        let width = opened.told()?.width;
        let mut names = guess::names(&rows, mapping.header);
        names.resize_with(width, String::new);
        let column = |(index, name): (usize, String)| {
            let below = rows.iter().filter(|row| row.line > mapping.header);
            let values = below.filter_map(|row| row.cells.get(index)).filter(|cell| !cell.trim().is_empty());
            let samples = values.take(5).map(|cell| lens.cell(index, cell).value).collect();
            ColumnShown {
                index,
                name: if name.is_empty() { format!("Column {}", index + 1) } else { clip(&name, 100) },
                samples: if lens.mine { samples } else { Vec::new() },
                mapped: mapping.columns.iter().find(|c| c.index == index).cloned(),
            }
        };
        Ok(names.into_iter().enumerate().map(column).collect())
    }

    /// How many new clients each gets, by the dry run or by what was written.
    ///
    /// # Errors
    /// The database is away.
    pub async fn shares(&self, tx: &impl Scoped) -> Result<Vec<Share>, UseCaseError> {
        let Some(mapping) = &self.mapping else { return Ok(Vec::new()) };
        let written = self.record.committed_at.is_some().then_some(self.record.turn);
        let planned = self.counts.as_ref().map(|counts| counts.of.first().copied().unwrap_or(0));
        let Some(count) = written.or(planned) else { return Ok(Vec::new()) };
        let owners = assign::turns(tx, &mapping.assign).await?;
        let counts = assign::shares(owners.len(), count);
        Ok(owners.into_iter().zip(counts).map(|(owner, count)| Share { owner, count }).collect())
    }

    /// Those whom the mapping names.
    ///
    /// # Errors
    /// The database is away.
    pub async fn owners(&self, tx: &impl Scoped) -> Result<Vec<Owner>, UseCaseError> {
        let Some(mapping) = &self.mapping else { return Ok(Vec::new()) };
        if mapping.assign.owners.is_empty() {
            return Ok(Vec::new());
        }
        let all = Clients::of(tx).owners().await?;
        Ok(mapping.assign.owners.iter().filter_map(|id| all.iter().find(|owner| owner.id == *id).cloned()).collect())
    }
}

async fn first_rows(tx: &impl Scoped, opened: &Opened) -> Result<Vec<Row>, UseCaseError> {
    let imports = Imports::of(tx);
    let blocks = imports.blocks(opened.record.id, BlockKind::Rows, 0, 1).await?;
    let Some(block) = blocks.first() else { return Ok(Vec::new()) };
    let cells = imports.cells(opened.record.id, block.first_line, block.last_line).await?;
    let mut rows = opened.open_rows(block, &cells)?;
    rows.truncate(guess::LOOKED_AT);
    Ok(rows)
}

/// The names of the columns as the header has them.
pub(super) async fn column_names(
    tx: &impl Scoped,
    opened: &Opened,
    mapping: &Mapping,
) -> Result<Vec<String>, UseCaseError> {
    Ok(guess::names(&first_rows(tx, opened).await?, mapping.header))
}

/// Which cells a viewer sees, and as what.
pub(super) struct Lens {
    mine: bool,
    masks: HashMap<usize, FieldClass>,
    only_mapped: bool,
    mapped: Vec<usize>,
    width: usize,
}

impl Lens {
    pub(super) fn new(op: &OpContext, opened: &Opened) -> Result<Self, UseCaseError> {
        let Told { width, .. } = opened.told()?;
        let mapping = opened.mapping()?;
        let reach = op.require::<ClientView>().map(|permit| permit.reach().clone());
        let reach = reach.or_else(|_| op.person().map(Reach::Own).ok_or(crm_access::AccessError::WrongActor))?;
        let full = |class: FieldClass| op.policy().may_search_by(class, &reach);
        let hidden =
            |column: &ColumnMap| class_of(column.field).filter(|class| !full(*class)).map(|c| (column.index, c));
        Ok(Self {
            mine: op.person() == Some(opened.record.created_by.0),
            masks: mapping.columns.iter().filter_map(hidden).collect(),
            // what is not mapped may be a contact too
            only_mapped: !FieldClass::ALL.iter().all(|class| full(*class)),
            mapped: mapping.columns.iter().map(|column| column.index).collect(),
            width,
        })
    }

    pub(super) fn cell(&self, column: usize, text: &str) -> RowCell {
        if text.is_empty() {
            return RowCell { value: String::new(), masked: false, fixed: false };
        }
        let value = match self.masks.get(&column) {
            Some(FieldClass::Email) if crm_model::Email::parse("email", text).is_ok() => mask_email(text.trim()),
            Some(FieldClass::Phone) => Phone::parse("phone", text, None)
                .map_or_else(|_| MASKED.to_owned(), |phone| mask_phone(phone.expose().as_str())),
            Some(_) => MASKED.to_owned(),
            None if self.only_mapped && !self.mapped.contains(&column) => MASKED.to_owned(),
            None => return RowCell { value: text.to_owned(), masked: false, fixed: false },
        };
        RowCell { value, masked: true, fixed: false }
    }

    fn row(&self, row: &Row, fixed: impl Fn(u32, usize) -> bool) -> Option<Vec<RowCell>> {
        let width = self.width.max(row.cells.len());
        let cell = |index: usize| {
            let text = row.cells.get(index).map(String::as_str).unwrap_or_default();
            RowCell { fixed: fixed(row.line, index), ..self.cell(index, text) }
        };
        self.mine.then(|| (0..width).map(cell).collect())
    }

    /// What stands at the place of a problem, if the viewer may see it.
    fn found(&self, row: &Row, problem: &RowProblem) -> Option<String> {
        let column = problem.column.filter(|_| self.mine)?;
        let cell = self.cell(column, row.cells.get(column)?);
        (!cell.masked && !cell.value.is_empty()).then(|| clip(&cell.value, 80))
    }

    /// A row that was judged and not written down.
    pub(super) fn judged(&self, row: &Row, judged: &Judged, fixed: impl Fn(u32, usize) -> bool) -> RowShown {
        let problems = judged.problems.iter().chain(&judged.nameless);
        RowShown {
            line: int(usize::try_from(row.line).unwrap_or(usize::MAX)),
            cells: self.row(row, fixed),
            outcome: None,
            problems: problems.map(|problem| (problem.clone(), self.found(row, problem))).collect(),
            repeats: None,
            client: None,
        }
    }
}

fn clip(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}

/// A page of rows in the order of the file.
///
/// # Errors
/// Access, not found.
pub async fn rows(
    op: &OpContext,
    tx: &impl Scoped,
    id: ClientImportId,
    outcomes: &[ImportOutcome],
    page: &PageRequest,
) -> Result<Page<RowShown>, UseCaseError> {
    let record = found(op, tx, id).await?;
    let after = page.after.as_ref().and_then(line_of).unwrap_or(0);
    let most = i32::from(page.first) + 1;
    let imports = Imports::of(tx);
    let filter = |after| ImportRowFilter { outcomes: outcomes.to_vec(), after, most };
    if record.is_forgotten() || record.mapping_sealed.is_none() {
        let kept = imports.rows(id, &filter(after)).await?;
        let briefs = briefs(op, tx, &kept).await?;
        let rows = kept.into_iter().map(|kept| without_cells(kept, &briefs)).collect();
        return Ok(Page::cut(rows, page.first));
    }
    let opened = Opened::new(tx.keys(), record)?;
    let header = i32::try_from(opened.mapping()?.header).unwrap_or(0);
    let after = after.max(header);
    let (lines, kept) = if outcomes.is_empty() {
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
    let lens = Lens::new(op, &opened)?;
    let span = |row: Option<&Row>| row.map_or(0, |row| i32::try_from(row.line).unwrap_or(i32::MAX));
    let fixed = imports.cells(id, span(lines.first()), span(lines.last())).await?;
    let is_fixed = |line: u32, column: usize| {
        fixed.iter().any(|(l, c, _)| u32::try_from(*l) == Ok(line) && usize::try_from(*c) == Ok(column))
    };
    let mut kept: HashMap<i32, ImportRowKept> = kept.into_iter().map(|row| (row.line, row)).collect();
    let shown = lines.iter().map(|row| {
        let line = span(Some(row));
        let mut shown = kept.remove(&line).map_or_else(|| plain(line), |kept| without_cells(kept, &briefs));
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

fn without_cells(kept: ImportRowKept, briefs: &HashMap<ClientId, ClientBrief>) -> RowShown {
    let problems: Vec<RowProblem> =
        kept.problems.as_deref().and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
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
