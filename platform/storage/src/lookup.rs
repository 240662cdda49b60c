use crate::{StorageError, TenantDb};
use crm_access::TenantRef;
use crm_model::TenantId;
use sqlx::Row;
use std::sync::Arc;

/// Which of a broker's hosts was called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HostKind {
    /// The staff portal.
    Staff,
    /// The client area.
    Client,
    /// The REST API.
    Api,
}

/// What a host leads to.
#[derive(Clone, Debug)]
pub struct TenantHost {
    /// The broker.
    pub tenant: TenantRef,
    /// False when the broker is suspended: nothing but "suspended" is answered.
    pub active: bool,
}

impl TenantDb {
    /// Finds a broker by its short name. The one look-up before a context exists; it tells nothing but this.
    ///
    /// # Errors
    /// The database is away.
    pub async fn tenant_by_slug(&self, slug: &str) -> Result<Option<TenantHost>, StorageError> {
        let row = sqlx::query("SELECT id, slug, status FROM platform.tenant_by_slug($1)")
            .bind(slug)
            .fetch_optional(&self.0.pool)
            .await?;
        row.as_ref().map(found).transpose()
    }

    /// Finds a broker by one of its own verified hosts, with the kind of the host.
    ///
    /// # Errors
    /// The database is away.
    pub async fn tenant_by_host(&self, host: &str) -> Result<Option<(TenantHost, HostKind)>, StorageError> {
        let row = sqlx::query("SELECT id, slug, status, kind FROM platform.tenant_by_host($1)")
            .bind(host)
            .fetch_optional(&self.0.pool)
            .await?;
        let Some(row) = row else { return Ok(None) };
        let kind = match row.try_get::<&str, _>("kind")? {
            "staff" => HostKind::Staff,
            "client" => HostKind::Client,
            "api" => HostKind::Api,
            _ => return Err(StorageError::Corrupt("tenant_host.kind")),
        };
        Ok(Some((found(&row)?, kind)))
    }
}

fn found(row: &sqlx::postgres::PgRow) -> Result<TenantHost, StorageError> {
    let slug: &str = row.try_get("slug")?;
    let status: &str = row.try_get("status")?;
    Ok(TenantHost {
        tenant: TenantRef { id: TenantId::from_uuid(row.try_get("id")?), slug: Arc::from(slug) },
        active: status == "active",
    })
}
