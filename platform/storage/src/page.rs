//! Keyset pages. A cursor names the last row's place in the order, signed by nothing because it grants nothing: the
//! reach and the wall are in the query it continues.

use data_encoding::BASE64URL_NOPAD;

/// Which page of a list.
#[derive(Clone, Debug)]
pub struct PageRequest {
    /// How many rows, 1–200.
    pub first: u16,
    /// After which row.
    pub after: Option<Cursor>,
}

/// Rows, and whether more follow.
#[derive(Clone, Debug)]
pub struct Page<T> {
    /// The rows in order.
    pub rows: Vec<T>,
    /// Whether more rows follow.
    pub more: bool,
}

impl<T> Page<T> {
    /// Makes a page of the `first` rows out of one more than asked for.
    #[must_use]
    pub fn cut(mut rows: Vec<T>, first: u16) -> Self {
        let wanted = usize::from(first);
        let more = rows.len() > wanted;
        rows.truncate(wanted);
        Self { rows, more }
    }

    /// The same page of something else.
    pub fn map<U>(self, f: impl FnMut(T) -> U) -> Page<U> {
        Page { rows: self.rows.into_iter().map(f).collect(), more: self.more }
    }
}

/// A place in an order: the sort it belongs to, the sort value as text, and the row's id as the tie-breaker.
/// It never holds a sealed value: such fields cannot be sorted by (MASK-04).
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Cursor {
    /// Which sort.
    pub sort: String,
    /// The last row's sort value; `None` for null.
    pub value: Option<String>,
    /// The last row's id.
    pub id: uuid::Uuid,
}

/// The text is no cursor of this list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is no cursor of this list: start again without it")]
pub struct CursorError;

impl Cursor {
    /// The opaque text on the wire.
    #[must_use]
    pub fn encode(&self) -> String {
        BASE64URL_NOPAD.encode(serde_json::to_string(self).unwrap_or_default().as_bytes())
    }

    /// Reads the opaque text.
    ///
    /// # Errors
    /// [`CursorError`].
    pub fn decode(text: &str) -> Result<Self, CursorError> {
        if text.len() > 600 {
            return Err(CursorError);
        }
        let bytes = BASE64URL_NOPAD.decode(text.as_bytes()).map_err(|_| CursorError)?;
        serde_json::from_slice(&bytes).map_err(|_| CursorError)
    }
}
