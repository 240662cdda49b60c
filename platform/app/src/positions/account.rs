//! What is open on one account, for a caller whose right to it is decided already.

use super::filter::{LiveFilter, PositionSort};
use super::scope::{Scope, Shows};
use super::view::PositionView;
use super::window::{FeedShown, feeds};
use super::{LiveOrder, orders};
use crate::trading::feed::{Book, Known, TenantLive};
use crate::{App, UseCaseError};
use crm_access::OpContext;
use crm_storage::TradingAccountRecord;
use std::sync::Arc;

/// Brings what is known of the broker's servers up to date, and tells those who poll them that somebody looks. Done before the
/// transaction of a request begins: it may need one of its own.
///
/// # Errors
/// The database is away.
pub async fn freshen(op: &OpContext, app: &App) -> Result<(), UseCaseError> {
    Ok(app.trading.feeds().of(op.tenant()).look(app).await?)
}

/// An account that is looked at.
pub(crate) struct AccountLook<'a> {
    op: &'a OpContext,
    live: Arc<TenantLive>,
    scope: Scope,
    filter: LiveFilter,
}

impl<'a> AccountLook<'a> {
    /// Looks at what [`freshen`] brought up to date; where `money` is not shown, margin levels are not either.
    pub(crate) fn at(op: &'a OpContext, app: &App, account: &TradingAccountRecord, money: bool) -> Self {
        let live = app.trading.feeds().of(op.tenant());
        let scope = Scope::All { archived: false, shows: Shows { money, account: true } };
        let filter = LiveFilter { account: Some(account.id), server: Some(account.server), ..LiveFilter::default() };
        Self { op, live, scope, filter }
    }

    /// Its open positions, the one opened last first, and how old they are; no feed where its server is not in use.
    pub(crate) async fn positions(&self) -> (Arc<PositionView>, Option<FeedShown>) {
        let key = (self.scope.clone(), self.filter.clone(), PositionSort::default());
        (self.live.views.positions(&self.live, &key).await, self.feed(|book| &book.known_positions))
    }

    /// Its waiting orders, the one placed last first, and how old they are.
    pub(crate) fn orders(&self) -> (Vec<LiveOrder>, Option<FeedShown>) {
        (orders::all(&self.live, &self.scope, &self.filter), self.feed(|book| &book.known_orders))
    }

    fn feed(&self, pick: fn(&Book) -> &Known) -> Option<FeedShown> {
        feeds(&self.live, &self.scope, &self.filter, self.op.now(), pick).pop()
    }
}
