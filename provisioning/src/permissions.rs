//! Permissions that came with a new version of the product: brokers that were there before have roles without them. An operator
//! sees which, and adds them; the broker's trail shows it.

use crate::onboarding::operation;
use crate::template::Template;
use crm_access::{AccessError, Deny, Grant, Permission, ReachLevel, RoleRules, kinds};
use crm_app::roles::written;
use crm_model::{AuditAction, Clock};
use crm_storage::{AuditEvent, Change, ProvisionDb, Role, Roles, StorageError, TenantEntry};

/// A permission of the catalogue that nobody at a broker holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// Which.
    pub permission: Permission,
    /// Roles that have it, which nobody holds or whose holders are denied it.
    pub in_roles: Vec<String>,
}

/// What an operator adds.
#[derive(Clone, Debug)]
pub enum Addition {
    /// One permission to one role.
    One {
        /// `noun.verb`.
        permission: String,
        /// The role's name.
        role: String,
        /// How far; none: as far as the template's role of the same name.
        reach: Option<ReachLevel>,
    },
    /// To every role what the template's role of the same name has.
    LikeTemplate {
        /// Only this one.
        permission: Option<String>,
    },
}

/// What a role got.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Added {
    /// The role's name.
    pub role: String,
    /// What it has now and had not.
    pub grants: Vec<Grant>,
}

/// Why nothing was added.
#[derive(Debug, thiserror::Error)]
pub enum GrantError {
    /// The catalogue has no such entry.
    #[error("there is no permission `{name}`; there are: {known}")]
    UnknownPermission {
        /// What was asked for.
        name: String,
        /// What there is.
        known: String,
    },
    /// The broker has no such role.
    #[error("there is no role `{name}`; there are: {known}")]
    UnknownRole {
        /// What was asked for.
        name: String,
        /// What there is.
        known: String,
    },
    /// Nobody said how far.
    #[error("--reach: {permission} needs own, team or all, and the template's role `{role}` does not say")]
    ReachRequired {
        /// The permission.
        permission: &'static str,
        /// The role.
        role: String,
    },
    /// The broker's people have decided otherwise.
    #[error("the role `{role}` denies {permission}: the broker's people take that away first")]
    Denied {
        /// The permission.
        permission: &'static str,
        /// The role.
        role: String,
    },
    /// A fault below.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// A fault of our own.
    #[error(transparent)]
    Access(#[from] AccessError),
}

/// The permissions of the catalogue that nobody at the broker holds, in the catalogue's order.
///
/// # Errors
/// The database.
pub async fn missing(db: &ProvisionDb, clock: &Clock, broker: &TenantEntry) -> Result<Vec<Missing>, StorageError> {
    let visit = db.visit(&operation(&broker.tenant, "permissions missing", clock)).await?;
    let held = visit.held_permissions().await?;
    let roles = Roles::of(&visit).list().await?;
    let in_roles = |permission: Permission| -> Vec<String> {
        let having = roles.iter().filter(|role| has(&role.rules, permission));
        having.map(|role| role.name.clone()).collect()
    };
    let all = Permission::ALL.iter().filter(|permission| !held.contains(permission));
    Ok(all.map(|&permission| Missing { permission, in_roles: in_roles(permission) }).collect())
}

/// Adds permissions to roles; says which roles got what. What a role has stays as it is.
///
/// # Errors
/// [`GrantError`]; nothing is added then.
pub async fn grant(
    db: &ProvisionDb,
    clock: &Clock,
    broker: &TenantEntry,
    template: &Template,
    addition: &Addition,
) -> Result<Vec<Added>, GrantError> {
    let op = operation(&broker.tenant, "permissions grant", clock);
    let permit = op.require_system::<kinds::RoleManage>()?;
    let visit = db.visit(&op).await?;
    visit.begin_access_change().await?;
    let roles = Roles::of(&visit).list().await?;
    let (mut added, mut events) = (Vec::new(), Vec::new());
    for (role, grants) in wanted(&roles, template, addition)? {
        let new: Vec<Grant> = grants.into_iter().filter(|grant| !has(&role.rules, grant.permission)).collect();
        if new.is_empty() {
            continue;
        }
        visit.add_grants(&permit, role.id, &new).await?;
        events.push(event(role, &new));
        added.push(Added { role: role.name.clone(), grants: new });
    }
    if !events.is_empty() {
        visit.commit_all(&events).await?;
    }
    Ok(added)
}

fn event(role: &Role, new: &[Grant]) -> AuditEvent {
    let mut after = role.rules.clone();
    after.grants.extend(new);
    after.grants.sort_unstable();
    AuditEvent::on(AuditAction::RoleChanged, "role", role.id.uuid()).changes([
        Change::plain("name", Some(role.name.clone()), Some(role.name.clone())),
        Change::plain("rules", Some(written(&role.rules)), Some(written(&after))),
    ])
}

/// Which role shall have what, whether it has it or not.
fn wanted<'a>(
    roles: &'a [Role],
    template: &Template,
    addition: &Addition,
) -> Result<Vec<(&'a Role, Vec<Grant>)>, GrantError> {
    let like = |role: &Role| template.roles.iter().find(|other| other.name == role.name).map(|other| &other.rules);
    match addition {
        Addition::One { permission, role, reach } => {
            let permission = known(permission)?;
            let role = roles.iter().find(|other| other.name == *role).ok_or_else(|| GrantError::UnknownRole {
                name: role.clone(),
                known: roles.iter().map(|role| role.name.as_str()).collect::<Vec<_>>().join(", "),
            })?;
            if denies(&role.rules, permission) {
                return Err(GrantError::Denied { permission: permission.as_str(), role: role.name.clone() });
            }
            let of_template = || {
                let grants = like(role)?.grants.iter();
                grants.copied().find(|grant| grant.permission == permission).map(|grant| grant.reach)
            };
            let reach = if permission.has_reach() { reach.or_else(of_template) } else { Some(ReachLevel::All) };
            let reach = reach.ok_or_else(|| GrantError::ReachRequired {
                permission: permission.as_str(),
                role: role.name.clone(),
            })?;
            Ok(vec![(role, vec![Grant { permission, reach }])])
        }
        Addition::LikeTemplate { permission } => {
            let only = permission.as_deref().map(known).transpose()?;
            let fits = |role: &Role, grant: &Grant| {
                only.is_none_or(|only| only == grant.permission) && !denies(&role.rules, grant.permission)
            };
            let of = |role: &'a Role| {
                let grants = like(role)?.grants.iter().copied().filter(|grant| fits(role, grant)).collect();
                Some((role, grants))
            };
            Ok(roles.iter().filter_map(of).collect())
        }
    }
}

fn known(name: &str) -> Result<Permission, GrantError> {
    Permission::from_text(name).ok_or_else(|| GrantError::UnknownPermission {
        name: name.to_owned(),
        known: Permission::ALL.iter().map(|permission| permission.as_str()).collect::<Vec<_>>().join(", "),
    })
}

fn has(rules: &RoleRules, permission: Permission) -> bool {
    rules.grants.iter().any(|grant| grant.permission == permission)
}

fn denies(rules: &RoleRules, permission: Permission) -> bool {
    rules.denies.contains(&Deny::Permission(permission))
}
