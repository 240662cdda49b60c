//! Onboards brokers: from a versioned template, idempotent and resumable, as a database role that sees no client.
//!
//! - [`Template`]: what a broker begins with, read from the shipped bundle and checked.
//! - [`onboarding::create`]: registered, filled, looked over, opened; each step may be cut off and done again.
//! - [`invitation::send_again`]: a first manager whose invitation was lost.
//! - [`trading_hosts`]: the hosts that a broker's trading servers may have.
//! - [`keys::rewrap`]: another key above all keys.
//! - [`demo`]: two brokers with people and clients, for a developer's machine only.
//! - [`generator`]: invented clients in any number, for the demo and for measurements.
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

pub mod demo;
pub mod generator;
pub mod invitation;
pub mod keys;
pub mod languages;
pub mod onboarding;
pub mod permissions;
mod slug;
mod template;
pub mod time_zones;
pub mod trading_hosts;

pub use slug::{Slug, SlugError};
pub use template::{
    BUNDLE, Template, TemplateError, TemplateRole, TemplateSettings, TemplateStatus, TemplateTag, TemplateTeam,
};
