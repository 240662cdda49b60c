//! What there is to merge, and what stands against it.

use super::Merges;
use crate::StorageError;
use crate::clients::reach::Values;
use crate::scope::Scoped;
use crm_model::{ClientId, MergeBlock};
use sea_orm::FromQueryResult;
use uuid::Uuid;

/// How much would move to the kept client.
#[derive(Clone, Copy, Debug, Default, FromQueryResult)]
pub struct MoveCounts {
    /// Notes.
    pub notes: i64,
    /// Tasks and call-backs.
    pub tasks: i64,
    /// Tags that the kept client does not have.
    pub tags: i64,
    /// People who do not take part in the kept client.
    pub participants: i64,
    /// Names elsewhere.
    pub external_ids: i64,
    /// Trading accounts.
    pub trading_accounts: i64,
    /// Balance operations of these.
    pub balance_operations: i64,
    /// Trade commands of these.
    pub trade_commands: i64,
}

#[derive(FromQueryResult)]
struct BlockRow {
    id: Uuid,
    account_frozen: bool,
    money_pending: bool,
    trade_pending: bool,
    opening_pending: bool,
    import_running: bool,
    bulk_running: bool,
}

/// What several clients have together.
#[derive(Clone, Copy, Debug, Default, FromQueryResult)]
pub struct Together {
    /// Different contacts.
    pub contacts: i64,
    /// Different tags.
    pub tags: i64,
    /// Different brands.
    pub brands: i64,
}

impl<T: Scoped> Merges<'_, T> {
    /// What stands against merging each of these clients, as far as it hangs on them.
    ///
    /// # Errors
    /// The database is away.
    pub async fn blocks(&self, clients: &[ClientId]) -> Result<Vec<(ClientId, MergeBlock)>, StorageError> {
        let scope = self.0.scope();
        let mut values = Values(vec![scope.tenant()]);
        let ids = values.push(clients.iter().map(|id| id.uuid()).collect::<Vec<_>>());
        let on_account = |table: &str| {
            format!(
                "EXISTS (SELECT 1 FROM crm.trading_account a JOIN crm.{table} o ON o.tenant_id = $1 AND o.account_id = a.id
                 WHERE a.tenant_id = $1 AND a.client_id = c.id AND o.state IN ('requested', 'sending', 'unknown'))"
            )
        };
        let sql = format!(
            "SELECT c.id,
               EXISTS (SELECT 1 FROM crm.trading_account a WHERE a.tenant_id = $1 AND a.client_id = c.id AND a.money_frozen_at IS NOT NULL) AS account_frozen,
               {} AS money_pending, {} AS trade_pending,
               EXISTS (SELECT 1 FROM crm.account_opening o WHERE o.tenant_id = $1 AND o.client_id = c.id AND o.state IN ('sending', 'unknown')) AS opening_pending,
               EXISTS (SELECT 1 FROM crm.client_import_row r JOIN crm.client_import i ON i.tenant_id = $1 AND i.id = r.import_id
                 WHERE r.tenant_id = $1 AND r.client_id = c.id AND i.state IN ('committing', 'paused', 'undoing')) AS import_running,
               EXISTS (SELECT 1 FROM crm.client_bulk_row r JOIN crm.client_bulk b ON b.tenant_id = $1 AND b.id = r.bulk_id
                 WHERE r.tenant_id = $1 AND r.client_id = c.id AND ((b.state = 'running' AND r.outcome = 'waiting') OR (b.state = 'undoing' AND r.outcome = 'changed'))) AS bulk_running
             FROM crm.client c WHERE c.tenant_id = $1 AND c.id = ANY({ids}) ORDER BY c.id",
            on_account("balance_operation"),
            on_account("trade_command")
        );
        let rows: Vec<BlockRow> = scope.all(sql, values.0).await?;
        let found = rows.into_iter().flat_map(|row| {
            let id = ClientId::from_uuid(row.id);
            [
                (row.account_frozen, MergeBlock::AccountFrozen),
                (row.money_pending, MergeBlock::MoneyPending),
                (row.trade_pending, MergeBlock::TradePending),
                (row.opening_pending, MergeBlock::OpeningPending),
                (row.import_running, MergeBlock::ImportRunning),
                (row.bulk_running, MergeBlock::BulkRunning),
            ]
            .into_iter()
            .filter(|(there, _)| *there)
            .map(move |(_, block)| (id, block))
        });
        Ok(found.collect())
    }

    /// How many contacts, tags and brands all of these clients have together.
    ///
    /// # Errors
    /// The database is away.
    pub async fn together(&self, clients: &[ClientId]) -> Result<Together, StorageError> {
        let scope = self.0.scope();
        let ids: Vec<Uuid> = clients.iter().map(|id| id.uuid()).collect();
        let sql = "SELECT (SELECT count(DISTINCT (kind, bidx)) FROM crm.client_contact WHERE tenant_id = $1 AND client_id = ANY($2)) AS contacts,
          (SELECT count(DISTINCT tag_id) FROM crm.client_tag WHERE tenant_id = $1 AND client_id = ANY($2)) AS tags,
          (SELECT count(DISTINCT brand_id) FROM crm.client WHERE tenant_id = $1 AND id = ANY($2)) AS brands";
        let row: Option<Together> = scope.one(sql, vec![scope.tenant(), ids.into()]).await?;
        Ok(row.unwrap_or_default())
    }

    /// How much would move from the others to the kept client.
    ///
    /// # Errors
    /// The database is away.
    pub async fn counts(&self, kept: ClientId, others: &[ClientId]) -> Result<MoveCounts, StorageError> {
        let scope = self.0.scope();
        let ids: Vec<Uuid> = others.iter().map(|id| id.uuid()).collect();
        let all = |table: &str| {
            format!("(SELECT count(*) FROM crm.{table} t WHERE t.tenant_id = $1 AND t.client_id = ANY($3))")
        };
        let new = |table: &str, column: &str| {
            format!(
                "(SELECT count(DISTINCT t.{column}) FROM crm.{table} t WHERE t.tenant_id = $1 AND t.client_id = ANY($3)
                  AND NOT EXISTS (SELECT 1 FROM crm.{table} k WHERE k.tenant_id = $1 AND k.client_id = $2 AND k.{column} = t.{column}))"
            )
        };
        let of_accounts = |table: &str| {
            format!(
                "(SELECT count(*) FROM crm.trading_account a JOIN crm.{table} o ON o.tenant_id = $1 AND o.account_id = a.id WHERE a.tenant_id = $1 AND a.client_id = ANY($3))"
            )
        };
        let sql = format!(
            "SELECT {} AS notes, {} AS tasks, {} AS tags, {} AS participants, {} AS external_ids, {} AS trading_accounts, {} AS balance_operations, {} AS trade_commands",
            all("note"),
            all("task"),
            new("client_tag", "tag_id"),
            new("client_participant", "staff_id"),
            new("client_external_id", "external_id"),
            all("trading_account"),
            of_accounts("balance_operation"),
            of_accounts("trade_command")
        );
        let row: Option<MoveCounts> = scope.one(sql, vec![scope.tenant(), kept.uuid().into(), ids.into()]).await?;
        Ok(row.unwrap_or_default())
    }
}
