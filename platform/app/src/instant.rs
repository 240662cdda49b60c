//! An instant inside a sentence.

use chrono::{DateTime, SecondsFormat, Utc};

/// An instant as sentences hold it, RFC 3339 in UTC to the second: the portal shows it in its reader's zone and language.
pub(crate) fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}
