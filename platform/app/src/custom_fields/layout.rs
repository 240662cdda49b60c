//! Where the profile shows what.

use crate::{App, UseCaseError};
use crm_access::OpContext;
use crm_access::kinds::FieldManage;
use crm_model::{AuditAction, ProfileLayout};
use crm_storage::{AuditEvent, Change, CustomFields, Scoped};

/// The layout of the profile with its version; version 0 when the broker has none of its own.
///
/// # Errors
/// [`UseCaseError::Access`] for those who may neither see clients nor make their fields.
pub async fn layout(op: &OpContext, tx: &impl Scoped) -> Result<(ProfileLayout, i32), UseCaseError> {
    super::may_read(op)?;
    Ok(CustomFields::of(tx).layout().await?)
}

/// Says where the profile shows what; `version` is the one that was read.
///
/// # Errors
/// [`UseCaseError::Access`], [`UseCaseError::Conflict`]; problems of [`ProfileLayout::checked`].
pub async fn change_layout(op: &OpContext, app: &App, layout: ProfileLayout, version: i32) -> Result<(), UseCaseError> {
    let permit = op.require::<FieldManage>()?;
    let tx = app.db.begin(op).await?;
    let fields = CustomFields::of(&tx);
    let all = fields.all().await?;
    let layout = layout.checked(|id| all.iter().any(|field| field.id.to_string() == id))?;
    let (before, current) = fields.layout().await?;
    if current != version {
        return Err(UseCaseError::Conflict { current });
    }
    let text = |layout: &ProfileLayout| {
        let part = |section: &crm_model::LayoutSection| format!("{}: {}", section.title, section.fields.join(", "));
        (!layout.sections.is_empty()).then(|| layout.sections.iter().map(part).collect::<Vec<_>>().join("; "))
    };
    let event = AuditEvent::new(AuditAction::ProfileLayoutChanged).changes([Change::plain(
        "sections",
        text(&before),
        text(&layout),
    )]);
    if !event.has_changes() {
        return Ok(tx.abandon().await?);
    }
    if !fields.set_layout(&permit, &layout, version, op.now()).await? {
        return Err(UseCaseError::Conflict { current: version + 1 });
    }
    Ok(tx.commit(event).await?)
}
