//! Deferred work: a job is put in by the transaction that asks for it, and runs if and only if that one commits.
//!
//! - [`Job`]: a payload of ids, named by its kind; [`Enqueue`] puts it in.
//! - [`Handlers`]: which function does which kind. A job runs at least once, so each must bear running twice.
//! - [`Dispatcher`]: leases due jobs as `crm_queue`, which sees no tenant data, and runs each as a task of its own, fairly
//!   over tenants; what fails waits longer each time and is parked for a person after [`MAX_ATTEMPTS`] tries.
//! - [`Schedule`]: what comes round for every tenant.
//!
//! Why a queue of our own: docs/adr/0006-own-job-queue.md.
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        reason = "tests may stop at the first surprise"
    )
)]

mod backoff;
mod dispatcher;
mod enqueue;
mod handlers;
mod job;

pub use backoff::{MAX_ATTEMPTS, wait_after};
pub use dispatcher::{Dispatcher, Options, Schedule};
pub use enqueue::Enqueue;
pub use handlers::{Handlers, Run};
pub use job::{Job, JobError};
