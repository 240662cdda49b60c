//! Another key above all keys: every broker's data keys are wrapped anew, broker by broker. And another data key for one broker.

use crate::onboarding::operation;
use crm_access::TenantRef;
use crm_model::Clock;
use crm_storage::{ProvisionDb, Rewrapped, Rotation, RotationState, StorageError};

/// What was done to all of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AllRewrapped {
    /// Brokers looked at.
    pub brokers: u32,
    /// Their data keys.
    pub keys: Rewrapped,
}

/// Why not all were wrapped anew. What was done stays done; another run does the rest.
#[derive(Debug, thiserror::Error)]
pub enum RewrapError {
    /// One broker's keys could not be.
    #[error(
        "{slug}: its data keys were not wrapped anew; {done} brokers before it are done. Is KEK_FORMER the key that wrapped them? Mend it and run the command again"
    )]
    Broker {
        /// Which.
        slug: String,
        /// How many were done.
        done: u32,
        /// Why.
        #[source]
        cause: StorageError,
    },
    /// The caller stopped it.
    #[error("stopped after {0} brokers; run the command again to go on")]
    Stopped(u32),
    /// The brokers could not be listed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Told what became of each broker's keys; `false` stops there.
pub type Told<'a> = &'a (dyn Fn(&str, Rewrapped) -> bool + Sync);

/// Wraps the data keys of every broker, whatever its status, under the present key encryption key.
///
/// # Errors
/// [`RewrapError`].
pub async fn rewrap(db: &ProvisionDb, clock: &Clock, told: Told<'_>) -> Result<AllRewrapped, RewrapError> {
    let mut all = AllRewrapped::default();
    for entry in db.list().await? {
        let op = operation(&entry.tenant, "keys rewrap", clock);
        let slug = entry.tenant.slug.as_ref();
        let one = db.rewrap_keys(&op).await.map_err(|cause| RewrapError::Broker {
            slug: slug.to_owned(),
            done: all.brokers,
            cause,
        })?;
        all.brokers += 1;
        all.keys.changed += one.changed;
        all.keys.kept += one.kept;
        if !told(slug, one) {
            return Err(RewrapError::Stopped(all.brokers));
        }
    }
    Ok(all)
}

/// Orders another data key for a broker.
///
/// # Errors
/// The database.
pub async fn rotate(db: &ProvisionDb, clock: &Clock, tenant: &TenantRef) -> Result<Rotation, StorageError> {
    db.rotate_key(&operation(tenant, "keys rotate", clock)).await
}

/// How far the latest one is.
///
/// # Errors
/// The database.
pub async fn status(
    db: &ProvisionDb,
    clock: &Clock,
    tenant: &TenantRef,
) -> Result<Option<RotationState>, StorageError> {
    db.rotation(&operation(tenant, "keys status", clock)).await
}
