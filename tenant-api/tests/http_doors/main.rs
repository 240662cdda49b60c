//! The gate in front of every room, over the real router and a real database. Case ids are those of the attack list.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "tests may stop at the first surprise, and make ids of their own"
)]

mod bodies;
mod boot;
mod budgets;
mod graphql;
mod headers;
mod hosts;
mod meters;
mod methods;
mod origins;
mod security_log;
mod serving;
mod sockets;
mod world;
