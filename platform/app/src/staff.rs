//! Staff members: invited, changed, suspended. Nobody hands out what he lacks, nobody raises himself, and the last person
//! who can manage staff and roles stays.

use crate::mails::SendInvitation;
use crate::{App, UseCaseError};
use chrono::{DateTime, Duration, SecondsFormat, Utc};
use crm_access::{AccessError, FieldClass, OpContext, Permission, ReachLevel, RoleRules, kinds};
use crm_jobs::Enqueue;
use crm_model::{AuditAction, Email, Pii, Problems, RoleId, StaffId, StaffStatus, TeamId};
use crm_storage::{
    AccessChange, AuditEvent, Change, Credentials, OneTimeTokens, Role, Roles, Scoped, Sessions, Staff, StaffMember,
    StorageError, Teams, TenantTx, ThrottleKind, Throttles,
};
use crm_vault::BlindKind;

/// A person to be invited.
#[derive(Clone, Debug)]
pub struct InviteStaffInput {
    /// The name.
    pub name: String,
    /// The e-mail to sign in with.
    pub email: Pii<String>,
    /// The team.
    pub team: Option<TeamId>,
    /// The roles.
    pub roles: Vec<RoleId>,
}

/// What is to change; `None` stays as it is.
#[derive(Clone, Debug)]
pub struct EditStaffInput {
    /// Whom.
    pub id: StaffId,
    /// The version the caller saw.
    pub version: i32,
    /// The new name.
    pub name: Option<String>,
    /// The new team; `Some(None)` takes the person out of any.
    pub team: Option<Option<TeamId>>,
    /// The new set of roles.
    pub roles: Option<Vec<RoleId>>,
    /// Until when some of the roles hold, after the change; those that are not named stay as they are.
    pub role_ends: Vec<RoleEnd>,
}

/// Until when somebody has a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RoleEnd {
    /// Which.
    pub role: RoleId,
    /// Not included; without an end until it is taken away.
    pub until: Option<DateTime<Utc>>,
}

/// A change of whether somebody may work.
#[derive(Clone, Debug)]
pub struct ChangeStaffStatusInput {
    /// Whom.
    pub id: StaffId,
    /// The version the caller saw.
    pub version: i32,
    /// Suspended or active.
    pub status: StaffStatus,
    /// Why.
    pub reason: String,
}

/// A staff member as this reader may see one.
#[derive(Clone, Debug)]
pub struct StaffCard {
    /// The person.
    pub member: StaffMember,
    /// The e-mail, for the person and for those who manage staff.
    pub email: Option<Pii<Email>>,
}

/// How long after one invitation mail no other is sent to the same person (API-06).
const RESEND_WINDOW: Duration = Duration::minutes(1);

/// Everybody, by name.
///
/// # Errors
/// [`UseCaseError::Access`] without `staff.view`.
pub async fn list<T: Scoped>(op: &OpContext, tx: &T) -> Result<Vec<StaffCard>, UseCaseError> {
    let permit = op.require::<kinds::StaffView>()?;
    let staff = Staff::of(tx);
    staff.list(&permit).await?.into_iter().map(|member| card(op, &staff, member)).collect()
}

/// One staff member as the caller may see one.
///
/// # Errors
/// [`UseCaseError::NotFound`].
pub async fn find<T: Scoped>(op: &OpContext, tx: &T, id: StaffId) -> Result<StaffCard, UseCaseError> {
    if op.staff_id()? != id {
        op.require::<kinds::StaffView>()?;
    }
    let staff = Staff::of(tx);
    let member = staff.find(id).await?.ok_or(UseCaseError::NotFound("staff"))?;
    card(op, &staff, member)
}

pub(crate) fn card<T: Scoped>(
    op: &OpContext,
    staff: &Staff<'_, T>,
    member: StaffMember,
) -> Result<StaffCard, UseCaseError> {
    let full = op.holds(Permission::StaffManage) || op.staff_id().is_ok_and(|me| me == member.id);
    let email = if full { Some(staff.email(&member)?) } else { None };
    Ok(StaffCard { member, email })
}

/// Invites a person; the link goes out by mail.
///
/// # Errors
/// [`UseCaseError::Access`]; problems `required`, `invalid_email`, `duplicate_email`, `unknown_id`, `grant_exceeds_own`.
pub async fn invite(op: &OpContext, app: &App, input: &InviteStaffInput) -> Result<StaffId, UseCaseError> {
    let permit = op.require::<kinds::StaffManage>()?;
    let mut problems = Problems::new();
    let name = named(&mut problems, &input.name);
    let email = problems.keep(Email::parse("email", input.email.expose()));
    problems.done()?;
    let (Some(name), Some(email)) = (name, email) else {
        return Err(UseCaseError::Internal("an input without problem and value"));
    };
    let tx = app.db.begin(op).await?;
    let change = AccessChange::begin(&tx).await?;
    let roles = known_roles(&tx, &input.roles).await?;
    refuse_beyond_own(op, &roles, "roleIds")?;
    let team = known_team(&tx, input.team).await?;
    let bidx = tx.keys().blind(BlindKind::Email, &email.expose().normalised());
    let taken =
        Credentials::of(&tx).by_email(&tx.keys().blind_all(BlindKind::Email, &email.expose().normalised())).await?;
    if taken.is_some() {
        return Err(duplicate_email());
    }
    let staff = Staff::of(&tx);
    let id = staff.create(&permit, &name, &email, input.team).await?;
    Credentials::of(&tx)
        .create(id, bidx)
        .await
        .map_err(|error| if matches!(error, StorageError::Taken { .. }) { duplicate_email() } else { error.into() })?;
    staff.change_roles(&permit, id, &input.roles).await?;
    tx.put(&SendInvitation { staff: id, invited_by: Some(op.staff_id()?) }).await?;
    let event = AuditEvent::on(AuditAction::StaffInvited, "staff", id.uuid()).changes([
        Change::private("name", None, Some(name)),
        Change::personal("email", FieldClass::Email, None, Some(email.expose().as_str().to_owned())),
        Change::plain("team", None::<String>, team),
        Change::plain("roles", None::<String>, names(&roles)),
    ]);
    tx.commit(event).await?;
    app.tell_access_changed(op.tenant(), Some(id), change.version()).await;
    Ok(id)
}

/// Sends the invitation once more; the older link dies.
///
/// # Errors
/// [`UseCaseError::Access`], [`UseCaseError::NotFound`]; problems `not_invited`, `too_soon`.
pub async fn resend_invitation(op: &OpContext, app: &App, id: StaffId) -> Result<(), UseCaseError> {
    op.require::<kinds::StaffManage>()?;
    let tx = app.db.begin(op).await?;
    let person = Staff::of(&tx).hold(id).await?.ok_or(UseCaseError::NotFound("staff"))?;
    if person.status != StaffStatus::Invited {
        return Err(UseCaseError::invalid(
            "id",
            "not_invited",
            "Only people who have not joined yet can be invited again.",
        ));
    }
    if !Throttles::of(&tx).once_in(RESEND_WINDOW, ThrottleKind::Mail, id.uuid().as_bytes(), op.now()).await? {
        return Err(UseCaseError::invalid(
            "id",
            "too_soon",
            "The invitation was sent a moment ago. Wait a minute before sending it again.",
        ));
    }
    tx.put(&SendInvitation { staff: id, invited_by: Some(op.staff_id()?) }).await?;
    Ok(tx.commit(AuditEvent::on(AuditAction::StaffInvited, "staff", id.uuid())).await?)
}

/// Changes name, team, roles or until when roles hold. The clients that the person owns follow the team.
///
/// # Errors
/// [`UseCaseError::Access`] (one's own team, more roles of one's own: RBAC-02), [`UseCaseError::NotFound`],
/// [`UseCaseError::Conflict`]; problems `grant_exceeds_own`, `last_manager`, `unknown_id`, `in_the_past`.
pub async fn edit(op: &OpContext, app: &App, input: &EditStaffInput) -> Result<(), UseCaseError> {
    let permit = op.require::<kinds::StaffManage>()?;
    let mut problems = Problems::new();
    let name = input.name.as_deref().and_then(|name| named(&mut problems, name));
    problems.done()?;
    let tx = app.db.begin(op).await?;
    let change = AccessChange::begin(&tx).await?;
    let before = held(&tx, input.id, input.version).await?;
    let before_roles: Vec<RoleId> = before.roles.iter().map(|role| role.id).collect();
    if let Some(wanted) = &input.roles {
        refuse_moving_beyond_own(op, &tx, &before_roles, wanted).await?;
    }
    let ends = changed_ends(op, &tx, &before, input).await?;
    let team = input.team.unwrap_or(before.team.as_ref().map(|(id, _)| *id));
    refuse_raising_oneself(op, &before, &before_roles, input.roles.as_deref(), team)?;
    refuse_drawing_in(op, &before, team)?;
    let team_name = known_team(&tx, team).await?;
    let name = name.unwrap_or_else(|| before.name.clone());
    let staff = Staff::of(&tx);
    staff.change(&permit, input.id, &name, team).await?;
    if let Some(wanted) = &input.roles {
        staff.change_roles(&permit, input.id, wanted).await?;
    }
    for end in ends {
        staff.end_role(&permit, input.id, end.role, end.until).await?;
    }
    refuse_lock_out(&change, &tx).await?;
    let after = staff.find(input.id).await?.ok_or(UseCaseError::NotFound("staff"))?;
    let event = AuditEvent::on(AuditAction::StaffChanged, "staff", input.id.uuid()).changes([
        Change::private("name", Some(before.name.clone()), Some(name)),
        Change::plain("team", before.team.as_ref().map(|(_, name)| name.clone()), team_name),
        Change::plain("roles", Some(roles_text(&before)), Some(roles_text(&after))),
    ]);
    finish(app, op, tx, event, input.id, change).await
}

/// Suspends a person, which ends every session and link at once, or lets the person work again.
///
/// # Errors
/// [`UseCaseError::Access`], [`UseCaseError::NotFound`], [`UseCaseError::Conflict`]; problems `reason_required`,
/// `same_value`, `own_status`, `grant_exceeds_own`, `last_manager`.
pub async fn change_status(op: &OpContext, app: &App, input: &ChangeStaffStatusInput) -> Result<(), UseCaseError> {
    let permit = op.require::<kinds::StaffManage>()?;
    let reason = reasoned(&input.reason)?;
    if input.id == op.staff_id()? {
        return Err(UseCaseError::invalid("id", "own_status", "Nobody changes his own status; ask a colleague."));
    }
    let tx = app.db.begin(op).await?;
    let change = AccessChange::begin(&tx).await?;
    let before = held(&tx, input.id, input.version).await?;
    let roles = Roles::of(&tx).some(&before.roles.iter().map(|role| role.id).collect::<Vec<_>>()).await?;
    refuse_beyond_own(op, &roles, "id")?;
    let status = match input.status {
        // whoever never joined goes back to being invited
        StaffStatus::Active if !before.has_password => StaffStatus::Invited,
        StaffStatus::Invited => {
            return Err(UseCaseError::invalid("status", "invalid_status", "Choose active or suspended."));
        }
        status => status,
    };
    if status == before.status {
        return Err(UseCaseError::invalid("status", "same_value", format!("This person is {status} already.")));
    }
    Staff::of(&tx).change_status(&permit, input.id, status).await?;
    if status == StaffStatus::Suspended {
        Sessions::of(&tx).revoke_all(input.id, None, op.now()).await?;
        OneTimeTokens::of(&tx).end_of_staff(input.id, op.now()).await?;
    }
    refuse_lock_out(&change, &tx).await?;
    let event = AuditEvent::on(AuditAction::StaffStatusChanged, "staff", input.id.uuid())
        .because(reason)
        .changes([Change::plain("status", Some(before.status.as_str()), Some(status.as_str()))]);
    finish(app, op, tx, event, input.id, change).await
}

async fn finish(
    app: &App,
    op: &OpContext,
    tx: TenantTx,
    event: AuditEvent,
    staff: StaffId,
    change: AccessChange,
) -> Result<(), UseCaseError> {
    if !event.has_changes() {
        return Ok(tx.abandon().await?);
    }
    tx.commit(event).await?;
    app.tell_access_changed(op.tenant(), Some(staff), change.version()).await;
    Ok(())
}

async fn held(tx: &TenantTx, id: StaffId, version: i32) -> Result<StaffMember, UseCaseError> {
    let person = Staff::of(tx).hold(id).await?.ok_or(UseCaseError::NotFound("staff"))?;
    if person.version != version {
        return Err(UseCaseError::Conflict { current: person.version });
    }
    Ok(person)
}

/// Every role that is given or taken must lie within what the caller holds: else a lesser manager could strip a greater.
async fn refuse_moving_beyond_own(
    op: &OpContext,
    tx: &TenantTx,
    before: &[RoleId],
    wanted: &[RoleId],
) -> Result<(), UseCaseError> {
    known_roles(tx, wanted).await?;
    let moved: Vec<RoleId> = before
        .iter()
        .filter(|r| !wanted.contains(r))
        .chain(wanted.iter().filter(|r| !before.contains(r)))
        .copied()
        .collect();
    refuse_beyond_own(op, &Roles::of(tx).some(&moved).await?, "roleIds")
}

/// The ends that differ from what is kept. A later end hands the role out, an earlier one takes it away: both only within
/// what the caller holds; and nobody makes his own roles last longer (RBAC-02, RBAC-03).
async fn changed_ends(
    op: &OpContext,
    tx: &TenantTx,
    before: &StaffMember,
    input: &EditStaffInput,
) -> Result<Vec<RoleEnd>, UseCaseError> {
    let mut ends: Vec<RoleEnd> = Vec::new();
    for (place, end) in input.role_ends.iter().enumerate() {
        let was = before.roles.iter().find(|role| role.id == end.role);
        let stays = input.roles.as_ref().map_or(was.is_some(), |wanted| wanted.contains(&end.role));
        let wrong = |code: &'static str, message: &str| {
            let path = vec!["roleEnds".to_owned(), place.to_string(), "until".to_owned()];
            Err(UseCaseError::Invalid(vec![crm_model::Problem { code, message: message.to_owned(), path }]))
        };
        if !stays || ends.iter().any(|other| other.role == end.role) {
            return wrong("unknown_id", "Name each role that the person has once.");
        }
        if was.map_or(end.until.is_none(), |was| was.until == end.until) {
            continue;
        }
        if end.until.is_some_and(|until| until <= op.now()) {
            return wrong("in_the_past", "This time is over. Choose a later one, or take the role away.");
        }
        let later = was.is_some_and(|was| was.until.is_some_and(|was| end.until.is_none_or(|until| until > was)));
        if later && op.staff_id()? == before.id {
            return Err(AccessError::Forbidden(Permission::StaffManage).into());
        }
        ends.push(*end);
    }
    let moved: Vec<RoleId> = ends.iter().map(|end| end.role).collect();
    refuse_beyond_own(op, &Roles::of(tx).some(&moved).await?, "roleEnds")?;
    Ok(ends)
}

/// The roles in one line, each with its end: what the trail shows before and after.
fn roles_text(person: &StaffMember) -> String {
    let text = |role: &crm_storage::RoleOfStaff| match role.until {
        Some(until) => format!("{} (until {})", role.name, until.to_rfc3339_opts(SecondsFormat::Secs, true)),
        None => role.name.clone(),
    };
    joined(person.roles.iter().map(text).collect())
}

/// RBAC-02: one's own roles may only become fewer, one's own team is for others to change.
fn refuse_raising_oneself(
    op: &OpContext,
    before: &StaffMember,
    before_roles: &[RoleId],
    roles: Option<&[RoleId]>,
    team: Option<TeamId>,
) -> Result<(), UseCaseError> {
    if op.staff_id()? != before.id {
        return Ok(());
    }
    let more = roles.is_some_and(|wanted| wanted.iter().any(|r| !before_roles.contains(r)));
    if more || team != before.team.as_ref().map(|(id, _)| *id) {
        return Err(AccessError::Forbidden(Permission::StaffManage).into());
    }
    Ok(())
}

/// Whoever reaches his teams only must not make his reach wider by moving people, and so their clients, into them.
fn refuse_drawing_in(op: &OpContext, before: &StaffMember, team: Option<TeamId>) -> Result<(), UseCaseError> {
    let mine = |team: Option<TeamId>| team.is_some_and(|team| op.policy().teams().contains(&team));
    let by_team = op.policy().grants().any(|g| g.permission.has_reach() && g.reach == ReachLevel::Team);
    if by_team && mine(team) && !mine(before.team.as_ref().map(|(id, _)| *id)) {
        return Err(AccessError::Forbidden(Permission::StaffManage).into());
    }
    Ok(())
}

pub(crate) fn refuse_beyond_own(op: &OpContext, roles: &[Role], field: &str) -> Result<(), UseCaseError> {
    refuse_rules_beyond_own(op, roles.iter().map(|r| &r.rules), field)
}

/// RBAC-03: nobody hands out, takes away or edits what he lacks.
pub(crate) fn refuse_rules_beyond_own<'a>(
    op: &OpContext,
    rules: impl Iterator<Item = &'a RoleRules>,
    field: &str,
) -> Result<(), UseCaseError> {
    let mut beyond: Vec<String> = rules.flat_map(|rules| op.policy().beyond(rules)).collect();
    beyond.sort_unstable();
    beyond.dedup();
    if beyond.is_empty() {
        return Ok(());
    }
    Err(UseCaseError::invalid(
        field,
        "grant_exceeds_own",
        format!("This goes beyond what you hold yourself: {}.", beyond.join(", ")),
    ))
}

pub(crate) async fn refuse_lock_out(change: &AccessChange, tx: &TenantTx) -> Result<(), UseCaseError> {
    if change.locks_everybody_out(tx).await? {
        return Err(UseCaseError::Invalid(vec![crm_model::Problem::whole(
            "last_manager",
            "Nobody active would be left who can manage staff and roles. Give somebody else these rights first.",
        )]));
    }
    Ok(())
}

async fn known_roles(tx: &TenantTx, ids: &[RoleId]) -> Result<Vec<Role>, UseCaseError> {
    let roles = Roles::of(tx).some(ids).await?;
    if ids.iter().all(|id| roles.iter().any(|r| r.id == *id)) {
        return Ok(roles);
    }
    Err(UseCaseError::invalid(
        "roleIds",
        "unknown_id",
        "One of the roles does not exist any more. Load the list again.",
    ))
}

async fn known_team(tx: &TenantTx, id: Option<TeamId>) -> Result<Option<String>, UseCaseError> {
    let Some(id) = id else { return Ok(None) };
    let team = Teams::of(tx).find(id).await?.ok_or_else(|| {
        UseCaseError::invalid("teamId", "unknown_id", "This team does not exist any more. Load the list again.")
    })?;
    Ok(Some(team.name))
}

pub(crate) fn named(problems: &mut Problems, name: &str) -> Option<String> {
    if name.trim().is_empty() {
        problems.push(crm_model::Problem::at("name", "required", "Write a name."));
        return None;
    }
    problems.text("name", Some(name), 120)
}

fn reasoned(reason: &str) -> Result<String, UseCaseError> {
    let mut problems = Problems::new();
    let reason = problems.text("reason", Some(reason), 500);
    problems.done()?;
    reason.ok_or_else(|| {
        UseCaseError::invalid("reason", "reason_required", "Say why; the reason stands in the audit trail.")
    })
}

fn duplicate_email() -> UseCaseError {
    UseCaseError::invalid("email", "duplicate_email", "A staff member with this e-mail exists already.")
}

fn names(roles: &[Role]) -> Option<String> {
    Some(joined(roles.iter().map(|r| r.name.clone()).collect()))
}

fn joined(mut names: Vec<String>) -> String {
    names.sort_unstable();
    names.join(", ")
}
