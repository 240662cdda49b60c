//! What each field of each type gave to each role (GQL-11).

use crate::snapshot::Table;
use crate::support::battery::base;
use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{FieldDefinition, TypeKind, TypeSystemDefinition};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// What was seen, by type and field, by role.
pub struct Fields {
    types: BTreeMap<String, Vec<FieldDefinition>>,
    seen: BTreeMap<(String, String), BTreeMap<String, BTreeSet<String>>>,
}

impl Fields {
    pub fn of_schema() -> Self {
        let document = parse_schema(tenant_api::graphql::sdl()).expect("the schema parses");
        let mut types = BTreeMap::new();
        for definition in document.definitions {
            if let TypeSystemDefinition::Type(found) = definition
                && let TypeKind::Object(object) = found.node.kind
            {
                types.insert(found.node.name.node.to_string(), object.fields.into_iter().map(|f| f.node).collect());
            }
        }
        Self { types, seen: BTreeMap::new() }
    }

    /// Notes what a role was answered on a field of a root.
    pub fn note(&mut self, role: &str, root: &str, field: &str, data: &Value, refusal: Option<&str>) {
        if let Some(code) = refusal {
            self.mark(role, root, field, code);
            return;
        }
        let ty = self.types[root].iter().find(|f| f.name.node == field).map(|f| base(&f.ty.node).to_owned()).unwrap();
        self.value(role, root, field, &ty, data);
    }

    fn mark(&mut self, role: &str, ty: &str, field: &str, word: &str) {
        let of_field = self.seen.entry((ty.to_owned(), field.to_owned())).or_default();
        of_field.entry(role.to_owned()).or_default().insert(word.to_owned());
    }

    fn value(&mut self, role: &str, of: &str, field: &str, ty: &str, value: &Value) {
        match value {
            Value::Null => self.mark(role, of, field, "null"),
            Value::Array(items) if items.is_empty() => self.mark(role, of, field, "empty"),
            Value::Array(items) => items.iter().for_each(|item| self.value(role, of, field, ty, item)),
            // a scalar that is a tree
            Value::Object(_) if !self.types.contains_key(ty) => self.mark(role, of, field, "value"),
            Value::Object(_) if ty == "MaskedText" => {
                self.mark(role, of, field, masked(value));
                self.object(role, ty, value);
            }
            Value::Object(_) => {
                self.mark(role, of, field, "value");
                self.object(role, ty, value);
            }
            _ => self.mark(role, of, field, "value"),
        }
    }

    fn object(&mut self, role: &str, ty: &str, value: &Value) {
        for definition in self.types[ty].clone() {
            let (field, inner) = (definition.name.node.as_str(), base(&definition.ty.node));
            if let Some(found) = value.get(field) {
                self.value(role, ty, field, inner, found);
            }
        }
    }

    /// The table, one row a field; a field that nobody was ever answered on fails.
    pub fn table(&self, roles: &[&str]) -> Table {
        let mut table = Table::new([&["type.field"], roles].concat().into_iter().map(str::to_owned).collect());
        let mut unread = Vec::new();
        for (ty, fields) in &self.types {
            for field in fields {
                let name = format!("{ty}.{}", field.name.node);
                let seen = self.seen.get(&(ty.clone(), field.name.node.to_string()));
                if seen.is_none() {
                    unread.push(name.clone());
                }
                let cell = |role: &&str| {
                    let words =
                        seen.and_then(|seen| seen.get(*role)).into_iter().flatten().cloned().collect::<Vec<_>>();
                    if words.is_empty() { "-".to_owned() } else { words.join(" ") }
                };
                table.push(std::iter::once(name).chain(roles.iter().map(cell)).collect());
            }
        }
        assert!(
            unread.is_empty(),
            "no call of the tables reads {unread:?}: give the world of tests/coverage a row that has them"
        );
        table
    }
}

/// How much of a masked text a reader got.
fn masked(text: &Value) -> &'static str {
    match (text["masked"].as_bool(), text["display"].as_str()) {
        (Some(false), Some(_)) => "full",
        (Some(false), None) => "none",
        (_, Some(shown)) if shown.chars().any(char::is_alphanumeric) => "partial",
        (_, Some(_)) => "masked",
        (_, None) => "hidden",
    }
}
