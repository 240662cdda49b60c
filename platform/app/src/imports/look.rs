//! An import as its viewer may see it.

use super::assign;
use super::check::Tally;
use super::custom_fit;
use super::guess;
use super::judge::{ProblemCount, RowProblem};
use super::lens::{Lens, class_of};
use super::map::is_contact;
use super::mapping::{ColumnMap, CustomColumn, Mapping};
use super::shelf::{Opened, found};
use crate::UseCaseError;
use crm_access::kinds::{ClientImport, ClientView};
use crm_access::{FieldClass, OpContext};
use crm_model::{ClientImportId, ImportColumnRule, ImportField, ImportMatchField, ImportOutcome};
use crm_sheets::Row;
use crm_storage::{
    BlockKind, ClientBrief, Clients, ImportRecord, Imports, Owner, Page, PageRequest, Scoped, StorageError,
};

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
    /// Whether the file says so; else it is called by its place.
    pub named: bool,
    /// First values.
    pub samples: Vec<String>,
    /// What it becomes.
    pub mapped: Option<ColumnMap>,
    /// Which of the broker's own fields it becomes.
    pub custom: Option<CustomColumn>,
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
    custom_fit::may_fill_class(op, class_of(field))
}

/// What of a mapping still holds under the rights that the person has now.
pub(super) async fn permitted(op: &OpContext, tx: &impl Scoped, mut mapping: Mapping) -> Result<Mapping, UseCaseError> {
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
    custom_fit::permit(op, tx, &mut mapping).await?;
    Ok(mapping)
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
        let whole = opened.mapping()?;
        mapping = Some(if mine { whole } else { whole.without_masked_values(|_| true) });
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
        let lens = Lens::new(op, tx, &opened).await?;
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
                named: guess::is_named(&rows, mapping.header, index),
                samples: if lens.mine { samples } else { Vec::new() },
                mapped: mapping.columns.iter().find(|c| c.index == index).cloned(),
                custom: mapping.custom.iter().find(|c| c.index == Some(index)).cloned(),
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

/// The names that the header itself gives, by which the file is known again.
pub(super) async fn header_names(
    tx: &impl Scoped,
    opened: &Opened,
    mapping: &Mapping,
) -> Result<Vec<String>, UseCaseError> {
    let rows = first_rows(tx, opened).await?;
    let names = guess::names(&rows, mapping.header);
    Ok(guess::header_names(&rows, mapping.header, &names).to_vec())
}

pub(super) fn clip(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}
