//! Follow-up in the staff portal's GraphQL: the queue, tasks and call-backs, outcomes, do-not-call.

use crate::graphql::clients::{ClientConnection, ClientEdge, ClientPayload, payload};
use crate::graphql::shared::{self, PageInfo, UserError, app, known, op, reader, refused, settle};
use crate::view::client::ClientView;
use crate::view::enums::{TaskKind, TaskState};
use crate::view::task::TaskView;
use async_graphql::{Context, Enum, ID, InputObject, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use crm_app::UseCaseError;
use crm_app::tasks::{self, NewTaskInput, Outcome, PlannedInput, TaskChange, Whose};
use crm_model::{ClientId, Pii, StaffId, StatusOptionId, TaskId};
use std::sync::Arc;

/// Reading the queue.
#[derive(Default)]
pub struct TaskQuery;

/// Planning and working off.
#[derive(Default)]
pub struct TaskMutation;

/// Whose work a queue shows, within the viewer's reach.
#[derive(Enum, Clone, Copy, Default, PartialEq, Eq)]
pub enum QueueWhose {
    /// What is given to the viewer.
    #[default]
    Mine,
    /// What is given to anybody.
    Everybody,
}

/// One task of a page, with its client.
#[derive(SimpleObject)]
pub struct TaskEdge {
    cursor: String,
    node: TaskView,
    client: ClientView,
}

/// A page of a queue.
#[derive(SimpleObject)]
pub struct TaskConnection {
    edges: Vec<TaskEdge>,
    page_info: PageInfo,
}

/// How much waits; each count stops at 1,000.
#[derive(SimpleObject)]
pub struct QueueCount {
    /// Was due before now.
    overdue: i64,
    /// Is due before the end of the day.
    today: i64,
    /// Is due after it.
    later: i64,
    /// Leads that nobody has spoken with and for whom nothing is planned.
    fresh: i64,
}

/// A task to be planned. The assignee is the client's owner unless said.
#[derive(InputObject)]
pub struct CreateTaskInput {
    client_id: ID,
    kind: TaskKind,
    due_at: DateTime<Utc>,
    assignee_id: Option<ID>,
    text: Option<String>,
}

/// What is to change of a task. Absent fields stay as they are; an empty text takes the text away.
#[derive(InputObject)]
pub struct ChangeTaskInput {
    id: ID,
    version: i32,
    due_at: Option<DateTime<Utc>>,
    assignee_id: Option<ID>,
    text: Option<String>,
    state: Option<TaskState>,
}

/// What follows an outcome.
#[derive(InputObject)]
pub struct NextTaskInput {
    kind: TaskKind,
    due_at: DateTime<Utc>,
    assignee_id: Option<ID>,
    text: Option<String>,
}

/// What came of a contact: at least one part of it.
#[derive(InputObject)]
pub struct RecordOutcomeInput {
    client_id: ID,
    /// Absent where the newest version will do.
    version: Option<i32>,
    sales_status_id: Option<ID>,
    retention_status_id: Option<ID>,
    note: Option<String>,
    /// The client must not be called any more; the note says why. Open call-backs are cancelled.
    do_not_call: Option<bool>,
    next: Option<NextTaskInput>,
    /// The follow-up that this worked off.
    done_task_id: Option<ID>,
}

/// Whether a client may be called, and why.
#[derive(InputObject)]
pub struct SetDoNotCallInput {
    client_id: ID,
    version: i32,
    do_not_call: bool,
    reason: String,
}

/// A task after a change, or what was wrong with the input.
#[derive(SimpleObject)]
pub struct TaskPayload {
    task: Option<TaskView>,
    client: Option<ClientView>,
    errors: Vec<UserError>,
}

fn whose(whose: Option<QueueWhose>, assignee: Option<&ID>) -> Result<Whose> {
    Ok(match (assignee, whose.unwrap_or_default()) {
        (Some(id), _) => Whose::Of(shared::id(StaffId::parse(id), "staff")?),
        (None, QueueWhose::Mine) => Whose::Mine,
        (None, QueueWhose::Everybody) => Whose::Everybody,
    })
}

fn staff(id: Option<&ID>) -> Result<Option<StaffId>, UseCaseError> {
    id.map(|id| known(StaffId::parse(id), "assigneeId")).transpose()
}

#[Object]
impl TaskQuery {
    /// Open tasks and call-backs within the viewer's reach, the earliest due first. Call-backs of clients that must not be
    /// called are left out.
    async fn task_queue(
        &self,
        ctx: &Context<'_>,
        whose: Option<QueueWhose>,
        assignee_id: Option<ID>,
        first: Option<i32>,
        after: Option<String>,
    ) -> Result<TaskConnection> {
        let page = shared::page(first, after.as_deref())?;
        let whose = self::whose(whose, assignee_id.as_ref())?;
        let found = refused(tasks::queue(op(ctx)?, reader(ctx).await?, whose, &page).await)?;
        let edges: Vec<TaskEdge> = found
            .rows
            .into_iter()
            .map(|queued| TaskEdge {
                cursor: queued.task.row.cursor().encode(),
                client: ClientView::shared(Arc::clone(&queued.card)),
                node: queued.task.into(),
            })
            .collect();
        let cursors: Vec<String> = edges.iter().map(|e| e.cursor.clone()).collect();
        Ok(TaskConnection { page_info: PageInfo::of(&cursors, found.more, after.is_some()), edges })
    }

    /// Leads within the viewer's reach that nobody has spoken with and for whom nothing is planned, the newest first.
    async fn fresh_leads(
        &self,
        ctx: &Context<'_>,
        whose: Option<QueueWhose>,
        assignee_id: Option<ID>,
        first: Option<i32>,
        after: Option<String>,
    ) -> Result<ClientConnection> {
        let page = shared::page(first, after.as_deref())?;
        let whose = self::whose(whose, assignee_id.as_ref())?;
        let found = refused(tasks::fresh_leads(op(ctx)?, reader(ctx).await?, whose, &page).await)?;
        let edge =
            |(card, cursor): (_, crm_storage::Cursor)| ClientEdge::new(cursor.encode(), ClientView::shared(card));
        let edges: Vec<ClientEdge> = found.rows.into_iter().map(edge).collect();
        Ok(ClientConnection::new(edges, found.more, after.is_some()))
    }

    /// How much waits. `dayEnd` is the end of the viewer's day.
    async fn queue_count(
        &self,
        ctx: &Context<'_>,
        whose: Option<QueueWhose>,
        assignee_id: Option<ID>,
        day_end: DateTime<Utc>,
    ) -> Result<QueueCount> {
        let whose = self::whose(whose, assignee_id.as_ref())?;
        let count = tasks::count(op(ctx)?, reader(ctx).await?, whose, day_end).await?;
        Ok(QueueCount { overdue: count.overdue, today: count.today, later: count.later, fresh: count.fresh })
    }
}

#[Object]
impl TaskMutation {
    /// Plans a task or a call-back.
    async fn create_task(&self, ctx: &Context<'_>, input: CreateTaskInput) -> Result<TaskPayload> {
        let client = shared::id(ClientId::parse(&input.client_id), "client")?;
        let outcome = match staff(input.assignee_id.as_ref()) {
            Ok(assignee) => {
                let (kind, due_at, text) = (input.kind.into(), input.due_at, input.text.map(Pii::new));
                tasks::create(op(ctx)?, app(ctx)?, &NewTaskInput { client, kind, due_at, assignee, text }).await
            }
            Err(error) => Err(error),
        };
        let (id, errors) = settle(outcome)?;
        shown(ctx, id, errors).await
    }

    /// Changes a task: when, who, what, done or cancelled or open again.
    async fn change_task(&self, ctx: &Context<'_>, input: ChangeTaskInput) -> Result<TaskPayload> {
        let id = shared::id(TaskId::parse(&input.id), "task")?;
        let outcome = match staff(input.assignee_id.as_ref()) {
            Ok(assignee) => {
                let (text, state) = (input.text.map(Pii::new), input.state.map(Into::into));
                let change = TaskChange { version: input.version, due_at: input.due_at, assignee, text, state };
                tasks::change(op(ctx)?, app(ctx)?, id, &change).await
            }
            Err(error) => Err(error),
        };
        let (done, errors) = settle(outcome)?;
        shown(ctx, done.map(|()| id), errors).await
    }

    /// Records what came of a contact, in one step: statuses, a note, what was worked off, what follows. The client counts
    /// as contacted. It can be taken back for 8 seconds.
    async fn record_outcome(&self, ctx: &Context<'_>, input: RecordOutcomeInput) -> Result<ClientPayload> {
        let client = shared::id(ClientId::parse(&input.client_id), "client")?;
        let outcome = match input.read(client) {
            Ok(outcome) => tasks::record(op(ctx)?, app(ctx)?, &outcome).await,
            Err(error) => Err(error),
        };
        payload(ctx, outcome).await
    }

    /// Says that a client must not be called, or may be called again. Open call-backs are cancelled with it.
    async fn set_do_not_call(&self, ctx: &Context<'_>, input: SetDoNotCallInput) -> Result<ClientPayload> {
        let client = shared::id(ClientId::parse(&input.client_id), "client")?;
        let (op, app) = (op(ctx)?, app(ctx)?);
        let outcome =
            crm_app::clients::set_do_not_call(op, app, client, input.version, input.do_not_call, &input.reason).await;
        payload(ctx, outcome).await
    }
}

impl RecordOutcomeInput {
    fn read(self, client: ClientId) -> Result<Outcome, UseCaseError> {
        let status = |id: Option<&ID>, field| id.map(|id| known(StatusOptionId::parse(id), field)).transpose();
        let next = match self.next {
            Some(next) => Some(PlannedInput {
                kind: next.kind.into(),
                due_at: next.due_at,
                assignee: staff(next.assignee_id.as_ref())?,
                text: next.text.map(Pii::new),
            }),
            None => None,
        };
        Ok(Outcome {
            client,
            version: self.version,
            sales_status: status(self.sales_status_id.as_ref(), "salesStatusId")?,
            retention_status: status(self.retention_status_id.as_ref(), "retentionStatusId")?,
            note: self.note.map(Pii::new),
            do_not_call: self.do_not_call.unwrap_or(false),
            next,
            done: self.done_task_id.as_ref().map(|id| known(TaskId::parse(id), "doneTaskId")).transpose()?,
        })
    }
}

/// Reads a changed task again under the caller's rights. One who gave it away beyond his own reach gets none back.
async fn shown(ctx: &Context<'_>, id: Option<TaskId>, errors: Vec<UserError>) -> Result<TaskPayload> {
    let Some(id) = id else { return Ok(TaskPayload { task: None, client: None, errors }) };
    match tasks::find(op(ctx)?, reader(ctx).await?, id).await {
        Ok(found) => {
            let client = Some(ClientView::shared(Arc::clone(&found.card)));
            Ok(TaskPayload { task: Some(found.task.into()), client, errors })
        }
        Err(UseCaseError::NotFound(_) | UseCaseError::Access(_)) => {
            Ok(TaskPayload { task: None, client: None, errors })
        }
        Err(error) => Err(error.into()),
    }
}
