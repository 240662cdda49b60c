//! From bytes to a typed input. What does not fit is named by its place; nothing of the sent values is repeated.

use crate::http::body::read_json_within;
use crate::http::error::{HttpProblem, Place};
use axum::extract::Request;
use serde::de::value::MapAccessDeserializer;
use serde::de::{DeserializeOwned, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_path_to_error::{Path, Segment};
use std::fmt;
use std::marker::PhantomData;

/// Largest body, in bytes.
pub(crate) const BODY_MAX: usize = 64 * 1024;

/// Reads a body of at most [`BODY_MAX`] bytes.
///
/// # Errors
/// 413, 408, 415, or 400 for anything but one JSON text without repeated keys.
pub(crate) async fn read(request: Request) -> Result<bytes::Bytes, HttpProblem> {
    read_json_within(request, BODY_MAX).await
}

/// Builds a typed input.
///
/// # Errors
/// 400 `invalid_body` with the place that does not fit.
pub(crate) fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, HttpProblem> {
    fit(bytes).map_err(|place| HttpProblem::new("invalid_body").places(vec![place]))
}

fn fit<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Place> {
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let read: Result<Object<T>, _> = serde_path_to_error::deserialize(&mut reader);
    read.map(|object| object.0).map_err(|error| place(&error.inner().to_string(), error.path()))
}

/// A JSON object and nothing else: serde by itself also takes an array with the fields in their order.
#[derive(Debug)]
pub(crate) struct Object<T>(pub(crate) T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ObjectVisitor(PhantomData)).map(Self)
    }
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ObjectVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<M: MapAccess<'de>>(self, map: M) -> Result<T, M::Error> {
        T::deserialize(MapAccessDeserializer::new(map))
    }
}

/// serde's sentences hold sent values before `, expected` and only our own words after it.
fn place(sentence: &str, path: &Path) -> Place {
    let sentence = sentence.rsplit_once(" at line ").map_or(sentence, |(what, _)| what);
    let quoted = |prefix: &str| {
        sentence
            .strip_prefix(prefix)
            .and_then(|rest| rest.split('`').next())
            .filter(|name| is_name(name))
            .map(str::to_owned)
    };
    let (code, name, message) = if sentence.starts_with("unknown field") {
        ("unknown_field", quoted("unknown field `"), "This field is not known here; take it out.".to_owned())
    } else if sentence.starts_with("missing field") {
        ("required", quoted("missing field `"), "This field is missing.".to_owned())
    } else {
        let expected = sentence.rsplit_once(", expected ").map_or("another kind of value", |(_, expected)| expected);
        ("invalid_type", None, format!("Send {expected}."))
    };
    let mut pointer = pointer(path);
    if let Some(name) = name.filter(|name| !pointer.ends_with(&format!("/{name}"))) {
        pointer.push('/');
        pointer.push_str(&name);
    }
    Place { pointer, code: code.to_owned(), message }
}

fn pointer(path: &Path) -> String {
    let step = |segment: &Segment| match segment {
        Segment::Seq { index } => format!("/{index}"),
        Segment::Map { key } if is_name(key) => format!("/{key}"),
        Segment::Map { .. } | Segment::Enum { .. } | Segment::Unknown => String::new(),
    };
    path.iter().map(step).collect()
}

/// What may be repeated: a word such as a field's name, never free text.
fn is_name(text: &str) -> bool {
    (1..=40).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Outer {
        #[expect(dead_code, reason = "its shape is what is tested")]
        name: Option<String>,
        #[expect(dead_code, reason = "its shape is what is tested")]
        consent: Option<bool>,
        #[expect(dead_code, reason = "its shape is what is tested")]
        address: Option<Object<Inner>>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Inner {
        #[expect(dead_code, reason = "its shape is what is tested")]
        line1: String,
    }

    #[test]
    fn rbac_08_iso_05_a_place_is_named_and_no_value_is_repeated() {
        assert!(parse::<Outer>(br#"{"name":"Olga","address":{"line1":"x"}}"#).is_ok());
        for (text, pointer, code) in [
            (r#"{"tenant_id":"x"}"#, "/tenant_id", "unknown_field"),
            (r#"{"address":{"line1":"x","locked":true}}"#, "/address/locked", "unknown_field"),
            (r#"{"address":{}}"#, "/address/line1", "required"),
            (r#"{"consent":"olga@novak.com"}"#, "/consent", "invalid_type"),
            (r#"{"name":{"olga@novak.com":1}}"#, "/name", "invalid_type"),
            (r#"{"olga@novak.com":1}"#, "", "unknown_field"),
            (r#"["olga@novak.com", true, null]"#, "", "invalid_type"),
            (r#"{"address":["olga@novak.com"]}"#, "/address", "invalid_type"),
        ] {
            let place = fit::<Outer>(text.as_bytes()).unwrap_err();
            assert!(!format!("{place:?}").contains("novak"), "{place:?}");
            assert_eq!((place.pointer.as_str(), place.code.as_str()), (pointer, code), "{text}");
        }
    }
}
