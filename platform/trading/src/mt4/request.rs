use std::fmt;
use std::time::Duration;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;
use tokio::time::Instant;

use crate::Intent;
use crate::error::Effect;
use crate::fields::Fields;

const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// One call of the gateway.
#[derive(Clone)]
pub(super) struct Request4 {
    pub(super) method: http::Method,
    /// Path below the platform, encoded.
    pub(super) path: String,
    query: Vec<(&'static str, String)>,
    pub(super) body: Option<Value>,
    pub(super) effect: Effect,
    /// Makes the gateway carry it out once, however often it comes.
    pub(super) key: Option<String>,
    pub(super) urgent: bool,
    pub(super) limit: Duration,
    pub(super) send_before: Option<Instant>,
}

impl Request4 {
    pub(super) fn read(path: impl Into<String>, limit: Duration) -> Self {
        Self {
            method: http::Method::GET,
            path: path.into(),
            query: Vec::new(),
            body: None,
            effect: Effect::Read,
            key: None,
            urgent: false,
            limit,
            send_before: None,
        }
    }

    /// A change. `step` keeps the keys of one intent's several requests apart.
    pub(super) fn change(path: impl Into<String>, limit: Duration, intent: Intent, step: &str) -> Self {
        Self {
            method: http::Method::POST,
            effect: Effect::Change,
            key: Some(format!("{}{step}", intent.reference)),
            urgent: true,
            send_before: intent.send_before,
            ..Self::read(path, limit)
        }
    }

    pub(super) const fn urgent(mut self) -> Self {
        self.urgent = true;
        self
    }

    pub(super) fn method(mut self, method: http::Method) -> Self {
        self.method = method;
        self
    }

    pub(super) fn with(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        self.query.push((name, value.to_string()));
        self
    }

    pub(super) fn body(mut self, body: Value) -> Self {
        self.body = Some(body);
        self
    }

    /// Path and query below the platform, as they go out.
    pub(super) fn target(&self) -> String {
        let mut target = format!("/{}", self.path);
        for (at, (name, value)) in self.query.iter().enumerate() {
            target.push(if at == 0 { '?' } else { '&' });
            target.push_str(name);
            target.push('=');
            target.push_str(&encoded(value));
        }
        target
    }

    /// For logs: the first word of the path, without login, ticket or query.
    pub(super) fn command(&self) -> &str {
        self.path.split('/').next().unwrap_or_default()
    }
}

/// Without query, key and body: they hold what logs must not.
impl fmt::Debug for Request4 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request4").field("command", &self.command()).finish_non_exhaustive()
    }
}

/// A text as one segment of a path or one value of a query.
pub(super) fn encoded(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

/// A whole answer without an error.
#[derive(Debug)]
pub(super) struct Answer4 {
    pub(super) data: Value,
    pub(super) meta: Value,
}

impl Answer4 {
    /// The object of the answer: itself, or the only element of a list.
    pub(super) fn object(&self) -> Option<Fields<'_>> {
        let first = self.data.as_array().and_then(|list| list.first());
        Fields::of(&self.data).or_else(|| first.and_then(Fields::of))
    }

    pub(super) fn into_list(self) -> Vec<Value> {
        match self.data {
            Value::Array(list) => list,
            Value::Null => Vec::new(),
            single => vec![single],
        }
    }

    pub(super) fn next_cursor(&self) -> Option<String> {
        let paging = Fields::of(&self.meta)?.value("paging").and_then(Fields::of)?;
        if paging.text("hasMore").as_deref() == Some("false") {
            return None;
        }
        paging.text("nextCursor").filter(|cursor| !cursor.is_empty())
    }
}
