//! Rows behind the wall.
//!
//! A use case gets a [`TenantTx`] or a [`TenantRead`] and nothing else: each is a transaction of one tenant whose context
//! was set in the message that opened it. The pool is private to this crate, and so is every row type.
//! Before sign-in there is only [`SignInTx`]; the worker's dispatcher has [`QueueDb`]; onboarding has [`ProvisionTx`].
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests may stop at the first surprise"))]

mod api_keys;
mod audit;
mod clients;
mod conn;
mod db;
mod error;
mod idempotency;
mod keys;
mod lookup;
mod notes;
mod page;
mod policy;
mod queue;
mod reveals;
mod scope;
mod sign_in_tx;
mod undo;
mod tx;

pub use api_keys::{ApiKey, ApiKeyState, ApiKeys};
pub use audit::*;
pub use clients::*;
pub use db::{DbOptions, TenantDb};
pub use error::StorageError;
pub use idempotency::{Claim, Idempotency, KeptAnswer};
pub use lookup::{HostKind, TenantHost};
pub use notes::{NewNote, NoteRow, Notes};
pub use page::{Cursor, CursorError, Page, PageRequest};
pub use queue::{LeasedJob, NewJob, QueueDb};
pub use reveals::Reveals;
pub use scope::{Scoped, Writes};
pub use sign_in_tx::SignInTx;
pub use tx::{TenantRead, TenantTx};
pub use undo::{Undo, UndoKept};
