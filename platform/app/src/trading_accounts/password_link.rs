//! A client takes a new trading password by a one-time link. The password is made when the client presses the button on the
//! page that the link opens, set on the server, shown there once and kept nowhere: until then the old one works, and there is
//! no secret that could be read from the database, its backups or the mailbox.

use super::figures::login;
use super::{TradingPassword, about, for_change};
use crate::clients::{reachable, reason};
use crate::mails::{brand, send};
use crate::readers::Reader;
use crate::{App, UseCaseError};
use chrono::Duration;
use crm_access::kinds::TradingAccountPassword;
use crm_access::{Actor, ClientActor, OpContext, Policies, RequestInfo, TenantRef};
use crm_identity::{BearerSecret, Prefix};
use crm_jobs::{Enqueue, Job, JobError, Run};
use crm_mailer::Letter;
use crm_model::{AuditAction, ClientId, Email, Pii, Problem, TradingAccountId};
use crm_storage::{NewToken, OneTimeTokens, Scoped, TokenPurpose, TradingAccountRow, TradingAccounts};
use crm_trading::{Intent, Reference, Secret};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use uuid::Uuid;

/// Minutes until the link dies (DOMAIN 5).
const LINK_MINUTES: u32 = 30;
const PURPOSE: TokenPurpose = TokenPurpose::AccountPassword;

/// Mails a client a one-time link to a new trading password.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SendAccountPasswordLink {
    /// Of which account.
    pub account: TradingAccountId,
    /// Which of its passwords.
    pub which: TradingPassword,
}

impl Job for SendAccountPasswordLink {
    const KIND: &'static str = "SendAccountPasswordLink";
}

/// What a link is for. Ids and nothing personal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Payload {
    account: TradingAccountId,
    which: TradingPassword,
    /// The address that the mail went to: a link to an address that is no longer the client's is none.
    contact: Uuid,
}

/// Has a one-time link sent to the address of the account's client. The password stays until the client takes the new one.
///
/// # Errors
/// [`UseCaseError::Access`], [`UseCaseError::NotFound`], a missing reason; `no_email` for a client without an address.
pub async fn send_password_link(
    op: &OpContext,
    app: &App,
    id: TradingAccountId,
    which: TradingPassword,
    why: &str,
) -> Result<(), UseCaseError> {
    let permit = op.require::<TradingAccountPassword>()?;
    let why = reason(why)?;
    let tx = app.db.begin(op).await?;
    let (row, key) = for_change(op, &tx, &permit, id, None).await?;
    let client = row.record.client;
    match reachable(&tx, client).await {
        Err(UseCaseError::LinkEnded) => {
            let text = "This client has no e-mail address to send a link to: add one first.";
            return Err(Problem::whole("no_email", text).into());
        }
        found => found?,
    };
    tx.put(&SendAccountPasswordLink { account: id, which }).await?;
    let asked = about(AuditAction::TradingPasswordLinkRequested, id, client, &key);
    Ok(tx.commit(asked.because(why).changes([which.change()])).await?)
}

pub(crate) async fn send_account_password_link(
    app: Arc<App>,
    run: Run,
    job: SendAccountPasswordLink,
) -> Result<(), JobError> {
    let op = &run.op;
    let tx = app.db.begin(op).await?;
    let Some(row) = open_account(&tx, job.account).await? else { return Ok(()) };
    let Ok((client, contact)) = reachable(&tx, row.record.client).await else { return Ok(()) };
    let key = client.key(tx.keys()).map_err(JobError::retry)?;
    let to = Email::parse("email", &contact.open(op.tenant().id, &key).map_err(JobError::retry)?)
        .map_err(|p| JobError::give_up(p.code))?;
    let secret = BearerSecret::generate(Prefix::AccountPassword).map_err(JobError::retry)?;
    let payload = Payload { account: job.account, which: job.which, contact: contact.id.uuid() };
    let token = NewToken {
        digest: secret.digest(),
        purpose: PURPOSE,
        staff: None,
        client: Some(client.id),
        payload: serde_json::to_value(payload).map_err(JobError::retry)?,
        expires_at: op.now() + Duration::minutes(i64::from(LINK_MINUTES)),
    };
    let tokens = OneTimeTokens::of(&tx);
    tokens.end_like(&token, op.now()).await?;
    tokens.create(&token, op.now()).await?;
    let reader = Reader::of_client(&tx, client.language.as_deref()).await?;
    let letter = Letter::AccountPassword {
        name: Pii::new(client.display_name.clone()),
        login: row.record.login,
        link: reader.link(&format!("{}/account-password", app.urls.client(&op.tenant().slug)), &secret),
        valid_minutes: LINK_MINUTES,
    };
    let brand = brand(&tx).await?;
    // the token is kept before the mail leaves: a mail never carries a link that does not work
    let sent = about(AuditAction::TradingPasswordLinkSent, job.account, client.id, &key);
    tx.commit(sent.changes([job.which.change()])).await?;
    send(&app, &brand, &reader, to, &letter).await
}

/// What a living link is for.
#[derive(Debug)]
pub struct AccountPasswordLink {
    /// The client's name, for the greeting.
    pub name: Pii<String>,
    /// The account's number.
    pub login: i64,
    /// Where to sign in with it.
    pub server: String,
    /// Which password.
    pub which: TradingPassword,
}

struct Living {
    payload: Payload,
    client: ClientId,
    row: TradingAccountRow,
    link: AccountPasswordLink,
}

/// Looks at a link without using it up.
///
/// # Errors
/// [`UseCaseError::LinkEnded`] for whatever is not a living link of this broker.
pub async fn open_password_link(
    app: &App,
    tenant: &TenantRef,
    token: &str,
) -> Result<AccountPasswordLink, UseCaseError> {
    let tx = app.read_for_nobody(tenant).await?;
    Ok(living(app, &tx, &digest_of(token)?).await?.link)
}

/// Uses a link up: makes a new password, sets it on the server and gives it, this once. Where the server did not say that it
/// is set, the link stays good for another try, which sets another password.
///
/// # Errors
/// [`UseCaseError::LinkEnded`]; `not_set` when the server cannot be asked or refuses; [`UseCaseError::Busy`].
pub async fn take_password(
    app: &App,
    tenant: &TenantRef,
    request: &RequestInfo,
    token: &str,
) -> Result<(AccountPasswordLink, Pii<String>), UseCaseError> {
    let digest = digest_of(token)?;
    let tx = app.read_for_nobody(tenant).await?;
    let Living { payload, client, row, link } = living(app, &tx, &digest).await?;
    drop(tx);
    let secret = Secret::generate_password().map_err(|_| UseCaseError::Internal("no randomness for a password"))?;
    let reference = Reference::generate().map_err(|_| UseCaseError::Internal("no randomness for a reference"))?;
    let Ok(held) = app.trading.hold(app, tenant, row.record.server).await else { return Err(not_set()) };

    let actor = Actor::Client(ClientActor { id: client });
    let policy = Arc::new(Policies::nothing());
    let op = OpContext::new(tenant.clone(), actor, policy, request.clone(), app.clock.clone(), None);
    let tx = app.db.begin(&op).await?;
    // of several who press at once one goes on
    let taken = OneTimeTokens::of(&tx).take(PURPOSE, &digest, op.now()).await?;
    taken.filter(|token| token.client == Some(client)).ok_or(UseCaseError::LinkEnded)?;
    let (record, contact) = reachable(&tx, client).await?;
    if contact.id.uuid() != payload.contact {
        return Err(UseCaseError::LinkEnded);
    }
    let key = record.key(tx.keys())?;
    let event = |action| about(action, payload.account, client, &key).changes([payload.which.change()]);
    tx.commit(event(AuditAction::TradingPasswordRequested)).await?;

    let intent = Intent::until(reference, held.send_before);
    let (number, kind) = (login(row.record.login), payload.which.kind());
    let set = held.server.change_password(intent, number, kind, &secret).await;
    let tx = app.db.begin(&op).await?;
    if let Err(error) = set {
        tracing::warn!(account = %payload.account, %error, "a client's new trading password was not set");
        OneTimeTokens::of(&tx).give_back(PURPOSE, &digest).await?;
        tx.commit(event(AuditAction::TradingPasswordNotSet)).await?;
        return Err(not_set());
    }
    tx.commit(event(AuditAction::TradingPasswordSet)).await?;
    Ok((link, Pii::new(secret.expose().to_owned())))
}

fn not_set() -> UseCaseError {
    Problem::whole("not_set", "The trading server did not set a new password. Press the button again in a moment.")
        .into()
}

fn digest_of(token: &str) -> Result<[u8; 32], UseCaseError> {
    let secret = BearerSecret::parse(Prefix::AccountPassword, token).map_err(|_| UseCaseError::LinkEnded)?;
    Ok(secret.digest())
}

/// The account of a link; none when it was put away.
async fn open_account(
    tx: &impl Scoped,
    id: TradingAccountId,
) -> Result<Option<TradingAccountRow>, crm_storage::StorageError> {
    let row = TradingAccounts::of(tx).for_system(id).await?;
    Ok(row.filter(|row| row.record.archived_at.is_none()))
}

async fn living(app: &App, tx: &impl Scoped, digest: &[u8; 32]) -> Result<Living, UseCaseError> {
    let token = OneTimeTokens::of(tx).find(PURPOSE, digest, app.clock.now()).await?.ok_or(UseCaseError::LinkEnded)?;
    let payload: Payload = serde_json::from_value(token.payload).map_err(|_| UseCaseError::LinkEnded)?;
    let row = open_account(tx, payload.account).await?.ok_or(UseCaseError::LinkEnded)?;
    let (client, contact) = reachable(tx, row.record.client).await?;
    if token.client != Some(client.id) || contact.id.uuid() != payload.contact {
        return Err(UseCaseError::LinkEnded);
    }
    let link = AccountPasswordLink {
        name: Pii::new(client.display_name),
        login: row.record.login,
        server: row.server_name.clone(),
        which: payload.which,
    };
    Ok(Living { payload, client: client.id, row, link })
}
