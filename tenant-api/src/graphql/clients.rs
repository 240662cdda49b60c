//! Clients in the staff portal's GraphQL.

mod filter;
mod input;
mod mutation;
mod query;

pub(crate) use mutation::payload;
pub use mutation::{ClientMutation, ClientPayload};
pub use query::{ClientConnection, ClientEdge, ClientQuery};
