//! Clients: the record, its contacts, lists under reach, search.

mod bulk;
mod contacts;
pub(crate) mod convert;
mod credentials;
pub(crate) mod custom;
mod defaults;
mod filter;
mod find;
mod groups;
mod list;
mod many;
pub(crate) mod reach;
pub(crate) mod record;
mod remove;
mod rewrite;
mod search;
mod select;
mod write;

pub use bulk::{BulkClient, ClientHistory, SealedNote, SealedTask};
pub use contacts::{ContactBlinds, ContactRow, NewContact, contact_place};
pub use convert::Conversion;
pub use custom::{CustomCondition, CustomKept, CustomValueRow};
pub use defaults::{ClientDefaults, Owner};
pub use filter::{BlindFilter, ClientFilter, Condition, TimeColumn, TimeRange};
pub use find::ClientBrief;
pub use groups::{GROUPS_MAX, GroupCount};
pub use list::{ClientSort, ListQuery, SortColumn};
pub use reach::covers;
pub use record::{ClientRecord, client_place};
pub use remove::Undoable;
pub use rewrite::ClientRewrite;
pub use search::{Search, SearchTerm};
pub(crate) use select::chosen;
pub use select::{SELECT_MAX, SelectionGroup, SplitBy, Whom};
pub use write::{ClientUpdate, NewClient};

/// Clients, read or written through a transaction.
pub struct Clients<'a, T>(pub(crate) &'a T);

impl<'a, T: crate::Scoped> Clients<'a, T> {
    /// The clients of the transaction's tenant.
    pub const fn of(tx: &'a T) -> Self {
        Self(tx)
    }
}
