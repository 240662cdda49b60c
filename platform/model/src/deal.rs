//! Deals of trading accounts: executions, and bookings of money.

text_enum! {
    /// What a deal did.
    DealAction {
        /// Bought.
        Buy = "buy",
        /// Sold.
        Sell = "sell",
        /// Money in or out, by its sign.
        Balance = "balance",
        /// Credit in or out.
        Credit = "credit",
        /// A charge.
        Charge = "charge",
        /// A correction.
        Correction = "correction",
        /// A bonus, booked on the credit.
        Bonus = "bonus",
        /// Something that the server booked by itself: commission, interest, dividend, tax.
        Other = "other",
        /// The same on the credit.
        OtherCredit = "other_credit",
    }
}

impl DealAction {
    /// Whether it traded; all others are bookings of money.
    #[must_use]
    pub const fn is_trade(self) -> bool {
        matches!(self, Self::Buy | Self::Sell)
    }

    /// Whether it changed the credit and left the balance alone.
    #[must_use]
    pub const fn moves_credit(self) -> bool {
        matches!(self, Self::Credit | Self::Bonus | Self::OtherCredit)
    }
}

text_enum! {
    /// How a trade changed the exposure.
    DealEntry {
        /// Opened or added.
        In = "in",
        /// Closed or reduced.
        Out = "out",
        /// Turned around.
        InOut = "in_out",
        /// Closed by an opposite position.
        OutBy = "out_by",
    }
}

text_enum! {
    /// Who made a deal, as the server tells it.
    DealMaker {
        /// The client, by a terminal, a program or a signal.
        Client = "client",
        /// Somebody of the broker at the server, by hand or by another program.
        Dealer = "dealer",
        /// The server itself: stops, stop-out, settlement.
        Server = "server",
    }
}

text_enum! {
    /// Where a deal comes from: the CRM, or past it (MON-18).
    DealSource {
        /// A trade command of the CRM.
        TradeCommand = "trade_command",
        /// A balance operation of the CRM.
        BalanceOperation = "balance_operation",
        /// The client's terminal.
        Client = "client",
        /// Somebody at the server, past the CRM.
        Dealer = "dealer",
        /// The server itself.
        Server = "server",
        /// The server does not say.
        Unknown = "unknown",
    }
}

text_enum! {
    /// How much time one candle covers. Hours and days are those of the server's wall clock.
    CandleFrame {
        /// One minute.
        M1 = "m1",
        /// Five minutes.
        M5 = "m5",
        /// A quarter of an hour.
        M15 = "m15",
        /// Half an hour.
        M30 = "m30",
        /// One hour.
        H1 = "h1",
        /// Four hours.
        H4 = "h4",
        /// A day.
        D1 = "d1",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mon_26_a_deal_is_a_trade_or_moves_one_of_two_sums() {
        for action in DealAction::ALL {
            assert!(!(action.is_trade() && action.moves_credit()), "{action}");
        }
    }
}
