//! Prices before the first tick: the same for the same seed, whatever was asked before.

use super::bars::Bar;
use crate::engine::{DAY, Engine, Symbol};
use crate::random::Random;

/// Waves of 1, 2, 4 … minutes: the longest is nearly three days.
const WAVES: u32 = 12;
/// Minutes of a week in which symbols with weekends trade.
const WEEK: i64 = 5 * 1_440;
const MINUTES_OF_DAY: i64 = DAY / 60_000;

/// A sum of waves of many lengths, each of them a row of random heights joined by straight lines. A longer wave is
/// higher as its root, as a walk would be.
#[derive(Debug, Clone)]
pub(super) struct Path {
    seed: u64,
    step: i64,
    spread: i64,
    floor: i64,
}

impl Path {
    /// The path of a symbol; prices and spread in points, `step` as in its walk.
    pub(super) fn new(seed: u64, name: &str, anchor: i64, step: i64, spread: i64) -> Self {
        let named = name.bytes().fold(seed, |seed, byte| Random::new(seed, u64::from(byte)).next());
        Self { seed: named, step, spread, floor: (anchor / 10).max(1) }
    }

    /// The minute, shifted so that minute `join` opens at `pin`.
    pub(super) fn bar(&self, engine: &Engine, symbol: &Symbol, minute: i64, join: i64, pin: i64) -> Bar {
        let place = |minute: i64| place(engine, symbol, minute);
        let shift = pin - self.height(place(join));
        let at = place(minute);
        let price = |at: i64| (self.height(at) + shift).max(self.floor);
        let (open, close) = (price(at), price(at + 1));
        let mut random = Random::new(self.seed ^ at.cast_unsigned(), 17);
        let mut reach = || random.between(0, self.step * 2);
        let (up, down) = (reach(), reach());
        Bar {
            minute,
            open,
            close,
            high: open.max(close) + up,
            low: (open.min(close) - down).max(1),
            ticks: u32::try_from(random.between(20, 90)).unwrap_or(1),
            spread: self.spread,
        }
    }

    fn height(&self, at: i64) -> i64 {
        (0..WAVES).map(|wave| self.wave(wave, at)).sum()
    }

    fn wave(&self, wave: u32, at: i64) -> i64 {
        let length = 1_i64 << wave;
        let reach =
            self.step.saturating_mul(2).saturating_mul(self.step.saturating_mul(2)).saturating_mul(length).isqrt();
        let knot = at.div_euclid(length);
        let height =
            |knot: i64| Random::new(self.seed ^ knot.cast_unsigned(), 32 + u64::from(wave)).between(-reach, reach);
        let (left, right) = (height(knot), height(knot + 1));
        left + (right - left) * at.rem_euclid(length) / length
    }
}

/// Minutes of trading until this one: weekends of the server's clock take none, so no price jumps over them.
fn place(engine: &Engine, symbol: &Symbol, minute: i64) -> i64 {
    if !engine.closes(symbol) {
        return minute;
    }
    // 1970 began on a Thursday; weeks are counted from a Monday
    let local = engine.zone().local(minute * 60_000).div_euclid(60_000) + 3 * MINUTES_OF_DAY;
    let (week, inside) = (local.div_euclid(7 * MINUTES_OF_DAY), local.rem_euclid(7 * MINUTES_OF_DAY));
    week * WEEK + inside.min(WEEK)
}
