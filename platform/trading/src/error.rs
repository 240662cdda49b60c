use std::fmt;

use thiserror::Error;

/// Longest text of a server that is kept, in characters.
const WORDS_MAX: usize = 200;

/// What a server said, or what happened to the question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// The server's code, where it gave one.
    pub code: Option<i64>,
    /// Its words, or ours. Without control characters; never holds a secret or a query.
    pub words: String,
}

impl Answer {
    /// The server's words with its code. Text from outside is cut and cleaned.
    #[must_use]
    pub fn told(code: i64, words: &str) -> Self {
        Self { code: Some(code), words: words.chars().filter(|c| !c.is_control()).take(WORDS_MAX).collect() }
    }

    /// Words of our own.
    #[must_use]
    pub fn ours(words: impl Into<String>) -> Self {
        Self { code: None, words: words.into() }
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.code {
            Some(code) => write!(f, "{} ({code})", self.words),
            None => f.write_str(&self.words),
        }
    }
}

/// Why a call to a trading server brought no result. Of all kinds but [`TradingError::OutcomeUnknown`] it is certain
/// that nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum TradingError {
    /// The server does not let us in: wrong manager, wrong secret, address not allowed, or it could not prove who it
    /// is. Not tried again until [`crate::TradingServer::reconnect`].
    #[error("the trading server does not let the CRM in: {0}")]
    Auth(Answer),
    /// The manager's account lacks a right.
    #[error("the manager's account lacks a right: {0}")]
    Permission(Answer),
    /// There is no such account, order, position, group or symbol.
    #[error("the trading server does not know it: {0}")]
    NotFound(Answer),
    /// The question itself is wrong.
    #[error("the trading server cannot accept it: {0}")]
    Validation(Answer),
    /// Understood and refused.
    #[error("the trading server refused: {0}")]
    Rejected(Answer),
    /// The server has no time; later it may have.
    #[error("the trading server is busy: {0}")]
    Busy(Answer),
    /// No byte of the question left this machine.
    #[error("the trading server cannot be reached: {0}")]
    Unreachable(Answer),
    /// The question left, or may have left, and no whole answer came: it may have been carried out. Never repeat it,
    /// look it up.
    #[error("nobody knows whether the trading server did it: {0}")]
    OutcomeUnknown(Answer),
    /// A reading brought something that is no answer.
    #[error("the trading server's answer cannot be understood: {0}")]
    Protocol(Answer),
}

impl TradingError {
    /// What the server said, or what happened.
    #[must_use]
    pub const fn answer(&self) -> &Answer {
        match self {
            Self::Auth(answer)
            | Self::Permission(answer)
            | Self::NotFound(answer)
            | Self::Validation(answer)
            | Self::Rejected(answer)
            | Self::Busy(answer)
            | Self::Unreachable(answer)
            | Self::OutcomeUnknown(answer)
            | Self::Protocol(answer) => answer,
        }
    }

    /// Whether the same call may succeed later without anybody changing anything, and is safe to put again.
    #[must_use]
    pub const fn may_pass(&self) -> bool {
        matches!(self, Self::Busy(_) | Self::Unreachable(_))
    }
}

/// What a call asks for decides what a missing answer means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    /// Reads; may be put again.
    Read,
    /// Changes; is written at most once.
    Change,
}

impl Effect {
    /// The error of a question that left without a whole answer.
    pub(crate) fn unanswered(self, answer: Answer) -> TradingError {
        match self {
            Self::Read => TradingError::Unreachable(answer),
            Self::Change => TradingError::OutcomeUnknown(answer),
        }
    }

    /// The error of a whole answer that makes no sense.
    pub(crate) fn senseless(self, answer: Answer) -> TradingError {
        match self {
            Self::Read => TradingError::Protocol(answer),
            Self::Change => TradingError::OutcomeUnknown(answer),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_servers_words_are_cleaned_and_cut() {
        let answer = Answer::told(10_019, &format!("No\u{1b}[31m money\r\n{}", "x".repeat(1_000)));
        assert!(answer.words.starts_with("No[31m moneyx"));
        assert_eq!(answer.words.chars().count(), 200);
        assert!(answer.to_string().ends_with("(10019)"));
    }
}
