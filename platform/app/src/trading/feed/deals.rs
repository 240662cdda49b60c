//! The one place where polled deals leave the feed.

use crate::App;
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use crm_access::TenantRef;
use crm_model::TradingServerId;
use crm_storage::StorageError;
use crm_trading::{Deal, DealId};

/// Up to where a server's deals are kept.
#[derive(Clone, Debug)]
pub struct DealBaseline {
    /// Deals from here on are wanted: the time of the newest one kept.
    pub since: DateTime<Utc>,
    /// Deals kept from shortly before that, which are not to come again.
    pub seen: Vec<(DealId, DateTime<Utc>)>,
}

/// Keeps the deals that a feed brings. Without one a feed asks for no deals.
#[async_trait]
pub trait DealKeeper: Send + Sync {
    /// Where to go on with a server.
    ///
    /// # Errors
    /// The database is away: the feed begins again later.
    async fn baseline(
        &self,
        app: &App,
        tenant: &TenantRef,
        server: TradingServerId,
    ) -> Result<DealBaseline, StorageError>;

    /// Keeps deals, which may have come before. What is not kept is asked for again from the baseline on.
    ///
    /// # Errors
    /// The database is away: the feed begins again from the baseline.
    async fn keep(
        &self,
        app: &App,
        tenant: &TenantRef,
        server: TradingServerId,
        deals: Vec<Deal>,
    ) -> Result<(), StorageError>;
}
