use crate::{Pii, Problem};

/// The longest note, in characters.
pub const NOTE_MAX: usize = 10_000;

/// The text of a note: line breaks are kept, other control characters are not.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NoteText(String);

impl NoteText {
    /// Reads a note as it was typed.
    ///
    /// # Errors
    /// `required`, `too_long` or `control_character`.
    pub fn parse(field: &str, raw: &str) -> Result<Pii<Self>, Problem> {
        let text = raw.trim().replace("\r\n", "\n");
        if text.is_empty() {
            return Err(Problem::at(field, "required", "Write the note."));
        }
        if text.chars().count() > NOTE_MAX {
            return Err(Problem::at(field, "too_long", format!("Use at most {NOTE_MAX} characters.")));
        }
        if text.chars().any(|c| c.is_control() && c != '\n' && c != '\t') {
            return Err(Problem::at(field, "control_character", "Remove control characters."));
        }
        Ok(Pii::new(Self(text)))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
