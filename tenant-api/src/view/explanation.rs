//! Why somebody sees a client, or does not, as it leaves: facts with names, which the portal puts into words.

use crate::view::client::{StaffRef, TeamRef};
use crate::view::enums::{FieldClass, Reach, Relation, Visibility};
use crate::view::staff::RoleRef;
use async_graphql::{Enum, ID, SimpleObject};
use chrono::{DateTime, Utc};
use crm_access::{ActWhy, FieldWhy, GrantWhy, RelationTo, Tie};
use crm_app::explain::Explanation;
use crm_model::{RoleId, TeamId};

/// What ties a person to a client, so that a grant holds.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum TieKind {
    /// The grant is over all clients.
    Whole,
    /// The person owns the client.
    Owner,
    /// The person covers the absent colleague who owns it.
    Cover,
    /// The person takes part in it.
    Participant,
    /// It belongs to a team that the person leads or belongs to.
    Team,
}

/// What else keeps a person from a client.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crm_app::explain::Obstacle")]
pub enum AccessObstacle {
    NotActive,
    Archived,
}

/// What makes a grant hold.
#[derive(Clone, Debug, SimpleObject)]
pub struct AccessTie {
    kind: TieKind,
    /// The absent colleague, for a cover.
    colleague: Option<StaffRef>,
    /// From the person's team down to the client's, for a team.
    teams: Vec<TeamRef>,
    /// Whether the person leads the first of these teams.
    leads: bool,
}

/// One role's grant.
#[derive(Clone, Debug, SimpleObject)]
pub struct AccessGrant {
    role: RoleRef,
    reach: Reach,
    /// Empty: the client lies beyond this grant.
    ties: Vec<AccessTie>,
}

/// Whether the person sees the client, and by which roles.
#[derive(Clone, Debug, SimpleObject)]
pub struct AccessView {
    may: bool,
    grants: Vec<AccessGrant>,
    denied_by: Vec<RoleRef>,
}

/// One role's grant of an act, and whether it holds for the client.
#[derive(Clone, Debug, SimpleObject)]
pub struct AccessActGrant {
    role: RoleRef,
    reach: Reach,
    holds: bool,
}

/// Whether the person may do something with the client, and by which roles.
#[derive(Clone, Debug, SimpleObject)]
pub struct AccessAct {
    permission: String,
    sentence: String,
    may: bool,
    /// Whether each use asks for a fresh second factor as well.
    step_up: bool,
    grants: Vec<AccessActGrant>,
    denied_by: Vec<RoleRef>,
}

/// What one role shows of a class of fields.
#[derive(Clone, Debug, SimpleObject)]
pub struct AccessFieldWord {
    role: RoleRef,
    relation: Relation,
    visibility: Visibility,
    /// Whether it is what decides.
    decides: bool,
}

/// How much of a class of fields the person sees on this client.
#[derive(Clone, Debug, SimpleObject)]
pub struct AccessField {
    field: FieldClass,
    visibility: Visibility,
    words: Vec<AccessFieldWord>,
    denied_by: Vec<RoleRef>,
}

/// The client that is spoken of.
#[derive(Clone, Debug, SimpleObject)]
pub struct ExplainedClient {
    id: ID,
    number: String,
    display_name: String,
    owner: Option<StaffRef>,
    team: Option<TeamRef>,
}

/// Why a person sees a client, or does not, at one moment.
#[derive(Clone, Debug, SimpleObject)]
pub struct AccessExplanation {
    client: ExplainedClient,
    person: StaffRef,
    at: DateTime<Utc>,
    sees: bool,
    obstacles: Vec<AccessObstacle>,
    /// The person's roles, with those that are over.
    roles: Vec<RoleRef>,
    /// How the person stands to the client, as far as fields look at it.
    relations: Vec<Relation>,
    view: AccessView,
    /// Nothing unless the client is seen.
    acts: Vec<AccessAct>,
    /// Nothing unless the client is seen.
    fields: Vec<AccessField>,
}

impl From<Explanation> for AccessExplanation {
    fn from(answer: Explanation) -> Self {
        let held = |to: RelationTo| to.held().map(Relation::from).collect();
        Self {
            client: ExplainedClient {
                id: ID(answer.client.id.to_string()),
                number: answer.client.public_number(),
                display_name: answer.client.display_name.clone(),
                owner: answer.client.owner.clone().map(|(id, name)| StaffRef { id: ID(id.to_string()), name }),
                team: answer.client.team.clone().map(|(id, name)| TeamRef { id: ID(id.to_string()), name }),
            },
            person: StaffRef { id: ID(answer.person.id.to_string()), name: answer.person.name.clone() },
            at: answer.at,
            sees: answer.sees,
            obstacles: answer.obstacles.iter().copied().map(AccessObstacle::from).collect(),
            roles: answer.person.roles.iter().map(RoleRef::from).collect(),
            relations: held(answer.relation),
            view: AccessView {
                may: answer.view.may,
                grants: answer.view.grants.iter().filter_map(|word| grant(&answer, word)).collect(),
                denied_by: roles(&answer, &answer.view.denied_by),
            },
            acts: answer.acts.iter().map(|why| act(&answer, why)).collect(),
            fields: answer.fields.iter().map(|why| field(&answer, why)).collect(),
        }
    }
}

fn act(answer: &Explanation, why: &ActWhy) -> AccessAct {
    let word = |word: &GrantWhy| {
        Some(AccessActGrant {
            role: RoleRef::from(answer.role(word.role)?),
            reach: word.reach.into(),
            holds: !word.ties.is_empty(),
        })
    };
    AccessAct {
        permission: why.permission.as_str().to_owned(),
        sentence: why.permission.sentence().to_owned(),
        may: why.may,
        step_up: why.permission.needs_step_up(),
        grants: why.grants.iter().filter_map(word).collect(),
        denied_by: roles(answer, &why.denied_by),
    }
}

fn grant(answer: &Explanation, word: &GrantWhy) -> Option<AccessGrant> {
    Some(AccessGrant {
        role: RoleRef::from(answer.role(word.role)?),
        reach: word.reach.into(),
        ties: word.ties.iter().map(|held| tie(answer, *held)).collect(),
    })
}

fn tie(answer: &Explanation, held: Tie) -> AccessTie {
    let bare = |kind| AccessTie { kind, colleague: None, teams: Vec::new(), leads: false };
    match held {
        Tie::Whole => bare(TieKind::Whole),
        Tie::Owner => bare(TieKind::Owner),
        Tie::Participant => bare(TieKind::Participant),
        Tie::Cover(absent) => {
            let name = answer.colleague(absent).unwrap_or_default().to_owned();
            AccessTie { colleague: Some(StaffRef { id: ID(absent.to_string()), name }), ..bare(TieKind::Cover) }
        }
        Tie::Team(team) => {
            let name =
                |id: &TeamId| TeamRef { id: ID(id.to_string()), name: answer.team(*id).unwrap_or_default().to_owned() };
            let path = answer.path.as_ref();
            AccessTie {
                teams: path.map_or_else(|| vec![name(&team)], |path| path.path.iter().map(name).collect()),
                leads: path.is_some_and(|path| path.leads),
                ..bare(TieKind::Team)
            }
        }
    }
}

fn field(answer: &Explanation, why: &FieldWhy) -> AccessField {
    let word = |word: &crm_access::FieldWord| {
        Some(AccessFieldWord {
            role: RoleRef::from(answer.role(word.role)?),
            relation: word.relation.into(),
            visibility: word.visibility.into(),
            decides: why.denied_by.is_empty() && word.visibility == why.visibility,
        })
    };
    AccessField {
        field: why.class.into(),
        visibility: why.visibility.into(),
        words: why.words.iter().filter_map(word).collect(),
        denied_by: roles(answer, &why.denied_by),
    }
}

fn roles(answer: &Explanation, ids: &[RoleId]) -> Vec<RoleRef> {
    ids.iter().filter_map(|id| answer.role(*id)).map(RoleRef::from).collect()
}
