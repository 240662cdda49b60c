//! Records as JSON: real numbers, names of enumerations, times of the server's clock written as ISO-8601.

use chrono::{DateTime, NaiveDateTime};
use rust_decimal::Decimal;
use serde_json::{Number, Value, json};

use super::names;
use crate::engine::{
    Account, CalcMode, ClosedTrade, Engine, Group, LOT, Millis, Order, Position, Reason, Refusal, SoState, StopOutMode,
    SwapMode, Symbol, Tag, TradeMode,
};

/// One lot is a hundred of MT4's units.
const UNIT: i64 = LOT / 100;

/// A decimal as a JSON number.
pub(super) fn number(value: Decimal) -> Value {
    value.normalize().to_string().parse::<Number>().map_or(Value::Null, Value::Number)
}

/// A decimal from a JSON number or a text.
pub(super) fn decimal(value: &Value) -> Option<Decimal> {
    let text = match value {
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.clone(),
        _ => return None,
    };
    let value = Decimal::from_str_exact(&text).or_else(|_| Decimal::from_scientific(&text)).ok()?;
    (value.abs() < Decimal::from(1_000_000_000_000_i64)).then_some(value)
}

/// A moment by the server's clock; 0 is MT4's beginning of time.
pub(super) fn time(engine: &Engine, moment: Millis) -> String {
    let local = if moment == 0 { 0 } else { engine.zone().local(moment).div_euclid(1_000) };
    let time = DateTime::from_timestamp(local, 0).unwrap_or_default();
    time.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// A moment from a time by the server's clock.
pub(super) fn moment(engine: &Engine, text: &str) -> Option<Millis> {
    let zoned = DateTime::parse_from_rfc3339(text).map(|time| time.timestamp_millis()).ok();
    let local = zoned.or_else(|| Some(text.parse::<NaiveDateTime>().ok()?.and_utc().timestamp_millis()))?;
    let local = local.clamp(0, 99_999_999_999_000);
    Some(if local == 0 { 0 } else { engine.zone().utc(local) })
}

pub(super) fn user(engine: &Engine, account: &Account) -> Value {
    let person = &account.person;
    json!({
        "login": account.login,
        "group": account.group,
        "name": person.name,
        "registrationDate": time(engine, account.registered),
        "lastDate": time(engine, account.last_access),
        "externalId": person.id,
        "status": person.status,
        "country": person.country,
        "city": person.city,
        "state": person.state,
        "zipCode": person.zip,
        "address": person.address,
        "leadSource": person.lead_source,
        "phone": person.phone,
        "email": person.email,
        "comment": person.comment,
        "leverage": account.leverage,
        "agentAccount": account.agent,
        "lastIP": 0,
        "balance": number(account.balance),
        "credit": number(account.credit),
        "prevMonthBalance": 0,
        "prevBalance": number(account.balance_prev_day),
        "prevMonthEquity": 0,
        "prevEquity": number(account.equity_prev_day),
        "interestRate": 0,
        "taxes": 0,
        "enableFlags": account.rights & 0xF,
        "sendReports": 0,
        "mqid": 0,
        "userColor": person.color.parse::<i64>().unwrap_or(0),
    })
}

pub(super) fn margin_level(engine: &Engine, account: &Account) -> Result<Value, Refusal> {
    let state = engine.state(account.login)?;
    let by = engine.group(&account.group).map_or(StopOutMode::Percent, |group| group.stop_out_mode);
    let volume: i64 = engine.positions_of(account.login).map(|position| position.volume / UNIT).sum();
    Ok(json!({
        "login": account.login,
        "group": account.group,
        "leverage": account.leverage,
        "updated": engine.zone().local(engine.now()).div_euclid(1_000),
        "balance": number(account.balance),
        "equity": number(state.equity),
        "volume": volume,
        "margin": number(state.margin),
        "free": number(state.margin_free),
        "level": number(state.margin_level),
        "controllingType": if by == StopOutMode::Percent { "Percent" } else { "Currency" },
        "levelType": match account.so_state {
            SoState::None => "Ok",
            SoState::MarginCall => "MarginCall",
            SoState::StopOut => "StopOut",
        },
    }))
}

/// Common fields of a trade record.
struct Record<'a> {
    order: u64,
    login: u64,
    symbol: Option<&'a Symbol>,
    command: u32,
    volume: i64,
    state: &'static str,
    open: (Decimal, Millis),
    close: (Decimal, Millis),
    stops: (Decimal, Decimal),
    money: [Decimal; 3],
    expires: Millis,
    updated: Millis,
    rate_margin: Decimal,
    opened_by: Reason,
    tag: &'a Tag,
}

impl Record<'_> {
    fn show(&self, engine: &Engine) -> Value {
        let [profit, storage, commission] = self.money;
        json!({
            "order": self.order,
            "login": self.login,
            "symbol": self.symbol.map_or("", |symbol| symbol.name.as_str()),
            "digits": self.symbol.map_or(0, |symbol| symbol.digits),
            "tradeCommand": names::command(self.command),
            "volume": self.volume / UNIT,
            "volumeLots": number(crate::engine::lots(self.volume)),
            "tradeRecordState": self.state,
            "openPrice": number(self.open.0),
            "openTime": time(engine, self.open.1),
            "closePrice": number(self.close.0),
            "closeTime": time(engine, self.close.1),
            "sl": number(self.stops.0),
            "tp": number(self.stops.1),
            "commission": number(commission),
            "commissionAgent": 0,
            "storage": number(storage),
            "profit": number(profit),
            "taxes": 0,
            "magic": self.tag.expert,
            "comment": self.tag.comment,
            "expiration": time(engine, self.expires),
            "tradeRecordReason": match self.opened_by {
                Reason::Client => "Client",
                Reason::Expert => "Expert",
                _ => "Dealer",
            },
            "activationType": match self.tag.reason {
                Reason::StopLoss => "SL",
                Reason::TakeProfit => "TP",
                Reason::StopOut => "Stopout",
                _ => "None",
            },
            "timeStamp": time(engine, self.updated),
            "marginRate": number(self.rate_margin),
        })
    }
}

pub(super) fn position(engine: &Engine, position: &Position) -> Value {
    let record = Record {
        order: position.ticket,
        login: position.login,
        symbol: engine.symbol(position.symbol).ok(),
        command: position.side.code(),
        volume: position.volume,
        state: "OpenNormal",
        open: (position.price_open, position.opened),
        close: (position.price_current, 0),
        stops: (position.sl, position.tp),
        money: [position.profit, position.storage, position.commission],
        expires: 0,
        updated: position.updated,
        rate_margin: position.rate_margin,
        opened_by: position.tag.reason,
        tag: &position.tag,
    };
    record.show(engine)
}

pub(super) fn order(engine: &Engine, order: &Order) -> Value {
    let record = Record {
        order: order.ticket,
        login: order.login,
        symbol: engine.symbol(order.symbol).ok(),
        command: order.kind.code(),
        volume: order.volume_current,
        state: "OpenNormal",
        open: (order.price, order.setup),
        close: (order.price_current, 0),
        stops: (order.sl, order.tp),
        money: [Decimal::ZERO; 3],
        expires: order.expires,
        updated: order.setup,
        rate_margin: order.rate_margin,
        opened_by: order.tag.reason,
        tag: &order.tag,
    };
    record.show(engine)
}

pub(super) fn closed(engine: &Engine, trade: &ClosedTrade) -> Value {
    use crate::engine::ClosedState;
    let record = Record {
        order: trade.ticket,
        login: trade.login,
        symbol: trade.symbol.and_then(|id| engine.symbol(id).ok()),
        command: trade.command,
        volume: trade.volume,
        state: match trade.state {
            ClosedState::Normal => "ClosedNormal",
            ClosedState::Part => "ClosedPart",
            ClosedState::By => "ClosedBy",
            ClosedState::Deleted => "Deleted",
        },
        open: (trade.price_open, trade.opened),
        close: (trade.price_close, trade.closed),
        stops: (trade.sl, trade.tp),
        money: [trade.profit, trade.storage, trade.commission],
        expires: trade.expires,
        updated: trade.closed,
        rate_margin: trade.rate_margin,
        opened_by: trade.opened_by.unwrap_or(trade.tag.reason),
        tag: &trade.tag,
    };
    record.show(engine)
}

pub(super) fn group(group: &Group) -> Value {
    json!({
        "group": group.name,
        "enable": 1,
        "company": group.company,
        "currency": group.currency,
        "credit": 0,
        "defaultLeverage": group.default_leverage,
        "defaultDeposit": 0,
        "marginCall": number(group.margin_call),
        "marginStopout": number(group.stop_out),
        "marginMode": match group.free_margin {
            crate::engine::FreeMarginMode::Ignore => "DontUse",
            crate::engine::FreeMarginMode::Use => "UseAll",
            crate::engine::FreeMarginMode::Profit => "UseProfit",
            crate::engine::FreeMarginMode::Loss => "UseLoss",
        },
        "marginControllingType": if group.stop_out_mode == StopOutMode::Percent { "Percent" } else { "Currency" },
        "useSwap": u32::from(group.swaps),
        "maxPositions": group.position_limit,
        "hedgeProhibited": 0,
        "closeFIFO": 0,
        "hedgeLargeLeg": 0,
        "interestRate": 0,
        "groupRights": "Trailing, Advisor, Expiration",
    })
}

pub(super) fn symbol(symbol: &Symbol, kind: usize) -> Value {
    let swap = match symbol.swap.mode {
        SwapMode::Disabled | SwapMode::Points => "Points",
        SwapMode::InterestCurrent | SwapMode::InterestOpen => "Interest",
        SwapMode::MarginCurrency => "MarginCurrency",
        _ => "Dollars",
    };
    let pair = matches!(symbol.calc, CalcMode::Forex | CalcMode::ForexNoLeverage);
    let futures = symbol.calc == CalcMode::Futures;
    let profit = if pair { "Forex" } else { "CFD" };
    json!({
        "symbol": symbol.name,
        "description": symbol.description,
        "source": "",
        "currency": if pair { &symbol.base } else { &symbol.profit_currency },
        "type": kind,
        "digits": symbol.digits,
        "tradeMode": match symbol.trade_mode {
            TradeMode::Disabled => "No",
            TradeMode::CloseOnly => "Close",
            _ => "Full",
        },
        "longOnly": u32::from(symbol.trade_mode == TradeMode::LongOnly),
        "realtime": 1,
        "profitCalculationMode": if futures { "Futures" } else { profit },
        "marginCalculationMode": match symbol.calc {
            CalcMode::Forex | CalcMode::ForexNoLeverage => "Forex",
            CalcMode::Futures => "Futures",
            CalcMode::Cfd => "CFD",
            CalcMode::CfdIndex => "CFDIndex",
            CalcMode::CfdLeverage => "CFDLeverage",
        },
        "symbolExecMode": "Market",
        "spread": 0,
        "swapEnable": u32::from(symbol.swap.mode != SwapMode::Disabled),
        "swapType": swap,
        "swapLong": number(symbol.swap.long),
        "swapShort": number(symbol.swap.short),
        "swapRollover3Days": symbol.swap.triple_day,
        "contractSize": number(symbol.contract_size),
        "tickValue": number(symbol.tick_value),
        "tickSize": number(symbol.tick_size),
        "stopsLevel": symbol.stops_level,
        "freezeLevel": 0,
        "gtcMode": "GTC",
        "marginInitial": number(symbol.margin_initial),
        "marginMaintenance": 0,
        "marginHedged": number(symbol.margin_hedged),
        "marginHedgedStrong": u32::from(symbol.hedge_large_leg),
        "marginDivider": 1,
        "percentage": number(symbol.margin_rate * Decimal::ONE_HUNDRED),
        "point": number(symbol.point()),
        "multiply": 10_u64.pow(symbol.digits),
        "marginCurrency": symbol.margin_currency,
        "instantMaxVolume": 0,
        "quotesDelay": 0,
    })
}
