//! Notes in the staff portal's GraphQL.

use crate::graphql::shared::{self, UserError, app, op, reader, settle};
use crate::view::note::NoteView;
use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use crm_app::notes;
use crm_model::{ClientId, NoteId, Pii};

/// Writing notes.
#[derive(Default)]
pub struct NoteMutation;

/// A note to be written.
#[derive(InputObject)]
pub struct AddNoteInput {
    client_id: ID,
    text: String,
    pinned: Option<bool>,
}

/// A note to be changed. Absent fields stay as they are.
#[derive(InputObject)]
pub struct EditNoteInput {
    id: ID,
    version: i32,
    text: Option<String>,
    pinned: Option<bool>,
}

/// A record to be removed, at the version that was read.
#[derive(InputObject)]
pub struct DeleteInput {
    pub(crate) id: ID,
    pub(crate) version: i32,
}

/// A note after a change, or what was wrong with the input.
#[derive(SimpleObject)]
pub struct NotePayload {
    note: Option<NoteView>,
    errors: Vec<UserError>,
}

/// What was removed, or why it was not.
#[derive(SimpleObject)]
pub struct DeletePayload {
    pub(crate) deleted_id: Option<ID>,
    pub(crate) errors: Vec<UserError>,
}

#[Object]
impl NoteMutation {
    /// Writes a note on a client.
    async fn add_note(&self, ctx: &Context<'_>, input: AddNoteInput) -> Result<NotePayload> {
        let client = shared::id(ClientId::parse(&input.client_id), "client")?;
        let (id, errors) = settle(
            notes::write(op(ctx)?, app(ctx)?, client, &Pii::new(input.text), input.pinned.unwrap_or(false)).await,
        )?;
        shown(ctx, id, errors).await
    }

    /// Changes a note.
    async fn edit_note(&self, ctx: &Context<'_>, input: EditNoteInput) -> Result<NotePayload> {
        let id = shared::id(NoteId::parse(&input.id), "note")?;
        let text = input.text.map(Pii::new);
        let (done, errors) =
            settle(notes::change(op(ctx)?, app(ctx)?, id, input.version, text.as_ref(), input.pinned).await)?;
        shown(ctx, done.map(|()| id), errors).await
    }

    /// Removes a note of one's own.
    async fn delete_note(&self, ctx: &Context<'_>, input: DeleteInput) -> Result<DeletePayload> {
        let id = shared::id(NoteId::parse(&input.id), "note")?;
        let (done, errors) = settle(notes::delete(op(ctx)?, app(ctx)?, id, input.version).await)?;
        Ok(DeletePayload { deleted_id: done.map(|()| input.id), errors })
    }
}

async fn shown(ctx: &Context<'_>, id: Option<NoteId>, errors: Vec<UserError>) -> Result<NotePayload> {
    let note = match id {
        Some(id) => Some(notes::find(op(ctx)?, reader(ctx).await?, id).await?.into()),
        None => None,
    };
    Ok(NotePayload { note, errors })
}
