//! Roles as data: made and edited by the tenant, never beyond what their editor holds.

use crate::staff::{named, refuse_lock_out, refuse_rules_beyond_own};
use crate::{App, UseCaseError};
use crm_access::{Deny, FieldClass, FieldRule, Grant, OpContext, Permission, ReachLevel, RoleRules, kinds};
use crm_model::{AuditAction, Problem, Problems, RoleId};
use crm_storage::{AccessChange, AuditEvent, Change, Role, Roles, Scoped, StorageError, TenantTx};
use std::collections::BTreeSet;

/// One grant as it comes in.
#[derive(Clone, Debug)]
pub struct GrantInput {
    /// `noun.verb`.
    pub permission: String,
    /// How far, where reach makes a difference.
    pub reach: Option<ReachLevel>,
}

/// What the role takes away, as it comes in.
#[derive(Clone, Debug, Default)]
pub struct DenyInput {
    /// `noun.verb` of each.
    pub permissions: Vec<String>,
    /// Classes of fields.
    pub fields: Vec<FieldClass>,
}

/// A role to be made.
#[derive(Clone, Debug)]
pub struct CreateRoleInput {
    /// The name.
    pub name: String,
    /// For people who choose a role.
    pub description: String,
    /// What it allows.
    pub grants: Vec<GrantInput>,
    /// What it shows.
    pub fields: Vec<FieldRule>,
    /// What it denies.
    pub denies: DenyInput,
}

/// What is to change; `None` stays as it is.
#[derive(Clone, Debug)]
pub struct EditRoleInput {
    /// Which.
    pub id: RoleId,
    /// The version the caller saw.
    pub version: i32,
    /// The new name.
    pub name: Option<String>,
    /// The new description.
    pub description: Option<String>,
    /// The new set of grants.
    pub grants: Option<Vec<GrantInput>>,
    /// The new set of field rules.
    pub fields: Option<Vec<FieldRule>>,
    /// The new set of denied permissions.
    pub denied_permissions: Option<Vec<String>>,
    /// The new set of denied classes of fields.
    pub denied_fields: Option<Vec<FieldClass>>,
}

/// All roles, by name.
///
/// # Errors
/// [`UseCaseError::Access`] without `staff.view`.
pub async fn list<T: Scoped>(op: &OpContext, tx: &T) -> Result<Vec<Role>, UseCaseError> {
    op.require::<kinds::StaffView>()?;
    Ok(Roles::of(tx).list().await?)
}

/// Why this caller may not edit a role; `None` when he may.
#[must_use]
pub fn locked_because(op: &OpContext, role: &Role) -> Option<String> {
    if !op.holds(Permission::RoleManage) {
        return Some("You may not change roles.".to_owned());
    }
    let beyond = op.policy().beyond(&role.rules);
    (!beyond.is_empty()).then(|| format!("It goes beyond what you hold yourself: {}.", beyond.join(", ")))
}

/// Makes a role.
///
/// # Errors
/// [`UseCaseError::Access`]; problems `required`, `duplicate_name`, `unknown_permission`, `reach_required`, `duplicate`,
/// `granted_and_denied`, `grant_exceeds_own`.
pub async fn create(op: &OpContext, app: &App, input: &CreateRoleInput) -> Result<Role, UseCaseError> {
    let permit = op.require::<kinds::RoleManage>()?;
    let Checked { name, description, rules } = checked(input)?;
    refuse_rules_beyond_own(op, std::iter::once(&rules), "grants")?;
    let tx = app.db.begin(op).await?;
    let change = AccessChange::begin(&tx).await?;
    let id = Roles::of(&tx).create(&permit, &name, &description, &rules).await.map_err(taken)?;
    keep(op, app, tx, change, id, AuditAction::RoleCreated, None).await
}

/// A role as it came in, looked through.
pub(crate) struct Checked {
    pub name: String,
    pub description: String,
    pub rules: RoleRules,
}

/// What a whole role says, or everything that is wrong with it; who writes it is not looked at.
pub(crate) fn checked(input: &CreateRoleInput) -> Result<Checked, UseCaseError> {
    let mut problems = Problems::new();
    let name = name_of(&mut problems, &input.name);
    let description = description_of(&mut problems, &input.description);
    let mut denies = denied_permissions(&mut problems, &input.denies.permissions);
    denies.extend(denied_fields(&mut problems, &input.denies.fields));
    let rules = RoleRules {
        grants: grants_of(&mut problems, &input.grants),
        fields: fields_of(&mut problems, &input.fields),
        denies,
    };
    contradictions(&mut problems, &rules);
    problems.done()?;
    Ok(Checked { name, description, rules })
}

/// Changes a role, for everybody who holds it, from the next request on.
///
/// # Errors
/// [`UseCaseError::Access`], [`UseCaseError::NotFound`], [`UseCaseError::Conflict`]; problems as [`create`], and
/// `last_manager`. `grant_exceeds_own` also when the role as it **was** goes beyond the caller.
pub async fn edit(op: &OpContext, app: &App, input: &EditRoleInput) -> Result<Role, UseCaseError> {
    let permit = op.require::<kinds::RoleManage>()?;
    let mut problems = Problems::new();
    let name = input.name.as_deref().map(|name| name_of(&mut problems, name));
    let description = input.description.as_deref().map(|text| description_of(&mut problems, text));
    let grants = input.grants.as_deref().map(|grants| grants_of(&mut problems, grants));
    let fields = input.fields.as_deref().map(|fields| fields_of(&mut problems, fields));
    let permissions = input.denied_permissions.as_deref().map(|names| denied_permissions(&mut problems, names));
    let classes = input.denied_fields.as_deref().map(|classes| denied_fields(&mut problems, classes));
    problems.done()?;
    let tx = app.db.begin(op).await?;
    let change = AccessChange::begin(&tx).await?;
    let before = held(&tx, input.id, input.version).await?;
    let rules = RoleRules {
        grants: grants.unwrap_or_else(|| before.rules.grants.clone()),
        fields: fields.unwrap_or_else(|| before.rules.fields.clone()),
        denies: denies_after(&before.rules.denies, permissions, classes),
    };
    let mut problems = Problems::new();
    contradictions(&mut problems, &rules);
    problems.done()?;
    refuse_rules_beyond_own(op, [&before.rules, &rules].into_iter(), "grants")?;
    let name = name.unwrap_or_else(|| before.name.clone());
    let description = description.unwrap_or_else(|| before.description.clone());
    Roles::of(&tx).save(&permit, input.id, &name, &description, &rules).await.map_err(taken)?;
    refuse_lock_out(&change, &tx).await?;
    keep(op, app, tx, change, input.id, AuditAction::RoleChanged, Some(before)).await
}

/// Removes a role that nobody holds.
///
/// # Errors
/// [`UseCaseError::Access`], [`UseCaseError::NotFound`], [`UseCaseError::Conflict`]; problems `in_use`,
/// `grant_exceeds_own`.
pub async fn delete(op: &OpContext, app: &App, id: RoleId, version: i32) -> Result<(), UseCaseError> {
    let permit = op.require::<kinds::RoleManage>()?;
    let tx = app.db.begin(op).await?;
    let change = AccessChange::begin(&tx).await?;
    let before = held(&tx, id, version).await?;
    refuse_rules_beyond_own(op, std::iter::once(&before.rules), "id")?;
    let in_use = || UseCaseError::invalid("id", "in_use", "Somebody still holds this role. Take it from them first.");
    if before.member_count > 0 {
        return Err(in_use());
    }
    Roles::of(&tx)
        .delete(&permit, id)
        .await
        .map_err(|error| if matches!(error, StorageError::Dangling) { in_use() } else { error.into() })?;
    tx.commit(AuditEvent::on(AuditAction::RoleDeleted, "role", id.uuid()).changes([
        Change::plain("name", Some(before.name.clone()), None::<String>),
        rules_change(Some(&before), None),
    ]))
    .await?;
    app.tell_access_changed(op.tenant(), None, change.version()).await;
    Ok(())
}

async fn keep(
    op: &OpContext,
    app: &App,
    tx: TenantTx,
    change: AccessChange,
    id: RoleId,
    action: AuditAction,
    before: Option<Role>,
) -> Result<Role, UseCaseError> {
    let after = Roles::of(&tx).find(id).await?.ok_or(UseCaseError::NotFound("role"))?;
    let was = before.as_ref();
    let event = AuditEvent::on(action, "role", id.uuid()).changes([
        Change::plain("name", was.map(|r| r.name.clone()), Some(after.name.clone())),
        Change::plain("description", was.map(|r| r.description.clone()), Some(after.description.clone())),
        rules_change(was, Some(&after)),
    ]);
    if !event.has_changes() {
        tx.abandon().await?;
        return before.ok_or(UseCaseError::NotFound("role"));
    }
    tx.commit(event).await?;
    app.tell_access_changed(op.tenant(), None, change.version()).await;
    Ok(after)
}

/// Grants and field rules as one readable text: what the trail shows before and after.
fn rules_change(before: Option<&Role>, after: Option<&Role>) -> Change {
    Change::plain("rules", before.map(|r| written(&r.rules)), after.map(|r| written(&r.rules)))
}

/// What a role says, as the trail shows it.
#[must_use]
pub fn written(rules: &RoleRules) -> String {
    let grants = rules.grants.iter().map(|g| {
        if g.permission.has_reach() {
            format!("{} ({})", g.permission.as_str(), g.reach.as_str())
        } else {
            g.permission.as_str().to_owned()
        }
    });
    let fields = rules
        .fields
        .iter()
        .map(|f| format!("{} for {}: {}", f.class.as_str(), f.relation.as_str(), f.visibility.as_str()));
    let denies = rules.denies.iter().map(|d| format!("deny {} {}", d.kind(), d.as_str()));
    grants.chain(fields).chain(denies).collect::<Vec<_>>().join("; ")
}

async fn held(tx: &TenantTx, id: RoleId, version: i32) -> Result<Role, UseCaseError> {
    let role = Roles::of(tx).find(id).await?.ok_or(UseCaseError::NotFound("role"))?;
    if role.version != version {
        return Err(UseCaseError::Conflict { current: role.version });
    }
    Ok(role)
}

/// RBAC-04: only entries of the catalogue, each once.
fn grants_of(problems: &mut Problems, inputs: &[GrantInput]) -> Vec<Grant> {
    let mut seen = BTreeSet::new();
    let mut grants = Vec::with_capacity(inputs.len());
    for (place, input) in inputs.iter().enumerate() {
        let mut wrong = |field: &str, code: &'static str, message: &str| {
            problems.push(Problem {
                code,
                message: message.to_owned(),
                path: vec!["grants".to_owned(), place.to_string(), field.to_owned()],
            });
        };
        match Permission::from_text(&input.permission) {
            None => {
                wrong("permission", "unknown_permission", "There is no such permission. Choose from the catalogue.")
            }
            Some(permission) if !seen.insert(permission) => {
                wrong("permission", "duplicate", "This permission stands in the list twice. Keep one.")
            }
            Some(permission) if permission.has_reach() => match input.reach {
                Some(reach) => grants.push(Grant { permission, reach }),
                None => wrong("reach", "reach_required", "Say how far it reaches: own, team or all."),
            },
            Some(permission) => grants.push(Grant { permission, reach: ReachLevel::All }),
        }
    }
    grants
}

fn fields_of(problems: &mut Problems, rules: &[FieldRule]) -> Vec<FieldRule> {
    let mut seen = BTreeSet::new();
    for (place, rule) in rules.iter().enumerate() {
        if !seen.insert((rule.class, rule.relation)) {
            problems.push(Problem {
                code: "duplicate",
                message: "This field and relation stand in the list twice. Keep one.".to_owned(),
                path: vec!["fields".to_owned(), place.to_string()],
            });
        }
    }
    rules.to_vec()
}

/// RBAC-04 holds for denials as well.
fn denied_permissions(problems: &mut Problems, names: &[String]) -> Vec<Deny> {
    let mut denied = BTreeSet::new();
    for (place, name) in names.iter().enumerate() {
        let mut wrong = |code: &'static str, message: &str| {
            problems.push(Problem {
                code,
                message: message.to_owned(),
                path: vec!["deniedPermissions".to_owned(), place.to_string()],
            });
        };
        match Permission::from_text(name).map(Deny::Permission) {
            None => wrong("unknown_permission", "There is no such permission. Choose from the catalogue."),
            Some(deny) if !denied.insert(deny) => {
                wrong("duplicate", "This permission stands in the list twice. Keep one.")
            }
            Some(_) => {}
        }
    }
    denied.into_iter().collect()
}

fn denied_fields(problems: &mut Problems, classes: &[FieldClass]) -> Vec<Deny> {
    let mut denied = BTreeSet::new();
    for (place, class) in classes.iter().enumerate() {
        if !denied.insert(Deny::Field(*class)) {
            problems.push(Problem {
                code: "duplicate",
                message: "This field stands in the list twice. Keep one.".to_owned(),
                path: vec!["deniedFields".to_owned(), place.to_string()],
            });
        }
    }
    denied.into_iter().collect()
}

fn denies_after(before: &[Deny], permissions: Option<Vec<Deny>>, classes: Option<Vec<Deny>>) -> Vec<Deny> {
    let kept = |wanted: fn(&Deny) -> bool| before.iter().filter(|deny| wanted(deny)).copied().collect();
    let mut denies: Vec<Deny> = permissions.unwrap_or_else(|| kept(|deny| matches!(deny, Deny::Permission(_))));
    denies.extend(classes.unwrap_or_else(|| kept(|deny| matches!(deny, Deny::Field(_)))));
    denies
}

/// A role that gives and denies the same is a mistake of whoever writes it.
fn contradictions(problems: &mut Problems, rules: &RoleRules) {
    for deny in &rules.denies {
        let (both, path) = match deny {
            Deny::Permission(denied) => (rules.grants.iter().any(|g| g.permission == *denied), "deniedPermissions"),
            Deny::Field(denied) => (rules.fields.iter().any(|f| f.class == *denied), "deniedFields"),
        };
        if both {
            let words = format!("This role gives and denies {}. Keep one.", deny.as_str());
            problems.push(Problem::at(path, "granted_and_denied", words));
        }
    }
}

fn name_of(problems: &mut Problems, name: &str) -> String {
    match named(problems, name) {
        Some(name) if name.chars().count() > 80 => {
            problems.push(Problem::at("name", "too_long", "Use at most 80 characters."));
            name
        }
        name => name.unwrap_or_default(),
    }
}

fn description_of(problems: &mut Problems, text: &str) -> String {
    problems.text("description", Some(text), 400).unwrap_or_default()
}

fn taken(error: StorageError) -> UseCaseError {
    match error {
        StorageError::Taken { .. } => UseCaseError::invalid("name", "duplicate_name", "Another role has this name."),
        other => other.into(),
    }
}

/// The catalogue is for those who see staff and roles.
///
/// # Errors
/// [`UseCaseError::Access`] without `staff.view`.
pub fn may_look(op: &OpContext) -> Result<(), UseCaseError> {
    op.require::<kinds::StaffView>()?;
    Ok(())
}
