use crate::graphql::Asked;
use crate::http::json_check::check_json;
use async_graphql::{Response, ServerError};
use serde::{Deserialize, Serialize};

/// What a portal says.
#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum Said {
    ConnectionInit {},
    Ping {},
    Pong {},
    Subscribe { id: String, payload: Box<Asked> },
    Complete { id: String },
}

/// What we answer.
#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum Answer<'a> {
    ConnectionAck,
    Ping,
    Pong,
    Next { id: &'a str, payload: &'a Response },
    Error { id: &'a str, payload: &'a [ServerError] },
    Complete { id: &'a str },
}

/// Why a socket is closed: the codes of the protocol, and 4401 when the session has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    /// The portal has gone, or its connection does not take what is sent.
    Gone,
    /// The process stops.
    Stopping,
    /// The session ended: sign in again.
    SessionEnded,
    /// A message that is none of the protocol.
    BadMessage,
    /// Something was asked before the greeting.
    NotGreeted,
    /// No greeting in time.
    GreetingTimedOut,
    /// A second greeting, or too many messages.
    TooMany,
    /// The id of a subscription is in use.
    IdTaken,
}

impl Ending {
    pub(super) const fn code(self) -> u16 {
        match self {
            Self::Gone => 1000,
            Self::Stopping => 1001,
            Self::BadMessage => 4400,
            Self::SessionEnded | Self::NotGreeted => 4401,
            Self::GreetingTimedOut => 4408,
            Self::IdTaken => 4409,
            Self::TooMany => 4429,
        }
    }

    pub(super) const fn reason(self) -> &'static str {
        match self {
            Self::Gone => "closed",
            Self::Stopping => "the server stops; connect again",
            Self::SessionEnded => "session_ended",
            Self::BadMessage => "this is no message of graphql-transport-ws",
            Self::NotGreeted => "greet with connection_init first",
            Self::GreetingTimedOut => "connection_init did not come in time",
            Self::TooMany => "too many messages",
            Self::IdTaken => "a subscription of this id is running",
        }
    }
}

/// Reads one message; keys that the protocol does not know are passed over.
pub(super) fn read(text: &str) -> Result<Said, Ending> {
    check_json(text.as_bytes()).map_err(|_| Ending::BadMessage)?;
    match serde_json::from_str(text) {
        Ok(Said::Subscribe { id, .. } | Said::Complete { id }) if id.is_empty() || id.len() > 100 => {
            Err(Ending::BadMessage)
        }
        Ok(said) => Ok(said),
        Err(_) => Err(Ending::BadMessage),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_of_the_protocol_are_read_and_others_are_not() {
        assert!(matches!(read(r#"{"type":"connection_init","payload":{"x":1}}"#), Ok(Said::ConnectionInit {})));
        assert!(matches!(read(r#"{"type":"ping"}"#), Ok(Said::Ping {})));
        let subscribe = r#"{"id":"1","type":"subscribe","payload":{"query":"sha256:ab","variables":{}}}"#;
        assert!(matches!(read(subscribe), Ok(Said::Subscribe { .. })));
        for bad in [
            "",
            "[]",
            "{}",
            r#"{"type":"start"}"#,
            r#"{"type":"complete","id":""}"#,
            r#"{"type":"ping","type":"pong"}"#,
        ] {
            assert_eq!(read(bad).err(), Some(Ending::BadMessage), "{bad}");
        }
    }
}
