use crate::engine::Refusal;

/// What a command answers: a return code and further members.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    code: u32,
    members: String,
    /// The connection ends after it.
    pub(super) ends: bool,
}

impl Answer {
    /// 0 Done.
    pub(super) const fn done() -> Self {
        Self::code(0)
    }

    /// A code alone.
    pub(super) const fn code(code: u32) -> Self {
        Self { code, members: String::new(), ends: false }
    }

    /// 0 Done with an answer.
    pub(super) fn with(json: &str) -> Self {
        Self::done().member("answer", json)
    }

    /// The same with a further member; `json` is JSON.
    pub(super) fn member(mut self, name: &str, json: &str) -> Self {
        self.members += &format!(",\"{name}\":{json}");
        self
    }

    /// The same, and the connection ends.
    pub(super) fn ending(self) -> Self {
        Self { ends: true, ..self }
    }

    /// The body.
    pub(super) fn body(&self) -> String {
        format!("{{\"retcode\":\"{} {}\"{}}}", self.code, text(self.code), self.members)
    }
}

/// The code of a refusal. `unknown_group` differs between servers.
pub(super) const fn code_of(refusal: Refusal, unknown_group: u32) -> u32 {
    match refusal {
        Refusal::NotFound => 13,
        Refusal::Parameters => 3,
        Refusal::UnknownGroup => unknown_group,
        Refusal::LoginExists => 3004,
        Refusal::Password => 3006,
        Refusal::OpenTrades => 3008,
        Refusal::OtherCurrency => 3010,
        Refusal::MoneyLimit => 4005,
        Refusal::Request => 10013,
        Refusal::Volume => 10014,
        Refusal::Price => 10015,
        Refusal::Stops => 10016,
        Refusal::TradeDisabled => 10017,
        Refusal::MarketClosed => 10018,
        Refusal::NoMoney => 10019,
        Refusal::NoQuotes => 10021,
        Refusal::Expiration => 10022,
        Refusal::OrderChanged => 10023,
        Refusal::NoChanges => 10025,
        Refusal::OrderType => 10035,
        Refusal::PositionClosed => 10036,
        Refusal::CloseVolume => 10038,
        Refusal::PositionLimit => 10040,
    }
}

/// Words beside a code. Clients read the number only; the exact words of servers are unknown (PROTOCOL §14).
pub(super) const fn text(code: u32) -> &'static str {
    match code {
        0 => "Done",
        1 => "OK",
        3 => "Invalid parameters",
        4 => "Invalid data",
        7 => "Network problem",
        8 => "No permissions",
        9 => "Timeout",
        10 => "No connection",
        11 => "No service",
        12 => "Too frequent requests",
        13 => "Not found",
        14 => "Partial answer",
        1000 => "Invalid client type",
        1001 => "Invalid account or password",
        1010 => "Client is too old",
        3004 => "Account exists",
        3006 => "Invalid password",
        3008 => "Account has open trades",
        3010 => "Different deposit currency",
        4005 => "Money limit reached",
        10001 => "Request is on the way",
        10002 => "Request accepted",
        10008 => "Order placed",
        10009 => "Request executed",
        10013 => "Invalid request",
        10014 => "Invalid volume",
        10015 => "Invalid price",
        10016 => "Invalid stops",
        10017 => "Trade is disabled",
        10018 => "Market is closed",
        10019 => "Not enough money",
        10021 => "No prices",
        10022 => "Invalid expiration",
        10023 => "Order has changed",
        10024 => "Too many requests",
        10025 => "No changes",
        10035 => "Invalid order type",
        10036 => "Position is closed",
        10038 => "Close volume exceeds the position",
        10040 => "Too many positions",
        12000 => "Not implemented",
        _ => "Error",
    }
}
