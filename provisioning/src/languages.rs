//! In which language a broker is read before it is known who reads, and by those who chose none.

use crate::onboarding::operation;
use crm_model::{AuditAction, Clock, SpokenLanguage};
use crm_storage::{AuditEvent, Change, ProvisionDb, StorageError, TenantEntry};

/// Gives a broker another language; answers whether it had another one before.
///
/// # Errors
/// The database.
pub async fn speak(
    db: &ProvisionDb,
    clock: &Clock,
    broker: &TenantEntry,
    language: SpokenLanguage,
) -> Result<bool, StorageError> {
    let visit = db.visit(&operation(&broker.tenant, "tenant language", clock)).await?;
    let before = visit.language().await?;
    if !visit.set_language(language).await? {
        return Ok(false);
    }
    let change = Change::plain("language", before, Some(language.as_str()));
    visit.commit(AuditEvent::new(AuditAction::TenantLanguageChanged).changes([change])).await?;
    Ok(true)
}
