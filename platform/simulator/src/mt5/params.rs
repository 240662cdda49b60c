use std::collections::BTreeMap;

use percent_encoding::percent_decode_str;
use rust_decimal::Decimal;
use serde_json::Value;

use crate::engine::LOT;

/// Parameters of a command. Names lose case and underscores, so that `pass_main` of the query and `PassMain` of the
/// body are the same.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Params(BTreeMap<String, String>);

impl Params {
    /// Reads query and body; the body overrides. `None`: the body is no JSON object or array.
    pub(crate) fn read(query: &str, body: &[u8]) -> Option<Self> {
        let mut params = BTreeMap::new();
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let value = percent_decode_str(value).decode_utf8_lossy();
            params.insert(key(&percent_decode_str(name).decode_utf8_lossy()), unescaped(&value));
        }
        let text = std::str::from_utf8(body).ok()?.trim();
        if !text.is_empty() {
            let Value::Object(fields) = serde_json::from_str(text).ok()? else { return Some(Self(params)) };
            // Keys of the body are case-sensitive: those that do not begin like a field's name mean nothing.
            for (name, value) in fields.iter().filter(|(name, _)| name.starts_with(|c: char| c.is_ascii_uppercase())) {
                if let Some(value) = scalar(value) {
                    params.insert(key(name), value);
                }
            }
        }
        Some(Self(params))
    }

    /// A text, when it is there.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// A number, when it is there and is one.
    pub(crate) fn number<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        self.text(name)?.trim().parse().ok()
    }

    /// An amount or price; absurdly large ones are none.
    pub(crate) fn decimal(&self, name: &str) -> Option<Decimal> {
        let value: Decimal = Decimal::from_str_exact(self.text(name)?.trim()).ok()?;
        (value.abs() < Decimal::from(1_000_000_000_000_i64)).then_some(value)
    }

    /// A list of numbers; `None` when it is not there.
    pub(crate) fn numbers(&self, name: &str) -> Option<Vec<u64>> {
        let text = self.text(name)?;
        Some(text.split(',').filter_map(|number| number.trim().parse().ok()).collect())
    }

    /// A volume in 1e-8 lots: `VolumeExt`, else `Volume` in 1e-4 lots.
    pub(crate) fn volume(&self) -> Option<i64> {
        let exact: Option<i64> = self.number("volumeext").filter(|volume| *volume != 0);
        exact.or_else(|| self.number::<i64>("volume")?.checked_mul(LOT / 10_000))
    }
}

fn key(name: &str) -> String {
    name.chars().filter(|letter| *letter != '_').flat_map(char::to_lowercase).collect()
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(yes) => Some(if *yes { "1" } else { "0" }.to_owned()),
        Value::Array(list) => Some(list.iter().filter_map(scalar).collect::<Vec<_>>().join(",")),
        Value::Null | Value::Object(_) => None,
    }
}

/// `\=`, `\|`, `\\` and `\` before a line feed lose the stroke; it is literal before anything else.
fn unescaped(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        if letter == '\\' && matches!(letters.peek(), Some('=' | '|' | '\\' | '\n')) {
            result.extend(letters.next());
        } else {
            result.push(letter);
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_ignore_case_and_values_lose_escapes() {
        let params = Params::read("LOGIN=5&pass_main=1Rp0#jahr&Group=demo\\forex&a=x%20y+z&b=1\\=2\\\\3", b"").unwrap();
        assert_eq!(params.number::<u64>("login"), Some(5));
        assert_eq!(params.text("passmain"), Some("1Rp0#jahr"));
        assert_eq!(params.text("group"), Some("demo\\forex"));
        assert_eq!(Params::read("group=demo\\\\forex", b"").unwrap().text("group"), Some("demo\\forex"));
        assert_eq!(params.text("a"), Some("x y+z"));
        assert_eq!(params.text("b"), Some("1=2\\3"));
    }

    #[test]
    fn the_body_overrides_and_is_case_sensitive() {
        let body = br#"{"PassMain":"new","login":7,"Login":8,"Ticket":[1,"2",3]}"#;
        let params = Params::read("pass_main=old&login=6", body).unwrap();
        assert_eq!(params.text("passmain"), Some("new"));
        assert_eq!(params.number::<u64>("login"), Some(8));
        assert_eq!(params.numbers("ticket"), Some(vec![1, 2, 3]));
        assert_eq!(Params::read("", br#"{"login":7}"#).unwrap().text("login"), None);
        assert!(Params::read("", b"{broken").is_none());
    }

    #[test]
    fn exact_volumes_win() {
        let of = |query: &str| Params::read(query, b"").unwrap().volume();
        assert_eq!(of("volume=100"), Some(1_000_000));
        assert_eq!(of("volume=100&volume_ext=2500000"), Some(2_500_000));
        assert_eq!(of(""), None);
    }
}
