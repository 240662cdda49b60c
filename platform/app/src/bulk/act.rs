//! What is done to each client, read and checked as the act on one client checks it.

use crate::UseCaseError;
use crate::client_statuses::follows;
use crm_access::kinds::ClientView;
use crm_access::{Permit, Reach};
use crm_model::{BulkActKind, Problem, StaffId, StatusKind, StatusOptionId, TagId, TeamId};
use crm_storage::{
    Clients, Owner, Scoped, SelectionGroup, Settings, SplitBy, StatusOption, StorageError, TagRow, Teams, Whom,
};
use serde::{Deserialize, Serialize};

/// An act on many clients.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BulkAct {
    /// Each client is given to the next of these people, in turn or to whoever has the fewest; to nobody when there is none.
    Assign {
        /// Who takes turns.
        owners: Vec<StaffId>,
        /// Whose active people take turns instead.
        team: Option<TeamId>,
        /// Whoever has the fewest clients gets the next one; else one after the other.
        #[serde(default)]
        fewest: bool,
        /// How many clients each of them has besides these, counted when it begins; nothing where nobody's are counted.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        held: Vec<i64>,
    },
    /// Another status of one of the two lists; `None` takes the retention status away.
    Status {
        /// Which list.
        kind: StatusKind,
        /// Which status.
        to: Option<StatusOptionId>,
    },
    /// Tags to add and to take away.
    Tags {
        /// To add.
        add: Vec<TagId>,
        /// To take away.
        remove: Vec<TagId>,
    },
    /// Put away.
    Archive,
}

/// The most people that take turns.
const OWNERS_MAX: usize = 100;
/// The most tags of a client, as the act on one client has it.
pub(super) const TAGS_MAX: usize = 20;

impl BulkAct {
    /// Its kind.
    #[must_use]
    pub const fn kind(&self) -> BulkActKind {
        match self {
            Self::Assign { .. } => BulkActKind::Assign,
            Self::Status { kind: StatusKind::Sales, .. } => BulkActKind::SalesStatus,
            Self::Status { kind: StatusKind::Retention, .. } => BulkActKind::RetentionStatus,
            Self::Tags { .. } => BulkActKind::Tags,
            Self::Archive => BulkActKind::Archive,
        }
    }

    pub(super) fn read(terms: &str) -> Result<Self, UseCaseError> {
        serde_json::from_str(terms).map_err(|_| UseCaseError::Storage(StorageError::Corrupt("client_bulk.terms")))
    }
}

/// An act with what it names, as the broker has it now.
pub(super) struct Known {
    pub act: BulkAct,
    /// Who takes turns; `None` for one who left meanwhile.
    pub turns: Vec<Option<Owner>>,
    pub statuses: Vec<StatusOption>,
    pub tags: Vec<TagRow>,
}

impl Known {
    /// How many clients each of those who take turns has; the same number for all where nobody's are counted.
    pub(super) fn held(&self) -> Vec<i64> {
        match &self.act {
            BulkAct::Assign { held, .. } if held.len() == self.turns.len() => held.clone(),
            _ => vec![0; self.turns.len()],
        }
    }

    /// Counts whose clients are counted: those of each, within the act's own reach, that are not archived and not of the
    /// selection.
    pub(super) async fn count_held(
        &mut self,
        tx: &impl Scoped,
        view: &Permit<ClientView>,
        whom: &Whom,
        reach: &Reach,
    ) -> Result<(), UseCaseError> {
        let BulkAct::Assign { owners, fewest: true, held, .. } = &mut self.act else { return Ok(()) };
        let clients = Clients::of(tx);
        let all = clients.owned_by(reach, owners).await?;
        let chosen = clients.split(view, whom, reach, SplitBy::Owner).await?;
        let moving = |owner: &StaffId| -> i64 {
            let of = |group: &&SelectionGroup| {
                group.reached && !group.archived && group.key.as_deref() == Some(owner.uuid().to_string().as_str())
            };
            chosen.iter().filter(of).map(|group| group.count).sum()
        };
        let has = |owner: &StaffId| all.iter().find(|(id, _)| id == owner).map_or(0, |(_, count)| *count);
        *held = owners.iter().map(|owner| (has(owner) - moving(owner)).max(0)).collect();
        Ok(())
    }
}

/// Checks an act before it begins. A team becomes the people that it has now, by name.
pub(super) async fn check(tx: &impl Scoped, act: &BulkAct) -> Result<Known, UseCaseError> {
    let wrong = |field, code, message| Err(Problem::at(field, code, message).under("act").into());
    let (mut act, mut turns, mut statuses, mut tags) = (act.clone(), Vec::new(), Vec::new(), Vec::new());
    match &mut act {
        BulkAct::Assign { owners, team, held, .. } => {
            held.clear();
            let all = Clients::of(tx).owners().await?;
            if let Some(team) = *team {
                if !owners.is_empty() {
                    return wrong("ownerIds", "one_of_them", "Choose people, or a team, not both.");
                }
                if Teams::of(tx).find(team).await?.is_none() {
                    return wrong("teamId", "unknown_id", "Choose a team of this broker.");
                }
                *owners = all.iter().filter(|owner| owner.team == Some(team)).map(|owner| owner.id).collect();
                if owners.is_empty() {
                    return wrong("teamId", "empty_team", "Choose a team with active people.");
                }
            }
            let mut seen = std::collections::HashSet::new();
            owners.retain(|id| seen.insert(*id));
            if owners.len() > OWNERS_MAX {
                return wrong("ownerIds", "too_many", "Choose at most 100 people.");
            }
            for id in &*owners {
                match all.iter().find(|owner| owner.id == *id) {
                    Some(owner) => turns.push(Some(owner.clone())),
                    None => return wrong("ownerIds", "unknown_id", "Choose active staff members."),
                }
            }
        }
        BulkAct::Status { kind, to } => {
            statuses = Settings::of(tx).statuses().await?;
            match *to {
                Some(to) => follows(&statuses, *kind, None, to).map(|_| ()).map_err(|p| at_status(p).under("act"))?,
                None if *kind == StatusKind::Sales => {
                    return wrong("statusId", "required", "Choose one of your sales statuses.");
                }
                None => {}
            }
        }
        BulkAct::Tags { add, remove } => {
            tags = Settings::of(tx).tags().await?;
            for list in [&mut *add, &mut *remove] {
                list.sort_unstable();
                list.dedup();
                if !list.iter().all(|id| tags.iter().any(|tag| tag.id == *id)) {
                    return wrong("addTagIds", "unknown_id", "One of the tags does not exist.");
                }
            }
            remove.retain(|id| !add.contains(id));
            if add.is_empty() && remove.is_empty() {
                return wrong("addTagIds", "required", "Choose tags to add or to take away.");
            }
            if add.len() > TAGS_MAX {
                return wrong("addTagIds", "too_many", "A client has at most 20 tags.");
            }
        }
        BulkAct::Archive => {}
    }
    Ok(Known { act, turns, statuses, tags })
}

fn at_status(problem: Problem) -> Problem {
    Problem::at("statusId", problem.code, problem.message)
}

/// Reads an act again for its job: with the names of now, and the people who take turns held.
pub(super) async fn known(tx: &crm_storage::TenantTx, terms: &str) -> Result<Known, UseCaseError> {
    let act = BulkAct::read(terms)?;
    let (mut turns, mut statuses, mut tags) = (Vec::new(), Vec::new(), Vec::new());
    match &act {
        BulkAct::Assign { owners, .. } => turns = hold(tx, owners).await?,
        BulkAct::Status { .. } => statuses = Settings::of(tx).statuses().await?,
        BulkAct::Tags { .. } => tags = Settings::of(tx).tags().await?,
        BulkAct::Archive => {}
    }
    Ok(Known { act, turns, statuses, tags })
}

/// People held in one order, so that clients follow if one of them changes his team; `None` for whoever left.
pub(super) async fn hold(tx: &crm_storage::TenantTx, people: &[StaffId]) -> Result<Vec<Option<Owner>>, UseCaseError> {
    let mut sorted = people.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    let mut held = Vec::with_capacity(sorted.len());
    for id in sorted {
        held.push((id, Clients::of(tx).hold_owner(id).await?));
    }
    let find = |id: &StaffId| held.iter().find(|(found, _)| found == id).and_then(|(_, owner)| owner.clone());
    Ok(people.iter().map(find).collect())
}
