use crate::view::client::StaffRef;
use async_graphql::{ID, SimpleObject};
use chrono::{DateTime, Utc};
use crm_app::notes::Note;

/// A note on a client.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(name = "Note")]
pub struct NoteView {
    id: ID,
    version: i32,
    text: String,
    pinned: bool,
    author: Option<StaffRef>,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
    mine: bool,
}

impl From<Note> for NoteView {
    fn from(note: Note) -> Self {
        Self {
            id: ID(note.row.id.to_string()),
            version: note.row.version,
            text: note.text.into_inner(),
            pinned: note.row.pinned,
            author: note.row.author.map(|(id, name)| StaffRef { id: ID(id.to_string()), name }),
            created_at: note.row.created_at,
            updated_at: note.row.updated_at,
            mine: note.mine,
        }
    }
}
