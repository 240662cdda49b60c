//! Who is calling, checked anew for each request; one's own sessions and their end.

use crate::{App, UseCaseError};
use chrono::Duration;
use crm_access::{Actor, OpContext, PreviewedRole, RequestInfo, StaffActor, TenantRef};
use crm_cache::{LiveEvent, LiveKind, Purpose, Quota, RateKey};
use crm_identity::{BearerSecret, Prefix};
use crm_model::{AuditAction, SessionId, StaffId};
use crm_storage::{
    AuditEvent, Author, Credentials, Scoped, SessionEntry, SessionStage, SessionState, Sessions, SignInTx,
};

/// What a session cookie says.
#[derive(Clone, Debug)]
pub enum Caller {
    /// No cookie came.
    Nobody,
    /// A cookie came whose session has ended.
    Ended,
    /// A cookie came that never was a session of this broker: clear it.
    Foreign,
    /// The password was right; the second factor is still missing.
    Half,
    /// A signed-in staff member with everything an operation needs.
    Staff(Box<OpContext>),
}

/// How often at most the use of a session is written down.
const ACTIVITY_STEP: Duration = Duration::minutes(1);

/// How many unknown sessions of one address are recorded within an hour: a flood of invented ones fills no trail.
const FOREIGN_RECORDS: Quota = Quota::per_hour(10);

impl App {
    /// Looks at the session again, whatever was known a request ago: the session itself, the person's status, the version
    /// of the tenant's access data and the second factor come from one statement (AUTH-25, RBAC-07). `background` work of
    /// the portal does not extend the idle time (SESS-03).
    ///
    /// # Errors
    /// The database is away.
    pub async fn authenticate(
        &self,
        tenant: &TenantRef,
        cookie: Option<&str>,
        request: &RequestInfo,
        background: bool,
    ) -> Result<Caller, UseCaseError> {
        let Some(cookie) = cookie else { return Ok(Caller::Nobody) };
        let Some(digest) = digest_of(cookie) else { return Ok(Caller::Foreign) };
        let now = self.clock.now();
        let tx = SignInTx::begin(&self.db, tenant).await?;
        let Some(state) = Sessions::of(&tx).by_digest(&digest).await? else {
            self.record_foreign_session(tx, tenant, request).await?;
            return Ok(Caller::Foreign);
        };
        if !state.is_alive(now) {
            tx.leave();
            return Ok(Caller::Ended);
        }
        if state.stage == SessionStage::Half {
            tx.leave();
            return Ok(Caller::Half);
        }
        let moves = !background && now - state.last_active_at >= ACTIVITY_STEP;
        if moves {
            Sessions::of(&tx).touch(&state, now).await?;
        }
        let op = self.operation(&tx, tenant, &state, request).await?;
        if moves {
            tx.commit_counters().await?;
        } else {
            tx.leave();
        }
        Ok(Caller::Staff(Box::new(op)))
    }

    /// The same person's operation with rights and step-up as they are now, for live connections that check again at
    /// each tick; `None` when the session has ended.
    ///
    /// # Errors
    /// The database is away.
    pub async fn still_signed_in(&self, op: &OpContext) -> Result<Option<OpContext>, UseCaseError> {
        let Some(staff) = op.actor().staff() else { return Ok(None) };
        let tx = SignInTx::begin(&self.db, op.tenant()).await?;
        let state = Sessions::of(&tx).by_id(staff.session).await?;
        let alive =
            state.filter(|s| s.is_alive(self.clock.now()) && s.stage == SessionStage::Full && s.staff == staff.id);
        let op = match &alive {
            Some(state) => Some(self.operation(&tx, op.tenant(), state, op.request()).await?),
            None => None,
        };
        tx.leave();
        Ok(op)
    }

    async fn operation(
        &self,
        tx: &SignInTx,
        tenant: &TenantRef,
        state: &SessionState,
        request: &RequestInfo,
    ) -> Result<OpContext, UseCaseError> {
        let policy = tx.policy(state.staff, state.access_version).await?;
        let actor = Actor::Staff(StaffActor {
            id: state.staff,
            name: state.staff_name.clone(),
            session: state.id,
            totp_enrolled: state.totp_enrolled,
        });
        let op = OpContext::new(tenant.clone(), actor, policy, request.clone(), self.clock.clone(), state.step_up)
            .noting(&self.uses);
        let preview = state.preview.as_ref().filter(|preview| preview.until > self.clock.now());
        let Some(preview) = preview.cloned() else { return Ok(op) };
        // a role that was removed meanwhile ends the preview
        Ok(match &preview.as_who {
            PreviewedRole::Draft(draft) => op.previewing(preview.clone(), &draft.rules),
            PreviewedRole::Kept(role) => match tx.role_rules(*role).await? {
                Some(rules) => op.previewing(preview, &rules),
                None => op,
            },
        })
    }

    /// A well-formed secret that no session of this tenant has: most likely a cookie of another tenant's host (ISO-30).
    /// Nothing looks across the wall, so it is recorded where it was seen.
    async fn record_foreign_session(
        &self,
        tx: SignInTx,
        tenant: &TenantRef,
        request: &RequestInfo,
    ) -> Result<(), UseCaseError> {
        let now = self.clock.now();
        tracing::warn!(target: "security", event = "session.used_at_foreign_host", tenant = %tenant.id, request = %request.id, ip = ?request.ip, "a session that is none of this broker's");
        let from = request.ip.map(|ip| ip.to_string()).unwrap_or_default();
        let key = RateKey::new(tenant.id, Purpose::Address, &format!("foreign session {from}"));
        if self.limiter.take(&key, FOREIGN_RECORDS, 1, now).await.allowed {
            tx.commit(
                &Author::nobody(request, now),
                AuditEvent::refusal(AuditAction::SessionUsedAtForeignHost, "session_ended"),
            )
            .await?;
        }
        Ok(())
    }

    /// Tells open portals that a person's rights or sessions changed; `staff` is `None` when everybody is concerned.
    pub(crate) async fn tell_access_changed(&self, tenant: &TenantRef, staff: Option<StaffId>, version: i64) {
        let id = staff.map(StaffId::uuid).unwrap_or_default();
        self.bus
            .publish(LiveEvent {
                tenant: tenant.id,
                kind: LiveKind::AccessChanged,
                id,
                version,
                by: None,
                owner: None,
                team: None,
            })
            .await;
    }
}

/// What the database knows a session cookie by; `None` when the text cannot be one.
pub(crate) fn digest_of(cookie: &str) -> Option<[u8; 32]> {
    [Prefix::Session, Prefix::HalfSession]
        .into_iter()
        .find_map(|prefix| BearerSecret::parse(prefix, cookie).ok())
        .map(|secret| secret.digest())
}

/// One's own sessions, newest first.
///
/// # Errors
/// Only for staff members.
pub async fn list<T: Scoped>(op: &OpContext, tx: &T) -> Result<Vec<SessionEntry>, UseCaseError> {
    let me = op.staff_id()?;
    Ok(Sessions::of(tx).alive(me, op.now()).await?)
}

/// Ends one of one's own sessions; somebody else's is not found (SESS-11).
///
/// # Errors
/// [`UseCaseError::NotFound`].
pub async fn revoke(op: &OpContext, app: &App, id: SessionId) -> Result<(), UseCaseError> {
    let me = op.staff_id()?;
    let tx = app.db.begin(op).await?;
    if !Sessions::of(&tx).revoke(me, id, op.now()).await? {
        tx.abandon().await?;
        return Err(UseCaseError::NotFound("session"));
    }
    tx.commit(AuditEvent::on(AuditAction::SessionRevoked, "session", id.uuid())).await?;
    app.tell_access_changed(op.tenant(), Some(me), 0).await;
    Ok(())
}

/// Ends all of one's own sessions but this one; answers how many.
///
/// # Errors
/// Only for staff members.
pub async fn revoke_others(op: &OpContext, app: &App) -> Result<u64, UseCaseError> {
    let me = op.actor().staff().ok_or(crm_access::AccessError::WrongActor)?;
    let tx = app.db.begin(op).await?;
    Credentials::of(&tx).held(me.id).await?;
    let ended = Sessions::of(&tx).revoke_all(me.id, Some(me.session), op.now()).await?;
    if ended == 0 {
        tx.abandon().await?;
        return Ok(0);
    }
    tx.commit(AuditEvent::on(AuditAction::SessionRevoked, "staff", me.id.uuid())).await?;
    app.tell_access_changed(op.tenant(), Some(me.id), 0).await;
    Ok(ended)
}

/// Ends the session of a cookie, half or whole, on every process at once (SESS-02). A cookie that is none is no error.
///
/// # Errors
/// The database is away.
pub async fn sign_out(
    app: &App,
    tenant: &TenantRef,
    cookie: Option<&str>,
    request: &RequestInfo,
) -> Result<(), UseCaseError> {
    let Some(digest) = cookie.and_then(digest_of) else { return Ok(()) };
    let now = app.clock.now();
    let tx = SignInTx::begin(&app.db, tenant).await?;
    let Some(state) = Sessions::of(&tx).by_digest(&digest).await? else { return Ok(()) };
    if !Sessions::of(&tx).revoke(state.staff, state.id, now).await? {
        return Ok(());
    }
    let author = Author::staff(state.staff, &state.staff_name, Some(state.id), request, now);
    tx.commit(&author, AuditEvent::on(AuditAction::SignedOut, "session", state.id.uuid())).await?;
    app.tell_access_changed(tenant, Some(state.staff), 0).await;
    Ok(())
}
