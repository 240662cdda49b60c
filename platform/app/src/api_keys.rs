//! The keys of a broker's websites: made, changed, rolled and revoked by people who hold `api_key.manage`.

mod authenticate;
mod input;

pub use authenticate::{CallSeal, KeyRefusal, Website, authenticate, refuse_key_in_url};
pub use input::{EditApiKeyInput, NewApiKeyInput};

use crate::{App, UseCaseError};
use chrono::Duration;
use crm_access::{AccessError, ApiScope, OpContext, Permission, Permit, kinds};
use crm_identity::ApiKeySecret;
use crm_model::{ApiKeyId, ApiVersion, AuditAction};
use crm_storage::{ApiKey, ApiKeyState, ApiKeys, AuditEvent, Change, Scoped, TenantTx};

/// Longest time, in hours, for which a rolled key goes on beside its successor.
pub const OVERLAP_MAX_HOURS: u32 = 168;

/// A key that was just made, and its secret, which is shown this once.
#[derive(Debug)]
pub struct MadeApiKey {
    /// The key.
    pub key: ApiKey,
    /// Its secret.
    pub secret: ApiKeySecret,
}

/// All keys of the tenant, newest first. Looking needs the permission and no second factor: no secret is kept that could
/// be seen.
///
/// # Errors
/// [`UseCaseError::Access`].
pub async fn list(op: &OpContext, tx: &impl Scoped) -> Result<Vec<ApiKey>, UseCaseError> {
    if !op.holds(Permission::ApiKeyManage) {
        return Err(AccessError::Forbidden(Permission::ApiKeyManage).into());
    }
    Ok(ApiKeys::of(tx).list().await?)
}

/// The scopes that this person could give a key.
///
/// # Errors
/// [`UseCaseError::Access`].
pub fn scopes(op: &OpContext) -> Result<Vec<ApiScope>, UseCaseError> {
    if !op.holds(Permission::ApiKeyManage) {
        return Err(AccessError::Forbidden(Permission::ApiKeyManage).into());
    }
    Ok(ApiScope::ALL.iter().copied().filter(|scope| input::may_give(op, *scope)).collect())
}

/// Makes a key. Its secret leaves here and is never seen again.
///
/// # Errors
/// [`UseCaseError::Access`], or [`UseCaseError::Invalid`] with `grant_exceeds_own` for a scope that its maker lacks.
pub async fn create(op: &OpContext, app: &App, input: &NewApiKeyInput) -> Result<MadeApiKey, UseCaseError> {
    let permit = op.require::<kinds::ApiKeyManage>()?;
    let made = make(op, input.checked(op)?)?;
    let tx = app.db.begin(op).await?;
    ApiKeys::of(&tx).create(&permit, &made.key, made.secret.digest()).await?;
    tx.commit(event(AuditAction::ApiKeyCreated, &made.key).changes(differences(None, &made.key))).await?;
    Ok(made)
}

/// Changes name, scopes or networks of a key.
///
/// # Errors
/// [`UseCaseError::Access`], [`UseCaseError::NotFound`], [`UseCaseError::Conflict`], or [`UseCaseError::Invalid`] with
/// `grant_exceeds_own` for an added scope that the caller lacks.
pub async fn edit(op: &OpContext, app: &App, input: &EditApiKeyInput) -> Result<ApiKey, UseCaseError> {
    let permit = op.require::<kinds::ApiKeyManage>()?;
    let tx = app.db.begin(op).await?;
    let before = find(&tx, &permit, input.id, input.version).await?;
    refuse_ended(op, &before)?;
    let mut after = before.clone();
    input.apply(op, &mut after)?;
    let event = event(AuditAction::ApiKeyChanged, &after).changes(differences(Some(&before), &after));
    if !event.has_changes() {
        tx.abandon().await?;
        return Ok(before);
    }
    save(&tx, &permit, &mut after).await?;
    tx.commit(event).await?;
    Ok(after)
}

/// Makes a successor with the same rights. The old key goes on for `overlap_hours` and ends then by itself.
///
/// # Errors
/// As [`edit`]; every scope of the key must be the caller's own, because the new secret is shown to him.
pub async fn roll(
    op: &OpContext,
    app: &App,
    id: ApiKeyId,
    version: i32,
    overlap_hours: u32,
) -> Result<MadeApiKey, UseCaseError> {
    let permit = op.require::<kinds::ApiKeyManage>()?;
    if overlap_hours > OVERLAP_MAX_HOURS {
        return Err(UseCaseError::invalid(
            "overlapHours",
            "too_long",
            format!("Let the old key go on for at most {OVERLAP_MAX_HOURS} hours; use 0 to end it at once."),
        ));
    }
    let tx = app.db.begin(op).await?;
    let mut old = find(&tx, &permit, id, version).await?;
    refuse_ended(op, &old)?;
    if old.rolled_to.is_some() {
        return Err(UseCaseError::invalid(
            "id",
            "in_use",
            "This key was rolled already; roll its successor, or revoke it.",
        ));
    }
    input::refuse_beyond_own(op, &old.scopes, "id")?;
    let successor = ApiKey {
        expires_at: old.expires_at,
        ip_allow_list: old.ip_allow_list.clone(),
        scopes: old.scopes.clone(),
        api_version: old.api_version,
        ..new_key(op, old.name.clone())?
    };
    let made = with_secret(successor)?;
    ApiKeys::of(&tx).create(&permit, &made.key, made.secret.digest()).await?;
    let end = op.now() + Duration::hours(i64::from(overlap_hours));
    let before = old.clone();
    old.expires_at = Some(old.expires_at.map_or(end, |already| already.min(end)));
    old.rolled_to = Some(made.key.id);
    save(&tx, &permit, &mut old).await?;
    let rolled = event(AuditAction::ApiKeyRolled, &old).changes(differences(Some(&before), &old));
    let created = event(AuditAction::ApiKeyCreated, &made.key).changes(differences(None, &made.key));
    tx.commit_all(vec![rolled, created]).await?;
    Ok(made)
}

/// Ends a key at once: the next request with it is refused (API-04).
///
/// # Errors
/// As [`edit`].
pub async fn revoke(op: &OpContext, app: &App, id: ApiKeyId, version: i32) -> Result<ApiKey, UseCaseError> {
    let permit = op.require::<kinds::ApiKeyManage>()?;
    let tx = app.db.begin(op).await?;
    let before = find(&tx, &permit, id, version).await?;
    if before.revoked_at.is_some() {
        tx.abandon().await?;
        return Ok(before);
    }
    let mut key = ApiKey { revoked_at: Some(op.now()), ..before.clone() };
    save(&tx, &permit, &mut key).await?;
    tx.commit(event(AuditAction::ApiKeyRevoked, &key).changes(differences(Some(&before), &key))).await?;
    Ok(key)
}

async fn find(
    tx: &TenantTx,
    permit: &Permit<kinds::ApiKeyManage>,
    id: ApiKeyId,
    version: i32,
) -> Result<ApiKey, UseCaseError> {
    let key = ApiKeys::of(tx).find(permit, id).await?.ok_or(UseCaseError::NotFound("API key"))?;
    if key.version == version { Ok(key) } else { Err(UseCaseError::Conflict { current: key.version }) }
}

async fn save(tx: &TenantTx, permit: &Permit<kinds::ApiKeyManage>, key: &mut ApiKey) -> Result<(), UseCaseError> {
    let saved = ApiKeys::of(tx).save(permit, key).await?;
    key.version += 1;
    if saved { Ok(()) } else { Err(UseCaseError::Conflict { current: key.version }) }
}

fn refuse_ended(op: &OpContext, key: &ApiKey) -> Result<(), UseCaseError> {
    let what = match key.state(op.now()) {
        ApiKeyState::Revoked => "revoked",
        ApiKeyState::Expired => "expired",
        ApiKeyState::Active | ApiKeyState::Expiring => return Ok(()),
    };
    Err(UseCaseError::invalid("id", "in_use", format!("This key is {what}; make a new one.")))
}

fn new_key(op: &OpContext, name: String) -> Result<ApiKey, UseCaseError> {
    let maker = op.actor().staff().ok_or(AccessError::WrongActor)?;
    Ok(ApiKey {
        id: ApiKeyId::generate(),
        name,
        hint: String::new(),
        scopes: Vec::new(),
        ip_allow_list: Vec::new(),
        api_version: ApiVersion::LATEST,
        version: 1,
        created_at: op.now(),
        created_by: Some((maker.id, maker.name.clone())),
        expires_at: None,
        last_used_at: None,
        revoked_at: None,
        rolled_to: None,
    })
}

fn make(op: &OpContext, checked: input::Checked) -> Result<MadeApiKey, UseCaseError> {
    let key = ApiKey {
        scopes: checked.scopes,
        ip_allow_list: checked.networks,
        expires_at: checked.expires_at,
        ..new_key(op, checked.name)?
    };
    with_secret(key)
}

fn with_secret(mut key: ApiKey) -> Result<MadeApiKey, UseCaseError> {
    let secret = ApiKeySecret::generate().map_err(|_| UseCaseError::Internal("no randomness for an API key"))?;
    secret.hint().clone_into(&mut key.hint);
    Ok(MadeApiKey { key, secret })
}

fn event(action: AuditAction, key: &ApiKey) -> AuditEvent {
    AuditEvent::on(action, "api_key", key.id.uuid())
}

fn differences(before: Option<&ApiKey>, after: &ApiKey) -> Vec<Change> {
    let change = |field: &'static str, of: &dyn Fn(&ApiKey) -> Option<String>| {
        Change::plain(field, before.and_then(of), of(after))
    };
    let listed = |texts: Vec<&str>| (!texts.is_empty()).then(|| texts.join(" "));
    vec![
        change("name", &|k| Some(k.name.clone())),
        change("scopes", &|k| listed(k.scopes.iter().map(|s| s.as_str()).collect())),
        change("ip_allow_list", &|k| listed(k.ip_allow_list.iter().map(String::as_str).collect())),
        change("expires_at", &|k| k.expires_at.map(|at| at.to_rfc3339())),
        change("revoked_at", &|k| k.revoked_at.map(|at| at.to_rfc3339())),
        change("rolled_to", &|k| k.rolled_to.map(|id| id.to_string())),
    ]
}
