//! How fresh deals are: when each server was last asked for them, and whether it answered.

use crate::positions::{self, FeedShown, LiveFilter};
use crate::trading::feed::{NO_ANSWER, NOT_POLLED};
use crate::{App, UseCaseError};
use crm_access::OpContext;
use crm_storage::DealFilter;

/// The servers on which the caller sees accounts, or those that a filter leaves, and how far their deals can be believed. What is
/// wrong is told in plain words: the server's own are for those who keep the servers. Asked for before the transaction of a
/// request begins: it may need one of its own.
///
/// # Errors
/// [`UseCaseError::Access`] without position.view.
pub async fn feeds(op: &OpContext, app: &App, deals: &DealFilter) -> Result<Vec<FeedShown>, UseCaseError> {
    let (viewer, live) = positions::look(op, app).await?;
    let filter = LiveFilter { server: deals.server, environment: deals.environment, ..LiveFilter::default() };
    let feeds = positions::feeds(&live, &viewer.scope, &filter, op.now(), |book| &book.known_deals);
    Ok(feeds.into_iter().map(|feed| FeedShown { said: feed.said.map(in_plain_words), ..feed }).collect())
}

fn in_plain_words(said: String) -> String {
    if said == NOT_POLLED || said == NO_ANSWER {
        return said;
    }
    "This server did not answer when it was asked last.".to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_a_server_stay_with_those_who_keep_it() {
        assert_eq!(in_plain_words(NOT_POLLED.to_owned()), NOT_POLLED);
        assert!(!in_plain_words("manager 1007 at 10.0.0.7: wrong password".to_owned()).contains("10.0.0.7"));
    }
}
