use crate::clients::{announce_note, callable, for_change, touch};
use crate::{App, UseCaseError};
use chrono::{DateTime, Duration, Utc};
use crm_access::kinds::TaskManage;
use crm_access::{OpContext, Permit};
use crm_model::{AuditAction, ClientId, Pii, Problem, StaffId, TaskId, TaskKind, TaskState, TaskText};
use crm_storage::{
    AuditEvent, Change, ClientRecord, ClientUpdate, Clients, NewTask, TaskRow, TaskUpdate, Tasks, TenantTx,
};
use crm_vault::ClientKey;

/// A task to be planned.
#[derive(Clone, Debug)]
pub struct NewTaskInput {
    /// For which client.
    pub client: ClientId,
    /// Task or call-back.
    pub kind: TaskKind,
    /// When it is due.
    pub due_at: DateTime<Utc>,
    /// Who is to do it; the client's owner unless said.
    pub assignee: Option<StaffId>,
    /// What is to be done.
    pub text: Option<Pii<String>>,
}

/// What is to change of a task. `None` stays as it is.
#[derive(Clone, Debug, Default)]
pub struct TaskChange {
    /// The version that was read.
    pub version: i32,
    /// When it is due.
    pub due_at: Option<DateTime<Utc>>,
    /// Who is to do it.
    pub assignee: Option<StaffId>,
    /// What is to be done; empty for nothing in particular.
    pub text: Option<Pii<String>>,
    /// How far it has come.
    pub state: Option<TaskState>,
}

/// Nobody plans further ahead.
const AHEAD: Duration = Duration::days(730);

/// Plans a task or a call-back.
///
/// # Errors
/// Access; a client that must not be called; a time that is over; somebody who does not look after the client.
pub async fn create(op: &OpContext, app: &App, input: &NewTaskInput) -> Result<TaskId, UseCaseError> {
    let permit = op.require::<TaskManage>()?;
    let tx = app.db.begin(op).await?;
    let (client, key) = for_change(op, &tx, &permit, input.client, None).await?;
    let (id, event) = plan(op, &tx, &permit, &client, &key, input).await?;
    let version = follow_up(op, &tx, &permit, &client, ClientUpdate::default()).await?;
    tx.commit(event).await?;
    announce_note(op, app, &client, version).await;
    Ok(id)
}

/// Keeps a planned task within a transaction.
pub(super) async fn plan(
    op: &OpContext,
    tx: &TenantTx,
    permit: &Permit<TaskManage>,
    client: &ClientRecord,
    key: &ClientKey,
    input: &NewTaskInput,
) -> Result<(TaskId, AuditEvent), UseCaseError> {
    if input.kind == TaskKind::CallBack {
        callable(client, "kind")?;
    }
    due(op, input.due_at, "dueAt")?;
    let text = match &input.text {
        Some(raw) => TaskText::parse("text", raw.expose())?,
        None => None,
    };
    let assignee = assignee(op, tx, client, input.assignee, "assigneeId").await?;
    let id = TaskId::generate();
    let text = text.as_ref().map(|t| t.expose().as_str());
    let task = NewTask {
        id,
        client: client.id,
        kind: input.kind,
        due_at: input.due_at,
        assignee: Some(assignee.0),
        text,
        by: Some(op.staff_id()?),
    };
    Tasks::of(tx).insert(permit, &task, key, op.now()).await?;
    let event = about(AuditAction::TaskCreated, id, client.id, key).changes([
        Change::plain("kind", None::<String>, Some(input.kind.as_str())),
        Change::plain("dueAt", None::<String>, Some(input.due_at.to_rfc3339())),
        Change::plain("assignee", None::<String>, Some(assignee.1)),
        Change::private("text", None, text.map(str::to_owned)),
    ]);
    Ok((id, event))
}

/// Changes a task: when, who, what, done or cancelled or open again.
///
/// # Errors
/// As [`create`]; conflict.
pub async fn change(op: &OpContext, app: &App, id: TaskId, input: &TaskChange) -> Result<(), UseCaseError> {
    let permit = op.require::<TaskManage>()?;
    let tx = app.db.begin(op).await?;
    let (row, client, key) = held(op, &tx, &permit, id).await?;
    if row.version != input.version {
        return Err(UseCaseError::Conflict { current: row.version });
    }
    let state = input.state.unwrap_or(row.state);
    if state == TaskState::Open && row.kind == TaskKind::CallBack {
        callable(&client, "state")?;
    }
    if let Some(at) = input.due_at.filter(|at| *at != row.due_at) {
        due(op, at, "dueAt")?;
    }
    let text = match &input.text {
        Some(raw) => Some(TaskText::parse("text", raw.expose())?),
        None => None,
    };
    let before = row.open(op.tenant().id, &key)?;
    let assigned = match input.assignee {
        Some(staff) if row.assignee.as_ref().map(|(s, _)| *s) != Some(staff) => {
            Some(assignee(op, &tx, &client, Some(staff), "assigneeId").await?)
        }
        _ => row.assignee.clone(),
    };
    let text = text.as_ref().map(|t| t.as_ref().map(|t| t.expose().as_str()));
    let update = TaskUpdate {
        state,
        due_at: input.due_at.unwrap_or(row.due_at),
        assignee: assigned.as_ref().map(|(s, _)| *s),
        text,
    };
    let name = |who: &Option<(StaffId, String)>| who.as_ref().map(|(_, name)| name.clone());
    let after = text.map_or_else(|| before.clone(), |t| t.map(str::to_owned));
    let event = about(action(row.state, state), id, client.id, &key).changes([
        Change::plain("state", Some(row.state.as_str()), Some(state.as_str())),
        Change::plain("dueAt", Some(row.due_at.to_rfc3339()), Some(update.due_at.to_rfc3339())),
        Change::plain("assignee", name(&row.assignee), name(&assigned)),
        Change::private("text", before, after),
    ]);
    if !event.has_changes() {
        return Ok(tx.abandon().await?);
    }
    if !Tasks::of(&tx).update(&permit, &row, &update, &key, op.now()).await? {
        return Err(UseCaseError::Conflict { current: row.version + 1 });
    }
    let version = follow_up(op, &tx, &permit, &client, ClientUpdate::default()).await?;
    tx.commit(event).await?;
    announce_note(op, app, &client, version).await;
    Ok(())
}

/// A task and its client, within the reach of the permit.
pub(super) async fn held(
    op: &OpContext,
    tx: &TenantTx,
    permit: &Permit<TaskManage>,
    id: TaskId,
) -> Result<(TaskRow, ClientRecord, ClientKey), UseCaseError> {
    let row = Tasks::of(tx).find(id).await?.ok_or(UseCaseError::NotFound("task"))?;
    let found = for_change(op, tx, permit, row.client, None).await;
    let (client, key) = found.map_err(|error| match error {
        UseCaseError::NotFound(_) => UseCaseError::NotFound("task"),
        other => other,
    })?;
    Ok((row, client, key))
}

/// Writes the client with its next follow-up as the tasks have it now.
pub(super) async fn follow_up(
    op: &OpContext,
    tx: &TenantTx,
    permit: &Permit<TaskManage>,
    client: &ClientRecord,
    update: ClientUpdate,
) -> Result<i32, UseCaseError> {
    let next = Tasks::of(tx).next_due(client.id).await?;
    touch(op, tx, permit, client, update.next_follow_up_at(next)).await
}

/// An event on a client that names the task.
pub(super) fn about(action: AuditAction, task: TaskId, client: ClientId, key: &ClientKey) -> AuditEvent {
    AuditEvent::on_client(action, client, key).target("task", task.uuid())
}

fn action(before: TaskState, after: TaskState) -> AuditAction {
    match after {
        _ if before == after => AuditAction::TaskChanged,
        TaskState::Open => AuditAction::TaskReopened,
        TaskState::Done => AuditAction::TaskDone,
        TaskState::Cancelled => AuditAction::TaskCancelled,
    }
}

fn due(op: &OpContext, at: DateTime<Utc>, field: &str) -> Result<(), Problem> {
    if at < op.now() - Duration::minutes(1) {
        return Err(Problem::at(field, "in_the_past", "This time is over. Choose a later one."));
    }
    if at > op.now() + AHEAD {
        return Err(Problem::at(field, "too_far", "Choose a time within two years."));
    }
    Ok(())
}

/// Who does it: somebody who looks after the client (owner, participant, the client's team) or the caller.
async fn assignee(
    op: &OpContext,
    tx: &TenantTx,
    client: &ClientRecord,
    wanted: Option<StaffId>,
    field: &str,
) -> Result<(StaffId, String), UseCaseError> {
    let me = op.staff_id()?;
    let clients = Clients::of(tx);
    let id = wanted.or_else(|| client.owner_id()).unwrap_or(me);
    let unknown = || UseCaseError::invalid(field, "unknown_id", "Choose an active staff member.");
    let found = match clients.hold_owner(id).await? {
        Some(found) => found,
        // an owner who left: it falls to the caller
        None if wanted.is_none() => clients.hold_owner(me).await?.ok_or_else(unknown)?,
        None => return Err(unknown()),
    };
    let near = found.id == me
        || client.owner_id() == Some(found.id)
        || found.team.is_some_and(|team| client.team_id() == Some(team))
        || clients.participants(client.id).await?.iter().any(|(person, _)| *person == found.id);
    if near {
        return Ok((found.id, found.name));
    }
    let words = "This person does not look after the client. Choose its owner, a participant or somebody of its team.";
    Err(UseCaseError::invalid(field, "not_near", words))
}
