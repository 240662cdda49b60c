//! How much a document may ask for, counted before any resolver runs and whatever fragments and aliases it hides in.

use crate::graphql::error::Refusal;
use crate::graphql::shape::Shape;
use async_graphql::parser::types::{Directive, ExecutableDocument, Field, OperationType, Selection, SelectionSet};
use async_graphql::{Name, Positioned, Value, Variables};
use std::collections::HashMap;

/// Deepest nesting of fields: `clients { edges { node { profile { contacts { value { display } } } } } }` is 7.
pub const DEPTH_MAX: usize = 8;
/// Most fields that a document may make the server produce: fields × list factors.
pub const COST_MAX: u64 = 30_000;
/// Most selections of one field side by side.
const ALIASES_MAX: usize = 20;
/// Most selections after fragments are spread.
const NODES_MAX: usize = 2_000;
/// Most directives in one place, and fragments inside one another.
const DIRECTIVES_MAX: usize = 4;
const FRAGMENTS_MAX: usize = 12;
/// How long a page is when nothing says it, and a list that is no page.
const PAGE: u64 = 50;
const LIST: u64 = 10;
/// Most braces and at-signs in a text: a flood is refused before it is parsed (GQL-08).
const MARKS_MAX: usize = 2_000;

/// Refuses floods by the text alone.
pub(crate) fn check_text(text: &str) -> Result<(), String> {
    let marks = text.bytes().filter(|b| matches!(b, b'@' | b'{' | b'[' | b'$')).count();
    if marks > MARKS_MAX { Err("The document is too large.".to_owned()) } else { Ok(()) }
}

/// Walks through the operation with its fragments spread.
///
/// # Errors
/// `too_complex` with the limit that was passed, or `invalid_input`.
pub(crate) fn check(document: &ExecutableDocument, variables: &Variables, shape: &Shape) -> Result<(), Refusal> {
    for (_, operation) in document.operations.iter() {
        let operation = &operation.node;
        check_directives(&operation.directives)?;
        let defaults = operation
            .variable_definitions
            .iter()
            .filter_map(|d| Some((d.node.name.node.as_str(), d.node.default_value.as_ref()?.node.clone())));
        let mut walk = Walk { document, variables, defaults: defaults.collect(), shape, nodes: 0, inside: Vec::new() };
        let mut names = HashMap::new();
        let place = Place { ty: shape.root(operation.ty), depth: 0, page: None };
        let cost = walk.set(&operation.selection_set.node, place, &mut names)?;
        // `__typename` does nothing; the portal's cache asks for it at the root too.
        let roots: usize = names.iter().filter(|(name, _)| **name != "__typename").map(|(_, times)| times).sum();
        if operation.ty != OperationType::Query && roots > 1 {
            return Err(Refusal::too_complex("Send one mutation or subscription field at a time."));
        }
        if cost > COST_MAX {
            return Err(Refusal::too_complex(format!(
                "The document costs {cost}; at most {COST_MAX} is allowed. Ask for a smaller page or fewer fields."
            )));
        }
    }
    Ok(())
}

struct Walk<'a> {
    document: &'a ExecutableDocument,
    variables: &'a Variables,
    defaults: HashMap<&'a str, Value>,
    shape: &'a Shape,
    nodes: usize,
    inside: Vec<&'a str>,
}

#[derive(Clone, Copy)]
struct Place<'a> {
    ty: &'a str,
    depth: usize,
    page: Option<u64>,
}

impl<'a> Walk<'a> {
    /// The cost of a set of selections; `names` counts the fields of this level across its fragments.
    fn set(
        &mut self,
        set: &'a SelectionSet,
        place: Place<'a>,
        names: &mut HashMap<&'a str, usize>,
    ) -> Result<u64, Refusal> {
        let mut cost = 0_u64;
        for selection in &set.items {
            self.nodes += 1;
            if self.nodes > NODES_MAX {
                return Err(Refusal::too_complex(format!("Use at most {NODES_MAX} fields.")));
            }
            check_directives(selection.node.directives())?;
            let part = match &selection.node {
                Selection::Field(field) => self.field(&field.node, place, names)?,
                Selection::InlineFragment(inline) => {
                    let ty = inline
                        .node
                        .type_condition
                        .as_ref()
                        .map_or(place.ty, |condition| condition.node.on.node.as_str());
                    self.set(&inline.node.selection_set.node, Place { ty, ..place }, names)?
                }
                Selection::FragmentSpread(spread) => {
                    self.fragment(spread.node.fragment_name.node.as_str(), place, names)?
                }
            };
            cost = cost.saturating_add(part);
        }
        Ok(cost)
    }

    fn fragment(
        &mut self,
        name: &'a str,
        place: Place<'a>,
        names: &mut HashMap<&'a str, usize>,
    ) -> Result<u64, Refusal> {
        if self.inside.contains(&name) || self.inside.len() >= FRAGMENTS_MAX {
            return Err(Refusal::too_complex("Fragments may not contain themselves or nest deeply."));
        }
        let Some(fragment) = self.document.fragments.get(name) else {
            return Err(Refusal::invalid("A fragment is not defined."));
        };
        check_directives(&fragment.node.directives)?;
        self.inside.push(name);
        let cost = self.set(
            &fragment.node.selection_set.node,
            Place { ty: fragment.node.type_condition.node.on.node.as_str(), ..place },
            names,
        );
        self.inside.pop();
        cost
    }

    fn field(
        &mut self,
        field: &'a Field,
        place: Place<'a>,
        names: &mut HashMap<&'a str, usize>,
    ) -> Result<u64, Refusal> {
        let name = field.name.node.as_str();
        if name == "__schema" || name == "__type" {
            return Err(Refusal::invalid("The schema cannot be asked for here."));
        }
        let depth = place.depth + 1;
        if depth > DEPTH_MAX {
            return Err(Refusal::too_complex(format!("Nest at most {DEPTH_MAX} fields.")));
        }
        let seen = names.entry(name).or_default();
        *seen += 1;
        if *seen > ALIASES_MAX {
            return Err(Refusal::too_complex(format!("Ask for one field at most {ALIASES_MAX} times.")));
        }
        let known = self.shape.field(place.ty, name);
        let page = self.page(field);
        let below = Place { ty: known.map_or("", |field| field.of.as_str()), depth, page };
        let children = self.set(&field.selection_set.node, below, &mut HashMap::new())?;
        let times = if known.is_some_and(|field| field.list) { page.or(place.page).unwrap_or(LIST) } else { 1 };
        Ok(children.saturating_mul(times).saturating_add(1))
    }

    /// The length of the page that a field with `first`, or of the window that one with `count` asks for.
    fn page(&self, field: &Field) -> Option<u64> {
        let (_, value) = field.arguments.iter().find(|(name, _)| matches!(name.node.as_str(), "first" | "count"))?;
        let asked = value.node.clone().into_const_with(|name| self.variable(&name).ok_or(()));
        let length = match asked {
            Ok(Value::Number(number)) => number.as_u64(),
            _ => None,
        };
        Some(length.unwrap_or(PAGE))
    }

    fn variable(&self, name: &Name) -> Option<Value> {
        self.variables.get(name).or_else(|| self.defaults.get(name.as_str())).cloned()
    }
}

fn check_directives(directives: &[Positioned<Directive>]) -> Result<(), Refusal> {
    if directives.len() > DIRECTIVES_MAX {
        Err(Refusal::too_complex(format!("Use at most {DIRECTIVES_MAX} directives in one place.")))
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use async_graphql::parser::parse_query;
    use serde_json::json;

    fn shape() -> Shape {
        Shape::read(include_str!("../../schema/staff.graphql")).unwrap()
    }

    fn judged(text: &str, variables: serde_json::Value) -> Result<(), String> {
        check_text(text)?;
        let document = parse_query(text).map_err(|error| error.to_string())?;
        check(&document, &Variables::from_json(variables), &shape())
            .map_err(|refusal| format!("{}: {refusal}", refusal.code()))
    }

    fn refused(text: &str, why: &str) {
        let said = judged(text, json!({})).unwrap_err();
        assert!(said.contains(why), "{said}");
    }

    #[test]
    fn gql_01_depth_counts_through_fragments() {
        let deepest = "{ clients { edges { node { profile { contacts { value { display } } } } } } }";
        assert_eq!(judged(deepest, json!({})), Ok(()));
        refused("{ a { b { c { d { e { f { g { h { i } } } } } } } } }", "too_complex: Nest at most 8");
        refused(
            "query { a { ...F } } fragment F on A { b { c { d { ... on X { e { f { g { h { i } } } } } } } } }",
            "too_complex: Nest at most 8",
        );
        refused("query { clients { ...F } } fragment F on ClientConnection { ...F }", "contain themselves");
        refused(
            "query { viewer { ...A } } fragment A on Viewer { ...B } fragment B on Viewer { ...A }",
            "contain themselves",
        );
        refused("{ viewer { ...Missing } }", "not defined");
    }

    #[test]
    fn gql_01_fragments_that_multiply_are_refused() {
        let mut text = "query { viewer { ...F0 } } ".to_owned();
        for n in 0..11 {
            text.push_str(&format!("fragment F{n} on Viewer {{ a: email b: email ...F{} ...F{} }} ", n + 1, n + 1));
        }
        text.push_str("fragment F11 on Viewer { email }");
        refused(&text, "too_complex");
    }

    #[test]
    fn gql_02_cost_multiplies_by_pages_and_lists() {
        let list = "query($n: Int) { clients(first: $n) { edges { cursor node { id number displayName email { display masked } tags { id name } } } pageInfo { endCursor } } }";
        assert_eq!(judged(list, json!({ "n": 200 })), Ok(()));
        assert!(judged(list, json!({ "n": 100_000 })).unwrap_err().contains("too_complex: The document costs"));
        let defaulted = list.replace("$n: Int", "$n: Int = 100000");
        assert!(judged(&defaulted, json!({})).unwrap_err().contains("too_complex"));
        refused("{ clients(first: 100000) { edges { node { id } } } }", "The document costs");
        refused(
            "{ clients(first: 200) { edges { node { tags { id } profile { notes { author { id name } text } participants { id name } contacts { id value { display masked } } } actions { action allowed reason stepUp } owner { id name } email { display } phone { display } salesStatus { id name color type position } retentionStatus { id name color type position } team { id name } } } } }",
            "The document costs",
        );
    }

    #[test]
    fn gql_02_gql_03_aliases_and_mutations_are_counted() {
        let aliases =
            |n: usize| format!("{{ {} }}", (0..n).map(|i| format!("a{i}: viewer {{ email }} ")).collect::<String>());
        assert_eq!(judged(&aliases(20), json!({})), Ok(()));
        refused(&aliases(21), "at most 20 times");
        refused(&aliases(1_000), "too");
        let split = "query { ...A ...B } fragment A on Query { a: viewer { email } } fragment B on Query { b: viewer { email } }";
        assert_eq!(judged(split, json!({})), Ok(()));
        assert_eq!(judged("mutation { __typename disableTotp { ok } }", json!({})), Ok(()));
        refused("mutation { a: disableTotp { ok } b: disableTotp { ok } }", "one mutation");
        refused(
            "mutation { ...A ...B } fragment A on Mutation { disableTotp { ok } } fragment B on Mutation { revokeOtherSessions { ok } }",
            "one mutation",
        );
    }

    #[test]
    fn gql_05_the_schema_cannot_be_asked_for() {
        refused("{ __schema { types { name } } }", "invalid_input");
        refused("{ viewer { email } ...F } fragment F on Query { __type(name: \"Client\") { name } }", "invalid_input");
        assert_eq!(judged("{ viewer { __typename email } }", json!({})), Ok(()));
    }

    #[test]
    fn gql_08_a_flood_of_directives_is_refused() {
        let with = |n: usize| format!("{{ viewer {{ email {} }} }}", "@include(if: true) ".repeat(n));
        assert_eq!(judged(&with(1), json!({})), Ok(()));
        refused(&with(5), "at most 4 directives");
        refused(&with(10_000), "too large");
    }
}
