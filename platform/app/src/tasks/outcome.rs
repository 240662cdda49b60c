//! The outcome of a contact, in one commit: statuses, a note, the follow-up that was worked off, the next one.

use super::write::{NewTaskInput, about, follow_up, held, plan};
use crate::client_statuses::follows;
use crate::clients::{Changed, announce_note, for_change, lifted, say_do_not_call, told_do_not_call, undo_secret};
use crate::{App, UseCaseError};
use chrono::{DateTime, Utc};
use crm_access::kinds::{ClientEdit, NoteWrite, TaskManage};
use crm_access::{OpContext, PermissionKind};
use crm_model::{
    AuditAction, ClientId, NoteId, NoteText, Pii, Problem, StaffId, StatusKind, StatusOptionId, TaskId, TaskKind,
    TaskState,
};
use crm_storage::{
    AuditEvent, Change, ClientRecord, ClientUpdate, NewNote, Notes, Settings, StatusOption, TaskUpdate, Tasks,
    TenantTx, Undo, UndoKept, covers,
};
use crm_vault::ClientKey;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What is planned next.
#[derive(Clone, Debug)]
pub struct PlannedInput {
    /// Task or call-back.
    pub kind: TaskKind,
    /// When it is due.
    pub due_at: DateTime<Utc>,
    /// Who is to do it; the client's owner unless said.
    pub assignee: Option<StaffId>,
    /// What is to be done.
    pub text: Option<Pii<String>>,
}

/// What came of a contact. At least one part of it is there.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// With which client.
    pub client: ClientId,
    /// The version that was read; `None` where the newest will do.
    pub version: Option<i32>,
    /// The sales status from now on.
    pub sales_status: Option<StatusOptionId>,
    /// The retention status from now on.
    pub retention_status: Option<StatusOptionId>,
    /// What was said.
    pub note: Option<Pii<String>>,
    /// The client must not be called any more; the note says why.
    pub do_not_call: bool,
    /// What follows.
    pub next: Option<PlannedInput>,
    /// The follow-up that this worked off.
    pub done: Option<TaskId>,
}

/// What is needed to take an outcome back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct OutcomeKept {
    sales: Uuid,
    retention: Option<Uuid>,
    contact: Option<DateTime<Utc>>,
    note: Option<Uuid>,
    planned: Option<Uuid>,
    done: Option<Uuid>,
    /// The call-backs that were cancelled when the client was not to be called any more.
    #[serde(default)]
    silenced: Option<Vec<Uuid>>,
}

/// Why a client is not to be called, where nobody wrote it down.
const ASKED: &str = "Said in a contact: do not call.";

/// Records what came of a contact; the client counts as contacted. It can be taken back for some seconds.
///
/// # Errors
/// Access for each part; conflict; every problem of the parts with its place.
pub async fn record(op: &OpContext, app: &App, input: &Outcome) -> Result<Changed, UseCaseError> {
    let permit = op.require::<TaskManage>()?;
    let tx = app.db.begin(op).await?;
    let (client, key) = for_change(op, &tx, &permit, input.client, input.version).await?;
    let (mut update, changes) = statuses(op, &tx, &client, input).await?;
    let mut events = vec![AuditEvent::on_client(AuditAction::OutcomeRecorded, client.id, &key).changes(changes)];
    let note = match input.note.as_ref().filter(|n| !n.expose().trim().is_empty()) {
        Some(raw) => {
            let (id, event) = note(op, &tx, &client, &key, raw).await?;
            events.push(event);
            Some(id)
        }
        None => None,
    };
    if let Some(id) = input.done {
        events.push(finish(op, &tx, &permit, &client, &key, id).await?);
    }
    let mut silenced = None;
    if input.do_not_call && !client.do_not_call {
        let edit = needs::<ClientEdit>(op, &client)?;
        let said = say_do_not_call(op, &tx, &edit, &client, &key, update, &why(input)).await?;
        update = said.update;
        events.extend(said.events);
        silenced = Some(said.cancelled);
    }
    let rings = input.next.as_ref().is_some_and(|next| next.kind == TaskKind::CallBack);
    if input.do_not_call && rings {
        let words = "The client is not to be called any more. Plan a task instead.";
        return Err(Problem::at("kind", "do_not_call", words).under("next").into());
    }
    let planned = match &input.next {
        Some(next) => {
            let next = NewTaskInput {
                client: client.id,
                kind: next.kind,
                due_at: next.due_at,
                assignee: next.assignee,
                text: next.text.clone(),
            };
            let (id, event) = plan(op, &tx, &permit, &client, &key, &next).await.map_err(of_next)?;
            events.push(event);
            Some(id)
        }
        None => None,
    };
    let empty = update.is_empty() && note.is_none() && planned.is_none() && input.done.is_none();
    if empty && !input.do_not_call && input.sales_status.is_none() && input.retention_status.is_none() {
        return Err(Problem::whole("empty_outcome", "Choose a status, write a note or plan what follows.").into());
    }
    update = update.last_contact_at(Some(op.now()));
    let version = follow_up(op, &tx, &permit, &client, update).await?;
    let kept = OutcomeKept {
        sales: client.sales_status.uuid(),
        retention: client.retention_status.map(StatusOptionId::uuid),
        contact: client.last_contact_at,
        note: note.map(NoteId::uuid),
        planned: planned.map(TaskId::uuid),
        done: input.done.map(TaskId::uuid),
        silenced: silenced.map(|tasks| tasks.into_iter().map(TaskId::uuid).collect()),
    };
    let kept = serde_json::to_value(kept).map_err(|_| UseCaseError::Internal("an outcome cannot be kept"))?;
    let secret = undo_secret()?;
    let kept = UndoKept::Outcome { kept };
    Undo::of(&tx).keep(secret.digest(), op.staff_id()?, client.id, version, kept, op.now()).await?;
    tx.commit_all(events).await?;
    announce_note(op, app, &client, version).await;
    Ok(Changed { id: client.id, undo: Some(secret) })
}

/// Why the client is not to be called: what was noted, as far as there is room for it.
fn why(input: &Outcome) -> String {
    let note = input.note.as_ref().map(|note| note.expose().trim()).unwrap_or_default();
    let words = if note.is_empty() { ASKED.to_owned() } else { format!("{ASKED} {note}") };
    words.chars().map(|c| if c.is_control() { ' ' } else { c }).take(500).collect()
}

/// A problem of what follows stands under it.
fn of_next(error: UseCaseError) -> UseCaseError {
    match error {
        UseCaseError::Invalid(problems) => {
            UseCaseError::Invalid(problems.into_iter().map(|problem| problem.under("next")).collect())
        }
        other => other,
    }
}

/// A right that a part of an outcome needs, and that it reaches this client.
fn needs<P: PermissionKind>(op: &OpContext, client: &ClientRecord) -> Result<crm_access::Permit<P>, UseCaseError> {
    let permit = op.require::<P>()?;
    if !covers(permit.reach(), client) {
        return Err(UseCaseError::NotFound("client"));
    }
    Ok(permit)
}

async fn statuses(
    op: &OpContext,
    tx: &TenantTx,
    client: &ClientRecord,
    input: &Outcome,
) -> Result<(ClientUpdate, Vec<Change>), UseCaseError> {
    let mut update = ClientUpdate::default();
    let mut changes = Vec::new();
    if input.sales_status.is_none() && input.retention_status.is_none() {
        return Ok((update, changes));
    }
    needs::<ClientEdit>(op, client)?;
    let all = Settings::of(tx).statuses().await?;
    if let Some(to) = input.sales_status {
        let wanted = follows(&all, StatusKind::Sales, Some(client.sales_status), to)?;
        changes.push(Change::plain("salesStatus", named(&all, Some(client.sales_status)), Some(wanted.name.clone())));
        update = update.sales_status_id(to);
    }
    if let Some(to) = input.retention_status {
        let wanted = follows(&all, StatusKind::Retention, client.retention_status, to)?;
        let before = named(&all, client.retention_status);
        changes.push(Change::plain("retentionStatus", before, Some(wanted.name.clone())));
        update = update.retention_status_id(Some(to));
    }
    Ok((update, changes))
}

fn named(all: &[StatusOption], id: Option<StatusOptionId>) -> Option<String> {
    all.iter().find(|s| Some(s.id) == id).map(|s| s.name.clone())
}

async fn note(
    op: &OpContext,
    tx: &TenantTx,
    client: &ClientRecord,
    key: &ClientKey,
    raw: &Pii<String>,
) -> Result<(NoteId, AuditEvent), UseCaseError> {
    let permit = needs::<NoteWrite>(op, client)?;
    let text = NoteText::parse("note", raw.expose())?;
    let text = text.expose().as_str();
    let id = NoteId::generate();
    let note = NewNote { id, client: client.id, author: op.staff_id()?, text, pinned: false };
    Notes::of(tx).insert(&permit, &note, key, op.now()).await?;
    let event = AuditEvent::on_client(AuditAction::NoteWritten, client.id, key).target("note", id.uuid());
    Ok((id, event.changes([Change::private("text", None, Some(text.to_owned()))])))
}

/// Marks the follow-up as done; it belongs to this client and is open.
async fn finish(
    op: &OpContext,
    tx: &TenantTx,
    permit: &crm_access::Permit<TaskManage>,
    client: &ClientRecord,
    key: &ClientKey,
    id: TaskId,
) -> Result<AuditEvent, UseCaseError> {
    let unknown = || UseCaseError::invalid("doneTaskId", "unknown_id", "This follow-up is not one of the client's.");
    let (row, ..) = held(op, tx, permit, id).await.map_err(|error| match error {
        UseCaseError::NotFound(_) => unknown(),
        other => other,
    })?;
    if row.client != client.id {
        return Err(unknown());
    }
    if row.state != TaskState::Open {
        return Err(UseCaseError::invalid("doneTaskId", "not_open", "This follow-up was ended meanwhile."));
    }
    let assignee = row.assignee.as_ref().map(|(s, _)| *s);
    let update = TaskUpdate { state: TaskState::Done, due_at: row.due_at, assignee, text: None };
    if !Tasks::of(tx).update(permit, &row, &update, key, op.now()).await? {
        return Err(UseCaseError::Conflict { current: client.version + 1 });
    }
    let states = Change::plain("state", Some(TaskState::Open.as_str()), Some(TaskState::Done.as_str()));
    Ok(about(AuditAction::TaskDone, id, client.id, key).changes([states]))
}

/// Takes an outcome back: the statuses and the contact before it, without its note and without what it planned.
pub(crate) async fn take_back(
    op: &OpContext,
    tx: &TenantTx,
    client: &ClientRecord,
    kept: serde_json::Value,
) -> Result<(i32, Vec<Change>), UseCaseError> {
    let permit = needs::<TaskManage>(op, client)?;
    let kept: OutcomeKept =
        serde_json::from_value(kept).map_err(|_| UseCaseError::Internal("a kept outcome is not understood"))?;
    if let Some(note) = kept.note {
        let notes = needs::<NoteWrite>(op, client)?;
        if !Notes::of(tx).delete(&notes, NoteId::from_uuid(note), 1).await? {
            return Err(UseCaseError::LinkEnded);
        }
    }
    let tasks = Tasks::of(tx);
    if let Some(planned) = kept.planned {
        tasks.remove(&permit, TaskId::from_uuid(planned)).await?;
    }
    if let Some(done) = kept.done {
        tasks.reopen(&permit, &[TaskId::from_uuid(done)], op.now()).await?;
    }
    if let Some(silenced) = &kept.silenced {
        needs::<ClientEdit>(op, client)?;
        let all: Vec<TaskId> = silenced.iter().copied().map(TaskId::from_uuid).collect();
        tasks.reopen(&permit, &all, op.now()).await?;
    }
    let (sales, retention) = (StatusOptionId::from_uuid(kept.sales), kept.retention.map(StatusOptionId::from_uuid));
    if (sales, retention) != (client.sales_status, client.retention_status) {
        needs::<ClientEdit>(op, client)?;
    }
    let all = Settings::of(tx).statuses().await?;
    let changes = vec![
        Change::plain("salesStatus", named(&all, Some(client.sales_status)), named(&all, Some(sales))),
        Change::plain("retentionStatus", named(&all, client.retention_status), named(&all, retention)),
        Change::plain("note", kept.note.map(|_| "written"), None::<String>),
        Change::plain("planned", kept.planned.map(|_| "open"), None::<String>),
        Change::plain("done", kept.done.map(|_| "done"), kept.done.map(|_| "open")),
        told_do_not_call(client.do_not_call, client.do_not_call && kept.silenced.is_none()),
    ];
    let mut update =
        ClientUpdate::default().sales_status_id(sales).retention_status_id(retention).last_contact_at(kept.contact);
    if kept.silenced.is_some() {
        update = lifted(update);
    }
    Ok((follow_up(op, tx, &permit, client, update).await?, changes))
}
