use chrono::{DateTime, Utc};

use super::Price;
use crate::clock::ServerTime;

/// How much time one candle covers. Hours and days are those of the server's wall clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Frame {
    /// One minute.
    M1,
    /// Five minutes.
    M5,
    /// A quarter of an hour.
    M15,
    /// Half an hour.
    M30,
    /// One hour.
    H1,
    /// Four hours, from the server's midnight on.
    H4,
    /// The server's day.
    D1,
}

impl Frame {
    /// All of them, shortest first.
    pub const ALL: [Self; 7] = [Self::M1, Self::M5, Self::M15, Self::M30, Self::H1, Self::H4, Self::D1];

    /// Length in seconds.
    #[must_use]
    pub const fn seconds(self) -> i64 {
        match self {
            Self::M1 => 60,
            Self::M5 => 300,
            Self::M15 => 900,
            Self::M30 => 1_800,
            Self::H1 => 3_600,
            Self::H4 => 14_400,
            Self::D1 => 86_400,
        }
    }

    /// The name that traders know.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::M1 => "M1",
            Self::M5 => "M5",
            Self::M15 => "M15",
            Self::M30 => "M30",
            Self::H1 => "H1",
            Self::H4 => "H4",
            Self::D1 => "D1",
        }
    }
}

/// Most candles of one question.
pub const CANDLES_MAX: i64 = 5_000;

/// Which candles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CandleQuery {
    /// Of what.
    pub symbol: String,
    /// How long each is.
    pub frame: Frame,
    /// Those that end after this instant
    pub from: DateTime<Utc>,
    /// and begin before this one.
    pub to: DateTime<Utc>,
}

/// How the bid price of a symbol moved in a stretch of time. Stretches without a tick have no candle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candle {
    /// Its beginning.
    pub at: ServerTime,
    /// First price.
    pub open: Price,
    /// Highest price.
    pub high: Price,
    /// Lowest price.
    pub low: Price,
    /// Last price. Of the candle that is not over yet: the newest.
    pub close: Price,
    /// How many ticks it has, where the server tells.
    pub ticks: u64,
}
