//! Clients that are the same person: found, looked at side by side, merged into one, and taken back.
//!
//! `client.merge` reaches as far as it says, and never beyond what its holder sees. What a role does not show in full is neither
//! a reason to call two clients alike nor anything that its holder may choose.

mod act;
mod duplicates;
mod fields;
mod look;
mod party;
mod undo;

pub use act::{MergeChoice, MergeInput, Merged, merge};
pub use duplicates::{Cluster, Clusters, clusters, dismiss, recall};
pub use look::{MergePreview, MergeShown, kept_for, merges_of, preview};
pub use party::{MergeBlocked, PreviewField};
pub use undo::undo;
