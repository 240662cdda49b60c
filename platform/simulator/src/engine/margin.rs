use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::calc::{hedged_margin, margin};
use super::num::{lots, ratio, rounded};
use super::records::{Position, Side};
use super::symbol::{Symbol, SymbolId};
use super::{Engine, MarginMode, Refusal};

/// One direction of a symbol: its volume, margin and sums for averages.
#[derive(Debug, Default)]
struct Leg {
    volume: i64,
    margin: Decimal,
    price_lots: Decimal,
    rate_lots: Decimal,
}

impl Leg {
    fn add(&mut self, symbol: &Symbol, position: &Position, leverage: u32) {
        let lots = lots(position.volume);
        self.volume += position.volume;
        self.margin += margin(symbol, position.volume, position.price_open, leverage) * position.rate_margin;
        self.price_lots += lots * position.price_open;
        self.rate_lots += lots * position.rate_margin;
    }
}

#[derive(Debug, Default)]
struct Legs {
    buy: Leg,
    sell: Leg,
}

impl Legs {
    /// Full margin for what is uncovered, the hedged one for what both legs cover (PROTOCOL §8).
    fn margin(&self, symbol: &Symbol, leverage: u32) -> Decimal {
        let (larger, smaller) =
            if self.buy.volume >= self.sell.volume { (&self.buy, &self.sell) } else { (&self.sell, &self.buy) };
        if smaller.volume == 0 || symbol.hedge_large_leg {
            return larger.margin.max(smaller.margin);
        }
        let covered = smaller.volume;
        let uncovered = larger.volume - covered;
        let full = ratio(larger.margin * Decimal::from(uncovered), Decimal::from(larger.volume));
        let both = lots(larger.volume + smaller.volume);
        let price = ratio(larger.price_lots + smaller.price_lots, both);
        let rate = ratio(larger.rate_lots + smaller.rate_lots, both);
        full + hedged_margin(symbol, covered, price, leverage) * rate
    }
}

impl Engine {
    /// Margin of an account as if `extra` were open too.
    pub(super) fn margin_with(&self, login: u64, extra: Option<&Position>) -> Result<Decimal, Refusal> {
        let account = self.account(login)?;
        let group = self.group_of(login)?;
        let mut legs: BTreeMap<SymbolId, Legs> = BTreeMap::new();
        for position in self.positions_of(login).chain(extra) {
            let symbol = self.symbol(position.symbol)?;
            let legs = legs.entry(position.symbol).or_default();
            let leg = if position.side == Side::Buy { &mut legs.buy } else { &mut legs.sell };
            leg.add(symbol, position, account.leverage);
        }
        let mut total = Decimal::ZERO;
        for (id, legs) in &legs {
            let symbol = self.symbol(*id)?;
            total += match group.margin_mode {
                MarginMode::Netting => (legs.buy.margin - legs.sell.margin).abs(),
                MarginMode::Hedging => legs.margin(symbol, account.leverage),
            };
        }
        Ok(rounded(total * group.margin_factor, group.digits))
    }

    /// Computes the margin of an account anew after its positions, leverage or group changed.
    pub(super) fn refresh_margin(&mut self, login: u64) -> Result<(), Refusal> {
        let margin = self.margin_with(login, None)?;
        self.account_mut(login)?.margin = margin;
        Ok(())
    }

    /// What a position of this kind would do to the margin: before and after, deposit currency.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] for unknown accounts and symbols.
    pub fn margin_effect(
        &self,
        login: u64,
        symbol: SymbolId,
        side: Side,
        volume: i64,
        price: Decimal,
    ) -> Result<(Decimal, Decimal), Refusal> {
        let position = self.draft(login, symbol, side, volume, price)?;
        Ok((self.account(login)?.margin, self.margin_with(login, Some(&position))?))
    }
}
