//! Which cells of a file a viewer sees: the file is no way around a mask.

use super::guess::is_address;
use super::judge::{Judged, RowProblem};
use super::look::{RowCell, RowShown, clip};
use super::mapping::ColumnMap;
use super::shelf::{Opened, Told};
use super::work::int;
use crate::UseCaseError;
use crm_access::kinds::ClientView;
use crm_access::{FieldClass, OpContext, People, Reach};
use crm_model::{CustomFieldId, ImportField, Phone};
use crm_sheets::Row;
use crm_storage::{CustomFields, Scoped};
use crm_vault::{MASKED, mask_email, mask_phone};
use std::collections::HashMap;

/// The class that decides who reads the field.
pub(super) const fn class_of(field: ImportField) -> Option<FieldClass> {
    match field {
        ImportField::Email => Some(FieldClass::Email),
        ImportField::Phone => Some(FieldClass::Phone),
        ImportField::DateOfBirth => Some(FieldClass::DateOfBirth),
        field if is_address(field) => Some(FieldClass::Address),
        _ => None,
    }
}

/// Which cells a viewer sees, and as what.
pub(super) struct Lens {
    pub mine: bool,
    masks: HashMap<usize, FieldClass>,
    only_mapped: bool,
    mapped: Vec<usize>,
    width: usize,
}

impl Lens {
    pub(super) async fn new(op: &OpContext, tx: &impl Scoped, opened: &Opened) -> Result<Self, UseCaseError> {
        let Told { width, .. } = opened.told()?;
        let mapping = opened.mapping()?;
        let reach = op.require::<ClientView>().map(|permit| permit.reach().clone());
        let reach = reach.or_else(|_| {
            op.person().map(|me| Reach::Own(People::only(me))).ok_or(crm_access::AccessError::WrongActor)
        })?;
        let full = |class: FieldClass| op.policy().may_search_by(class, &reach);
        let hidden =
            |column: &ColumnMap| class_of(column.field).filter(|class| !full(*class)).map(|c| (column.index, c));
        let own: Vec<(usize, CustomFieldId)> =
            mapping.custom.iter().filter_map(|column| Some((column.index?, column.field))).collect();
        let fields = if own.is_empty() { Vec::new() } else { CustomFields::of(tx).all().await? };
        let masked = |(index, id): &(usize, CustomFieldId)| {
            let class = fields.iter().find(|field| field.id == *id).and_then(|field| field.class);
            class.filter(|class| !full(*class)).map(|class| (*index, class))
        };
        Ok(Self {
            mine: op.person() == Some(opened.record.created_by.0),
            masks: mapping.columns.iter().filter_map(hidden).chain(own.iter().filter_map(masked)).collect(),
            // what is not mapped may be a contact too
            only_mapped: !FieldClass::ALL.iter().all(|class| full(*class)),
            mapped: mapping.columns.iter().map(|column| column.index).chain(own.iter().map(|(i, _)| *i)).collect(),
            width,
        })
    }

    pub(super) fn cell(&self, column: usize, text: &str) -> RowCell {
        if text.is_empty() {
            return RowCell { value: String::new(), masked: false, fixed: false };
        }
        let value = match self.masks.get(&column) {
            Some(FieldClass::Email) if crm_model::Email::parse("email", text).is_ok() => mask_email(text.trim()),
            Some(FieldClass::Phone) => Phone::parse("phone", text, None)
                .map_or_else(|_| MASKED.to_owned(), |phone| mask_phone(phone.expose().as_str())),
            Some(_) => MASKED.to_owned(),
            None if self.only_mapped && !self.mapped.contains(&column) => MASKED.to_owned(),
            None => return RowCell { value: text.to_owned(), masked: false, fixed: false },
        };
        RowCell { value, masked: true, fixed: false }
    }

    pub(super) fn row(&self, row: &Row, fixed: impl Fn(u32, usize) -> bool) -> Option<Vec<RowCell>> {
        let width = self.width.max(row.cells.len());
        let cell = |index: usize| {
            let text = row.cells.get(index).map(String::as_str).unwrap_or_default();
            RowCell { fixed: fixed(row.line, index), ..self.cell(index, text) }
        };
        self.mine.then(|| (0..width).map(cell).collect())
    }

    /// What stands at the place of a problem, if the viewer may see it.
    pub(super) fn found(&self, row: &Row, problem: &RowProblem) -> Option<String> {
        let column = problem.column.filter(|_| self.mine)?;
        let cell = self.cell(column, row.cells.get(column)?);
        (!cell.masked && !cell.value.is_empty()).then(|| clip(&cell.value, 80))
    }

    /// A row that was judged and not written down.
    pub(super) fn judged(&self, row: &Row, judged: &Judged, fixed: impl Fn(u32, usize) -> bool) -> RowShown {
        let problems = judged.problems.iter().chain(&judged.lacking);
        RowShown {
            line: int(usize::try_from(row.line).unwrap_or(usize::MAX)),
            cells: self.row(row, fixed),
            outcome: None,
            problems: problems.map(|problem| (problem.clone(), self.found(row, problem))).collect(),
            repeats: None,
            client: None,
        }
    }
}
