//! Covers of absent colleagues. A cover holds from one instant to another; nothing has to be done for it to end.

use crate::scope::{Scope, Scoped};
use crate::{StorageError, TenantTx};
use chrono::{DateTime, Utc};
use crm_access::{Cover, Permit, kinds};
use crm_model::{CoverId, StaffId, TeamId};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

/// A cover as it is kept.
#[derive(Clone, Debug)]
pub struct CoverRow {
    /// Which.
    pub id: CoverId,
    /// Who is absent, with the name of today.
    pub absent: (StaffId, String),
    /// The absent person's team.
    pub absent_team: Option<TeamId>,
    /// Who covers, with the name of today.
    pub cover: (StaffId, String),
    /// From when.
    pub from: DateTime<Utc>,
    /// Until when, not included.
    pub until: DateTime<Utc>,
    /// Grows with each change.
    pub version: i32,
    /// Who set it, with the name of today.
    pub set_by: Option<(StaffId, String)>,
}

/// A cover to be kept.
#[derive(Clone, Copy, Debug)]
pub struct NewCover {
    /// Which.
    pub id: CoverId,
    /// Who is absent.
    pub absent: StaffId,
    /// Who covers.
    pub cover: StaffId,
    /// From when.
    pub from: DateTime<Utc>,
    /// Until when, not included.
    pub until: DateTime<Utc>,
    /// Who sets it.
    pub by: StaffId,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    absent_id: Uuid,
    absent_name: String,
    absent_team: Option<Uuid>,
    cover_id: Uuid,
    cover_name: String,
    begins_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
    version: i32,
    created_by: Option<Uuid>,
    created_by_name: Option<String>,
}

#[derive(FromQueryResult)]
struct WindowRow {
    absent_id: Uuid,
    begins_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
}

const SELECT: &str = "SELECT v.id, v.absent_id, a.name AS absent_name, a.team_id AS absent_team, v.cover_id, k.name AS cover_name, v.begins_at, v.ends_at, v.version, v.created_by, b.name AS created_by_name
  FROM crm.cover v JOIN crm.staff a ON a.tenant_id = $1 AND a.id = v.absent_id JOIN crm.staff k ON k.tenant_id = $1 AND k.id = v.cover_id LEFT JOIN crm.staff b ON b.tenant_id = $1 AND b.id = v.created_by WHERE v.tenant_id = $1";

/// So many of a person's newest covers are looked at: what is older is long over.
const NEWEST: usize = 200;

impl From<Row> for CoverRow {
    fn from(row: Row) -> Self {
        Self {
            id: CoverId::from_uuid(row.id),
            absent: (StaffId::from_uuid(row.absent_id), row.absent_name),
            absent_team: row.absent_team.map(TeamId::from_uuid),
            cover: (StaffId::from_uuid(row.cover_id), row.cover_name),
            from: row.begins_at,
            until: row.ends_at,
            version: row.version,
            set_by: row.created_by.map(StaffId::from_uuid).zip(row.created_by_name),
        }
    }
}

/// Whom a person covers, has covered lately and is going to cover, for the person's policy.
pub(crate) async fn of_cover(scope: &Scope, cover: StaffId) -> Result<Vec<Cover>, StorageError> {
    let sql = format!(
        "SELECT absent_id, begins_at, ends_at FROM crm.cover WHERE tenant_id = $1 AND cover_id = $2 AND begins_at < ends_at ORDER BY ends_at DESC LIMIT {NEWEST}"
    );
    let rows: Vec<WindowRow> = scope.all(sql, vec![scope.tenant(), cover.uuid().into()]).await?;
    let window =
        |row: WindowRow| Cover { absent: StaffId::from_uuid(row.absent_id), from: row.begins_at, until: row.ends_at };
    Ok(rows.into_iter().map(window).collect())
}

/// The tenant's covers.
pub struct Covers<'a, T>(&'a T);

impl<'a, T: Scoped> Covers<'a, T> {
    /// The covers of the transaction's tenant.
    pub const fn of(tx: &'a T) -> Self {
        Self(tx)
    }

    /// Covers that are not over, the first to end first; at most 500.
    ///
    /// # Errors
    /// The database is away.
    pub async fn list(&self, now: DateTime<Utc>) -> Result<Vec<CoverRow>, StorageError> {
        let scope = self.0.scope();
        let sql = format!("{SELECT} AND v.ends_at > $2 ORDER BY v.ends_at, v.id LIMIT 500");
        let rows: Vec<Row> = scope.all(sql, vec![scope.tenant(), now.into()]).await?;
        Ok(rows.into_iter().map(CoverRow::from).collect())
    }

    /// Covers that are not over in which a person is absent or covers.
    ///
    /// # Errors
    /// The database is away.
    pub async fn of_person(&self, person: StaffId, now: DateTime<Utc>) -> Result<Vec<CoverRow>, StorageError> {
        let scope = self.0.scope();
        let sql = format!(
            "{SELECT} AND v.ends_at > $3 AND (v.absent_id = $2 OR v.cover_id = $2) ORDER BY v.ends_at, v.id LIMIT 100"
        );
        let rows: Vec<Row> = scope.all(sql, vec![scope.tenant(), person.uuid().into(), now.into()]).await?;
        Ok(rows.into_iter().map(CoverRow::from).collect())
    }

    /// One cover.
    ///
    /// # Errors
    /// The database is away.
    pub async fn find(&self, id: CoverId) -> Result<Option<CoverRow>, StorageError> {
        let scope = self.0.scope();
        let sql = format!("{SELECT} AND v.id = $2");
        let row: Option<Row> = scope.one(sql, vec![scope.tenant(), id.uuid().into()]).await?;
        Ok(row.map(CoverRow::from))
    }
}

impl Covers<'_, TenantTx> {
    /// Keeps a new cover. The caller has begun a change of access.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn create(
        &self,
        _permit: &Permit<kinds::StaffCover>,
        cover: &NewCover,
        now: DateTime<Utc>,
    ) -> Result<(), StorageError> {
        let scope = self.0.scope();
        let values: Vec<Value> = vec![
            scope.tenant(),
            cover.id.uuid().into(),
            cover.absent.uuid().into(),
            cover.cover.uuid().into(),
            cover.from.into(),
            cover.until.into(),
            cover.by.uuid().into(),
            now.into(),
        ];
        scope.exec("INSERT INTO crm.cover (tenant_id, id, absent_id, cover_id, begins_at, ends_at, created_by, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)", values).await?;
        Ok(())
    }

    /// Ends a cover at an instant, if nobody changed it since it was read; one that has not begun never does.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn end(
        &self,
        _permit: &Permit<kinds::StaffCover>,
        cover: &CoverRow,
        at: DateTime<Utc>,
    ) -> Result<bool, StorageError> {
        let scope = self.0.scope();
        let values: Vec<Value> = vec![scope.tenant(), cover.id.uuid().into(), cover.version.into(), at.into()];
        let touched = scope.exec("UPDATE crm.cover SET begins_at = least(begins_at, $4), ends_at = $4, version = version + 1 WHERE tenant_id = $1 AND id = $2 AND version = $3 AND ends_at > $4", values).await?;
        Ok(touched == 1)
    }
}
