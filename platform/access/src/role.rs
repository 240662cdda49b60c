use crate::{FieldClass, FieldRule, Permission};
use chrono::{DateTime, Utc};
use crm_model::RoleId;

/// How far a grant reaches. Ordered: further is greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ReachLevel {
    /// Own records.
    Own,
    /// The teams that one leads, with all below; without any, one's own team.
    Team,
    /// The whole tenant.
    All,
}

impl ReachLevel {
    /// As roles keep it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Team => "team",
            Self::All => "all",
        }
    }

    /// Reads the kept text.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        [Self::Own, Self::Team, Self::All].into_iter().find(|r| r.as_str() == text)
    }
}

/// One entry of a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Grant {
    /// What.
    pub permission: Permission,
    /// How far; [`ReachLevel::All`] where reach makes no difference.
    pub reach: ReachLevel,
}

/// What a role takes away from whoever holds it, whatever the other roles give.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Deny {
    /// The permission is not held at all.
    Permission(Permission),
    /// The class of fields is hidden on every record.
    Field(FieldClass),
}

impl Deny {
    /// What is denied, as roles keep it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Permission(permission) => permission.as_str(),
            Self::Field(class) => class.as_str(),
        }
    }

    /// Whether it is `permission` or `field`, as roles keep it.
    #[must_use]
    pub const fn kind(self) -> &'static str {
        match self {
            Self::Permission(_) => "permission",
            Self::Field(_) => "field",
        }
    }

    /// Reads what roles keep; `None` for what this version does not know.
    #[must_use]
    pub fn from_text(kind: &str, name: &str) -> Option<Self> {
        match kind {
            "permission" => Permission::from_text(name).map(Self::Permission),
            "field" => FieldClass::from_text(name).map(Self::Field),
            _ => None,
        }
    }
}

/// What one role says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RoleRules {
    /// What it allows.
    pub grants: Vec<Grant>,
    /// What it shows.
    pub fields: Vec<FieldRule>,
    /// What it denies: this beats every grant and every field rule, of this and of all other roles.
    pub denies: Vec<Deny>,
}

/// A role in somebody's hands.
#[derive(Clone, Debug)]
pub struct HeldRole {
    /// Which.
    pub role: RoleId,
    /// Until when, not included; without an end until it is taken away. Nobody has to do anything for it to end.
    pub until: Option<DateTime<Utc>>,
    /// What it says.
    pub rules: RoleRules,
}

impl HeldRole {
    /// Whether it is still in force at an instant.
    #[must_use]
    pub fn holds(&self, now: DateTime<Utc>) -> bool {
        self.until.is_none_or(|until| now < until)
    }
}
