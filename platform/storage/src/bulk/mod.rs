//! Acts on many clients: whom each takes, how far it has come, what became of each client.

mod record;
mod rows;

pub use record::{BulkRecord, BulkUpdate, NewBulk, bulk_reason_place};
pub use rows::{BulkMark, BulkRow, BulkTold};

use crate::Scoped;

/// Bulk acts, read or written through a transaction.
pub struct Bulks<'a, T>(pub(crate) &'a T);

impl<'a, T: Scoped> Bulks<'a, T> {
    /// The bulk acts of the transaction's tenant.
    pub const fn of(tx: &'a T) -> Self {
        Self(tx)
    }
}
