//! Sessions of staff members, kept on the server; of the bearer only its SHA-256 rests here.

use crate::scope::{SignInScoped, SignInWrites};
use crate::{StorageError, preview_draft};
use chrono::{DateTime, Duration, Utc};
use crm_access::{Preview, PreviewedRole, RequestInfo, StepUp, StepUpFactor};
use crm_model::{RoleId, SessionId, StaffId, StaffStatus};
use sea_orm::{FromQueryResult, Value};
use std::sync::Arc;
use uuid::Uuid;

/// How far a sign-in has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SessionStage {
    /// The password was right; the second factor is still missing.
    Half,
    /// Signed in.
    Full,
}

impl SessionStage {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Half => "half",
            Self::Full => "full",
        }
    }
}

/// What each request needs to know of its session, read by one statement: the session, its person, the version of the
/// tenant's access data and the tenant's time limits.
#[derive(Clone, Debug)]
pub struct SessionState {
    /// The session.
    pub id: SessionId,
    /// Whose.
    pub staff: StaffId,
    /// The person's name.
    pub staff_name: String,
    /// Whether the person may work.
    pub staff_status: StaffStatus,
    /// Whether the person has a second factor.
    pub totp_enrolled: bool,
    /// How far the sign-in came.
    pub stage: SessionStage,
    /// When it was last used by the person, to the minute.
    pub last_active_at: DateTime<Utc>,
    /// The latest step-up.
    pub step_up: Option<StepUp>,
    /// As which role the portal is looked at, and until when; over when that is past.
    pub preview: Option<Preview>,
    /// The version of roles, teams and staff.
    pub access_version: i64,
    created_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
    revoked: bool,
    idle: Duration,
    absolute: Duration,
}

impl SessionState {
    /// Whether the session may be used now: neither revoked nor too old nor idle for too long, and its person may work.
    #[must_use]
    pub fn is_alive(&self, now: DateTime<Utc>) -> bool {
        let expires_at = self.expires_at.min(self.created_at + self.absolute);
        !self.revoked
            && self.staff_status == StaffStatus::Active
            && now < expires_at
            && now < self.last_active_at + self.idle
    }
}

/// A session to be kept.
#[derive(Clone, Debug)]
pub struct NewSession<'a> {
    /// SHA-256 of its bearer.
    pub digest: [u8; 32],
    /// Whose.
    pub staff: StaffId,
    /// How far the sign-in came.
    pub stage: SessionStage,
    /// When it ends at the latest.
    pub expires_at: DateTime<Utc>,
    /// What the sign-in itself counts for.
    pub step_up: Option<(StepUpFactor, &'static str)>,
    /// From where.
    pub request: &'a RequestInfo,
}

/// One entry of a person's list of sessions.
#[derive(Clone, Debug)]
pub struct SessionEntry {
    /// The session.
    pub id: SessionId,
    /// When it began.
    pub created_at: DateTime<Utc>,
    /// When it was last used, to the minute.
    pub last_active_at: DateTime<Utc>,
    /// When it ends at the latest.
    pub expires_at: DateTime<Utc>,
    /// From which address it began.
    pub ip: Option<String>,
    /// With which browser.
    pub user_agent: Option<String>,
}

#[derive(FromQueryResult)]
struct StateRow {
    id: Uuid,
    staff_id: Uuid,
    name: String,
    status: String,
    totp_enrolled: bool,
    stage: String,
    created_at: DateTime<Utc>,
    last_active_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
    step_up_at: Option<DateTime<Utc>>,
    step_up_factor: Option<String>,
    revoked: bool,
    preview_role_id: Option<Uuid>,
    preview_until: Option<DateTime<Utc>>,
    preview_draft: Option<serde_json::Value>,
    access_version: i64,
    session_idle_s: i32,
    session_absolute_s: i32,
}

#[derive(FromQueryResult)]
struct EntryRow {
    id: Uuid,
    created_at: DateTime<Utc>,
    last_active_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
    ip: Option<String>,
    user_agent: Option<String>,
}

#[derive(FromQueryResult)]
struct FormerRow {
    h: Vec<u8>,
}

#[derive(FromQueryResult)]
struct FailedRow {
    failed_codes: i32,
}

#[derive(FromQueryResult)]
struct LimitsRow {
    session_absolute_s: i32,
}

/// The tenant's sessions.
pub struct Sessions<'a, T>(&'a T);

const STATE: &str = "SELECT s.id, s.staff_id, p.name, p.status, c.totp_confirmed_at IS NOT NULL AS totp_enrolled, s.stage, s.created_at, s.last_active_at, s.expires_at,
    s.step_up_at, s.step_up_factor, s.revoked_at IS NOT NULL AS revoked, s.preview_role_id, s.preview_until, s.preview_draft, v.version AS access_version, t.session_idle_s, t.session_absolute_s
  FROM crm.session s
  JOIN crm.staff p ON p.tenant_id = s.tenant_id AND p.id = s.staff_id
  JOIN crm.credential c ON c.tenant_id = s.tenant_id AND c.staff_id = s.staff_id
  JOIN crm.access_version v ON v.tenant_id = s.tenant_id
  JOIN crm.tenant_setting t ON t.tenant_id = s.tenant_id
  WHERE s.tenant_id = $1 AND ";

impl<'a, T: SignInScoped> Sessions<'a, T> {
    /// The sessions of the transaction's tenant.
    pub const fn of(tx: &'a T) -> Self {
        Self(tx)
    }

    /// The session of a bearer, by its digest.
    ///
    /// # Errors
    /// The database is away.
    pub async fn by_digest(&self, digest: &[u8; 32]) -> Result<Option<SessionState>, StorageError> {
        let scope = self.0.scope();
        let row: Option<StateRow> =
            scope.one(format!("{STATE} s.h = $2"), vec![scope.tenant(), digest.to_vec().into()]).await?;
        row.map(state).transpose()
    }

    /// A session by its id, for live connections that check again.
    ///
    /// # Errors
    /// The database is away.
    pub async fn by_id(&self, id: SessionId) -> Result<Option<SessionState>, StorageError> {
        let scope = self.0.scope();
        let row: Option<StateRow> =
            scope.one(format!("{STATE} s.id = $2"), vec![scope.tenant(), id.uuid().into()]).await?;
        row.map(state).transpose()
    }

    /// A person's full sessions that have not ended, newest first.
    ///
    /// # Errors
    /// The database is away.
    pub async fn alive(&self, staff: StaffId, now: DateTime<Utc>) -> Result<Vec<SessionEntry>, StorageError> {
        let scope = self.0.scope();
        let sql = "SELECT s.id, s.created_at, s.last_active_at, least(s.expires_at, s.created_at + make_interval(secs => t.session_absolute_s)) AS expires_at, host(s.ip) AS ip, s.user_agent
          FROM crm.session s JOIN crm.tenant_setting t ON t.tenant_id = s.tenant_id
          WHERE s.tenant_id = $1 AND s.staff_id = $2 AND s.stage = 'full' AND s.revoked_at IS NULL AND s.expires_at > $3
            AND s.created_at + make_interval(secs => t.session_absolute_s) > $3 AND s.last_active_at + make_interval(secs => t.session_idle_s) > $3
          ORDER BY s.created_at DESC LIMIT 200";
        let rows: Vec<EntryRow> = scope.all(sql, vec![scope.tenant(), staff.uuid().into(), now.into()]).await?;
        Ok(rows
            .into_iter()
            .map(|r| SessionEntry {
                id: SessionId::from_uuid(r.id),
                created_at: r.created_at,
                last_active_at: r.last_active_at,
                expires_at: r.expires_at,
                ip: r.ip,
                user_agent: r.user_agent,
            })
            .collect())
    }

    /// How long a session of this tenant lasts at most.
    ///
    /// # Errors
    /// The database is away.
    pub async fn absolute_limit(&self) -> Result<Duration, StorageError> {
        let scope = self.0.scope();
        let row: Option<LimitsRow> = scope
            .one("SELECT session_absolute_s FROM crm.tenant_setting WHERE tenant_id = $1", vec![scope.tenant()])
            .await?;
        row.map(|r| Duration::seconds(r.session_absolute_s.into()))
            .ok_or(StorageError::Corrupt("tenant_setting has no row for this tenant"))
    }
}

impl<T: SignInWrites> Sessions<'_, T> {
    /// Keeps a new session.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn create(&self, session: &NewSession<'_>, now: DateTime<Utc>) -> Result<SessionId, StorageError> {
        let scope = self.0.scope();
        let id = SessionId::generate();
        let sql = "INSERT INTO crm.session (tenant_id, id, h, staff_id, stage, created_at, last_active_at, expires_at, step_up_at, step_up_factor, ip, user_agent) VALUES ($1, $2, $3, $4, $5, $6, $6, $7, $8, $9, $10::inet, $11)";
        let values: Vec<Value> = vec![
            scope.tenant(),
            id.uuid().into(),
            session.digest.to_vec().into(),
            session.staff.uuid().into(),
            session.stage.as_str().into(),
            now.into(),
            session.expires_at.into(),
            session.step_up.map(|_| now).into(),
            session.step_up.map(|(_, how)| how).into(),
            session.request.ip.map(|ip| ip.to_string()).into(),
            session.request.user_agent.clone().into(),
        ];
        scope.exec(sql, values).await?;
        Ok(id)
    }

    /// The person did something: the idle time starts anew, and the person was seen. The person's row is locked first, as
    /// suspending does.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn touch(&self, session: &SessionState, now: DateTime<Utc>) -> Result<(), StorageError> {
        let scope = self.0.scope();
        let seen = "UPDATE crm.staff SET last_seen_at = $3 WHERE tenant_id = $1 AND id = $2";
        scope.exec(seen, vec![scope.tenant(), session.staff.uuid().into(), now.into()]).await?;
        let used =
            "UPDATE crm.session SET last_active_at = $3 WHERE tenant_id = $1 AND id = $2 AND last_active_at < $3";
        scope.exec(used, vec![scope.tenant(), session.id.uuid().into(), now.into()]).await?;
        Ok(())
    }

    /// Gives a full session a new bearer and notes the step-up; the old bearer is dead at once (SESS-01). It stays known as
    /// ended, so that a request which crossed with the step-up is not taken for one with a foreign session.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn step_up(
        &self,
        id: SessionId,
        digest: &[u8; 32],
        factor: &'static str,
        now: DateTime<Utc>,
    ) -> Result<bool, StorageError> {
        let scope = self.0.scope();
        let former: Option<FormerRow> = scope.one("SELECT h FROM crm.session WHERE tenant_id = $1 AND id = $2 AND stage = 'full' AND revoked_at IS NULL FOR UPDATE", vec![scope.tenant(), id.uuid().into()]).await?;
        let Some(former) = former else { return Ok(false) };
        let sql =
            "UPDATE crm.session SET h = $3, step_up_at = $4, step_up_factor = $5 WHERE tenant_id = $1 AND id = $2";
        scope
            .exec(sql, vec![scope.tenant(), id.uuid().into(), digest.to_vec().into(), now.into(), factor.into()])
            .await?;
        let ended = "INSERT INTO crm.session (tenant_id, id, h, staff_id, stage, created_at, last_active_at, expires_at, revoked_at) SELECT $1, $3, $4, staff_id, stage, $5, $5, $5, $5 FROM crm.session WHERE tenant_id = $1 AND id = $2";
        scope
            .exec(
                ended,
                vec![
                    scope.tenant(),
                    id.uuid().into(),
                    SessionId::generate().uuid().into(),
                    former.h.into(),
                    now.into(),
                ],
            )
            .await?;
        Ok(true)
    }

    /// Begins to look at the portal as a role would, or ends it; false when the session has ended.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn preview(&self, id: SessionId, preview: Option<&Preview>) -> Result<bool, StorageError> {
        let scope = self.0.scope();
        let sql = "UPDATE crm.session SET preview_role_id = $3, preview_until = $4, preview_draft = $5 WHERE tenant_id = $1 AND id = $2 AND stage = 'full' AND revoked_at IS NULL";
        let draft = preview.and_then(|p| p.as_who.draft()).map(|draft| preview_draft::written(draft)).transpose()?;
        let values: Vec<Value> = vec![
            scope.tenant(),
            id.uuid().into(),
            preview.and_then(|p| p.as_who.role()).map(RoleId::uuid).into(),
            preview.map(|p| p.until).into(),
            draft.into(),
        ];
        Ok(scope.exec(sql, values).await? == 1)
    }

    /// Takes one of the tries of a half session, before the code is looked at: the number of this try, or `None` when
    /// the challenge is dead. Parallel tries wait for one another here.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn take_try(&self, id: SessionId, tries: u32) -> Result<Option<u32>, StorageError> {
        let scope = self.0.scope();
        let sql = "UPDATE crm.session SET failed_codes = failed_codes + 1 WHERE tenant_id = $1 AND id = $2 AND stage = 'half' AND revoked_at IS NULL AND failed_codes < $3 RETURNING failed_codes";
        let most = i32::try_from(tries).unwrap_or(i32::MAX);
        let row: Option<FailedRow> = scope.one(sql, vec![scope.tenant(), id.uuid().into(), most.into()]).await?;
        Ok(row.and_then(|r| u32::try_from(r.failed_codes).ok()))
    }

    /// Ends one session of a person; false when the person has no such session that is alive.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn revoke(&self, staff: StaffId, id: SessionId, now: DateTime<Utc>) -> Result<bool, StorageError> {
        let scope = self.0.scope();
        let sql = "UPDATE crm.session SET revoked_at = $4 WHERE tenant_id = $1 AND staff_id = $2 AND id = $3 AND revoked_at IS NULL";
        Ok(scope.exec(sql, vec![scope.tenant(), staff.uuid().into(), id.uuid().into(), now.into()]).await? == 1)
    }

    /// Ends every session of a person, half ones included, but one; answers how many.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn revoke_all(
        &self,
        staff: StaffId,
        but: Option<SessionId>,
        now: DateTime<Utc>,
    ) -> Result<u64, StorageError> {
        let scope = self.0.scope();
        let sql = "UPDATE crm.session SET revoked_at = $4 WHERE tenant_id = $1 AND staff_id = $2 AND revoked_at IS NULL AND ($3::uuid IS NULL OR id <> $3)";
        scope.exec(sql, vec![scope.tenant(), staff.uuid().into(), but.map(SessionId::uuid).into(), now.into()]).await
    }

    /// Forgets sessions that ended before an instant; answers how many.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn forget_ended(&self, before: DateTime<Utc>) -> Result<u64, StorageError> {
        let scope = self.0.scope();
        scope
            .exec(
                "DELETE FROM crm.session WHERE tenant_id = $1 AND (expires_at < $2 OR revoked_at < $2)",
                vec![scope.tenant(), before.into()],
            )
            .await
    }
}

fn state(row: StateRow) -> Result<SessionState, StorageError> {
    let stage = match row.stage.as_str() {
        "half" => SessionStage::Half,
        "full" => SessionStage::Full,
        _ => return Err(StorageError::Corrupt("session.stage")),
    };
    let factor = match row.step_up_factor.as_deref() {
        Some("password") => Some(StepUpFactor::Password),
        Some("totp" | "recovery_code") => Some(StepUpFactor::SecondFactor),
        _ => None,
    };
    Ok(SessionState {
        id: SessionId::from_uuid(row.id),
        staff: StaffId::from_uuid(row.staff_id),
        staff_name: row.name,
        staff_status: StaffStatus::from_text(&row.status).ok_or(StorageError::Corrupt("staff.status"))?,
        totp_enrolled: row.totp_enrolled,
        stage,
        last_active_at: row.last_active_at,
        step_up: row.step_up_at.zip(factor).map(|(at, factor)| StepUp { at, factor }),
        preview: previewed(row.preview_role_id.map(RoleId::from_uuid), row.preview_draft)
            .zip(row.preview_until)
            .map(|(as_who, until)| Preview { as_who, until }),
        access_version: row.access_version,
        created_at: row.created_at,
        expires_at: row.expires_at,
        revoked: row.revoked,
        idle: Duration::seconds(row.session_idle_s.into()),
        absolute: Duration::seconds(row.session_absolute_s.into()),
    })
}

/// A preview of a kept role is over once the role is gone; a draft rests with the session.
fn previewed(role: Option<RoleId>, draft: Option<serde_json::Value>) -> Option<PreviewedRole> {
    match draft {
        Some(draft) => Some(PreviewedRole::Draft(Arc::new(preview_draft::read(role, draft)))),
        None => role.map(PreviewedRole::Kept),
    }
}
