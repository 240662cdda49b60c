//! What clients have on their live accounts, for the rows of a list: one statement for all of them.

use crate::StorageError;
use crate::clients::reach::{Values, condition, flag};
use crate::scope::Scoped;
use chrono::{DateTime, Utc};
use crm_access::{Permit, Reach, kinds};
use crm_model::{ClientId, TradingServerId};
use sea_orm::FromQueryResult;
use uuid::Uuid;

/// One live account in use of a client of the list. Money is in minor units of its currency.
#[derive(Clone, Debug)]
pub struct ClientAccount {
    /// Whose.
    pub client: ClientId,
    /// On which server.
    pub server: TradingServerId,
    /// Under which number.
    pub login: i64,
    /// Currency of its money.
    pub currency: String,
    /// Digits of that currency.
    pub digits: u32,
    /// Balance, equity, and when they were read; `None` before the first time.
    pub figures: Option<(i64, i64, DateTime<Utc>)>,
    /// Its newest booking into the balance.
    pub last_deposit_at: Option<DateTime<Utc>>,
    /// Whether the reader may know what is open on it.
    pub shows_positions: bool,
}

#[derive(FromQueryResult)]
struct Row {
    client_id: Uuid,
    server_id: Uuid,
    login: i64,
    currency: String,
    digits: i16,
    balance: Option<i64>,
    equity: Option<i64>,
    as_of: Option<DateTime<Utc>>,
    last_deposit_at: Option<DateTime<Utc>>,
    shows_positions: bool,
}

/// The live accounts in use of these clients, as far as the reader may see the account and its money.
///
/// # Errors
/// The database is away.
pub async fn client_accounts(
    tx: &impl Scoped,
    money: &Permit<kinds::BalanceView>,
    accounts: &Permit<kinds::TradingAccountView>,
    positions: Option<&Reach>,
    archived_clients: bool,
    clients: &[ClientId],
) -> Result<Vec<ClientAccount>, StorageError> {
    let scope = tx.scope();
    let mut values = Values(vec![scope.tenant()]);
    let wanted: Vec<Uuid> = clients.iter().map(|client| client.uuid()).collect();
    let wanted = values.push(wanted);
    let (money, accounts) = (condition(money.reach(), &mut values), condition(accounts.reach(), &mut values));
    let positions = positions.map_or_else(|| "false".to_owned(), |reach| flag(reach, &mut values));
    let living = if archived_clients { "" } else { " AND c.archived_at IS NULL" };
    let sql = format!(
        "SELECT a.client_id, a.server_id, a.login, a.currency, a.digits, f.balance, f.equity, f.as_of, {positions} AS shows_positions,
            (SELECT max(d.at) FROM crm.deal d WHERE d.tenant_id = $1 AND d.account_id = a.id AND d.action = 'balance' AND d.profit > 0) AS last_deposit_at
          FROM crm.trading_account a JOIN crm.client c ON c.tenant_id = $1 AND c.id = a.client_id LEFT JOIN crm.trading_account_state f ON f.tenant_id = $1 AND f.account_id = a.id
          WHERE a.tenant_id = $1 AND a.client_id = ANY({wanted}) AND a.environment = 'live' AND a.archived_at IS NULL AND {money} AND {accounts}{living} ORDER BY a.client_id, a.currency, a.id"
    );
    let rows: Vec<Row> = scope.all(sql, values.0).await?;
    rows.into_iter().map(ClientAccount::try_from).collect()
}

impl TryFrom<Row> for ClientAccount {
    type Error = StorageError;

    fn try_from(row: Row) -> Result<Self, StorageError> {
        Ok(Self {
            client: ClientId::from_uuid(row.client_id),
            server: TradingServerId::from_uuid(row.server_id),
            login: row.login,
            currency: row.currency,
            digits: u32::try_from(row.digits).map_err(|_| StorageError::Corrupt("trading_account.digits"))?,
            figures: row.balance.zip(row.equity).zip(row.as_of).map(|((balance, equity), at)| (balance, equity, at)),
            last_deposit_at: row.last_deposit_at,
            shows_positions: row.shows_positions,
        })
    }
}
