//! Reads what a person's policy is compiled from.

use crate::db::Opening;
use crate::scope::{Scope, Scoped};
use crate::{StorageError, TenantDb};
use chrono::{DateTime, Utc};
use crm_access::{
    Deny, FieldClass, FieldRule, Grant, HeldRole, Permission, Policies, PolicySource, ReachLevel, Relation, RoleRules,
    TeamNode, TenantRef, Visibility,
};
use crm_model::{RoleId, StaffId, TeamId};
use sea_orm::FromQueryResult;
use std::collections::BTreeMap;
use std::sync::Arc;
use uuid::Uuid;

#[derive(FromQueryResult)]
struct HeldRow {
    role_id: Uuid,
    expires_at: Option<DateTime<Utc>>,
}

#[derive(FromQueryResult)]
struct DenyRow {
    role_id: Uuid,
    kind: String,
    name: String,
}

#[derive(FromQueryResult)]
struct GrantRow {
    role_id: Uuid,
    permission: String,
    reach: String,
}

#[derive(FromQueryResult)]
struct FieldRow {
    role_id: Uuid,
    field_class: String,
    relation: String,
    visibility: String,
}

#[derive(FromQueryResult)]
struct TeamRow {
    id: Uuid,
    parent_id: Option<Uuid>,
    leader_id: Option<Uuid>,
}

#[derive(FromQueryResult)]
struct PlaceRow {
    team_id: Option<Uuid>,
}

#[derive(FromQueryResult)]
struct VersionRow {
    version: i64,
}

impl TenantDb {
    /// What a person may do now, for work on his behalf; `None` when he may not work any more.
    ///
    /// # Errors
    /// The database is away.
    pub async fn policy_of(&self, tenant: &TenantRef, staff: StaffId) -> Result<Option<Arc<Policies>>, StorageError> {
        let scope = self.open(tenant, Opening::Read).await?;
        let sql = "SELECT a.version FROM crm.access_version a JOIN crm.staff s ON s.tenant_id = $1 AND s.id = $2 AND s.status = 'active' WHERE a.tenant_id = $1";
        let row: Option<VersionRow> = scope.one(sql, vec![scope.tenant(), staff.uuid().into()]).await?;
        match row {
            Some(row) => Ok(Some(self.policy(&scope, staff, row.version).await?)),
            None => Ok(None),
        }
    }
}

/// What somebody may do, read through a transaction that is open already, whether or not he may work. Not kept: a transaction
/// may see what is not committed.
///
/// # Errors
/// The database is away.
pub async fn policies_in(tx: &impl Scoped, staff: StaffId) -> Result<Arc<Policies>, StorageError> {
    let scope = tx.scope();
    let sql = "SELECT version FROM crm.access_version WHERE tenant_id = $1";
    let row: Option<VersionRow> = scope.one(sql, vec![scope.tenant()]).await?;
    let row = row.ok_or(StorageError::Corrupt("access_version has no row for this tenant"))?;
    Ok(Arc::new(Policies::compile(&source(scope, staff, row.version).await?)))
}

/// Entries that this version's catalogue does not know are passed over: they grant nothing.
pub(crate) async fn source(scope: &Scope, staff: StaffId, version: i64) -> Result<PolicySource, StorageError> {
    let me = || vec![scope.tenant(), staff.uuid().into()];
    let held: Vec<HeldRow> = scope
        .all("SELECT role_id, expires_at FROM crm.staff_role WHERE tenant_id = $1 AND staff_id = $2", me())
        .await?;
    let grants: Vec<GrantRow> = scope.all("SELECT g.role_id, g.permission, g.reach FROM crm.role_grant g JOIN crm.staff_role s ON s.tenant_id = g.tenant_id AND s.role_id = g.role_id WHERE g.tenant_id = $1 AND s.staff_id = $2", me()).await?;
    let fields: Vec<FieldRow> = scope.all("SELECT f.role_id, f.field_class, f.relation, f.visibility FROM crm.role_field f JOIN crm.staff_role s ON s.tenant_id = f.tenant_id AND s.role_id = f.role_id WHERE f.tenant_id = $1 AND s.staff_id = $2", me()).await?;
    let denies: Vec<DenyRow> = scope.all("SELECT d.role_id, d.kind, d.name FROM crm.role_deny d JOIN crm.staff_role s ON s.tenant_id = d.tenant_id AND s.role_id = d.role_id WHERE d.tenant_id = $1 AND s.staff_id = $2", me()).await?;
    let place: Option<PlaceRow> =
        scope.one("SELECT team_id FROM crm.staff WHERE tenant_id = $1 AND id = $2", me()).await?;
    let mut roles: BTreeMap<Uuid, RoleRules> = BTreeMap::new();
    for row in grants {
        if let (Some(permission), Some(reach)) =
            (Permission::from_text(&row.permission), ReachLevel::from_text(&row.reach))
        {
            roles.entry(row.role_id).or_default().grants.push(Grant { permission, reach });
        }
    }
    for row in fields {
        if let (Some(class), Some(relation), Some(visibility)) = (
            FieldClass::from_text(&row.field_class),
            Relation::from_text(&row.relation),
            Visibility::from_text(&row.visibility),
        ) {
            roles.entry(row.role_id).or_default().fields.push(FieldRule { class, relation, visibility });
        }
    }
    for row in denies {
        if let Some(deny) = Deny::from_text(&row.kind, &row.name) {
            roles.entry(row.role_id).or_default().denies.push(deny);
        }
    }
    Ok(PolicySource {
        staff: Some(staff),
        team: place.and_then(|p| p.team_id).map(TeamId::from_uuid),
        roles: held
            .into_iter()
            .map(|row| HeldRole {
                role: RoleId::from_uuid(row.role_id),
                until: row.expires_at,
                rules: roles.remove(&row.role_id).unwrap_or_default(),
            })
            .collect(),
        teams: team_nodes(scope).await?,
        covers: crate::covers::of_cover(scope, staff).await?,
        version,
    })
}

pub(crate) async fn team_nodes(scope: &Scope) -> Result<Vec<TeamNode>, StorageError> {
    let rows: Vec<TeamRow> =
        scope.all("SELECT id, parent_id, leader_id FROM crm.team WHERE tenant_id = $1", vec![scope.tenant()]).await?;
    Ok(rows
        .into_iter()
        .map(|t| TeamNode {
            id: TeamId::from_uuid(t.id),
            parent: t.parent_id.map(TeamId::from_uuid),
            leader: t.leader_id.map(StaffId::from_uuid),
        })
        .collect())
}
