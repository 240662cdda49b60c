//! `TradeTransaction`: everything a manager does to orders and money.

use rust_decimal::Decimal;
use serde_json::{Map, Value, json};

use super::Call;
use super::accounts::own;
use super::answer::{Failure, Outcome};
use super::names::{Kind, command, command_code, kind};
use super::show::{self, decimal};
use crate::engine::{
    Close, DealAction, Engine, LOT, MoneyOp, Open, OrderTime, OrderType, Pending, PendingChange, Refusal, SymbolId, Tag,
};
use crate::world::World;

/// Characters of a comment.
const COMMENT: usize = 31;

/// A transaction as it was asked for.
struct Asked<'a> {
    fields: &'a Map<String, Value>,
    name: &'static str,
    kind: Kind,
    command: u32,
    order: u64,
    by: u64,
    /// 1e-8 lots.
    volume: i64,
    price: Decimal,
    sl: Decimal,
    tp: Decimal,
    tag: Tag,
}

pub(super) fn run(world: &mut World, call: &Call) -> Outcome {
    let asked = read(call)?;
    if call.route == "TradeCheckStops" {
        return Ok(json!(check_stops(&world.engine, call, &asked)?).into());
    }
    let ticket = act(&mut world.engine, &asked)?;
    world.engine.note_deed(&asked.tag.comment);
    let mut record = asked.fields.clone();
    record.insert("tradeTransactionType".to_owned(), json!(asked.name));
    record.insert("tradeCommand".to_owned(), json!(command(asked.command)));
    record.insert("order".to_owned(), json!(ticket));
    Ok(Value::Object(record).into())
}

fn read(call: &Call) -> Result<Asked<'_>, Failure> {
    let fields = call.body.as_object().ok_or(Failure::validation("the body must be a JSON object"))?;
    let word = |name: &str| match fields.get(name) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    };
    let (name, kind) = kind(&word("tradeTransactionType"))
        .ok_or(Failure::validation("tradeTransactionType must be one of PricesGet … CloseAll, BrOpen … BrBalance"))?;
    let command = command_code(&word("tradeCommand"))
        .ok_or(Failure::validation("tradeCommand must be one of Buy, Sell, BuyLimit … SellStop, Balance, Credit"))?;
    let whole = |name: &str| fields.get(name).and_then(Value::as_u64).unwrap_or(0);
    let amount = |name: &str| match fields.get(name) {
        None | Some(Value::Null) => Ok(Decimal::ZERO),
        Some(value) => decimal(value).ok_or(Failure::validation("a price is not a number")),
    };
    let volume = i64::try_from(whole("volume")).ok().and_then(|volume| volume.checked_mul(LOT / 100));
    let comment: String = word("comment").chars().take(COMMENT).collect();
    Ok(Asked {
        fields,
        name,
        kind,
        command,
        order: whole("order"),
        by: whole("orderBy"),
        volume: volume.ok_or(Refusal::Volume)?,
        price: amount("price")?,
        sl: amount("sl")?,
        tp: amount("tp")?,
        tag: Tag::dealer(1, &comment),
    })
}

/// Does it; the ticket it concerns.
fn act(engine: &mut Engine, asked: &Asked<'_>) -> Result<u64, Failure> {
    match asked.kind {
        Kind::Trader => Err(Failure::manager("NotEnoughRights")),
        Kind::Open => open(engine, asked),
        Kind::Close => {
            let login = owner(engine, asked.order)?;
            let price = (!asked.price.is_zero()).then_some(asked.price);
            let close =
                Close { login, position: asked.order, volume: Some(asked.volume), price, tag: asked.tag.clone() };
            engine.close(&close)?;
            Ok(asked.order)
        }
        Kind::CloseBy => {
            let login = owner(engine, asked.order)?;
            engine.close_by(login, asked.order, asked.by, &asked.tag)?;
            Ok(asked.order)
        }
        Kind::CloseAll => close_all(engine, asked),
        Kind::Delete => {
            let login = owner(engine, asked.order)?;
            engine.remove_order(login, asked.order, &asked.tag.comment)?;
            Ok(asked.order)
        }
        Kind::Modify => modify(engine, asked),
        Kind::Activate => {
            let login = owner(engine, asked.order)?;
            let price = (!asked.price.is_zero()).then_some(asked.price);
            engine.activate_order(login, asked.order, price)?;
            Ok(asked.order)
        }
        Kind::Comment => {
            owner(engine, asked.order)?;
            engine.set_comment(asked.order, &asked.tag.comment)?;
            Ok(asked.order)
        }
        Kind::Balance => {
            let action = match asked.command {
                6 => DealAction::Balance,
                7 => DealAction::Credit,
                _ => return Err(Failure::manager("InvalidData")),
            };
            let login = own(engine, asked.by)?.login;
            let op = MoneyOp { login, action, amount: asked.price, check_margin: true, tag: asked.tag.clone() };
            Ok(engine.move_money(&op)?.1)
        }
    }
}

/// Login of an open ticket of this server.
fn owner(engine: &Engine, ticket: u64) -> Result<u64, Failure> {
    let position = engine.position(ticket).map(|position| position.login);
    let login = position.or_else(|| engine.order(ticket).map(|order| order.login));
    Ok(own(engine, login.ok_or(Failure::manager("InvalidData"))?)?.login)
}

fn symbol(engine: &Engine, asked: &Asked<'_>) -> Result<SymbolId, Failure> {
    let name = asked.fields.get("symbol").and_then(Value::as_str).unwrap_or_default();
    engine.symbol_id(name).ok_or(Failure::manager("InvalidData"))
}

fn open(engine: &mut Engine, asked: &Asked<'_>) -> Result<u64, Failure> {
    let login = own(engine, asked.by)?.login;
    let symbol = symbol(engine, asked)?;
    let kind = OrderType::from_code(asked.command).filter(|_| asked.command < 6).ok_or(Refusal::OrderType)?;
    if kind.is_pending() {
        let change = pending(engine, asked);
        let ticket = engine.place(&Pending {
            login,
            symbol,
            kind,
            volume: asked.volume,
            price: change.price,
            trigger: Decimal::ZERO,
            sl: change.sl,
            tp: change.tp,
            time: change.time,
            expires: change.expires,
            tag: asked.tag.clone(),
        })?;
        return Ok(ticket);
    }
    let fill = engine.open(&Open {
        login,
        symbol,
        side: kind.side(),
        volume: asked.volume,
        price: (!asked.price.is_zero()).then_some(asked.price),
        sl: asked.sl,
        tp: asked.tp,
        skip_margin: false,
        tag: asked.tag.clone(),
    })?;
    Ok(fill.order)
}

/// Prices and expiration of a waiting order; without an expiration it waits until it is taken back.
fn pending(engine: &Engine, asked: &Asked<'_>) -> PendingChange {
    let expires = asked.fields.get("expiration").and_then(Value::as_str);
    let expires = expires.and_then(|text| show::moment(engine, text)).unwrap_or(0).max(0);
    PendingChange {
        price: asked.price,
        trigger: Decimal::ZERO,
        sl: asked.sl,
        tp: asked.tp,
        time: if expires == 0 { OrderTime::Gtc } else { OrderTime::Specified },
        expires,
    }
}

fn modify(engine: &mut Engine, asked: &Asked<'_>) -> Result<u64, Failure> {
    let login = owner(engine, asked.order)?;
    if engine.order(asked.order).is_some() {
        let change = pending(engine, asked);
        engine.modify_order(login, asked.order, &change)?;
    } else {
        engine.modify_position(login, asked.order, asked.sl, asked.tp)?;
    }
    Ok(asked.order)
}

/// Closes everything an account has on a symbol.
fn close_all(engine: &mut Engine, asked: &Asked<'_>) -> Result<u64, Failure> {
    let login = own(engine, asked.by)?.login;
    let symbol = symbol(engine, asked)?;
    let positions = engine.positions_of(login).filter(|position| position.symbol == symbol);
    let tickets: Vec<u64> = positions.map(|position| position.ticket).collect();
    for ticket in tickets {
        engine.close(&Close { login, position: ticket, volume: None, price: None, tag: asked.tag.clone() })?;
    }
    Ok(asked.order)
}

/// Whether stop loss and take profit may stand at this price.
fn check_stops(engine: &Engine, call: &Call, asked: &Asked<'_>) -> Result<bool, Failure> {
    let login = own(engine, asked.by)?.login;
    let price = call.query.get("price").and_then(|text| Decimal::from_str_exact(text).ok());
    let side = OrderType::from_code(asked.command).ok_or(Refusal::OrderType)?.side();
    Ok(engine.stops_fit(login, symbol(engine, asked)?, side, asked.sl, asked.tp, price))
}
