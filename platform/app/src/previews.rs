//! Looking at the portal as a role would: one that is kept, or one that is being written.

use crate::clients::OPEN_FOR;
use crate::roles::{self, CreateRoleInput};
use crate::{App, UseCaseError};
use chrono::{DateTime, Utc};
use crm_access::kinds::StaffView;
use crm_access::{AccessError, OpContext, Permission, Preview, PreviewedRole, RoleDraft};
use crm_model::{AuditAction, RoleId};
use crm_storage::{AuditEvent, Change, Clients, Roles, Scoped, Sessions};
use std::sync::Arc;

/// A preview as its viewer is told of it.
#[derive(Clone, Debug)]
pub struct PreviewCard {
    /// The role; `None` for a draft of a new one.
    pub role: Option<RoleId>,
    /// Its name, or the name that it would have.
    pub name: String,
    /// Whether it is as somebody is writing it, not as it is kept.
    pub draft: bool,
    /// Until when, not included.
    pub until: DateTime<Utc>,
}

/// Begins to look at the portal as a role would: with what the role gives and the caller holds, changing nothing, for half an
/// hour at most.
///
/// # Errors
/// [`UseCaseError::Access`] without `staff.view`; [`UseCaseError::NotFound`].
pub async fn begin(op: &OpContext, app: &App, role: RoleId) -> Result<Preview, UseCaseError> {
    op.require::<StaffView>()?;
    start(op, app, PreviewedRole::Kept(role)).await
}

/// The same as a role that is being written, before it is kept: whoever writes it sees what he would give. It goes no further
/// than what its writer holds, however far it says. `role` is the one that it would change.
///
/// # Errors
/// [`UseCaseError::Access`] without `staff.view` and `role.manage`; [`UseCaseError::NotFound`]; problems as
/// [`roles::create`], but for `duplicate_name` and `grant_exceeds_own`.
pub async fn begin_draft(
    op: &OpContext,
    app: &App,
    role: Option<RoleId>,
    input: &CreateRoleInput,
) -> Result<Preview, UseCaseError> {
    op.require::<StaffView>()?;
    // to keep the role asks for a second factor as well; nothing is kept here
    if !op.holds(Permission::RoleManage) {
        return Err(AccessError::Forbidden(Permission::RoleManage).into());
    }
    let roles::Checked { name, rules, .. } = roles::checked(input)?;
    start(op, app, PreviewedRole::Draft(Arc::new(RoleDraft { role, name, rules }))).await
}

async fn start(op: &OpContext, app: &App, as_who: PreviewedRole) -> Result<Preview, UseCaseError> {
    let me = op.actor().staff().ok_or(AccessError::WrongActor)?;
    let tx = app.db.begin(op).await?;
    if let Some(role) = as_who.role() {
        Roles::of(&tx).find(role).await?.ok_or(UseCaseError::NotFound("role"))?;
    }
    let preview = Preview { as_who, until: op.now() + Preview::LASTS };
    if !Sessions::of(&tx).preview(me.session, Some(&preview)).await? {
        return Err(UseCaseError::NotFound("session"));
    }
    let draft = preview.as_who.draft();
    let event = about(AuditAction::PreviewBegun, &preview).changes([
        Change::plain("until", None::<String>, Some(preview.until.to_rfc3339())),
        Change::plain("draft", None::<String>, draft.map(|draft| draft.name.clone())),
        Change::plain("rules", None::<String>, draft.map(|draft| roles::written(&draft.rules))),
    ]);
    tx.commit(event).await?;
    app.tell_access_changed(op.tenant(), Some(me.id), 0).await;
    Ok(preview)
}

/// Ends the caller's preview: the one thing that can be changed in it. The profiles that were opened in it are closed. Without
/// one there is nothing to do.
///
/// # Errors
/// The database is away.
pub async fn end(op: &OpContext, app: &App) -> Result<(), UseCaseError> {
    let me = op.actor().staff().ok_or(AccessError::WrongActor)?;
    let Some(preview) = op.preview() else { return Ok(()) };
    let tx = app.db.begin(&op.recording()).await?;
    Sessions::of(&tx).preview(me.session, None).await?;
    Clients::of(&tx).close_visits(me.session, preview.begun(), OPEN_FOR).await?;
    let draft = preview.as_who.draft().map(|draft| draft.name.clone());
    let event = about(AuditAction::PreviewEnded, preview).changes([Change::plain("draft", draft, None::<String>)]);
    tx.commit(event).await?;
    app.tell_access_changed(op.tenant(), Some(me.id), 0).await;
    Ok(())
}

fn about(action: AuditAction, preview: &Preview) -> AuditEvent {
    match preview.as_who.role() {
        Some(role) => AuditEvent::on(action, "role", role.uuid()),
        None => AuditEvent::new(action),
    }
}

/// The caller's preview, with the name of its role.
///
/// # Errors
/// The database is away.
pub(crate) async fn card<T: Scoped>(op: &OpContext, tx: &T) -> Result<Option<PreviewCard>, UseCaseError> {
    let Some(preview) = op.preview() else { return Ok(None) };
    let role = preview.as_who.role();
    let draft = preview.as_who.draft();
    let name = match (draft, role) {
        (Some(draft), _) => Some(draft.name.clone()),
        (None, Some(role)) => Roles::of(tx).find(role).await?.map(|role| role.name),
        (None, None) => None,
    };
    Ok(name.map(|name| PreviewCard { role, name, draft: draft.is_some(), until: preview.until }))
}
