//! Imports of clients in the staff portal's GraphQL. Files themselves go another way (`http/imports.rs`).

use crate::graphql::LiveOp;
use crate::graphql::shared::{self, PageInfo, UserError, app, op, reader, settle};
use crate::http::budget::{Budget, Line};
use crate::view::client_import::{
    ClientImport, ImportAssignMode, ImportChanged, ImportColumnRule, ImportDateOrder, ImportField, ImportFieldInfo,
    ImportMatchAction, ImportMatchField, ImportNameOrder, ImportOutcome, ImportRepeatAction, ImportRow,
};
use crate::view::custom_field::CustomField;
use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject, Subscription};
use crm_app::{App, UseCaseError, imports};
use crm_cache::{LiveKind, LiveReceiver, Received};
use crm_model::{ClientImportId, CustomFieldId, StaffId, TeamId};
use futures_util::{Stream, stream};
use std::sync::Arc;

/// Looking at imports.
#[derive(Default)]
pub struct ClientImportQuery;

/// From a file to clients, and back.
#[derive(Default)]
pub struct ClientImportMutation;

/// Imports on their way.
#[derive(Default)]
pub struct ClientImportSubscription;

/// A file that is to come.
#[derive(InputObject)]
pub struct StartImportInput {
    file_name: String,
    /// Bytes, 200 MB at most.
    size: i32,
}

/// One kind of problem, as the counts of a dry run name it.
#[derive(InputObject)]
pub struct ImportProblemKindInput {
    code: String,
    /// From 0; null is the row as a whole.
    column: Option<i32>,
    custom_field_id: Option<ID>,
}

impl ImportProblemKindInput {
    fn read(self) -> Result<imports::ProblemKind> {
        let custom =
            self.custom_field_id.map(|id| shared::id(CustomFieldId::parse(&id), "custom field")).transpose()?;
        let column = self.column.map(|column| usize::try_from(column).unwrap_or(usize::MAX));
        Ok(imports::ProblemKind { code: self.code, column, custom })
    }
}

/// How the file is to be read; null leaves it to be found out.
#[derive(InputObject)]
pub struct ReadImportInput {
    id: ID,
    version: i32,
    sheet: Option<String>,
    encoding: Option<String>,
    delimiter: Option<String>,
    quote: Option<String>,
}

/// A column that becomes a field of every broker, or one of the broker's own.
#[derive(InputObject)]
pub struct ImportColumnInput {
    index: i32,
    field: Option<ImportField>,
    custom_field_id: Option<ID>,
    rule: Option<ImportColumnRule>,
    default: Option<String>,
    tidy: Option<bool>,
    phone_country: Option<String>,
    date_order: Option<ImportDateOrder>,
    name_order: Option<ImportNameOrder>,
}

/// A field of every broker, or one of the broker's own, that gets one value for all rows.
#[derive(InputObject)]
pub struct ImportConstantInput {
    field: Option<ImportField>,
    custom_field_id: Option<ID>,
    value: String,
    rule: Option<ImportColumnRule>,
}

/// To whom new clients are given.
#[derive(InputObject)]
pub struct ImportAssignmentInput {
    mode: ImportAssignMode,
    owner_ids: Option<Vec<ID>>,
    team_id: Option<ID>,
}

/// All of a mapping; columns that are not named are not imported.
#[derive(InputObject)]
pub struct MapImportInput {
    id: ID,
    version: i32,
    header_row: i32,
    columns: Vec<ImportColumnInput>,
    constants: Option<Vec<ImportConstantInput>>,
    match_by: Vec<ImportMatchField>,
    on_match: ImportMatchAction,
    on_repeat: ImportRepeatAction,
    assignment: ImportAssignmentInput,
}

/// A cell as it shall be.
#[derive(InputObject)]
pub struct ImportCellInput {
    row: i32,
    column: i32,
    value: String,
}

/// At most 200 cells.
#[derive(InputObject)]
pub struct FixImportCellsInput {
    id: ID,
    version: i32,
    cells: Vec<ImportCellInput>,
}

/// An import at the version that was seen.
#[derive(InputObject)]
pub struct StepImportInput {
    id: ID,
    version: i32,
}

/// An import that is to be written.
#[derive(InputObject)]
pub struct CommitImportInput {
    id: ID,
    version: i32,
    /// Leaves rows with problems out.
    skip_bad_rows: bool,
}

/// An import with its place in the list.
#[derive(SimpleObject)]
pub struct ClientImportEdge {
    cursor: String,
    node: ClientImport,
}

/// A page of imports.
#[derive(SimpleObject)]
pub struct ClientImportConnection {
    edges: Vec<ClientImportEdge>,
    page_info: PageInfo,
}

/// A row with its place in the file.
#[derive(SimpleObject)]
pub struct ImportRowEdge {
    cursor: String,
    node: ImportRow,
}

/// A page of rows.
#[derive(SimpleObject)]
pub struct ImportRowConnection {
    edges: Vec<ImportRowEdge>,
    page_info: PageInfo,
}

/// An import after a step, or what stands against it.
#[derive(SimpleObject)]
pub struct ClientImportPayload {
    import: Option<ClientImport>,
    errors: Vec<UserError>,
}

/// An import after cells were mended.
#[derive(SimpleObject)]
pub struct FixImportCellsPayload {
    import: Option<ClientImport>,
    /// The touched rows, judged anew without a look at the book.
    rows: Vec<ImportRow>,
    errors: Vec<UserError>,
}

#[Object]
impl ClientImportQuery {
    /// Imports of the broker, newest first.
    async fn client_imports(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
    ) -> Result<ClientImportConnection> {
        let page = shared::page(first, after.as_deref())?;
        let (rows, more) = imports::list(op(ctx)?, reader(ctx).await?, &page).await?;
        let edge = |shown: imports::ImportShown| ClientImportEdge {
            cursor: shown.record.cursor().encode(),
            node: ClientImport(shown),
        };
        let edges: Vec<ClientImportEdge> = rows.into_iter().map(edge).collect();
        let cursors: Vec<String> = edges.iter().map(|edge| edge.cursor.clone()).collect();
        Ok(ClientImportConnection { page_info: PageInfo::of(&cursors, more, after.is_some()), edges })
    }

    /// One import.
    async fn client_import(&self, ctx: &Context<'_>, id: ID) -> Result<Option<ClientImport>> {
        let id = import_id(&id)?;
        Ok(Some(ClientImport(imports::find(op(ctx)?, reader(ctx).await?, id).await?)))
    }

    /// Rows of the file in their order; all of them, or those of which this becomes, or that have a problem of this kind.
    async fn client_import_rows(
        &self,
        ctx: &Context<'_>,
        id: ID,
        outcomes: Option<Vec<ImportOutcome>>,
        problem: Option<ImportProblemKindInput>,
        first: Option<i32>,
        after: Option<String>,
    ) -> Result<ImportRowConnection> {
        let page = shared::page(first, after.as_deref())?;
        let outcomes: Vec<crm_model::ImportOutcome> = outcomes.into_iter().flatten().map(Into::into).collect();
        let id = import_id(&id)?;
        let problem = problem.map(ImportProblemKindInput::read).transpose()?;
        let found = imports::rows(op(ctx)?, reader(ctx).await?, id, &outcomes, problem.as_ref(), &page).await?;
        let edge = |row: imports::RowShown| ImportRowEdge { cursor: row.cursor().encode(), node: row.into() };
        let edges: Vec<ImportRowEdge> = found.rows.into_iter().map(edge).collect();
        let cursors: Vec<String> = edges.iter().map(|edge| edge.cursor.clone()).collect();
        Ok(ImportRowConnection { page_info: PageInfo::of(&cursors, found.more, after.is_some()), edges })
    }

    /// Every field that a column can become: those of every broker, then the broker's own that are in use.
    async fn import_fields(&self, ctx: &Context<'_>) -> Result<Vec<ImportFieldInfo>> {
        let op = op(ctx)?;
        let mut all: Vec<ImportFieldInfo> = imports::fields(op)?.into_iter().map(ImportFieldInfo::from).collect();
        let own = imports::own_fields(op, reader(ctx).await?).await?;
        all.extend(own.into_iter().map(|(field, fills)| {
            let filterable = crm_app::custom_fields::filterable(op, &field);
            ImportFieldInfo::own(CustomField::new(field, filterable), fills)
        }));
        Ok(all)
    }
}

#[Object]
impl ClientImportMutation {
    /// Begins an import; the parts of its file come to `POST /imports/{id}/parts/{n}`.
    async fn start_import(&self, ctx: &Context<'_>, input: StartImportInput) -> Result<ClientImportPayload> {
        let started = imports::start(op(ctx)?, app(ctx)?, &input.file_name, input.size.into()).await;
        stepped(ctx, started).await
    }

    /// Has the file read, for the first time or in another way.
    async fn read_import(&self, ctx: &Context<'_>, input: ReadImportInput) -> Result<ClientImportPayload> {
        let id = import_id(&input.id)?;
        let one = |text: Option<String>| text.and_then(|text| text.chars().next());
        let options = crm_sheets::ReadOptions {
            sheet: input.sheet,
            encoding: input.encoding,
            delimiter: one(input.delimiter),
            quote: one(input.quote),
        };
        let read = imports::ReadImport { version: input.version, options };
        stepped(ctx, imports::read(op(ctx)?, app(ctx)?, id, &read).await.map(|()| id)).await
    }

    /// Saves what the columns are.
    async fn map_import(&self, ctx: &Context<'_>, input: MapImportInput) -> Result<ClientImportPayload> {
        let id = import_id(&input.id)?;
        let map = input.read()?;
        stepped(ctx, imports::map(op(ctx)?, app(ctx)?, id, &map).await.map(|()| id)).await
    }

    /// Makes an exact dry run.
    async fn check_import(&self, ctx: &Context<'_>, input: StepImportInput) -> Result<ClientImportPayload> {
        let id = import_id(&input.id)?;
        stepped(ctx, imports::check(op(ctx)?, app(ctx)?, id, input.version).await.map(|()| id)).await
    }

    /// Mends cells. The dry run must be made again.
    async fn fix_import_cells(&self, ctx: &Context<'_>, input: FixImportCellsInput) -> Result<FixImportCellsPayload> {
        let id = import_id(&input.id)?;
        let cell = |cell: ImportCellInput| imports::MendCell { line: cell.row, column: cell.column, value: cell.value };
        let cells: Vec<imports::MendCell> = input.cells.into_iter().map(cell).collect();
        let (rows, errors) = settle(imports::mend(op(ctx)?, app(ctx)?, id, input.version, &cells).await)?;
        let import = match &rows {
            Some(_) => Some(ClientImport(imports::find(op(ctx)?, reader(ctx).await?, id).await?)),
            None => None,
        };
        let rows = rows.into_iter().flatten().map(ImportRow::from).collect();
        Ok(FixImportCellsPayload { import, rows, errors })
    }

    /// Begins to write; refused while the dry run found errors, unless they are to be left out.
    async fn commit_import(&self, ctx: &Context<'_>, input: CommitImportInput) -> Result<ClientImportPayload> {
        let id = import_id(&input.id)?;
        let done = imports::commit(op(ctx)?, app(ctx)?, id, input.version, input.skip_bad_rows).await;
        stepped(ctx, done.map(|()| id)).await
    }

    /// Stops writing after the block at hand.
    async fn pause_import(&self, ctx: &Context<'_>, id: ID) -> Result<ClientImportPayload> {
        let id = import_id(&id)?;
        stepped(ctx, imports::pause(op(ctx)?, app(ctx)?, id).await.map(|()| id)).await
    }

    /// Goes on where writing stopped.
    async fn resume_import(&self, ctx: &Context<'_>, id: ID) -> Result<ClientImportPayload> {
        let id = import_id(&id)?;
        stepped(ctx, imports::resume(op(ctx)?, app(ctx)?, id).await.map(|()| id)).await
    }

    /// Ends an import. What was written stays and can be taken back.
    async fn cancel_import(&self, ctx: &Context<'_>, id: ID) -> Result<ClientImportPayload> {
        let id = import_id(&id)?;
        stepped(ctx, imports::cancel(op(ctx)?, app(ctx)?, id).await.map(|()| id)).await
    }

    /// Takes back what was written: created clients go, changed ones stand as they stood, whoever changed since stays.
    async fn undo_import(&self, ctx: &Context<'_>, input: StepImportInput) -> Result<ClientImportPayload> {
        let id = import_id(&input.id)?;
        stepped(ctx, imports::undo(op(ctx)?, app(ctx)?, id, input.version).await.map(|()| id)).await
    }
}

impl MapImportInput {
    fn read(self) -> Result<imports::MapImport> {
        let place = |n: i32| usize::try_from(n).unwrap_or(usize::MAX);
        let usual = crm_model::ImportColumnRule::OnlyIfBlank;
        let (mut columns, mut constants, mut custom) = (Vec::new(), Vec::new(), Vec::new());
        for input in self.columns {
            let rule = input.rule.map_or(usual, Into::into);
            let tidy = input.tidy.unwrap_or(true);
            let date_order = input.date_order.map_or(crm_model::ImportDateOrder::Auto, Into::into);
            match target(input.field, input.custom_field_id)? {
                Target::Field(field) => columns.push(imports::ColumnMap {
                    rule,
                    default: input.default,
                    tidy,
                    phone_country: input.phone_country.filter(|code| !code.is_empty()),
                    date_order,
                    name_order: input.name_order.map_or(crm_model::ImportNameOrder::FirstLast, Into::into),
                    ..imports::ColumnMap::plain(place(input.index), field)
                }),
                Target::Own(field) => custom.push(imports::CustomColumn {
                    rule,
                    value: input.default,
                    tidy,
                    date_order,
                    ..imports::CustomColumn::plain(place(input.index), field)
                }),
            }
        }
        for input in self.constants.into_iter().flatten() {
            let rule = input.rule.map_or(usual, Into::into);
            match target(input.field, input.custom_field_id)? {
                Target::Field(field) => constants.push(imports::Constant { field, value: input.value, rule }),
                Target::Own(field) => custom.push(imports::CustomColumn {
                    index: None,
                    rule,
                    value: Some(input.value),
                    ..imports::CustomColumn::plain(0, field)
                }),
            }
        }
        let staff = |id: ID| shared::id(StaffId::parse(&id), "staff member");
        let team = |id: ID| shared::id(TeamId::parse(&id), "team");
        Ok(imports::MapImport {
            version: self.version,
            mapping: imports::Mapping {
                header: u32::try_from(self.header_row).unwrap_or(0),
                columns,
                constants,
                custom,
                match_by: self.match_by.into_iter().map(Into::into).collect(),
                on_match: self.on_match.into(),
                on_repeat: self.on_repeat.into(),
                assign: imports::Assignment {
                    mode: self.assignment.mode.into(),
                    owners: self.assignment.owner_ids.into_iter().flatten().map(staff).collect::<Result<_>>()?,
                    team: self.assignment.team_id.map(team).transpose()?,
                },
            },
        })
    }
}

/// What a column becomes.
enum Target {
    Field(crm_model::ImportField),
    Own(CustomFieldId),
}

fn target(field: Option<ImportField>, custom: Option<ID>) -> Result<Target> {
    match (field, custom) {
        (Some(field), None) => Ok(Target::Field(field.into())),
        (None, Some(id)) => Ok(Target::Own(shared::known(CustomFieldId::parse(&id), "columns")?)),
        _ => {
            let words = "Say what a column becomes: one field, or one of the broker's own.";
            Err(UseCaseError::invalid("columns", "one_field", words).into())
        }
    }
}

fn import_id(id: &ID) -> Result<ClientImportId> {
    shared::id(ClientImportId::parse(id), "import")
}

async fn stepped(ctx: &Context<'_>, outcome: Result<ClientImportId, UseCaseError>) -> Result<ClientImportPayload> {
    let (id, errors) = settle(outcome)?;
    let import = match id {
        Some(id) => Some(ClientImport(imports::find(op(ctx)?, reader(ctx).await?, id).await?)),
        None => None,
    };
    Ok(ClientImportPayload { import, errors })
}

struct Listening {
    receiver: LiveReceiver,
    live: LiveOp,
    app: Arc<App>,
    budget: Arc<Budget>,
}

#[Subscription(name = "ImportNewsSubscription")]
impl ClientImportSubscription {
    /// Imports that moved on.
    async fn import_changed(&self, ctx: &Context<'_>) -> Result<impl Stream<Item = Result<ImportChanged>> + use<>> {
        let live = ctx.data::<LiveOp>()?.clone();
        let app = Arc::clone(app(ctx)?);
        live.now().require::<crm_access::kinds::ClientImport>()?;
        let receiver = app.bus.subscribe(live.now().tenant().id)?;
        let budget = Arc::clone(ctx.data::<Arc<Budget>>()?);
        Ok(stream::unfold(Listening { receiver, live, app, budget }, |mut listening| async move {
            let next = listening.next().await?;
            Some((next, listening))
        }))
    }
}

impl Listening {
    async fn next(&mut self) -> Option<Result<ImportChanged>> {
        loop {
            let event = match self.receiver.recv().await {
                Received::Event(event) => event,
                // the next news come within half a second while anything moves
                Received::Lagged => continue,
                Received::Closed => return None,
            };
            if event.kind != LiveKind::ImportChanged {
                continue;
            }
            match self.look(ClientImportId::from_uuid(event.id)).await {
                Ok(Some(changed)) => return Some(Ok(changed)),
                Ok(None) => {}
                Err(error) => return Some(Err(error.into())),
            }
        }
    }

    async fn look(&self, id: ClientImportId) -> Result<Option<ImportChanged>, UseCaseError> {
        let op = self.live.now();
        if op.require::<crm_access::kinds::ClientImport>().is_err() {
            return Ok(None);
        }
        let _turn = self.budget.turn(op.tenant().id, Line::News).await.map_err(|_| UseCaseError::Busy)?;
        let tx = self.app.db.read(&op).await?;
        let found = crm_storage::Imports::of(&tx).find(id).await?;
        Ok(found.map(|record| ImportChanged {
            id: ID(record.id.to_string()),
            version: record.version,
            state: record.state.into(),
        }))
    }
}
