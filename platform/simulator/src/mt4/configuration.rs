use std::collections::BTreeSet;

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::Call;
use super::answer::{Failure, Outcome};
use super::routes::paged;
use super::show::{self, number};
use crate::engine::{CommissionUnit, Engine, Group, LOT, Platform, SymbolId};
use crate::world::World;

pub(super) fn run(world: &mut World, call: &Call) -> Outcome {
    let engine = &world.engine;
    match call.route.as_str() {
        "ServerTime" => Ok(json!(show::time(engine, engine.now())).into()),
        "ManagerCommon" => {
            let hours = engine.zone().offset(engine.now()) / 3_600_000;
            let common = json!({
                "name": "MT4 simulator", "owner": "Simulated Broker", "build": 1455, "version": 400, "timeZone": hours,
            });
            Ok(common.into())
        }
        "GroupsGet" => Ok(engine.groups(Platform::Mt4).map(show::group).collect::<Value>().into()),
        "GroupsRequest" => paged(call, engine.groups(Platform::Mt4).collect(), show::group),
        "GroupRecordGet" => Ok(show::group(group(engine, call)?).into()),
        "GroupSecGroupsGet" => {
            let group = group(engine, call)?;
            Ok(folders(engine).iter().map(|folder| security(group, folder)).collect::<Value>().into())
        }
        "GroupSecMarginsGet" => {
            group(engine, call)?;
            let margins = engine.symbols().iter().map(|symbol| {
                json!({
                    "symbol": symbol.name,
                    "swapLong": number(symbol.swap.long),
                    "swapShort": number(symbol.swap.short),
                    "marginDivider": 1,
                })
            });
            Ok(margins.collect::<Value>().into())
        }
        "SymbolsGroupsGet" => {
            let folders = folders(engine);
            Ok(folders.iter().map(|name| json!({ "name": name, "description": "" })).collect::<Value>().into())
        }
        "CfgRequestSymbol" => symbols(engine, call),
        "EnsureGroupNameExist" => Ok(json!(group(engine, call).is_ok()).into()),
        "SymbolInfoGet" if call.query.contains_key("symbol") => {
            let name = call.query.get("symbol").map_or("", String::as_str);
            let found = engine.symbol_id(name).and_then(|id| info(engine, id));
            Ok(found.ok_or(Failure::not_found("there is no such symbol"))?.into())
        }
        "SymbolInfoUpdated" | "SymbolInfoGet" => {
            paged(call, engine.symbol_ids().collect(), |id| info(engine, id).unwrap_or_default())
        }
        _ => ticks(engine, call),
    }
}

fn group<'a>(engine: &'a Engine, call: &Call) -> Result<&'a Group, Failure> {
    let name = call.part(0).unwrap_or_default();
    let group = engine.group(name).filter(|group| group.platform == Platform::Mt4);
    group.ok_or(Failure::not_found("there is no such group"))
}

/// First folders of the symbol tree: MT4's security groups.
fn folders(engine: &Engine) -> BTreeSet<&str> {
    engine.symbols().iter().map(|symbol| folder(&symbol.path)).collect()
}

fn folder(path: &str) -> &str {
    path.split_once('\\').map_or(path, |(folder, _)| folder)
}

fn security(group: &Group, folder: &str) -> Value {
    let rule = group.commissions.iter().find(|rule| crate::mask::matches(&rule.path, &format!("{folder}\\")));
    let kind = match rule.map(|rule| rule.unit) {
        Some(CommissionUnit::Pips) => "Pips",
        Some(CommissionUnit::Percent) => "Percent",
        _ => "Money",
    };
    json!({
        "show": 1,
        "trade": 1,
        "dealingMode": "Auto",
        "standardCommission": number(rule.map_or(Decimal::ZERO, |rule| rule.value)),
        "commissionType": kind,
        "commissionLotsMode": if rule.is_none_or(|rule| rule.per_lot) { "PerLot" } else { "PerDeal" },
        "agentCommission": 0,
        "agentCommissionMode": "Money",
        "spreadDiff": group.spread_diff,
        "lotMin": 1,
        "lotMax": 50_000,
        "lotStep": 1,
        "ieDeviation": 0,
        "confirmation": 0,
        "ieQuickMode": 0,
        "autoCloseOutMode": "None",
        "commissionTaxes": 0,
        "commissionAgentLots": "PerLot",
        "freeMarginMode": 0,
    })
}

fn symbols(engine: &Engine, call: &Call) -> Outcome {
    let kinds: Vec<&str> = folders(engine).into_iter().collect();
    let shown = |symbol: &crate::engine::Symbol| {
        let kind = kinds.iter().position(|kind| *kind == folder(&symbol.path)).unwrap_or(0);
        show::symbol(symbol, kind)
    };
    match call.part(0) {
        None => Ok(engine.symbols().iter().map(shown).collect::<Value>().into()),
        Some(name) => {
            let found = engine.symbols().iter().find(|symbol| symbol.name == name);
            Ok(shown(found.ok_or(Failure::not_found("there is no such symbol"))?).into())
        }
    }
}

fn info(engine: &Engine, id: SymbolId) -> Option<Value> {
    let symbol = engine.symbol(id).ok()?;
    let quote = engine.quote(id)?;
    let spread = (quote.ask - quote.bid) / symbol.point();
    Some(json!({
        "symbol": symbol.name,
        "digits": symbol.digits,
        "point": number(symbol.point()),
        "spread": number(spread.round()),
        "bid": number(quote.bid),
        "ask": number(quote.ask),
        "high": number(quote.bid_high),
        "low": number(quote.bid_low),
        "lastTime": show::time(engine, quote.time),
        "volumeMin": symbol.volume_min / (LOT / 100),
    }))
}

fn ticks(engine: &Engine, call: &Call) -> Outcome {
    let tick = |id: SymbolId| {
        let quote = engine.quote(id)?;
        Some(json!({
            "symbol": engine.symbol(id).ok()?.name,
            "time": show::time(engine, quote.time),
            "bid": number(quote.bid),
            "ask": number(quote.ask),
        }))
    };
    match call.part(0) {
        None => Ok(engine.symbol_ids().filter_map(tick).collect::<Value>().into()),
        Some(name) => {
            let found: Option<Value> = engine.symbol_id(name).and_then(tick);
            Ok(found.ok_or(Failure::not_found("there is no such symbol"))?.into())
        }
    }
}
