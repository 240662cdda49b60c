//! What clients have on their live accounts, as the portal shows it.

use crate::view::position::FeedState;
use async_graphql::{ID, SimpleObject};
use chrono::{DateTime, Utc};
use crm_app::trading_accounts::{ClientFigures as Figures, CurrencySum};
use crm_model::show_amount;

/// Money in one currency.
#[derive(SimpleObject)]
pub struct ClientMoney {
    currency: String,
    balance: String,
    equity: String,
}

impl From<CurrencySum> for ClientMoney {
    fn from(sum: CurrencySum) -> Self {
        let text = |minor| show_amount(minor, sum.digits);
        Self { balance: text(sum.balance), equity: text(sum.equity), currency: sum.currency }
    }
}

/// What a client has on live accounts in use.
#[derive(SimpleObject)]
pub struct ClientFigures {
    client_id: ID,
    accounts: i32,
    /// Of them those whose figures were not read yet: they are in no sum.
    unread: i32,
    /// By currency.
    sums: Vec<ClientMoney>,
    /// When the oldest of the figures was read.
    as_of: Option<DateTime<Utc>>,
    /// How far they can be believed: as far as the worst of them; null while none was read.
    feed_state: Option<FeedState>,
    last_deposit_at: Option<DateTime<Utc>>,
    /// Null where the viewer may not know, and while nobody does.
    open_positions: Option<i32>,
}

impl From<Figures> for ClientFigures {
    fn from(figures: Figures) -> Self {
        let count = |count: usize| i32::try_from(count).unwrap_or(i32::MAX);
        Self {
            client_id: ID(figures.client.to_string()),
            accounts: count(figures.accounts),
            unread: count(figures.unread),
            sums: figures.sums.into_iter().map(ClientMoney::from).collect(),
            as_of: figures.as_of,
            feed_state: figures.feed.map(FeedState::from),
            last_deposit_at: figures.last_deposit_at,
            open_positions: figures.open_positions.map(count),
        }
    }
}
