//! Which permissions are used by those who hold them: what a role gives for nothing can be taken out of it.
//!
//! Counted where a permission is checked ([`crm_access::Uses`]), for people in sessions of their own; a preview, a job on
//! somebody's behalf and a website's key are no use of a person's rights. Kept by the day.

use crate::{App, UseCaseError};
use chrono::{Duration, NaiveDate};
use crm_access::kinds::StaffView;
use crm_access::{OpContext, Permission, Permit, Used};
use crm_model::{Problem, RoleId};
use crm_storage::{PermissionHolder, PermissionUse, PermissionUses, Roles, Scoped, SignInTx, StorageError};
use std::collections::HashMap;

/// The answer: how much each permission is used.
#[derive(Clone, Debug)]
pub struct UseReport {
    /// Since when uses are recorded; `None` before the first one.
    pub since: Option<NaiveDate>,
    /// From which day on a use counts.
    pub from: NaiveDate,
    /// One line for each permission, in the order of the catalogue.
    pub lines: Vec<PermissionUse>,
}

/// Days that can be looked back over.
const DAYS: std::ops::RangeInclusive<i32> = 1..=730;
/// People told of one permission.
const HOLDERS: u32 = 500;

/// How the permissions of a role, or of all roles, were used in the last days.
///
/// # Errors
/// [`UseCaseError::Access`] without `staff.view`; [`UseCaseError::NotFound`] for a role that is not there; days out of range.
pub async fn report(
    op: &OpContext,
    tx: &impl Scoped,
    role: Option<RoleId>,
    days: i32,
) -> Result<UseReport, UseCaseError> {
    let permit = op.require::<StaffView>()?;
    if !DAYS.contains(&days) {
        let words = format!("Choose between {} and {} days.", DAYS.start(), DAYS.end());
        return Err(Problem::at("days", "out_of_range", words).into());
    }
    let from = (op.now() - Duration::days(days.into())).date_naive();
    let listed = listed(&permit, tx, role).await?;
    let uses = PermissionUses::of(tx);
    let found = uses.of_permissions(&permit, role, from, op.now()).await?;
    let mut known: HashMap<Permission, PermissionUse> = found.into_iter().map(|line| (line.permission, line)).collect();
    let nobody = |permission| PermissionUse { permission, holders: 0, users: 0, last_on: None };
    let lines = listed.into_iter().map(|p| known.remove(&p).unwrap_or_else(|| nobody(p))).collect();
    Ok(UseReport { since: uses.since().await?, from, lines })
}

/// Permissions of the report: of one role, or that any role grants.
async fn listed(
    _permit: &Permit<StaffView>,
    tx: &impl Scoped,
    role: Option<RoleId>,
) -> Result<Vec<Permission>, UseCaseError> {
    let roles = Roles::of(tx).list().await?;
    if role.is_some_and(|wanted| roles.iter().all(|known| known.id != wanted)) {
        return Err(UseCaseError::NotFound("role"));
    }
    let of = roles.iter().filter(|known| role.is_none_or(|wanted| wanted == known.id));
    let granted: Vec<Permission> = of.flat_map(|role| role.rules.grants.iter().map(|grant| grant.permission)).collect();
    Ok(Permission::ALL.iter().copied().filter(|permission| granted.contains(permission)).collect())
}

/// Who holds a permission, by one role or by any, and when each of them used it last: the longest unused first, 500 at most.
///
/// # Errors
/// [`UseCaseError::Access`] without `staff.view`; a name that the catalogue lacks.
pub async fn holders(
    op: &OpContext,
    tx: &impl Scoped,
    permission: &str,
    role: Option<RoleId>,
) -> Result<Vec<PermissionHolder>, UseCaseError> {
    let permit = op.require::<StaffView>()?;
    let permission = Permission::from_text(permission).ok_or_else(|| {
        Problem::at("permission", "unknown_permission", "There is no such permission. Take one of the catalogue.")
    })?;
    Ok(PermissionUses::of(tx).holders(&permit, permission, role, HOLDERS, op.now()).await?)
}

/// Writes down what was used in this process since the last time. What cannot be written waits for the next time.
pub async fn keep(app: &App) {
    for used in app.uses.take(app.clock.now().date_naive()) {
        if let Err(error) = keep_one(app, &used).await {
            tracing::warn!(error = ?error, tenant = %used.tenant.id, "used permissions could not be written down");
            app.uses.give_back(used);
        }
    }
}

async fn keep_one(app: &App, used: &Used) -> Result<(), StorageError> {
    let tx = SignInTx::begin(&app.db, &used.tenant).await?;
    PermissionUses::of(&tx).keep(used.staff, used.day, &used.permissions).await?;
    tx.commit_counters().await
}
