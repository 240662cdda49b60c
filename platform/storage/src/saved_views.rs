//! Saved views of the list of clients, who sees them, and what a list opens with.

use crate::scope::{Operates, Scoped};
use crate::{StorageError, TenantTx};
use chrono::{DateTime, Utc};
use crm_access::Permit;
use crm_access::kinds::{ClientView, SavedViewShare};
use crm_model::{RoleId, SavedViewId, StaffId, TeamId, ViewDefinition};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

/// Who sees a view besides its owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ViewAudience {
    /// Nobody.
    Private,
    /// A team and the teams below it.
    Team(TeamId),
    /// Everybody of the broker.
    Everybody,
}

/// A saved view.
#[derive(Clone, Debug)]
pub struct SavedView {
    /// Which.
    pub id: SavedViewId,
    /// The name.
    pub name: String,
    /// Whose; nobody's when the broker began with it.
    pub owner: Option<(StaffId, String)>,
    /// Who sees it besides.
    pub audience: ViewAudience,
    /// The team's name, of a team's view.
    pub team_name: Option<String>,
    /// What it shows.
    pub definition: ViewDefinition,
    /// Grows with every change.
    pub version: i32,
    /// When it changed last.
    pub updated_at: DateTime<Utc>,
    /// The roles whose people begin with it.
    pub roles: Vec<RoleId>,
}

/// Who reads views: which of them there are for him.
#[derive(Clone, Debug)]
pub struct ViewReader {
    /// The person.
    pub staff: StaffId,
    /// Teams that he leads or belongs to; those above his own count besides.
    pub teams: Vec<TeamId>,
    /// Sees the views of every team: he may share with each.
    pub all_teams: bool,
}

/// What a person's list opens with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ViewBeginning {
    /// What he chose.
    pub chosen: Option<SavedViewId>,
    /// What his roles say, the first of them by name that says something.
    pub of_role: Option<SavedViewId>,
}

#[derive(FromQueryResult)]
struct ViewRow {
    id: Uuid,
    name: String,
    owner_id: Option<Uuid>,
    owner_name: Option<String>,
    team_id: Option<Uuid>,
    team_name: Option<String>,
    everybody: bool,
    definition: serde_json::Value,
    version: i32,
    updated_at: DateTime<Utc>,
    roles: Vec<Uuid>,
}

#[derive(FromQueryResult)]
struct BeginningRow {
    chosen: Option<Uuid>,
    of_role: Option<Uuid>,
}

#[derive(FromQueryResult)]
struct CountRow {
    n: i64,
}

/// The tenant's saved views.
pub struct SavedViews<'a, T>(&'a T);

const VIEW: &str = "SELECT v.id, v.name, v.owner_id, o.name AS owner_name, v.team_id, t.name AS team_name, v.everybody, v.definition, v.version, v.updated_at,
    ARRAY(SELECT r.role_id FROM crm.saved_view_of_role r WHERE r.tenant_id = $1 AND r.view_id = v.id ORDER BY r.role_id) AS roles
  FROM crm.saved_view v LEFT JOIN crm.staff o ON o.tenant_id = $1 AND o.id = v.owner_id LEFT JOIN crm.team t ON t.tenant_id = $1 AND t.id = v.team_id
  WHERE v.tenant_id = $1 AND (v.everybody OR (v.team_id IS NULL AND v.owner_id = $2)
    OR v.team_id IS NOT NULL AND ($4 OR v.owner_id = $2 OR v.team_id = ANY($3::uuid[]) OR v.team_id IN (
      WITH RECURSIVE above AS (
        SELECT m.id, m.parent_id FROM crm.staff s JOIN crm.team m ON m.tenant_id = $1 AND m.id = s.team_id WHERE s.tenant_id = $1 AND s.id = $2
        UNION SELECT m.id, m.parent_id FROM above a JOIN crm.team m ON m.tenant_id = $1 AND m.id = a.parent_id
      ) SELECT id FROM above)))";

impl<'a, T: Scoped> SavedViews<'a, T> {
    /// The views of the transaction's tenant.
    pub const fn of(tx: &'a T) -> Self {
        Self(tx)
    }

    fn reader(&self, reader: &ViewReader) -> Vec<Value> {
        let teams: Vec<Uuid> = reader.teams.iter().map(|team| team.uuid()).collect();
        vec![self.0.scope().tenant(), reader.staff.uuid().into(), teams.into(), reader.all_teams.into()]
    }

    /// The views that there are for a person, by name.
    ///
    /// # Errors
    /// The database is away.
    pub async fn list(&self, reader: &ViewReader) -> Result<Vec<SavedView>, StorageError> {
        let sql = format!("{VIEW} ORDER BY v.name, v.id");
        let rows: Vec<ViewRow> = self.0.scope().all(sql, self.reader(reader)).await?;
        rows.into_iter().map(SavedView::try_from).collect()
    }

    /// One view, if there is such a one for this person.
    ///
    /// # Errors
    /// The database is away.
    pub async fn find(&self, reader: &ViewReader, id: SavedViewId) -> Result<Option<SavedView>, StorageError> {
        let mut values = self.reader(reader);
        values.push(id.uuid().into());
        let row: Option<ViewRow> = self.0.scope().one(format!("{VIEW} AND v.id = $5"), values).await?;
        row.map(SavedView::try_from).transpose()
    }

    /// What a person's list opens with. What he does not see any more is for the caller to pass over.
    ///
    /// # Errors
    /// The database is away.
    pub async fn beginning(&self, staff: StaffId, now: DateTime<Utc>) -> Result<ViewBeginning, StorageError> {
        let scope = self.0.scope();
        let sql = "SELECT (SELECT c.view_id FROM crm.saved_view_of_staff c WHERE c.tenant_id = $1 AND c.staff_id = $2 LIMIT 1) AS chosen,
          (SELECT d.view_id FROM crm.staff_role s JOIN crm.saved_view_of_role d ON d.tenant_id = $1 AND d.role_id = s.role_id JOIN crm.role r ON r.tenant_id = $1 AND r.id = s.role_id
            WHERE s.tenant_id = $1 AND s.staff_id = $2 AND (s.expires_at IS NULL OR s.expires_at > $3) ORDER BY r.name, r.id LIMIT 1) AS of_role";
        let row: Option<BeginningRow> = scope.one(sql, vec![scope.tenant(), staff.uuid().into(), now.into()]).await?;
        Ok(row.map_or_else(ViewBeginning::default, |row| ViewBeginning {
            chosen: row.chosen.map(SavedViewId::from_uuid),
            of_role: row.of_role.map(SavedViewId::from_uuid),
        }))
    }

    /// How many private views a person has, or, without one, how many are shared.
    ///
    /// # Errors
    /// The database is away.
    pub async fn count(&self, private_of: Option<StaffId>) -> Result<i64, StorageError> {
        let scope = self.0.scope();
        let sql = "SELECT count(*) AS n FROM crm.saved_view v WHERE v.tenant_id = $1 AND CASE WHEN $2::uuid IS NULL THEN v.everybody OR v.team_id IS NOT NULL
          ELSE v.owner_id = $2 AND v.team_id IS NULL AND NOT v.everybody END";
        let owner: Option<Uuid> = private_of.map(StaffId::uuid);
        let row: Option<CountRow> = scope.one(sql, vec![scope.tenant(), owner.into()]).await?;
        Ok(row.map_or(0, |row| row.n))
    }
}

/// What is written of a view.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ViewEdit {
    /// The name.
    pub name: String,
    /// Who sees it besides its owner.
    pub audience: ViewAudience,
    /// What it shows.
    pub definition: ViewDefinition,
}

fn kept(definition: &ViewDefinition) -> Result<serde_json::Value, StorageError> {
    serde_json::to_value(definition).map_err(|_| StorageError::Corrupt("saved_view.definition"))
}

const fn places(audience: ViewAudience) -> (Option<TeamId>, bool) {
    match audience {
        ViewAudience::Private => (None, false),
        ViewAudience::Team(team) => (Some(team), false),
        ViewAudience::Everybody => (None, true),
    }
}

async fn add<T: Operates>(tx: &T, owner: Option<StaffId>, view: &ViewEdit) -> Result<SavedViewId, StorageError> {
    let scope = tx.scope();
    let id = SavedViewId::generate();
    let (team, everybody) = places(view.audience);
    let values = vec![
        scope.tenant(),
        id.uuid().into(),
        view.name.as_str().into(),
        owner.map(StaffId::uuid).into(),
        team.map(TeamId::uuid).into(),
        everybody.into(),
        kept(&view.definition)?.into(),
        tx.op().now().into(),
    ];
    scope.exec("INSERT INTO crm.saved_view (tenant_id, id, name, owner_id, team_id, everybody, definition, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)", values).await?;
    Ok(id)
}

async fn begin_role<T: Operates>(tx: &T, role: RoleId, view: SavedViewId) -> Result<(), StorageError> {
    let scope = tx.scope();
    let values = vec![scope.tenant(), role.uuid().into(), view.uuid().into()];
    scope.exec("INSERT INTO crm.saved_view_of_role (tenant_id, role_id, view_id) VALUES ($1, $2, $3)", values).await?;
    Ok(())
}

impl<T: Operates> SavedViews<'_, T> {
    /// Keeps a view that everybody has and that is nobody's own; the people of some roles begin with it.
    ///
    /// # Errors
    /// [`StorageError::Taken`] for a used name.
    pub async fn furnish(
        &self,
        _permit: &Permit<SavedViewShare>,
        name: &str,
        definition: &ViewDefinition,
        roles: &[RoleId],
    ) -> Result<SavedViewId, StorageError> {
        let view =
            ViewEdit { name: name.to_owned(), audience: ViewAudience::Everybody, definition: definition.clone() };
        let id = add(self.0, None, &view).await?;
        for role in roles {
            begin_role(self.0, *role, id).await?;
        }
        Ok(id)
    }
}

impl SavedViews<'_, TenantTx> {
    /// Keeps a new view of somebody's.
    ///
    /// # Errors
    /// [`StorageError::Taken`] for a name that its audience has already, [`StorageError::Dangling`] for an unknown team.
    pub async fn create(
        &self,
        _permit: &Permit<ClientView>,
        owner: StaffId,
        view: &ViewEdit,
    ) -> Result<SavedViewId, StorageError> {
        add(self.0, Some(owner), view).await
    }

    /// Writes a view anew if the version is still the one that was read; false when somebody was faster. What not everybody
    /// sees any more, no role begins with.
    ///
    /// # Errors
    /// As [`SavedViews::create`].
    pub async fn save(
        &self,
        _permit: &Permit<ClientView>,
        id: SavedViewId,
        version: i32,
        view: &ViewEdit,
    ) -> Result<bool, StorageError> {
        let scope = self.0.scope();
        let (team, everybody) = places(view.audience);
        let values = vec![
            scope.tenant(),
            id.uuid().into(),
            version.into(),
            view.name.as_str().into(),
            team.map(TeamId::uuid).into(),
            everybody.into(),
            kept(&view.definition)?.into(),
            self.0.op().now().into(),
        ];
        let sql = "UPDATE crm.saved_view SET name = $4, team_id = $5, everybody = $6, definition = $7, updated_at = $8, version = version + 1
          WHERE tenant_id = $1 AND id = $2 AND version = $3";
        if scope.exec(sql, values).await? != 1 {
            return Ok(false);
        }
        if !everybody {
            let values = vec![scope.tenant(), id.uuid().into()];
            scope.exec("DELETE FROM crm.saved_view_of_role WHERE tenant_id = $1 AND view_id = $2", values).await?;
        }
        Ok(true)
    }

    /// Removes a view at this version; false when somebody was faster.
    ///
    /// # Errors
    /// The database is away.
    pub async fn delete(
        &self,
        _permit: &Permit<ClientView>,
        id: SavedViewId,
        version: i32,
    ) -> Result<bool, StorageError> {
        let scope = self.0.scope();
        let values = vec![scope.tenant(), id.uuid().into(), version.into()];
        let sql = "DELETE FROM crm.saved_view WHERE tenant_id = $1 AND id = $2 AND version = $3";
        Ok(scope.exec(sql, values).await? == 1)
    }

    /// Says what a person's list opens with; `None` leaves it to his roles.
    ///
    /// # Errors
    /// [`StorageError::Dangling`] for a view that has gone.
    pub async fn choose(
        &self,
        _permit: &Permit<ClientView>,
        staff: StaffId,
        view: Option<SavedViewId>,
    ) -> Result<(), StorageError> {
        let scope = self.0.scope();
        let me = || vec![scope.tenant(), staff.uuid().into()];
        scope.exec("SELECT FROM crm.staff WHERE tenant_id = $1 AND id = $2 FOR UPDATE", me()).await?;
        scope.exec("DELETE FROM crm.saved_view_of_staff WHERE tenant_id = $1 AND staff_id = $2", me()).await?;
        if let Some(view) = view {
            let mut values = me();
            values.push(view.uuid().into());
            scope
                .exec("INSERT INTO crm.saved_view_of_staff (tenant_id, staff_id, view_id) VALUES ($1, $2, $3)", values)
                .await?;
        }
        Ok(())
    }

    /// Says what the people of a role begin with; `None` for the plain list.
    ///
    /// # Errors
    /// [`StorageError::Dangling`] for a role or a view that has gone.
    pub async fn set_of_role(
        &self,
        _permit: &Permit<SavedViewShare>,
        role: RoleId,
        view: Option<SavedViewId>,
    ) -> Result<(), StorageError> {
        let scope = self.0.scope();
        let of_role = || vec![scope.tenant(), role.uuid().into()];
        scope.exec("SELECT FROM crm.role WHERE tenant_id = $1 AND id = $2 FOR UPDATE", of_role()).await?;
        scope.exec("DELETE FROM crm.saved_view_of_role WHERE tenant_id = $1 AND role_id = $2", of_role()).await?;
        match view {
            Some(view) => begin_role(self.0, role, view).await,
            None => Ok(()),
        }
    }
}

impl TryFrom<ViewRow> for SavedView {
    type Error = StorageError;

    fn try_from(row: ViewRow) -> Result<Self, StorageError> {
        let definition =
            serde_json::from_value(row.definition).map_err(|_| StorageError::Corrupt("saved_view.definition"))?;
        let audience = match (row.team_id, row.everybody) {
            (_, true) => ViewAudience::Everybody,
            (Some(team), false) => ViewAudience::Team(TeamId::from_uuid(team)),
            (None, false) => ViewAudience::Private,
        };
        Ok(Self {
            id: SavedViewId::from_uuid(row.id),
            name: row.name,
            owner: row.owner_id.map(StaffId::from_uuid).zip(row.owner_name),
            audience,
            team_name: row.team_name,
            definition,
            version: row.version,
            updated_at: row.updated_at,
            roles: row.roles.into_iter().map(RoleId::from_uuid).collect(),
        })
    }
}
