use crate::StorageError;
use crate::conn::Conn;
use crm_model::TenantId;
use crm_vault::{TenantKeys, Vault, WrappedKey};
use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult, Statement};
use std::time::Duration;

/// How long a process works with the keys that it read.
pub(crate) const READ_ANEW: Duration = Duration::from_secs(30);

/// A further version is sealed and indexed under only once every process has read it: until then the others could neither
/// open what is sealed under it nor find what is indexed under it. Longer than [`READ_ANEW`] by a slow operation.
const SETTLED: &str = "60 seconds";

#[derive(FromQueryResult)]
struct KeyRow {
    version: i32,
    settled: bool,
    kek: String,
    wrapped: Vec<u8>,
}

/// Reads and unwraps every version of the tenant's data key, and says under which one is written.
pub(crate) async fn load(conn: &Conn, tenant: TenantId, vault: &Vault) -> Result<TenantKeys, StorageError> {
    let sql = format!(
        "SELECT version, kek, wrapped, created_at < now() - interval '{SETTLED}' AS settled FROM crm.tenant_data_key WHERE tenant_id = $1 ORDER BY version DESC"
    );
    let rows =
        conn.query_all_raw(Statement::from_sql_and_values(DbBackend::Postgres, sql, [tenant.uuid().into()])).await?;
    let mut wrapped = Vec::with_capacity(rows.len());
    let mut newest_settled = None;
    for row in &rows {
        let row = KeyRow::from_query_result(row, "")?;
        let version = u16::try_from(row.version).map_err(|_| StorageError::Corrupt("tenant_data_key.version"))?;
        if row.settled {
            newest_settled = newest_settled.max(Some(version));
        }
        wrapped.push(WrappedKey { version, kek_id: row.kek, bytes: row.wrapped });
    }
    let writes = newest_settled.or_else(|| wrapped.iter().map(|key| key.version).min());
    let keys = vault.open_tenant_keys(tenant, &wrapped).await?;
    Ok(match writes {
        Some(version) => keys.writing_under(version)?,
        None => keys,
    })
}
