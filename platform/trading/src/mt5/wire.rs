//! The Web API's objects in the CRM's words, and back. The only place that knows its spellings and numbers.

use chrono::{DateTime, Utc};
use crm_model::Pii;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde_json::{Map, Value};

use crate::candles::Bar;
use crate::clock::{ServerClock, ServerTime};
use crate::domain::{
    Account, AccountState, CalcMode, Deal, DealAction, DealEntry, DealId, DealLeg, DealMaker, GroupSpec, Login, Lots,
    MarginMode, OrderKind, OrderLife, OrderState, PendingOrder, Personal, Position, Quote, Side, StateSource,
    StopOutState, SymbolSpec, Ticket, TradeMode,
};
use crate::fields::{Fields, Lacks, decimal, plain};

pub(super) const RIGHT_ENABLED: u64 = 0x1;
pub(super) const RIGHT_TRADE_DISABLED: u64 = 0x4;
pub(super) const RIGHT_READ_ONLY: u64 = 0x200;
/// Enabled, password change, trailing stops, experts, reports: what servers give by default (0x80 is obsolete but set).
pub(super) const RIGHTS_OF_NEW: u64 = 0x1E3;

/// Parts of a lot in the old `Volume`.
const VOLUME_PARTS: i64 = 10_000;

/// Makes times of a server's milliseconds.
#[derive(Clone, Copy)]
pub(super) struct Times<'a> {
    pub(super) clock: &'a ServerClock,
    pub(super) now: DateTime<Utc>,
}

impl Times<'_> {
    /// From the field with milliseconds, or the one with seconds; zero means never.
    fn read(self, fields: Fields<'_>, milliseconds: &str, seconds: &str) -> Option<ServerTime> {
        let msc = fields.int(milliseconds).filter(|msc| *msc > 0);
        let msc = msc.or_else(|| fields.int(seconds).filter(|s| *s > 0).map(|s| s.saturating_mul(1_000)))?;
        Some(self.clock.to_utc(msc, self.now))
    }

    fn epoch(self) -> ServerTime {
        self.clock.to_utc(0, self.now)
    }
}

fn personal(text: Option<String>) -> Option<Pii<String>> {
    text.filter(|text| !text.is_empty()).map(Pii::new)
}

/// `VolumeExt` where there is one, else `Volume`.
fn lots(fields: Fields<'_>, fine: &str, coarse: &str) -> Option<Lots> {
    let fine = fields.int(fine).filter(|units| *units != 0).map(Lots::from_units);
    fine.or_else(|| fields.int(coarse).and_then(|parts| Lots::from_parts(parts, VOLUME_PARTS)))
}

pub(super) fn account(fields: Fields<'_>, times: Times<'_>) -> Result<Account, Lacks> {
    let rights = fields.natural("Rights").unwrap_or(RIGHT_ENABLED);
    let name = fields.text("Name").filter(|name| !name.is_empty()).or_else(|| {
        let parts = ["FirstName", "MiddleName", "LastName"].map(|part| fields.words(part));
        Some(parts.iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(" "))
    });
    Ok(Account {
        login: Login(fields.need("Login", Fields::number)?),
        group: fields.words("Group"),
        leverage: fields.small("Leverage").unwrap_or_default(),
        personal: Personal {
            name: personal(name),
            email: personal(fields.text("Email")),
            phone: personal(fields.text("Phone")),
            country: personal(fields.text("Country")),
            state: personal(fields.text("State")),
            city: personal(fields.text("City")),
            zip_code: personal(fields.text("ZIPCode")),
            address: personal(fields.text("Address")),
        },
        agent: fields.number("Agent").map(Login),
        comment: fields.words("Comment"),
        enabled: rights & RIGHT_ENABLED != 0,
        trading: rights & RIGHT_TRADE_DISABLED == 0,
        read_only: rights & RIGHT_READ_ONLY != 0,
        registered_at: times.read(fields, "", "Registration").map(|at| at.utc),
        balance: fields.amount("Balance"),
        credit: fields.amount("Credit"),
    })
}

/// The personal fields of a request; only those that are named.
pub(super) fn put_personal(body: &mut Map<String, Value>, person: &Personal) {
    for (name, value) in [
        ("Name", &person.name),
        ("Email", &person.email),
        ("Phone", &person.phone),
        ("Country", &person.country),
        ("State", &person.state),
        ("City", &person.city),
        ("ZIPCode", &person.zip_code),
        ("Address", &person.address),
    ] {
        if let Some(value) = value {
            put(body, name, value.expose());
        }
    }
}

/// Every scalar is a text on the wire.
pub(super) fn put(body: &mut Map<String, Value>, name: &str, value: impl ToString) {
    body.insert(name.to_owned(), Value::String(value.to_string()));
}

/// Volume in both units; the old one only where it comes out even.
pub(super) fn put_lots(body: &mut Map<String, Value>, lots: Lots) {
    if let Some(parts) = lots.to_parts(VOLUME_PARTS) {
        put(body, "Volume", parts);
    }
    put(body, "VolumeExt", lots.units());
}

pub(super) fn state(fields: Fields<'_>, as_of: DateTime<Utc>) -> Result<AccountState, Lacks> {
    Ok(AccountState {
        login: Login(fields.need("Login", Fields::number)?),
        balance: fields.need("Balance", Fields::decimal)?,
        credit: fields.amount("Credit"),
        equity: fields.need("Equity", Fields::decimal)?,
        margin: fields.amount("Margin"),
        margin_free: fields.amount("MarginFree"),
        margin_level: fields.amount("MarginLevel"),
        floating: fields.decimal("Floating").unwrap_or_else(|| fields.amount("Profit") + fields.amount("Storage")),
        stop_out: match fields.int("SOActivation") {
            Some(1) => StopOutState::MarginCall,
            Some(2) => StopOutState::StopOut,
            _ => StopOutState::None,
        },
        leverage: fields.small("MarginLeverage").unwrap_or_default(),
        source: StateSource::Live,
        as_of,
    })
}

/// The figures of an account that has not traded since the server started.
pub(super) fn resting(account: &Account, as_of: DateTime<Utc>) -> AccountState {
    let equity = account.balance + account.credit;
    AccountState {
        login: account.login,
        balance: account.balance,
        credit: account.credit,
        equity,
        margin: Decimal::ZERO,
        margin_free: equity,
        margin_level: Decimal::ZERO,
        floating: Decimal::ZERO,
        stop_out: StopOutState::None,
        leverage: account.leverage,
        source: StateSource::Balance,
        as_of,
    }
}

pub(super) const fn side_code(side: Side) -> u8 {
    match side {
        Side::Buy => 0,
        Side::Sell => 1,
    }
}

fn side(code: Option<i64>) -> Option<Side> {
    match code? {
        0 => Some(Side::Buy),
        1 => Some(Side::Sell),
        _ => None,
    }
}

pub(super) fn position(fields: Fields<'_>, times: Times<'_>) -> Result<Position, Lacks> {
    Ok(Position {
        ticket: Ticket(fields.need("Position", Fields::number)?),
        continues: None,
        login: Login(fields.need("Login", Fields::number)?),
        symbol: fields.need("Symbol", Fields::text)?,
        side: side(fields.int("Action")).ok_or(Lacks("Action"))?,
        lots: lots(fields, "VolumeExt", "Volume").ok_or(Lacks("Volume"))?,
        price_open: fields.need("PriceOpen", Fields::decimal)?,
        price_current: fields.amount("PriceCurrent"),
        stop_loss: fields.price("PriceSL"),
        take_profit: fields.price("PriceTP"),
        profit: fields.amount("Profit"),
        swap: fields.amount("Storage"),
        comment: fields.words("Comment"),
        opened_at: times.read(fields, "TimeCreateMsc", "TimeCreate").unwrap_or_else(|| times.epoch()),
    })
}

pub(super) const fn order_code(kind: OrderKind) -> u8 {
    match kind {
        OrderKind::BuyLimit => 2,
        OrderKind::SellLimit => 3,
        OrderKind::BuyStop => 4,
        OrderKind::SellStop => 5,
        OrderKind::BuyStopLimit => 6,
        OrderKind::SellStopLimit => 7,
    }
}

/// Kind and side; close-by orders count as buys of the first position's closing.
fn order_kind(code: i64) -> Option<(Option<OrderKind>, Side)> {
    let pending = |kind: OrderKind| (Some(kind), kind.side());
    Some(match code {
        0 | 8 => (None, Side::Buy),
        1 => (None, Side::Sell),
        2 => pending(OrderKind::BuyLimit),
        3 => pending(OrderKind::SellLimit),
        4 => pending(OrderKind::BuyStop),
        5 => pending(OrderKind::SellStop),
        6 => pending(OrderKind::BuyStopLimit),
        7 => pending(OrderKind::SellStopLimit),
        _ => return None,
    })
}

pub(super) fn order(fields: Fields<'_>, times: Times<'_>) -> Result<PendingOrder, Lacks> {
    let (kind, side) = fields.int("Type").and_then(order_kind).ok_or(Lacks("Type"))?;
    let until = times.read(fields, "", "TimeExpiration");
    Ok(PendingOrder {
        ticket: Ticket(fields.need("Order", Fields::number)?),
        login: Login(fields.need("Login", Fields::number)?),
        symbol: fields.need("Symbol", Fields::text)?,
        kind,
        side,
        lots_initial: lots(fields, "VolumeInitialExt", "VolumeInitial").ok_or(Lacks("VolumeInitial"))?,
        lots_current: lots(fields, "VolumeCurrentExt", "VolumeCurrent").unwrap_or_default(),
        price: fields.amount("PriceOrder"),
        price_trigger: fields.price("PriceTrigger"),
        stop_loss: fields.price("PriceSL"),
        take_profit: fields.price("PriceTP"),
        life: match (fields.int("TypeTime"), until) {
            (Some(1), _) => OrderLife::Day,
            (Some(2 | 3), Some(until)) => OrderLife::Until(until.utc),
            _ => OrderLife::UntilCancelled,
        },
        state: match fields.int("State") {
            Some(1) | None => OrderState::Placed,
            Some(2) => OrderState::Cancelled,
            Some(3) => OrderState::Partial,
            Some(4) => OrderState::Filled,
            Some(5) => OrderState::Rejected,
            Some(6) => OrderState::Expired,
            Some(_) => OrderState::InTransit,
        },
        position: fields.number("PositionID").map(Ticket),
        comment: fields.words("Comment"),
        placed_at: times.read(fields, "TimeSetupMsc", "TimeSetup").unwrap_or_else(|| times.epoch()),
        done_at: times.read(fields, "TimeDoneMsc", "TimeDone"),
    })
}

pub(super) fn deal(fields: Fields<'_>, times: Times<'_>) -> Result<Deal, Lacks> {
    let code = fields.need("Action", Fields::int)?;
    let action = match code {
        0 => DealAction::Trade(Side::Buy),
        1 => DealAction::Trade(Side::Sell),
        2 => DealAction::Balance,
        3 => DealAction::Credit,
        4 => DealAction::Charge,
        5 => DealAction::Correction,
        6 => DealAction::Bonus,
        other => DealAction::Other(other),
    };
    let is_trade = matches!(action, DealAction::Trade(_));
    Ok(Deal {
        id: DealId { ticket: Ticket(fields.need("Deal", Fields::number)?), leg: DealLeg::Whole },
        login: Login(fields.need("Login", Fields::number)?),
        action,
        entry: match fields.int("Entry") {
            Some(0) if is_trade => Some(DealEntry::In),
            Some(1) if is_trade => Some(DealEntry::Out),
            Some(2) if is_trade => Some(DealEntry::InOut),
            Some(3) if is_trade => Some(DealEntry::OutBy),
            _ => None,
        },
        order: fields.number("Order").map(Ticket),
        position: fields.number("PositionID").map(Ticket),
        symbol: fields.words("Symbol"),
        lots: lots(fields, "VolumeExt", "Volume").unwrap_or_default(),
        price: fields.amount("Price"),
        profit: fields.amount("Profit"),
        swap: fields.amount("Storage"),
        commission: fields.amount("Commission") + fields.amount("Fee"),
        comment: fields.words("Comment"),
        made_by: maker(action, fields.int("Reason")),
        at: times.read(fields, "TimeMsc", "Time").ok_or(Lacks("Time"))?,
    })
}

/// Who made a deal (EnDealReason). No terminal books money, and what has no name of its own the server books by itself.
const fn maker(action: DealAction, reason: Option<i64>) -> Option<DealMaker> {
    match (action, reason) {
        (DealAction::Other(_), _) => Some(DealMaker::Server),
        // terminal, program, other terminal, signal, mobile, web
        (DealAction::Trade(_), Some(0 | 1 | 7 | 10 | 16 | 17)) => Some(DealMaker::Client),
        (DealAction::Trade(_), None) => None,
        (_, None | Some(0..=2)) => Some(DealMaker::Dealer),
        _ => Some(DealMaker::Server),
    }
}

pub(super) fn group(fields: Fields<'_>) -> Result<GroupSpec, Lacks> {
    Ok(GroupSpec {
        name: fields.need("Group", Fields::text)?,
        currency: fields.words("Currency"),
        currency_digits: fields.small("CurrencyDigits").unwrap_or(2),
        margin_mode: if fields.int("MarginMode") == Some(2) { MarginMode::Hedging } else { MarginMode::Netting },
        margin_call: fields.amount("MarginCall"),
        stop_out: fields.amount("MarginStopOut"),
        levels_are_money: fields.int("MarginSOMode") == Some(1),
        company: fields.words("Company"),
    })
}

pub(super) fn symbol(fields: Fields<'_>) -> Result<SymbolSpec, Lacks> {
    let volume = |name: &str| lots(fields, &format!("{name}Ext"), name).unwrap_or_default();
    Ok(SymbolSpec {
        symbol: fields.need("Symbol", Fields::text)?,
        path: fields.words("Path"),
        description: fields.words("Description"),
        digits: fields.need("Digits", Fields::small)?,
        contract_size: fields.amount("ContractSize"),
        margin_initial: fields.amount("MarginInitial"),
        margin_buy: fields.amount("MarginInitialBuy"),
        margin_sell: fields.amount("MarginInitialSell"),
        margin_hedged: fields.amount("MarginHedged"),
        currency_base: fields.words("CurrencyBase"),
        currency_profit: fields.words("CurrencyProfit"),
        currency_margin: fields.words("CurrencyMargin"),
        calc_mode: match fields.int("CalcMode").unwrap_or_default() {
            0 => CalcMode::Forex,
            1 => CalcMode::Futures,
            2 => CalcMode::Cfd,
            3 => CalcMode::CfdIndex,
            4 => CalcMode::CfdLeverage,
            5 => CalcMode::ForexNoLeverage,
            other => CalcMode::Other(other),
        },
        trade_mode: match fields.int("TradeMode") {
            Some(0) => TradeMode::Disabled,
            Some(1) => TradeMode::LongOnly,
            Some(2) => TradeMode::ShortOnly,
            Some(3) => TradeMode::CloseOnly,
            _ => TradeMode::Full,
        },
        lots_min: volume("VolumeMin"),
        lots_max: volume("VolumeMax"),
        lots_step: volume("VolumeStep"),
        stops_level: fields.int("StopsLevel").unwrap_or_default(),
        swap_long: fields.amount("SwapLong"),
        swap_short: fields.amount("SwapShort"),
    })
}

/// How a dealer's request on this symbol must be filled: request and instant execution want all or nothing; the others
/// what the symbol allows.
pub(super) fn filling(fields: Fields<'_>) -> u8 {
    let allowed = fields.natural("FillFlags").unwrap_or(1);
    match fields.int("ExecMode") {
        Some(2 | 3) if allowed & 1 == 0 && allowed & 2 != 0 => 1,
        Some(2 | 3) if allowed & 3 == 0 => 2,
        _ => 0,
    }
}

pub(super) fn quote(fields: Fields<'_>, times: Times<'_>) -> Result<Quote, Lacks> {
    Ok(Quote {
        symbol: fields.need("Symbol", Fields::text)?,
        bid: fields.need("Bid", Fields::decimal)?,
        ask: fields.need("Ask", Fields::decimal)?,
        at: times.read(fields, "DatetimeMsc", "Datetime").unwrap_or_else(|| times.epoch()),
    })
}

/// The columns that are asked for: date, open, high, low, close, ticks.
pub(super) const BAR_COLUMNS: &str = "dohlct";

/// A row of [`BAR_COLUMNS`]; the ticks may be missing.
pub(super) fn bar(row: &Value) -> Option<Bar> {
    let row = row.as_array()?;
    let number = |at: usize| decimal(&plain(row.get(at)?)?);
    Some(Bar {
        second: number(0)?.to_i64()?,
        open: number(1)?,
        high: number(2)?,
        low: number(3)?,
        close: number(4)?,
        ticks: number(5).and_then(|ticks| ticks.to_u64()).unwrap_or_default(),
    })
}

/// What the server says about a queued trade request.
pub(super) struct Verdict {
    pub(super) code: i64,
    pub(super) words: String,
    pub(super) deal: Option<Ticket>,
    pub(super) order: Option<Ticket>,
    pub(super) lots: Option<Lots>,
    pub(super) price: Option<Decimal>,
}

/// The last word about a request, among the parts of its result; `None` while it is on its way.
pub(super) fn verdict(parts: &[Value]) -> Option<Verdict> {
    let mut confirmed = None;
    let mut repeated = None;
    for part in parts {
        let Some(fields) = Fields::of(part) else { continue };
        let confirm = fields.value("result").and_then(Fields::of).unwrap_or(fields);
        confirmed = read_verdict(confirm, "Retcode", "DealID", "OrderID", "", "").or(confirmed);
        let request = fields.value("answer").and_then(Fields::of).unwrap_or(fields);
        repeated = read_verdict(request, "ResultRetcode", "ResultDeal", "ResultOrder", "Result", "Result").or(repeated);
    }
    match (confirmed, repeated) {
        (Some(confirm), Some(request)) => Some(Verdict {
            deal: confirm.deal.or(request.deal),
            order: confirm.order.or(request.order),
            lots: confirm.lots.or(request.lots),
            price: confirm.price.or(request.price),
            ..confirm
        }),
        (confirm, request) => confirm.or(request),
    }
}

fn read_verdict(fields: Fields<'_>, code: &str, deal: &str, order: &str, volume: &str, price: &str) -> Option<Verdict> {
    let text = fields.text(code)?;
    let digits: String = text.trim().chars().take_while(char::is_ascii_digit).collect();
    // below: in the way, accepted, being processed
    let number = digits.parse().ok().filter(|number| *number >= 10_004)?;
    let words = text.trim().get(digits.len()..).unwrap_or_default().trim().to_owned();
    let comment = fields.words(if volume.is_empty() { "Comment" } else { "ResultComment" });
    Some(Verdict {
        code: number,
        words: if words.is_empty() { comment } else { words },
        deal: fields.number(deal).map(Ticket),
        order: fields.number(order).map(Ticket),
        lots: lots(fields, &format!("{volume}VolumeExt"), &format!("{volume}Volume")).filter(|l| *l != Lots::ZERO),
        price: fields.price(&format!("{price}Price")),
    })
}
