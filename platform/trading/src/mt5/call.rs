use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderValue, Method, Request, header};
use http_body_util::Full;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Value};
use tokio::time::Instant;

use crate::TradingError;
use crate::error::{Answer, Effect};

/// Everything but the unreserved characters is written as `%XX`; a space as `%20`, never `+`.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// Which line a call waits in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lane {
    /// Before all others: what a person waits for.
    Urgent,
    /// Polling and lists.
    Calm,
}

/// One command of the Web API.
#[derive(Clone)]
pub(super) struct Call {
    /// Path below `/api/`.
    pub(super) command: &'static str,
    query: Vec<(&'static str, String)>,
    body: Option<Map<String, Value>>,
    pub(super) effect: Effect,
    pub(super) lane: Lane,
    pub(super) limit: Duration,
    /// After this instant the first byte is not written any more.
    pub(super) send_before: Option<Instant>,
}

impl Call {
    pub(super) const fn read(command: &'static str, limit: Duration) -> Self {
        Self {
            command,
            query: Vec::new(),
            body: None,
            effect: Effect::Read,
            lane: Lane::Calm,
            limit,
            send_before: None,
        }
    }

    pub(super) const fn change(command: &'static str, limit: Duration, send_before: Option<Instant>) -> Self {
        Self { command, query: Vec::new(), body: None, effect: Effect::Change, lane: Lane::Urgent, limit, send_before }
    }

    pub(super) const fn urgent(mut self) -> Self {
        self.lane = Lane::Urgent;
        self
    }

    /// A parameter of the query. Never a secret and never personal: addresses end in logs of proxies.
    pub(super) fn with(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        self.query.push((name, value.to_string()));
        self
    }

    /// A JSON body.
    pub(super) fn body(mut self, body: Map<String, Value>) -> Self {
        self.body = Some(body);
        self
    }

    /// The path and query as they go out.
    pub(super) fn target(&self) -> String {
        let mut target = format!("/api/{}", self.command);
        for (at, (name, value)) in self.query.iter().enumerate() {
            target.push(if at == 0 { '?' } else { '&' });
            target.push_str(name);
            target.push('=');
            target.extend(utf8_percent_encode(&escaped(value), RESERVED));
        }
        target
    }

    pub(super) fn request(&self, host: &HeaderValue) -> Result<Request<Full<Bytes>>, TradingError> {
        let body = match &self.body {
            None => Bytes::new(),
            Some(body) => serde_json::to_vec(body).map(Bytes::from).map_err(|_| unwritable())?,
        };
        Request::builder()
            .method(if self.body.is_some() { Method::POST } else { Method::GET })
            .uri(self.target())
            .header(header::HOST, host)
            .header(header::ACCEPT, "*/*")
            .header(header::USER_AGENT, "brokerdesk")
            .header(header::CONNECTION, "keep-alive")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Full::new(body))
            .map_err(|_| unwritable())
    }
}

fn unwritable() -> TradingError {
    TradingError::Validation(Answer::ours("the question cannot be written as a request"))
}

/// The server takes `\=`, `\|`, `\\` and `\` before a line end as those characters themselves.
fn escaped(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    for letter in value.chars() {
        if matches!(letter, '\\' | '=' | '|' | '\n') {
            text.push('\\');
        }
        text.push(letter);
    }
    text
}

/// Without query and body: they hold what logs must not.
impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call").field("command", &self.command).field("effect", &self.effect).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_escaped_and_percent_encoded() {
        let call = Call::read("user/logins", Duration::ZERO).with("group", r"demo\forex,!a=b|c").with("name", "Zoë #1");
        assert_eq!(call.target(), "/api/user/logins?group=demo%5C%5Cforex%2C%21a%5C%3Db%5C%7Cc&name=Zo%C3%AB%20%231");
        assert_eq!(Call::read("time/server", Duration::ZERO).target(), "/api/time/server");
    }

    #[test]
    fn a_call_prints_neither_query_nor_body() {
        let mut body = Map::new();
        body.insert("PassMain".to_owned(), Value::from("hunter2"));
        let call = Call::change("user/add", Duration::ZERO, None).with("group", "vip").body(body);
        let shown = format!("{call:?}");
        assert!(!shown.contains("hunter2") && !shown.contains("vip"), "{shown}");
        let request = call.request(&HeaderValue::from_static("mt.example.com")).unwrap();
        assert_eq!(request.method(), Method::POST);
        assert!(!request.uri().to_string().contains("hunter2"));
    }
}
