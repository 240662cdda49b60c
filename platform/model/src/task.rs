use crate::{Pii, Problem};

text_enum! {
    /// What kind of follow-up it is.
    TaskKind {
        /// Something to do.
        Task = "task",
        /// To be called at a time.
        CallBack = "call_back",
    }
}

text_enum! {
    /// How far a follow-up has come.
    TaskState {
        /// To be done.
        Open = "open",
        /// Done.
        Done = "done",
        /// Given up.
        Cancelled = "cancelled",
    }
}

/// What is to be done: one line of up to 500 characters, or none.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TaskText(String);

impl TaskText {
    /// The longest text, in characters.
    pub const MAX: usize = 500;

    /// Reads a text as it was typed; `None` for an empty one.
    ///
    /// # Errors
    /// `too_long` or `control_character`.
    pub fn parse(field: &str, raw: &str) -> Result<Option<Pii<Self>>, Problem> {
        let text = raw.split_whitespace().collect::<Vec<_>>().join(" ");
        if text.is_empty() {
            return Ok(None);
        }
        if text.chars().count() > Self::MAX {
            return Err(Problem::at(field, "too_long", format!("Use at most {} characters.", Self::MAX)));
        }
        if text.chars().any(char::is_control) {
            return Err(Problem::at(field, "control_character", "Remove control characters."));
        }
        Ok(Some(Pii::new(Self(text))))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_one_line_or_none() {
        let read = |raw: &str| TaskText::parse("text", raw).unwrap().map(|t| t.expose().as_str().to_owned());
        assert_eq!(read("  ask\n for  papers "), Some("ask for papers".to_owned()));
        assert_eq!(read(" \n "), None);
        assert_eq!(TaskText::parse("text", &"x".repeat(501)).unwrap_err().code, "too_long");
        assert_eq!(TaskText::parse("text", "a\u{7}b").unwrap_err().code, "control_character");
    }
}
