//! The second factor: the challenge after the password, step-up, enrolment and recovery codes.

use crate::guesses::{Guess, code_succeeded, count_code};
use crate::mails::SendSecurityNotice;
use crate::sessions::digest_of;
use crate::sign_in::{NewBearer, SignInError};
use crate::{App, UseCaseError};
use chrono::{DateTime, Utc};
use crm_access::{AccessError, OpContext, RequestInfo, StaffActor, StepUp, StepUpFactor, TenantRef};
use crm_identity::{
    BearerSecret, Prefix, RecoveryCode, RecoveryCodes, TOTP_TRIES_PER_CHALLENGE, TotpError, TotpSecret,
};
use crm_jobs::Enqueue;
use crm_model::{AuditAction, Pii, StaffId};
use crm_storage::{
    AuditEvent, Author, Change, Credential, Credentials, NewSession, SessionStage, SessionState, Sessions, Settings,
    SignInTx, SignInWrites, Staff, StorageError,
};

/// What a person gave as a second factor.
#[derive(Clone, Debug)]
pub enum Proof {
    /// Six digits of the authenticator app.
    Code(Pii<String>),
    /// One of the recovery codes.
    RecoveryCode(Pii<String>),
}

impl Proof {
    const fn name(&self) -> &'static str {
        match self {
            Self::Code(_) => "totp",
            Self::RecoveryCode(_) => "recovery_code",
        }
    }

    /// How the session was confirmed, as a change of its audit event.
    fn as_change(&self) -> Change {
        Change::plain("factor", None::<String>, Some(self.name()))
    }
}

/// Looks at a proof and uses it up: no code and no recovery code works twice, whoever asks at the same time (AUTH-11).
async fn accepted(
    tx: &impl SignInWrites,
    credential: &Credential,
    proof: &Proof,
    now: DateTime<Utc>,
) -> Result<bool, StorageError> {
    let credentials = Credentials::of(tx);
    match proof {
        Proof::Code(code) => {
            let Some(bytes) = credentials.totp_secret(credential)? else { return Ok(false) };
            let secret = TotpSecret::from_bytes(&bytes).map_err(|_| StorageError::Corrupt("credential.totp_sealed"))?;
            match secret.verify(code.expose(), now, credential.last_step()) {
                Some(step) => credentials.take_totp_step(credential.staff, step).await,
                None => Ok(false),
            }
        }
        Proof::RecoveryCode(typed) => match RecoveryCode::parse(typed.expose()) {
            Some(code) => {
                credentials.take_recovery_code(credential.staff, code.digest(credential.staff.uuid()), now).await
            }
            None => Ok(false),
        },
    }
}

/// Answers the challenge of a half session. The person and the credential are held first, so that a reset or a suspension
/// comes either before, and ends the challenge, or after, and ends the new session. At most five tries each challenge, then the password is asked for again; and
/// tries are counted for the account over all its challenges (AUTH-12).
///
/// # Errors
/// [`SignInError::InvalidCode`] with the tries left, [`SignInError::ChallengeEnded`], [`SignInError::TooManyAttempts`].
pub async fn answer_challenge(
    app: &App,
    tenant: &TenantRef,
    cookie: Option<&str>,
    proof: &Proof,
    request: &RequestInfo,
) -> Result<NewBearer, SignInError> {
    let digest = cookie.and_then(digest_of).ok_or(SignInError::ChallengeEnded)?;
    let now = app.clock.now();
    let tx = SignInTx::begin(&app.db, tenant).await?;
    let half = Sessions::of(&tx)
        .by_digest(&digest)
        .await?
        .filter(|s| s.stage == SessionStage::Half && s.is_alive(now))
        .ok_or(SignInError::ChallengeEnded)?;
    let credential = Credentials::of(&tx).held(half.staff).await?.ok_or(SignInError::ChallengeEnded)?;
    count_code(&tx, half.staff, now).await??;
    let Some(number) = Sessions::of(&tx).take_try(half.id, TOTP_TRIES_PER_CHALLENGE).await? else {
        return Err(SignInError::ChallengeEnded);
    };
    if accepted(&tx, &credential, proof, now).await? {
        return complete(app, tx, &half, proof, request).await;
    }
    let left = TOTP_TRIES_PER_CHALLENGE.saturating_sub(number);
    if left == 0 {
        Sessions::of(&tx).revoke(half.staff, half.id, now).await?;
    }
    let event =
        AuditEvent::refusal(AuditAction::SecondFactorRefused, "invalid_code").target("staff", half.staff.uuid());
    tx.commit(&Author::nobody(request, now), event).await?;
    if left == 0 { Err(SignInError::ChallengeEnded) } else { Err(SignInError::InvalidCode { left: Some(left) }) }
}

/// The half session ends and a whole one begins under a new secret (SESS-01). A sign-in with a second factor counts as
/// its step-up.
async fn complete(
    app: &App,
    tx: SignInTx,
    half: &SessionState,
    proof: &Proof,
    request: &RequestInfo,
) -> Result<NewBearer, SignInError> {
    let now = app.clock.now();
    code_succeeded(&tx, half.staff).await?;
    if !Sessions::of(&tx).revoke(half.staff, half.id, now).await? {
        return Err(SignInError::ChallengeEnded);
    }
    let secret = BearerSecret::generate(Prefix::Session)?;
    let session = NewSession {
        digest: secret.digest(),
        staff: half.staff,
        stage: SessionStage::Full,
        expires_at: now + Sessions::of(&tx).absolute_limit().await?,
        step_up: Some((StepUpFactor::SecondFactor, proof.name())),
        request,
    };
    let id = Sessions::of(&tx).create(&session, now).await?;
    let event = AuditEvent::on(AuditAction::SignedIn, "session", id.uuid()).changes([proof.as_change()]);
    if matches!(proof, Proof::RecoveryCode(_)) {
        (&tx, now).put(&SendSecurityNotice { staff: half.staff, event: event.id() }).await?;
    }
    tx.commit(&Author::staff(half.staff, &half.staff_name, Some(id), request, now), event).await?;
    Ok(NewBearer { secret, stage: SessionStage::Full })
}

/// What a step-up is made with.
#[derive(Clone, Debug)]
pub enum StepUpProof {
    /// The second factor.
    SecondFactor(Proof),
    /// The password, only for people without a second factor: lifts enough to enrol the first one.
    Password(Pii<String>),
}

/// A step-up that was made.
#[derive(Debug)]
pub struct SteppedUp {
    /// The session's new secret (SESS-01).
    pub secret: BearerSecret,
    /// Until when it holds.
    pub until: DateTime<Utc>,
}

/// Confirms that the person is still there.
///
/// # Errors
/// [`SignInError::InvalidCode`], [`SignInError::TotpNotEnrolled`], [`SignInError::TooManyAttempts`].
pub async fn step_up(op: &OpContext, app: &App, proof: &StepUpProof) -> Result<SteppedUp, SignInError> {
    op.refuse_preview().map_err(UseCaseError::from)?;
    let me = op.actor().staff().ok_or(UseCaseError::from(AccessError::WrongActor))?;
    match proof {
        StepUpProof::SecondFactor(_) if !me.totp_enrolled => Err(SignInError::TotpNotEnrolled),
        StepUpProof::SecondFactor(proof) => step_up_by_factor(op, app, me, proof).await,
        // whoever has a second factor shows it
        StepUpProof::Password(_) if me.totp_enrolled => Err(SignInError::InvalidCode { left: None }),
        StepUpProof::Password(password) => step_up_by_password(op, app, me, password).await,
    }
}

async fn step_up_by_factor(
    op: &OpContext,
    app: &App,
    me: &StaffActor,
    proof: &Proof,
) -> Result<SteppedUp, SignInError> {
    let now = op.now();
    let tx = SignInTx::begin(&app.db, op.tenant()).await?;
    let credential = Credentials::of(&tx).held(me.id).await?.ok_or(SignInError::ChallengeEnded)?;
    count_code(&tx, me.id, now).await??;
    if !accepted(&tx, &credential, proof, now).await? {
        let event = AuditEvent::refusal(AuditAction::SecondFactorRefused, "invalid_code").target("staff", me.id.uuid());
        tx.commit(&Author::of(op), event).await?;
        return Err(SignInError::InvalidCode { left: None });
    }
    code_succeeded(&tx, me.id).await?;
    let event = AuditEvent::on(AuditAction::SteppedUp, "session", me.session.uuid()).changes([proof.as_change()]);
    if matches!(proof, Proof::RecoveryCode(_)) {
        (&tx, now).put(&SendSecurityNotice { staff: me.id, event: event.id() }).await?;
    }
    stepped_up(op, tx, me, proof.name(), event).await
}

async fn step_up_by_password(
    op: &OpContext,
    app: &App,
    me: &StaffActor,
    password: &Pii<String>,
) -> Result<SteppedUp, SignInError> {
    let credential = check_own_password(op, app, me, password).await?;
    let tx = SignInTx::begin(&app.db, op.tenant()).await?;
    if !Credentials::of(&tx).hold(&credential).await? {
        return Err(SignInError::InvalidCode { left: None });
    }
    let event = AuditEvent::on(AuditAction::SteppedUp, "session", me.session.uuid()).changes([Change::plain(
        "factor",
        None::<String>,
        Some("password"),
    )]);
    stepped_up(op, tx, me, "password", event).await
}

async fn stepped_up(
    op: &OpContext,
    tx: SignInTx,
    me: &StaffActor,
    factor: &'static str,
    event: AuditEvent,
) -> Result<SteppedUp, SignInError> {
    let secret = BearerSecret::generate(Prefix::Session)?;
    if !Sessions::of(&tx).step_up(me.session, &secret.digest(), factor, op.now()).await? {
        return Err(SignInError::ChallengeEnded);
    }
    tx.commit(&Author::of(op), event).await?;
    Ok(SteppedUp { secret, until: op.now() + StepUp::LASTS })
}

/// Checks the password of somebody who is signed in, slowed like a sign-in. Gives the credential it was checked against.
pub(crate) async fn check_own_password(
    op: &OpContext,
    app: &App,
    me: &StaffActor,
    password: &Pii<String>,
) -> Result<Credential, SignInError> {
    let tx = SignInTx::begin(&app.db, op.tenant()).await?;
    let credential = Credentials::of(&tx)
        .of_staff(me.id)
        .await?
        .ok_or(UseCaseError::Internal("a staff member without credential"))?;
    let guess = Guess::new(&credential.email_bidx, op.request());
    guess.count(&tx, op.now()).await??;
    tx.commit_counters().await?;
    let verdict = guess.judge(app, op.tenant(), credential.password_hash.as_deref(), password).await?;
    let tx = SignInTx::begin(&app.db, op.tenant()).await?;
    if verdict.matches {
        guess.succeeded(&tx).await?;
        tx.commit_counters().await?;
        return Ok(credential);
    }
    let event = AuditEvent::refusal(AuditAction::SecondFactorRefused, "invalid_password").target("staff", me.id.uuid());
    tx.commit(&Author::of(op), event).await?;
    Err(SignInError::InvalidCode { left: None })
}

/// A secret to be scanned, not in force yet.
#[derive(Debug)]
pub struct TotpEnrolment {
    /// For people who type it.
    pub secret: Pii<String>,
    /// For apps.
    pub otpauth_uri: Pii<String>,
    /// For cameras: an SVG element.
    pub qr_svg: Pii<String>,
}

/// Makes a new authenticator secret; it counts once its first code was shown. The old one holds until then.
///
/// # Errors
/// [`AccessError::StepUpRequired`] (AUTH-14).
pub async fn begin_totp(op: &OpContext, app: &App) -> Result<TotpEnrolment, UseCaseError> {
    op.require_step_up_for_factors()?;
    let me = op.staff_id()?;
    let tx = app.db.begin(op).await?;
    let secret = TotpSecret::generate().map_err(unusable)?;
    let person = Staff::of(&tx).find(me).await?.ok_or(UseCaseError::NotFound("staff"))?;
    let (email, brand) = (Staff::of(&tx).email(&person)?, Settings::of(&tx).brand().await?);
    let enrolment = TotpEnrolment {
        secret: Pii::new(secret.base32().to_string()),
        otpauth_uri: Pii::new(secret.otpauth_uri(&brand.name, email.expose().as_str()).map_err(unusable)?.to_string()),
        qr_svg: Pii::new(secret.qr_svg(&brand.name, email.expose().as_str()).map_err(unusable)?.to_string()),
    };
    Credentials::of(&tx).begin_totp(me, secret.expose()).await?;
    tx.commit(AuditEvent::on(AuditAction::TotpEnrolmentBegun, "staff", me.uuid())).await?;
    Ok(enrolment)
}

fn unusable(_: TotpError) -> UseCaseError {
    UseCaseError::Internal("an authenticator secret could not be made")
}

/// The first code proves that the app has the secret: the factor holds from now on, and these are its recovery codes.
///
/// # Errors
/// `invalid_code`; `nothing_begun`; [`AccessError::StepUpRequired`]; [`UseCaseError::TooOften`].
pub async fn confirm_totp(op: &OpContext, app: &App, code: &Pii<String>) -> Result<RecoveryCodes, UseCaseError> {
    op.require_step_up_for_factors()?;
    let me = op.staff_id()?;
    let (tx, now) = (app.db.begin(op).await?, op.now());
    let credentials = Credentials::of(&tx);
    let credential =
        credentials.held(me).await?.ok_or(UseCaseError::Internal("an active staff member without credential"))?;
    count_code(&tx, me, now).await?.map_err(too_often)?;
    let bytes = credentials.pending_totp_secret(&credential)?.ok_or_else(|| {
        UseCaseError::invalid("code", "nothing_begun", "Begin anew: show the QR code and scan it first.")
    })?;
    let secret = TotpSecret::from_bytes(&bytes).map_err(unusable)?;
    let Some(step) = secret.verify(code.expose(), now, None) else {
        // the try stays counted
        tx.commit(AuditEvent::refusal(AuditAction::SecondFactorRefused, "invalid_code").target("staff", me.uuid()))
            .await?;
        return Err(UseCaseError::invalid(
            "code",
            "invalid_code",
            "The code is not right. Check that the phone's clock is, and type the code the app shows now.",
        ));
    };
    code_succeeded(&tx, me).await?;
    credentials.confirm_totp(me, step, now).await?;
    let codes = renewed(&credentials, me).await?;
    let event = AuditEvent::on(AuditAction::TotpEnrolled, "staff", me.uuid());
    tx.put(&SendSecurityNotice { staff: me, event: event.id() }).await?;
    tx.commit(event).await?;
    Ok(codes)
}

/// Takes the second factor away.
///
/// # Errors
/// [`AccessError::StepUpRequired`], [`AccessError::TotpNotEnrolled`].
pub async fn disable_totp(op: &OpContext, app: &App) -> Result<(), UseCaseError> {
    op.require_step_up()?;
    let me = op.staff_id()?;
    let tx = app.db.begin(op).await?;
    Credentials::of(&tx).remove_totp(me).await?;
    let event = AuditEvent::on(AuditAction::TotpDisabled, "staff", me.uuid());
    tx.put(&SendSecurityNotice { staff: me, event: event.id() }).await?;
    Ok(tx.commit(event).await?)
}

/// Makes new recovery codes; the old ones are dead.
///
/// # Errors
/// [`AccessError::StepUpRequired`], [`AccessError::TotpNotEnrolled`].
pub async fn renew_recovery_codes(op: &OpContext, app: &App) -> Result<RecoveryCodes, UseCaseError> {
    op.require_step_up()?;
    let me = op.staff_id()?;
    let tx = app.db.begin(op).await?;
    let codes = renewed(&Credentials::of(&tx), me).await?;
    let event = AuditEvent::on(AuditAction::RecoveryCodesRenewed, "staff", me.uuid());
    tx.put(&SendSecurityNotice { staff: me, event: event.id() }).await?;
    tx.commit(event).await?;
    Ok(codes)
}

async fn renewed(
    credentials: &Credentials<'_, crm_storage::TenantTx>,
    me: StaffId,
) -> Result<RecoveryCodes, UseCaseError> {
    let codes = RecoveryCodes::generate().map_err(|_| UseCaseError::Internal("no randomness"))?;
    credentials.renew_recovery_codes(me, codes.iter().map(|c| c.digest(me.uuid())).collect()).await?;
    Ok(codes)
}

pub(crate) fn too_often(wait: crm_identity::Wait) -> UseCaseError {
    UseCaseError::TooOften { retry_after: wait.retry_after.to_std().unwrap_or_default() }
}
