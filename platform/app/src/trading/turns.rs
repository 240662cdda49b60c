//! Commands and money of one account are taken one after the other, from the checks to the server's answer. Who waits holds no
//! database connection. The turn is this process's own: no other one commands the account's server meanwhile (docs/adr/0021-one-process-commands-a-server.md).

use crate::aside::outside;
use crate::{App, UseCaseError};
use crm_access::OpContext;
use crm_model::{TenantId, TradingAccountId};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::OwnedMutexGuard;

/// Nobody waits longer for a turn.
const LONGEST: Duration = Duration::from_secs(20);

type Turn = Arc<tokio::sync::Mutex<()>>;

/// Whose turn it is, by broker and account.
#[derive(Default)]
pub(crate) struct Turns(Mutex<HashMap<(TenantId, TradingAccountId), Turn>>);

impl Turns {
    /// Waits for one's turn, which lasts as long as the guard; `None` when it does not come in time.
    pub(crate) async fn take(&self, tenant: TenantId, account: TradingAccountId) -> Option<OwnedMutexGuard<()>> {
        let turn = {
            let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            // nobody has or awaits the others any more
            all.retain(|_, turn| Arc::strong_count(turn) > 1);
            Arc::clone(all.entry((tenant, account)).or_default())
        };
        tokio::time::timeout(LONGEST, turn.lock_owned()).await.ok()
    }
}

/// One's turn on an account.
///
/// # Errors
/// [`UseCaseError::Busy`] when it does not come in time.
pub(crate) async fn turn(
    op: &OpContext,
    app: &App,
    account: TradingAccountId,
) -> Result<OwnedMutexGuard<()>, UseCaseError> {
    outside(app.trading.turns.take(op.tenant().id, account)).await.ok_or(UseCaseError::Busy)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn one_account_is_one_turn_and_others_do_not_wait() {
        let (turns, tenant) = (Turns::default(), TenantId::generate());
        let (mine, other) = (TradingAccountId::generate(), TradingAccountId::generate());
        let first = turns.take(tenant, mine).await.unwrap();
        assert!(turns.take(tenant, other).await.is_some());
        let waiting = turns.take(tenant, mine);
        tokio::pin!(waiting);
        assert!(tokio::time::timeout(Duration::from_millis(20), &mut waiting).await.is_err());
        drop(first);
        assert!(waiting.await.is_some());
        turns.take(tenant, other).await.unwrap();
        assert_eq!(turns.0.lock().unwrap().len(), 1);
    }
}
