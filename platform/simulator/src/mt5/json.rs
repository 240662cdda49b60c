//! Objects in the order of their fields, every scalar a string.

use std::fmt::{Display, Write};

use rust_decimal::Decimal;

use crate::engine::rounded;

/// An object under construction.
#[derive(Debug)]
pub(super) struct Object(String);

impl Object {
    pub(super) const fn new() -> Self {
        Self(String::new())
    }

    /// A field whose value is shown as a string.
    pub(super) fn with(mut self, name: &str, value: impl Display) -> Self {
        self.comma();
        let text = serde_json::Value::String(value.to_string());
        let _ = write!(self.0, "\"{name}\":{text}");
        self
    }

    /// A number with this many digits after the point.
    pub(super) fn fixed(self, name: &str, value: Decimal, digits: u32) -> Self {
        self.with(name, fixed(value, digits))
    }

    /// A field whose value is JSON already.
    pub(super) fn raw(mut self, name: &str, json: &str) -> Self {
        self.comma();
        let _ = write!(self.0, "\"{name}\":{json}");
        self
    }

    fn comma(&mut self) {
        if !self.0.is_empty() {
            self.0.push(',');
        }
    }

    /// The object.
    pub(super) fn done(self) -> String {
        format!("{{{}}}", self.0)
    }
}

/// A number with exactly this many digits after the point.
pub(super) fn fixed(value: Decimal, digits: u32) -> String {
    let mut value = rounded(value, digits);
    if value.is_zero() {
        value = Decimal::ZERO;
    }
    value.rescale(digits);
    value.to_string()
}

/// An array.
pub(super) fn array(items: impl IntoIterator<Item = String>) -> String {
    format!("[{}]", items.into_iter().collect::<Vec<_>>().join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_their_digits() {
        let number = |text: &str, digits| fixed(text.parse().unwrap(), digits);
        assert_eq!(number("26000", 2), "26000.00");
        assert_eq!(number("1.115", 5), "1.11500");
        assert_eq!(number("-0.001", 2), "0.00");
        assert_eq!(number("2.345", 2), "2.35");
        assert_eq!(
            Object::new().with("A", "a\"b").with("B", 5).raw("C", "[]").done(),
            r#"{"A":"a\"b","B":"5","C":[]}"#
        );
    }
}
