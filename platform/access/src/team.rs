use crm_model::{StaffId, TeamId};
use std::collections::BTreeMap;

/// A team as far as reach needs it.
#[derive(Clone, Copy, Debug)]
pub struct TeamNode {
    /// The team.
    pub id: TeamId,
    /// The team above.
    pub parent: Option<TeamId>,
    /// Who leads it.
    pub leader: Option<StaffId>,
}

/// Why a team is among those that reach `team` covers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TeamPath {
    /// Whether the person leads the first team of the path, or only belongs to it.
    pub leads: bool,
    /// From the person's team down to the team, both included.
    pub path: Vec<TeamId>,
}

/// The teams that reach `team` covers, each with the way to it: those that one leads, with all below; without any, one's own.
pub(crate) fn reached(me: Option<StaffId>, own: Option<TeamId>, teams: &[TeamNode]) -> BTreeMap<TeamId, TeamPath> {
    let led = teams.iter().filter(|t| t.leader.is_some() && t.leader == me);
    let mut reached: BTreeMap<TeamId, TeamPath> =
        led.map(|t| (t.id, TeamPath { leads: true, path: vec![t.id] })).collect();
    if reached.is_empty() {
        return own.into_iter().map(|team| (team, TeamPath { leads: false, path: vec![team] })).collect();
    }
    loop {
        let below: Vec<(TeamId, TeamPath)> = teams
            .iter()
            .filter(|t| !reached.contains_key(&t.id))
            .filter_map(|t| {
                let above = reached.get(&t.parent?)?;
                let path = above.path.iter().copied().chain([t.id]).collect();
                Some((t.id, TeamPath { leads: above.leads, path }))
            })
            .collect();
        if below.is_empty() {
            return reached;
        }
        reached.extend(below);
    }
}
