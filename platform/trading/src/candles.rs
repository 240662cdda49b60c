//! Candles of a server's wall clock: what part of it a question needs, and longer candles of shorter ones.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use crate::clock::ServerClock;
use crate::domain::{CANDLES_MAX, Candle, CandleQuery, Price};
use crate::error::Answer;
use crate::{Result, TradingError};

/// A bar as a server tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Bar {
    /// Its beginning in seconds of the server's wall clock.
    pub(crate) second: i64,
    pub(crate) open: Price,
    pub(crate) high: Price,
    pub(crate) low: Price,
    pub(crate) close: Price,
    pub(crate) ticks: u64,
}

/// Whole candles, in seconds of the server's wall clock; the end is not part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) from: i64,
    pub(crate) to: i64,
}

/// The part of the server's wall clock that holds all candles of a question.
pub(crate) fn span(query: &CandleQuery, clock: &ServerClock) -> Result<Span> {
    let refused = |words: String| Err(TradingError::Validation(Answer::ours(words)));
    if query.symbol.is_empty() {
        return refused("name the symbol of the candles".to_owned());
    }
    if query.from >= query.to {
        return refused("the candles must begin before they end".to_owned());
    }
    let frame = query.frame;
    let seconds = query.to.timestamp().saturating_sub(query.from.timestamp());
    if seconds / frame.seconds() > CANDLES_MAX {
        let words = format!("at most {CANDLES_MAX} candles at once: choose a shorter time or longer candles");
        return refused(words);
    }
    let (from, to) = clock.server_span(query.from, query.to);
    let begin = |second: i64| second.div_euclid(frame.seconds()).saturating_mul(frame.seconds());
    Ok(Span { from: begin(from), to: begin(to.saturating_sub(1)).saturating_add(frame.seconds()) })
}

/// The candles of a question from a server's bars of its length or shorter, oldest first. The hour that a wall clock
/// shows twice in autumn is one hour of candles.
pub(crate) fn gather(mut bars: Vec<Bar>, query: &CandleQuery, clock: &ServerClock, now: DateTime<Utc>) -> Vec<Candle> {
    let length = query.frame.seconds();
    bars.sort_by_key(|bar| bar.second);
    let mut candles: BTreeMap<i64, Bar> = BTreeMap::new();
    for bar in bars {
        let begin = bar.second.div_euclid(length) * length;
        match candles.get_mut(&begin) {
            Some(candle) => {
                candle.high = candle.high.max(bar.high);
                candle.low = candle.low.min(bar.low);
                candle.close = bar.close;
                candle.ticks = candle.ticks.saturating_add(bar.ticks);
            }
            None => {
                candles.insert(begin, Bar { second: begin, ..bar });
            }
        }
    }
    let at = |second: i64| clock.to_utc(second.saturating_mul(1_000), now);
    candles
        .into_values()
        .map(|bar| (at(bar.second + length).utc, at(bar.second), bar))
        .filter(|(end, begin, _)| *end > query.from && begin.utc < query.to)
        .map(|(_, at, bar)| Candle {
            at,
            open: bar.open,
            high: bar.high,
            low: bar.low,
            close: bar.close,
            ticks: bar.ticks,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Daylight;
    use crate::domain::Frame;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn question(frame: Frame, from: &str, to: &str) -> CandleQuery {
        CandleQuery { symbol: "EURUSD".to_owned(), frame, from: at(from), to: at(to) }
    }

    fn bar(wall: &str, prices: [&str; 4], ticks: u64) -> Bar {
        let [open, high, low, close] = prices.map(|price| price.parse().unwrap());
        Bar { second: at(wall).timestamp(), open, high, low, close, ticks }
    }

    /// Two hours ahead of UTC, three in Europe's summer.
    fn clock() -> ServerClock {
        let clock = ServerClock::new(Daylight::Europe);
        let winter = at("2026-01-01T00:00:00Z");
        clock.calibrate(winter.timestamp() + 7_200, winter);
        clock
    }

    #[test]
    fn minutes_become_candles_of_the_servers_day() {
        let clock = clock();
        let question = question(Frame::D1, "2026-01-13T00:00:00Z", "2026-01-14T12:00:00Z");
        let span = span(&question, &clock).unwrap();
        assert_eq!(
            (span.from, span.to),
            (at("2026-01-13T00:00:00Z").timestamp(), at("2026-01-15T00:00:00Z").timestamp())
        );
        // the second bar is still the thirteenth on the server's wall, and both come in the wrong order
        let bars = vec![
            bar("2026-01-14T00:00:00Z", ["1.3", "1.4", "1.2", "1.25"], 2),
            bar("2026-01-13T23:59:00Z", ["1.1", "1.5", "1.1", "1.3"], 4),
            bar("2026-01-13T00:00:00Z", ["1.2", "1.2", "1.0", "1.1"], 3),
        ];
        let candles = gather(bars, &question, &clock, at("2026-01-14T12:00:00Z"));
        assert_eq!(candles.len(), 2);
        let first = &candles[0];
        assert_eq!(first.at.utc, at("2026-01-12T22:00:00Z"));
        let shown = [first.open, first.high, first.low, first.close].map(|price| price.to_string());
        assert_eq!((shown, first.ticks), (["1.2", "1.5", "1.0", "1.3"].map(str::to_owned), 7));
        assert_eq!(candles[1].at.utc, at("2026-01-13T22:00:00Z"));
    }

    #[test]
    fn four_hours_begin_at_the_servers_midnight_in_summer_too() {
        let clock = clock();
        let question = question(Frame::H4, "2026-07-01T21:00:00Z", "2026-07-02T01:00:00Z");
        let bars = vec![
            bar("2026-07-01T23:59:00Z", ["1", "1", "1", "1"], 1),
            bar("2026-07-02T00:00:00Z", ["2", "2", "2", "2"], 1),
            bar("2026-07-02T04:00:00Z", ["3", "3", "3", "3"], 1),
        ];
        let candles = gather(bars, &question, &clock, at("2026-07-02T02:00:00Z"));
        assert_eq!(candles.iter().map(|candle| candle.at.utc).collect::<Vec<_>>(), [at("2026-07-01T21:00:00Z")]);
    }

    #[test]
    fn the_change_of_the_clock_loses_no_candle_and_makes_none_twice() {
        let clock = clock();
        // back at one in UTC: the wall shows 03:30 twice
        let question = question(Frame::H1, "2026-10-25T00:00:00Z", "2026-10-25T02:00:00Z");
        let span = span(&question, &clock).unwrap();
        assert!(
            span.from <= at("2026-10-25T03:00:00Z").timestamp() && at("2026-10-25T04:00:00Z").timestamp() <= span.to
        );
        let twice = || bar("2026-10-25T03:30:00Z", ["1", "1", "1", "1"], 5);
        let candles = gather(vec![twice(), twice()], &question, &clock, at("2026-10-26T00:00:00Z"));
        assert_eq!(
            candles.iter().map(|candle| (candle.at.utc, candle.ticks)).collect::<Vec<_>>(),
            [(at("2026-10-25T01:00:00Z"), 10)]
        );
    }

    #[test]
    fn too_much_and_nonsense_are_refused_in_words() {
        let clock = clock();
        let words = |question: CandleQuery| match span(&question, &clock) {
            Err(TradingError::Validation(answer)) => answer.words,
            other => panic!("{other:?}"),
        };
        assert!(words(question(Frame::M1, "2026-01-01T00:00:00Z", "2026-01-05T00:00:00Z")).contains("5000"));
        assert!(words(question(Frame::M1, "2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z")).contains("begin"));
        let nameless = CandleQuery {
            symbol: String::new(),
            ..question(Frame::M1, "2026-01-01T00:00:00Z", "2026-01-01T01:00:00Z")
        };
        assert!(words(nameless).contains("symbol"));
    }
}
