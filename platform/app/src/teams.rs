//! Teams: a tree; reach follows it.

use crate::staff::named;
use crate::{App, UseCaseError};
use crm_access::{AccessError, OpContext, Permission, Permit, ReachLevel, kinds};
use crm_model::{AuditAction, Desk, Problems, StaffId, StaffStatus, TeamId};
use crm_storage::{AccessChange, AuditEvent, Change, Scoped, Staff, StorageError, Team, TeamFields, Teams, TenantTx};

/// A team to be made.
#[derive(Clone, Debug)]
pub struct CreateTeamInput {
    /// The name.
    pub name: String,
    /// What it does.
    pub desk: Desk,
    /// The team above.
    pub parent: Option<TeamId>,
    /// Who leads it.
    pub leader: Option<StaffId>,
}

/// What is to change; `None` stays as it is.
#[derive(Clone, Debug)]
pub struct EditTeamInput {
    /// Which.
    pub id: TeamId,
    /// The version the caller saw.
    pub version: i32,
    /// The new name.
    pub name: Option<String>,
    /// What it does now.
    pub desk: Option<Desk>,
    /// The new team above; `Some(None)` makes it a root.
    pub parent: Option<Option<TeamId>>,
    /// The new leader; `Some(None)` leaves it without.
    pub leader: Option<Option<StaffId>>,
}

/// All teams, by name.
///
/// # Errors
/// [`UseCaseError::Access`] without `staff.view`.
pub async fn list<T: Scoped>(op: &OpContext, tx: &T) -> Result<Vec<Team>, UseCaseError> {
    op.require::<kinds::StaffView>()?;
    Ok(Teams::of(tx).list().await?)
}

/// Makes a team.
///
/// # Errors
/// [`UseCaseError::Access`]; problems `required`, `duplicate_name`, `unknown_id`.
pub async fn create(op: &OpContext, app: &App, input: &CreateTeamInput) -> Result<Team, UseCaseError> {
    let permit = op.require::<kinds::TeamManage>()?;
    let tx = app.db.begin(op).await?;
    let change = AccessChange::begin(&tx).await?;
    let fields =
        TeamFields { name: name_of(&input.name)?, desk: input.desk, parent: input.parent, leader: input.leader };
    check_places(&tx, None, &fields).await?;
    let id = Teams::of(&tx).create(&permit, &fields).await.map_err(taken)?;
    refuse_wider_reach(op, &tx, &change).await?;
    keep(op, app, tx, change, id, AuditAction::TeamCreated, None).await
}

/// Changes a team.
///
/// # Errors
/// [`UseCaseError::Access`] (also when it would widen the caller's own reach), [`UseCaseError::NotFound`],
/// [`UseCaseError::Conflict`]; problems `duplicate_name`, `unknown_id`, `cycle`.
pub async fn edit(op: &OpContext, app: &App, input: &EditTeamInput) -> Result<Team, UseCaseError> {
    let permit = op.require::<kinds::TeamManage>()?;
    let tx = app.db.begin(op).await?;
    let change = AccessChange::begin(&tx).await?;
    let before = held(&tx, input.id, input.version).await?;
    let mut fields = before.fields();
    if let Some(name) = &input.name {
        fields.name = name_of(name)?;
    }
    fields.desk = input.desk.unwrap_or(fields.desk);
    fields.parent = input.parent.unwrap_or(fields.parent);
    fields.leader = input.leader.unwrap_or(fields.leader);
    if fields == before.fields() {
        tx.abandon().await?;
        return Ok(before);
    }
    check_places(&tx, Some(input.id), &fields).await?;
    Teams::of(&tx).save(&permit, input.id, &fields).await.map_err(taken)?;
    refuse_wider_reach(op, &tx, &change).await?;
    keep(op, app, tx, change, input.id, AuditAction::TeamChanged, Some(before)).await
}

/// Removes a team that nothing belongs to.
///
/// # Errors
/// [`UseCaseError::Access`], [`UseCaseError::NotFound`], [`UseCaseError::Conflict`]; problem `in_use`.
pub async fn delete(op: &OpContext, app: &App, id: TeamId, version: i32) -> Result<(), UseCaseError> {
    let permit: Permit<kinds::TeamManage> = op.require()?;
    let tx = app.db.begin(op).await?;
    let change = AccessChange::begin(&tx).await?;
    let before = held(&tx, id, version).await?;
    let in_use = || UseCaseError::invalid("id", "in_use", "Move its members, clients and the teams below first.");
    if Teams::of(&tx).is_used(id).await? {
        return Err(in_use());
    }
    Teams::of(&tx)
        .delete(&permit, id)
        .await
        .map_err(|error| if matches!(error, StorageError::Dangling) { in_use() } else { error.into() })?;
    tx.commit(AuditEvent::on(AuditAction::TeamDeleted, "team", id.uuid()).changes([Change::plain(
        "name",
        Some(before.name),
        None::<String>,
    )]))
    .await?;
    app.tell_access_changed(op.tenant(), None, change.version()).await;
    Ok(())
}

async fn keep(
    op: &OpContext,
    app: &App,
    tx: TenantTx,
    change: AccessChange,
    id: TeamId,
    action: AuditAction,
    before: Option<Team>,
) -> Result<Team, UseCaseError> {
    let after = Teams::of(&tx).find(id).await?.ok_or(UseCaseError::NotFound("team"))?;
    let was = |field: fn(&Team) -> Option<String>| before.as_ref().and_then(field);
    let event = AuditEvent::on(action, "team", id.uuid()).changes([
        Change::plain("name", was(|t| Some(t.name.clone())), Some(after.name.clone())),
        Change::plain("desk", was(|t| Some(t.desk.to_string())), Some(after.desk.to_string())),
        Change::plain("parent", was(|t| t.parent.map(|p| p.to_string())), after.parent.map(|p| p.to_string())),
        Change::private(
            "leader",
            was(|t| t.leader.as_ref().map(|(_, name)| name.clone())),
            after.leader.as_ref().map(|(_, name)| name.clone()),
        ),
    ]);
    tx.commit(event).await?;
    app.tell_access_changed(op.tenant(), None, change.version()).await;
    Ok(after)
}

async fn held(tx: &TenantTx, id: TeamId, version: i32) -> Result<Team, UseCaseError> {
    let team = Teams::of(tx).find(id).await?.ok_or(UseCaseError::NotFound("team"))?;
    if team.version != version {
        return Err(UseCaseError::Conflict { current: team.version });
    }
    Ok(team)
}

/// Parent and leader exist, and a tree stays a tree.
async fn check_places(tx: &TenantTx, id: Option<TeamId>, fields: &TeamFields) -> Result<(), UseCaseError> {
    if let Some(leader) = fields.leader {
        let person = Staff::of(tx).find(leader).await?.filter(|s| s.status != StaffStatus::Suspended);
        person.ok_or_else(|| {
            UseCaseError::invalid("leaderId", "unknown_id", "Choose a leader who is neither suspended nor gone.")
        })?;
    }
    let teams = Teams::of(tx).list().await?;
    let mut above = fields.parent;
    for _ in 0..=teams.len() {
        let Some(parent) = above else { return Ok(()) };
        if Some(parent) == id {
            break;
        }
        let found = teams.iter().find(|t| t.id == parent).ok_or_else(|| {
            UseCaseError::invalid("parentId", "unknown_id", "This team does not exist any more. Load the list again.")
        })?;
        above = found.parent;
    }
    Err(UseCaseError::invalid("parentId", "cycle", "A team cannot stand below itself. Choose another team above."))
}

/// Whoever reaches his teams only must not make them more by leading or moving teams (RBAC-03).
async fn refuse_wider_reach(op: &OpContext, tx: &TenantTx, change: &AccessChange) -> Result<(), UseCaseError> {
    let by_team = op.policy().grants().any(|g| g.permission.has_reach() && g.reach == ReachLevel::Team);
    if !by_team {
        return Ok(());
    }
    let (before, after) = (op.policy().teams(), change.policy_after(tx, op.staff_id()?).await?.at(op.now()).teams());
    if after.iter().all(|team| before.contains(team)) {
        return Ok(());
    }
    Err(AccessError::Forbidden(Permission::TeamManage).into())
}

fn name_of(name: &str) -> Result<String, UseCaseError> {
    let mut problems = Problems::new();
    let name = named(&mut problems, name).filter(|name| name.chars().count() <= 80);
    problems.done()?;
    name.ok_or_else(|| UseCaseError::invalid("name", "too_long", "Use at most 80 characters."))
}

fn taken(error: StorageError) -> UseCaseError {
    match error {
        StorageError::Taken { .. } => UseCaseError::invalid("name", "duplicate_name", "Another team has this name."),
        other => other.into(),
    }
}
