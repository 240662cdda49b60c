use serde::de::{DeserializeSeed, Error, MapAccess, SeqAccess, Visitor};
use std::collections::HashSet;
use std::fmt;

/// Deepest nesting of arrays and objects in a body.
pub const DEPTH_MAX: usize = 64;

/// Walks once through a JSON text before anything is built from it: well formed, one value, no key twice in an object
/// (two readers would see two different requests), at most [`DEPTH_MAX`] deep (API-11).
///
/// # Errors
/// A sentence with line and column that repeats nothing of the text.
pub fn check_json(text: &[u8]) -> Result<(), String> {
    let mut reader = serde_json::Deserializer::from_slice(text);
    let walked = Value { depth: 0 }.deserialize(&mut reader).and_then(|()| reader.end());
    walked.map_err(|error| {
        let what = match error.classify() {
            serde_json::error::Category::Data => error.to_string(),
            serde_json::error::Category::Eof => {
                format!("the text ends too early at line {} column {}", error.line(), error.column())
            }
            _ => format!("not JSON at line {} column {}", error.line(), error.column()),
        };
        crm_runtime::one_line(&what, 200)
    })
}

struct Value {
    depth: usize,
}

impl Value {
    fn below<E: Error>(&self) -> Result<Self, E> {
        if self.depth >= DEPTH_MAX {
            return Err(E::custom(format_args!("nested deeper than {DEPTH_MAX}")));
        }
        Ok(Self { depth: self.depth + 1 })
    }
}

impl<'de> DeserializeSeed<'de> for Value {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Value {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while seq.next_element_seed(self.below()?)?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut seen = HashSet::new();
        while let Some(key) = map.next_key::<String>()? {
            if !seen.insert(key) {
                return Err(A::Error::custom("the same key stands twice in one object"));
            }
            map.next_value_seed(self.below()?)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn api_11_only_one_plain_reading_passes() {
        for good in ["{}", r#"{"a":{"a":1},"b":[1,2.5,null,true,"ä"]}"#, "[[[1]]]", " 7 ", r#"{"a":1e20}"#] {
            assert_eq!(check_json(good.as_bytes()), Ok(()), "{good}");
        }
        let cases = [
            (r#"{"a":1,"a":2}"#, "twice"),
            (r#"{"a":1,"\u0061":2}"#, "twice"),
            (r#"{"a":[{"b":1,"b":1}]}"#, "twice"),
            ("{} x", "not JSON at line 1"),
            ("{}{}", "not JSON at line 1"),
            (r#"{"a":"#, "ends too early"),
            (r#"{"a":1e999999999}"#, "not JSON"),
            ("", "ends too early"),
            ("NaN", "not JSON"),
        ];
        for (bad, why) in cases {
            assert!(check_json(bad.as_bytes()).unwrap_err().contains(why), "{bad}: {:?}", check_json(bad.as_bytes()));
        }
        assert!(check_json(b"\"\xff\"").is_err(), "invalid UTF-8");
    }

    #[test]
    fn api_11_depth_is_bounded_without_a_stack_overflow() {
        let nested = |n: usize| format!("{}1{}", "[".repeat(n), "]".repeat(n));
        assert_eq!(check_json(nested(DEPTH_MAX).as_bytes()), Ok(()));
        assert!(check_json(nested(DEPTH_MAX + 1).as_bytes()).unwrap_err().contains("deeper"));
        assert!(check_json("[".repeat(200_000).as_bytes()).is_err());
        assert!(check_json("{\"a\":".repeat(50_000).as_bytes()).is_err());
    }

    proptest! {
        #[test]
        fn any_bytes_are_walked_without_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = check_json(&bytes);
        }
    }
}
