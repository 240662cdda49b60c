//! Openings of trading accounts: kept before anything is sent, so that no lost answer makes a second account.

use crate::clients::ClientBrief;
use crate::clients::reach::{Values, condition};
use crate::scope::{Operates, Scoped};
use crate::{StorageError, TenantTx};
use chrono::{DateTime, Utc};
use crm_access::{PermissionKind, Permit, kinds};
use crm_model::{
    AccountOpeningId, AccountOpeningState, AccountProductId, ClientId, StaffId, TradingAccountId, TradingServerId,
};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

/// An opening as it is kept.
#[derive(Clone, Debug)]
pub struct AccountOpening {
    /// Which.
    pub id: AccountOpeningId,
    /// For whom.
    pub client: ClientBrief,
    /// As what.
    pub product: AccountProductId,
    /// What people call the product.
    pub product_name: String,
    /// On which server.
    pub server: TradingServerId,
    /// In which currency.
    pub currency: String,
    /// Digits of the currency on the server.
    pub digits: u32,
    /// In which group of the server.
    pub group: String,
    /// What became of it.
    pub account: Option<TradingAccountId>,
    /// Its name on the server for ever.
    pub reference: [u8; 10],
    /// Leverage asked for.
    pub leverage: i32,
    /// Where it stands.
    pub state: AccountOpeningState,
    /// What the server said, or what happened.
    pub said: Option<String>,
    /// Who asked for it, with the name of today.
    pub sent_by: Option<(StaffId, String)>,
    /// When it was committed to be sent.
    pub sent_at: DateTime<Utc>,
    /// When it ended.
    pub ended_at: Option<DateTime<Utc>>,
}

/// An opening to be kept.
#[derive(Clone, Debug)]
pub struct NewAccountOpening {
    /// Which.
    pub id: AccountOpeningId,
    /// For whom.
    pub client: ClientId,
    /// As what.
    pub product: AccountProductId,
    /// In which currency.
    pub currency: String,
    /// Digits of the currency on the server.
    pub digits: u32,
    /// In which group of the server.
    pub group: String,
    /// Its name on the server.
    pub reference: [u8; 10],
    /// Leverage.
    pub leverage: i32,
    /// Who asks; `None` for the deployment itself.
    pub sent_by: Option<StaffId>,
    /// Now.
    pub sent_at: DateTime<Utc>,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    client_id: Uuid,
    client_number: i64,
    client_name: String,
    product_id: Uuid,
    product_name: String,
    server_id: Uuid,
    currency: String,
    digits: i16,
    group_name: String,
    account_id: Option<Uuid>,
    reference: Vec<u8>,
    leverage: i32,
    state: String,
    said: Option<String>,
    sent_by: Option<Uuid>,
    sent_by_name: Option<String>,
    sent_at: DateTime<Utc>,
    ended_at: Option<DateTime<Utc>>,
}

const SELECT: &str = "SELECT o.id, o.client_id, c.number AS client_number, c.display_name AS client_name, o.product_id, p.name AS product_name, p.server_id, o.currency, o.digits, o.group_name, o.account_id, o.reference, o.leverage, o.state, o.said, o.sent_by, s.name AS sent_by_name, o.sent_at, o.ended_at
  FROM crm.account_opening o JOIN crm.client c ON c.tenant_id = $1 AND c.id = o.client_id JOIN crm.account_product p ON p.tenant_id = $1 AND p.id = o.product_id LEFT JOIN crm.staff s ON s.tenant_id = $1 AND s.id = o.sent_by WHERE o.tenant_id = $1";

impl TryFrom<Row> for AccountOpening {
    type Error = StorageError;

    fn try_from(row: Row) -> Result<Self, StorageError> {
        Ok(Self {
            id: AccountOpeningId::from_uuid(row.id),
            client: ClientBrief {
                id: ClientId::from_uuid(row.client_id),
                number: format!("C-{}", row.client_number),
                display_name: row.client_name,
            },
            product: AccountProductId::from_uuid(row.product_id),
            product_name: row.product_name,
            server: TradingServerId::from_uuid(row.server_id),
            currency: row.currency,
            digits: u32::try_from(row.digits).map_err(|_| StorageError::Corrupt("account_opening.digits"))?,
            group: row.group_name,
            account: row.account_id.map(TradingAccountId::from_uuid),
            reference: row.reference.try_into().map_err(|_| StorageError::Corrupt("account_opening.reference"))?,
            leverage: row.leverage,
            state: AccountOpeningState::from_text(&row.state).ok_or(StorageError::Corrupt("account_opening.state"))?,
            said: row.said,
            sent_by: row.sent_by.map(StaffId::from_uuid).zip(row.sent_by_name),
            sent_at: row.sent_at,
            ended_at: row.ended_at,
        })
    }
}

/// The openings of a broker.
pub struct AccountOpenings<'a, T>(&'a T);

impl<'a, T: Scoped> AccountOpenings<'a, T> {
    /// The openings of the transaction's tenant.
    pub const fn of(tx: &'a T) -> Self {
        Self(tx)
    }

    /// Openings for clients within reach: those whose end is not known, then those that ended since an instant; each newest
    /// first, at most 200 together.
    ///
    /// # Errors
    /// The database is away.
    pub async fn recent<P: PermissionKind>(
        &self,
        permit: &Permit<P>,
        since: DateTime<Utc>,
    ) -> Result<Vec<AccountOpening>, StorageError> {
        let scope = self.0.scope();
        let mut values = Values(vec![scope.tenant()]);
        let since = values.push(since);
        let reach = condition(permit.reach(), &mut values);
        let sql = format!(
            "{SELECT} AND (o.state IN ('sending', 'unknown') OR o.ended_at >= {since}) AND {reach} ORDER BY (o.state IN ('sending', 'unknown')) DESC, o.sent_at DESC, o.id DESC LIMIT 200"
        );
        let rows: Vec<Row> = scope.all(sql, values.0).await?;
        rows.into_iter().map(AccountOpening::try_from).collect()
    }

    /// One opening for a client within reach.
    ///
    /// # Errors
    /// The database is away.
    pub async fn find<P: PermissionKind>(
        &self,
        permit: &Permit<P>,
        id: AccountOpeningId,
    ) -> Result<Option<AccountOpening>, StorageError> {
        let scope = self.0.scope();
        let mut values = Values(vec![scope.tenant()]);
        let wanted = values.push(id.uuid());
        let reach = condition(permit.reach(), &mut values);
        let row: Option<Row> = scope.one(format!("{SELECT} AND o.id = {wanted} AND {reach}"), values.0).await?;
        row.map(AccountOpening::try_from).transpose()
    }

    /// Openings whose end is not known and that were sent before an instant, oldest first, for the job that looks them up.
    ///
    /// # Errors
    /// The database is away.
    pub async fn unsettled(&self, before: DateTime<Utc>) -> Result<Vec<AccountOpening>, StorageError> {
        let scope = self.0.scope();
        let sql =
            format!("{SELECT} AND o.state IN ('sending', 'unknown') AND o.sent_at <= $2 ORDER BY o.sent_at LIMIT 200");
        let rows: Vec<Row> = scope.all(sql, vec![scope.tenant(), before.into()]).await?;
        rows.into_iter().map(AccountOpening::try_from).collect()
    }
}

impl<T: Operates> AccountOpenings<'_, T> {
    /// Keeps an opening that is about to be sent.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn create(
        &self,
        _permit: &Permit<kinds::TradingAccountCreate>,
        opening: &NewAccountOpening,
    ) -> Result<(), StorageError> {
        let scope = self.0.scope();
        let digits = i16::try_from(opening.digits).map_err(|_| StorageError::Corrupt("account_opening.digits"))?;
        let values: Vec<Value> = vec![
            scope.tenant(),
            opening.id.uuid().into(),
            opening.client.uuid().into(),
            opening.product.uuid().into(),
            opening.currency.clone().into(),
            digits.into(),
            opening.group.clone().into(),
            opening.reference.to_vec().into(),
            opening.leverage.into(),
            opening.sent_by.map(StaffId::uuid).into(),
            opening.sent_at.into(),
        ];
        scope.exec("INSERT INTO crm.account_opening (tenant_id, id, client_id, product_id, currency, digits, group_name, reference, leverage, state, sent_by, sent_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'sending', $10, $11)", values).await?;
        Ok(())
    }
}

impl AccountOpenings<'_, TenantTx> {
    /// Moves an opening on from a state in which its end was not known; answers whether it still was in one. What is known
    /// stays known.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn settle(
        &self,
        id: AccountOpeningId,
        state: AccountOpeningState,
        account: Option<TradingAccountId>,
        said: Option<&str>,
        now: DateTime<Utc>,
    ) -> Result<bool, StorageError> {
        let scope = self.0.scope();
        let ended = !matches!(state, AccountOpeningState::Sending | AccountOpeningState::Unknown);
        let values: Vec<Value> = vec![
            scope.tenant(),
            id.uuid().into(),
            state.as_str().into(),
            account.map(TradingAccountId::uuid).into(),
            said.map(|text| text.chars().take(400).collect::<String>()).into(),
            ended.then_some(now).into(),
        ];
        let touched = scope.exec("UPDATE crm.account_opening SET state = $3, account_id = $4, said = $5, ended_at = $6 WHERE tenant_id = $1 AND id = $2 AND state IN ('sending', 'unknown')", values).await?;
        Ok(touched == 1)
    }
}
