//! Notes on clients.

use crate::clients::{announce_note, for_change, touch};
use crate::{App, UseCaseError};
use crm_access::OpContext;
use crm_access::kinds::NoteWrite;
use crm_model::{AuditAction, ClientId, NoteId, NoteText, Pii, Problem};
use crm_storage::{AuditEvent, Change, ClientUpdate, NewNote, NoteRow, Notes, Scoped, TenantTx};
use crm_vault::ClientKey;

/// A note as it is handed to a view.
#[derive(Debug)]
pub struct Note {
    /// The row.
    pub row: NoteRow,
    /// The text.
    pub text: Pii<String>,
    /// Whether the reader wrote it, and so may change it.
    pub mine: bool,
}

/// Opens the notes on a client whose key the caller holds: pinned first, then newest.
///
/// # Errors
/// A sealed text does not open.
pub async fn of_client(
    op: &OpContext,
    tx: &impl Scoped,
    client: ClientId,
    key: &ClientKey,
) -> Result<Vec<Note>, UseCaseError> {
    let rows = Notes::of(tx).of_client(client).await?;
    rows.into_iter().map(|row| shown(op, row, key)).collect()
}

/// One note, for the answer to a change of it.
///
/// # Errors
/// Not found, or outside the caller's reach.
pub async fn find(op: &OpContext, tx: &impl Scoped, id: NoteId) -> Result<Note, UseCaseError> {
    let row = Notes::of(tx).find(id).await?.ok_or(UseCaseError::NotFound("note"))?;
    let card = crate::clients::find(op, tx, row.client).await.map_err(|_| UseCaseError::NotFound("note"))?;
    shown(op, row, &card.key()?)
}

fn shown(op: &OpContext, row: NoteRow, key: &ClientKey) -> Result<Note, UseCaseError> {
    let text = Pii::new(row.open(op.tenant().id, key)?);
    let mine = row.author.as_ref().is_some_and(|(id, _)| op.actor().staff().is_some_and(|s| s.id == *id));
    Ok(Note { row, text, mine })
}

/// Writes a note; the client counts as contacted.
///
/// # Errors
/// Access, an empty or too long text.
pub async fn write(
    op: &OpContext,
    app: &App,
    client: ClientId,
    raw: &Pii<String>,
    pinned: bool,
) -> Result<NoteId, UseCaseError> {
    let permit = op.require::<NoteWrite>()?;
    let text = NoteText::parse("text", raw.expose())?;
    let tx = app.db.begin(op).await?;
    let (record, key) = for_change(op, &tx, &permit, client, None).await?;
    let id = NoteId::generate();
    let note = NewNote { id, client, author: op.staff_id()?, text: text.expose().as_str(), pinned };
    Notes::of(&tx).insert(&permit, &note, &key, op.now()).await?;
    let version = touch(op, &tx, &permit, &record, ClientUpdate::default().last_contact_at(Some(op.now()))).await?;
    let event = about(AuditAction::NoteWritten, id, client, &key).changes([Change::private(
        "text",
        None,
        Some(text.expose().as_str().to_owned()),
    )]);
    tx.commit(event).await?;
    announce_note(op, app, &record, version).await;
    Ok(id)
}

/// Changes a note: its text by its author only, its pin by anybody who may write notes on the client.
///
/// # Errors
/// Access, conflict, somebody else's text.
pub async fn change(
    op: &OpContext,
    app: &App,
    id: NoteId,
    version: i32,
    raw: Option<&Pii<String>>,
    pinned: Option<bool>,
) -> Result<(), UseCaseError> {
    let permit = op.require::<NoteWrite>()?;
    let tx = app.db.begin(op).await?;
    let (row, key) = own(op, &tx, &permit, id, version, raw.is_some()).await?;
    let text = raw.map(|r| NoteText::parse("text", r.expose())).transpose()?;
    let before = row.open(op.tenant().id, &key)?;
    let text = text.as_ref().map(|t| t.expose().as_str());
    let pinned = pinned.unwrap_or(row.pinned);
    if !Notes::of(&tx).update(&permit, &row, text, pinned, &key, op.now()).await? {
        return Err(UseCaseError::Conflict { current: row.version + 1 });
    }
    let word = |pin: bool| Some(if pin { "yes" } else { "no" });
    let after = text.unwrap_or(&before).to_owned();
    let changes =
        [Change::private("text", Some(before), Some(after)), Change::plain("pinned", word(row.pinned), word(pinned))];
    tx.commit(about(AuditAction::NoteChanged, id, row.client, &key).changes(changes)).await?;
    Ok(())
}

/// Removes a note of one's own.
///
/// # Errors
/// Access, conflict, somebody else's note.
pub async fn delete(op: &OpContext, app: &App, id: NoteId, version: i32) -> Result<(), UseCaseError> {
    let permit = op.require::<NoteWrite>()?;
    let tx = app.db.begin(op).await?;
    let (row, key) = own(op, &tx, &permit, id, version, true).await?;
    let before = row.open(op.tenant().id, &key)?;
    if !Notes::of(&tx).delete(&permit, id, version).await? {
        return Err(UseCaseError::Conflict { current: row.version + 1 });
    }
    let text = Change::private("text", Some(before), None);
    tx.commit(about(AuditAction::NoteDeleted, id, row.client, &key).changes([text])).await?;
    Ok(())
}

/// An event on a client that names the note, so that the timeline finds it.
fn about(action: AuditAction, note: NoteId, client: ClientId, key: &ClientKey) -> AuditEvent {
    AuditEvent::on_client(action, client, key).target("note", note.uuid())
}

async fn own(
    op: &OpContext,
    tx: &TenantTx,
    permit: &crm_access::Permit<NoteWrite>,
    id: NoteId,
    version: i32,
    authored: bool,
) -> Result<(NoteRow, ClientKey), UseCaseError> {
    let row = Notes::of(tx).find(id).await?.ok_or(UseCaseError::NotFound("note"))?;
    let (_, key) = for_change(op, tx, permit, row.client, None).await.map_err(|error| match error {
        UseCaseError::NotFound(_) => UseCaseError::NotFound("note"),
        other => other,
    })?;
    let me = op.staff_id()?;
    if authored && row.author.as_ref().is_none_or(|(author, _)| *author != me) {
        return Err(Problem::whole("not_author", "Only its author may change or remove this note.").into());
    }
    if row.version != version {
        return Err(UseCaseError::Conflict { current: row.version });
    }
    Ok((row, key))
}
