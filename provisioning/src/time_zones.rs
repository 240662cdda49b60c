//! By which clock a broker's days begin and end, for those who chose no time zone.

use crate::onboarding::operation;
use crm_model::{AuditAction, Clock};
use crm_storage::{AuditEvent, Change, ProvisionDb, StorageError, TenantEntry};

/// Why a broker stays in its time zone.
#[derive(Debug, thiserror::Error)]
pub enum TimeZoneError {
    /// The database does not know it.
    #[error("there is no time zone {0}; use an IANA name, such as Europe/Madrid")]
    Unknown(String),
    /// The database.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Puts a broker into another time zone; answers whether it was in another one before.
///
/// # Errors
/// [`TimeZoneError`].
pub async fn move_to(db: &ProvisionDb, clock: &Clock, broker: &TenantEntry, name: &str) -> Result<bool, TimeZoneError> {
    if !db.knows_time_zone(name).await? {
        return Err(TimeZoneError::Unknown(name.to_owned()));
    }
    let visit = db.visit(&operation(&broker.tenant, "tenant time-zone", clock)).await?;
    let before = visit.time_zone().await?;
    if !visit.set_time_zone(name).await? {
        return Ok(false);
    }
    let change = Change::plain("time_zone", before, Some(name));
    visit.commit(AuditEvent::new(AuditAction::TenantTimeZoneChanged).changes([change])).await?;
    Ok(true)
}
