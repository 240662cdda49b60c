use serde_json::Value;

use super::accounts::own;
use super::answer::{Failure, Outcome};
use super::routes::paged;
use super::{Call, show};
use crate::engine::{Engine, Millis, Platform};
use crate::mask;
use crate::world::World;

pub(super) fn run(world: &mut World, call: &Call) -> Outcome {
    let engine = &world.engine;
    let asked = |name: &str| call.query.get(name).map(String::as_str).filter(|text| !text.is_empty());
    match call.route.as_str() {
        "TradesGet" if call.part(0).is_some() => one(engine, call.number(0)?),
        "TradeRecordGet" | "TradeRecordRequest" => one(engine, call.number(0)?),
        "TradeRecordsRequest" => {
            let tickets = asked("orders").unwrap_or_default().split(',').filter_map(|text| text.trim().parse().ok());
            Ok(tickets.filter_map(|ticket| record(engine, ticket)).collect::<Value>().into())
        }
        "TradesGetByLogin" => {
            let login = own(engine, call.number(0)?)?.login;
            Ok(open(engine, login).into_iter().filter_map(|ticket| record(engine, ticket)).collect::<Value>().into())
        }
        "TradesUserHistory" => history(engine, call),
        "TradesGetBySymbol" => {
            let symbol = asked("symbol").and_then(|name| engine.symbol_id(name));
            let symbol = symbol.ok_or(Failure::not_found("there is no such symbol"))?;
            let on = |ticket: &u64| {
                let position = engine.position(*ticket).map(|position| position.symbol);
                position.or_else(|| engine.order(*ticket).map(|order| order.symbol)) == Some(symbol)
            };
            let tickets = everybody(engine, "*").into_iter().filter(on);
            Ok(tickets.filter_map(|ticket| record(engine, ticket)).collect::<Value>().into())
        }
        _ => {
            let tickets = everybody(engine, asked("group").unwrap_or("*"));
            paged(call, tickets, |ticket| record(engine, ticket).unwrap_or_default())
        }
    }
}

/// Tickets that are open at all accounts of a mask of groups.
fn everybody(engine: &Engine, group: &str) -> Vec<u64> {
    let accounts = engine.accounts(Platform::Mt4).filter(|account| mask::matches(group, &account.group));
    let mut tickets: Vec<u64> = accounts.flat_map(|account| open(engine, account.login)).collect();
    tickets.sort_unstable();
    tickets
}

/// Tickets of open positions and waiting orders.
fn open(engine: &Engine, login: u64) -> Vec<u64> {
    let positions = engine.positions_of(login).map(|position| position.ticket);
    let mut tickets: Vec<u64> = positions.chain(engine.orders_of(login).map(|order| order.ticket)).collect();
    tickets.sort_unstable();
    tickets
}

fn one(engine: &Engine, ticket: u64) -> Outcome {
    Ok(record(engine, ticket).ok_or(Failure::not_found("there is no such order"))?.into())
}

/// The record of a ticket, open or closed.
fn record(engine: &Engine, ticket: u64) -> Option<Value> {
    let shown = |login: u64| own(engine, login).is_ok();
    if let Some(position) = engine.position(ticket).filter(|position| shown(position.login)) {
        return Some(show::position(engine, position));
    }
    if let Some(order) = engine.order(ticket).filter(|order| shown(order.login)) {
        return Some(show::order(engine, order));
    }
    engine.closed(ticket).filter(|trade| shown(trade.login)).map(|trade| show::closed(engine, trade))
}

/// Records of an account that were closed in a window, balance records among them.
fn history(engine: &Engine, call: &Call) -> Outcome {
    let login = own(engine, call.number(0)?)?.login;
    let bound = |name: &str, usual: Millis| match call.query.get(name).filter(|text| !text.is_empty()) {
        None => Ok(usual),
        Some(text) => show::moment(engine, text).ok_or(Failure::validation("a time is not ISO-8601")),
    };
    let (from, to) = (bound("fromTime", 0)?, bound("toTime", Millis::MAX - 999)?);
    Ok(engine.closed_of(login, from, to + 999).map(|trade| show::closed(engine, trade)).collect::<Value>().into())
}
