//! What a broker's websites are told of.

text_enum! {
    /// Kind of an event: the noun, and what happened to it.
    EventType {
        /// A client was registered.
        ClientCreated = "client.created",
        /// A client's details or contacts changed.
        ClientChanged = "client.changed",
        /// A client's status changed.
        ClientStatusChanged = "client.status_changed",
        /// A client was archived.
        ClientArchived = "client.archived",
        /// A client came back from the archive.
        ClientRestored = "client.restored",
        /// A client was merged into another, which stands in for it from now on.
        ClientMerged = "client.merged",
        /// A client that a file brought was taken back, as if it had never been.
        ClientDeleted = "client.deleted",
        /// A trading account was opened.
        TradingAccountOpened = "trading_account.opened",
        /// An account that was there before was linked to a client.
        TradingAccountLinked = "trading_account.linked",
        /// A trading account's product, leverage or switches changed.
        TradingAccountChanged = "trading_account.changed",
        /// A trading account was put away.
        TradingAccountArchived = "trading_account.archived",
        /// Money was asked for.
        BalanceOperationRequested = "balance_operation.requested",
        /// A second person said no.
        BalanceOperationDeclined = "balance_operation.declined",
        /// Taken back by the one who asked.
        BalanceOperationCancelled = "balance_operation.cancelled",
        /// Booked.
        BalanceOperationConfirmed = "balance_operation.confirmed",
        /// Refused by the server.
        BalanceOperationRejected = "balance_operation.rejected",
        /// Nobody knows yet whether it was booked.
        BalanceOperationUnknown = "balance_operation.unknown",
        /// Looked up: never booked.
        BalanceOperationNotApplied = "balance_operation.not_applied",
        /// A trade was asked for.
        TradeCommandRequested = "trade_command.requested",
        /// A second person said no.
        TradeCommandDeclined = "trade_command.declined",
        /// Taken back by the one who asked.
        TradeCommandCancelled = "trade_command.cancelled",
        /// Done.
        TradeCommandConfirmed = "trade_command.confirmed",
        /// Done for a part of the volume.
        TradeCommandPartial = "trade_command.partial",
        /// Refused by the server.
        TradeCommandRejected = "trade_command.rejected",
        /// Nobody knows yet whether it was done.
        TradeCommandUnknown = "trade_command.unknown",
        /// Looked up: never done.
        TradeCommandNotApplied = "trade_command.not_applied",
        /// A deal opened a position.
        PositionOpened = "position.opened",
        /// A deal added to a position.
        PositionIncreased = "position.increased",
        /// A deal closed a part of a position.
        PositionReduced = "position.reduced",
        /// A deal closed what was left of a position.
        PositionClosed = "position.closed",
        /// A deal turned a position round.
        PositionReversed = "position.reversed",
        /// A waiting order was placed.
        OrderPlaced = "order.placed",
        /// A waiting order has other terms now, or less of it is left.
        OrderChanged = "order.changed",
        /// A waiting order is gone and opened nothing: it was cancelled, or its time ran out.
        OrderCancelled = "order.cancelled",
        /// A waiting order is gone, and a deal was made by it.
        OrderFilled = "order.filled",
        /// Money was booked on an account, and not by the CRM.
        BookingMade = "booking.made",
    }
}

impl EventType {
    /// What stands before the dot.
    #[must_use]
    pub fn noun(self) -> &'static str {
        self.as_str().split_once('.').map_or("", |(noun, _)| noun)
    }
}
