//! Waiting orders within reach.

use super::Part;
use super::filter::{LiveFilter, PositionSort};
use super::scope::Scope;
use super::view::{level_of, same_account};
use super::window::{FeedShown, feeds, look};
use crate::trading::feed::{LiveAccount, TenantLive};
use crate::{App, UseCaseError};
use chrono::{DateTime, Utc};
use crm_access::OpContext;
use crm_model::TradingServerId;
use crm_trading::{PendingOrder, Price};
use std::sync::Arc;

/// A waiting order with its account.
#[derive(Clone, Debug)]
pub struct LiveOrder {
    /// On which server.
    pub server: TradingServerId,
    /// It.
    pub order: Arc<PendingOrder>,
    /// Whose.
    pub account: Arc<LiveAccount>,
    /// Digits of its prices.
    pub digits: u32,
    /// What one pays or gets now, and when the server was asked.
    pub price_now: Option<(Price, DateTime<Utc>)>,
}

/// Waiting orders, the one placed last first.
#[derive(Clone, Debug)]
pub struct OrderWindow {
    /// The part that was asked for.
    pub rows: Vec<LiveOrder>,
    /// How many there are.
    pub total: usize,
    /// How old it is, by server.
    pub feeds: Vec<FeedShown>,
}

/// A part of the waiting orders within reach. Filters by result do not count: an order has none.
///
/// # Errors
/// As [`super::positions`].
pub async fn pending_orders(
    op: &OpContext,
    app: &App,
    filter: &LiveFilter,
    part: Part,
) -> Result<OrderWindow, UseCaseError> {
    let (viewer, live) = look(op, app).await?;
    filter.check(&viewer, PositionSort::default())?;
    let all = live.views.orders(&live, &(viewer.scope.clone(), filter.clone())).await;
    let feeds = feeds(&live, &viewer.scope, filter, op.now(), |book| &book.known_orders);
    Ok(OrderWindow { rows: part.cut(&all), total: all.len(), feeds })
}

pub(super) fn all(live: &TenantLive, scope: &Scope, filter: &LiveFilter) -> Vec<LiveOrder> {
    let directory = live.directory();
    let mut rows = Vec::new();
    for server in live.servers().iter().filter(|server| filter.server.is_none_or(|id| id == server.id)) {
        server.with(|book| {
            for order in book.orders.values() {
                let Some(account) = directory.find(server.id, order.login) else { continue };
                let Some(shows) = scope.sees(account) else { continue };
                let level = || shows.money.then(|| level_of(book.accounts.get(&order.login)?)).flatten();
                let wanted = filter.wants_account(account)
                    && filter.ticket.is_none_or(|ticket| ticket == order.ticket.0)
                    && filter.wants_symbol(&order.symbol)
                    && filter.side.is_none_or(|side| side == order.side)
                    && (filter.margin_level_below.is_none() || filter.wants_level(level()));
                if wanted {
                    let digits = book.digits_of(&order.symbol, &[order.price]);
                    let price_now = book.prices.of(&order.symbol, order.side);
                    let (order, account) = (Arc::clone(order), Arc::clone(account));
                    rows.push(LiveOrder { server: server.id, order, account, digits, price_now });
                }
            }
        });
    }
    let place = |row: &LiveOrder| (std::cmp::Reverse(row.order.placed_at.utc), row.server, row.order.ticket);
    rows.sort_unstable_by_key(place);
    rows
}

impl LiveOrder {
    /// Names it for good: server and number.
    #[must_use]
    pub fn key(&self) -> String {
        format!("{}.{}", self.server, self.order.ticket)
    }

    /// Whether another one looks the same.
    pub(super) fn looks_like(&self, other: &Self) -> bool {
        // the age alone is shown with what changes next
        let price = |row: &Self| row.price_now.map(|(price, _)| price);
        self.digits == other.digits
            && self.order == other.order
            && price(self) == price(other)
            && same_account(&self.account, &other.account)
    }
}
