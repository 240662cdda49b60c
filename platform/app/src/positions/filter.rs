//! Which rows are wanted, and in which order.

use crate::UseCaseError;
use crate::trading::feed::LiveAccount;
use crm_access::{AccessError, Permission};
use crm_model::{ClientId, StaffId, TeamId, TradingAccountId, TradingEnvironment, TradingServerId};
use crm_trading::{Money, Side};
use std::collections::BTreeSet;

use super::scope::Viewer;

/// Which positions, orders or accounts. What is absent does not count.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct LiveFilter {
    /// Of a client.
    pub client: Option<ClientId>,
    /// Of an account.
    pub account: Option<TradingAccountId>,
    /// On a server.
    pub server: Option<TradingServerId>,
    /// Of real or of play money.
    pub environment: Option<TradingEnvironment>,
    /// Of the clients of an owner.
    pub owner: Option<StaffId>,
    /// Of the clients of a team.
    pub team: Option<TeamId>,
    /// The one position or order with this number.
    pub ticket: Option<u64>,
    /// In one of these symbols; empty: in any.
    pub symbols: BTreeSet<String>,
    /// In one of these groups; empty: in any.
    pub groups: BTreeSet<String>,
    /// Which way.
    pub side: Option<Side>,
    /// With at least this result, in the account's currency.
    pub profit_from: Option<Money>,
    /// With at most this result.
    pub profit_to: Option<Money>,
    /// Of accounts whose margin level is below this, in hundredths of a per cent.
    pub margin_level_below: Option<i64>,
}

/// Order of positions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum PositionSort {
    /// The one opened last first.
    #[default]
    OpenedNewest,
    /// The one opened first first.
    OpenedOldest,
    /// The greatest gain first.
    ProfitHighest,
    /// The greatest loss first.
    ProfitLowest,
    /// The largest first.
    LotsLargest,
    /// By symbol.
    Symbol,
    /// Those of the account nearest to its end first.
    MarginLevelLowest,
}

impl LiveFilter {
    /// Whether an account is among those that are wanted; the margin level is judged apart.
    pub(crate) fn wants_account(&self, account: &LiveAccount) -> bool {
        let record = &account.account.record;
        self.client.is_none_or(|id| id == record.client)
            && self.account.is_none_or(|id| id == record.id)
            && self.server.is_none_or(|id| id == record.server)
            && self.environment.is_none_or(|money| money == record.environment)
            && self.owner.is_none_or(|id| Some(id) == account.owner)
            && self.team.is_none_or(|id| Some(id) == account.team)
            && (self.groups.is_empty() || self.groups.contains(&record.group))
    }

    pub(crate) fn wants_symbol(&self, symbol: &str) -> bool {
        self.symbols.is_empty() || self.symbols.contains(symbol)
    }

    pub(crate) fn wants_profit(&self, profit: Money) -> bool {
        self.profit_from.is_none_or(|from| profit >= from) && self.profit_to.is_none_or(|to| profit <= to)
    }

    /// An account whose level the viewer may not see is never below anything: it cannot be found by trying (MASK-03).
    pub(crate) fn wants_level(&self, level: Option<i64>) -> bool {
        self.margin_level_below.is_none_or(|below| level.is_some_and(|level| level < below))
    }

    /// Who may not see money neither filters nor sorts by margin levels.
    pub(super) fn check(&self, viewer: &Viewer, sort: PositionSort) -> Result<(), UseCaseError> {
        let asks = self.margin_level_below.is_some() || sort == PositionSort::MarginLevelLowest;
        if asks && !viewer.money {
            return Err(AccessError::Forbidden(Permission::BalanceView).into());
        }
        Ok(())
    }
}
