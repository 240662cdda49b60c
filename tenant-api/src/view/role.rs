//! Roles and the catalogue of permissions as they leave.

use crate::view::enums::{FieldClass, Reach, Relation, Visibility};
use async_graphql::{ID, SimpleObject};
use crm_access::{Deny, FieldRule, Grant, OpContext, Permission};
use crm_storage::Role;

/// A role, and whether the viewer may edit it.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(name = "Role")]
pub struct RoleView {
    id: ID,
    version: i32,
    name: String,
    description: String,
    grants: Vec<RoleGrant>,
    fields: Vec<RoleFieldRule>,
    /// What its people never hold, whatever other roles grant.
    denied_permissions: Vec<String>,
    /// What is hidden from its people, whatever other roles show.
    denied_fields: Vec<FieldClass>,
    member_count: u32,
    editable: bool,
    /// Why it is not editable.
    reason: Option<String>,
}

/// One entry of a role; `reach` only where it makes a difference.
#[derive(Clone, Debug, SimpleObject)]
pub struct RoleGrant {
    permission: String,
    reach: Option<Reach>,
}

/// How much of a class of fields a role shows.
#[derive(Clone, Debug, SimpleObject)]
pub struct RoleFieldRule {
    field: FieldClass,
    relation: Relation,
    visibility: Visibility,
}

/// An entry of the catalogue, and how much of it the viewer could hand out.
#[derive(Clone, Debug, SimpleObject)]
pub struct PermissionInfo {
    permission: String,
    resource: String,
    verb: String,
    sentence: String,
    has_reach: bool,
    step_up: bool,
    grantable: bool,
    max_reach: Option<Reach>,
}

impl RoleView {
    /// A role as `op`'s caller sees it.
    #[must_use]
    pub fn new(op: &OpContext, role: Role) -> Self {
        let reason = crm_app::roles::locked_because(op, &role);
        let (mut denied_permissions, mut denied_fields) = (Vec::new(), Vec::new());
        for deny in &role.rules.denies {
            match deny {
                Deny::Permission(permission) => denied_permissions.push(permission.as_str().to_owned()),
                Deny::Field(class) => denied_fields.push(FieldClass::from(*class)),
            }
        }
        Self {
            denied_permissions,
            denied_fields,
            id: ID(role.id.to_string()),
            version: role.version,
            name: role.name,
            description: role.description,
            grants: role.rules.grants.into_iter().map(RoleGrant::from).collect(),
            fields: role.rules.fields.into_iter().map(RoleFieldRule::from).collect(),
            member_count: role.member_count,
            editable: reason.is_none(),
            reason,
        }
    }
}

impl From<Grant> for RoleGrant {
    fn from(grant: Grant) -> Self {
        Self { permission: grant.permission.as_str().to_owned(), reach: reach(grant) }
    }
}

/// The reach of a grant where it makes a difference.
pub(crate) fn reach(grant: Grant) -> Option<Reach> {
    grant.permission.has_reach().then(|| grant.reach.into())
}

impl From<FieldRule> for RoleFieldRule {
    fn from(rule: FieldRule) -> Self {
        Self { field: rule.class.into(), relation: rule.relation.into(), visibility: rule.visibility.into() }
    }
}

impl PermissionInfo {
    /// An entry as `op`'s caller could hand it out.
    #[must_use]
    pub fn new(op: &OpContext, permission: Permission) -> Self {
        let held = op.policy().reach(permission);
        Self {
            permission: permission.as_str().to_owned(),
            resource: permission.resource().to_owned(),
            verb: permission.verb().to_owned(),
            sentence: permission.sentence().to_owned(),
            has_reach: permission.has_reach(),
            step_up: permission.needs_step_up(),
            grantable: held.is_some(),
            max_reach: held.and_then(|reach_held| reach(Grant { permission, reach: reach_held })),
        }
    }
}
