//! Whose the logins of a broker's servers are.

use crm_model::{TradingAccountId, TradingServerId};
use crm_storage::LiveAccountRow;
use crm_trading::Login;
use std::collections::HashMap;
use std::sync::Arc;

/// An account of the CRM.
pub(crate) type LiveAccount = LiveAccountRow;

/// A broker's accounts in use, by server and login. What is open on other logins is not the CRM's.
#[derive(Debug, Default)]
pub(crate) struct Directory {
    by_login: HashMap<(TradingServerId, Login), Arc<LiveAccount>>,
    by_id: HashMap<TradingAccountId, (TradingServerId, Login)>,
}

impl Directory {
    pub(crate) fn new(rows: Vec<LiveAccountRow>) -> Self {
        let key = |row: &LiveAccountRow| {
            let record = &row.account.record;
            (record.server, Login(u64::try_from(record.login).unwrap_or(0)))
        };
        Self {
            by_id: rows.iter().map(|row| (row.account.record.id, key(row))).collect(),
            by_login: rows.into_iter().map(|row| (key(&row), Arc::new(row))).collect(),
        }
    }

    /// Where an account is.
    pub(crate) fn place(&self, id: TradingAccountId) -> Option<(TradingServerId, Login)> {
        self.by_id.get(&id).copied()
    }

    pub(crate) fn find(&self, server: TradingServerId, login: Login) -> Option<&Arc<LiveAccount>> {
        self.by_login.get(&(server, login))
    }

    pub(crate) fn all(&self) -> impl Iterator<Item = &Arc<LiveAccount>> {
        self.by_login.values()
    }
}
