use crate::StorageError;
use crate::conn::Conn;
use crm_model::TenantId;
use crm_vault::{TenantKeys, Vault, WrappedKey};
use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult, Statement};

#[derive(FromQueryResult)]
struct KeyRow {
    version: i32,
    kek: String,
    wrapped: Vec<u8>,
}

/// Reads and unwraps every version of the tenant's data key.
pub(crate) async fn load(conn: &Conn, tenant: TenantId, vault: &Vault) -> Result<TenantKeys, StorageError> {
    let sql = "SELECT version, kek, wrapped FROM crm.tenant_data_key WHERE tenant_id = $1 ORDER BY version DESC";
    let rows =
        conn.query_all_raw(Statement::from_sql_and_values(DbBackend::Postgres, sql, [tenant.uuid().into()])).await?;
    let mut wrapped = Vec::with_capacity(rows.len());
    for row in &rows {
        let row = KeyRow::from_query_result(row, "")?;
        let version = u16::try_from(row.version).map_err(|_| StorageError::Corrupt("tenant_data_key.version"))?;
        wrapped.push(WrappedKey { version, kek_id: row.kek, bytes: row.wrapped });
    }
    Ok(vault.open_tenant_keys(tenant, &wrapped).await?)
}
