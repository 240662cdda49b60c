//! How fresh deals are: how the servers are that they come from.

use crate::UseCaseError;
use crate::positions::{FeedShown, FeedState};
use chrono::Duration;
use crm_access::OpContext;
use crm_access::kinds::PositionView;
use crm_model::{TradingServerId, TradingServerStatus};
use crm_storage::{Scoped, TradingServers};

/// Servers are asked once a minute; two questions may be missed.
const FRESH: Duration = Duration::minutes(3);

/// The servers in use that deals come from; one of them when it is named. What is wrong is told in plain words: the server's
/// own are for those who keep the servers.
///
/// # Errors
/// [`UseCaseError::Access`].
pub async fn feeds(
    op: &OpContext,
    tx: &impl Scoped,
    only: Option<TradingServerId>,
) -> Result<Vec<FeedShown>, UseCaseError> {
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
            None => (FeedState::Down, Some("This server has not answered yet.")),
            Some(_) if failed => (FeedState::Down, Some("This server did not answer when it was asked last.")),
            Some(at) if op.now() - at > FRESH => (FeedState::Stale, Some("This server was not asked lately.")),
            Some(_) => (FeedState::Fresh, None),
        };
        FeedShown { server: row.record.id, name: row.record.name, state, as_of, said: said.map(ToOwned::to_owned) }
    };
    Ok(in_use.map(feed).collect())
}
