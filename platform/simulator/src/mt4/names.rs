//! Names of MT4's numbers.

/// Name of a result code (RET_*).
pub(super) const fn result_code(code: u32) -> &'static str {
    match code {
        0 => "Ok",
        1 => "OkNone",
        3 => "InvalidData",
        4 => "TechProblem",
        5 => "OldVersion",
        6 => "NoConnect",
        7 => "NotEnoughRights",
        8 => "TooFrequent",
        9 => "Malfunction",
        64 => "AccountDisabled",
        65 => "BadAccountInfo",
        128 => "TradeTimeout",
        129 => "TradeBadPrices",
        130 => "TradeBadStops",
        131 => "TradeBadVolume",
        132 => "TradeMarketClosed",
        133 => "TradeDisable",
        134 => "TradeNoMoney",
        135 => "TradePriceChanged",
        136 => "TradeOffquotes",
        137 => "TradeBrokerBusy",
        138 => "TradeRequote",
        139 => "TradeOrderLocked",
        140 => "TradeLongOnly",
        141 => "TradeTooManyReq",
        142 => "TradeAccepted",
        143 => "TradeProcess",
        144 => "TradeUserCancel",
        _ => "Error",
    }
}

const COMMANDS: [&str; 8] = ["Buy", "Sell", "BuyLimit", "SellLimit", "BuyStop", "SellStop", "Balance", "Credit"];

/// Name of a trade command (OP_*).
pub(super) fn command(code: u32) -> &'static str {
    usize::try_from(code).ok().and_then(|at| COMMANDS.get(at)).copied().unwrap_or("Buy")
}

/// A trade command by name or number; empty means buy.
pub(super) fn command_code(text: &str) -> Option<u32> {
    let text = if text.is_empty() { "Buy" } else { text };
    let named = COMMANDS.iter().position(|name| name.eq_ignore_ascii_case(text));
    let code = named.and_then(|at| u32::try_from(at).ok()).or_else(|| text.parse().ok());
    code.filter(|code| *code < 8)
}

/// What a transaction does (TT_*).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Open,
    Close,
    Delete,
    CloseBy,
    CloseAll,
    Modify,
    Activate,
    Comment,
    Balance,
    /// A trader's own request, which a manager cannot make.
    Trader,
}

const KINDS: [(u32, &str, Kind); 22] = [
    (0, "PricesGet", Kind::Trader),
    (1, "PricesRequote", Kind::Trader),
    (64, "OpenInstant", Kind::Trader),
    (65, "OpenRequest", Kind::Trader),
    (66, "OpenMarket", Kind::Trader),
    (67, "PendingOpen", Kind::Trader),
    (68, "CloseInstant", Kind::Trader),
    (69, "CloseRequest", Kind::Trader),
    (70, "CloseMarket", Kind::Trader),
    (71, "Modify", Kind::Trader),
    (72, "Delete", Kind::Trader),
    (73, "CloseBy", Kind::Trader),
    (74, "CloseAll", Kind::Trader),
    (75, "BrOpen", Kind::Open),
    (76, "BrClose", Kind::Close),
    (77, "BrDelete", Kind::Delete),
    (78, "BrCloseBy", Kind::CloseBy),
    (79, "BrCloseAll", Kind::CloseAll),
    (80, "BrModify", Kind::Modify),
    (81, "BrActivate", Kind::Activate),
    (82, "BrComment", Kind::Comment),
    (83, "BrBalance", Kind::Balance),
];

/// A kind of transaction by name or number, with its name.
pub(super) fn kind(text: &str) -> Option<(&'static str, Kind)> {
    let number: Option<u32> = text.parse().ok();
    let found = KINDS.iter().find(|(code, name, _)| number == Some(*code) || name.eq_ignore_ascii_case(text));
    found.map(|(_, name, kind)| (*name, *kind))
}
