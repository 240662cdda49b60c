//! The broker's tags of clients.

use crate::scope::Scoped;
use crate::{Settings, StorageError, TenantTx};
use crm_access::Permit;
use crm_access::kinds::SettingsManage;
use crm_model::TagId;
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

/// A tag of the tenant.
#[derive(Clone, Debug)]
pub struct TagRow {
    /// Which.
    pub id: TagId,
    /// The name.
    pub name: String,
    /// A colour's name or `#rrggbb`.
    pub color: String,
    /// Grows with every change.
    pub version: i32,
}

#[derive(FromQueryResult)]
struct TagFields {
    id: Uuid,
    name: String,
    color: String,
    version: i32,
}

#[derive(FromQueryResult)]
struct Clients {
    n: i64,
}

impl<T: Scoped> Settings<'_, T> {
    /// The tags, by name.
    ///
    /// # Errors
    /// The database is away.
    pub async fn tags(&self) -> Result<Vec<TagRow>, StorageError> {
        let scope = self.0.scope();
        let sql = "SELECT id, name, color, version FROM crm.tag WHERE tenant_id = $1 ORDER BY name";
        let rows: Vec<TagFields> = scope.all(sql, vec![scope.tenant()]).await?;
        let tag = |row: TagFields| TagRow {
            id: TagId::from_uuid(row.id),
            name: row.name,
            color: row.color,
            version: row.version,
        };
        Ok(rows.into_iter().map(tag).collect())
    }
}

impl Settings<'_, TenantTx> {
    /// Keeps a new tag.
    ///
    /// # Errors
    /// [`StorageError::Taken`] for a used name.
    pub async fn add_tag(
        &self,
        _permit: &Permit<SettingsManage>,
        id: TagId,
        name: &str,
        color: &str,
    ) -> Result<(), StorageError> {
        let scope = self.0.scope();
        let values: Vec<Value> = vec![scope.tenant(), id.uuid().into(), name.into(), color.into()];
        scope.exec("INSERT INTO crm.tag (tenant_id, id, name, color) VALUES ($1, $2, $3, $4)", values).await?;
        Ok(())
    }

    /// Writes a tag anew if the version is still the one that was read; false when somebody was faster.
    ///
    /// # Errors
    /// [`StorageError::Taken`] for a used name.
    pub async fn edit_tag(&self, _permit: &Permit<SettingsManage>, after: &TagRow) -> Result<bool, StorageError> {
        let scope = self.0.scope();
        let sql = "UPDATE crm.tag SET name = $4, color = $5, version = version + 1 WHERE tenant_id = $1 AND id = $2 AND version = $3";
        let TagRow { id, name, color, version } = after;
        let values: Vec<Value> =
            vec![scope.tenant(), id.uuid().into(), (*version).into(), name.as_str().into(), color.as_str().into()];
        Ok(scope.exec(sql, values).await? == 1)
    }

    /// How many clients have a tag, archived ones too, but none that was merged into another; at most as many as are asked for
    /// are counted.
    ///
    /// # Errors
    /// The database is away.
    pub async fn tagged(&self, id: TagId, most: i64) -> Result<i64, StorageError> {
        let scope = self.0.scope();
        let sql = "SELECT count(*) AS n FROM (SELECT 1 FROM crm.client_tag t JOIN crm.client c ON c.tenant_id = $1 AND c.id = t.client_id AND c.merged_into_id IS NULL
            WHERE t.tenant_id = $1 AND t.tag_id = $2 LIMIT $3) x";
        let row: Option<Clients> = scope.one(sql, vec![scope.tenant(), id.uuid().into(), most.into()]).await?;
        Ok(row.map_or(0, |row| row.n))
    }

    /// Removes a tag that no client has, at the version that was read; false when somebody was faster. Clients that were merged
    /// into others are found nowhere and lose it.
    ///
    /// # Errors
    /// [`StorageError::Dangling`] while a client has it.
    pub async fn delete_tag(
        &self,
        _permit: &Permit<SettingsManage>,
        id: TagId,
        version: i32,
    ) -> Result<bool, StorageError> {
        let scope = self.0.scope();
        let merged = "DELETE FROM crm.client_tag t USING crm.client c
            WHERE t.tenant_id = $1 AND t.tag_id = $2 AND c.tenant_id = $1 AND c.id = t.client_id AND c.merged_into_id IS NOT NULL";
        scope.exec(merged, vec![scope.tenant(), id.uuid().into()]).await?;
        let sql = "DELETE FROM crm.tag WHERE tenant_id = $1 AND id = $2 AND version = $3";
        Ok(scope.exec(sql, vec![scope.tenant(), id.uuid().into(), version.into()]).await? == 1)
    }
}
