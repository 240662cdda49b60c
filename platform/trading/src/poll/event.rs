use chrono::TimeDelta;

use crate::domain::{AccountState, Deal, Login, PendingOrder, Position, Quote};

/// What changed of something that is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Its terms: volume, stops, prices that people set.
    Terms,
    /// Only what the market moves: current price, result, swap.
    Figures,
}

/// Something that happened on a trading server. Deals come at least once over restarts and once in one run; the rest
/// says how things are now and may be repeated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A deal was made.
    DealSeen {
        /// It.
        deal: Deal,
        /// From its time on the server until it was seen.
        delay: TimeDelta,
    },
    /// A position is there that was not.
    PositionOpened(Position),
    /// A position changed.
    PositionChanged {
        /// As it is now.
        position: Position,
        /// What of it.
        change: Change,
    },
    /// A position is gone: as it was last.
    PositionClosed(Position),
    /// A waiting order is there that was not.
    OrderPlaced(PendingOrder),
    /// A waiting order changed.
    OrderChanged(PendingOrder),
    /// A waiting order is gone, filled or cancelled or expired: as it was last.
    OrderEnded(PendingOrder),
    /// The figures of an account changed.
    AccountChanged(AccountState),
    /// The server does not show the figures of an account any more.
    AccountGone(Login),
    /// A price changed.
    Tick(Quote),
}
