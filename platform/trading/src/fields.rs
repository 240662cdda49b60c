//! Reads the fields of a server's JSON object leniently: text or number, present or not.

use rust_decimal::Decimal;
use serde_json::{Map, Value};

/// An object's fields. A missing or unreadable field is `None`; whoever needs it says so with [`Fields::need`].
#[derive(Clone, Copy)]
pub(crate) struct Fields<'a>(&'a Map<String, Value>);

/// A field that should be there and is not, or cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Lacks(pub(crate) &'static str);

impl<'a> Fields<'a> {
    pub(crate) fn of(value: &'a Value) -> Option<Self> {
        value.as_object().map(Self)
    }

    pub(crate) const fn over(map: &'a Map<String, Value>) -> Self {
        Self(map)
    }

    /// By the exact name first, then whatever its case.
    pub(crate) fn value(self, name: &str) -> Option<&'a Value> {
        let found = self
            .0
            .get(name)
            .or_else(|| self.0.iter().find_map(|(key, value)| key.eq_ignore_ascii_case(name).then_some(value)));
        found.filter(|value| !value.is_null())
    }

    pub(crate) fn text(self, name: &str) -> Option<String> {
        plain(self.value(name)?)
    }

    /// Text, empty where there is none.
    pub(crate) fn words(self, name: &str) -> String {
        self.text(name).unwrap_or_default()
    }

    pub(crate) fn decimal(self, name: &str) -> Option<Decimal> {
        decimal(&self.text(name)?)
    }

    /// An amount, zero where there is none.
    pub(crate) fn amount(self, name: &str) -> Decimal {
        self.decimal(name).unwrap_or_default()
    }

    /// A price; zero means that none is set.
    pub(crate) fn price(self, name: &str) -> Option<Decimal> {
        self.decimal(name).filter(|price| !price.is_zero())
    }

    pub(crate) fn int(self, name: &str) -> Option<i64> {
        let text = self.text(name)?;
        text.trim().parse().ok().or_else(|| i64::try_from(whole(&text)?).ok())
    }

    pub(crate) fn natural(self, name: &str) -> Option<u64> {
        let text = self.text(name)?;
        text.trim().parse().ok().or_else(|| u64::try_from(whole(&text)?).ok())
    }

    pub(crate) fn small(self, name: &str) -> Option<u32> {
        self.natural(name).and_then(|number| u32::try_from(number).ok())
    }

    /// A number that names something; zero names nothing.
    pub(crate) fn number(self, name: &str) -> Option<u64> {
        self.natural(name).filter(|number| *number != 0)
    }

    pub(crate) fn need<T>(self, name: &'static str, read: impl Fn(Self, &str) -> Option<T>) -> Result<T, Lacks> {
        read(self, name).ok_or(Lacks(name))
    }
}

/// A text, number or flag as text.
pub(crate) fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}

/// `5.0` as a whole number.
fn whole(text: &str) -> Option<Decimal> {
    decimal(text).filter(Decimal::is_integer)
}

/// A decimal in plain or scientific writing.
pub(crate) fn decimal(text: &str) -> Option<Decimal> {
    let text = text.trim();
    text.parse().ok().or_else(|| Decimal::from_scientific(text).ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn text_and_numbers_read_alike_and_names_in_any_case() {
        let object =
            json!({"Login": "954402", "Balance": 26000.5, "id": 7, "Gone": null, "Rate": "1e-5", "SL": "0.0000"});
        let fields = Fields::of(&object).unwrap();
        assert_eq!(fields.natural("Login"), Some(954_402));
        assert_eq!(fields.amount("Balance"), "26000.5".parse().unwrap());
        assert_eq!(fields.number("ID"), Some(7));
        assert_eq!(fields.text("Gone"), None);
        assert_eq!(fields.decimal("Rate"), "0.00001".parse().ok());
        assert_eq!(fields.price("SL"), None);
        assert_eq!(fields.need("Group", Fields::text), Err(Lacks("Group")));
        assert_eq!(Fields::of(&json!({"n": 5.0})).unwrap().int("n"), Some(5));
        assert_eq!(Fields::of(&json!({"n": 5.5})).unwrap().int("n"), None);
    }
}
