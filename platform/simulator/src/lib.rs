//! engine
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

pub mod clock;
pub mod engine;
pub mod faults;
pub mod market;
mod mask;
mod random;
