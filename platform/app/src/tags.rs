//! The broker's tags of clients: making, changing and deleting them. Giving them to clients is the work of
//! [`crate::clients::change_tags`] and of bulk acts.

use crate::client_statuses::{color, name};
use crate::{App, UseCaseError};
use crm_access::OpContext;
use crm_access::kinds::SettingsManage;
use crm_model::{AuditAction, Problems, TagId};
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
const COUNTED: i64 = 10_000;

/// Makes a tag.
///
/// # Errors
/// Access; problems `required`, `too_long`, `invalid_color`, `taken`, `too_many`.
pub async fn create(op: &OpContext, app: &App, raw_name: &str, raw_color: &str) -> Result<TagId, UseCaseError> {
    let permit = op.require::<SettingsManage>()?;
    let mut problems = Problems::new();
    let name = name(&mut problems, raw_name, LONGEST);
    let color = color(&mut problems, raw_color);
    problems.done()?;
    let tx = app.db.begin(op).await?;
    let settings = Settings::of(&tx);
    if settings.tags().await?.len() >= MOST {
        return Err(UseCaseError::invalid("name", "too_many", format!("A broker has at most {MOST} tags.")));
    }
    let id = TagId::generate();
    taken(settings.add_tag(&permit, id, &name, &color).await)?;
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
    let before = at_version(&tx, id, input.version).await?;
    let mut problems = Problems::new();
    let after = TagRow {
        name: input.name.as_deref().map_or_else(|| before.name.clone(), |raw| name(&mut problems, raw, LONGEST)),
        color: input.color.as_deref().map_or_else(|| before.color.clone(), |raw| color(&mut problems, raw)),
        ..before.clone()
    };
    problems.done()?;
    let event = AuditEvent::on(AuditAction::TagEdited, "tag", id.uuid()).changes([
        Change::plain("name", Some(before.name), Some(after.name.clone())),
        Change::plain("color", Some(before.color), Some(after.color.clone())),
    ]);
    if !event.has_changes() {
        return Ok(tx.abandon().await?);
    }
    if !taken(Settings::of(&tx).edit_tag(&permit, &after).await)? {
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
    let before = at_version(&tx, id, version).await?;
    let clients = settings.tagged(id, COUNTED).await?;
    if clients > 0 {
        return Err(in_use(clients));
    }
    // somebody gives it to a client at this moment
    settings.delete_tag(&permit, id).await.map_err(|error| match error {
        StorageError::Dangling => in_use(1),
        other => other.into(),
    })?;
    let event = AuditEvent::on(AuditAction::TagDeleted, "tag", id.uuid()).changes([
        Change::plain("name", Some(before.name), None::<String>),
        Change::plain("color", Some(before.color), None::<String>),
    ]);
    Ok(tx.commit(event).await?)
}

fn in_use(clients: i64) -> UseCaseError {
    let how_many = if clients >= COUNTED { format!("{clients} or more") } else { clients.to_string() };
    let words = format!(
        "Clients still have this tag ({how_many}, archived ones counted). Take it away from them first: filter the list by it, choose all that match, change their tags."
    );
    UseCaseError::invalid("id", "in_use", words)
}

async fn at_version(tx: &TenantTx, id: TagId, version: i32) -> Result<TagRow, UseCaseError> {
    let all = Settings::of(tx).tags().await?;
    let tag = all.into_iter().find(|tag| tag.id == id).ok_or(UseCaseError::NotFound("tag"))?;
    if tag.version == version { Ok(tag) } else { Err(UseCaseError::Conflict { current: tag.version }) }
}

fn taken<T>(outcome: Result<T, StorageError>) -> Result<T, UseCaseError> {
    outcome.map_err(|error| match error {
        StorageError::Taken { .. } => UseCaseError::invalid("name", "taken", "Another tag has this name."),
        other => other.into(),
    })
}
