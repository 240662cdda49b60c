//! Where prices come from: a seeded walk in whole points, so that a seed gives the same ticks everywhere.

mod bars;
mod catalogue;
mod path;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

pub use bars::Bar;
pub use catalogue::{Listing, bench_listings, default_groups, default_listings};

use bars::Bars;
use path::Path;

use crate::engine::{Engine, Millis, SymbolId};
use crate::random::Random;

/// Most ticks of one jump of the clock; a longer one has fewer and larger ticks.
const BURST: i64 = 20_000;

/// The walk of one symbol.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Walk {
    symbol: String,
    bid: i64,
    anchor: i64,
    step: i64,
    spread: i64,
    /// A price that was forced and stays.
    held: bool,
}

/// Walks as they lie in the state file.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SavedMarket {
    walks: Vec<Walk>,
    random: Random,
}

/// The source of ticks.
#[derive(Debug)]
pub struct Market {
    random: Random,
    walks: Vec<(SymbolId, u32, Walk)>,
    /// In the order of the walks.
    bars: Vec<Bars>,
    /// Microseconds between two ticks.
    interval: i64,
    next: i64,
    running: bool,
}

impl Market {
    /// A market of these symbols that makes this many ticks a second from now (microseconds) on.
    #[must_use]
    pub fn new(seed: u64, ticks_per_second: u32, now: i64, engine: &Engine, listings: &[Listing]) -> Self {
        let (walks, bars) = listings
            .iter()
            .filter_map(|listing| {
                let id = engine.symbol_id(&listing.symbol.name)?;
                let path = Path::new(seed, &listing.symbol.name, listing.start, listing.step, listing.spread);
                let walk = Walk {
                    symbol: listing.symbol.name.clone(),
                    bid: listing.start,
                    anchor: listing.start,
                    step: listing.step,
                    spread: listing.spread,
                    held: false,
                };
                Some(((id, listing.symbol.digits, walk), Bars::new(path, listings.len())))
            })
            .unzip();
        let interval = 1_000_000 / i64::from(ticks_per_second.clamp(1, 1_000_000));
        Self { random: Random::new(seed, 1), walks, bars, interval, next: now, running: ticks_per_second > 0 }
    }

    /// Gives every symbol its first price.
    pub fn open(&mut self, engine: &mut Engine) {
        for at in 0..self.walks.len() {
            self.publish(at, engine);
        }
    }

    /// Stops or resumes the walk.
    pub const fn run(&mut self, running: bool) {
        self.running = running;
    }

    /// When the next tick is due (microseconds).
    pub(crate) const fn next(&self) -> i64 {
        if self.running { self.next } else { i64::MAX }
    }

    /// How much rarer and larger ticks are so that this span is not too long to walk; skips what a stopped market
    /// has missed.
    pub(crate) fn pace(&mut self, until: i64) -> i64 {
        if !self.running {
            self.next = self.next.max(until);
            return 1;
        }
        (until - self.next).max(0) / self.interval.saturating_mul(BURST) + 1
    }

    /// The tick that is due.
    pub(crate) fn step(&mut self, rarer: i64, engine: &mut Engine) {
        self.next += self.interval * rarer;
        let at = self.random.index(self.walks.len());
        let draws = [self.random.next(), self.random.next()];
        let Some((id, _, walk)) = self.walks.get_mut(at) else { return };
        let asleep = engine.symbol(*id).is_ok_and(|symbol| !engine.is_open(symbol));
        if asleep || walk.held {
            return;
        }
        let reach = walk.step * rarer.isqrt();
        let [first, second] = draws.map(|bits| i64::try_from(bits >> 1).unwrap_or(0) % (2 * reach + 1) - reach);
        let home = (walk.anchor - walk.bid) / 4_000;
        walk.bid = (walk.bid + (first + second) / 2 + home).max(walk.anchor / 10).max(1);
        self.publish(at, engine);
    }

    fn publish(&mut self, at: usize, engine: &mut Engine) {
        let Some((id, digits, walk)) = self.walks.get(at) else { return };
        let widened = self.random.between(0, walk.spread / 4);
        let ask = walk.bid + walk.spread + widened;
        // Prices of a walk are positive and not crossed, so no tick is refused.
        let _ = engine.tick(*id, Decimal::new(walk.bid, *digits), Decimal::new(ask, *digits));
        if let Some(bars) = self.bars.get_mut(at) {
            bars.tick(engine.now(), walk.bid, ask - walk.bid);
        }
    }

    /// Minutes of a symbol that begin from `from` to `to` (UTC, milliseconds, both included), oldest first.
    pub fn minutes<'a>(
        &'a self,
        engine: &'a Engine,
        id: SymbolId,
        from: Millis,
        to: Millis,
    ) -> impl Iterator<Item = Bar> + 'a {
        let bars = self.place_of(id).and_then(|at| self.bars.get(at)).zip(engine.symbol(id).ok());
        bars.into_iter().flat_map(move |(bars, symbol)| bars.between(engine, symbol, from, to))
    }

    /// The bid price of a symbol at a moment that is past.
    #[must_use]
    pub fn price_at(&self, engine: &Engine, id: SymbolId, at: Millis) -> Option<Decimal> {
        let place = self.place_of(id)?;
        let symbol = engine.symbol(id).ok()?;
        let points = self.bars.get(place)?.price_at(engine, symbol, at)?;
        Some(Decimal::new(points, symbol.digits))
    }

    fn place_of(&self, id: SymbolId) -> Option<usize> {
        self.walks.iter().position(|(walked, _, _)| *walked == id)
    }

    /// Sets a price now. `hold` keeps it until it is forced again; else the walk goes on from there.
    pub fn force(&mut self, engine: &mut Engine, name: &str, bid: Decimal, ask: Decimal, hold: bool) -> bool {
        let Some(id) = engine.symbol_id(name) else { return false };
        if engine.tick(id, bid, ask).is_err() {
            return false;
        }
        let at = self.place_of(id);
        if let Some((_, digits, walk)) = at.and_then(|at| self.walks.get_mut(at)) {
            let points = |price: Decimal| i64::try_from((price * Decimal::from(10_u64.pow(*digits))).round());
            let forced = points(bid).unwrap_or(walk.bid);
            (walk.bid, walk.anchor, walk.held) = (forced, forced, hold);
            if let Some(bars) = at.and_then(|at| self.bars.get_mut(at)) {
                bars.tick(engine.now(), forced, points(ask - bid).unwrap_or(0));
            }
        }
        true
    }

    /// For the state file.
    #[must_use]
    pub fn save(&self) -> SavedMarket {
        SavedMarket { walks: self.walks.iter().map(|(_, _, walk)| walk.clone()).collect(), random: self.random.clone() }
    }

    /// Goes on where a file ended. What ticked before is not in it: the past is reckoned anew from where it goes on.
    pub fn restore(&mut self, saved: &SavedMarket) {
        self.random = saved.random.clone();
        self.bars.iter_mut().for_each(Bars::clear);
        for (_, _, walk) in &mut self.walks {
            if let Some(kept) = saved.walks.iter().find(|kept| kept.symbol == walk.symbol) {
                *walk = kept.clone();
            }
        }
    }
}
