//! A broker's first manager lost the invitation, or let it run out: nobody there can send another one.

use crate::onboarding::operation;
use crm_app::mails::SendInvitation;
use crm_jobs::Enqueue;
use crm_model::{AuditAction, Clock};
use crm_storage::{AuditEvent, FirstPerson, ProvisionDb, StorageError, TenantEntry, TenantStatus};

/// Why no invitation was sent.
#[derive(Debug, thiserror::Error)]
pub enum InvitationError {
    /// The broker is not at work.
    #[error("{slug} is {status}, not active; nothing was sent")]
    NotActive {
        /// Which.
        slug: String,
        /// Where it stands.
        status: &'static str,
    },
    /// The broker has people of its own.
    #[error(
        "the first manager of {0} has joined; nothing was sent. Who forgot a password asks for a link on the sign-in page, and further people are invited in the portal"
    )]
    Joined(String),
    /// The broker has no people at all.
    #[error("{0} has no people yet; repeat `provisioning tenant create` to finish it")]
    Nobody(String),
    /// A fault below.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Sends the first manager's invitation once more; the older link dies when the new mail is written.
///
/// # Errors
/// [`InvitationError`]; nothing is sent then.
pub async fn send_again(db: &ProvisionDb, clock: &Clock, entry: &TenantEntry) -> Result<(), InvitationError> {
    let slug = || entry.tenant.slug.to_string();
    if entry.status != TenantStatus::Active {
        return Err(InvitationError::NotActive { slug: slug(), status: entry.status.as_str() });
    }
    let visit = db.visit(&operation(&entry.tenant, "tenant invite", clock)).await?;
    let staff = match visit.first_person().await? {
        FirstPerson::Invited(staff) => staff,
        FirstPerson::Joined => return Err(InvitationError::Joined(slug())),
        FirstPerson::Nobody => return Err(InvitationError::Nobody(slug())),
    };
    visit.put(&SendInvitation { staff, invited_by: None }).await?;
    Ok(visit.commit(AuditEvent::on(AuditAction::StaffInvited, "staff", staff.uuid())).await?)
}
