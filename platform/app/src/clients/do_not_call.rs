//! Whom nobody may call. Call-backs, the queue and, later, telephony ask [`callable`].

use super::edit::{for_change, write};
use super::{Changed, announce, reason};
use crate::{App, UseCaseError};
use crm_access::OpContext;
use crm_access::kinds::ClientEdit;
use crm_cache::LiveKind;
use crm_model::{AuditAction, ClientId, Problem};
use crm_storage::{AuditEvent, Change, ClientRecord, ClientUpdate, Tasks, client_place};
use crm_vault::Sealer;

/// Whether a client may be called; `field` is the place of the problem. Nothing rings a client without this answer.
///
/// # Errors
/// `do_not_call` at the field.
pub fn callable(client: &ClientRecord, field: &str) -> Result<(), Problem> {
    if client.do_not_call {
        let words = "This client must not be called: the profile says why. Plan a task instead.";
        return Err(Problem::at(field, "do_not_call", words));
    }
    Ok(())
}

/// Says that a client must not be called, or may be called again. Open call-backs are cancelled in the same commit.
///
/// # Errors
/// Access, conflict, no reason.
pub async fn set_do_not_call(
    op: &OpContext,
    app: &App,
    id: ClientId,
    version: i32,
    on: bool,
    why: &str,
) -> Result<Changed, UseCaseError> {
    let permit = op.require::<ClientEdit>()?;
    let why = reason(why)?;
    let tx = app.db.begin(op).await?;
    let (client, key) = for_change(op, &tx, &permit, id, Some(version)).await?;
    if client.do_not_call == on {
        tx.abandon().await?;
        return Ok(Changed { id, undo: None });
    }
    let tasks = Tasks::of(&tx);
    let place = client_place(op.tenant().id, id, "do_not_call_reason_sealed");
    let mut update = ClientUpdate::default().do_not_call(on);
    let mut events = Vec::new();
    if on {
        for task in tasks.cancel_call_backs(&permit, id, op.now()).await? {
            let states = Change::plain("state", Some("open"), Some("cancelled"));
            let event = AuditEvent::on_client(AuditAction::TaskCancelled, id, &key).target("task", task.uuid());
            events.push(event.changes([states]));
        }
        update = update
            .do_not_call_reason_sealed(Some(key.seal_str(&place, &why)?))
            .do_not_call_at(Some(op.now()))
            .do_not_call_by(Some(op.staff_id()?))
            .next_follow_up_at(tasks.next_due(id).await?);
    } else {
        update = update.do_not_call_reason_sealed(None).do_not_call_at(None).do_not_call_by(None);
    }
    let version = write(op, &tx, &permit, &client, update).await?;
    let word = |on: bool| Some(if on { "yes" } else { "no" });
    let action = if on { AuditAction::DoNotCallSet } else { AuditAction::DoNotCallLifted };
    let change = Change::plain("doNotCall", word(client.do_not_call), word(on));
    events.insert(0, AuditEvent::on_client(action, id, &key).because(why).changes([change]));
    tx.commit_all(events).await?;
    announce(op, app, LiveKind::ClientUpdated, id, version, client.owner_id(), client.team_id()).await;
    Ok(Changed { id, undo: None })
}
