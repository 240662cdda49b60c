//! What a website does with the broker's own fields: it names them by their keys, which programs keep.

use super::write::CustomInput;
use crate::UseCaseError;
use crm_access::kinds::{ClientCreate, ClientView};
use crm_access::{ApiScope, OpContext};
use crm_model::{Pii, Problem, Problems};
use crm_storage::{CustomField, CustomFields, Scoped};

/// A value as a website sent it; `None` is none.
#[derive(Clone, Debug)]
pub struct KeyedInput {
    /// The key of the field.
    pub key: String,
    /// Words, a number, `YYYY-MM-DD`, the id of a choice, `true` or `false`.
    pub value: Option<Pii<String>>,
}

/// The fields in use, for websites that register or read clients.
///
/// # Errors
/// [`UseCaseError::Access`] for a key with neither `client.create` nor `client.view`.
pub async fn for_website(op: &OpContext, tx: &impl Scoped) -> Result<Vec<CustomField>, UseCaseError> {
    if op.require_scope::<ClientCreate>(ApiScope::ClientCreate).is_err() {
        op.require_scope::<ClientView>(ApiScope::ClientView)?;
    }
    let mut fields = CustomFields::of(tx).all().await?;
    fields.retain(|field| !field.archived);
    Ok(fields)
}

/// The inputs by the ids of their fields.
///
/// # Errors
/// `unknown_field` at each key that names no field of the broker.
pub(crate) fn keyed(fields: &[CustomField], inputs: &[KeyedInput]) -> Result<Vec<CustomInput>, Vec<Problem>> {
    let mut problems = Problems::new();
    let mut found = Vec::new();
    // what is null or blank counts as absent
    let blank = |input: &&KeyedInput| input.value.as_ref().is_none_or(|text| text.expose().trim().is_empty());
    for input in inputs.iter().filter(|input| !blank(input)) {
        match fields.iter().find(|field| field.key == input.key) {
            Some(field) => found.push(CustomInput { field: field.id, value: input.value.clone() }),
            None => problems.push(unknown(&input.key)),
        }
    }
    problems.done()?;
    Ok(found)
}

/// What was sent is repeated only when it could be a key: never free text.
fn unknown(key: &str) -> Problem {
    let words = "There is no field with this key. Read the fields again.";
    let problem = Problem::whole("unknown_field", words);
    let problem = if crm_model::is_custom_key(key) { problem.under(key) } else { problem };
    problem.under("customFields")
}

/// Problems with the keys of fields in the place of their ids.
pub(crate) fn by_key(fields: &[CustomField], problems: Vec<Problem>) -> Vec<Problem> {
    let key = |step: String| {
        let field = fields.iter().find(|field| field.id.to_string() == step);
        field.map_or(step, |field| field.key.clone())
    };
    let named = |mut problem: Problem| {
        problem.path = problem.path.into_iter().map(key).collect();
        problem
    };
    problems.into_iter().map(named).collect()
}
