//! What the product does, one file per noun. A use case reads as a sentence: require, begin, find, change, save, commit.
//!
//! The portal, the REST door, the importer and the worker call the same use cases.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests may stop at the first surprise"))]

pub mod api_keys;
mod app;
mod error;
pub mod idempotency;
mod refusals;

pub use app::{App, PublicUrls};
pub use error::UseCaseError;
