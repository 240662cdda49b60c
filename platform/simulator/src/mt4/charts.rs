use serde_json::{Value, json};

use super::Call;
use super::answer::{Failure, Outcome};
use super::show::{self, number};
use crate::engine::{DAY, Engine, Millis, Symbol};
use crate::market::Bar;
use crate::world::World;
use rust_decimal::Decimal;

/// Most bars of an answer.
const MOST: usize = 65_000;
const MINUTE: Millis = 60_000;

/// Bars of a period that begin strictly inside `start` and `end`, by the server's clock: periods are parts of its day.
pub(super) fn run(world: &World, call: &Call) -> Outcome {
    let engine = &world.engine;
    let name = call.part(0).unwrap_or_default();
    let id = engine.symbol_id(name).ok_or(Failure::not_found("there is no such symbol"))?;
    let symbol = engine.symbol(id)?;
    let asked = |name: &str| call.query.get(name).map(String::as_str).filter(|text| !text.is_empty());
    let period = length(asked("period").unwrap_or("M1")).ok_or(Failure::validation("period is M1 to D1"))?;
    let usual = "RangeInExcludeOutOfRage";
    if !asked("mode").unwrap_or(usual).eq_ignore_ascii_case(usual) {
        return Err(Failure::validation("mode is RangeInExcludeOutOfRage"));
    }
    let bound = |name: &str, usual: Millis| match asked(name) {
        None => Ok(usual),
        Some(text) => show::moment(engine, text).ok_or(Failure::validation("a time is not ISO-8601")),
    };
    let (start, end) = (bound("start", engine.now() - DAY)?, bound("end", engine.now())?);
    let mut bars: Vec<(Millis, Bar)> = Vec::new();
    for bar in world.market.minutes(engine, id, start - DAY, end) {
        let begins = engine.zone().local(bar.begins()).div_euclid(period) * period;
        let inside = engine.zone().local(start) < begins && begins < engine.zone().local(end);
        if !inside {
            continue;
        }
        let full = bars.len() == MOST;
        match bars.last_mut().filter(|(last, _)| *last == begins) {
            Some((_, whole)) => {
                (whole.high, whole.low) = (whole.high.max(bar.high), whole.low.min(bar.low));
                (whole.close, whole.ticks) = (bar.close, whole.ticks.saturating_add(bar.ticks));
            }
            None if full => break,
            None => bars.push((begins, bar)),
        }
    }
    let shown = bars.iter().map(|(begins, bar)| shown(engine, symbol, *begins, bar));
    Ok(shown.collect::<Value>().into())
}

/// Milliseconds of a period, by its name or its minutes.
fn length(period: &str) -> Option<Millis> {
    let minutes = match period.to_ascii_uppercase().as_str() {
        "M1" | "1" => 1,
        "M5" | "5" => 5,
        "M15" | "15" => 15,
        "M30" | "30" => 30,
        "H1" | "60" => 60,
        "H4" | "240" => 240,
        "D1" | "1440" => 1_440,
        _ => return None,
    };
    Some(minutes * MINUTE)
}

fn shown(engine: &Engine, symbol: &Symbol, begins: Millis, bar: &Bar) -> Value {
    let price = |points: i64| number(Decimal::new(points, symbol.digits));
    json!({
        "time": show::time(engine, engine.zone().utc(begins)),
        "open": price(bar.open),
        "high": price(bar.high),
        "low": price(bar.low),
        "close": price(bar.close),
        "volume": bar.ticks,
    })
}
