//! The broker's two lists of statuses of clients: their order, what each means, and which may follow which.

use crate::scope::Scoped;
use crate::{Settings, StorageError, TenantTx};
use chrono::{DateTime, Utc};
use crm_access::Permit;
use crm_access::kinds::SettingsManage;
use crm_model::{StatusKind, StatusOptionId, StatusType};
use sea_orm::FromQueryResult;
use uuid::Uuid;

/// A sales or retention status of the tenant.
#[derive(Clone, Debug)]
pub struct StatusOption {
    /// Which.
    pub id: StatusOptionId,
    /// In which of the two lists.
    pub kind: StatusKind,
    /// The name.
    pub name: String,
    /// What it means.
    pub meaning: StatusType,
    /// A colour's name or `#rrggbb`.
    pub color: String,
    /// Its place in the list.
    pub position: i32,
    /// Whether every status may follow.
    pub any_next: bool,
    /// Those that may follow, where not every one may.
    pub next: Vec<StatusOptionId>,
    /// Not to be given to clients any more.
    pub retired: bool,
    /// Grows with every change.
    pub version: i32,
}

/// A status to be kept, at the end of its list.
#[derive(Clone, Debug)]
pub struct NewStatus {
    /// Which.
    pub id: StatusOptionId,
    /// In which of the two lists.
    pub kind: StatusKind,
    /// The name.
    pub name: String,
    /// What it means.
    pub meaning: StatusType,
    /// `#rrggbb`.
    pub color: String,
}

/// What a status becomes.
#[derive(Clone, Debug)]
pub struct StatusEdit {
    /// The name.
    pub name: String,
    /// What it means.
    pub meaning: StatusType,
    /// `#rrggbb`.
    pub color: String,
    /// Whether every status may follow.
    pub any_next: bool,
    /// When it was retired.
    pub retired_at: Option<DateTime<Utc>>,
}

#[derive(FromQueryResult)]
struct StatusFields {
    id: Uuid,
    kind: String,
    name: String,
    r#type: String,
    color: String,
    position: i32,
    any_next: bool,
    next: Vec<Uuid>,
    retired: bool,
    version: i32,
}

impl<T: Scoped> Settings<'_, T> {
    /// Both lists of statuses, in their order, retired ones too.
    ///
    /// # Errors
    /// The database is away.
    pub async fn statuses(&self) -> Result<Vec<StatusOption>, StorageError> {
        let scope = self.0.scope();
        let sql = "SELECT o.id, o.kind, o.name, o.type, o.color, o.position, o.any_next, o.retired_at IS NOT NULL AS retired, o.version,
            ARRAY(SELECT s.to_id FROM crm.client_status_step s WHERE s.tenant_id = $1 AND s.from_id = o.id ORDER BY s.to_id) AS next
          FROM crm.client_status_option o WHERE o.tenant_id = $1 ORDER BY o.kind, o.position, o.name";
        let rows: Vec<StatusFields> = scope.all(sql, vec![scope.tenant()]).await?;
        rows.into_iter()
            .map(|row| {
                Ok(StatusOption {
                    id: StatusOptionId::from_uuid(row.id),
                    kind: StatusKind::from_text(&row.kind).ok_or(StorageError::Corrupt("client_status_option.kind"))?,
                    name: row.name,
                    meaning: StatusType::from_text(&row.r#type)
                        .ok_or(StorageError::Corrupt("client_status_option.type"))?,
                    color: row.color,
                    position: row.position,
                    any_next: row.any_next,
                    next: row.next.into_iter().map(StatusOptionId::from_uuid).collect(),
                    retired: row.retired,
                    version: row.version,
                })
            })
            .collect()
    }
}

impl Settings<'_, TenantTx> {
    /// Keeps a status at the end of its list.
    ///
    /// # Errors
    /// [`StorageError::Taken`] for a name that the list has already.
    pub async fn add_status(&self, _permit: &Permit<SettingsManage>, status: &NewStatus) -> Result<(), StorageError> {
        let scope = self.0.scope();
        let sql = "INSERT INTO crm.client_status_option (tenant_id, id, kind, name, type, color, position)
          SELECT $1, $2, $3, $4, $5, $6, coalesce(max(o.position), 0) + 1 FROM crm.client_status_option o WHERE o.tenant_id = $1 AND o.kind = $3";
        let values = vec![
            scope.tenant(),
            status.id.uuid().into(),
            status.kind.as_str().into(),
            status.name.as_str().into(),
            status.meaning.as_str().into(),
            status.color.as_str().into(),
        ];
        scope.exec(sql, values).await?;
        Ok(())
    }

    /// Writes a status anew if the version is still the one that was read; false when somebody was faster.
    ///
    /// # Errors
    /// [`StorageError::Taken`] for a name that the list has already.
    pub async fn edit_status(
        &self,
        _permit: &Permit<SettingsManage>,
        id: StatusOptionId,
        version: i32,
        edit: &StatusEdit,
    ) -> Result<bool, StorageError> {
        let scope = self.0.scope();
        let sql = "UPDATE crm.client_status_option SET name = $4, type = $5, color = $6, any_next = $7, retired_at = $8, version = version + 1
          WHERE tenant_id = $1 AND id = $2 AND version = $3";
        let values = vec![
            scope.tenant(),
            id.uuid().into(),
            version.into(),
            edit.name.as_str().into(),
            edit.meaning.as_str().into(),
            edit.color.as_str().into(),
            edit.any_next.into(),
            edit.retired_at.into(),
        ];
        Ok(scope.exec(sql, values).await? == 1)
    }

    /// Says which statuses may follow one.
    ///
    /// # Errors
    /// [`StorageError::Dangling`] for a status that is not of this tenant.
    pub async fn set_next(
        &self,
        _permit: &Permit<SettingsManage>,
        from: StatusOptionId,
        next: &[StatusOptionId],
    ) -> Result<(), StorageError> {
        let scope = self.0.scope();
        let to: Vec<Uuid> = next.iter().map(|id| id.uuid()).collect();
        let values = || vec![scope.tenant(), from.uuid().into(), to.clone().into()];
        scope.exec("DELETE FROM crm.client_status_step WHERE tenant_id = $1 AND from_id = $2 AND NOT to_id = ANY($3::uuid[])", values()).await?;
        scope.exec("INSERT INTO crm.client_status_step (tenant_id, from_id, to_id) SELECT $1, $2, x FROM unnest($3::uuid[]) x ON CONFLICT DO NOTHING", values()).await?;
        Ok(())
    }

    /// Puts the statuses of a list into this order.
    ///
    /// # Errors
    /// The database is away.
    pub async fn order_statuses(
        &self,
        _permit: &Permit<SettingsManage>,
        order: &[StatusOptionId],
    ) -> Result<(), StorageError> {
        let scope = self.0.scope();
        let ids: Vec<Uuid> = order.iter().map(|id| id.uuid()).collect();
        let sql = "UPDATE crm.client_status_option o SET position = x.n FROM unnest($2::uuid[]) WITH ORDINALITY x (id, n) WHERE o.tenant_id = $1 AND o.id = x.id";
        scope.exec(sql, vec![scope.tenant(), ids.into()]).await?;
        Ok(())
    }
}
