//! Fields that a broker adds to its clients: what they are, what clients have in them, and where the profile shows what.
//!
//! A field follows no class and is read by everybody who reaches the client, or it follows one of the classes of the roles
//! (ADR 0027). Every door asks [`may_ask`] and [`reading`]: profile, list, filter, saved view, website.

mod define;
mod layout;
mod values;
mod website;
mod write;

pub use define::{ChoiceInput, FieldChange, NewFieldInput, change, create, create_in};
pub use layout::{change_layout, layout};
pub(crate) use values::of_cards;
pub(crate) use values::open_value;
pub use values::{CustomShown, of_client, of_clients};
pub use website::{KeyedInput, for_website};
pub(crate) use website::{by_key, keyed};
pub use write::{CustomInput, fill_in};
pub(crate) use write::{keep, of_edit, of_new};

use crate::UseCaseError;
use crm_access::kinds::FieldManage;
use crm_access::{OpContext, Permission, Reach};
use crm_model::{CustomFieldId, CustomFieldKind, Problem};
use crm_storage::{CustomCondition, CustomField, CustomFields, Scoped};

/// The broker's own fields, archived ones too, for whoever may see clients or make their fields.
///
/// # Errors
/// [`UseCaseError::Access`].
pub async fn all(op: &OpContext, tx: &impl Scoped) -> Result<Vec<CustomField>, UseCaseError> {
    may_read(op)?;
    Ok(CustomFields::of(tx).all().await?)
}

/// Whether somebody may ask a list for a field: he reads it in full on every client of his reach (MASK-03).
pub(crate) fn may_ask(op: &OpContext, reach: &Reach, field: &CustomField) -> bool {
    field.class.is_none_or(|class| op.policy().may_search_by(class, reach))
}

/// Whether the caller may filter his list by a field.
#[must_use]
pub fn filterable(op: &OpContext, field: &CustomField) -> bool {
    op.reach(Permission::ClientView).is_some_and(|reach| may_ask(op, &reach, field))
}

/// One field, for those who make fields and do not see clients, too: what a change answers.
///
/// # Errors
/// [`UseCaseError::Access`].
pub async fn one(op: &OpContext, tx: &impl Scoped, id: CustomFieldId) -> Result<Option<CustomField>, UseCaseError> {
    op.require::<FieldManage>()?;
    Ok(CustomFields::of(tx).all().await?.into_iter().find(|field| field.id == id))
}

/// Who sees clients, and who makes their fields.
fn may_read(op: &OpContext) -> Result<(), UseCaseError> {
    if op.holds(Permission::FieldManage) {
        return Ok(());
    }
    crate::clients::may_view(op)?;
    Ok(())
}

/// Whether a field of this kind can answer the question.
pub(crate) const fn answers(kind: CustomFieldKind, condition: &CustomCondition) -> bool {
    matches!(
        (kind, condition),
        (_, CustomCondition::Present(_))
            | (CustomFieldKind::Number, CustomCondition::Number(..))
            | (CustomFieldKind::Date, CustomCondition::Date(..))
            | (CustomFieldKind::Choice, CustomCondition::Choice(_))
            | (CustomFieldKind::Flag, CustomCondition::Flag(_))
    )
}

/// Looks whether a list may be asked this.
///
/// # Errors
/// `unknown_id`, `field_not_filterable` or `invalid_condition` at `customField`.
pub(crate) fn checked(
    op: &OpContext,
    reach: &Reach,
    fields: &[CustomField],
    id: CustomFieldId,
    condition: &CustomCondition,
) -> Result<(), Problem> {
    let wrong = |code, text: &str| Err(Problem::at("customField", code, text));
    let Some(field) = fields.iter().find(|field| field.id == id) else {
        return wrong("unknown_id", "This field does not exist. Load the list again.");
    };
    if !may_ask(op, reach, field) {
        return wrong(
            "field_not_filterable",
            "Your role does not read this field in full, so it cannot be filtered by.",
        );
    }
    if !answers(field.kind, condition) {
        return wrong("invalid_condition", "A condition asks what its field cannot answer.");
    }
    Ok(())
}
