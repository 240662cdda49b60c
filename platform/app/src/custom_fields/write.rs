//! What was typed into the broker's own fields, on its way to rest and into the trail.

use super::values::open_value;
use crate::UseCaseError;
use crate::clients::ClientCard;
use crm_access::kinds::ClientEdit;
use crm_access::{OpContext, Permit, Visibility};
use crm_model::{AuditAction, CustomFieldId, CustomFieldKind, CustomValue, Pii, Problem, Problems, TenantId};
use crm_storage::{AuditEvent, Change, ClientRecord, Clients, CustomField, CustomFields, CustomKept, Scoped, TenantTx};
use crm_vault::ClientKey;

/// A value as it was typed; `None` clears it.
#[derive(Clone, Debug)]
pub struct CustomInput {
    /// Of which field.
    pub field: CustomFieldId,
    /// Words, a number, `YYYY-MM-DD`, the id of a choice, `true` or `false`.
    pub value: Option<Pii<String>>,
}

/// Values that are to be written, and what the trail says of them.
#[derive(Debug, Default)]
pub(crate) struct CustomWrite {
    pub values: Vec<(CustomFieldId, Option<CustomKept>)>,
    pub changes: Vec<Change>,
}

/// The place of a field in an input.
fn at(field: CustomFieldId, problem: Problem) -> Problem {
    problem.under(&field.to_string()).under("customFields")
}

/// A field that was named, with what is to stand in it. `present` is the choice that the client has.
fn read<'a>(
    fields: &'a [CustomField],
    input: &CustomInput,
    present: Option<&CustomKept>,
) -> Result<(&'a CustomField, Option<CustomValue>), Problem> {
    let wrong = |code, words: &str| Err(at(input.field, Problem::whole(code, words)));
    let Some(field) = fields.iter().find(|field| field.id == input.field) else {
        let words = "One of the fields does not exist. Load the form again.";
        return Err(Problem::at("customFields", "unknown_id", words));
    };
    if field.archived {
        return wrong("archived_field", "This field is not in use any more.");
    }
    let typed = input.value.as_ref().map_or("", |value| value.expose().as_str());
    let value = CustomValue::parse(field.kind, typed).map_err(|problem| at(field.id, problem))?;
    match &value {
        None if field.required => wrong("required", "Your broker requires this field."),
        Some(CustomValue::Choice(id)) => match field.choices.iter().find(|choice| choice.id == *id) {
            None => wrong("unknown_id", "Choose one of the field's choices."),
            Some(choice) if choice.retired && present != Some(&CustomKept::Choice(*id)) => {
                wrong("retired_choice", "This choice is not in use any more. Choose another one.")
            }
            Some(_) => Ok((field, value)),
        },
        _ => Ok((field, value)),
    }
}

/// A value on its way to rest: words are sealed under the client's key.
pub(crate) fn keep(
    tenant: TenantId,
    field: CustomFieldId,
    key: &ClientKey,
    value: &CustomValue,
) -> Result<CustomKept, UseCaseError> {
    Ok(match value {
        CustomValue::Text(text) => CustomKept::seal(tenant, field, key, text.expose())?,
        CustomValue::Number(number) => CustomKept::Number(*number),
        CustomValue::Date(date) => CustomKept::Date(*date),
        CustomValue::Choice(id) => CustomKept::Choice(*id),
        CustomValue::Flag(on) => CustomKept::Flag(*on),
    })
}

/// For people: as the trail keeps it.
fn said(field: &CustomField, value: &CustomValue) -> String {
    match value {
        CustomValue::Text(text) => text.expose().clone(),
        CustomValue::Number(number) => number.to_string(),
        CustomValue::Date(date) => date.to_string(),
        CustomValue::Choice(id) => {
            field.choices.iter().find(|choice| choice.id == *id).map(|choice| choice.label.clone()).unwrap_or_default()
        }
        CustomValue::Flag(on) => on.to_string(),
    }
}

/// Words and what follows a class are sealed in the trail; what is open rests there in clear.
fn told(field: &CustomField, before: Option<String>, after: Option<String>) -> Change {
    let name = format!("custom.{}", field.key);
    match (field.class, field.kind) {
        (Some(class), _) => Change::personal(name, class, before, after),
        (None, CustomFieldKind::Text) => Change::private(name, before, after),
        (None, _) => Change::plain(name, before, after),
    }
}

/// A field that is named twice.
fn doubled(inputs: &[CustomInput], problems: &mut Problems) {
    for (place, input) in inputs.iter().enumerate() {
        if inputs.iter().take(place).any(|before| before.field == input.field) {
            problems.push(at(input.field, Problem::whole("twice", "Say each field once.")));
        }
    }
}

/// The values of a client that is being registered. What is required is asked of staff: a website's form and a file of another
/// system may not know of it.
pub(crate) fn of_new(
    tenant: TenantId,
    key: &ClientKey,
    fields: &[CustomField],
    inputs: &[CustomInput],
    by_staff: bool,
) -> Result<CustomWrite, UseCaseError> {
    let mut problems = Problems::new();
    doubled(inputs, &mut problems);
    if by_staff {
        for field in fields.iter().filter(|field| field.required && !field.archived) {
            if !inputs.iter().any(|input| input.field == field.id) {
                problems.push(at(field.id, Problem::whole("required", "Your broker requires this field.")));
            }
        }
    }
    let mut write = CustomWrite::default();
    for input in inputs {
        let Some((field, Some(value))) = problems.keep(read(fields, input, None)) else { continue };
        write.values.push((field.id, Some(keep(tenant, field.id, key, &value)?)));
        write.changes.push(told(field, None, Some(said(field, &value))));
    }
    problems.done()?;
    Ok(write)
}

/// Gives a client that has no values yet its first ones, within a transaction that the caller commits with the event given
/// back.
///
/// # Errors
/// Every problem of the input with its place.
pub async fn fill_in(
    tx: &TenantTx,
    permit: &Permit<ClientEdit>,
    client: &ClientRecord,
    (tenant, fields): (TenantId, &[CustomField]),
    inputs: &[CustomInput],
) -> Result<AuditEvent, UseCaseError> {
    let key = client.key(tx.keys())?;
    let write = of_new(tenant, &key, fields, inputs, false)?;
    Clients::of(tx).set_custom_values(permit, client.id, &write.values).await?;
    Ok(AuditEvent::on_client(AuditAction::ClientChanged, client.id, &key).changes(write.changes))
}

/// What changes of a client's values. A field that the caller may not read in full cannot be overwritten by him either
/// (MASK-14).
pub(crate) async fn of_edit(
    op: &OpContext,
    tx: &TenantTx,
    card: &ClientCard,
    key: &ClientKey,
    inputs: &[CustomInput],
    problems: &mut Problems,
) -> Result<CustomWrite, UseCaseError> {
    let mut write = CustomWrite::default();
    if inputs.is_empty() {
        return Ok(write);
    }
    let fields = CustomFields::of(tx).all().await?;
    let rows = Clients::of(tx).custom_values(&[card.client.id]).await?;
    doubled(inputs, problems);
    for input in inputs {
        let before = rows.iter().find(|row| row.field == input.field).map(|row| &row.kept);
        let unseen = fields
            .iter()
            .filter(|field| field.id == input.field)
            .filter_map(|field| field.class)
            .any(|class| card.reading(op, class).visibility != Visibility::Full);
        if unseen {
            let words = "You cannot change what your role does not show you in full.";
            problems.push(at(input.field, Problem::whole("not_visible", words)));
            continue;
        }
        let Some((field, value)) = problems.keep(read(&fields, input, before)) else { continue };
        let was = before.map(|kept| open_value(card, field, kept)).transpose()?;
        let change = told(field, was, value.as_ref().map(|value| said(field, value)));
        if change.differs() {
            let kept = value.map(|value| keep(op.tenant().id, field.id, key, &value)).transpose()?;
            write.values.push((field.id, kept));
            write.changes.push(change);
        }
    }
    Ok(write)
}
