use rust_decimal::Decimal;

use super::calc::profit;
use super::num::{lots, ratio, rounded};
use super::records::{Millis, Position, Side};
use super::symbol::{SwapMode, Symbol};
use super::{Engine, Group, Refusal, Way};

impl Engine {
    /// When the next day of the server begins.
    #[must_use]
    pub const fn next_rollover(&self) -> Millis {
        self.next_rollover
    }

    /// Ends the server's day when its midnight has come: swap, the day's figures, orders of the day.
    ///
    /// # Errors
    /// Never with consistent books.
    pub fn roll_over(&mut self) -> Result<(), Refusal> {
        if self.now < self.next_rollover {
            return Ok(());
        }
        let ended = self.next_rollover - 1;
        self.next_rollover = self.zone.next_midnight(self.now);
        self.expire_orders();
        let tickets: Vec<u64> = self.book.positions.keys().copied().collect();
        for ticket in tickets {
            self.charge_swap(ticket, ended)?;
        }
        let logins: Vec<u64> = self.book.accounts.keys().copied().collect();
        for login in logins {
            let account = self.account_mut(login)?;
            account.balance_prev_day = account.balance;
            account.equity_prev_day = account.equity();
            self.check_stop_out(login)?;
        }
        self.quotes.iter_mut().for_each(super::Quote::new_day);
        Ok(())
    }

    fn charge_swap(&mut self, ticket: u64, ended: Millis) -> Result<(), Refusal> {
        let position = self.book.positions.get(&ticket).ok_or(Refusal::NotFound)?;
        let group = self.group_of(position.login)?;
        let symbol = self.symbol(position.symbol)?;
        let nights = if group.swaps { self.nights(symbol, ended) } else { 0 };
        let amount = rounded(self.swap(symbol, group, position) * Decimal::from(nights), group.digits);
        let login = position.login;
        if let Some(position) = self.book.positions.get_mut(&ticket) {
            position.storage += amount;
        }
        self.account_mut(login)?.storage += amount;
        Ok(())
    }

    /// How many nights the end of this day counts for.
    fn nights(&self, symbol: &Symbol, ended: Millis) -> u32 {
        let day = self.zone.weekday(ended);
        match day {
            _ if day == symbol.swap.triple_day => 3,
            0 | 6 if self.weekends && !symbol.round_the_clock => 0,
            0 | 6 if symbol.swap.triple_day < 7 => 0,
            _ => 1,
        }
    }

    /// Swap of one night in the deposit currency, not rounded.
    fn swap(&self, symbol: &Symbol, group: &Group, position: &Position) -> Decimal {
        let swap = &symbol.swap;
        let value = if position.side == Side::Buy { swap.long } else { swap.short };
        let in_currency = |amount: Decimal, currency: &str| {
            let way = if amount.is_sign_negative() { Way::Pay } else { Way::Receive };
            amount * self.rate(currency, &group.currency, way).unwrap_or(Decimal::ONE)
        };
        let volume = lots(position.volume);
        let interest = |price: Decimal| {
            let year = Decimal::from(swap.year_days.max(1)) * Decimal::ONE_HUNDRED;
            let worth = profit(symbol, Side::Buy, position.volume, Decimal::ZERO, price);
            in_currency(ratio(worth * value, year), &symbol.profit_currency)
        };
        match swap.mode {
            SwapMode::Disabled => Decimal::ZERO,
            SwapMode::Points => {
                let points = profit(symbol, Side::Buy, position.volume, Decimal::ZERO, value * symbol.point());
                in_currency(points, &symbol.profit_currency)
            }
            SwapMode::BaseCurrency => in_currency(value * volume, &symbol.base),
            SwapMode::MarginCurrency => in_currency(value * volume, &symbol.margin_currency),
            SwapMode::DepositCurrency => value * volume,
            SwapMode::ProfitCurrency => in_currency(value * volume, &symbol.profit_currency),
            SwapMode::InterestCurrent => interest(position.price_current),
            SwapMode::InterestOpen => interest(position.price_open),
        }
    }
}
