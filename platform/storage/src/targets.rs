//! What is expected of people: a person's target of contacts and of first deposits.

use crate::scope::Scoped;
use crate::{StorageError, TenantTx};
use chrono::{DateTime, Utc};
use crm_access::{Permit, kinds};
use crm_model::{StaffId, StaffTarget};
use sea_orm::{FromQueryResult, Value};

#[derive(FromQueryResult)]
struct Row {
    contacts_a_day: Option<i32>,
    first_deposits_a_month: Option<i32>,
    version: i32,
}

/// The tenant's targets.
pub struct Targets<'a, T>(&'a T);

impl<'a, T: Scoped> Targets<'a, T> {
    /// The targets of the transaction's tenant.
    pub const fn of(tx: &'a T) -> Self {
        Self(tx)
    }

    /// A person's target; version 0 where none was ever set.
    ///
    /// # Errors
    /// The database is away.
    pub async fn find(&self, person: StaffId) -> Result<StaffTarget, StorageError> {
        let scope = self.0.scope();
        let sql = "SELECT contacts_a_day, first_deposits_a_month, version FROM crm.staff_target WHERE tenant_id = $1 AND staff_id = $2";
        let row: Option<Row> = scope.one(sql, vec![scope.tenant(), person.uuid().into()]).await?;
        Ok(row.map_or_else(StaffTarget::default, |row| StaffTarget {
            contacts_a_day: row.contacts_a_day,
            first_deposits_a_month: row.first_deposits_a_month,
            version: row.version,
        }))
    }
}

impl Targets<'_, TenantTx> {
    /// Keeps a target that was read at the version it carries; whether nobody changed it since.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn keep(
        &self,
        _permit: &Permit<kinds::StaffTarget>,
        person: StaffId,
        target: &StaffTarget,
        now: DateTime<Utc>,
    ) -> Result<bool, StorageError> {
        let scope = self.0.scope();
        let values: Vec<Value> = vec![
            scope.tenant(),
            person.uuid().into(),
            target.contacts_a_day.into(),
            target.first_deposits_a_month.into(),
            target.version.into(),
            now.into(),
        ];
        let sql = "INSERT INTO crm.staff_target AS t (tenant_id, staff_id, contacts_a_day, first_deposits_a_month, changed_at)
            SELECT $1, $2, $3::int4, $4::int4, $6 WHERE $5 = 0 OR EXISTS (SELECT 1 FROM crm.staff_target k WHERE k.tenant_id = $1 AND k.staff_id = $2)
            ON CONFLICT (tenant_id, staff_id) DO UPDATE SET contacts_a_day = $3, first_deposits_a_month = $4, version = t.version + 1, changed_at = $6
            WHERE t.tenant_id = $1 AND t.version = $5";
        Ok(scope.exec(sql, values).await? == 1)
    }
}
