//! Whether columns can become the broker's own fields for this person, and which of them suggest themselves.

use super::guess::date_order;
use super::mapping::{CustomColumn, Mapping};
use crate::UseCaseError;
use crm_access::kinds::{ClientEdit, ClientImport};
use crm_access::{FieldClass, OpContext};
use crm_model::{CustomFieldKind, ImportColumnRule, ImportMatchAction, Problem, Problems, fold};
use crm_storage::{CustomField, CustomFields, Scoped};

/// Characters of a value that stands for blank cells or for all rows.
const LONGEST: usize = 500;

/// Whether an import by this person may fill or overwrite what follows this class on clients that are there (MASK-14).
pub(super) fn may_fill_class(op: &OpContext, class: Option<FieldClass>) -> bool {
    let Ok(permit) = op.require::<ClientEdit>() else { return false };
    class.is_none_or(|class| op.policy().may_search_by(class, permit.reach()))
}

/// The broker's own fields that a column can become, with whether this person may fill and overwrite them on clients that
/// are there.
///
/// # Errors
/// Access.
pub async fn own_fields(op: &OpContext, tx: &impl Scoped) -> Result<Vec<(CustomField, bool)>, UseCaseError> {
    op.require::<ClientImport>()?;
    let all = CustomFields::of(tx).all().await?;
    let open = all.into_iter().filter(|field| !field.archived);
    let shown = |field: CustomField| {
        let fills = may_fill_class(op, field.class);
        (field, fills)
    };
    Ok(open.map(shown).collect())
}

/// Notes what stands against the broker's own fields of a mapping.
pub(super) async fn fits(
    op: &OpContext,
    tx: &impl Scoped,
    mapping: &Mapping,
    width: usize,
    problems: &mut Problems,
) -> Result<(), UseCaseError> {
    if mapping.custom.is_empty() {
        return Ok(());
    }
    let fields = CustomFields::of(tx).all().await?;
    let mut wrong = |code, words: &str| problems.push(Problem::at("columns", code, words));
    for (place, column) in mapping.custom.iter().enumerate() {
        if mapping.custom.iter().take(place).any(|before| before.field == column.field) {
            wrong("mapped_twice", "Map each field once.");
        }
        if column.index.is_some_and(|index| index >= width) {
            wrong("unknown_column", "The file has fewer columns.");
        }
        if column.value.as_ref().is_some_and(|text| text.chars().count() > LONGEST) {
            wrong("too_long", "Use at most 500 characters.");
        }
        let Some(field) = fields.iter().find(|field| field.id == column.field) else {
            wrong("unknown_id", "One of the fields does not exist. Load the form again.");
            continue;
        };
        if field.archived {
            wrong("archived_field", "This field is not in use any more.");
        }
        let changes = mapping.on_match == ImportMatchAction::Update && column.rule != ImportColumnRule::Keep;
        if changes && !may_fill_class(op, field.class) {
            wrong("not_visible", "You cannot change what your role does not show you in full.");
        }
    }
    Ok(())
}

/// Leaves alone on clients that are there what this person may not fill under the rights of now.
pub(super) async fn permit(op: &OpContext, tx: &impl Scoped, mapping: &mut Mapping) -> Result<(), UseCaseError> {
    if !mapping.changes_custom() {
        return Ok(());
    }
    let fields = CustomFields::of(tx).all().await?;
    for column in &mut mapping.custom {
        let class = fields.iter().find(|field| field.id == column.field).map(|field| field.class);
        if !class.is_some_and(|class| may_fill_class(op, class)) {
            column.rule = ImportColumnRule::Keep;
        }
    }
    Ok(())
}

/// A mapping for the next file, which somebody else may bring: without values that follow a class of the roles.
pub(super) async fn without_masked_values(tx: &impl Scoped, mapping: Mapping) -> Result<Mapping, UseCaseError> {
    let fields = if mapping.custom.is_empty() { Vec::new() } else { CustomFields::of(tx).all().await? };
    let open = |id| fields.iter().any(|field| field.id == id && field.class.is_none());
    Ok(mapping.without_masked_values(|id| !open(id)))
}

/// The field that a column is called after: by its label or its key.
pub(super) fn named<'a>(fields: &'a [CustomField], name: &str) -> Option<&'a CustomField> {
    let name = fold(name.trim());
    let is = |field: &&CustomField| !field.archived && (fold(&field.label) == name || field.key == name);
    fields.iter().find(is)
}

/// A column that becomes a field, with the order of its dates.
pub(super) fn column<'a>(index: usize, field: &CustomField, values: impl Iterator<Item = &'a str>) -> CustomColumn {
    let mut column = CustomColumn::plain(index, field.id);
    if field.kind == CustomFieldKind::Date {
        column.date_order = date_order(values);
    }
    column
}
