//! What becomes of waiting orders, told to websites: each difference in the commit that writes it down.

use super::tenant::{ServerLive, TenantLive};
use crate::App;
use chrono::{DateTime, Utc};
use crm_storage::{StorageError, WaitingOrder};
use crm_trading::{OrderLife, PendingOrder};

/// What a feed has still to tell of orders.
pub(super) struct OrderEvents {
    /// Something may be otherwise than was written down.
    stirred: bool,
    /// Some are gone, and their deals will tell what became of them.
    gone: bool,
}

impl OrderEvents {
    /// Of a feed that begins: what happened meanwhile is told with the first answers.
    pub(super) const fn new() -> Self {
        Self { stirred: true, gone: true }
    }

    /// The server told its orders, and some changed.
    pub(super) const fn stir(&mut self) {
        self.stirred = true;
    }

    /// Writes down the orders of the book, which is what the server told just now.
    pub(super) async fn keep(&mut self, app: &App, live: &TenantLive, server: &ServerLive) -> Result<(), StorageError> {
        if !self.stirred {
            return Ok(());
        }
        let orders: Vec<WaitingOrder> = server.with(|book| book.orders.values().filter_map(|o| waiting(o)).collect());
        let tx = app.db.mirror(&live.tenant).await?;
        self.gone = tx.keep_orders(server.id, &orders, app.clock.now()).await?;
        tx.keep().await?;
        self.stirred = false;
        Ok(())
    }

    /// The server's deals are kept as they were at an instant: what is gone since before it is told.
    pub(super) async fn end(
        &mut self,
        app: &App,
        live: &TenantLive,
        server: &ServerLive,
        asked_at: DateTime<Utc>,
    ) -> Result<(), StorageError> {
        if !self.gone {
            return Ok(());
        }
        let tx = app.db.mirror(&live.tenant).await?;
        self.gone = tx.end_orders(server.id, asked_at).await?;
        tx.keep().await
    }
}

fn waiting(order: &PendingOrder) -> Option<WaitingOrder> {
    // what goes to the market at once is no waiting order
    let kind = order.kind?;
    let price =
        |price: Option<crm_trading::Price>| price.map(|price| price.normalize().to_string()).unwrap_or_default();
    let life = match order.life {
        OrderLife::UntilCancelled => String::new(),
        other => format!("{other:?}"),
    };
    let looks = format!(
        "{kind:?} {} {} {} {} {} {} {life}",
        order.symbol,
        order.lots_current,
        price(Some(order.price)),
        price(order.price_trigger),
        price(order.stop_loss),
        price(order.take_profit),
    );
    Some(WaitingOrder {
        login: i64::try_from(order.login.0).ok()?,
        ticket: i64::try_from(order.ticket.0).ok().filter(|ticket| *ticket > 0)?,
        looks,
        placed_at: order.placed_at.utc,
    })
}
