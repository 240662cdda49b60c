//! Where prices come from: a seeded walk in whole points, so that a seed gives the same ticks everywhere.

mod catalogue;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

pub use catalogue::{Listing, bench_listings, default_groups, default_listings};

use crate::engine::{Engine, SymbolId};
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
    /// Microseconds between two ticks.
    interval: i64,
    next: i64,
    running: bool,
}

impl Market {
    /// A market of these symbols that makes this many ticks a second from now (microseconds) on.
    #[must_use]
    pub fn new(seed: u64, ticks_per_second: u32, now: i64, engine: &Engine, listings: &[Listing]) -> Self {
        let walks = listings
            .iter()
            .filter_map(|listing| {
                let id = engine.symbol_id(&listing.symbol.name)?;
                let walk = Walk {
                    symbol: listing.symbol.name.clone(),
                    bid: listing.start,
                    anchor: listing.start,
                    step: listing.step,
                    spread: listing.spread,
                    held: false,
                };
                Some((id, listing.symbol.digits, walk))
            })
            .collect();
        let interval = 1_000_000 / i64::from(ticks_per_second.clamp(1, 1_000_000));
        Self { random: Random::new(seed, 1), walks, interval, next: now, running: ticks_per_second > 0 }
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
    }

    /// Sets a price now. `hold` keeps it until it is forced again; else the walk goes on from there.
    pub fn force(&mut self, engine: &mut Engine, name: &str, bid: Decimal, ask: Decimal, hold: bool) -> bool {
        let Some(id) = engine.symbol_id(name) else { return false };
        if let Some((_, digits, walk)) = self.walks.iter_mut().find(|(walked, _, _)| *walked == id) {
            let points = (bid * Decimal::from(10_u64.pow(*digits))).round();
            let points = i64::try_from(points).unwrap_or(walk.bid);
            (walk.bid, walk.anchor, walk.held) = (points, points, hold);
        }
        engine.tick(id, bid, ask).is_ok()
    }

    /// For the state file.
    #[must_use]
    pub fn save(&self) -> SavedMarket {
        SavedMarket { walks: self.walks.iter().map(|(_, _, walk)| walk.clone()).collect(), random: self.random.clone() }
    }

    /// Goes on where a file ended.
    pub fn restore(&mut self, saved: &SavedMarket) {
        self.random = saved.random.clone();
        for (_, _, walk) in &mut self.walks {
            if let Some(kept) = saved.walks.iter().find(|kept| kept.symbol == walk.symbol) {
                *walk = kept.clone();
            }
        }
    }
}
