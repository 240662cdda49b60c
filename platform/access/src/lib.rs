//! Who is calling, what he may do, how far it reaches and which fields he may read.
//!
//! A use case starts with an [`OpContext`] and asks it for a [`Permit`]: the permit names the permission in its type and
//! carries the [`Reach`] that storage compiles into the query. Views ask the same policy which fields may leave.
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

mod actor;
mod client_field;
mod context;
mod cover;
mod explain;
mod field;
mod permission;
mod permit;
mod policy;
mod preview;
mod role;
mod scope;
mod team;
mod uses;

pub use actor::{Actor, ClientActor, StaffActor, SystemActor, WebsiteActor};
pub use client_field::{ClientField, FieldAccess, FieldUse};
pub use context::{OpContext, RequestInfo, StepUp, StepUpFactor, TenantRef};
pub use cover::{Cover, People};
pub use explain::{ActWhy, FieldWhy, FieldWord, GrantWhy, Record, Tie};
pub use field::{FieldClass, FieldRule, Relation, RelationTo, Visibility};
pub use permission::{Permission, PermissionKind, kinds};
pub use permit::{AccessError, Permit, Reach};
pub use policy::{Policies, Policy, PolicySource};
pub use preview::{Preview, PreviewedRole, RoleDraft};
pub use role::{Deny, Grant, HeldRole, ReachLevel, RoleRules};
pub use scope::ApiScope;
pub use team::{TeamNode, TeamPath};
pub use uses::{Used, Uses};
