//! The broker's own fields as they leave: their definitions, and what a client has in them.

use crate::view::enums::FieldClass;
use crate::view::masked::MaskedText;
use async_graphql::{Enum, ID, InputObject, SimpleObject};
use crm_app::custom_fields::CustomShown;
use crm_model::{LayoutSection, ProfileLayout};
use crm_storage as storage;

/// What a custom field holds.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crm_model::CustomFieldKind")]
pub enum CustomFieldKind {
    /// Words; sealed at rest, so that a list asks only whether there are any.
    Text,
    Number,
    Date,
    Choice,
    /// Yes or no.
    Flag,
}

/// One of a field's choices.
#[derive(Clone, Debug, SimpleObject)]
pub struct CustomChoice {
    id: ID,
    label: String,
    /// Not to be given to clients any more.
    retired: bool,
}

/// A field that the broker added to its clients.
#[derive(Clone, Debug, SimpleObject)]
pub struct CustomField {
    id: ID,
    version: i32,
    /// For programs; for life.
    key: String,
    label: String,
    kind: CustomFieldKind,
    /// The class whose rules it follows; null when everybody reads it who reaches the client.
    class: Option<FieldClass>,
    /// Staff who register a client have to fill it in.
    required: bool,
    /// Not offered any more; its values stay.
    archived: bool,
    choices: Vec<CustomChoice>,
    /// Whether the viewer may filter by it.
    filterable: bool,
}

impl CustomField {
    pub(crate) fn words(&self) -> &str {
        &self.label
    }

    /// A definition, for one reader.
    #[must_use]
    pub fn new(field: storage::CustomField, filterable: bool) -> Self {
        let choice =
            |c: storage::CustomChoice| CustomChoice { id: ID(c.id.to_string()), label: c.label, retired: c.retired };
        Self {
            id: ID(field.id.to_string()),
            version: field.version,
            key: field.key,
            label: field.label,
            kind: field.kind.into(),
            class: field.class.map(Into::into),
            required: field.required,
            archived: field.archived,
            choices: field.choices.into_iter().map(choice).collect(),
            filterable,
        }
    }
}

/// What a client has in a field.
#[derive(Clone, Debug, SimpleObject)]
pub struct CustomFieldValue {
    field_id: ID,
    /// Words, a number, `YYYY-MM-DD`, the label of a choice, `true` or `false`.
    value: MaskedText,
    /// The choice, where it is not masked.
    choice_id: Option<ID>,
}

impl From<CustomShown> for CustomFieldValue {
    fn from(shown: CustomShown) -> Self {
        Self {
            field_id: ID(shown.field.to_string()),
            value: shown.value.into(),
            choice_id: shown.choice.map(|id| ID(id.to_string())),
        }
    }
}

/// What one client of a page has.
#[derive(Clone, Debug, SimpleObject)]
pub struct ClientCustomFields {
    pub(crate) client_id: ID,
    pub(crate) values: Vec<CustomFieldValue>,
}

/// A part of the profile, and its fields from the first to the last.
#[derive(Clone, Debug, SimpleObject, InputObject)]
#[graphql(input_name = "ProfileSectionInput")]
pub struct ProfileSection {
    title: String,
    /// Names of fields that every client has, or ids of custom fields.
    fields: Vec<String>,
}

/// Where the profile shows what. What it does not name stands below.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(name = "ProfileLayout")]
pub struct ProfileLayoutView {
    /// 0 while the broker has none of its own.
    version: i32,
    sections: Vec<ProfileSection>,
}

impl ProfileSection {
    /// As use cases take it.
    #[must_use]
    pub fn read(self) -> LayoutSection {
        LayoutSection { title: self.title, fields: self.fields }
    }
}

impl From<(ProfileLayout, i32)> for ProfileLayoutView {
    fn from((layout, version): (ProfileLayout, i32)) -> Self {
        let section = |s: LayoutSection| ProfileSection { title: s.title, fields: s.fields };
        Self { version, sections: layout.sections.into_iter().map(section).collect() }
    }
}
