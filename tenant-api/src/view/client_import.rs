//! An import of clients as its viewer sees it.

use crate::graphql::shared::{UserError, op, reader};
use crate::view::client::{StaffRef, TeamRef};
use crate::view::custom_field::CustomField;
pub use crate::view::import_column::ImportColumn;
pub use crate::view::import_enums::{
    ClientImportState, ImportAssignMode, ImportColumnRule, ImportDateOrder, ImportField, ImportFormat,
    ImportMatchAction, ImportMatchField, ImportNameOrder, ImportOutcome, ImportRepeatAction, ImportSeverity,
};
use async_graphql::{Context, ID, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use crm_app::imports;
use crm_storage::{Owner, Teams};

/// An import of clients from a file.
pub struct ClientImport(pub imports::ImportShown);

/// A field that gets one value for all rows.
#[derive(SimpleObject)]
pub struct ImportConstant {
    field: Option<ImportField>,
    /// Which of the broker's own fields, when it is none of every broker.
    custom_field_id: Option<ID>,
    value: String,
    rule: ImportColumnRule,
}

/// To whom new clients are given.
#[derive(SimpleObject)]
pub struct ImportAssignment {
    mode: ImportAssignMode,
    owners: Vec<StaffRef>,
    team: Option<TeamRef>,
    /// How many new clients each would get or got; empty before a dry run.
    shares: Vec<ImportShare>,
}

/// How many new clients somebody gets.
#[derive(SimpleObject)]
pub struct ImportShare {
    owner: StaffRef,
    count: i32,
}

/// Rows by what becomes of them.
#[derive(SimpleObject, Default)]
pub struct ImportCounts {
    create: i32,
    update: i32,
    skip: i32,
    error: i32,
    /// Of the skipped: later rows of the file that repeat an earlier one.
    repeats: i32,
    /// Rows whose client is in the book already, as far as the viewer may know.
    matches: i32,
    /// Problems by code and column, most first, at most 50.
    problems: Vec<ImportProblemCount>,
}

/// A problem and how often it stands in the file.
#[derive(SimpleObject)]
pub struct ImportProblemCount {
    column: Option<i32>,
    field: Option<ImportField>,
    custom_field_id: Option<ID>,
    code: String,
    message: String,
    severity: ImportSeverity,
    count: i32,
}

/// How far the job at hand is.
#[derive(SimpleObject)]
pub struct ImportProgress {
    done: i32,
    total: i32,
    /// Seconds that are left, guessed.
    left: Option<i32>,
}

/// What undo did or may do.
#[derive(SimpleObject)]
pub struct ImportUndo {
    deleted: i32,
    /// Made by the import and put away instead of deleted: somebody opened the profile, and the trail names the client.
    archived: i32,
    restored: i32,
    refused: i32,
    until: DateTime<Utc>,
    possible: bool,
}

/// A row of the file.
#[derive(SimpleObject)]
pub struct ImportRow {
    /// Line of the table as a spreadsheet numbers it, from 1.
    row: i32,
    /// Null for those who did not bring the file, and when it was destroyed.
    cells: Option<Vec<ImportCell>>,
    /// Null before a dry run.
    outcome: Option<ImportOutcome>,
    problems: Vec<ImportRowProblem>,
    /// Earlier row of the file that is the same person.
    repeats: Option<i32>,
    /// The client found in the book, or made from this row; only within the viewer's reach.
    client: Option<ImportClientRef>,
}

/// A cell.
#[derive(SimpleObject)]
pub struct ImportCell {
    value: String,
    masked: bool,
    /// Whether somebody mended it.
    fixed: bool,
}

/// What is to be said of a row.
#[derive(SimpleObject)]
pub struct ImportRowProblem {
    /// Null is the row as a whole.
    column: Option<i32>,
    field: Option<ImportField>,
    custom_field_id: Option<ID>,
    code: String,
    /// What is expected and how to mend it.
    message: String,
    /// What stands there; null where it is masked or nothing stands there.
    found: Option<String>,
    severity: ImportSeverity,
}

/// A client, for a link to the profile.
#[derive(SimpleObject)]
pub struct ImportClientRef {
    id: ID,
    number: String,
    display_name: String,
}

/// A field with what it is called, and whether an import by this viewer may change it on clients that are there.
#[derive(SimpleObject)]
pub struct ImportFieldInfo {
    /// Null for one of the broker's own.
    field: Option<ImportField>,
    custom_field: Option<CustomField>,
    label: String,
    max_length: i32,
    may_overwrite: bool,
    may_fill: bool,
}

/// An import moved on: read it again.
#[derive(SimpleObject)]
pub struct ImportChanged {
    pub(crate) id: ID,
    pub(crate) version: i32,
    pub(crate) state: ClientImportState,
}

#[Object]
impl ClientImport {
    async fn id(&self) -> ID {
        ID(self.0.record.id.to_string())
    }

    async fn version(&self) -> i32 {
        self.0.record.version
    }

    async fn state(&self) -> ClientImportState {
        self.0.record.state.into()
    }

    async fn file_name(&self) -> &str {
        &self.0.file_name
    }

    /// Bytes.
    async fn size(&self) -> i32 {
        int(self.0.record.size)
    }

    /// Bytes of the parts that have arrived.
    async fn received(&self) -> i32 {
        int(self.0.record.received)
    }

    /// Bytes of one part.
    async fn part_size(&self) -> i32 {
        i32::try_from(imports::PART).unwrap_or(i32::MAX)
    }

    /// SHA-256 in hex; null until the file was read.
    async fn file_hash(&self) -> Option<String> {
        self.0.record.file_hash.as_ref().map(|hash| data_encoding::HEXLOWER.encode(hash))
    }

    async fn format(&self) -> Option<ImportFormat> {
        self.0.record.format.map(Into::into)
    }

    /// Why the file is not taken.
    async fn refusal(&self) -> Option<UserError> {
        self.0.record.refusal.as_ref().map(|(code, message)| UserError::new(code, message))
    }

    async fn encoding(&self) -> Option<&str> {
        self.0.head.as_ref()?.encoding.as_deref()
    }

    async fn delimiter(&self) -> Option<String> {
        self.0.head.as_ref()?.delimiter.map(String::from)
    }

    async fn quote(&self) -> Option<String> {
        self.0.head.as_ref()?.quote.map(String::from)
    }

    /// Names of a workbook's sheets.
    async fn sheets(&self) -> Vec<String> {
        self.0.head.as_ref().map(|head| head.sheets.clone()).unwrap_or_default()
    }

    async fn sheet(&self) -> Option<&str> {
        self.0.head.as_ref()?.sheet.as_deref()
    }

    /// Line that holds the names of columns, from 1; 0 is none. Rows above it are left out.
    async fn header_row(&self) -> i32 {
        self.0.mapping.as_ref().map_or(0, |mapping| i32::try_from(mapping.header).unwrap_or(0))
    }

    /// Rows of the table below its header.
    async fn row_count(&self) -> i32 {
        let header = self.0.mapping.as_ref().map_or(0, |mapping| i32::from(mapping.header > 0));
        (self.0.record.line_count - header).max(0)
    }

    async fn columns(&self, ctx: &Context<'_>) -> Result<Vec<ImportColumn>> {
        let shown = self.0.columns(op(ctx)?, reader(ctx).await?).await?;
        Ok(shown.into_iter().map(ImportColumn::from).collect())
    }

    async fn constants(&self) -> Vec<ImportConstant> {
        let constants = self.0.mapping.iter().flat_map(|mapping| &mapping.constants);
        let one = |c: &imports::Constant| ImportConstant {
            field: Some(c.field.into()),
            custom_field_id: None,
            value: c.value.clone(),
            rule: c.rule.into(),
        };
        let custom = self.0.mapping.iter().flat_map(|mapping| &mapping.custom).filter(|c| c.index.is_none());
        let own = |c: &imports::CustomColumn| ImportConstant {
            field: None,
            custom_field_id: Some(ID(c.field.to_string())),
            value: c.value.clone().unwrap_or_default(),
            rule: c.rule.into(),
        };
        constants.map(one).chain(custom.map(own)).collect()
    }

    /// The mapping is the one used last for a file with these headers.
    async fn mapping_remembered(&self) -> bool {
        self.0.record.remembered
    }

    async fn match_by(&self) -> Vec<ImportMatchField> {
        self.0.mapping.iter().flat_map(|mapping| &mapping.match_by).map(|by| (*by).into()).collect()
    }

    /// By what this viewer may find clients.
    async fn may_match_by(&self, ctx: &Context<'_>) -> Result<Vec<ImportMatchField>> {
        Ok(imports::may_match_by(op(ctx)?).into_iter().map(Into::into).collect())
    }

    async fn on_match(&self) -> ImportMatchAction {
        self.0.mapping.as_ref().map_or(ImportMatchAction::Skip, |mapping| mapping.on_match.into())
    }

    async fn on_repeat(&self) -> ImportRepeatAction {
        self.0.mapping.as_ref().map_or(ImportRepeatAction::Skip, |mapping| mapping.on_repeat.into())
    }

    async fn assignment(&self, ctx: &Context<'_>) -> Result<ImportAssignment> {
        let tx = reader(ctx).await?;
        let assign = self.0.mapping.as_ref().map(|mapping| &mapping.assign);
        let team = match assign.and_then(|assign| assign.team) {
            Some(id) => Teams::of(tx).find(id).await?.map(|team| TeamRef { id: ID(id.to_string()), name: team.name }),
            None => None,
        };
        let share = |share: imports::Share| ImportShare { owner: person(share.owner), count: share.count };
        Ok(ImportAssignment {
            mode: assign.map_or(ImportAssignMode::Nobody, |assign| assign.mode.into()),
            owners: self.0.owners(tx).await?.into_iter().map(person).collect(),
            team,
            shares: self.0.shares(tx).await?.into_iter().map(share).collect(),
        })
    }

    /// What the last dry run counted; null before, and after a change.
    async fn counts(&self) -> Option<ImportCounts> {
        let counts = self.0.counts.as_ref()?;
        let problems = counts.problems.iter().map(|counted| ImportProblemCount {
            column: column(&counted.problem),
            field: counted.problem.field.map(Into::into),
            custom_field_id: own(&counted.problem),
            code: counted.problem.code.clone(),
            message: counted.problem.message.clone(),
            severity: severity(&counted.problem),
            count: counted.count,
        });
        Some(ImportCounts { problems: problems.collect(), ..counted(counts.of) })
    }

    async fn progress(&self, ctx: &Context<'_>) -> Result<ImportProgress> {
        let record = &self.0.record;
        let passed = (op(ctx)?.now() - record.phase_at).num_seconds();
        let rest = i64::from(record.total - record.done);
        let left = (record.done > 0 && rest >= 0).then(|| int(passed * rest / i64::from(record.done)));
        Ok(ImportProgress { done: record.done, total: record.total, left })
    }

    /// What was written; null before the commit.
    async fn written(&self) -> Option<ImportCounts> {
        self.0.record.committed_at.map(|_| counted(self.0.record.written))
    }

    /// Null before the commit.
    async fn undo(&self, ctx: &Context<'_>) -> Result<Option<ImportUndo>> {
        let record = &self.0.record;
        let [deleted, archived, restored, refused] = record.undone;
        let ended = record.state.has_written() && record.state != crm_model::ImportState::Committing;
        let possible = ended && !record.is_forgotten() && record.kept_until > op(ctx)?.now();
        let until = record.kept_until;
        Ok(record.committed_at.map(|_| ImportUndo { deleted, archived, restored, refused, until, possible }))
    }

    async fn skip_bad_rows(&self) -> bool {
        self.0.record.skip_bad
    }

    async fn created_by(&self) -> StaffRef {
        let (id, name) = &self.0.record.created_by;
        StaffRef { id: ID(id.to_string()), name: name.clone() }
    }

    async fn created_at(&self) -> DateTime<Utc> {
        self.0.record.created_at
    }

    async fn committed_at(&self) -> Option<DateTime<Utc>> {
        self.0.record.committed_at
    }

    /// Undo, rows and file are gone then.
    async fn kept_until(&self) -> DateTime<Utc> {
        self.0.record.kept_until
    }

    async fn forgotten(&self) -> bool {
        self.0.record.is_forgotten()
    }

    /// Cells are shown to the person who brought the file.
    async fn mine(&self) -> bool {
        self.0.mine
    }
}

impl From<imports::RowShown> for ImportRow {
    fn from(shown: imports::RowShown) -> Self {
        let cell = |cell: imports::RowCell| ImportCell { value: cell.value, masked: cell.masked, fixed: cell.fixed };
        let problem = |(problem, found): (imports::RowProblem, Option<String>)| ImportRowProblem {
            column: column(&problem),
            field: problem.field.map(Into::into),
            custom_field_id: own(&problem),
            severity: severity(&problem),
            code: problem.code,
            message: problem.message,
            found,
        };
        let client = |client: crm_storage::ClientBrief| ImportClientRef {
            id: ID(client.id.to_string()),
            number: client.number,
            display_name: client.display_name,
        };
        Self {
            row: shown.line,
            cells: shown.cells.map(|cells| cells.into_iter().map(cell).collect()),
            outcome: shown.outcome.map(Into::into),
            problems: shown.problems.into_iter().map(problem).collect(),
            repeats: shown.repeats,
            client: shown.client.map(client),
        }
    }
}

impl From<(crm_model::ImportField, bool, bool)> for ImportFieldInfo {
    fn from((field, may_overwrite, may_fill): (crm_model::ImportField, bool, bool)) -> Self {
        let words = field.as_str().replace('_', " ").replace("line1", "line 1").replace("line2", "line 2");
        let mut letters = words.chars();
        let label = letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default();
        let max_length = match field {
            crm_model::ImportField::Email => 254,
            crm_model::ImportField::AddressLine1 => 200,
            crm_model::ImportField::Phone => 40,
            _ => 100,
        };
        Self { field: Some(field.into()), custom_field: None, label, max_length, may_overwrite, may_fill }
    }
}

impl ImportFieldInfo {
    /// One of the broker's own fields; who may fill it may overwrite it.
    pub(crate) fn own(field: CustomField, may_fill: bool) -> Self {
        let label = field.words().to_owned();
        let max_length = 500;
        Self { field: None, custom_field: Some(field), label, max_length, may_overwrite: may_fill, may_fill }
    }
}

fn own(problem: &imports::RowProblem) -> Option<ID> {
    problem.custom.map(|id| ID(id.to_string()))
}

fn counted([create, update, skip, error, repeats, matches]: [i32; 6]) -> ImportCounts {
    ImportCounts { create, update, skip, error, repeats, matches, problems: Vec::new() }
}

fn column(problem: &imports::RowProblem) -> Option<i32> {
    problem.column.and_then(|column| i32::try_from(column).ok())
}

const fn severity(problem: &imports::RowProblem) -> ImportSeverity {
    if problem.warning { ImportSeverity::Warning } else { ImportSeverity::Error }
}

fn person(owner: Owner) -> StaffRef {
    StaffRef { id: ID(owner.id.to_string()), name: owner.name }
}

fn int(n: i64) -> i32 {
    i32::try_from(n).unwrap_or(i32::MAX)
}
