//! Objects outside the database: a [`DocumentStore`] is the role, [`S3`] the driver of every server that speaks S3.
//!
//! Only what the product does is offered: an object is written once and never changed, read whole, looked at and listed.

#![cfg_attr(
    test,
    allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests may stop at the first surprise")
)]

mod s3;
mod store;

pub use s3::{Lock, LockMode, S3, S3Options};
pub use store::{DocumentStore, Listed, Looked, Put, StoreError};
