//! Groups and symbols, as they stand on the wire (FIELDS.md).

use rust_decimal::Decimal;

use super::json::{Object, array};
use crate::engine::{Commission, Engine, Group, LOT, Symbol};

const SWAPS: u32 = 0x1;
const TRAILING: u32 = 0x2;
const EXPERTS: u32 = 0x4;
const EXPIRATION: u32 = 0x8;
const COMPENSATION: u32 = 0x40;
const COMPENSATION_CREDIT: u32 = 0x800;
const PRECISE: u32 = 8;

pub(super) fn group(engine: &Engine, group: &Group) -> String {
    let flag = |on: bool, bit: u32| if on { bit } else { 0 };
    let flags = TRAILING
        | EXPERTS
        | EXPIRATION
        | flag(group.swaps, SWAPS)
        | flag(group.compensate, COMPENSATION)
        | flag(group.compensate_credit, COMPENSATION_CREDIT);
    let symbols = engine.symbols().iter().map(|symbol| group_symbol(symbol, group));
    Object::new()
        .with("Group", &group.name)
        .with("Server", 1)
        .with("PermissionsFlags", 2)
        .with("AuthMode", 0)
        .with("AuthPasswordMin", 8)
        .with("Company", &group.company)
        .with("CompanyPage", "")
        .with("CompanyEmail", "")
        .with("CompanySupportPage", "")
        .with("CompanySupportEmail", "")
        .with("CompanyCatalog", "")
        .with("Currency", &group.currency)
        .with("CurrencyDigits", group.digits)
        .with("ReportsMode", 0)
        .with("NewsMode", 0)
        .with("MailMode", 0)
        .with("TradeFlags", flags)
        .fixed("TradeInterestrate", Decimal::ZERO, 2)
        .fixed("TradeVirtualCredit", Decimal::ZERO, 2)
        .with("MarginFreeMode", group.free_margin.code())
        .with("MarginSOMode", group.stop_out_mode.code())
        .fixed("MarginCall", group.margin_call, 2)
        .fixed("MarginStopOut", group.stop_out, 2)
        .with("MarginFreeProfitMode", 0)
        .with("MarginMode", group.margin_mode.code())
        .with("DemoLeverage", group.default_leverage)
        .fixed("DemoDeposit", Decimal::ZERO, 2)
        .with("LimitHistory", 0)
        .with("LimitOrders", 0)
        .with("LimitSymbols", 0)
        .with("LimitPositions", group.position_limit)
        .raw("Commissions", &array(group.commissions.iter().map(commission)))
        .raw("Symbols", &array(symbols))
        .done()
}

fn commission(rule: &Commission) -> String {
    let tier = Object::new()
        .with("Mode", rule.unit.code())
        .with("Type", u32::from(rule.per_lot))
        .fixed("Value", rule.value, 4)
        .fixed("Minimal", rule.minimal, 4)
        .fixed("RangeFrom", Decimal::ZERO, 4)
        .fixed("RangeTo", Decimal::from(1_000_000), 4)
        .with("Currency", "");
    Object::new()
        .with("Name", &rule.name)
        .with("Description", "")
        .with("Path", &rule.path)
        .with("Mode", if rule.fee { 2 } else { 0 })
        .with("RangeMode", 0)
        .with("ChargeMode", 2)
        .with("TurnoverCurrency", "")
        .with("EntryMode", rule.entry.code())
        .with("ActionMode", 0)
        .with("ProfitMode", 0)
        .with("ReasonMode", 0)
        .raw("Tiers", &array([tier.done()]))
        .done()
}

/// What a group says about a symbol; everything else is that of the symbol.
fn group_symbol(symbol: &Symbol, group: &Group) -> String {
    let object = Object::new().with("Path", &symbol.path).with("TradeMode", symbol.trade_mode.code());
    limits(object.with("SpreadDiff", group.spread_diff), symbol).done()
}

fn limits(object: Object, symbol: &Symbol) -> Object {
    let volumes = |object: Object, name: &str, volume: i64| {
        object.with(name, volume / (LOT / 10_000)).with(&format!("{name}Ext"), volume)
    };
    let object = volumes(object, "VolumeMin", symbol.volume_min);
    let object = volumes(object, "VolumeMax", symbol.volume_max);
    volumes(object, "VolumeStep", symbol.volume_step).with("StopsLevel", symbol.stops_level).with("FreezeLevel", 0)
}

/// A symbol, with a group's markup of the spread and its margin when it is asked for by that group.
pub(super) fn symbol(symbol: &Symbol, group: Option<&Group>) -> String {
    let digits = symbol.digits;
    let rate = symbol.margin_rate * group.map_or(Decimal::ONE, |group| group.margin_factor);
    let flags = if symbol.hedge_large_leg { 4 } else { 0 };
    let object = Object::new()
        .with("Symbol", &symbol.name)
        .with("Path", &symbol.path)
        .with("ISIN", "")
        .with("Description", &symbol.description)
        .with("International", "")
        .with("Category", "")
        .with("Exchange", "")
        .with("Basis", "")
        .with("Source", "")
        .with("Page", "")
        .with("CurrencyBase", &symbol.base)
        .with("CurrencyBaseDigits", 2)
        .with("CurrencyProfit", &symbol.profit_currency)
        .with("CurrencyProfitDigits", 2)
        .with("CurrencyMargin", &symbol.margin_currency)
        .with("CurrencyMarginDigits", 2)
        .with("Digits", digits)
        .fixed("Point", symbol.point(), digits)
        .fixed("Multiply", Decimal::from(10_u64.pow(digits)), digits)
        .with("TickFlags", 1)
        .with("TradeMode", symbol.trade_mode.code())
        .with("CalcMode", symbol.calc.code())
        .with("ExecMode", 2)
        .with("GTCMode", 0)
        .with("FillFlags", 3)
        .with("ExpirFlags", 15)
        .with("Spread", 0)
        .with("SpreadBalance", 0)
        .with("SpreadDiff", group.map_or(0, |group| group.spread_diff))
        .with("SpreadDiffBalance", 0)
        .fixed("TickValue", symbol.tick_value, PRECISE)
        .fixed("TickSize", symbol.tick_size, PRECISE)
        .fixed("ContractSize", symbol.contract_size, PRECISE)
        .with("QuotesTimeout", 0);
    let object = limits(object, symbol)
        .with("VolumeLimit", 0)
        .with("MarginFlags", flags)
        .fixed("MarginInitial", symbol.margin_initial, PRECISE)
        .fixed("MarginMaintenance", Decimal::ZERO, PRECISE)
        .fixed("MarginInitialBuy", rate, PRECISE)
        .fixed("MarginInitialSell", rate, PRECISE)
        .fixed("MarginInitialBuyLimit", Decimal::ZERO, PRECISE)
        .fixed("MarginInitialSellLimit", Decimal::ZERO, PRECISE)
        .fixed("MarginInitialBuyStop", Decimal::ZERO, PRECISE)
        .fixed("MarginInitialSellStop", Decimal::ZERO, PRECISE)
        .fixed("MarginInitialBuyStopLimit", Decimal::ZERO, PRECISE)
        .fixed("MarginInitialSellStopLimit", Decimal::ZERO, PRECISE)
        .fixed("MarginHedged", symbol.margin_hedged, PRECISE)
        .fixed("MarginCurrency", Decimal::ZERO, PRECISE)
        .fixed("MarginLiquidity", Decimal::ZERO, PRECISE);
    object
        .with("SwapMode", symbol.swap.mode.code())
        .fixed("SwapLong", symbol.swap.long, PRECISE)
        .fixed("SwapShort", symbol.swap.short, PRECISE)
        .with("Swap3Day", symbol.swap.triple_day)
        .with("SwapYearDay", symbol.swap.year_days)
        .with("SwapFlags", 0)
        .with("TimeStart", 0)
        .with("TimeExpiration", 0)
        .raw("SessionsQuotes", &sessions(symbol))
        .raw("SessionsTrades", &sessions(symbol))
        .with("TradeFlags", u32::from(symbol.profit_by_market))
        .with("OrderFlags", 127)
        .with("OptionMode", 0)
        .done()
}

/// One list of sessions a day, Sunday first, in minutes of the server's clock.
fn sessions(symbol: &Symbol) -> String {
    let whole = array([Object::new().with("Open", 0).with("Close", 1_440).done()]);
    array((0..7).map(|day| {
        let closed = matches!(day, 0 | 6) && !symbol.round_the_clock;
        if closed { array([]) } else { whole.clone() }
    }))
}
