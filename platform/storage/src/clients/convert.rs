//! The first deposit: from then on a client is a depositor.

use super::Clients;
use crate::scope::Scoped;
use crate::{StorageError, TenantTx};
use chrono::{DateTime, Utc};
use crm_model::{ClientId, ClientStage, StaffId, TeamId, TradingAccountId};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

/// A client who has become a depositor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conversion {
    /// Who.
    pub client: ClientId,
    /// What the client was before.
    pub was: ClientStage,
    /// The record's version from now on.
    pub version: i32,
    /// The owner.
    pub owner: Option<StaffId>,
    /// The team.
    pub team: Option<TeamId>,
    /// The name of the retention status that the client got; `None` where there was one already.
    pub given: Option<String>,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    stage: String,
    version: i32,
    owner_id: Option<Uuid>,
    team_id: Option<Uuid>,
    given: Option<String>,
}

/// Only the first of two deposits finds the client as he was: the second waits for the row and sees that it is done.
const CONVERT: &str = "first AS (SELECT o.id, o.name FROM crm.client_status_option o WHERE o.tenant_id = $1 AND o.kind = 'retention' AND o.retired_at IS NULL ORDER BY o.position, o.name LIMIT 1)
    UPDATE crm.client c SET stage = 'depositor', converted_at = $3, retention_status_id = coalesce(c.retention_status_id, (SELECT id FROM first)), updated_at = $4, version = c.version + 1
    FROM was WHERE c.tenant_id = $1 AND c.id = was.id
    RETURNING c.id, was.stage, c.version, c.owner_id, c.team_id, CASE WHEN was.retention_status_id IS NULL THEN (SELECT name FROM first) END AS given";

/// A booking at a server that no operation of the CRM made: its tag, where it has one, is of none.
const PAST_THE_CRM: &str =
    "NOT EXISTS (SELECT 1 FROM crm.balance_operation o WHERE o.tenant_id = $1 AND o.reference = d.reference)";

impl Clients<'_, TenantTx> {
    /// A deposit of an account was confirmed at `at`: its client becomes a depositor and gets the broker's first retention
    /// status, unless he is one, or the account is for play money.
    ///
    /// # Errors
    /// The database refuses; [`StorageError::Locked`] when somebody else holds the client for too long.
    pub async fn deposited(
        &self,
        account: TradingAccountId,
        at: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<Option<Conversion>, StorageError> {
        let was = "was AS (SELECT c.id, c.stage, c.retention_status_id FROM crm.client c JOIN crm.trading_account a ON a.tenant_id = $1 AND a.client_id = c.id
            WHERE c.tenant_id = $1 AND a.id = $2 AND a.environment = 'live' AND c.stage <> 'depositor' FOR NO KEY UPDATE OF c)";
        self.convert(was, account.uuid(), at, now).await
    }

    /// As [`Self::deposited`], for a deposit that was booked past the CRM: by the earliest one on the client's live accounts.
    ///
    /// # Errors
    /// As [`Self::deposited`].
    pub async fn deposited_past_the_crm(
        &self,
        client: ClientId,
        now: DateTime<Utc>,
    ) -> Result<Option<Conversion>, StorageError> {
        #[derive(FromQueryResult)]
        struct First {
            at: Option<DateTime<Utc>>,
        }
        let scope = self.0.scope();
        let sql = format!(
            "SELECT min(d.at) AS at FROM crm.trading_account a JOIN crm.deal d ON d.tenant_id = $1 AND d.account_id = a.id
              WHERE a.tenant_id = $1 AND a.client_id = $2 AND a.environment = 'live' AND d.action = 'balance' AND d.profit > 0 AND {PAST_THE_CRM}"
        );
        let first: Option<First> = scope.one(sql, vec![scope.tenant(), client.uuid().into()]).await?;
        let Some(at) = first.and_then(|row| row.at) else { return Ok(None) };
        let was = "was AS (SELECT c.id, c.stage, c.retention_status_id FROM crm.client c WHERE c.tenant_id = $1 AND c.id = $2 AND c.stage <> 'depositor' FOR NO KEY UPDATE OF c)";
        self.convert(was, client.uuid(), at, now).await
    }

    async fn convert(
        &self,
        was: &str,
        id: Uuid,
        at: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<Option<Conversion>, StorageError> {
        let scope = self.0.scope();
        let values: Vec<Value> = vec![scope.tenant(), id.into(), at.into(), now.into()];
        let row: Option<Row> = scope.one(format!("WITH {was}, {CONVERT}"), values).await?;
        row.map(|row| {
            Ok(Conversion {
                client: ClientId::from_uuid(row.id),
                was: ClientStage::from_text(&row.stage).ok_or(StorageError::Corrupt("client.stage"))?,
                version: row.version,
                owner: row.owner_id.map(StaffId::from_uuid),
                team: row.team_id.map(TeamId::from_uuid),
                given: row.given,
            })
        })
        .transpose()
    }
}

/// A deposit that a server shows: on which account, and the CRM's tag where its remark carries one.
pub(crate) type SeenDeposit = (Uuid, Option<[u8; 10]>);

/// Clients who are no depositors yet although money came in on a live account past the CRM.
pub(crate) async fn overlooked(tx: &impl Scoped, seen: Vec<SeenDeposit>) -> Result<Vec<ClientId>, StorageError> {
    #[derive(FromQueryResult)]
    struct Overlooked {
        client_id: Uuid,
    }
    let scope = tx.scope();
    let (accounts, tags): (Vec<Uuid>, Vec<Vec<u8>>) =
        seen.into_iter().map(|(account, tag)| (account, tag.map(|tag| tag.to_vec()).unwrap_or_default())).unzip();
    let values: Vec<Value> = vec![scope.tenant(), accounts.into(), tags.into()];
    let sql = format!(
        "SELECT DISTINCT a.client_id FROM unnest($2::uuid[], $3::bytea[]) AS d (account_id, reference) JOIN crm.trading_account a ON a.tenant_id = $1 AND a.id = d.account_id AND a.environment = 'live'
          JOIN crm.client c ON c.tenant_id = $1 AND c.id = a.client_id AND c.stage <> 'depositor' WHERE {PAST_THE_CRM}"
    );
    let rows: Vec<Overlooked> = scope.all(sql, values).await?;
    Ok(rows.into_iter().map(|row| ClientId::from_uuid(row.client_id)).collect())
}
