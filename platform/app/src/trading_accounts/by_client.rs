//! What clients have on their live accounts, for the columns of a list and the card of a profile.

use super::login;
use crate::clients::sees_archived;
use crate::trading::feed::{FeedState, TenantLive};
use crate::{App, UseCaseError};
use chrono::{DateTime, Utc};
use crm_access::kinds::{BalanceView, TradingAccountView};
use crm_access::{OpContext, Permission};
use crm_model::ClientId;
use crm_storage::{ClientAccount, Scoped, client_accounts};

/// Most clients of one question: a page of the list.
const CLIENTS_MAX: usize = 200;

/// What is on a client's accounts in one currency, in minor units.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CurrencySum {
    /// Which.
    pub currency: String,
    /// Its digits.
    pub digits: u32,
    /// Of all accounts in it that were read.
    pub balance: i64,
    /// Of all accounts in it that were read.
    pub equity: i64,
}

/// What a client has on live accounts in use.
#[derive(Clone, Debug)]
pub struct ClientFigures {
    /// Whose.
    pub client: ClientId,
    /// How many accounts.
    pub accounts: usize,
    /// Of them those whose figures were not read yet: they are in no sum.
    pub unread: usize,
    /// By currency.
    pub sums: Vec<CurrencySum>,
    /// When the oldest of the figures was read.
    pub as_of: Option<DateTime<Utc>>,
    /// How far the figures can be believed: as far as those of the worst account; `None` while none was read.
    pub feed: Option<FeedState>,
    /// The newest booking into a balance.
    pub last_deposit_at: Option<DateTime<Utc>>,
    /// What is open on them now; `None` where the reader may not know or nobody knows at the moment.
    pub open_positions: Option<usize>,
}

/// The figures of these clients, once [`crate::positions::freshen`] brought what is known of the servers up to date. Whoever may not see a client's accounts and their money gets none of that client, as if it had
/// no account.
///
/// # Errors
/// [`UseCaseError::Access`] without balance.view or trading_account.view; more clients than a page has.
pub async fn by_client(
    op: &OpContext,
    app: &App,
    tx: &impl Scoped,
    clients: &[ClientId],
) -> Result<Vec<ClientFigures>, UseCaseError> {
    let (money, accounts) = (op.require::<BalanceView>()?, op.require::<TradingAccountView>()?);
    if clients.len() > CLIENTS_MAX {
        let said = format!("Ask for {CLIENTS_MAX} clients at most.");
        return Err(UseCaseError::invalid("clientIds", "too_many", said));
    }
    let positions = op.reach(Permission::PositionView);
    let rows = client_accounts(tx, &money, &accounts, positions.as_ref(), sees_archived(op), clients).await?;
    let live = app.trading.feeds().of(op.tenant());
    let own = rows.chunk_by(|a, b| a.client == b.client);
    own.map(|own| sum(own, &live, op.now())).collect()
}

fn sum(own: &[ClientAccount], live: &TenantLive, now: DateTime<Utc>) -> Result<ClientFigures, UseCaseError> {
    let Some(first) = own.first() else { return Err(UseCaseError::Internal("a client without an account")) };
    let mut sums: Vec<CurrencySum> = Vec::new();
    let beyond = || UseCaseError::Internal("a sum beyond 64 bits");
    for account in own {
        let Some((balance, equity, _)) = account.figures else { continue };
        match sums.iter_mut().find(|sum| sum.currency == account.currency && sum.digits == account.digits) {
            Some(sum) => {
                sum.balance = sum.balance.checked_add(balance).ok_or_else(beyond)?;
                sum.equity = sum.equity.checked_add(equity).ok_or_else(beyond)?;
            }
            None => {
                let (currency, digits) = (account.currency.clone(), account.digits);
                sums.push(CurrencySum { currency, digits, balance, equity });
            }
        }
    }
    Ok(ClientFigures {
        client: first.client,
        accounts: own.len(),
        unread: own.iter().filter(|account| account.figures.is_none()).count(),
        sums,
        as_of: own.iter().filter_map(|account| account.figures.map(|(_, _, at)| at)).min(),
        feed: own
            .iter()
            .filter_map(|account| {
                let (_, _, as_of) = account.figures?;
                Some(live.state_of_figures(account.server, as_of, now))
            })
            .max(),
        last_deposit_at: own.iter().filter_map(|account| account.last_deposit_at).max(),
        open_positions: own.iter().map(|account| open_on(account, live, now)).sum(),
    })
}

fn open_on(account: &ClientAccount, live: &TenantLive, now: DateTime<Utc>) -> Option<usize> {
    if !account.shows_positions {
        return None;
    }
    live.server(account.server)?.with(|book| {
        let known = book.known_positions.at.is_some() && book.state(&book.known_positions, now).0 != FeedState::Down;
        known.then(|| book.positions_of(login(account.login)).count())
    })
}
