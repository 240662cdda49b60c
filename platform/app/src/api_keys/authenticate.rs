use super::input::allows;
use crate::{App, UseCaseError};
use chrono::{DateTime, Utc};
use crm_access::{Actor, OpContext, Policies, RequestInfo, TenantRef, WebsiteActor};
use crm_cache::{Purpose, Quota, RateKey};
use crm_identity::ApiKeySecret;
use crm_model::{ApiVersion, AuditAction};
use crm_storage::{ApiKey, ApiKeyState, ApiKeys, AuditEvent, SignInTx};
use crm_vault::{BlindKind, TenantKeys};
use data_encoding::BASE64URL_NOPAD;
use sha2::{Digest, Sha256};
use std::sync::{Arc, LazyLock};
use subtle::ConstantTimeEq;

/// Refused keys that leave a row in the audit, for each address; beyond it only the security log speaks, so that a flood
/// writes no rows.
const REFUSALS_AUDITED: Quota = Quota::per_minute(20);

static NOTHING: LazyLock<Arc<Policies>> = LazyLock::new(|| Arc::new(Policies::nothing()));

/// Why a presented key does not open. Callers learn nothing of it; the audit does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyRefusal {
    /// Not of a key's shape, or its checksum does not fit: refused without a look-up.
    Malformed,
    /// No key of this tenant (ISO-29).
    Unknown,
    /// Revoked by a person.
    Revoked,
    /// Past its end, or past the overlap after it was rolled.
    Expired,
    /// Used from an address outside its list.
    Address,
    /// It stood in the address line, where proxies and histories keep it (API-02).
    InUrl,
}

impl KeyRefusal {
    /// The code in the audit.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Malformed => "api_key_malformed",
            Self::Unknown => "api_key_unknown",
            Self::Revoked => "api_key_revoked",
            Self::Expired => "api_key_expired",
            Self::Address => "api_key_address",
            Self::InUrl => "api_key_in_url",
        }
    }
}

/// A website that proved who it is.
#[derive(Clone, Debug)]
pub struct Website {
    /// Its operation.
    pub op: OpContext,
    /// The form of the API that its key speaks.
    pub version: ApiVersion,
    /// What its cursors and repeated requests are recognised by.
    pub seal: CallSeal,
}

/// Tries a key at the host of one tenant: nothing looks from a key to a tenant (ISOLATION 5).
///
/// # Errors
/// The database is away; [`UseCaseError::TooOften`] when an address presents wrong keys again and again. A key that does
/// not open is no error but a [`KeyRefusal`].
pub async fn authenticate(
    app: &App,
    tenant: &TenantRef,
    request: &RequestInfo,
    presented: &str,
) -> Result<Result<Website, KeyRefusal>, UseCaseError> {
    let now = app.clock.now();
    let Ok(secret) = ApiKeySecret::parse(presented) else { return Ok(Err(KeyRefusal::Malformed)) };
    let tx = SignInTx::begin(&app.db, tenant).await?;
    let found = ApiKeys::of(&tx).by_digest(secret.digest()).await?;
    let refusal = match &found {
        None => KeyRefusal::Unknown,
        Some(key) => match check(key, request, now) {
            Ok(()) => return admit(app, tx, key.clone(), tenant, request, now).await.map(Ok),
            Err(refusal) => refusal,
        },
    };
    refuse(app, tx, found.as_ref(), request, refusal, now).await?;
    Ok(Err(refusal))
}

/// Records that a key stood in an address line. The key itself is not believed, whatever it is.
///
/// # Errors
/// As [`authenticate`].
pub async fn refuse_key_in_url(
    app: &App,
    tenant: &TenantRef,
    request: &RequestInfo,
    presented: Option<&str>,
) -> Result<KeyRefusal, UseCaseError> {
    let tx = SignInTx::begin(&app.db, tenant).await?;
    let found = match presented.and_then(|text| ApiKeySecret::parse(text).ok()) {
        Some(secret) => ApiKeys::of(&tx).by_digest(secret.digest()).await?,
        None => None,
    };
    refuse(app, tx, found.as_ref(), request, KeyRefusal::InUrl, app.clock.now()).await?;
    Ok(KeyRefusal::InUrl)
}

fn check(key: &ApiKey, request: &RequestInfo, now: DateTime<Utc>) -> Result<(), KeyRefusal> {
    match key.state(now) {
        ApiKeyState::Revoked => Err(KeyRefusal::Revoked),
        ApiKeyState::Expired => Err(KeyRefusal::Expired),
        ApiKeyState::Active | ApiKeyState::Expiring if !allows(&key.ip_allow_list, request.ip) => {
            Err(KeyRefusal::Address)
        }
        ApiKeyState::Active | ApiKeyState::Expiring => Ok(()),
    }
}

async fn admit(
    app: &App,
    tx: SignInTx,
    key: ApiKey,
    tenant: &TenantRef,
    request: &RequestInfo,
    now: DateTime<Utc>,
) -> Result<Website, UseCaseError> {
    let seal = CallSeal(tx.keys().clone());
    if key.last_used_at.is_none_or(|at| now - at >= chrono::Duration::minutes(1)) {
        ApiKeys::of(&tx).touch(key.id, now).await?;
    }
    tx.commit_counters().await?;
    let actor = Actor::Website(WebsiteActor { key: key.id, name: key.name, scopes: key.scopes });
    let op = OpContext::new(tenant.clone(), actor, Arc::clone(&NOTHING), request.clone(), app.clock.clone(), None);
    Ok(Website { op, version: key.api_version, seal })
}

async fn refuse(
    app: &App,
    tx: SignInTx,
    key: Option<&ApiKey>,
    request: &RequestInfo,
    refusal: KeyRefusal,
    now: DateTime<Utc>,
) -> Result<(), UseCaseError> {
    let from = request.ip.map(|ip| ip.to_string()).unwrap_or_default();
    let bucket = RateKey::new(tx.keys().tenant(), Purpose::Address, &format!("refused api key {from}"));
    let decision = app.limiter.take(&bucket, REFUSALS_AUDITED, 1, now).await;
    if let Some(retry_after) = decision.retry_after {
        return Err(UseCaseError::TooOften { retry_after });
    }
    let mut event = AuditEvent::refusal(AuditAction::AccessRefused, refusal.code());
    if let Some(key) = key {
        event = event.target("api_key", key.id.uuid());
    }
    tx.commit(&SignInTx::nobody(request, now), event).await?;
    Ok(())
}

/// Recognises what a website sends back to us: cursors, and requests that are repeated. Keyed by the tenant, so that
/// nothing made at one broker is known at another, and a stolen table says nothing of what was asked.
#[derive(Clone)]
pub struct CallSeal(TenantKeys);

impl CallSeal {
    const MAC: usize = 16;

    /// An opaque text that [`CallSeal::open`] gives back, and nobody else can make. `list` says where it belongs.
    #[must_use]
    pub fn sign(&self, list: &str, text: &str) -> String {
        let mac = self.0.blind(BlindKind::ApiCursor, &format!("{list}\n{text}"));
        BASE64URL_NOPAD.encode(&[mac.as_bytes().as_slice(), text.as_bytes()].concat())
    }

    /// The text that was signed for this list; `None` for anything else.
    #[must_use]
    pub fn open(&self, list: &str, signed: &str) -> Option<String> {
        let bytes = BASE64URL_NOPAD.decode(signed.as_bytes()).ok()?;
        let (mac, text) = bytes.split_at_checked(Self::MAC)?;
        let text = String::from_utf8(text.to_vec()).ok()?;
        let known = self.0.blind_all(BlindKind::ApiCursor, &format!("{list}\n{text}"));
        known.iter().any(|good| bool::from(good.as_bytes().ct_eq(mac))).then_some(text)
    }

    /// What a request is recognised by when it comes again, newest version first.
    #[must_use]
    pub fn request_hashes(&self, operation: &str, body: &[u8]) -> Vec<Vec<u8>> {
        let digest = BASE64URL_NOPAD.encode(&Sha256::digest(body));
        self.0
            .blind_all(BlindKind::ApiRequest, &format!("{operation}\n{digest}"))
            .into_iter()
            .map(|hash| hash.to_vec())
            .collect()
    }
}

impl std::fmt::Debug for CallSeal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("CallSeal(***)")
    }
}
