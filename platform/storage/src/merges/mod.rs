//! Clients that were merged into one: what moves, what stays, and the way back.

mod carry;
mod columns;
mod fates;
mod look;
mod own_fields;
mod record;

pub use carry::{Carried, Keyed};
pub use columns::{KeptColumns, WRITTEN};
pub use fates::{FATES, Fate};
pub use look::{MoveCounts, Together};
pub use record::{MergeBefore, MergeRecord, NewMerge};

/// The tenant's merges, through a transaction.
pub struct Merges<'a, T>(&'a T);

impl<'a, T: crate::Scoped> Merges<'a, T> {
    /// The merges of the transaction's tenant.
    pub const fn of(tx: &'a T) -> Self {
        Self(tx)
    }
}
