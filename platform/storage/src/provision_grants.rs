//! Permissions that an operator adds to a broker's roles: those that came with a new version of the product.

use crate::{ProvisionVisit, StorageError, access_version};
use crm_access::{Grant, Permission, Permit, kinds};
use crm_model::RoleId;
use sea_orm::FromQueryResult;

#[derive(FromQueryResult)]
struct NameRow {
    permission: String,
}

impl ProvisionVisit {
    /// The permissions that somebody of the broker holds: by a role that has not ended, and that no other role denies.
    ///
    /// # Errors
    /// The database is away.
    pub async fn held_permissions(&self) -> Result<Vec<Permission>, StorageError> {
        let sql = "SELECT DISTINCT g.permission FROM crm.staff s JOIN crm.staff_role r ON r.tenant_id = s.tenant_id AND r.staff_id = s.id
              JOIN crm.role_grant g ON g.tenant_id = r.tenant_id AND g.role_id = r.role_id
            WHERE s.tenant_id = $1 AND s.status IN ('active', 'invited') AND (r.expires_at IS NULL OR r.expires_at > $2)
              AND NOT EXISTS (SELECT FROM crm.staff_role o JOIN crm.role_deny d ON d.tenant_id = o.tenant_id AND d.role_id = o.role_id
                WHERE o.tenant_id = s.tenant_id AND o.staff_id = s.id AND d.kind = 'permission' AND d.name = g.permission AND (o.expires_at IS NULL OR o.expires_at > $2))";
        let rows: Vec<NameRow> = self.scope.all(sql, vec![self.scope.tenant(), self.op.now().into()]).await?;
        Ok(rows.iter().filter_map(|row| Permission::from_text(&row.permission)).collect())
    }

    /// Changes of who may do what wait for one another, and every live session looks again on its next request.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn begin_access_change(&self) -> Result<(), StorageError> {
        access_version::moved(&self.scope).await.map(drop)
    }

    /// Adds grants to a role; a permission that it has is left as it is.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn add_grants(
        &self,
        _permit: &Permit<kinds::RoleManage>,
        role: RoleId,
        grants: &[Grant],
    ) -> Result<(), StorageError> {
        for grant in grants {
            let values = vec![
                self.scope.tenant(),
                role.uuid().into(),
                grant.permission.as_str().into(),
                grant.reach.as_str().into(),
            ];
            let sql = "INSERT INTO crm.role_grant (tenant_id, role_id, permission, reach) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";
            self.scope.exec(sql, values).await?;
        }
        let sql = "UPDATE crm.role SET version = version + 1 WHERE tenant_id = $1 AND id = $2";
        self.scope.exec(sql, vec![self.scope.tenant(), role.uuid().into()]).await.map(drop)
    }
}
