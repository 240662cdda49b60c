//! Many rows at once: arrays that stand beside one another in one `unnest` (ISOLATION, bulk writes).

use chrono::{DateTime, Utc};
use sea_orm::Value;
use uuid::Uuid;

/// Arrays that stand beside one another in one `unnest`. Arrays carry no NULL here: an empty value (no text, no bytes, the
/// nil id, the epoch) stands for it and becomes NULL in the statement.
pub(crate) struct Columns {
    values: Vec<Value>,
    arrays: Vec<String>,
    names: Vec<&'static str>,
    selected: Vec<String>,
}

impl Columns {
    pub(crate) fn of(tenant: Value) -> Self {
        Self { values: vec![tenant], arrays: Vec::new(), names: Vec::new(), selected: Vec::new() }
    }

    pub(crate) fn add<V: Into<Value>>(&mut self, name: &'static str, kind: &str, value: V, empty: Option<&str>) {
        self.values.push(value.into());
        self.arrays.push(format!("${}::{kind}[]", self.values.len()));
        self.names.push(name);
        self.selected.push(match empty {
            Some(empty) => format!("nullif(x.{name}, {empty})"),
            None => format!("x.{name}"),
        });
    }

    /// Decimals, as text on the way.
    pub(crate) fn decimals(&mut self, name: &'static str, decimals: Vec<String>) {
        self.add(name, "text", decimals, None);
        if let Some(last) = self.selected.last_mut() {
            *last = format!("x.{name}::numeric");
        }
    }

    pub(crate) fn uuids(&mut self, name: &'static str, ids: Vec<Uuid>) {
        self.add(name, "uuid", ids, None);
    }

    pub(crate) fn maybe_uuids(&mut self, name: &'static str, ids: Vec<Option<Uuid>>) {
        let ids: Vec<Uuid> = ids.into_iter().map(Option::unwrap_or_default).collect();
        self.add(name, "uuid", ids, Some("'00000000-0000-0000-0000-000000000000'::uuid"));
    }

    pub(crate) fn texts(&mut self, name: &'static str, texts: Vec<String>) {
        self.add(name, "text", texts, None);
    }

    pub(crate) fn maybe_texts(&mut self, name: &'static str, texts: Vec<Option<String>>) {
        let texts: Vec<String> = texts.into_iter().map(Option::unwrap_or_default).collect();
        self.add(name, "text", texts, Some("''"));
    }

    pub(crate) fn bytes(&mut self, name: &'static str, bytes: Vec<Vec<u8>>) {
        self.add(name, "bytea", bytes, None);
    }

    pub(crate) fn maybe_bytes(&mut self, name: &'static str, bytes: Vec<Option<Vec<u8>>>) {
        let bytes: Vec<Vec<u8>> = bytes.into_iter().map(Option::unwrap_or_default).collect();
        self.add(name, "bytea", bytes, Some("''::bytea"));
    }

    /// Values of another kind that are text on the way; no text is none.
    pub(crate) fn maybe_others(&mut self, name: &'static str, kind: &str, texts: Vec<Option<String>>) {
        self.maybe_texts(name, texts);
        if let Some(last) = self.selected.last_mut() {
            *last = format!("nullif(x.{name}, '')::{kind}");
        }
    }

    pub(crate) fn times(&mut self, name: &'static str, times: Vec<DateTime<Utc>>) {
        self.add(name, "timestamptz", times, None);
    }

    pub(crate) fn maybe_times(&mut self, name: &'static str, times: Vec<Option<DateTime<Utc>>>) {
        let times: Vec<DateTime<Utc>> = times.into_iter().map(Option::unwrap_or_default).collect();
        self.add(name, "timestamptz", times, Some("'epoch'::timestamptz"));
    }

    /// `INSERT INTO table … SELECT …` with its values.
    pub(crate) fn insert(self, table: &str) -> (String, Vec<Value>) {
        let names = self.names.join(", ");
        let (rows, values) = self.rows();
        (format!("INSERT INTO {table} (tenant_id, {names}) {rows}"), values)
    }

    /// The rows as a query, the tenant first, with its values.
    pub(crate) fn rows(self) -> (String, Vec<Value>) {
        let (names, selected, arrays) = (self.names.join(", "), self.selected.join(", "), self.arrays.join(", "));
        (format!("SELECT $1::uuid, {selected} FROM unnest({arrays}) AS x ({names})"), self.values)
    }

    /// The names of the columns, without the tenant.
    pub(crate) fn names(&self) -> &[&'static str] {
        &self.names
    }
}
