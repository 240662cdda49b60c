//! Which accounts a viewer sees, by the same rule as lists of accounts.

use crate::clients::sees_archived;
use crate::trading::feed::LiveAccount;
use crate::{App, UseCaseError};
use crm_access::kinds::PositionView;
use crm_access::{AccessError, OpContext, Permission, Permit, Reach};
use crm_storage::{TradingAccounts, VisibleAccount};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;

/// A scope is read again after this at the latest.
const SCOPE_AGE: Duration = Duration::from_secs(10);

/// What of an account a viewer sees beside what is open on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Shows {
    /// Its money.
    pub(crate) money: bool,
    /// Itself: leverage, product, switches.
    pub(crate) account: bool,
}

/// The accounts that a viewer sees. Equal scopes see the same, whoever has them.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Scope {
    /// Every account of the broker.
    All {
        /// Those of archived clients as well.
        archived: bool,
        /// What of them.
        shows: Shows,
    },
    /// These, by id.
    Some(Arc<[VisibleAccount]>),
}

impl Scope {
    /// What of an account is seen; `None` when it is not seen at all.
    pub(crate) fn sees(&self, account: &LiveAccount) -> Option<Shows> {
        match self {
            Self::All { archived, shows } => (*archived || !account.client_archived).then_some(*shows),
            Self::Some(accounts) => {
                let id = account.account.record.id;
                let at = accounts.binary_search_by(|seen| seen.id.cmp(&id)).ok()?;
                accounts.get(at).map(|seen| Shows { money: seen.money, account: seen.account })
            }
        }
    }

    /// The accounts one by one, where they are counted.
    pub(crate) fn accounts(&self) -> Option<&[VisibleAccount]> {
        match self {
            Self::All { .. } => None,
            Self::Some(accounts) => Some(accounts),
        }
    }
}

/// A viewer at an instant: what he may see of live figures.
#[derive(Clone, Debug)]
pub struct Viewer {
    pub(crate) scope: Scope,
    /// Whether he may see money at all.
    pub(crate) money: bool,
    version: i64,
    read_at: Instant,
}

impl Viewer {
    /// Finds out what the caller may see.
    ///
    /// # Errors
    /// [`UseCaseError::Access`] without position.view.
    pub async fn read(op: &OpContext, app: &App) -> Result<Self, UseCaseError> {
        let permit = op.require::<PositionView>()?;
        let money = op.reach(Permission::BalanceView);
        let accounts = op.reach(Permission::TradingAccountView);
        let archived = sees_archived(op);
        let scope = match whole(&permit, money.as_ref(), accounts.as_ref()) {
            Some(shows) => Scope::All { archived, shows },
            None => {
                let tx = app.db.read(op).await?;
                let mut seen =
                    TradingAccounts::of(&tx).visible(&permit, money.as_ref(), accounts.as_ref(), archived).await?;
                seen.sort_unstable_by_key(|account| account.id);
                Scope::Some(seen.into())
            }
        };
        Ok(Self { scope, money: money.is_some(), version: op.policy().version(), read_at: Instant::now() })
    }

    /// Whether it is time to find out again: rights changed, or it was long ago.
    #[must_use]
    pub fn is_old(&self, op: &OpContext) -> bool {
        self.version != op.policy().version() || self.read_at.elapsed() >= SCOPE_AGE
    }
}

/// Where every reach is whole or nothing, no row needs to be read.
fn whole(permit: &Permit<PositionView>, money: Option<&Reach>, accounts: Option<&Reach>) -> Option<Shows> {
    let simple = |reach: Option<&Reach>| match reach {
        None => Some(false),
        Some(Reach::All) => Some(true),
        Some(_) => None,
    };
    matches!(permit.reach(), Reach::All)
        .then(|| Some(Shows { money: simple(money)?, account: simple(accounts)? }))
        .flatten()
}

/// What a permission that is missing is refused with.
pub(crate) fn need(op: &OpContext, permission: Permission) -> Result<(), UseCaseError> {
    if op.holds(permission) { Ok(()) } else { Err(AccessError::Forbidden(permission).into()) }
}
