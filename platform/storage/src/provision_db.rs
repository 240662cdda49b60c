//! The registry of brokers, as `crm_provision` sees it: which there are, and where each stands in its life.

use crate::conn::Conn;
use crate::db::{Opening, open_context};
use crate::pool::clean_pool;
use crate::provision_check::{SelfTest, self_test};
use crate::scope::Scope;
use crate::{AuditEvent, ProvisionTx, StorageError, audit};
use crm_access::{OpContext, TenantRef};
use crm_model::{AuditAction, TenantId};
use crm_vault::{ContextKeys, TenantKeys, Vault, WrappedKey};
use sqlx::postgres::{PgConnectOptions, PgRow};
use sqlx::{ConnectOptions, PgPool, Row};
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

/// Where a broker stands in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TenantStatus {
    /// Being set up; its hosts do not answer yet.
    Provisioning,
    /// At work.
    Active,
    /// Stopped; its data are kept.
    Suspended,
}

impl TenantStatus {
    const ALL: [Self; 3] = [Self::Provisioning, Self::Active, Self::Suspended];

    /// As the registry keeps it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Provisioning => "provisioning",
            Self::Active => "active",
            Self::Suspended => "suspended",
        }
    }
}

/// What one statement of onboarding may take.
const STATEMENT_TIMEOUT: Duration = Duration::from_secs(15);

/// One broker of the registry.
#[derive(Clone, Debug)]
pub struct TenantEntry {
    /// Id and short name.
    pub tenant: TenantRef,
    /// The broker's name.
    pub name: String,
    /// Where it stands.
    pub status: TenantStatus,
}

/// The database as onboarding sees it: the registry, and a transaction in which one broker's first rows are written.
/// It reads no client, and no secret but the wrapped data keys, which it wraps anew when the key above them is changed.
pub struct ProvisionDb {
    pub(crate) pool: PgPool,
    contexts: ContextKeys,
    pub(crate) vault: Vault,
}

impl ProvisionDb {
    /// Connects lazily as `crm_provision`.
    ///
    /// # Errors
    /// A DSN that is none.
    pub fn connect(url: &str, contexts: ContextKeys, vault: Vault) -> Result<Self, StorageError> {
        let options = PgConnectOptions::from_str(url)?.application_name("provisioning").disable_statement_logging();
        Ok(Self { pool: clean_pool(3, Duration::from_secs(10), options), contexts, vault })
    }

    /// All brokers, by short name.
    ///
    /// # Errors
    /// The database is away.
    pub async fn list(&self) -> Result<Vec<TenantEntry>, StorageError> {
        let rows = sqlx::query("SELECT id, slug, name, status FROM platform.tenant ORDER BY slug")
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(entry).collect()
    }

    /// One broker by its short name.
    ///
    /// # Errors
    /// The database is away.
    pub async fn find(&self, slug: &str) -> Result<Option<TenantEntry>, StorageError> {
        let row = sqlx::query("SELECT id, slug, name, status FROM platform.tenant WHERE slug = $1")
            .bind(slug)
            .fetch_optional(&self.pool)
            .await?;
        row.as_ref().map(entry).transpose()
    }

    /// Whether the database knows a time zone of this name.
    ///
    /// # Errors
    /// The database is away.
    pub async fn knows_time_zone(&self, name: &str) -> Result<bool, StorageError> {
        Ok(sqlx::query_scalar("SELECT EXISTS (SELECT FROM pg_catalog.pg_timezone_names WHERE name = $1)")
            .bind(name)
            .fetch_one(&self.pool)
            .await?)
    }

    /// Makes sure that a broker with this short name stands in the registry, as "provisioning" when it is new, and that
    /// the key of its context exists while it is being set up. Of parallel calls one makes it, all get the same answer.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn register(&self, slug: &str, name: &str) -> Result<TenantEntry, StorageError> {
        let mut tx = self.pool.begin().await?;
        sqlx::query("INSERT INTO platform.tenant (id, slug, name) VALUES ($1, $2, $3) ON CONFLICT (slug) DO NOTHING")
            .bind(TenantId::generate().uuid())
            .bind(slug)
            .bind(name)
            .execute(&mut *tx)
            .await?;
        let row = sqlx::query("SELECT id, slug, name, status FROM platform.tenant WHERE slug = $1")
            .bind(slug)
            .fetch_one(&mut *tx)
            .await?;
        let entry = entry(&row)?;
        if entry.status == TenantStatus::Provisioning && entry.name == name {
            let token = self.contexts.token(entry.tenant.id);
            sqlx::query("INSERT INTO ctx.tenant_key (h, tenant_id) VALUES ($1, $2) ON CONFLICT DO NOTHING")
                .bind(token.digest().as_slice())
                .bind(entry.tenant.id.uuid())
                .execute(&mut *tx)
                .await?;
        }
        tx.commit().await?;
        Ok(entry)
    }

    /// Opens the transaction that writes all first rows of a broker; `None` when they are there already. A second caller
    /// waits for the first.
    ///
    /// # Errors
    /// The database is away; [`StorageError::Corrupt`] when the context does not open (another CONTEXT_MASTER_KEY than
    /// the one that this broker was begun with).
    pub async fn begin(&self, op: &OpContext) -> Result<Option<ProvisionTx>, StorageError> {
        let (keys, wrapped) = self.vault.new_tenant_key(op.tenant().id, 1).await?;
        let tx = ProvisionTx::new(
            Scope { conn: self.open(op.tenant()).await?, tenant: op.tenant().clone(), keys },
            op.clone(),
        );
        tx.hold_tenant().await?;
        Ok(if tx.keep_data_key(&wrapped).await? { Some(tx) } else { None })
    }

    /// The last step of onboarding: from now on the broker's hosts answer. Nothing happens to an active broker.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn activate(&self, tenant: &TenantRef) -> Result<(), StorageError> {
        sqlx::query("UPDATE platform.tenant SET status = 'active' WHERE id = $1 AND status = 'provisioning'")
            .bind(tenant.id.uuid())
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Suspends an active broker, with an event in its trail. False when it is not active.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn suspend(&self, op: &OpContext) -> Result<bool, StorageError> {
        self.change_status(op, TenantStatus::Active, TenantStatus::Suspended, AuditAction::TenantSuspended).await
    }

    /// Lets a suspended broker go on, with an event in its trail. False when it is not suspended.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn resume(&self, op: &OpContext) -> Result<bool, StorageError> {
        self.change_status(op, TenantStatus::Suspended, TenantStatus::Active, AuditAction::TenantResumed).await
    }

    async fn change_status(
        &self,
        op: &OpContext,
        from: TenantStatus,
        to: TenantStatus,
        action: AuditAction,
    ) -> Result<bool, StorageError> {
        let scope = self.scope(op.tenant()).await?;
        let sql = "UPDATE platform.tenant SET status = $2 WHERE id = $1 AND status = $3";
        let touched = scope.exec(sql, vec![scope.tenant(), to.as_str().into(), from.as_str().into()]).await?;
        if touched == 1 {
            audit::write(&scope, &audit::Author::of(op), &AuditEvent::on(action, "tenant", scope.tenant_id().uuid()))
                .await?;
            scope.conn.commit().await?;
        }
        Ok(touched == 1)
    }

    /// Opens a transaction on a broker that is there already. Nothing may be sealed in it.
    pub(crate) async fn scope(&self, tenant: &TenantRef) -> Result<Scope, StorageError> {
        Ok(Scope { conn: self.open(tenant).await?, tenant: tenant.clone(), keys: self.unkept_keys(tenant.id).await? })
    }

    /// An event without reason and personal changes seals nothing, so the tenant's own keys are not needed.
    async fn unkept_keys(&self, tenant: TenantId) -> Result<TenantKeys, StorageError> {
        let (keys, _): (TenantKeys, WrappedKey) = self.vault.new_tenant_key(tenant, 1).await?;
        Ok(keys)
    }

    /// Looks whether everything that a broker needs is there. Writes nothing.
    ///
    /// # Errors
    /// The database is away.
    pub async fn self_test(&self, entry: &TenantEntry) -> Result<SelfTest, StorageError> {
        let scope = self.scope(&entry.tenant).await?;
        let report = self_test(&scope, entry.status).await?;
        scope.conn.rollback().await?;
        Ok(report)
    }

    async fn open(&self, tenant: &TenantRef) -> Result<Conn, StorageError> {
        open_context(&self.pool, &self.contexts, tenant.id, Opening::Write, STATEMENT_TIMEOUT).await
    }

    /// Closes every connection.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}

fn entry(row: &PgRow) -> Result<TenantEntry, StorageError> {
    let (slug, status): (&str, &str) = (row.try_get("slug")?, row.try_get("status")?);
    Ok(TenantEntry {
        tenant: TenantRef { id: TenantId::from_uuid(row.try_get("id")?), slug: Arc::from(slug) },
        name: row.try_get("name")?,
        status: TenantStatus::ALL
            .into_iter()
            .find(|s| s.as_str() == status)
            .ok_or(StorageError::Corrupt("tenant.status"))?,
    })
}
