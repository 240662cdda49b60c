//! The broker's statuses of clients: making and changing them, and the one rule of which may follow which. Whatever
//! changes a client's status asks [`follows`]: the portal, websites, bulk work.

use crate::{App, UseCaseError};
use crm_access::OpContext;
use crm_access::kinds::SettingsManage;
use crm_model::{AuditAction, Problem, Problems, StatusKind, StatusOptionId, StatusType};
use crm_storage::{AuditEvent, Change, NewStatus, Settings, StatusEdit, StatusOption, StorageError};

/// A status to be made.
#[derive(Clone, Debug)]
pub struct NewStatusInput {
    /// In which list.
    pub kind: StatusKind,
    /// The name.
    pub name: String,
    /// What it means.
    pub meaning: StatusType,
    /// `#rrggbb`.
    pub color: String,
}

/// What is to change of a status; `None` stays as it is.
#[derive(Clone, Debug, Default)]
pub struct StatusChange {
    /// The version that was read.
    pub version: i32,
    /// The name.
    pub name: Option<String>,
    /// What it means.
    pub meaning: Option<StatusType>,
    /// `#rrggbb`.
    pub color: Option<String>,
    /// Its place in the list, from 0.
    pub place: Option<usize>,
    /// Whether every status may follow.
    pub any_next: Option<bool>,
    /// Which may follow, where not every one may.
    pub next: Option<Vec<StatusOptionId>>,
    /// Not to be given to clients any more.
    pub retired: Option<bool>,
}

/// The longest name of a status, in characters.
const LONGEST: usize = 60;

/// The most statuses of one list.
const MOST: usize = 60;

/// The status that a client is to get, if it may follow the present one. The present one itself always may.
///
/// # Errors
/// `unknown_id`, `retired_status` or `status_step` at the field.
pub fn follows(
    all: &[StatusOption],
    kind: StatusKind,
    from: Option<StatusOptionId>,
    to: StatusOptionId,
) -> Result<&StatusOption, Problem> {
    let (field, unknown) = match kind {
        StatusKind::Sales => ("salesStatusId", "Choose one of your sales statuses."),
        StatusKind::Retention => ("retentionStatusId", "Choose one of your retention statuses."),
    };
    let named = |id| all.iter().find(|s| s.kind == kind && s.id == id);
    let wanted = named(to).ok_or_else(|| Problem::at(field, "unknown_id", unknown))?;
    if from == Some(to) {
        return Ok(wanted);
    }
    if wanted.retired {
        return Err(Problem::at(field, "retired_status", "This status is no longer in use. Choose another one."));
    }
    match from.and_then(named) {
        Some(present) if !present.any_next && !present.next.contains(&to) => Err(Problem::at(
            field,
            "status_step",
            "This status may not follow the present one. Choose one that your broker allows after it.",
        )),
        _ => Ok(wanted),
    }
}

/// Makes a status at the end of its list.
///
/// # Errors
/// Access; a name that is taken, missing or too long; no colour.
pub async fn create(op: &OpContext, app: &App, input: &NewStatusInput) -> Result<StatusOptionId, UseCaseError> {
    let permit = op.require::<SettingsManage>()?;
    let mut problems = Problems::new();
    let name = name(&mut problems, &input.name, LONGEST);
    let color = color(&mut problems, &input.color);
    problems.done()?;
    let tx = app.db.begin(op).await?;
    let settings = Settings::of(&tx);
    if settings.statuses().await?.iter().filter(|s| s.kind == input.kind).count() >= MOST {
        return Err(UseCaseError::invalid("kind", "too_many", format!("A list has at most {MOST} statuses.")));
    }
    let id = StatusOptionId::generate();
    let status = NewStatus { id, kind: input.kind, name, meaning: input.meaning, color };
    taken(settings.add_status(&permit, &status).await)?;
    let event = AuditEvent::on(AuditAction::ClientStatusCreated, "client_status", id.uuid()).changes([
        Change::plain("kind", None::<String>, Some(status.kind.as_str())),
        Change::plain("name", None::<String>, Some(status.name)),
        Change::plain("type", None::<String>, Some(status.meaning.as_str())),
        Change::plain("color", None::<String>, Some(status.color)),
    ]);
    tx.commit(event).await?;
    Ok(id)
}

/// Changes a status: its words, its place, what may follow it, whether it is in use.
///
/// # Errors
/// Access, conflict, a taken name, the last status of a list that is in use.
pub async fn change(op: &OpContext, app: &App, id: StatusOptionId, input: &StatusChange) -> Result<(), UseCaseError> {
    let permit = op.require::<SettingsManage>()?;
    let tx = app.db.begin(op).await?;
    let settings = Settings::of(&tx);
    let all = settings.statuses().await?;
    let before = all.iter().find(|s| s.id == id).ok_or(UseCaseError::NotFound("client status"))?;
    if before.version != input.version {
        return Err(UseCaseError::Conflict { current: before.version });
    }
    let list: Vec<&StatusOption> = all.iter().filter(|s| s.kind == before.kind).collect();
    let mut problems = Problems::new();
    let after = StatusEdit {
        name: input.name.as_deref().map_or_else(|| before.name.clone(), |raw| name(&mut problems, raw, LONGEST)),
        color: input.color.as_deref().map_or_else(|| before.color.clone(), |raw| color(&mut problems, raw)),
        meaning: input.meaning.unwrap_or(before.meaning),
        any_next: input.any_next.unwrap_or(before.any_next),
        retired_at: input.retired.unwrap_or(before.retired).then(|| op.now()),
    };
    let next = input.next.as_ref().unwrap_or(&before.next);
    if !next.iter().all(|to| list.iter().any(|s| s.id == *to)) {
        problems.push(Problem::at("nextIds", "unknown_id", "Choose statuses of the same list."));
    }
    if after.retired_at.is_some() && !list.iter().any(|s| s.id != id && !s.retired) {
        problems.push(Problem::at("retired", "last_status", "At least one status of each list stays in use."));
    }
    problems.done()?;
    let names = |ids: &[StatusOptionId]| {
        let names: Vec<&str> = list.iter().filter(|s| ids.contains(&s.id)).map(|s| s.name.as_str()).collect();
        Some(names.join(", "))
    };
    let word = |yes: bool| Some(if yes { "yes" } else { "no" });
    let order = order(&list, id, input.place);
    let at = |order: &[StatusOptionId]| order.iter().position(|s| *s == id).map(|n| n.to_string());
    let present: Vec<StatusOptionId> = list.iter().map(|s| s.id).collect();
    let event = AuditEvent::on(AuditAction::ClientStatusEdited, "client_status", id.uuid()).changes([
        Change::plain("name", Some(before.name.as_str()), Some(after.name.as_str())),
        Change::plain("type", Some(before.meaning.as_str()), Some(after.meaning.as_str())),
        Change::plain("color", Some(before.color.as_str()), Some(after.color.as_str())),
        Change::plain("place", at(&present), at(&order)),
        Change::plain("anyNext", word(before.any_next), word(after.any_next)),
        Change::plain("next", names(&before.next), names(next)),
        Change::plain("retired", word(before.retired), word(after.retired_at.is_some())),
    ]);
    if !event.has_changes() {
        return Ok(tx.abandon().await?);
    }
    if !taken(settings.edit_status(&permit, id, input.version, &after).await)? {
        return Err(UseCaseError::Conflict { current: input.version + 1 });
    }
    if order != present {
        settings.order_statuses(&permit, &order).await?;
    }
    settings.set_next(&permit, id, next).await?;
    Ok(tx.commit(event).await?)
}

/// The list with one status at another place.
fn order(list: &[&StatusOption], id: StatusOptionId, place: Option<usize>) -> Vec<StatusOptionId> {
    let mut order: Vec<StatusOptionId> = list.iter().map(|s| s.id).collect();
    if let Some(place) = place {
        order.retain(|s| *s != id);
        order.insert(place.min(order.len()), id);
    }
    order
}

fn taken<T>(outcome: Result<T, StorageError>) -> Result<T, UseCaseError> {
    outcome.map_err(|error| match error {
        StorageError::Taken { .. } => UseCaseError::invalid("name", "taken", "This list has a status of this name."),
        other => other.into(),
    })
}

/// What something of the broker's own is called.
pub(crate) fn name(problems: &mut Problems, raw: &str, longest: usize) -> String {
    let name = problems.text("name", Some(raw), longest);
    if name.is_none() {
        problems.push(Problem::at("name", "required", "Write a name."));
    }
    name.unwrap_or_default()
}

/// The colour of a mark.
pub(crate) fn color(problems: &mut Problems, raw: &str) -> String {
    let digits = raw.strip_prefix('#').unwrap_or_default();
    if digits.len() != 6 || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
        problems.push(Problem::at("color", "invalid_color", "Write a colour as #rrggbb, such as #2f6fdb."));
    }
    raw.to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(any_next: bool, next: &[StatusOptionId], retired: bool) -> StatusOption {
        StatusOption {
            id: StatusOptionId::generate(),
            kind: StatusKind::Sales,
            name: String::new(),
            meaning: StatusType::Open,
            color: "#000000".to_owned(),
            position: 1,
            any_next,
            next: next.to_vec(),
            retired,
            version: 1,
        }
    }

    #[test]
    fn a_status_follows_where_the_broker_allows_it() {
        let lost = status(false, &[], false);
        let old = status(true, &[], true);
        let working = status(false, &[lost.id], false);
        let new = status(true, &[], false);
        let all = [new.clone(), working.clone(), lost.clone(), old.clone()];
        let code = |from: &StatusOption, to: &StatusOption| {
            follows(&all, StatusKind::Sales, Some(from.id), to.id).map(|s| s.id).map_err(|p| p.code)
        };
        assert_eq!(code(&new, &working), Ok(working.id));
        assert_eq!(code(&working, &lost), Ok(lost.id));
        assert_eq!(code(&working, &new), Err("status_step"));
        assert_eq!(code(&lost, &new), Err("status_step"));
        assert_eq!(code(&new, &old), Err("retired_status"));
        assert_eq!(code(&old, &old), Ok(old.id), "what is there stays");
        assert_eq!(code(&old, &new), Ok(new.id));
        let other = follows(&all, StatusKind::Retention, None, new.id).map(|s| s.id).map_err(|p| p.code);
        assert_eq!(other, Err("unknown_id"));
    }

    #[test]
    fn a_status_moves_to_its_place() {
        let list = [status(true, &[], false), status(true, &[], false), status(true, &[], false)];
        let ids: Vec<_> = list.iter().map(|s| s.id).collect();
        let all: Vec<&StatusOption> = list.iter().collect();
        assert_eq!(order(&all, ids[2], Some(0)), vec![ids[2], ids[0], ids[1]]);
        assert_eq!(order(&all, ids[0], Some(99)), vec![ids[1], ids[2], ids[0]]);
        assert_eq!(order(&all, ids[0], None), ids);
    }
}
