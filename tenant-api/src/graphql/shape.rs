use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{
    BaseType, InputValueDefinition, ServiceDocument, Type, TypeKind, TypeSystemDefinition,
};
use std::collections::{HashMap, HashSet};

/// What the schema looks like, as far as limits and variables need it.
#[derive(Debug, Default)]
pub(crate) struct Shape {
    fields: HashMap<String, HashMap<String, Field>>,
    inputs: HashMap<String, Input>,
    roots: [Option<String>; 3],
}

/// A field of an object type.
#[derive(Debug)]
pub(crate) struct Field {
    /// The named type inside lists and non-nulls.
    pub(crate) of: String,
    /// Whether it is a list.
    pub(crate) list: bool,
}

/// A type that a variable may have.
#[derive(Debug)]
pub(crate) enum Input {
    Enum(HashSet<String>),
    Object(HashMap<String, InputField>),
}

/// A field of an input object.
#[derive(Debug)]
pub(crate) struct InputField {
    pub(crate) ty: Type,
    pub(crate) optional: bool,
}

impl Shape {
    /// Reads the schema's own text.
    ///
    /// # Errors
    /// The text does not parse: a fault of the schema, found at boot.
    pub(crate) fn read(sdl: &str) -> Result<Self, async_graphql::parser::Error> {
        let document: ServiceDocument = parse_schema(sdl)?;
        let mut shape = Self::default();
        for definition in document.definitions {
            match definition {
                TypeSystemDefinition::Schema(schema) => {
                    let name = |root: Option<async_graphql::Positioned<async_graphql::Name>>| {
                        root.map(|name| name.node.to_string())
                    };
                    shape.roots = [name(schema.node.query), name(schema.node.mutation), name(schema.node.subscription)];
                }
                TypeSystemDefinition::Type(found) => shape.add(found.node.name.node.to_string(), found.node.kind),
                TypeSystemDefinition::Directive(_) => {}
            }
        }
        Ok(shape)
    }

    fn add(&mut self, name: String, kind: TypeKind) {
        match kind {
            TypeKind::Object(object) => {
                let fields = object.fields.into_iter().map(|field| {
                    (
                        field.node.name.node.to_string(),
                        Field { of: base(&field.node.ty.node).to_owned(), list: is_list(&field.node.ty.node) },
                    )
                });
                self.fields.insert(name, fields.collect());
            }
            TypeKind::Enum(values) => {
                self.inputs.insert(
                    name,
                    Input::Enum(values.values.into_iter().map(|value| value.node.value.node.to_string()).collect()),
                );
            }
            TypeKind::InputObject(object) => {
                let fields =
                    object.fields.into_iter().map(|field| (field.node.name.node.to_string(), input_field(field.node)));
                self.inputs.insert(name, Input::Object(fields.collect()));
            }
            TypeKind::Scalar | TypeKind::Interface(_) | TypeKind::Union(_) => {}
        }
    }

    pub(crate) fn field(&self, of: &str, name: &str) -> Option<&Field> {
        self.fields.get(of)?.get(name)
    }

    pub(crate) fn input(&self, name: &str) -> Option<&Input> {
        self.inputs.get(name)
    }

    pub(crate) fn root(&self, kind: async_graphql::parser::types::OperationType) -> &str {
        use async_graphql::parser::types::OperationType::{Mutation, Query, Subscription};
        let [query, mutation, subscription] = &self.roots;
        match kind {
            Query => query.as_deref().unwrap_or("Query"),
            Mutation => mutation.as_deref().unwrap_or("Mutation"),
            Subscription => subscription.as_deref().unwrap_or("Subscription"),
        }
    }
}

fn input_field(field: InputValueDefinition) -> InputField {
    InputField { optional: field.ty.node.nullable || field.default_value.is_some(), ty: field.ty.node }
}

/// The named type inside lists and non-nulls.
pub(crate) fn base(ty: &Type) -> &str {
    match &ty.base {
        BaseType::Named(name) => name.as_str(),
        BaseType::List(inner) => base(inner),
    }
}

fn is_list(ty: &Type) -> bool {
    matches!(ty.base, BaseType::List(_))
}
