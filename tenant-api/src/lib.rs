//! The doors of Brokerdesk: staff portal, GraphQL, REST, and the rooms' private health and meters.
//!
//! One request walks: [`http::gate`] (who is called, is it well formed, from the same origin, within the budget) → the
//! router of that host ([`router`]) → [`http::caller::Caller`] (who is calling) → one use case of `crm_app` → a view. Every
//! error becomes an answer in [`http::error`]. Concrete drivers are named in [`wiring`] only.
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

pub mod auth;
pub mod client_area;
pub mod graphql;
pub mod http;
pub mod rest;
pub mod router;
pub mod stop;
pub mod view;
pub mod wiring;

pub use router::{Options, build};
