//! What a list opens with: one's own choice, and what the people of a role begin with.

use super::reader;
use crate::{App, UseCaseError};
use crm_access::kinds::{ClientView, SavedViewShare};
use crm_access::{AccessError, OpContext, Permission, Reach};
use crm_model::{AuditAction, RoleId, SavedViewId};
use crm_storage::{AuditEvent, Change, Roles, SavedViews, ViewAudience};

/// Chooses what one's own list opens with; `None` leaves it to one's roles.
///
/// # Errors
/// Access; [`UseCaseError::NotFound`] for a view that is not there for the caller.
pub async fn choose(op: &OpContext, app: &App, view: Option<SavedViewId>) -> Result<(), UseCaseError> {
    let permit = op.require::<ClientView>()?;
    let reader = reader(op)?;
    let tx = app.db.begin(op).await?;
    let kept = SavedViews::of(&tx);
    let chosen = match view {
        Some(id) => Some(kept.find(&reader, id).await?.ok_or(UseCaseError::NotFound("view"))?),
        None => None,
    };
    let before = kept.beginning(reader.staff, op.now()).await?.chosen;
    if before == view {
        return Ok(tx.abandon().await?);
    }
    let was = match before {
        Some(id) => kept.find(&reader, id).await?.map(|view| view.name),
        None => None,
    };
    kept.choose(&permit, reader.staff, view).await?;
    let event = AuditEvent::on(AuditAction::PreferencesChanged, "staff", reader.staff.uuid()).changes([Change::plain(
        "view",
        was,
        chosen.map(|view| view.name),
    )]);
    Ok(tx.commit(event).await?)
}

/// Says what the people of a role begin with, unless they chose something; `None` for the plain list. Only for those who may
/// share with everybody, and only a view that everybody has.
///
/// # Errors
/// Access, [`UseCaseError::NotFound`]; problems `unknown_id`, `not_everybodys`.
pub async fn set_of_role(
    op: &OpContext,
    app: &App,
    role: RoleId,
    view: Option<SavedViewId>,
) -> Result<(), UseCaseError> {
    let permit = op.require::<SavedViewShare>()?;
    if !matches!(permit.reach(), Reach::All) {
        return Err(AccessError::Forbidden(Permission::SavedViewShare).into());
    }
    let reader = reader(op)?;
    let tx = app.db.begin(op).await?;
    let kept = SavedViews::of(&tx);
    let role = Roles::of(&tx).find(role).await?.ok_or(UseCaseError::NotFound("role"))?;
    let all = kept.list(&reader).await?;
    let chosen = match view {
        Some(id) => Some(all.iter().find(|view| view.id == id).ok_or_else(|| {
            UseCaseError::invalid("viewId", "unknown_id", "This view does not exist any more. Load the list again.")
        })?),
        None => None,
    };
    if chosen.is_some_and(|view| view.audience != ViewAudience::Everybody) {
        return Err(UseCaseError::invalid(
            "viewId",
            "not_everybodys",
            "Share the view with everybody first: a role's people are in any team.",
        ));
    }
    let before = all.iter().find(|view| view.roles.contains(&role.id));
    if before.map(|view| view.id) == view {
        return Ok(tx.abandon().await?);
    }
    kept.set_of_role(&permit, role.id, view).await?;
    let event = AuditEvent::on(AuditAction::RoleViewChanged, "role", role.id.uuid()).changes([
        Change::plain("role", Some(role.name.clone()), Some(role.name)),
        Change::plain("view", before.map(|view| view.name.clone()), chosen.map(|view| view.name.clone())),
    ]);
    Ok(tx.commit(event).await?)
}
