//! A merge is taken back: everybody stands as he stood. What prevents it is named, and nothing is done then.

use super::act::Merged;
use super::party::Parties;
use crate::clients::{announce, may_view, sealing};
use crate::{App, UseCaseError};
use crm_access::OpContext;
use crm_access::kinds::ClientMerge;
use crm_cache::LiveKind;
use crm_model::{AuditAction, ClientMergeId, EventType, MergeBlock, Problem, Problems};
use crm_storage::{
    AuditEvent, Change, ClientRecord, Clients, CustomFields, KeptColumns, Keyed, MergeBefore, Merges, Scoped, Tasks,
    TenantTx, covers,
};
use serde_json::Value;

/// What goes on by itself: it is left as it is when it went on, and prevents nothing.
const GOES_ON: [&str; 2] = ["last_contact_at", "last_login_at"];

/// Takes a merge back within 24 hours: by whoever may merge, if the kept client and the others, as they stood, lie within his
/// reach.
///
/// # Errors
/// Access, a second factor; not found; problems `undone`, `undo_over`, `changed`, `moved_on`, and what stands against a merge.
pub async fn undo(op: &OpContext, app: &App, id: ClientMergeId) -> Result<Merged, UseCaseError> {
    let permit = op.require::<ClientMerge>()?;
    op.require_step_up()?;
    let tx = app.db.begin(op).await?;
    let merges = Merges::of(&tx);
    let missing = || UseCaseError::NotFound("merge");
    let seen = merges.find(id).await?.ok_or_else(missing)?;
    let everybody: Vec<_> = std::iter::once(seen.kept).chain(seen.others.iter().copied()).collect();
    merges.hold(&everybody).await?;
    let record = merges.find(id).await?.ok_or_else(missing)?;
    let parties = Parties::read(op, &tx, &permit, &[record.kept]).await.map_err(|error| match error {
        UseCaseError::NotFound(_) => missing(),
        other => other,
    })?;
    let view = may_view(op)?;
    let others = Clients::of(&tx).held_many(&permit, op.person(), &record.others).await?;
    if !others.iter().all(|client| covers(permit.reach(), client) && covers(view.reach(), client)) {
        return Err(missing());
    }
    if record.undone_at.is_some() {
        return Err(Problem::whole("undone", "This merge was taken back already.").into());
    }
    if record.is_over(op.now()) {
        return Err(Problem::whole("undo_over", "A merge can be taken back for 24 hours.").into());
    }
    let kept = parties.kept()?;
    let key = kept.key()?;
    let way_back = record.before(op.tenant().id, &key)?;
    let columns = prevented(&tx, &parties, &others, &way_back).await?;
    for carried in &way_back.carried {
        let other = others.iter().find(|client| client.id.uuid() == carried.client).ok_or_else(missing)?;
        let theirs = other.key(tx.keys())?;
        let (from, to) = (Keyed { client: kept.client.id, key: &key }, Keyed { client: other.id, key: &theirs });
        merges.point(&permit, other.id, None, op.now()).await?;
        merges.carry_back(&permit, from, carried, to).await?;
    }
    let opened = Tasks::of(&tx).open_cancelled(&permit, &way_back.cancelled, op.now()).await?;
    let version = merges.write(&permit, kept.client.id, &columns, op.now()).await?;
    for client in &everybody {
        merges.follow_up(&permit, *client).await?;
    }
    if columns.contains_key("name_key") {
        let names = ["first_name", "middle_name", "last_name", "company_name"];
        let parts = names.iter().filter_map(|name| way_back.before.get(*name).and_then(Value::as_str));
        let tokens = sealing::tokens(parts);
        Clients::of(&tx).replace_tokens(&permit, kept.client.id, kept.client.number, tokens).await?;
    }
    merges.mark_undone(&permit, id, op.now()).await?;
    let mut events = events(&tx, &parties, &others)?;
    for (task, client) in opened {
        let whose = others.iter().find(|other| other.id == client);
        let key = whose.map_or_else(|| kept.key(), |other| other.key(tx.keys()))?;
        let state = Change::plain("state", Some("cancelled"), Some("open"));
        let event = AuditEvent::on_client(AuditAction::TaskReopened, client, &key).target("task", task.uuid());
        events.push(event.changes([state]));
    }
    tx.commit_all(events).await?;
    let client = &kept.client;
    announce(op, app, LiveKind::ClientUpdated, client.id, version, client.owner_id(), client.team_id()).await;
    for other in &others {
        let (owner, team) = (other.owner_id(), other.team_id());
        announce(op, app, LiveKind::ClientUpdated, other.id, other.version + 1, owner, team).await;
    }
    Ok(Merged { merge: id, kept: client.id })
}

/// The columns that go back, unless something prevents it.
async fn prevented(
    tx: &TenantTx,
    parties: &Parties,
    others: &[ClientRecord],
    way_back: &MergeBefore,
) -> Result<KeptColumns, UseCaseError> {
    let merges = Merges::of(tx);
    let kept = &parties.kept()?.client;
    let mut problems = Problems::new();
    if kept.archived_at.is_some() {
        problems.push(Problem::whole(MergeBlock::Archived.as_str(), MergeBlock::Archived.sentence()));
    }
    let now = merges.columns(kept.id).await?;
    let mut columns = KeptColumns::new();
    let mut changed = Vec::new();
    for (name, before) in &way_back.before {
        let after = way_back.after.get(name);
        if after == Some(before) {
            continue;
        }
        // written anew from the open tasks, where somebody has any
        if now.get(name) == after || name == "next_follow_up_at" {
            columns.insert(name.clone(), before.clone());
        } else if !GOES_ON.contains(&name.as_str()) {
            changed.push(name.trim_end_matches("_sealed").trim_end_matches("_id").replace('_', " "));
        }
    }
    changed.extend(own_fields_changed(tx, parties, others, way_back).await?);
    if !changed.is_empty() {
        let what = changed.join(", ");
        let how = format!("The merge set this, and somebody changed it since: {what}. Undo would lose that.");
        problems.push(Problem::whole("changed", how));
    }
    for carried in &way_back.carried {
        if !merges.is_whole(kept.id, carried).await? {
            let how = "A contact, a note, a task or a trading account that was merged is no longer with this client.";
            problems.push(Problem::whole("moved_on", how));
            break;
        }
    }
    for (_, block) in merges.blocks(&[kept.id]).await? {
        problems.push(Problem::whole(block.as_str(), block.sentence()));
    }
    problems.done()?;
    Ok(columns)
}

/// The broker's own fields that the merge filled and somebody changed since, by their labels.
async fn own_fields_changed(
    tx: &TenantTx,
    parties: &Parties,
    others: &[ClientRecord],
    way_back: &MergeBefore,
) -> Result<Vec<String>, UseCaseError> {
    let (merges, kept) = (Merges::of(tx), parties.kept()?);
    let key = kept.key()?;
    let mut changed = Vec::new();
    for carried in way_back.carried.iter().filter(|carried| !carried.own_fields.is_empty()) {
        let Some(other) = others.iter().find(|client| client.id.uuid() == carried.client) else { continue };
        let theirs = other.key(tx.keys())?;
        let (from, to) = (Keyed { client: other.id, key: &theirs }, Keyed { client: kept.client.id, key: &key });
        changed.extend(merges.changed_own_fields(from, to, &carried.own_fields).await?);
    }
    if changed.is_empty() {
        return Ok(Vec::new());
    }
    let fields = CustomFields::of(tx).all().await?;
    Ok(fields.into_iter().filter(|field| changed.contains(&field.id)).map(|field| field.label).collect())
}

fn events(tx: &TenantTx, parties: &Parties, others: &[ClientRecord]) -> Result<Vec<AuditEvent>, UseCaseError> {
    let kept = parties.kept()?;
    let numbers: Vec<String> = others.iter().map(ClientRecord::public_number).collect();
    let gone = Change::plain("mergedFrom", Some(numbers.join(", ")), None::<String>);
    let event = AuditEvent::on_client(AuditAction::ClientMergeUndone, kept.client.id, &kept.key()?);
    let mut events = vec![event.changes([gone]).telling(EventType::ClientChanged, [kept.client.id])];
    for other in others {
        let back = Change::plain("mergedInto", Some(kept.client.public_number()), None::<String>);
        let event = AuditEvent::on_client(AuditAction::ClientMergeUndone, other.id, &other.key(tx.keys())?);
        events.push(event.changes([back]).telling(EventType::ClientRestored, [other.id]));
    }
    Ok(events)
}
