use rust_decimal::Decimal;

use super::num::rounded;
use super::records::{Millis, Side};
use super::symbol::SymbolId;
use super::{Engine, Group, Refusal};

/// The last prices of a symbol and those of its day.
#[derive(Debug, Clone, Default)]
pub struct Quote {
    pub bid: Decimal,
    pub ask: Decimal,
    pub time: Millis,
    /// Number of the tick among all ticks of the server; 0: none yet.
    pub sequence: u64,
    pub bid_low: Decimal,
    pub bid_high: Decimal,
    pub ask_low: Decimal,
    pub ask_high: Decimal,
    pub open: Decimal,
    pub close: Decimal,
}

impl Quote {
    pub(super) fn update(&mut self, bid: Decimal, ask: Decimal, time: Millis, sequence: u64) {
        if self.sequence == 0 || self.open.is_zero() {
            (self.open, self.bid_low, self.bid_high, self.ask_low, self.ask_high) = (bid, bid, bid, ask, ask);
        }
        self.bid_low = self.bid_low.min(bid);
        self.bid_high = self.bid_high.max(bid);
        self.ask_low = self.ask_low.min(ask);
        self.ask_high = self.ask_high.max(ask);
        (self.bid, self.ask, self.time, self.sequence) = (bid, ask, time, sequence);
    }

    /// Begins a new day.
    pub(super) const fn new_day(&mut self) {
        self.close = self.bid;
        self.open = Decimal::ZERO;
    }
}

impl Engine {
    /// Number of the last tick.
    #[must_use]
    pub const fn last_tick(&self) -> u64 {
        self.ticks
    }

    /// The last prices of a symbol.
    #[must_use]
    pub fn quote(&self, id: SymbolId) -> Option<&Quote> {
        self.quotes.get(id.0).filter(|quote| quote.sequence > 0)
    }

    /// Bid and ask as the accounts of a group see them.
    ///
    /// # Errors
    /// [`Refusal::NoQuotes`] before the first tick, [`Refusal::NotFound`] for an unknown symbol.
    pub fn quote_for(&self, group: &Group, id: SymbolId) -> Result<(Decimal, Decimal), Refusal> {
        let quote = self.quote(id).ok_or(Refusal::NoQuotes)?;
        if group.spread_diff == 0 {
            return Ok((quote.bid, quote.ask));
        }
        let symbol = self.symbol(id)?;
        let low = Decimal::from(group.spread_diff / 2) * symbol.point();
        let high = Decimal::from(group.spread_diff) * symbol.point() - low;
        Ok((rounded(quote.bid - low, symbol.digits), rounded(quote.ask + high, symbol.digits)))
    }

    /// The price at which a direction opens: ask to buy, bid to sell.
    pub(super) fn opening_price(&self, group: &Group, id: SymbolId, side: Side) -> Result<Decimal, Refusal> {
        let (bid, ask) = self.quote_for(group, id)?;
        Ok(match side {
            Side::Buy => ask,
            Side::Sell => bid,
        })
    }

    /// The price at which a position closes.
    pub(super) fn closing_price(&self, group: &Group, id: SymbolId, side: Side) -> Result<Decimal, Refusal> {
        self.opening_price(group, id, side.opposite())
    }
}
