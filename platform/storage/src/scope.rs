use crate::StorageError;
use crate::conn::Conn;
use crm_access::{OpContext, TenantRef};
use crm_model::TenantId;
use crm_vault::TenantKeys;
use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult, Statement, Value};

/// One open transaction of one tenant, with the tenant's keys.
pub struct Scope {
    pub(crate) conn: Conn,
    pub(crate) tenant: TenantRef,
    pub(crate) keys: TenantKeys,
}

/// What the rows of signing in are reached through: sessions, credentials, one-time tokens, API keys, throttles. Every
/// transaction is one of these; [`crate::SignInTx`] is nothing more, so clients, staff and settings do not open through it.
pub trait SignInScoped: Sync {
    /// The open transaction. Its connection is private to this crate.
    fn scope(&self) -> &Scope;

    /// The tenant's unwrapped keys.
    fn keys(&self) -> &TenantKeys {
        &self.scope().keys
    }
}

/// A transaction that may write the rows of signing in.
pub trait SignInWrites: SignInScoped {}

// were SignInTx ever made Scoped, these two would collide with its own and the crate would not compile
impl<T: Scoped> SignInScoped for T {
    fn scope(&self) -> &Scope {
        Scoped::scope(self)
    }
}

impl<T: Writes> SignInWrites for T {}

/// Whatever all rows can be read through: [`crate::TenantTx`], [`crate::TenantRead`] and the like.
pub trait Scoped: Sync {
    /// The open transaction. Its connection is private to this crate.
    fn scope(&self) -> &Scope;

    /// The tenant's unwrapped keys, for views that may show a sealed value.
    fn keys(&self) -> &TenantKeys {
        &self.scope().keys
    }
}

/// A transaction that may write: [`crate::TenantTx`] and [`crate::ProvisionTx`].
pub trait Writes: Scoped {}

/// A writing transaction that belongs to an operation: [`crate::TenantTx`] and [`crate::ProvisionTx`].
pub trait Operates: Writes {
    /// The operation it belongs to.
    fn op(&self) -> &OpContext;
}

impl Scope {
    pub(crate) fn tenant_id(&self) -> TenantId {
        self.tenant.id
    }

    /// Every statement's `$1`: the planner folds the wall into a one-time filter (ISOLATION, plans).
    pub(crate) fn tenant(&self) -> Value {
        self.tenant.id.uuid().into()
    }

    pub(crate) async fn all<R: FromQueryResult>(
        &self,
        sql: impl Into<String>,
        values: Vec<Value>,
    ) -> Result<Vec<R>, StorageError> {
        let rows = self.conn.query_all_raw(statement(sql, values)).await?;
        rows.iter().map(|row| R::from_query_result(row, "").map_err(StorageError::from)).collect()
    }

    pub(crate) async fn one<R: FromQueryResult>(
        &self,
        sql: impl Into<String>,
        values: Vec<Value>,
    ) -> Result<Option<R>, StorageError> {
        let row = self.conn.query_one_raw(statement(sql, values)).await?;
        row.map(|row| R::from_query_result(&row, "")).transpose().map_err(StorageError::from)
    }

    /// Runs a statement and answers how many rows it touched.
    pub(crate) async fn exec(&self, sql: impl Into<String>, values: Vec<Value>) -> Result<u64, StorageError> {
        Ok(self.conn.execute_raw(statement(sql, values)).await?.rows_affected())
    }

    /// Plans the following statements of this transaction anew each time: for free-form filters and searches, whose
    /// generic plan would be wrong by orders of magnitude.
    pub(crate) async fn plan_each_time(&self) -> Result<(), StorageError> {
        self.conn.execute_unprepared("SET LOCAL plan_cache_mode = force_custom_plan").await?;
        Ok(())
    }

    /// Plans a large insert for its values, as Postgres sees fit: forced, each check of a foreign key would be planned anew too,
    /// which took three times as long for 200,000 rows.
    pub(crate) async fn plan_as_it_fits(&self) -> Result<(), StorageError> {
        self.conn.execute_unprepared("SET LOCAL plan_cache_mode = auto").await?;
        Ok(())
    }

    /// Back to the plan that serves every value, for statements of fixed shape.
    pub(crate) async fn plan_once(&self) -> Result<(), StorageError> {
        self.conn.execute_unprepared("SET LOCAL plan_cache_mode = force_generic_plan").await?;
        Ok(())
    }
}

fn statement(sql: impl Into<String>, values: Vec<Value>) -> Statement {
    Statement::from_sql_and_values(DbBackend::Postgres, sql.into(), values)
}
