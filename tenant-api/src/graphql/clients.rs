//! Clients in the staff portal's GraphQL.

mod filter;
mod input;
mod mutation;
mod query;

pub use mutation::ClientMutation;
pub use query::ClientQuery;
