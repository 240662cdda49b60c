use serde_json::{Value, json};

use crate::engine::Refusal;

/// Why a call failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Failure {
    code: &'static str,
    manager: Option<&'static str>,
    message: &'static str,
    /// Header `X-Request-Outcome`.
    pub outcome: Option<&'static str>,
}

/// Data with the cursor of the next page, if there is one.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Data {
    pub value: Value,
    pub paging: Option<Paging>,
}

/// Where a list goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Paging {
    pub next: Option<String>,
}

/// What a call leads to.
pub(super) type Outcome = Result<Data, Failure>;

impl From<Value> for Data {
    fn from(value: Value) -> Self {
        Self { value, paging: None }
    }
}

impl Failure {
    const fn new(code: &'static str, message: &'static str) -> Self {
        Self { code, manager: None, message, outcome: None }
    }

    pub(super) const fn validation(message: &'static str) -> Self {
        Self::new("Validation", message)
    }

    pub(super) const fn not_found(message: &'static str) -> Self {
        Self::new("NotFound", message)
    }

    /// A refusal of the trade server.
    pub(super) const fn manager(code: &'static str) -> Self {
        Self { manager: Some(code), ..Self::new("MT4Error", "the trade server refused") }
    }

    /// It was not sent.
    pub(super) const fn busy() -> Self {
        Self { outcome: Some("not-started"), ..Self::new("Busy", "too many requests wait for this trade platform") }
    }

    /// A read did not end in time.
    pub(super) const fn timeout() -> Self {
        Self { outcome: Some("timeout"), ..Self::new("Timeout", "the trade server did not answer in time") }
    }

    /// A change did not end in time.
    pub(super) const fn unknown() -> Self {
        Self { outcome: Some("unknown"), ..Self::new("OutcomeUnknown", "the change may still be applied") }
    }

    /// A call with the same key is still under way.
    pub(super) const fn in_progress() -> Self {
        let message = "a request with the same Idempotency-Key is still being processed";
        Self { outcome: Some("in-progress"), ..Self::new("OutcomeUnknown", message) }
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        let manager = match refusal {
            Refusal::NotFound => return Self::not_found("there is no such record"),
            Refusal::Parameters
            | Refusal::UnknownGroup
            | Refusal::Password
            | Refusal::MoneyLimit
            | Refusal::Request
            | Refusal::OrderType
            | Refusal::PositionClosed => "InvalidData",
            Refusal::LoginExists | Refusal::OpenTrades | Refusal::OtherCurrency => "Error",
            Refusal::Volume | Refusal::CloseVolume => "TradeBadVolume",
            Refusal::Price => "TradeBadPrices",
            Refusal::Stops => "TradeBadStops",
            Refusal::TradeDisabled => "TradeDisable",
            Refusal::MarketClosed => "TradeMarketClosed",
            Refusal::NoMoney => "TradeNoMoney",
            Refusal::NoQuotes => "TradeOffquotes",
            Refusal::Expiration => "TradeExpirationDenied",
            Refusal::NoChanges => "OkNone",
            Refusal::OrderChanged => "TradeOrderLocked",
            Refusal::PositionLimit => "TradeTooManyOrders",
        };
        Self::manager(manager)
    }
}

/// The envelope of an answer.
pub(super) fn envelope(told: &Outcome, activity: u64) -> String {
    let (data, error, paging) = match told {
        Ok(data) => (data.value.clone(), Value::Null, data.paging.as_ref()),
        Err(failure) => {
            let error = json!({
                "code": failure.code, "managerCode": failure.manager, "message": failure.message,
            });
            (Value::Null, error, None)
        }
    };
    let paging = paging.map(|paging| json!({ "nextCursor": paging.next, "hasMore": paging.next.is_some() }));
    let meta = json!({ "activityId": format!("sim-{activity}"), "paging": paging });
    json!({ "data": data, "error": error, "meta": meta }).to_string()
}
