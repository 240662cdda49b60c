//! The floor: figures of the home page, the queue, call-backs, outcomes, statuses, do-not-call, reminders. Each test is a story on a database of its
//! own.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may stop at the first surprise"
)]

#[path = "../support/mod.rs"]
mod support;

mod covers;
mod do_not_call;
mod figures;
mod floor;
mod outcome;
mod queue;
mod reminders;
mod statuses;
mod tags;
mod targets;
