//! Clients in the staff portal's GraphQL.

mod filter;
pub(crate) mod input;
mod mutation;
mod query;

pub use filter::{ClientFilter, ClientGroupKey};
pub(crate) use mutation::payload;
pub use mutation::{ClientMutation, ClientPayload};
pub(crate) use query::look_up;
pub use query::{ClientConnection, ClientEdge, ClientQuery};
