//! Accounts and what they trade, as they stand on the wire (FIELDS.md).

use rust_decimal::Decimal;

use super::json::Object;
use crate::engine::{Account, Deal, Engine, LOT, Order, Position, Refusal, SoState};

const RATES: u32 = 8;

/// Whole seconds of the server's clock.
fn seconds(engine: &Engine, moment: i64) -> i64 {
    if moment == 0 { 0 } else { engine.zone().local(moment).div_euclid(1_000) }
}

fn millis(engine: &Engine, moment: i64) -> i64 {
    if moment == 0 { 0 } else { engine.zone().local(moment) }
}

fn flags(spelling: bool) -> &'static str {
    if spelling { "ModificationFlags" } else { "ModifyFlags" }
}

/// A volume in 1e-4 lots and in 1e-8 lots.
fn volumes(object: Object, name: &str, volume: i64) -> Object {
    object.with(name, volume / (LOT / 10_000)).with(&format!("{name}Ext"), volume)
}

pub(super) fn user(engine: &Engine, account: &Account) -> String {
    let person = &account.person;
    let digits = engine.group(&account.group).map_or(2, |group| group.digits);
    let text = |value: &str, usual: &str| if value.is_empty() { usual.to_owned() } else { value.to_owned() };
    let words: Vec<&str> = person.name.split_whitespace().collect();
    let (first, last) = match words.as_slice() {
        [] => ("", String::new()),
        [first] => (*first, String::new()),
        [first, rest @ ..] => (*first, rest.join(" ")),
    };
    Object::new()
        .with("Login", account.login)
        .with("Group", &account.group)
        .with("CertSerialNumber", 0)
        .with("Rights", account.rights)
        .with("MQID", "")
        .with("Registration", seconds(engine, account.registered))
        .with("LastAccess", seconds(engine, account.last_access))
        .with("LastPassChange", seconds(engine, account.last_password_change))
        .with("LastIP", "")
        .with("Name", &person.name)
        .with("FirstName", first)
        .with("LastName", last)
        .with("MiddleName", "")
        .with("Company", &person.company)
        .with("Account", &person.account)
        .with("Country", &person.country)
        .with("Language", text(&person.language, "0"))
        .with("ClientID", 0)
        .with("City", &person.city)
        .with("State", &person.state)
        .with("ZipCode", &person.zip)
        .with("Address", &person.address)
        .with("Phone", &person.phone)
        .with("Email", &person.email)
        .with("ID", &person.id)
        .with("Status", &person.status)
        .with("Comment", &person.comment)
        .with("Color", text(&person.color, "4278190080"))
        .with("PhonePassword", &account.password_phone)
        .with("Leverage", account.leverage)
        .with("Agent", account.agent)
        .with("LimitPositions", 0)
        .with("LimitOrders", 0)
        .with("CurrencyDigits", digits)
        .fixed("Balance", account.balance, digits)
        .fixed("Credit", account.credit, digits)
        .fixed("InterestRate", Decimal::ZERO, digits)
        .fixed("CommissionDaily", Decimal::ZERO, digits)
        .fixed("CommissionMonthly", Decimal::ZERO, digits)
        .fixed("CommissionAgentDaily", Decimal::ZERO, digits)
        .fixed("CommissionAgentMonthly", Decimal::ZERO, digits)
        .fixed("BalancePrevDay", account.balance_prev_day, digits)
        .fixed("BalancePrevMonth", Decimal::ZERO, digits)
        .fixed("EquityPrevDay", account.equity_prev_day, digits)
        .fixed("EquityPrevMonth", Decimal::ZERO, digits)
        .with("TradeAccounts", "")
        .raw("ApiData", "[]")
        .with("LeadCampaign", &person.lead_campaign)
        .with("LeadSource", &person.lead_source)
        .done()
}

/// The trading state of an account (PROTOCOL §7.2).
pub(super) fn account(engine: &Engine, account: &Account) -> Result<String, Refusal> {
    // Margin may be that of a draft, so the figures are those of the argument.
    let group = engine.group(&account.group).ok_or(Refusal::UnknownGroup)?;
    let digits = group.digits;
    let state = engine.state(account.login)?;
    let free = state.margin_free + state.margin - account.margin;
    let level = crate::engine::ratio(account.equity() * Decimal::ONE_HUNDRED, account.margin);
    let so = account.so_state != SoState::None;
    let at_so = |value: Decimal| if so { value } else { Decimal::ZERO };
    Ok(Object::new()
        .with("Login", account.login)
        .with("CurrencyDigits", digits)
        .fixed("Balance", account.balance, digits)
        .fixed("Credit", account.credit, digits)
        .fixed("Margin", account.margin, digits)
        .fixed("MarginFree", free, digits)
        .fixed("MarginLevel", level, 2)
        .with("MarginLeverage", account.leverage)
        .fixed("MarginInitial", Decimal::ZERO, digits)
        .fixed("MarginMaintenance", Decimal::ZERO, digits)
        .fixed("Profit", account.profit, digits)
        .fixed("Storage", account.storage, digits)
        .fixed("Commission", account.commission, digits)
        .fixed("Floating", account.floating(), digits)
        .fixed("Equity", account.equity(), digits)
        .with("SOActivation", account.so_state.code())
        .with("SOTime", seconds(engine, account.so_time))
        .fixed("SOLevel", at_so(account.so_level), 2)
        .fixed("SOEquity", at_so(account.so_equity), digits)
        .fixed("SOMargin", at_so(account.so_margin), digits)
        .fixed("BlockedCommission", Decimal::ZERO, digits)
        .fixed("BlockedProfit", Decimal::ZERO, digits)
        .fixed("Assets", Decimal::ZERO, digits)
        .fixed("Liabilities", Decimal::ZERO, digits)
        .done())
}

fn money_digits(engine: &Engine, login: u64) -> u32 {
    let account = engine.account(login).ok();
    account.and_then(|account| engine.group(&account.group)).map_or(2, |group| group.digits)
}

pub(super) fn position(engine: &Engine, position: &Position, spelling: bool) -> Result<String, Refusal> {
    let symbol = engine.symbol(position.symbol)?;
    let money = money_digits(engine, position.login);
    let digits = symbol.digits;
    let object = Object::new()
        .with("Position", position.ticket)
        .with("ExternalID", &position.tag.external_id)
        .with("Login", position.login)
        .with("Dealer", position.tag.dealer)
        .with("Symbol", &symbol.name)
        .with("Action", position.side.code())
        .with("Digits", digits)
        .with("DigitsCurrency", money)
        .with("Reason", position.tag.reason.code())
        .fixed("ContractSize", symbol.contract_size, RATES)
        .with("TimeCreate", seconds(engine, position.opened))
        .with("TimeUpdate", seconds(engine, position.updated))
        .with("TimeCreateMsc", millis(engine, position.opened))
        .with("TimeUpdateMsc", millis(engine, position.updated))
        .with(flags(spelling), 0)
        .fixed("PriceOpen", position.price_open, digits)
        .fixed("PriceCurrent", position.price_current, digits)
        .fixed("PriceSL", position.sl, digits)
        .fixed("PriceTP", position.tp, digits);
    Ok(volumes(object, "Volume", position.volume)
        .fixed("Profit", position.profit, money)
        .fixed("Storage", position.storage, money)
        .fixed("RateProfit", position.rate_profit, RATES)
        .fixed("RateMargin", position.rate_margin, RATES)
        .with("ExpertID", position.tag.expert)
        .with("ExpertPositionID", 0)
        .with("Comment", &position.tag.comment)
        .with("ActivationMode", 0)
        .with("ActivationTime", 0)
        .fixed("ActivationPrice", Decimal::ZERO, digits)
        .with("ActivationFlags", 0)
        .raw("ApiData", "[]")
        .done())
}

pub(super) fn order(engine: &Engine, order: &Order, spelling: bool) -> Result<String, Refusal> {
    let symbol = engine.symbol(order.symbol)?;
    let digits = symbol.digits;
    let object = Object::new()
        .with("Order", order.ticket)
        .with("ExternalID", &order.tag.external_id)
        .with("Login", order.login)
        .with("Dealer", order.tag.dealer)
        .with("Symbol", &symbol.name)
        .with("Digits", digits)
        .with("DigitsCurrency", money_digits(engine, order.login))
        .fixed("ContractSize", symbol.contract_size, RATES)
        .with("State", order.state.code())
        .with("Reason", order.tag.reason.code())
        .with("TimeSetup", seconds(engine, order.setup))
        .with("TimeExpiration", seconds(engine, order.expires))
        .with("TimeDone", seconds(engine, order.done))
        .with("TimeSetupMsc", millis(engine, order.setup))
        .with("TimeDoneMsc", millis(engine, order.done))
        .with(flags(spelling), 0)
        .with("Type", order.kind.code())
        .with("TypeFill", 0)
        .with("TypeTime", order.time.code())
        .fixed("PriceOrder", order.price, digits)
        .fixed("PriceTrigger", order.trigger, digits)
        .fixed("PriceCurrent", order.price_current, digits)
        .fixed("PriceSL", order.sl, digits)
        .fixed("PriceTP", order.tp, digits);
    let object = volumes(object, "VolumeInitial", order.volume_initial);
    Ok(volumes(object, "VolumeCurrent", order.volume_current)
        .with("ExpertID", order.tag.expert)
        .with("PositionID", order.position)
        .with("PositionByID", order.position_by)
        .with("Comment", &order.tag.comment)
        .with("ActivationMode", order.activation)
        .with("ActivationTime", 0)
        .fixed("ActivationPrice", Decimal::ZERO, digits)
        .with("ActivationFlags", 0)
        .fixed("RateMargin", order.rate_margin, RATES)
        .raw("ApiData", "[]")
        .done())
}

pub(super) fn deal(engine: &Engine, deal: &Deal, spelling: bool) -> Result<String, Refusal> {
    let symbol = deal.symbol.map(|id| engine.symbol(id)).transpose()?;
    let digits = symbol.map_or(0, |symbol| symbol.digits);
    let money = money_digits(engine, deal.login);
    let of = |value: Option<Decimal>| value.unwrap_or_default();
    let contract = of(symbol.map(|symbol| symbol.contract_size));
    let value = deal.price * contract * crate::engine::lots(deal.volume) * deal.rate_profit;
    let object = Object::new()
        .with("Deal", deal.id)
        .with("ExternalID", &deal.tag.external_id)
        .with("Login", deal.login)
        .with("Dealer", deal.tag.dealer)
        .with("Order", deal.order)
        .with("Action", deal.action.code())
        .with("Entry", deal.entry.code())
        .with("Reason", deal.tag.reason.code())
        .with("Digits", digits)
        .with("DigitsCurrency", money)
        .fixed("ContractSize", contract, RATES)
        .with("Time", seconds(engine, deal.time))
        .with("TimeMsc", millis(engine, deal.time))
        .with("Symbol", symbol.map_or("", |symbol| symbol.name.as_str()))
        .fixed("Price", deal.price, digits);
    let object = volumes(object, "Volume", deal.volume);
    Ok(volumes(object, "VolumeClosed", deal.volume_closed)
        .fixed("Profit", deal.profit, money)
        .fixed("Value", value, money)
        .fixed("Storage", deal.storage, money)
        .fixed("Commission", deal.commission, money)
        .fixed("Fee", deal.fee, money)
        .fixed("RateProfit", deal.rate_profit, RATES)
        .fixed("RateMargin", deal.rate_margin, RATES)
        .with("ExpertID", deal.tag.expert)
        .with("PositionID", deal.position)
        .with("Comment", &deal.tag.comment)
        .fixed("ProfitRaw", deal.profit_raw, money)
        .fixed("PricePosition", deal.price_position, digits)
        .fixed("PriceSL", deal.sl, digits)
        .fixed("PriceTP", deal.tp, digits)
        .fixed("TickValue", of(symbol.map(|symbol| symbol.tick_value)), digits)
        .fixed("TickSize", of(symbol.map(|symbol| symbol.tick_size)), digits)
        .with("Flags", 0)
        .with("Gateway", "")
        .fixed("PriceGateway", Decimal::ZERO, digits)
        .fixed("MarketBid", deal.bid, digits)
        .fixed("MarketAsk", deal.ask, digits)
        .fixed("MarketLast", Decimal::ZERO, digits)
        .with(flags(spelling), 0)
        .raw("ApiData", "[]")
        .done())
}
