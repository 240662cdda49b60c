//! Variables are checked against the document's own declarations before anything runs, so that a registered document
//! needs no second validation and every wrong value is named (GQL-09).

use crate::graphql::Document;
use crate::graphql::error::Refusal;
use crate::graphql::shape::{Input, Shape};
use async_graphql::Variables;
use async_graphql::parser::types::{BaseType, Type};
use chrono::{DateTime, NaiveDate};
use serde_json::{Map, Value};

/// The variables, if each is declared and of its declared type.
///
/// # Errors
/// `invalid_input` naming the place and what is expected there.
pub(crate) fn check(document: &Document, given: Map<String, Value>, shape: &Shape) -> Result<Variables, Refusal> {
    let mut declared = 0;
    for definition in document.variables() {
        let (name, ty) = (definition.name.node.as_str(), &definition.var_type.node);
        match given.get(name) {
            Some(value) => {
                declared += 1;
                fits(ty, value, &format!("${name}"), shape)?;
            }
            None if ty.nullable || definition.default_value.is_some() => {}
            None => return Err(Refusal::invalid(format!("${name} is missing; it is {ty}."))),
        }
    }
    if declared != given.len() {
        return Err(Refusal::invalid("A variable is given that the document does not declare."));
    }
    Ok(Variables::from_json(Value::Object(given)))
}

fn fits(ty: &Type, value: &Value, place: &str, shape: &Shape) -> Result<(), Refusal> {
    if value.is_null() {
        return if ty.nullable {
            Ok(())
        } else {
            Err(Refusal::invalid(format!("{place} must not be null; it is {ty}.")))
        };
    }
    match (&ty.base, value) {
        (BaseType::List(inner), Value::Array(items)) => {
            items.iter().enumerate().try_for_each(|(at, item)| fits(inner, item, &format!("{place}[{at}]"), shape))
        }
        (BaseType::List(inner), one) => fits(inner, one, place, shape),
        (BaseType::Named(name), value) => named(name.as_str(), value, place, shape),
    }
}

fn named(name: &str, value: &Value, place: &str, shape: &Shape) -> Result<(), Refusal> {
    let fits = match shape.input(name) {
        Some(Input::Object(_)) => return object(name, value, place, shape),
        Some(Input::Enum(values)) => value.as_str().is_some_and(|text| values.contains(text)),
        None => scalar(name, value),
    };
    if fits { Ok(()) } else { Err(Refusal::invalid(format!("{place} is not {}.", article(name)))) }
}

fn object(name: &str, value: &Value, place: &str, shape: &Shape) -> Result<(), Refusal> {
    let (Some(Input::Object(fields)), Value::Object(given)) = (shape.input(name), value) else {
        return Err(Refusal::invalid(format!("{place} is not {}.", article(name))));
    };
    if let Some(unknown) = given.keys().find(|key| !fields.contains_key(*key)) {
        return Err(Refusal::invalid(format!("{place}.{unknown} is no field of {name}.")));
    }
    for (key, field) in fields {
        match given.get(key) {
            Some(value) => fits(&field.ty, value, &format!("{place}.{key}"), shape)?,
            None if field.optional => {}
            None => return Err(Refusal::invalid(format!("{place}.{key} is missing; it is {}.", field.ty))),
        }
    }
    Ok(())
}

fn scalar(name: &str, value: &Value) -> bool {
    match name {
        "Int" => value.as_i64().is_some_and(|n| i32::try_from(n).is_ok()),
        "Float" => value.is_number(),
        "Boolean" => value.is_boolean(),
        "String" => value.is_string(),
        "ID" => value.is_string() || value.is_u64() || value.is_i64(),
        "DateTime" => value.as_str().is_some_and(|text| DateTime::parse_from_rfc3339(text).is_ok()),
        "Date" | "NaiveDate" => value.as_str().is_some_and(|text| text.parse::<NaiveDate>().is_ok()),
        _ => true,
    }
}

fn article(name: &str) -> String {
    let vowel = name.starts_with(['A', 'E', 'I', 'O', 'U']);
    format!("{} {name}", if vowel { "an" } else { "a" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graphql::Documents;
    use serde_json::json;

    const LIST: &str = "query($first: Int!, $filter: ClientFilter, $sort: ClientSort) { clients(first: $first, filter: $filter, sort: $sort) { edges { cursor } } }";

    fn judged(text: &str, given: Value) -> Result<(), String> {
        let shape = Shape::read(include_str!("../../schema/staff.graphql")).unwrap();
        let document = Documents::Any.find(None, Some(text)).map_err(|problem| problem.code().to_owned())?;
        let Value::Object(given) = given else { panic!("variables are an object") };
        check(&document, given, &shape).map(|_| ()).map_err(|refusal| refusal.to_string())
    }

    #[test]
    fn gql_09_variables_that_fit_pass() {
        let filter = json!({ "and": [{ "kycStatus": ["PENDING"] }, { "salesStatus": { "in": ["sta_1"] } }], "createdAt": { "from": "2026-01-01T00:00:00Z" }, "underAge": null });
        assert_eq!(
            judged(LIST, json!({ "first": 50, "filter": filter, "sort": { "field": "NAME", "direction": "ASC" } })),
            Ok(())
        );
        assert_eq!(judged(LIST, json!({ "first": 50, "filter": null })), Ok(()));
        assert_eq!(
            judged(LIST, json!({ "first": 50, "filter": { "country": "ES" } })),
            Ok(()),
            "one value stands for a list of one"
        );
    }

    #[test]
    fn gql_09_each_wrong_value_is_named() {
        let cases = [
            (json!({}), "$first is missing"),
            (json!({ "first": null }), "$first must not be null"),
            (json!({ "first": "50" }), "$first is not an Int"),
            (json!({ "first": 3_000_000_000_u64 }), "$first is not an Int"),
            (json!({ "first": 1.5 }), "$first is not an Int"),
            (json!({ "first": 1, "extra": 2 }), "does not declare"),
            (json!({ "first": 1, "filter": [] }), ""),
            (
                json!({ "first": 1, "filter": { "kycStatus": ["PENDING", null] } }),
                "$filter.kycStatus[1] must not be null",
            ),
            (json!({ "first": 1, "filter": { "kycStatus": ["MAYBE"] } }), "$filter.kycStatus[0] is not a KycStatus"),
            (json!({ "first": 1, "filter": { "password": "x" } }), "$filter.password is no field"),
            (
                json!({ "first": 1, "filter": { "createdAt": { "from": "yesterday" } } }),
                "$filter.createdAt.from is not a DateTime",
            ),
            (json!({ "first": 1, "sort": { "field": "NAME" } }), "$sort.direction is missing"),
        ];
        for (given, why) in cases {
            let said = judged(LIST, given.clone()).unwrap_err();
            assert!(said.contains(why), "{given}: {said}");
        }
    }
}
