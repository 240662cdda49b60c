//! How fresh deals are: how the servers are that they come from.

use crate::UseCaseError;
use chrono::{DateTime, Duration, Utc};
use crm_access::OpContext;
use crm_access::kinds::PositionView;
use crm_model::{TradingServerId, TradingServerStatus};
use crm_storage::{Scoped, TradingServers};

/// How fresh what comes from a server is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DealFeedState {
    /// It answered lately.
    Fresh,
    /// It was not asked lately.
    Stale,
    /// It does not answer.
    Down,
}

/// A server that deals come from.
#[derive(Clone, Debug)]
pub struct DealFeed {
    /// Which.
    pub server: TradingServerId,
    /// What people call it.
    pub name: String,
    /// How fresh.
    pub state: DealFeedState,
    /// When it answered last.
    pub as_of: Option<DateTime<Utc>>,
    /// What is wrong, where something is. The server's own words are for those who keep the servers.
    pub said: Option<&'static str>,
}

/// Servers are asked once a minute; two questions may be missed.
const FRESH: Duration = Duration::minutes(3);

/// The servers in use that deals come from; one of them when it is named.
///
/// # Errors
/// [`UseCaseError::Access`].
pub async fn feeds(
    op: &OpContext,
    tx: &impl Scoped,
    only: Option<TradingServerId>,
) -> Result<Vec<DealFeed>, UseCaseError> {
    op.require::<PositionView>()?;
    let servers = TradingServers::of(tx).list().await?;
    let in_use = servers.into_iter().filter(|row| {
        row.record.status == TradingServerStatus::Active && only.is_none_or(|only| only == row.record.id)
    });
    let feed = |row: crm_storage::TradingServerRow| {
        let health = row.health.as_ref();
        let as_of = health.and_then(|health| health.last_answer_at);
        let failed = health.is_some_and(|health| health.last_error.is_some());
        let (state, said) = match as_of {
            None => (DealFeedState::Down, Some("This server has not answered yet.")),
            Some(_) if failed => (DealFeedState::Down, Some("This server did not answer when it was asked last.")),
            Some(at) if op.now() - at > FRESH => (DealFeedState::Stale, Some("This server was not asked lately.")),
            Some(_) => (DealFeedState::Fresh, None),
        };
        DealFeed { server: row.record.id, name: row.record.name, state, as_of, said }
    };
    Ok(in_use.map(feed).collect())
}
