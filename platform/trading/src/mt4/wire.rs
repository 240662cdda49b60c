//! The gateway's objects in the CRM's words, and back. The only place that knows its spellings and numbers.

use chrono::{DateTime, NaiveDateTime, Utc};
use crm_model::Pii;
use rust_decimal::Decimal;
use serde_json::{Map, Number, Value};

use crate::candles::Bar;
use crate::clock::{ServerClock, ServerTime};
use crate::domain::{
    Account, AccountState, CalcMode, DealMaker, GroupSpec, Login, Lots, MarginMode, OrderKind, OrderLife, OrderState,
    PendingOrder, Personal, Position, Quote, Side, StateSource, StopOutState, SymbolSpec, Ticket, TradeMode,
};
use crate::error::Answer;
use crate::fields::{Fields, Lacks};
use crate::{Result, TradingError};

/// Parts of a lot in `volume`.
pub(super) const VOLUME_PARTS: i64 = 100;
const WRITTEN: &str = "%Y-%m-%dT%H:%M:%S";

/// Makes times of a server's wall clock, which the gateway writes in ISO 8601 whatever zone it adds.
#[derive(Clone, Copy)]
pub(super) struct Times<'a> {
    pub(super) clock: &'a ServerClock,
    pub(super) now: DateTime<Utc>,
}

impl Times<'_> {
    fn read(self, fields: Fields<'_>, name: &str) -> Option<ServerTime> {
        let msc = wall_clock(&fields.text(name)?)?;
        (msc > 0).then(|| self.clock.to_utc(msc, self.now))
    }

    fn epoch(self) -> ServerTime {
        self.clock.to_utc(0, self.now)
    }

    pub(super) fn write_server_seconds(seconds: i64) -> String {
        DateTime::from_timestamp(seconds, 0).unwrap_or(DateTime::UNIX_EPOCH).format(WRITTEN).to_string()
    }

    pub(super) fn write(self, at: DateTime<Utc>) -> String {
        Self::write_server_seconds(self.clock.to_server(at).server_msc.div_euclid(1_000))
    }
}

/// Milliseconds since 1970 of what the clock on the wall shows; a zone is left aside.
pub(super) fn wall_clock(text: &str) -> Option<i64> {
    let text = text.trim();
    if let Ok(seconds) = text.parse::<i64>() {
        return seconds.checked_mul(1_000);
    }
    let naive = DateTime::parse_from_rfc3339(text)
        .map(|at| at.naive_local())
        .or_else(|_| NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f"))
        .or_else(|_| NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S%.f"));
    naive.ok().map(|naive| naive.and_utc().timestamp_millis())
}

/// A decimal as a JSON number. Binary numbers do not hold every decimal: one that would change is refused.
pub(super) fn number(decimal: Decimal) -> Result<Value> {
    let text = decimal.normalize().to_string();
    let number = text.parse::<f64>().ok().and_then(Number::from_f64);
    let kept = number.filter(|number| crate::fields::decimal(&number.to_string()) == Some(decimal));
    let too_long = || TradingError::Validation(Answer::ours("the number has too many digits for this server"));
    kept.map(Value::Number).ok_or_else(too_long)
}

/// A volume in hundredths of a lot.
pub(super) fn volume(lots: Lots) -> Result<Value> {
    let parts = lots.to_parts(VOLUME_PARTS).filter(|parts| *parts > 0);
    let too_fine = || TradingError::Validation(Answer::ours("the volume must be whole hundredths of a lot"));
    parts.map(Value::from).ok_or_else(too_fine)
}

fn personal(text: Option<String>) -> Option<Pii<String>> {
    text.filter(|text| !text.is_empty()).map(Pii::new)
}

pub(super) fn put_personal(body: &mut Map<String, Value>, person: &Personal) {
    for (name, value) in [
        ("name", &person.name),
        ("email", &person.email),
        ("phone", &person.phone),
        ("country", &person.country),
        ("state", &person.state),
        ("city", &person.city),
        ("zipCode", &person.zip_code),
        ("address", &person.address),
    ] {
        if let Some(value) = value {
            body.insert(name.to_owned(), Value::from(value.expose().as_str()));
        }
    }
}

pub(super) fn account(fields: Fields<'_>, times: Times<'_>) -> std::result::Result<Account, Lacks> {
    let flags = fields.value("enableFlags").map(ToString::to_string).unwrap_or_default().to_ascii_lowercase();
    let bits: Option<u64> = flags.parse().ok();
    let is_named = flags.chars().any(char::is_alphabetic);
    Ok(Account {
        login: Login(fields.need("login", Fields::number)?),
        group: fields.words("group"),
        leverage: fields.small("leverage").unwrap_or_default(),
        personal: Personal {
            name: personal(fields.text("name")),
            email: personal(fields.text("email")),
            phone: personal(fields.text("phone")),
            country: personal(fields.text("country")),
            state: personal(fields.text("state")),
            city: personal(fields.text("city")),
            zip_code: personal(fields.text("zipCode")),
            address: personal(fields.text("address")),
        },
        agent: fields.number("agentAccount").map(Login),
        comment: fields.words("comment"),
        enabled: bits.map_or(!is_named || flags.contains("enable"), |bits| bits & 1 != 0),
        trading: true,
        read_only: flags.contains("readonly"),
        registered_at: times.read(fields, "registrationDate").map(|at| at.utc),
        balance: fields.amount("balance"),
        credit: fields.amount("credit"),
    })
}

/// The margin record knows no credit: it comes from the account.
pub(super) fn state(
    fields: Fields<'_>,
    credit: Decimal,
    as_of: DateTime<Utc>,
) -> std::result::Result<AccountState, Lacks> {
    let balance = fields.need("balance", Fields::decimal)?;
    let equity = fields.need("equity", Fields::decimal)?;
    Ok(AccountState {
        login: Login(fields.need("login", Fields::number)?),
        balance,
        credit,
        equity,
        margin: fields.amount("margin"),
        margin_free: fields.amount("free"),
        margin_level: fields.amount("level"),
        floating: equity - balance - credit,
        stop_out: match fields.words("levelType").as_str() {
            "MarginCall" | "1" => StopOutState::MarginCall,
            "StopOut" | "2" => StopOutState::StopOut,
            _ => StopOutState::None,
        },
        leverage: fields.small("leverage").unwrap_or_default(),
        source: StateSource::Live,
        as_of,
    })
}

/// The one record that MT4 keeps for everything.
#[derive(Clone, Debug)]
pub(super) struct Trade {
    pub(super) ticket: Ticket,
    pub(super) login: Login,
    pub(super) symbol: String,
    pub(super) command: Command,
    pub(super) lots: Lots,
    pub(super) open_price: Decimal,
    pub(super) close_price: Decimal,
    pub(super) stop_loss: Option<Decimal>,
    pub(super) take_profit: Option<Decimal>,
    pub(super) opened_at: ServerTime,
    /// `None` while it is open.
    pub(super) closed_at: Option<ServerTime>,
    pub(super) commission: Decimal,
    pub(super) swap: Decimal,
    pub(super) profit: Decimal,
    pub(super) comment: String,
    pub(super) expires_at: Option<ServerTime>,
    pub(super) closed_by: bool,
    /// Who opened it.
    pub(super) made_by: Option<DealMaker>,
    /// Whether a stop or the stop-out closed it.
    pub(super) stopped: bool,
}

/// What a record is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Command {
    Market(Side),
    Pending(OrderKind),
    Balance,
    Credit,
}

impl Command {
    fn read(text: &str) -> Option<Self> {
        Some(match text.to_ascii_lowercase().as_str() {
            "buy" | "0" => Self::Market(Side::Buy),
            "sell" | "1" => Self::Market(Side::Sell),
            "buylimit" | "2" => Self::Pending(OrderKind::BuyLimit),
            "selllimit" | "3" => Self::Pending(OrderKind::SellLimit),
            "buystop" | "4" => Self::Pending(OrderKind::BuyStop),
            "sellstop" | "5" => Self::Pending(OrderKind::SellStop),
            "balance" | "6" => Self::Balance,
            "credit" | "7" => Self::Credit,
            _ => return None,
        })
    }

    /// `None` for stop-limit orders, which MT4 does not have.
    pub(super) const fn word(self) -> Option<&'static str> {
        Some(match self {
            Self::Market(Side::Buy) => "Buy",
            Self::Market(Side::Sell) => "Sell",
            Self::Pending(OrderKind::BuyLimit) => "BuyLimit",
            Self::Pending(OrderKind::SellLimit) => "SellLimit",
            Self::Pending(OrderKind::BuyStop) => "BuyStop",
            Self::Pending(OrderKind::SellStop) => "SellStop",
            Self::Balance => "Balance",
            Self::Credit => "Credit",
            Self::Pending(OrderKind::BuyStopLimit | OrderKind::SellStopLimit) => return None,
        })
    }
}

pub(super) fn trade(fields: Fields<'_>, times: Times<'_>) -> std::result::Result<Trade, Lacks> {
    let command = Command::read(&fields.need("tradeCommand", Fields::text)?).ok_or(Lacks("tradeCommand"))?;
    let state = fields.words("tradeRecordState");
    let opened_at = times.read(fields, "openTime").unwrap_or_else(|| times.epoch());
    let is_open = if state.is_empty() { true } else { state.starts_with("Open") };
    let closed_at = times.read(fields, "closeTime").filter(|_| state.is_empty() || !is_open);
    // balance records have one time
    let is_booking = matches!(command, Command::Balance | Command::Credit);
    Ok(Trade {
        ticket: Ticket(fields.need("order", Fields::number)?),
        login: Login(fields.need("login", Fields::number)?),
        symbol: fields.words("symbol"),
        command,
        lots: fields.int("volume").and_then(|parts| Lots::from_parts(parts, VOLUME_PARTS)).unwrap_or_default(),
        open_price: fields.amount("openPrice"),
        close_price: fields.amount("closePrice"),
        stop_loss: fields.price("sl"),
        take_profit: fields.price("tp"),
        opened_at,
        closed_at: closed_at.or_else(|| (is_booking || !is_open).then_some(opened_at)),
        commission: fields.amount("commission"),
        swap: fields.amount("storage"),
        profit: fields.amount("profit"),
        comment: fields.words("comment"),
        expires_at: times.read(fields, "expiration"),
        closed_by: state == "ClosedBy",
        made_by: if is_booking { Some(DealMaker::Dealer) } else { maker(&fields.words("tradeRecordReason")) },
        stopped: matches!(fields.words("activationType").to_ascii_lowercase().as_str(), "sl" | "tp" | "stopout"),
    })
}

fn maker(reason: &str) -> Option<DealMaker> {
    Some(match reason.to_ascii_lowercase().as_str() {
        "client" | "expert" | "signal" | "mobile" | "web" => DealMaker::Client,
        "dealer" | "api" => DealMaker::Dealer,
        "gateway" => DealMaker::Server,
        _ => return None,
    })
}

impl Trade {
    pub(super) fn position(self) -> Option<Position> {
        let Command::Market(side) = self.command else { return None };
        self.closed_at.is_none().then(|| Position {
            ticket: self.ticket,
            continues: super::synthesis::continued(&self.comment),
            login: self.login,
            symbol: self.symbol,
            side,
            lots: self.lots,
            price_open: self.open_price,
            price_current: self.close_price,
            stop_loss: self.stop_loss,
            take_profit: self.take_profit,
            profit: self.profit,
            swap: self.swap,
            comment: self.comment,
            opened_at: self.opened_at,
        })
    }

    /// A waiting order, or one of the history.
    pub(super) fn order(self) -> Option<PendingOrder> {
        let Command::Pending(kind) = self.command else { return None };
        let is_open = self.closed_at.is_none();
        let expired = self.expires_at.is_some_and(|end| self.closed_at.is_some_and(|done| done.utc >= end.utc));
        Some(PendingOrder {
            ticket: self.ticket,
            login: self.login,
            symbol: self.symbol,
            kind: Some(kind),
            side: kind.side(),
            lots_initial: self.lots,
            lots_current: self.lots,
            price: self.open_price,
            price_trigger: None,
            stop_loss: self.stop_loss,
            take_profit: self.take_profit,
            life: self.expires_at.map_or(OrderLife::UntilCancelled, |at| OrderLife::Until(at.utc)),
            state: match (is_open, expired) {
                (true, _) => OrderState::Placed,
                (false, true) => OrderState::Expired,
                (false, false) => OrderState::Cancelled,
            },
            position: None,
            comment: self.comment,
            placed_at: self.opened_at,
            done_at: self.closed_at,
        })
    }
}

pub(super) fn group(fields: Fields<'_>) -> std::result::Result<GroupSpec, Lacks> {
    Ok(GroupSpec {
        name: fields.text("group").or_else(|| fields.text("name")).ok_or(Lacks("group"))?,
        currency: fields.words("currency"),
        currency_digits: 2,
        margin_mode: MarginMode::Hedging,
        margin_call: fields.amount("marginCall"),
        stop_out: fields.decimal("marginStopOut").unwrap_or_default(),
        levels_are_money: fields.words("marginType").eq_ignore_ascii_case("currency"),
        company: fields.words("company"),
    })
}

pub(super) fn symbol(fields: Fields<'_>) -> std::result::Result<SymbolSpec, Lacks> {
    let currency = fields.words("currency");
    let or_base = |name: &str| fields.text(name).unwrap_or_else(|| currency.clone());
    Ok(SymbolSpec {
        symbol: fields.need("symbol", Fields::text)?,
        path: fields.words("type"),
        description: fields.words("description"),
        digits: fields.need("digits", Fields::small)?,
        contract_size: fields.amount("contractSize"),
        margin_initial: fields.amount("marginInitial"),
        margin_buy: Decimal::ONE,
        margin_sell: Decimal::ONE,
        margin_hedged: fields.amount("marginHedged"),
        currency_base: currency.clone(),
        currency_profit: or_base("profitCurrency"),
        currency_margin: or_base("marginCurrency"),
        calc_mode: match fields.words("marginCalculationMode").as_str() {
            "CFD" | "1" => CalcMode::Cfd,
            "Futures" | "2" => CalcMode::Futures,
            "CFDIndex" | "3" => CalcMode::CfdIndex,
            "CFDLeverage" | "4" => CalcMode::CfdLeverage,
            _ => CalcMode::Forex,
        },
        trade_mode: match fields.words("tradeMode").to_ascii_lowercase().as_str() {
            "no" | "disabled" | "0" => TradeMode::Disabled,
            "close" | "closeonly" | "1" => TradeMode::CloseOnly,
            _ => TradeMode::Full,
        },
        lots_min: Lots::ZERO,
        lots_max: Lots::ZERO,
        lots_step: Lots::from_units(1_000_000),
        stops_level: fields.int("stopsLevel").unwrap_or_default(),
        swap_long: fields.amount("swapLong"),
        swap_short: fields.amount("swapShort"),
    })
}

pub(super) fn bar(fields: Fields<'_>) -> std::result::Result<Bar, Lacks> {
    let time = fields.need("time", Fields::text)?;
    let price = |name: &'static str| fields.need(name, Fields::decimal);
    Ok(Bar {
        second: wall_clock(&time).ok_or(Lacks("time"))?.div_euclid(1_000),
        open: price("open")?,
        high: price("high")?,
        low: price("low")?,
        close: price("close")?,
        ticks: fields.natural("volume").unwrap_or_default(),
    })
}

pub(super) fn quote(fields: Fields<'_>, times: Times<'_>) -> std::result::Result<Quote, Lacks> {
    Ok(Quote {
        symbol: fields.need("symbol", Fields::text)?,
        bid: fields.need("bid", Fields::decimal)?,
        ask: fields.need("ask", Fields::decimal)?,
        at: times.read(fields, "time").unwrap_or_else(|| times.epoch()),
    })
}

/// Reads each object of a list.
pub(super) fn each<T>(list: &[Value], read: impl Fn(Fields<'_>) -> std::result::Result<T, Lacks>) -> Result<Vec<T>> {
    list.iter()
        .filter_map(Fields::of)
        .map(read)
        .collect::<std::result::Result<_, _>>()
        .map_err(|Lacks(what)| TradingError::Protocol(Answer::ours(format!("the answer has no usable {what}"))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_that_the_gateway_adds_is_left_aside() {
        let noon = 1_768_478_400_000;
        for text in [
            "2026-01-15T12:00:00Z",
            "2026-01-15T12:00:00+02:00",
            "2026-01-15T12:00:00",
            "2026-01-15T12:00:00.0000000",
            "1768478400",
        ] {
            assert_eq!(wall_clock(text), Some(noon), "{text}");
        }
        assert_eq!(wall_clock("yesterday"), None);
    }

    #[test]
    fn mon_05_a_number_that_binary_would_change_is_refused() {
        assert_eq!(number("-100.10".parse().unwrap()).unwrap().to_string(), "-100.1");
        assert_eq!(number("1.08655".parse().unwrap()).unwrap().to_string(), "1.08655");
        assert!(number("123456789012345678.91".parse().unwrap()).is_err());
        assert!(volume(Lots::from_units(1_500_000)).is_err());
        assert_eq!(volume(Lots::from_units(7_000_000)).unwrap(), Value::from(7));
    }
}
