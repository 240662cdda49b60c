//! On which day somebody made use of a permission last, beside who holds it.

use crate::StorageError;
use crate::scope::{Scoped, SignInWrites};
use chrono::{DateTime, NaiveDate, Utc};
use crm_access::{Permission, Permit, kinds};
use crm_model::{RoleId, StaffId};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

/// How a permission is used by those who hold it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PermissionUse {
    /// Which.
    pub permission: Permission,
    /// How many active people hold it now.
    pub holders: i64,
    /// How many of them used it since the asked day.
    pub users: i64,
    /// The last day on which one of them did; none while it was recorded.
    pub last_on: Option<NaiveDate>,
}

/// Somebody who holds a permission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PermissionHolder {
    /// Who, with the name of today.
    pub staff: (StaffId, String),
    /// The person's roles that grant it, by name.
    pub roles: Vec<String>,
    /// The last day on which the person used it; none while it was recorded.
    pub last_on: Option<NaiveDate>,
}

#[derive(FromQueryResult)]
struct UseRow {
    permission: String,
    holders: i64,
    users: i64,
    last_on: Option<NaiveDate>,
}

#[derive(FromQueryResult)]
struct HolderRow {
    staff_id: Uuid,
    name: String,
    roles: Vec<String>,
    last_on: Option<NaiveDate>,
}

#[derive(FromQueryResult)]
struct SinceRow {
    since: Option<NaiveDate>,
}

/// Who holds what at `$2`: by roles that did not end and that no other role of the person denies. `$3` narrows it to one role.
const HELD: &str = "WITH live AS (
    SELECT r.staff_id, r.role_id FROM crm.staff_role r JOIN crm.staff s ON s.tenant_id = $1 AND s.id = r.staff_id AND s.status = 'active'
     WHERE r.tenant_id = $1 AND (r.expires_at IS NULL OR r.expires_at > $2)),
  held AS (
    SELECT l.staff_id, g.permission, array_agg(o.name ORDER BY o.name) AS roles
      FROM live l JOIN crm.role_grant g ON g.tenant_id = $1 AND g.role_id = l.role_id JOIN crm.role o ON o.tenant_id = $1 AND o.id = l.role_id
     WHERE ($3::uuid IS NULL OR l.role_id = $3)
       AND NOT EXISTS (SELECT 1 FROM live d JOIN crm.role_deny n ON n.tenant_id = $1 AND n.role_id = d.role_id AND n.kind = 'permission'
                        WHERE d.staff_id = l.staff_id AND n.name = g.permission)
     GROUP BY l.staff_id, g.permission)";

/// The tenant's record of used permissions.
pub struct PermissionUses<'a, T>(&'a T);

impl<'a, T> PermissionUses<'a, T> {
    /// The record of the transaction's tenant.
    pub const fn of(tx: &'a T) -> Self {
        Self(tx)
    }
}

impl<T: Scoped> PermissionUses<'_, T> {
    /// Since when uses are recorded; `None` before the first one.
    ///
    /// # Errors
    /// The database is away.
    pub async fn since(&self) -> Result<Option<NaiveDate>, StorageError> {
        let scope = self.0.scope();
        let sql = "SELECT min(noted_since) AS since FROM crm.permission_use WHERE tenant_id = $1";
        let row: Option<SinceRow> = scope.one(sql, vec![scope.tenant()]).await?;
        Ok(row.and_then(|row| row.since))
    }

    /// How permissions are used that somebody holds at this moment, by one role or by any.
    ///
    /// # Errors
    /// The database is away.
    pub async fn of_permissions(
        &self,
        _permit: &Permit<kinds::StaffView>,
        role: Option<RoleId>,
        from: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<Vec<PermissionUse>, StorageError> {
        let scope = self.0.scope();
        let sql = format!("{HELD}
            SELECT h.permission, count(*) AS holders, count(*) FILTER (WHERE u.used_on >= $4) AS users, max(u.used_on) AS last_on
              FROM held h LEFT JOIN crm.permission_use u ON u.tenant_id = $1 AND u.staff_id = h.staff_id AND u.permission = h.permission
             GROUP BY h.permission");
        let values: Vec<Value> = vec![scope.tenant(), now.into(), role.map(RoleId::uuid).into(), from.into()];
        let rows: Vec<UseRow> = scope.all(sql, values).await?;
        // a permission that this version does not know opens nothing and is not told of
        let known = rows.into_iter().filter_map(|row| {
            let permission = Permission::from_text(&row.permission)?;
            Some(PermissionUse { permission, holders: row.holders, users: row.users, last_on: row.last_on })
        });
        Ok(known.collect())
    }

    /// Who holds a permission at this moment, by one role or by any: who used it longest ago, or never, first.
    ///
    /// # Errors
    /// The database is away.
    pub async fn holders(
        &self,
        _permit: &Permit<kinds::StaffView>,
        permission: Permission,
        role: Option<RoleId>,
        most: u32,
        now: DateTime<Utc>,
    ) -> Result<Vec<PermissionHolder>, StorageError> {
        let scope = self.0.scope();
        let sql = format!("{HELD}
            SELECT h.staff_id, s.name, h.roles, u.used_on AS last_on
              FROM held h JOIN crm.staff s ON s.tenant_id = $1 AND s.id = h.staff_id
              LEFT JOIN crm.permission_use u ON u.tenant_id = $1 AND u.staff_id = h.staff_id AND u.permission = h.permission
             WHERE h.permission = $4 ORDER BY u.used_on NULLS FIRST, s.name, h.staff_id LIMIT $5");
        let values: Vec<Value> = vec![
            scope.tenant(),
            now.into(),
            role.map(RoleId::uuid).into(),
            permission.as_str().into(),
            i64::from(most).into(),
        ];
        let rows: Vec<HolderRow> = scope.all(sql, values).await?;
        Ok(rows
            .into_iter()
            .map(|row| PermissionHolder {
                staff: (StaffId::from_uuid(row.staff_id), row.name),
                roles: row.roles,
                last_on: row.last_on,
            })
            .collect())
    }
}

impl<T: SignInWrites> PermissionUses<'_, T> {
    /// Keeps that somebody used permissions on a day. Never moves a day back.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn keep(&self, staff: StaffId, day: NaiveDate, permissions: &[Permission]) -> Result<(), StorageError> {
        let scope = self.0.scope();
        let names: Vec<String> = permissions.iter().map(|permission| permission.as_str().to_owned()).collect();
        let values: Vec<Value> = vec![scope.tenant(), staff.uuid().into(), names.into(), day.into()];
        let sql = "INSERT INTO crm.permission_use AS u (tenant_id, staff_id, permission, used_on, noted_since)
            SELECT $1, $2, name, $4, $4 FROM unnest($3::text[]) AS name ORDER BY name
            ON CONFLICT (tenant_id, staff_id, permission) DO UPDATE SET used_on = excluded.used_on WHERE u.tenant_id = $1 AND u.used_on < excluded.used_on";
        scope.exec(sql, values).await?;
        Ok(())
    }
}
