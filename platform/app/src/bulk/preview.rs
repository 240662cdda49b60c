//! What an act would do, counted under the rules and the reach that it will have.

use super::act::{BulkAct, Known, TAGS_MAX, check};
use super::right::Right;
use super::turns::shares;
use super::whom::{WhomInput, nobody, too_many, understand};
use crate::UseCaseError;
use crate::client_statuses::follows;
use crm_access::OpContext;
use crm_access::kinds::ClientView;
use crm_model::{StatusKind, StatusOptionId};
use crm_storage::{Clients, Owner, SELECT_MAX, Scoped, SelectionGroup, SplitBy};
use std::collections::BTreeMap;
use uuid::Uuid;

/// What an act would do.
#[derive(Clone, Debug, Default)]
pub struct BulkPreview {
    /// Clients of the selection.
    pub selected: i64,
    /// Clients that would be changed. When several people take turns, those that one of them has already are among them.
    pub change: i64,
    /// Clients with nothing to do.
    pub same: i64,
    /// Clients that would be left, by reason, the most first.
    pub refused: Vec<(&'static str, i64)>,
    /// How many clients each person would have of them.
    pub shares: Vec<(Owner, i64)>,
}

/// Counts what an act would do to a selection.
///
/// # Errors
/// Access; a selection or an act that does not fit; too many clients, or none.
pub async fn preview(
    op: &OpContext,
    tx: &impl Scoped,
    whom: &WhomInput,
    act: &BulkAct,
) -> Result<BulkPreview, UseCaseError> {
    let view = op.require::<ClientView>()?;
    let right = Right::of(op, act.kind())?;
    let mut known = check(tx, act).await?;
    let Some(whom) = understand(op, tx, &view, whom).await? else { return Err(nobody()) };
    known.count_held(tx, &view, &whom, right.reach()).await?;
    let most = i64::try_from(TAGS_MAX).unwrap_or(i64::MAX);
    let by = match &known.act {
        BulkAct::Assign { .. } => SplitBy::Owner,
        BulkAct::Status { kind, .. } => SplitBy::Status(*kind),
        BulkAct::Tags { add, remove } => SplitBy::Tags(add, remove, most),
        BulkAct::Archive => SplitBy::Nothing,
    };
    let groups = Clients::of(tx).split(&view, &whom, right.reach(), by).await?;
    let preview = counted(&known, &groups);
    match preview.selected {
        0 => Err(nobody()),
        n if n > SELECT_MAX => Err(too_many()),
        _ => Ok(preview),
    }
}

fn counted(known: &Known, groups: &[SelectionGroup]) -> BulkPreview {
    let mut preview = BulkPreview::default();
    let mut refused: BTreeMap<&'static str, i64> = BTreeMap::new();
    for group in groups {
        preview.selected += group.count;
        match judged(known, group) {
            Ok(true) => preview.change += group.count,
            Ok(false) => preview.same += group.count,
            Err(code) => *refused.entry(code).or_default() += group.count,
        }
    }
    preview.refused = refused.into_iter().collect();
    preview.refused.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let turns = preview.change + if known.turns.len() == 1 { preview.same } else { 0 };
    preview.shares = known.turns.iter().flatten().cloned().zip(shares(&known.held(), turns)).collect();
    preview
}

/// Whether the clients of a group would be changed, or have nothing to do; or why they would be left.
fn judged(known: &Known, group: &SelectionGroup) -> Result<bool, &'static str> {
    let uuid = group.key.as_deref().and_then(|key| Uuid::parse_str(key).ok());
    if !group.reached {
        return Err("not_reached");
    }
    if group.archived {
        return if known.act == BulkAct::Archive { Ok(false) } else { Err("archived") };
    }
    match &known.act {
        BulkAct::Archive => Ok(true),
        BulkAct::Assign { .. } => Ok(match known.turns.as_slice() {
            [] => uuid.is_some(),
            [one] => one.as_ref().map(|owner| owner.id.uuid()) != uuid,
            _ => true,
        }),
        BulkAct::Status { kind, to } => {
            let present = uuid.map(StatusOptionId::from_uuid);
            may_follow(known, *kind, present, *to)
        }
        BulkAct::Tags { .. } => match group.key.as_deref() {
            Some("same") => Ok(false),
            Some("full") => Err("too_many_tags"),
            _ => Ok(true),
        },
    }
}

fn may_follow(
    known: &Known,
    kind: StatusKind,
    present: Option<StatusOptionId>,
    to: Option<StatusOptionId>,
) -> Result<bool, &'static str> {
    if present == to {
        return Ok(false);
    }
    match to {
        Some(to) => follows(&known.statuses, kind, present, to).map(|_| true).map_err(|problem| problem.code),
        None => Ok(true),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crm_model::StaffId;

    fn group(reached: bool, archived: bool, key: Option<String>, count: i64) -> SelectionGroup {
        SelectionGroup { reached, archived, key, count }
    }

    fn owner(name: &str) -> Owner {
        Owner { id: StaffId::generate(), name: name.to_owned(), team: None }
    }

    #[test]
    fn turns_are_even_and_one_owner_keeps_what_he_has() {
        let people = [owner("Ana"), owner("Tom"), owner("Uma")];
        let act = BulkAct::Assign {
            owners: people.iter().map(|owner| owner.id).collect(),
            team: None,
            fewest: true,
            held: Vec::new(),
        };
        let turns = people.iter().cloned().map(Some).collect();
        let mut known = Known { act, turns, statuses: Vec::new(), tags: Vec::new() };
        let ana = people[0].id.uuid().to_string();
        let groups = [group(true, false, Some(ana), 4), group(true, false, None, 6), group(false, false, None, 3)];
        let seen = counted(&known, &groups);
        assert_eq!((seen.selected, seen.change, seen.same), (13, 10, 0));
        assert_eq!(seen.refused, [("not_reached", 3)]);
        assert_eq!(seen.shares.iter().map(|(_, n)| *n).collect::<Vec<_>>(), [4, 3, 3]);
        // Ana has two besides these, Tom none, Uma five
        if let BulkAct::Assign { held, .. } = &mut known.act {
            *held = vec![2, 0, 5];
        }
        assert_eq!(counted(&known, &groups).shares.iter().map(|(_, n)| *n).collect::<Vec<_>>(), [4, 6, 0]);
        known.turns.truncate(1);
        let seen = counted(&known, &groups);
        assert_eq!((seen.change, seen.same, seen.shares[0].1), (6, 4, 10));
    }

    #[test]
    fn archived_clients_are_left_by_everything_but_archiving() {
        let known = |act| Known { act, turns: Vec::new(), statuses: Vec::new(), tags: Vec::new() };
        let groups = [group(true, true, Some("change".to_owned()), 2), group(true, false, Some("full".to_owned()), 1)];
        let tags = counted(&known(BulkAct::Tags { add: Vec::new(), remove: Vec::new() }), &groups);
        assert_eq!(tags.refused, [("archived", 2), ("too_many_tags", 1)]);
        let archive = counted(&known(BulkAct::Archive), &groups);
        assert_eq!((archive.change, archive.same), (1, 2));
    }
}
