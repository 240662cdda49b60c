//! What is expected of the people of one's teams.

use crate::covers::within;
use crate::{App, UseCaseError};
use chrono::{DateTime, Utc};
use crm_access::kinds::StaffTarget as MaySetTarget;
use crm_access::{OpContext, Permission, Permit};
use crm_model::{AuditAction, StaffId, StaffTarget};
use crm_storage::{AuditEvent, Change, Staff, Targets, TenantTx};

/// Says what is expected of somebody, or that nothing is any more; `target` carries the version that was read. First
/// deposits stay as they are for who may not see money.
///
/// # Errors
/// [`UseCaseError::Access`]; [`UseCaseError::NotFound`] for somebody beyond reach; a number that nobody can be asked for;
/// [`UseCaseError::Conflict`].
pub async fn set(
    op: &OpContext,
    app: &App,
    person: StaffId,
    mut target: StaffTarget,
) -> Result<StaffTarget, UseCaseError> {
    let permit = op.require::<MaySetTarget>()?;
    target.check()?;
    let tx = app.db.begin(op).await?;
    let found = Staff::of(&tx).find(person).await?;
    let team = found.as_ref().and_then(|p| p.team.as_ref()).map(|(id, _)| *id);
    if found.is_none() || !within(permit.reach(), person, team) {
        return Err(UseCaseError::NotFound("staff member"));
    }
    let before = Targets::of(&tx).find(person).await?;
    let money = op.holds(Permission::BalanceView);
    if !money {
        // who may not see it does not change it
        target.first_deposits_a_month = before.first_deposits_a_month;
    }
    let event = set_in(&tx, &permit, person, (before, target), op.now()).await?;
    tx.commit(event).await?;
    let first_deposits_a_month = target.first_deposits_a_month.filter(|_| money);
    Ok(StaffTarget { version: target.version + 1, first_deposits_a_month, ..target })
}

/// The same within a transaction, from what was read there; gives the event that belongs to it.
///
/// # Errors
/// [`UseCaseError::Conflict`].
pub async fn set_in(
    tx: &TenantTx,
    permit: &Permit<MaySetTarget>,
    person: StaffId,
    (before, target): (StaffTarget, StaffTarget),
    now: DateTime<Utc>,
) -> Result<AuditEvent, UseCaseError> {
    if before.version != target.version || !Targets::of(tx).keep(permit, person, &target, now).await? {
        return Err(UseCaseError::Conflict { current: before.version });
    }
    let text = |number: Option<i32>| number.map(|number| number.to_string());
    let plain = |place, before, after| Change::plain(place, text(before), text(after));
    Ok(AuditEvent::on(AuditAction::TargetSet, "staff", person.uuid()).changes([
        plain("contacts_a_day", before.contacts_a_day, target.contacts_a_day),
        plain("first_deposits_a_month", before.first_deposits_a_month, target.first_deposits_a_month),
    ]))
}
