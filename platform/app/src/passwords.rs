//! Setting a password: by an invitation, by a reset link, or by oneself.

use crate::mails::{SendPasswordReset, SendSecurityNotice};
use crate::second_factor::check_own_password;
use crate::sign_in::{SignInError, comparable};
use crate::{App, UseCaseError};
use chrono::{DateTime, Duration, Utc};
use crm_access::{AccessError, OpContext, RequestInfo, TenantRef};
use crm_cache::{Purpose, Quota, RateKey};
use crm_identity::{BearerSecret, PasswordProblem, PasswordRules, Prefix};
use crm_jobs::Enqueue;
use crm_model::{AuditAction, Email, Pii, StaffId, StaffStatus};
use crm_storage::{
    AuditEvent, Author, BrandRow, Change, Credentials, OneTimeTokens, Sessions, Settings, SignInTx, Staff, StaffMember,
    StorageError, TenantRead, ThrottleKind, Throttles, TokenPurpose,
};
use crm_vault::BlindKind;

/// How long after one reset mail no other is sent to the same address (API-06).
const MAIL_WINDOW: Duration = Duration::minutes(2);

/// Resets that one address may ask for; more are answered alike and do nothing.
const RESETS_PER_ADDRESS: Quota = Quota::per_hour(30);

/// Somebody forgot a password. The answer and its work are the same whether anybody has this e-mail (AUTH-02): one job is
/// put in, for nobody if need be, and the worker finds out.
///
/// # Errors
/// The database is away.
pub async fn forgot(
    app: &App,
    tenant: &TenantRef,
    email: &Pii<String>,
    request: &RequestInfo,
) -> Result<(), UseCaseError> {
    let now = app.clock.now();
    let email = comparable(email);
    let tx = SignInTx::begin(&app.db, tenant).await?;
    let wanted = tx.keys().blind_all(BlindKind::Email, &email);
    let key = tx.keys().blind(BlindKind::Email, &email);
    let credential = Credentials::of(&tx).by_email(&wanted).await?;
    let from = request.ip.map(|ip| ip.to_string()).unwrap_or_default();
    let quota = app
        .limiter
        .take(&RateKey::new(tenant.id, Purpose::Mail, &format!("forgot {from}")), RESETS_PER_ADDRESS, 1, now)
        .await;
    let first = Throttles::of(&tx).once_in(MAIL_WINDOW, ThrottleKind::Mail, key.as_bytes(), now).await?;
    if !quota.allowed || !first {
        tracing::warn!(target: "security", event = "password.reset_throttled", tenant = %tenant.id, request = %request.id, ip = ?request.ip, "too many password resets");
        tx.commit_counters().await?;
        return Ok(());
    }
    let known = credential.filter(|c| c.status == StaffStatus::Active);
    let staff = known.as_ref().map_or_else(StaffId::generate, |c| c.staff);
    (&tx, now).put(&SendPasswordReset { staff }).await?;
    let event = AuditEvent::new(AuditAction::PasswordResetRequested);
    let event = if known.is_some() { event.target("staff", staff.uuid()) } else { event };
    tx.commit(&Author::nobody(request, now), event).await?;
    Ok(())
}

/// For whom a link is.
#[derive(Clone, Debug)]
pub struct LinkOwner {
    /// An invitation, or a reset.
    pub purpose: TokenPurpose,
    /// The person's name.
    pub name: Pii<String>,
    /// The person's e-mail.
    pub email: Pii<Email>,
}

/// Looks at a link without using it up.
///
/// # Errors
/// [`UseCaseError::LinkEnded`].
pub async fn look_at_link(app: &App, tenant: &TenantRef, token: &str) -> Result<LinkOwner, UseCaseError> {
    let tx = app.read_for_nobody(tenant).await?;
    let (link, owner) = living_link(&tx, token, app.clock.now()).await?;
    let email = Staff::of(&tx).email(&owner)?;
    Ok(LinkOwner { purpose: link.purpose, name: Pii::new(owner.name), email })
}

struct Link {
    purpose: TokenPurpose,
    digest: [u8; 32],
}

/// The link and the person it is for, if both are alive: an invitation needs somebody invited, a reset somebody active.
async fn living_link(tx: &TenantRead, token: &str, now: DateTime<Utc>) -> Result<(Link, StaffMember), UseCaseError> {
    let purposes = [(Prefix::Invite, TokenPurpose::Invite), (Prefix::PasswordReset, TokenPurpose::Reset)];
    let link = purposes.into_iter().find_map(|(prefix, purpose)| {
        BearerSecret::parse(prefix, token).ok().map(|s| Link { purpose, digest: s.digest() })
    });
    let link = link.ok_or(UseCaseError::LinkEnded)?;
    let found = OneTimeTokens::of(tx).find(link.purpose, &link.digest, now).await?;
    let staff = found.and_then(|t| t.staff).ok_or(UseCaseError::LinkEnded)?;
    let owner =
        Staff::of(tx).find(staff).await?.filter(|s| s.status == needed(link.purpose)).ok_or(UseCaseError::LinkEnded)?;
    Ok((link, owner))
}

fn needed(purpose: TokenPurpose) -> StaffStatus {
    if purpose == TokenPurpose::Invite { StaffStatus::Invited } else { StaffStatus::Active }
}

/// Sets a password by a link, which is used up; every session and every other link of the person ends (AUTH-17). Nobody
/// is signed in by it: the second factor is still asked for (AUTH-18). Role and team come from the server's row
/// (AUTH-22).
///
/// # Errors
/// [`UseCaseError::LinkEnded`], [`SignInError::WeakPassword`], [`UseCaseError::Busy`].
pub async fn set_by_link(
    app: &App,
    tenant: &TenantRef,
    token: &str,
    password: &Pii<String>,
    cookie: Option<&str>,
    request: &RequestInfo,
) -> Result<(), SignInError> {
    let tx = app.read_for_nobody(tenant).await?;
    let (link, owner) = living_link(&tx, token, app.clock.now()).await?;
    check_rules(tx, tenant, &owner, password).await?;
    let hash = app.hasher.hash(password.expose()).await?;

    let now = app.clock.now();
    let tx = SignInTx::begin(&app.db, tenant).await?;
    let joins = link.purpose == TokenPurpose::Invite;
    let version = if joins {
        Credentials::of(&tx).join(owner.id).await?.ok_or(UseCaseError::LinkEnded)?
    } else {
        Credentials::of(&tx).held(owner.id).await?.ok_or(UseCaseError::LinkEnded)?;
        0
    };
    let taken = OneTimeTokens::of(&tx).take(link.purpose, &link.digest, now).await?.and_then(|t| t.staff);
    if taken != Some(owner.id) {
        return Err(UseCaseError::LinkEnded.into());
    }
    replace(&tx, owner.id, &hash, None, now).await?;
    crate::sign_in::end_old(&tx, cookie, now).await?;
    let mut event = AuditEvent::on(AuditAction::PasswordSet, "staff", owner.id.uuid());
    if joins {
        event = event.changes([Change::plain("status", Some("invited"), Some("active"))]);
    } else {
        (&tx, now).put(&SendSecurityNotice { staff: owner.id, event: event.id() }).await?;
    }
    tx.commit(&Author::staff(owner.id, &owner.name, None, request, now), event).await?;
    app.tell_access_changed(tenant, Some(owner.id), version).await;
    Ok(())
}

/// Changes one's own password; every other session ends.
///
/// # Errors
/// [`SignInError::InvalidCode`] for a wrong present password, [`SignInError::WeakPassword`],
/// [`SignInError::TooManyAttempts`].
pub async fn change_own(
    op: &OpContext,
    app: &App,
    current: &Pii<String>,
    new: &Pii<String>,
) -> Result<(), SignInError> {
    op.refuse_preview().map_err(UseCaseError::from)?;
    let me = op.actor().staff().ok_or(UseCaseError::from(AccessError::WrongActor))?;
    let credential = check_own_password(op, app, me, current).await?;
    let tx = app.db.read(op).await?;
    let owner = Staff::of(&tx).find(me.id).await?.ok_or(UseCaseError::NotFound("staff"))?;
    check_rules(tx, op.tenant(), &owner, new).await?;
    let hash = app.hasher.hash(new.expose()).await?;

    let tx = SignInTx::begin(&app.db, op.tenant()).await?;
    if !Credentials::of(&tx).hold(&credential).await? {
        return Err(SignInError::InvalidCode { left: None });
    }
    replace(&tx, me.id, &hash, Some(me.session), op.now()).await?;
    let event = AuditEvent::on(AuditAction::PasswordChanged, "staff", me.id.uuid());
    (&tx, op.now()).put(&SendSecurityNotice { staff: me.id, event: event.id() }).await?;
    tx.commit(&Author::of(op), event).await?;
    app.tell_access_changed(op.tenant(), Some(me.id), 0).await;
    Ok(())
}

/// The credential is changed before sessions end: a sign-in that held the old one has made its session by then.
async fn replace(
    tx: &SignInTx,
    staff: StaffId,
    hash: &str,
    but: Option<crm_model::SessionId>,
    now: DateTime<Utc>,
) -> Result<(), StorageError> {
    Credentials::of(tx).set_password(staff, hash, now).await?;
    Sessions::of(tx).revoke_all(staff, but, now).await?;
    OneTimeTokens::of(tx).end_of_staff(staff, now).await
}

/// For a staff member: lets go of the connection before the password is looked at.
async fn check_rules(
    tx: TenantRead,
    tenant: &TenantRef,
    owner: &StaffMember,
    password: &Pii<String>,
) -> Result<(), SignInError> {
    let (email, brand) = (Staff::of(&tx).email(owner)?, Settings::of(&tx).brand().await?);
    drop(tx);
    let person = [owner.name.as_str(), email.expose().as_str()];
    weakness(&brand, tenant, person, password).await?.map_or(Ok(()), |problem| Err(SignInError::WeakPassword(problem)))
}

/// What is wrong with a password that somebody of a broker wants to set, staff or client. The words that an attacker would
/// try first are the broker's and the person's own (AUTH-08). Judged on a thread of its own: it takes milliseconds.
pub(crate) async fn weakness(
    brand: &BrandRow,
    tenant: &TenantRef,
    person: [&str; 2],
    password: &Pii<String>,
) -> Result<Option<PasswordProblem>, UseCaseError> {
    let [name, email] = person;
    let rules = PasswordRules::new([brand.name.as_str(), &brand.legal_name, &tenant.slug, name, email]);
    let password = password.clone();
    tokio::task::spawn_blocking(move || rules.check(password.expose()).err())
        .await
        .map_err(|_| UseCaseError::Internal("the password rules failed"))
}
