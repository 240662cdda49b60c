//! Sign-in by e-mail and password: uniform answers and times for known and unknown people (AUTH-01).

use crate::guesses::Guess;
use crate::sessions::digest_of;
use crate::{App, UseCaseError};
use chrono::{DateTime, Duration, Utc};
use crm_access::{RequestInfo, StepUpFactor, TenantRef};
use crm_identity::{BearerSecret, HashError, NoRandomness, PasswordProblem, Prefix, Wait};
use crm_model::{AuditAction, Email, Pii, StaffStatus};
use crm_storage::{
    AuditEvent, Author, Credential, Credentials, NewSession, SessionStage, Sessions, SignInTx, StorageError,
};
use crm_vault::{BlindIndex, BlindKind};

/// Why somebody was not let in, or not one step further.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// E-mail or password is not right; which of them is never said.
    #[error("e-mail or password is not right")]
    InvalidCredentials,
    /// The code of the second factor, or the password of a step-up, is not right.
    #[error("the code is not right")]
    InvalidCode {
        /// Tries left in this challenge.
        left: Option<u32>,
    },
    /// The challenge has ended: sign in anew.
    #[error("sign in again")]
    ChallengeEnded,
    /// There is no second factor to confirm with.
    #[error("no authenticator app is set up")]
    TotpNotEnrolled,
    /// Too many attempts; nothing was looked at.
    #[error("too many attempts")]
    TooManyAttempts {
        /// How long to wait.
        retry_after: std::time::Duration,
    },
    /// The new password may not be set.
    #[error(transparent)]
    WeakPassword(PasswordProblem),
    /// Anything else.
    #[error(transparent)]
    Other(#[from] UseCaseError),
}

impl From<StorageError> for SignInError {
    fn from(error: StorageError) -> Self {
        Self::Other(error.into())
    }
}

impl From<NoRandomness> for SignInError {
    fn from(_: NoRandomness) -> Self {
        Self::Other(UseCaseError::Internal("no randomness"))
    }
}

impl From<HashError> for SignInError {
    fn from(error: HashError) -> Self {
        Self::Other(error.into())
    }
}

impl From<Wait> for SignInError {
    fn from(wait: Wait) -> Self {
        Self::TooManyAttempts { retry_after: wait.retry_after.to_std().unwrap_or_default() }
    }
}

/// A new session: its secret goes into the cookie and nowhere else.
#[derive(Debug)]
pub struct NewBearer {
    /// For the cookie.
    pub secret: BearerSecret,
    /// Whether the second factor is still missing.
    pub stage: SessionStage,
}

/// What a person typed.
#[derive(Clone, Debug)]
pub struct Typed {
    /// The e-mail.
    pub email: Pii<String>,
    /// The password, as typed.
    pub password: Pii<String>,
}

/// How long a half session waits for the second factor.
pub(crate) const CHALLENGE_LASTS: Duration = Duration::minutes(10);

/// The address as it is compared; what cannot be one is compared as typed, so that it takes the same way.
pub(crate) fn comparable(email: &Pii<String>) -> String {
    let typed = email.expose();
    match Email::parse("email", typed) {
        Ok(email) => email.expose().normalised(),
        Err(_) => typed.trim().chars().take(254).collect::<String>().to_lowercase(),
    }
}

/// Checks a password and opens a session: a whole one, or a half one where a second factor is enrolled. Always a new
/// session; the one of `old_cookie` ends (SESS-01).
///
/// # Errors
/// [`SignInError::InvalidCredentials`] for unknown, suspended and not yet joined people alike;
/// [`SignInError::TooManyAttempts`] before anything is looked at.
pub async fn sign_in(
    app: &App,
    tenant: &TenantRef,
    typed: &Typed,
    old_cookie: Option<&str>,
    request: &RequestInfo,
) -> Result<NewBearer, SignInError> {
    let email = comparable(&typed.email);
    let tx = SignInTx::begin(&app.db, tenant).await?;
    let wanted: Vec<BlindIndex> = tx.keys().blind_all(BlindKind::Email, &email);
    let guess = Guess::new(tx.keys().blind(BlindKind::Email, &email).as_bytes(), request);
    guess.count(&tx, app.clock.now()).await?.inspect_err(|wait| {
        tracing::warn!(target: "security", event = "sign_in.throttled", tenant = %tenant.id, request = %request.id, ip = ?request.ip, wait_s = wait.retry_after.num_seconds(), "too many attempts");
    })?;
    let credential = Credentials::of(&tx).by_email(&wanted).await?;
    tx.commit_counters().await?;

    let stored = credential.as_ref().and_then(|c| c.password_hash.as_deref());
    let verdict = guess.judge(app, tenant, stored, &typed.password).await?;
    match credential {
        Some(credential) if verdict.matches && credential.status == StaffStatus::Active => {
            let rehashed = match verdict.needs_rehash {
                true => rehashed(app, &typed.password).await?,
                false => None,
            };
            admit(app, tenant, &credential, &guess, rehashed, old_cookie, request).await
        }
        other => refuse(app, tenant, other.as_ref(), &guess, request).await,
    }
}

/// A right password is not sent away because its hash cannot be renewed at this moment: the next sign-in renews it.
async fn rehashed(app: &App, password: &Pii<String>) -> Result<Option<String>, SignInError> {
    match app.hasher.hash(password.expose()).await {
        Err(HashError::Busy) => Ok(None),
        other => Ok(Some(other?)),
    }
}

async fn refuse(
    app: &App,
    tenant: &TenantRef,
    credential: Option<&Credential>,
    guess: &Guess,
    request: &RequestInfo,
) -> Result<NewBearer, SignInError> {
    let now = app.clock.now();
    let tx = SignInTx::begin(&app.db, tenant).await?;
    guess.failed(&tx, now).await?;
    let mut event = AuditEvent::refusal(AuditAction::SignInRefused, "invalid_credentials");
    if let Some(credential) = credential {
        event = event.target("staff", credential.staff.uuid());
    }
    tx.commit(&Author::nobody(request, now), event).await?;
    Err(SignInError::InvalidCredentials)
}

async fn admit(
    app: &App,
    tenant: &TenantRef,
    credential: &Credential,
    guess: &Guess,
    rehashed: Option<String>,
    old_cookie: Option<&str>,
    request: &RequestInfo,
) -> Result<NewBearer, SignInError> {
    let now = app.clock.now();
    let tx = SignInTx::begin(&app.db, tenant).await?;
    if !Credentials::of(&tx).hold(credential).await? {
        // suspended, or another password, while this one was being checked; nobody waits with two connections
        drop(tx);
        return refuse(app, tenant, Some(credential), guess, request).await;
    }
    guess.succeeded(&tx).await?;
    if let Some(hash) = rehashed {
        Credentials::of(&tx).rehash(credential, &hash).await?;
    }
    end_old(&tx, old_cookie, now).await?;
    let half = credential.totp_enrolled;
    let secret = BearerSecret::generate(if half { Prefix::HalfSession } else { Prefix::Session })?;
    let stage = if half { SessionStage::Half } else { SessionStage::Full };
    let lasts = if half { CHALLENGE_LASTS } else { Sessions::of(&tx).absolute_limit().await? };
    let session = NewSession {
        digest: secret.digest(),
        staff: credential.staff,
        stage,
        expires_at: now + lasts,
        step_up: (!half).then_some((StepUpFactor::Password, "password")),
        request,
    };
    let id = Sessions::of(&tx).create(&session, now).await?;
    if half {
        // the event of a sign-in comes with the second factor
        tx.commit_counters().await?;
    } else {
        let author = Author::staff(credential.staff, &credential.name, Some(id), request, now);
        tx.commit(&author, AuditEvent::on(AuditAction::SignedIn, "session", id.uuid())).await?;
    }
    Ok(NewBearer { secret, stage })
}

/// Ends the session that the browser had before it signed in.
pub(crate) async fn end_old(tx: &SignInTx, cookie: Option<&str>, now: DateTime<Utc>) -> Result<(), StorageError> {
    let Some(digest) = cookie.and_then(digest_of) else { return Ok(()) };
    if let Some(old) = Sessions::of(tx).by_digest(&digest).await? {
        Sessions::of(tx).revoke(old.staff, old.id, now).await?;
    }
    Ok(())
}
