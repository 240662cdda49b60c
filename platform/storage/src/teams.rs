//! Teams: a tree with leaders; reach follows it.

use crate::scope::{Operates, Scoped};
use crate::{StorageError, TenantTx};
use crm_access::{Permit, kinds};
use crm_model::{Desk, StaffId, TeamId};
use sea_orm::{FromQueryResult, Value};
use std::collections::HashMap;
use uuid::Uuid;

/// A team as the team page shows it.
#[derive(Clone, Debug)]
pub struct Team {
    /// Which.
    pub id: TeamId,
    /// Grows with each change.
    pub version: i32,
    /// The name, unique in the tenant.
    pub name: String,
    /// What it does.
    pub desk: Desk,
    /// The team above.
    pub parent: Option<TeamId>,
    /// Who leads it.
    pub leader: Option<(StaffId, String)>,
    /// Who belongs to it, by name.
    pub members: Vec<(StaffId, String)>,
}

/// The fields of a team that people set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TeamFields {
    /// The name.
    pub name: String,
    /// What it does.
    pub desk: Desk,
    /// The team above.
    pub parent: Option<TeamId>,
    /// Who leads it.
    pub leader: Option<StaffId>,
}

impl Team {
    /// The fields that people set.
    #[must_use]
    pub fn fields(&self) -> TeamFields {
        TeamFields {
            name: self.name.clone(),
            desk: self.desk,
            parent: self.parent,
            leader: self.leader.as_ref().map(|(id, _)| *id),
        }
    }
}

#[derive(FromQueryResult)]
struct TeamRow {
    id: Uuid,
    version: i32,
    name: String,
    desk: String,
    parent_id: Option<Uuid>,
    leader_id: Option<Uuid>,
    leader_name: Option<String>,
}

#[derive(FromQueryResult)]
struct MemberRow {
    team_id: Uuid,
    id: Uuid,
    name: String,
}

#[derive(FromQueryResult)]
struct UsedRow {
    used: bool,
}

/// The tenant's teams.
pub struct Teams<'a, T>(&'a T);

const TEAM: &str = "SELECT t.id, t.version, t.name, t.desk, t.parent_id, t.leader_id, l.name AS leader_name
  FROM crm.team t LEFT JOIN crm.staff l ON l.tenant_id = t.tenant_id AND l.id = t.leader_id WHERE t.tenant_id = $1";

impl<'a, T: Scoped> Teams<'a, T> {
    /// The teams of the transaction's tenant.
    pub const fn of(tx: &'a T) -> Self {
        Self(tx)
    }

    /// All teams, by name.
    ///
    /// # Errors
    /// The database is away.
    pub async fn list(&self) -> Result<Vec<Team>, StorageError> {
        let scope = self.0.scope();
        let rows: Vec<TeamRow> = scope.all(format!("{TEAM} ORDER BY t.name, t.id"), vec![scope.tenant()]).await?;
        let members: Vec<MemberRow> = scope.all("SELECT team_id, id, name FROM crm.staff WHERE tenant_id = $1 AND team_id IS NOT NULL ORDER BY name, id", vec![scope.tenant()]).await?;
        let mut by_team: HashMap<Uuid, Vec<(StaffId, String)>> = HashMap::new();
        for member in members {
            by_team.entry(member.team_id).or_default().push((StaffId::from_uuid(member.id), member.name));
        }
        rows.into_iter().map(|row| team(&mut by_team, row)).collect()
    }

    /// One team.
    ///
    /// # Errors
    /// The database is away.
    pub async fn find(&self, id: TeamId) -> Result<Option<Team>, StorageError> {
        let scope = self.0.scope();
        let me = || vec![scope.tenant(), id.uuid().into()];
        let Some(row) = scope.one::<TeamRow>(format!("{TEAM} AND t.id = $2"), me()).await? else { return Ok(None) };
        let members: Vec<MemberRow> = scope
            .all(
                "SELECT team_id, id, name FROM crm.staff WHERE tenant_id = $1 AND team_id = $2 ORDER BY name, id",
                me(),
            )
            .await?;
        let mut by_team =
            HashMap::from([(row.id, members.into_iter().map(|m| (StaffId::from_uuid(m.id), m.name)).collect())]);
        team(&mut by_team, row).map(Some)
    }
}

impl<T: Operates> Teams<'_, T> {
    /// Keeps a new team.
    ///
    /// # Errors
    /// [`StorageError::Taken`] for a used name, [`StorageError::Dangling`] for an unknown parent or leader.
    pub async fn create(
        &self,
        _permit: &Permit<kinds::TeamManage>,
        fields: &TeamFields,
    ) -> Result<TeamId, StorageError> {
        let id = TeamId::generate();
        let mut values = self.values(id, fields);
        values.push(self.0.op().now().into());
        self.0.scope().exec("INSERT INTO crm.team (tenant_id, id, name, desk, parent_id, leader_id, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)", values).await?;
        Ok(id)
    }

    fn values(&self, id: TeamId, fields: &TeamFields) -> Vec<Value> {
        vec![
            self.0.scope().tenant(),
            id.uuid().into(),
            fields.name.as_str().into(),
            fields.desk.as_str().into(),
            fields.parent.map(TeamId::uuid).into(),
            fields.leader.map(StaffId::uuid).into(),
        ]
    }
}

impl Teams<'_, TenantTx> {
    /// Keeps a changed team.
    ///
    /// # Errors
    /// As [`Teams::create`].
    pub async fn save(
        &self,
        _permit: &Permit<kinds::TeamManage>,
        id: TeamId,
        fields: &TeamFields,
    ) -> Result<(), StorageError> {
        let values = self.values(id, fields);
        self.0.scope().exec("UPDATE crm.team SET name = $3, desk = $4, parent_id = $5, leader_id = $6, version = version + 1 WHERE tenant_id = $1 AND id = $2", values).await?;
        Ok(())
    }

    /// Whether members, teams below or clients still belong to a team.
    ///
    /// # Errors
    /// The database is away.
    pub async fn is_used(&self, id: TeamId) -> Result<bool, StorageError> {
        let scope = self.0.scope();
        let sql = "SELECT EXISTS (SELECT FROM crm.staff WHERE tenant_id = $1 AND team_id = $2) OR EXISTS (SELECT FROM crm.team WHERE tenant_id = $1 AND parent_id = $2)
          OR EXISTS (SELECT FROM crm.client WHERE tenant_id = $1 AND team_id = $2) AS used";
        let row: Option<UsedRow> = scope.one(sql, vec![scope.tenant(), id.uuid().into()]).await?;
        Ok(row.is_some_and(|r| r.used))
    }

    /// Removes an unused team.
    ///
    /// # Errors
    /// [`StorageError::Dangling`] when something came to belong to it meanwhile.
    pub async fn delete(&self, _permit: &Permit<kinds::TeamManage>, id: TeamId) -> Result<(), StorageError> {
        let scope = self.0.scope();
        scope
            .exec("DELETE FROM crm.team WHERE tenant_id = $1 AND id = $2", vec![scope.tenant(), id.uuid().into()])
            .await?;
        Ok(())
    }
}

fn team(members: &mut HashMap<Uuid, Vec<(StaffId, String)>>, row: TeamRow) -> Result<Team, StorageError> {
    Ok(Team {
        id: TeamId::from_uuid(row.id),
        version: row.version,
        name: row.name,
        desk: Desk::from_text(&row.desk).ok_or(StorageError::Corrupt("team.desk"))?,
        parent: row.parent_id.map(TeamId::from_uuid),
        leader: row.leader_id.map(StaffId::from_uuid).zip(row.leader_name),
        members: members.remove(&row.id).unwrap_or_default(),
    })
}
