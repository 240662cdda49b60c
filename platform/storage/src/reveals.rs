//! Counted reveals, for the limit of each person each hour.

use crate::scope::Scoped;
use crate::{StorageError, TenantTx};
use chrono::{DateTime, Duration, Utc};
use crm_access::kinds::ContactReveal;
use crm_access::{FieldClass, Permit};
use crm_model::{ClientId, RevealId, StaffId};
use sea_orm::FromQueryResult;

/// Reveals, counted through a transaction.
pub struct Reveals<'a, T>(&'a T);

#[derive(FromQueryResult)]
struct CountRow {
    n: i64,
}

impl<'a, T: Scoped> Reveals<'a, T> {
    /// The reveals of the transaction's tenant.
    pub const fn of(tx: &'a T) -> Self {
        Self(tx)
    }

    /// How many reveals a person made in the hour before `now`.
    ///
    /// # Errors
    /// The database is away.
    pub async fn in_last_hour(&self, staff: StaffId, now: DateTime<Utc>) -> Result<i64, StorageError> {
        let scope = self.0.scope();
        let values = vec![scope.tenant(), staff.uuid().into(), (now - Duration::hours(1)).into()];
        let row: Option<CountRow> = scope
            .one("SELECT count(*) AS n FROM crm.reveal WHERE tenant_id = $1 AND staff_id = $2 AND at > $3", values)
            .await?;
        Ok(row.map_or(0, |r| r.n))
    }
}

impl Reveals<'_, TenantTx> {
    /// Counts one more reveal and answers how many there now are in the hour. The person's row is locked first, so that
    /// parallel reveals cannot share one place under the limit.
    ///
    /// # Errors
    /// The database is away.
    pub async fn record(
        &self,
        _permit: &Permit<ContactReveal>,
        staff: StaffId,
        client: ClientId,
        field: FieldClass,
        now: DateTime<Utc>,
    ) -> Result<i64, StorageError> {
        let scope = self.0.scope();
        scope
            .exec(
                "SELECT 1 FROM crm.staff WHERE tenant_id = $1 AND id = $2 FOR NO KEY UPDATE",
                vec![scope.tenant(), staff.uuid().into()],
            )
            .await?;
        let values = vec![
            scope.tenant(),
            RevealId::generate().uuid().into(),
            staff.uuid().into(),
            client.uuid().into(),
            field.as_str().into(),
            now.into(),
        ];
        scope.exec("INSERT INTO crm.reveal (tenant_id, id, staff_id, client_id, field, at) VALUES ($1, $2, $3, $4, $5, $6)", values).await?;
        self.in_last_hour(staff, now).await
    }
}
