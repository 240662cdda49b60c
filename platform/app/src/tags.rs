//! The broker's tags of clients: making, changing and deleting them. Giving them to clients is the work of
//! [`crate::clients::change_tags`] and of bulk acts.

use crate::client_statuses::{color, name};
use crate::{App, UseCaseError};
use crm_access::OpContext;
use crm_access::kinds::SettingsManage;
use crm_model::{AuditAction, Problem, Problems, TagId, fold};
use crm_storage::{AuditEvent, Change, Settings, StorageError, TagRow, TenantTx};

/// What is to change of a tag; `None` stays as it is.
#[derive(Clone, Debug, Default)]
pub struct TagChange {
    /// The version that was read.
    pub version: i32,
    /// The name.
    pub name: Option<String>,
    /// `#rrggbb`.
    pub color: Option<String>,
}

/// The longest name, in characters.
const LONGEST: usize = 40;

/// The most tags of a broker.
const MOST: usize = 200;

/// How many clients are counted at most before a tag is said to be in use.
const COUNTED: i64 = 1_000_000;

/// Makes a tag.
///
/// # Errors
/// Access; problems `required`, `too_long`, `invalid_color`, `taken`, `too_many`.
pub async fn create(op: &OpContext, app: &App, raw_name: &str, raw_color: &str) -> Result<TagId, UseCaseError> {
    let permit = op.require::<SettingsManage>()?;
    let mut problems = Problems::new();
    let name = tag_name(&mut problems, raw_name);
    let color = color(&mut problems, raw_color);
    problems.done()?;
    let tx = app.db.begin(op).await?;
    let settings = Settings::of(&tx);
    let all = settings.tags().await?;
    if reads_alike(&all, None, &name) {
        return Err(taken());
    }
    if all.len() >= MOST {
        return Err(UseCaseError::invalid("name", "too_many", format!("A broker has at most {MOST} tags.")));
    }
    let id = TagId::generate();
    settings.add_tag(&permit, id, &name, &color).await.map_err(clash)?;
    let event = AuditEvent::on(AuditAction::TagCreated, "tag", id.uuid()).changes([
        Change::plain("name", None::<String>, Some(name)),
        Change::plain("color", None::<String>, Some(color)),
    ]);
    tx.commit(event).await?;
    Ok(id)
}

/// Changes a tag, on every client that has it.
///
/// # Errors
/// Access, not found, conflict; problems as [`create`].
pub async fn change(op: &OpContext, app: &App, id: TagId, input: &TagChange) -> Result<(), UseCaseError> {
    let permit = op.require::<SettingsManage>()?;
    let tx = app.db.begin(op).await?;
    let (before, others) = at_version(&tx, id, input.version).await?;
    // a name of the template that would not be taken today is no reason against another colour
    let renamed = input.name.as_deref().filter(|raw| *raw != before.name);
    let mut problems = Problems::new();
    let after = TagRow {
        name: renamed.map_or_else(|| before.name.clone(), |raw| tag_name(&mut problems, raw)),
        color: input.color.as_deref().map_or_else(|| before.color.clone(), |raw| color(&mut problems, raw)),
        ..before.clone()
    };
    problems.done()?;
    if renamed.is_some() && reads_alike(&others, Some(id), &after.name) {
        return Err(taken());
    }
    let event = AuditEvent::on(AuditAction::TagEdited, "tag", id.uuid()).changes([
        Change::plain("name", Some(before.name), Some(after.name.clone())),
        Change::plain("color", Some(before.color), Some(after.color.clone())),
    ]);
    if !event.has_changes() {
        return Ok(tx.abandon().await?);
    }
    if !Settings::of(&tx).edit_tag(&permit, &after).await.map_err(clash)? {
        return Err(UseCaseError::Conflict { current: input.version + 1 });
    }
    Ok(tx.commit(event).await?)
}

/// Deletes a tag that no client has.
///
/// # Errors
/// Access, not found, conflict; problem `in_use`.
pub async fn delete(op: &OpContext, app: &App, id: TagId, version: i32) -> Result<(), UseCaseError> {
    let permit = op.require::<SettingsManage>()?;
    let tx = app.db.begin(op).await?;
    let settings = Settings::of(&tx);
    let (before, _) = at_version(&tx, id, version).await?;
    let clients = settings.tagged(id, COUNTED).await?;
    if clients > 0 {
        return Err(in_use(clients));
    }
    // somebody gives it to a client at this moment
    let deleted = settings.delete_tag(&permit, id, version).await.map_err(|error| match error {
        StorageError::Dangling => in_use(1),
        other => other.into(),
    })?;
    if !deleted {
        return Err(UseCaseError::Conflict { current: version + 1 });
    }
    let event = AuditEvent::on(AuditAction::TagDeleted, "tag", id.uuid()).changes([
        Change::plain("name", Some(before.name), None::<String>),
        Change::plain("color", Some(before.color), None::<String>),
    ]);
    Ok(tx.commit(event).await?)
}

fn in_use(clients: i64) -> UseCaseError {
    let words = format!(
        "Clients still have this tag ({clients}, archived ones counted). Take it away from them first: filter the list by it, choose all that match, change their tags. Archived clients are restored before."
    );
    UseCaseError::invalid("id", "in_use", words)
}

/// The tag as it was read, and all tags.
async fn at_version(tx: &TenantTx, id: TagId, version: i32) -> Result<(TagRow, Vec<TagRow>), UseCaseError> {
    let all = Settings::of(tx).tags().await?;
    let tag = all.iter().find(|tag| tag.id == id).cloned().ok_or(UseCaseError::NotFound("tag"))?;
    if tag.version == version { Ok((tag, all)) } else { Err(UseCaseError::Conflict { current: tag.version }) }
}

/// A name that a file of an import can hold: it divides tags by commas and semicolons.
fn tag_name(problems: &mut Problems, raw: &str) -> String {
    let name = name(problems, raw, LONGEST);
    if name.contains([',', ';']) {
        let words = "Leave out commas and semicolons: a file that is imported divides tags by them.";
        problems.push(Problem::at("name", "divides", words));
    }
    name
}

/// Whether another tag has this name as a file of an import would be read: whatever its capitals and accents.
fn reads_alike(all: &[TagRow], but: Option<TagId>, name: &str) -> bool {
    all.iter().any(|tag| Some(tag.id) != but && fold(&tag.name) == fold(name))
}

fn taken() -> UseCaseError {
    UseCaseError::invalid("name", "taken", "Another tag has this name.")
}

fn clash(error: StorageError) -> UseCaseError {
    match error {
        StorageError::Taken { .. } => taken(),
        other => other.into(),
    }
}
