//! Mails to staff, sent by jobs. One-time secrets are made here, in the worker: they never rest in the queue.

use crate::App;
use crate::readers::Reader;
use chrono::Duration;
use crm_access::OpContext;
use crm_identity::{BearerSecret, Prefix};
use crm_jobs::{Job, JobError, Run};
use crm_mailer::{Brand, Letter, Mail, MailError, SecurityChange, Sender};
use crm_model::{AuditAction, AuditEventId, Email, Pii, StaffId, StaffStatus};
use crm_storage::{
    AuditEvent, Audits, NewToken, OneTimeTokens, Scoped, Settings, Staff, StaffMember, StorageError, TenantTx,
    TokenPurpose,
};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// How long an invitation may be accepted.
pub(crate) const INVITATION_LASTS: Duration = Duration::hours(72);
/// How long a reset link works, in minutes.
const RESET_MINUTES: u32 = 30;

/// Mails an invited person the link to join.
#[derive(Debug, Serialize, Deserialize)]
pub struct SendInvitation {
    /// The invited person.
    pub staff: StaffId,
    /// Who invites; nobody for a broker's first person, whom the platform invites.
    pub invited_by: Option<StaffId>,
}

impl Job for SendInvitation {
    const KIND: &'static str = "SendInvitation";
}

/// Mails a person the link to set a new password. For an id of nobody, as a reset for an unknown e-mail makes it, nothing
/// happens.
#[derive(Debug, Serialize, Deserialize)]
pub struct SendPasswordReset {
    /// Who asked for it, if anybody.
    pub staff: StaffId,
}

impl Job for SendPasswordReset {
    const KIND: &'static str = "SendPasswordReset";
}

/// Tells a person that something about the sign-in changed.
#[derive(Debug, Serialize, Deserialize)]
pub struct SendSecurityNotice {
    /// Whom.
    pub staff: StaffId,
    /// What: the event that says so.
    pub event: AuditEventId,
}

impl Job for SendSecurityNotice {
    const KIND: &'static str = "SendSecurityNotice";
}

pub(crate) async fn send_invitation(app: Arc<App>, run: Run, job: SendInvitation) -> Result<(), JobError> {
    let op = match job.invited_by {
        Some(staff) => run.on_behalf_of(staff),
        None => run.op,
    };
    let tx = app.db.begin(&op).await?;
    let Some(person) = Staff::of(&tx).hold(job.staff).await?.filter(|s| s.status == StaffStatus::Invited) else {
        return Ok(());
    };
    let expires_at = op.now() + INVITATION_LASTS;
    let (to, brand) = (Staff::of(&tx).email(&person)?, brand(&tx).await?);
    let reader = Reader::of_staff(&tx, person.id).await?;
    let expires = reader.moment(&tx, expires_at).await?;
    let inviting = match job.invited_by {
        Some(staff) => Staff::of(&tx).find(staff).await?,
        None => None,
    };
    let invited_by = inviting.map_or_else(|| brand.name().to_owned(), |s| s.name);
    let secret = new_link(&tx, &person, Prefix::Invite, TokenPurpose::Invite, expires_at).await?;
    tx.commit(AuditEvent::on(AuditAction::StaffInvitationSent, "staff", person.id.uuid())).await?;
    let letter = Letter::Invitation {
        name: Pii::new(person.name),
        invited_by,
        link: reader.link(&page(&app, &op), &secret),
        expires_at: expires,
    };
    send(&app, &brand, &reader, to, &letter).await
}

pub(crate) async fn send_password_reset(app: Arc<App>, run: Run, job: SendPasswordReset) -> Result<(), JobError> {
    let op = run.op;
    let tx = app.db.begin(&op).await?;
    let Some(person) = Staff::of(&tx).hold(job.staff).await?.filter(|s| s.status == StaffStatus::Active) else {
        return Ok(());
    };
    let expires_at = op.now() + Duration::minutes(RESET_MINUTES.into());
    let (to, brand) = (Staff::of(&tx).email(&person)?, brand(&tx).await?);
    let reader = Reader::of_staff(&tx, person.id).await?;
    let secret = new_link(&tx, &person, Prefix::PasswordReset, TokenPurpose::Reset, expires_at).await?;
    tx.commit(AuditEvent::on(AuditAction::PasswordResetSent, "staff", person.id.uuid())).await?;
    let letter = Letter::PasswordReset {
        name: Pii::new(person.name),
        link: reader.link(&page(&app, &op), &secret),
        valid_minutes: RESET_MINUTES,
    };
    send(&app, &brand, &reader, to, &letter).await
}

pub(crate) async fn send_security_notice(app: Arc<App>, run: Run, job: SendSecurityNotice) -> Result<(), JobError> {
    let tx = app.db.read(&run.op).await?;
    let (Some(person), Some(event)) = (Staff::of(&tx).find(job.staff).await?, Audits::of(&tx).find(job.event).await?)
    else {
        return Ok(());
    };
    let change = match event.action {
        Some(AuditAction::PasswordSet | AuditAction::PasswordChanged) => SecurityChange::PasswordChanged,
        Some(AuditAction::TotpEnrolled) => SecurityChange::TotpEnrolled,
        Some(AuditAction::TotpDisabled) => SecurityChange::TotpRemoved,
        Some(AuditAction::RecoveryCodesRenewed) => SecurityChange::RecoveryCodesRenewed,
        Some(AuditAction::SignedIn | AuditAction::SteppedUp) => SecurityChange::RecoveryCodeUsed,
        _ => return Err(JobError::give_up("there is no notice for this kind of event")),
    };
    let (to, brand) = (Staff::of(&tx).email(&person)?, brand(&tx).await?);
    let reader = Reader::of_staff(&tx, person.id).await?;
    let at = reader.moment(&tx, event.at).await?;
    drop(tx);
    let letter = Letter::SecurityNotice { name: Pii::new(person.name), change, at, ip: event.ip };
    send(&app, &brand, &reader, to, &letter).await
}

/// Older links of the person die with a new one (AUTH-17).
async fn new_link(
    tx: &TenantTx,
    person: &StaffMember,
    prefix: Prefix,
    purpose: TokenPurpose,
    expires_at: chrono::DateTime<chrono::Utc>,
) -> Result<BearerSecret, JobError> {
    let secret = BearerSecret::generate(prefix).map_err(JobError::retry)?;
    let (tokens, now) = (OneTimeTokens::of(tx), tx.op().now());
    tokens.end_of_staff(person.id, now).await?;
    let token = NewToken {
        digest: secret.digest(),
        purpose,
        staff: Some(person.id),
        client: None,
        payload: serde_json::Value::Object(serde_json::Map::new()),
        expires_at,
    };
    tokens.create(&token, now).await?;
    Ok(secret)
}

/// Where links for staff lead.
fn page(app: &App, op: &OpContext) -> String {
    format!("{}/set-password", app.urls.staff(op.tenant().slug.as_ref()))
}

/// The tenant's default brand, as mails show it.
///
/// # Errors
/// The database is away, or the brand cannot stand in a mail.
pub async fn brand(tx: &impl Scoped) -> Result<Brand, JobError> {
    let row = Settings::of(tx).brand().await?;
    Brand::new(&row.name, &row.primary_color, row.support_email.as_deref()).map_err(JobError::give_up)
}

/// Writes a letter in a brand and the reader's language, and hands it over.
///
/// # Errors
/// [`JobError::Retry`] when the mail server does not take it now, [`JobError::GiveUp`] when it never will.
pub(crate) async fn send(
    app: &App,
    brand: &Brand,
    reader: &Reader,
    to: Pii<Email>,
    letter: &Letter,
) -> Result<(), JobError> {
    let written = app.letters.render(brand, reader.language, letter);
    let content = written.map_err(|_| JobError::give_up("the letter could not be written"))?;
    let from = Sender { name: brand.name().to_owned(), address: app.mail_from.clone() };
    let outcome = match Mail::new(from, to, content) {
        Ok(mail) => app.mailer.send(mail).await,
        Err(error) => Err(error),
    };
    outcome.map_err(|error| match error {
        MailError::Transient(why) => JobError::Retry(why),
        MailError::Permanent(why) => JobError::GiveUp(why),
    })
}

impl From<crate::UseCaseError> for JobError {
    fn from(error: crate::UseCaseError) -> Self {
        match error {
            crate::UseCaseError::Storage(error) => storage(error),
            other => Self::retry(other),
        }
    }
}

fn storage(error: StorageError) -> JobError {
    error.into()
}
