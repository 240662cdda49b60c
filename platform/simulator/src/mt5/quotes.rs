use rust_decimal::Decimal;

use super::answer::Answer;
use super::json::{Object, array};
use super::params::Params;
use crate::engine::{Engine, Group, Quote, Refusal, Symbol, SymbolId};
use crate::mask;
use crate::world::World;

/// Longest list of symbols.
const LONGEST: usize = 4_096;

pub(super) fn run(world: &mut World, verb: &str, params: &Params) -> Result<Answer, Refusal> {
    let engine = &world.engine;
    match verb {
        "last" => last(engine, params, None),
        "last_group" => {
            let name = params.text("group").ok_or(Refusal::Parameters)?;
            last(engine, params, Some(engine.group(name).ok_or(Refusal::UnknownGroup)?))
        }
        "stat" => stat(engine, params),
        _ => Ok(Answer::code(12_000)),
    }
}

/// Symbols of a list of names and masks of paths that ticked after `trans_id`.
fn ticked<'a>(
    engine: &'a Engine,
    params: &'a Params,
) -> Result<impl Iterator<Item = (SymbolId, &'a Symbol, &'a Quote)>, Refusal> {
    let list = params.text("symbol").filter(|list| list.len() <= LONGEST).ok_or(Refusal::Parameters)?;
    let since: u64 = params.number("transid").unwrap_or(0);
    Ok(engine.symbol_ids().filter_map(move |id| {
        let symbol = engine.symbol(id).ok()?;
        let quote = engine.quote(id).filter(|quote| quote.sequence > since)?;
        let asked = mask::matches(list, &symbol.path) || mask::matches(list, &symbol.name);
        asked.then_some((id, symbol, quote))
    }))
}

fn with_cursor(engine: &Engine, rows: impl Iterator<Item = String>) -> Answer {
    Answer::done().member("trans_id", &super::quoted(engine.last_tick())).member("answer", &array(rows))
}

fn head(engine: &Engine, symbol: &Symbol, quote: &Quote) -> Object {
    let local = engine.zone().local(quote.time);
    Object::new()
        .with("Symbol", &symbol.name)
        .with("Digits", symbol.digits)
        .with("Datetime", local.div_euclid(1_000))
        .with("DatetimeMsc", local)
}

fn last(engine: &Engine, params: &Params, group: Option<&Group>) -> Result<Answer, Refusal> {
    let rows = ticked(engine, params)?.map(|(id, symbol, quote)| {
        let prices = group.and_then(|group| engine.quote_for(group, id).ok());
        let (bid, ask) = prices.unwrap_or((quote.bid, quote.ask));
        head(engine, symbol, quote)
            .fixed("Bid", bid, symbol.digits)
            .fixed("Ask", ask, symbol.digits)
            .fixed("Last", Decimal::ZERO, symbol.digits)
            .with("Volume", 0)
            .with("VolumeReal", "0.00")
            .done()
    });
    Ok(with_cursor(engine, rows))
}

fn stat(engine: &Engine, params: &Params) -> Result<Answer, Refusal> {
    let rows = ticked(engine, params)?.map(|(_, symbol, quote)| {
        let digits = symbol.digits;
        head(engine, symbol, quote)
            .fixed("Bid", quote.bid, digits)
            .fixed("BidLow", quote.bid_low, digits)
            .fixed("BidHigh", quote.bid_high, digits)
            .with("BidDir", 0)
            .fixed("Ask", quote.ask, digits)
            .fixed("AskLow", quote.ask_low, digits)
            .fixed("AskHigh", quote.ask_high, digits)
            .with("AskDir", 0)
            .fixed("PriceOpen", quote.open, digits)
            .fixed("PriceClose", quote.close, digits)
            .done()
    });
    Ok(with_cursor(engine, rows))
}
