//! Acts on many clients in the staff portal's GraphQL.

use crate::graphql::clients::{ClientFilter, ClientGroupKey, look_up};
use crate::graphql::shared::{self, PageInfo, UserError, app, op, reader, refused, settle};
use crate::view::client_bulk::{BulkActKind, BulkOutcome, BulkPreview, BulkRow, ClientBulk};
use async_graphql::{Context, Enum, ID, InputObject, Object, Result, SimpleObject};
use crm_app::UseCaseError;
use crm_app::bulk::{self, BulkAct, StartBulk, WhomInput};
use crm_model::{ClientBulkId, ClientId, Problem, StaffId, StatusKind, StatusOptionId, TagId, TeamId};

/// Looking at acts on many clients.
#[derive(Default)]
pub struct ClientBulkQuery;

/// Acts on many clients, and back.
#[derive(Default)]
pub struct ClientBulkMutation;

/// What the list finds: everything that matches all of these.
#[derive(InputObject)]
pub struct BulkMatchingInput {
    filter: Option<ClientFilter>,
    search: Option<String>,
    group: Option<ClientGroupKey>,
}

/// Which clients: ticked ones, 1,000 at most, or everything that matches, 200,000 at most. One of the two.
#[derive(InputObject)]
pub struct BulkSelectionInput {
    client_ids: Option<Vec<ID>>,
    matching: Option<BulkMatchingInput>,
}

/// Who of several people gets the next client.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
pub enum AssignRule {
    /// One after the other.
    Evenly,
    /// Whoever has the fewest clients then, archived ones left out.
    FewestFirst,
}

/// What is done to each of them.
#[derive(InputObject)]
pub struct BulkActInput {
    kind: BulkActKind,
    /// For an assignment: who takes turns. Empty, and no team: nobody.
    owner_ids: Option<Vec<ID>>,
    /// For an assignment: whose active people take turns.
    team_id: Option<ID>,
    /// For an assignment to several: who gets the next client; `EVENLY` unless said.
    rule: Option<AssignRule>,
    /// For a status; null takes the retention status away.
    status_id: Option<ID>,
    add_tag_ids: Option<Vec<ID>>,
    remove_tag_ids: Option<Vec<ID>>,
}

/// An act that is to begin.
#[derive(InputObject)]
pub struct StartBulkInput {
    /// A name of 8 to 80 characters for this request: sent again, it begins nothing twice.
    request_key: String,
    selection: BulkSelectionInput,
    act: BulkActInput,
    /// Archiving asks for a reason of 10 to 500 characters.
    reason: Option<String>,
    /// How many clients the person agreed to: never more are taken.
    expected: Option<i32>,
}

/// A row with its place in the act.
#[derive(SimpleObject)]
pub struct BulkRowEdge {
    cursor: String,
    node: BulkRow,
}

/// A page of rows.
#[derive(SimpleObject)]
pub struct BulkRowConnection {
    edges: Vec<BulkRowEdge>,
    page_info: PageInfo,
}

/// An act on many clients after a step, or what stands against it.
#[derive(SimpleObject)]
pub struct ClientBulkPayload {
    bulk: Option<ClientBulk>,
    errors: Vec<UserError>,
}

/// What an act would do, or what stands against it.
#[derive(SimpleObject)]
pub struct BulkPreviewAnswer {
    preview: Option<BulkPreview>,
    errors: Vec<UserError>,
}

#[Object]
impl ClientBulkQuery {
    /// What an act would do to a selection: counted under the caller's reach for that act, by the act's own rules.
    async fn bulk_preview(
        &self,
        ctx: &Context<'_>,
        selection: BulkSelectionInput,
        act: BulkActInput,
    ) -> Result<BulkPreviewAnswer> {
        let (whom, act) = (selection.read()?, act.read()?);
        record(ctx, &whom).await?;
        let (preview, errors) = settle(bulk::preview(op(ctx)?, reader(ctx).await?, &whom, &act).await)?;
        Ok(BulkPreviewAnswer { preview: preview.map(BulkPreview::from), errors })
    }

    /// The caller's latest acts on many clients, newest first, 20 at most.
    async fn client_bulks(&self, ctx: &Context<'_>) -> Result<Vec<ClientBulk>> {
        let now = op(ctx)?.now();
        let all = bulk::latest(op(ctx)?, reader(ctx).await?, 20).await?;
        Ok(all.into_iter().map(|shown| ClientBulk::at(now, shown)).collect())
    }

    /// One act of the caller.
    async fn client_bulk(&self, ctx: &Context<'_>, id: ID) -> Result<Option<ClientBulk>> {
        let shown = bulk::find(op(ctx)?, reader(ctx).await?, bulk_id(&id)?).await?;
        Ok(Some(ClientBulk::at(op(ctx)?.now(), shown)))
    }

    /// What became of each client; all of them, or those of which this became.
    async fn client_bulk_rows(
        &self,
        ctx: &Context<'_>,
        id: ID,
        outcomes: Option<Vec<BulkOutcome>>,
        first: Option<i32>,
        after: Option<String>,
    ) -> Result<BulkRowConnection> {
        let page = shared::page(first, after.as_deref())?;
        let outcomes: Vec<crm_model::BulkOutcome> = outcomes.into_iter().flatten().map(Into::into).collect();
        let found = refused(bulk::rows(op(ctx)?, reader(ctx).await?, bulk_id(&id)?, &outcomes, &page).await)?;
        let edge = |shown: bulk::BulkRowShown| BulkRowEdge { cursor: shown.row.cursor().encode(), node: shown.into() };
        let edges: Vec<BulkRowEdge> = found.rows.into_iter().map(edge).collect();
        let cursors: Vec<String> = edges.iter().map(|edge| edge.cursor.clone()).collect();
        Ok(BulkRowConnection { page_info: PageInfo::of(&cursors, found.more, after.is_some()), edges })
    }
}

#[Object]
impl ClientBulkMutation {
    /// Begins an act on many clients. Whom it takes is fixed now; a job works them off under the rights of whoever began it.
    async fn start_bulk(&self, ctx: &Context<'_>, input: StartBulkInput) -> Result<ClientBulkPayload> {
        let start = StartBulk {
            request_key: input.request_key,
            whom: input.selection.read()?,
            act: input.act.read()?,
            reason: input.reason,
            expected: input.expected.map(Into::into),
        };
        record(ctx, &start.whom).await?;
        stepped(ctx, bulk::start(op(ctx)?, app(ctx)?, &start).await).await
    }

    /// Stops an act after the block at hand. What was changed stays, and can be taken back.
    async fn stop_bulk(&self, ctx: &Context<'_>, id: ID) -> Result<ClientBulkPayload> {
        let id = bulk_id(&id)?;
        stepped(ctx, bulk::stop(op(ctx)?, app(ctx)?, id).await.map(|()| id)).await
    }

    /// Takes an act back: each client stands as he stood, whoever was changed since stays as he is.
    async fn undo_bulk(&self, ctx: &Context<'_>, id: ID) -> Result<ClientBulkPayload> {
        let id = bulk_id(&id)?;
        stepped(ctx, bulk::undo(op(ctx)?, app(ctx)?, id).await.map(|()| id)).await
    }
}

impl BulkSelectionInput {
    fn read(self) -> Result<WhomInput> {
        match (self.client_ids, self.matching) {
            (Some(ids), None) => {
                let ids = ids.iter().map(|id| shared::id(ClientId::parse(id), "client")).collect::<Result<_>>()?;
                Ok(WhomInput::Named(ids))
            }
            (None, Some(matching)) => Ok(WhomInput::Matching {
                filter: matching.filter.map(ClientFilter::read).transpose()?,
                search: matching.search,
                group: matching.group.map(ClientGroupKey::read),
            }),
            _ => {
                let how = "Name clients, or say what they match: one of the two.";
                refused(Err(Problem::at("selection", "one_of_them", how).into()))
            }
        }
    }
}

impl BulkActInput {
    fn read(self) -> Result<BulkAct> {
        let status = |id: Option<ID>| id.map(|id| shared::id(StatusOptionId::parse(&id), "client status")).transpose();
        let tags = |ids: Option<Vec<ID>>| -> Result<Vec<TagId>> {
            ids.into_iter().flatten().map(|id| shared::id(TagId::parse(&id), "tag")).collect()
        };
        let staff = |id: ID| shared::id(StaffId::parse(&id), "staff member");
        Ok(match self.kind {
            BulkActKind::Assign => BulkAct::Assign {
                owners: self.owner_ids.into_iter().flatten().map(staff).collect::<Result<_>>()?,
                team: self.team_id.map(|id| shared::id(TeamId::parse(&id), "team")).transpose()?,
                fewest: self.rule == Some(AssignRule::FewestFirst),
                held: Vec::new(),
            },
            BulkActKind::SalesStatus => BulkAct::Status { kind: StatusKind::Sales, to: status(self.status_id)? },
            BulkActKind::RetentionStatus => {
                BulkAct::Status { kind: StatusKind::Retention, to: status(self.status_id)? }
            }
            BulkActKind::Tags => BulkAct::Tags { add: tags(self.add_tag_ids)?, remove: tags(self.remove_tag_ids)? },
            BulkActKind::Archive => BulkAct::Archive,
        })
    }
}

/// Counts and records what a selection asks of sealed values, as the list does.
async fn record(ctx: &Context<'_>, whom: &WhomInput) -> Result<()> {
    match whom {
        WhomInput::Matching { filter, search, .. } => look_up(ctx, search.as_deref(), filter.as_ref()).await,
        WhomInput::Named(_) => Ok(()),
    }
}

fn bulk_id(id: &ID) -> Result<ClientBulkId> {
    shared::id(ClientBulkId::parse(id), "bulk act")
}

async fn stepped(ctx: &Context<'_>, outcome: Result<ClientBulkId, UseCaseError>) -> Result<ClientBulkPayload> {
    let (id, errors) = settle(outcome)?;
    let bulk = match id {
        Some(id) => Some(ClientBulk::at(op(ctx)?.now(), bulk::find(op(ctx)?, reader(ctx).await?, id).await?)),
        None => None,
    };
    Ok(ClientBulkPayload { bulk, errors })
}
