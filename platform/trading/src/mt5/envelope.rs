use serde_json::{Map, Value};

use crate::error::{Answer, Effect};
use crate::fields::{Fields, Lacks};
use crate::{Result, TradingError};

/// A whole answer of the Web API: its return code and what came with it.
#[derive(Clone, Debug)]
pub(super) struct Envelope {
    pub(super) code: i64,
    pub(super) words: String,
    root: Map<String, Value>,
}

/// More than fits one answer: the rest must be asked for apart.
pub(super) const PARTIAL: i64 = 14;
const NOT_FOUND: i64 = 13;

impl Envelope {
    /// `None` when the body is no answer of the Web API.
    pub(super) fn parse(body: &[u8]) -> Option<Self> {
        let root: Map<String, Value> = serde_json::from_slice(body).ok()?;
        let retcode = Fields::over(&root).text("retcode")?;
        let (code, words) = split(&retcode)?;
        Some(Self { code, words, root })
    }

    pub(super) const fn is_done(&self) -> bool {
        matches!(self.code, 0 | 1)
    }

    /// The fields beside the return code.
    pub(super) const fn root(&self) -> Fields<'_> {
        Fields::over(&self.root)
    }

    pub(super) fn answer(&self) -> Option<&Value> {
        self.root().value("answer")
    }

    /// The object of the answer: nested, the only element of a list, or at the top level.
    pub(super) fn object(&self) -> Fields<'_> {
        let answer = self.answer();
        let first = answer.and_then(Value::as_array).and_then(|list| list.first());
        answer.and_then(Fields::of).or_else(|| first.and_then(Fields::of)).unwrap_or_else(|| self.root())
    }

    /// The objects of the answer; none where there is no answer.
    pub(super) fn objects(&self) -> Vec<Fields<'_>> {
        match self.answer() {
            Some(Value::Array(list)) => list.iter().filter_map(Fields::of).collect(),
            Some(single) => Fields::of(single).into_iter().collect(),
            None => Vec::new(),
        }
    }

    /// Reads each object of the answer.
    ///
    /// "Done" without any answer is none: it may belong to another question, and is not "nothing is there".
    pub(super) fn each<T>(&self, read: impl Fn(Fields<'_>) -> std::result::Result<T, Lacks>) -> Result<Vec<T>> {
        if self.code == 0 && self.answer().is_none() {
            return Err(lacking(Effect::Read, Lacks("answer")));
        }
        self.objects()
            .into_iter()
            .map(read)
            .collect::<std::result::Result<_, _>>()
            .map_err(|lacks| lacking(Effect::Read, lacks))
    }

    /// Reads the object of the answer.
    pub(super) fn one<T>(
        &self,
        effect: Effect,
        read: impl Fn(Fields<'_>) -> std::result::Result<T, Lacks>,
    ) -> Result<T> {
        read(self.object()).map_err(|lacks| lacking(effect, lacks))
    }
}

/// An answer without something that it must have.
pub(super) fn lacking(effect: Effect, lacks: Lacks) -> TradingError {
    effect.senseless(Answer::ours(format!("the answer has no usable {}", lacks.0)))
}

/// `0 Done` → 0 and `Done`.
fn split(retcode: &str) -> Option<(i64, String)> {
    let retcode = retcode.trim();
    let end = retcode.find(|c: char| !c.is_ascii_digit()).unwrap_or(retcode.len());
    let code = retcode.get(..end)?.parse().ok()?;
    Some((code, retcode.get(end..)?.trim().to_owned()))
}

/// What a return code other than success means for a call. Where the access server may have lost sight of what the
/// trade server did, a change has an unknown outcome.
pub(super) fn refused(effect: Effect, code: i64, words: &str) -> TradingError {
    let answer = Answer::told(code, words);
    let is_change = effect == Effect::Change;
    match code {
        3 | 4 | 3006 | 10_013..=10_016 | 10_022 | 10_030 | 10_035 => TradingError::Validation(answer),
        8 => TradingError::Permission(answer),
        NOT_FOUND => TradingError::NotFound(answer),
        10 | 11 | 12 | 15 | 1018 => TradingError::Busy(answer),
        1000..=1034 => TradingError::Auth(answer),
        // the trade server may have done it: network, time-out, cancelled, disk, memory, a part, a bare "error"
        2 | 5 | 6 | 7 | 9 | 14 | 16 | 10_001..=10_003 | 10_008..=10_012 | 10_031 if is_change => {
            TradingError::OutcomeUnknown(answer)
        }
        7 | 9 => TradingError::Busy(answer),
        2
        | 5
        | 6
        | 14
        | 16
        | 17
        | 2000..=2021
        | 3001..=3019
        | 4001..=4009
        | 10_000..=10_100
        | 11_000..=11_002
        | 12_000..=12_004 => TradingError::Rejected(answer),
        // a code that nobody has heard of settles nothing
        _ if is_change => TradingError::OutcomeUnknown(answer),
        _ => TradingError::Rejected(answer),
    }
}

/// An empty list is answered as "not found" by some builds.
pub(super) fn or_empty(result: Result<Envelope>) -> Result<Option<Envelope>> {
    match result {
        Ok(envelope) => Ok(Some(envelope)),
        Err(TradingError::NotFound(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Option<Envelope> {
        Envelope::parse(text.as_bytes())
    }

    #[test]
    fn only_the_number_before_the_words_counts() {
        for (text, code, words) in [
            (r#"{"retcode":"0 Done"}"#, 0, "Done"),
            (r#"{"retcode":"10019 Not enough money"}"#, 10_019, "Not enough money"),
            (r#"{"retcode":13}"#, 13, ""),
            (r#"{"retcode":"8"}"#, 8, ""),
        ] {
            let envelope = parse(text).unwrap();
            assert_eq!((envelope.code, envelope.words.as_str()), (code, words));
        }
        for none in ["", "{}", "[]", r#"{"retcode":"Done"}"#, r#"{"retcode":null}"#, r#"{"retcode":"0 Do"#, "<html>"] {
            assert!(parse(none).is_none(), "{none}");
        }
    }

    #[test]
    fn an_answer_is_found_nested_alone_in_a_list_or_on_top() {
        for text in [
            r#"{"retcode":"0 Done","answer":{"ID":"7"}}"#,
            r#"{"retcode":"0 Done","answer":[{"id":7}]}"#,
            r#"{"retcode":"0 Done","Id":"7"}"#,
        ] {
            assert_eq!(parse(text).unwrap().object().number("ID"), Some(7), "{text}");
        }
        assert!(parse(r#"{"retcode":"0 Done"}"#).unwrap().objects().is_empty());
        assert!(parse(r#"{"retcode":"0 Done","answer":null}"#).unwrap().objects().is_empty());
    }

    #[test]
    fn r_08_a_code_that_settles_nothing_leaves_a_change_unknown_and_a_reading_free_to_try_again() {
        for code in [2, 7, 9, 14, 16, 10_011, 10_012, 10_031, 77_777] {
            assert!(matches!(refused(Effect::Change, code, ""), TradingError::OutcomeUnknown(_)), "{code}");
            assert!(!matches!(refused(Effect::Read, code, ""), TradingError::OutcomeUnknown(_)), "{code}");
        }
    }

    #[test]
    fn mon_16_a_definite_refusal_is_definite() {
        for code in [3, 8, 12, 13, 17, 1001, 3006, 4005, 10_004, 10_006, 10_019, 10_036, 10_038] {
            assert!(!matches!(refused(Effect::Change, code, ""), TradingError::OutcomeUnknown(_)), "{code}");
        }
        assert!(matches!(refused(Effect::Change, 10_019, "No money"), TradingError::Rejected(_)));
        assert!(matches!(refused(Effect::Change, 3006, ""), TradingError::Validation(_)));
        assert!(matches!(refused(Effect::Change, 8, ""), TradingError::Permission(_)));
    }
}
