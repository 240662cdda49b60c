//! Open positions, waiting orders and live figures within a viewer's reach: windows for lists, and what changes of them.

mod account;
mod accounts;
mod beat;
mod exposure;
mod filter;
mod orders;
mod scope;
mod text;
mod view;
#[cfg(test)]
mod view_tests;
mod window;

pub use crate::trading::feed::FeedState;
pub(crate) use account::AccountLook;
pub use account::freshen;
pub use accounts::{LiveAccountsBeat, MarginBeat, MarginWatch, Watch, WatchedAccount, margin_watch};
pub use beat::{Beats, Listener, OrderBeat, OrderBeats, PositionBeat, PositionBeats};
pub use crm_trading::{Money, OrderKind, OrderLife, Side};
pub use exposure::{Exposure, ExposureBeats, ExposureRow, exposure};
pub use filter::{LiveFilter, PositionSort};
pub use orders::{LiveOrder, OrderWindow, pending_orders};
pub use scope::Viewer;
pub use text::{amount, fixed, percent};
pub(crate) use view::Views;
pub use view::{CurrencyProfit, LivePosition};
pub use window::{FeedShown, PositionWindow, positions};
pub(crate) use window::{feeds, look};

use crate::UseCaseError;
use crm_model::Problem;

/// Rows of one window at most.
pub const WINDOW_MAX: usize = 200;

/// Which part of a list is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    from: usize,
    count: usize,
}

impl Part {
    /// A part of at most two hundred rows.
    ///
    /// # Errors
    /// `invalid_window` for less than one row, more than two hundred, or a place before the first.
    pub fn new(from: i32, count: i32) -> Result<Self, UseCaseError> {
        let from = usize::try_from(from).ok();
        let count = usize::try_from(count).ok().filter(|count| (1..=WINDOW_MAX).contains(count));
        match (from, count) {
            (Some(from), Some(count)) => Ok(Self { from, count }),
            _ => Err(Problem::at("count", "invalid_window", "Ask for 1 to 200 rows from a place in the list.").into()),
        }
    }

    /// Where it begins.
    #[must_use]
    pub fn from(self) -> i32 {
        i32::try_from(self.from).unwrap_or(i32::MAX)
    }

    fn cut<T: Clone>(self, rows: &[T]) -> Vec<T> {
        rows.iter().skip(self.from).take(self.count).cloned().collect()
    }
}
