//! The trail as a file: asked for with a reason and a second factor, taken within minutes, by nobody else.

use super::trail;
use crate::clients::Personal;
use crate::{App, UseCaseError, clients, file_taken};
use chrono::Duration;
use crm_access::kinds::{AuditExport, AuditView};
use crm_access::{AccessError, OpContext, Permission};
use crm_model::{AuditAction, AuditFileId};
use crm_sheets::write_record;
use crm_storage::{AuditEvent, AuditFile, AuditFiles, AuditFilter, Audits, Change, Cursor, PageRequest};

/// Rows in a piece.
const PIECE: u16 = 200;
/// By this mark spreadsheets know the encoding.
const MARK: char = '\u{feff}';
/// How long the file can be taken.
const LEAVE: Duration = Duration::minutes(10);
const HEAD: [&str; 17] = [
    "No.",
    "Time (UTC)",
    "Event",
    "What happened",
    "Outcome",
    "Code",
    "By",
    "Who",
    "Who (id)",
    "On behalf of",
    "Address",
    "Browser",
    "Request",
    "About",
    "About (id)",
    "Reason",
    "Changes",
];

/// Leave to take these events out as a file; those that happen later are not in it.
///
/// # Errors
/// [`UseCaseError::Access`]; no reason; no event that matches.
pub async fn ask_file(
    op: &OpContext,
    app: &App,
    filter: AuditFilter,
    reason: &str,
) -> Result<AuditFileId, UseCaseError> {
    op.require::<AuditView>()?;
    let permit = op.require::<AuditExport>()?;
    let (staff, reason) = (op.staff_id()?, clients::reason(reason)?);
    let tx = app.db.begin(op).await?;
    let one = PageRequest { first: 1, after: None };
    if Audits::of(&tx).list(&filter, &one).await?.rows.is_empty() {
        let words = "No event matches these filters: there is nothing to take. Choose others.";
        return Err(UseCaseError::invalid("filter", "no_events", words));
    }
    let last_seq = Audits::of(&tx).head().await?.seq;
    let file = AuditFile { id: AuditFileId::generate(), staff, filter, last_seq, ends_at: op.now() + LEAVE };
    AuditFiles::of(&tx).give(&permit, &file, op.now()).await?;
    let text = |value: Option<String>, field| Change::plain(field, None::<String>, value);
    let filter = &file.filter;
    let actions: Vec<&str> = filter.actions.iter().map(|action| action.as_str()).collect();
    let event = AuditEvent::on(AuditAction::AuditFileAsked, "audit_file", file.id.uuid()).because(reason).changes([
        text(filter.actor.map(|id| id.to_string()), "actor"),
        text(filter.target.map(|id| id.to_string()), "target"),
        text((!actions.is_empty()).then(|| actions.join(", ")), "actions"),
        text(filter.refused.map(|refused| refused.to_string()), "refused"),
        text(filter.from.map(|at| at.to_rfc3339()), "from"),
        text(filter.before.map(|at| at.to_rfc3339()), "before"),
    ]);
    tx.commit(event).await?;
    Ok(file.id)
}

/// The next piece of the file and behind which event the one after it begins; `None` behind the last one. Newest first,
/// masked by the reader's own rights.
///
/// # Errors
/// [`UseCaseError::Access`]; [`UseCaseError::NotFound`] for everybody but who asked for it, and after ten minutes.
pub async fn file_rows(
    op: &OpContext,
    app: &App,
    id: AuditFileId,
    after: Option<i64>,
) -> Result<Option<(String, i64)>, UseCaseError> {
    let me = op.staff_id()?;
    // looked at anew for each piece; its second factor was given when the file was asked for
    if !op.holds(Permission::AuditExport) {
        return Err(AccessError::Forbidden(Permission::AuditExport).into());
    }
    let mut tx = app.db.read(op).await?;
    // what was begun in time goes on, over however slow a line
    let since = if after.is_none() { op.now() } else { op.now() - AuditFile::KEPT };
    let file = AuditFiles::of(&tx).find(id, since).await?.filter(|file| file.staff == me);
    let file = file.ok_or(UseCaseError::NotFound("file"))?;
    if after.is_none() {
        tx = file_taken::record(op, app, tx, "audit_file", id.uuid()).await?;
    }
    let seq = after.unwrap_or(file.last_seq.saturating_add(1));
    let cursor = Cursor { sort: "seq".to_owned(), value: Some(seq.to_string()), id: uuid::Uuid::nil() };
    let found = trail(op, &tx, &file.filter, &PageRequest { first: PIECE, after: Some(cursor) }).await?;
    let mut text = String::new();
    if after.is_none() {
        text.push(MARK);
        write_record(&mut text, HEAD, ',');
    } else if found.events.is_empty() {
        return Ok(None);
    }
    let last = found.events.last().map_or(0, |event| event.row.seq);
    for event in found.events {
        let row = event.row;
        let id = |id: Option<uuid::Uuid>| id.map(|id| id.to_string()).unwrap_or_default();
        let cells: [String; 17] = [
            row.seq.to_string(),
            row.at.to_rfc3339_opts(chrono::SecondsFormat::Millis, true),
            row.action_name.clone(),
            row.action.map_or_else(|| row.action_name.clone(), |action| action.title().to_owned()),
            if row.refused { "refused" } else { "done" }.to_owned(),
            row.code.unwrap_or_default(),
            row.actor_kind,
            row.actor_name.unwrap_or_default(),
            id(row.actor_id),
            row.on_behalf_of.map(|person| person.to_string()).unwrap_or_default(),
            row.ip.unwrap_or_default(),
            row.user_agent.unwrap_or_default(),
            row.request.to_string(),
            event.target_label.or(row.target_kind).unwrap_or_default(),
            id(row.target_id),
            event.reason.unwrap_or_default(),
            changes(&event.changes),
        ];
        write_record(&mut text, cells.iter().map(String::as_str), ',');
    }
    Ok(Some((text, last)))
}

fn changes(all: &[super::ShownChange]) -> String {
    let shown = |value: &Personal| match (&value.display, value.present) {
        (Some(text), _) => text.clone(),
        (None, true) => "hidden".to_owned(),
        (None, false) => "nothing".to_owned(),
    };
    let line = |change: &super::ShownChange| {
        format!("{}: {} -> {}", change.field, shown(&change.before), shown(&change.after))
    };
    all.iter().map(line).collect::<Vec<_>>().join("; ")
}
