//! Every place of every input, read from the schema: where ids and texts come in.

use crate::support::battery::base;
use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{FieldDefinition, InputValueDefinition, TypeKind, TypeSystemDefinition};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// One place of an operation's variables.
#[derive(Clone, Debug)]
pub struct Input {
    /// Names from the variable down; lists are entered at their first item.
    pub path: Vec<String>,
    /// The scalar there.
    pub scalar: String,
    lists: Vec<bool>,
}

/// The schema's input types.
pub struct Inputs(BTreeMap<String, Vec<InputValueDefinition>>);

impl Inputs {
    pub fn of_schema() -> Self {
        let document = parse_schema(tenant_api::graphql::sdl()).expect("the schema parses");
        let mut types = BTreeMap::new();
        for definition in document.definitions {
            if let TypeSystemDefinition::Type(found) = definition
                && let TypeKind::InputObject(input) = found.node.kind
            {
                types.insert(found.node.name.node.to_string(), input.fields.into_iter().map(|f| f.node).collect());
            }
        }
        Self(types)
    }

    /// Every place of these scalars among the arguments of a field. A filter inside a filter is the same filter again.
    pub fn of(&self, field: &FieldDefinition, scalars: &[&str]) -> Vec<Input> {
        let mut found = Vec::new();
        for argument in &field.arguments {
            self.walk(
                &argument.node,
                &Input { path: vec![], scalar: String::new(), lists: vec![] },
                &mut vec![],
                &mut found,
            );
        }
        found.retain(|input| scalars.contains(&input.scalar.as_str()));
        found
    }

    /// The names of an input object's fields.
    pub fn fields(&self, ty: &str) -> Option<Vec<String>> {
        Some(self.0.get(ty)?.iter().map(|field| field.name.node.to_string()).collect())
    }

    fn walk(&self, value: &InputValueDefinition, above: &Input, within: &mut Vec<String>, found: &mut Vec<Input>) {
        let ty = base(&value.ty.node).to_owned();
        let mut here = above.clone();
        here.path.push(value.name.node.to_string());
        here.lists.push(value.ty.node.to_string().starts_with('['));
        here.scalar.clone_from(&ty);
        let Some(fields) = self.0.get(&ty) else { return found.push(here) };
        if within.contains(&ty) {
            return;
        }
        within.push(ty);
        for field in fields {
            self.walk(field, &here, within, found);
        }
        within.pop();
    }
}

impl Input {
    /// The variables with a value at this place. What is asked for beside it in a filter goes.
    pub fn put(&self, variables: &Value, value: Value) -> Value {
        let mut whole = variables.clone();
        if self.path[0] == "filter" {
            whole["filter"] = json!({});
        }
        if self.path.iter().any(|name| name == "matching") {
            // clients are named, or matched
            let holder = if self.path[0] == "input" { &mut whole["input"] } else { &mut whole };
            holder["selection"] = json!({"matching": {"filter": {}}});
        }
        let mut at = &mut whole;
        for (name, list) in self.path.iter().zip(&self.lists) {
            at = &mut at[name.as_str()];
            if *list {
                *at = json!([at.get(0).cloned().unwrap_or_default()]);
                at = &mut at[0];
            }
        }
        *at = value;
        whole
    }

    /// As the tables name it.
    pub fn name(&self) -> String {
        self.path.join(".")
    }

    /// The name of the place itself, and of the one above it.
    pub fn ends(&self) -> (&str, &str) {
        let above = self.path.len().checked_sub(2).map_or("", |at| self.path[at].as_str());
        (self.path.last().map_or("", String::as_str), above)
    }
}
