//! What each operation is called with, by subject. An operation of the schema that is not here fails the tables.

mod clients;
mod dealing;
mod many;
mod own;
mod people;
mod servers;
mod settings;
mod work;

use crate::actors::Actor;
use crate::places::Kind;
use crate::world::World;
use serde_json::Value;

/// One call: who calls, which row is named, at which version.
pub struct Call<'a> {
    pub world: &'a World,
    pub me: &'a Actor,
    pub id: &'a str,
    pub version: i64,
}

/// An operation, what it names by its main id, and its variables: every argument and every place of its inputs at once.
pub struct Entry {
    pub operation: &'static str,
    pub kind: Kind,
    pub variables: fn(&Call<'_>) -> Value,
}

const fn entry(operation: &'static str, kind: Kind, variables: fn(&Call<'_>) -> Value) -> Entry {
    Entry { operation, kind, variables }
}

/// Every entry. The tables run in this order: what changes nothing goes before what does.
pub fn all() -> Vec<&'static Entry> {
    [
        clients::ENTRIES,
        work::ENTRIES,
        settings::ENTRIES,
        people::ENTRIES,
        servers::ENTRIES,
        many::ENTRIES,
        dealing::ENTRIES,
        own::ENTRIES,
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The entry of an operation.
pub fn of(operation: &str) -> &'static Entry {
    all().into_iter().find(|entry| entry.operation == operation).unwrap_or_else(|| {
        panic!("the operation {operation} has no entry: add what it is called with to tests/coverage/entries, so that the table says who may call it")
    })
}
