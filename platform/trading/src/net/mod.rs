//! One HTTP/1.1 connection at a time, to checked addresses only, with knowledge of whether a byte has left.

mod backoff;
mod counted;
mod link;
mod tls;

pub(crate) use backoff::Backoff;
pub(crate) use link::{Answered, Failure, Link, Question, dial};
pub(crate) use tls::Dialer;
