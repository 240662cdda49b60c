//! Several clients become one, in one transaction: held in one order, at the versions that the person saw.

use super::fields::{self, SEALED, Statuses};
use super::party::{Parties, each_once};
use crate::clients::{ClientCard, announce, reason, sealing};
use crate::{App, UseCaseError};
use chrono::{DateTime, Duration, Utc};
use crm_access::kinds::ClientMerge;
use crm_access::{OpContext, Permit};
use crm_cache::LiveKind;
use crm_model::{AuditAction, ClientId, ClientMergeId, EventType, MergeField, Problem, Problems, TaskId, TenantId};
use crm_storage::{
    AuditEvent, Change, Clients, KeptColumns, Keyed, MergeBefore, Merges, NewMerge, Settings, Tasks, TenantTx,
    client_place,
};
use crm_vault::{ClientKey, Sealer};
use serde_json::Value;

/// For how long a merge can be taken back.
const UNDO_FOR: Duration = Duration::hours(24);

/// Whose value of a field the kept client goes on with.
#[derive(Clone, Copy, Debug)]
pub struct MergeChoice {
    /// Which field.
    pub field: MergeField,
    /// Whose.
    pub from: ClientId,
}

/// A merge that is asked for.
#[derive(Clone, Debug)]
pub struct MergeInput {
    /// Who is kept, at which version.
    pub kept: (ClientId, i32),
    /// Who is merged away, at which versions.
    pub others: Vec<(ClientId, i32)>,
    /// What is chosen instead of what the fields' rules say.
    pub choices: Vec<MergeChoice>,
    /// Why.
    pub reason: String,
}

/// A merge that was done.
#[derive(Clone, Copy, Debug)]
pub struct Merged {
    /// The merge, to take it back.
    pub merge: ClientMergeId,
    /// Who was kept.
    pub kept: ClientId,
}

/// Merges clients: the kept one gets what hangs on the others, who are found nowhere from then on.
///
/// # Errors
/// Access, a second factor; not found, when one of them lies beyond the reach; a conflict when one was changed since it was read;
/// problems with what stands against it.
pub async fn merge(op: &OpContext, app: &App, input: &MergeInput) -> Result<Merged, UseCaseError> {
    let permit = op.require::<ClientMerge>()?;
    op.require_step_up()?;
    let why = reason(&input.reason)?;
    let others: Vec<ClientId> = input.others.iter().map(|(id, _)| *id).collect();
    let ids = each_once(input.kept.0, &others)?;
    let tx = app.db.begin(op).await?;
    Merges::of(&tx).hold(&ids).await?;
    let parties = Parties::read(op, &tx, &permit, &ids).await?;
    let wanted = std::iter::once(&input.kept).chain(&input.others);
    for (card, (_, version)) in parties.all().iter().zip(wanted) {
        if card.client.version != *version {
            return Err(UseCaseError::Conflict { current: card.client.version });
        }
    }
    let blocked = parties.blocked(op, &tx).await?;
    let problem = |blocked: super::MergeBlocked| Problem::whole(blocked.block.as_str(), blocked.block.sentence());
    if !blocked.is_empty() {
        return Err(UseCaseError::Invalid(blocked.into_iter().map(problem).collect()));
    }
    let winners = winners(op, &parties, &input.choices)?;
    let done = write(op, &tx, &permit, &parties, &winners).await?;
    let kept = parties.kept()?;
    let mut events = vec![kept_event(&tx, &parties, &winners, &why).await?];
    for task in &done.cancelled {
        let event = AuditEvent::on_client(AuditAction::TaskCancelled, kept.client.id, &kept.key()?);
        let state = Change::plain("state", Some("open"), Some("cancelled"));
        events.push(event.target("task", task.uuid()).changes([state]));
    }
    for card in parties.others() {
        let into = Change::plain("mergedInto", None::<String>, Some(kept.client.public_number()));
        let event = AuditEvent::on_client(AuditAction::ClientMerged, card.client.id, &card.key()?);
        events.push(event.because(&why).changes([into]).telling(EventType::ClientMerged, [card.client.id]));
    }
    tx.commit_all(events).await?;
    let client = &kept.client;
    announce(op, app, LiveKind::ClientUpdated, client.id, done.version, client.owner_id(), client.team_id()).await;
    for ClientCard { client, .. } in parties.others() {
        let (owner, team) = (client.owner_id(), client.team_id());
        announce(op, app, LiveKind::ClientArchived, client.id, client.version + 1, owner, team).await;
    }
    Ok(Merged { merge: done.merge, kept: client.id })
}

/// Whose value each field goes on with, as places among the parties.
fn winners(
    op: &OpContext,
    parties: &Parties,
    choices: &[MergeChoice],
) -> Result<Vec<(MergeField, usize)>, UseCaseError> {
    let all = parties.all();
    let mut problems = Problems::new();
    let mut chosen: Vec<(MergeField, usize)> =
        MergeField::ALL.iter().map(|field| (*field, fields::winner(all, *field))).collect();
    for choice in choices {
        let place = all.iter().position(|card| card.client.id == choice.from);
        let Some(place) = place else {
            problems.push(Problem::at("choices", "unknown_id", "Choose among the clients that are merged."));
            continue;
        };
        if !choice.field.is_chosen() {
            let how = "This field follows a rule: leave it out.";
            problems.push(Problem::at("choices", "not_choosable", how));
        } else if !all.iter().all(|card| fields::is_seen(op, card, choice.field)) {
            let how = "You cannot choose what your role does not show you in full.";
            problems.push(Problem::at("choices", "not_visible", how));
        } else if let Some(entry) = chosen.iter_mut().find(|(field, _)| *field == choice.field) {
            entry.1 = place;
        }
    }
    problems.done()?;
    Ok(chosen)
}

struct Done {
    merge: ClientMergeId,
    version: i32,
    /// Call-backs of a client who must not be called.
    cancelled: Vec<TaskId>,
}

async fn write(
    op: &OpContext,
    tx: &TenantTx,
    permit: &Permit<ClientMerge>,
    parties: &Parties,
    winners: &[(MergeField, usize)],
) -> Result<Done, UseCaseError> {
    let merges = Merges::of(tx);
    let kept = parties.kept()?;
    let (id, key) = (kept.client.id, kept.key()?);
    let mut each = Vec::with_capacity(parties.all().len());
    for card in parties.all() {
        each.push(merges.columns(card.client.id).await?);
    }
    let mut columns = times(&each);
    for (field, place) in winners.iter().filter(|(_, place)| *place > 0) {
        let (Some(card), Some(theirs)) = (parties.all().get(*place), each.get(*place)) else { continue };
        for column in fields::columns(*field) {
            let value = if SEALED.contains(column) {
                moved(tx.op().tenant().id, card, &card.key()?, id, &key, column)?
            } else {
                theirs.get(*column).cloned().unwrap_or(Value::Null)
            };
            columns.insert((*column).to_owned(), value);
        }
    }
    let mut carried = Vec::with_capacity(parties.others().len());
    for card in parties.others() {
        let (theirs, own) = (card.key()?, &key);
        let from = Keyed { client: card.client.id, key: &theirs };
        carried.push(merges.carry(permit, from, Keyed { client: id, key: own }, op.now()).await?);
        merges.point(permit, card.client.id, Some(id), op.now()).await?;
    }
    let version = merges.write(permit, id, &columns, op.now()).await?;
    let silenced = parties.all().iter().any(|card| card.client.do_not_call);
    let cancelled = match silenced {
        true => Tasks::of(tx).cancel_call_backs(permit, id, op.now()).await?,
        false => Vec::new(),
    };
    merges.follow_up(permit, id).await?;
    let names = winners.iter().find(|(field, _)| *field == MergeField::Name).and_then(|(_, n)| parties.all().get(*n));
    if let Some(named) = names.filter(|card| card.client.id != id) {
        let tokens = sealing::tokens(named.client.names.parts());
        Clients::of(tx).replace_tokens(permit, id, kept.client.number, tokens).await?;
    }
    let before = each.into_iter().next().unwrap_or_default();
    let way_back = MergeBefore { before, after: merges.columns(id).await?, carried, cancelled: cancelled.clone() };
    let merge = ClientMergeId::generate();
    let new = NewMerge { id: merge, kept: id, before: &way_back, by: op.staff_id()?, undo_until: op.now() + UNDO_FOR };
    merges.insert(permit, new, &key, op.now()).await?;
    Ok(Done { merge, version, cancelled })
}

/// Instants of the life cycle: the first registration and deposit, the last contact and sign-in.
fn times(each: &[KeptColumns]) -> KeptColumns {
    let read = |columns: &KeptColumns, name: &str| -> Option<(DateTime<Utc>, Value)> {
        let value = columns.get(name)?;
        let at = DateTime::parse_from_rfc3339(value.as_str()?).ok()?;
        Some((at.to_utc(), value.clone()))
    };
    let first = ["registered_at", "converted_at", "terms_accepted_at"];
    let last = ["last_contact_at", "last_login_at"];
    let mut found = KeptColumns::new();
    for name in first {
        let earliest = each.iter().filter_map(|columns| read(columns, name)).min_by_key(|(at, _)| *at);
        found.extend(earliest.map(|(_, value)| (name.to_owned(), value)));
    }
    for name in last {
        let latest = each.iter().filter_map(|columns| read(columns, name)).max_by_key(|(at, _)| *at);
        found.extend(latest.map(|(_, value)| (name.to_owned(), value)));
    }
    found
}

/// A sealed value of one client, sealed anew for another, as Postgres writes bytes.
fn moved(
    tenant: TenantId,
    card: &ClientCard,
    from: &ClientKey,
    to: ClientId,
    key: &ClientKey,
    column: &'static str,
) -> Result<Value, UseCaseError> {
    let Some(sealed) = fields::sealed(&card.client, column) else { return Ok(Value::Null) };
    let plain = from.open(&client_place(tenant, card.client.id, column), sealed)?;
    let anew = key.seal(&client_place(tenant, to, column), &plain)?;
    let hex: String = anew.iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(Value::String(format!("\\x{hex}")))
}

async fn kept_event(
    tx: &TenantTx,
    parties: &Parties,
    winners: &[(MergeField, usize)],
    why: &str,
) -> Result<AuditEvent, UseCaseError> {
    let kept = parties.kept()?;
    let statuses = Statuses(Settings::of(tx).statuses().await?);
    let numbers: Vec<String> = parties.others().iter().map(|card| card.client.public_number()).collect();
    let mut changes = vec![Change::plain("mergedFrom", None::<String>, Some(numbers.join(", ")))];
    for (field, place) in winners.iter().filter(|(_, place)| *place > 0) {
        if let Some(other) = parties.all().get(*place) {
            changes.push(fields::change(kept, other, *field, &statuses)?);
        }
    }
    let event = AuditEvent::on_client(AuditAction::ClientMerged, kept.client.id, &kept.key()?);
    Ok(event.because(why).changes(changes).telling(EventType::ClientChanged, [kept.client.id]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn columns(value: &Value) -> KeptColumns {
        value.as_object().cloned().unwrap_or_default()
    }

    #[test]
    fn the_first_beginning_and_the_last_contact_stay() {
        let one = columns(
            &json!({"registered_at": "2026-03-01T10:00:00+00:00", "last_contact_at": "2026-05-01T10:00:00+00:00", "converted_at": null}),
        );
        let two = columns(
            &json!({"registered_at": "2026-03-01T09:00:00+02:00", "last_contact_at": null, "converted_at": "2026-04-01T10:00:00+00:00"}),
        );
        let found = times(&[one, two]);
        assert_eq!(found.get("registered_at"), Some(&json!("2026-03-01T09:00:00+02:00")));
        assert_eq!(found.get("last_contact_at"), Some(&json!("2026-05-01T10:00:00+00:00")));
        assert_eq!(found.get("converted_at"), Some(&json!("2026-04-01T10:00:00+00:00")));
        assert_eq!(found.get("next_follow_up_at"), None);
    }
}
