//! Covers of absent colleagues: who looks after their clients and follow-ups, and until when.
//!
//! A cover widens what counts as one's own (`crm_access::People`), by the rights that the cover holds anyway; everything goes
//! through the same reach. Whether it holds is read from its instants at each use, so no job ends it.

use crate::{App, UseCaseError};
use chrono::{DateTime, Duration, Utc};
use crm_access::kinds::StaffCover;
use crm_access::{AccessError, OpContext, Permission, Reach};
use crm_model::{AuditAction, CoverId, Problem, StaffId, StaffStatus, TeamId};
pub use crm_storage::CoverRow;
use crm_storage::{
    AccessChange, AuditEvent, Change, Clients, Covers, NewCover, Owner, Scoped, Staff, StaffMember, TenantTx,
};

/// A cover to be set.
#[derive(Clone, Copy, Debug)]
pub struct SetCover {
    /// Who is absent.
    pub absent: StaffId,
    /// Who covers.
    pub cover: StaffId,
    /// From when; from now on when it is not said.
    pub from: Option<DateTime<Utc>>,
    /// Until when, not included.
    pub until: DateTime<Utc>,
}

/// Nobody is away for longer in one go.
const LONGEST: Duration = Duration::days(92);
/// Nobody plans further ahead.
const AHEAD: Duration = Duration::days(366);

/// Covers of people for whom the caller may set one, those that are not over.
///
/// # Errors
/// [`UseCaseError::Access`].
pub async fn list(op: &OpContext, tx: &impl Scoped) -> Result<Vec<CoverRow>, UseCaseError> {
    let permit = op.require::<StaffCover>()?;
    let all = Covers::of(tx).list(op.now()).await?;
    Ok(all.into_iter().filter(|row| within(permit.reach(), row.absent.0, row.absent_team)).collect())
}

/// The covers that hold now in which the caller is absent or covers: both see it on every page.
///
/// # Errors
/// Only for staff members.
pub async fn mine(op: &OpContext, tx: &impl Scoped) -> Result<Vec<CoverRow>, UseCaseError> {
    let now = op.now();
    let all = Covers::of(tx).of_person(op.staff_id()?, now).await?;
    Ok(all.into_iter().filter(|row| row.from <= now).collect())
}

/// Active people for whom the caller may set a cover, and those who may be the cover.
///
/// # Errors
/// [`UseCaseError::Access`].
pub async fn people(op: &OpContext, tx: &impl Scoped) -> Result<(Vec<Owner>, Vec<Owner>), UseCaseError> {
    let permit = op.require::<StaffCover>()?;
    let all = Clients::of(tx).owners().await?;
    let absent = all.iter().filter(|p| within(permit.reach(), p.id, p.team)).cloned().collect();
    let covers = all.into_iter().filter(|p| near(op, permit.reach(), p.id, p.team)).collect();
    Ok((absent, covers))
}

/// Says who covers somebody, and until when.
///
/// # Errors
/// [`UseCaseError::Access`]; [`UseCaseError::NotFound`] for somebody beyond reach; problems with the people or the times.
pub async fn set(op: &OpContext, app: &App, input: &SetCover) -> Result<CoverRow, UseCaseError> {
    let permit = op.require::<StaffCover>()?;
    let (now, by) = (op.now(), op.staff_id()?);
    let from = input.from.unwrap_or(now).max(now);
    times(now, input.from, from, input.until)?;
    let tx = app.db.begin(op).await?;
    let change = AccessChange::begin(&tx).await?;
    let absent = person(&tx, input.absent).await?.filter(|p| within(permit.reach(), p.id, team(p)));
    let absent = absent.ok_or(UseCaseError::NotFound("staff member"))?;
    let cover = fit(op, permit.reach(), &absent, person(&tx, input.cover).await?)?;
    free(&tx, &absent, from, input.until, now).await?;
    let new = NewCover { id: CoverId::generate(), absent: absent.id, cover: cover.id, from, until: input.until, by };
    Covers::of(&tx).create(&permit, &new, now).await?;
    let row = Covers::of(&tx).find(new.id).await?.ok_or(UseCaseError::Internal("a row that is not there"))?;
    let event = AuditEvent::on(AuditAction::CoverSet, "staff", absent.id.uuid()).changes([
        Change::private("cover", None, Some(cover.name)),
        Change::plain("from", None::<String>, Some(from.to_rfc3339())),
        Change::plain("until", None::<String>, Some(input.until.to_rfc3339())),
    ]);
    tx.commit(event).await?;
    app.tell_access_changed(op.tenant(), None, change.version()).await;
    Ok(row)
}

/// Ends a cover now, before its date; one that has not begun never does.
///
/// # Errors
/// [`UseCaseError::Access`], [`UseCaseError::NotFound`], [`UseCaseError::Conflict`].
pub async fn end(op: &OpContext, app: &App, id: CoverId, version: i32) -> Result<(), UseCaseError> {
    let permit = op.require::<StaffCover>()?;
    let tx = app.db.begin(op).await?;
    let change = AccessChange::begin(&tx).await?;
    let row = Covers::of(&tx).find(id).await?;
    let row = row.filter(|row| within(permit.reach(), row.absent.0, row.absent_team) && row.until > op.now());
    let row = row.ok_or(UseCaseError::NotFound("cover"))?;
    if row.version != version || !Covers::of(&tx).end(&permit, &row, op.now()).await? {
        return Err(UseCaseError::Conflict { current: row.version.max(version + 1) });
    }
    let event = AuditEvent::on(AuditAction::CoverEnded, "staff", row.absent.0.uuid()).changes([
        Change::private("cover", Some(row.cover.1), None),
        Change::plain("until", Some(row.until.to_rfc3339()), Some(op.now().to_rfc3339())),
    ]);
    tx.commit(event).await?;
    app.tell_access_changed(op.tenant(), None, change.version()).await;
    Ok(())
}

async fn person(tx: &TenantTx, id: StaffId) -> Result<Option<StaffMember>, UseCaseError> {
    Ok(Staff::of(tx).find(id).await?)
}

fn team(person: &StaffMember) -> Option<TeamId> {
    person.team.as_ref().map(|(id, _)| *id)
}

/// Whether a reach over people holds this one: oneself, the people of one's teams, everybody.
pub(crate) fn within(reach: &Reach, person: StaffId, team: Option<TeamId>) -> bool {
    match reach {
        Reach::All => true,
        Reach::Own(people) => people.me() == person,
        Reach::Team(people, teams) => people.me() == person || team.is_some_and(|team| teams.contains(&team)),
    }
}

/// Whether a caller with this reach may name this person as a cover: anybody, or himself and the people of his teams.
fn near(op: &OpContext, reach: &Reach, person: StaffId, team: Option<TeamId>) -> bool {
    match reach {
        Reach::All => true,
        Reach::Own(people) | Reach::Team(people, _) => {
            person == people.me() || team.is_some_and(|team| op.policy().teams().contains(&team))
        }
    }
}

/// Who may cover: somebody active; where the caller speaks for himself or for his teams, somebody of these; and nobody makes
/// himself the cover of people whose clients he does not reach (RBAC-03).
fn fit(
    op: &OpContext,
    reach: &Reach,
    absent: &StaffMember,
    cover: Option<StaffMember>,
) -> Result<StaffMember, UseCaseError> {
    let cover = cover.filter(|p| p.status == StaffStatus::Active);
    let cover =
        cover.ok_or_else(|| UseCaseError::invalid("coverId", "unknown_id", "Choose an active staff member."))?;
    if cover.id == absent.id {
        return Err(UseCaseError::invalid("coverId", "same_person", "Choose somebody else: nobody covers himself."));
    }
    if !near(op, reach, cover.id, team(&cover)) {
        return Err(UseCaseError::invalid("coverId", "not_near", "Choose somebody of your teams."));
    }
    let sees = op.reach(Permission::ClientView).is_some_and(|reach| within(&reach, absent.id, team(absent)));
    if op.person() == Some(cover.id) && !sees {
        return Err(AccessError::Forbidden(Permission::StaffCover).into());
    }
    Ok(cover)
}

/// One cover at a time: whoever is asked has to know that the work is his.
async fn free(
    tx: &TenantTx,
    absent: &StaffMember,
    from: DateTime<Utc>,
    until: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<(), UseCaseError> {
    let known = Covers::of(tx).of_person(absent.id, now).await?;
    if known.iter().any(|row| row.absent.0 == absent.id && row.from < until && from < row.until) {
        let words = "Somebody covers this person in that time already. End that cover first, or choose other days.";
        return Err(UseCaseError::invalid("until", "covered_already", words));
    }
    Ok(())
}

fn times(
    now: DateTime<Utc>,
    said: Option<DateTime<Utc>>,
    from: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<(), Problem> {
    if said.is_some_and(|said| said < now - Duration::days(1)) {
        return Err(Problem::at("from", "in_the_past", "This time is over. Choose a later one."));
    }
    if from > now + AHEAD {
        return Err(Problem::at("from", "too_far", "Choose a day within a year."));
    }
    if until <= from {
        return Err(Problem::at("until", "before_from", "Choose an end after the beginning."));
    }
    if until - from > LONGEST {
        return Err(Problem::at(
            "until",
            "too_long",
            "Choose at most 92 days; give the clients to somebody for longer.",
        ));
    }
    Ok(())
}
