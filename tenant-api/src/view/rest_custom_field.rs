//! One of the broker's own fields as a website sees it.

use super::rest_client::one_of;
use crm_model::CustomFieldKind;
use crm_storage::CustomField;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa::openapi::schema::Schema;

/// One of a field's choices.
#[derive(Debug, Serialize, ToSchema)]
pub struct RestChoice {
    /// What is sent for it.
    #[schema(examples("chc_01kb2n7x5yf8gt3c9d4e6h1jkm"))]
    pub id: String,
    /// For people.
    #[schema(examples("Gold"))]
    pub label: String,
}

/// A field that the broker added to its clients.
#[derive(Debug, Serialize, ToSchema)]
pub struct RestCustomField {
    /// For programs; it never changes.
    #[schema(examples("tier"))]
    pub key: String,
    /// For people.
    #[schema(examples("Tier"))]
    pub label: String,
    /// What it holds; it never changes.
    #[schema(schema_with = kinds)]
    pub kind: &'static str,
    /// Whether its values are personal: masked for keys without `contact.view`.
    #[schema(examples(false))]
    pub personal: bool,
    /// Whether the broker's staff have to fill it in. A website does not have to.
    #[schema(examples(false))]
    pub required: bool,
    /// In their order; empty for other kinds.
    #[schema(max_items = 100)]
    pub choices: Vec<RestChoice>,
}

impl From<CustomField> for RestCustomField {
    fn from(field: CustomField) -> Self {
        let in_use = field.choices.into_iter().filter(|choice| !choice.retired);
        Self {
            key: field.key,
            label: field.label,
            kind: field.kind.as_str(),
            personal: field.class.is_some(),
            required: field.required,
            choices: in_use.map(|choice| RestChoice { id: choice.id.to_string(), label: choice.label }).collect(),
        }
    }
}

fn kinds() -> Schema {
    one_of(CustomFieldKind::ALL.iter().map(|v| v.as_str()))
}
