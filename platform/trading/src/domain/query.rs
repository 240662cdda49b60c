use chrono::{DateTime, Utc};

use super::{Login, Ticket};

/// Which accounts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AccountFilter {
    /// These.
    Logins(Vec<Login>),
    /// Those of the groups that a mask names (`*`, `!`, comma, as the server reads it).
    Groups(String),
}

/// Which positions, orders or deals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TradeFilter {
    /// One account's.
    Login(Login),
    /// Those of the groups that a mask names.
    Groups(String),
    /// These numbers.
    Tickets(Vec<Ticket>),
}

/// A span of time, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// From.
    pub from: DateTime<Utc>,
    /// To.
    pub to: DateTime<Utc>,
}

impl Window {
    /// Whether an instant lies inside.
    #[must_use]
    pub fn holds(&self, at: DateTime<Utc>) -> bool {
        self.from <= at && at <= self.to
    }
}

/// Where a walk through pages goes on. Opaque: only the server that gave it understands it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor(pub(crate) String);

impl Cursor {
    /// From the text that [`Cursor::as_text`] gave: cursors may be kept between calls.
    #[must_use]
    pub fn from_text(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// As text.
    #[must_use]
    pub fn as_text(&self) -> &str {
        &self.0
    }
}

/// Deals or orders of the history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DealQuery {
    /// Whose.
    pub filter: TradeFilter,
    /// When. The server may answer a little more than the window, never less.
    pub window: Window,
    /// `None` for the first page.
    pub cursor: Option<Cursor>,
}

/// A part of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T> {
    /// What it holds.
    pub items: Vec<T>,
    /// Where it goes on; `None` at the end.
    pub next: Option<Cursor>,
}

impl<T> Page<T> {
    /// A page that is the whole answer.
    #[must_use]
    pub const fn whole(items: Vec<T>) -> Self {
        Self { items, next: None }
    }
}
