//! One block of rows: all of it in one transaction, whose commit moves the cursor.

use super::act::{BulkAct, Known, known};
use super::decide::{Becoming, Decision, decide};
use super::right::Right;
use super::start::told;
use super::work::{BLOCK, CarryOutBulk, is_wanted};
use crate::clients::sees_archived;
use crate::long_work::int;
use crate::{App, UseCaseError};
use chrono::{DateTime, Utc};
use crm_access::OpContext;
use crm_jobs::Enqueue;
use crm_model::{AuditAction, BulkOutcome, BulkState, ClientId, EventType, TagId};
use crm_storage::{
    AuditEvent, BulkMark, BulkRecord, BulkRow, BulkUpdate, Bulks, Change, ClientRecord, Clients, Tasks, TenantTx,
};
use std::collections::HashMap;

/// How writing a block ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wrote {
    /// Another block follows.
    More,
    /// It was the last one, or the job hands on.
    Ended,
    /// The act was stopped, or another job is at work.
    Stopped,
}

/// A row whose client is to be changed.
struct Changing {
    row: BulkRow,
    client: ClientRecord,
    to: Becoming,
}

/// Works a block off; `hand_on` puts the next piece of work in, in the same commit.
pub(super) async fn block(
    app: &App,
    op: &OpContext,
    right: &Right,
    job: &CarryOutBulk,
    hand_on: bool,
) -> Result<Wrote, UseCaseError> {
    let tx = app.db.begin(op).await?;
    let bulks = Bulks::of(&tx);
    let record = bulks.hold(job.bulk).await?.ok_or(UseCaseError::NotFound("bulk act"))?;
    if !is_wanted(&record, job.work, BulkState::Running) {
        tx.abandon().await?;
        return Ok(Wrote::Stopped);
    }
    // people before clients, as the act on one client holds them
    let known = known(&tx, &record.terms).await?;
    let rows = bulks.behind(record.id, &[BulkOutcome::Waiting], record.next_row - 1, BLOCK).await?;
    let (first, last) = (rows.first().map_or(0, |row| row.n), rows.last().map_or(record.total, |row| row.n));
    let ends = u32::try_from(rows.len()).is_ok_and(|n| n < BLOCK);
    let ids: Vec<ClientId> = rows.iter().filter_map(|row| row.client).collect();
    Clients::of(&tx).hold_many(&ids).await?;
    let found = right.reached(&tx, op.person(), &ids, sees_archived(op)).await?;
    let mut found: HashMap<ClientId, ClientRecord> = found.into_iter().map(|client| (client.id, client)).collect();
    let began = usize::try_from(record.turn).unwrap_or(0);
    let mut turn = began;
    let (mut changing, mut marks, mut counts) = (Vec::new(), Vec::new(), [0_i32; 3]);
    for row in rows {
        let decision = match row.client {
            None => Decision::Refused("gone"),
            Some(id) => match found.get(&id) {
                None => Decision::Refused("not_reached"),
                Some(client) => decide(&known, client, row.client_version, &mut turn),
            },
        };
        let [changed, same, refused] = &mut counts;
        match (decision, row.client.and_then(|id| found.remove(&id))) {
            (Decision::Change(to), Some(client)) => {
                *changed += 1;
                changing.push(Changing { row, client, to: *to });
            }
            (Decision::Same, _) => {
                *same += 1;
                marks.push(plain(&row, BulkOutcome::Same, None));
            }
            (Decision::Refused(code), _) => {
                *refused += 1;
                marks.push(plain(&row, BulkOutcome::Refused, Some(code)));
            }
            (Decision::Change(_), None) => return Err(UseCaseError::Internal("a client that was found is gone")),
        }
    }
    let mut update = BulkUpdate::default().wrote(counts, int(turn - began)).next_row(last + 1);
    let mut events = Vec::new();
    if first > 0 {
        let done: Vec<ClientId> = changing.iter().map(|each| each.client.id).collect();
        let event = event(&tx, &record, &known, (first, last), counts, done)?;
        marks.extend(apply(&tx, right, &known, changing, op.now()).await?);
        bulks.mark(record.id, event.id(), marks).await?;
        events.push(event);
    }
    if ends {
        update = update.state(BulkState::Done).ended_at(op.now());
        events.push(finished(&record, counts));
    } else if hand_on {
        tx.put(job).await?;
    }
    bulks.update(record.id, update).await?;
    tx.commit_all(events).await?;
    Ok(if ends || hand_on { Wrote::Ended } else { Wrote::More })
}

fn plain(row: &BulkRow, outcome: BulkOutcome, code: Option<&'static str>) -> BulkMark {
    let (n, client_version) = (row.n, row.client_version);
    BulkMark { n, outcome, code, client_version, was: None, became: None, before: None }
}

fn number(name: &'static str, value: i32) -> Change {
    Change::plain(name, None::<String>, Some(value.to_string()))
}

/// One event tells of a block: what was set, how many, and to websites of whom.
fn event(
    tx: &TenantTx,
    record: &BulkRecord,
    known: &Known,
    (first, last): (i32, i32),
    [changed, same, refused]: [i32; 3],
    done: Vec<ClientId>,
) -> Result<AuditEvent, UseCaseError> {
    let mut event = AuditEvent::on(AuditAction::BulkWritten, "client_bulk", record.id.uuid()).changes(told(known));
    event = event.changes([
        Change::plain("rows", None::<String>, Some(format!("{first}-{last}"))),
        number("changed", changed),
        number("same", same),
        number("refused", refused),
    ]);
    if let Some(why) = record.reason(crm_storage::Scoped::keys(tx))? {
        event = event.because(why);
    }
    Ok(match known.act {
        BulkAct::Status { .. } => event.telling(EventType::ClientStatusChanged, done),
        BulkAct::Archive => event.telling(EventType::ClientArchived, done),
        BulkAct::Assign { .. } | BulkAct::Tags { .. } => event,
    })
}

fn finished(record: &BulkRecord, [changed, same, refused]: [i32; 3]) -> AuditEvent {
    let [all_changed, all_same, all_refused] = record.written;
    AuditEvent::on(AuditAction::BulkFinished, "client_bulk", record.id.uuid()).changes([
        number("all_changed", all_changed + changed),
        number("all_same", all_same + same),
        number("all_refused", all_refused + refused),
    ])
}

/// Writes what a block comes to, set by set; gives what becomes of its rows.
async fn apply(
    tx: &TenantTx,
    right: &Right,
    known: &Known,
    mut changing: Vec<Changing>,
    now: DateTime<Utc>,
) -> Result<Vec<BulkMark>, UseCaseError> {
    if changing.is_empty() {
        return Ok(Vec::new());
    }
    let clients = Clients::of(tx);
    let ids: Vec<ClientId> = changing.iter().map(|each| each.client.id).collect();
    let versions = match (&known.act, right) {
        (BulkAct::Assign { .. }, Right::Assign(permit)) => {
            let owner = |each: &Changing| each.to.owner.as_ref().map(|owner| owner.id);
            let moves: Vec<_> =
                changing.iter().map(|each| (each.client.id, each.client.owner_id(), owner(each))).collect();
            let mut along: HashMap<ClientId, Vec<_>> = HashMap::new();
            for (client, task) in Tasks::of(tx).hand_over_many(permit, &moves, now).await? {
                along.entry(client).or_default().push(task);
            }
            for each in &mut changing {
                each.to.before.tasks = along.remove(&each.client.id).unwrap_or_default();
            }
            let team = |each: &Changing| each.to.owner.as_ref().and_then(|owner| owner.team);
            let all: Vec<_> = changing.iter().map(|each| (each.client.id, owner(each), team(each))).collect();
            clients.assign_many(permit, &all, now).await?
        }
        (BulkAct::Status { kind, to }, Right::Edit(permit)) => {
            let all: Vec<_> = ids.iter().map(|id| (*id, *to)).collect();
            clients.set_status_many(permit, *kind, &all, now).await?
        }
        (BulkAct::Tags { .. }, Right::Edit(permit)) => {
            let pairs = |of: fn(&Becoming) -> &Vec<TagId>| -> Vec<(ClientId, TagId)> {
                changing.iter().flat_map(|each| of(&each.to).iter().map(|tag| (each.client.id, *tag))).collect()
            };
            let (added, removed) = (pairs(|to| &to.before.added), pairs(|to| &to.before.removed));
            clients.change_tags_many(permit, &ids, &added, &removed, now).await?
        }
        (BulkAct::Archive, Right::Archive(permit)) => clients.put_away_many(permit, &ids, Some(now), now).await?,
        _ => return Err(UseCaseError::Internal("an act under another act's right")),
    };
    let versions: HashMap<ClientId, i32> = versions.into_iter().collect();
    let mark = |each: Changing| {
        let left = versions.get(&each.client.id).copied();
        let before = serde_json::to_string(&each.to.before).map_err(|_| UseCaseError::Internal("a picture"))?;
        Ok(BulkMark {
            n: each.row.n,
            outcome: BulkOutcome::Changed,
            code: None,
            client_version: left.ok_or(UseCaseError::Internal("a held client is gone"))?,
            was: each.to.was,
            became: each.to.became,
            before: Some(before),
        })
    };
    changing.into_iter().map(mark).collect()
}
