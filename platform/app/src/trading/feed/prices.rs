//! Newest prices of the symbols in which something is open on a server; asked for only while somebody watches.

use super::book::{Book, Known};
use chrono::{DateTime, TimeDelta, Utc};
use crm_trading::poll::{Brought, Event};
use crm_trading::{Price, Quote, Side};
use std::collections::{BTreeMap, BTreeSet};

/// How often they are asked for.
pub(super) const EVERY: TimeDelta = TimeDelta::seconds(1);

/// What is known of the prices.
#[derive(Clone, Debug, Default)]
pub(crate) struct Prices {
    pub(super) quotes: BTreeMap<String, Quote>,
    pub(crate) known: Known,
}

impl Prices {
    /// Whether anybody asks for them.
    pub(crate) fn are_watched(&self) -> bool {
        !self.known.every.is_zero()
    }

    /// Forgets what was known when nobody asks any more: what is not renewed is not shown.
    pub(super) fn watch(&mut self, are_watched: bool) {
        if !are_watched {
            *self = Self::default();
        } else if !self.are_watched() {
            self.known.every = EVERY;
        }
    }

    pub(super) fn take(&mut self, brought: &Brought, now: DateTime<Utc>) {
        // an answer that was under way when the last watcher left
        if !self.are_watched() {
            return;
        }
        match &brought.outcome {
            Ok(events) => {
                self.known.answered(brought.asked_at);
                for event in events {
                    if let Event::Tick(quote) = event {
                        self.quotes.insert(quote.symbol.clone(), quote.clone());
                    }
                }
            }
            Err(error) => self.known.failed(now, &error.to_string()),
        }
    }

    /// What one pays or gets now for a symbol, and when that was asked for.
    pub(crate) fn of(&self, symbol: &str, side: Side) -> Option<(Price, DateTime<Utc>)> {
        Some((self.quotes.get(symbol)?.opening(side), self.known.at?))
    }
}

/// The symbols in which something is open.
pub(super) fn symbols(book: &Book) -> Vec<String> {
    let positions = book.positions.values().map(|position| &position.symbol);
    let all: BTreeSet<&String> = positions.chain(book.orders.values().map(|order| &order.symbol)).collect();
    all.into_iter().cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crm_trading::poll::Feed;
    use crm_trading::{Answer, ServerTime, TradingError};

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000 + second, 0).unwrap()
    }

    fn told(second: i64, bid: &str, ask: &str) -> Brought {
        let time = ServerTime { server_msc: 0, utc: at(second) };
        let (bid, ask) = (bid.parse().unwrap(), ask.parse().unwrap());
        let quote = Quote { symbol: "EURUSD".to_owned(), bid, ask, at: time };
        Brought { feed: Feed::Ticks, asked_at: at(second), whole: true, outcome: Ok(vec![Event::Tick(quote)]) }
    }

    #[test]
    fn a_price_is_of_the_side_and_as_old_as_the_question() {
        let mut prices = Prices::default();
        prices.take(&told(0, "1.1", "1.2"), at(0));
        assert_eq!(prices.of("EURUSD", Side::Buy), None, "nobody watches");
        prices.watch(true);
        prices.take(&told(1, "1.1", "1.2"), at(1));
        assert_eq!(prices.of("EURUSD", Side::Buy), Some(("1.2".parse().unwrap(), at(1))));
        let unchanged = Brought { outcome: Ok(Vec::new()), ..told(5, "1.1", "1.2") };
        prices.take(&unchanged, at(5));
        assert_eq!(prices.of("EURUSD", Side::Sell), Some(("1.1".parse().unwrap(), at(5))));
        let failed = Err(TradingError::Auth(Answer::ours("wrong password")));
        prices.take(&Brought { outcome: failed, ..told(6, "1.1", "1.2") }, at(6));
        assert_eq!(prices.of("EURUSD", Side::Sell).map(|(_, known)| known), Some(at(5)), "it keeps its age");
        assert!(prices.known.trouble.is_some());
        assert_eq!(prices.of("XAUUSD", Side::Sell), None);
        prices.watch(false);
        assert_eq!((prices.of("EURUSD", Side::Sell), prices.are_watched()), (None, false));
    }
}
