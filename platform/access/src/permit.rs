use crate::{People, Permission, PermissionKind};
use crm_model::TeamId;
use std::marker::PhantomData;
use std::sync::Arc;

/// How far a permission reaches; storage compiles it into the query, never into a policy of the database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Records that the person owns or takes part in, and those that the colleagues own whom the person covers now.
    Own(People),
    /// Those, and the records of the teams.
    Team(People, Arc<[TeamId]>),
    /// Every record of the tenant.
    All,
}

/// Proof that a check was made. Only [`crate::OpContext::require`] makes one.
#[derive(Clone, Debug)]
pub struct Permit<P: PermissionKind> {
    reach: Reach,
    kind: PhantomData<P>,
}

impl<P: PermissionKind> Permit<P> {
    pub(crate) const fn new(reach: Reach) -> Self {
        Self { reach, kind: PhantomData }
    }

    /// How far it reaches.
    pub const fn reach(&self) -> &Reach {
        &self.reach
    }

    /// Which permission was checked.
    pub const fn permission(&self) -> Permission {
        P::PERMISSION
    }
}

/// Why an operation may not go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AccessError {
    /// The caller lacks the permission.
    #[error("this needs the permission {}", .0.as_str())]
    Forbidden(Permission),
    /// The caller is not of a kind that may do this at all.
    #[error("this is not for this kind of caller")]
    WrongActor,
    /// The session looks at the portal as a role would: nothing can be changed.
    #[error("this is a preview: nothing can be changed; end the preview first")]
    Preview,
    /// The caller has the permission; a fresh second factor is missing.
    #[error("confirm with your authenticator app first")]
    StepUpRequired,
    /// The caller has the permission, but no second factor to confirm with.
    #[error("set up an authenticator app in your security settings first")]
    TotpNotEnrolled,
}
