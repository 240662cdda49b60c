use crate::RoleRules;
use chrono::{DateTime, Duration, Utc};
use crm_model::RoleId;
use std::sync::Arc;

/// A session looks at the portal as one role would, and changes nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview {
    /// As whom.
    pub as_who: PreviewedRole,
    /// Until when, not included.
    pub until: DateTime<Utc>,
}

/// As whom a preview looks at the portal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PreviewedRole {
    /// A role as it is kept.
    Kept(RoleId),
    /// A role as somebody is writing it. Nobody holds it; what it says rests with the session.
    Draft(Arc<RoleDraft>),
}

/// A role that is being written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleDraft {
    /// The role that it would change; `None` for a new one, and once that role is gone.
    pub role: Option<RoleId>,
    /// The name that it would have.
    pub name: String,
    /// What it would say.
    pub rules: RoleRules,
}

impl PreviewedRole {
    /// The kept role that is looked at, or that a draft would change.
    #[must_use]
    pub fn role(&self) -> Option<RoleId> {
        match self {
            Self::Kept(role) => Some(*role),
            Self::Draft(draft) => draft.role,
        }
    }

    /// The draft, where it is one.
    #[must_use]
    pub fn draft(&self) -> Option<&Arc<RoleDraft>> {
        match self {
            Self::Kept(_) => None,
            Self::Draft(draft) => Some(draft),
        }
    }
}

impl Preview {
    /// How long one lasts at most.
    pub const LASTS: Duration = Duration::minutes(30);

    /// When it began.
    #[must_use]
    pub fn begun(&self) -> DateTime<Utc> {
        self.until - Self::LASTS
    }
}
