use crate::view::enums::TimelineKind;
use crate::view::masked::FieldChange;
use crate::view::note::NoteView;
use crate::view::target;
use async_graphql::{ID, SimpleObject};
use chrono::{DateTime, Utc};
use crm_app::audit::{ShownEvent, TimelineEvent};
use crm_model::{RequestId, SessionId};
use crm_storage::AuditRow;

/// One event of the trail, as the reader may see it.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(name = "AuditEvent")]
pub struct AuditEventView {
    id: ID,
    seq: i64,
    at: DateTime<Utc>,
    action: String,
    title: String,
    refused: bool,
    actor_kind: String,
    actor: String,
    on_behalf_of: Option<String>,
    session_id: Option<ID>,
    ip: Option<String>,
    user_agent: Option<String>,
    request_id: Option<String>,
    reason: Option<String>,
    target_kind: Option<String>,
    target_id: Option<ID>,
    target_label: Option<String>,
    changes: Vec<FieldChange>,
}

fn actor(row: &AuditRow) -> String {
    row.actor_name.clone().unwrap_or_else(|| {
        if row.actor_kind == "client" { "The client".to_owned() } else { "Somebody not signed in".to_owned() }
    })
}

fn title(row: &AuditRow) -> String {
    let title = row.action.map_or(row.action_name.as_str(), |action| action.title());
    match &row.code {
        Some(code) => format!("{title} ({code})"),
        None => title.to_owned(),
    }
}

impl From<ShownEvent> for AuditEventView {
    fn from(event: ShownEvent) -> Self {
        let row = event.row;
        Self {
            id: ID(row.id.to_string()),
            seq: row.seq,
            at: row.at,
            title: title(&row),
            actor: actor(&row),
            target_id: row.target_kind.as_deref().zip(row.target_id).map(|(kind, id)| ID(target::shown(kind, id))),
            action: row.action_name,
            refused: row.refused,
            actor_kind: row.actor_kind,
            on_behalf_of: row.on_behalf_of.map(|s| s.to_string()),
            session_id: row.session.map(|s| ID(SessionId::from_uuid(s).to_string())),
            ip: row.ip,
            user_agent: row.user_agent,
            request_id: Some(RequestId::from_uuid(row.request).to_string()),
            reason: event.reason,
            target_kind: row.target_kind,
            target_label: event.target_label,
            changes: event.changes.into_iter().map(FieldChange::from).collect(),
        }
    }
}

/// One entry of a client's timeline.
#[derive(Clone, Debug, SimpleObject)]
pub struct TimelineEntry {
    id: ID,
    at: DateTime<Utc>,
    kind: TimelineKind,
    action: String,
    title: String,
    actor: String,
    reason: Option<String>,
    changes: Vec<FieldChange>,
    note: Option<NoteView>,
}

impl From<TimelineEvent> for TimelineEntry {
    fn from(entry: TimelineEvent) -> Self {
        let row = entry.event.row;
        Self {
            id: ID(row.id.to_string()),
            at: row.at,
            kind: entry.part.into(),
            title: title(&row),
            actor: actor(&row),
            action: row.action_name,
            reason: entry.event.reason,
            changes: entry.event.changes.into_iter().map(FieldChange::from).collect(),
            note: entry.note.map(NoteView::from),
        }
    }
}
