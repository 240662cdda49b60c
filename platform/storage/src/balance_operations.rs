//! Money in and out of trading accounts: each row moves forward only, and is committed before anything is sent.

use crate::clients::ClientBrief;
use crate::clients::reach::{Values, condition};
use crate::scope::{Operates, Scoped};
use crate::{Cursor, StorageError, TenantTx};
use chrono::{DateTime, Utc};
use crm_access::{PermissionKind, Permit, kinds};
use crm_model::{
    BalanceKind, BalanceNeeds, BalanceOperationId, BalanceState, ClientId, StaffId, TenantId, TradingAccountId,
    TradingEnvironment, TradingServerId,
};
use crm_vault::{ClientKey, Place, Sealer, VaultError};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

/// An operation as it is kept.
#[derive(Clone, Debug)]
pub struct BalanceOperation {
    /// Which.
    pub id: BalanceOperationId,
    /// On which account.
    pub account: TradingAccountId,
    /// Its number on the server.
    pub login: i64,
    /// On which server.
    pub server: TradingServerId,
    /// What people call the server.
    pub server_name: String,
    /// Of real or of play money.
    pub environment: TradingEnvironment,
    /// Whose account.
    pub client: ClientBrief,
    /// What it is.
    pub kind: BalanceKind,
    /// How much, in minor units; below zero for a correction downwards only.
    pub amount: i64,
    /// In what.
    pub currency: String,
    /// Digits of the currency.
    pub digits: u32,
    /// Its name on the server for ever.
    pub reference: [u8; 10],
    /// Where it stands.
    pub state: BalanceState,
    /// Who must agree.
    pub needs: BalanceNeeds,
    reason_sealed: Vec<u8>,
    /// What the server said, or what happened.
    pub said: Option<String>,
    /// The server's deal.
    pub deal: Option<i64>,
    /// Grows with each step.
    pub version: i32,
    /// Who asked, with the name of today.
    pub requested_by: Option<(StaffId, String)>,
    /// When.
    pub requested_at: DateTime<Utc>,
    /// The second person, with the name of today.
    pub decided_by: Option<(StaffId, String)>,
    /// When.
    pub decided_at: Option<DateTime<Utc>>,
    /// When it was committed to be sent.
    pub sent_at: Option<DateTime<Utc>>,
    /// When its end was known.
    pub ended_at: Option<DateTime<Utc>>,
}

impl BalanceOperation {
    /// Why it was asked for.
    ///
    /// # Errors
    /// The key is another client's, or the row was moved.
    pub fn reason(&self, tenant: TenantId, key: &ClientKey) -> Result<String, VaultError> {
        key.open_str(&balance_reason_place(tenant, self.id), &self.reason_sealed)
    }

    /// Its place in the list.
    #[must_use]
    pub fn cursor(&self) -> Cursor {
        let value = Some(self.requested_at.timestamp_micros().to_string());
        Cursor { sort: "requested".to_owned(), value, id: self.id.uuid() }
    }
}

/// Where the sealed reason of an operation lives.
#[must_use]
pub const fn balance_reason_place(tenant: TenantId, operation: BalanceOperationId) -> Place {
    Place { tenant, table: "balance_operation", column: "reason_sealed", row: operation.uuid() }
}

/// An operation to be kept.
#[derive(Debug)]
pub struct NewBalanceOperation<'a> {
    /// Which.
    pub id: BalanceOperationId,
    /// On which account.
    pub account: TradingAccountId,
    /// What it is.
    pub kind: BalanceKind,
    /// How much.
    pub amount: i64,
    /// In what.
    pub currency: &'a str,
    /// Digits of the currency.
    pub digits: u32,
    /// What the caller calls it: the same name twice is the same operation.
    pub request_key: &'a str,
    /// Its name on the server.
    pub reference: [u8; 10],
    /// `Requested`, or `Sending` when nobody else must agree.
    pub state: BalanceState,
    /// Who must agree.
    pub needs: BalanceNeeds,
    /// Why.
    pub reason: &'a str,
    /// Who asks; `None` for the deployment itself.
    pub requested_by: Option<StaffId>,
    /// Now.
    pub now: DateTime<Utc>,
}

#[derive(FromQueryResult)]
pub(super) struct Row {
    id: Uuid,
    account_id: Uuid,
    login: i64,
    server_id: Uuid,
    server_name: String,
    environment: String,
    client_id: Uuid,
    client_number: i64,
    client_name: String,
    kind: String,
    amount: i64,
    currency: String,
    digits: i16,
    reference: Vec<u8>,
    state: String,
    needs: String,
    reason_sealed: Vec<u8>,
    said: Option<String>,
    deal: Option<i64>,
    version: i32,
    requested_by: Option<Uuid>,
    requested_by_name: Option<String>,
    requested_at: DateTime<Utc>,
    decided_by: Option<Uuid>,
    decided_by_name: Option<String>,
    decided_at: Option<DateTime<Utc>>,
    sent_at: Option<DateTime<Utc>>,
    ended_at: Option<DateTime<Utc>>,
}

pub(super) const SELECT: &str = "SELECT o.id, o.account_id, a.login, a.server_id, t.name AS server_name, a.environment, a.client_id, c.number AS client_number, c.display_name AS client_name, o.kind, o.amount, o.currency, o.digits, o.reference, o.state, o.needs, o.reason_sealed, o.said, o.deal, o.version,
    o.requested_by, r.name AS requested_by_name, o.requested_at, o.decided_by, d.name AS decided_by_name, o.decided_at, o.sent_at, o.ended_at
  FROM crm.balance_operation o JOIN crm.trading_account a ON a.tenant_id = $1 AND a.id = o.account_id JOIN crm.trading_server t ON t.tenant_id = $1 AND t.id = a.server_id JOIN crm.client c ON c.tenant_id = $1 AND c.id = a.client_id
    LEFT JOIN crm.staff r ON r.tenant_id = $1 AND r.id = o.requested_by LEFT JOIN crm.staff d ON d.tenant_id = $1 AND d.id = o.decided_by WHERE o.tenant_id = $1";

impl TryFrom<Row> for BalanceOperation {
    type Error = StorageError;

    fn try_from(row: Row) -> Result<Self, StorageError> {
        let odd = StorageError::Corrupt;
        Ok(Self {
            id: BalanceOperationId::from_uuid(row.id),
            account: TradingAccountId::from_uuid(row.account_id),
            login: row.login,
            server: TradingServerId::from_uuid(row.server_id),
            server_name: row.server_name,
            environment: TradingEnvironment::from_text(&row.environment).ok_or(odd("trading_account.environment"))?,
            client: ClientBrief {
                id: ClientId::from_uuid(row.client_id),
                number: format!("C-{}", row.client_number),
                display_name: row.client_name,
            },
            kind: BalanceKind::from_text(&row.kind).ok_or(odd("balance_operation.kind"))?,
            amount: row.amount,
            currency: row.currency,
            digits: u32::try_from(row.digits).map_err(|_| odd("balance_operation.digits"))?,
            reference: row.reference.try_into().map_err(|_| odd("balance_operation.reference"))?,
            state: BalanceState::from_text(&row.state).ok_or(odd("balance_operation.state"))?,
            needs: BalanceNeeds::from_text(&row.needs).ok_or(odd("balance_operation.needs"))?,
            reason_sealed: row.reason_sealed,
            said: row.said,
            deal: row.deal,
            version: row.version,
            requested_by: row.requested_by.map(StaffId::from_uuid).zip(row.requested_by_name),
            requested_at: row.requested_at,
            decided_by: row.decided_by.map(StaffId::from_uuid).zip(row.decided_by_name),
            decided_at: row.decided_at,
            sent_at: row.sent_at,
            ended_at: row.ended_at,
        })
    }
}

/// A step of an operation, from the version that was read.
#[derive(Clone, Debug)]
pub struct BalanceStep<'a> {
    /// Where it stands then.
    pub to: BalanceState,
    /// The second person, with this step.
    pub decided_by: Option<StaffId>,
    /// What the server said.
    pub said: Option<&'a str>,
    /// The server's deal.
    pub deal: Option<i64>,
    /// Now.
    pub now: DateTime<Utc>,
}

/// The balance operations of a broker.
pub struct BalanceOperations<'a, T>(pub(super) &'a T);

impl<'a, T: Scoped> BalanceOperations<'a, T> {
    /// The operations of the transaction's tenant.
    pub const fn of(tx: &'a T) -> Self {
        Self(tx)
    }

    /// One operation on an account of a client within reach.
    ///
    /// # Errors
    /// The database is away.
    pub async fn find<P: PermissionKind>(
        &self,
        permit: &Permit<P>,
        id: BalanceOperationId,
    ) -> Result<Option<BalanceOperation>, StorageError> {
        let scope = self.0.scope();
        let mut values = Values(vec![scope.tenant()]);
        let wanted = values.push(id.uuid());
        let reach = condition(permit.reach(), &mut values);
        let row: Option<Row> = scope.one(format!("{SELECT} AND o.id = {wanted} AND {reach}"), values.0).await?;
        row.map(BalanceOperation::try_from).transpose()
    }

    /// The operation that carries a caller's name for it.
    ///
    /// # Errors
    /// The database is away.
    pub async fn by_request_key(&self, key: &str) -> Result<Option<BalanceOperation>, StorageError> {
        let scope = self.0.scope();
        let sql = format!("{SELECT} AND o.request_key = $2");
        let row: Option<Row> = scope.one(sql, vec![scope.tenant(), key.into()]).await?;
        row.map(BalanceOperation::try_from).transpose()
    }

    /// The operation that carries a tag.
    ///
    /// # Errors
    /// The database is away.
    pub async fn by_reference(&self, reference: [u8; 10]) -> Result<Option<BalanceOperation>, StorageError> {
        let scope = self.0.scope();
        let sql = format!("{SELECT} AND o.reference = $2");
        let row: Option<Row> = scope.one(sql, vec![scope.tenant(), reference.to_vec().into()]).await?;
        row.map(BalanceOperation::try_from).transpose()
    }

    /// Operations whose end is not known and that were sent before an instant, oldest first, for the job that looks them up.
    ///
    /// # Errors
    /// The database is away.
    pub async fn unsettled(&self, before: DateTime<Utc>) -> Result<Vec<BalanceOperation>, StorageError> {
        let scope = self.0.scope();
        let sql =
            format!("{SELECT} AND o.state IN ('sending', 'unknown') AND o.sent_at <= $2 ORDER BY o.sent_at LIMIT 500");
        let rows: Vec<Row> = scope.all(sql, vec![scope.tenant(), before.into()]).await?;
        rows.into_iter().map(BalanceOperation::try_from).collect()
    }

    /// Confirmed operations on a server that were sent in a span of time, for the comparison with its deals.
    ///
    /// # Errors
    /// The database is away.
    pub async fn confirmed_on(
        &self,
        server: TradingServerId,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
    ) -> Result<Vec<BalanceOperation>, StorageError> {
        let scope = self.0.scope();
        let values: Vec<Value> = vec![scope.tenant(), server.uuid().into(), from.into(), to.into()];
        let sql = format!(
            "{SELECT} AND a.server_id = $2 AND o.state = 'confirmed' AND o.sent_at >= $3 AND o.sent_at < $4 ORDER BY o.id"
        );
        let rows: Vec<Row> = scope.all(sql, values).await?;
        rows.into_iter().map(BalanceOperation::try_from).collect()
    }

    /// What has gone and is going out of an account.
    ///
    /// # Errors
    /// The database is away.
    pub async fn outgoing(&self, account: TradingAccountId) -> Result<Outgoing, StorageError> {
        let scope = self.0.scope();
        let row: Option<Outgoing> = scope.one("SELECT coalesce(sum(abs(amount)) FILTER (WHERE state IN ('sending', 'unknown') AND (kind IN ('withdrawal', 'charge') OR amount < 0)), 0)::int8 AS waiting, count(sent_at) AS sent
            FROM crm.balance_operation WHERE tenant_id = $1 AND account_id = $2", vec![scope.tenant(), account.uuid().into()]).await?;
        Ok(row.unwrap_or_default())
    }

    /// Whether it is not known of some operation on an account what became of it.
    ///
    /// # Errors
    /// The database is away.
    pub async fn is_unsettled(&self, account: TradingAccountId) -> Result<bool, StorageError> {
        #[derive(FromQueryResult)]
        struct Is {
            unsettled: bool,
        }
        let scope = self.0.scope();
        let sql = "SELECT EXISTS (SELECT 1 FROM crm.balance_operation WHERE tenant_id = $1 AND account_id = $2 AND state IN ('sending', 'unknown')) AS unsettled";
        let row: Option<Is> = scope.one(sql, vec![scope.tenant(), account.uuid().into()]).await?;
        Ok(row.is_some_and(|row| row.unsettled))
    }

    /// Whether money was ever paid into an account, from the CRM or past it, as far as its deals are known.
    ///
    /// # Errors
    /// The database is away.
    pub async fn had_deposit(&self, account: TradingAccountId) -> Result<bool, StorageError> {
        #[derive(FromQueryResult)]
        struct Had {
            had: bool,
        }
        let scope = self.0.scope();
        let row: Option<Had> = scope.one("SELECT EXISTS (SELECT 1 FROM crm.balance_operation o WHERE o.tenant_id = $1 AND o.account_id = $2 AND o.kind = 'deposit' AND o.state = 'confirmed')
                OR EXISTS (SELECT 1 FROM crm.deal d WHERE d.tenant_id = $1 AND d.account_id = $2 AND d.action = 'balance' AND d.profit > 0) AS had", vec![scope.tenant(), account.uuid().into()]).await?;
        Ok(row.is_some_and(|row| row.had))
    }

    /// What somebody has moved alone of real money in a currency since an instant, whatever became of it unless it is known
    /// that nothing did: sums of minor units, each with its digits.
    ///
    /// # Errors
    /// The database is away.
    pub async fn moved_alone(
        &self,
        staff: StaffId,
        currency: &str,
        since: DateTime<Utc>,
    ) -> Result<Vec<(i64, u32)>, StorageError> {
        #[derive(FromQueryResult)]
        struct Moved {
            moved: i64,
            digits: i16,
        }
        let scope = self.0.scope();
        let values: Vec<Value> = vec![scope.tenant(), staff.uuid().into(), currency.into(), since.into()];
        let rows: Vec<Moved> = scope.all("SELECT coalesce(sum(abs(o.amount)), 0)::int8 AS moved, o.digits FROM crm.balance_operation o JOIN crm.trading_account a ON a.tenant_id = $1 AND a.id = o.account_id WHERE o.tenant_id = $1 AND o.requested_by = $2 AND o.currency = $3 AND o.requested_at >= $4 AND o.needs = 'nobody' AND o.state NOT IN ('rejected', 'not_applied', 'cancelled') AND a.environment = 'live' GROUP BY o.digits", values).await?;
        let digits = |digits: i16| u32::try_from(digits).map_err(|_| StorageError::Corrupt("balance_operation.digits"));
        rows.into_iter().map(|row| Ok((row.moved, digits(row.digits)?))).collect()
    }
}

/// What has gone and is going out of an account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, FromQueryResult)]
pub struct Outgoing {
    /// Minor units that are on their way out, or may be: sent, and not known to have ended.
    pub waiting: i64,
    /// How many operations were ever sent. Another number later means that money may have moved in between.
    pub sent: i64,
}

impl<T: Operates> BalanceOperations<'_, T> {
    /// Keeps a new operation.
    ///
    /// # Errors
    /// The database refuses; [`StorageError::Taken`] when the caller's name for it is known.
    pub async fn create(
        &self,
        _permit: &Permit<kinds::BalanceAdjust>,
        operation: &NewBalanceOperation<'_>,
        key: &ClientKey,
    ) -> Result<(), StorageError> {
        let scope = self.0.scope();
        let sealed = key.seal_str(&balance_reason_place(scope.tenant_id(), operation.id), operation.reason)?;
        let digits = i16::try_from(operation.digits).map_err(|_| StorageError::Corrupt("balance_operation.digits"))?;
        let sending = operation.state == BalanceState::Sending;
        let values: Vec<Value> = vec![
            scope.tenant(),
            operation.id.uuid().into(),
            operation.account.uuid().into(),
            operation.kind.as_str().into(),
            operation.amount.into(),
            operation.currency.into(),
            digits.into(),
            operation.request_key.into(),
            operation.reference.to_vec().into(),
            operation.state.as_str().into(),
            operation.needs.as_str().into(),
            sealed.into(),
            operation.requested_by.map(StaffId::uuid).into(),
            operation.now.into(),
            sending.then_some(operation.now).into(),
        ];
        scope.exec("INSERT INTO crm.balance_operation (tenant_id, id, account_id, kind, amount, currency, digits, request_key, reference, state, needs, reason_sealed, requested_by, requested_at, sent_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)", values).await?;
        Ok(())
    }
}

impl BalanceOperations<'_, TenantTx> {
    /// Holds an account against other requests on it until this transaction ends: checks and the row that rests on them are
    /// one (MON-06). Its server is not put away meanwhile; false when it was.
    ///
    /// # Errors
    /// The database is away; [`StorageError::Locked`] when somebody else holds it for too long.
    pub async fn hold_account(&self, account: TradingAccountId) -> Result<bool, StorageError> {
        #[derive(FromQueryResult)]
        struct Held {
            in_use: bool,
        }
        let scope = self.0.scope();
        let sql = "SELECT s.status <> 'archived' AS in_use FROM crm.trading_account a JOIN crm.trading_server s ON s.tenant_id = $1 AND s.id = a.server_id
            WHERE a.tenant_id = $1 AND a.id = $2 FOR NO KEY UPDATE OF a FOR SHARE OF s";
        let held: Option<Held> = scope.one(sql, vec![scope.tenant(), account.uuid().into()]).await?;
        // an account that is none is told of by whoever reads it
        Ok(held.is_none_or(|held| held.in_use))
    }

    /// Holds a person against other requests of theirs until this transaction ends: what was moved alone in a day and the
    /// row that adds to it are one, whichever accounts they are on.
    ///
    /// # Errors
    /// As [`Self::hold_account`].
    pub async fn hold_maker(&self, staff: StaffId) -> Result<(), StorageError> {
        let scope = self.0.scope();
        let sql = "SELECT id FROM crm.staff WHERE tenant_id = $1 AND id = $2 FOR NO KEY UPDATE";
        scope.exec(sql, vec![scope.tenant(), staff.uuid().into()]).await?;
        Ok(())
    }

    /// Moves an operation on, if nobody did since it was read and the machine allows it; answers whether that was so.
    ///
    /// # Errors
    /// The database refuses; [`StorageError::Corrupt`] for a step that is none.
    pub async fn step(&self, operation: &BalanceOperation, step: &BalanceStep<'_>) -> Result<bool, StorageError> {
        if !operation.state.may_become(step.to) {
            return Err(StorageError::Corrupt("a step of a balance operation that is none"));
        }
        let scope = self.0.scope();
        let sending = step.to == BalanceState::Sending;
        let ended = !matches!(step.to, BalanceState::Sending | BalanceState::Unknown | BalanceState::Requested);
        let values: Vec<Value> = vec![
            scope.tenant(),
            operation.id.uuid().into(),
            operation.version.into(),
            operation.state.as_str().into(),
            step.to.as_str().into(),
            step.decided_by.map(StaffId::uuid).into(),
            step.now.into(),
            sending.into(),
            ended.into(),
            step.said.map(|text| text.chars().take(400).collect::<String>()).into(),
            step.deal.into(),
        ];
        let touched = scope.exec("UPDATE crm.balance_operation SET state = $5, decided_by = coalesce($6, decided_by), decided_at = CASE WHEN $6::uuid IS NULL THEN decided_at ELSE $7 END, sent_at = CASE WHEN $8 THEN $7 ELSE sent_at END,
            ended_at = CASE WHEN $9 THEN $7 ELSE ended_at END, said = coalesce($10, said), deal = coalesce($11, deal), version = version + 1 WHERE tenant_id = $1 AND id = $2 AND version = $3 AND state = $4", values).await?;
        Ok(touched == 1)
    }
}
