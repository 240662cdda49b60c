//! Whom nobody may call. Call-backs, the queue and, later, telephony ask [`callable`].

use super::edit::{for_change, write};
use super::{Changed, announce, reason};
use crate::{App, UseCaseError};
use crm_access::kinds::ClientEdit;
use crm_access::{OpContext, Permit};
use crm_cache::LiveKind;
use crm_model::{AuditAction, ClientId, Problem, TaskId};
use crm_storage::{AuditEvent, Change, ClientRecord, ClientUpdate, Tasks, TenantTx, client_place};
use crm_vault::{ClientKey, Sealer};

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

/// What saying so comes to.
pub(crate) struct Silenced {
    /// The columns of the client, for the caller to write.
    pub update: ClientUpdate,
    /// What the caller keeps in the trail.
    pub events: Vec<AuditEvent>,
    /// The call-backs that were cancelled.
    pub cancelled: Vec<TaskId>,
}

/// Says inside a transaction that a client must not be called; call-backs that are open are cancelled.
pub(crate) async fn say(
    op: &OpContext,
    tx: &TenantTx,
    permit: &Permit<ClientEdit>,
    client: &ClientRecord,
    key: &ClientKey,
    update: ClientUpdate,
    why: &str,
) -> Result<Silenced, UseCaseError> {
    let cancelled = Tasks::of(tx).cancel_call_backs(permit, client.id, op.now()).await?;
    let said = AuditEvent::on_client(AuditAction::DoNotCallSet, client.id, key).because(why);
    let ended = cancelled.iter().map(|task| {
        let event = AuditEvent::on_client(AuditAction::TaskCancelled, client.id, key).target("task", task.uuid());
        event.changes([Change::plain("state", Some("open"), Some("cancelled"))])
    });
    let events = std::iter::once(said.changes([told(false, true)])).chain(ended).collect();
    let place = client_place(op.tenant().id, client.id, "do_not_call_reason_sealed");
    let update = update
        .do_not_call(true)
        .do_not_call_reason_sealed(Some(key.seal_str(&place, why)?))
        .do_not_call_at(Some(op.now()))
        .do_not_call_by(Some(op.staff_id()?));
    Ok(Silenced { update, events, cancelled })
}

/// The client may be called again.
pub(crate) fn lifted(update: ClientUpdate) -> ClientUpdate {
    update.do_not_call(false).do_not_call_reason_sealed(None).do_not_call_at(None).do_not_call_by(None)
}

/// The change as the trail has it.
pub(crate) fn told(before: bool, after: bool) -> Change {
    let word = |on: bool| Some(if on { "yes" } else { "no" });
    Change::plain("doNotCall", word(before), word(after))
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
    let (update, events) = if on {
        let said = say(op, &tx, &permit, &client, &key, ClientUpdate::default(), &why).await?;
        (said.update.next_follow_up_at(Tasks::of(&tx).next_due(id).await?), said.events)
    } else {
        let event =
            AuditEvent::on_client(AuditAction::DoNotCallLifted, id, &key).because(why).changes([told(true, false)]);
        (lifted(ClientUpdate::default()), vec![event])
    };
    let version = write(op, &tx, &permit, &client, update).await?;
    tx.commit_all(events).await?;
    announce(op, app, LiveKind::ClientUpdated, id, version, client.owner_id(), client.team_id()).await;
    Ok(Changed { id, undo: None })
}
