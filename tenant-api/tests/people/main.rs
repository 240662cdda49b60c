//! People: how they get in, what ends it, who may do what to whom. Each test is a story on a database of its own.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may stop at the first surprise"
)]

#[path = "../support/mod.rs"]
mod support;

mod auth_passwords;
mod auth_second_factor;
mod auth_sign_in;
mod caches;
mod doors;
mod effects;
mod hashing;
mod key_rotation;
mod languages;
mod long_jobs;
mod office;
mod permission_uses;
mod preferences;
mod previews;
mod races;
mod role_limits;
mod roles;
mod sessions;
mod slow;
mod sockets;
mod staff;
mod suspended;
mod teams;
mod why;
