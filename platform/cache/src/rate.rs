use std::fmt;
use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use crm_model::TenantId;
use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

/// Counts how often something happened and says whether it may happen again.
#[async_trait]
pub trait RateLimiter: Send + Sync {
    /// Takes `cost` (at least 1, at most the quota's limit) out of the bucket at `key`, if it is there. Never fails:
    /// a limiter that loses its memory starts with a full bucket.
    async fn take(&self, key: &RateKey, quota: Quota, cost: u32, now: DateTime<Utc>) -> RateDecision;
}

/// What is being limited. Part of every key, so that one purpose never eats another's bucket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// Requests of one tenant, all its people and websites together.
    Tenant,
    /// Requests of one API key.
    ApiKey,
    /// Requests of one session.
    Session,
    /// Requests from one address before anybody is signed in.
    Address,
    /// Sign-in attempts, in front of the counters in the database.
    SignIn,
    /// Mails to one recipient.
    Mail,
    /// Reveals by one staff member.
    Reveal,
    /// Look-ups by blind index by one actor.
    BlindLookup,
    /// Registrations through one website or from one address.
    Registration,
}

impl Purpose {
    const fn label(self) -> &'static str {
        match self {
            Self::Tenant => "tenant",
            Self::ApiKey => "api_key",
            Self::Session => "session",
            Self::Address => "address",
            Self::SignIn => "sign_in",
            Self::Mail => "mail",
            Self::Reveal => "reveal",
            Self::BlindLookup => "blind_lookup",
            Self::Registration => "registration",
        }
    }
}

/// Names a bucket: tenant, purpose, and a digest of what tells buckets apart (an id, an address), so that no personal
/// data reaches Redis.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct RateKey(String);

impl RateKey {
    /// The bucket of `what` for one purpose in one tenant.
    #[must_use]
    pub fn new(tenant: TenantId, purpose: Purpose, what: &str) -> Self {
        let digest = Sha256::digest(what.as_bytes());
        let short = digest.get(..16).unwrap_or_default();
        Self(format!("crm:rate:{}:{}:{}", tenant.uuid().simple(), purpose.label(), HEXLOWER.encode(short)))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for RateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How much a bucket holds, and in which time an empty one fills up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quota {
    limit: u32,
    per: Duration,
}

impl Quota {
    /// `limit` (at least 1) per `per` (a microsecond per unit at least), all of which may be taken at once.
    #[must_use]
    pub const fn new(limit: u32, per: Duration) -> Self {
        Self { limit: if limit == 0 { 1 } else { limit }, per }
    }

    /// `limit` a minute.
    #[must_use]
    pub const fn per_minute(limit: u32) -> Self {
        Self::new(limit, Duration::from_secs(60))
    }

    /// `limit` an hour.
    #[must_use]
    pub const fn per_hour(limit: u32) -> Self {
        Self::new(limit, Duration::from_secs(3_600))
    }

    /// How much the bucket holds.
    #[must_use]
    pub const fn limit(self) -> u32 {
        self.limit
    }

    /// The time in which an empty bucket fills up.
    #[must_use]
    pub const fn per(self) -> Duration {
        self.per
    }
}

/// A limiter's answer, with what the RateLimit headers say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateDecision {
    /// Whether it may happen.
    pub allowed: bool,
    /// What the bucket holds when full.
    pub limit: u32,
    /// What is left now.
    pub remaining: u32,
    /// Time until the bucket is full again.
    pub reset_after: Duration,
    /// If refused: time until the same request would be allowed.
    pub retry_after: Option<Duration>,
}
