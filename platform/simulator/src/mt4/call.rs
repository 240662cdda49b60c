use std::collections::BTreeMap;

use serde_json::Value;

use super::answer::Failure;
use super::token::form;
use crate::http::Request;

/// A call addressed to the trade platform.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    pub(super) method: String,
    /// First part of the path after the platform, as `TradesGet`.
    pub(crate) route: String,
    /// Further parts of the path.
    pub(super) parts: Vec<String>,
    pub(super) query: BTreeMap<String, String>,
    pub(super) body: Value,
    pub(super) key: Option<String>,
    /// The deadline in seconds, as it is told back.
    pub(super) timeout: String,
}

const LONGEST_KEY: usize = 255;
const PREFIX: &str = "/api/v2/MT4/";

impl Call {
    /// Reads a request; none: it is addressed to nothing of this gateway.
    pub(super) fn read(request: &Request, platform: &str) -> Option<Result<Self, Failure>> {
        let rest = strip_prefix_ignoring_case(request.path(), PREFIX)?;
        let mut parts =
            rest.split('/').map(|part| percent_encoding::percent_decode_str(part).decode_utf8_lossy().into_owned());
        let addressed = parts.next()?;
        let route = parts.next().filter(|route| !route.is_empty())?;
        if !addressed.eq_ignore_ascii_case(platform) {
            return Some(Err(Failure::not_found("there is no such trade platform")));
        }
        Some(Self::checked(request, route, parts.collect()))
    }

    fn checked(request: &Request, route: String, parts: Vec<String>) -> Result<Self, Failure> {
        let body = if request.body.is_empty() {
            Value::Null
        } else {
            serde_json::from_slice(&request.body).map_err(|_| Failure::validation("the body is not JSON"))?
        };
        let key = request.header("idempotency-key").map(str::to_owned);
        if let Some(key) = &key {
            let printable = key.chars().all(|letter| letter == ' ' || letter.is_ascii_graphic());
            if key.trim().is_empty() || key.len() > LONGEST_KEY || !printable {
                return Err(Failure::validation("the Idempotency-Key must be 1 to 255 printable characters"));
            }
        }
        let mut call = Self {
            method: request.method.clone(),
            route,
            parts,
            query: form(request.query().as_bytes()),
            body,
            key,
            timeout: String::new(),
        };
        call.timeout = match request.header("x-request-timeout") {
            None => call.usual_timeout().to_owned(),
            Some(asked) => {
                let seconds: Option<f64> = asked.trim().parse().ok();
                let fits = seconds.is_some_and(|seconds| (1.0..=300.0).contains(&seconds));
                if !fits {
                    return Err(Failure::validation("X-Request-Timeout must be from 1 to 300 seconds"));
                }
                asked.trim().to_owned()
            }
        };
        Ok(call)
    }

    /// Whether it changes anything.
    pub(super) fn changes(&self) -> bool {
        !(self.method == "GET" || matches!(self.route.as_str(), "UserPasswordCheck" | "TradeCheckStops"))
    }

    /// The account that a transaction names.
    pub(super) fn login(&self) -> Option<u64> {
        self.body.get("orderBy").and_then(Value::as_u64)
    }

    fn usual_timeout(&self) -> &'static str {
        match self.route.as_str() {
            "TradeTransaction" => "5",
            "TradesUserHistory" | "ReportsRequest" | "ChartRequest" => "30",
            "UsersGroupOp" => "60",
            _ if self.changes() => "15",
            _ => "10",
        }
    }

    /// A part of the path after the route.
    pub(super) fn part(&self, at: usize) -> Option<&str> {
        self.parts.get(at).map(String::as_str).filter(|part| !part.is_empty())
    }

    /// A number in the path.
    pub(super) fn number(&self, at: usize) -> Result<u64, Failure> {
        let number = self.part(at).and_then(|part| part.parse().ok());
        number.ok_or(Failure::validation("the path needs a number"))
    }
}

fn strip_prefix_ignoring_case<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let head = text.get(..prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then(|| text.get(prefix.len()..)).flatten()
}
