//! What a row says of the broker's own fields, and what of it is new to a client that is there. A value is what staff could
//! type by hand, written as people write it in lists: a choice by its label, a day in the column's order, yes or no in words.

use super::change::{Facts, wants};
use super::judge::{Judge, Judged, Reading, RowProblem, Spot};
use super::mapping::{CustomColumn, Mapping};
use super::transform::{DateFault, date, yes_or_no};
use crate::UseCaseError;
use crate::custom_fields::keep;
use crm_model::{CustomChoiceId, CustomFieldId, CustomFieldKind, CustomValue, ImportDateOrder, Problem, fold};
use crm_storage::{CustomField, CustomKept};
use crm_vault::ClientKey;
use std::collections::HashMap;

/// So many choices are named in a problem.
const NAMED: usize = 12;

/// A field with the column that fills it.
#[derive(Clone)]
pub(super) struct Filled {
    column: CustomColumn,
    field: CustomField,
    /// Choices by their folded labels, those in use before retired ones.
    choices: HashMap<String, CustomChoiceId>,
    /// The choices in use, for people.
    named: String,
}

/// The fields that a mapping fills, and those that a new client has to have and nothing fills.
pub(super) fn filled(mapping: &Mapping, fields: &[CustomField]) -> (Vec<Filled>, Vec<(CustomFieldId, String)>) {
    let fill = |column: &CustomColumn| {
        let field = fields.iter().find(|field| field.id == column.field)?;
        Some(Filled::new(column.clone(), field.clone()))
    };
    let all = mapping.custom.iter().filter_map(fill).collect();
    let is_filled = |field: &CustomField| mapping.custom.iter().any(|column| column.field == field.id);
    let lacks = |field: &&CustomField| field.required && !field.archived && !is_filled(field);
    let required = fields.iter().filter(lacks).map(|field| (field.id, field.label.clone())).collect();
    (all, required)
}

/// Reads the broker's own fields of a row. What a new client would lack of them goes into `lacking`.
pub(super) fn read_row(reading: &mut Reading<'_>, lacking: &mut Vec<RowProblem>) -> Vec<(CustomFieldId, CustomValue)> {
    let judge = reading.judge;
    let mut values = Vec::new();
    for filled in &judge.custom {
        let CustomColumn { field, index, tidy, value, .. } = &filled.column;
        let spot = Spot { column: *index, field: None, custom: Some(*field) };
        let signed = filled.field.kind == CustomFieldKind::Number;
        let text = match index {
            Some(index) => reading.cell(*index, spot, (*tidy, signed), value.as_deref()),
            None => value.clone(),
        };
        match text.map(|text| filled.read(&text)) {
            Some(Ok(Some(value))) => values.push((*field, value)),
            Some(Err(problem)) => reading.push(spot, problem.code, &problem.message),
            Some(Ok(None)) | None if filled.field.required => {
                lacking.push(spot.says("required", "Your broker requires this field.", false));
            }
            Some(Ok(None)) | None => {}
        }
    }
    for (field, label) in &judge.required {
        let spot = Spot { custom: Some(*field), ..Spot::default() };
        let words = format!("Your broker requires the field {label}: say which column has it, or give it one value.");
        lacking.push(spot.says("required", &words, false));
    }
    values
}

/// The values of a new client, ready to rest.
pub(super) fn kept(
    judge: &Judge,
    key: &ClientKey,
    row: &Judged,
) -> Result<Vec<(CustomFieldId, Option<CustomKept>)>, UseCaseError> {
    let tenant = judge.keys.tenant();
    row.custom.iter().map(|(field, value)| Ok((*field, Some(keep(tenant, *field, key, value)?)))).collect()
}

/// What a row changes of the values of a client that is there, by each field's rule.
pub(super) fn changed(
    judge: &Judge,
    facts: &Facts,
    row: &Judged,
    key: &ClientKey,
) -> Result<Vec<(CustomFieldId, CustomKept)>, UseCaseError> {
    let tenant = judge.keys.tenant();
    let mut changes = Vec::new();
    for (field, value) in &row.custom {
        let rule = judge.mapping.custom.iter().find(|column| column.field == *field).map(|column| column.rule);
        let before = facts.custom.iter().find(|row| row.field == *field).map(|row| &row.kept);
        if !rule.is_some_and(|rule| wants(rule, before.is_some())) {
            continue;
        }
        let same = match (before, value) {
            (Some(CustomKept::Text(sealed)), CustomValue::Text(text)) => {
                CustomKept::open(tenant, *field, key, sealed)? == *text.expose()
            }
            (Some(before), value) => *before == keep(tenant, *field, key, value)?,
            (None, _) => false,
        };
        if !same {
            changes.push((*field, keep(tenant, *field, key, value)?));
        }
    }
    Ok(changes)
}

impl Filled {
    fn new(column: CustomColumn, field: CustomField) -> Self {
        let mut choices = HashMap::new();
        let (in_use, retired): (Vec<_>, Vec<_>) = field.choices.iter().partition(|choice| !choice.retired);
        for choice in in_use.iter().chain(&retired) {
            choices.entry(fold(&choice.label)).or_insert(choice.id);
        }
        let mut named: Vec<&str> = in_use.iter().take(NAMED).map(|choice| choice.label.as_str()).collect();
        named.extend((in_use.len() > NAMED).then_some("…"));
        let named = named.join(", ");
        Self { column, field, choices, named }
    }

    /// What was typed, as a value.
    fn read(&self, text: &str) -> Result<Option<CustomValue>, Problem> {
        let kind = self.field.kind;
        match kind {
            CustomFieldKind::Text | CustomFieldKind::Number => CustomValue::parse(kind, text),
            CustomFieldKind::Date => CustomValue::parse(kind, &day(text, self.column.date_order)?),
            CustomFieldKind::Choice => self.choice(text).map(Some),
            CustomFieldKind::Flag => match yes_or_no(text) {
                Some(on) => Ok(Some(CustomValue::Flag(on))),
                None => Err(Problem::whole("not_yes_or_no", "Write yes or no.")),
            },
        }
    }

    /// By its label as it stands, by its id, or by its label however it is spelt.
    fn choice(&self, text: &str) -> Result<CustomValue, Problem> {
        let text = text.trim();
        let all = &self.field.choices;
        let by = |id: CustomChoiceId| all.iter().find(|choice| choice.id == id);
        let found = all
            .iter()
            .find(|choice| choice.label == text)
            .or_else(|| CustomChoiceId::parse(text).and_then(by))
            .or_else(|| self.choices.get(&fold(text)).copied().and_then(by));
        match found {
            Some(choice) if !choice.retired => Ok(CustomValue::Choice(choice.id)),
            Some(_) => {
                let words = format!("This choice is not in use any more. Use one of: {}.", self.named);
                Err(Problem::whole("retired_choice", words))
            }
            None => Err(Problem::whole("unknown_choice", format!("Use one of the field's choices: {}.", self.named))),
        }
    }
}

fn day(text: &str, order: ImportDateOrder) -> Result<String, Problem> {
    let wrong = |code, words: &str| Err(Problem::whole(code, words));
    match date(text, order) {
        Ok(day) => Ok(day.to_string()),
        Err(DateFault::None) => {
            wrong("invalid_date", "Write a day such as 1988-04-02, or choose how the column writes dates.")
        }
        Err(DateFault::Ambiguous) => {
            wrong("ambiguous_date", "Day and month could be the other way round: choose how the column writes dates.")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crm_model::ImportColumnRule;
    use crm_storage::CustomChoice;

    fn field(kind: CustomFieldKind, choices: &[(&str, bool)]) -> CustomField {
        let choice = |(label, retired): &(&str, bool)| CustomChoice {
            id: CustomChoiceId::generate(),
            label: (*label).to_owned(),
            retired: *retired,
        };
        CustomField {
            id: CustomFieldId::generate(),
            key: "field".to_owned(),
            label: "Field".to_owned(),
            kind,
            class: None,
            required: false,
            archived: false,
            version: 1,
            choices: choices.iter().map(choice).collect(),
        }
    }

    fn filled_by(field: CustomField, order: ImportDateOrder) -> Filled {
        let column = CustomColumn { date_order: order, ..CustomColumn::plain(0, field.id) };
        assert_eq!(column.rule, ImportColumnRule::OnlyIfBlank);
        Filled::new(column, field)
    }

    fn code(filled: &Filled, text: &str) -> Result<bool, &'static str> {
        filled.read(text).map(|value| value.is_some()).map_err(|problem| problem.code)
    }

    #[test]
    fn a_choice_is_known_by_its_label_and_by_its_id_and_a_retired_one_is_not_given() {
        let field = field(CustomFieldKind::Choice, &[("Gold", false), ("Silver", false), ("Bronze", true)]);
        let (gold, bronze) = (field.choices[0].id, field.choices[2].id.to_string());
        let filled = filled_by(field, ImportDateOrder::Auto);
        for text in ["Gold", " gold ", "GÓLD", &gold.to_string()] {
            assert_eq!(filled.read(text).unwrap(), Some(CustomValue::Choice(gold)), "{text}");
        }
        assert_eq!(filled.read("Iron").unwrap_err().message, "Use one of the field's choices: Gold, Silver.");
        for text in ["bronze", &bronze] {
            assert_eq!(code(&filled, text), Err("retired_choice"), "{text}");
        }
        assert_eq!(code(&filled, &CustomChoiceId::generate().to_string()), Err("unknown_choice"));
    }

    #[test]
    fn a_long_list_of_choices_is_named_in_part() {
        let labels: Vec<String> = (0..30).map(|n| format!("C{n}")).collect();
        let choices: Vec<(&str, bool)> = labels.iter().map(|label| (label.as_str(), false)).collect();
        let filled = filled_by(field(CustomFieldKind::Choice, &choices), ImportDateOrder::Auto);
        let said = filled.read("Other").unwrap_err().message;
        assert!(said.ends_with("C11, ….") && !said.contains("C12"), "{said}");
    }

    #[test]
    fn each_kind_reads_what_lists_write() {
        let of = |kind, order| filled_by(field(kind, &[]), order);
        let days = of(CustomFieldKind::Date, ImportDateOrder::Mdy);
        let day = chrono::NaiveDate::from_ymd_opt(2027, 3, 31);
        assert_eq!(days.read("03/31/2027").unwrap(), day.map(CustomValue::Date));
        assert_eq!(code(&days, "31/31/2027"), Err("invalid_date"));
        assert_eq!(code(&days, "01/02/2301"), Err("invalid_date"));
        assert_eq!(code(&of(CustomFieldKind::Date, ImportDateOrder::Auto), "01/02/2027"), Err("ambiguous_date"));
        let numbers = of(CustomFieldKind::Number, ImportDateOrder::Auto);
        assert_eq!(code(&numbers, "-12.5"), Ok(true));
        assert_eq!(code(&numbers, "1,250.00"), Err("invalid_number"));
        let flags = of(CustomFieldKind::Flag, ImportDateOrder::Auto);
        for (text, on) in [("Yes", true), ("نعم", true), ("Sí", true), ("nein", false), ("لا", false), ("FALSE", false)]
        {
            assert_eq!(flags.read(text).unwrap(), Some(CustomValue::Flag(on)), "{text}");
        }
        assert_eq!(code(&flags, "perhaps"), Err("not_yes_or_no"));
        let texts = of(CustomFieldKind::Text, ImportDateOrder::Auto);
        assert_eq!(code(&texts, &"x".repeat(500)), Ok(true));
        assert_eq!(code(&texts, &"x".repeat(501)), Err("too_long"));
        assert_eq!(code(&texts, "H•••"), Err("masked_value"));
    }

    #[test]
    fn what_is_required_and_fills_nowhere_is_asked_unless_it_is_archived() {
        let mapped = CustomField { required: true, ..field(CustomFieldKind::Text, &[]) };
        let unmapped = CustomField { required: true, ..field(CustomFieldKind::Text, &[]) };
        let archived = CustomField { required: true, archived: true, ..field(CustomFieldKind::Text, &[]) };
        let optional = field(CustomFieldKind::Text, &[]);
        let wanted = unmapped.id;
        let mapping = Mapping { custom: vec![CustomColumn::plain(3, mapped.id)], ..super::super::guess::nothing() };
        let (all, required) = filled(&mapping, &[mapped, unmapped, archived, optional]);
        assert_eq!(all.len(), 1);
        assert_eq!(required.into_iter().map(|(id, _)| id).collect::<Vec<_>>(), [wanted]);
    }
}
