use super::answer::Answer;
use super::json::{Object, fixed};
use super::params::Params;
use super::users::own;
use super::{needed, show};
use crate::engine::{DealAction, MoneyOp, OrderType, Platform, Refusal, Side, Tag, Way, profit, rounded};
use crate::world::World;

pub(super) fn run(world: &mut World, verb: &str, params: &Params) -> Result<Answer, Refusal> {
    match verb {
        "balance" => balance(world, params),
        "check_margin" => check_margin(world, params),
        "calc_profit" => calc_profit(world, params),
        "calc_rate_buy" => calc_rate(world, params, Way::Pay),
        "calc_rate_sell" => calc_rate(world, params, Way::Receive),
        _ => Ok(Answer::code(12_000)),
    }
}

fn balance(world: &mut World, params: &Params) -> Result<Answer, Refusal> {
    let login = own(&world.engine, params)?.login;
    let action = DealAction::from_code(needed(params, "type")?).ok_or(Refusal::Parameters)?;
    let op = MoneyOp {
        login,
        action,
        amount: params.decimal("balance").ok_or(Refusal::Parameters)?,
        check_margin: params.text("checkmargin") != Some("0"),
        tag: Tag::dealer(world.config.manager.login, params.text("comment").unwrap_or_default()),
    };
    let (deal, _) = world.engine.move_money(&op)?;
    world.engine.note_deed(&op.tag.comment);
    Ok(Answer::with(&Object::new().with("Ticket", deal).done()))
}

/// The account as it is and as it would be with one more order.
fn check_margin(world: &World, params: &Params) -> Result<Answer, Refusal> {
    let engine = &world.engine;
    let account = own(engine, params)?;
    let symbol = engine.symbol_id(params.text("symbol").unwrap_or_default()).ok_or(Refusal::NotFound)?;
    let kind = OrderType::from_code(needed(params, "type")?).ok_or(Refusal::Parameters)?;
    let volume = needed(params, "volume")?;
    let price = params.decimal("price").ok_or(Refusal::Parameters)?;
    if volume <= 0 || volume > engine.symbol(symbol)?.volume_max {
        return Err(Refusal::Volume);
    }
    let (_, margin) = engine.margin_effect(account.login, symbol, kind.side(), volume, price)?;
    let current = show::account(engine, account)?;
    let mut with = account.clone();
    with.margin = margin;
    Ok(Answer::with(&Object::new().raw("new", &show::account(engine, &with)?).raw("current", &current).done()))
}

fn calc_profit(world: &World, params: &Params) -> Result<Answer, Refusal> {
    let engine = &world.engine;
    let group = engine.group(params.text("group").unwrap_or_default()).ok_or(Refusal::UnknownGroup)?;
    let id = engine.symbol_id(params.text("symbol").unwrap_or_default()).ok_or(Refusal::NotFound)?;
    let symbol = engine.symbol(id)?;
    let side = Side::from_code(needed(params, "type")?).ok_or(Refusal::Parameters)?;
    let (open, close) = (params.decimal("priceopen"), params.decimal("priceclose"));
    let (open, close) = open.zip(close).ok_or(Refusal::Parameters)?;
    let volume: i64 = needed(params, "volume")?;
    if volume < 0 || volume > symbol.volume_max {
        return Err(Refusal::Parameters);
    }
    let raw = profit(symbol, side, volume, open, close);
    let way = if raw.is_sign_negative() { Way::Pay } else { Way::Receive };
    let rate = engine.rate(&symbol.profit_currency, &group.currency, way).ok_or(Refusal::NoQuotes)?;
    let booked = rounded(raw * rate, group.digits);
    Ok(Answer::with(&Object::new().with("Profit", fixed(booked, 6)).with("Profit_rate", fixed(rate, 6)).done()))
}

fn calc_rate(world: &World, params: &Params, way: Way) -> Result<Answer, Refusal> {
    let engine = &world.engine;
    let text = |name: &str| params.text(name).unwrap_or_default();
    if !engine.groups(Platform::Mt5).any(|group| group.name == text("group")) {
        return Err(Refusal::UnknownGroup);
    }
    let rate = engine.rate(text("base"), text("currency"), way).ok_or(Refusal::NotFound)?;
    Ok(Answer::with(&Object::new().with("Rate", fixed(rate, 8)).done()))
}
