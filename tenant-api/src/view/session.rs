//! Sessions and enrolments as they leave, to their own person only.

use async_graphql::{ID, SimpleObject};
use chrono::{DateTime, Utc};
use crm_app::second_factor::TotpEnrolment;
use crm_model::SessionId;
use crm_storage::SessionEntry;

/// One of the viewer's sessions.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(name = "Session")]
pub struct SessionView {
    id: ID,
    /// Whether it is the one that asks.
    current: bool,
    created_at: DateTime<Utc>,
    /// To the minute.
    last_active_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
    ip: Option<String>,
    user_agent: Option<String>,
}

/// A secret to be scanned, not in force before its first code.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(name = "TotpEnrolment")]
pub struct TotpEnrolmentView {
    secret: String,
    otpauth_uri: String,
    qr_svg: String,
}

impl SessionView {
    /// A session as seen from the session `current`.
    #[must_use]
    pub fn new(entry: SessionEntry, current: SessionId) -> Self {
        Self {
            id: ID(entry.id.to_string()),
            current: entry.id == current,
            created_at: entry.created_at,
            last_active_at: entry.last_active_at,
            expires_at: entry.expires_at,
            ip: entry.ip,
            user_agent: entry.user_agent,
        }
    }
}

impl From<TotpEnrolment> for TotpEnrolmentView {
    fn from(made: TotpEnrolment) -> Self {
        Self {
            secret: made.secret.into_inner(),
            otpauth_uri: made.otpauth_uri.into_inner(),
            qr_svg: made.qr_svg.into_inner(),
        }
    }
}
