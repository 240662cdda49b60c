//! A column of an imported file, and what it becomes.

use crate::view::import_enums::{ImportColumnRule, ImportDateOrder, ImportField, ImportNameOrder};
use async_graphql::{ID, SimpleObject};
use crm_app::imports;

/// A column of the file.
#[derive(SimpleObject)]
pub struct ImportColumn {
    /// Place in the file, from 0.
    index: i32,
    /// Text of the header, or the column's place where there is none.
    name: String,
    /// Whether the header has a text for it.
    named: bool,
    /// Up to five first values; masked where the role does not show the field in full.
    samples: Vec<String>,
    /// What it becomes; not imported when this and `customFieldId` are null.
    field: Option<ImportField>,
    /// Which of the broker's own fields it becomes.
    custom_field_id: Option<ID>,
    rule: ImportColumnRule,
    /// Value of blank cells.
    default: Option<String>,
    /// Runs of white space become one space.
    tidy: bool,
    /// Country of national phone numbers; null is the row's, else the broker's.
    phone_country: Option<String>,
    date_order: ImportDateOrder,
    name_order: ImportNameOrder,
}

impl From<imports::ColumnShown> for ImportColumn {
    fn from(shown: imports::ColumnShown) -> Self {
        let plain = imports::ColumnMap::plain(shown.index, crm_model::ImportField::Source);
        let field = shown.mapped.as_ref().map(|mapped| mapped.field.into());
        let custom_field_id = shown.custom.as_ref().map(|custom| ID(custom.field.to_string()));
        let own = shown.custom.map(|custom| imports::ColumnMap {
            rule: custom.rule,
            default: custom.value,
            tidy: custom.tidy,
            date_order: custom.date_order,
            ..plain.clone()
        });
        let mapped = shown.mapped.or(own).unwrap_or(plain);
        Self {
            index: i32::try_from(shown.index).unwrap_or(i32::MAX),
            name: shown.name,
            named: shown.named,
            samples: shown.samples,
            field,
            custom_field_id,
            rule: mapped.rule.into(),
            default: mapped.default,
            tidy: mapped.tidy,
            phone_country: mapped.phone_country,
            date_order: mapped.date_order.into(),
            name_order: mapped.name_order.into(),
        }
    }
}
