//! Minutes of a symbol: those that ticked are kept in a ring, those before are reckoned anew whenever they are asked for.

use std::collections::VecDeque;

use super::path::Path;
use crate::engine::{Engine, Millis, Symbol};

/// Milliseconds of a minute.
const MINUTE: Millis = 60_000;
/// Minutes that all rings keep together: 22 symbols keep a week each, 500 more than two days.
const KEPT_TOGETHER: usize = 2_000_000;
/// Most minutes of one symbol: a week.
const KEPT_MOST: usize = 10_080;
/// How far back the reckoned past goes.
const PAST: i64 = 3 * 366 * 1_440;

/// One minute in points of the bid price.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bar {
    /// Its beginning in minutes since 1970, UTC.
    pub minute: i64,
    pub open: i64,
    pub high: i64,
    pub low: i64,
    pub close: i64,
    pub ticks: u32,
    /// Smallest spread of the minute.
    pub spread: i64,
}

impl Bar {
    /// Its beginning, milliseconds since 1970, UTC.
    #[must_use]
    pub const fn begins(&self) -> Millis {
        self.minute * MINUTE
    }
}

/// The minutes of one symbol.
#[derive(Debug)]
pub(super) struct Bars {
    kept: VecDeque<Bar>,
    most: usize,
    path: Path,
}

impl Bars {
    /// `symbols` is how many there are in all.
    pub(super) fn new(path: Path, symbols: usize) -> Self {
        let most = (KEPT_TOGETHER / symbols.max(1)).clamp(1, KEPT_MOST);
        Self { kept: VecDeque::new(), most, path }
    }

    /// Takes a tick into its minute.
    pub(super) fn tick(&mut self, at: Millis, bid: i64, spread: i64) {
        let minute = at.div_euclid(MINUTE);
        match self.kept.back_mut().filter(|bar| bar.minute >= minute) {
            Some(bar) => {
                (bar.high, bar.low) = (bar.high.max(bid), bar.low.min(bid));
                (bar.close, bar.ticks, bar.spread) = (bid, bar.ticks.saturating_add(1), bar.spread.min(spread));
            }
            None => {
                if self.kept.len() == self.most {
                    self.kept.pop_front();
                }
                self.kept.push_back(Bar { minute, open: bid, high: bid, low: bid, close: bid, ticks: 1, spread });
            }
        }
    }

    /// Forgets what ticked.
    pub(super) fn clear(&mut self) {
        self.kept.clear();
    }

    /// Minutes that begin from `from` to `to` (milliseconds, both included), oldest first.
    pub(super) fn between<'a>(
        &'a self,
        engine: &'a Engine,
        symbol: &'a Symbol,
        from: Millis,
        to: Millis,
    ) -> impl Iterator<Item = Bar> + 'a {
        let (first, last) = (from.saturating_add(MINUTE - 1).div_euclid(MINUTE), to.div_euclid(MINUTE));
        let join = self.kept.front().map_or(i64::MIN, |bar| bar.minute);
        let pin = self.kept.front().map_or(0, |bar| bar.open);
        let past = first.max(join.saturating_sub(PAST))..=last.min(join.saturating_sub(1));
        let open = move |minute: i64| engine.is_open_at(symbol, minute * MINUTE);
        let reckoned = past.filter(move |minute| open(*minute));
        let reckoned = reckoned.map(move |minute| self.path.bar(engine, symbol, minute, join, pin));
        let start = self.kept.partition_point(|bar| bar.minute < first);
        let ticked = self.kept.iter().skip(start).take_while(move |bar| bar.minute <= last);
        // the price that a server opens with on a weekend is none of the market
        reckoned.chain(ticked.filter(move |bar| open(bar.minute)).copied())
    }

    /// The bid price at a moment, in points: the last one of its minute, or of the one before that traded.
    pub(super) fn price_at(&self, engine: &Engine, symbol: &Symbol, at: Millis) -> Option<i64> {
        let minute = at.div_euclid(MINUTE);
        let first = self.kept.front()?;
        if minute < first.minute {
            return Some(self.path.bar(engine, symbol, minute, first.minute, first.open).close);
        }
        let after = self.kept.partition_point(|bar| bar.minute <= minute);
        self.kept.get(after.checked_sub(1)?).map(|bar| bar.close)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Zone;

    const NOON: Millis = 1_773_144_000_000;

    fn engine() -> Engine {
        let zone = Zone { minutes: 120, daylight: true };
        let coin = Symbol { round_the_clock: true, ..Symbol::pair("BTCUSD", "Crypto", 2) };
        Engine::new(NOON, zone, true, vec![Symbol::pair("EURUSD", "Forex", 5), coin], Vec::new())
    }

    fn bars(most: usize) -> Bars {
        let mut bars = Bars::new(Path::new(7, "EURUSD", 108_500, 6, 8), 22);
        bars.most = most;
        bars
    }

    #[test]
    fn ticks_make_minutes_and_the_oldest_make_room() {
        let (engine, mut bars) = (engine(), bars(2));
        for (second, bid) in [(0, 10), (10, 15), (59, 8), (60, 9), (180, 20)] {
            bars.tick(NOON + second * 1_000, bid, 3);
        }
        let symbol = &engine.symbols()[0];
        let live: Vec<Bar> = bars.between(&engine, symbol, NOON + MINUTE, NOON + 9 * MINUTE).collect();
        assert_eq!(live.iter().map(|bar| bar.begins() - NOON).collect::<Vec<_>>(), [MINUTE, 3 * MINUTE]);
        assert_eq!(bars.kept.len(), 2);
        bars.clear();
        bars.tick(NOON, 10, 3);
        bars.tick(NOON + 59_999, 4, 2);
        let bar = bars.kept[0];
        assert_eq!((bar.open, bar.high, bar.low, bar.close, bar.ticks, bar.spread), (10, 10, 4, 4, 2, 2));
    }

    #[test]
    fn the_past_joins_the_first_tick_without_a_jump_over_weekends_too() {
        let (engine, mut bars) = (engine(), bars(100));
        bars.tick(NOON + 30_000, 108_777, 8);
        let [pair, coin] = engine.symbols() else { panic!() };
        // Tuesday noon back to the Thursday before
        let from = NOON - 5 * 24 * 60 * MINUTE;
        let told: Vec<Bar> = bars.between(&engine, pair, from, NOON).collect();
        assert_eq!(told.last().map(|bar| bar.open), Some(108_777));
        for pair in told.windows(2) {
            assert_eq!(pair[0].close, pair[1].open, "{pair:?}");
        }
        assert!(told.iter().all(|bar| bar.low <= bar.open.min(bar.close) && bar.open.max(bar.close) <= bar.high));
        // two days of the server's clock are closed
        assert_eq!(told.len(), 3 * 1_440 + 1);
        assert!(told.iter().all(|bar| !matches!(engine.zone().weekday(bar.begins()), 0 | 6)));
        assert_eq!(bars.between(&engine, coin, from, NOON).count(), 5 * 1_440 + 1);
        // the same question has the same answer, and a part of it that part
        let again: Vec<Bar> = bars.between(&engine, pair, from + 7 * MINUTE, from + 9 * MINUTE).collect();
        assert_eq!(again, told[7..10]);
        assert_eq!(bars.price_at(&engine, pair, from + 8 * MINUTE + 1), Some(again[1].close));
        assert_eq!(bars.price_at(&engine, pair, NOON + 9_000_000), Some(108_777));
        let moves = told.iter().filter(|bar| bar.high > bar.low).count();
        assert!(moves > told.len() / 2, "{moves} minutes moved");
    }

    #[test]
    fn the_past_has_a_beginning() {
        let (engine, mut bars) = (engine(), bars(100));
        bars.tick(NOON, 108_777, 8);
        let coin = &engine.symbols()[1];
        let first = bars.between(&engine, coin, 0, NOON).next();
        assert_eq!(first.map(|bar| bar.minute), Some(NOON / MINUTE - PAST));
    }
}
