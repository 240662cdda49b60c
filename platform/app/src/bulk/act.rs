//! What is done to each client, read and checked as the act on one client checks it.

use crate::UseCaseError;
use crate::client_statuses::follows;
use crm_model::{BulkActKind, Problem, StaffId, StatusKind, StatusOptionId, TagId, TeamId};
use crm_storage::{Clients, Owner, Scoped, Settings, StatusOption, StorageError, TagRow, Teams};
use serde::{Deserialize, Serialize};

/// An act on many clients.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BulkAct {
    /// Each client is given to the next of these people, in turn; to nobody when there is none.
    Assign {
        /// Who takes turns.
        owners: Vec<StaffId>,
        /// Whose active people take turns instead.
        team: Option<TeamId>,
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

/// Checks an act before it begins. A team becomes the people that it has now, by name.
pub(super) async fn check(tx: &impl Scoped, act: &BulkAct) -> Result<Known, UseCaseError> {
    let wrong = |field, code, message| Err(Problem::at(field, code, message).under("act").into());
    let (mut act, mut turns, mut statuses, mut tags) = (act.clone(), Vec::new(), Vec::new(), Vec::new());
    match &mut act {
        BulkAct::Assign { owners, team } => {
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
