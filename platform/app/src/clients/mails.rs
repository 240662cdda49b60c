//! Mails to clients, sent by jobs. A job holds ids; the secret of a link is made when the mail is.

use crate::App;
use crate::mails::{brand, send};
use crate::readers::Reader;
use chrono::Duration;
use crm_identity::{BearerSecret, Prefix};
use crm_jobs::{Job, JobError, Run};
use crm_mailer::Letter;
use crm_model::{AuditAction, AuditEventId, ClientId, ContactKind, Email, Pii};
use crm_storage::{AuditEvent, Audits, Clients, NewToken, OneTimeTokens, Scoped, TokenPurpose};
use crm_vault::mask_email;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Minutes until the link to set a password dies (DOMAIN 5).
const LINK_MINUTES: u32 = 30;

/// Mails a client a one-time link to set a password.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SendClientCredentialLink {
    /// To whom.
    pub client: ClientId,
}

impl Job for SendClientCredentialLink {
    const KIND: &'static str = "SendClientCredentialLink";
}

/// Tells a client's old address that the address of the account was changed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SendClientEmailChangedNotice {
    /// Whose.
    pub client: ClientId,
    /// The event beside which the old and the new address lie, sealed.
    pub event: AuditEventId,
}

impl Job for SendClientEmailChangedNotice {
    const KIND: &'static str = "SendClientEmailChangedNotice";
}

pub(crate) async fn send_credential_link(
    app: Arc<App>,
    run: Run,
    job: SendClientCredentialLink,
) -> Result<(), JobError> {
    let op = &run.op;
    let tx = app.db.begin(op).await?;
    let clients = Clients::of(&tx);
    let Some(client) = clients.for_system(job.client).await?.filter(|c| c.archived_at.is_none()) else { return Ok(()) };
    let contact = clients.contacts(&[client.id]).await?.into_iter().find(|c| c.kind == ContactKind::Email && c.primary);
    let Some(contact) = contact else { return Ok(()) };
    let key = client.key(tx.keys()).map_err(JobError::retry)?;
    let to = Email::parse("email", &contact.open(op.tenant().id, &key).map_err(JobError::retry)?)
        .map_err(|p| JobError::give_up(p.code))?;
    let secret = BearerSecret::generate(Prefix::ClientCredential).map_err(JobError::retry)?;
    let expires_at = op.now() + Duration::minutes(i64::from(LINK_MINUTES));
    let token = NewToken {
        digest: secret.digest(),
        purpose: TokenPurpose::ClientCredential,
        staff: None,
        client: Some(client.id),
        payload: serde_json::json!({}),
        expires_at,
    };
    let tokens = OneTimeTokens::of(&tx);
    tokens.end_of_client(client.id, TokenPurpose::ClientCredential, op.now()).await?;
    tokens.create(&token, op.now()).await?;
    let reader = Reader::of_client(&tx, client.language.as_deref()).await?;
    let link = reader.link(&format!("{}/set-password", app.urls.client(&op.tenant().slug)), &secret);
    let letter =
        Letter::ClientCredential { name: Pii::new(client.display_name.clone()), link, valid_minutes: LINK_MINUTES };
    let brand = brand(&tx).await?;
    // the token is kept before the mail leaves: a mail never carries a link that does not work
    tx.commit(AuditEvent::on_client(AuditAction::ClientCredentialLinkSent, client.id, &key)).await?;
    send(&app, &brand, &reader, to, &letter).await
}

pub(crate) async fn send_email_changed_notice(
    app: Arc<App>,
    run: Run,
    job: SendClientEmailChangedNotice,
) -> Result<(), JobError> {
    let op = &run.op;
    let tx = app.db.read(op).await?;
    let Some(client) = Clients::of(&tx).for_system(job.client).await? else { return Ok(()) };
    let audits = Audits::of(&tx);
    let event = audits.find(job.event).await?.ok_or_else(|| JobError::retry("the event is not there yet"))?;
    let key = client.key(tx.keys()).map_err(JobError::retry)?;
    let value = event
        .sealed
        .iter()
        .find(|v| v.field == "email")
        .ok_or_else(|| JobError::give_up("the event has no address"))?;
    let (old, new) = audits.open(&event, value, Some(&key))?;
    let (Some(old), Some(new)) = (old, new) else { return Ok(()) };
    let to = Email::parse("email", &old).map_err(|p| JobError::give_up(p.code))?;
    let reader = Reader::of_client(&tx, client.language.as_deref()).await?;
    let letter = Letter::ClientEmailChanged {
        name: Pii::new(client.display_name),
        new_email_mask: mask_email(&new),
        at: reader.moment(&tx, event.at).await?,
    };
    let brand = brand(&tx).await?;
    drop(tx);
    send(&app, &brand, &reader, to, &letter).await
}
