//! What an act makes of one client: the rules of the act on one client, without input or output.

use super::act::{BulkAct, Known, TAGS_MAX};
use super::turns::taker;
use crate::client_statuses::follows;
use crm_model::{StaffId, StatusKind, StatusOptionId, TagId, TaskId};
use crm_storage::{ClientRecord, Owner};
use serde::{Deserialize, Serialize};

/// How a client stood, as ids, for undo.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Before {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<StaffId>,
    /// Follow-ups that went along with the client.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tasks: Vec<TaskId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<StatusOptionId>,
    /// Tags that were added.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub added: Vec<TagId>,
    /// Tags that were taken away.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub removed: Vec<TagId>,
}

/// What an act makes of one client.
#[derive(Clone, Debug)]
pub(super) enum Decision {
    Change(Box<Becoming>),
    Same,
    Refused(&'static str),
}

/// A client on the way to what the act makes of him.
#[derive(Clone, Debug)]
pub(super) struct Becoming {
    pub before: Before,
    /// The new owner, for an assignment; nobody with `None`.
    pub owner: Option<Owner>,
    pub was: Option<String>,
    pub became: Option<String>,
}

/// What is told of each reason. Reasons tell nothing of clients that the caller does not reach.
#[must_use]
pub fn message(code: &str) -> &'static str {
    match code {
        "not_reached" => "Your role does not reach this client for this change, or the client is archived.",
        "archived" => "The client is archived. Restore it first.",
        "changed" => "The client was changed after you began. Look at it again.",
        "gone" => "The client is not there any more.",
        "status_step" => "This status may not follow the present one.",
        "retired_status" => "The status is no longer in use.",
        "unknown_id" => "The status or the tag is not there any more.",
        "too_many_tags" => "A client has at most 20 tags.",
        "owner_left" => "The person is no longer active.",
        _ => "The client was left as it is.",
    }
}

/// Decides about a client as he was found within reach. `turn` counts the clients that took a turn, and moves on with each.
pub(super) fn decide(known: &Known, client: &ClientRecord, chosen_version: i32, turn: &mut usize) -> Decision {
    let archived = client.archived_at.is_some();
    if known.act == BulkAct::Archive && archived {
        return Decision::Same;
    }
    if archived {
        return Decision::Refused("archived");
    }
    let decision = match &known.act {
        BulkAct::Assign { .. } => assign(known, client, turn),
        BulkAct::Status { kind, to } => status(known, client, *kind, *to),
        BulkAct::Tags { add, remove } => tags(known, client, add, remove),
        BulkAct::Archive => change(Before::default(), None, None, None),
    };
    match decision {
        Decision::Change(_) if client.version != chosen_version => Decision::Refused("changed"),
        decision => decision,
    }
}

fn change(before: Before, owner: Option<Owner>, was: Option<String>, became: Option<String>) -> Decision {
    Decision::Change(Box::new(Becoming { before, owner, was, became }))
}

fn assign(known: &Known, client: &ClientRecord, turn: &mut usize) -> Decision {
    let next = match known.turns.len() {
        0 => None,
        _ => {
            let place = taker(&known.held(), i64::try_from(*turn).unwrap_or(i64::MAX));
            let next = known.turns.get(place).cloned().flatten();
            *turn += 1;
            let Some(next) = next else { return Decision::Refused("owner_left") };
            Some(next)
        }
    };
    if next.as_ref().map(|owner| owner.id) == client.owner_id() {
        return Decision::Same;
    }
    let before = Before { owner: client.owner_id(), ..Before::default() };
    let (was, became) = (client.owner.as_ref().map(|(_, name)| name.clone()), next.as_ref().map(|o| o.name.clone()));
    change(before, next, was, became)
}

fn status(known: &Known, client: &ClientRecord, kind: StatusKind, to: Option<StatusOptionId>) -> Decision {
    let present = match kind {
        StatusKind::Sales => Some(client.sales_status),
        StatusKind::Retention => client.retention_status,
    };
    if present == to {
        return Decision::Same;
    }
    if let Some(to) = to
        && let Err(problem) = follows(&known.statuses, kind, present, to)
    {
        return Decision::Refused(problem.code);
    }
    let name = |id: Option<StatusOptionId>| {
        known.statuses.iter().find(|status| Some(status.id) == id).map(|status| status.name.clone())
    };
    change(Before { status: present, ..Before::default() }, None, name(present), name(to))
}

fn tags(known: &Known, client: &ClientRecord, add: &[TagId], remove: &[TagId]) -> Decision {
    let added: Vec<TagId> = add.iter().copied().filter(|tag| !client.tags.contains(tag)).collect();
    let removed: Vec<TagId> = remove.iter().copied().filter(|tag| client.tags.contains(tag)).collect();
    if added.is_empty() && removed.is_empty() {
        return Decision::Same;
    }
    if !added.iter().all(|tag| known.tags.iter().any(|row| row.id == *tag)) {
        return Decision::Refused("unknown_id");
    }
    if client.tags.len() + added.len() - removed.len() > TAGS_MAX {
        return Decision::Refused("too_many_tags");
    }
    let names = |tags: &[TagId]| {
        let names: Vec<&str> =
            known.tags.iter().filter(|row| tags.contains(&row.id)).map(|row| row.name.as_str()).collect();
        (!names.is_empty()).then(|| names.join(", "))
    };
    let (was, became) = (names(&removed), names(&added));
    change(Before { added, removed, ..Before::default() }, None, was, became)
}
