use http::StatusCode;

use crate::TradingError;
use crate::error::{Answer, Effect};
use crate::fields::Fields;

/// Names of the MT4 result codes with their numbers.
const CODES: &[(&str, i64)] = &[
    ("Ok", 0),
    ("OkNone", 1),
    ("Error", 2),
    ("InvalidData", 3),
    ("TechProblem", 4),
    ("OldVersion", 5),
    ("NoConnect", 6),
    ("NotEnoughRights", 7),
    ("TooFrequent", 8),
    ("Malfunction", 9),
    ("AccountDisabled", 64),
    ("BadAccountInfo", 65),
    ("TradeTimeout", 128),
    ("TradeBadPrices", 129),
    ("TradeBadStops", 130),
    ("TradeBadVolume", 131),
    ("TradeMarketClosed", 132),
    ("TradeDisable", 133),
    ("TradeNoMoney", 134),
    ("TradePriceChanged", 135),
    ("TradeOffquotes", 136),
    ("TradeBrokerBusy", 137),
    ("TradeRequote", 138),
    ("TradeOrderLocked", 139),
    ("TradeLongOnly", 140),
    ("TradeTooManyReq", 141),
    ("TradeAccepted", 142),
    ("TradeProcess", 143),
    ("TradeUserCancel", 144),
    ("TradeModifyDenied", 145),
    ("TradeContextBusy", 146),
    ("TradeExpirationDenied", 147),
    ("TradeTooManyOrders", 148),
    ("TradeHedgeProhibited", 149),
    ("TradeProhibitedByFIFO", 150),
];

/// What the gateway's header says became of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// It never reached the trading server, or ended before: safe.
    NotStarted,
    /// It may still be carried out.
    Unknown,
    /// The header says nothing.
    Unsaid,
}

impl Fate {
    pub(super) fn read(header: Option<&str>) -> Self {
        match header.map(str::trim) {
            Some("timeout" | "not-started") => Self::NotStarted,
            Some("unknown" | "in-progress") => Self::Unknown,
            _ => Self::Unsaid,
        }
    }
}

/// The meaning of an envelope's error.
pub(super) fn refused(effect: Effect, fate: Fate, error: Fields<'_>) -> TradingError {
    let manager = error.text("managerCode").unwrap_or_default();
    let number = number_of(&manager);
    let message = error.words("message");
    let kind = error.words("code");
    let words = [message.as_str(), manager.as_str(), kind.as_str()].into_iter().find(|text| !text.is_empty());
    let answer = Answer { code: number, ..Answer::told(0, words.unwrap_or("an error without words")) };
    let is_change = effect == Effect::Change;
    if is_change && fate == Fate::Unknown {
        return TradingError::OutcomeUnknown(answer);
    }
    // busy where it is certain that nothing was done
    let in_doubt = |answer| {
        if is_change && fate != Fate::NotStarted {
            TradingError::OutcomeUnknown(answer)
        } else {
            TradingError::Busy(answer)
        }
    };
    match kind.as_str() {
        "Validation" => TradingError::Validation(answer),
        "Forbidden" => TradingError::Permission(answer),
        "NotFound" => TradingError::NotFound(answer),
        "MT4Error" | "MT5Error" => match number {
            Some(3 | 129..=131 | 147) => TradingError::Validation(answer),
            Some(7) => TradingError::Permission(answer),
            Some(65) => TradingError::NotFound(answer),
            Some(8 | 137 | 141 | 146) => TradingError::Busy(answer),
            Some(5 | 64 | 132..=136 | 138..=140 | 144 | 145 | 148..=150) => TradingError::Rejected(answer),
            // error, technical, no connection, malfunction, time-out, accepted, in process, or unheard of
            _ => in_doubt(answer),
        },
        "NoConnect" | "Timeout" | "Busy" | "OutcomeUnknown" => in_doubt(answer),
        // Internal, and what the contract does not know
        _ if is_change => in_doubt(answer),
        _ => TradingError::Protocol(answer),
    }
}

/// The meaning of an answer without an envelope: from a proxy, or no answer of the gateway at all.
pub(super) fn without_envelope(effect: Effect, fate: Fate, status: StatusCode) -> TradingError {
    let answer = Answer::told(i64::from(status.as_u16()), "the answer is none of the gateway");
    match (effect, fate) {
        (_, Fate::NotStarted) => TradingError::Busy(answer),
        (Effect::Change, _) => TradingError::OutcomeUnknown(answer),
        (Effect::Read, _) => match status.as_u16() {
            401 => TradingError::Auth(answer),
            403 => TradingError::Permission(answer),
            404 => TradingError::NotFound(answer),
            429 | 500..=599 => TradingError::Busy(answer),
            _ => TradingError::Protocol(answer),
        },
    }
}

fn number_of(name: &str) -> Option<i64> {
    name.parse().ok().or_else(|| CODES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, n)| *n))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn of(effect: Effect, header: Option<&str>, code: &str, manager: &str) -> TradingError {
        let error = json!({"code": code, "managerCode": manager, "message": ""});
        refused(effect, Fate::read(header), Fields::of(&error).unwrap())
    }

    #[test]
    fn r_08_only_a_header_makes_a_lost_change_safe() {
        let change = Effect::Change;
        for (header, code) in
            [(Some("timeout"), "Timeout"), (Some("not-started"), "Busy"), (Some("not-started"), "NoConnect")]
        {
            assert!(matches!(of(change, header, code, ""), TradingError::Busy(_)), "{code}");
        }
        for (header, code) in [
            (None, "Timeout"),
            (None, "Busy"),
            (None, "Internal"),
            (None, "NoConnect"),
            (Some("unknown"), "OutcomeUnknown"),
            (Some("in-progress"), "Busy"),
            (None, "Surprise"),
        ] {
            assert!(matches!(of(change, header, code, ""), TradingError::OutcomeUnknown(_)), "{code}");
            assert!(!matches!(of(Effect::Read, header, code, ""), TradingError::OutcomeUnknown(_)), "{code}");
        }
    }

    #[test]
    fn mon_16_the_platforms_refusals_are_definite() {
        let refusal = of(Effect::Change, None, "MT4Error", "TradeNoMoney");
        assert_eq!(refusal, TradingError::Rejected(Answer { code: Some(134), words: "TradeNoMoney".to_owned() }));
        assert!(matches!(of(Effect::Change, None, "MT4Error", "131"), TradingError::Validation(_)));
        assert!(matches!(of(Effect::Change, None, "MT4Error", "NotEnoughRights"), TradingError::Permission(_)));
        for doubtful in ["TradeTimeout", "Error", "TechProblem", "NoConnect", "TradeProcess", "Unheard"] {
            assert!(matches!(of(Effect::Change, None, "MT4Error", doubtful), TradingError::OutcomeUnknown(_)));
        }
    }
}
