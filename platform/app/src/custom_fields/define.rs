//! Making and changing fields. Key, kind and class are for life: what the trail keeps follows the class that a field had when
//! it was written, and values keep their meaning.

use crate::{App, UseCaseError};
use chrono::{DateTime, Utc};
use crm_access::kinds::FieldManage;
use crm_access::{FieldClass, OpContext, Permit};
use crm_model::{
    AuditAction, CUSTOM_CHOICES_MAX, CUSTOM_FIELDS_MAX, CustomChoiceId, CustomFieldId, CustomFieldKind, Problem,
    Problems, is_custom_key,
};
use crm_storage::{
    AuditEvent, Change, CustomChoice, CustomField, CustomFieldEdit, CustomFields, StorageError, TenantTx,
};

/// A field to be made.
#[derive(Clone, Debug)]
pub struct NewFieldInput {
    /// For programs; made of the label unless said.
    pub key: Option<String>,
    /// For people.
    pub label: String,
    /// What it holds.
    pub kind: CustomFieldKind,
    /// The class that it follows.
    pub class: Option<FieldClass>,
    /// Staff who register a client have to fill it in.
    pub required: bool,
    /// In their order.
    pub choices: Vec<String>,
}

/// A choice as it is to be.
#[derive(Clone, Debug)]
pub struct ChoiceInput {
    /// Which; a new one when it is not said.
    pub id: Option<CustomChoiceId>,
    /// For people.
    pub label: String,
    /// Not to be given to clients any more.
    pub retired: bool,
}

/// What is to change of a field; `None` stays as it is.
#[derive(Clone, Debug, Default)]
pub struct FieldChange {
    /// The version that was read.
    pub version: i32,
    /// For people.
    pub label: Option<String>,
    /// Staff who register a client have to fill it in.
    pub required: Option<bool>,
    /// Not offered any more.
    pub archived: Option<bool>,
    /// All choices in their order: none that is there may be missing.
    pub choices: Option<Vec<ChoiceInput>>,
}

/// Makes a field behind the others.
///
/// # Errors
/// Access; a label or key that is missing, too long or taken; a class that cannot be followed; choices that do not fit.
pub async fn create(op: &OpContext, app: &App, input: &NewFieldInput) -> Result<CustomFieldId, UseCaseError> {
    let permit = op.require::<FieldManage>()?;
    let tx = app.db.begin(op).await?;
    let (field, event) = create_in(&tx, &permit, input, op.now()).await?;
    tx.commit(event).await?;
    Ok(field.id)
}

/// Makes a field within a transaction that the caller commits with the event given back.
///
/// # Errors
/// As [`create`].
pub async fn create_in(
    tx: &TenantTx,
    permit: &Permit<FieldManage>,
    input: &NewFieldInput,
    now: DateTime<Utc>,
) -> Result<(CustomField, AuditEvent), UseCaseError> {
    let fields = CustomFields::of(tx);
    let all = fields.all().await?;
    let mut problems = Problems::new();
    room(&all, &mut problems);
    let label = label(&all, None, &input.label, &mut problems);
    let key = key(&all, input.key.as_deref(), &label, &mut problems);
    if input.class.is_some_and(FieldClass::has_partial) {
        let words = "A field can follow the rules of addresses or of dates of birth, or be open.";
        problems.push(Problem::at("class", "invalid_class", words));
    }
    let typed: Vec<ChoiceInput> =
        input.choices.iter().map(|label| ChoiceInput { id: None, label: label.clone(), retired: false }).collect();
    let choices = choices(input.kind, &[], &typed, &mut problems);
    problems.done()?;
    let field = CustomField {
        id: CustomFieldId::generate(),
        key,
        label,
        kind: input.kind,
        class: input.class,
        required: input.required,
        archived: false,
        version: 1,
        choices,
    };
    taken(fields.add(permit, &field).await)?;
    fields.set_choices(permit, field.id, &field.choices, now).await?;
    let event = AuditEvent::on(AuditAction::CustomFieldCreated, "custom_field", field.id.uuid()).changes([
        Change::plain("key", None::<String>, Some(field.key.as_str())),
        Change::plain("label", None::<String>, Some(field.label.as_str())),
        Change::plain("kind", None::<String>, Some(field.kind.as_str())),
        Change::plain("class", None::<String>, field.class.map(FieldClass::as_str)),
        Change::plain("required", None::<String>, Some(word(field.required))),
        Change::plain("choices", None::<String>, names(&field.choices)),
    ]);
    Ok((field, event))
}

/// Changes a field: its label, whether it is required, whether it is offered, its choices.
///
/// # Errors
/// Access, conflict, and what [`create`] says of labels and choices; `missing_choice` when one would be lost.
pub async fn change(op: &OpContext, app: &App, id: CustomFieldId, input: &FieldChange) -> Result<(), UseCaseError> {
    let permit = op.require::<FieldManage>()?;
    let tx = app.db.begin(op).await?;
    let fields = CustomFields::of(&tx);
    let all = fields.all().await?;
    let before = all.iter().find(|field| field.id == id).ok_or(UseCaseError::NotFound("custom field"))?;
    if before.version != input.version {
        return Err(UseCaseError::Conflict { current: before.version });
    }
    let mut problems = Problems::new();
    let archived = input.archived.unwrap_or(before.archived);
    if before.archived && !archived {
        room(&all, &mut problems);
    }
    let after = CustomFieldEdit {
        label: label(&all, Some(id), input.label.as_deref().unwrap_or(&before.label), &mut problems),
        required: input.required.unwrap_or(before.required),
        archived_at: archived.then(|| op.now()),
    };
    let kept = match &input.choices {
        Some(typed) => choices(before.kind, &before.choices, typed, &mut problems),
        None => before.choices.clone(),
    };
    problems.done()?;
    let event = AuditEvent::on(AuditAction::CustomFieldChanged, "custom_field", id.uuid()).changes([
        Change::plain("label", Some(before.label.as_str()), Some(after.label.as_str())),
        Change::plain("required", Some(word(before.required)), Some(word(after.required))),
        Change::plain("archived", Some(word(before.archived)), Some(word(archived))),
        Change::plain("choices", names(&before.choices), names(&kept)),
    ]);
    if !event.has_changes() {
        return Ok(tx.abandon().await?);
    }
    if !taken(fields.edit(&permit, id, input.version, &after).await)? {
        return Err(UseCaseError::Conflict { current: input.version + 1 });
    }
    fields.set_choices(&permit, id, &kept, op.now()).await?;
    Ok(tx.commit(event).await?)
}

const fn word(yes: bool) -> &'static str {
    if yes { "yes" } else { "no" }
}

fn names(choices: &[CustomChoice]) -> Option<String> {
    let said = |choice: &CustomChoice| {
        if choice.retired { format!("{} (retired)", choice.label) } else { choice.label.clone() }
    };
    (!choices.is_empty()).then(|| choices.iter().map(said).collect::<Vec<_>>().join(", "))
}

fn room(all: &[CustomField], problems: &mut Problems) {
    if all.iter().filter(|field| !field.archived).count() >= CUSTOM_FIELDS_MAX {
        let words = format!("There are {CUSTOM_FIELDS_MAX} fields already. Archive one first.");
        problems.push(Problem::at("label", "too_many", words));
    }
}

fn same(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.to_lowercase()
}

fn label(all: &[CustomField], own: Option<CustomFieldId>, raw: &str, problems: &mut Problems) -> String {
    let Some(label) = problems.text("label", Some(raw), 60) else {
        if raw.trim().is_empty() {
            problems.push(Problem::at("label", "required", "Write a label."));
        }
        return String::new();
    };
    if all.iter().any(|field| Some(field.id) != own && !field.archived && same(&field.label, &label)) {
        problems.push(Problem::at("label", "taken", "There is a field with this label. Choose another one."));
    }
    label
}

fn key(all: &[CustomField], typed: Option<&str>, label: &str, problems: &mut Problems) -> String {
    let is_free = |key: &str| !all.iter().any(|field| field.key == key);
    let Some(key) = typed.map(str::trim).filter(|key| !key.is_empty()) else { return made_of(label, is_free) };
    if !is_custom_key(key) {
        let words = "Begin with a small letter and use small letters, digits and underscores, at most 40.";
        problems.push(Problem::at("key", "invalid_key", words));
    } else if !is_free(key) {
        problems.push(Problem::at("key", "taken", "There is a field with this key, perhaps an archived one."));
    }
    key.to_owned()
}

/// `Lead score (2026)` → `lead_score_2026`.
fn made_of(label: &str, is_free: impl Fn(&str) -> bool) -> String {
    let plain: String = label.to_lowercase().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' }).collect();
    let mut key = plain.split_whitespace().collect::<Vec<_>>().join("_");
    if !key.starts_with(|c: char| c.is_ascii_lowercase()) {
        key = format!("field_{key}").trim_end_matches('_').to_owned();
    }
    key.truncate(36);
    if is_free(&key) {
        return key;
    }
    (2_u32..).map(|n| format!("{key}_{n}")).find(|key| is_free(key)).unwrap_or(key)
}

/// The choices as they are to be kept.
fn choices(
    kind: CustomFieldKind,
    before: &[CustomChoice],
    typed: &[ChoiceInput],
    problems: &mut Problems,
) -> Vec<CustomChoice> {
    let mut wrong = |code, words: &str| problems.push(Problem::at("choices", code, words));
    if kind != CustomFieldKind::Choice {
        if !typed.is_empty() {
            wrong("no_choices", "Only a field of choices has choices.");
        }
        return Vec::new();
    }
    if typed.len() > CUSTOM_CHOICES_MAX {
        wrong("too_many", "Use at most 100 choices.");
    }
    if typed.iter().all(|choice| choice.retired) {
        wrong("required", "Keep at least one choice in use.");
    }
    let known = |id: CustomChoiceId| before.iter().any(|choice| choice.id == id);
    if !typed.iter().filter_map(|choice| choice.id).all(known) {
        wrong("unknown_id", "One of the choices does not exist. Load the field again.");
    }
    if !before.iter().all(|choice| typed.iter().filter(|t| t.id == Some(choice.id)).count() == 1) {
        wrong("missing_choice", "Clients may have a choice: retire it instead of taking it away.");
    }
    let doubled = |at: usize, label: &str| typed.iter().take(at).any(|t| same(t.label.trim(), label.trim()));
    if typed.iter().enumerate().any(|(at, choice)| doubled(at, &choice.label)) {
        wrong("taken", "Two choices have the same label.");
    }
    let mut kept = Vec::new();
    for choice in typed {
        let label = problems.text("choices", Some(&choice.label), 60);
        if label.is_none() && choice.label.trim().is_empty() {
            problems.push(Problem::at("choices", "required", "Give each choice a label."));
        }
        let id = choice.id.unwrap_or_else(CustomChoiceId::generate);
        kept.extend(label.map(|label| CustomChoice { id, label, retired: choice.retired }));
    }
    kept
}

fn taken<T>(outcome: Result<T, StorageError>) -> Result<T, UseCaseError> {
    outcome.map_err(|error| match error {
        StorageError::Taken { .. } => {
            UseCaseError::invalid("label", "taken", "There is a field with this label or key. Choose another one.")
        }
        other => other.into(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(kind: CustomFieldKind, before: &[CustomChoice], typed: &[ChoiceInput]) -> Vec<&'static str> {
        let mut problems = Problems::new();
        choices(kind, before, typed, &mut problems);
        problems.done().err().unwrap_or_default().into_iter().map(|problem| problem.code).collect()
    }

    fn input(id: Option<CustomChoiceId>, label: &str) -> ChoiceInput {
        ChoiceInput { id, label: label.to_owned(), retired: false }
    }

    #[test]
    fn a_key_is_made_of_the_label_and_is_free() {
        assert_eq!(made_of("Lead score (2026)", |_| true), "lead_score_2026");
        assert_eq!(made_of("2nd phone", |_| true), "field_2nd_phone");
        assert_eq!(made_of("\u{627}\u{633}\u{645}", |_| true), "field");
        assert_eq!(made_of("Tier", |key| key != "tier" && key != "tier_2"), "tier_3");
    }

    #[test]
    fn a_choice_is_renamed_and_retired_but_never_lost() {
        let gold = CustomChoice { id: CustomChoiceId::generate(), label: "Gold".to_owned(), retired: false };
        let kind = CustomFieldKind::Choice;
        let known = std::slice::from_ref(&gold);
        assert!(codes(kind, known, &[input(Some(gold.id), "Golden"), input(None, "Silver")]).is_empty());
        assert_eq!(codes(kind, known, &[input(None, "Silver")]), ["missing_choice"]);
        assert_eq!(codes(kind, known, &[input(Some(gold.id), "A"), input(None, " a ")]), ["taken"]);
        assert_eq!(codes(kind, &[], &[input(Some(gold.id), "A")]), ["unknown_id"]);
        assert_eq!(codes(kind, &[], &[input(None, " ")]), ["required"]);
        assert_eq!(codes(kind, known, &[ChoiceInput { retired: true, ..input(Some(gold.id), "A") }]), ["required"]);
        assert_eq!(codes(CustomFieldKind::Text, &[], &[input(None, "A")]), ["no_choices"]);
    }
}
