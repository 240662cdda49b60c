//! Staff members: who works at the broker, in which team, with which roles.

use crate::scope::{Operates, Scoped};
use crate::{StorageError, TenantTx};
use chrono::{DateTime, Utc};
use crm_access::{Permit, kinds};
use crm_model::{Email, Pii, RoleId, StaffId, StaffStatus, TeamId, TenantId};
use crm_vault::{Place, Sealer, mask_email};
use sea_orm::{FromQueryResult, Value};
use std::collections::HashMap;
use uuid::Uuid;

/// A staff member as lists and the staff page show one.
#[derive(Clone, Debug)]
pub struct StaffMember {
    /// Who.
    pub id: StaffId,
    /// Grows with each change.
    pub version: i32,
    /// The name.
    pub name: String,
    /// The stored partial mask of the e-mail.
    pub email_mask: String,
    /// Whether the person may work.
    pub status: StaffStatus,
    /// The team, with its name.
    pub team: Option<(TeamId, String)>,
    /// The roles, with their names, by name.
    pub roles: Vec<RoleOfStaff>,
    /// Whether a second factor is enrolled.
    pub totp_enrolled: bool,
    /// Whether the invitation was accepted once.
    pub has_password: bool,
    /// When the person last did something, to the minute.
    pub last_seen_at: Option<DateTime<Utc>>,
    /// When the person was invited.
    pub created_at: DateTime<Utc>,
    email_sealed: Vec<u8>,
}

/// A role in a staff member's hands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleOfStaff {
    /// Which.
    pub id: RoleId,
    /// Its name.
    pub name: String,
    /// Until when it holds, not included; it stays in the list when it is over.
    pub until: Option<DateTime<Utc>>,
}

#[derive(FromQueryResult)]
struct StaffRow {
    id: Uuid,
    version: i32,
    name: String,
    email_sealed: Vec<u8>,
    email_mask: String,
    status: String,
    team_id: Option<Uuid>,
    team_name: Option<String>,
    totp_enrolled: bool,
    has_password: bool,
    last_seen_at: Option<DateTime<Utc>>,
    created_at: DateTime<Utc>,
}

#[derive(FromQueryResult)]
struct RoleOfRow {
    staff_id: Uuid,
    role_id: Uuid,
    name: String,
    expires_at: Option<DateTime<Utc>>,
}

impl From<RoleOfRow> for RoleOfStaff {
    fn from(row: RoleOfRow) -> Self {
        Self { id: RoleId::from_uuid(row.role_id), name: row.name, until: row.expires_at }
    }
}

#[derive(FromQueryResult)]
struct IdRow {
    id: Uuid,
}

#[derive(FromQueryResult)]
struct PreferencesRow {
    preferences: serde_json::Value,
}

/// The tenant's staff.
pub struct Staff<'a, T>(&'a T);

const MEMBER: &str = "SELECT s.id, s.version, s.name, s.email_sealed, s.email_mask, s.status, s.team_id, t.name AS team_name, c.totp_confirmed_at IS NOT NULL AS totp_enrolled,
    c.password_hash IS NOT NULL AS has_password, s.last_seen_at, s.created_at
  FROM crm.staff s LEFT JOIN crm.team t ON t.tenant_id = s.tenant_id AND t.id = s.team_id LEFT JOIN crm.credential c ON c.tenant_id = s.tenant_id AND c.staff_id = s.id
  WHERE s.tenant_id = $1";

impl<'a, T: Scoped> Staff<'a, T> {
    /// The staff of the transaction's tenant.
    pub const fn of(tx: &'a T) -> Self {
        Self(tx)
    }

    /// Everybody, by name. A broker has hundreds of staff at most.
    ///
    /// # Errors
    /// The database is away.
    pub async fn list(&self, _permit: &Permit<kinds::StaffView>) -> Result<Vec<StaffMember>, StorageError> {
        let scope = self.0.scope();
        let rows: Vec<StaffRow> = scope.all(format!("{MEMBER} ORDER BY s.name, s.id"), vec![scope.tenant()]).await?;
        let roles: Vec<RoleOfRow> = scope
            .all("SELECT sr.staff_id, r.id AS role_id, r.name, sr.expires_at FROM crm.staff_role sr JOIN crm.role r ON r.tenant_id = sr.tenant_id AND r.id = sr.role_id WHERE sr.tenant_id = $1 ORDER BY r.name", vec![scope.tenant()])
            .await?;
        let mut held: HashMap<Uuid, Vec<RoleOfStaff>> = HashMap::new();
        for role in roles {
            held.entry(role.staff_id).or_default().push(role.into());
        }
        rows.into_iter().map(|row| member(&mut held, row)).collect()
    }

    /// One staff member.
    ///
    /// # Errors
    /// The database is away.
    pub async fn find(&self, id: StaffId) -> Result<Option<StaffMember>, StorageError> {
        let scope = self.0.scope();
        let me = || vec![scope.tenant(), id.uuid().into()];
        let Some(row) = scope.one::<StaffRow>(format!("{MEMBER} AND s.id = $2"), me()).await? else { return Ok(None) };
        let roles: Vec<RoleOfRow> = scope
            .all("SELECT sr.staff_id, r.id AS role_id, r.name, sr.expires_at FROM crm.staff_role sr JOIN crm.role r ON r.tenant_id = sr.tenant_id AND r.id = sr.role_id WHERE sr.tenant_id = $1 AND sr.staff_id = $2 ORDER BY r.name", me())
            .await?;
        let mut held = HashMap::from([(row.id, roles.into_iter().map(RoleOfStaff::from).collect())]);
        member(&mut held, row).map(Some)
    }

    /// Opens a staff member's e-mail address.
    ///
    /// # Errors
    /// The sealed value does not open.
    pub fn email(&self, member: &StaffMember) -> Result<Pii<Email>, StorageError> {
        let text = self.0.keys().open_str(&email_place(self.0, member.id), &member.email_sealed)?;
        Email::parse("email", &text).map_err(|_| StorageError::Corrupt("staff.email_sealed"))
    }

    /// What the person set in the portal, as kept.
    ///
    /// # Errors
    /// The database is away.
    pub async fn preferences(&self, id: StaffId) -> Result<serde_json::Value, StorageError> {
        let scope = self.0.scope();
        let row: Option<PreferencesRow> = scope
            .one(
                "SELECT preferences FROM crm.staff WHERE tenant_id = $1 AND id = $2",
                vec![scope.tenant(), id.uuid().into()],
            )
            .await?;
        Ok(row.map(|r| r.preferences).unwrap_or_default())
    }
}

impl Staff<'_, TenantTx> {
    /// Reads a staff member and locks the row until the end of the transaction.
    ///
    /// # Errors
    /// The database is away.
    pub async fn hold(&self, id: StaffId) -> Result<Option<StaffMember>, StorageError> {
        let scope = self.0.scope();
        let locked: Option<IdRow> = scope
            .one(
                "SELECT id FROM crm.staff WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
                vec![scope.tenant(), id.uuid().into()],
            )
            .await?;
        match locked {
            Some(row) => self.find(StaffId::from_uuid(row.id)).await,
            None => Ok(None),
        }
    }

    /// Keeps a held staff member's name and team; the clients the person owns follow the team.
    ///
    /// # Errors
    /// [`StorageError::Dangling`] for an unknown team.
    pub async fn change(
        &self,
        _permit: &Permit<kinds::StaffManage>,
        id: StaffId,
        name: &str,
        team: Option<TeamId>,
    ) -> Result<(), StorageError> {
        let scope = self.0.scope();
        let team = team.map(TeamId::uuid);
        scope
            .exec(
                "UPDATE crm.staff SET name = $3, team_id = $4, version = version + 1 WHERE tenant_id = $1 AND id = $2",
                vec![scope.tenant(), id.uuid().into(), name.into(), team.into()],
            )
            .await?;
        let follow =
            "UPDATE crm.client SET team_id = $3 WHERE tenant_id = $1 AND owner_id = $2 AND team_id IS DISTINCT FROM $3";
        scope.exec(follow, vec![scope.tenant(), id.uuid().into(), team.into()]).await?;
        Ok(())
    }

    /// Replaces a held staff member's roles.
    ///
    /// # Errors
    /// [`StorageError::Dangling`] for an unknown role.
    pub async fn change_roles(
        &self,
        permit: &Permit<kinds::StaffManage>,
        id: StaffId,
        roles: &[RoleId],
    ) -> Result<(), StorageError> {
        let scope = self.0.scope();
        let kept: Vec<Uuid> = roles.iter().map(|r| r.uuid()).collect();
        scope
            .exec(
                "DELETE FROM crm.staff_role WHERE tenant_id = $1 AND staff_id = $2 AND NOT role_id = ANY($3)",
                vec![scope.tenant(), id.uuid().into(), kept.into()],
            )
            .await?;
        self.add_roles(permit, id, roles).await
    }

    /// Sets until when a held staff member has one of his roles; without an end until it is taken away.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn end_role(
        &self,
        _permit: &Permit<kinds::StaffManage>,
        id: StaffId,
        role: RoleId,
        until: Option<DateTime<Utc>>,
    ) -> Result<(), StorageError> {
        let scope = self.0.scope();
        scope
            .exec(
                "UPDATE crm.staff_role SET expires_at = $4 WHERE tenant_id = $1 AND staff_id = $2 AND role_id = $3",
                vec![scope.tenant(), id.uuid().into(), role.uuid().into(), until.into()],
            )
            .await?;
        Ok(())
    }

    /// Changes whether a held staff member may work.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn change_status(
        &self,
        _permit: &Permit<kinds::StaffManage>,
        id: StaffId,
        status: StaffStatus,
    ) -> Result<(), StorageError> {
        let scope = self.0.scope();
        scope
            .exec(
                "UPDATE crm.staff SET status = $3, version = version + 1 WHERE tenant_id = $1 AND id = $2",
                vec![scope.tenant(), id.uuid().into(), status.as_str().into()],
            )
            .await?;
        Ok(())
    }

    /// Keeps one's own name and preferences.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn change_own(
        &self,
        id: StaffId,
        name: &str,
        preferences: serde_json::Value,
    ) -> Result<(), StorageError> {
        let scope = self.0.scope();
        scope
            .exec("UPDATE crm.staff SET version = version + (name <> $3)::int, name = $3, preferences = $4 WHERE tenant_id = $1 AND id = $2", vec![scope.tenant(), id.uuid().into(), name.into(), preferences.into()])
            .await?;
        Ok(())
    }
}

impl<T: Operates> Staff<'_, T> {
    /// Keeps a new, invited staff member. The e-mail is unique through the credential, which is made beside it.
    ///
    /// # Errors
    /// [`StorageError::Dangling`] for an unknown team.
    pub async fn create(
        &self,
        _permit: &Permit<kinds::StaffManage>,
        name: &str,
        email: &Pii<Email>,
        team: Option<TeamId>,
    ) -> Result<StaffId, StorageError> {
        let scope = self.0.scope();
        let id = StaffId::generate();
        let sealed = self.0.keys().seal_str(&email_place(self.0, id), email.expose().as_str())?;
        let values: Vec<Value> = vec![
            scope.tenant(),
            id.uuid().into(),
            name.into(),
            sealed.into(),
            mask_email(email.expose().as_str()).into(),
            team.map(TeamId::uuid).into(),
            self.0.op().now().into(),
        ];
        scope.exec("INSERT INTO crm.staff (tenant_id, id, name, email_sealed, email_mask, team_id, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)", values).await?;
        Ok(id)
    }

    /// Gives a staff member further roles.
    ///
    /// # Errors
    /// [`StorageError::Dangling`] for an unknown role.
    pub async fn add_roles(
        &self,
        _permit: &Permit<kinds::StaffManage>,
        id: StaffId,
        roles: &[RoleId],
    ) -> Result<(), StorageError> {
        let scope = self.0.scope();
        let roles: Vec<Uuid> = roles.iter().map(|r| r.uuid()).collect();
        scope.exec("INSERT INTO crm.staff_role (tenant_id, staff_id, role_id) SELECT $1, $2, unnest($3::uuid[]) ON CONFLICT DO NOTHING", vec![scope.tenant(), id.uuid().into(), roles.into()]).await?;
        Ok(())
    }
}

fn email_place(tx: &impl Scoped, id: StaffId) -> Place {
    email_place_of(tx.scope().tenant_id(), id.uuid())
}

/// Where the sealed sign-in address of somebody lives.
pub(crate) const fn email_place_of(tenant: TenantId, staff: Uuid) -> Place {
    Place { tenant, table: "staff", column: "email_sealed", row: staff }
}

fn member(roles: &mut HashMap<Uuid, Vec<RoleOfStaff>>, row: StaffRow) -> Result<StaffMember, StorageError> {
    Ok(StaffMember {
        id: StaffId::from_uuid(row.id),
        version: row.version,
        name: row.name,
        email_mask: row.email_mask,
        status: StaffStatus::from_text(&row.status).ok_or(StorageError::Corrupt("staff.status"))?,
        team: row.team_id.map(TeamId::from_uuid).zip(row.team_name),
        roles: roles.remove(&row.id).unwrap_or_default(),
        totp_enrolled: row.totp_enrolled,
        has_password: row.has_password,
        last_seen_at: row.last_seen_at,
        created_at: row.created_at,
        email_sealed: row.email_sealed,
    })
}
