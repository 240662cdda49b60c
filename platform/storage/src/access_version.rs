//! One number a tenant that grows with every change of roles, teams or staff.

use crate::scope::{Operates, Scope, Scoped};
use crate::{StorageError, TenantTx, policy};
use chrono::{DateTime, Utc};
use crm_access::{Policies, PolicySource};
use crm_model::StaffId;
use sea_orm::FromQueryResult;

#[derive(FromQueryResult)]
struct VersionRow {
    version: i64,
}

#[derive(FromQueryResult)]
struct CountRow {
    n: i64,
}

/// A change of who may do what. Changes of one tenant wait for one another: begun first, each sees all earlier ones.
pub struct AccessChange {
    version: i64,
    managers_before: i64,
}

impl AccessChange {
    /// Begins a change: locks and moves the version, which every live session compares on its next request.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn begin(tx: &impl Operates) -> Result<Self, StorageError> {
        let version = moved(tx.scope()).await?;
        Ok(Self { version, managers_before: managers(tx, tx.op().now()).await? })
    }

    /// The version from which the change holds.
    #[must_use]
    pub const fn version(&self) -> i64 {
        self.version
    }

    /// Whether the change, as it stands, would leave nobody active who may manage both roles and staff for good: whose rights
    /// to do so neither end by themselves nor are denied.
    ///
    /// # Errors
    /// The database is away.
    pub async fn locks_everybody_out(&self, tx: &TenantTx) -> Result<bool, StorageError> {
        Ok(self.managers_before > 0 && managers(tx, tx.op().now()).await? == 0)
    }

    /// The policy that a person would have after the change as it stands.
    ///
    /// # Errors
    /// The database is away.
    pub async fn policy_after(&self, tx: &TenantTx, staff: StaffId) -> Result<Policies, StorageError> {
        let source: PolicySource = policy::source(tx.scope(), staff, self.version).await?;
        Ok(Policies::compile(&source))
    }
}

/// Locks the version and moves it by one.
pub(crate) async fn moved(scope: &Scope) -> Result<i64, StorageError> {
    let sql = "UPDATE crm.access_version SET version = version + 1 WHERE tenant_id = $1 RETURNING version";
    let row: Option<VersionRow> = scope.one(sql, vec![scope.tenant()]).await?;
    row.map(|row| row.version).ok_or(StorageError::Corrupt("access_version has no row for this tenant"))
}

async fn managers(tx: &impl Scoped, now: DateTime<Utc>) -> Result<i64, StorageError> {
    let scope = tx.scope();
    let holds = |permission: &str| {
        format!(
            "EXISTS (SELECT FROM crm.staff_role r JOIN crm.role_grant g ON g.tenant_id = r.tenant_id AND g.role_id = r.role_id WHERE r.tenant_id = s.tenant_id AND r.staff_id = s.id AND g.permission = '{permission}' AND r.expires_at IS NULL)
               AND NOT EXISTS (SELECT FROM crm.staff_role r JOIN crm.role_deny d ON d.tenant_id = r.tenant_id AND d.role_id = r.role_id WHERE r.tenant_id = s.tenant_id AND r.staff_id = s.id AND d.kind = 'permission' AND d.name = '{permission}' AND (r.expires_at IS NULL OR r.expires_at > $2))"
        )
    };
    let sql = format!(
        "SELECT count(*) AS n FROM crm.staff s WHERE s.tenant_id = $1 AND s.status = 'active' AND {} AND {}",
        holds("role.manage"),
        holds("staff.manage")
    );
    let row: Option<CountRow> = scope.one(sql, vec![scope.tenant(), now.into()]).await?;
    Ok(row.map_or(0, |r| r.n))
}
