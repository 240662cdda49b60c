use rust_decimal::Decimal;

use super::answer::Answer;
use super::json::fixed;
use super::needed;
use super::params::Params;
use crate::engine::{Engine, Refusal};
use crate::market::Bar;
use crate::world::World;

/// Most bytes of an answer; the rest is left out with code 14.
const LARGEST: usize = 16 * 1024 * 1024;
/// The hour that a clock shows twice has to be looked for on both sides.
const TWICE: i64 = 3_600_000;

pub(super) fn run(world: &World, verb: &str, params: &Params) -> Result<Answer, Refusal> {
    match verb {
        "get" => minutes(world, params, LARGEST),
        _ => Ok(Answer::code(12_000)),
    }
}

/// Minutes of a symbol that begin from `from` to `to`, seconds of the server's clock, both included; a row is a list
/// of numbers, whose columns the letters of `data` name.
fn minutes(world: &World, params: &Params, largest: usize) -> Result<Answer, Refusal> {
    let engine = &world.engine;
    let id = engine.symbol_id(params.text("symbol").ok_or(Refusal::Parameters)?).ok_or(Refusal::NotFound)?;
    let (from, to): (i64, i64) = (needed(params, "from")?, needed(params, "to")?);
    let columns = params.text("data").filter(|columns| !columns.is_empty()).ok_or(Refusal::Parameters)?;
    if !columns.chars().all(|column| "dohlctvs".contains(column)) {
        return Err(Refusal::Parameters);
    }
    let digits = engine.symbol(id)?.digits;
    let utc = |second: i64| engine.zone().utc(second.clamp(0, i64::from(u32::MAX)) * 1_000);
    let mut rows = String::new();
    let mut whole = true;
    for bar in world.market.minutes(engine, id, utc(from) - TWICE, utc(to) + TWICE) {
        let begins = engine.zone().local(bar.begins()).div_euclid(1_000);
        if !(from..=to).contains(&begins) {
            continue;
        }
        if rows.len() >= largest {
            whole = false;
            break;
        }
        let row: Vec<String> = columns.chars().map(|column| cell(engine, &bar, column, digits)).collect();
        rows.push_str(if rows.is_empty() { "[" } else { ",[" });
        rows.push_str(&row.join(","));
        rows.push(']');
    }
    Ok(Answer::code(if whole { 0 } else { 14 }).member("answer", &format!("[{rows}]")))
}

fn cell(engine: &Engine, bar: &Bar, column: char, digits: u32) -> String {
    let price = |points: i64| fixed(Decimal::new(points, digits), digits);
    match column {
        'd' => engine.zone().local(bar.begins()).div_euclid(1_000).to_string(),
        'o' => price(bar.open),
        'h' => price(bar.high),
        'l' => price(bar.low),
        'c' => price(bar.close),
        't' => bar.ticks.to_string(),
        's' => bar.spread.to_string(),
        // nothing is traded on an exchange here
        _ => "0".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Config;

    const NOON: i64 = 1_773_144_000_000;

    #[test]
    fn an_answer_that_is_too_rich_is_cut_with_code_14() {
        let world = World::new(Config::driven(NOON), NOON * 1_000);
        let to = NOON / 1_000 + 7_200;
        let params = Params::read(&format!("symbol=EURUSD&from={}&to={to}&data=dc", to - 3_600), b"").unwrap();
        let whole = minutes(&world, &params, LARGEST).unwrap().body();
        assert!(whole.starts_with(r#"{"retcode":"0 Done","answer":[["#), "{whole}");
        assert_eq!(whole.matches("],[").count(), 60);
        let part = minutes(&world, &params, 100).unwrap().body();
        assert!(part.starts_with(r#"{"retcode":"14 "#) && part.matches("],[").count() < 6, "{part}");
    }
}
