//! Polling: questions in, events out. [`Machine`] decides what to ask and what an answer means, without any input or
//! output of its own; [`Poller`] carries its questions to a [`crate::TradingServer`].

mod deals;
mod driver;
mod event;
mod machine;
mod snapshot;

pub use driver::{Brought, PollStatus, Poller};
pub use event::{Change, Event};
pub use machine::{Ask, Baseline, Feed, Lag, Machine, Next, Pace, PollSettings, Question, Reply};
