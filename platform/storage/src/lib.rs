//! Rows behind the wall.
//!
//! A use case gets a [`TenantTx`] or a [`TenantRead`] and nothing else: each is a transaction of one tenant whose context
//! was set in the message that opened it. The pool is private to this crate, and so is every row type.
//! Before sign-in there is only [`SignInTx`]; the worker's dispatcher has [`QueueDb`]; onboarding has [`ProvisionTx`].
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests may stop at the first surprise"))]

mod audit;
mod conn;
mod db;
mod error;
mod keys;
mod lookup;
mod page;
mod policy;
mod queue;
mod scope;
mod sign_in_tx;
mod tx;

pub use audit::*;
pub use db::{DbOptions, TenantDb};
pub use error::StorageError;
pub use lookup::{HostKind, TenantHost};
pub use page::{Cursor, CursorError, Page, PageRequest};
pub use queue::{LeasedJob, NewJob, QueueDb};
pub use scope::Scoped;
pub use sign_in_tx::SignInTx;
pub use tx::{TenantRead, TenantTx};
