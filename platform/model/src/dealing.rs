//! Trade commands: what they are, where they stand, and how volumes and prices are written.

use crate::{BalanceState, Problem, parse_amount, show_amount};

text_enum! {
    /// What a trade command does.
    TradeKind {
        /// Opens a position at the market.
        Open = "open",
        /// Closes a position or a part of it.
        Close = "close",
        /// Closes a position by an opposite one.
        CloseBy = "close_by",
        /// Changes the stops of a position.
        ModifyPosition = "modify_position",
        /// Places an order that waits.
        PlaceOrder = "place_order",
        /// Changes a waiting order.
        ModifyOrder = "modify_order",
        /// Takes a waiting order back.
        CancelOrder = "cancel_order",
        /// Fills a waiting order now.
        ActivateOrder = "activate_order",
    }
}

impl TradeKind {
    /// Whether it brings the account a new exposure, or an order for one.
    #[must_use]
    pub const fn opens(self) -> bool {
        matches!(self, Self::Open | Self::PlaceOrder | Self::ActivateOrder)
    }

    /// Whether it only says how a position or an order shall be, so that its effect is seen on that alone.
    #[must_use]
    pub const fn modifies(self) -> bool {
        matches!(self, Self::ModifyPosition | Self::ModifyOrder)
    }

    /// Whether it is filled at a price of the market.
    #[must_use]
    pub const fn at_market(self) -> bool {
        matches!(self, Self::Open | Self::Close | Self::ActivateOrder)
    }

    /// Whether an earlier command on the same position or order, whose end is not known, stands in the way of this one. What
    /// may still change only the stops hinders no closing.
    #[must_use]
    pub const fn waits_for(self, earlier: Self) -> bool {
        !earlier.modifies() || self.modifies()
    }
}

text_enum! {
    /// Which way.
    TradeSide {
        /// Gains when the price rises.
        Buy = "buy",
        /// Gains when the price falls.
        Sell = "sell",
    }
}

impl TradeSide {
    /// The other way.
    #[must_use]
    pub const fn opposite(self) -> Self {
        match self {
            Self::Buy => Self::Sell,
            Self::Sell => Self::Buy,
        }
    }
}

text_enum! {
    /// Kind of a waiting order.
    PendingKind {
        /// Buys below the market.
        BuyLimit = "buy_limit",
        /// Sells above the market.
        SellLimit = "sell_limit",
        /// Buys above the market.
        BuyStop = "buy_stop",
        /// Sells below the market.
        SellStop = "sell_stop",
        /// Becomes a buy limit once a price is passed (MT5 only).
        BuyStopLimit = "buy_stop_limit",
        /// Becomes a sell limit once a price is passed (MT5 only).
        SellStopLimit = "sell_stop_limit",
    }
}

impl PendingKind {
    /// Which way the position will be.
    #[must_use]
    pub const fn side(self) -> TradeSide {
        match self {
            Self::BuyLimit | Self::BuyStop | Self::BuyStopLimit => TradeSide::Buy,
            Self::SellLimit | Self::SellStop | Self::SellStopLimit => TradeSide::Sell,
        }
    }

    /// Whether it has a second price.
    #[must_use]
    pub const fn is_stop_limit(self) -> bool {
        matches!(self, Self::BuyStopLimit | Self::SellStopLimit)
    }
}

text_enum! {
    /// Where a trade command stands.
    TradeState {
        /// Waits for a second person.
        Requested = "requested",
        /// Committed, and being sent: found in this state later, nobody knows what became of it.
        Sending = "sending",
        /// The server did it.
        Confirmed = "confirmed",
        /// The server did it for a part of the volume.
        Partial = "partial",
        /// The server refused, or nothing was sent.
        Rejected = "rejected",
        /// No answer came: it is looked up, never sent again.
        Unknown = "unknown",
        /// Looked up: the server never did it.
        NotApplied = "not_applied",
        /// The second person said no.
        Declined = "declined",
        /// Taken back by the one who asked.
        Cancelled = "cancelled",
    }
}

impl TradeState {
    /// Whether a command may go from here to there: the machine of money, in which a part is done as the whole is (MON-13).
    #[must_use]
    pub const fn may_become(self, next: Self) -> bool {
        self.as_money().may_become(next.as_money())
    }

    const fn as_money(self) -> BalanceState {
        match self {
            Self::Requested => BalanceState::Requested,
            Self::Sending => BalanceState::Sending,
            Self::Confirmed | Self::Partial => BalanceState::Confirmed,
            Self::Rejected => BalanceState::Rejected,
            Self::Unknown => BalanceState::Unknown,
            Self::NotApplied => BalanceState::NotApplied,
            Self::Declined => BalanceState::Declined,
            Self::Cancelled => BalanceState::Cancelled,
        }
    }

    /// Whether the server did it, wholly or in part.
    #[must_use]
    pub const fn is_done(self) -> bool {
        matches!(self, Self::Confirmed | Self::Partial)
    }
}

/// Decimals of the unit in which volumes and prices are kept: hundred-millionths of a lot, and of a price.
pub const TRADE_DIGITS: u32 = 8;

/// Reads a volume in hundred-millionths of a lot.
///
/// # Errors
/// `invalid_lots` at the field.
pub fn parse_lots(field: &str, text: &str) -> Result<i64, Problem> {
    let said = "Write the volume in lots with digits and a point, such as 0.10, above zero.";
    parse_amount(field, text, TRADE_DIGITS, false).map_err(|_| Problem::at(field, "invalid_lots", said))
}

/// Reads a price in hundred-millionths, with at most the symbol's digits.
///
/// # Errors
/// `invalid_price` at the field.
pub fn parse_price(field: &str, text: &str, digits: u32) -> Result<i64, Problem> {
    let unit = TRADE_DIGITS.checked_sub(digits).map(|missing| 10_i64.saturating_pow(missing));
    let price = parse_amount(field, text, digits, false).ok().zip(unit);
    price.and_then(|(price, unit)| price.checked_mul(unit)).ok_or_else(|| {
        let said = format!("Write the price with digits and a point, above zero and with at most {digits} decimals.");
        Problem::at(field, "invalid_price", said)
    })
}

/// A volume as a decimal number of lots without idle zeros, `0.1`.
#[must_use]
pub fn show_lots(units: i64) -> String {
    shown(units, 0)
}

/// A price with the symbol's digits, and more only where it has more.
#[must_use]
pub fn show_price(units: i64, digits: u32) -> String {
    shown(units, digits)
}

fn shown(units: i64, least: u32) -> String {
    let text = show_amount(units, TRADE_DIGITS);
    let idle = text.chars().rev().take_while(|c| *c == '0').count();
    let most = usize::try_from(TRADE_DIGITS.saturating_sub(least)).unwrap_or(0);
    let kept = text.len() - idle.min(most);
    text.get(..kept).unwrap_or(&text).trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mon_13_a_command_moves_as_money_does() {
        let mut legal = 0;
        for from in TradeState::ALL {
            for to in TradeState::ALL {
                legal += u32::from(from.may_become(*to));
                assert!(!from.may_become(*from) && !to.may_become(TradeState::Requested));
            }
        }
        // the ten of money, and two more that end in a part
        assert_eq!(legal, 12);
        assert!(!TradeState::Partial.may_become(TradeState::Confirmed));
    }

    #[test]
    fn what_may_still_change_only_stops_hinders_no_closing() {
        assert!(!TradeKind::Close.waits_for(TradeKind::ModifyPosition));
        assert!(!TradeKind::CancelOrder.waits_for(TradeKind::ModifyOrder));
        assert!(TradeKind::Close.waits_for(TradeKind::Close));
        assert!(TradeKind::ModifyPosition.waits_for(TradeKind::ModifyPosition));
        assert!(TradeKind::ModifyPosition.waits_for(TradeKind::Close));
    }

    #[test]
    fn mon_24_prices_and_volumes_have_one_form() {
        assert_eq!(parse_lots("lots", "0.01"), Ok(1_000_000));
        assert_eq!(parse_price("price", "1.08500", 5), Ok(108_500_000));
        assert_eq!(parse_price("price", "151.2", 3), Ok(15_120_000_000));
        for odd in ["", "0", "-1", "1e2", "1.123456", "NaN", " 1", "1,0", "99999999999999999999"] {
            assert!(parse_price("price", odd, 5).is_err(), "{odd}");
        }
        for odd in ["0", "-0.1", "0.000000001", "1e-2", ".1"] {
            assert!(parse_lots("lots", odd).is_err(), "{odd}");
        }
        assert_eq!(show_lots(1_000_000), "0.01");
        assert_eq!(show_lots(100_000_000), "1");
        assert_eq!(show_lots(1_000_000_000), "10");
        assert_eq!(show_price(108_500_000, 5), "1.08500");
        assert_eq!(show_price(108_500_010, 5), "1.0850001");
        assert_eq!(show_price(15_120_000_000, 0), "151.2");
        assert_eq!(show_price(-500_000, 5), "-0.00500");
        assert_eq!(show_price(4_000_000_000_000, 0), "40000");
    }
}
