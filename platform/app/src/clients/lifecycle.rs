use super::edit::write;
use super::{Changed, announce, reason};
use crate::{App, UseCaseError};
use crm_access::OpContext;
use crm_access::kinds::ClientDelete;
use crm_cache::LiveKind;
use crm_model::{AuditAction, ClientId, Problem};
use crm_storage::{AuditEvent, ClientUpdate, Clients, Scoped};

/// Archives a client: it leaves lists and searches, and nothing of it is lost.
///
/// # Errors
/// Access, conflict, a missing reason.
pub async fn archive(
    op: &OpContext,
    app: &App,
    id: ClientId,
    version: i32,
    why: &str,
) -> Result<Changed, UseCaseError> {
    change(op, app, id, version, why, true).await
}

/// Brings an archived client back.
///
/// # Errors
/// Access, conflict, a missing reason.
pub async fn restore(
    op: &OpContext,
    app: &App,
    id: ClientId,
    version: i32,
    why: &str,
) -> Result<Changed, UseCaseError> {
    change(op, app, id, version, why, false).await
}

async fn change(
    op: &OpContext,
    app: &App,
    id: ClientId,
    version: i32,
    why: &str,
    archive: bool,
) -> Result<Changed, UseCaseError> {
    let permit = op.require::<ClientDelete>()?;
    let why = reason(why)?;
    let tx = app.db.begin(op).await?;
    let me = op.staff_id()?;
    let client = Clients::of(&tx).find(&permit, Some(me), id, true).await?.ok_or(UseCaseError::NotFound("client"))?;
    if client.version != version {
        return Err(UseCaseError::Conflict { current: client.version });
    }
    if client.archived_at.is_some() == archive {
        let (code, text) = if archive {
            ("archived", "This client is archived already.")
        } else {
            ("not_archived", "This client is not archived.")
        };
        return Err(Problem::whole(code, text).into());
    }
    let key = client.key(tx.keys())?;
    let now_version =
        write(op, &tx, &permit, &client, ClientUpdate::default().archived_at(archive.then(|| op.now()))).await?;
    let action = if archive { AuditAction::ClientArchived } else { AuditAction::ClientRestored };
    tx.commit(AuditEvent::on_client(action, id, &key).because(why)).await?;
    let kind = if archive { LiveKind::ClientArchived } else { LiveKind::ClientUpdated };
    announce(op, app, kind, id, now_version, client.owner_id(), client.team_id()).await;
    Ok(Changed { id, undo: None })
}
