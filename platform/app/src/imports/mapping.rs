//! What the columns of a file are, and what is to be done with its rows.

use super::lens::class_of;
use crm_model::{
    CustomFieldId, ImportAssignMode, ImportColumnRule, ImportDateOrder, ImportField, ImportMatchAction,
    ImportMatchField, ImportNameOrder, ImportRepeatAction, StaffId, TeamId,
};
use serde::{Deserialize, Serialize};

/// A column that becomes a field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnMap {
    /// Its place in the file, from 0.
    pub index: usize,
    /// The field.
    pub field: ImportField,
    /// What it does to a client that is there already.
    pub rule: ImportColumnRule,
    /// The value of blank cells.
    pub default: Option<String>,
    /// Runs of white space become one space.
    pub tidy: bool,
    /// The country of national phone numbers.
    pub phone_country: Option<String>,
    /// How dates are written.
    pub date_order: ImportDateOrder,
    /// How full names are written.
    pub name_order: ImportNameOrder,
}

impl ColumnMap {
    /// A column with the usual choices.
    #[must_use]
    pub const fn plain(index: usize, field: ImportField) -> Self {
        Self {
            index,
            field,
            rule: ImportColumnRule::OnlyIfBlank,
            default: None,
            tidy: true,
            phone_country: None,
            date_order: ImportDateOrder::Auto,
            name_order: ImportNameOrder::FirstLast,
        }
    }
}

/// A field with one value for all rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Constant {
    /// The field.
    pub field: ImportField,
    /// The value.
    pub value: String,
    /// What it does to a client that is there already.
    pub rule: ImportColumnRule,
}

/// One of the broker's own fields, filled from a column or with one value for all rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomColumn {
    /// The field.
    pub field: CustomFieldId,
    /// The column's place in the file, from 0; `None` for one value for all rows.
    pub index: Option<usize>,
    /// What it does to a client that is there already.
    pub rule: ImportColumnRule,
    /// The value of blank cells, or of all rows.
    pub value: Option<String>,
    /// Runs of white space become one space.
    pub tidy: bool,
    /// How dates are written.
    pub date_order: ImportDateOrder,
}

impl CustomColumn {
    /// A column with the usual choices.
    #[must_use]
    pub const fn plain(index: usize, field: CustomFieldId) -> Self {
        Self {
            field,
            index: Some(index),
            rule: ImportColumnRule::OnlyIfBlank,
            value: None,
            tidy: true,
            date_order: ImportDateOrder::Auto,
        }
    }
}

/// To whom new clients are given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assignment {
    /// How.
    pub mode: ImportAssignMode,
    /// One person, or several in turn.
    pub owners: Vec<StaffId>,
    /// The team whose people take turns.
    pub team: Option<TeamId>,
}

/// All that was chosen for a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapping {
    /// The line that holds the names of columns; 0 where there is none.
    pub header: u32,
    /// The columns that become something.
    pub columns: Vec<ColumnMap>,
    /// Fields with one value.
    pub constants: Vec<Constant>,
    /// The broker's own fields that are filled.
    #[serde(default)]
    pub custom: Vec<CustomColumn>,
    /// By what a client that is there is found.
    pub match_by: Vec<ImportMatchField>,
    /// What happens then.
    pub on_match: ImportMatchAction,
    /// What happens with a row that repeats an earlier one.
    pub on_repeat: ImportRepeatAction,
    /// To whom new clients are given.
    pub assign: Assignment,
}

impl Mapping {
    /// Where a field comes from, if it comes at all.
    pub(super) fn column(&self, field: ImportField) -> Option<&ColumnMap> {
        self.columns.iter().find(|column| column.field == field)
    }

    /// What the field does to a client that is there already.
    pub(super) fn rule(&self, field: ImportField) -> ImportColumnRule {
        let constant = || self.constants.iter().find(|c| c.field == field).map(|c| c.rule);
        self.column(field).map(|column| column.rule).or_else(constant).unwrap_or(ImportColumnRule::Keep)
    }

    /// Leaves out what was typed for all rows, or for blank cells, of fields that follow a class of the roles: it is for the
    /// eyes of who typed it. `follows` says it of the broker's own fields.
    pub(super) fn without_masked_values(mut self, follows: impl Fn(CustomFieldId) -> bool) -> Self {
        self.constants.retain(|constant| class_of(constant.field).is_none());
        for column in self.columns.iter_mut().filter(|column| class_of(column.field).is_some()) {
            column.default = None;
        }
        self.custom.retain(|column| column.index.is_some() || !follows(column.field));
        for column in self.custom.iter_mut().filter(|column| follows(column.field)) {
            column.value = None;
        }
        self
    }

    /// Whether something fills or overwrites the broker's own fields of clients that are there.
    pub(super) fn changes_custom(&self) -> bool {
        self.custom.iter().any(|column| column.rule != ImportColumnRule::Keep)
    }

    /// By what repeated rows are found: as clients of the book are, else by everything.
    pub(super) fn repeat_by(&self) -> &[ImportMatchField] {
        if self.match_by.is_empty() { ImportMatchField::ALL } else { &self.match_by }
    }
}
