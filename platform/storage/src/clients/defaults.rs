//! What a new client starts with, and whom it can be given to.

use super::Clients;
use crate::StorageError;
use crate::scope::{Scoped, Writes};
use crm_model::{BrandId, StaffId, StatusOptionId, TeamId};
use sea_orm::FromQueryResult;
use uuid::Uuid;

/// The tenant's settings that decide about clients.
#[derive(Clone, Debug)]
pub struct ClientDefaults {
    /// The default brand.
    pub brand: BrandId,
    /// The first sales status.
    pub sales_status: StatusOptionId,
    /// The country of national phone numbers.
    pub country: Option<String>,
    /// Hours that withdrawals wait after a change of e-mail or password.
    pub money_freeze_hours: i32,
    /// Reveals that one person may make in an hour.
    pub reveals_per_hour: i32,
}

/// A staff member that a client can be given to.
#[derive(Clone, Debug)]
pub struct Owner {
    /// Who.
    pub id: StaffId,
    /// Name.
    pub name: String,
    /// Team, which the client follows.
    pub team: Option<TeamId>,
}

#[derive(FromQueryResult)]
struct DefaultsRow {
    brand_id: Uuid,
    sales_status_id: Uuid,
    default_country: Option<String>,
    money_freeze_h: i32,
    reveals_per_hour: i32,
}

#[derive(FromQueryResult)]
struct OwnerRow {
    id: Uuid,
    name: String,
    team_id: Option<Uuid>,
}

#[derive(FromQueryResult)]
struct OptionRow {
    id: Uuid,
}

impl From<OwnerRow> for Owner {
    fn from(row: OwnerRow) -> Self {
        Self { id: StaffId::from_uuid(row.id), name: row.name, team: row.team_id.map(TeamId::from_uuid) }
    }
}

impl<T: Scoped> Clients<'_, T> {
    /// The tenant's defaults for clients.
    ///
    /// # Errors
    /// The tenant was not set up whole.
    pub async fn defaults(&self) -> Result<ClientDefaults, StorageError> {
        let scope = self.0.scope();
        let sql = "SELECT b.id AS brand_id, s.default_country, s.money_freeze_h, s.reveals_per_hour,
              (SELECT o.id FROM crm.client_status_option o WHERE o.tenant_id = $1 AND o.kind = 'sales' AND o.retired_at IS NULL ORDER BY o.position LIMIT 1) AS sales_status_id
            FROM crm.tenant_setting s JOIN crm.brand b ON b.tenant_id = $1 AND b.is_default WHERE s.tenant_id = $1";
        let row: Option<DefaultsRow> = scope.one(sql, vec![scope.tenant()]).await?;
        let row = row.ok_or(StorageError::Corrupt("the tenant has no settings or default brand"))?;
        Ok(ClientDefaults {
            brand: BrandId::from_uuid(row.brand_id),
            sales_status: StatusOptionId::from_uuid(row.sales_status_id),
            country: row.default_country,
            money_freeze_hours: row.money_freeze_h,
            reveals_per_hour: row.reveals_per_hour,
        })
    }

    /// Active staff members by name, whom a client can be given to.
    ///
    /// # Errors
    /// The database is away.
    pub async fn owners(&self) -> Result<Vec<Owner>, StorageError> {
        let scope = self.0.scope();
        let rows: Vec<OwnerRow> = scope.all("SELECT id, name, team_id FROM crm.staff WHERE tenant_id = $1 AND status = 'active' ORDER BY name, id LIMIT 1000", vec![scope.tenant()]).await?;
        Ok(rows.into_iter().map(Owner::from).collect())
    }

    /// Whether a status is of this kind and in use.
    ///
    /// # Errors
    /// The database is away.
    pub async fn status_exists(&self, id: StatusOptionId, kind: crm_model::StatusKind) -> Result<bool, StorageError> {
        let scope = self.0.scope();
        let row: Option<OptionRow> = scope
            .one(
                "SELECT id FROM crm.client_status_option WHERE tenant_id = $1 AND id = $2 AND kind = $3 AND retired_at IS NULL",
                vec![scope.tenant(), id.uuid().into(), kind.as_str().into()],
            )
            .await?;
        Ok(row.is_some_and(|r| r.id == id.uuid()))
    }
}

impl<T: Writes> Clients<'_, T> {
    /// An active staff member whom a client can be given to, held until the end: whoever moves him to another team
    /// meanwhile waits, and then takes this client along.
    ///
    /// # Errors
    /// The database is away.
    pub async fn hold_owner(&self, id: StaffId) -> Result<Option<Owner>, StorageError> {
        let scope = self.0.scope();
        let sql =
            "SELECT id, name, team_id FROM crm.staff WHERE tenant_id = $1 AND id = $2 AND status = 'active' FOR SHARE";
        let row: Option<OwnerRow> = scope.one(sql, vec![scope.tenant(), id.uuid().into()]).await?;
        Ok(row.map(Owner::from))
    }
}
