use crate::conn::Conn;
use crate::pool::clean_pool;
use crate::scope::Scope;
use crate::{StorageError, TenantRead, TenantTx, keys, policy};
use crm_access::{OpContext, Policies, TenantRef};
use crm_model::{StaffId, TenantId};
use crm_vault::{ContextKeys, TenantKeys, Vault};
use moka::sync::Cache;
use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions, PgPool};
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

/// How to reach the database as `crm_app`.
#[derive(Clone, Debug)]
pub struct DbOptions {
    /// DSN of the role `crm_app`.
    pub url: String,
    /// Connections at most.
    pub pool_size: u32,
    /// Longest wait for a connection before the answer is "busy".
    pub acquire_timeout: Duration,
    /// What one statement may take; set in each transaction.
    pub statement_timeout: Duration,
}

impl DbOptions {
    /// What one statement may take while somebody waits for the answer.
    pub const REQUEST: Duration = Duration::from_secs(15);
    /// What one statement of deferred work may take.
    pub const WORK: Duration = Duration::from_secs(60);
}

/// The database as the application sees it. It opens transactions of one tenant; the pool itself is private.
#[derive(Clone)]
pub struct TenantDb(pub(crate) Arc<Inner>);

pub(crate) struct Inner {
    pub(crate) pool: PgPool,
    contexts: ContextKeys,
    statement_timeout: Duration,
    vault: Vault,
    keys: Cache<TenantId, TenantKeys>,
    policies: Cache<(TenantId, StaffId, i64), Arc<Policies>>,
}

/// What the opening message of a transaction asks for.
#[derive(Clone, Copy)]
pub(crate) enum Opening {
    Write,
    Read,
}

impl TenantDb {
    /// Connects lazily: the first transaction opens the first connection.
    ///
    /// # Errors
    /// A DSN that is none.
    pub fn connect(options: &DbOptions, contexts: ContextKeys, vault: Vault) -> Result<Self, StorageError> {
        let connect = PgConnectOptions::from_str(&options.url)?
            .application_name("tenant-api")
            .statement_cache_capacity(400)
            .disable_statement_logging();
        let pool = clean_pool(options.pool_size, options.acquire_timeout, connect);
        let keys = Cache::builder().max_capacity(10_000).time_to_live(keys::READ_ANEW).build();
        let policies = Cache::builder().max_capacity(50_000).time_to_idle(Duration::from_secs(900)).build();
        let statement_timeout = options.statement_timeout;
        Ok(Self(Arc::new(Inner { pool, contexts, statement_timeout, vault, keys, policies })))
    }

    /// Opens a transaction that may write. It ends with [`TenantTx::commit`], which says what was done, or rolls back.
    ///
    /// # Errors
    /// The database is away, or the tenant's key does not open; [`StorageError::Preview`] in a preview, whatever it is about.
    pub async fn begin(&self, op: &OpContext) -> Result<TenantTx, StorageError> {
        op.refuse_preview().map_err(|_| StorageError::Preview)?;
        Ok(TenantTx::new(self.open(op.tenant(), Opening::Write).await?, op.clone()))
    }

    /// Opens a read-only transaction: one consistent picture for one query.
    ///
    /// # Errors
    /// As [`TenantDb::begin`].
    pub async fn read(&self, op: &OpContext) -> Result<TenantRead, StorageError> {
        Ok(TenantRead::new(self.open(op.tenant(), Opening::Read).await?))
    }

    pub(crate) async fn open(&self, tenant: &TenantRef, opening: Opening) -> Result<Scope, StorageError> {
        let inner = &self.0;
        let conn = open_context(&inner.pool, &inner.contexts, tenant.id, opening, inner.statement_timeout).await?;
        match self.0.keys.get(&tenant.id) {
            Some(keys) => Ok(Scope { conn, tenant: tenant.clone(), keys }),
            None => {
                let keys = keys::load(&conn, tenant.id, &self.0.vault).await?;
                self.0.keys.insert(tenant.id, keys.clone());
                Ok(Scope { conn, tenant: tenant.clone(), keys })
            }
        }
    }

    pub(crate) async fn policy(
        &self,
        scope: &Scope,
        staff: StaffId,
        version: i64,
    ) -> Result<Arc<Policies>, StorageError> {
        let key = (scope.tenant_id(), staff, version);
        if let Some(known) = self.0.policies.get(&key) {
            return Ok(known);
        }
        let compiled = Arc::new(Policies::compile(&policy::source(scope, staff, version).await?));
        self.0.policies.insert(key, Arc::clone(&compiled));
        Ok(compiled)
    }

    /// Connections open and idle, for the gauges.
    #[must_use]
    pub fn pool_state(&self) -> (u32, usize) {
        (self.0.pool.size(), self.0.pool.num_idle())
    }

    /// Answers whether the database answers.
    ///
    /// # Errors
    /// It does not.
    pub async fn ping(&self) -> Result<(), StorageError> {
        sqlx::query("SELECT 1").execute(&self.0.pool).await?;
        Ok(())
    }

    /// Closes every connection, waiting for those in use.
    pub async fn close(&self) {
        self.0.pool.close().await;
    }
}

/// The context is set in the message that opens the transaction, in the one textual form; nothing is left of an
/// earlier cursor.
pub(crate) async fn open_context(
    pool: &PgPool,
    contexts: &ContextKeys,
    tenant: TenantId,
    opening: Opening,
    statement_timeout: Duration,
) -> Result<Conn, StorageError> {
    let begin = match opening {
        Opening::Write => "BEGIN",
        Opening::Read => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
    };
    let token = contexts.token(tenant);
    let message = format!(
        "{begin}; SET LOCAL app.key = '{}'; SET LOCAL plan_cache_mode = force_generic_plan; SET LOCAL statement_timeout = {}; CLOSE ALL",
        token.expose(),
        statement_timeout.as_millis()
    );
    Ok(Conn::new(pool.begin_with(sqlx::AssertSqlSafe(message)).await?))
}
