//! To whom new clients are given: in turn, each as often as the others.

use super::mapping::Assignment;
use crate::UseCaseError;
use crm_model::{ImportAssignMode, Problem, StaffId};
use crm_storage::{Clients, Owner, Scoped, Teams, TenantTx};

/// Those who take turns, active ones only.
pub(super) async fn turns(tx: &impl Scoped, assign: &Assignment) -> Result<Vec<Owner>, UseCaseError> {
    if assign.mode == ImportAssignMode::Nobody {
        return Ok(Vec::new());
    }
    let all = Clients::of(tx).owners().await?;
    Ok(match assign.mode {
        ImportAssignMode::Nobody => Vec::new(),
        ImportAssignMode::Team => {
            all.into_iter().filter(|owner| owner.team.is_some() && owner.team == assign.team).collect()
        }
        ImportAssignMode::Agent | ImportAssignMode::RoundRobin => {
            let find = |id: &StaffId| all.iter().find(|owner| owner.id == *id).cloned();
            assign.owners.iter().filter_map(find).collect()
        }
    })
}

/// What is wrong with an assignment, if anything.
pub(super) async fn check(tx: &impl Scoped, assign: &Assignment) -> Result<Option<Problem>, UseCaseError> {
    let wrong = |code, message| Ok(Some(Problem::at("ownerIds", code, message).under("assignment")));
    if let Some(team) = assign.team
        && Teams::of(tx).find(team).await?.is_none()
    {
        return Ok(Some(Problem::at("teamId", "unknown_id", "Choose a team of this broker.").under("assignment")));
    }
    let found = turns(tx, assign).await?.len();
    match assign.mode {
        ImportAssignMode::Nobody => Ok(None),
        ImportAssignMode::Agent if assign.owners.len() != 1 => wrong("one_owner", "Choose exactly one person."),
        ImportAssignMode::RoundRobin if assign.owners.is_empty() || assign.owners.len() > 100 => {
            wrong("owners", "Choose 1 to 100 people.")
        }
        ImportAssignMode::Team if found == 0 => wrong("empty_team", "Choose a team with active people."),
        ImportAssignMode::Agent | ImportAssignMode::RoundRobin if found != assign.owners.len() => {
            wrong("unknown_id", "Choose active staff members.")
        }
        _ => Ok(None),
    }
}

/// How many of `count` clients each gets, in turn from `from` on.
pub(super) fn shares(owners: usize, count: i32) -> Vec<i32> {
    let people = i32::try_from(owners).unwrap_or(i32::MAX).max(1);
    (0..people).take(owners).map(|place| count / people + i32::from(place < count % people)).collect()
}

/// Whose turn it is; held, so that the client follows if he changes his team. Nobody's when he has left meanwhile.
pub(super) async fn hold(tx: &TenantTx, turns: &[Owner]) -> Result<Vec<Option<Owner>>, UseCaseError> {
    let mut held = Vec::with_capacity(turns.len());
    for owner in turns {
        held.push(Clients::of(tx).hold_owner(owner.id).await?);
    }
    Ok(held)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_even_and_whole() {
        assert_eq!(shares(3, 10), [4, 3, 3]);
        assert_eq!(shares(2, 0), [0, 0]);
        assert_eq!(shares(0, 5), [0_i32; 0]);
    }
}
